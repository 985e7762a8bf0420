"""A batch divided over threads: each works on its rows with a copy of the network that shares the numbers learnt.

    gradient of the batch's mean loss = sum over parts of (rows of the part / rows) (gradient of the part's mean)   (1)

NumPy lets go of Python's lock while it computes, so that threads really run at the same time.

Derivation: docs/derivations/training.md
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descent.nn import BatchNorm2d, Module
from descent.tensor import Tensor


class Replicas:
    """A model and as many copies as there are further threads.

    Parameters
    ----------
    model : Module
        The network; gradients are collected in its parameters.
    loss : callable
        Takes output and y, returns the mean loss as a tensor.
    threads : int
        1 or more.

    Raises
    ------
    ValueError
        If the network normalises over the batch, which cannot be divided with the same result.
    """

    def __init__(self, model: Module, loss: Callable[[Any, Any], Tensor], threads: int) -> None:
        if threads > 1 and any(isinstance(module, BatchNorm2d) for module in model.modules()):
            raise ValueError(
                f"a network with batch normalisation needs the whole batch at once; got threads={threads}. "
                "Take threads=1, or layer or group normalisation."
            )
        self.model, self.loss = model, loss
        self.copies = [copy.deepcopy(model) for _ in range(threads - 1)]
        self.pool = ThreadPoolExecutor(threads) if threads > 1 else None

    def loss_and_gradients(self, X: tuple[NDArray[Any], ...], y: NDArray[Any]) -> float:
        """Compute the mean loss of a batch and put its gradients into the model's parameters."""
        if self.pool is None or len(y) < 2:
            return self._one(self.model, X, y, 1.0)
        parts = np.array_split(np.arange(len(y)), min(len(y), 1 + len(self.copies)))
        learnt = self.model.parameters()
        jobs = []
        for model, rows in zip([self.model, *self.copies], parts, strict=False):
            for own, shared in zip(model.parameters(), learnt, strict=True):
                own.data = shared.data
                if model is not self.model:
                    own.grad = None
            whose = tuple(part[rows[0] : rows[-1] + 1] for part in X), y[rows[0] : rows[-1] + 1]
            jobs.append(self.pool.submit(self._one, model, *whose, len(rows) / len(y)))
        total = sum(job.result() for job in jobs)
        for model in self.copies[: len(parts) - 1]:
            for shared, own in zip(learnt, model.parameters(), strict=True):
                if own.grad is not None:
                    shared.grad = own.grad if shared.grad is None else shared.grad + own.grad
        return total

    def close(self) -> None:
        """Let the threads go."""
        if self.pool is not None:
            self.pool.shutdown()

    def _one(self, model: Module, X: tuple[NDArray[Any], ...], y: NDArray[Any], share: float) -> float:
        value = self.loss(model(*X), y)
        value.backward(np.full_like(value.data, share))  # (1)
        return float(value.data) * share
