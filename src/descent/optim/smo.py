"""Sequential minimal optimisation trains a support vector machine by moving two multipliers at a time.

    maximise y b - b K b / 2,  sum b = 0,  b_i between 0 and C y_i          (2)
    f = y - K b,  i: largest f where b_i may rise                           (3)
    j: largest (f_i - f_j)^2 / a where b_j may fall,
       a = K_ii + K_jj - 2 K_ij                                             (4)
    t = (f_i - f_j) / a, as far as the bounds allow;
        b_i <- b_i + t,  b_j <- b_j - t                                     (5)

Derivation: docs/derivations/svm.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.shapes import FloatArray, scalar


class Machine(NamedTuple):
    """What was found."""

    b: FloatArray
    """Shape (n,): the multipliers, each with the sign of its y; 0 for all but the support vectors."""
    bias: float
    """What to add to K b."""
    n_iter: int
    """Steps taken."""
    converged: bool
    """Whether the condition for the maximum holds within tol."""


def smo(K: FloatArray, y: FloatArray, *, C: float = 1.0, tol: float = 1e-3, max_iter: int = 100_000) -> Machine:
    """Find the multipliers of a support vector machine of two classes.

    Parameters
    ----------
    K : float array, shape (n, n)
        The kernel of all pairs of samples.
    y : float array, shape (n,)
        1 or -1, both at least once.
    C : float
        The price of a sample that is within the margin or beyond it, above 0.
    tol : float
        Stop when the largest f that may rise is at most this much above the smallest that may fall.
    max_iter : int
        The most steps.

    Returns
    -------
    machine : Machine
        Multipliers, bias, steps, and whether it converged.

    References
    ----------
    Fan, Chen and Lin (2005), Working set selection using second order information for training SVM, section 2.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([[-1.0], [1.0], [3.0]])
    >>> machine = smo(x @ x.T, np.array([-1.0, 1.0, 1.0]))
    >>> machine.b.tolist(), machine.bias
    ([-0.5, 0.5, 0.0], 0.0)
    """
    lowest, highest = np.minimum(0, C * y), np.maximum(0, C * y)
    # f, twice: as an offer to rise, -inf where b cannot, and as one to fall, inf where it cannot.
    offers = np.stack([np.where(highest > 0, y, -np.inf), np.where(lowest < 0, y, np.inf)])
    up, down = offers
    b, low, high = [0.0] * len(y), lowest.tolist(), highest.tolist()  # lists, since entries are read one at a time
    half = K.diagonal() / 2
    behind, gain, a = (np.empty_like(y) for _ in range(3))  # a step is a dozen passes over n numbers, each in place
    steps = 0
    while True:
        i = int(up.argmax())  # (3)
        top, K_i = up.item(i), K[i]
        np.subtract(top, down, out=behind)
        np.subtract(half, K_i, out=a)
        a += half.item(i)  # half of a
        np.maximum(a, 1e-12, out=a)  # twins would divide by 0
        np.maximum(behind, 0, out=gain)
        gain *= gain
        gain /= a
        j = int(gain.argmax())  # (4)
        bottom = down.item(j)
        if (top - bottom <= tol and behind.max() <= tol) or steps == max_iter:
            break
        t = min((top - bottom) / (2 * a.item(j)), high[i] - b[i], b[j] - low[j])  # (5)
        # At a bound, exactly the bound: then a multiplier that is used up is not chosen again.
        b[i] = high[i] if t == high[i] - b[i] else b[i] + t
        b[j] = low[j] if t == b[j] - low[j] else b[j] - t
        np.subtract(K_i, K[j], out=a)
        a *= t
        offers -= a
        for moved, f in ((i, top - a.item(i)), (j, bottom - a.item(j))):
            up[moved] = f if b[moved] < high[moved] else -np.inf
            down[moved] = f if b[moved] > low[moved] else np.inf
        steps += 1
    gap = float(behind.max())
    free = np.isfinite(offers).all(axis=0)
    bias = float(up[free].mean()) if free.any() else top - gap / 2
    return Machine(np.array(b, y.dtype), bias, steps, gap <= tol)


def check_limits(C: float, tol: float, max_iter: object) -> None:
    """Refuse a price, a tolerance or a number of steps that cannot be meant."""
    for name, value in (("C", C), ("tol", tol)):
        if not 0 < scalar(value, name) < np.inf:
            raise ValueError(f"{name} must be a finite number above 0; got {value}.")
    if not isinstance(max_iter, int | np.integer) or max_iter < 1:
        raise ValueError(f"max_iter must be a whole number, 1 or more; got {max_iter!r}.")
