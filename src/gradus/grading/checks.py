"""The words in which a lab's ``checks.py`` and ``mistakes.py`` are written.

Checks are plain data: the examiner makes the calls, compares and words the verdict, so that an author
writes no assertion and all reports sound alike. There is no global list of exercises: a decorated
function becomes an object in its own module, and the loader picks the objects up there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gradus.grading.tolerance import near as near
from gradus.grading.tolerance import sensitivity as sensitivity

Generate = Callable[[np.random.Generator], Iterator["Case | Law"]]


@dataclass(frozen=True, slots=True, eq=False)
class Also:
    """Another result that is right too, because another public edition of the assignment asks for it.

    ``expected`` is the whole result, as in the case; ``pick`` and ``shape`` are the case's unless given.
    ``note`` tells the learner what differs here: a full sentence, shown beside the points.
    """

    expected: Any
    note: str = ""
    pick: str | None = None
    shape: str | None = None

    def __post_init__(self) -> None:
        if self.shape not in (None, "exact", "any"):
            raise ValueError(f'shape must be "exact" or "any"; got {self.shape!r} in what is also right.')


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A claim that a call gives an expected result.

    ``name`` is the claim in words. ``expected`` comes from ``descent``, a literal or a law, never from
    the lab's own solution. ``pick`` is a path into the result, such as ``[0]["dw"]``: that part alone
    is compared and shown. ``also`` names results that other editions of the assignment ask for.
    ``rtol`` and ``atol`` replace the tolerances that follow from the inputs and the dtypes; ``scale`` is
    the ``tolerance.sensitivity`` of an ill-conditioned case.
    ``shape="any"`` compares values whatever their shape. ``seed`` is NumPy's global seed before the
    call. ``timeout`` is in seconds. With ``unchanged``, the arguments must be as before afterwards.
    """

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    expected: Any = None
    pick: str = ""
    rtol: float | None = None
    atol: float | None = None
    shape: str = "exact"
    seed: int | None = None
    timeout: float | None = None
    unchanged: bool = True
    also: tuple[Also, ...] = ()
    scale: float = 0.0

    def __post_init__(self) -> None:
        _must_be_call(self.name, self.args)
        if self.shape not in ("exact", "any"):
            raise ValueError(f'shape must be "exact" or "any"; got {self.shape!r} in the case {self.name!r}.')


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A claim that a result has a property: ``holds(result, *args)`` is None, or says what is wrong."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    holds: Callable[..., str | None] = lambda result, *args: None
    seed: int | None = None
    timeout: float | None = None
    unchanged: bool = True

    def __post_init__(self) -> None:
        _must_be_call(self.name, self.args)


@dataclass(frozen=True, slots=True)
class Exercise:
    """The checks of one exercise, its points, and which other exercises it calls."""

    name: str
    points: int
    calls: tuple[str, ...]
    generate: Generate
    formerly: tuple[str, ...] = ()
    """The names that other editions of the assignment give it; code under one of them counts."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known wrong version of an exercise, and the sentence that explains it. It can be called."""

    exercise: str
    id: str
    text: str
    version: Callable[..., Any]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.version(*args, **kwargs)


def exercise(
    name: str, *, points: int, calls: Sequence[str] = (), formerly: Sequence[str] = ()
) -> Callable[[Generate], Exercise]:
    """Make the generator below it the checks of exercise ``name``: ``def propagate(rng): yield Case(…)``.

    ``calls`` are the exercises that it calls, ``formerly`` the names it has in other editions.
    """
    if points < 1:
        raise ValueError(f"points must be at least 1; got {points} for {name}.")

    def made(generate: Generate) -> Exercise:
        return Exercise(name=name, points=points, calls=tuple(calls), generate=generate, formerly=tuple(formerly))

    return made


def mistake(exercise: str, id: str, text: str) -> Callable[[Callable[..., Any]], Mistake]:
    """Make the function below it a known mistake of ``exercise``, explained to the learner by ``text``."""
    if not text.strip():
        raise ValueError(f"mistake {id} of {exercise} needs a sentence that explains it.")

    def made(version: Callable[..., Any]) -> Mistake:
        return Mistake(exercise=exercise, id=id, text=text, version=version)

    return made


def _must_be_call(name: str, args: Any) -> None:
    if not name.strip():
        raise ValueError("A check needs a name: the claim, in words.")
    if not isinstance(args, tuple):
        raise TypeError(f"args must be a tuple; got {type(args).__name__} in {name!r}. For one argument write (x,).")
