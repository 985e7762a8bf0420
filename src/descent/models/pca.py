"""Principal component analysis turns the axes to where the data varies most, and keeps the first few.

    Z = (X - mean) W^T                                  (4) the rows of W are the directions
    X ~ Z W + mean                                      (5)
    variance along direction j = s_j^2 / (n - 1)        (6)

Derivation: docs/derivations/pca.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.numbers import whole
from descent.shapes import FloatArray, finite, matrix, not_empty
from descent.singular import by_covariance, exact, randomized, settle_signs

SOLVERS = ("auto", "full", "covariance_eigh", "randomized")


class PCA:
    """The directions of largest variance.

    Parameters
    ----------
    n_components : None, int or float
        How many directions, 1..min(n, d); None: all. Above 0 and below 1: as many as explain more than this share of
        the variance.
    svd_solver : str
        ``full``: by the singular values of X. ``covariance_eigh``: by X^T X, faster for many rows and few columns, to
        half of the digits. ``randomized``: nearly, for a few directions of many. ``auto``: what suits the shape.
    random_state : None, int or numpy.random.Generator
        Where the randomized solver draws from.

    Attributes
    ----------
    components_ : float array, shape (k, d)
        Orthonormal rows, that of largest variance first; of each the entry largest in size is positive.
    explained_variance_ : float array, shape (k,)
        Variance along each, with n - 1 in the denominator, in the square of the unit of X.
    explained_variance_ratio_ : float array, shape (k,)
        The same as shares of the whole variance, 0..1.
    singular_values_ : float array, shape (k,)
        Of the centred X.
    mean_ : float array, shape (d,)
        What is subtracted first.
    n_components_ : int
        The k of the shapes above.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Features count by their size: scale them first if their units differ.

    References
    ----------
    Jolliffe (2002), Principal Component Analysis. Halko, Martinsson and Tropp (2011), Finding structure
    with randomness.

    Examples
    --------
    >>> model = PCA(n_components=1).fit([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    >>> model.components_.round(3).tolist(), model.explained_variance_.round(3).tolist()
    ([[0.6, 0.8]], [25.0])
    """

    components_: FloatArray
    explained_variance_: FloatArray
    explained_variance_ratio_: FloatArray
    singular_values_: FloatArray
    mean_: FloatArray
    n_components_: int
    n_features_in_: int

    def __init__(
        self,
        *,
        n_components: int | float | None = None,
        svd_solver: str = "auto",
        random_state: int | np.random.Generator | None = None,
    ) -> None:
        self.n_components = n_components
        self.svd_solver = svd_solver
        self.random_state = random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    fit_transform = estimator.fit_transform
    __sklearn_tags__ = estimator.transformer_tags

    def fit(self, X: ArrayLike, y: object = None) -> PCA:
        """Find the directions; return self."""
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        if len(X) < 2:
            raise ValueError("X must have at least 2 rows, since one alone does not vary; got n_samples = 1.")
        most, share = self._wanted(X)
        mean = X.mean(axis=0)
        centred = X - mean
        values, directions = self._solve(centred, most, share is not None)
        whole_variance = float(np.einsum("ij,ij->", centred, centred)) / (len(X) - 1)
        variance = values**2 / (len(X) - 1)  # (6)
        ratio = variance / whole_variance if whole_variance > 0 else np.zeros_like(variance)
        k = most if share is None else min(most, int(np.searchsorted(np.cumsum(ratio), share, side="right")) + 1)
        self.components_ = settle_signs(directions[:k])
        self.explained_variance_, self.explained_variance_ratio_ = variance[:k], ratio[:k]
        self.singular_values_, self.mean_ = values[:k], mean
        self.n_components_, self.n_features_in_ = k, X.shape[1]
        return self

    def transform(self, X: ArrayLike) -> FloatArray:
        """Give the coordinates of each row along the directions, shape (m, k)."""
        W = estimator.fitted(self, "components_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        Z: FloatArray = (X - self.mean_.astype(X.dtype)) @ W.T.astype(X.dtype)  # (4)
        return Z

    def inverse_transform(self, X: ArrayLike) -> FloatArray:
        """Go back from coordinates to features: the nearest point that the directions reach."""
        W = estimator.fitted(self, "components_")
        Z = matrix(X, "X", columns=self.n_components_)
        finite(Z, "X")
        back: FloatArray = Z @ W.astype(Z.dtype) + self.mean_.astype(Z.dtype)  # (5)
        return back

    def _wanted(self, X: FloatArray) -> tuple[int, float | None]:
        """Read n_components: how many at most, and which share of the variance is enough."""
        most, wanted = min(X.shape), self.n_components
        if wanted is None:
            return most, None
        if isinstance(wanted, float | np.floating) and 0 < wanted < 1:
            return most, float(wanted)
        if isinstance(wanted, float | np.floating) or whole(wanted, "n_components", 1, "something is kept") > most:
            raise ValueError(
                f"n_components must be in 1..{most}, the smaller side of X, or a share above 0 and below 1; "
                f"got {wanted!r}. X has shape {X.shape}."
            )
        return int(wanted), None

    def _solve(self, X: FloatArray, k: int, all_needed: bool) -> tuple[FloatArray, FloatArray]:
        solver, (n, d) = self.svd_solver, X.shape
        if solver not in SOLVERS:
            raise ValueError(f"svd_solver must be one of {', '.join(SOLVERS)}; got {solver!r}.")
        if solver == "auto":
            few = k < 0.8 * min(n, d) and max(n, d) > 500 and not all_needed
            solver = "covariance_eigh" if d <= 1000 and n >= 10 * d else "randomized" if few else "full"
        if solver == "randomized":
            return randomized(X, k, np.random.default_rng(self.random_state), 6 if k < 0.1 * min(n, d) else 4)
        return by_covariance(X) if solver == "covariance_eigh" else exact(X)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a flat, turned cloud."""
    return {"X": rng.normal(size=(40, 3)) * [5.0, 2.0, 0.5] @ np.linalg.qr(rng.normal(size=(3, 3)))[0] + 4}
