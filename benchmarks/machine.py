"""What this machine can do at best: the rate of its matrix products and of its memory, from which floors follow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.measure import POOLS, clock
from benchmarks.rows import Work

CODE = "from benchmarks.machine import _measured; _measured()"


SIZES = tuple(1 << power for power in range(16, 29, 2))
"""Bytes of the arrays read and copied, from such as fit into the first caches to such as fit into none."""


@dataclass(frozen=True)
class Machine:
    """Rates with a given number of threads."""

    flops: float
    """float32 operations a second in NumPy's matrix product, 1024 x 1024."""
    rates: tuple[tuple[int, float], ...]
    """Sizes in bytes, and the bytes a second at which so many are read, or copied where that is quicker."""

    @property
    def bytes(self) -> float:
        """Bytes a second of what fits into no cache."""
        return self.rates[-1][1]

    def floor_ms(self, work: Work) -> float | None:
        """Milliseconds below which no implementation comes; None if nothing was counted.

        The slower of computing and moving, since the two can go on at the same time. Steps follow each other, so that
        what fits into a cache together is taken to lie there.
        """
        rate = next((rate for size, rate in self.rates if size >= work.bytes / work.times), self.bytes)
        return 1000 * max(work.flops / self.flops, work.bytes / rate) or None


def machine(threads: int) -> Machine:
    """Measure, in a process whose libraries use so many threads."""
    variables = {**os.environ, **dict.fromkeys(POOLS, str(threads))}
    said = subprocess.run([sys.executable, "-c", CODE], env=variables, check=True, capture_output=True, text=True)
    numbers = json.loads(said.stdout)
    return Machine(numbers["flops"], tuple((size, rate) for size, rate in numbers["rates"]))


def _measured() -> None:
    import numpy as np  # here, since the number of threads is read when it is loaded

    a = np.ones((1024, 1024), np.float32)
    out = np.empty_like(a)
    product = min(_seconds(lambda: np.matmul(a, a, out=out)) for _ in range(30))
    rates = []
    for size in SIZES:
        many, repeats = np.ones(size // 4, np.float32), 20 if size < 1 << 26 else 5
        half, copy = many[: len(many) // 2], many[len(many) // 2 :]  # together as large as what is only read
        reading = min(_seconds(lambda many=many: np.dot(many, many)) for _ in range(repeats))
        copying = min(_seconds(lambda half=half, copy=copy: np.copyto(copy, half)) for _ in range(repeats))
        rates.append((size, size / min(reading, copying)))
    quickest_beyond = [(size, max(rate for _, rate in rates[place:])) for place, (size, _) in enumerate(rates)]
    print(json.dumps({"flops": 2 * 1024**3 / product, "rates": quickest_beyond}))


def _seconds(work: Callable[[], object]) -> float:
    begin = clock()
    work()
    return clock() - begin
