"""What every recurrent operation shares: its inputs checked and laid out by time, and its weights' derivatives.

A step of a sequence is one product, if what goes into it stands in one array. So the state, a 1 for the bias and the
input of step t are stacked, with features before samples:

    S[t] = (h[t-1]; 1; x[t]),  shape (h + 1 + d, n)               (1)
    (U; b; W)^T S[t] = the pre-activations of all gates at step t     (2)
    d(U; b; W) = sum over t of S[t] dZ[t]^T                       (3)

With features first, each gate is a block of whole rows, side by side in memory. (3) is one product over all steps.

Derivation: docs/derivations/recurrent.md
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, floats, indices, matrix, vector

COLUMNS = 512
"""Samples times steps that enter one product of `Gradients`: enough to be fast, few enough to stay in cache."""


class Laid(NamedTuple):
    """A sequence that is ready to be walked along."""

    S: FloatArray
    """Shape (T + 1, h + 1 + d, n): (1) for each step; the state of S[T] is the last one."""
    ended: NDArray[np.bool_] | None
    """Shape (T, n): where a sequence is already over. None if all last to the end."""


def lay_out(
    x: ArrayLike, h0: ArrayLike, W: ArrayLike, U: ArrayLike, biases: Mapping[str, ArrayLike], gates: int, lengths: Any
) -> tuple[Laid, FloatArray, FloatArray, list[FloatArray]]:
    """Check a sequence and its weights, and stack (1). Gives that, and then W, U and the biases as arrays."""
    x, h0, W, U = floats(x, "x"), matrix(h0, "h0"), matrix(W, "W"), matrix(U, "U")
    if x.ndim != 3 or x.shape[1] == 0:
        raise ValueError(
            f"x must have shape (n, T, d): samples, at least one step, features; got {x.shape}. "
            "Use np.reshape(x, (1, *x.shape)) for one sequence."
        )
    (n, T, d), h = x.shape, h0.shape[1]
    if len(h0) != n:
        raise ValueError(f"h0 must have {n} rows, one state per sequence of x; got shape {h0.shape}. Repeat it.")
    for name, weights, rows in (("W", W, d), ("U", U, h)):
        if weights.shape != (rows, gates * h):
            fix = f"Transpose it with {name}.T." if weights.shape == (gates * h, rows) else "Look at x and h0."
            raise ValueError(f"{name} must have shape ({rows}, {gates * h}); got {weights.shape}. {fix}")
    b = [vector(value, name, length=gates * h, per="bias per column of W") for name, value in biases.items()]
    ended = None
    if lengths is not None:
        last = vector(lengths, "lengths", length=n, per="length per sequence of x")
        last = indices(last, "lengths", below=T + 1, of="state, that before the first step among them")
        ended = np.arange(T)[:, None] >= last if (last < T).any() else None
    S = np.empty((T + 1, h + 1 + d, n), np.result_type(x, h0, W, U, *b))
    S[0, :h] = h0.T
    S[:, h] = 1
    S[:T, h + 1 :] = x.transpose(1, 2, 0)  # (1)
    if ended is not None:
        np.copyto(S[:T, h + 1 :], 0, where=ended[:, None])  # whatever fills the end up, it must not count
    return Laid(S, ended), W.astype(S.dtype, copy=False), U.astype(S.dtype, copy=False), b


def hold(new: FloatArray, old: FloatArray, ended: NDArray[np.bool_] | None, t: int) -> None:
    """Let the states of sequences that are over at step t stand still."""
    if ended is not None:
        np.copyto(new, old, where=ended[t])


def set_aside(d: FloatArray, ended: NDArray[np.bool_] | None, t: int) -> FloatArray | float:
    """Take out of a state's derivative what passes by step t untouched, because the sequence was over."""
    if ended is None or not ended[t].any():
        return 0.0
    kept: FloatArray = np.where(ended[t], d, 0)
    np.copyto(d, 0, where=ended[t])
    return kept


class Gradients:
    """Collects what all steps say about the weights (3) and about x, block by block.

    Steps come from the last to the first. Some are gathered in one small array, which stays in cache, and enter one
    product together: fewer products than steps, and never an array for all the steps.

    Parameters
    ----------
    S : float array, shape (T + 1, k, n)
        What went into each step.
    W : float array, shape (d, p), or None
        What brought x in; None if no derivative of x is wanted.
    parts : pairs of slices
        Which rows of dZ belong to the product with which rows of S. The last p rows of dZ belong to W.
    rows : int
        Of dZ.

    Attributes
    ----------
    weights : list of float arrays
        For each part the derivative, shape (rows of S, rows of dZ).
    dx : float array, shape (n, T, d), or None
        The derivative of x.
    """

    def __init__(self, S: FloatArray, W: FloatArray | None, parts: list[tuple[slice, slice]], rows: int) -> None:
        steps, (k, n) = len(S) - 1, S.shape[1:]
        self.S, self.W, self.parts = S, W, parts
        self.block = np.empty((min(steps, max(1, COLUMNS // max(n, 1))), rows, n), S.dtype)
        self.first = steps  # the step at which the block begins
        self.filled = 0
        sizes = [(len(range(rows)[z]), len(range(k)[s])) for z, s in parts]
        self.totals = [np.zeros(size, S.dtype) for size in sizes]
        self.dx = None if W is None else np.empty((n, steps, len(W)), S.dtype)

    def step(self) -> FloatArray:
        """Give the place, shape (rows, n), in which dZ of the step before is to be written."""
        if self.filled == len(self.block):
            self._close()
        self.filled += 1
        self.first -= 1
        place: FloatArray = self.block[-self.filled]
        return place

    def _close(self) -> None:
        dZ = self.block[-self.filled :].transpose(1, 0, 2).reshape(self.block.shape[1], -1)  # (rows, steps n)
        now = slice(self.first, self.first + self.filled)
        S = self.S[now].transpose(1, 0, 2).reshape(self.S.shape[1], -1)  # (k, steps n)
        for total, (z, s) in zip(self.totals, self.parts, strict=True):
            total += dZ[z] @ S[s].T
        if self.W is not None and self.dx is not None:
            dx = self.W @ dZ[-self.W.shape[1] :]
            self.dx[:, now] = dx.reshape(len(dx), self.filled, -1).transpose(2, 1, 0)
        self.filled = 0

    @property
    def weights(self) -> list[FloatArray]:
        """The derivatives (3), after the last step."""
        if self.filled:
            self._close()
        return [total.T for total in self.totals]
