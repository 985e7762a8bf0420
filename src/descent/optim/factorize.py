"""Two thin tables whose product comes near to the few known entries of a large one, found in two ways.

    cost = (sum over known (u, i) of (p_u q_i - r_ui)^2 + alpha (|P|^2 + |Q|^2)) / 2       (1)
    p_u  = (sum_i q_i q_i^T + alpha I)^-1 sum_i r_ui q_i      over the i that u has rated    (2)
    dcost/dp_u = sum_i (p_u q_i - r_ui) q_i + alpha p_u                                      (3)

Derivation: docs/derivations/matrix_factorization.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray

BLOCK = 2**13
"""Ratings whose products q_i q_i^T are held at a time, so that memory does not grow with the number of ratings."""


class Side(NamedTuple):
    """The known entries in the order of one side: own and other index, value, where each own index begins, and who."""

    own: NDArray[np.int64]
    other: NDArray[np.int64]
    values: FloatArray
    starts: NDArray[np.intp]
    present: NDArray[np.int64]
    order: NDArray[np.intp]


class Factors(NamedTuple):
    """P, Q, and (1) after each pass."""

    P: FloatArray
    Q: FloatArray
    costs: list[float]


def alternate(
    P: FloatArray, Q: FloatArray, rows: Side, columns: Side, *, alpha: float, max_iter: int, tol: float
) -> Factors:
    """Solve for P and for Q in turn, until a pass lowers the cost by less than the share tol."""
    costs = [np.inf]
    while len(costs) <= max_iter:
        P = solve(Q, rows, len(P), alpha)
        Q = solve(P, columns, len(Q), alpha)
        costs.append(cost(P, Q, rows, alpha))
        if costs[-2] - costs[-1] <= tol * costs[-1]:
            break
    return Factors(P, Q, costs[1:])


def descend(
    P: FloatArray, Q: FloatArray, rows: Side, columns: Side, *, alpha: float, max_iter: int, tol: float, lr: float
) -> Factors:
    """Go down the gradient by Adam: steps of about lr, whatever the size of the slope (Kingma and Ba, 2015)."""
    both, n = np.concatenate([P, Q]), len(P)
    speed, power, costs = np.zeros_like(both), np.zeros_like(both), [np.inf]
    while len(costs) <= max_iter:
        slope = np.concatenate(gradients(both[:n], both[n:], rows, columns, alpha))
        speed += 0.1 * (slope - speed)
        power += 0.001 * (slope * slope - power)
        t = len(costs)
        both = both - lr / (1 - 0.9**t) * speed / (np.sqrt(power / (1 - 0.999**t)) + 1e-8)
        costs.append(cost(both[:n], both[n:], rows, alpha))
        if abs(costs[-2] - costs[-1]) <= tol * costs[-1]:
            break
    return Factors(both[:n], both[n:], costs[1:])


def side(own: NDArray[np.int64], other: NDArray[np.int64], values: FloatArray) -> Side:
    """Sort known entries by their own index.

    Parameters
    ----------
    own, other : int array, shape (m,)
        Row and column of each known entry, or column and row.
    values : float array, shape (m,)
        The entries.

    Returns
    -------
    Side
        Sums over the entries of one index are then sums over neighbours in memory.
    """
    order = np.argsort(own, kind="stable")
    present, starts = np.unique(own[order], return_index=True)
    return Side(own[order], other[order], values[order], starts, present, order)


def residuals(P: FloatArray, Q: FloatArray, rows: Side) -> FloatArray:
    """Give p_u q_i - r_ui for each known entry, in the order of `rows`, shape (m,)."""
    missed: FloatArray = np.einsum("mk,mk->m", P[rows.own], Q[rows.other]) - rows.values
    return missed


def cost(P: FloatArray, Q: FloatArray, rows: Side, alpha: float) -> float:
    """Compute (1)."""
    missed = residuals(P, Q, rows)
    return float(missed @ missed + alpha * ((P * P).sum() + (Q * Q).sum())) / 2


def solve(Q: FloatArray, rows: Side, n: int, alpha: float) -> FloatArray:
    """Find the best P for a given Q: a small ridge regression (2) for each row.

    Parameters
    ----------
    Q : float array, shape (n_other, k)
        The other side, which stays.
    rows : Side
        Known entries by the side that is sought.
    n : int
        Rows of P.
    alpha : float
        The penalty, above 0.

    Returns
    -------
    P : float array, shape (n, k)
        0 in rows of which no entry is known.
    """
    k = Q.shape[1]
    P = np.zeros((n, k), Q.dtype)
    ends = np.append(rows.starts[1:], len(rows.own))
    first = 0
    while first < len(ends):
        last = max(first + 1, int(np.searchsorted(ends, rows.starts[first] + BLOCK, side="right")))
        part, starts = slice(rows.starts[first], ends[last - 1]), rows.starts[first:last] - rows.starts[first]
        q = Q[rows.other[part]]  # (entries, k)
        grams = np.add.reduceat((q[:, :, np.newaxis] * q[:, np.newaxis]).reshape(-1, k * k), starts).reshape(-1, k, k)
        grams[:, np.arange(k), np.arange(k)] += alpha
        wanted = np.add.reduceat(q * rows.values[part, np.newaxis], starts)
        P[rows.present[first:last]] = np.linalg.solve(grams, wanted[:, :, np.newaxis])[:, :, 0]  # (2)
        first = last
    return P


def gradients(P: FloatArray, Q: FloatArray, rows: Side, columns: Side, alpha: float) -> tuple[FloatArray, FloatArray]:
    """Compute (3) for both sides.

    Parameters
    ----------
    P, Q : float array, shapes (n, k) and (n_other, k)
        Both sides.
    rows, columns : Side
        Known entries by the index of P, and the same by that of Q: ``side(rows.other, rows.own, rows.values)``.
    alpha : float
        The penalty.

    Returns
    -------
    dP, dQ : float array, shapes (n, k) and (n_other, k)
        Derivatives of (1).
    """
    p, q = P[rows.own], Q[rows.other]
    missed = (np.einsum("mk,mk->m", p, q) - rows.values)[:, np.newaxis]
    dP, dQ = alpha * P, alpha * Q
    dP[rows.present] += np.add.reduceat(missed * q, rows.starts)
    dQ[columns.present] += np.add.reduceat((missed * p)[columns.order], columns.starts)
    return dP, dQ
