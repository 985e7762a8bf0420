"""An LSTM carries a cell that only gates may change, so that it can remember for long: a whole sequence at once.

    i, f, o = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o),  g = tanh(z_g),  z = x[t] W + h[t-1] U + b    (4)
    c[t] = f c[t-1] + i g,  h[t] = o tanh(c[t])                                                       (5)
    dc[t] gains dh[t] (o - h[t] tanh(c[t])),  dc[t-1] = dc[t] f                                       (6)
    dz = (dc g i (1 - i),  dc c[t-1] f (1 - f),  dc i (1 - g^2),  dh tanh(c) o (1 - o))               (7)

Columns of W, U and b stand in the order i, f, g, o, as in PyTorch. (1) to (3) are in `descent.recurrence`.

Derivation: docs/derivations/recurrent.md
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent import fast, gates
from descent.products import step_product
from descent.recurrence import Gradients, Laid, hold, lay_out, set_aside
from descent.shapes import FloatArray, incoming, matrix, same_shape


class Cache(NamedTuple):
    """What backward needs."""

    laid: Laid
    A: FloatArray
    W: FloatArray
    U: FloatArray
    output: FloatArray


def lstm(
    x: ArrayLike,
    h0: ArrayLike,
    c0: ArrayLike,
    W: ArrayLike,
    U: ArrayLike,
    b: ArrayLike,
    *,
    lengths: ArrayLike | None = None,
) -> FloatArray:
    """States and cells of a long short-term memory after every step.

    Parameters
    ----------
    x : float array, shape (n, T, d)
        n sequences of T steps.
    h0 : float array, shape (n, h)
        The state before the first step, usually zeros.
    c0 : float array, shape (n, h)
        The cell before the first step, usually zeros.
    W : float array, shape (d, 4 h)
        Weights of the input, for the gates i, f, g, o one after the other.
    U : float array, shape (h, 4 h)
        Weights of the state before.
    b : float array, shape (4 h,)
        Biases. A forget gate starts well with 1.
    lengths : array of whole numbers, shape (n,), optional
        How many steps of each sequence are real. After them state and cell stand still.

    Returns
    -------
    output : float array, shape (2, n, T, h)
        ``output[0]`` are the states, in -1..1, ``output[1]`` the cells.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or a length is not in 0..T.

    References
    ----------
    Hochreiter and Schmidhuber (1997), Long Short-Term Memory; Gers et al. (2000) for the forget gate.

    Examples
    --------
    >>> lstm([[[1.0], [0.0]]], [[0.0]], [[0.0]], [[0.0, 0.0, 5.0, 0.0]], [[0.0] * 4], [9.0] * 2 + [0.0, 9.0]).round(2)
    array([[[[0.76],
             [0.76]]],
    <BLANKLINE>
    <BLANKLINE>
           [[[1.  ],
             [1.  ]]]])
    """
    return forward(x, h0, c0, W, U, b, lengths=lengths)[0]


def forward(
    x: ArrayLike,
    h0: ArrayLike,
    c0: ArrayLike,
    W: ArrayLike,
    U: ArrayLike,
    b: ArrayLike,
    *,
    lengths: ArrayLike | None = None,
) -> tuple[FloatArray, Cache]:
    """Compute states and cells and their cache."""
    laid, W, U, (b,) = lay_out(x, h0, W, U, {"b": b}, 4, lengths)
    c0 = matrix(c0, "c0")
    same_shape(np.asarray(h0), c0, ("h0", "c0"))
    (S, ended), h = laid, len(U)
    V = _swapped(np.concatenate([U, b[None], W])).T.copy()
    V[: 3 * h] *= 0.5  # sigmoid(z) = tanh(z / 2) / 2 + 1/2: then one tanh serves all gates
    A = np.empty((len(S), 5 * h, S.shape[2]), np.result_type(S, c0))  # rows i, f, o, g and the cell before
    tanh_c, step = np.empty_like(A[0, :h]), _steps(A[0])
    A[0, 4 * h :] = c0.T
    product = step_product(4 * h, S.shape[2], A.dtype)
    for t in range(len(S) - 1):
        a, c = A[t], A[t + 1, 4 * h :]
        product(V, S[t], a[: 4 * h])  # (2)
        np.tanh(a[: 4 * h], out=a[: 4 * h])
        step.open_gates(a, a[4 * h :], c, h)  # (4)
        np.multiply(a[2 * h : 3 * h], np.tanh(c, out=tanh_c), out=S[t + 1, :h])  # (5)
        hold(S[t + 1, :h], S[t, :h], ended, t)
        hold(c, a[4 * h :], ended, t)
    output = np.stack([S[1:, :h].transpose(2, 0, 1), A[1:, 4 * h :].transpose(2, 0, 1)])
    return output, Cache(laid, A, W, U, output)


def backward(doutput: ArrayLike, cache: Cache, needs: Sequence[bool] = (True,) * 6) -> tuple[FloatArray | None, ...]:
    """Give the derivatives with respect to x, h0, c0, W, U and b; x's is None where `needs` says it is not wanted."""
    (S, ended), A, W, U, output = cache
    h, n = len(U), S.shape[2]
    dH, dC = incoming(doutput, output, "doutput").transpose(0, 2, 3, 1)  # (T, h, n)
    cells_too = dC.any()
    U = np.ascontiguousarray(_swapped(U))
    product = step_product(h, n, A.dtype)
    collected = Gradients(S, _swapped(W) if needs[0] else None, [(slice(None), slice(None))], 4 * h)
    dh, dc, tanh_c = np.zeros((3, h, n), A.dtype)
    step = _steps(A[0])
    for t in range(len(S) - 2, -1, -1):
        dz = collected.step()
        dh += dH[t]
        if cells_too:
            dc += dC[t]
        kept_h, kept_c = set_aside(dh, ended, t), set_aside(dc, ended, t)
        np.tanh(A[t + 1, 4 * h :], out=tanh_c)
        step.way_back(A[t], S[t + 1, :h], tanh_c, dh, dc, dz, h)  # (6), (7)
        dc += kept_c
        product(U, dz, dh)
        dh += kept_h
    dV = _swapped(collected.weights[0])
    return collected.dx, dh.T, dc.T, dV[h + 1 :], dV[:h], dV[h]


def _steps(a: FloatArray) -> ModuleType:
    """Choose the readable steps or, where there is much to do at each, their compiled twins."""
    if not fast.worth_it(a.size):
        return gates
    from descent import _fast_gates  # it brings Numba, which not everybody has, and which takes its time

    return _fast_gates


def _swapped(weights: FloatArray) -> FloatArray:
    """Exchange the last two gates, so that the three sigmoids stand side by side: i, f, o, g."""
    return weights.reshape(len(weights), 4, -1)[:, [0, 1, 3, 2]].reshape(weights.shape)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two sequences of three steps, one of which may end early."""
    d, h = (int(size) for size in rng.integers(1, 4, size=2))
    lengths = None if rng.random() < 0.5 else rng.integers(1, 4, size=2)
    drawn = {"x": (2, 3, d), "h0": (2, h), "c0": (2, h), "W": (d, 4 * h), "U": (h, 4 * h), "b": (4 * h,)}
    return {**{name: rng.normal(size=shape) for name, shape in drawn.items()}, "lengths": lengths}
