"""The hinge loss asks each score to lie on the right side of 0, and at least 1 away from it.

    loss = mean(max(0, 1 - s z)), s = 1 for class 1 and -1 for class 0     (1)
    dz = -s / n where s z < 1, else 0                                      (2)

Derivation: docs/derivations/margin_losses.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, floats, incoming, indices, not_empty, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    short: NDArray[np.bool_]
    sign: FloatArray
    loss: FloatArray


def hinge_loss(z: ArrayLike, y: ArrayLike) -> FloatArray:
    """Mean hinge loss of scores.

    Parameters
    ----------
    z : float array, any shape
        Scores, any real value; positive speaks for class 1.
    y : array of 0 and 1, shape of z
        The right classes.

    Returns
    -------
    loss : float
        0 where every score is right by at least 1; grows by as much as a score falls short.

    Raises
    ------
    ValueError
        If the shapes differ, nothing is given, or y holds anything but 0 and 1.

    Notes
    -----
    At s z = 1 there is a kink. ``backward`` uses the slope 0 of the right answers there.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 12.3.2.

    Examples
    --------
    >>> round(float(hinge_loss([2.0, 0.5, -1.0], [1, 1, 1])), 4)
    0.8333
    """
    return forward(z, y)[0]


def forward(z: ArrayLike, y: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    z = floats(z, "z")
    y = indices(y, "y", below=2, of="class")
    same_shape(z, y, ("z", "y"))
    not_empty(z, "z")
    sign = (2 * y - 1).astype(z.dtype)
    short = 1 - sign * z  # by how much each score falls short
    loss = np.maximum(short, 0).mean()  # (1)
    return loss, Cache(short > 0, sign, loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, None]:
    """Give the derivatives with respect to z and y; labels are data."""
    short, sign, loss = cache
    return incoming(dloss, loss, "dloss") * (-sign * short) / sign.size, None  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw scores at least 0.1 away from the kinks at 1 and -1."""
    n = int(rng.integers(1, 6))
    z = rng.choice([-2.0, 0.0, 2.0], size=(n, 2)) + rng.uniform(-0.9, 0.9, size=(n, 2))
    return {"z": z, "y": rng.integers(0, 2, size=(n, 2))}
