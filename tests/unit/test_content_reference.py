"""The shelf of modules and derivations: what is on it, where a name leads, and when it is read anew."""

from __future__ import annotations

import os
import subprocess
import sys
from inspect import cleandoc
from pathlib import Path

import pytest

from gradus.content.reference import Reference, find_reference, outline
from gradus.content.source import anchor, read_module

ROOT = Path(__file__).parents[2]


FILES = {
    "descent/__init__.py": """
        '''All of it.'''
        from descent.ops.square import square
        from descent.ops import cube as third
    """,
    "descent/ops/__init__.py": """
        '''Operations. And more.'''
        from descent.ops.cube import (
            cube,  # the third power, or so
            Cube as Dice,
        )
    """,
    "descent/ops/square.py": """
        '''A square.'''
        def square(x):
            def inner(): ...
    """,
    "descent/ops/cube.py": """
        '''A cube.

        Derivation: docs/derivations/cube.md
        '''
        class Cube:
            def turn(self): ...
        def cube(x): ...
    """,
    "pages/README.md": """
        # Derivations

        | [cube](cube.md) | x |

        ## How

        Slowly.
    """,
    "pages/cube.md": """
        # The cube of $x$

        $$x^3 \\tag{1}$$

        $$y \\tag{2}$$
    """,
    "pages/another.md": "# Another\n\n$$x \\tag{1}$$\n\n$$y \\tag{1}$$",
}


@pytest.fixture
def reference(tmp_path: Path) -> Reference:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(cleandoc(text).replace("'''", '"""') + "\n", "utf-8")
    return Reference(tmp_path / "descent", tmp_path / "pages", every=0)


def test_modules_and_derivations_are_found_and_know_of_each_other(reference: Reference) -> None:
    shelf = reference.shelf()
    assert list(shelf.modules) == ["descent", "descent.ops", "descent.ops.cube", "descent.ops.square"]
    assert shelf.modules["descent.ops"].summary == "Operations."
    assert list(shelf.derivations) == ["cube", "another"]  # the index's order comes first
    cube = shelf.derivations["cube"]
    assert (cube.title, cube.modules, cube.tags) == ("The cube of $x$", ("descent.ops.cube",), frozenset({"1", "2"}))
    assert shelf.derivations["another"].tags == frozenset()  # it counts anew
    assert shelf.hints == "How\n\nSlowly.\n"


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("descent", "/reference/descent"),
        ("descent.ops.cube", "/reference/descent.ops.cube"),
        ("descent.ops.cube.Cube.turn", "/reference/descent.ops.cube#Cube.turn"),
        ("descent.square", "/reference/descent.ops.square#square"),
        ("descent.ops.Dice", "/reference/descent.ops.cube#Cube"),
        ("descent.ops.Dice.turn", "/reference/descent.ops.cube#Cube.turn"),
        ("descent.ops.Dice.size_", "/reference/descent.ops.cube#Cube"),
        ("descent.third", "/reference/descent.ops.cube"),
        ("descent.nothing", None),
        ("numpy.array", None),
        ("", None),
    ],
)
def test_a_name_leads_to_where_it_is_explained(reference: Reference, name: str, url: str | None) -> None:
    assert reference.shelf().url(name) == url


def test_packages_that_offer_each_other_s_names_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "descent" / "a").mkdir(parents=True)
    (tmp_path / "descent" / "__init__.py").write_text("from descent.a import lost\n")
    (tmp_path / "descent" / "a" / "__init__.py").write_text("from descent import lost\n")
    assert Reference(tmp_path / "descent", None).shelf().url("descent.lost") is None


def test_a_package_that_fetches_names_when_asked_says_in_its_stub_where_they_are(reference: Reference) -> None:
    assert reference.package is not None
    (reference.package / "__init__.py").write_text(
        '"""All of it, later."""\nPLACES = {"square": "descent.ops.square"}\n'
    )
    assert reference.shelf().url("descent.square") is None
    (reference.package / "__init__.pyi").write_text("from descent.ops.square import (\n    square as square,\n)\n")
    assert reference.shelf().url("descent.square") == "/reference/descent.ops.square#square"
    assert "descent.__init__" not in reference.shelf().modules


def test_what_changed_is_read_anew(reference: Reference) -> None:
    assert reference.package is not None
    before = reference.shelf()
    assert reference.shelf() is before
    path = reference.package / "ops" / "square.py"
    module, _ = reference.module(before.modules["descent.ops.square"])
    assert [one.name for one in module.definitions] == ["square"]
    path.write_text('"""Another square."""\n\n\ndef squared(x): ...\n')
    os.utime(path, ns=(1, 1))
    outline = reference.shelf().modules["descent.ops.square"]
    assert outline.summary == "Another square."
    assert [one.name for one in reference.module(outline)[0].definitions] == ["squared"]
    path.unlink()
    assert "descent.ops.square" not in reference.shelf().modules


def test_a_file_that_cannot_be_read_takes_nothing_else_with_it(reference: Reference) -> None:
    assert reference.package is not None
    assert reference.pages is not None
    (reference.package / "broken.py").write_bytes(b"\xff\xfe\x00")
    (reference.pages / "broken.md").write_bytes(b"\xff\xfe\x00")
    shelf = reference.shelf()
    assert "descent.broken" not in shelf.modules
    assert list(shelf.derivations) == ["cube", "another"]


def test_without_a_library_the_shelf_is_empty() -> None:
    shelf = Reference(None, None).shelf()
    assert (shelf.modules, shelf.derivations) == ({}, {})


def test_the_quick_look_at_a_module_sees_what_the_parser_sees() -> None:
    for one in find_reference().shelf().modules.values():
        module = read_module(one.path.read_text("utf-8"), one.name, package=one.package)
        assert module.doc.summary.startswith(one.summary), one.name
        assert one.summary, one.name
        assert one.derivations == module.derivations, one.name
        assert {found.id for found in module.walk()} == {anchor(name) for name in one.names}, one.name
        if one.exports and not one.path.with_suffix(".pyi").is_file():
            assert {name: module.imports.get(name) for name, _ in one.exports} == dict(one.exports), one.name


def test_a_comment_before_the_docstring_or_none_at_all_is_no_trouble() -> None:
    assert outline('# A licence.\n"""Words."""\n', "m", Path("m.py")).summary == "Words."
    assert outline("x = 1\n", "m", Path("m.py")).summary == ""


def test_looking_for_the_library_does_not_import_it() -> None:
    look = "from gradus.content.reference import find_reference; find_reference().shelf()"
    code = f"{look}; import sys; print('descent' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert said.strip() == "False"
