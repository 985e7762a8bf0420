"""The lasso with more features than samples: few get a weight, so solve for few, and look whom that leaves out.

    add the features with the largest |x_j^T r| > n alpha, as many as have a weight and at least some        (6)

Derivation: docs/derivations/lasso.md
"""

from __future__ import annotations

import numpy as np

from descent.linear.descend_coordinates import Found, descend_coordinates, gap
from descent.shapes import FloatArray

SOME = 32
"""Features to begin with."""

CLOSER = 0.3
"""A part need not be solved more exactly than this share of what the whole still lacks."""


def lasso_weights(X: FloatArray, y: FloatArray, price: float, tol: float, max_iter: int) -> Found:
    """Minimise |y - X w|^2 / 2 + price sum |w_j| for centred X, shape (n, d), and y, until the gap is tol |y|^2.

    Examples
    --------
    >>> import numpy as np
    >>> lasso_weights(np.eye(2, 3), np.array([3.0, 1.0]), 1.5, 1e-4, 100).w
    array([1.5, 0. , 0. ])
    """
    n, d = X.shape
    if d <= max(n, 2 * SOME):
        return descend_coordinates(X, y, price, tol, max_iter)
    w, size, sweeps = np.zeros(d, X.dtype), float(y @ y), 0
    limit = max(tol, 10 * float(np.finfo(X.dtype).eps))
    while True:
        r = y - X @ w
        c = X.T @ r
        lacking = gap(float(r @ r), float(r @ y), c, w, price)
        if lacking <= limit * size or sweeps >= max_iter:
            return Found(w, max(sweeps, 1), converged=lacking <= limit * size)
        used = w != 0
        pull = np.where(used, np.inf, np.abs(c))
        wanted = int((pull > price).sum())
        count = min(max(SOME, 2 * int(used.sum())), wanted)
        part = np.argpartition(-pull, count - 1)[:count]  # (6)
        found = descend_coordinates(
            X[:, part], y, price, max(CLOSER * lacking / size, limit / 10), max_iter - sweeps, w[part]
        )
        w[part] = found.w
        sweeps += found.n_iter
