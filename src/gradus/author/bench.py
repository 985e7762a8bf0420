"""A bench on which versions of an exercise are tried one after another by a lab's own checks.

Each version runs in a candidate, as a learner's code does. They share one candidate, since starting it takes
longer than the calls; only a version that is lost in an endless loop costs it.
"""

from __future__ import annotations

import ast
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gradus.grading import wire
from gradus.grading.checks import Case, Law, Mistake
from gradus.grading.judging import Probe, judge
from gradus.grading.loading import Lab
from gradus.grading.sandbox import Candidate, Lost, Outcome, Raised, Returned
from gradus.grading.walls import Walls
from gradus.labs.definitions import Definition, needed
from gradus.labs.levels import solution
from gradus.labs.source import LabSource
from gradus.labs.submission import Submission

Check = Case | Law
CALL_SECONDS = 3.0
"""For a call in which a check grants no other time. What takes longer is taken for endless."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The checks of one exercise under one seed."""

    exercise: str
    seed: int
    checks: tuple[Check, ...]


def asked(lab: Lab, exercise: str, seed: int) -> Asked:
    """The checks that the examiner makes of this seed."""
    return Asked(exercise, seed, tuple(lab.exercise(exercise).generate(rng_of(exercise, seed))))


def rng_of(exercise: str, seed: int) -> np.random.Generator:
    """Where the examiner draws an exercise's inputs from."""
    return np.random.default_rng([seed, zlib.crc32(exercise.encode())])


class Bench:
    """A candidate with a lab's solution in it. Close it when done."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.walls = Walls()
        cells = Submission.from_cells(solved(lab.source))
        self._definitions = needed(cells.definitions, lab.source.exercises)
        self._candidate: Candidate | None = None
        self._version: Definition | None = None
        self._known: dict[bytes, Outcome] = {}
        self.lost = False
        """Whether the version in place ended the process, or had to be ended."""

    def put(self, exercise: str, version: str = "") -> None:
        """Have the solution there, and this version of one exercise over it."""
        self._version = None
        self._known, self.lost = {}, False
        if self._candidate is not None and self._candidate.alive:
            self._load(self._definitions)
        if version:
            self._version = Definition("version", 1, version, frozenset({exercise}), frozenset())
            if self._candidate is not None and self._candidate.alive:
                self._load([self._version])

    def ask(self, about: Asked, places: Sequence[int]) -> list[Probe]:
        """The verdicts of some of an exercise's checks, in the order in which they are named."""
        return [judge(about.checks[place], self._call(about, about.checks[place])) for place in places]

    def first_failed(self, about: Asked) -> int | None:
        """The place of the first check that the version fails; None if it passes all."""
        for place, check in enumerate(about.checks):
            if not judge(check, self._call(about, check)).passed:
                return place
        return None

    def again(self, about: Asked) -> Callable[[Check], Any]:
        """What the version returns for other arguments, for the diagnosis; None if nothing."""

        def ask(check: Check) -> Any:
            outcome = self._call(about, replace(check, unchanged=False))
            return outcome.value if isinstance(outcome, Returned) else None

        return ask

    def close(self) -> None:
        """End the candidate."""
        if self._candidate is not None:
            self._candidate.close()

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _call(self, about: Asked, check: Check) -> Outcome:
        """What a check's call gives; several claims about one call make it once, as the examiner does."""
        seed = about.seed if check.seed is None else check.seed
        parts = wire.encode((check.args, dict(check.kwargs), seed, check.unchanged))
        key = b"".join(bytes(part) for part in parts)
        if key not in self._known:
            self._known[key] = self._order(about.exercise, check, seed)
            self.lost = self.lost or isinstance(self._known[key], Lost)
        return self._known[key]

    def _order(self, exercise: str, check: Check, seed: int) -> Outcome:
        if self._candidate is None or not self._candidate.alive:
            self._candidate = Candidate(self.walls)
            self._load(self._definitions)
            if self._version is not None:
                self._load([self._version])
        if not self._candidate.alive:
            return Lost("died", "running the definitions ended the process")
        return self._candidate.call(
            exercise,
            check.args,
            check.kwargs,
            seed=seed,
            deadline=time.monotonic() + (check.timeout or CALL_SECONDS),
            unchanged=check.unchanged,
        )

    def _load(self, definitions: Sequence[Definition]) -> None:
        """Run definitions; one that raises leaves its name to raise when it is called."""
        for one in definitions:
            if self._candidate is None or not self._candidate.alive:
                return
            if isinstance(self._candidate.load(one), Raised):
                gone = "\n".join(f"{name} = None" for name in sorted(one.binds))
                self._candidate.load(Definition(one.label, 1, gone, one.binds, frozenset()))


def solved(source: LabSource) -> list[str]:
    """The code cells of a lab with every exercise solved."""
    code = [cell for cell in source.cells if cell.kind == "code"]
    return [solution(source, cell.exercise) if cell.exercise else cell.source for cell in code]


def mistaken(lab: Lab, mistake: Mistake) -> list[str]:
    """Two cells that do an exercise in a wrong way: the lab's mistakes, and the exercise by one of them."""
    bridge = f"def {mistake.exercise}(*args, **kwargs):\n    return {mistake.version.__name__}(*args, **kwargs)"
    return [_bare(lab.item.path / "mistakes.py"), bridge]


def _bare(path: Path) -> str:
    """The functions of ``mistakes.py`` without what ties them to the examiner, which no candidate may import."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gradus"))
    ]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.decorator_list = []
    return ast.unparse(tree)
