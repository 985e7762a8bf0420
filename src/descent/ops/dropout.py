"""Dropout silences each entry with a probability while training, so that no unit relies on another.

    a = m x / (1 - p_drop),  m = 0 with probability p_drop, else 1    (1)
    dx = m g / (1 - p_drop),  g = dL/da                               (2)

Derivation: docs/derivations/dropout.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming, scalar


class Cache(NamedTuple):
    """What backward needs."""

    scale: FloatArray


def dropout(x: ArrayLike, *, p_drop: float = 0.5, rng: np.random.Generator | int | None = None) -> FloatArray:
    """Set a random share of the entries to 0 and enlarge the others to make up for it.

    Parameters
    ----------
    x : float array, any shape
        Activations.
    p_drop : float
        The probability of 0 for each entry, at least 0 and below 1.
    rng : numpy.random.Generator or int
        Draws the mask. An integer is a seed and gives the same mask every time; while training, pass one generator.

    Returns
    -------
    a : float array, shape of x
        Each entry is 0 or x / (1 - p_drop); its mean over all masks is x.

    Raises
    ------
    ValueError
        If p_drop is out of range, or above 0 without an rng.

    Notes
    -----
    Only for training: a trained network is used without dropout, and (1) has already made up for the difference.

    References
    ----------
    Srivastava et al. (2014), Dropout: A Simple Way to Prevent Neural Networks from Overfitting, sections 4 and 10.

    Examples
    --------
    >>> dropout([1.0, 2.0, 3.0, 4.0], p_drop=0.5, rng=0)
    array([2., 0., 0., 0.])
    """
    return forward(x, p_drop=p_drop, rng=rng)[0]


def forward(
    x: ArrayLike, *, p_drop: float = 0.5, rng: np.random.Generator | int | None = None
) -> tuple[FloatArray, Cache]:
    """Compute the thinned values and their cache."""
    x = floats(x, "x")
    p = float(scalar(p_drop, "p_drop"))
    if not 0 <= p < 1:
        raise ValueError(f"p_drop must be at least 0 and below 1; got {p:g}. It is the share dropped, not kept.")
    if rng is None and p > 0:
        raise ValueError("dropout needs an rng for its mask; got None. Pass np.random.default_rng(seed), or a seed.")
    draws = np.random.default_rng(rng)
    kept = draws.random(x.shape) >= p if p > 0 else np.ones(x.shape)
    scale = np.asarray(kept, dtype=x.dtype) / x.dtype.type(1 - p)
    return np.asarray(x * scale), Cache(scale)  # (1)


def backward(da: ArrayLike, cache: Cache) -> FloatArray:
    """Give the derivative with respect to x."""
    return np.asarray(incoming(da, cache.scale, "da") * cache.scale)  # (2)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw values, a share and the seed of a mask."""
    size = (rng.integers(1, 5), 4)
    return {"x": rng.normal(size=size), "p_drop": 0.4, "rng": int(rng.integers(100))}
