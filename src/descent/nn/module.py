"""A module is a layer or a network: it computes tensors from tensors, and owns the numbers that are learnt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from descent.nn.safetensors import read_safetensors, write_safetensors
from descent.shapes import FloatArray, floats
from descent.tensor import Tensor


class Parameter(Tensor):
    """A tensor that is learnt."""

    __slots__ = ()

    def __init__(self, data: ArrayLike) -> None:
        super().__init__(data, requires_grad=True)


class Module:
    """A layer, or a network made of layers.

    A subclass assigns parameters and other modules to attributes and writes ``forward``. Whatever stands in an
    attribute, or in a list, tuple or dictionary in an attribute, is found by its name: nothing has to be announced.
    What is remembered but not learnt, such as a running mean, is named in ``buffers``.

    Attributes
    ----------
    training : bool
        Whether the network is being trained: dropout and batch normalisation behave differently then.

    Examples
    --------
    >>> from descent import nn
    >>> class Line(nn.Module):
    ...     def __init__(self):
    ...         self.slope = nn.Parameter([2.0])
    ...     def forward(self, x):
    ...         return x * self.slope
    >>> line = Line()
    >>> line(Tensor([3.0])).data
    array([6.])
    >>> list(line.state_dict())
    ['slope']
    """

    training = True
    buffers: tuple[str, ...] = ()

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """Compute: the same as ``forward``."""
        return self.forward(*inputs, **options)

    def forward(self, *inputs: Any, **options: Any) -> Any:
        """Compute the output from the inputs; each subclass says how."""
        raise NotImplementedError(f"{type(self).__name__} has no forward method. Write one that returns the output.")

    def __repr__(self) -> str:
        """Show the modules inside, one a line."""
        inside = [f"  {name}: {module!r}".replace("\n", "\n  ") for name, module in self.named_children()]
        return f"{type(self).__name__}({self.describe()})" + "".join(f"\n{line}" for line in inside)

    def describe(self) -> str:
        """Say the sizes in brackets behind the name; nothing unless a subclass says more."""
        return ""

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """Give the modules directly inside, with their names."""
        for name, value in _entries(self):
            if isinstance(value, Module):
                yield name, value

    def modules(self) -> Iterator[Module]:
        """Give this module and all inside it, each once, outer before inner."""
        seen: set[int] = set()
        for _, module in self._named_modules(""):
            if id(module) not in seen:
                seen.add(id(module))
                yield module

    def named_parameters(self) -> Iterator[tuple[str, Parameter]]:
        """Give all that is learnt, with names such as "0.weight"; one that is used twice comes once."""
        seen: set[int] = set()
        for prefix, module in self._named_modules(""):
            for name, value in _entries(module):
                if isinstance(value, Parameter) and id(value) not in seen:
                    seen.add(id(value))
                    yield prefix + name, value

    def parameters(self) -> list[Parameter]:
        """Give all that is learnt, as a list for an optimizer."""
        return [parameter for _, parameter in self.named_parameters()]

    def count_parameters(self) -> int:
        """Count the numbers that are learnt."""
        return sum(parameter.data.size for parameter in self.parameters() if parameter.requires_grad)

    def requires_grad_(self, wanted: bool = True) -> Self:
        """Say whether the parameters are learnt or frozen, and return self."""
        for parameter in self.parameters():
            parameter.requires_grad = wanted
        return self

    def train(self, mode: bool = True) -> Self:
        """Behave as in training, and return self."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self) -> Self:
        """Behave as in use: no dropout, running means. Return self."""
        return self.train(False)

    def zero_grad(self) -> None:
        """Forget the gradients."""
        for parameter in self.parameters():
            parameter.grad = None

    def to(self, dtype: DTypeLike) -> Self:
        """Bring all numbers to float32 or float64, and return self."""
        for parameter in self.parameters():
            parameter.data, parameter.grad = parameter.data.astype(dtype), None
        for module in self.modules():
            for name in module.buffers:
                setattr(module, name, getattr(module, name).astype(dtype))
        return self

    def state_dict(self) -> dict[str, FloatArray]:
        """Give copies of all numbers by name: what is learnt, and what is remembered."""
        state = {name: parameter.data.copy() for name, parameter in self.named_parameters()}
        for prefix, module in self._named_modules(""):
            state.update({prefix + name: getattr(module, name).copy() for name in module.buffers})
        return state

    def load_state_dict(self, state: Mapping[str, ArrayLike]) -> Self:
        """Take all numbers from a state, whose names and shapes must be exactly those of this module; return self.

        Raises
        ------
        ValueError
            If a name is missing, is unknown, or has another shape: then nothing has been changed.
        """
        places: dict[str, FloatArray] = {name: parameter.data for name, parameter in self.named_parameters()}
        for prefix, module in self._named_modules(""):
            places.update({prefix + name: getattr(module, name) for name in module.buffers})
        if wrong := sorted(places.keys() ^ state.keys()):
            which = ", ".join(f"{name} ({'missing' if name in places else 'unknown'})" for name in wrong[:5])
            raise ValueError(
                f"the state does not fit this {type(self).__name__}: {len(wrong)} names differ: {which}. "
                "Build the network with the sizes it was saved with."
            )
        arrays = {name: floats(value, name) for name, value in state.items()}
        for name, place in places.items():
            if arrays[name].shape != place.shape:
                raise ValueError(
                    f"{name} must have shape {place.shape}; the state has {arrays[name].shape}. "
                    "Build the network with the sizes it was saved with."
                )
        for name, place in places.items():
            np.copyto(place, arrays[name])
        return self

    def save(self, path: str | Path) -> None:
        """Write the state to a file in the safetensors format, which other libraries read as well."""
        write_safetensors(path, self.state_dict())

    def load(self, path: str | Path) -> Self:
        """Read the state from a file in the safetensors format, and return self."""
        return self.load_state_dict(read_safetensors(path))

    def _named_modules(self, prefix: str) -> Iterator[tuple[str, Module]]:
        yield prefix, self
        for name, module in self.named_children():
            yield from module._named_modules(f"{prefix}{name}.")


def _entries(module: Module) -> Iterator[tuple[str, Any]]:
    """What stands in the attributes, opened one level where it is a list, a tuple or a dictionary."""
    for name, value in vars(module).items():
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", entry) for key, entry in value.items())
        elif isinstance(value, list | tuple):
            yield from ((f"{name}.{place}", entry) for place, entry in enumerate(value))
        else:
            yield name, value
