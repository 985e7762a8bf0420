"""Right for inputs of one shape, wrong for all others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gradus.grading.evidence import Evidence

RANK = 55


def explain(evidence: Evidence) -> str | None:
    held = {_shapes(inputs) for inputs in evidence.held}
    missed = {_shapes(miss.inputs) for miss in evidence.misses}
    if len(held) != 1 or not missed or held & missed or not (shapes := held.pop()):
        return None
    counts, others = {_counts(inputs) for inputs in evidence.held}, {_counts(miss.inputs) for miss in evidence.misses}
    if not counts & others:
        return None  # the calls differ in a number of steps as well, and that may be what it hangs on
    said = " and ".join(f"`{name}` {shape}" for name, shape in shapes)
    return f"Right for {said}, and wrong for inputs of other shapes. Is a size written into the code as a number?"


def _shapes(inputs: Mapping[str, Any]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    return tuple((name, value.shape) for name, value in inputs.items() if isinstance(value, np.ndarray) and value.ndim)


def _counts(inputs: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    return tuple((name, value) for name, value in inputs.items() if type(value) is int)
