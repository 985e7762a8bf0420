"""The words of Gradus as frozen data: what a course is, what a report says, what an attempt records.

Nothing here reads, writes, runs or decides. Every other module speaks in these types, and this
one imports nobody. The words are defined in ``ARCHITECTURE.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

PASS_MARK = 0.8
"""The share of a quiz's or lab's points that passes it."""


class Kind(StrEnum):
    """What an item is."""

    LESSON = "lesson"
    QUIZ = "quiz"
    LAB = "lab"


class Level(StrEnum):
    """How much of a lab is given."""

    GUIDED = "guided"
    """Steps and left-hand sides."""
    STANDARD = "standard"
    """Signature and docstring."""
    OPEN = "open"
    """The specification alone."""


class Status(StrEnum):
    """How one exercise of a submission fared."""

    PASSED = "passed"
    FAILED = "failed"
    """It ran, and at least one check does not hold."""
    MISSING = "missing"
    """It is not defined, or still the starter."""
    ERROR = "error"
    """It could not be run: its code raises, does not parse, loops or is killed."""


class Isolation(StrEnum):
    """Which walls stood between learner code and the rest of the machine."""

    ISOLATED = "isolated"
    PARTLY = "partly isolated"
    NONE = "not isolated: your own code only"


class Confidence(StrEnum):
    """How far a probable cause is to be believed."""

    CERTAIN = "certain"
    """It was observed: an exception, a name that is missing, a process that ended."""
    LIKELY = "likely"
    """It reproduces all that came, on the same inputs."""
    POSSIBLE = "possible"
    """It explains a part of what came."""

    @property
    def caption(self) -> str:
        """What to write before a cause that is believed so far."""
        return {"certain": "Cause", "likely": "Likely cause", "possible": "Possible cause"}[self.value]


# -- The curriculum ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: a paper, a book, a page."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: a lesson, a quiz or a lab. The folder's name is its id for ever."""

    id: str
    kind: Kind
    title: str
    minutes: int
    course: str
    week: str
    path: Path
    goals: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Ids of items of the same course that should come first; advice, never a lock."""
    sources: tuple[Source, ...] = ()
    summary: str = ""
    optional: bool = False
    draw: int = 0
    """Quiz: how many questions one attempt draws from the pool."""
    data: tuple[str, ...] = ()
    """Lab: files of the course's ``data`` folder that go beside the notebook."""

    @property
    def key(self) -> str:
        """``course/item``: what the record files attempts under. It outlives a move between weeks."""
        return f"{self.course}/{self.id}"


@dataclass(frozen=True, slots=True)
class Week:
    """A module of a course; about a day's work."""

    id: str
    title: str
    course: str
    summary: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """An ordered list of weeks."""

    id: str
    title: str
    path: Path
    summary: str = ""
    weeks: tuple[Week, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in the order in which they are taught."""
        return tuple(item for week in self.weeks for item in week.items)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with content or set-up, and what to do about it."""

    path: str
    what: str
    fix: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.what}" + (f" {self.fix}" if self.fix else "")


# -- Quizzes ----------------------------------------------------------------------------------


class QuestionKind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    TRUE_FALSE = "true-false"
    NUMBER = "number"
    EXPRESSION = "expression"
    SHAPE = "shape"
    OUTPUT = "output"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question, and why it is right or wrong."""

    text: str
    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """An answer one is likely to give by mistake, and what the mistake is."""

    answer: Any
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its parameters filled in.

    ``answer`` is a float (number), a string (expression, output), a tuple of ints (shape) or a
    tuple of strings in the right order (order). For one, many and true-false the answer is in
    ``options``.
    """

    id: str
    kind: QuestionKind
    ask: str
    why: str = ""
    options: tuple[Option, ...] = ()
    answer: Any = None
    wrong: tuple[WrongAnswer, ...] = ()
    tolerance: float = 0.0
    unit: str = ""
    variables: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Expression: each variable's range, over which equality is tried."""
    code: str = ""
    """Output: the program whose output is asked for."""
    lesson: str = ""
    """Id of the lesson that answers it."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked answer to one question."""

    question: Question
    given: Any
    score: float
    """From 0 to 1."""
    why: str
    """The explanation that fits this answer."""
    option_notes: tuple[str, ...] = ()
    """One, many, true-false: what to say beside each option, in the order of the options."""

    @property
    def right(self) -> bool:
        return self.score >= 1.0


