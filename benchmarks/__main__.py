"""The tables: every row beside its peer in one run.

python -m benchmarks [--only WORD] [--threads 1] [--seconds 3] [--best] [--fast | --no-fast] [--cpu]
                     [--json FILE] [--markdown FILE]
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

from benchmarks.groups import geometric_mean, verdicts
from benchmarks.machine import Machine, machine
from benchmarks.measure import CLOCK, Result, compare
from benchmarks.rows import rows
from benchmarks.table import HEAD, line, markdown, write_markdown


def main() -> int:
    options = parser().parse_args()
    if options.fast is not None:
        os.environ["DESCENT_FAST"] = str(int(options.fast))  # every worker inherits it
    if options.cpu:
        if options.threads > 1:
            raise SystemExit(
                "--cpu adds up all threads' time, so that two seem to gain nothing: leave out one of both."
            )
        os.environ[CLOCK] = "cpu"
    fast = compiled_twins_run()
    rates = machine(options.threads)
    print(f"matrix products {rates.flops / 1e9:.0f} GFLOP/s, memory {rates.bytes / 1e9:.1f} GB/s, threads "
          f"{options.threads}, {'with compiled twins' if fast else 'NumPy alone'}\n\n{HEAD}")  # fmt: skip
    results = measured(options, rates)
    if results:
        print(f"\n{len(results)} rows; geometric mean of the ratios {geometric_mean(results):.2f}; "
              f"worst {max(r.ratio for r in results):.2f}")  # fmt: skip
        print("\n".join(verdicts(results, fast=fast)))
    if options.json:
        options.json.write_text(json.dumps([dataclasses.asdict(result) for result in results], indent=1))
    if options.markdown and results:
        command = shlex.join(["python", "-m", "benchmarks", *without_files(sys.argv[1:])])
        text = markdown(results, rates, cores=os.cpu_count() or 1, threads=options.threads, fast=fast, command=command)
        write_markdown(options.markdown, text, f"threads {options.threads}, {'fast' if fast else 'plain'}")
    return 0 if results else 1


def parser() -> argparse.ArgumentParser:
    it = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    it.add_argument("--only", default="", help="rows whose name or module holds this word")
    it.add_argument("--threads", type=int, default=1, help="threads of every library, 1 unless given")
    it.add_argument("--seconds", type=float, default=3.0, help="how long to measure a row, about")
    it.add_argument("--best", action="store_true", help="PyTorch with all that it has, too; compiling takes long")
    it.add_argument(
        "--fast", action=argparse.BooleanOptionalAction, help="use descent's compiled twins, or NumPy alone"
    )
    it.add_argument("--cpu", action="store_true", help="the processor's time, for a machine that others use, too")
    it.add_argument("--json", type=Path, help="write the rows to this file as well")
    it.add_argument("--markdown", type=Path, help="write the tables into this page, in their place there")
    return it


def measured(options: argparse.Namespace, rates: Machine) -> list[Result]:
    """Measure the rows asked for, and print each as it comes."""
    results: list[Result] = []
    for module, number, row in rows():
        if options.only not in row.name and options.only not in module:
            continue
        how = {"threads": options.threads, "seconds": options.seconds, "best": options.best}
        try:
            result = compare(module, number, row, **how)
        except RuntimeError as problem:
            print(f"{row.name}: not measured, {problem}", flush=True)
            continue
        result.floor_ms = rates.floor_ms(row.work()) if row.work else None
        results.append(result)
        print(line(result), flush=True)
    return results


def compiled_twins_run() -> bool:
    """Ask in a process of its own, which reads the environment anew as the workers do."""
    code = "from descent import fast; print(fast.enabled())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return said.stdout.strip() == "True"


def without_files(words: list[str]) -> list[str]:
    """Leave out where results were written to: it says something about the writer's machine alone."""
    kept, skip = [], False
    for word in words:
        name = word.partition("=")[0]
        if skip or name in ("--json", "--markdown"):
            skip = not skip and "=" not in word
            continue
        kept.append(word)
    return kept


if __name__ == "__main__":
    sys.exit(main())
