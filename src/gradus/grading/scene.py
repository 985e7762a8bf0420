"""Where an exception was raised, and what the reader of it may know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gradus.grading.outcomes import Raised
from gradus.model import Level


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the exception was raised: which exercise, what the lab and the learner's file define."""

    raised: Raised
    exercise: str
    parameters: tuple[str, ...]
    exercises: tuple[str, ...]
    source: str
    """The learner's text of the exercise."""
    cells: tuple[str, ...]
    """All of the learner's code cells, also what grading leaves out of them."""
    level: Level = Level.STANDARD
    inputs: Mapping[str, Any] = field(default_factory=dict)
    """The arguments of the call that raised, by name."""

    @property
    def message(self) -> str:
        return self.raised.message

    def holding(self, kind: str) -> list[str]:
        """Names in the expression that raised whose value has this type."""
        return [name for name, about in (self.raised.values or {}).items() if about.get("type") == kind]


Reader = Callable[[Scene], str | None]
"""Reads one kind of exception: the sentence for the learner, or None for another kind."""


def listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "there are none"


def shapes_said(scene: Scene, before: str = "") -> str:
    """The arrays of the expression with their shapes, as a phrase; empty where there are none."""
    found: list[str] = []
    for name, about in (scene.raised.values or {}).items():
        shape: Any = about.get("shape")
        if isinstance(shape, tuple):
            found.append(f"`{name}` {shape}")
    said = " and ".join(found[:4])
    return f"{before}{said}{'' if before else ' '}" if said else ("" if before else "this ")
