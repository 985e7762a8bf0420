"""Binary cross-entropy is how surprised a forecast of probabilities is by the labels, on average.

    loss = -mean(y log p + (1 - y) log(1 - p))          (1)
    d loss / d p = (1/n) ((1 - y) / (1 - p) - y / p)    (2)

Derivation: docs/derivations/binary_cross_entropy.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, in_unit_interval, incoming, not_empty, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    p: FloatArray
    y: FloatArray
    loss: FloatArray


def binary_cross_entropy(p: ArrayLike, y: ArrayLike) -> FloatArray:
    """Mean binary cross-entropy of probabilities.

    Parameters
    ----------
    p : float array, any shape
        Probabilities of class 1, in 0..1.
    y : array, shape of p
        Labels 0 or 1, or probabilities in between.

    Returns
    -------
    loss : float
        Nats; 0 is certain and right, log 2 a blind guess, inf certain and wrong.

    Raises
    ------
    ValueError
        If the shapes differ, nothing is given, or p or y leaves 0..1.

    Notes
    -----
    The mean is over all entries. 0 log 0 counts as 0, its limit. A p that has rounded to 0 or 1 has lost what the
    logit still knew: where there are logits, use ``binary_cross_entropy_with_logits``.

    Examples
    --------
    >>> round(float(binary_cross_entropy([0.9, 0.2], [1, 0])), 4)
    0.1643
    """
    return forward(p, y)[0]


def forward(p: ArrayLike, y: ArrayLike) -> tuple[FloatArray, Cache]:
    """Compute the loss and its cache."""
    p = floats(p, "p")
    y = floats(y, "y").astype(p.dtype, copy=False)
    same_shape(p, y, ("p", "y"))
    not_empty(p, "p")
    in_unit_interval(p, "p", "probabilities")
    in_unit_interval(y, "y", "labels")
    loss = 0 - (_times_log(y, p) + _times_log(1 - y, 1 - p)).mean()  # (1); 0 - 0 is 0, while -(0) prints as -0
    return loss, Cache(p, y, loss)


def backward(dloss: ArrayLike, cache: Cache) -> tuple[FloatArray, None]:
    """Give the derivatives with respect to p and y; labels are data."""
    p, y, loss = cache
    return incoming(dloss, loss, "dloss") * (_divide(1 - y, 1 - p) - _divide(y, p)) / p.size, None  # (2)


def _times_log(a: FloatArray, b: FloatArray) -> FloatArray:
    """Compute a log b, and 0 where a is 0."""
    with np.errstate(divide="ignore"):
        return a * np.log(np.where(a == 0, 1, b))


def _divide(a: FloatArray, b: FloatArray) -> FloatArray:
    """Compute a / b, and 0 where a is 0."""
    with np.errstate(divide="ignore"):
        return a / np.where(a == 0, 1, b)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw probabilities away from 0 and 1, and labels, of which one is soft."""
    n = int(rng.integers(1, 6))
    y = rng.integers(0, 2, size=(n, 2)).astype(float)
    y[0, 0] = 0.3
    return {"p": rng.uniform(0.05, 0.95, size=(n, 2)), "y": y}
