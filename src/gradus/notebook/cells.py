"""What a notebook has run so far, and whose workspace it belongs to."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Any

_DEFINES = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)


def workspace_around(folder: Path) -> Path | None:
    """The workspace that a notebook in ``folder`` belongs to."""
    return next((one for one in (folder, *folder.parents) if (one / "gradus.toml").is_file()), None)


def current_folder() -> Path:
    """The notebook's folder; the home folder if it has been taken away from under the kernel."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def find_shell() -> Any:
    """IPython's shell, where this runs in one. It is not imported: a plain script need not have it."""
    getter = getattr(sys.modules.get("IPython"), "get_ipython", None)
    return getter() if getter else None


def cells_so_far(shell: Any = None) -> list[str]:
    """The sources of the cells that ran, numbered as the notebook numbers them; a script's own text."""
    if shell is None:
        shell = find_shell()
    if shell is None:
        file = getattr(sys.modules["__main__"], "__file__", None)
        return [Path(file).read_text(encoding="utf-8")] if file and Path(file).is_file() else []
    cells = [str(cell) for cell in shell.user_ns.get("In", [""])[1:]]
    good = [cell for cell in cells if _parses(cell)]
    defined = {name for cell in good for name in _DEFINES.findall(cell)}
    # A cell that Python refused is of interest only if nothing that works came of it since.
    return [cell if _parses(cell) or set(_DEFINES.findall(cell)) - defined else "" for cell in cells]


def _parses(cell: str) -> bool:
    try:
        ast.parse(cell)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True
