"""Training: go through the data in shuffled mini-batches, and after each one take a step down the gradient.

Derivation: docs/derivations/training.md
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.nn import Module
from descent.optim.clipping import clip_grad_norm
from descent.optim.optimizer import Optimizer
from descent.optim.schedules import Schedule
from descent.shapes import FloatArray
from descent.tensor import Tensor, no_grad
from descent.training.callbacks import Callback, ProgressBar
from descent.training.history import History
from descent.training.threads import Replicas

Data = Any
"""An array with one entry per sample, or a tuple of such arrays, which the model takes one after another."""
Loss = Callable[[Any, Any], Tensor]


def fit(
    model: Module,
    loss: Loss,
    optimizer: Optimizer,
    X: Data,
    y: ArrayLike,
    *,
    epochs: int,
    batch_size: int = 32,
    shuffle: bool = True,
    rng: np.random.Generator | int | None = None,
    validation: tuple[Data, ArrayLike] | None = None,
    metrics: Mapping[str, Callable[[FloatArray, Any], float]] | None = None,
    schedule: Schedule | None = None,
    clip_norm: float | None = None,
    callbacks: Sequence[Callback] = (),
    progress: bool = False,
    threads: int = 1,
) -> History:
    """Train a model.

    Parameters
    ----------
    model : Module
        What is trained, in place.
    loss : callable
        Takes the model's output and the batch of y, returns a tensor with one number: the mean over the batch.
    optimizer : Optimizer
        Made with the model's parameters.
    X : array or tuple of arrays, first axis n
        One entry per sample.
    y : array, first axis n
        What the loss compares with.
    epochs : int
        How often to go through the data, 1 or more.
    batch_size : int
        Samples a step; the last batch of an epoch may have fewer.
    shuffle : bool
        Whether every epoch has an order of its own.
    rng : numpy.random.Generator, int or None
        Draws the orders.
    validation : pair of X and y, optional
        Data for which the loss and the metrics are computed after each epoch.
    metrics : mapping of str to callable, optional
        Each takes the model's output for the validation data, as an array, and its y, and returns one number.
    schedule : callable, optional
        The learning rate as a function of the number of steps taken; see ``descent.optim.schedules``.
    clip_norm : float, optional
        Gradients longer than this are shortened.
    callbacks : sequence of callable
        Called after each epoch with the model and the history; a returned sentence ends training.
    progress : bool
        Whether to show a bar.
    threads : int
        Into how many parts a batch is divided that are worked on at the same time. The result is the same but for
        rounding. It pays for large batches; let NumPy's own products use one thread then (OPENBLAS_NUM_THREADS=1).

    Returns
    -------
    History
        The numbers of every epoch. Ctrl-C ends training after the last full step, and the history is still returned.

    Raises
    ------
    ValueError
        If lengths differ, a number is out of range, or the loss is no longer finite: then the message says where.
    """
    X, y, n = _checked(X, y)
    if epochs < 1 or batch_size < 1 or threads < 1:
        raise ValueError(f"epochs, batch_size and threads must be 1 or more; got {epochs}, {batch_size} and {threads}.")
    rng = np.random.default_rng(rng)
    history = History()
    watchers: list[Callback] = [*callbacks, *([ProgressBar(epochs)] if progress else [])]
    workers = Replicas(model, loss, threads)
    try:
        for _ in range(epochs):
            begin, total = time.perf_counter(), 0.0
            model.train()
            for rows in batches(n, batch_size, rng if shuffle else None):
                if schedule is not None:
                    optimizer.lr = schedule(optimizer.n_steps)
                optimizer.zero_grad()
                value = workers.loss_and_gradients(tuple(part[rows] for part in X), y[rows])
                if not np.isfinite(value):
                    raise ValueError(
                        f"the loss became {value} at step {optimizer.n_steps + 1}, in epoch {history.epochs + 1}. "
                        f"Try a smaller learning rate than {optimizer.lr:g}, clip_norm=1, or look for NaN in the data."
                    )
                if clip_norm is not None:
                    clip_grad_norm(model.parameters(), clip_norm)
                optimizer.step()
                total += value * len(y[rows])
            history.loss.append(total / n)
            history.lr.append(optimizer.lr)
            if validation is not None:
                _validate(model, loss, validation, metrics or {}, batch_size, history)
            history.seconds.append(time.perf_counter() - begin)
            for watcher in watchers:
                history.stopped = watcher(model, history) or history.stopped
            if history.stopped:
                break
    except KeyboardInterrupt:
        history.stopped = "interrupted"
    finally:
        workers.close()
    model.eval()
    return history


def predict(model: Module, X: Data, *, batch_size: int = 256) -> FloatArray:
    """Compute a model's output for data, batch by batch and in use mode, without remembering anything.

    Parameters
    ----------
    model : Module
        Its first output is taken if it gives several.
    X : array or tuple of arrays, first axis n
        One entry per sample.
    batch_size : int
        How many samples at a time.

    Returns
    -------
    float array, first axis n
        The outputs.
    """
    parts = X if isinstance(X, tuple) else (X,)
    parts = tuple(np.asarray(part) for part in parts)
    training = model.training
    model.eval()
    outputs = []
    try:
        with no_grad():
            for begin in range(0, max(len(parts[0]), 1), batch_size):
                given = model(*(part[begin : begin + batch_size] for part in parts))
                outputs.append((given[0] if isinstance(given, tuple) else given).data)
    finally:
        model.train(training)
    return np.concatenate(outputs)


def batches(n: int, batch_size: int, rng: np.random.Generator | None) -> Iterator[Any]:
    """Divide 0..n-1 into batches: shuffled row numbers with an rng, else slices, which copy nothing."""
    if rng is None:
        yield from (slice(begin, begin + batch_size) for begin in range(0, n, batch_size))
        return
    order: NDArray[np.int64] = rng.permutation(n)
    yield from (order[begin : begin + batch_size] for begin in range(0, n, batch_size))


def _validate(
    model: Module, loss: Loss, validation: tuple[Data, Any], metrics: Mapping[str, Any], size: int, history: History
) -> None:
    X, y, _ = _checked(*validation)
    output = predict(model, X, batch_size=max(size, 256))
    with no_grad():
        history.val_loss.append(float(loss(Tensor(output), y).data))
    for name, metric in metrics.items():
        history.metrics.setdefault(name, []).append(float(metric(output, y)))


def _checked(X: Data, y: Any) -> tuple[tuple[NDArray[Any], ...], NDArray[Any], int]:
    parts = tuple(np.asarray(part) for part in (X if isinstance(X, tuple) else (X,)))
    y = np.asarray(y)
    lengths = [len(part) if part.ndim else 0 for part in (*parts, y)]
    if len(set(lengths)) != 1 or lengths[0] == 0:
        raise ValueError(
            f"X and y must have the same number of samples, 1 or more, along their first axis; got {lengths}."
        )
    return parts, y, lengths[0]
