"""CTC: the cost of labels whose places in a longer sequence nobody wrote down.

Each step gives a label or a blank. Merging equal neighbours and then dropping blanks turns a path into labels, and the
probability of labels is the sum over all their paths. With a blank before, between and after the labels, l = (-, l_1,
-, l_2, ..., -), and y = log softmax(z),

    a[t, s] = y[t, l_s] + log sum of exp a[t-1, s'],  s' = s, s-1, and s-2 if l_s is neither - nor l_(s-2)    (1)
    b[t, s] = log sum of exp (b[t+1, s'] + y[t+1, l_s']),  s' = s, s+1, and s+2 if (1) allows s from there    (2)
    log p = log (exp a[T, last] + exp a[T, last but one]),  loss = mean of -log p                             (3)
    dz[t, j] = (softmax(z)[t, j] - sum over s with l_s = j of exp(a[t, s] + b[t, s] - log p)) / n             (4)

Derivation: docs/derivations/ctc.md
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.alignments import alignable, real_lengths
from descent.ops.log_softmax import log_softmax
from descent.ops.logsumexp import logsumexp
from descent.shapes import FloatArray, floats, incoming, indices, matrix, not_empty


class Cache(NamedTuple):
    """What backward needs."""

    y: FloatArray
    path: NDArray[np.int64]
    posterior: FloatArray
    real: NDArray[np.bool_]
    loss: FloatArray


def ctc_loss(
    z: ArrayLike,
    targets: ArrayLike,
    *,
    input_lengths: ArrayLike | None = None,
    target_lengths: ArrayLike | None = None,
    blank: int = 0,
) -> FloatArray:
    """Mean negative log-probability of label sequences, over all their alignments, from logits.

    Parameters
    ----------
    z : float array, shape (n, T, k)
        Logits of k classes, one of them the blank, at each of T steps. Log-probabilities are logits too.
    targets : array of whole numbers, shape (n, L)
        Labels, none of them the blank; filled up with anything from 0 to k-1 after their end.
    input_lengths : array of whole numbers, shape (n,), optional
        How many steps of each sequence are real; by default T.
    target_lengths : array of whole numbers, shape (n,), optional
        How many labels are real; by default L.
    blank : int
        Which class is the blank.

    Returns
    -------
    loss : float array, shape ()
        Nats per sequence, at least 0.

    Raises
    ------
    ValueError
        If shapes do not fit, a label is the blank, or a sequence has too few steps for its labels.

    Notes
    -----
    PyTorch's ``reduction="mean"`` divides each cost by its number of labels first; this does not.

    References
    ----------
    Graves et al. (2006), Connectionist Temporal Classification, section 4.1.

    Examples
    --------
    >>> ctc_loss([[[0.0, 0.0], [0.0, 0.0]]], [[1]]).round(4)  # 3 of 4 paths: 11, 1-, -1
    np.float64(0.2877)
    """
    return forward(z, targets, input_lengths=input_lengths, target_lengths=target_lengths, blank=blank)[0]


def forward(
    z: ArrayLike,
    targets: ArrayLike,
    *,
    input_lengths: ArrayLike | None = None,
    target_lengths: ArrayLike | None = None,
    blank: int = 0,
) -> tuple[FloatArray, Cache]:
    """Compute the mean cost and its cache."""
    z = floats(z, "z")
    if z.ndim != 3:
        raise ValueError(f"z must have shape (n, T, k): samples, steps, classes; got {z.shape}. Put the samples first.")
    not_empty(z, "z")
    n, T, k = z.shape
    targets = indices(matrix(targets, "targets"), "targets", below=k, of="class")
    if len(targets) != n:
        raise ValueError(
            f"targets must have {n} rows, one per sequence of z; got shape {targets.shape}. Pad the shorter ones."
        )
    L = targets.shape[1]
    steps = real_lengths(input_lengths, "input_lengths", n, T)
    labels = real_lengths(target_lengths, "target_lengths", n, L)
    alignable(targets, steps, labels, blank)
    path = np.full((n, 2 * L + 1), blank)
    path[:, 1::2] = targets  # (n, S): blank, label, blank, ...
    skip = np.zeros(path.shape, bool)
    skip[:, 2:] = (path[:, 2:] != blank) & (path[:, 2:] != path[:, :-2])
    y = log_softmax(z)
    emitted = np.take_along_axis(y, path[:, None], axis=2).transpose(1, 0, 2)  # (T, n, S)
    a, b = np.full((2, T, *path.shape), -np.inf, y.dtype)
    a[0, :, :2] = emitted[0, :, :2]
    for t in range(1, T):
        from_skip = np.where(skip, _moved(a[t - 1], 2), -np.inf)
        a[t] = emitted[t] + _add_logs(a[t - 1], _moved(a[t - 1], 1), from_skip)  # (1)
    ends = np.arange(path.shape[1]) - 2 * labels[:, None]
    end = np.where((ends == 0) | (ends == -1), 0, -np.inf).astype(y.dtype)
    later = np.full_like(end, -np.inf)
    for t in range(T - 1, -1, -1):
        from_skip = _moved(np.where(skip, later, -np.inf), -2)
        b[t] = np.where((steps == t + 1)[:, None], end, _add_logs(later, _moved(later, -1), from_skip))  # (2)
        later = b[t] + emitted[t]
    log_p = logsumexp(later[:, :2], axis=1)  # (3), read from the front: a path begins with a blank or a label
    posterior = np.exp(a + b - log_p[:, None]).transpose(1, 0, 2)  # (n, T, S)
    loss = np.asarray(-log_p.mean())
    return loss, Cache(y, path, posterior, np.arange(T) < steps[:, None], loss)


def backward(dloss: ArrayLike, cache: Cache, needs: Sequence[bool] = (True,) * 2) -> tuple[FloatArray, None]:
    """Give the derivatives with respect to the logits and targets; targets are data."""
    y, path, posterior, real, loss = cache
    g = incoming(dloss, loss, "dloss")
    one_hot = (path[:, :, None] == np.arange(y.shape[2])).astype(y.dtype)  # (n, S, k)
    dz = np.exp(y)
    dz -= posterior @ one_hot
    dz *= real[:, :, None] * (g / len(y))
    return dz, None  # (4)


def _moved(a: FloatArray, by: int) -> FloatArray:
    """Move the places of every row to the right, or with a negative number to the left; -inf fills up."""
    out = np.full_like(a, -np.inf)
    if by > 0:
        out[:, by:] = a[:, :-by]
    else:
        out[:, :by] = a[:, -by:]
    return out


def _add_logs(a: FloatArray, b: FloatArray, c: FloatArray) -> FloatArray:
    """Logarithm of exp a + exp b + exp c; -inf where all three are."""
    top = np.maximum(np.maximum(a, b), c)
    top[np.isneginf(top)] = 0
    with np.errstate(divide="ignore"):
        total: FloatArray = np.log(np.exp(a - top) + np.exp(b - top) + np.exp(c - top)) + top
    return total


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw two sequences of five steps, the second of which is shorter than it looks."""
    targets = rng.integers(1, 4, size=(2, 2))
    lengths = {"input_lengths": [5, 4], "target_lengths": [2, int(rng.integers(0, 2))]}
    return {"z": rng.normal(size=(2, 5, 4)), "targets": targets, **lengths}
