"""A bag of words: a text becomes the row of how often each word of a vocabulary occurs in it.

    X[i, j] = number of times word j stands in text i                       (1)

The order of the words is lost, but for what n-grams keep of it.

Derivation: docs/derivations/tfidf.md
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, compress, repeat
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
        grams = self._grams(X)
        return self._count(self._columns(grams), grams)

    def fit_transform(self, X: Sequence[str], y: object = None) -> FloatArray:
        """Do both, and take the texts apart only once."""
        grams = self._grams(X)
        return self._count(self._learn(grams), grams)

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

    def _learn(self, grams: list[list[str]]) -> Columns:
        """Choose the words, and give the column of each word of all texts in turn; d for one that was not chosen."""
        if self.vocabulary is not None:
            self.vocabulary_ = {word: column for column, word in enumerate(self.vocabulary)}
            return self._columns(grams)
        number: defaultdict[str, int] = defaultdict()
        number.default_factory = number.__len__  # words are numbered as they come, so that NumPy can count them
        numbers = np.fromiter(map(number.__getitem__, chain.from_iterable(grams)), np.intp)
        texts_with = np.bincount(_cells(numbers, grams, len(number))[0] % max(1, len(number)), minlength=len(number))
        least, most = (share if isinstance(share, int) else share * len(grams) for share in (self.min_df, self.max_df))
        common = (least <= texts_with) & (texts_with <= most)
        kept = sorted(compress(number, common.tolist()))
        if self.max_features is not None:
            total = np.bincount(numbers, minlength=len(number))[[number[word] for word in kept]]
            kept = sorted(kept[place] for place in np.argsort(-total, kind="stable")[: self.max_features].tolist())
        if not kept:
            raise ValueError(
                f"no word is left of the {len(number)} different ones in {len(grams)} texts. "
                "Lower min_df, raise max_df, leave fewer words out, or look whether the texts are empty."
            )
        self.vocabulary_ = {word: column for column, word in enumerate(kept)}
        column = np.full(len(number), len(kept))
        column[[number[word] for word in kept]] = np.arange(len(kept))
        return column[numbers]

    def _columns(self, grams: list[list[str]]) -> Columns:
        known, d = self.vocabulary_.get, len(self.vocabulary_)
        return np.fromiter(map(known, chain.from_iterable(grams), repeat(d)), np.intp)

    def _count(self, columns: Columns, grams: list[list[str]]) -> FloatArray:
        d = len(self.vocabulary_)
        counts = np.zeros((len(grams), d), self.dtype)
        cells, times = _cells(columns, grams, d)
        counts.reshape(-1)[cells] = 1 if self.binary else times  # (1)
        return counts


def _cells(columns: Columns, grams: list[list[str]], d: int) -> tuple[Columns, Columns]:
    """Find the cells of the table of texts and d columns that are not 0, and what stands in them: few cells of many."""
    rows = np.repeat(np.arange(len(grams)), [len(words) for words in grams])
    known = columns < d
    cells, times = np.unique(rows[known] * d + columns[known], return_counts=True)
    return cells, times
