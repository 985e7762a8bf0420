"""Coordinate descent minimises the lasso's cost one weight at a time, and jumps ahead once the signs are known.

    cost = |y - X w|^2 / (2n) + alpha sum |w_j|                  (1)
    w_j <- S(x_j^T r + |x_j|^2 w_j, n alpha) / |x_j|^2           (2)
    S(c, t) = sign(c) max(|c| - t, 0),  r = y - X w              (3)
    gap = |r|^2 / 2 + n alpha |w|_1 - (f r^T y - f^2 |r|^2 / 2),
        f = min(1, n alpha / max |x_j^T r|)                      (4)
    w_A <- w_A + t v,  X_A^T X_A v = X_A^T r - n alpha sign w_A,
        A: where w_j is not 0,  t <= 1 as far as no sign changes (5)

Derivation: docs/derivations/lasso.md
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.shapes import FloatArray


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
    for sweep in range(1, max_iter + 1):
        before = np.sign(w)
        tried = np.flatnonzero((np.abs(c) > price) | (w != 0))  # (2) would leave the others at 0
        _sweep(w, c, squares, price, tried, products[tried])
        if sweep > 1 and np.array_equal(np.sign(w), before):
            _jump(w, c, price, products)
        left = size - float(w @ start)  # r^T y; and r^T r = r^T y - w^T X^T r
        if gap(left - float(w @ c), left, c, w, price) <= limit:
            r = y - X @ w
            c = X.T @ r  # afresh, so that rounding does not add up
            if gap(float(r @ r), float(r @ y), c, w, price) <= limit:
                return Found(w, sweep, converged=True)
    return Found(w, max_iter, converged=False)


def _sweep(
    w: FloatArray, c: FloatArray, squares: FloatArray, price: float, tried: FloatArray, products: FloatArray
) -> None:
    """Set one weight after the other to its best (2), in place; c follows."""
    change = np.empty_like(c)
    for j, square, old, row in zip(tried.tolist(), squares[tried].tolist(), w[tried].tolist(), products, strict=True):
        pull = float(c[j]) + square * old
        new = (pull - price if pull > price else pull + price if pull < -price else 0.0) / square  # (3)
        if new != old:
            w[j] = new
            np.multiply(row, new - old, out=change)
            np.subtract(c, change, out=c)


def _jump(w: FloatArray, c: FloatArray, price: float, products: FloatArray) -> None:
    """Go to the minimum for the present signs (5), or as far towards it as they hold; w and c follow."""
    used = np.flatnonzero(w)
    rows = products[used]
    slope = c[used] - price * np.sign(w[used])
    try:
        v = np.linalg.solve(rows[:, used], slope)
    except np.linalg.LinAlgError:  # features that repeat each other: sweeps alone will do
        return
    push = v @ rows
    down, bend = float(slope @ v), float(push[used] @ v)
    if not (down > 0 and bend > 0):
        return
    shrinking = v * w[used] < 0
    steps = -w[used][shrinking] / v[shrinking]  # after which these weights would be 0
    t = min(down / bend, float(steps.min(initial=np.inf)))
    w[used] += t * v
    if t < down / bend:
        w[used[shrinking][steps <= t]] = 0
    c -= t * push


def gap(rr: float, ry: float, c: FloatArray, w: FloatArray, price: float) -> float:
    """Give (4), by which n times the cost is at most too high, from r^T r, r^T y and X^T r."""
    f = min(1.0, price / max(float(np.abs(c).max()), price))
    return rr / 2 + price * float(np.abs(w).sum()) - f * ry + f**2 * rr / 2
