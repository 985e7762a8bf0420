"""What a training step has to compute and to move at least, counted on the tape of one forward pass.

An operation that multiplies matrices, in whatever form, costs so many multiplications and additions in forward, and
as many again for each of its two factors whose derivative is wanted:

    flops = 2 (1 + wanted) * products    (1)

The first layer's input wants none. Everything else (activations, pooling, normalisation, the loss) is thought to be
done on the way, at no cost. Moved are

    bytes = inputs of products and normalisations, written in forward and read in backward        (2)
          + parameters, read in forward and in backward, and their derivatives, written and read
          + what the optimizer keeps for each parameter, read and written, and the new parameters, written

An implementation that keeps these in its caches can be quicker than (2) says; one that computes activations twice
instead of keeping them moves less.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.rows import Work
from descent.tensor import Tensor

FLOAT = 4  # bytes of a float32
NORMALISATIONS = ("batch_norm", "layer_norm", "group_norm")
Products = tuple[int, bool, bool]
"""How many products of two numbers, and whether the derivative of either factor is wanted."""


def work_of_step(loss: Tensor, *, kept: int) -> Work:
    """Count a step from the loss that its forward pass ended with.

    ``kept`` says how many numbers the optimizer keeps for each parameter: Adam two, plain gradient descent none.
    """
    products = 0
    streams: dict[tuple[int, int], int] = {}  # by place in memory, so that what several operations read counts once
    touched: dict[int, int] = {}
    for tensor in _made_on_the_way_to(loss):
        op = tensor._op.__name__.rpartition(".")[2]
        parts = _products(op, tensor)
        products += sum(count * (1 + first + second) for count, first, second in parts)  # (1)
        for source in tensor._inputs:
            if _is_parameter(source):
                used = tensor.data.size if op == "embedding" else source.data.size  # of a table only rows are used
                touched[id(source)] = min(source.data.size, touched.get(id(source), 0) + used)
            elif parts or op in NORMALISATIONS:
                array = np.asarray(source.data if isinstance(source, Tensor) else source)
                streams[array.__array_interface__["data"][0], array.size] = array.size
    moved = 2 * sum(streams.values()) + (5 + 2 * kept) * sum(touched.values())  # (2)
    return Work(2.0 * products, float(FLOAT * moved))


def _products(op: str, output: Tensor) -> list[Products]:
    """Say what an operation multiplies; nothing for all those that work number by number."""
    shapes = [np.shape(source.data if isinstance(source, Tensor) else source) for source in output._inputs]
    sizes = [int(np.prod(shape)) for shape in shapes]
    wants = [isinstance(source, Tensor) and source.requires_grad for source in output._inputs]
    size = output.data.size
    if op in ("affine", "matmul"):
        return [(size * shapes[0][-1], wants[0], wants[1])]
    if op in ("conv2d", "conv1d"):  # filters (..., channels of a group, channels out)
        return [(size * sizes[1] // shapes[1][-1], wants[0], wants[1])]
    if op == "conv_transpose2d":  # filters (height, width, channels of a group out, channels in)
        return [(sizes[0] * sizes[1] // shapes[1][-1], wants[0], wants[1])]
    if op in ("rnn", "gru", "lstm"):  # x, start of the state (and of the cell), W, U, biases
        W = 3 if op == "lstm" else 2
        places = shapes[0][0] * shapes[0][1]
        return [(places * sizes[W], wants[0], wants[W]), (places * sizes[W + 1], True, wants[W + 1])]
    if op == "attention":  # q (..., T, d), k (..., S, d), v (..., S, d_v)
        pairs = sizes[0] // shapes[0][-1] * shapes[1][-2]
        return [(pairs * shapes[0][-1], wants[0], wants[1]), (pairs * shapes[2][-1], wants[0] or wants[1], wants[2])]
    return []


def _is_parameter(source: Any) -> bool:
    return isinstance(source, Tensor) and source.requires_grad and source._op is None


def _made_on_the_way_to(loss: Tensor) -> list[Tensor]:
    """Give every tensor that an operation made and whose derivative is wanted."""
    found, stack = {loss}, [loss]
    while stack:
        for source in stack.pop()._inputs:
            if isinstance(source, Tensor) and source._op is not None and source not in found:
                found.add(source)
                stack.append(source)
    return list(found)
