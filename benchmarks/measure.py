"""Two implementations side by side: a process each, steps taken in turns, medians and their ratio."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any, Self

POOLS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
"""What tells the libraries how many threads to use; it has to be said before they are loaded."""


@dataclass
class Result:
    """What was measured for one row."""

    name: str
    peer: str
    ours_ms: float
    peer_ms: float
    ratio: float
    spread: float
    """Half the distance between the quartiles of the rounds' ratios, as a share of the ratio."""
    threads: int
    ours_peak_mb: float
    peer_peak_mb: float
    first_values: tuple[list[float | None], list[float | None]]
    best_ms: float | None = None
    best_built_ms: float | None = None
    floor_ms: float | None = None
    why: str = ""


class Worker:
    """A process with one implementation."""

    def __init__(self, module: str, number: int, side: str, threads: int) -> None:
        variables = {**os.environ, **dict.fromkeys(POOLS, str(threads)), "GRADUS_BENCHMARK_THREADS": str(threads)}
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.worker", module, str(number), side]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=variables
        )
        self.built = self._hear()["built_ms"]

    def steps(self, count: int) -> dict[str, Any]:
        """Take steps, and return their times and values."""
        assert self.process.stdin is not None  # noqa: S101 -- a pipe was asked for
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        return self._hear()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None  # noqa: S101 -- a pipe was asked for
        line = self.process.stdout.readline()
        if not line:
            self.close()
            raise RuntimeError(f"{' '.join(self.process.args[-3:])} ended with code {self.process.returncode}.")  # type: ignore[index]
        message: dict[str, Any] = json.loads(line)
        return message

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the process end, and wait for it."""
        assert self.process.stdin is not None  # noqa: S101 -- a pipe was asked for
        assert self.process.stdout is not None  # noqa: S101 -- a pipe was asked for
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def compare(module: str, number: int, row: Any, *, threads: int, seconds: float) -> Result:
    """Measure one row for about so many seconds, after a warm-up of both sides."""
    with Worker(module, number, "ours", threads) as ours, Worker(module, number, "theirs", threads) as theirs:
        first = [each.steps(3) for each in (ours, theirs)]
        slower = max(1e-3, *(statistics.median(answer["ms"]) for answer in first))
        block = max(1, round(20 / slower))  # about 20 ms at a time, so that turns are long enough to measure
        rounds: list[tuple[float, float]] = []
        begin = time.perf_counter()
        while len(rounds) < 3 or time.perf_counter() - begin < seconds:
            pair = [statistics.median(each.steps(block)["ms"]) for each in (ours, theirs)]
            rounds.append((pair[0], pair[1]))
    ours_ms, peer_ms = (statistics.median(side) for side in zip(*rounds, strict=True))
    ratios = sorted(a / b for a, b in rounds)
    quarter = len(ratios) // 4
    result = Result(
        row.name,
        row.peer,
        ours_ms,
        peer_ms,
        ours_ms / peer_ms,
        (ratios[-1 - quarter] - ratios[quarter]) / 2 / statistics.median(ratios),
        threads,
        first[0]["peak_mb"] or 0.0,
        first[1]["peak_mb"] or 0.0,
        (first[0]["values"], first[1]["values"]),
        why=row.why,
    )
    if row.best is not None:
        with Worker(module, number, "best", threads) as best:
            warm = best.steps(3)
            result.best_built_ms = best.built + max(warm["ms"])  # compiling happens on the first step
            result.best_ms = statistics.median(best.steps(max(3, block))["ms"])
    return result
