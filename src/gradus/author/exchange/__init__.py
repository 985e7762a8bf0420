"""Labs to and from other graders' formats: nbgrader's source notebooks and otter-grader's assignments."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gradus.author.exchange import nbgrader, otter
from gradus.author.exchange.freezing import freeze
from gradus.author.exchange.master import ExchangeError, Master
from gradus.author.exchange.skeleton import put, skeleton
from gradus.grading.loading import load_lab
from gradus.labs.results import data_files, read_expected
from gradus.model import Item

__all__ = ["FORMATS", "ExchangeError", "export_lab", "import_lab"]

FORMATS: dict[str, Callable[[Master], dict[str, Any]]] = {"nbgrader": nbgrader.write, "otter": otter.write}


def export_lab(item: Item, form: str, folder: Path, *, seed: int = 1) -> tuple[list[Path], tuple[str, ...]]:
    """Write a lab's notebook and data for another grader; returns the files and what the format cannot express."""
    path = folder / f"{item.id}.ipynb"
    if path.exists():
        raise ExchangeError(f"{path} is there already. Name a new folder with --to, or remove it.")
    master = freeze(load_lab(item), read_expected(item), seed)
    text = json.dumps(FORMATS[form](master), indent=1, ensure_ascii=False) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    written = [path]
    for source in data_files(item):
        (folder / source.name).write_bytes(source.read_bytes())
        written.append(folder / source.name)
    return written, master.notes


def import_lab(path: Path, folder: Path) -> tuple[list[Path], tuple[str, ...]]:
    """Write the skeleton of a lab from a master notebook; returns the files and what is left to do."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ExchangeError(f"{path} cannot be read: {error.strerror}. Check the name.") from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ExchangeError(f"{path.name} is not a notebook: its text is not JSON. Name the .ipynb file.") from None
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        raise ExchangeError(f"{path.name} is not a notebook of format 4: it has no list of cells.")
    id = path.stem.lower().replace("_", "-").replace(" ", "-")
    if nbgrader.is_ours(data):
        master = nbgrader.read(data, id)
    elif otter.is_ours(data):
        master = otter.read(data, id)
    else:
        raise ExchangeError(
            f"{path.name} is neither an nbgrader source notebook (no cell has its metadata) nor an otter assignment "
            "(no raw cell says BEGIN QUESTION). Name the master notebook, not the one that learners receive."
        )
    files, notes = skeleton(master)
    return put(files, folder), notes