# -- Reports ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What became of one graded claim. Texts are ready to be shown; a passed check has only its name."""

    name: str
    """The claim, in words: ``the cost is the mean over the examples``."""
    passed: bool
    call: str = ""
    """What was called, inputs written out when small: ``propagate(w, b, X, Y) with w = …``."""
    got: str = ""
    expected: str = ""
    difference: str = ""
    """The first place where the two differ, or the exception, in a sentence."""
    output: str = ""
    """What the code printed meanwhile, cut to a bound."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The likeliest reason for a miss."""

    id: str
    text: str
    confidence: Confidence = Confidence.LIKELY


@dataclass(frozen=True, slots=True)
class ExerciseReport:
    """How one exercise fared, check by check."""

    name: str
    points: int
    max: int
    status: Status
    checks: tuple[CheckResult, ...] = ()
    cause: Cause | None = None
    notes: tuple[str, ...] = ()
    """What was accepted and should be known all the same: an old NumPy name, another edition's convention."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of grading a submission."""

    lab: str
    isolation: Isolation
    seed: int
    """Replays the verdict: the same code under the same seed is asked the same things."""
    exercises: tuple[ExerciseReport, ...] = ()
    notes: tuple[str, ...] = ()
    """What the learner should know about the file itself: a cell skipped for a syntax error, …"""
    layers: tuple[str, ...] = ()
    """What stood around the learner's code, by name: ``landlock``, ``seccomp``, … ``isolation`` sums them up."""

    @property
    def points(self) -> int:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max(self) -> int:
        return sum(exercise.max for exercise in self.exercises)

    @property
    def passed(self) -> bool:
        return self.max > 0 and self.points >= PASS_MARK * self.max

    def as_json(self) -> dict[str, Any]:
        """The object that ``gradus lab check --json`` prints."""
        return {
            "lab": self.lab,
            "points": self.points,
            "max": self.max,
            "isolation": str(self.isolation),
            "layers": list(self.layers),
            "seed": self.seed,
            "exercises": [{**asdict(exercise), "status": str(exercise.status)} for exercise in self.exercises],
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        """The report that ``as_json`` wrote."""
        return cls(
            lab=data["lab"],
            isolation=Isolation(data["isolation"]),
            seed=data["seed"],
            exercises=tuple(
                ExerciseReport(
                    name=exercise["name"],
                    points=exercise["points"],
                    max=exercise["max"],
                    status=Status(exercise["status"]),
                    checks=tuple(CheckResult(**check) for check in exercise["checks"]),
                    cause=None if exercise["cause"] is None else _cause(exercise["cause"]),
                    notes=tuple(exercise.get("notes", ())),
                )
                for exercise in data["exercises"]
            ),
            notes=tuple(data.get("notes", ())),
            layers=tuple(data.get("layers", ())),
        )


def _cause(data: Mapping[str, Any]) -> Cause:
    """The cause as a report keeps it; older reports say nothing of its confidence."""
    return Cause(data["id"], data["text"], Confidence(data.get("confidence", Confidence.LIKELY)))


# -- The record -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Attempt:
    """One immutable row of the record: a lesson read, a quiz answered or a lab graded."""

    id: str
    item: str
    """``Item.key``."""
    kind: Kind
    at: datetime
    """In UTC."""
    points: float
    max: float
    detail: Mapping[str, Any] = field(default_factory=dict)
    """Quiz: seed, question ids, answers, scores. Lab: the report and the submitted source."""

    @property
    def share(self) -> float:
        return self.points / self.max if self.max else 0.0
