"""The tables: every row beside its peer in one run.

python -m benchmarks [--only WORD] [--threads 1] [--seconds 3] [--json FILE]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import sys
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.measure import Result, compare
from benchmarks.rows import rows


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="rows whose name or module holds this word")
    parser.add_argument("--threads", type=int, default=1, help="threads of every library, 1 unless given")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long to measure a row, about")
    parser.add_argument("--json", type=Path, help="write the rows to this file as well")
    options = parser.parse_args()
    rates = machine(options.threads)
    print(f"matrix products {rates.flops / 1e9:.0f} GFLOP/s, memory {rates.bytes / 1e9:.1f} GB/s, "
          f"threads {options.threads}\n")  # fmt: skip
    print(f"{'':44} {'ours':>9} {'peer':>9} {'ratio':>6} {'±':>5} {'best':>9} {'floor':>8} {'memory':>6}  peer")
    results: list[Result] = []
    for module, number, row in rows():
        if options.only not in row.name and options.only not in module:
            continue
        try:
            result = compare(module, number, row, threads=options.threads, seconds=options.seconds)
        except RuntimeError as problem:
            print(f"{row.name:44} not measured: {problem}")
            continue
        result.floor_ms = rates.floor_ms(row.flops, row.bytes)
        results.append(result)
        print(line(result), flush=True)
    if results:
        print(f"\n{len(results)} rows; geometric mean of the ratios {geometric_mean(results):.2f}; "
              f"worst {max(r.ratio for r in results):.2f}")  # fmt: skip
    if options.json:
        options.json.write_text(json.dumps([dataclasses.asdict(result) for result in results], indent=1))
    return 0 if results else 1


def line(r: Result) -> str:
    """One row of the table; behind it the first values where the two sides give any."""
    best = f"{r.best_ms:9.2f}" if r.best_ms else " " * 9
    floor = f"{r.floor_ms:8.2f}" if r.floor_ms else " " * 8
    memory = f"{r.ours_peak_mb / r.peer_peak_mb:6.2f}" if r.ours_peak_mb > 0 and r.peer_peak_mb > 1 else " " * 6
    numbers = f"{r.ours_ms:9.2f} {r.peer_ms:9.2f} {r.ratio:6.2f} {r.spread:5.0%} {best} {floor} {memory}"
    values = " | ".join(
        ", ".join(f"{value:.6g}" for value in side if value is not None) for side in r.first_values if any(side)
    )
    return (
        f"{r.name:44} {numbers}  {r.peer}"
        + (f"\n{'':6}first values {values}" if values else "")
        + (f"\n{'':6}{r.why}" if r.why and r.ratio > 1 else "")
    )


def geometric_mean(results: list[Result]) -> float:
    return math.exp(sum(math.log(r.ratio) for r in results) / len(results))


if __name__ == "__main__":
    sys.exit(main())
