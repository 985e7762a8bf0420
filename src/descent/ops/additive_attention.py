"""Additive attention scores how well a query and a key go together by a small network, and takes means of values.

    u = tanh(q + k),  s = u . w                                        (1)
    p = softmax of s along the keys,  o = p v                          (2)
    dv = p^T g,  ds = p (g v^T - sum of g o),  g = dL/do               (3)
    dw = sum of ds u,  du = ds w (1 - u^2),  dq, dk = sums of du       (4)

Derivation: docs/derivations/additive_attention.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, floats, incoming, vector


class Cache(NamedTuple):
    """What backward needs."""

    v: FloatArray
    w: FloatArray
    u: FloatArray
    p: FloatArray
    o: FloatArray


def additive_attention(
    q: ArrayLike, k: ArrayLike, v: ArrayLike, w: ArrayLike, *, mask: ArrayLike | None = None
) -> FloatArray:
    """Means of values, weighed by a small network that looks at queries and keys.

    Parameters
    ----------
    q : float array, shape (n, T, a)
        Queries, already multiplied by their weights.
    k : float array, shape (n, S, a)
        Keys, already multiplied by theirs: what is computed once serves all queries.
    v : float array, shape (n, S, d)
        Values.
    w : float array, shape (a,)
        Weights of the score.
    mask : boolean array, shape (n, S), optional
        True where a key may be seen.

    Returns
    -------
    o : float array, shape (n, T, d)
        A mean of the values for each query; zeros where nothing may be seen.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    References
    ----------
    Bahdanau, Cho and Bengio (2015), Neural Machine Translation by Jointly Learning to Align and Translate, section 3.1.

    Examples
    --------
    >>> additive_attention([[[0.0]]], [[[9.0], [-9.0]]], [[[1.0], [0.0]]], [2.0]).round(3)
    array([[[0.982]]])
    """
    return forward(q, k, v, w, mask=mask)[0]


def forward(
    q: ArrayLike, k: ArrayLike, v: ArrayLike, w: ArrayLike, *, mask: ArrayLike | None = None
) -> tuple[FloatArray, Cache]:
    """Compute the means and their cache."""
    q, k, v = floats(q, "q"), floats(k, "k"), floats(v, "v")
    if q.ndim != 3 or k.ndim != 3 or v.ndim != 3 or q.shape[::2] != k.shape[::2] or k.shape[:2] != v.shape[:2]:
        raise ValueError(
            f"q, k and v must have shapes (n, T, a), (n, S, a) and (n, S, d); got {q.shape}, {k.shape} and {v.shape}. "
            "Bring queries and keys to the same a with a Linear layer each."
        )
    w = vector(w, "w", length=q.shape[2], per="weight per entry of a query")
    seen = visible(mask, k.shape[:2])
    u = np.tanh(q[:, :, None] + k[:, None])  # (1), (n, T, S, a)
    p = softmax_of_seen(u @ w, None if seen is None else seen[:, None])
    o = p @ v  # (2)
    return o, Cache(v, w, u, p, o)


def backward(do: ArrayLike, cache: Cache) -> tuple[FloatArray, ...]:
    """Give the derivatives with respect to q, k, v and w."""
    v, w, u, p, o = cache
    g = incoming(do, o, "do")
    dv = p.swapaxes(1, 2) @ g
    ds = p * (g @ v.swapaxes(1, 2) - (g * o).sum(axis=2, keepdims=True))  # (3)
    dw = ds.ravel() @ u.reshape(-1, len(w))
    du = (1 - u * u) * w * ds[..., None]
    return du.sum(axis=2), du.sum(axis=1), dv, dw  # (4)


def visible(mask: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.bool_] | None:
    """Check a mask that says which places may be seen."""
    if mask is None:
        return None
    seen = np.asarray(mask)
    if seen.dtype != bool or seen.shape != shape:
        raise ValueError(f"mask must hold booleans in shape {shape}; got {seen.dtype} in {seen.shape}. Use ids != 0.")
    return seen


def softmax_of_seen(s: FloatArray, seen: NDArray[np.bool_] | None, axis: int = -1) -> FloatArray:
    """Softmax of scores along an axis, in place; 0 for what may not be seen."""
    if seen is not None:
        np.copyto(s, -np.inf, where=~seen)
    top = s.max(axis=axis, keepdims=True, initial=-np.inf)
    s -= np.where(np.isneginf(top), 0, top)
    np.exp(s, out=s)
    total = s.sum(axis=axis, keepdims=True)
    s /= np.where(total == 0, 1, total)
    return s


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw some queries, keys and values, and half of the time a mask that leaves two keys or more."""
    T, S, a, d = (int(size) for size in rng.integers(2, 5, size=4))
    shapes = {"q": (2, T, a), "k": (2, S, a), "v": (2, S, d), "w": (a,)}
    mask = np.arange(S) < rng.integers(2, S + 1, size=(2, 1)) if rng.random() < 0.5 else None
    return {**{name: rng.normal(size=shape) for name, shape in shapes.items()}, "mask": mask}
