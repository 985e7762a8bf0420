"""Notebook cells as plain data, written and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from gradus.author.exchange.master import Given, Master, Prose, Question

Notebook = dict[str, Any]


def notebook(cells: Sequence[dict[str, Any]]) -> Notebook:
    """A Python notebook of format 4.5."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}


def markdown_cell(text: str, id: str, **metadata: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": id[:64], "metadata": metadata, "source": text}


def raw_cell(text: str, id: str) -> dict[str, Any]:
    return {"cell_type": "raw", "id": id[:64], "metadata": {}, "source": text}


def code_cell(text: str, id: str, **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": id[:64],
        "metadata": metadata,
        "source": text,
        "execution_count": None,
        "outputs": [],
    }


def in_cells(
    master: Master, support: dict[str, Any], question: Callable[[Question], Iterable[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """A master's cells in their order, with what its tests need before the first question."""
    helped = False
    for number, part in enumerate(master.parts):
        if isinstance(part, Prose):
            yield markdown_cell(part.text, f"prose-{number}")
        elif isinstance(part, Given):
            yield code_cell(part.text, f"given-{number}")
        else:
            if not helped:
                yield support
            helped = True
            yield from question(part)


def sources(data: Notebook) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each cell's kind, text and the cell itself."""
    cells = data.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict):
            text = cell.get("source", "")
            if isinstance(text, list):
                text = "".join(part for part in text if isinstance(part, str))
            yield str(cell.get("cell_type")), str(text).strip("\n"), cell
