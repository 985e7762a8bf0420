"""Porter's stemmer cuts English endings off, so that *connected*, *connecting* and *connection* count as one word.

    word = [C](VC)^m[V]                                                     (1)
    a rule (condition) S1 -> S2 replaces the ending S1 if what stands before it meets the condition     (2)

C is a run of consonants, V a run of vowels, and m, the measure, about the number of syllables that would be left.

Derivation: docs/derivations/porter_stemmer.md
"""

from __future__ import annotations

import re
from functools import lru_cache

Rules = dict[str, str]

STEP_1A: Rules = {"sses": "ss", "ies": "i", "ss": "ss", "s": ""}
STEP_2: Rules = {
    **{"ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "abli": "able"},
    **{"alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate"},
    **{"alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive"},
    **{"biliti": "ble"},
}
STEP_2_REVISED: Rules = {**{end: to for end, to in STEP_2.items() if end != "abli"}, "bli": "ble", "logi": "log"}
STEP_3: Rules = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
STEP_4: Rules = dict.fromkeys(
    "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize".split(), ""
)


class PorterStemmer:
    """The algorithm of 1980, in five steps of rules.

    Parameters
    ----------
    revised : bool
        Whether to take the two rules that the author's own program changed later: *bli* becomes *ble* (not only
        *abli*), and *logi* becomes *log*.

    Notes
    -----
    Words of one or two letters stay as they are, as in the author's program. A stem need not be a word: *happy* and
    *happiness* both become *happi*. The stems of the last 100,000 different words are remembered.

    References
    ----------
    Porter (1980), An algorithm for suffix stripping, Program 14(3).

    Examples
    --------
    >>> stemmer = PorterStemmer()
    >>> [stemmer.stem(word) for word in ["connection", "connecting", "relational", "ponies"]]
    ['connect', 'connect', 'relat', 'poni']
    """

    def __init__(self, *, revised: bool = False) -> None:
        self.revised = revised

    def stem(self, word: str) -> str:
        """Give the stem of one word, in small letters.

        Raises
        ------
        TypeError
            If it is no text.
        """
        if not isinstance(word, str):
            raise TypeError(f"word must be a text; got {type(word).__name__}. Stem the words of a list one by one.")
        return _stem(word.lower(), self.revised)


@lru_cache(maxsize=100_000)
def _stem(word: str, revised: bool) -> str:
    if len(word) <= 2:
        return word
    word = _replace(word, STEP_1A, 0)
    word = _step_1b(word)
    if word.endswith("y") and "v" in _shape(word[:-1]):  # step 1c
        word = word[:-1] + "i"
    word = _replace(word, STEP_2_REVISED if revised else STEP_2, 1)
    word = _replace(word, STEP_3, 1)
    word = _replace(word, STEP_4, 2)
    return _step_5(word)


def _step_1b(word: str) -> str:
    """Past tense and *-ing*; what is cut off may bare a stem that wants an e, or lost a double consonant."""
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    ending = next((end for end in ("ed", "ing") if word.endswith(end)), "")
    stem = word[: len(word) - len(ending)]
    if not ending or "v" not in _shape(stem):
        return word
    if stem.endswith(("at", "bl", "iz")):
        return stem + "e"
    if _ends_double(stem) and stem[-1] not in "lsz":
        return stem[:-1]
    return stem + "e" if _measure(stem) == 1 and _ends_short(stem) else stem


def _step_5(word: str) -> str:
    """Drop a last e, then one of two l."""
    if word.endswith("e"):
        m = _measure(word[:-1])
        if m > 1 or (m == 1 and not _ends_short(word[:-1])):
            word = word[:-1]
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word


def _replace(word: str, rules: Rules, m: int) -> str:
    """Apply (2) for the longest ending that fits, if at least m syllables stay; a shorter one is not tried then."""
    ending = max((end for end in rules if word.endswith(end)), key=len, default=None)
    if ending is None:
        return word
    stem = word[: len(word) - len(ending)]
    if (m and _measure(stem) < m) or (ending == "ion" and not stem.endswith(("s", "t"))):
        return word
    return stem + rules[ending]


def _shape(word: str) -> str:
    """Write c for every consonant and v for every vowel; y is a vowel after a consonant."""
    shape = ""
    for letter in word:
        vowel = letter in "aeiou" or (letter == "y" and shape.endswith("c"))
        shape += "v" if vowel else "c"
    return shape


def _measure(word: str) -> int:
    return len(re.findall("v+c+", _shape(word)))  # (1)


def _ends_double(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _shape(word)[-1] == "c"


def _ends_short(word: str) -> bool:
    """Consonant, vowel, consonant at the end, the last not w, x or y, as in *hop*."""
    return _shape(word).endswith("cvc") and word[-1] not in "wxy"
