"""From probabilities to a sequence: step by step, with several beginnings kept at once, or by chance.

A model that continues a sequence is a function ``step(tokens, states)``: given the last token of each of m beginnings,
shape (m,), and whatever it remembers of each, it returns log-probabilities of what comes next, shape (m, k), and what
it remembers then. States are None, an array with one row per beginning, or a tuple, list or dict of such.

Derivation: docs/derivations/ctc.md
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats, matrix

Step = Callable[[Any, Any], tuple[ArrayLike, Any]]


def beam_search(
    step: Step, start: int, *, states: Any = None, width: int = 3, length: int = 50, end: int | None = None,
    length_penalty: float = 0.0,
) -> list[tuple[list[int], float]]:  # fmt: skip
    """Sequences that a model finds probable: at every step the best few beginnings go on.

    Parameters
    ----------
    step : callable
        The model: ``step(tokens, states)`` gives log-probabilities, shape (m, k), and the new states.
    start : int
        The token before the first one.
    states : None, array with one row, or tuple, list or dict of such
        What the model remembers at the beginning.
    width : int
        How many beginnings are kept.
    length : int
        How many tokens at most.
    end : int, optional
        The token that ends a sequence; it stands at the end of what is returned.
    length_penalty : float
        The logarithm of the probability is divided by (number of tokens)^length_penalty; 0 favours short ones.

    Returns
    -------
    found : list of (tokens, score)
        At most `width` sequences without the start, the best first; the score is the log-probability after the penalty.

    Raises
    ------
    ValueError
        If width or length is less than 1.

    Notes
    -----
    With a width of 1 it is the greedy choice; with as many as there are sequences it finds the best one.

    References
    ----------
    Sutskever, Vinyals and Le (2014), section 3.2; Wu et al. (2016), section 7, for the penalty.

    Examples
    --------
    >>> chances = np.log([[0.1, 0.5, 0.4], [0.2, 0.4, 0.4], [0.9, 0.05, 0.05]])
    >>> [(tokens, round(score, 3)) for tokens, score in beam_search(lambda t, s: (chances[t], s), 0, length=2, width=2)]
    [([2, 0], -1.022), ([1, 1], -1.609)]
    """
    if width < 1 or length < 1:
        raise ValueError(f"width and length must be at least 1; got {width} and {length}. Width 1 is greedy.")
    alive: list[list[int]] = [[]]
    score = np.zeros(1)
    finished: list[tuple[list[int], float]] = []
    last = np.array([start])
    for _ in range(length):
        log_p, states = step(last, states)
        total = score[:, None] + matrix(log_p, "the log-probabilities of step")  # (beginnings, k)
        best = np.argsort(-total, axis=None, kind="stable")[: width - len(finished)]
        best = best[np.isfinite(total.ravel()[best])]
        parent, token = np.divmod(best, total.shape[1])
        longer = [[*alive[p], int(t)] for p, t in zip(parent, token, strict=True)]
        score = total[parent, token]
        ended = token == end if end is not None else np.zeros(len(token), bool)
        finished += [(longer[i], float(score[i])) for i in np.flatnonzero(ended)]
        on = np.flatnonzero(~ended)
        alive, score, last, states = [longer[i] for i in on], score[on], token[on], _rows(states, parent[on])
        if not alive:
            break
    found = finished + list(zip(alive, score.tolist(), strict=True))
    return sorted(((t, s / len(t) ** length_penalty) for t, s in found), key=lambda each: -each[1])


def greedy(step: Step, start: int, *, states: Any = None, length: int = 50, end: int | None = None) -> list[int]:
    """The sequence that takes the most probable token at every step.

    Parameters
    ----------
    step : callable
        The model: ``step(tokens, states)`` gives log-probabilities or logits, shape (1, k), and the new states.
    start : int
        The token before the first one.
    states : any
        What the model remembers at the beginning.
    length : int
        How many tokens at most.
    end : int, optional
        The token that ends the sequence.

    Returns
    -------
    tokens : list of int
        Without the start, with the end if it came.

    Examples
    --------
    >>> greedy(lambda tokens, states: (np.eye(4)[(tokens + 1) % 4], states), 0, length=6, end=3)
    [1, 2, 3]
    """
    tokens: list[int] = []
    while len(tokens) < length and (not tokens or tokens[-1] != end):
        log_p, states = step(np.array([tokens[-1] if tokens else start]), states)
        tokens.append(int(np.argmax(matrix(log_p, "the log-probabilities of step")[0])))
    return tokens


def sample(
    logits: ArrayLike, rng: np.random.Generator, *, temperature: float = 1.0, top_k: int | None = None
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Draw a class for each row of logits.

    Parameters
    ----------
    logits : float array, shape (..., k)
        Logits or log-probabilities.
    rng : numpy.random.Generator
        Draws.
    temperature : float
        The logits are divided by it: below 1 the probable gets more probable, above 1 all become more alike, and 0
        takes the most probable.
    top_k : int, optional
        Only so many of the most probable classes can come.

    Returns
    -------
    drawn : array of int, shape (...)
        Classes in 0..k-1.

    Raises
    ------
    ValueError
        If the temperature is negative, or top_k is less than 1.

    Examples
    --------
    >>> sample(np.log([[0.7, 0.2, 0.1]] * 6), np.random.default_rng(0))
    array([2, 0, 0, 2, 1, 0])
    """
    z = floats(logits, "logits")
    if temperature < 0 or (top_k is not None and top_k < 1):
        raise ValueError(f"temperature must be at least 0 and top_k at least 1; got {temperature} and {top_k}.")
    if temperature == 0:
        return np.asarray(z.argmax(axis=-1))
    if top_k is not None and top_k < z.shape[-1]:
        least = np.partition(z, -top_k, axis=-1)[..., -top_k, None]
        z = np.where(z < least, -np.inf, z)
    # The largest of logits plus Gumbel noise is a draw from their softmax: no probability is ever needed.
    return np.asarray((z / temperature + rng.gumbel(size=z.shape)).argmax(axis=-1))


