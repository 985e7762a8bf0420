"""Choosing a model: dividing the data, judging on rows that were not seen, and searching for the best arguments."""

from descent.selection.coarse_to_fine import CoarseToFineSearch
from descent.selection.cross_validate import clone, cross_val_score, cross_validate, scorer
from descent.selection.curves import learning_curve, validation_curve
from descent.selection.folds import KFold, StratifiedKFold
from descent.selection.ranges import Range
from descent.selection.search import GridSearch, RandomSearch
from descent.selection.special_folds import GroupKFold, TimeSeriesSplit
from descent.selection.train_test_split import train_test_split

__all__ = [
    "CoarseToFineSearch",
    "GridSearch",
    "GroupKFold",
    "KFold",
    "RandomSearch",
    "Range",
    "StratifiedKFold",
    "TimeSeriesSplit",
    "clone",
    "cross_val_score",
    "cross_validate",
    "learning_curve",
    "scorer",
    "train_test_split",
    "validation_curve",
]
