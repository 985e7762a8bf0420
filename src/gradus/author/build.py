"""Makes what an item's sources promise: a lesson's figures, a lab's expected output.

Both are computed from what ships and committed beside their source; ``review`` says when one is
out of date.
"""

from __future__ import annotations

import contextlib
import importlib.util
import inspect
import io
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

from gradus.author.figures import themed_svg
from gradus.content import Library
from gradus.labs.results import expected_text, run_solution
from gradus.model import Item, Kind


def build(library: Library, items: tuple[Item, ...], say: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Write the figures and expected outputs of these items.

    Returns the files that changed. Whatever an author's code raises goes through: the author is
    the one who reads it.
    """
    changed = []
    for item in items:
        say(item.key)
        for path, text in built_files(item, library.root):
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
                changed.append(path)
    return changed


def built_files(item: Item, root: Path) -> Iterator[tuple[Path, str]]:
    """Each file that is made from an item's sources, and what it must hold."""
    if item.kind is Kind.LESSON and (item.path / "figures.py").exists():
        for name, drawing in lesson_figures(item, root).items():
            yield item.path / "assets" / f"{name}.svg", drawing
    if item.kind is Kind.LAB:
        yield item.path / "expected.json", expected_text(run_solution(item))


def lesson_figures(item: Item, root: Path) -> Mapping[str, str]:
    """Draw every public function of the item's ``figures.py``: file name without ending → SVG."""
    import matplotlib  # here, since only authors wait for it

    module = load_module(item.path / "figures.py", root)
    drawings = {}
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": item.key}):
        for function, make in inspect.getmembers(module, inspect.isfunction):
            if make.__module__ != module.__name__ or function.startswith("_"):
                continue
            name = function.replace("_", "-")
            out = io.StringIO()
            make().savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
            drawings[name] = themed_svg(out.getvalue(), name)
    return drawings


def load_module(path: Path, root: Path) -> ModuleType:
    """Run an author's Python file. Files at the top of the courses folder can be imported by name."""
    name = "_".join(("course", *path.relative_to(root).with_suffix("").parts)).replace("-", "_")
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not a Python file.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        with imports_from(root):
            spec.loader.exec_module(module)
    finally:
        del sys.modules[name]
    return module


@contextlib.contextmanager
def imports_from(root: Path) -> Iterator[None]:
    """Let author code import files at the top of the courses folder, ``figurestyle`` for one."""
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))
