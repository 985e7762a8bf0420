"""A linear classifier that learns from a few rows at a time, and can go on learning when more arrive.

    z = x w + b,  loss log(1 + exp(-y z)) or max(0, 1 - y z), y = 1 or -1 (1)

Of more than two classes each is told from the rest. The steps are in ``descent.linear.stochastic``.

Derivation: docs/derivations/stochastic_gradient_descent.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import labels
from descent.linear.plane import best_class, class_scores, rows, two_or_more
from descent.linear.stochastic import Learned, begin, check_recipe, one_pass, signs, train
from descent.shapes import FloatArray, matrix

CHOICES = ("hinge", "log_loss")


class SGDClassifier:
    """Linear support vector machine or logistic regression by stochastic gradient descent.

    Parameters
    ----------
    loss : str
        ``hinge`` is the support vector machine, ``log_loss`` logistic regression. Scores are no probabilities.
    alpha : float
        Strength of the penalty (alpha / 2) |w|^2, 0 or more; the intercept has none.
    lr : float
        Learning rate, above 0.
    power_t : float
        Step t = 1, 2, ... has the rate lr / t^power_t: 0 keeps lr, 1 is lr / t.
    batch_size : int
        Rows per step, 1 or more.
    max_iter : int
        The most passes over the data in ``fit``, 1 or more.
    tol : float
        ``fit`` ends when for five passes the mean loss was not below the best before by more than tol, 0 or more.
    shuffle : bool
        Whether each pass of ``fit`` has an order of its own.
    random_state : int or numpy.random.Generator
        Seed of the orders.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    coef_ : float array, shape (k, d), or (1, d) for two classes
        The weights of each class against the rest; for two classes, those of the second.
    intercept_ : float array, shape (k,) or (1,)
        What is added for each class.
    costs_ : float array, shape (n_iter_,)
        The loss of each pass, summed over classes, a mean over rows, each judged just before it was learned from.
    n_iter_ : int
        Passes over the data; 1 after ``partial_fit``.
    t_ : int
        Steps taken since the beginning.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Scale the features to about 1 first.

    References
    ----------
    Shalev-Shwartz, Singer, Srebro and Cotter (2011), Pegasos: primal estimated sub-gradient solver for SVM.

    Examples
    --------
    >>> model = SGDClassifier().fit([[-2.0], [-1.0], [1.0], [2.0]], ["cold", "cold", "hot", "hot"])
    >>> model.predict([[-5.0], [3.0]])
    array(['cold', 'hot'], dtype='<U4')
    """

    classes_: NDArray[Any]
    coef_: FloatArray
    intercept_: FloatArray
    costs_: FloatArray
    n_iter_: int
    t_: int
    n_features_in_: int

    def __init__(
        self,
        *,
        loss: str = "hinge",
        alpha: float = 1e-4,
        lr: float = 0.01,
        power_t: float = 0.0,
        batch_size: int = 1,
        max_iter: int = 1000,
        tol: float = 1e-3,
        shuffle: bool = True,
        random_state: int | np.random.Generator = 0,
    ) -> None:
        self.loss, self.alpha, self.lr, self.power_t, self.batch_size = loss, alpha, lr, power_t, batch_size
        self.max_iter, self.tol, self.shuffle, self.random_state = max_iter, tol, shuffle, random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy
    __sklearn_tags__ = estimator.multiclass_tags
    decision_function = class_scores
    predict = best_class

    def fit(self, X: ArrayLike, y: ArrayLike) -> SGDClassifier:
        """Learn the planes in several passes; return self."""
        check_recipe(self, CHOICES)
        X = rows(X)
        classes, codes = two_or_more(y, len(X))
        return self._keep(classes, train(self, X, signs(codes, len(classes), X)))

    def partial_fit(self, X: ArrayLike, y: ArrayLike, classes: ArrayLike | None = None) -> SGDClassifier:
        """Go on learning from rows, each once and in their order; the first call names all classes; return self."""
        check_recipe(self, CHOICES)
        begun = hasattr(self, "coef_")
        X = rows(matrix(X, "X", columns=self.n_features_in_ if begun else None))
        if not begun and classes is None:
            raise ValueError("classes must be given in the first partial_fit, since y may not hold them all; got None.")
        named = np.asarray(classes)
        known = self.classes_ if begun else two_or_more(named, named.size)[0]
        y = labels(y, len(X))
        strange = ~np.isin(y, known)
        if strange.any():
            raise ValueError(f"y must hold the classes {known.tolist()}; got {y[strange][0]!r}. Name all at the start.")
        Y = signs(np.searchsorted(known, y), len(known), X)
        now = Learned(self.coef_, self.intercept_, self.t_, self.costs_) if begun else begin(X, Y)
        return self._keep(known, one_pass(self, X, Y, now))

    def _keep(self, classes: NDArray[Any], now: Learned) -> SGDClassifier:
        self.classes_, self.coef_, self.intercept_, self.t_, self.costs_ = classes, now.W, now.b, now.t, now.costs
        self.n_iter_, self.n_features_in_ = len(now.costs), now.W.shape[1]
        return self


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three overlapping clouds, labelled with words."""
    middles = np.repeat([[-2.0, 0.0], [0.0, 2.0], [2.0, 0.0]], 14, axis=0)
    return {"X": middles + rng.normal(size=(42, 2)), "y": np.repeat(["down", "level", "up"], 14)}
