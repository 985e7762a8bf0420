"""What a learner waits for: the start, a page, a check, each beside a peer measured in the same run.

python -m benchmarks.platform
"""

from __future__ import annotations

import itertools
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.importing import importing
from gradus.content import courses_root, load_courses
from gradus.grading.loading import load_lab
from gradus.notebook.helper import Helper

COURSE = "courses/dl-networks"
PAGES = ("", COURSE, f"{COURSE}/week-2", f"{COURSE}/week-2/gradient-descent", f"{COURSE}/week-2/logistic-regression")
CELLS = """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost
"""
"""What a learner has written by the time of ``check("propagate")``."""
CHECKS = 40
SOLUTION = "import numpy as np\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"
RUN = [sys.executable, "-c", "from gradus.cli import main; main()"]


def milliseconds(work: Callable[[], object], times: int) -> float:
    """The median of some runs."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken)


def row(name: str, ours: float, peer: str, theirs: float, unit: str = "ms") -> None:
    print(f"{name:<52} {ours:8.1f} {unit}   {peer:<32} {theirs:8.1f} {unit}   ratio {ours / theirs:5.1f}")


def checking_in_a_notebook() -> tuple[float, float]:
    """A check from a warm notebook whose cell has just changed, and the calls that it makes, without Gradus."""
    lab = load_courses(courses_root()).lab("logistic-regression")
    if lab is None:
        sys.exit("There is no lab logistic-regression to measure with.")
    calls = [one.args for one in load_lab(lab).exercise("propagate").generate(np.random.default_rng(1))]
    namespace: dict[str, Any] = {}
    exec(CELLS, namespace)
    direct = milliseconds(lambda: [namespace["propagate"](*args) for args in calls], CHECKS)
    numbers = itertools.count()
    helper = Helper()
    with tempfile.TemporaryDirectory() as folder:

        def check() -> None:
            # Another text each time: an exercise that has not changed would not be run again.
            cells = [CELLS.replace("m = X", f"number = {next(numbers)}\n    m = X")]
            asked = {"do": "check", "lab": lab.id, "only": ["propagate"], "cells": cells, "level": None}
            answer = helper({**asked, "folder": folder, "workspace": folder}, lambda doing: None)
            if answer["report"]["points"] != 25:
                sys.exit(f"The solution did not pass, so there is nothing to time: {answer}")

        try:
            milliseconds(check, 3)
            return milliseconds(check, CHECKS), direct
        finally:
            helper.end()


def main() -> None:
    numpy = milliseconds(lambda: subprocess.run([sys.executable, "-c", "import numpy"], check=True), 5)
    with tempfile.TemporaryDirectory() as folder:
        place = ["--workspace", folder]
        begin = time.perf_counter()
        server = subprocess.Popen(
            [*RUN, "start", "--no-browser", "--port", "0", *place], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None  # noqa: S101 -- a pipe was asked for
            address = server.stdout.readline().strip()
            urllib.request.urlopen(address).read()
            row("start to first page", 1000 * (time.perf_counter() - begin), "python -c 'import numpy'", numpy)

            def get(path: str) -> bytes:
                answer: bytes = urllib.request.urlopen(address + path).read()
                return answer

            static = milliseconds(lambda: get("static/css/base.css"), 20)
            for path in PAGES:
                cold = milliseconds(lambda path=path: get(path), 1)
                warm = milliseconds(lambda path=path: get(path), 20)
                row(f"/{path}, the first time", cold, "a style sheet", static)
                row(f"/{path}", warm, "a style sheet", static)
        finally:
            server.terminate()
            server.wait()
        file = Path(folder) / "solution.py"
        file.write_text(SOLUTION)
        check = [*RUN, "lab", "check", "logistic-regression", str(file), "--only", "sigmoid", "--json", *place]
        one = milliseconds(lambda: subprocess.run(check, check=True, stdout=subprocess.DEVNULL), 5)
        row("gradus lab check --only sigmoid", one, "python -c 'import numpy'", numpy)
    live, direct = checking_in_a_notebook()
    row('check("propagate") in a live notebook', live, "the same calls, directly", direct)
    for name, ours, peer, theirs, unit in importing():
        row(name, ours, peer, theirs, unit)


if __name__ == "__main__":
    main()
