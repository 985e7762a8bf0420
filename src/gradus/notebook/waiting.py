"""One line that says what is being checked, for as long as a check takes long; then it is gone."""

from __future__ import annotations

import sys
import time
from typing import Any

PATIENCE = 0.5
"""Seconds before the line appears: most checks are done by then."""
STEP = 0.5
"""Seconds between two changes of the line."""


class Line:
    """Shows what it is told. In a notebook the output is replaced; in a terminal, the line."""

    def __init__(self, doing: str, shell: Any = None) -> None:
        self.doing = doing
        self.shell = shell
        self.began = self.changed = time.monotonic()
        self.handle: Any = None
        self.width = 0

    def __call__(self, doing: str = "") -> None:
        """Say what is done now; nothing means that it still is what it was."""
        self.doing = doing or self.doing
        now = time.monotonic()
        if now - self.began < PATIENCE or now - self.changed < STEP:
            return
        self.changed = now
        self._show(f"{self.doing} … {now - self.began:.0f} s. To stop it, interrupt the kernel.")

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.handle is not None or self.width:
            self._show("")

    def _show(self, text: str) -> None:
        if getattr(self.shell, "kernel", None) is not None:
            shown = {"text/plain": text}
            if self.handle is None:
                display = sys.modules["IPython.display"].display
                self.handle = display(shown, raw=True, display_id=True)
            else:
                self.handle.update(shown, raw=True)
        elif sys.stderr is not None and sys.stderr.isatty():
            sys.stderr.write(f"\r{text:<{self.width}}\r{text}")
            sys.stderr.flush()
            self.width = len(text)
