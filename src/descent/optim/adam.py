"""Adam gives every parameter a step of its own length: the mean of its gradients over their usual size.

    m <- beta1 m + (1 - beta1) g             (1)  the mean direction
    v <- beta2 v + (1 - beta2) g^2           (2)  the mean square
    m^ = m / (1 - beta1^t),  v^ = v / (1 - beta2^t)      (3)  both began at 0; this makes up for it
    p <- p - lr m^ / (sqrt(v^) + eps)        (4)

Weight decay adds weight_decay p to g here; AdamW takes lr weight_decay p off the parameter itself (5). What is kept is
m / (1 - beta1) and v / (1 - beta2), which the factors of (4) make up for: two sweeps less over all numbers.

Derivation: docs/derivations/optimizers.md
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from descent import fast
from descent.optim.flat import Learnable
from descent.optim.optimizer import Optimizer, share
from descent.shapes import FloatArray

SMALLEST = 1e-30
"""A mean below this is set to 0: numbers near the smallest a float can hold make a processor many times slower."""


class Adam(Optimizer):
    """Adaptive moment estimation: Kingma and Ba (2015).

    Parameters
    ----------
    parameters : iterable of Learnable
        What is learnt.
    lr : float
        Learning rate: about the length of a step of each parameter.
    betas : pair of float
        How much of the past the mean and the mean square keep, each at least 0 and below 1.
    eps : float
        Added to the root, so that a parameter without gradients does not divide by 0.
    weight_decay : float
        How strongly parameters are pulled to 0.

    Examples
    --------
    >>> from descent.tensor import Tensor
    >>> w = Tensor([4.0, 0.04], requires_grad=True)
    >>> optimizer = Adam([w], lr=0.01)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.data.round(6)
    array([3.99, 0.03])
    """

    decoupled = False

    def __init__(
        self,
        parameters: Iterable[Learnable],
        *,
        lr: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(parameters, lr=lr, weight_decay=weight_decay)
        self.beta1, self.beta2 = share(betas[0], "beta1"), share(betas[1], "beta2")
        self.eps = share(eps, "eps")
        self.m, self.v = self.flat.zeros(), self.flat.zeros()

    def update(self, part: slice, g: FloatArray, spare: FloatArray) -> None:
        """Take the step for a part of the numbers."""
        p, m, v = self.flat.numbers[part], self.m[part], self.v[part]
        if self.weight_decay and self.decoupled:
            p *= 1 - self.lr * self.weight_decay  # (5)
        elif self.weight_decay:
            g = g + np.multiply(p, self.weight_decay, out=spare)
        usual = math.sqrt((1 - self.beta2) / (1 - self.beta2**self.n_steps))  # (3)
        eps, rate = self.eps / usual, self.lr * (1 - self.beta1) / (1 - self.beta1**self.n_steps) / usual
        if fast.worth_it(len(p)):
            from descent.optim import _fast_adam  # it brings Numba, which not everybody has

            _fast_adam.step(p, g, m, v, *map(p.dtype.type, (self.beta1, self.beta2, eps, rate)))
        else:
            self._step(p, g, m, v, eps, rate, spare)
        if self.n_steps % 64 == 0:
            m[np.abs(m) < SMALLEST] = 0

    def _step(
        self, p: FloatArray, g: FloatArray, m: FloatArray, v: FloatArray, eps: float, rate: float, spare: FloatArray
    ) -> None:
        """Move p, and the sums m and v, by the gradient g."""
        m *= self.beta1
        m += g  # (1)
        v *= self.beta2
        v += np.multiply(g, g, out=spare)  # (2)
        np.sqrt(v, out=spare)
        spare += eps
        np.divide(m, spare, out=spare)
        spare *= rate
        p -= spare  # (4)


class AdamW(Adam):
    """Adam whose weight decay does not pass through the mean and the root: Loshchilov and Hutter (2019).

    The parameters are those of ``Adam``; weight_decay is 0.01 unless given.

    Examples
    --------
    >>> from descent.tensor import Tensor
    >>> w = Tensor([2.0], requires_grad=True)
    >>> optimizer = AdamW([w], lr=0.1, weight_decay=0.5)
    >>> optimizer.step()
    >>> w.data
    array([1.9])
    """

    decoupled = True

    def __init__(
        self,
        parameters: Iterable[Learnable],
        *,
        lr: float = 0.001,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        super().__init__(parameters, lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