def ctc_greedy(logits: ArrayLike, *, blank: int = 0) -> list[list[int]]:
    """Labels of the most probable path of each sequence.

    Parameters
    ----------
    logits : float array, shape (n, T, k)
        Logits or log-probabilities of k classes at each step.
    blank : int
        Which class is the blank.

    Returns
    -------
    labels : list of lists of int
        For each sequence: equal neighbours merged, then blanks dropped.

    Examples
    --------
    >>> ctc_greedy(np.eye(3)[None, [1, 1, 0, 1, 2, 2]])
    [[1, 1, 2]]
    """
    best = floats(logits, "logits").argmax(axis=-1)
    return [[int(label) for label, _ in groupby(path) if label != blank] for path in best]


def ctc_beam_search(log_p: ArrayLike, *, width: int = 10, blank: int = 0) -> list[tuple[list[int], float]]:
    """Probable labels of one sequence, each with the probability of all its paths that were kept.

    Parameters
    ----------
    log_p : float array, shape (T, k)
        Log-probabilities of k classes at each step.
    width : int
        How many beginnings are kept.
    blank : int
        Which class is the blank.

    Returns
    -------
    found : list of (labels, log-probability)
        The best first.

    Notes
    -----
    The paths of a beginning that end with a blank are counted apart from those that end with its last label, since only
    after a blank does the same label come once more.

    References
    ----------
    Hannun et al. (2014), First-Pass Large Vocabulary Continuous Speech Recognition, algorithm 1, without its words.

    Examples
    --------
    >>> found = ctc_beam_search(np.log([[0.6, 0.4], [0.6, 0.4]]))  # the best path is --, the best labels are 1
    >>> [(labels, round(float(np.exp(score)), 2)) for labels, score in found]
    [([1], 0.64), ([], 0.36)]
    """
    alive: dict[tuple[int, ...], FloatArray] = {(): np.array([0.0, -np.inf])}  # ending with a blank, with a label
    for row in matrix(log_p, "log_p"):
        longer: dict[tuple[int, ...], FloatArray] = defaultdict(lambda: np.full(2, -np.inf))
        for labels, ends in alive.items():
            either = np.logaddexp(*ends)
            longer[labels][0] = np.logaddexp(longer[labels][0], either + row[blank])
            for label, score in enumerate(row.tolist()):
                if label == blank:
                    continue
                again = bool(labels) and labels[-1] == label
                if again:
                    longer[labels][1] = np.logaddexp(longer[labels][1], ends[1] + score)
                more = longer[(*labels, label)]
                more[1] = np.logaddexp(more[1], (ends[0] if again else either) + score)
        best = sorted(longer.items(), key=lambda each: -np.logaddexp(*each[1]))
        alive = {labels: ends for labels, ends in best[:width] if ends.max() > -np.inf}
    return [(list(labels), float(np.logaddexp(*ends))) for labels, ends in alive.items()]


def _rows(states: Any, keep: Any) -> Any:
    """What is remembered of the beginnings that go on, in their order."""
    if states is None:
        return None
    if isinstance(states, dict):
        return {name: _rows(each, keep) for name, each in states.items()}
    if isinstance(states, tuple | list):
        return type(states)(_rows(each, keep) for each in states)
    return states[keep]
