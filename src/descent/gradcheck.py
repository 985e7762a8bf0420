"""Is this derivative right? Compare it with the slope that one measures by moving each input a little.

    df/dx ~ (f(x + h) - f(x - h)) / (2 h)                      (1)
    error = |given - measured| / (|given| + |measured|)        (2)

Derivation: docs/derivations/gradient_check.md
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.shapes import FloatArray, floats


@dataclass(frozen=True)
class ArgumentCheck:
    """How the derivative with respect to one argument fared."""

    name: str
    error: float
    """Relative error (2): 0 is equal, 1 has nothing in common."""
    where: tuple[int, ...]
    """The entry that is furthest off."""
    given: float
    measured: float
    hint: str
    """A likely slip, or nothing."""


@dataclass(frozen=True)
class GradientReport:
    """The outcome of a check. It is true when every derivative passes, and prints as a small report."""

    arguments: tuple[ArgumentCheck, ...]
    tolerance: float

    @property
    def error(self) -> float:
        """The largest relative error."""
        return max((argument.error for argument in self.arguments), default=0.0)

    def __bool__(self) -> bool:
        """Whether every derivative passes."""
        return all(argument.error <= self.tolerance for argument in self.arguments)

    def __str__(self) -> str:
        """One line per argument."""
        lines = []
        for a in self.arguments:
            if a.error <= self.tolerance:
                lines.append(f"{a.name}: right, relative error {a.error:.1e}")
            else:
                entry = f" at {a.where}" if a.where else ""
                lines.append(
                    f"{a.name}: wrong, relative error {a.error:.1e} over {self.tolerance:.0e}; "
                    f"given {a.given:.6g}, measured {a.measured:.6g}{entry}." + (f" {a.hint}" if a.hint else "")
                )
        return "\n".join(lines)


def numerical_gradient(
    function: Callable[..., Any], *arrays: ArrayLike, weights: ArrayLike | None = None, step: float | None = None
) -> Any:
    """Measure the derivative of a function by central differences (1), in float64.

    Parameters
    ----------
    function : callable
        Takes the arrays, returns one number, or an array if weights are given.
    *arrays : array-like
        The point at which to measure, any shapes.
    weights : float array, shape of the function's output
        Makes one number of an array: the derivative is that of sum(weights * output).
    step : float
        How far to move each entry. By default 6e-6 times the entry, and never less than 6e-6: the cube root of the
        rounding error, at which truncation and rounding are about equal.

    Returns
    -------
    float array, or a tuple of them
        For each array, the derivative, in its shape.

    Raises
    ------
    ValueError
        If the function returns an array and no weights are given, or weights of another shape.

    Examples
    --------
    >>> numerical_gradient(lambda x: (x**2).sum(), [1.0, -3.0]).round(6)
    array([ 2., -6.])
    """
    point = [np.array(floats(a, f"array {i}"), dtype=np.float64) for i, a in enumerate(arrays)]
    measured = []
    for x in point:
        slope = np.empty_like(x)
        for place in np.ndindex(x.shape):
            kept = x[place]
            h = step if step is not None else np.cbrt(np.finfo(np.float64).eps) * max(1.0, abs(kept))
            x[place] = right = kept + h
            above = _one_number(function(*_shown(point)), weights)
            x[place] = left = kept - h
            below = _one_number(function(*_shown(point)), weights)
            x[place] = kept
            slope[place] = (above - below) / (right - left)  # (1), with the step that the computer really took
        measured.append(slope)
    return measured[0] if len(measured) == 1 else tuple(measured)


def check_gradient(
    function: Callable[..., Any],
    gradient: Callable[..., Any],
    *arrays: ArrayLike,
    weights: ArrayLike | None = None,
    tolerance: float = 1e-6,
    names: Sequence[str] = (),
) -> GradientReport:
    """Compare a derivative with the measured one.

    Parameters
    ----------
    function : callable
        Takes the arrays, returns one number, or an array if weights are given.
    gradient : callable
        Takes the arrays, returns the derivative with respect to each: an array, or a tuple with one for each. ``None``
        in the tuple leaves that argument out.
    *arrays : array-like
        The point at which to compare. Choose one without kinks near it: abs(x) has no slope at 0.
    weights : float array, shape of the function's output
        The derivative is that of sum(weights * output).
    tolerance : float
        The largest relative error (2) that passes.
    names : sequence of str
        What to call the arrays in the report.

    Returns
    -------
    GradientReport
        True if everything passes; print it to read it.

    Raises
    ------
    ValueError
        If the gradient does not give one derivative per array, in the array's shape.

    Examples
    --------
    >>> print(check_gradient(lambda x: (x**2).sum(), lambda x: x, [1.0, 2.0]))
    argument 0: wrong, relative error 3.3e-01 over 1e-06; given 2, measured 4 at (1,). It is 0.5 times the measured one.
    """
    point = [np.array(floats(a, f"array {i}"), dtype=np.float64) for i, a in enumerate(arrays)]
    given = gradient(*_shown(point))
    measured = numerical_gradient(function, *point, weights=weights)
    given_each, measured_each = (each if isinstance(each, tuple) else (each,) for each in (given, measured))
    if len(given_each) != len(point):
        raise ValueError(
            f"gradient must return one derivative per array, {len(point)} in all; got {len(given_each)}. "
            "Return them as a tuple, with None for an argument to leave out."
        )
    labels = names or [f"argument {i}" for i in range(len(point))]
    compared = zip(labels, given_each, measured_each, strict=True)
    return GradientReport(tuple(_compare(name, g, m) for name, g, m in compared if g is not None), tolerance)


def check_op(op: ModuleType, rng: np.random.Generator, *, tolerance: float = 1e-6) -> GradientReport:
    """Check the ``backward`` of a module of ``descent.ops`` at one of its examples.

    Parameters
    ----------
    op : module
        Has ``forward``, ``backward`` and ``example``.
    rng : numpy.random.Generator
        Draws the example, and the derivative that comes in.
    tolerance : float
        The largest relative error that passes.

    Returns
    -------
    GradientReport
        One line per input that has a derivative.

    Examples
    --------
    >>> from descent.ops import sigmoid
    >>> bool(check_op(sigmoid, np.random.default_rng(0)))
    True
    """
    inputs, options = example_of(op, rng)
    output, cache = op.forward(*inputs.values(), **options)
    weights = rng.normal(size=np.shape(output))
    gradients = op.backward(weights, cache)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    names = [name for name, g in zip(inputs, gradients, strict=True) if g is not None]

    def function(*values: FloatArray) -> FloatArray:
        moved = {**inputs, **dict(zip(names, values, strict=True))}
        return op.forward(*moved.values(), **options)[0]  # type: ignore[no-any-return]

    def gradient(*_: FloatArray) -> tuple[FloatArray, ...]:
        return tuple(g for g in gradients if g is not None)

    point = [inputs[name] for name in names]
    return check_gradient(function, gradient, *point, weights=weights, tolerance=tolerance, names=names)


def example_of(op: ModuleType, rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw an example, split into inputs, which go in by position, and options, which go in by name.

    The members of ``*arrays`` are called array 0, array 1 and so on, as the operation's errors call them.
    """
    given = op.example(rng)
    inputs: dict[str, Any] = {}
    for parameter in inspect.signature(op.forward).parameters.values():
        if parameter.kind is parameter.VAR_POSITIONAL:
            inputs |= {f"{parameter.name[:-1]} {i}": value for i, value in enumerate(given.pop(parameter.name))}
        elif parameter.kind is not parameter.KEYWORD_ONLY and parameter.name in given:
            inputs[parameter.name] = given.pop(parameter.name)
    return inputs, given


