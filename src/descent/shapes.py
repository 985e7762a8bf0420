"""Checks what comes in: numbers, shapes, finite values. Each error says what came, what was expected and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[Any]
"""An array of float32 or float64. NumPy's own types cannot say this without hiding what the code does."""


_READY = (np.dtype(np.float32), np.dtype(np.float64))
_SCALARS = (float, np.float32, np.float64)


def floats(value: Any, name: str) -> FloatArray:
    """Turn a value into a float array.

    Parameters
    ----------
    value : array-like
        Real numbers of any shape.
    name : str
        What the caller calls it; the error says so.

    Returns
    -------
    FloatArray
        float32 and float64 stay as they are, without a copy; integers and booleans become float64.

    Raises
    ------
    TypeError
        If the values are not real numbers, or are of a precision NumPy cannot compute well in.
    ValueError
        If the rows are not all of one length.

    Examples
    --------
    >>> floats([1, 2], "z")
    array([1., 2.])
    """
    if type(value) is np.ndarray and value.dtype in _READY:
        return value  # the common case first: operations of a network come here many times a step
    if type(value) in _SCALARS:
        return np.asarray(value)
    if hasattr(value, "toarray"):
        raise TypeError(
            f"{name} must be a dense array; got sparse data of type {type(value).__name__}. Use .toarray()."
        )
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} must be a rectangle of numbers; got rows of different lengths. Give every row as many entries."
        ) from None
    if array.dtype.kind == "f" and array.dtype.itemsize in (4, 8):
        return array.astype(array.dtype.newbyteorder("="), copy=False)
    if array.dtype.kind in "iub":
        return array.astype(np.float64)
    if array.dtype.kind == "f":
        raise TypeError(
            f"{name} must be float32 or float64; got {array.dtype}. Convert it with {name}.astype(np.float32)."
        )
    raise TypeError(
        f"{name} must hold real numbers; got {_kind_of(value, array)}. "
        f"Convert it first, for example with np.array({name}, dtype=float), and look for text or None among the values."
    )


def _kind_of(value: Any, array: NDArray[Any]) -> str:
    """Name what came in the words of the caller: a type for a bare object, a dtype for values in an array."""
    if array.ndim == 0 and array.dtype == object:
        return f"an object of type {type(value).__name__}"
    return f"values of dtype {array.dtype}"


def vector(value: Any, name: str, *, length: int | None = None, per: str = "entry") -> FloatArray:
    """Turn a value into a float array of shape (n,); `length` and `per` say which n, and one per what."""
    array = floats(value, name)
    if array.ndim == 1 and length in (None, len(array)):
        return array
    wanted = "(n,)" if length is None else f"({length},)"
    fix = f"Flatten it with np.ravel({name})." if array.size == (length or array.size) else "Look for a missing row."
    raise ValueError(f"{name} must have shape {wanted}, one {per}; got {array.shape}. {fix}")


def matrix(value: Any, name: str, *, columns: int | None = None) -> FloatArray:
    """Turn a value into a float array of shape (n, d), one row per sample; `columns` says which d is expected."""
    array = floats(value, name)
    if array.ndim != 2:
        raise ValueError(
            f"{name} must have shape (n, d), one row per sample; got {array.shape}. "
            f"Use np.reshape({name}, (1, -1)) for one sample, np.reshape({name}, (-1, 1)) for one feature."
        )
    if columns is not None and array.shape[1] != columns:
        fix = f"Transpose it with {name}.T." if array.shape[0] == columns else "Look at which columns were kept."
        raise ValueError(f"{name} must have {columns} columns; got shape {array.shape}. {fix}")
    return array


def scalar(value: Any, name: str) -> FloatArray:
    """Turn a value into a float array of shape (): one number."""
    array = floats(value, name)
    if array.shape != ():
        raise ValueError(f"{name} must be one number; got shape {array.shape}. Take an entry out, or sum.")
    return array


def same_shape(a: FloatArray, b: FloatArray, names: tuple[str, str]) -> None:
    """Refuse two arrays that NumPy would silently broadcast against each other."""
    if a.shape == b.shape:
        return
    try:
        result = np.broadcast_shapes(a.shape, b.shape)
        why = f"Together they would broadcast to {result}, which is not one value per entry."
    except ValueError:
        why = "They cannot be paired entry by entry."
    raise ValueError(
        f"{names[1]} must have the shape of {names[0]}, {a.shape}; got {b.shape}. {why} "
        f"Reshape one, for example with np.reshape({names[1]}, {a.shape})."
    )


def one_dtype(*arrays: FloatArray) -> list[FloatArray]:
    """Bring arrays to the most precise dtype among them."""
    widest = np.result_type(*arrays)
    return [array.astype(widest, copy=False) for array in arrays]


