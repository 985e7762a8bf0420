"""Constructors that several models share, so that a parameter is described once.

A model takes one in by name, ``__init__ = parameters.boosting``, as it takes in ``get_params``.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def boosting(
    self: Any,
    *,
    n_estimators: int = 100,
    learning_rate: float = 0.3,
    max_depth: int = 3,
    reg_lambda: float = 1,
    gamma: float = 0,
    min_child_weight: float = 1,
    subsample: float = 1,
    colsample_bytree: float = 1,
    max_bins: int = 256,
    early_stopping_rounds: int | None = None,
    validation_fraction: float = 0.1,
    random_state: int | np.random.Generator = 0,
) -> None:
    """Store how trees are to be added.

    Parameters
    ----------
    n_estimators : int
        The most rounds, 1 or more; a round adds a tree, or one for each class if there are more than two.
    learning_rate : float
        Shrinks what every tree adds, above 0.
    max_depth : int
        Most questions on the way to a leaf, 1 or more.
    reg_lambda : float
        Strength of the squared penalty on what a leaf adds, 0 or more.
    gamma : float
        Price of a split, 0 or more. XGBoost's program leaves out the 1/2 of the gain: its gamma is twice this one.
    min_child_weight : float
        Least sum of second derivatives on each side of a split, 0 or more.
    subsample : float
        Share of the rows that each round sees, above 0 and at most 1.
    colsample_bytree : float
        Share of the features that each round sees, above 0 and at most 1.
    max_bins : int
        Most bins of a feature, 2 or more.
    early_stopping_rounds : int or None
        Stop after so many rounds without a lower loss on rows held back, and keep those up to the lowest.
    validation_fraction : float
        Share of the rows that are held back for early stopping.
    random_state : int or numpy.random.Generator
        Seed of the draws.
    """
    self.n_estimators = n_estimators
    self.learning_rate = learning_rate
    self.max_depth = max_depth
    self.reg_lambda = reg_lambda
    self.gamma = gamma
    self.min_child_weight = min_child_weight
    self.subsample = subsample
    self.colsample_bytree = colsample_bytree
    self.max_bins = max_bins
    self.early_stopping_rounds = early_stopping_rounds
    self.validation_fraction = validation_fraction
    self.random_state = random_state


def tree(
    self: Any,
    *,
    criterion: str | None = None,
    max_depth: int | None = None,
    min_samples_split: int = 2,
    min_samples_leaf: int = 1,
    min_impurity_decrease: float = 0.0,
    max_features: int | str | None = None,
    random_state: int | np.random.Generator = 0,
) -> None:
    """Store how a tree is to be grown.

    Parameters
    ----------
    criterion : str or None
        The impurity that questions are to take away: ``gini`` or ``entropy`` for classes, ``variance`` for numbers;
        None takes the first.
    max_depth : int or None
        Most questions on the way to a leaf; None asks until leaves are pure.
    min_samples_split : int
        Nodes with fewer rows stay leaves, 2 or more.
    min_samples_leaf : int
        Fewest rows that a question may leave on one side, 1 or more.
    min_impurity_decrease : float
        Least gain of a question, times the node's share of all rows, 0 or more. At 0 even a question without gain is
        asked, since the next one may need it.
    max_features : int, "sqrt" or None
        How many features a node looks at, drawn anew in each; None looks at all.
    random_state : int or numpy.random.Generator
        Seed of the draws that max_features asks for.
    """
    self.criterion = criterion
    self.max_depth = max_depth
    self.min_samples_split = min_samples_split
    self.min_samples_leaf = min_samples_leaf
    self.min_impurity_decrease = min_impurity_decrease
    self.max_features = max_features
    self.random_state = random_state


def forest(
    self: Any,
    *,
    n_estimators: int = 100,
    criterion: str | None = None,
    max_depth: int | None = None,
    min_samples_split: int = 2,
    min_samples_leaf: int = 1,
    min_impurity_decrease: float = 0.0,
    max_features: int | str | None = "auto",
    bootstrap: bool = True,
    random_state: int | np.random.Generator = 0,
) -> None:
    """Store how trees are to be grown and averaged.

    Parameters
    ----------
    n_estimators : int
        How many trees, 1 or more.
    criterion : str or None
        The impurity that questions are to take away: ``gini`` or ``entropy`` for classes, ``variance`` for numbers;
        None takes the first.
    max_depth : int or None
        Most questions on the way to a leaf; None asks until leaves are pure.
    min_samples_split : int
        Nodes with fewer rows stay leaves, 2 or more.
    min_samples_leaf : int
        Fewest rows that a question may leave on one side, 1 or more.
    min_impurity_decrease : float
        Least gain of a question, times the node's share of all rows, 0 or more. At 0 even a question without gain is
        asked, since the next one may need it.
    max_features : int, "sqrt", "auto" or None
        How many features a node looks at, drawn anew in each; None looks at all. ``auto``: sqrt for classes, all for
        numbers.
    bootstrap : bool
        Whether each tree gets n rows drawn with replacement, or all rows.
    random_state : int or numpy.random.Generator
        Seed of the draws.
    """
    self.n_estimators = n_estimators
    self.criterion = criterion
    self.max_depth = max_depth
    self.min_samples_split = min_samples_split
    self.min_samples_leaf = min_samples_leaf
    self.min_impurity_decrease = min_impurity_decrease
    self.max_features = max_features
    self.bootstrap = bootstrap
    self.random_state = random_state
