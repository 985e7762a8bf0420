"""Polynomial features are all products of up to `degree` features, with which a linear model can bend.

    (a, b)  ->  (1, a, b, a^2, a b, b^2)                  (1)
    number of products of d features up to degree k: (d + k)! / (d! k!)    (2)

Derivation: docs/derivations/polynomial_features.md
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.shapes import FloatArray, finite, matrix, not_empty


class PolynomialFeatures:
    """All products of features up to a degree.

    Parameters
    ----------
    degree : int
        The most factors of a product, 0 or more.
    interaction_only : bool
        Whether a feature may occur in a product only once: a b, but not a^2.
    include_bias : bool
        Whether the empty product, a column of ones, comes first. Leave it out before a model with an intercept.

    Attributes
    ----------
    powers_ : int array, shape (n_output_features_, d)
        Row j holds the exponents of the d features in product j.
    n_output_features_ : int
        How many products there are.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    Ordered by degree, and within a degree as in (1). Scale the features first: powers of numbers far from 1 fly apart.

    References
    ----------
    Bishop (2006), Pattern Recognition and Machine Learning, sections 1.1 and 3.1.

    Examples
    --------
    >>> PolynomialFeatures(degree=2).fit_transform([[2.0, 3.0]])
    array([[1., 2., 3., 4., 6., 9.]])
    """

    powers_: NDArray[np.int64]
    n_output_features_: int
    n_features_in_: int

    def __init__(self, *, degree: int = 2, interaction_only: bool = False, include_bias: bool = True) -> None:
        self.degree = degree
        self.interaction_only = interaction_only
        self.include_bias = include_bias

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    fit_transform = estimator.fit_transform
    __sklearn_tags__ = estimator.transformer_tags

    def fit(self, X: ArrayLike, y: object = None) -> PolynomialFeatures:
        """List the products; return self."""
        degree: object = self.degree
        if not isinstance(degree, int | np.integer) or degree < (0 if self.include_bias else 1):
            raise ValueError(
                f"degree must be an integer, 0 or more, and above 0 without the bias; got {self.degree!r}. "
                "1 keeps the features as they are, 2 adds squares and products of two."
            )
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        d = X.shape[1]
        powers = [np.bincount(product, minlength=d) for product in self._products(d)]
        self.powers_ = np.array(powers, dtype=np.int64).reshape(-1, d)  # (2) rows, and one less without the bias
        self.n_output_features_ = len(self.powers_)
        self.n_features_in_ = d
        return self

    def transform(self, X: ArrayLike) -> FloatArray:
        """Multiply out the products for every row."""
        width = estimator.fitted(self, "n_output_features_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        n, d = X.shape
        columns = np.empty((width, n), X.dtype)  # one product a row, since whole rows are written
        place: dict[tuple[int, ...], FloatArray] = {(): np.ones(n, X.dtype)}
        for column, product in zip(columns, self._products(d), strict=True):
            if product:
                # Each product is one of a degree less, which came earlier, times one feature: one multiplication.
                np.multiply(place[product[:-1]], X[:, product[-1]], out=column)
            else:
                column[:] = 1
            place[product] = column
        return np.ascontiguousarray(columns.T)

    def _products(self, d: int) -> Iterator[tuple[int, ...]]:
        """Each product as the features that are its factors, in order."""
        choose = combinations if self.interaction_only else combinations_with_replacement
        degrees = range(0 if self.include_bias else 1, int(self.degree) + 1)
        return chain.from_iterable(choose(range(d), k) for k in degrees)  # (1)


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three features."""
    return {"X": rng.normal(size=(30, 3))}
