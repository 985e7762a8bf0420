"""A recurrent network reads a sequence step by step and carries a state along: this is the whole walk as one operation.

    h[t] = tanh(x[t] W + h[t-1] U + b),  t = 1 ... T                        (4)
    dZ[t] = dh[t] (1 - h[t]^2),  dh[t-1] = g[t-1] + dZ[t] U^T,  g = dL/dh   (5)
    dx[t] = dZ[t] W^T                                                       (6)

The derivatives of the weights are those of `descent.recurrence`, which also numbers (1) to (3).

Derivation: docs/derivations/recurrent.md
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.products import step_product
from descent.recurrence import Gradients, Laid, hold, lay_out, set_aside
from descent.shapes import FloatArray, incoming


class Cache(NamedTuple):
    """What backward needs."""

    laid: Laid
    W: FloatArray
    U: FloatArray
    output: FloatArray


def rnn(
    x: ArrayLike, h0: ArrayLike, W: ArrayLike, U: ArrayLike, b: ArrayLike, *, lengths: ArrayLike | None = None
) -> FloatArray:
    """States of a recurrent network after every step.

    Parameters
    ----------
    x : float array, shape (n, T, d)
        n sequences of T steps.
    h0 : float array, shape (n, h)
        The state before the first step, usually zeros.
    W : float array, shape (d, h)
        Weights of the input.
    U : float array, shape (h, h)
        Weights of the state before.
    b : float array, shape (h,)
        One bias per unit.
    lengths : array of whole numbers, shape (n,), optional
        How many steps of each sequence are real. After them its state stands still; what fills x there does not count.

    Returns
    -------
    states : float array, shape (n, T, h)
        The state after each step, in -1..1; ``states[:, -1]`` is the last one, whatever the lengths.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or a length is not in 0..T.

    Notes
    -----
    PyTorch's ``nn.RNN`` keeps W and U transposed, and two biases, which only their sum matters of.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 10.2.

    Examples
    --------
    >>> rnn([[[1.0], [0.0]]], [[0.0]], [[1.0]], [[1.0]], [0.0]).round(4)
    array([[[0.7616],
            [0.642 ]]])
    """
    return forward(x, h0, W, U, b, lengths=lengths)[0]


def forward(
    x: ArrayLike, h0: ArrayLike, W: ArrayLike, U: ArrayLike, b: ArrayLike, *, lengths: ArrayLike | None = None
) -> tuple[FloatArray, Cache]:
    """Compute the states and their cache."""
    laid, W, U, (b,) = lay_out(x, h0, W, U, {"b": b}, 1, lengths)
    S, h = laid.S, len(U)
    V = np.concatenate([U, b[None], W]).T.copy()
    product = step_product(h, S.shape[2], S.dtype)
    for t in range(len(S) - 1):
        state = S[t + 1, :h]
        product(V, S[t], state)  # (2)
        np.tanh(state, out=state)  # (4)
        hold(state, S[t, :h], laid.ended, t)
    output = np.ascontiguousarray(S[1:, :h].transpose(2, 0, 1))  # (n, T, h)
    return output, Cache(laid, W, U, output)


def backward(dstates: ArrayLike, cache: Cache, needs: Sequence[bool] = (True,) * 5) -> tuple[FloatArray | None, ...]:
    """Give the derivatives with respect to x, h0, W, U and b; x's is None where `needs` says it is not wanted."""
    (S, ended), W, U, output = cache
    g = np.ascontiguousarray(incoming(dstates, output, "dstates").transpose(1, 2, 0))  # (T, h, n)
    h = len(U)
    collected = Gradients(S, W if needs[0] else None, [(slice(None), slice(None))], h)  # (6)
    dh, U = np.zeros_like(g[0]), np.ascontiguousarray(U)
    product = step_product(h, S.shape[2], S.dtype)
    for t in range(len(g) - 1, -1, -1):
        dh += g[t]
        kept = set_aside(dh, ended, t)
        dz = collected.step()
        np.multiply(S[t + 1, :h], S[t + 1, :h], out=dz)
        np.subtract(1, dz, out=dz)
        dz *= dh  # (5)
        product(U, dz, dh)
        dh += kept
    (dV,) = collected.weights
    return collected.dx, dh.T, dV[h + 1 :], dV[:h], dV[h]


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two sequences of three steps, one of which may end early."""
    d, h = (int(size) for size in rng.integers(1, 4, size=2))
    lengths = None if rng.random() < 0.5 else rng.integers(1, 4, size=2)
    drawn = {"x": (2, 3, d), "h0": (2, h), "W": (d, h), "U": (h, h), "b": (h,)}
    return {**{name: rng.normal(size=shape) for name, shape in drawn.items()}, "lengths": lengths}
