"""Servers, of which a few misbehave: measurements to find outliers in, by two columns or by eleven."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice, FloatArray
from descent.datasets.tables import Labels, digits, normal


class Anomalies(NamedTuple):
    """Measurements, of which a few are not as they should be.

    Attributes
    ----------
    x : array of float64, shape (n, d)
        Without labels, nearly all as they should be.
    x_val : array of float64, shape (m, d)
        Others, to choose a threshold with.
    y_val : array of int64, shape (m,)
        1 for an outlier.
    """

    x: FloatArray
    x_val: FloatArray
    y_val: Labels


def make_servers(seed: int = 66, *, columns: int = 2) -> Anomalies:
    """Make measurements of servers: delay and throughput, or eleven quantities.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same measurements.
    columns : int
        2 for 307 rows and as many with 9 outliers among them; 11 for 1000, and 100 with 10 outliers.

    Returns
    -------
    Anomalies
        Normal numbers that depend on each other a little. With two columns, outliers lie far from the rest; with
        eleven, each is odd in three of its columns only.

    Raises
    ------
    ValueError
        If ``columns`` is neither 2 nor 11.

    Examples
    --------
    >>> few, many = make_servers(), make_servers(columns=11)
    >>> few.x.shape, int(few.y_val.sum()), many.x.shape, int(many.y_val.sum())
    ((307, 2), 9, (1000, 11), 10)
    """
    if columns not in (2, 11):
        raise ValueError(f"there are servers with 2 and with 11 columns; got columns={columns}.")
    dice = Dice(seed, columns)
    n, m, odd = (307, 307, 9) if columns == 2 else (1000, 100, 10)
    centre, spread = 4 + 12 * dice.field(columns), 0.8 + 0.8 * dice.field(columns)
    z = normal(dice, n + m, columns)
    for k in range(1, columns):
        z[:, k] = 0.3 * z[:, k - 1] + 0.954 * z[:, k]
    y_val = np.zeros(m, dtype=np.int64)
    for row in dice.order(m)[:odd]:
        y_val[row] = 1
        for column in dice.order(columns)[: 1 if columns == 2 else 3]:
            low, high = (2.0, 8.0) if columns == 2 else (1.9, 3.7)
            z[n + row, column] = dice.sign() * dice.between(low, high)
    x = digits(centre + spread * z, 4)
    return Anomalies(x[:n], x[n:], y_val)


CARDS = (
    Card(
        name="servers",
        title="servers: delay and throughput, with 9 outliers to find",
        make=make_servers,
        seed=66,
        recipe="Normal numbers; an outlier is 2 to 8 spreads off in one of its columns.",
        replaces="the first set of the machine-learning course's exercise 8",
        difficulty="independent normal distributions with the best threshold reach an F1 of 0.88",
        checksum="d0a630a805975c19e25f12f5bf84e37f36b7658e96093d24277aa3c9cb2b553d",
    ),
    Card(
        name="servers-wide",
        title="servers: eleven measurements, with 10 outliers to find",
        make=partial(make_servers, columns=11),
        seed=66,
        recipe="Normal numbers; an outlier is 1.9 to 3.7 spreads off in three of its columns.",
        replaces="the second set of the machine-learning course's exercise 8",
        difficulty="independent normal distributions with the best threshold reach an F1 of 0.91",
        checksum="beaa50af75fc005239ad373cdb5f7321eb1bdadd44e79d326f8b8dfaa4319104",
    ),
)
