"""A GRU blends its old state with a candidate, by gates of its own: a whole sequence at once.

    r, z = sigmoid(p_r + q_r), sigmoid(p_z + q_z),  p = x[t] W + b,  q = h[t-1] U + b_h    (4)
    m = tanh(p_n + r q_n),  h[t] = (1 - z) m + z h[t-1]                                    (5)
    dp_n = dh (1 - z) (1 - m^2),  dq_n = dp_n r                                            (6)
    dr = dp_n q_n r (1 - r),  dz = dh (h[t-1] - m) z (1 - z),  dh[t-1] gains dh z          (7)

Columns of W, U, b and b_h stand in the order r, z, n, as in PyTorch. (1) to (3) are in `descent.recurrence`.

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
    A: FloatArray
    W: FloatArray
    U: FloatArray
    output: FloatArray


def gru(
    x: ArrayLike,
    h0: ArrayLike,
    W: ArrayLike,
    U: ArrayLike,
    b: ArrayLike,
    b_h: ArrayLike,
    *,
    lengths: ArrayLike | None = None,
) -> FloatArray:
    """States of a network of gated recurrent units after every step.

    Parameters
    ----------
    x : float array, shape (n, T, d)
        n sequences of T steps.
    h0 : float array, shape (n, h)
        The state before the first step, usually zeros.
    W : float array, shape (d, 3 h)
        Weights of the input, for reset gate, update gate and candidate one after the other.
    U : float array, shape (h, 3 h)
        Weights of the state before.
    b : float array, shape (3 h,)
        Biases of the input's part.
    b_h : float array, shape (3 h,)
        Biases of the state's part. Of the gates' only the sum with b counts; the candidate's is under the reset gate.
    lengths : array of whole numbers, shape (n,), optional
        How many steps of each sequence are real. After them its state stands still.

    Returns
    -------
    states : float array, shape (n, T, h)
        The state after each step.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or a length is not in 0..T.

    Notes
    -----
    The reset gate acts on the projected state, as in PyTorch and cuDNN; in the paper it acts on the state itself. An
    update gate of 1 keeps the old state; some texts turn that round.

    References
    ----------
    Cho et al. (2014), Learning Phrase Representations using RNN Encoder-Decoder, section 2.3.

    Examples
    --------
    >>> gru([[[1.0], [0.0]]], [[0.0]], [[0.0, 0.0, 9.0]], [[0.0] * 3], [0.0] * 3, [0.0] * 3)
    array([[[0.49999998],
            [0.24999999]]])
    """
    return forward(x, h0, W, U, b, b_h, lengths=lengths)[0]


def forward(
    x: ArrayLike,
    h0: ArrayLike,
    W: ArrayLike,
    U: ArrayLike,
    b: ArrayLike,
    b_h: ArrayLike,
    *,
    lengths: ArrayLike | None = None,
) -> tuple[FloatArray, Cache]:
    """Compute the states and their cache."""
    laid, W, U, (b, b_h) = lay_out(x, h0, W, U, {"b": b, "b_h": b_h}, 3, lengths)
    S, h = laid.S, len(U)
    P = np.matmul(np.concatenate([b[None], W]).T.copy(), S[:-1, h:])  # (T, 3 h, n): p of all steps
    V = np.roll(np.concatenate([U, b_h[None]]), h, axis=1).T.copy()
    A = np.empty((len(P), 4 * h, P.shape[2]), S.dtype)  # rows q_n, r, z, m
    product = step_product(3 * h, S.shape[2], S.dtype)
    for t, (a, p) in enumerate(zip(A, P, strict=True)):
        before, state = S[t, :h], S[t + 1, :h]
        product(V, S[t, : h + 1], a[: 3 * h])
        q_n, gates, m = a[:h], a[h : 3 * h], a[3 * h :]
        gates += p[: 2 * h]
        gates *= 0.5  # sigmoid(z) = tanh(z / 2) / 2 + 1/2
        np.tanh(gates, out=gates)
        gates *= 0.5
        gates += 0.5  # (4)
        np.multiply(gates[:h], q_n, out=m)
        m += p[2 * h :]
        np.tanh(m, out=m)
        np.subtract(before, m, out=state)
        state *= gates[h:]
        state += m  # (5): m + z (h - m)
        hold(state, before, laid.ended, t)
    output = np.ascontiguousarray(S[1:, :h].transpose(2, 0, 1))
    return output, Cache(laid, A, W, U, output)


def backward(dstates: ArrayLike, cache: Cache, needs: Sequence[bool] = (True,) * 6) -> tuple[FloatArray | None, ...]:
    """Give the derivatives with respect to x, h0, W, U, b and b_h; x's is None where `needs` says it is not wanted."""
    (S, ended), A, W, U, output = cache
    h = len(U)
    g = incoming(dstates, output, "dstates").transpose(1, 2, 0)  # (T, h, n)
    V = np.roll(U, h, axis=1)
    parts = [(slice(3 * h), slice(h + 1)), (slice(h, None), slice(h, None))]
    collected = Gradients(S, W if needs[0] else None, parts, 4 * h)
    dh, past, slope = np.zeros((3, *A[0, :h].shape), A.dtype)
    product = step_product(h, S.shape[2], S.dtype)
    for t in range(len(A) - 1, -1, -1):
        q_n, r, z, m = A[t].reshape(4, h, -1)
        dZ = collected.step()
        dq_n, dr, dz, dp_n = dZ.reshape(4, h, -1)  # the first three belong to q, the last three to p
        dh += g[t]
        kept = set_aside(dh, ended, t)
        np.multiply(dh, z, out=past)
        np.subtract(dh, past, out=dp_n)
        np.subtract(1, np.multiply(m, m, out=slope), out=slope)
        dp_n *= slope
        np.multiply(dp_n, r, out=dq_n)  # (6)
        np.subtract(1, r, out=dr)
        dr *= q_n
        dr *= dq_n
        np.subtract(S[t, :h], m, out=dz)
        dz *= past
        dz *= np.subtract(1, z, out=slope)  # (7)
        product(V, dZ[: 3 * h], dh)
        dh += past
        dh += kept
    dU, dW = collected.weights
    dU = np.roll(dU, -h, axis=1)
    return collected.dx, dh.T, dW[1:], dU[:h], dW[0], dU[h]


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two sequences of three steps, one of which may end early."""
    d, h = (int(size) for size in rng.integers(1, 4, size=2))
    lengths = None if rng.random() < 0.5 else rng.integers(1, 4, size=2)
    drawn = {"x": (2, 3, d), "h0": (2, h), "W": (d, 3 * h), "U": (h, 3 * h), "b": (3 * h,), "b_h": (3 * h,)}
    return {**{name: rng.normal(size=shape) for name, shape in drawn.items()}, "lengths": lengths}
