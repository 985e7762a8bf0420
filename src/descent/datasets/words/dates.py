"""Dates as people write them, each with the same date as machines write it.

The formats are English and American, written in small letters as a typist in a hurry would. Nothing is ambiguous:
with a slash the month stands first, with a full stop or before a word the day does, and years are 1970 to 2024.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.words.grammar import Texts, words

SEED = 53
MONTHS = words("january february march april may june july august september october november december")
DAYS = words("monday tuesday wednesday thursday friday saturday sunday")
FIRST, LAST = date(1970, 1, 1).toordinal(), date(2024, 12, 31).toordinal()
LONGEST = 30  # characters; shorter dates leave room at the end
FORMATS = (
    "{d} {month} {y}",
    "{dd} {month} {y}",
    "{d} {month}, {y}",
    "{d} {mon} {y}",
    "{dd} {mon} {y}",
    "{d} {mon}. {y}",
    "{month} {d} {y}",
    "{month} {d}, {y}",
    "{mon} {d} {y}",
    "{mon} {d}, {y}",
    "{weekday} {month} {d} {y}",
    "{weekday}, {d} {month} {y}",
    "{weekday} {d} {mon} {y}",
    "{day} {mon} {d} {y}",
    "{day}, {d} {mon} {y}",
    "{d}{th} of {month} {y}",
    "the {d}{th} of {mon} {y}",
    "{month} {d}{th}, {y}",
    "{mon} {d}{th} {y}",
    "{m}/{d}/{yy}",
    "{mm}/{dd}/{y}",
    "{d}.{m}.{yy}",
    "{dd}.{mm}.{y}",
    "{dd} {mm} {y}",
    "{y}/{mm}/{dd}",
    "{y}-{mm}-{dd}",
    "{mon}-{dd}-{yy}",
    "{y} {month} {d}",
)


class DatePairs(NamedTuple):
    """Dates written twice.

    Attributes
    ----------
    human : array of str, shape (n,)
        At most 30 characters.
    machine : array of str, shape (n,)
        Year, month and day as ``1979-05-03``.
    """

    human: Texts
    machine: Texts


def make_dates(seed: int = SEED, *, count: int = 10_000) -> DatePairs:
    """Write dates.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same dates.
    count : int
        How many. A longer list begins with the shorter one.

    Returns
    -------
    DatePairs
        Days from 1970 to 2024 and formats equally likely.

    Examples
    --------
    >>> pairs = make_dates(count=2)
    >>> pairs.human.tolist(), pairs.machine.tolist()
    (['08/12/1970', 'mar-19-88'], ['1970-08-12', '1988-03-19'])
    """
    dice = Dice(seed, 0)
    pairs = []
    for _ in range(count):
        day = date.fromordinal(dice.whole(FIRST, LAST))
        pairs.append((write_date(day, dice.pick(FORMATS)), day.isoformat()))
    both = np.array(pairs, dtype=np.str_).reshape(count, 2)
    return DatePairs(both[:, 0].astype(f"<U{LONGEST}"), both[:, 1].astype("<U10"))


def write_date(day: date, pattern: str) -> str:
    """Write a date in one of the formats.

    Parameters
    ----------
    day : date
        The day.
    pattern : str
        One of ``FORMATS``.

    Returns
    -------
    str
        The date.

    Examples
    --------
    >>> write_date(date(1979, 5, 3), "{weekday} the {d}{th} of {mon} {yy}")
    'thursday the 3rd of may 79'
    """
    number, month, weekday = day.day, MONTHS[day.month - 1], DAYS[day.weekday()]
    ordinal = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return pattern.format(
        d=number,
        dd=f"{number:02}",
        th=ordinal,
        m=day.month,
        mm=f"{day.month:02}",
        month=month,
        mon=month[:3],
        weekday=weekday,
        day=weekday[:3],
        y=day.year,
        yy=f"{day.year % 100:02}",
    )


CARD = Card(
    name="dates",
    title="10,000 dates as people write them, and in ISO 8601",
    make=make_dates,
    seed=SEED,
    recipe=(
        "Days from 1970 to 2024 in 28 English and American formats, all equally likely; 37 symbols. "
        "Nothing is ambiguous."
    ),
    replaces="the generated dates of the exercise on translation with attention",
    difficulty="logistic regression on pairs of characters reads 96 % of years, 97 % of months and 94 % of days",
    checksum="cd3ce9a8311224434c0ab4b782afe43fef0455b32cabb71f6fa657d27d909459",
)
