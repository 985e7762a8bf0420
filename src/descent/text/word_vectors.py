"""Words as points: near points are words of like use, and like differences are like relations.

    cos(a, b) = a . b / (|a| |b|)                                           (1)
    a is to b as c is to argmax over w of cos(w, b - a + c)                 (2)

Derivation: docs/derivations/word_vectors.md
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, finite, matrix, vector


class WordVectors:
    """Words with their vectors.

    Parameters
    ----------
    words : sequence of str
        All different.
    vectors : float array, shape (v, d)
        One row per word.

    Attributes
    ----------
    words : list of str
        The words.
    vectors : float array, shape (v, d)
        Their vectors.

    Examples
    --------
    >>> space = WordVectors(["man", "woman", "king", "queen"], [[1, 0], [1, 1], [5, 0], [5, 1]])
    >>> space.similarity("man", "king")
    1.0
    >>> space.analogy("man", "woman", "king")[0][0]
    'queen'
    """

    def __init__(self, words: Sequence[str], vectors: ArrayLike) -> None:
        self.words = list(words)
        self.vectors = matrix(vectors, "vectors")
        finite(self.vectors, "vectors")
        self._row = {word: row for row, word in enumerate(self.words)}
        if len(self._row) != len(self.words) or len(self.words) != len(self.vectors):
            raise ValueError(
                f"there must be one vector for each word, all words different; got {len(self._row)} different of "
                f"{len(self.words)} words and {len(self.vectors)} vectors."
            )
        length = np.linalg.norm(self.vectors, axis=1, keepdims=True)
        self._unit = np.divide(self.vectors, length, out=np.zeros_like(self.vectors), where=length > 0)

    def __getitem__(self, word: str) -> FloatArray:
        """Give the vector of a word, shape (d,)."""
        row: FloatArray = self.vectors[self._place(word)]
        return row

    def similarity(self, a: str, b: str) -> float:
        """Give the cosine of the angle between two words, in -1..1; 0 for a vector of zeros."""
        return float(self._unit[self._place(a)] @ self._unit[self._place(b)])  # (1)

    def most_similar(
        self, word: str | ArrayLike, n: int = 10, *, without: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """List the n words nearest to a word or a vector, each with its cosine; never the word itself."""
        if isinstance(word, str):
            without, target = [*without, word], self[word]
        else:
            target = vector(word, "word", length=self.vectors.shape[1], per="per entry of a vector")
            finite(target, "word")
        cosine = self._unit @ target / (float(np.linalg.norm(target)) or 1.0)
        cosine[[self._place(other) for other in without]] = -np.inf
        n = min(n, len(self.words) - len(set(without)))
        best = np.argsort(-cosine, kind="stable")[:n]
        return [(self.words[row], float(cosine[row])) for row in best]

    def analogy(self, a: str, b: str, c: str, n: int = 1) -> list[tuple[str, float]]:
        """List the n words that are to c as b is to a, none of the three among them, each with its cosine."""
        first, second, third = (self._unit[self._place(word)] for word in (a, b, c))
        return self.most_similar(second - first + third, n, without=[a, b, c])  # (2)

    def _place(self, word: str) -> int:
        if word not in self._row:
            raise KeyError(f"there is no vector for {word!r}; there are {len(self.words)} words. Look at its spelling.")
        return self._row[word]
