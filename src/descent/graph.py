"""A computation graph of numbers: every operation is remembered, and ``backward`` walks the way back.

Each node knows the nodes it was computed from and the local slope to each of them. The chain rule does the rest:

    dJ/dx = sum over the nodes v computed from x of dJ/dv * dv/dx    (1)

Derivation: docs/derivations/computation_graph.md
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import count
from numbers import Real
from typing import NamedTuple, Union

Operand = Union["Node", float]
Slopes = tuple[float, ...]


def _both_ways(sign: str) -> tuple[Callable[[Node, Operand], Node], Callable[[Node, Operand], Node]]:
    """Make the methods for ``node sign other`` and ``other sign node``."""
    return lambda self, other: _apply(sign, self, other), lambda self, other: _apply(sign, other, self)


class Node:
    """One number of a computation, and where it came from.

    Parameters
    ----------
    value : float
        The number.
    name : str
        What ``trace`` calls it.

    Attributes
    ----------
    value : float
        The number.
    derivative : float
        d(output)/d(this node) after ``output.backward()``, and 0 before.
    operation : str
        How it was computed, such as ``*``; nothing for a node that was given, ``number`` for a plain number.
    inputs : tuple of Node
        What it was computed from.

    Notes
    -----
    Nodes take part in ``+ - * / **`` with each other and with plain numbers; ``exp``, ``log``, ``tanh`` and
    ``maximum`` are functions of this module.

    Examples
    --------
    >>> a, b, c = Node(5, "a"), Node(3, "b"), Node(2, "c")
    >>> J = 3 * (a + b * c)
    >>> J.value
    33.0
    >>> J.backward()
    >>> a.derivative, b.derivative, c.derivative
    (3.0, 6.0, 9.0)
    """

    __slots__ = ("_made", "_slopes", "derivative", "inputs", "name", "operation", "value")
    __array_ufunc__ = None  # np.float64(3) * node comes to __rmul__, instead of making an array of the node
    _clock = count()

    def __init__(self, value: float, name: str = "") -> None:
        self.value = _number(value)
        self.name = name
        self.derivative = 0.0
        self.operation = ""
        self.inputs: tuple[Node, ...] = ()
        self._slopes: Slopes = ()
        self._made = next(Node._clock)  # inputs are made before outputs: sorting by this is the order of backward

    def __repr__(self) -> str:
        """Show the value and the name."""
        return f"Node({self.value:g}{f', {self.name!r}' if self.name else ''})"

    def named(self, name: str) -> Node:
        """Give the node a name, and return it."""
        self.name = name
        return self

    def backward(self) -> None:
        """Write d(this node)/d(node) into the ``derivative`` of every node that it was computed from."""
        nodes = sorted(_ancestors(self), key=lambda node: node._made, reverse=True)
        for node in nodes:
            node.derivative = 0.0
        self.derivative = 1.0
        for node in nodes:
            for source, slope in zip(node.inputs, node._slopes, strict=True):
                source.derivative += node.derivative * slope  # (1)

    __add__, __radd__ = _both_ways("+")
    __sub__, __rsub__ = _both_ways("-")
    __mul__, __rmul__ = _both_ways("*")
    __truediv__, __rtruediv__ = _both_ways("/")
    __pow__, __rpow__ = _both_ways("**")

    def __neg__(self) -> Node:
        """Flip the sign."""
        return _apply("*", -1.0, self)


def exp(x: Operand) -> Node:
    """Raise e to the power x, as a node."""
    return _apply("exp", x)


def log(x: Operand) -> Node:
    """Take the natural logarithm of x > 0, as a node."""
    return _apply("log", x)


def tanh(x: Operand) -> Node:
    """Take the hyperbolic tangent, as a node."""
    return _apply("tanh", x)


def maximum(x: Operand, y: Operand) -> Node:
    """Take the larger of two, as a node. Where they are equal there is no derivative; each gets half."""
    return _apply("maximum", x, y)


class Step(NamedTuple):
    """One line of a trace."""

    name: str
    expression: str
    """What it was computed from, such as ``b * c``; nothing for a node that was given."""
    value: float
    derivative: float


def trace(output: Node) -> Iterator[Step]:
    """List every node behind an output, in the order in which they were computed.

    Parameters
    ----------
    output : Node
        Where the computation ends.

    Yields
    ------
    Step
        A node's name, expression, value and derivative. Nodes without a name are called n1, n2, ...; plain numbers
        such as the 3 in ``3 * v`` stand in the expressions and have no line of their own.

    Examples
    --------
    >>> x = Node(2.0, "x")
    >>> y = (x * x + 1).named("y")
    >>> y.backward()
    >>> for step in trace(y):
    ...     print(*step)
    x  2.0 4.0
    n1 x * x 4.0 1.0
    y n1 + 1 5.0 1.0
    """
    words: dict[Node, str] = {}
    fresh = count(1)
    for node in sorted(_ancestors(output), key=lambda node: node._made):
        if node.operation == "number":
            words[node] = f"{node.value:g}"
            continue
        words[node] = node.name or f"n{next(fresh)}"
        operands = [words[source] for source in node.inputs]
        infix = f" {node.operation} ".join(operands)
        expression = infix if node.operation in _SIGNS else f"{node.operation}({', '.join(operands)})"
        yield Step(words[node], expression if node.operation else "", node.value, node.derivative)


def _divide(a: float, b: float) -> tuple[float, Slopes]:
    return a / b, (1 / b, -a / b**2)


def _power(a: float, b: float) -> tuple[float, Slopes]:
    value = math.pow(a, b)
    if a == 0:
        return value, (1.0 if b == 1 else math.inf if 0 < b < 1 else 0.0, 0.0 if b > 0 else math.nan)
    return value, (b * math.pow(a, b - 1), value * math.log(a) if a > 0 else math.nan)


def _exp(a: float) -> tuple[float, Slopes]:
    value = math.exp(a)
    return value, (value,)


def _tanh(a: float) -> tuple[float, Slopes]:
    value = math.tanh(a)
    return value, (1 - value**2,)


def _maximum(a: float, b: float) -> tuple[float, Slopes]:
    return max(a, b), (0.5, 0.5) if a == b else (float(a > b), float(b > a))


_SIGNS = ("+", "-", "*", "/", "**")
_RULES: dict[str, Callable[..., tuple[float, Slopes]]] = {
    "+": lambda a, b: (a + b, (1.0, 1.0)),
    "-": lambda a, b: (a - b, (1.0, -1.0)),
    "*": lambda a, b: (a * b, (b, a)),
    "/": _divide,
    "**": _power,
    "exp": _exp,
    "log": lambda a: (math.log(a), (1 / a,)),
    "tanh": _tanh,
    "maximum": _maximum,
}
"""For each operation: its value, and its slope towards each input."""


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(
            f"a node holds one number; got {type(value).__name__}. Make one node per number, or use float(value)."
        )
    return float(value)


def _plain(value: float) -> Node:
    node = Node(value)
    node.operation = "number"
    return node


def _apply(operation: str, *operands: Operand) -> Node:
    inputs = tuple(x if isinstance(x, Node) else _plain(x) for x in operands)
    values = [node.value for node in inputs]
    try:
        value, slopes = _RULES[operation](*values)
    except (ValueError, ZeroDivisionError, OverflowError):
        sign = f" {operation} "
        shown = sign.join(f"{v:g}" for v in values) if operation in _SIGNS else f"{operation}({values[0]:g})"
        raise ValueError(
            f"{shown} is not a number that a float can hold. Look at the inputs: log needs more than 0, a divisor must "
            "not be 0, a fractional power needs a base of at least 0, and exp stays below 1.8e308 up to 709."
        ) from None
    node = Node(value)
    node.operation, node.inputs, node._slopes = operation, inputs, slopes
    return node


def _ancestors(output: Node) -> set[Node]:
    """Find everything a node was computed from; with a stack, since a long sum would exhaust recursion."""
    found, stack = {output}, [output]
    while stack:
        for source in stack.pop().inputs:
            if source not in found:
                found.add(source)
                stack.append(source)
    return found