def check_groups(groups: Any, channels: int) -> None:
    """Refuse a number of groups that channels cannot be divided into."""
    if not isinstance(groups, int | np.integer) or groups < 1 or channels % groups:
        raise ValueError(
            f"groups must be a whole number that divides the {channels} channels of x; got {groups!r}. "
            "Take a divisor; 1 puts all channels together."
        )


def not_empty(array: FloatArray, name: str, *, axis: int | None = None, what: str = "a mean") -> None:
    """Refuse an array with nothing to take `what` of."""
    if (array.size if axis is None else array.shape[axis]) == 0:
        along = "" if axis is None else f" along axis {axis}"
        raise ValueError(
            f"{name} must have at least one entry{along}: {what} of nothing is not defined; got shape {array.shape}. "
            "Look at the step that selected the data."
        )


def axis_of(array: FloatArray, axis: int, name: str) -> int:
    """Turn an axis, which may count from the end, into one from 0, or say which axes there are."""
    if not -array.ndim <= axis < array.ndim:
        there = f"axes {-array.ndim} to {array.ndim - 1}" if array.ndim else "no axis: it is one number"
        raise ValueError(f"axis must be an axis of {name}, which has {there} and shape {array.shape}; got {axis}.")
    return axis % array.ndim


def axes_of(array: FloatArray, axis: int | tuple[int, ...] | None, name: str) -> tuple[int, ...]:
    """Turn one axis, several or None, which means all, into axes counted from 0."""
    if axis is None:
        return tuple(range(array.ndim))
    axes = tuple(axis_of(array, each, name) for each in (axis if isinstance(axis, tuple) else (axis,)))
    if len(set(axes)) < len(axes):
        raise ValueError(f"axis must name each axis of {name} at most once; got {axis}. Leave the second one out.")
    return axes


def in_unit_interval(array: FloatArray, name: str, meaning: str) -> None:
    """Refuse values outside 0..1; a NaN passes, so that it stays visible in the result."""
    outside = (array < 0) | (array > 1)
    if outside.any():
        where = _first(outside)
        raise ValueError(
            f"{name} must lie in 0..1, since it holds {meaning}; got {array[where]:g}{_at(where)}. "
            f"If {name} holds logits, take the function that expects logits."
        )


def finite(array: FloatArray, name: str) -> None:
    """Refuse NaN and infinity: a model fitted to them learns nothing."""
    if not np.isfinite(array).all():
        bad = ~np.isfinite(array)
        where = _first(bad)
        raise ValueError(
            f"{name} must be finite, without NaN or infinity; got {array[where]}{_at(where)} "
            f"({bad.sum()} such of {array.size}). Drop those rows or fill them in."
        )


def indices(value: Any, name: str, *, below: int, of: str) -> NDArray[np.int64]:
    """Turn whole numbers in 0..below-1, which point at one `of` something, into an integer array of the same shape."""
    array = np.asarray(value)
    if array.dtype.kind in "iu" and (array.size == 0 or (array.min() >= 0 and array.max() < below)):
        return array.astype(np.int64, copy=False)  # the usual case, at a tenth of the price
    array = floats(value, name)
    wrong = ~((array >= 0) & (array < below) & (array == np.floor(array)))
    if wrong.any():
        where = _first(wrong)
        raise ValueError(
            f"{name} must hold whole numbers in 0..{below - 1}, each the index of a {of}; "
            f"got {array[where]:g}{_at(where)}. Count from 0, and pass indices, not one-hot rows."
        )
    return array.astype(np.int64)


def shares(weights: Any, like: FloatArray, name: str) -> FloatArray:
    """Turn weights, one per entry of `like`, into parts of a whole that add up to 1; None weighs all alike."""
    if weights is None:
        return np.full(like.shape, 1 / like.size, like.dtype)
    array = floats(weights, "weights").astype(like.dtype, copy=False)
    total = array.sum()
    if array.shape != like.shape or (array < 0).any() or total == 0:
        raise ValueError(
            f"weights must be one number per {name}, in shape {like.shape}, none negative and not all 0; "
            f"got shape {array.shape} and a sum of {total:g}. Use 1 for what counts and 0 for what does not."
        )
    part: FloatArray = array / total
    return part


def incoming(gradient: Any, output: FloatArray, name: str) -> FloatArray:
    """Check the gradient that comes back into an operation: the output's shape, and brought to its dtype."""
    array = floats(gradient, name)
    if array.shape != output.shape:
        raise ValueError(
            f"{name} must have the shape of the output, {output.shape}; got {array.shape}. "
            "Pass one derivative per entry of what forward returned."
        )
    return array if array.dtype == output.dtype else array.astype(output.dtype)


def _first(mask: NDArray[Any]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(mask)), mask.shape))


def _at(where: Sequence[int]) -> str:
    return f" at position {tuple(where)}" if where else ""
