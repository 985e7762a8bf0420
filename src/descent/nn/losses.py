"""Losses of networks, each one number: the mean over what comes in. Those that take logits are exact at extremes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from descent.ops import (
    absolute,
    mean_squared_error,
    softmax_cross_entropy,
)
from descent.ops import (
    binary_cross_entropy_with_logits as from_logits,
)
from descent.tensor import Tensor, apply, as_tensor


def cross_entropy(logits: Any, labels: Any, *, ignore_index: int | None = None, label_smoothing: float = 0.0) -> Tensor:
    """Surprise at the right class, in nats: logits (n, k), or (..., k), and class numbers of the leading shape.

    Where a label is ``ignore_index``, as at places that only fill a sequence up, nothing is asked, and the mean is over
    the others. ``label_smoothing`` spreads that share of each forecast over all classes.
    """
    if ignore_index is None:
        return apply(softmax_cross_entropy, logits, labels, smoothing=label_smoothing)
    asked = np.asarray(labels) != ignore_index
    real = np.where(asked, labels, 0)
    return apply(softmax_cross_entropy, logits, real, weights=asked, smoothing=label_smoothing)


def binary_cross_entropy_with_logits(logits: Any, y: Any) -> Tensor:
    """Surprise at answers 0 or 1, in nats; y has the shape of the logits."""
    return apply(from_logits, logits, y)


def mse_loss(y_hat: Any, y: Any) -> Tensor:
    """Mean squared difference."""
    return apply(mean_squared_error, y_hat, y)


def l1_loss(y_hat: Any, y: Any) -> Tensor:
    """Mean absolute difference."""
    return apply(absolute, as_tensor(y_hat) - y).mean()


def l1_penalty(parameters: Iterable[Tensor]) -> Tensor:
    """Sum of absolute values, to be added to a loss times a small factor: it makes weights exactly 0."""
    return _total([apply(absolute, parameter).sum() for parameter in parameters])


def l2_penalty(parameters: Iterable[Tensor]) -> Tensor:
    """Half the sum of squares, to be added to a loss times a small factor: its gradient is the weights themselves."""
    return _total([(parameter * parameter).sum() * 0.5 for parameter in parameters])


def _total(terms: list[Tensor]) -> Tensor:
    if not terms:
        raise ValueError("a penalty needs at least one parameter; got none. Pass model.parameters().")
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total
