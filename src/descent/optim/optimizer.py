"""What all optimizers of networks have in common: parameters, a learning rate, and a step that follows a gradient.

Derivation: docs/derivations/optimizers.md
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from descent.memory import keep_freed
from descent.optim.flat import CHUNK, Flat, Learnable
from descent.shapes import FloatArray


class Optimizer:
    """A walk of parameters towards a smaller loss.

    Parameters
    ----------
    parameters : iterable of Learnable
        What is learnt.
    lr : float
        Learning rate, above 0; a schedule may change it between steps.
    weight_decay : float
        How strongly parameters are pulled to 0.

    Attributes
    ----------
    lr : float
        Learning rate of the next step.
    n_steps : int
        Steps taken so far.
    """

    def __init__(self, parameters: Iterable[Learnable], *, lr: float, weight_decay: float) -> None:
        if not 0 < lr < np.inf:
            raise ValueError(f"lr must be a finite number above 0; got {lr}. Try 0.01, and change it by factors of 3.")
        self.lr = lr
        self.weight_decay = share(weight_decay, "weight_decay", below=np.inf)
        self.n_steps = 0
        self.flat = Flat(parameters)
        keep_freed()  # many steps follow, each with arrays of the same sizes

    def zero_grad(self) -> None:
        """Forget the gradients of the last step."""
        for parameter in self.flat.parameters:
            parameter.grad = None

    def step(self) -> None:
        """Move every parameter once, by its gradient."""
        self.n_steps += 1
        spare = np.empty(min(CHUNK, len(self.flat)), self.flat.numbers.dtype)
        for part, gradient in self.flat.pieces():
            self.update(part, gradient, spare[: len(gradient)])

    def update(self, part: slice, g: FloatArray, spare: FloatArray) -> None:
        """Take the step for a part of the numbers, whose gradient is g; ``spare`` is room for as many."""
        raise NotImplementedError(f"{type(self).__name__} has no update method. Write one that moves flat.numbers.")


def share(value: float, name: str, *, below: float = 1.0) -> float:
    """Refuse a setting that is not at least 0 and below 1, or whatever stands in for 1."""
    if not 0 <= value < below:
        raise ValueError(f"{name} must be at least 0 and below {below:g}; got {value}.")
    return value
