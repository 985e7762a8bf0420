"""BLEU asks how many runs of words of a translation stand in a human one, and punishes being short.

    p_n = sum min(count in the candidate, most in one reference) / sum count in the candidate     (1)
    BP = 1 if c > r, else exp(1 - r / c)                                    (2)
    BLEU = BP exp((1/N) sum_{n=1..N} log p_n)                               (3)

Sums run over all n-grams (runs of n words) of all candidates; c is the length of the candidates, r that of the
references closest in length.

Derivation: docs/derivations/bleu.md
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np


def bleu(
    candidates: Sequence[Sequence[str]], references: Sequence[Sequence[Sequence[str]]], *, n_max: int = 4
) -> float:
    """BLEU score of a corpus of translations.

    Parameters
    ----------
    candidates : sequence of sequences of str
        One translation per sentence, as a list of words.
    references : sequence of sequences of sequences of str
        For every sentence one or more human translations, as lists of words.
    n_max : int
        The longest run of words that is counted, 1 or more.

    Returns
    -------
    float
        In 0..1; 1 if every candidate is a reference. 0 as soon as no run of some length is found, so it says little
        about single short sentences.

    Raises
    ------
    TypeError
        If a sentence is a text instead of a list of words.
    ValueError
        If there is no candidate, or not one non-empty set of references for each.

    References
    ----------
    Papineni, Roukos, Ward and Zhu (2002), BLEU: a method for automatic evaluation of machine translation, section 2.

    Examples
    --------
    >>> candidate = "the cat sat on the mat today".split()
    >>> round(bleu([candidate], [["the cat sat on the mat".split()]]), 4)
    0.8091
    """
    _check(candidates, references, n_max)
    found, possible = np.zeros(n_max), np.zeros(n_max)
    c = r = 0
    for candidate, humans in zip(candidates, references, strict=True):
        c += len(candidate)
        r += min((abs(len(human) - len(candidate)), len(human)) for human in humans)[1]  # of two as close, the shorter
        for n in range(1, n_max + 1):
            most: Counter[tuple[str, ...]] = Counter()
            for human in humans:
                most |= _runs(human, n)
            said = _runs(candidate, n)
            found[n - 1] += (said & most).total()  # a word said seven times counts only as often as a human said it
            possible[n - 1] += said.total()
    if not found.all():
        return 0.0
    brevity = min(0.0, 1 - r / c)  # (2), as a logarithm
    return float(np.exp(brevity + np.log(found / possible).mean()))  # (1), (3)


def _runs(words: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + n]) for i in range(len(words) - n + 1))


def _check(candidates: Sequence[Sequence[str]], references: Sequence[Sequence[Sequence[str]]], n_max: int) -> None:
    if n_max < 1:
        raise ValueError(f"n_max must be 1 or more; got {n_max}. 4 is usual.")
    if not len(candidates) or len(candidates) != len(references) or not all(len(humans) for humans in references):
        raise ValueError(
            "references must hold one list of human translations for every candidate, and none may be missing; "
            f"got {len(candidates)} candidates and {len(references)} lists. Wrap a single reference in a list."
        )
    for sentence in [*candidates, *(human for humans in references for human in humans)]:
        if isinstance(sentence, str):
            raise TypeError(f"a sentence must be a list of words; got the text {sentence[:30]!r}. Use .split().")
