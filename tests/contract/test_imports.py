"""The arrows of the house: who may import whom. Read from the source, so nothing is run.

    gradus.model -> content | labs -> grading -> record | author -> web | cli | notebook
    descent imports nobody of gradus; gradus never imports descent; courses may import descent and the checks

An arrow points from what is imported to what imports it, and nothing points back. Parts between the same two arrows do
not know each other. A module that has no place here fails: give it one, in this table and in ARCHITECTURE.md.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
COURSES = ROOT / "courses"

FLOORS = {
    "gradus": [
        ["gradus", "gradus.model"],
        ["gradus.content", "gradus.labs"],
        ["gradus.grading"],
        ["gradus.record", "gradus.author"],
        ["gradus.web", "gradus.cli", "gradus.notebook"],
        ["gradus.__main__"],
    ],
    "descent": [
        [
            "descent.shapes",
            "descent.numbers",
            "descent.graph",
            "descent.fast",
            "descent._fast_compiled",
            "descent._fast_tiles",
        ],
        [
            "descent._fast_columns",
            "descent._fast_rows",
            "descent._fast_channel_groups",
            "descent._fast_gates",
            "descent._fast_products",
            "descent._fast_scatter",
            "descent._fast_relu",
            "descent._fast_max_pool2d",
        ],
        [
            "descent.labels",
            "descent.neighbours",
            "descent.kernels",
            "descent.one_vs_one",
            "descent.affinities",
            "descent.singular",
            "descent.windows",
            "descent.columns",
            "descent.rows",
            "descent.channel_groups",
            "descent.products",
            "descent.recurrence",
            "descent.positions",
            "descent.decoding",
            "descent.broadcasting",
            "descent.reduction",
            "descent.gradcheck",
            "descent.datasets",
            "descent.scatter",
            "descent.alignments",
            "descent.framing",
            "descent.memory",
            "descent.gates",
        ],
        ["descent.convolving"],
        ["descent.resampling"],
        ["descent.ops", "descent.estimator", "descent.metrics"],
        ["descent.optim", "descent.tensor", "descent.trees", "descent.selection", "descent.text", "descent.audio"],
        ["descent.linear"],
        ["descent.models", "descent.preprocessing", "descent.features", "descent.nn"],
        ["descent.training"],
        ["descent.networks", "descent.rl"],
        ["descent"],
    ],
}
"""From the ground up. A package's name places everything in it; ``gradus`` and ``descent`` mean their ``__init__``."""

EXCEPTIONS = {
    ("gradus.cli", "gradus.web"): "gradus start starts the pages",
}
"""Arrows between parts of one floor, each with its reason."""

LATE = {
    ("gradus.cli*", "*"): "a command loads what it needs alone, so that --help takes a tenth of a second",
    ("gradus.record*", "gradus.record.record"): "it brings SQLAlchemy, for which a mere look at a folder need not wait",
    ("gradus.author.build", "matplotlib"): "only authors draw figures, and it takes half a second",
    ("descent.*", "descent.*._fast_*"): "compiled twins bring Numba, which not everybody has installed",
    ("descent.*", "descent._fast_*"): "the same, beside a module of the first floors",
    ("descent.datasets.fetch", "pooch"): "only who fetches a known set needs it, and has it installed",
    ("gradus.grading.confine", "resource"): "not every system has it, and the candidate runs there all the same",
}
"""Imports inside functions: who (a pattern), whom (a pattern), and why not at the top."""

WITHIN_REACH = {
    "descent": {"numpy"},
    "gradus.model": set[str](),
}
"""Parts that need no more than these and the standard library."""

WHERE_INSTALLED = {"*._fast_*": "numba", "*._fast_tiles": "llvmlite", "descent.datasets.fetch": "pooch"}
"""What some modules (a pattern) may need as well: imported late, and only where it is installed."""

IN_COURSES = {"gradus.grading.checks"}
"""What a course's Python files may import from gradus."""


class Import(NamedTuple):
    """One import statement, for one name."""

    importer: str
    imported: str
    where: str
    inside_function: bool
    for_types_only: bool


def _module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _modules() -> dict[str, Path]:
    return {_module_name(path): path for package in FLOORS for path in sorted((SOURCE / package).rglob("*.py"))}


@cache
def _imports() -> tuple[Import, ...]:
    return tuple(found for name, path in _modules().items() for found in _imports_of(path, name))


def _imports_of(path: Path, name: str) -> Iterator[Import]:
    is_package = path.name == "__init__.py"

    def visit(node: ast.AST, inside: bool, types_only: bool) -> Iterator[Import]:
        for target in _targets(node, name, is_package):
            yield Import(name, target, f"{path.relative_to(ROOT)}:{node.lineno}", inside, types_only)
        late = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            guarded = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test) and child in node.body
            yield from visit(child, late, types_only or guarded)

    yield from visit(ast.parse(path.read_text("utf-8")), inside=False, types_only=False)


