"""A bag of words: a text becomes the row of how often each word of a vocabulary occurs in it.

    X[i, j] = number of times word j stands in text i                       (1)

The order of the words is lost, but for what n-grams keep of it.

Derivation: docs/derivations/tfidf.md
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from descent import estimator
from descent.shapes import FloatArray
from descent.text.tokens import WORDS, Tokenizer, ngrams, texts, tokenize

Columns = NDArray[np.intp]


class CountVectorizer:
    """Count words, as scikit-learn's class of this name does, into a dense array.

    Parameters
    ----------
    lowercase : bool
        Whether capitals become small letters first.
    token_pattern : str
        What a word looks like, as a regular expression.
    tokenizer : callable or None
        What turns a text into a list of words, in place of `token_pattern`; stem there.
    stop_words : collection of str or None
        Words to leave out.
    ngram_range : pair of int
        The shortest and the longest run of words that counts as a word of its own.
    min_df, max_df : int or float
        A word is kept if at least and at most so many texts have it: a number of texts, or as a float their share.
    max_features : int or None
        Keep only so many words, those that occur most often; of two as frequent the first in the alphabet.
    vocabulary : sequence of str or None
        The words to count, if they are known beforehand; nothing else is counted, and ``fit`` learns no word.
    binary : bool
        Whether to write 1 for any count above 0.
    dtype : float type
        float32 halves the memory and is exact up to 16 million.

    Attributes
    ----------
    vocabulary_ : dict of str to int
        The column of every word; the words are sorted.

    References
    ----------
    Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval, section 6.2.

    Examples
    --------
    >>> counter = CountVectorizer()
    >>> counter.fit_transform(["the cat and the dog", "a cat"])
    array([[1., 1., 1., 2.],
           [0., 1., 0., 0.]])
    >>> counter.get_feature_names_out().tolist()
    ['and', 'cat', 'dog', 'the']
    """

    vocabulary_: dict[str, int]

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
    ) -> None:
        self.lowercase = lowercase
        self.token_pattern = token_pattern
        self.tokenizer = tokenizer
        self.stop_words = stop_words
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.max_df = max_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.binary = binary
        self.dtype = dtype

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show
    __sklearn_tags__ = estimator.transformer_tags

    def fit(self, X: Sequence[str], y: object = None) -> CountVectorizer:
        """Learn the vocabulary of the texts X; return self."""
        self._learn(self._grams(X))
        return self

    def transform(self, X: Sequence[str]) -> FloatArray:
        """Count the known words of the texts X, shape (n, d); unknown words are passed over."""
        estimator.fitted(self, "vocabulary_")
        return self._count(self._columns(self._grams(X)))

    def fit_transform(self, X: Sequence[str], y: object = None) -> FloatArray:
        """Do both, and take the texts apart only once."""
        return self._count(self._learn(self._grams(X)))

    def get_feature_names_out(self, input_features: object = None) -> NDArray[Any]:
        """Give the word of every column, shape (d,)."""
        return np.array(list(estimator.fitted(self, "vocabulary_")), dtype=object)

    def _grams(self, X: Sequence[str]) -> list[list[str]]:
        stop, (shortest, longest) = frozenset(self.stop_words or ()), self.ngram_range
        words = (list(self._words(text)) for text in texts(X))
        kept = ([w for w in line if w not in stop] for line in words) if stop else words
        return [ngrams(line, shortest, longest) for line in kept]

    def _words(self, text: str) -> Iterable[str]:
        if self.tokenizer is None:
            return tokenize(text, pattern=self.token_pattern, lowercase=self.lowercase)
        return self.tokenizer(text.lower() if self.lowercase else text)

    def _learn(self, grams: list[list[str]]) -> list[Columns]:
        """Choose the words, and give the column of every word of every text; d for one that was not chosen."""
        if self.vocabulary is not None:
            self.vocabulary_ = {word: column for column, word in enumerate(self.vocabulary)}
            return self._columns(grams)
        number: defaultdict[str, int] = defaultdict()
        number.default_factory = number.__len__  # words are numbered as they come, so that NumPy can count them
        numbers = [[number[word] for word in words] for words in grams]
        rows = [np.array(line, np.intp) for line in numbers]
        once = np.fromiter(chain.from_iterable(map(set, numbers)), np.intp)
        texts_with = np.bincount(once, minlength=len(number))
        total = np.bincount(np.concatenate([np.empty(0, np.intp), *rows]), minlength=len(number))
        least, most = (share if isinstance(share, int) else share * len(grams) for share in (self.min_df, self.max_df))
        kept = sorted(word for word, n in zip(number, texts_with, strict=True) if least <= n <= most)
        if self.max_features is not None:
            kept = sorted(sorted(kept, key=lambda word: -total[number[word]])[: self.max_features])
        if not kept:
            raise ValueError(
                f"no word is left of the {len(number)} different ones in {len(grams)} texts. "
                "Lower min_df, raise max_df, leave fewer words out, or look whether the texts are empty."
            )
        self.vocabulary_ = {word: column for column, word in enumerate(kept)}
        column = np.full(len(number), len(kept))
        column[[number[word] for word in kept]] = np.arange(len(kept))
        return [column[row] for row in rows]

    def _columns(self, grams: list[list[str]]) -> list[Columns]:
        column, d = self.vocabulary_, len(self.vocabulary_)
        return [np.array([column.get(word, d) for word in words], np.intp) for words in grams]

    def _count(self, rows: list[Columns]) -> FloatArray:
        d = len(self.vocabulary_)
        counts = np.empty((len(rows), d), self.dtype)
        for line, columns in zip(counts, rows, strict=True):
            line[:] = np.bincount(columns, minlength=d + 1)[:d]  # (1)
        return np.minimum(counts, 1) if self.binary else counts
