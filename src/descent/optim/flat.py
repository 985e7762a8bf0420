"""All parameters of a network as one long row of numbers, so that an optimizer takes its step in a few operations.

A network has many small arrays. Their numbers move into one buffer, and each parameter becomes a view of its part: the
layers notice nothing, and a step is one sum over the whole row instead of several for every array.

Derivation: docs/derivations/optimizers.md
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import numpy as np

from descent.shapes import FloatArray

CHUNK = 1 << 15
"""Numbers an optimizer treats at a time: 128 KB of float32, so that all its arrays stay in the cache."""


class Learnable(Protocol):
    """What an optimizer needs of a parameter."""

    data: FloatArray
    grad: FloatArray | None
    requires_grad: bool


class Flat:
    """The numbers of parameters, and further rows of the same length, each in one buffer.

    Parameters
    ----------
    parameters : iterable of Learnable
        What is learnt. Frozen ones are left out. Each one's ``data`` becomes a view of the buffer.

    Raises
    ------
    ValueError
        If there is nothing to learn, a parameter comes twice, or dtypes are mixed.
    """

    def __init__(self, parameters: Iterable[Learnable]) -> None:
        self.parameters = [parameter for parameter in parameters if parameter.requires_grad]
        if not self.parameters:
            raise ValueError("an optimizer needs at least one parameter to learn; got none. Pass model.parameters().")
        if len({id(parameter) for parameter in self.parameters}) < len(self.parameters):
            raise ValueError("a parameter was passed to the optimizer twice. Pass each one once.")
        dtypes = {parameter.data.dtype for parameter in self.parameters}
        if len(dtypes) > 1:
            raise ValueError(
                f"all parameters must have one dtype; got {dtypes}. Bring them to one with model.to(dtype)."
            )
        self.numbers = np.concatenate([parameter.data.ravel() for parameter in self.parameters])
        self.parts: list[slice] = []
        self._views: list[FloatArray] = []
        begin = 0
        for parameter in self.parameters:
            self.parts.append(slice(begin, begin + parameter.data.size))
            begin = self.parts[-1].stop
        self._attach()
        self._pieces = list(self._cut())

    def __len__(self) -> int:
        """Count the numbers."""
        return len(self.numbers)

    def zeros(self) -> FloatArray:
        """Make a further row of zeros, for what an optimizer remembers of every number."""
        return np.zeros_like(self.numbers)

    def pieces(self) -> Iterator[tuple[slice, FloatArray]]:
        """Give the row in pieces of at most ``CHUNK`` numbers, each with its gradient, zero where there is none.

        Of a large parameter the gradient is a view; those of several small ones are brought together. Do not change it.
        """
        self._attach()
        for inside, cuts in self._pieces:
            gradient = self.parameters[inside.start].grad
            if inside.stop - inside.start > 1 or gradient is None:
                gradient = self._together(inside)
            row, start = gradient.reshape(-1), self.parts[inside.start].start
            for part in cuts:
                yield part, row[part.start - start : part.stop - start]

    def _together(self, inside: slice) -> FloatArray:
        """Bring the gradients of several parameters into one row."""
        start, parts = self.parts[inside.start].start, self.parts[inside]
        row = np.zeros(parts[-1].stop - start, self.numbers.dtype)
        for parameter, part in zip(self.parameters[inside], parts, strict=True):
            if parameter.grad is not None:
                row[part.start - start : part.stop - start] = parameter.grad.reshape(-1)
        return row

    def _cut(self) -> Iterator[tuple[slice, list[slice]]]:
        """Cut the row: gather small parameters, and take large ones apart. Gives whose numbers, and their pieces."""
        begin = 0
        while begin < len(self.parts):
            end, start = begin + 1, self.parts[begin].start
            while end < len(self.parts) and self.parts[end].stop - start <= CHUNK:
                end += 1
            stop = self.parts[end - 1].stop
            yield slice(begin, end), [slice(cut, min(cut + CHUNK, stop)) for cut in range(start, stop, CHUNK)]
            begin = end

    def _attach(self) -> None:
        """Make each parameter's data a view of its part; take over the numbers of one that was replaced since."""
        for place, (parameter, part) in enumerate(zip(self.parameters, self.parts, strict=True)):
            if place == len(self._views) or parameter.data is not self._views[place]:
                self.numbers[part] = parameter.data.reshape(-1)
                view = self.numbers[part].reshape(parameter.data.shape)
                self._views[place : place + 1] = [view]
                parameter.data = view
