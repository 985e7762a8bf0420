"""Keeps the courses in memory, and reads them anew when a file of theirs has changed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from gradus.content import Library, load_courses

LOOK_EVERY = 1.0
"""Seconds between two looks at the files: an author who saves sees the change with the next page."""


def library_loader(root: Path, *, every: float = LOOK_EVERY) -> Callable[[], Library]:
    """A function that gives the courses below ``root`` as they stand now."""
    lock = threading.Lock()
    seen, looked = _newest(root), time.monotonic()
    library = load_courses(root)

    def load() -> Library:
        nonlocal seen, looked, library
        with lock:
            if time.monotonic() - looked >= every:
                newest = _newest(root)
                if newest != seen:
                    library = load_courses(root)
                    seen = newest
                looked = time.monotonic()
            return library

    return load


def _newest(folder: Path) -> tuple[int, int]:
    """How many TOML files there are, and when the last was changed: what the library is read from."""
    count = newest = 0
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        for name in files:
            if name.endswith(".toml"):
                try:
                    newest = max(newest, os.stat(os.path.join(place, name)).st_mtime_ns)
                except OSError:  # It went away between the listing and the look: counted as gone.
                    continue
                count += 1
    return count, newest
