"""Texts become TF-IDF weights in one step: words are counted, then weighed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from descent import estimator
from descent.shapes import FloatArray
from descent.text.count_vectorizer import CountVectorizer
from descent.text.tfidf_transformer import TfidfTransformer
from descent.text.tokens import WORDS, Tokenizer

WEIGHING = ("norm", "use_idf", "smooth_idf", "sublinear_tf")


class TfidfVectorizer:
    """`CountVectorizer`, then `TfidfTransformer`.

    Parameters
    ----------
    lowercase, token_pattern, tokenizer, stop_words, ngram_range, min_df, max_df, max_features, vocabulary, binary, \
dtype
        How words are counted, as in `CountVectorizer`.
    norm, use_idf, smooth_idf, sublinear_tf
        How they are weighed, as in `TfidfTransformer`.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        The column of every word.
    idf_ : float array, shape (d,)
        The weight of each word.

    Examples
    --------
    >>> TfidfVectorizer().fit_transform(["red sea", "red red wine"]).round(2)
    array([[0.58, 0.81, 0.  ],
           [0.82, 0.  , 0.57]])
    """

    vocabulary_: dict[str, int]
    idf_: FloatArray

    def __init__(
        self,
        *,
        lowercase: bool = True,
        token_pattern: str = WORDS,
        tokenizer: Tokenizer | None = None,
        stop_words: Collection[str] | None = None,
        ngram_range: tuple[int, int] = (1, 1),
        min_df: float = 1,
        max_df: float = 1.0,
        max_features: int | None = None,
        vocabulary: Sequence[str] | None = None,
        binary: bool = False,
        dtype: DTypeLike = np.float64,
        norm: str | None = "l2",
        use_idf: bool = True,
        smooth_idf: bool = True,
        sublinear_tf: bool = False,
    ) -> None:
        vars(self).update({name: value for name, value in locals().items() if name != "self"})

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    __sklearn_tags__ = estimator.transformer_tags

    def fit(self, X: Sequence[str], y: object = None) -> TfidfVectorizer:
        """Learn the vocabulary of the texts X and its weights; return self."""
        self.fit_transform(X)
        return self

    def fit_transform(self, X: Sequence[str], y: object = None) -> FloatArray:
        """Do both, and take the texts apart only once."""
        counter, weigher = self._parts()
        counts = counter.fit_transform(X)
        weigher.fit(counts)
        self.vocabulary_, self.idf_ = counter.vocabulary_, weigher.idf_
        return weigher.weigh(counts)

    def transform(self, X: Sequence[str]) -> FloatArray:
        """Weigh the known words of the texts X, shape (n, d)."""
        counter, weigher = self._parts()
        counter.vocabulary_ = estimator.fitted(self, "vocabulary_")
        weigher.idf_, weigher.n_features_in_ = self.idf_, len(self.idf_)
        return weigher.weigh(counter.transform(X))

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """Give the word of every column, shape (d,)."""
        return np.array(list(estimator.fitted(self, "vocabulary_")), dtype=object)

    def _parts(self) -> tuple[CountVectorizer, TfidfTransformer]:
        given = self.get_params()
        weighing = {name: given.pop(name) for name in WEIGHING}
        return CountVectorizer(**given), TfidfTransformer(**weighing)
