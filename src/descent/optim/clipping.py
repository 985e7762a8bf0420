"""Clipping keeps one wild batch from throwing the parameters far away: a gradient that is too long is shortened.

    g <- g min(1, limit / |g|)      (1)  the direction stays
    g <- max(-limit, min(limit, g)) (2)  entry by entry; the direction may change

Derivation: docs/derivations/optimizers.md
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from descent.optim.flat import Learnable


def clip_grad_norm(parameters: Iterable[Learnable], max_norm: float) -> float:
    """Shorten all gradients together so that their common length is at most max_norm (1).

    Parameters
    ----------
    parameters : iterable of Learnable
        Those without a gradient are passed over.
    max_norm : float
        The limit, above 0.

    Returns
    -------
    float
        The length before; NaN or infinity if a gradient is, and then nothing is changed.

    Raises
    ------
    ValueError
        If max_norm is not above 0.

    Examples
    --------
    >>> from descent.tensor import Tensor
    >>> w = Tensor([0.0, 0.0], requires_grad=True)
    >>> w.grad = np.array([3.0, 4.0])
    >>> clip_grad_norm([w], 1.0)
    5.0
    >>> w.grad
    array([0.6, 0.8])
    """
    _check(max_norm, "max_norm")
    given = [parameter for parameter in parameters if parameter.grad is not None]
    squares = [float(np.vdot(p.grad, p.grad)) for p in given]  # type: ignore[arg-type]
    length = float(np.sqrt(sum(squares)))
    if np.isfinite(length) and length > max_norm:
        for parameter in given:
            parameter.grad = parameter.grad * parameter.data.dtype.type(max_norm / length)
    return length


def clip_grad_value(parameters: Iterable[Learnable], limit: float) -> None:
    """Bring every entry of every gradient into -limit..limit (2).

    Parameters
    ----------
    parameters : iterable of Learnable
        Those without a gradient are passed over.
    limit : float
        Above 0.

    Raises
    ------
    ValueError
        If limit is not above 0.
    """
    _check(limit, "limit")
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad = np.clip(parameter.grad, -limit, limit)


def _check(limit: float, name: str) -> None:
    if not limit > 0:
        raise ValueError(f"{name} must be above 0; got {limit}. Typical limits lie between 0.1 and 10.")
