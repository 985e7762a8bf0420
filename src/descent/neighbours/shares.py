"""What each neighbour has to say: its share of the answer.

Derivation: docs/derivations/nearest_neighbours.md
"""

from __future__ import annotations

import numpy as np

from descent.shapes import FloatArray

WEIGHTS = ("uniform", "distance")


def votes(distances: FloatArray, weights: str) -> FloatArray:
    """Give each neighbour's share of its query's answer; the shares of a row sum to 1.

    Parameters
    ----------
    distances : float array, shape (m, k)
        How far each neighbour is.
    weights : str
        ``uniform``: all alike. ``distance``: in proportion to 1 / distance; neighbours at distance 0 share it all.

    Returns
    -------
    shares : float array, shape (m, k)
        Each in 0..1.

    Examples
    --------
    >>> import numpy as np
    >>> votes(np.array([[1.0, 3.0]]), "distance")
    array([[0.75, 0.25]])
    """
    if weights == "uniform":
        return np.full_like(distances, 1 / distances.shape[1])
    first = distances.min(axis=1, keepdims=True)
    # The nearest gets 1 before scaling, so that 1 / distance cannot overflow; at distance 0 others get 0.
    share = np.where(distances == first, 1, first / np.where(distances > 0, distances, 1)).astype(distances.dtype)
    shares: FloatArray = share / share.sum(axis=1, keepdims=True)
    return shares


def check_neighbours(n_neighbors: object, weights: object, n: int) -> None:
    """Refuse a number of neighbours that is not there, and unknown weights."""
    if not isinstance(n_neighbors, int | np.integer) or not 1 <= n_neighbors <= n:
        raise ValueError(
            f"n_neighbors must be an integer in 1..{n}, since X has n_samples = {n}; got {n_neighbors!r}. "
            "Ask for fewer neighbours, or give more samples."
        )
    if weights not in WEIGHTS:
        raise ValueError(f"weights must be one of {', '.join(WEIGHTS)}; got {weights!r}.")
