"""Tensors remember how they were computed, and ``backward`` walks the way back through the operations.

Every operation of ``descent.ops`` makes a tensor that keeps its inputs and its cache. Going back, a tensor made later
comes first, and each passes on what it has collected:

    dL/dx = sum over the tensors v computed from x of (what v's operation gives back to x)    (1)

Derivation: docs/derivations/computation_graph.md
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from heapq import heappop, heappush
from inspect import signature
from itertools import count
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.ops import (
    add,
    divide,
    exp,
    index,
    log,
    matmul,
    max_over,
    mean_over,
    multiply,
    power,
    relu,
    reshape,
    sigmoid,
    subtract,
    sum_over,
    tanh,
    transpose,
)
from descent.shapes import FloatArray, floats


class Tensor:
    """An array that takes part in derivatives.

    Parameters
    ----------
    data : array-like
        Real numbers; float32 and float64 stay, integers become float64.
    requires_grad : bool
        Whether ``backward`` shall write a derivative into ``grad``.

    Attributes
    ----------
    data : float array
        The numbers.
    grad : float array or None
        The derivative, of data's shape. Each ``backward`` adds to it; set it to None to start anew.

    Examples
    --------
    >>> w = Tensor([1.0, 2.0], requires_grad=True)
    >>> (w * w).sum().backward()
    >>> w.grad
    array([2., 4.])
    """

    __slots__ = ("_cache", "_inputs", "_made", "_needs", "_op", "data", "grad", "requires_grad")
    __array_ufunc__ = None  # array * tensor comes to __rmul__, instead of making an array of tensors
    _clock = count()

    def __init__(self, data: ArrayLike, *, requires_grad: bool = False) -> None:
        self.data: FloatArray = floats(data, "data")
        self.grad: FloatArray | None = None
        self.requires_grad = requires_grad
        self._op: ModuleType | None = None
        self._inputs: tuple[Any, ...] = ()
        self._needs: tuple[bool, ...] = ()  # which of the inputs want a derivative
        self._cache: Any = None
        self._made = next(Tensor._clock)  # inputs are made before outputs: this tells the order of backward

    def __repr__(self) -> str:
        """Show the numbers."""
        return f"Tensor({self.data})"

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the numbers."""
        return self.data.shape

    def backward(self, gradient: ArrayLike | None = None) -> None:
        """Add d(this)/d(tensor) to the ``grad`` of every tensor it was computed from that was given and wants one.

        What the operations remembered is let go on the way back, so that the memory is free as early as possible:
        to go back a second time, compute the value again.
        """
        if not self.requires_grad:
            raise ValueError("backward found nothing to go back to. Make an input with Tensor(..., requires_grad=True)")
        if gradient is None and self.data.size != 1:
            raise ValueError(f"backward starts from one number; got shape {self.data.shape}. Sum first.")
        start = np.full(self.data.shape, 1.0) if gradient is None else floats(gradient, "gradient")
        if start.shape != self.data.shape:
            raise ValueError(f"gradient must have the shape of the tensor, {self.data.shape}; got {start.shape}.")
        collected: dict[Tensor, FloatArray] = {self: start.astype(self.data.dtype)}
        if self._op is None:
            self._keep(collected[self])
            return
        # A heap of all that have a derivative to pass on: the one that was made last comes first.
        waiting = [(-self._made, self)]
        while waiting:
            tensor = heappop(waiting)[1]
            g = collected.pop(tensor)
            for source, needed, part in zip(tensor._inputs, tensor._needs, tensor._give_back(g), strict=True):
                if not needed or part is None:
                    continue
                if source._op is None:
                    source._keep(part.copy() if part is g or part.base is not None else part)  # not shared with another
                elif source in collected:
                    collected[source] = collected[source] + part  # (1)
                else:
                    collected[source] = part
                    heappush(waiting, (-source._made, source))

    def _keep(self, part: FloatArray) -> None:
        """Add to the derivative of a tensor that was given."""
        self.grad = part if self.grad is None else self.grad + part

    def _give_back(self, g: FloatArray) -> tuple[Any, ...]:
        """Ask the operation for its derivatives, and forget what it remembered."""
        op, needed, self._cache = self._op, self._cache, None
        if op is None or needed is None:
            raise ValueError("backward has been here before and let go of what it needed. Compute the value again.")
        given = op.backward(g, needed, self._needs) if _can_leave_out(op) else op.backward(g, needed)
        return given if type(given) is tuple else (given,)

    def __add__(self, other: Any) -> Tensor:
        return apply(add, self, other)

    def __sub__(self, other: Any) -> Tensor:
        return apply(subtract, self, other)

    def __rsub__(self, other: Any) -> Tensor:
        return apply(subtract, other, self)

    def __mul__(self, other: Any) -> Tensor:
        return apply(multiply, self, other)

    def __truediv__(self, other: Any) -> Tensor:
        return apply(divide, self, other)

    def __rtruediv__(self, other: Any) -> Tensor:
        return apply(divide, other, self)

    def __matmul__(self, other: Any) -> Tensor:
        return apply(matmul, self, other)

    def __pow__(self, exponent: Any) -> Tensor:
        return apply(power, self, exponent)

    def __getitem__(self, key: Any) -> Tensor:
        return apply(index, self, key=key)

    def __len__(self) -> int:
        return len(self.data)

    def __neg__(self) -> Tensor:
        return apply(multiply, self, -1)

    __radd__, __rmul__ = __add__, __mul__

    def sum(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """Add up over axes."""
        return apply(sum_over, self, axis=axis, keepdims=keepdims)

    def mean(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """Take means over axes."""
        return apply(mean_over, self, axis=axis, keepdims=keepdims)

    def max(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """Take the largest over axes."""
        return apply(max_over, self, axis=axis, keepdims=keepdims)

    def reshape(self, *shape: int) -> Tensor:
        """Give the same entries another shape."""
        return apply(reshape, self, shape=shape)

    def transpose(self, *axes: int) -> Tensor:
        """Put the axes in another order, or reverse them."""
        return apply(transpose, self, axes=axes or None)

    def relu(self) -> Tensor:
        """Replace what is negative by 0."""
        return apply(relu, self)

    def sigmoid(self) -> Tensor:
        """Take 1 / (1 + exp(-z))."""
        return apply(sigmoid, self)

    def exp(self) -> Tensor:
        """Take powers of e."""
        return apply(exp, self)

    def log(self) -> Tensor:
        """Take natural logarithms."""
        return apply(log, self)

    def tanh(self) -> Tensor:
        """Take the hyperbolic tangent."""
        return apply(tanh, self)


def apply(op: ModuleType, *inputs: Any, **options: Any) -> Tensor:
    """Compute any module of ``descent.ops`` on tensors, arrays and numbers, and remember it."""
    output, needed = op.forward(*[x.data if isinstance(x, Tensor) else x for x in inputs], **options)
    return remember(op, inputs, output, needed)


def remember(op: ModuleType, inputs: tuple[Any, ...], output: FloatArray, needed: Any) -> Tensor:
    """Make a tensor of what an operation gave, with what it needs to go back; for layers that look into the cache."""
    result = Tensor(output)
    if _remember.get():
        needs = tuple([isinstance(x, Tensor) and x.requires_grad for x in inputs])
        if True in needs:
            result.requires_grad, result._op, result._inputs, result._cache = True, op, inputs, needed
            result._needs = needs
    return result


def as_tensor(value: Tensor | ArrayLike) -> Tensor:
    """Leave a tensor as it is; make one of an array."""
    return value if isinstance(value, Tensor) else Tensor(value)


@contextmanager
def no_grad() -> Iterator[None]:
    """Compute without remembering, for predictions: what is made inside can not be gone back through.

    Examples
    --------
    >>> w = Tensor(2.0, requires_grad=True)
    >>> with no_grad():
    ...     print((w * w).requires_grad)
    False
    """
    token = _remember.set(False)
    try:
        yield
    finally:
        _remember.reset(token)


_remember: ContextVar[bool] = ContextVar("remember", default=True)
"""Whether operations are remembered: of each thread by itself."""


@cache
def _can_leave_out(op: ModuleType) -> bool:
    """Whether an operation takes a third argument, which says whose derivatives are wanted."""
    return len(signature(op.backward).parameters) > 2
