"""Reviews a lab's hints: one ladder for each exercise, Markdown that renders, and no solution given away."""

from __future__ import annotations

from collections.abc import Iterator

from gradus.content.markdown import render
from gradus.labs.hints import FILE, hint_faults, read_hints
from gradus.labs.source import LabError, LabSource
from gradus.model import Finding, Item


def hint_findings(item: Item, source: LabSource, folder: str) -> Iterator[Finding]:
    """Everything wrong with the hints of a lab."""
    shown = f"{folder}/{FILE}"
    yield from hint_faults(item, source, shown)
    try:
        hints = read_hints(item, source.exercises)
    except LabError:  # it is among the faults
        return
    for name, texts in hints.items():
        for number, text in enumerate(texts, 1):
            for finding in render(text).findings:
                yield Finding(shown, f"hint {number} of {name}: {finding.what}", finding.fix)
