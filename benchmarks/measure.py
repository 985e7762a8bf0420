"""Two implementations side by side: a process each, steps taken in turns, medians and their ratio."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import IO, Any, Self

from benchmarks.rows import Row

POOLS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
"""What tells the libraries how many threads to use; it has to be said before they are loaded."""


CLOCK = "GRADUS_BENCHMARK_CLOCK"


def clock() -> float:
    """Seconds: of the wall's clock or, if this run asks for it, of all threads' work on the processor.

    The second is not disturbed by other programs, but says nothing about what two threads gain.
    """
    return time.process_time() if os.environ.get(CLOCK) == "cpu" else time.perf_counter()


ALONE = "GRADUS_BENCHMARK_ALONE"


def again_with_one_thread(module: str) -> int | None:
    """Run a program anew with one thread in every library, read when they are loaded; None if it is so already.

    With one thread a program can measure itself by the processor's time, which other programs do not disturb.
    """
    if ALONE in os.environ:
        return None
    variables = {**os.environ, **dict.fromkeys(POOLS, "1"), ALONE: "1"}
    command = [sys.executable, "-W", "ignore", "-m", module, *sys.argv[1:]]
    return subprocess.run(command, env=variables, check=False).returncode


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
    how: str = ""
    """How ours used its threads."""
    best_ms: float | None = None
    best_built_ms: float | None = None
    """What the peer at its best took before its first step, with compiling."""
    best_note: str = ""
    floor_ms: float | None = None
    why: str = ""
    module: str = ""


class Worker:
    """A process with one implementation."""

    def __init__(self, module: str, number: int, side: str, threads: int, *, divides: bool = False) -> None:
        inside = 1 if divides and side == "ours" else threads  # threads over the batch, or threads within a product
        variables = {**os.environ, **dict.fromkeys(POOLS, str(inside)), "GRADUS_BENCHMARK_THREADS": str(threads)}
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.worker", module, str(number), side]
        self.name = " ".join(command[-3:])
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables)
        answer = self._hear()
        self.built, self.note = answer["built_ms"], answer["note"]

    def steps(self, count: int) -> dict[str, Any]:
        """Take steps, and return their times and values."""
        _pipe(self.process.stdin).write(b"%d\n" % count)
        _pipe(self.process.stdin).flush()
        return self._hear()

    def _hear(self) -> dict[str, Any]:
        line = _pipe(self.process.stdout).readline()
        if not line:
            self.close()
            raise RuntimeError(f"{self.name} ended with code {self.process.returncode}.")
        message: dict[str, Any] = json.loads(line)
        if "problem" in message:
            self.close()
            raise RuntimeError(f"{self.name} ended with {message['problem']}")
        return message

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the process end, and wait for it."""
        _pipe(self.process.stdin).close()
        _pipe(self.process.stdout).close()
        self.process.wait()


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    """Take an end of a pipe that was asked for."""
    if end is None:
        raise RuntimeError("the worker was started without pipes")
    return end


def compare(module: str, number: int, row: Row, *, threads: int, seconds: float, best: bool = False) -> Result:
    """Measure one row for about so many seconds, after a warm-up of both sides."""
    place = module, number
    with (
        Worker(*place, "ours", threads, divides=row.divides) as ours,
        Worker(*place, "theirs", threads) as theirs,
    ):
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
        how="one thread" if threads == 1 else f"batch over {threads} threads" if row.divides else f"{threads} in BLAS",
        why=row.why,
        module=module,
    )
    if best and row.best is not None:
        measure_best(result, place, block)
    return result


def measure_best(result: Result, place: tuple[str, int], block: int) -> None:
    """Measure the peer with everything switched on; if that fails, the result says so."""
    try:
        with Worker(*place, "best", result.threads) as best:
            warm = best.steps(3)
            result.best_built_ms = best.built + max(warm["ms"])
            result.best_ms = statistics.median(best.steps(max(5, block))["ms"])
            result.best_note = best.note
    except RuntimeError as problem:
        result.best_note = f"not measured at its best: {problem}"
