"""Dividing the data, so that a model is judged on rows that it has not seen."""

from descent.selection.folds import KFold, StratifiedKFold
from descent.selection.train_test_split import train_test_split

__all__ = ["KFold", "StratifiedKFold", "train_test_split"]
