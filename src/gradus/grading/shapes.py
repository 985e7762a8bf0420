"""Explain shapes that do not fit each other, and say what would make them fit."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradus.grading.outcomes import Raised

Shape = tuple[int, ...]
_PRODUCTS = {"dot", "matmul"}
_ELEMENTWISE = {"exp", "log", "abs", "sqrt", "square", "power", "tanh", "absolute"}


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of an operation as the learner wrote it, and its shape where that is known."""

    text: str
    shape: Shape | None


def not_multiplied(raised: Raised) -> str | None:
    """What a failed matrix product means."""
    aligned = re.search(r"shapes (\([\d, ]*\)) and (\([\d, ]*\)) not aligned", raised.message)
    if aligned is None and "matmul: Input operand" not in raised.message:
        return None
    operands = _operands(raised)
    if aligned:
        shapes = _shape(aligned[1]), _shape(aligned[2])
        names = [one.text for one in operands] if operands else ["the first factor", "the second"]
    elif operands and operands[0].shape is not None and operands[1].shape is not None:
        shapes = operands[0].shape, operands[1].shape
        names = [one.text for one in operands]
    else:
        return (
            "A matrix product needs the inner sizes to match: (n, k) times (k, m). Print both shapes before this line."
        )
    (left, right), (a, b) = names, shapes
    start = f"{_quoted(left)} {a} and {_quoted(right)} {b}: a matrix product needs the inner sizes to match"
    if not a or not b:
        return f"{start}, and one of them is a plain number. Use * for a number."
    inner = b[0] if len(b) == 1 else b[-2]
    return f"{start}, and {a[-1]} is not {inner}.{_transposing(left, a, right, b)}"


def not_broadcast(raised: Raised) -> str | None:
    """What shapes that cannot be broadcast mean."""
    found = re.search(r"could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))", raised.message)
    into = re.search(r"could not broadcast input array from shape (\([\d,]*\)) into shape (\([\d,]*\))", raised.message)
    if into:
        return f"A value of shape {_shape(into[1])} does not fit into a place of shape {_shape(into[2])}."
    if found is None:
        return None
    a, b = _shape(found[1]), _shape(found[2])
    operands = _operands(raised)
    left, right = [one.text for one in operands] if operands else ("the first", "the second")
    start = f"{_quoted(left)} {a} and {_quoted(right)} {b} do not fit element by element: each size must be equal, or 1"
    if len(a) == len(b) == 2 and a[1] == b[0]:
        return f"{start}. As a matrix product they would fit: np.dot or @."
    if len(a) == len(b) == 2 and _fit(a[::-1], b):
        return f"{start}. With one of them transposed they would fit."
    if len(a) != len(b):
        short, long = (a, b) if len(a) < len(b) else (b, a)
        if len(short) == 1 and len(long) == 2 and short[0] == long[0]:
            column = f"As a column of shape ({short[0]}, 1)"
            return (
                f"{start}. {short} lies along the last axis. {column} it would fit: keep the axis with keepdims=True."
            )
    return f"{start}."


def _operands(raised: Raised) -> list[Operand]:
    """The two sides of the operation in the expression that raised; empty if it is no such operation."""
    try:
        node: Any = ast.parse(raised.segment.strip(), mode="eval").body
    except SyntaxError:
        try:
            statement = ast.parse(raised.segment.strip()).body[0]
        except (SyntaxError, IndexError):
            return []
        if not isinstance(statement, ast.AugAssign):
            return []
        return [_operand(statement.target, raised), _operand(statement.value, raised)]
    if isinstance(node, ast.BinOp):
        return [_operand(node.left, raised), _operand(node.right, raised)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) in (1, 2):
        if len(node.args) == 2:
            return [_operand(node.args[0], raised), _operand(node.args[1], raised)]
        if node.func.attr in _PRODUCTS:
            return [_operand(node.func.value, raised), _operand(node.args[0], raised)]
    return []


def _operand(node: ast.expr, raised: Raised) -> Operand:
    return Operand(ast.unparse(node), _shape_of(node, raised.values or {}))


def _shape_of(node: ast.expr, values: Mapping[str, Mapping[str, Any]]) -> Shape | None:
    """The shape of an expression, followed through what keeps or combines shapes; None where it is not known."""
    about = values.get(ast.unparse(node)) or values.get(ast.unparse(node).replace("'", '"'))
    if about is not None:
        shape = about.get("shape", () if "value" in about else None)
        return shape if isinstance(shape, tuple) else None
    if isinstance(node, ast.Constant):
        return ()
    if isinstance(node, ast.UnaryOp):
        return _shape_of(node.operand, values)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        inner = _shape_of(node.value, values)
        return None if inner is None else inner[::-1]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        return _shape_of(node.args[0], values) if node.func.attr in _ELEMENTWISE else None
    if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.MatMult):
        left, right = _shape_of(node.left, values), _shape_of(node.right, values)
        if left is not None and right is not None:
            with contextlib.suppress(ValueError):
                return np.broadcast_shapes(left, right)
    return None


def _transposing(left: str, a: Shape, right: str, b: Shape) -> str:
    """Which transposition would make the product possible, if exactly one would."""
    if len(a) != 2 or len(b) != 2:
        return ""
    first, second = a[0] == b[0], a[1] == b[1]
    if first and not second:
        return f" Transpose {_quoted(left)}: {a[::-1]} times {b}."
    if second and not first:
        return f" Transpose {_quoted(right)}: {a} times {b[::-1]}."
    if first and second:
        return " Transpose one of them; which one follows from the shape that the result must have."
    return " With the two swapped they would fit." if b[1] == a[0] else ""


def _fit(a: Shape, b: Shape) -> bool:
    return all(x == y or 1 in (x, y) for x, y in zip(a, b, strict=True))


def _shape(text: str) -> Shape:
    return tuple(int(part) for part in re.findall(r"\d+", text))


def _quoted(text: str) -> str:
    return text if text.startswith("the ") else f"`{text}`"
