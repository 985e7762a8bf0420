"""How weights begin: as random numbers of a spread that lets signals pass through many layers unchanged.

    zeros        w = 0: all units of a layer stay the same for ever
    normal       w ~ N(0, spread^2)
    Xavier       variance 2 / (fan_in + fan_out)      (1)  for tanh and sigmoid
    He           variance 2 / fan_in                  (2)  for ReLU, which silences half of the units
    orthogonal   W^T W = 1: no direction is stretched (3)  for recurrent weights

fan_in is the number of inputs that a unit adds up, fan_out the number of units that an input reaches.

Derivation: docs/derivations/initialisation.md
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from descent.shapes import FloatArray

Rng = np.random.Generator | int | None
Initialiser = Callable[[Sequence[int], np.random.Generator], FloatArray]
"""Takes the shape of the weights and draws them, in float32."""


def zeros(shape: Sequence[int], rng: Rng = None) -> FloatArray:
    """All zeros: right for biases, and for weights a demonstration of what goes wrong."""
    return np.zeros(tuple(shape), np.float32)


def ones(shape: Sequence[int], rng: Rng = None) -> FloatArray:
    """All ones: for scales."""
    return np.ones(tuple(shape), np.float32)


def normal(shape: Sequence[int], rng: Rng = None, *, spread: float = 0.01) -> FloatArray:
    """Normal numbers with mean 0 and this standard deviation, whatever the shape."""
    return _draw(rng).standard_normal(tuple(shape), np.float32) * np.float32(spread)


def xavier_normal(shape: Sequence[int], rng: Rng = None) -> FloatArray:
    """Normal numbers of variance (1): Glorot and Bengio (2010)."""
    return normal(shape, rng, spread=np.sqrt(2 / sum(fans(shape))))


def xavier_uniform(shape: Sequence[int], rng: Rng = None) -> FloatArray:
    """Uniform numbers of variance (1): those of -a..a have variance a^2 / 3."""
    return _uniform(shape, rng, np.sqrt(6 / sum(fans(shape))))


def he_normal(shape: Sequence[int], rng: Rng = None) -> FloatArray:
    """Normal numbers of variance (2): He et al. (2015)."""
    return normal(shape, rng, spread=np.sqrt(2 / fans(shape)[0]))


def he_uniform(shape: Sequence[int], rng: Rng = None) -> FloatArray:
    """Uniform numbers of variance (2)."""
    return _uniform(shape, rng, np.sqrt(6 / fans(shape)[0]))


def orthogonal(shape: Sequence[int], rng: Rng = None, *, gain: float = 1.0) -> FloatArray:
    """Rows or columns, whichever are fewer, that are perpendicular and of length ``gain`` (3): Saxe et al. (2014).

    Weights with more than two axes are treated as a matrix with the last axis as columns.
    """
    rows, columns = int(np.prod(shape[:-1])), shape[-1]
    drawn = _draw(rng).standard_normal((max(rows, columns), min(rows, columns)))
    Q, R = np.linalg.qr(drawn)
    Q *= np.sign(np.diag(R))  # without this, QR's own choice of signs would make some rotations likelier than others
    return (gain * (Q if rows >= columns else Q.T)).reshape(shape).astype(np.float32)


def fans(shape: Sequence[int]) -> tuple[int, int]:
    """Inputs a unit adds up, and units an input reaches, for weights of shape (..., inputs, units).

    For filters the leading axes are the window: each of its places counts.

    Examples
    --------
    >>> fans((3, 3, 16, 32))
    (144, 288)
    """
    if len(shape) < 2:
        raise ValueError(
            f"weights of shape {tuple(shape)} have no inputs and outputs to count. Draw biases with zeros or normal."
        )
    window = int(np.prod(shape[:-2]))
    return window * shape[-2], window * shape[-1]


def _uniform(shape: Sequence[int], rng: Rng, bound: float) -> FloatArray:
    drawn = _draw(rng).random(tuple(shape), np.float32)
    return (drawn * 2 - 1) * np.float32(bound)


def _draw(rng: Rng) -> np.random.Generator:
    return np.random.default_rng(rng)
