"""Arithmetic that a question or a learner writes down, evaluated without running Python.

The text is parsed to Python's syntax tree, and only numbers, known names, the operators of
arithmetic and a short list of functions are walked. Nothing else exists in this language, so a
learner's answer can be evaluated in the platform's own process.
"""

from __future__ import annotations

import ast
import math
import random
import re
from collections.abc import Callable, Mapping

MAX_LENGTH = 300
MAX_BITS = 256
"""A power of whole numbers that would be longer is computed in floating point: it could take for ever."""
POINTS = 40
"""Two different formulas of this size agree on this many random points only if they are the same."""

FUNCTIONS: dict[str, Callable[..., float]] = {
    "abs": abs,
    "ceil": math.ceil,
    "cos": math.cos,
    "exp": math.exp,
    "floor": math.floor,
    "ln": math.log,
    "log": math.log,
    "max": max,
    "min": min,
    "round": round,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tanh": math.tanh,
}
SPELLINGS = {"^": "**", "·": "*", "×": "*", "−": "-", "σ": "sigmoid"}
CONSTANTS = {"e": math.e, "pi": math.pi}
OPERATORS: dict[type, Callable[..., float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mod: lambda a, b: a % b,
    ast.USub: lambda a: -a,
    ast.UAdd: lambda a: a,
}


class ExpressionError(ValueError):
    """A text that is not an expression of this small language; the message says what is wrong."""


def parse(text: str) -> ast.expr:
    """The syntax tree of an expression. ``^`` is a power, ``2a`` and ``2(a+b)`` are products.

    ExpressionError if it is not arithmetic.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"The expression has {len(text)} characters; at most {MAX_LENGTH} are read.")
    if not text.strip():
        raise ExpressionError("There is no expression. Write one, such as 2*a + b.")
    prepared = text.strip()
    for written, meant in SPELLINGS.items():
        prepared = prepared.replace(written, meant)
    prepared = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)\s*(?=[A-Za-z(])(?!e[-+]?\d)", r"\1*", prepared)
    try:
        return ast.parse(prepared, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise ExpressionError(f"{text!r} is not an expression. Write it as in Python, such as a*(1 - a).") from None


def evaluate(text: str, names: Mapping[str, float] | None = None) -> float:
    """The value of an expression.

    ExpressionError for a name or construct it does not know; ArithmeticError or ValueError where
    arithmetic fails (a division by zero, the logarithm of a negative number).
    """
    return _value(parse(text), names or {})


def _value(node: ast.expr, names: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return number
        case ast.Name(id=name):
            if name in names:
                return names[name]
            if name in CONSTANTS:
                return CONSTANTS[name]
            known = ", ".join(sorted(names)) or "none"
            raise ExpressionError(f"{name!r} is not a name here. Known: {known}.")
        case ast.BinOp(op=ast.Pow()):
            return _power(_value(node.left, names), _value(node.right, names))
        case ast.BinOp() if type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](_value(node.left, names), _value(node.right, names))
        case ast.UnaryOp() if type(node.op) in OPERATORS:
            return OPERATORS[type(node.op)](_value(node.operand, names))
        case ast.Call(keywords=[]):
            return _call(node, names)
    raise ExpressionError("Only numbers, names, + - * / ** and functions such as exp and log are understood.")


def _call(node: ast.Call, names: Mapping[str, float]) -> float:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") not in ("np", "math", "numpy"):
        raise ExpressionError("Only functions such as exp and log are understood.")
    if name not in FUNCTIONS:
        raise ExpressionError(f"The function {name!r} is not known. Known: {', '.join(FUNCTIONS)}.")
    try:
        return FUNCTIONS[name](*(_value(argument, names) for argument in node.args))
    except TypeError:
        raise ExpressionError(f"{name} takes another number of arguments than {len(node.args)}.") from None


def _power(base: float, exponent: float) -> float:
    if isinstance(base, int) and base.bit_length() * abs(exponent) > MAX_BITS:
        base = float(base)
    result: float | complex = base**exponent
    if isinstance(result, complex):
        raise ValueError("a root of a negative number")
    return result


def equal(left: str, right: str, variables: Mapping[str, tuple[float, float]]) -> bool:
    """Whether two expressions are the same function of ``variables`` over their ranges.

    Decided on random points: they must agree, to rounding, wherever both are defined, and be
    undefined at the same places. ExpressionError if one of them is not an expression.
    """
    rng = random.Random(0)
    compared = 0
    for _ in range(POINTS):
        point = {name: rng.uniform(low, high) for name, (low, high) in variables.items()}
        values = [_defined(text, point) for text in (left, right)]
        if (values[0] is None) != (values[1] is None):
            return False
        if values[0] is not None and values[1] is not None:
            compared += 1
            if not math.isclose(values[0], values[1], rel_tol=1e-9, abs_tol=1e-11):
                return False
    return compared > 0


def _defined(text: str, point: Mapping[str, float]) -> float | None:
    try:
        value = evaluate(text, point)
    except ExpressionError:
        raise
    except (ArithmeticError, ValueError):
        return None
    return value if math.isfinite(value) else None
