"""The files of the project as a fresh clone would hold them, found without git: a downloaded copy has none."""

from __future__ import annotations

import shutil
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def project_files() -> list[Path]:
    """Return every file that git tracks or would track."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line[:1] not in ("", "#")]
    found: list[Path] = []
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.name == ".git" or any(fnmatch(path.name, pattern) for pattern in ignored):
                continue
            if path.is_dir():
                folders.append(path)
            else:
                found.append(path)
    return found


def copy_project(to: Path) -> None:
    """Make a fresh clone of the project as it now is, changes not yet committed among it."""
    for path in project_files():
        copy = to / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
