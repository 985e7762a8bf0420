"""Vectors of words as word2vec finds them: from telling words that stand together from words that were drawn by chance.

    skip-gram: s = v_centre . u_word, for a true neighbour and k words drawn by chance                  (4)
    CBOW: s = (mean of v over the neighbours) . u_word, for the true centre and k words by chance       (5)
    loss = mean of -log sigmoid(s) for the true word and -log sigmoid(-s) for each other                (6)

Derivation: docs/derivations/word2vec.md
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.nn import Embedding, Module
from descent.nn.initialisers import Rng, normal, zeros
from descent.shapes import FloatArray
from descent.text import cbow_windows, draw_negatives, skip_grams

Ids = NDArray[np.int64]


class SkipGram(Module):
    """Forecasts the neighbours from a word, (4).

    A softmax over all words would ask every word of the language at every step. Instead the network tells one true
    neighbour from a few words drawn by chance: as many yes-or-no questions as there are candidates.

    Parameters
    ----------
    vocab_size : int
        How many different words there are.
    size : int
        Numbers of a vector.
    rng : numpy.random.Generator, int or None
        Where the vectors are drawn from; those of neighbours begin at 0, as in word2vec.

    Attributes
    ----------
    words : Embedding
        v, which is kept.
    contexts : Embedding
        u, with which words stand as neighbours.

    References
    ----------
    Mikolov et al. (2013), Distributed Representations of Words and Phrases and their Compositionality, section 2.2.

    Examples
    --------
    >>> network = SkipGram(10, 4, rng=0)
    >>> network(np.array([[3]]), np.array([[5, 1, 7]])).shape  # a word, then one true neighbour and two drawn ones
    (1, 3)
    """

    def __init__(self, vocab_size: int, size: int = 100, *, rng: Rng = None) -> None:
        self.words = Embedding(vocab_size, size, init=partial(normal, spread=0.5 / np.sqrt(size)), rng=rng)
        self.contexts = Embedding(vocab_size, size, init=zeros)

    def forward(self, given: Any, candidates: Any) -> Any:
        """Give logits (n, 1 + k) that each of candidates (n, 1 + k) belongs to the given words (n, m); -1 fills up."""
        there = np.asarray(given) >= 0
        share = there / np.maximum(there.sum(axis=1, keepdims=True), 1)
        rows = self.words(np.where(there, given, 0))
        v = (rows * share[:, :, np.newaxis].astype(rows.data.dtype)).sum(axis=1, keepdims=True)  # (n, 1, size)
        return (v * self.contexts(candidates)).sum(axis=-1)

    @property
    def vectors(self) -> FloatArray:
        """The words' vectors, (vocab_size, size), for ``descent.text.WordVectors``."""
        return self.words.weight.data


class CBOW(SkipGram):
    """Forecasts a word from the mean of its neighbours, (5): a continuous bag of words.

    It is the same network as ``SkipGram``, given several words instead of one. It learns faster and from frequent words
    best; the other is better with rare ones.

    Examples
    --------
    >>> CBOW(10, 4, rng=0)(np.array([[3, 4, -1]]), np.array([[5, 1, 7]])).shape  # -1 where there is no neighbour
    (1, 3)
    """


def skip_gram_examples(
    sentences: Sequence[ArrayLike], probabilities: ArrayLike, rng: np.random.Generator, *, window: int = 5,
    negatives: int = 5,
) -> tuple[tuple[Ids, Ids], FloatArray]:  # fmt: skip
    """What a ``SkipGram`` learns from, drawn anew for each epoch.

    Parameters
    ----------
    sentences : sequence of int arrays
        The numbers of the words of each sentence.
    probabilities : float array, shape (v,)
        How likely each word is drawn as a counter-example: ``descent.text.negative_probabilities`` of the counts.
    rng : numpy.random.Generator
        Draws the counter-examples, and for each word how far its neighbours reach.
    window : int
        How many words to each side count as neighbours at most.
    negatives : int
        k, counter-examples a pair.

    Returns
    -------
    X : pair of int arrays, shapes (p, 1) and (p, 1 + k)
        Words, and for each the true neighbour and then the counter-examples.
    y : float32 array, shape (p, 1 + k)
        1 for the true one and 0 for the others: for ``binary_cross_entropy_with_logits`` (6).

    Examples
    --------
    >>> X, y = skip_gram_examples([[0, 1, 2]], [0, 0, 1.0], np.random.default_rng(0), window=1, negatives=2)
    >>> X[0].ravel().tolist(), X[1].tolist()
    ([0, 1, 1, 2], [[1, 2, 2], [2, 2, 2], [0, 2, 2], [1, 2, 2]])
    """
    centres, neighbours = skip_grams(sentences, window, rng=rng)
    return _against_chance(centres[:, np.newaxis], neighbours, probabilities, rng, negatives)


def cbow_examples(
    sentences: Sequence[ArrayLike], probabilities: ArrayLike, rng: np.random.Generator, *, window: int = 5,
    negatives: int = 5,
) -> tuple[tuple[Ids, Ids], FloatArray]:  # fmt: skip
    """What a ``CBOW`` learns from: as `skip_gram_examples`, with all neighbours of a word in one row.

    Examples
    --------
    >>> X, y = cbow_examples([[0, 1, 2]], [0, 0, 1.0], np.random.default_rng(0), window=1, negatives=1)
    >>> X[0].tolist(), X[1].tolist()
    ([[-1, 1], [0, 2], [1, -1]], [[0, 2], [1, 2], [2, 2]])
    """
    centres, neighbours = cbow_windows(sentences, window)
    return _against_chance(neighbours, centres, probabilities, rng, negatives)


def _against_chance(
    given: Ids, true: Ids, probabilities: ArrayLike, rng: np.random.Generator, k: int
) -> tuple[tuple[Ids, Ids], FloatArray]:
    drawn = draw_negatives(probabilities, (len(true), k), rng)
    y = np.zeros((len(true), 1 + k), np.float32)
    y[:, 0] = 1
    return (given, np.concatenate([true[:, np.newaxis], drawn], axis=1)), y
