"""How far a right result may lie from the expected one: it follows from the dtype, the sums and the conditioning.

Four things move a correct result. *Precision*: every operation rounds, by the dtype's unit roundoff ``u``.
*Sums*: n rounded terms drift by about ``sqrt(n)`` roundings. *Cancellation*: what is left of large values
carries the rounding of the large ones. *Method*: a formula may be written so that it differs by far more
than rounding and by nothing that matters, such as a measured slope or a small number against log(0).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradus.grading.picking import pick

_METHOD = {2: (1e-2, 1e-3), 4: (1e-4, 1e-5), 8: (1e-6, 1e-9)}
"""By bytes of a float: what method may move, relative to the value and as a share of the largest value."""
_MOST = {2: 5e-2, 4: 1e-2, 8: 1e-5}
"""However many terms are added up, a larger relative error is a wrong result."""
_SAFETY = 32.0
"""How many roundings of the plain estimate a correct way of computing may take."""
_ZERO = 1e-12
"""What counts as zero among values of ordinary size: 1e-16 from a sum that cancels is no mistake."""
_ENOUGH = 4096
"""So many values show in which dtype they were computed."""
_NUDGE = 2.0**-44
"""The relative step with which conditioning is measured: small, so that a nearly singular matrix stays regular."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What one comparison allows. The plain one suits a short computation in values of ordinary size."""

    rtol: float | None = None
    atol: float | None = None
    """Set by an author, they replace what would follow."""
    scale: float = 0.0
    """How far the right result moves, in its own units, per relative change of the inputs (``sensitivity``)."""
    terms: int = 1
    """How many values may have been added up."""
    size: float = 0.0
    """The largest of the values that went in: what cancels leaves its rounding behind."""
    width: int = 8
    """Bytes of the coarsest float that went in."""

    def close(self, got: np.ndarray, expected: np.ndarray) -> np.ndarray:
        """Element by element, whether two broadcastable arrays of numbers agree."""
        own = self.rtol is not None or self.atol is not None
        counted = expected.dtype.kind in "biu" and not own
        if counted and got.dtype.kind in "biu":
            return np.asarray(got == expected)  # whole numbers are right or wrong
        width = min(self.width, _width(got), _own_width(expected))
        u = {2: 2.0**-11, 4: 2.0**-24}.get(width, 2.0**-53)
        method, share = _METHOD[width]
        drift = _SAFETY * u * math.sqrt(self.terms)
        rtol = min(max(method, drift), _MOST[width]) if self.rtol is None else self.rtol
        atol: Any = self.atol
        if atol is None:
            atol = max(_ZERO, share * _largest(expected), 4 * u * self.size, drift * self.scale)
            if width < 8:
                atol = max(atol, u)  # a coarse float cannot tell 0 from what 1 + x rounds away
        if counted:  # half of one more is not nearly right, however large the count
            rtol, atol = 0.0, np.minimum(0.25, atol + rtol * np.abs(expected.astype(float)))
        with np.errstate(all="ignore"):
            return np.asarray(np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True))


def from_inputs(
    args: tuple[Any, ...], rtol: float | None = None, atol: float | None = None, scale: float = 0.0
) -> Tolerance:
    """The tolerance of a result computed from ``args``: their precision, their size and their number count."""
    arrays = [one for one in _arrays(args) if one.ndim]
    floats = [one for one in arrays if one.dtype.kind in "fc" and one.size]
    sizes = [_largest(one) for one in floats]
    return Tolerance(
        rtol=rtol,
        atol=atol,
        scale=scale,
        terms=max((one.size for one in arrays), default=1) or 1,
        size=max(sizes, default=0.0),
        width=min((_own_width(one) for one in floats), default=8),
    )


