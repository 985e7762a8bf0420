"""How far predicted numbers are off, in their unit, its square, or as a share of what there was to explain.

    mse = (1/n) sum_i (y_i - y_hat_i)^2                                     (1)
    R^2 = 1 - sum_i (y_i - y_hat_i)^2 / sum_i (y_i - mean(y))^2             (2)
    mae = (1/n) sum_i |y_i - y_hat_i|                                       (3)

Derivation: docs/derivations/r_squared.md
"""

from __future__ import annotations

from numpy.typing import ArrayLike

from descent.shapes import FloatArray, finite, not_empty, vector


def mean_squared_error(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Mean of the squared errors.

    Parameters
    ----------
    y, y_hat : float array, shape (n,)
        True and predicted values.

    Returns
    -------
    float
        In the square of the unit of y; 0 is exact.

    Raises
    ------
    ValueError
        If the shapes differ, there is no row, or a value is not finite.

    Notes
    -----
    ``descent.mean_squared_error`` is the same quantity as an operation with a derivative.

    Examples
    --------
    >>> mean_squared_error([1.0, 2.0, 3.0], [1.0, 2.0, 5.0])
    1.3333333333333333
    """
    y, y_hat = _pair(y, y_hat)
    missed = y - y_hat
    return float(missed @ missed / len(y))  # (1)


def mean_absolute_error(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Mean of the errors without their signs.

    Parameters
    ----------
    y, y_hat : float array, shape (n,)
        True and predicted values.

    Returns
    -------
    float
        In the unit of y; 0 is exact.

    Raises
    ------
    ValueError
        As in `mean_squared_error`.

    Examples
    --------
    >>> mean_absolute_error([1.0, 2.0, 3.0], [1.0, 2.0, 6.0])
    1.0
    """
    y, y_hat = _pair(y, y_hat)
    return float(abs(y - y_hat).mean())  # (3)


def r2(y: ArrayLike, y_hat: ArrayLike) -> float:
    """Share of the variance of y that is explained.

    Parameters
    ----------
    y, y_hat : float array, shape (n,)
        True and predicted values.

    Returns
    -------
    float
        1 is exact, 0 as good as always saying the mean, below 0 worse than that. It has no unit.

    Raises
    ------
    ValueError
        As in `mean_squared_error`, or if all y are equal.

    References
    ----------
    Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 3.2.

    Examples
    --------
    >>> r2([1.0, 2.0, 3.0], [1.5, 2.0, 2.5])
    0.75
    """
    y, y_hat = _pair(y, y_hat)
    missed, spread = y - y_hat, y - y.mean()
    if not spread.any():
        raise ValueError(f"R squared needs a y that varies; got {y[0]:g} in all {len(y)} rows. Take the squared error.")
    return float(1 - (missed @ missed) / (spread @ spread))  # (2)


def _pair(y: ArrayLike, y_hat: ArrayLike) -> tuple[FloatArray, FloatArray]:
    y = vector(y, "y")
    y_hat = vector(y_hat, "y_hat", length=len(y), per="value per entry of y")
    not_empty(y, "y", what="a score")
    finite(y, "y")
    finite(y_hat, "y_hat")
    return y, y_hat
