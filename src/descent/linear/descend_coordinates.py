"""Coordinate descent minimises the lasso's cost one weight at a time, and jumps ahead once the signs are known.

    cost = |y - X w|^2 / (2n) + alpha sum |w_j|                  (1)
    w_j <- S(x_j^T r + |x_j|^2 w_j, n alpha) / |x_j|^2           (2)
    S(c, t) = sign(c) max(|c| - t, 0),  r = y - X w              (3)
    gap = |r|^2 / 2 + n alpha |w|_1 - (f r^T y - f^2 |r|^2 / 2),
        f = min(1, n alpha / max |x_j^T r|)                      (4)
    w_A <- w_A + t v, and 0 where that changes a sign, with A: where w_j is not 0,
        (X_A^T X_A + D) v = X_A^T r - n alpha sign w_A       (5)

Derivation: docs/derivations/lasso.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.shapes import FloatArray

FIRM = 0.01
"""D in (5), as a share of the diagonal: without it v is wild where features nearly repeat each other."""

LENGTHS = (1.0, 0.5, 0.25, 0.125, 0.0625)
"""Values of t, of which the first is taken that lowers the cost."""


class Found(NamedTuple):
    """What coordinate descent found."""

    w: FloatArray
    """Shape (d,): the weights, many of them 0."""
    n_iter: int
    """Sweeps made."""
    converged: bool
    """Whether the gap is as small as asked."""


def descend_coordinates(
    X: FloatArray, y: FloatArray, price: float, tol: float, max_iter: int, w: FloatArray | None = None
) -> Found:
    """Minimise (1) for centred X and y, from w or 0; `price` is n alpha, `tol` the largest gap (4) over |y|^2."""
    size = float(y @ y)
    limit = max(tol, 10 * float(np.finfo(X.dtype).eps)) * size  # below that, only rounding
    start, products = X.T @ y, X.T @ X
    w, squares = np.zeros_like(start) if w is None else w.copy(), products.diagonal().copy()
    c = start - products @ w  # X^T r: how each feature goes along with the errors
    rows, settled = list(products), False  # a list, since NumPy takes longer to pick a row
    for sweep in range(1, max_iter + 1):
        tried = np.flatnonzero((np.abs(c) > price) | (w != 0))  # (2) would leave the others at 0
        _sweep(w, c, squares, price, tried, rows)
        if sweep > 1:
            settled = _jump(w, c, price, products, 0.0 if settled else FIRM)
        left = size - float(w @ start)  # r^T y; and r^T r = r^T y - w^T X^T r
        if gap(left - float(w @ c), left, c, w, price) <= limit:
            r = y - X @ w
            c = X.T @ r  # afresh, so that rounding does not add up
            if gap(float(r @ r), float(r @ y), c, w, price) <= limit:
                return Found(w, sweep, converged=True)
    return Found(w, max_iter, converged=False)


def _sweep(
    w: FloatArray, c: FloatArray, squares: FloatArray, price: float, tried: NDArray[np.intp], rows: list[FloatArray]
) -> None:
    """Set one weight after the other to its best (2), in place; c follows."""
    change = np.empty_like(c)
    for j, square, old in zip(tried.tolist(), squares[tried].tolist(), w[tried].tolist(), strict=True):
        pull = float(c[j]) + square * old
        new = (pull - price if pull > price else pull + price if pull < -price else 0.0) / square  # (3)
        if new != old:
            w[j] = new
            np.multiply(rows[j], new - old, out=change)
            np.subtract(c, change, out=c)


def _jump(w: FloatArray, c: FloatArray, price: float, products: FloatArray, firm: float) -> bool:
    """Go towards the minimum for the present signs (5), as far as the cost falls; say whether it was reached.

    w and c follow.
    """
    used = np.flatnonzero(w)
    start, pull = w[used], c[used]
    signs = np.sign(start)
    curve = products[np.ix_(used, used)]
    curve.flat[:: len(used) + 1] *= 1 + firm
    try:
        v = np.linalg.solve(curve, pull - price * signs)
    except np.linalg.LinAlgError:  # features that repeat each other: sweeps alone will do
        return False
    step = np.zeros_like(w)
    for t in LENGTHS:
        end = start + t * v
        end[end * signs < 0] = 0
        step[used] = end - start
        push = products @ step
        change = step[used] @ (push[used] / 2 - pull) + price * (end - start) @ signs  # of n times the cost (1)
        if change < 0:
            w[used] = end
            c -= push
            return t == 1 and np.count_nonzero(end) == len(used)
    return False


def gap(rr: float, ry: float, c: FloatArray, w: FloatArray, price: float) -> float:
    """Give (4), by which n times the cost is at most too high, from r^T r, r^T y and X^T r."""
    f = min(1.0, price / max(float(np.abs(c).max()), price))
    return rr / 2 + price * float(np.abs(w).sum()) - f * ry + f**2 * rr / 2
