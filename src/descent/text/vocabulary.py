"""A vocabulary numbers tokens, so that a sentence becomes a row of whole numbers that a network can look up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from descent import estimator
from descent.shapes import indices

Ids = NDArray[np.int64]


class Vocabulary:
    """Numbers for tokens and back.

    Parameters
    ----------
    min_count : int
        Tokens that occur less often are unknown.
    max_size : int or None
        The most tokens to keep, the special ones included; the most frequent stay.
    sort : bool
        Whether the tokens are numbered in the order of the alphabet instead of by frequency.
    pad, unk, start, end : str or None
        The special tokens: filling, unknown, begin and end of a sentence; None leaves one out. Those that are there
        have the first numbers, in this order, so that filling is 0.

    Attributes
    ----------
    tokens_ : list of str
        The token of every number.
    ids_ : dict of str to int
        The number of every token.

    Notes
    -----
    A token is any text: a word, or a letter, since a sentence may be a text, which is taken letter by letter.

    Examples
    --------
    >>> vocabulary = Vocabulary(start=None).fit([["the", "cat"], ["the", "dog"]])
    >>> vocabulary.tokens_
    ['<pad>', '<unk>', '<end>', 'the', 'cat', 'dog']
    >>> vocabulary.encode(["the", "bird"], end=True)
    array([3, 1, 2])
    >>> vocabulary.pad_batch([[3, 4, 5, 2], [3, 2]])
    array([[3, 4, 5, 2],
           [3, 2, 0, 0]])
    >>> vocabulary.decode([3, 4, 2, 0])
    ['the', 'cat']
    >>> Vocabulary(pad=None, unk=None, start=None, end=None, sort=True).fit(["dino"]).ids_
    {'d': 0, 'i': 1, 'n': 2, 'o': 3}
    """

    tokens_: list[str]
    ids_: dict[str, int]

    def __init__(
        self,
        *,
        min_count: int = 1,
        max_size: int | None = None,
        sort: bool = False,
        pad: str | None = "<pad>",
        unk: str | None = "<unk>",
        start: str | None = "<start>",
        end: str | None = "<end>",
    ) -> None:
        self.min_count = min_count
        self.max_size = max_size
        self.sort = sort
        self.pad = pad
        self.unk = unk
        self.start = start
        self.end = end

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show

    def __len__(self) -> int:
        return len(estimator.fitted(self, "tokens_"))

    def fit(self, sentences: Sequence[Sequence[str]], y: object = None) -> Vocabulary:
        """Number the tokens of the sentences; return self."""
        special = self._special()
        count = Counter(token for sentence in sentences for token in sentence)
        by_count = sorted((t for t in count if t not in special), key=lambda token: (-count[token], token))
        room = None if self.max_size is None else max(self.max_size - len(special), 0)
        kept = [token for token in by_count if count[token] >= self.min_count][:room]
        self.tokens_ = special + (sorted(kept) if self.sort else kept)
        self.ids_ = {token: number for number, token in enumerate(self.tokens_)}
        return self

    def encode(self, sentence: Iterable[str], *, start: bool = False, end: bool = False) -> Ids:
        """Give the numbers of the tokens, shape (T,), with the tokens of begin and end if asked for."""
        ids = estimator.fitted(self, "ids_")
        tokens = list(sentence)
        if start:
            tokens.insert(0, self._named("start"))
        if end:
            tokens.append(self._named("end"))
        unknown = None if self.unk is None else ids[self.unk]
        numbers = [ids.get(token, unknown) for token in tokens]
        if None in numbers:
            missing = tokens[numbers.index(None)]
            raise ValueError(
                f"the vocabulary has no {missing!r} and no token for the unknown. "
                "Fit it to sentences that have it, or give it unk='<unk>'."
            )
        return np.array(numbers, dtype=np.int64)

    def decode(self, ids: ArrayLike, *, keep_special: bool = False) -> list[str]:
        """Give the tokens of the numbers, shape (T,); up to the first end, and without special ones but the unknown."""
        tokens = [self.tokens_[i] for i in indices(ids, "ids", below=len(self), of="token").ravel()]
        if keep_special:
            return tokens
        if self.end in tokens:
            tokens = tokens[: tokens.index(self.end)]
        silent = {self.pad, self.start}
        return [token for token in tokens if token not in silent]

    def pad_batch(self, rows: Sequence[ArrayLike], *, length: int | None = None) -> Ids:
        """Bring rows of numbers to one length, shape (n, T): filled up at the end, or cut off there."""
        fill = self.encode([self._named("pad")])[0]
        lists = [indices(row, "rows", below=len(self), of="token") for row in rows]
        T = max(map(len, lists), default=0) if length is None else length
        batch = np.full((len(lists), T), fill)
        for line, row in zip(batch, lists, strict=True):
            line[: len(row)] = row[:T]
        return batch

    def _special(self) -> list[str]:
        given = [token for token in (self.pad, self.unk, self.start, self.end) if token is not None]
        if len(set(given)) < len(given):
            raise ValueError(f"special tokens must differ; got {given}. Give each a text of its own.")
        return given

    def _named(self, role: str) -> str:
        token: Any = getattr(self, role)
        if token is None:
            raise ValueError(f"this vocabulary has no token for {role!r}. Make it with {role}='<{role}>'.")
        return str(token)
