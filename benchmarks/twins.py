"""The same network twice: weights of a ``descent`` network brought into the PyTorch one of the same build."""

from __future__ import annotations

import os
from typing import Any

import numpy as np


def threads_of_this_run() -> int:
    return int(os.environ.get("GRADUS_BENCHMARK_THREADS", "1"))


def torch_with_threads() -> Any:
    """Import PyTorch and let it use as many threads as this run allows."""
    import torch

    torch.set_num_threads(threads_of_this_run())
    return torch


def copy_weights(ours: Any, theirs: Any, *, flattened: tuple[int, int, int] | None = None) -> None:
    """Go through both networks' layers with numbers, in order, and copy ours into theirs.

    Linear weights are transposed, filters go from (h, w, in, out) to (out, in, h, w), and those of a transposed
    convolution, which lie the other way round, alike. ``flattened`` says the shape of pictures (h, w, c) that a Flatten
    layer turns into rows: PyTorch writes them in the order c, h, w.
    """
    import torch

    mine = list(_layers(ours))
    other = [layer for layer in theirs.modules() if any(True for _ in layer.parameters(recurse=False))]
    if len(mine) != len(other):
        raise ValueError(f"{len(mine)} layers with numbers cannot be copied into {len(other)}")
    with torch.no_grad():
        for layer, twin in zip(mine, other, strict=True):
            _copy(layer, twin, torch)
            if flattened and type(twin).__name__ == "Linear" and twin.in_features == np.prod(flattened):
                reordered = layer.weight.data.reshape(*flattened, -1).transpose(3, 2, 0, 1)
                twin.weight.copy_(torch.from_numpy(reordered.reshape(twin.weight.shape).copy()))
                flattened = None


def _layers(module: Any) -> Any:
    """Give the layers with numbers; an attention gives itself, for its three inner layers, and then its way out.

    A recurrent layer comes as one, whatever stands inside.
    """
    kind = type(module).__name__
    if kind in ("RNN", "LSTM", "GRU"):
        yield module
        return
    if kind == "MultiheadAttention":
        yield module
        yield module.out
        return
    if any(True for _ in _own(module)):
        yield module
    for _, inside in module.named_children():
        yield from _layers(inside)


def _own(layer: Any) -> list[Any]:
    return [value for value in vars(layer).values() if type(value).__name__ == "Parameter"]


def _copy(layer: Any, twin: Any, torch: Any) -> None:
    kind = type(twin).__name__
    if kind in ("RNN", "LSTM", "GRU"):
        for weights, end in zip(layer.directions, ("l0", "l0_reverse"), strict=False):
            getattr(twin, f"weight_ih_{end}").copy_(torch.from_numpy(weights.weight_ih.data.T.copy()))
            getattr(twin, f"weight_hh_{end}").copy_(torch.from_numpy(weights.weight_hh.data.T.copy()))
            getattr(twin, f"bias_ih_{end}").copy_(torch.from_numpy(weights.bias.data.copy()))
            # We have one bias where it has two: so the losses stay equal.
            getattr(twin, f"bias_hh_{end}").zero_().requires_grad_(False)
        return
    if kind == "MultiheadAttention":
        packed = [np.concatenate([getattr(part, what).data.T for part in (layer.query, layer.key, layer.value)])
                  for what in ("weight", "bias")]  # fmt: skip
        twin.in_proj_weight.copy_(torch.from_numpy(packed[0]))
        twin.in_proj_bias.copy_(torch.from_numpy(packed[1]))
        return
    weight = layer.weight.data
    if kind == "ConvTranspose2d":
        weight = weight.transpose(3, 2, 0, 1)
    elif weight.ndim > 2:
        weight = np.moveaxis(weight, (-1, -2), (0, 1))
    elif kind.endswith("Linear"):
        weight = weight.T
    twin.weight.copy_(torch.from_numpy(np.ascontiguousarray(weight)))
    if getattr(twin, "bias", None) is not None:
        twin.bias.copy_(torch.from_numpy(layer.bias.data.copy()))


def channels_first(torch: Any, x: Any) -> Any:
    """Bring pictures into the layout in which PyTorch's users write them."""
    return torch.from_numpy(np.ascontiguousarray(np.moveaxis(x, -1, 1)))
