"""What holds for every public thing of ``descent``: it loads fast, it is documented, and its derivation exists."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import pkgutil
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import descent

ROOT = Path(__file__).parents[2]
MODULES = ["descent"] + [
    module.name
    for module in pkgutil.walk_packages(descent.__path__, "descent.")
    if not module.name.startswith("descent.datasets")  # data has cards instead of derivations
    and ("._fast_" not in module.name or importlib.util.find_spec("numba"))  # twins need what they are compiled by
]
PUBLIC = [(name, getattr(descent, name)) for name in descent.__all__]
every_module = pytest.mark.parametrize("name", MODULES)
every_public_name = pytest.mark.parametrize(("name", "thing"), PUBLIC, ids=descent.__all__)

PRINT_LOADED = """
import numpy, sys
before = set(sys.modules)
import descent
print(" ".join(sorted({name.partition(".")[0] for name in set(sys.modules) - before})))
"""


def test_importing_it_loads_nothing_but_itself_numpy_and_the_standard_library() -> None:
    said = subprocess.run([sys.executable, "-c", PRINT_LOADED], capture_output=True, text=True, check=True).stdout
    loaded = {name for name in said.split() if name not in sys.stdlib_module_names}
    assert "descent" in loaded
    assert loaded <= {"descent", "numpy"}


def test_importing_it_does_not_load_the_data_sets() -> None:
    code = "import descent, sys; print([n for n in sys.modules if n.startswith('descent.datasets')])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


def test_the_public_names_are_sorted_and_all_there() -> None:
    assert sorted(set(descent.__all__)) == descent.__all__
    assert {name for name in vars(descent) if not name.startswith("_")} >= set(descent.__all__)


@every_module
def test_a_module_says_what_it_is_for_in_its_first_line(name: str) -> None:
    text = importlib.import_module(name).__doc__ or ""
    first = text.splitlines()[0] if text else ""
    assert re.match(r"[A-Z`].*[.:?]", first), f"{name} begins with {first!r}"


@every_module
def test_a_derivation_that_a_module_names_exists(name: str) -> None:
    module = importlib.import_module(name)
    named = re.findall(r"^Derivation: (docs/derivations/\w+\.md)$", module.__doc__ or "", re.MULTILINE)
    parent = name.rpartition(".")[0]
    if parent in ("descent.ops", "descent.models", "descent.optim") and not hasattr(module, "__path__"):
        assert len(named) == 1, f"{name} must name its derivation in its docstring, once"
    for path in named:
        assert (ROOT / path).is_file(), f"{name} names {path}, which does not exist"


@every_module
def test_a_module_has_fewer_than_three_hundred_lines(name: str) -> None:
    path = Path(importlib.import_module(name).__file__ or "")
    assert len(path.read_text("utf-8").splitlines()) < 300


@every_module
def test_no_module_asserts_prints_or_draws_from_the_global_random_state(name: str) -> None:
    tree = ast.parse(Path(importlib.import_module(name).__file__ or "").read_text("utf-8"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert "print" not in called
    assert {c for c in called if c.startswith("np.random.")} <= {"np.random.default_rng"}


@every_public_name
def test_a_docstring_has_its_sections_in_order(name: str, thing: Any) -> None:
    known = ["Parameters", "Attributes", "Returns", "Yields", "Raises", "Notes", "References", "Examples"]
    sections = _sections(thing)
    assert [section for section in known if section in sections] == list(sections), list(sections)
    assert "Examples" in sections
    if inspect.isclass(thing):
        assert "Attributes" in sections
    else:
        assert "Returns" in sections


@every_public_name
def test_a_docstring_lists_every_parameter_in_order_with_its_type(name: str, thing: Any) -> None:
    shared = {} if "Parameters" in _sections(thing) else _sections(thing.__init__)  # a constructor of several classes
    written = re.findall(r"^(\*?\w+) : (.+)$", {**shared, **_sections(thing)}.get("Parameters", ""), re.MULTILINE)
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    parameters = inspect.signature(thing).parameters.values()
    assert [listed for listed, _ in written] == [stars.get(p.kind, "") + p.name for p in parameters]


@every_public_name
def test_what_a_model_learns_is_listed(name: str, thing: Any) -> None:
    if not inspect.isclass(thing):
        return
    module = importlib.import_module(thing.__module__)
    fitted = thing().fit(**module.example(np.random.default_rng(0)))
    learned = {attribute for attribute in vars(fitted) if attribute.endswith("_")}
    assert set(re.findall(r"^(\w+_) : ", _sections(thing)["Attributes"], re.MULTILINE)) == learned


def _sections(thing: Any) -> dict[str, str]:
    """The numpydoc sections of a docstring: title and text."""
    parts = re.split(r"^(\w+)\n-+$", inspect.getdoc(thing) or "", flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_names_for_type_checkers_are_the_names_at_run_time() -> None:
    tree = ast.parse(Path(descent.__file__ or "").with_suffix(".pyi").read_text("utf-8"))
    stub = {alias.asname: node.module for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert stub == descent.PLACES


def test_a_name_that_is_not_there_is_said() -> None:
    assert not hasattr(descent, "gradient_ascent")
    with pytest.raises(AttributeError, match=r"descent has no 'gradient_ascent'\. Its names are listed in descent"):
        descent.gradient_ascent  # noqa: B018 -- asking is the point


def test_parts_need_no_import_of_their_own() -> None:
    code = "import descent; print(descent.optim.schedules.constant(0.5)(3), 'softmax' in dir(descent))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["0.5", "True"]