def near(got: Any, expected: Any, *inputs: Any, scale: float = 0.0) -> bool:
    """For laws: whether all numbers agree with others, as far as ``inputs`` allow. NaN agrees with nothing."""
    have, want = np.asarray(got), np.asarray(expected)
    if have.dtype.kind not in "biufc" or want.dtype.kind not in "biufc":
        return False
    try:
        agree = from_inputs(inputs, scale=scale).close(have, want)
    except ValueError:  # shapes that do not fit
        return False
    return bool(np.all(agree)) and not bool(np.any(np.isnan(have)))


def sensitivity(function: Callable[..., Any], *args: Any, at: str = "", draws: int = 3) -> float:
    """How far a result moves per relative change of its inputs: the scale of an ill-conditioned case.

    Every float among ``args`` is moved by one part in 2**44, up or down at random, and the largest
    change of any number of the result (or of the part ``at`` a path) is divided by that part. An author
    writes ``Case(…, expected=f(*args), scale=sensitivity(f, *args))`` where honest code loses digits.
    """
    base = _flat(pick(function(*args), at))
    rng = np.random.default_rng(0)
    moved = 0.0
    for _ in range(draws):
        other = _flat(pick(function(*(_nudged(one, rng) for one in args)), at))
        if other.shape == base.shape and base.size:
            with np.errstate(all="ignore"):
                change = np.abs(other - base)
            moved = max(moved, float(change[np.isfinite(change)].max(initial=0.0)))
    return moved / _NUDGE


def _nudged(value: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, dict):
        return {key: _nudged(part, rng) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_nudged(part, rng) for part in value)
    if isinstance(value, float | np.floating):
        return value * (1 + _NUDGE * float(rng.choice([-1.0, 1.0])))
    if isinstance(value, np.ndarray) and value.dtype.kind in "fc":
        return value.astype(np.result_type(value.dtype, np.float64)) * (
            1 + _NUDGE * rng.choice([-1.0, 1.0], size=value.shape)
        )
    return value


def _flat(value: Any) -> np.ndarray:
    """All numbers of a result in one row."""
    parts = [one.ravel().astype(complex) for one in _arrays(value)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _arrays(value: Any) -> Iterator[np.ndarray]:
    """The numbers and arrays of numbers in a value, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _arrays(part)
    elif isinstance(value, bool | int | float | complex | np.generic | np.ndarray):
        array = np.asarray(value)
        if array.dtype.kind in "biufc":
            yield array


def _largest(array: np.ndarray) -> float:
    """The size of the largest finite number in an array."""
    with np.errstate(all="ignore"):
        largest = float(np.abs(array).max(initial=0))
        return largest if math.isfinite(largest) else float(np.abs(array[np.isfinite(array)]).max(initial=0))


def _width(array: np.ndarray) -> int:
    """The bytes of the floats in which the values were computed, as far as the values show it.

    A cost computed in float32 and returned through ``float()`` has every bit beyond float32 at zero,
    and so have the entries of a float64 array that was filled from float32. Whole numbers look like
    that too and tell nothing.
    """
    own = _own_width(array)
    if own != 8 or array.dtype not in (np.float64, np.complex128):
        return own
    some = array.reshape(-1)[:_ENOUGH]
    finite = np.ascontiguousarray(some[np.isfinite(some)]).view(np.float64)
    telling = finite[finite != np.round(finite)]
    if telling.size == 0 or _few_bits(telling):
        return 8
    with np.errstate(all="ignore"):
        return 4 if bool(np.all(telling.astype(np.float32) == telling)) else 8


def _own_width(array: np.ndarray) -> int:
    """The bytes of an array's floats by its dtype; 8 for whole numbers and for what is finer than float64."""
    size = array.dtype.itemsize // (2 if array.dtype.kind == "c" else 1)
    return size if array.dtype.kind in "fc" and size in _METHOD else 8


def _few_bits(values: np.ndarray) -> bool:
    """Whether all values are short binary fractions such as 0.5 or 0.375, which any dtype holds."""
    mantissas = np.frexp(values)[0] * 4096
    return bool(np.all(mantissas == np.round(mantissas)))
