"""Renders a lesson, and keeps what it rendered until a file of the lesson changes."""

from __future__ import annotations

from pathlib import Path

from gradus.content.library import Library
from gradus.content.markdown import render
from gradus.content.page import Page, Rendered
from gradus.model import Item


def item_url(item: Item) -> str:
    """The address of an item's page."""
    return f"/courses/{item.course}/{item.week}/{item.id}"


def render_lesson(item: Item, library: Library) -> Rendered:
    """The lesson as HTML; rendered anew only after a change of its files.

    OSError or UnicodeDecodeError if ``lesson.md`` cannot be read.
    """
    stamp = _stamp(item.path)
    known = _CACHE.get(item.path)
    if known is None or known[0] != stamp or known[1] is not library:
        known = (stamp, library, _render(item, library))
        _CACHE[item.path] = known
    return known[2]


def _render(item: Item, library: Library) -> Rendered:
    def url(other: str) -> str | None:
        found = library.item(f"{item.course}/{other}")
        return item_url(found) if found else None

    path = item.path / "lesson.md"
    page = Page(
        shown=path.relative_to(library.root).as_posix(),
        assets=item.path / "assets",
        assets_url=f"{item_url(item)}/assets/",
        item_url=url,
    )
    return render(path.read_text(encoding="utf-8"), page)


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    files = [folder / "lesson.md", *sorted((folder / "assets").glob("*"))]
    return tuple((path.name, path.stat().st_mtime_ns) for path in files if path.exists())


_CACHE: dict[Path, tuple[tuple[tuple[str, int], ...], Library, Rendered]] = {}
