"""Multinomial naive Bayes gives each class its own frequencies of words, and asks which made these counts likeliest.

    p(j | c) = (N_cj + alpha) / (N_c + alpha d)              (4)
    log p(x, c) = log prior_c + sum_j x_j log p(j | c)       (5)

Derivation: docs/derivations/naive_bayes.md
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.labels import class_codes
from descent.ops.softmax import softmax
from descent.shapes import FloatArray, finite, matrix, not_empty, scalar


class MultinomialNB:
    """Naive Bayes for counts, as of words in a text.

    Parameters
    ----------
    alpha : float
        Added to every count, above 0, so that a word never seen in a class does not rule the class out.

    Attributes
    ----------
    classes_ : array, shape (k,)
        The labels, sorted.
    class_count_ : float array, shape (k,)
        Samples of each class.
    class_log_prior_ : float array, shape (k,)
        Log of the share of each class among the samples, in nats.
    feature_count_ : float array, shape (k, d)
        How often each word occurs in each class.
    feature_log_prob_ : float array, shape (k, d)
        Log of (4), in nats.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    The factor that counts the orders of the words is left out of (5): it is the same for all classes.

    References
    ----------
    Manning, Raghavan and Schuetze (2008), Introduction to Information Retrieval, section 13.2.

    Examples
    --------
    >>> counts = [[3, 0], [2, 1], [0, 4]]  # how often "free" and "meeting" occur in three mails
    >>> MultinomialNB().fit(counts, ["spam", "spam", "ham"]).predict([[1, 0], [0, 1]])
    array(['spam', 'ham'], dtype='<U4')
    """

    classes_: NDArray[Any]
    class_count_: FloatArray
    class_log_prior_: FloatArray
    feature_count_: FloatArray
    feature_log_prob_: FloatArray
    n_features_in_: int

    def __init__(self, *, alpha: float = 1.0) -> None:
        self.alpha = alpha

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    score = estimator.accuracy

    def __sklearn_tags__(self) -> SimpleNamespace:
        tags = estimator.multiclass_tags(self)
        tags.input_tags.positive_only = True
        tags.classifier_tags.poor_score = True  # on the measurements that scikit-learn tries it on, which are no counts
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> MultinomialNB:
        """Learn the frequencies; return self."""
        if not 0 < scalar(self.alpha, "alpha") < np.inf:
            raise ValueError(f"alpha must be a finite number above 0; got {self.alpha}. Try 1.")
        X = _counts(matrix(X, "X"))
        not_empty(X, "X", what="a fit")
        classes, codes = class_codes(y, len(X))
        members = (codes == np.arange(len(classes))[:, np.newaxis]).astype(X.dtype)  # (k, n): 1 where a row belongs
        smoothed = members @ X + float(self.alpha)
        self.classes_ = classes
        self.class_count_ = members.sum(axis=1)
        self.class_log_prior_ = np.log(self.class_count_ / len(X))
        self.feature_count_ = members @ X
        self.feature_log_prob_ = np.log(smoothed) - np.log(smoothed.sum(axis=1, keepdims=True))  # (4)
        self.n_features_in_ = X.shape[1]
        return self

    def predict_joint_log_proba(self, X: ArrayLike) -> FloatArray:
        """Give log p(x, c) but for a term that all classes share, in nats, shape (m, k)."""
        log_p = estimator.fitted(self, "feature_log_prob_")
        X = _counts(matrix(X, "X", columns=self.n_features_in_))
        joint: FloatArray = self.class_log_prior_ + X @ log_p.T  # (5)
        return joint

    def predict_proba(self, X: ArrayLike) -> FloatArray:
        """Give probabilities of shape (m, k), one column per entry of classes_."""
        return softmax(self.predict_joint_log_proba(X), axis=1)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Choose the likeliest class of each row."""
        best = self.predict_joint_log_proba(X).argmax(axis=1)
        chosen: NDArray[Any] = self.classes_[best]
        return chosen


def _counts(X: FloatArray) -> FloatArray:
    finite(X, "X")
    if (X < 0).any():
        raise ValueError(
            f"X must hold counts; got {X.min():g}. Negative values in data passed to MultinomialNB cannot be counts: "
            "take GaussianNB for measurements."
        )
    return X


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the word counts of texts on three matters."""
    codes = np.arange(45) % 3
    rates = np.array([[4.0, 1, 1, 2], [1, 4, 1, 2], [1, 1, 4, 2]])
    return {"X": rng.poisson(rates[codes]).astype(float), "y": np.array(["art", "law", "sea"])[codes]}
