"""What the diagnosis of an exercise has to go on: its misses, the learner's text, and leave to ask again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gradus.grading.checks import Case, Law, Steps
from gradus.grading.compare import as_array, compare, is_numeric
from gradus.grading.judging import Probe
from gradus.grading.outcomes import Returned
from gradus.grading.picking import PickError, pick, steps

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True, slots=True, eq=False)
class Miss:
    """A case that got a result, and the first part of it that is wrong."""

    case: Case
    result: Any
    """All that the learner's function returned."""
    got: Any
    expected: Any
    """The parts that differ."""
    path: str
    """Where they lie in the result."""
    inputs: Mapping[str, Any]
    """The arguments of the call by name."""

    def agrees(self, other: Any) -> bool:
        """Whether ``other`` would have been right in this place."""
        return compare(other, self.expected, rtol=self.case.rtol, atol=self.case.atol) is None

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray] | None:
        """What came and what was expected as arrays, where both are numbers."""
        if is_numeric(self.got) and is_numeric(self.expected):
            return as_array(self.got), as_array(self.expected)
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The misses of one exercise, or those of them that lie in one part of the result."""

    exercise: str
    misses: tuple[Miss, ...]
    returned: tuple[Returned, ...]
    """What failed checks of any kind got back."""
    parameters: tuple[str, ...]
    source: str
    """The learner's text of the exercise."""
    again: Callable[[Case | Law], Any]
    """Call the learner's function once more; None where nothing came."""
    held: tuple[Mapping[str, Any], ...] = ()
    """The arguments of the cases that passed."""
    only_changed: tuple[int | str, ...] = ()
    """The arguments that it changed, where that alone is wrong."""

    @property
    def subject(self) -> str:
        """What to call the part that is wrong."""
        paths = {miss.path for miss in self.misses}
        if len(paths) != 1 or not (path := paths.pop()):
            return "The result"
        last = steps(path)[-1]
        if isinstance(last, str):
            return f"`{last}`"
        return f"The {_ORDINALS[last]} value" if last in range(len(_ORDINALS)) else "The result"

    def parts(self) -> Iterator[Evidence]:
        """This evidence as a whole, then one part of the result at a time."""
        yield self
        paths = dict.fromkeys(miss.path for miss in self.misses)
        if len(paths) > 1:
            for path in paths:
                yield replace(self, misses=tuple(miss for miss in self.misses if miss.path == path))

    def all_arrays(self) -> list[tuple[np.ndarray, np.ndarray]] | None:
        """What came and what was expected, for every miss; None unless all are numbers."""
        pairs = [miss.arrays for miss in self.misses]
        known = [pair for pair in pairs if pair is not None]
        return known if known and len(known) == len(pairs) else None


def gather(
    exercise: str,
    parameters: Sequence[str],
    probes: Sequence[Probe],
    source: str,
    again: Callable[[Case | Law], Any],
) -> Evidence:
    """The evidence that the probes of an exercise give."""
    misses = []
    returned = []
    held = []
    changed: set[tuple[int | str, ...]] = set()
    for probe in probes:
        if isinstance(probe.check, Steps):
            continue  # they held: what failed is given as the one call that it is
        inputs = dict(zip(parameters, probe.check.args, strict=False)) | dict(probe.check.kwargs)
        if probe.passed and isinstance(probe.check, Case):
            held.append(inputs)
        if probe.passed or not isinstance(probe.outcome, Returned):
            continue
        returned.append(probe.outcome)
        if probe.difference is None and probe.outcome.changed:
            changed.add(probe.outcome.changed)
        if isinstance(probe.check, Case) and probe.difference is not None:
            found = probe.difference
            misses.append(Miss(probe.check, probe.outcome.value, found.got, found.expected, found.path, inputs))
    only_changed = changed.pop() if changed and not misses else ()
    return Evidence(
        exercise, tuple(misses), tuple(returned), tuple(parameters), source, again, tuple(held), only_changed
    )


def picked(value: Any, path: str) -> Any:
    """The part of a result at a path; None where there is none."""
    try:
        return pick(value, path)
    except PickError:
        return None
