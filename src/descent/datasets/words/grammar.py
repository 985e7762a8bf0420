"""A grammar that writes: templates with holes, and for each hole what may fill it.

``{animal}`` is a hole. What fills it may have holes of its own, so a handful of rules gives endless texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from descent.datasets.render.dice import Dice

Rules = Mapping[str, Sequence[str]]
Texts = npt.NDArray[np.str_]
Labels = npt.NDArray[np.int64]

_HOLE = re.compile(r"\{(\w+)\}")


def write(dice: Dice, rules: Rules, text: str) -> str:
    """Fill the holes of a template.

    Parameters
    ----------
    dice : Dice
        Decides what goes where; all ways to fill a hole are equally likely.
    rules : mapping of str to sequence of str
        What may fill a hole of that name.
    text : str
        The template.

    Returns
    -------
    str
        The text, without holes.

    Raises
    ------
    KeyError
        If there is no rule for a hole.

    Examples
    --------
    >>> write(Dice(1), {"who": ["A cat", "The {size} dog"], "size": ["big"]}, "{who} sleeps.")
    'The big dog sleeps.'
    """
    return _HOLE.sub(lambda hole: write(dice, rules, dice.pick(rules[hole[1]])), text)


def words(text: str) -> list[str]:
    """The words of a list written as one string."""
    return text.split()


def phrases(text: str) -> list[str]:
    """The lines of a list written as one string, without the blanks around them."""
    return [line.strip() for line in text.strip().splitlines()]


def with_article(thing: str) -> str:
    """The thing with "a" or "an" before it.

    Examples
    --------
    >>> with_article("old boat")
    'an old boat'
    """
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"


def named(first: str) -> str:
    """The text with a capital letter first."""
    return first[:1].upper() + first[1:]
