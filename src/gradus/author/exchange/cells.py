"""Notebook cells as plain data, written and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

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


def sources(data: Notebook) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each cell's kind, text and the cell itself."""
    cells = data.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict):
            text = cell.get("source", "")
            if isinstance(text, list):
                text = "".join(part for part in text if isinstance(part, str))
            yield str(cell.get("cell_type")), str(text).strip("\n"), cell
