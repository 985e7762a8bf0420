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
    b, f = np.zeros_like(y), y.copy()
    low, high = np.minimum(0, C * y), np.maximum(0, C * y)
    rise, fall = np.where(b < high, 0.0, -np.inf), np.where(b > low, 0.0, np.inf)  # added to f: who may move where
    diagonal = K.diagonal()
    steps = 0
    while True:
        up, down = f + rise, f + fall
        i = int(up.argmax())  # (3)
        top, bottom = float(up[i]), float(down.min())
        if top - bottom <= tol or steps == max_iter:
            break
        a = np.maximum(diagonal[i] + diagonal - 2 * K[i], 1e-12)  # twins would divide by 0
        behind = np.where(down < top, top - f, 0)
        j = int((behind * behind / a).argmax())  # (4)
        t = min(float(behind[j] / a[j]), float(high[i] - b[i]), float(b[j] - low[j]))  # (5)
        # At a bound, exactly the bound: then a multiplier that is used up is not chosen again.
        b[i] = high[i] if t == high[i] - b[i] else b[i] + t
        b[j] = low[j] if t == b[j] - low[j] else b[j] - t
        f -= t * (K[i] - K[j])
        for moved in (i, j):
            rise[moved] = 0.0 if b[moved] < high[moved] else -np.inf
            fall[moved] = 0.0 if b[moved] > low[moved] else np.inf
        steps += 1
    free = (b > low) & (b < high)
    bias = float(f[free].mean()) if free.any() else (top + bottom) / 2
    return Machine(b, bias, steps, top - bottom <= tol)


def check_limits(C: float, tol: float, max_iter: object) -> None:
    """Refuse a price, a tolerance or a number of steps that cannot be meant."""
    for name, value in (("C", C), ("tol", tol)):
        if not 0 < scalar(value, name) < np.inf:
            raise ValueError(f"{name} must be a finite number above 0; got {value}.")
    if not isinstance(max_iter, int | np.integer) or max_iter < 1:
        raise ValueError(f"max_iter must be an integer, 1 or more; got {max_iter!r}.")
