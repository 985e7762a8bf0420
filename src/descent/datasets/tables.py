r"""Small tables for the first models: what grows with size, who passes, what is burnt.

Each stands in for a table that made an exercise known: as many rows and columns, the same ranges, as hard, and with
the same trap. Normal numbers are sums of twelve uniform ones, less 6, which every processor computes alike.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice, FloatArray

Labels = npt.NDArray[np.int64]


class Regression(NamedTuple):
    """A table with numbers to predict.

    Attributes
    ----------
    x : array of float64, shape (n, d)
        What is known.
    y : array of float64, shape (n,)
        What is asked.
    """

    x: FloatArray
    y: FloatArray


class Classification(NamedTuple):
    """A table with classes to predict.

    Attributes
    ----------
    x : array of float64, shape (n, d)
        What is known.
    y : array of int64, shape (n,)
        The class, 0 or 1.
    """

    x: FloatArray
    y: Labels


def make_trucks(seed: int = 61, *, count: int = 97) -> Regression:
    """Make a table of food trucks: people in town and profit, both in units of 10,000.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same table.
    count : int
        Rows.

    Returns
    -------
    Regression
        Profit is about 1.2 times the people, less 3.8. Most towns are small: a few rows bend the line.

    Examples
    --------
    >>> x, y = make_trucks()
    >>> x.shape, np.polyfit(x[:, 0], y, 1).round(1).tolist()
    ((97, 1), [1.2, -3.6])
    """
    dice = Dice(seed, 0)
    people = 5 + 17.5 * small(dice, count)
    profit = 1.2 * people - 3.8 + np.sqrt(people / 8) * 2.25 * normal(dice, count)
    return Regression(digits(people, 4)[:, np.newaxis], digits(profit, 4))


def make_houses(seed: int = 62, *, count: int = 100) -> Regression:
    """Make a table of houses: square feet, bedrooms, floors and age in years; the price is in thousands.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same table.
    count : int
        Rows.

    Returns
    -------
    Regression
        Square feet are a thousand times as large as floors: without scaling, gradient descent crawls.

    Examples
    --------
    >>> make_houses().x[:2].tolist()
    [[1495.0, 3.0, 1.0, 77.0], [1960.0, 3.0, 1.0, 80.0]]
    """
    dice = Dice(seed, 0)
    size = 800 + np.floor(2400 * small(dice, count))
    rooms = np.clip(np.rint(size / 700 + 0.7 * normal(dice, count)), 1, 5)
    floors = 1.0 + (dice.field(count) < size / 4000)
    age = np.floor(5 + 95 * dice.field(count))
    price = 0.27 * size - 30 * (rooms - 3) - 55 * (floors - 1) - 1.4 * age + 110 + 22 * normal(dice, count)
    return Regression(np.column_stack([size, rooms, floors, age]), digits(price, 1))


def make_exams(seed: int = 63, *, count: int = 100) -> Classification:
    """Make a table of two exam scores, 30 to 100, and who was admitted.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same table.
    count : int
        Rows.

    Returns
    -------
    Classification
        Whose scores add up to 125 or more got in, on the whole.

    Examples
    --------
    >>> int(make_exams().y.sum())
    52
    """
    dice = Dice(seed, 0)
    scores = 30 + 70 * dice.field(count, 2)
    return Classification(digits(scores, 2), (scores.sum(axis=1) + 11 * normal(dice, count) > 125).astype(np.int64))


def make_chips(seed: int = 64, *, count: int = 118) -> Classification:
    """Make a table of microchips: two tests, about -1 to 1, and whether the chip was accepted.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same table.
    count : int
        Rows.

    Returns
    -------
    Classification
        Good chips lie within an egg off the centre: no line separates them.

    Examples
    --------
    >>> int(make_chips().y.sum())
    53
    """
    dice = Dice(seed, 0)
    x = 2.1 * dice.field(4 * count, 2) - 0.95
    inside = ((x[:, 0] - 0.08) / 0.68) ** 2 + ((x[:, 1] - 0.18) / 0.66) ** 2 + 0.35 * x[:, 0] * x[:, 1]
    y = inside + 0.33 * normal(dice, 4 * count) < 1
    near = np.flatnonzero(y | (inside < 2.2))[:count]
    return Classification(digits(x[near], 4), y[near].astype(np.int64))


def make_coffee(seed: int = 65, *, count: int = 200) -> Classification:
    """Make a table of roasts: degrees Celsius and minutes, and whether the coffee was good.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same table.
    count : int
        Rows.

    Returns
    -------
    Classification
        Good roasts fill a triangle: not too cool, not too short, and the hotter the shorter. There is no chance in it.

    Examples
    --------
    >>> int(make_coffee().y.sum())
    51
    """
    dice = Dice(seed, 0)
    degrees, minutes = 150 + 135 * dice.field(count), 11.5 + 4 * dice.field(count)
    good = (degrees > 175) & (minutes > 12) & (minutes < 15 - 3 * (degrees - 175) / 85)
    return Classification(np.column_stack([degrees, minutes]), good.astype(np.int64))


def normal(dice: Dice, *shape: int) -> FloatArray:
    """Numbers of mean 0 and spread 1, the sum of twelve uniform ones less 6."""
    total = np.full(shape, -6.0)
    for _ in range(12):
        total += dice.field(*shape)
    return total


def digits(x: FloatArray, places: int) -> FloatArray:
    """Rounded, as one would write it in a table."""
    return np.asarray(np.round(x, places))


def small(dice: Dice, count: int) -> FloatArray:
    """Numbers from 0 to 1, most of them small."""
    throws = dice.field(count)
    return np.asarray(throws * throws * np.sqrt(throws))


CARDS = (
    Card(
        name="chips",
        title="microchips: two tests, accepted or not",
        make=make_chips,
        seed=64,
        recipe="Two uniform tests; accepted within an egg off the centre, with normal doubt about its rim.",
        replaces="the 118 microchips of the machine-learning course's exercise 2",
        difficulty="logistic regression 52 %, with powers up to 6 about 86 % of the rows it is fitted to",
        checksum="97c1b93a28670e082558f5f6fdc0a98f10bfda22fe272f0f0be2a8fcffe933d6",
    ),
    Card(
        name="coffee",
        title="coffee roasts: temperature and time, good or not",
        make=make_coffee,
        seed=65,
        recipe="Uniform temperatures and times; a triangle between them is good coffee.",
        replaces="the 200 roasts of the specialization's laboratory on neurons",
        difficulty="logistic regression 69 %; three neurons and one can be right everywhere",
        checksum="d4d7bc45db408b74d0b95019f438310a5693afb271bffec1f4aeea49ff09c246",
    ),
    Card(
        name="exams",
        title="two exam scores, admitted or not",
        make=make_exams,
        seed=63,
        recipe="Uniform scores; admitted where their sum and a normal number of spread 11 exceed 125.",
        replaces="the 100 applicants of the machine-learning course's exercise 2",
        difficulty="logistic regression 91 % of the rows it is fitted to",
        checksum="b5da66c216d716576e81bd3559f18336ae276fdbd99f5e32f2c97685d9126c56",
    ),
    Card(
        name="houses",
        title="houses: square feet, bedrooms, floors, age, and the price",
        make=make_houses,
        seed=62,
        recipe="A plane over the four columns, with normal numbers of spread 22 (thousand) added.",
        replaces="the 100 houses of the specialization's laboratories, the 47 of the older course",
        difficulty="linear regression reaches an R squared of 0.98",
        checksum="024837257a433703d6cb6e77c17450142d45f7f5d065a1cc12a3d02d6e823846",
    ),
    Card(
        name="trucks",
        title="food trucks: people in town and profit",
        make=make_trucks,
        seed=61,
        recipe="Mostly small towns; a line, with noise that grows as the square root of the size.",
        replaces="the 97 towns of the machine-learning course's exercise 1",
        difficulty="the best line is 1.18 x - 3.60; half its mean squared error is 4.4",
        checksum="490c92eb4bb4dc8aded4bba910f33913279bcd3adf7e73bbcdf64ebb69ecfa42",
    ),
)
