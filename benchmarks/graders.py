"""How long grading takes, beside calling the same functions directly, and beside nbgrader and otter-grader.

python -m benchmarks.graders [--peers FOLDER] [--submissions 1000] [--json FILE]

FOLDER is an environment with nbgrader and otter-grader in it; CONTRIBUTING.md says how to make one. The lab is
``logistic-regression`` with its six exercises, and the submission is its solution.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gradus.author.bench import solved
from gradus.author.exchange import export_lab
from gradus.content import courses_root, load_courses
from gradus.grading import grade
from gradus.grading.checks import Case, Law
from gradus.grading.loading import load_lab
from gradus.labs.definitions import needed
from gradus.labs.submission import Submission
from gradus.model import Item

LAB = "logistic-regression"
TURNS = 20


@dataclass
class Compared:
    """One comparison; times are medians."""

    name: str
    peer: str
    ours_ms: float
    peer_ms: float
    wanted: str

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.peer_ms

    def line(self) -> str:
        shown = f"{self.ratio:.2f}" if self.ratio > 0.1 else f"1/{1 / self.ratio:.0f}"
        ours, theirs = f"{self.ours_ms:9.1f} ms", f"{self.peer_ms:9.1f} ms"
        return f"{self.name:<44} {ours}   {self.peer:<34} {theirs}   {shown:>7}  {self.wanted}"


def main() -> None:
    """Print the rows, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="an environment with nbgrader and otter-grader")
    parser.add_argument("--submissions", type=int, default=1000, metavar="N", help="how many to grade in a row")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    options = parser.parse_args()
    item = load_courses(courses_root()).lab(LAB)
    if item is None:
        sys.exit(f"There is no lab {LAB} to measure with.")
    submission = Submission.from_cells(solved(load_lab(item).source))
    rows = [directly(item, submission)]
    print(rows[0].line(), flush=True)
    if options.peers:
        for row in beside_peers(item, submission, options.peers):
            rows.append(row)
            print(row.line(), flush=True)
    growth = in_a_row(item, submission, options.submissions)
    print("; ".join(f"{name} {before} → {after}" for name, (before, after) in growth.items()))
    if options.json:
        written = {"rows": [asdict(row) | {"ratio": row.ratio} for row in rows], "growth": growth}
        options.json.write_text(json.dumps(written, indent=1) + "\n")


def directly(item: Item, submission: Submission) -> Compared:
    """A whole submission, beside calling its functions on the same arguments in this process; taken in turns."""
    lab = load_lab(item)
    functions: dict[str, Any] = {"np": np}
    for definition in needed(submission.definitions, lab.source.exercises):
        exec(definition.source, functions)  # the lab's own solution

    def call_all() -> None:
        rng = np.random.default_rng(1)
        for exercise in lab.exercises:
            known: set[int] = set()
            for check in exercise.generate(rng):
                if isinstance(check, Case | Law) and id(check.args) not in known:
                    known.add(id(check.args))
                    functions[exercise.name](*check.args, **check.kwargs)

    ours, theirs = alternately(lambda: whole(item, submission), call_all)
    return Compared("one submission, six exercises", "the same calls in one process", ours, theirs, "wanted: 3")


def whole(item: Item, submission: Submission) -> None:
    report = grade(item, submission, seed=1)
    if report.points != report.max:
        sys.exit("The solution did not earn all points, so there is nothing to time.")


def beside_peers(item: Item, submission: Submission, peers: Path) -> Iterator[Compared]:
    """Submissions of the exported lab through nbgrader's and otter-grader's own commands."""
    whole(item, submission)
    for name, prepare in (("nbgrader autograde", prepare_nbgrader), ("otter run", prepare_otter)):
        with tempfile.TemporaryDirectory() as folder:
            grade_by_peer = prepare(item, Path(folder), peers.resolve() / "bin")
            ours, theirs = alternately(lambda: whole(item, submission), grade_by_peer, turns=5)
        yield Compared("one submission, six exercises", name, ours, theirs, "wanted: 1/100")


def prepare_nbgrader(item: Item, folder: Path, peers: Path) -> Callable[[], object]:
    source = folder / "source" / item.id
    export_lab(item, "nbgrader", source)
    (folder / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "c"\n')
    run(peers, folder, "nbgrader", "generate_assignment", item.id)
    shutil.copytree(source, folder / "submitted" / "learner" / item.id)
    return lambda: run(peers, folder, "nbgrader", "autograde", item.id, "--force")


def prepare_otter(item: Item, folder: Path, peers: Path) -> Callable[[], object]:
    export_lab(item, "otter", folder)
    run(peers, folder, "otter", "assign", f"{item.id}.ipynb", "dist", "--no-run-tests")
    (grader,) = (folder / "dist" / "autograder").glob("*.zip")
    submitted = f"dist/autograder/{item.id}.ipynb"
    return lambda: run(peers, folder, "otter", "run", submitted, "-a", str(grader), "-o", str(folder))


def run(peers: Path, folder: Path, *command: str) -> None:
    variables = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    variables |= {"PATH": f"{peers}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}
    done = subprocess.run(
        [str(peers / command[0]), *command[1:]], cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")


def alternately(ours: Callable[[], object], theirs: Callable[[], object], turns: int = TURNS) -> tuple[float, float]:
    """Median milliseconds of either, in turns, after one of each that is not counted."""
    taken: tuple[list[float], list[float]] = [], []
    for turn in range(turns + 1):
        for side, work in zip(taken, (ours, theirs), strict=True):
            begin = time.perf_counter()
            work()
            if turn:
                side.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken[0]), statistics.median(taken[1])


def in_a_row(item: Item, submission: Submission, count: int) -> dict[str, tuple[int, int]]:
    """What this process holds after some submissions and after many; it should hold no more."""
    for _ in range(20):
        whole(item, submission)
    before = holdings()
    for _ in range(count):
        whole(item, submission)
    after = holdings()
    return {name: (before[name], after[name]) for name in before}


def holdings() -> dict[str, int]:
    """Memory, open files and processes of this process and those that it started."""
    family = {os.getpid()}
    parents = {int(stat[0]): int(stat[1]) for stat in map(_stat, Path("/proc").glob("[0-9]*")) if stat}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    memory = Path("/proc/self/statm").read_text().split()
    return {
        "MB": int(memory[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000,
        "descriptors": len(list(Path("/proc/self/fd").iterdir())),
        "processes": len(family),
        "temporary files": len(list(Path(tempfile.gettempdir()).glob("gradus-*"))),
    }


def _stat(folder: Path) -> tuple[str, str] | None:
    """A process's number and its parent's."""
    try:
        return folder.name, (folder / "stat").read_text().rpartition(")")[2].split()[1]
    except OSError:
        return None


if __name__ == "__main__":
    main()
