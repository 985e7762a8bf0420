"""Every page of ``docs/derivations`` proves itself: its code runs, its modules exist, and each module links back."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "derivations"
INDEX = FOLDER / "README.md"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path != INDEX)
every_page = pytest.mark.parametrize("derivation", PAGES, ids=lambda path: path.stem)

BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(derivation: Path) -> list[str]:
    """The page's Python, each block moved down to its own line, so that an error names the right one."""
    text = derivation.read_text("utf-8")
    return ["\n" * text[: found.start(1)].count("\n") + found.group(1) for found in BLOCK.finditer(text)]


def test_there_are_pages() -> None:
    assert len(PAGES) >= 15


@every_page
def test_the_code_of_a_page_runs_and_its_claims_hold(derivation: Path) -> None:
    namespace: dict[str, object] = {"__name__": derivation.stem}
    for block in _blocks(derivation):
        exec(compile(block, str(derivation), "exec"), namespace)


@every_page
def test_a_page_asserts_what_it_derives(derivation: Path) -> None:
    claims = [
        node for block in _blocks(derivation) for node in ast.walk(ast.parse(block)) if isinstance(node, ast.Assert)
    ]
    assert len(claims) >= 3


@every_page
def test_no_block_is_longer_than_fifteen_lines(derivation: Path) -> None:
    assert max(len(block.strip().splitlines()) for block in _blocks(derivation)) <= 15


@every_page
def test_the_index_lists_a_page_with_the_modules_that_name_it(derivation: Path) -> None:
    row = re.search(
        rf"^\| \[{derivation.stem}\]\({derivation.name}\) \| (.+) \|$", INDEX.read_text("utf-8"), re.MULTILINE
    )
    assert row, f"{INDEX.name} has no row for {derivation.name}"
    for name in re.findall(r"`([\w.]+)`", row.group(1)):
        assert f"Derivation: docs/derivations/{derivation.name}" in (importlib.import_module(name).__doc__ or ""), name


@every_page
def test_the_equations_that_a_module_numbers_are_on_its_page(derivation: Path) -> None:
    row = re.search(rf"^\| \[{derivation.stem}\]\(.*\) \| (.+) \|$", INDEX.read_text("utf-8"), re.MULTILINE)
    assert row
    tags = set(re.findall(r"\\tag\{(\d)\}", derivation.read_text("utf-8")))
    for name in re.findall(r"`([\w.]+)`", row.group(1)):
        numbered = set(re.findall(r"\((\d)\)$", importlib.import_module(name).__doc__ or "", re.MULTILINE))
        assert numbered <= tags, f"{name} numbers {sorted(numbered)}, {derivation.name} has {sorted(tags)}"


@every_page
def test_links_to_other_pages_lead_somewhere(derivation: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", derivation.read_text("utf-8")):
        assert (FOLDER / target).is_file(), f"{derivation.name} links to {target}"


@every_page
def test_the_dollar_signs_of_a_page_come_in_pairs(derivation: Path) -> None:
    text = BLOCK.sub("", derivation.read_text("utf-8"))
    assert text.count("$$") % 2 == 0
    for paragraph in text.split("\n\n"):
        assert paragraph.replace("$$", "").count("$") % 2 == 0, paragraph
