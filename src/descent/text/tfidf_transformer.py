"""TF-IDF weighs a word by how often it stands in a text, and less the more texts have it.

    idf_j = log((1 + n) / (1 + df_j)) + 1                                   (2)
    tfidf[i, j] = tf[i, j] idf_j, and each row divided by its length        (3)

n texts, of which df_j have word j. The ones in (2) act as one more text that has every word: nothing is divided by 0.

Derivation: docs/derivations/tfidf.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from descent import estimator
from descent.shapes import FloatArray, finite, matrix, not_empty


class TfidfTransformer:
    """Weigh the counts of words.

    Parameters
    ----------
    norm : "l2", "l1" or None
        What every row is divided by: its Euclidean length, the sum of its absolute values, or nothing.
    use_idf : bool
        Whether rare words weigh more.
    smooth_idf : bool
        Whether (2) has its ones; without them a word that no text has is refused.
    sublinear_tf : bool
        Whether a count c becomes 1 + log c: the tenth mention says less than the first.

    Attributes
    ----------
    idf_ : float array, shape (d,)
        The weight of each word, (2).
    n_features_in_ : int
        How many words ``fit`` saw.

    References
    ----------
    Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 6.2.

    Examples
    --------
    >>> TfidfTransformer(norm=None).fit_transform([[1, 1], [3, 0]]).round(3)
    array([[1.   , 1.405],
           [3.   , 0.   ]])
    """

    idf_: FloatArray
    n_features_in_: int

    def __init__(
        self, *, norm: str | None = "l2", use_idf: bool = True, smooth_idf: bool = True, sublinear_tf: bool = False
    ) -> None:
        self.norm = norm
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    fit_transform = estimator.fit_transform
    __sklearn_tags__ = estimator.transformer_tags

    def fit(self, X: ArrayLike, y: object = None) -> TfidfTransformer:
        """Learn how many of the rows of X have each word; return self."""
        if self.norm not in ("l1", "l2", None):
            raise ValueError(f"norm must be 'l2', 'l1' or None; got {self.norm!r}.")
        X = matrix(X, "X")
        not_empty(X, "X", what="a fit")
        finite(X, "X")
        one, texts_with = float(self.smooth_idf), (X != 0).sum(axis=0)
        if not one and not texts_with.all():
            raise ValueError(
                f"without smooth_idf every word must stand in a text; column {int(texts_with.argmin())} has none. "
                "Set smooth_idf=True, or leave the column out."
            )
        idf = np.log((one + len(X)) / (one + texts_with)) + 1  # (2)
        self.idf_ = (idf if self.use_idf else np.ones(X.shape[1])).astype(X.dtype)
        self.n_features_in_ = X.shape[1]
        return self

    def transform(self, X: ArrayLike) -> FloatArray:
        """Weigh the rows of X; a row without a known word stays 0."""
        estimator.fitted(self, "idf_")
        X = matrix(X, "X", columns=self.n_features_in_)
        finite(X, "X")
        return self.weigh(X.copy())

    def weigh(self, counts: FloatArray) -> FloatArray:
        """Weigh rows in place, and return them: nothing is checked, and nothing as large is laid out anew."""
        if self.sublinear_tf:
            seen = counts > 0
            np.log(counts, out=counts, where=seen)
            counts += seen
        counts *= self.idf_.astype(counts.dtype)
        if self.norm is None:
            return counts
        length = np.abs(counts).sum(axis=1) if self.norm == "l1" else np.sqrt(np.einsum("ij,ij->i", counts, counts))
        counts /= np.where(length > 0, length, 1)[:, np.newaxis]  # (3)
        return counts
