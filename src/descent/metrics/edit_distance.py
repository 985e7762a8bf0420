"""The edit distance counts the fewest changes that turn one sequence into another.

    D[i, j] = min(D[i-1, j] + 1, D[i, j-1] + 1, D[i-1, j-1] + (a_i differs from b_j))     (1)
    D[i, 0] = i,  D[0, j] = j                                               (2)
    word error rate = sum of distances / sum of words in the references     (3)

Derivation: docs/derivations/edit_distance.md
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def edit_distance(a: Sequence[Any], b: Sequence[Any]) -> int:
    """Fewest insertions, deletions and substitutions that turn `a` into `b`.

    Parameters
    ----------
    a, b : sequence
        Two texts, compared letter by letter, or two lists of words or numbers.

    Returns
    -------
    int
        0 if they are equal; at most the length of the longer.

    Raises
    ------
    TypeError
        If one is a text and the other a list.

    References
    ----------
    Wagner and Fischer (1974), The string-to-string correction problem.

    Examples
    --------
    >>> edit_distance("kitten", "sitting")
    3
    >>> edit_distance(["the", "cat"], ["the", "black", "cat"])
    1
    """
    if isinstance(a, str) != isinstance(b, str):
        raise TypeError(
            f"a and b must be two texts or two lists; got {type(a).__name__} and {type(b).__name__}. Split both."
        )
    number = {symbol: code for code, symbol in enumerate(dict.fromkeys([*a, *b]))}
    code_b = np.array([number[symbol] for symbol in b], dtype=np.int64)
    column = np.arange(len(code_b) + 1)
    row = column.copy()  # (2)
    for symbol in a:
        best = row + 1  # from above; (2) at the left edge
        np.minimum(best[1:], row[:-1] + (code_b != number[symbol]), out=best[1:])  # from above left
        # from the left: D[i, j] = min over k <= j of best[k] + j - k, which a running minimum of best[k] - k gives
        row = np.minimum.accumulate(best - column) + column  # (1)
    return int(row[-1])


def word_error_rate(references: Sequence[Sequence[str]], hypotheses: Sequence[Sequence[str]]) -> float:
    """Edit distance in words, per word of the references.

    Parameters
    ----------
    references, hypotheses : sequence of sequences of str
        What was said and what was recognised: each sentence a list of words, or of letters for the letter error rate.

    Returns
    -------
    float
        0 if all is right; above 1 if more words were invented than said.

    Raises
    ------
    TypeError
        If a sentence is a text instead of a list of words.
    ValueError
        If there is not one hypothesis per reference, or nothing was said.

    Examples
    --------
    >>> word_error_rate([["turn", "on", "the", "light"]], [["turn", "off", "light"]])
    0.5
    """
    if len(references) != len(hypotheses):
        raise ValueError(
            f"there must be one hypothesis per reference; got {len(references)} references and "
            f"{len(hypotheses)} hypotheses. Give an empty list where nothing was recognised."
        )
    for sentence in (*references, *hypotheses):
        if isinstance(sentence, str):
            raise TypeError(f"a sentence must be a list of words; got the text {sentence[:30]!r}. Use .split().")
    said = sum(map(len, references))
    if not said:
        raise ValueError("the references must hold at least one word; got none. Look at how they were split.")
    return sum(map(edit_distance, references, hypotheses)) / said  # (3)
