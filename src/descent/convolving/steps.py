"""Where windows lie in a flat array of pictures, for compiled loops that go from number to number."""

from __future__ import annotations

from typing import NamedTuple


class Steps(NamedTuple):
    """How far things lie apart in a flat array of padded pictures, and how many there are."""

    lines: int
    """Lines of windows in a picture."""
    columns: int
    """Windows in a line."""
    height: int
    """Lines of pixels in a window."""
    row: int
    """Numbers in one line of a window."""
    picture: int
    """From one picture to the next."""
    down: int
    """From a window to the one below."""
    across: int
    """From a window to its neighbour."""
    inside: int
    """From a line of a window to the next."""
