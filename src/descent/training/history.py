"""What happened while training: one number an epoch for everything that was measured."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class History:
    """Numbers of each epoch, in order.

    Attributes
    ----------
    loss : list of float
        Mean loss over the epoch's batches, each taken before its step.
    val_loss : list of float
        Loss on the validation data after the epoch; empty without such data.
    metrics : dict of str to list of float
        Further measures on the validation data.
    lr : list of float
        Learning rate at the end of the epoch.
    seconds : list of float
        How long the epoch took.
    stopped : str
        Why training ended before its time, or nothing.
    """

    loss: list[float] = field(default_factory=list)
    val_loss: list[float] = field(default_factory=list)
    metrics: dict[str, list[float]] = field(default_factory=dict)
    lr: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    stopped: str = ""

    @property
    def epochs(self) -> int:
        """How many epochs are complete."""
        return len(self.loss)

    def latest(self) -> dict[str, float]:
        """Give the numbers of the last epoch by name."""
        rows = {"loss": self.loss, "val_loss": self.val_loss, **self.metrics}
        return {name: values[-1] for name, values in rows.items() if values}
