"""Attention takes means of values, each query weighing them by how well their keys match it.

    s = q k^T / sqrt(d),  e = exp(s - max),  e = 0 where the mask hides      (1)
    o = (e v) r,  r = 1 / sum of e along the keys                            (2)
    dv = e^T G,  G = r g,  g = dL/do                                         (3)
    ds = e (G v^T - sum of G o),  dq = ds k / sqrt(d),  dk = ds^T q / sqrt(d)    (4)

The weights e r are never written out: r multiplies the few columns of o and g instead of the many keys.

Derivation: docs/derivations/attention.md
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, incoming


class Cache(NamedTuple):
    """What backward needs."""

    q: FloatArray
    k: FloatArray
    v: FloatArray
    e: FloatArray
    r: FloatArray
    o: FloatArray


def attention(
    q: ArrayLike, k: ArrayLike, v: ArrayLike, *, mask: ArrayLike | None = None, causal: bool = False
) -> FloatArray:
    """Scaled dot-product attention of any number of heads.

    Parameters
    ----------
    q : float array, shape (n, heads, T, d)
        One query for each of T places.
    k : float array, shape (n, heads, S, d)
        One key for each of S places that can be looked at.
    v : float array, shape (n, heads, S, d_v)
        Their values.
    mask : boolean array, broadcastable to (n, heads, T, S), optional
        True where a query may see a key. For padded keys: ``real[:, None, None, :]`` with real of shape (n, S).
    causal : bool
        Whether query t may see the keys 0..t only.

    Returns
    -------
    o : float array, shape (n, heads, T, d_v)
        A mean of the values for each query; zeros for a query that may see nothing.

    Raises
    ------
    ValueError
        If the shapes do not fit together.
    TypeError
        If the mask is not boolean.

    Notes
    -----
    Any axes may stand before the last two, the same for q, k and v. In memory the heads of a place lie side by side,
    so that ``o.transpose(0, 2, 1, 3).reshape(n, T, -1)`` needs no copy.

    References
    ----------
    Vaswani et al. (2017), Attention Is All You Need, section 3.2.1.

    Examples
    --------
    >>> attention([[1.0, 0.0]], [[9.0, 0.0], [0.0, 0.0]], [[1.0], [0.0]]).round(4)
    array([[0.9983]])
    """
    return forward(q, k, v, mask=mask, causal=causal)[0]


def attention_weights(q: ArrayLike, k: ArrayLike, *, mask: ArrayLike | None = None, causal: bool = False) -> FloatArray:
    """The weights by which `attention` takes means, to look at.

    Parameters
    ----------
    q : float array, shape (n, heads, T, d)
        Queries.
    k : float array, shape (n, heads, S, d)
        Keys.
    mask : boolean array, broadcastable to (n, heads, T, S), optional
        True where a query may see a key.
    causal : bool
        Whether query t may see the keys 0..t only.

    Returns
    -------
    weights : float array, shape (n, heads, T, S)
        At least 0; each row sums to 1, or to 0 if its query may see nothing.

    Examples
    --------
    >>> attention_weights([[0.0], [0.0]], [[1.0], [2.0]], causal=True)
    array([[1. , 0. ],
           [0.5, 0.5]])
    """
    cache = forward(q, k, k, mask=mask, causal=causal)[1]
    weights: FloatArray = cache.e * cache.r
    return weights


def forward(
    q: ArrayLike, k: ArrayLike, v: ArrayLike, *, mask: ArrayLike | None = None, causal: bool = False
) -> tuple[FloatArray, Cache]:
    """Compute the means and their cache."""
    q, k, v = floats(q, "q"), floats(k, "k"), floats(v, "v")
    if q.ndim < 2 or k.shape[:-2] != q.shape[:-2] or k.shape[-1] != q.shape[-1] or v.shape[:-1] != k.shape[:-1]:
        raise ValueError(
            f"q, k and v must have shapes (n, heads, T, d), (n, heads, S, d) and (n, heads, S, d_v); got {q.shape}, "
            f"{k.shape} and {v.shape}. Queries and keys share d, keys and values S; put the heads before the places."
        )
    e = np.matmul(q * (1 / math.sqrt(q.shape[-1])), k.swapaxes(-1, -2))  # (n, heads, T, S)
    for hidden in _hidden(mask, causal, e):
        e += hidden
    top = e.max(axis=-1, keepdims=True, initial=-np.inf)
    e -= np.where(np.isneginf(top), 0, top)
    np.exp(e, out=e)  # (1)
    total = np.matmul(e, np.ones((e.shape[-1], 1), e.dtype))
    r = np.divide(1, total, out=np.zeros_like(total), where=total != 0)
    o = _places_first(e, v)
    np.matmul(e, v, out=o)
    o *= r  # (2)
    return o, Cache(q, k, v, e, r, o)


def backward(do: ArrayLike, cache: Cache, needs: Sequence[bool] = (True,) * 3) -> tuple[FloatArray | None, ...]:
    """Give the derivatives with respect to q, k and v; all three come with one another, whatever `needs` says."""
    q, k, v, e, r, o = cache
    G = incoming(do, o, "do") * r
    dv = np.matmul(e.swapaxes(-1, -2), G, out=_places_first(v, v))  # (3)
    ds = np.matmul(G, v.swapaxes(-1, -2))
    ds -= np.einsum("...d,...d->...", G, o)[..., None]
    ds *= e
    dq = np.matmul(ds, k, out=_places_first(q, k))
    dk = np.matmul(ds.swapaxes(-1, -2), q, out=_places_first(k, q))  # (4)
    scale = 1 / math.sqrt(q.shape[-1])
    dq *= scale
    dk *= scale
    return dq, dk, dv


def _hidden(mask: ArrayLike | None, causal: bool, s: FloatArray) -> list[FloatArray]:
    """What to add to s so that exp of it is 0 where nothing may be seen: -inf there, 0 elsewhere."""
    found = [np.asarray(mask)] if mask is not None else []
    for seen in found:
        if seen.dtype != bool:
            raise TypeError(f"mask must hold booleans, True where a key may be seen; got {seen.dtype}. Use mask != 0.")
        sizes = zip(reversed(seen.shape), reversed(s.shape), strict=False)
        if seen.ndim > s.ndim or any(mine not in (1, size) for mine, size in sizes):
            raise ValueError(f"mask must be broadcastable to {s.shape}; got {seen.shape}. Look at its axes.")
    if causal:
        found.append(np.tri(*s.shape[-2:], dtype=bool))
    return [np.where(seen, 0, -np.inf).astype(s.dtype) for seen in found]


def _places_first(a: FloatArray, b: FloatArray) -> FloatArray:
    """Room for a product, of a's shape and b's last size, in which the heads of a place lie side by side."""
    shape = (*a.shape[:-1], b.shape[-1])
    if len(shape) < 3:
        return np.empty(shape, np.result_type(a, b))
    return np.empty((*shape[:-3], shape[-2], shape[-3], shape[-1]), np.result_type(a, b)).swapaxes(-2, -3)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two heads, some queries, keys and values, and a mask that lets each query see two."""
    T, S, d = (int(size) for size in rng.integers(2, 5, size=3))
    mask = None if rng.random() < 0.5 else rng.random((1, 1, T, S)) < 0.7
    if mask is not None:
        mask[..., :2] = True
    drawn = {"q": rng.normal(size=(1, 2, T, d)), "k": rng.normal(size=(1, 2, S, d)), "v": rng.normal(size=(1, 2, S, 2))}
    return {**drawn, "mask": mask, "causal": bool(rng.random() < 0.5)}