def _targets(node: ast.AST, name: str, is_package: bool) -> list[str]:
    """Which modules a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parts = name.split(".")
            up = parts[: len(parts) - node.level + is_package]
            base = ".".join([*up, *([node.module] if node.module else [])])
        inner = [f"{base}.{alias.name}" for alias in node.names]
        return sorted({module if module in _modules() else base for module in inner})
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__"):
        return [node.args[0].value] if node.args and isinstance(node.args[0], ast.Constant) else []
    return []


def _place(module: str) -> tuple[str, int, str] | None:
    """The house, floor and part of a module: the longest name in the table that holds it."""
    house = module.partition(".")[0]
    places = {part: floor for floor, parts in enumerate(FLOORS.get(house, [])) for part in parts}
    holders = [p for p in places if module == p or (p != house and module.startswith(f"{p}."))]
    return (house, places[part], part) if (part := max(holders, key=len, default="")) else None


def _outside(imported: str) -> bool:
    return imported.partition(".")[0] not in FLOORS


def test_there_are_imports_to_look_at() -> None:
    assert len(_modules()) > 30
    assert any(i.importer == "descent.ops.log_softmax" and i.imported == "descent.ops.logsumexp" for i in _imports())


def test_every_module_has_a_place() -> None:
    homeless = [name for name in _modules() if _place(name) is None]
    assert not homeless, f"no floor of the house holds {', '.join(homeless)}: give each a place in FLOORS"


def test_nothing_points_back() -> None:
    wrong = [complaint for found in _imports() if (complaint := _complaint(found))]
    assert not wrong, "\n".join(wrong)


def _complaint(found: Import) -> str:
    """What is wrong with the direction of an import, or nothing."""
    if _outside(found.imported):
        return ""
    here, there = _place(found.importer), _place(found.imported)
    if not here or not there:
        return f"{found.where} imports {found.imported}: one of them has no place in the house"
    (house, floor, part), (other_house, other_floor, other_part) = here, there
    if house != other_house:
        return f"{found.where} imports {found.imported}: gradus and descent do not know each other"
    if part == other_part or other_floor < floor or (part, other_part) in EXCEPTIONS:
        return ""
    return f"{found.where} imports {found.imported}: {other_part} stands {_side(floor, other_floor)} {part}"


def _side(floor: int, other_floor: int) -> str:
    return "beside" if floor == other_floor else "above"


@pytest.mark.parametrize(
    ("importer", "imported", "complaint"),
    [
        ("gradus.model", "gradus.content.page", "gradus.content stands above gradus.model"),
        ("gradus.content.page", "gradus.labs.source", "gradus.labs stands beside gradus.content"),
        ("gradus.grading.examiner", "gradus.record", "gradus.record stands above gradus.grading"),
        ("gradus.web.app", "descent.ops.sigmoid", "gradus and descent do not know each other"),
        ("descent.datasets.cats", "gradus.model", "gradus and descent do not know each other"),
        ("descent.ops.relu", "descent", "descent stands above descent.ops"),
        ("gradus.nowhere", "gradus.model", "one of them has no place in the house"),
        ("gradus.web.app", "gradus.model", ""),
        ("gradus.web.app", "gradus.web.site", ""),
        ("gradus.cli.start", "gradus.web.serve", ""),
        ("descent.models.logistic_regression", "descent.ops.sigmoid", ""),
        ("gradus.web.app", "starlette.routing", ""),
    ],
)
def test_an_arrow_is_judged_by_where_its_ends_stand(importer: str, imported: str, complaint: str) -> None:
    said = _complaint(Import(importer, imported, "here:1", inside_function=False, for_types_only=False))
    assert said == (f"here:1 imports {imported}: {complaint}" if complaint else "")


@pytest.mark.parametrize("late_ones_too", [False, True], ids=["at the top", "inside functions"])
def test_no_modules_import_each_other_in_a_circle(late_ones_too: bool) -> None:
    graph = defaultdict(set)
    for found in _imports():
        if found.imported in _modules() and not found.for_types_only and (late_ones_too or not found.inside_function):
            graph[found.importer].add(found.imported)
    circle = _circle(graph)
    assert not circle, "these import each other in a circle: " + " -> ".join(circle)


def _circle(graph: dict[str, set[str]]) -> list[str]:
    """One circle of the graph, or nothing: what is left when everything without imports is taken away, repeatedly."""
    left = {name: set(targets) - {name} for name, targets in graph.items()}
    while free := [name for name, targets in left.items() if not targets & left.keys()]:
        for name in free:
            del left[name]
    if not left:
        return []
    path = [min(left)]
    while path.count(path[-1]) < 2:
        path.append(min(left[path[-1]] & left.keys()))
    return path[path.index(path[-1]) :]


def test_every_import_inside_a_function_is_listed_with_a_reason() -> None:
    late = [found for found in _imports() if found.inside_function]
    unlisted = [
        f"{found.where} imports {found.imported}"
        for found in late
        if not any(fnmatch(found.importer, who) and fnmatch(found.imported, whom) for who, whom in LATE)
    ]
    assert not unlisted, (
        f"{len(unlisted)} of {len(late)} imports inside functions are not in LATE. "
        "Move them to the top, or list them with the reason:\n" + "\n".join(unlisted)
    )


def test_every_exception_is_still_needed() -> None:
    def used(who: str, whom: str) -> bool:
        return any(fnmatch(f.importer, who) and fnmatch(f.imported, whom) for f in _imports() if f.inside_function)

    here = [who for who, _ in LATE if any(fnmatch(name, who) for name in _modules())]
    stale = [f"{who} imports {whom} late" for who, whom in LATE if who in here and not used(who, whom)]
    assert not stale, f"nothing needs these any more, take them out of LATE: {', '.join(stale)}"
    parts = {(_place(f.importer) or ("", 0, ""))[2] + ">" + (_place(f.imported) or ("", 0, ""))[2] for f in _imports()}
    stale = [f"{here} imports {there}" for here, there in EXCEPTIONS if f"{here}>{there}" not in parts]
    assert not stale, f"nothing needs these any more, take them out of EXCEPTIONS: {', '.join(stale)}"


@pytest.mark.parametrize("part", WITHIN_REACH)
def test_the_ground_needs_only_what_it_is_allowed(part: str) -> None:
    allowed = WITHIN_REACH[part] | sys.stdlib_module_names | {part.partition(".")[0]}
    foreign = [
        f"{found.where} imports {found.imported}"
        for found in _imports()
        if (found.importer == part or found.importer.startswith(f"{part}."))
        and found.imported.partition(".")[0] not in allowed | _extras(found.importer)
    ]
    assert not foreign, "\n".join(foreign)


def _extras(module: str) -> set[str]:
    return {package for pattern, package in WHERE_INSTALLED.items() if fnmatch(module, pattern)}


def test_nobody_imports_from_the_courses() -> None:
    course_names = {path.stem for path in COURSES.rglob("*.py")} - {"__init__"}
    own = {"checks", "lab", "mistakes", "figures", "figurestyle"} & course_names
    wrong = [f"{f.where} imports {f.imported}" for f in _imports() if f.imported.partition(".")[0] in {"courses", *own}]
    assert not wrong, "\n".join(wrong)


def test_a_course_asks_gradus_for_the_checks_alone() -> None:
    wrong = [
        f"{found.where} imports {found.imported}"
        for path in sorted(COURSES.rglob("*.py"))
        for found in _imports_of(path, "course")
        if found.imported.partition(".")[0] == "gradus" and found.imported not in IN_COURSES
    ]
    assert not wrong, f"a course may import {', '.join(IN_COURSES)} from gradus and no more:\n" + "\n".join(wrong)


def _written(folder: Path, name: str, text: str) -> list[Import]:
    path = folder / "module.py"
    path.write_text(text, "utf-8")
    return list(_imports_of(path, name))


@pytest.mark.parametrize(
    ("text", "imported", "inside_function", "for_types_only"),
    [
        ("import gradus.web.app", "gradus.web.app", False, False),
        ("from gradus.model import Item", "gradus.model", False, False),
        ("from gradus import model", "gradus.model", False, False),
        ("from ..model import Item", "gradus.model", False, False),
        ("from .. import model", "gradus.model", False, False),
        ("def f():\n    from gradus.model import Item", "gradus.model", True, False),
        ("class A:\n    async def f(self):\n        import json", "json", True, False),
        ("if TYPE_CHECKING:\n    from gradus.model import Item", "gradus.model", False, True),
        ("f = lambda: __import__('gradus.model')", "gradus.model", True, False),
        ("import importlib\nimportlib.import_module('gradus.model')", "gradus.model", False, False),
    ],
)
def test_an_import_is_seen_however_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    text: str,
    imported: str,
    inside_function: bool,
    for_types_only: bool,
) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    found = _written(tmp_path, "gradus.content.page", text)[-1]
    assert (found.imported, found.inside_function, found.for_types_only) == (imported, inside_function, for_types_only)


def test_a_circle_is_found_wherever_it_hides() -> None:
    graph = {"a": {"b", "outside"}, "b": {"c"}, "c": {"d"}, "d": {"b"}, "e": {"a"}}
    assert _circle(graph) == ["b", "c", "d", "b"]
    assert _circle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
