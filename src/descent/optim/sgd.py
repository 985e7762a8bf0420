"""Stochastic gradient descent steps against the gradient of a mini-batch; momentum lets it roll on.

    p <- p - lr g                              (1)  plain
    v <- momentum v + g,  p <- p - lr v        (2)  momentum: Polyak (1964)
    v <- momentum v + g,  p <- p - lr (g + momentum v)      (3)  Nesterov: look where the roll leads

Weight decay adds weight_decay p to g: the gradient of an L2 penalty.

Derivation: docs/derivations/optimizers.md
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from descent.optim.flat import Learnable
from descent.optim.optimizer import Optimizer, share
from descent.shapes import FloatArray


class SGD(Optimizer):
    """Gradient descent on mini-batches, with or without momentum.

    Parameters
    ----------
    parameters : iterable of Learnable
        What is learnt.
    lr : float
        Learning rate, above 0.
    momentum : float
        The share of the last step that goes on, at least 0 and below 1.
    nesterov : bool
        Whether to look ahead (3).
    weight_decay : float
        How strongly parameters are pulled to 0.

    Examples
    --------
    >>> from descent.tensor import Tensor
    >>> w = Tensor([4.0], requires_grad=True)
    >>> optimizer = SGD([w], lr=0.25)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.data
    array([2.])
    """

    def __init__(
        self,
        parameters: Iterable[Learnable],
        *,
        lr: float = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, lr=lr, weight_decay=weight_decay)
        self.momentum = share(momentum, "momentum")
        if nesterov and not momentum:
            raise ValueError("nesterov looks ahead along the momentum; got momentum=0. Try momentum=0.9.")
        self.nesterov = nesterov
        self.velocity = self.flat.zeros() if momentum else None

    def update(self, part: slice, g: FloatArray, spare: FloatArray) -> None:
        """Take the step for a part of the numbers."""
        p = self.flat.numbers[part]
        rate = p.dtype.type(self.lr)
        if self.weight_decay:
            g = g + np.multiply(p, self.weight_decay, out=spare)
        if self.velocity is None:
            p -= np.multiply(g, rate, out=spare)  # (1)
            return
        v = self.velocity[part]
        v *= self.momentum
        v += g
        if self.nesterov:
            ahead = np.multiply(v, self.momentum, out=spare)
            ahead += g
            ahead *= rate
            p -= ahead  # (3)
        else:
            p -= np.multiply(v, rate, out=spare)  # (2)
