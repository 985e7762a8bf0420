"""What this machine can do at best: the rate of its matrix products and of its memory, from which floors follow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass

from benchmarks.measure import POOLS

CODE = "from benchmarks.machine import _measured; _measured()"


@dataclass(frozen=True)
class Machine:
    """Rates with a given number of threads."""

    flops: float
    """float32 operations a second in NumPy's matrix product, 1024 x 1024."""
    bytes: float
    """Bytes a second read and written when an array larger than the caches is copied."""

    def floor_ms(self, flops: float, size: float) -> float | None:
        """Milliseconds below which a step with so many operations and bytes cannot come; None if neither is known."""
        return 1000 * max(flops / self.flops, size / self.bytes) or None


def machine(threads: int) -> Machine:
    """Measure, in a process whose libraries use so many threads."""
    variables = {**os.environ, **dict.fromkeys(POOLS, str(threads))}
    said = subprocess.run([sys.executable, "-c", CODE], env=variables, check=True, capture_output=True, text=True)
    return Machine(**json.loads(said.stdout))


def _measured() -> None:
    import numpy as np  # here, since the number of threads is read when it is loaded

    a = np.ones((1024, 1024), np.float32)
    out = np.empty_like(a)
    large = np.ones(1 << 25, np.float32)
    copy = np.empty_like(large)
    product = min(_seconds(lambda: np.matmul(a, a, out=out)) for _ in range(10))
    moved = min(_seconds(lambda: np.copyto(copy, large)) for _ in range(5))
    print(json.dumps({"flops": 2 * 1024**3 / product, "bytes": 2 * large.nbytes / moved}))


def _seconds(work: object) -> float:
    begin = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begin
