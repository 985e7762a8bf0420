"""Writing token by token: what a network has written is what it reads next, until it writes the end.

A network that writes has ``step(tokens, states)``: from the last token of each of n sequences and what it remembers of
each, it gives scores (n, k) for the next one and what it remembers then. One that translates has ``begin(source)``,
which reads n sequences and gives the first states. All states have one row per sequence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent.decoding import beam_search
from descent.nn import Module
from descent.ops.log_softmax import log_softmax
from descent.tensor import no_grad

Choose = Callable[[Any], NDArray[np.int64]]


def write(
    network: Any, tokens: ArrayLike, states: Any = None, *, length: int, end: int | None = None, choose: Choose
) -> list[list[int]]:
    """Continue many sequences at once.

    Parameters
    ----------
    network : Module
        Offers ``step``.
    tokens : array of whole numbers, shape (n,)
        The last token of each so far.
    states : any
        What the network remembers of each.
    length : int
        How many tokens at most.
    end : int, optional
        The token that ends a sequence.
    choose : callable
        Picks one of k for each row of scores (n, k): ``lambda z: z.argmax(-1)``, or a draw by ``descent.sample``.

    Returns
    -------
    list of n lists of int
        What was written, without the end.

    Examples
    --------
    >>> class Counter(Module):
    ...     def step(self, tokens, states):
    ...         return np.eye(9)[(tokens + 1) % 9], states
    >>> write(Counter(), [2, 6], length=4, end=8, choose=lambda z: z.argmax(-1))
    [[3, 4, 5, 6], [7]]
    """
    last = np.asarray(tokens)
    written, open_ = np.empty((length, len(last)), np.int64), np.ones((length + 1, len(last)), bool)
    with in_use(network):
        for t in range(length):
            scores, states = network.step(last, states)
            written[t] = last = choose(scores)
            open_[t + 1 :] &= last != end
            if not open_[t + 1].any():
                break
    lasting = open_[1 : length + 1].sum(axis=0)
    return [row[:steps].tolist() for row, steps in zip(written.T, lasting, strict=True)]


def translate(
    network: Any, source: ArrayLike, *, start: int, end: int, length: int = 50, width: int = 1, penalty: float = 0.6
) -> list[list[int]]:
    """Translate sequences, with ``Seq2Seq`` or ``Transformer``.

    Parameters
    ----------
    network : Module
        Offers ``begin`` and ``step``.
    source : array of whole numbers, shape (n, S)
        What is translated, padded.
    start : int
        The token every translation is thought to begin with.
    end : int
        The token that ends a translation.
    length : int
        How many tokens at most.
    width : int
        1 takes the best token at every step, for all sequences at once; more keeps so many beginnings of each.
    penalty : float
        With a width above 1: scores are divided by length^penalty, so that long translations have a chance.

    Returns
    -------
    list of n lists of int
        The translations, without start and end.
    """
    source = np.asarray(source)
    if source.ndim != 2:
        raise ValueError(f"source must have shape (n, S), a row per sequence; got {source.shape}. Use source[None].")
    with in_use(network):
        if width == 1:
            first = np.full(len(source), start)
            return write(network, first, network.begin(source), length=length, end=end, choose=_best)
        found = []
        for row in source:
            states = network.begin(row[np.newaxis])
            settings: dict[str, Any] = {"width": width, "length": length, "end": end, "length_penalty": penalty}
            best, _ = beam_search(lambda t, s: _logs(*network.step(t, s)), start, states=states, **settings)[0]
            found.append(best[:-1] if best[-1] == end else best)
        return found


@contextmanager
def in_use(network: Module) -> Iterator[None]:
    """Let a network compute as in use, without dropout and without remembering, and then go on as it was."""
    training = network.training
    network.eval()
    try:
        with no_grad():
            yield
    finally:
        network.train(training)


def _best(scores: Any) -> NDArray[np.int64]:
    best: NDArray[np.int64] = scores.argmax(axis=-1)
    return best


def _logs(scores: Any, states: Any) -> tuple[Any, Any]:
    return log_softmax(scores), states
