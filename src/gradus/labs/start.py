"""Put a lab's notebook and its data into the learner's folder, and never over what is there."""

from __future__ import annotations

import contextlib
import errno
import json
import os
from pathlib import Path

from gradus.labs.notebook import build_notebook
from gradus.labs.results import data_files, read_expected
from gradus.labs.source import read_lab
from gradus.model import Item, Level


class StartError(RuntimeError):
    """The notebook cannot be put where it belongs; the message says what to do."""


def start_lab(item: Item, level: Level, workspace_folder: Path) -> Path:
    """Write ``labs/<lab>/<lab>-<level>.ipynb`` into the workspace, with its data, and return its path.

    A notebook that is there is the learner's and stays as it is.
    """
    folder = workspace_folder / "labs" / item.id
    path = folder / f"{item.id}-{level}.ipynb"
    sources = data_files(item)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for source in sources:
            if not (folder / source.name).exists():
                _put(folder / source.name, source.read_bytes())
        if not path.exists() or path.stat().st_size == 0:  # an empty one is what a full disk left
            notebook = build_notebook(read_lab(item), level, item, read_expected(item))
            _put(path, json.dumps(notebook, indent=1, ensure_ascii=False).encode() + b"\n")
    except OSError as error:
        raise StartError(_sentence(path, error)) from error
    return path


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        os.replace(fresh, path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


def _sentence(path: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"{path} cannot be written: the disk is full. Free some space, and start the lab again."
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"{path} cannot be written: this account may not write there. Choose another workspace with --workspace."
    return f"{path} cannot be written: {error.strerror or error}. Look at that folder, and start the lab again."
