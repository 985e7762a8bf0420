"""One implementation of one row, alone in a process: it builds, then takes steps when it is told to.

Started as ``python -m benchmarks.worker MODULE NUMBER SIDE``; it reads a number of steps a line from standard input
and answers each with a line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.rows import find


def main() -> None:
    module, number, side = sys.argv[1:4]
    row = find(module, int(number))
    before = resident()
    begin = time.perf_counter()
    step = {"ours": row.ours, "theirs": row.theirs, "best": row.best}[side]()  # type: ignore[misc]
    say({"built_ms": 1000 * (time.perf_counter() - begin)})
    first = True
    for line in sys.stdin:
        if first:
            forget_peak()
        taken, values = [], []
        for _ in range(int(line)):
            begin = time.perf_counter()
            value = step()
            taken.append(1000 * (time.perf_counter() - begin))
            values.append(value)
        peak = resident("VmHWM") - before if first else None
        first = False
        say({"ms": taken, "values": [number_of(value) for value in values], "peak_mb": peak})


def number_of(value: Any) -> float | None:
    """A loss as a plain number, whatever array or tensor it came as; None if a step returns something else."""
    try:
        return float(value)
    except (TypeError, ValueError, RuntimeError):
        return None


def resident(what: str = "VmRSS") -> float:
    """Memory of this process in megabytes, now or at its peak; 0 where the system does not say."""
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0


def forget_peak() -> None:
    """Let the system measure the peak anew from here."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def say(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
