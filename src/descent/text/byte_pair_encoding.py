"""Byte-pair encoding glues the most frequent pair of neighbours together, again and again, until the pieces suffice.

    pair* = argmax over pairs (a, b) of sum_words count(word) * times a stands just before b in word     (1)

Frequent words end as one piece; a rare one is spelled in pieces, so that no word is unknown.

Derivation: docs/derivations/byte_pair_encoding.md
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from descent import estimator

END = "</w>"
"""Ends every word, so that pieces know whether a blank follows."""

Pair = tuple[str, str]


class BytePairEncoding:
    """Pieces of words, learned from how often the words occur.

    Parameters
    ----------
    n_merges : int
        The most pairs to glue.
    min_count : int
        Pairs that occur less often are not glued.

    Attributes
    ----------
    merges_ : list of pair of str
        The glued pairs, in order. Of pairs as frequent the first in the alphabet.
    pieces_ : list of str
        All pieces: the characters seen, sorted, then what each merge made.

    Notes
    -----
    A change of one word touches only its own pairs, so training costs about the sum of the lengths of the words that
    each merge touches, not merges times words.

    References
    ----------
    Sennrich, Haddow and Birch (2016), Neural machine translation of rare words with subword units, section 3.2.

    Examples
    --------
    >>> encoding = BytePairEncoding(n_merges=5).fit({"low": 5, "lower": 2, "newest": 6, "widest": 3})
    >>> encoding.merges_
    [('e', 's'), ('es', 't'), ('est', '</w>'), ('l', 'o'), ('lo', 'w')]
    >>> encoding.encode("lowest low")
    ['low', 'est</w>', 'low', '</w>']
    >>> encoding.decode(['low', 'est</w>', 'low', '</w>'])
    'lowest low'
    """

    merges_: list[Pair]
    pieces_: list[str]

    def __init__(self, *, n_merges: int = 1000, min_count: int = 2) -> None:
        self.n_merges = n_merges
        self.min_count = min_count

    get_params = estimator.get_params
    set_params = estimator.set_params
    __repr__ = estimator.show

    def fit(self, words: Mapping[str, int] | Iterable[str], y: object = None) -> BytePairEncoding:
        """Learn the merges from words, or from how often each occurs; return self."""
        if isinstance(words, str):
            raise TypeError(f"words must be a list of words or their counts; got the text {words[:30]!r}. Use .split()")
        counted = Counter(words)
        spelled = [[*word, END] for word in counted]
        weights = list(counted.values())
        total: Counter[Pair] = Counter()
        holders: defaultdict[Pair, set[int]] = defaultdict(set)  # which words to look at when a pair is glued
        for number, pieces in enumerate(spelled):
            for pair in zip(pieces, pieces[1:], strict=False):
                total[pair] += weights[number]
                holders[pair].add(number)
        self.pieces_ = sorted({piece for pieces in spelled for piece in pieces})
        self.merges_ = []
        heap = [(-n, pair) for pair, n in total.items()]
        heapify(heap)
        while heap and len(self.merges_) < self.n_merges:
            count, best = heappop(heap)  # (1)
            if -count != total[best]:
                continue  # from before a change, which pushed the new count
            if -count < max(self.min_count, 1):
                break
            self.merges_.append(best)
            self.pieces_.append("".join(best))
            changed: set[Pair] = set()
            for number in holders.pop(best):
                before = spelled[number]
                after = spelled[number] = _glue(before, best)
                for pieces, sign in ((before, -1), (after, 1)):
                    for pair in zip(pieces, pieces[1:], strict=False):
                        total[pair] += sign * weights[number]
                        changed.add(pair)
                for pair in zip(after, after[1:], strict=False):
                    holders[pair].add(number)
            for pair in changed:
                heappush(heap, (-total[pair], pair))
        return self

    def encode(self, text: str) -> list[str]:
        """Cut the words of a text, parted by blanks, into pieces; a character never seen stays a piece of its own."""
        rank = {pair: place for place, pair in enumerate(estimator.fitted(self, "merges_"))}
        known: dict[str, list[str]] = {}
        for word in text.split():
            if word not in known:
                known[word] = _pieces([*word, END], rank)
        return [piece for word in text.split() for piece in known[word]]

    def decode(self, pieces: Sequence[str]) -> str:
        """Put pieces together again, with one blank between words."""
        return "".join(pieces).replace(END, " ").removesuffix(" ")


def _pieces(pieces: list[str], rank: dict[Pair, int]) -> list[str]:
    """Glue in the order of learning until no neighbours are a learned pair."""
    while pairs := [pair for pair in zip(pieces, pieces[1:], strict=False) if pair in rank]:
        pieces = _glue(pieces, min(pairs, key=rank.__getitem__))
    return pieces


def _glue(pieces: list[str], pair: Pair) -> list[str]:
    """Glue every occurrence of the pair, from the left."""
    glued: list[str] = []
    place = 0
    while place < len(pieces):
        here = tuple(pieces[place : place + 2]) == pair
        glued.append("".join(pair) if here else pieces[place])
        place += 2 if here else 1
    return glued
