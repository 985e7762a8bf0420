"""A text becomes a list of words, and words become runs of words, called n-grams."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

WORDS = r"(?u)\b\w\w+\b"
"""Two letters or digits or more; scikit-learn takes the same."""


def tokenize(text: str, *, pattern: str = WORDS, lowercase: bool = True) -> list[str]:
    r"""Find the words of a text.

    Parameters
    ----------
    text : str
        Any text.
    pattern : str
        What a word looks like, as a regular expression.
    lowercase : bool
        Whether capitals become small letters first.

    Returns
    -------
    list of str
        The words in order.

    Raises
    ------
    TypeError
        If it is no text.

    Examples
    --------
    >>> tokenize("A cat, 2 dogs & the Sea!")
    ['cat', 'dogs', 'the', 'sea']
    >>> tokenize("Don't!", pattern=r"[a-z']+|[!?.]")
    ["don't", '!']
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a text; got {type(text).__name__}. Decode bytes, and pass a list one by one.")
    return re.findall(pattern, text.lower() if lowercase else text)


def ngrams(tokens: Sequence[str], shortest: int = 1, longest: int = 2) -> list[str]:
    """Write all runs of words, the shortest first, with blanks between the words.

    Parameters
    ----------
    tokens : sequence of str
        The words of one text.
    shortest, longest : int
        How many words a run has, 1 <= shortest <= longest.

    Returns
    -------
    list of str
        All runs of `shortest` words in order, then of one more, up to `longest`.

    Raises
    ------
    ValueError
        If the lengths make no range.

    Examples
    --------
    >>> ngrams(["new", "york", "city"])
    ['new', 'york', 'city', 'new york', 'york city']
    """
    if not 1 <= shortest <= longest:
        raise ValueError(
            f"n-grams need 1 <= shortest <= longest; got {shortest} and {longest}. Take (1, 1) for words alone."
        )
    if longest == 1:
        return list(tokens)
    return [
        " ".join(tokens[start : start + n])
        for n in range(shortest, longest + 1)
        for start in range(len(tokens) - n + 1)
    ]


def texts(X: Sequence[str], name: str = "X") -> list[str]:
    """Refuse what is not a sequence of texts; one text alone would be taken letter by letter."""
    if isinstance(X, str | bytes):
        raise ValueError(f"{name} must be a sequence of texts; got one text, {X[:30]!r}. Wrap it in a list.")
    listed = list(X)
    for place, text in enumerate(listed):
        if not isinstance(text, str):
            raise TypeError(
                f"{name} must hold texts; got {type(text).__name__} at position {place}. Fill missing ones with ''."
            )
    return listed


def sentences_of(sentences: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Refuse one flat list of words where a list of sentences, each a list of words, is meant."""
    listed = list(sentences)
    if any(isinstance(sentence, str) for sentence in listed):
        text = next(sentence for sentence in listed if isinstance(sentence, str))
        raise TypeError(
            f"sentences must be a list of lists of words; got the text {text[:30]!r} in place of a list. "
            "Split each sentence with tokenize, and wrap one sentence in a list."
        )
    return listed


Tokenizer = Callable[[str], Sequence[str]]
