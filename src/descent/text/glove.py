"""GloVe: vectors of words whose inner products are the logarithms of how often the words stand together.

    X[i, j] = sum of 1 / distance over all times that word j stands near word i                   (1)
    J = sum over X[i, j] > 0 of f(X[i, j]) (w_i . c_j + b_i + d_j - log X[i, j])^2                (2)
    f(x) = min(1, (x / x_max)^alpha)                                        (3)
    theta <- theta - rate * g / sqrt(G),  G <- G + g^2                      (4)

Derivation: docs/derivations/glove.md
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.shapes import FloatArray
from descent.text.tokens import sentences_of
from descent.text.vocabulary import Vocabulary
from descent.text.word_pairs import Ids, flatten


def cooccurrences(sentences: Sequence[ArrayLike], window: int, n_words: int) -> tuple[Ids, Ids, FloatArray]:
    """Count how often words stand near each other, by (1).

    Parameters
    ----------
    sentences : sequence of int arrays
        The numbers of the words of each sentence.
    window : int
        How far apart words may stand.
    n_words : int
        How many different words there are.

    Returns
    -------
    i, j : int array, shape (m,)
        The pairs that occur, sorted.
    x : float array, shape (m,)
        Their counts; the same for (i, j) and (j, i).

    Examples
    --------
    >>> cooccurrences([[0, 1, 2]], 2, 3)
    (array([0, 0, 1, 1, 2, 2]), array([1, 2, 0, 2, 0, 1]), array([1. , 0.5, 1. , 1. , 0.5, 1. ]))
    """
    ids, sentence = flatten(sentences, window)
    keys, weights = [np.empty(0, np.int64)], [np.empty(0)]
    for distance in range(1, min(window, len(ids) - 1) + 1):
        near = sentence[:-distance] == sentence[distance:]
        left, right = ids[:-distance][near], ids[distance:][near]
        keys += [left * n_words + right, right * n_words + left]
        weights += [np.full(2 * len(left), 1 / distance)]
    pair, place = np.unique(np.concatenate(keys), return_inverse=True)
    return pair // n_words, pair % n_words, np.bincount(place, np.concatenate(weights), len(pair))  # (1)


class GloVe:
    """Vectors of words from a corpus.

    Parameters
    ----------
    dim : int
        Length of the vectors.
    window : int
        How far apart words may stand to count as near.
    min_count : int
        Words that occur less often have no vector.
    x_max, alpha : float
        The weights (3): pairs with a count of x_max or more count fully.
    learning_rate : float
        The rate of (4).
    n_epochs : int
        How often all pairs are gone through.
    batch_size : int
        How many pairs make one step.
    random_state : int or Generator
        Seed of the first vectors and of the order of the pairs.

    Attributes
    ----------
    words_ : list of str
        The words, the most frequent first.
    vectors_ : float array, shape (v, dim)
        Their vectors: w + c, as the roles of the two are the same.
    losses_ : list of float
        J divided by the number of pairs, one per epoch, taken as the epoch goes.

    References
    ----------
    Pennington, Socher and Manning (2014), GloVe: global vectors for word representation.
    Duchi, Hazan and Singer (2011), Adaptive subgradient methods for online learning.

    Examples
    --------
    >>> corpus = [["hot", "sun"], ["hot", "fire"], ["cold", "ice"], ["cold", "snow"]] * 10
    >>> model = GloVe(dim=4, n_epochs=50).fit(corpus)
    >>> model.vectors_.shape
    (6, 4)
    """

    words_: list[str]
    vectors_: FloatArray
    losses_: list[float]

    def __init__(
        self,
        dim: int = 50,
        *,
        window: int = 10,
        min_count: int = 1,
        x_max: float = 100.0,
        alpha: float = 0.75,
        learning_rate: float = 0.05,
        n_epochs: int = 25,
        batch_size: int = 1024,
        random_state: int | np.random.Generator = 0,
    ) -> None:
        self.dim = dim
        self.window = window
        self.min_count = min_count
        self.x_max = x_max
        self.alpha = alpha
        self.learning_rate = learning_rate
        self.n_epochs = n_epochs
        self.batch_size = batch_size
        self.random_state = random_state

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show

    def fit(self, sentences: Sequence[Sequence[str]], y: object = None) -> GloVe:
        """Learn from sentences, each a list of words; return self."""
        vocabulary = Vocabulary(min_count=self.min_count, pad=None, start=None, end=None).fit(sentences_of(sentences))
        known = [[vocabulary.ids_[w] - 1 for w in s if w in vocabulary.ids_] for s in sentences]  # 0 is the unknown
        self.words_ = vocabulary.tokens_[1:]
        i, j, x = cooccurrences(known, self.window, len(self.words_))
        if not len(x):
            raise ValueError("no two words stand near each other. Give longer sentences, or lower min_count.")
        weight, target = np.minimum(1, (x / self.x_max) ** self.alpha), np.log(x)  # (3)
        rng = np.random.default_rng(self.random_state)
        # one more column each for b and d: [w, b, 1] . [c, 1, d] = w . c + b + d
        words, contexts = ((rng.random((len(self.words_), self.dim + 2)) - 0.5) / self.dim for _ in range(2))
        words[:, -1] = contexts[:, -2] = 1
        past = np.ones_like(words), np.ones_like(contexts)
        self.losses_ = []
        for _ in range(self.n_epochs):
            loss = 0.0
            order = rng.permutation(len(x))
            for batch in (order[k : k + self.batch_size] for k in range(0, len(x), self.batch_size)):
                p, q = i[batch], j[batch]
                error = (words[p] * contexts[q]).sum(axis=1) - target[batch]
                loss += float(weight[batch] @ error**2)  # (2)
                pull = (weight[batch] * error)[:, np.newaxis]  # the factor 2 of the derivative is left to the rate
                to_words, to_contexts = pull * contexts[q], pull * words[p]
                to_words[:, -1] = to_contexts[:, -2] = 0  # the ones stay
                _step(words, past[0], p, to_words, self.learning_rate)
                _step(contexts, past[1], q, to_contexts, self.learning_rate)
            self.losses_.append(loss / len(x))
        self.vectors_ = (words + contexts)[:, : self.dim]
        return self


def _step(theta: FloatArray, past: FloatArray, rows: NDArray[np.int64], gradient: FloatArray, rate: float) -> None:
    """Add up the gradients of each row of theta, and take one step of (4) for the rows that have some."""
    order = np.argsort(rows, kind="stable")
    changed, first = np.unique(rows[order], return_index=True)
    g = np.add.reduceat(gradient[order], first, axis=0)
    theta[changed] -= rate * g / np.sqrt(past[changed])  # (4)
    past[changed] += g**2
