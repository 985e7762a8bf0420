"""An LSTM that looks back at another sequence before every step: the writing half of a translator, as one operation.

    u[t] = tanh(k + Q^T h[t-1]),  p[t] = softmax of w . u[t],  m[t] = sum of p[t] v               (1)
    z = (x[t], m[t]) W + h[t-1] U + b,  and from there on an LSTM                                 (2)
    dm[t] = its output's and dz W^T,  ds = p (v . dm - sum of p (v . dm)),  dw = sum of ds u      (3)
    du = ds w (1 - u^2),  dq = sum of du along the keys,  dh[t-1] gains Q dq,  dv = sum of p dm    (4)

What all steps share is computed once: k comes in multiplied by its weights, and dv, dQ, dW, dU are one product each.

Derivation: docs/derivations/additive_attention.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.ops.additive_attention import softmax_of_seen, visible
from descent.recurrence import lay_out
from descent.shapes import FloatArray, floats, incoming, matrix, same_shape, vector


class Cache(NamedTuple):
    """What backward needs."""

    S: FloatArray
    A: FloatArray
    u: FloatArray
    weights: FloatArray  # (n, T, S): where each step looked, to make pictures of
    learnt: tuple[FloatArray, ...]
    v: FloatArray
    output: FloatArray


def attentive_lstm(
    x: ArrayLike, h0: ArrayLike, c0: ArrayLike, k: ArrayLike, v: ArrayLike, Q: ArrayLike, w: ArrayLike,
    W: ArrayLike, U: ArrayLike, b: ArrayLike, *, mask: ArrayLike | None = None,
) -> FloatArray:  # fmt: skip
    """States, cells and what was looked at, of an LSTM with additive attention.

    Parameters
    ----------
    x : float array, shape (n, T, d)
        n sequences of T steps; d may be 0, if nothing comes in but what is looked at.
    h0 : float array, shape (n, h)
        State before the first step.
    c0 : float array, shape (n, h)
        Cell before the first step.
    k : float array, shape (n, S, a)
        Keys of the other sequence, multiplied by their weights.
    v : float array, shape (n, S, m)
        Its values.
    Q : float array, shape (h, a)
        Makes a query of a state.
    w : float array, shape (a,)
        Weights of the score.
    W : float array, shape (d + m, 4 h)
        Weights of the input and of what was looked at, for the gates i, f, g, o one after the other.
    U : float array, shape (h, 4 h)
        Weights of the state before.
    b : float array, shape (4 h,)
        Biases.
    mask : boolean array, shape (n, S), optional
        True where the other sequence may be looked at.

    Returns
    -------
    output : float array, shape (n, T, 2 h + m)
        For each step the state, the cell, and the mean of the values, side by side.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    References
    ----------
    Bahdanau, Cho and Bengio (2015), Neural Machine Translation by Jointly Learning to Align and Translate.

    Examples
    --------
    >>> nothing, one = np.zeros((1, 2, 0)), np.ones((1, 1))
    >>> W, U, b = np.full((1, 4), 9.0), np.zeros((1, 4)), np.zeros(4)
    >>> attentive_lstm(nothing, 0 * one, 0 * one, [one], [one], one, [1.0], W, U, b).round(2)
    array([[[0.76, 1.  , 1.  ],
            [0.96, 2.  , 1.  ]]])
    """
    return forward(x, h0, c0, k, v, Q, w, W, U, b, mask=mask)[0]


def forward(
    x: ArrayLike, h0: ArrayLike, c0: ArrayLike, k: ArrayLike, v: ArrayLike, Q: ArrayLike, w: ArrayLike,
    W: ArrayLike, U: ArrayLike, b: ArrayLike, *, mask: ArrayLike | None = None,
) -> tuple[FloatArray, Cache]:  # fmt: skip
    """Compute states, cells and what was looked at, and their cache."""
    x, k, v, h0, c0 = floats(x, "x"), floats(k, "k"), floats(v, "v"), matrix(h0, "h0"), matrix(c0, "c0")
    Q, (n, h) = matrix(Q, "Q"), h0.shape
    fits = (x.ndim, k.ndim, v.ndim, len(x), len(Q)) == (3, 3, 3, n, h) and k.shape == (n, v.shape[1], Q.shape[1])
    if not fits or len(v) != n:
        raise ValueError(
            f"x, h0, k, v and Q must have shapes (n, T, d), (n, h), (n, S, a), (n, S, m) and (h, a); got {x.shape}, "
            f"{h0.shape}, {k.shape}, {v.shape} and {Q.shape}. Look at what has read the other sequence."
        )
    same_shape(h0, c0, ("h0", "c0"))
    w = vector(w, "w", length=Q.shape[1], per="weight per column of Q")
    room = np.zeros((*x.shape[:2], v.shape[2]), x.dtype)  # for what each step will look at
    (S, _), W, U, (b,) = lay_out(np.concatenate([x, room], axis=2), h0, W, U, {"b": b}, 4, None)
    seen, T = visible(mask, k.shape[:2]), x.shape[1]
    V = np.concatenate([U, b[None], W]).T.copy()  # (4 h, h + 1 + d + m)
    halved = V * np.repeat([0.5, 0.5, 1, 0.5], h)[:, None].astype(V.dtype)  # sigmoid(z) = tanh(z / 2) / 2 + 1/2
    dtype = np.result_type(S, c0, k, v, Q, w)
    S, keys = S.astype(dtype, copy=False), k.transpose(1, 2, 0).astype(dtype)  # (S, a, n): queries add to whole rows
    A, p = np.empty((T + 1, 5 * h, n), dtype), np.empty((n, T, k.shape[1]), dtype)  # gates i, f, g, o; the cell before
    u = np.empty((T, *keys.shape), dtype)
    A[0, 4 * h :] = c0.T
    for t in range(T):
        np.tanh(np.add(keys, Q.T @ S[t, :h], out=u[t]), out=u[t])
        p[:, t] = softmax_of_seen(w @ u[t], None if seen is None else seen.T, axis=0).T
        S[t, -v.shape[2] :] = np.matmul(p[:, t, None], v)[:, 0].T  # (1)
        np.matmul(halved, S[t], out=A[t, : 4 * h])  # (2)
        np.tanh(A[t, : 4 * h], out=A[t, : 4 * h])
        i, f, g, o, c = A[t].reshape(5, h, n)
        for gate in (i, f, o):
            gate *= 0.5
            gate += 0.5
        A[t + 1, 4 * h :] = f * c + i * g
        S[t + 1, :h] = o * np.tanh(A[t + 1, 4 * h :])
    output = np.concatenate([S[1:, :h], A[1:, 4 * h :], S[:T, len(V.T) - v.shape[2] :]], axis=1).transpose(2, 0, 1)
    return output, Cache(S, A, u, p, (Q, w, V), v, output)


def backward(doutput: ArrayLike, cache: Cache) -> tuple[FloatArray, ...]:
    """Give the derivatives with respect to all ten inputs, in their order."""
    S, A, u, p, (Q, w, V), v, output = cache
    h, T, m, dtype = len(Q), len(u), v.shape[2], S.dtype
    back = incoming(doutput, output, "doutput").transpose(1, 2, 0)  # (T, 2 h + m, n)
    dS, dZ = np.empty((T, *S.shape[1:]), dtype), np.empty((T, *A[0, : 4 * h].shape), dtype)
    dq, dk, dw = np.empty((T, *u.shape[2:]), dtype), np.zeros_like(u[0]), np.zeros_like(w)
    dh, dc = np.zeros((2, *A[0, :h].shape), dtype)
    for t in range(T - 1, -1, -1):
        i, f, g, o, c = A[t].reshape(5, *dh.shape)
        dh, dc, tanh_c = dh + back[t, :h], dc + back[t, h : 2 * h], np.tanh(A[t + 1, 4 * h :])
        dc += dh * o * (1 - tanh_c * tanh_c)
        dz = dZ[t].reshape(4, *dh.shape)
        dz[:] = dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g * g), dh * tanh_c * o * (1 - o)
        np.matmul(V.T, dZ[t], out=dS[t])
        dS[t, -m:] += back[t, 2 * h :]  # dm
        ds = np.matmul(v, dS[t, -m:].T[:, :, None])[:, :, 0]
        ds -= (p[:, t] * ds).sum(axis=1, keepdims=True)
        ds = (p[:, t] * ds).T[:, None]  # (S, 1, n)
        dw += np.matmul(u[t], ds.swapaxes(1, 2)).sum(axis=0)[:, 0]  # (3)
        du = 1 - u[t] * u[t]
        du *= w[:, None] * ds
        dk += du
        dq[t] = du.sum(axis=0)
        dh, dc = dS[t, :h] + Q @ dq[t], dc * f  # (4)
    flat = S[:T].transpose(1, 0, 2).reshape(S.shape[1], -1)  # (h + 1 + d + m, T n)
    dV = flat @ dZ.transpose(0, 2, 1).reshape(-1, 4 * h)
    dQ = flat[:h] @ dq.transpose(0, 2, 1).reshape(-1, len(w))
    dv = np.matmul(p.swapaxes(1, 2), dS[:, dS.shape[1] - m :].transpose(2, 0, 1))
    dx = dS[:, h + 1 : dS.shape[1] - m].transpose(2, 0, 1)
    return dx, dh.T, dc.T, dk.transpose(2, 0, 1), dv, dQ, dw, dV[h + 1 :], dV[:h], dV[h]


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two sequences of three steps that look at others of four, and a mask half of the time."""
    d, h, a, m = (int(size) for size in rng.integers(1, 4, size=4))
    drawn = {"x": (2, 3, d), "h0": (2, h), "c0": (2, h), "k": (2, 4, a), "v": (2, 4, m), "Q": (h, a), "w": (a,),
             "W": (d + m, 4 * h), "U": (h, 4 * h), "b": (4 * h,)}  # fmt: skip
    mask = np.arange(4) < np.array([[4], [2]]) if rng.random() < 0.5 else None
    return {**{name: rng.normal(size=shape) for name, shape in drawn.items()}, "mask": mask}
