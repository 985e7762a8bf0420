"""Says when a file was saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change, watch

SETTLE = 50
"""Milliseconds of quiet after a change: editors write a file in several strokes."""
LOOK = 1000
"""Milliseconds after which to look without being told: of a save during grading, or on a disk that tells nothing."""


def saves(path: Path) -> Iterator[None]:
    """Once at once, then once for each save that changes what the file holds.

    The folder is watched, not the file: many editors save by putting a new file in its place.
    """
    target = path.resolve()
    held = _content(target)
    yield
    for _ in watch(
        target.parent,
        watch_filter=lambda change, name: change is not Change.deleted and Path(name) == target,
        step=SETTLE,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        recursive=False,
    ):
        now = _content(target)
        if now is not None and now != held:
            held = now
            yield


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
