"""What is compared: for each row a piece of our work and the same of a peer, each built in a process of its own."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Step = Callable[[], Any]
Build = Callable[[], Step]
"""Makes data and model, and returns what is timed. A step may return its loss, so that both can be seen to agree."""

MODULES = (
    "benchmarks.dense_networks",
    "benchmarks.picture_networks",
    "benchmarks.sequence_networks",
    "benchmarks.other_networks",
    "benchmarks.tape",
    "benchmarks.classical_linear",
    "benchmarks.classical_trees",
    "benchmarks.classical_unsupervised",
    "benchmarks.classical_text",
)


@dataclass(frozen=True)
class Work:
    """What a piece of work asks of any implementation at least."""

    flops: float = 0.0
    """Operations on float32 numbers, a multiplication and an addition as two; on float64 numbers each counts twice."""
    bytes: float = 0.0
    """Bytes that have to be read or written."""
    times: int = 1
    """How often the same bytes are gone over: a cache may hold them from one time to the next."""

    def __add__(self, other: Work) -> Work:
        return Work(self.flops + other.flops, self.bytes + other.bytes, max(self.times, other.times))


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    peer: str
    ours: Build
    theirs: Build
    best: Build | None = None
    """The peer at its best: settings that few of its users know."""
    work: Callable[[], Work] | None = None
    """Counts what a step has to compute and to move."""
    why: str = ""
    """Where we lose: the reason."""
    divides: bool = False
    """Whether our side uses further threads by dividing the batch; else it leaves them to its BLAS."""


def rows(modules: tuple[str, ...] = MODULES) -> Iterator[tuple[str, int, Row]]:
    """Give every row with the place where a worker finds it again: its module and its number there."""
    for name in modules:
        for number, row in enumerate(importlib.import_module(name).ROWS):
            yield name, number, row


def find(module: str, number: int) -> Row:
    """Give the row at a place."""
    row: Row = importlib.import_module(module).ROWS[number]
    return row
