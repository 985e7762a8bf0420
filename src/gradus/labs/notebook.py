"""From a lab's source to the notebook that a learner opens, and to the one with the solution."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from gradus.labs.levels import solution, specification, starter
from gradus.labs.source import Cell, LabSource
from gradus.model import Item, Level

Notebook = dict[str, Any]
"""A notebook of format 4.5 as plain data. The library for such files takes more than a second to load; the tests use it
to validate what is made here."""

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def build_notebook(source: LabSource, level: Level, item: Item, expected: Mapping[str, str]) -> Notebook:
    """The learner's notebook at a level; ``expected`` holds the outputs that are promised, by cell key."""
    maker = _Maker(item, level, source)
    for cell in source.cells:
        if cell.guided_only and level is not Level.GUIDED:
            continue
        if cell.kind == "markdown":
            maker.prose(cell.source)
        elif cell.exercise:
            if level is Level.OPEN:
                maker.prose(specification(source, cell.exercise), f"specification-{cell.exercise}")
            maker.exercise(cell.exercise, starter(source, cell.exercise, level))
            maker.check(cell.exercise)
        else:
            maker.setup()
            maker.provided(cell)
            maker.promise(cell, expected)
    return maker.notebook()


def solution_notebook(source: LabSource, item: Item, expected: Mapping[str, str]) -> Notebook:
    """The notebook with the solution in it and the outputs that it prints; it grades nothing."""
    maker = _Maker(item, Level.GUIDED, source)
    for cell in source.cells:
        if cell.kind == "markdown":
            maker.prose(cell.source)
        elif cell.exercise:
            maker.exercise(cell.exercise, solution(source, cell.exercise))
        else:
            maker.provided(cell, expected.get(cell.key) if cell.expect else None)
    return maker.notebook()


class _Maker:
    """A notebook in the making. Cell ids follow from what a cell is, so that they outlive an update."""

    def __init__(self, item: Item, level: Level, source: LabSource) -> None:
        self.item, self.level = item, level
        self.ids: set[str] = set()
        self.cells: list[dict[str, Any]] = []
        text = "\0".join(cell.source for cell in source.cells)
        ours = {"lab": item.id, "level": str(level), "version": _short(text)}
        self.metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}, "gradus": ours}

    def notebook(self) -> Notebook:
        return {"nbformat": 4, "nbformat_minor": 5, "metadata": self.metadata, "cells": self.cells}

    def prose(self, text: str, id: str = "") -> None:
        self._add("markdown", text, id or f"prose-{_short(text)}")

    def setup(self) -> None:
        """Before the first code cell: where ``check`` comes from."""
        if "setup" in self.ids:
            return
        more = ', level="open"' if self.level is Level.OPEN else ""
        text = f'from gradus.notebook import lab\n\ncheck = lab("{self.item.id}"{more})'
        self._add("code", text, "setup", role="setup")

    def exercise(self, name: str, text: str) -> None:
        self._add("code", text, f"exercise-{name}", role="exercise", exercise=name)

    def check(self, name: str) -> None:
        self.setup()
        self._add("code", f'check("{name}")', f"check-{name}", role="check")

    def provided(self, cell: Cell, printed: str | None = None) -> None:
        self._add("code", cell.source, f"code-{_short(cell.source)}", role="provided")
        if printed is not None:
            self.cells[-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": printed}]

    def promise(self, cell: Cell, expected: Mapping[str, str]) -> None:
        """What the cell above prints once the exercises are right."""
        if cell.expect and cell.key in expected:
            text = f"**You should see**\n\n```text\n{expected[cell.key].rstrip()}\n```"
            self._add("markdown", text, f"promise-{_short(cell.key)}", role="promise")

    def _add(self, kind: str, text: str, id: str, **ours: str) -> None:
        unique, number = id[:56], 1
        while unique in self.ids:
            number += 1
            unique = f"{id[:56]}-{number}"
        self.ids.add(unique)
        cell = {"id": unique, "cell_type": kind, "metadata": {"gradus": ours} if ours else {}, "source": text}
        self.cells.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:10]
