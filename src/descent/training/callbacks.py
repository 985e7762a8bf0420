"""What can be done after every epoch: stop early, keep the best, show a bar. A callback is a function of two things.

It is called with the model and the history; it returns None, or a sentence that says why training shall stop.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TextIO

import numpy as np

from descent.nn import Module
from descent.shapes import FloatArray
from descent.training.history import History

Callback = Callable[[Module, History], str | None]


class EarlyStopping:
    """Stop when a number has not improved for some epochs, and go back to where it was best.

    Parameters
    ----------
    monitor : str
        "val_loss", "loss" or the name of a metric.
    patience : int
        How many epochs without improvement are borne, 1 or more.
    min_delta : float
        By how much a number must improve to count.
    mode : str
        "min" if small is good, "max" if large is good.
    restore_best : bool
        Whether the model gets the numbers of its best epoch back.

    Examples
    --------
    >>> from descent import nn
    >>> stop, model, history = EarlyStopping(patience=1, monitor="loss"), nn.Linear(1, 1, rng=0), History()
    >>> for loss in (2.0, 1.0, 1.5):
    ...     history.loss.append(loss)
    ...     print(stop(model, history))
    None
    None
    loss has not improved on 1 for 1 epoch
    """

    def __init__(
        self,
        *,
        monitor: str = "val_loss",
        patience: int = 5,
        min_delta: float = 0.0,
        mode: str = "min",
        restore_best: bool = True,
    ) -> None:
        if patience < 1:
            raise ValueError(f"patience must be 1 or more epochs; got {patience}.")
        if mode not in ("min", "max"):
            raise ValueError(f"mode must be 'min' or 'max'; got {mode!r}.")
        self.monitor, self.patience, self.min_delta = monitor, patience, min_delta
        self.mode, self.restore_best = mode, restore_best
        self.best = np.inf
        self.best_epoch = 0
        self._state: dict[str, FloatArray] = {}

    def __call__(self, model: Module, history: History) -> str | None:
        """Look at the last epoch."""
        latest = history.latest()
        if self.monitor not in latest:
            raise ValueError(
                f"EarlyStopping watches {self.monitor!r}, which is not measured; there are {', '.join(latest)}. "
                "Pass validation data, or watch one of these."
            )
        value = latest[self.monitor] * (1 if self.mode == "min" else -1)
        if value < self.best - self.min_delta:
            self.best, self.best_epoch = value, history.epochs
            self._state = model.state_dict() if self.restore_best else {}
            return None
        if history.epochs - self.best_epoch < self.patience:
            return None
        if self._state:
            model.load_state_dict(self._state)
        epochs = "1 epoch" if self.patience == 1 else f"{self.patience} epochs"
        return f"{self.monitor} has not improved on {self.best if self.mode == 'min' else -self.best:g} for {epochs}"


class ProgressBar:
    """Show on one line how far training is and the numbers of the last epoch.

    Parameters
    ----------
    epochs : int
        How many there will be.
    stream : text stream, optional
        Where to write; standard error unless given. Where that is no terminal, each epoch gets a line of its own.
    width : int
        Characters of the bar.
    """

    def __init__(self, epochs: int, *, stream: TextIO | None = None, width: int = 20) -> None:
        self.epochs, self.width = epochs, width
        self.stream = stream if stream is not None else sys.stderr

    def __call__(self, model: Any, history: History) -> None:
        """Write the state after an epoch."""
        done = round(self.width * history.epochs / self.epochs)
        numbers = "  ".join(f"{name} {value:.4g}" for name, value in history.latest().items())
        line = f"[{'#' * done}{'.' * (self.width - done)}] {history.epochs}/{self.epochs}  {numbers}"
        alone = self.stream.isatty() and history.epochs < self.epochs
        self.stream.write(f"\r{line}" if alone else f"\r{line}\n" if self.stream.isatty() else f"{line}\n")
        self.stream.flush()
