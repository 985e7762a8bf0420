"""One-hot encoding gives every category of a feature a column of its own, which is 1 where it occurs and else 0.

    z_ic = 1 if x_i = c else 0,  for each category c              (1)

Derivation: docs/derivations/one_hot_encoding.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.shapes import FloatArray, finite, matrix, not_empty

CHOICES = ("error", "ignore")


class OneHotEncoder:
    """Categories, as words or numbers, become columns of 0 and 1.

    Parameters
    ----------
    handle_unknown : str
        What to do with a category that ``fit`` did not see: ``error``, or ``ignore``, which leaves its columns 0.

    Attributes
    ----------
    categories_ : list of d arrays
        The categories of each feature, sorted.
    n_features_in_ : int
        How many features ``fit`` saw.

    Notes
    -----
    The columns of a feature sum to 1. Together with an intercept that makes one of them superfluous: least squares
    without a penalty has many solutions then, of which LinearRegression takes the shortest.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 2.2.

    Examples
    --------
    >>> encoder = OneHotEncoder().fit([["red"], ["green"], ["red"]])
    >>> encoder.transform([["green"], ["red"]])
    array([[1., 0.],
           [0., 1.]])
    """

    categories_: list[NDArray[Any]]
    n_features_in_: int

    def __init__(self, *, handle_unknown: str = "error") -> None:
        self.handle_unknown = handle_unknown

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    fit_transform = estimator.fit_transform
    __sklearn_tags__ = estimator.transformer_tags

    def fit(self, X: ArrayLike, y: object = None) -> OneHotEncoder:
        """Learn the categories; return self."""
        self._check_choice()
        table = _table(X)
        not_empty(table, "X", what="a fit")
        self.categories_ = [np.unique(column) for column in table.T]
        self.n_features_in_ = table.shape[1]
        return self

    def transform(self, X: ArrayLike) -> FloatArray:
        """Give one column per category, feature after feature; float32 for float32, else float64."""
        categories = estimator.fitted(self, "categories_")
        self._check_choice()
        table = _table(X, columns=self.n_features_in_)
        if any((known.dtype.kind == "U") != (table.dtype.kind == "U") for known in categories):
            raise ValueError(
                f"X must hold words where fit saw words, and numbers where it saw numbers; got {table.dtype}."
            )
        kind = np.float32 if table.dtype == np.float32 else np.float64
        blocks = []
        for j, (column, known) in enumerate(zip(table.T, categories, strict=True)):
            if known.dtype == np.float32:  # 0.1 in float64 is another number than in float32
                column = column.astype(np.float32)
            elif kind == np.float32:
                known = known.astype(np.float32)
            hits = column[:, np.newaxis] == known  # (1)
            strange = ~hits.any(axis=1)
            if strange.any() and self.handle_unknown == "error":
                raise ValueError(
                    f"X must hold categories that fit saw; got {column[strange].tolist()[0]!r} at position "
                    f"{(int(np.argmax(strange)), j)}. Fit to data that holds it, or set handle_unknown='ignore'."
                )
            blocks.append(hits)
        encoded: FloatArray = np.hstack(blocks).astype(kind)
        return encoded

    def inverse_transform(self, Z: ArrayLike) -> NDArray[Any]:
        """Go back to the categories; None for a feature whose columns are all 0."""
        categories = estimator.fitted(self, "categories_")
        sizes = [len(known) for known in categories]
        Z = matrix(Z, "Z", columns=sum(sizes))
        finite(Z, "Z")
        blocks = np.split(Z, np.cumsum(sizes)[:-1], axis=1)
        back = np.stack([k[block.argmax(axis=1)] for k, block in zip(categories, blocks, strict=True)], axis=1)
        nothing = np.stack([~block.any(axis=1) for block in blocks], axis=1)
        if nothing.any():
            back = back.astype(object)
            back[nothing] = None
        return back

    def get_feature_names_out(self, input_features: ArrayLike | None = None) -> NDArray[Any]:
        """Name the columns: the feature's name, or x and its place, and the category."""
        categories = estimator.fitted(self, "categories_")
        names = (
            [f"x{j}" for j in range(len(categories))] if input_features is None else list(np.asarray(input_features))
        )
        if len(names) != len(categories):
            raise ValueError(f"input_features must hold {len(categories)} names; got {len(names)}.")
        pairs = zip(names, categories, strict=True)
        return np.array([f"{name}_{value}" for name, known in pairs for value in known.tolist()], dtype=object)

    def _check_choice(self) -> None:
        if self.handle_unknown not in CHOICES:
            raise ValueError(f"handle_unknown must be one of {', '.join(CHOICES)}; got {self.handle_unknown!r}.")


def _table(X: ArrayLike, *, columns: int | None = None) -> NDArray[Any]:
    """Check a table of words or of numbers; text of mixed objects counts as words."""
    array: NDArray[Any] = X if hasattr(X, "toarray") else np.asarray(X)  # type: ignore[assignment]
    words = getattr(array, "dtype", None) is not None and array.dtype.kind in "OUS"
    if words and array.ndim == 2 and all(isinstance(value, str) for value in array.ravel().tolist()):
        if columns is not None and array.shape[1] != columns:
            raise ValueError(f"X must have {columns} columns; got shape {array.shape}. Look at which were kept.")
        return array.astype(str)
    table = matrix(array, "X", columns=columns)
    finite(table, "X")
    return table


def example(rng: np.random.Generator) -> dict[str, Any]:
    """Draw features that are numbers of a kind."""
    return {"X": rng.integers(0, 4, size=(30, 3)).astype(float)}
