"""Everything is off by one factor; where it can, say which: a size of the inputs, 2, a base of logarithms."""

from __future__ import annotations

import math

import numpy as np

from gradus.grading.compare import close
from gradus.grading.evidence import Evidence, Miss

RANK = 31


def explain(evidence: Evidence) -> str | None:
    ratios = [ratio_of(miss) for miss in evidence.misses]
    known = [ratio for ratio in ratios if ratio is not None]
    if not known or len(known) != len(ratios):
        return None
    if len(known) < 2 and np.asarray(evidence.misses[0].got).size < 3 and not _generic(evidence.misses[0]):
        return None  # of one number from round inputs, too much is some factor
    tables = [_candidates(miss) for miss in evidence.misses]
    for label, kind in tables[0]:
        values = [table.get((label, kind)) for table in tables]
        if all(
            value is not None and math.isclose(v, value, rel_tol=1e-4) for v, value in zip(known, values, strict=True)
        ):
            return _sentence(evidence.subject, label, kind, known[0])
    return None


def _generic(miss: Miss) -> bool:
    """Whether the inputs were drawn rather than chosen, so that no factor comes about by chance."""
    arrays = [value for value in miss.inputs.values() if isinstance(value, np.ndarray) and value.dtype.kind == "f"]
    return any(not np.array_equal(2 * array, np.round(2 * array)) for array in arrays)


def ratio_of(miss: Miss) -> float | None:
    """The one factor between what came and what was expected; None if there is none."""
    if miss.arrays is None:
        return None
    got, want = miss.arrays
    if got.shape != want.shape or got.dtype.kind in "bc" or want.dtype.kind in "bc":
        return None
    got, want = got.astype(float).reshape(-1), want.astype(float).reshape(-1)
    solid = np.abs(want) > 1e-9
    if not np.any(solid) or not np.all(np.isfinite(got)) or not np.all(np.isfinite(want)):
        return None
    factor = float(np.median(got[solid] / want[solid]))
    if abs(factor) < 1e-9 or math.isclose(factor, 1, rel_tol=1e-6):
        return None
    return factor if bool(np.all(close(got, want * factor, 1e-5, 1e-9 * max(1.0, float(np.abs(got).max()))))) else None


def _candidates(miss: Miss) -> dict[tuple[str, str], float]:
    """What the factor might be: (name, kind) to value. Sizes come first, because they tell most."""
    found: dict[tuple[str, str], float] = {}
    sizes: dict[str, int] = {}
    for name, value in miss.inputs.items():
        if isinstance(value, np.ndarray) and value.ndim:
            for axis, length in enumerate(value.shape):
                if length > 1:
                    sizes[f"{name}.shape[{axis}]"] = length
            if value.ndim > 1:
                sizes[f"{name}.size"] = value.size
        elif isinstance(value, list | tuple) and len(value) > 1:
            sizes[f"len({name})"] = len(value)
    for label, length in sizes.items():
        found[(label, "times")] = length
        found[(label, "over")] = 1 / length
        found[(label, "times squared")] = length**2
    found[("2", "times")] = 2
    found[("2", "over")] = 1 / 2
    found[("np.log2", "logarithm")] = 1 / math.log(2)
    found[("np.log10", "logarithm")] = 1 / math.log(10)
    for label, length in sizes.items():
        found[(f"2 · {label}", "times")] = 2 * length
        found[(f"2 · {label}", "over")] = 1 / (2 * length)
        found[(f"{label} / 2", "times")] = length / 2
    for name, value in miss.inputs.items():
        if isinstance(value, int | float) and not isinstance(value, bool) and value not in (0, 1):
            found[(name, "times")] = value
            found[(name, "over")] = 1 / value
    for (label, kind), value in list(found.items()):
        if kind in ("times", "over"):
            found[(label, f"minus {kind}")] = -value
    return found


def _sentence(subject: str, label: str, kind: str, factor: float) -> str:
    size = ".shape[" in label or ".size" in label or "len(" in label
    value = f" (here {abs(factor) if 'times' in kind else 1 / abs(factor):.4g})" if label not in ("2",) else ""
    sign = " and of the opposite sign" if kind.startswith("minus") else ""
    if kind == "logarithm":
        return (
            f"{subject} comes out in another unit: this uses {label}, where np.log, the natural logarithm, is wanted."
        )
    if kind == "times squared":
        return f"{subject} is too large by the square of {label}: it is multiplied by it where it should be divided."
    if kind.endswith("times"):
        hint = " Is it a sum where a mean is wanted?" if size and "·" not in label and "/" not in label else ""
        return f"{subject} is {label}{value} times too large{sign}.{hint or ' A factor is missing or one too many.'}"
    hint = " Is it divided once too often, or a mean where a sum is wanted?" if size and "·" not in label else ""
    return (
        f"{subject} is too small by the factor {label}{value}{sign}.{hint or ' A factor is missing or one too many.'}"
    )
