"""Run a lab's solution and keep what it prints: the numbers that pages and notebooks promise."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from gradus.labs.magics import neutralise
from gradus.labs.source import LabError, LabSource, read_lab
from gradus.model import Finding, Item

SECONDS = 600.0
_PROGRAM = Path(__file__).with_name("execution.py")


def data_files(item: Item) -> list[Path]:
    """The files of the course's ``data`` folder that the lab works with."""
    folder = item.path.parent.parent / "data"
    for name in item.data:
        if not (folder / name).is_file():
            fix = f"Build the data, or correct data in {item.path / 'item.toml'}."
            raise LabError(Finding(str(folder / name), f"the lab {item.id} needs this file, and it is not there.", fix))
    return [folder / name for name in item.data]


def read_expected(item: Item) -> dict[str, str]:
    """The promised outputs by cell key, as they were last built; empty where none were."""
    path = item.path / "expected.json"
    if not path.is_file():
        return {}
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return {str(key): str(text) for key, text in cells.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise LabError(Finding(str(path), "the file cannot be read.", "Build it with: gradus author build.")) from None


def expected_text(cells: dict[str, str]) -> str:
    """What ``expected.json`` holds for these outputs."""
    return json.dumps({"cells": cells}, indent=2, ensure_ascii=False) + "\n"


def run_solution(item: Item) -> dict[str, str]:
    """Run the solution notebook from top to bottom, beside its data; the promised outputs by cell key.

    ``LabError`` names the line of the source at which it failed.
    """
    source = read_lab(item)
    with tempfile.TemporaryDirectory(prefix="gradus-lab-") as folder:
        for path in data_files(item):
            shutil.copy(path, folder)
        environment = {**os.environ, "MPLBACKEND": "Agg", "PYTHONHASHSEED": "0"}
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_PROGRAM)],
                input=json.dumps(_cells(source)),
                capture_output=True,
                text=True,
                encoding="utf-8",
                cwd=folder,
                env=environment,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            what = f"the solution of {item.id} had not finished after {SECONDS:.0f} seconds."
            raise LabError(Finding(str(item.path / "lab.py"), what, "Make its cells do less.")) from None
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise LabError(Finding(str(item.path / "lab.py"), f"running the solution ended badly: {last}.", "Correct it."))
    result = json.loads(done.stdout)
    if "error" in result:
        raise LabError(
            Finding(str(item.path / "lab.py"), f"the solution raised {result['error']}.", "", result["line"])
        )
    return {str(key): str(text) for key, text in result["cells"].items()}


def _cells(source: LabSource) -> list[dict[str, object]]:
    cells: list[dict[str, object]] = []
    for cell in source.cells:
        if cell.kind == "code":
            # With the markers in place the lines are those of lab.py.
            text = cell.source if cell.exercise else neutralise(cell.source)
            cells.append({"key": cell.key if cell.expect else "", "line": cell.line, "source": text})
    return cells