def _shown(point: Sequence[FloatArray]) -> list[FloatArray]:
    """Give the function what it would be called with by hand: for shape () a number."""
    return [x.copy()[()] for x in point]


def _one_number(output: Any, weights: ArrayLike | None) -> float:
    value = floats(output, "the function's output")
    if weights is None and value.size != 1:
        raise ValueError(
            f"function must return one number; got shape {value.shape}. Sum it, or pass weights of that shape."
        )
    if weights is not None:
        if np.shape(weights) != value.shape:
            raise ValueError(
                f"weights must have the shape of the function's output, {value.shape}; got {np.shape(weights)}. "
                "Pass one weight per entry."
            )
        value = np.sum(np.asarray(weights) * value)
    return float(value.reshape(()))


def _compare(name: str, given: Any, measured: FloatArray) -> ArgumentCheck:
    given = floats(given, f"the gradient of {name}")
    if given.shape != measured.shape:
        raise ValueError(
            f"the gradient of {name} must have its shape, {measured.shape}; got {given.shape}. "
            "A derivative has one entry per entry of what it is taken of."
        )
    distance = np.nan_to_num(np.abs(given - measured), nan=np.inf, posinf=np.inf)
    size = np.linalg.norm(given) + np.linalg.norm(measured)
    finite = np.isfinite(distance).all()
    error = float(np.linalg.norm(distance) / size) if finite and size else 0.0 if finite else np.inf  # (2)
    where = np.unravel_index(int(np.argmax(distance)), measured.shape) if measured.size else ()
    at = tuple(int(i) for i in where)
    return ArgumentCheck(
        name,
        error,
        at,
        float(given[at]) if measured.size else 0.0,
        float(measured[at]) if measured.size else 0.0,
        _hint(given, measured),
    )


def _hint(given: FloatArray, measured: FloatArray) -> str:
    """Look for a constant factor between the two: it is nearly always a slip in the algebra."""
    if not np.isfinite(given).all():
        return "It is not finite."
    length = float((measured**2).sum())
    factor = float((given * measured).sum()) / length if length else 1.0
    if factor == 0 or np.linalg.norm(given - factor * measured) > 1e-4 * np.linalg.norm(given):
        return ""
    if abs(factor + 1) < 1e-4:
        return "Its sign is flipped."
    return f"It is {factor:.4g} times the measured one." if abs(factor - 1) > 1e-4 else ""
