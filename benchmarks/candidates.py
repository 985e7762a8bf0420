"""What the walls around learner code cost: one candidate from start to end, and whether many leave anything behind.

python -m benchmarks.candidates [--submissions 1000]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

import psutil

from gradus.grading.sandbox import Candidate
from gradus.labs.submission import Submission

STAGES = ("start, walls up", "load two definitions", "ten small calls", "end, nothing left", "in all")
LEARNERS = Submission.from_cells(["import numpy as np\ndef double(x): return x * 2"]).definitions


def main() -> None:
    """Measure, and print a table."""
    it = argparse.ArgumentParser(prog="python -m benchmarks.candidates", description=(__doc__ or "").splitlines()[0])
    it.add_argument("--submissions", type=int, default=1000, help="how many candidates, one after another")
    wanted = it.parse_args().submissions
    for _ in range(20):  # the zygote, caches and file lists are warm from here on
        one_submission()
    before = held()
    times = [one_submission() for _ in range(wanted)]
    after = held()
    print(f"{'stage':<24} {'median':>10} {'95 of 100':>12}")
    for stage, values in zip(STAGES, zip(*times, strict=True), strict=True):
        print(f"{stage:<24} {statistics.median(values) * 1e3:7.2f} ms {quantile(values, 0.95) * 1e3:9.2f} ms")
    bare = statistics.median(bare_python() for _ in range(5))
    print(f"{'peer: python, NumPy':<24} {bare * 1e3:7.2f} ms   started afresh, without walls")
    print(f"\nheld by the examiner and the zygote before and after {wanted} submissions:")
    for what, then, now in zip(("descriptors", "processes", "memory, KB"), before, after, strict=True):
        print(f"  {what:<12} {then:>8} {now:>8}")


def one_submission() -> tuple[float, ...]:
    """The seconds of each stage of one candidate's life."""
    clock = [time.perf_counter()]
    with Candidate() as candidate:
        if not candidate.layers:
            raise SystemExit("No candidate could be started. Run gradus doctor.")
        clock.append(time.perf_counter())
        for definition in LEARNERS:
            candidate.load(definition)
        clock.append(time.perf_counter())
        for number in range(10):
            candidate.call("double", (number,), {}, seed=0, deadline=time.monotonic() + 5)
        clock.append(time.perf_counter())
    clock.append(time.perf_counter())
    return (*(later - sooner for sooner, later in zip(clock, clock[1:], strict=False)), clock[-1] - clock[0])


def bare_python() -> float:
    """Seconds of a Python that starts, imports NumPy and ends."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", "import numpy"], check=True)
    return time.perf_counter() - began


def held() -> tuple[int, int, int]:
    """Descriptors, processes and memory of this process and its children."""
    family = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return (
        sum(one.num_fds() for one in family),
        len(family),
        sum(one.memory_info().rss for one in family) >> 10,
    )


def quantile(values: tuple[float, ...], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


if __name__ == "__main__":
    main()
