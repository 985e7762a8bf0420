"""One implementation of one row, alone in a process: it builds, then takes steps when it is told to.

Started as ``python -m benchmarks.worker MODULE NUMBER SIDE``; it reads a number of steps a line from standard input
and answers each with a line of JSON. What goes wrong is answered as well, as ``problem``.

Its memory is what the process holds at its peak during the first steps, less what it held before the row's data and
model were made. Libraries are imported and have taken a tiny step by then, so that neither their code nor the
workspaces that they keep for ever count.
"""

from __future__ import annotations

import ctypes
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.measure import clock
from benchmarks.rows import find
from benchmarks.warmup import warm_up


def main() -> None:
    module, number, side = sys.argv[1:4]
    try:
        work(module, int(number), side)
    except Exception as problem:  # noqa: BLE001 -- the other end shall hear of it, whatever it is
        say({"problem": f"{type(problem).__name__}: {' '.join(str(problem).split())[:300]}"})
        sys.exit(1)


def work(module: str, number: int, side: str) -> None:
    row = find(module, number)
    warm_up("descent" if side == "ours" else row.peer)
    before = resident()
    begin = clock()
    step = {"ours": row.ours, "theirs": row.theirs, "best": row.best}[side]()
    say({"built_ms": 1000 * (clock() - begin), "note": getattr(step, "note", "")})
    first = True
    for line in sys.stdin:
        known = first and forget_peak()
        taken, values = [], []
        for _ in range(int(line)):
            begin = clock()
            value = step()
            taken.append(1000 * (clock() - begin))
            values.append(value)
        peak = resident("VmHWM") - before if known else None
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
    give_back()
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.exists() else ():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0


def forget_peak() -> bool:
    """Let the system measure the peak anew from here; False where it can not."""
    give_back()
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return False
    return True


def give_back() -> None:
    """Let the allocator hand freed memory back to the system, so that what is left over is not counted as used."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def say(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
