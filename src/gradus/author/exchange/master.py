"""A lab as another grader's author would write it: prose, given code, and questions with tests beside them."""

from __future__ import annotations

from dataclasses import dataclass


class ExchangeError(ValueError):
    """A notebook cannot be read, or a lab cannot be written, in another grader's form; says what to do."""


@dataclass(frozen=True, slots=True)
class Test:
    """One claim as code that raises when it does not hold."""

    name: str
    code: str
    hidden: bool = True
    """Whether learners are kept from seeing it."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown cell."""

    text: str


@dataclass(frozen=True, slots=True)
class Given:
    """A code cell that learners receive whole."""

    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A cell in which learners write one function or class; ``text`` holds the solution between its markers."""

    name: str
    text: str
    points: int
    tests: tuple[Test, ...]


Part = Prose | Given | Question


@dataclass(frozen=True, slots=True)
class Master:
    """A whole lab, and in words what did not fit into this form."""

    id: str
    title: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(part for part in self.parts if isinstance(part, Question))
