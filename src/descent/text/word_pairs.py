"""What word2vec learns from: words with their neighbours, thinned out, and words drawn as counter-examples.

    pairs (w_t, w_{t+k}) for 1 <= |k| <= window, within a sentence          (1)
    P(a word is kept) = min(1, sqrt(threshold / share of the word))         (2)
    P(a word is drawn as negative) = count^0.75 / sum of counts^0.75        (3)

Derivation: docs/derivations/word2vec.md
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.shapes import FloatArray, finite, not_empty, vector

Ids = NDArray[np.int64]


def skip_grams(
    sentences: Sequence[ArrayLike], window: int = 5, *, rng: np.random.Generator | None = None
) -> tuple[Ids, Ids]:
    """Every word with every neighbour.

    Parameters
    ----------
    sentences : sequence of int arrays
        The numbers of the words of each sentence.
    window : int
        How many words to each side count as neighbours.
    rng : Generator or None
        If given, each word draws its own window from 1..window, so that near neighbours are seen more often.

    Returns
    -------
    centres, contexts : int array, shape (p,)
        One pair per entry.

    Raises
    ------
    ValueError
        If the window is below 1 or a sentence is no row of whole numbers.

    References
    ----------
    Mikolov, Chen, Corrado and Dean (2013), Efficient estimation of word representations in vector space, section 3.2.

    Examples
    --------
    >>> centres, contexts = skip_grams([[7, 8, 9]], window=1)
    >>> list(zip(centres.tolist(), contexts.tolist()))
    [(7, 8), (8, 9), (8, 7), (9, 8)]
    """
    ids, sentence = flatten(sentences, window)
    reach = np.full(len(ids), window) if rng is None else rng.integers(1, window + 1, len(ids))
    at = np.arange(len(ids))
    pairs = [
        (ids[here], ids[here + k])  # (1)
        for k in (*range(1, window + 1), *range(-1, -window - 1, -1))
        for here in [at[max(-k, 0) : max(len(ids) - max(k, 0), 0)]]
        for here in [here[(sentence[here] == sentence[here + k]) & (reach[here] >= abs(k))]]
    ]
    centres, contexts = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return centres, contexts


def cbow_windows(sentences: Sequence[ArrayLike], window: int = 5, *, fill: int = -1) -> tuple[Ids, Ids]:
    """Every word with all its neighbours in one row.

    Parameters
    ----------
    sentences : sequence of int arrays
        The numbers of the words of each sentence.
    window : int
        How many words to each side count as neighbours.
    fill : int
        What stands where the sentence has no neighbour; take the number of the filling token.

    Returns
    -------
    centres : int array, shape (n,)
        Every word of the sentences, in order.
    contexts : int array, shape (n, 2 window)
        Its neighbours from left to right.

    Raises
    ------
    ValueError
        As in `skip_grams`.

    Examples
    --------
    >>> cbow_windows([[7, 8, 9]], window=1)[1]
    array([[-1,  8],
           [ 7,  9],
           [ 8, -1]])
    """
    ids, sentence = flatten(sentences, window)
    edge = np.full(window, -1)
    padded, number = np.concatenate([edge, ids, edge]), np.concatenate([edge, sentence, edge])
    offsets = np.concatenate([np.arange(window), np.arange(window + 1, 2 * window + 1)])
    place = np.arange(len(ids))[:, np.newaxis] + offsets  # (n, 2 window)
    return ids, np.where(number[place] == sentence[:, np.newaxis], padded[place], fill)


def keep_probability(counts: ArrayLike, threshold: float = 1e-5) -> FloatArray:
    """Probability with which each occurrence of a word is kept, (2): frequent words are thinned out.

    Parameters
    ----------
    counts : array, shape (v,)
        How often each word occurs.
    threshold : float
        The share of all words up to which a word is always kept.

    Returns
    -------
    float array, shape (v,)
        In 0..1; 1 for a word that never occurs.

    Raises
    ------
    ValueError
        If the counts are not finite, negative or all 0, or the threshold is not above 0.

    References
    ----------
    Mikolov et al. (2013), Distributed representations of words and phrases and their compositionality, section 2.3.

    Examples
    --------
    >>> keep_probability([96, 3, 1], threshold=0.01).round(3)
    array([0.102, 0.577, 1.   ])
    """
    if not threshold > 0:
        raise ValueError(
            f"threshold must be above 0; got {threshold}. 1e-5 suits a billion words, 1e-3 a small corpus."
        )
    share = _shares(counts, 1.0)
    root = np.sqrt(np.divide(threshold, share, out=np.ones_like(share), where=share > 0))
    return np.minimum(root, 1)  # (2)


def subsample(sentences: Sequence[ArrayLike], keep: ArrayLike, rng: np.random.Generator) -> list[Ids]:
    """Leave out words by chance, before windows are made, so that rarer words come nearer to each other.

    Parameters
    ----------
    sentences : sequence of int arrays
        The numbers of the words of each sentence.
    keep : float array, shape (v,)
        The probability that each word is kept, as `keep_probability` gives it.
    rng : Generator
        Source of chance.

    Returns
    -------
    list of int arrays
        The sentences, thinned out.

    Examples
    --------
    >>> subsample([[0, 1, 0, 1]], [0.0, 1.0], np.random.default_rng(0))
    [array([1, 1])]
    """
    probability = vector(keep, "keep")
    rows = [np.asarray(row, dtype=np.int64) for row in sentences]
    return [row[rng.random(len(row)) < probability[row]] for row in rows]


def negative_probabilities(counts: ArrayLike, power: float = 0.75) -> FloatArray:
    """Probability with which each word is drawn as a counter-example, (3): between its share and an even chance.

    Parameters
    ----------
    counts : array, shape (v,)
        How often each word occurs.
    power : float
        1 for the shares, 0 for even chances.

    Returns
    -------
    float array, shape (v,)
        Of sum 1.

    Raises
    ------
    ValueError
        If the counts are not finite, negative or all 0.

    Examples
    --------
    >>> negative_probabilities([81, 16]).round(4)
    array([0.7714, 0.2286])
    """
    return _shares(counts, power)  # (3)


def draw_negatives(probabilities: ArrayLike, shape: int | tuple[int, ...], rng: np.random.Generator) -> Ids:
    """Draw words by their probabilities, each by bisection of the running sum.

    Parameters
    ----------
    probabilities : float array, shape (v,)
        As `negative_probabilities` gives them.
    shape : int or tuple of int
        How many; (n, k) for k counter-examples to each of n pairs.
    rng : Generator
        Source of chance.

    Returns
    -------
    int array of the shape
        Numbers of words. A true neighbour may be among them, as in word2vec.

    Examples
    --------
    >>> draw_negatives([0.0, 1.0], (2, 3), np.random.default_rng(0))
    array([[1, 1, 1],
           [1, 1, 1]])
    """
    steps = np.cumsum(vector(probabilities, "probabilities"))
    drawn: Ids = np.searchsorted(steps, rng.random(shape) * steps[-1], side="right").astype(np.int64)
    return drawn


def flatten(sentences: Sequence[ArrayLike], window: int) -> tuple[Ids, Ids]:
    """Put sentences one after the other; give for each word its number and that of its sentence."""
    if window < 1:
        raise ValueError(f"window must be 1 or more; got {window}. 5 is usual.")
    rows = [np.asarray(row) for row in sentences]
    for row in rows:
        if row.ndim != 1 or (row.size and row.dtype.kind not in "iu"):
            raise ValueError(
                f"each sentence must be a row of whole numbers; got shape {row.shape} of {row.dtype}. "
                "Number the words with Vocabulary, and wrap one sentence in a list."
            )
    ids = np.concatenate([np.empty(0, np.int64), *rows]).astype(np.int64)
    return ids, np.repeat(np.arange(len(rows)), [len(row) for row in rows])


def _shares(counts: ArrayLike, power: float) -> FloatArray:
    count = vector(counts, "counts")
    not_empty(count, "counts", what="a share")
    finite(count, "counts")
    if (count < 0).any() or not count.any():
        raise ValueError(f"counts must be 0 or more, and not all 0; got {count.tolist()[:5]}. Count the words first.")
    raised = np.where(count > 0, count, 0) ** power
    shares: FloatArray = raised / raised.sum()
    return shares
