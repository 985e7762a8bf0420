"""The silhouette asks of each sample whether it is nearer to its own cluster than to the next one.

    a_i = mean distance to the others of its cluster
    b_i = least mean distance to the samples of another cluster
    s_i = (b_i - a_i) / max(a_i, b_i)                                       (1)

Derivation: docs/derivations/silhouette.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from descent.labels import labels
from descent.shapes import FloatArray, finite, matrix

BLOCK = 2**20  # distances held at a time: 8 MB, so that memory grows with n, not with its square


def silhouette_samples(X: ArrayLike, cluster: ArrayLike) -> FloatArray:
    """Silhouette of every sample.

    Parameters
    ----------
    X : float array, shape (n, d)
        The samples.
    cluster : array, shape (n,)
        The cluster of each: any labels.

    Returns
    -------
    s : float64 array, shape (n,)
        In -1..1: 1 is far from all other clusters, 0 between two, below 0 nearer to another. A sample that is alone in
        its cluster gets 0.

    Raises
    ------
    ValueError
        If there are not between 2 and n - 1 clusters, not one label per sample, or X is not finite.

    References
    ----------
    Rousseeuw (1987), Silhouettes, section 2.

    Examples
    --------
    >>> silhouette_samples([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1]).round(3)
    array([0.905, 0.895, 0.895, 0.905])
    """
    data = matrix(X, "X").astype(np.float64)
    finite(data, "X")
    names, own = np.unique(labels(cluster, len(data)), return_inverse=True)
    n, k = len(data), len(names)
    if not 2 <= k < n:
        raise ValueError(f"a silhouette needs 2 to n - 1 clusters; got {k} for n = {n} samples. Change the clustering.")
    data -= data.mean(axis=0)  # distances stay, and small numbers lose fewer digits below
    squares = (data * data).sum(axis=1)
    member = np.eye(k)[own]  # (n, k)
    size = member.sum(axis=0)
    s = np.zeros(n)
    rows = max(1, BLOCK // n)
    for start in range(0, n, rows):
        here = slice(start, start + rows)
        distance = squares[here, None] + squares - 2 * data[here] @ data.T
        i = np.arange(len(distance))
        distance[i, start + i] = 0  # rounding would leave a little, and the root makes it more
        total = np.sqrt(np.maximum(distance, 0, out=distance), out=distance) @ member  # (rows, k)
        mine = own[here]
        a = total[i, mine] / np.maximum(size[mine] - 1, 1)
        mean = total / size
        mean[i, mine] = np.inf
        b = mean.min(axis=1)
        larger = np.maximum(a, b)
        counts = (size[mine] > 1) & (larger > 0)
        s[here] = np.divide(b - a, larger, out=np.zeros(len(a)), where=counts)  # (1)
    return s


def silhouette(X: ArrayLike, cluster: ArrayLike) -> float:
    """Mean silhouette: how well a clustering separates its clusters.

    Parameters
    ----------
    X : float array, shape (n, d)
        The samples.
    cluster : array, shape (n,)
        The cluster of each.

    Returns
    -------
    float
        In -1..1; the number of clusters with the highest is a good choice.

    Raises
    ------
    ValueError
        As in `silhouette_samples`.

    Examples
    --------
    >>> round(silhouette([[0.0], [1.0], [10.0], [11.0]], ["a", "a", "b", "b"]), 3)
    0.9
    """
    return float(silhouette_samples(X, cluster).mean())
