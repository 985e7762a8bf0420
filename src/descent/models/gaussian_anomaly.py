"""A Gaussian anomaly detector lays a bell over normal data and calls rows anomalies that are too unlikely under it.

    log p(x) = -(d log 2 pi + log |S| + (x - m)^T S^-1 (x - m)) / 2      (1)
    S = diag(variances) if features are independent, else the covariance of X
    x is an anomaly if log p(x) < threshold                              (2)
    F1 = 2 hits / (rows called anomalies + rows that are)                (3)

Derivation: docs/derivations/gaussian_anomaly.md
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.numbers import number
from descent.shapes import FloatArray, finite, matrix, not_empty, vector

COVARIANCES = ("independent", "full")


class GaussianAnomaly:
    """Rows that are unlikely under a bell curve.

    Parameters
    ----------
    covariance : str
        ``independent``: a bell for each feature. ``full``: one bell that leans, which sees rows whose features are
        usual alone but not together; it needs more rows than features.
    contamination : float
        The share of the rows of ``fit`` to call anomalies, 0 or more and below 0.5, until ``choose_threshold``.

    Attributes
    ----------
    mean_ : float array, shape (d,)
        Middle of the bell.
    covariance_ : float array, shape (d,) or (d, d)
        Variances, or the whole of S, with n in the denominator: the likeliest bell.
    offset_ : float
        The threshold of (2), in nats, by scikit-learn's name.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    As in scikit-learn ``predict`` gives -1 for an anomaly and 1 for a normal row. Log densities are compared, not
    densities, which are 0 in floating point for rows far out.

    References
    ----------
    Chandola, Banerjee and Kumar (2009), Anomaly detection: a survey, section 7.1.1.

    Examples
    --------
    >>> heat = [[69.0], [70.0], [71.0], [70.0]]
    >>> model = GaussianAnomaly().fit(heat).choose_threshold([[70.0], [71.5], [75.0]], [0, 0, 1])
    >>> model.predict([[70.5], [80.0]])
    array([ 1, -1])
    """

    mean_: FloatArray
    covariance_: FloatArray
    offset_: float
    n_features_in_: int

    def __init__(self, *, covariance: str = "independent", contamination: float = 0.01) -> None:
        self.covariance = covariance
        self.contamination = contamination

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show

    def __sklearn_tags__(self) -> SimpleNamespace:
        tags = estimator.transformer_tags(self)
        tags.estimator_type, tags.transformer_tags = "outlier_detector", None
        return tags

    def fit(self, X: ArrayLike, y: object = None) -> GaussianAnomaly:
        """Lay the bell over X, which should be normal rows for the most part; return self."""
        if self.covariance not in COVARIANCES:
            raise ValueError(f"covariance must be one of {', '.join(COVARIANCES)}; got {self.covariance!r}.")
        share = number(self.contamination, "contamination", 0, 0.5)
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        mean = X.mean(axis=0)
        centred = X - mean
        flat = np.flatnonzero(X.min(axis=0) == X.max(axis=0))
        if flat.size:
            raise ValueError(
                f"every feature must vary; got feature {flat[0]}, which is {X[0, flat[0]]:g} in all rows, "
                f"n_samples={len(X)}. Drop it, or give more rows."
            )
        S = (centred**2).mean(axis=0) if self.covariance == "independent" else centred.T @ centred / len(X)
        if S.ndim == 2 and _rank(S) < len(S):
            raise ValueError(
                f"covariance='full' needs rows that vary in all directions; got n_samples={len(X)} rows in {len(S)} "
                f"features that vary in {_rank(S)}. Give more rows, drop a feature, or take covariance='independent'."
            )
        self.mean_, self.covariance_, self.n_features_in_ = mean, S, X.shape[1]
        self.offset_ = float(np.quantile(self._score(centred), share))
        return self

    def score_samples(self, X: ArrayLike) -> FloatArray:
        """Give log p(x) of each row, in nats, shape (m,)."""
        mean = estimator.fitted(self, "mean_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        return self._score(X - mean.astype(X.dtype))

    def _score(self, away: FloatArray) -> FloatArray:
        S = self.covariance_
        if S.ndim == 1:
            L = np.sqrt(S).astype(away.dtype)
            z = away / L
        else:
            factor = np.linalg.cholesky(S.astype(away.dtype))  # S = F F^T
            L, z = np.diag(factor), away @ np.linalg.inv(factor).T  # |z|^2 is the last term of (1)
        log_det = 2 * float(np.log(L).sum())
        log_p: FloatArray = -(len(S) * float(np.log(2 * np.pi)) + log_det + np.einsum("ij,ij->i", z, z)) / 2  # (1)
        return log_p

    def decision_function(self, X: ArrayLike) -> FloatArray:
        """Give log p(x) less the threshold: negative for an anomaly."""
        return self.score_samples(X) - self.offset_

    def predict(self, X: ArrayLike) -> NDArray[np.int64]:
        """Give -1 for an anomaly and 1 for a normal row."""
        return np.where(self.decision_function(X) < 0, -1, 1)  # (2)

    def fit_predict(self, X: ArrayLike, y: object = None) -> NDArray[np.int64]:
        """Lay the bell over X and judge its rows."""
        return self.fit(X).predict(X)

    def choose_threshold(self, X: ArrayLike, y: ArrayLike) -> GaussianAnomaly:
        """Set the threshold of largest F1 on rows whose truth is known: y is 1 for an anomaly, else 0; return self."""
        scores = self.score_samples(X)
        truth = vector(y, "y", length=len(scores), per="0 or 1 per row of X")
        wrong = truth[(truth != 0) & (truth != 1)]
        if wrong.size:
            raise ValueError(f"y must hold 1 for an anomaly and 0 for a normal row; got {wrong[0]:g}. Try y == -1.")
        if not (truth == 1).any():
            raise ValueError("y must name at least one anomaly by a 1, or no threshold can be judged; got none.")
        order = np.argsort(scores, kind="stable")
        ranked = scores[order]
        called = np.arange(1, len(ranked) + 1)  # with a threshold just above the i-th lowest score
        F1 = 2 * np.cumsum(truth[order]) / (called + truth.sum())  # (3)
        F1[:-1][ranked[1:] == ranked[:-1]] = 0  # rows of the same score are called the same
        best = int(F1.argmax())
        self.offset_ = float(np.append(ranked, ranked[-1] + 1)[best : best + 2].mean())
        return self


def _rank(S: FloatArray) -> int:
    """Count the directions in which the features vary, each measured in its own standard deviation."""
    scale = np.sqrt(np.diag(S))
    return int(np.linalg.matrix_rank(S / scale / scale[:, np.newaxis], hermitian=True))


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a cloud whose features go together."""
    return {"X": rng.normal(size=(60, 2)) @ [[2.0, 1.0], [0.0, 0.5]] + [10.0, -3.0]}
