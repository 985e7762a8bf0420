"""How networks are trained: mini-batches, validation, early stopping, and what was measured on the way."""

from descent.training.callbacks import EarlyStopping, ProgressBar
from descent.training.fit import batches, fit, predict
from descent.training.history import History

__all__ = ["EarlyStopping", "History", "ProgressBar", "batches", "fit", "predict"]
