"""RMSprop divides every gradient by its usual size, so that flat and steep directions advance alike.

    v <- alpha v + (1 - alpha) g^2             (1)
    p <- p - lr g / (sqrt(v) + eps)            (2)

Derivation: docs/derivations/optimizers.md
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from descent.optim.flat import Learnable
from descent.optim.optimizer import Optimizer, share
from descent.shapes import FloatArray


class RMSprop(Optimizer):
    """Gradient descent with steps scaled by the root mean square: Hinton's lecture 6e (2012).

    Parameters
    ----------
    parameters : iterable of Learnable
        What is learnt.
    lr : float
        Learning rate.
    alpha : float
        How much of the past the mean square keeps, at least 0 and below 1.
    eps : float
        Added to the root.
    momentum : float
        The share of the last scaled step that goes on.
    weight_decay : float
        How strongly parameters are pulled to 0.

    Examples
    --------
    >>> from descent.tensor import Tensor
    >>> w = Tensor([4.0], requires_grad=True)
    >>> optimizer = RMSprop([w], lr=0.1, alpha=0.75)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.data.round(6)
    array([3.8])
    """

    def __init__(
        self,
        parameters: Iterable[Learnable],
        *,
        lr: float = 0.01,
        alpha: float = 0.99,
        eps: float = 1e-8,
        momentum: float = 0.0,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, lr=lr, weight_decay=weight_decay)
        self.alpha, self.eps = share(alpha, "alpha"), share(eps, "eps")
        self.momentum = share(momentum, "momentum")
        self.v = self.flat.zeros()
        self.velocity = self.flat.zeros() if momentum else None

    def update(self, part: slice, g: FloatArray, spare: FloatArray) -> None:
        """Take the step for a part of the numbers."""
        p, v = self.flat.numbers[part], self.v[part]
        if self.weight_decay:
            g = g + np.multiply(p, self.weight_decay, out=spare)
        np.multiply(g, g, out=spare)
        spare -= v
        spare *= 1 - self.alpha
        v += spare  # (1)
        np.sqrt(v, out=spare)
        spare += self.eps
        np.divide(g, spare, out=spare)
        if self.velocity is not None:
            velocity = self.velocity[part]
            velocity *= self.momentum
            velocity += spare
            np.copyto(spare, velocity)
        spare *= self.lr
        p -= spare  # (2)
