"""How a training step is built twice: ours, and PyTorch's in eager mode as its users write it, with equal weights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.operations import work_of_step
from benchmarks.rows import Row, Step, Work
from benchmarks.twins import channels_first, copy_weights, threads_of_this_run, torch_with_threads
from descent import nn, optim
from descent.training.threads import Replicas

PEER = "PyTorch eager"
PRODUCTS = (
    "OpenBLAS, which NumPy brings, takes 1.2 to 1.8 times as long as PyTorch's library for products of these sizes."
)
WINDOWS = (
    "PyTorch's convolution reads windows in place; NumPy has products of matrices alone, so ours copies them first."
)
GATES = "A step of time is a product too small for OpenBLAS, and NumPy passes over the gates once for each function."
TABLES = "A table's derivative is a sum over rows that occur several times, for which NumPy has no quick loop."
CALLS = "Many small operations: each costs a call and a pass over memory, where PyTorch does both in less."
KEPT = {"Adam": 2, "SGD": 0}
"""Numbers that an optimizer keeps for each parameter."""


def normal(*shape: int, seed: int = 0, spread: float = 1.0) -> Any:
    """Draw float32 numbers."""
    return np.random.default_rng(seed).standard_normal(shape, dtype=np.float32) * np.float32(spread)


def classes(n: int, k: int, seed: int = 1) -> Any:
    """Draw class numbers."""
    return np.random.default_rng(seed).integers(0, k, n)


def ours(
    make: Callable[[], nn.Module], data: Callable[[], tuple[Any, Any]], loss: Any, optimizer: Any, *,
    divides: bool = False,
) -> Step:  # fmt: skip
    """Build our step: forward, loss, backward, optimizer; over several threads each takes a part of the batch."""
    model, (X, y) = make(), data()
    walk = optimizer(model.parameters())
    replicas = Replicas(model, loss, threads_of_this_run() if divides else 1)

    def step() -> Any:
        walk.zero_grad()
        value = loss(model(X), y)
        value.backward()
        walk.step()
        return value.data

    def divided_step() -> Any:
        walk.zero_grad()
        value = replicas.loss_and_gradients((X,), y)
        walk.step()
        return value

    return divided_step if replicas.copies else step


def work(make: Callable[[], nn.Module], data: Callable[[], tuple[Any, Any]], loss: Any, optimizer: Any) -> Work:
    """Count what a step has to compute and to move."""
    model, (X, y) = make(), data()
    return work_of_step(loss(model(X), y), kept=KEPT[type(optimizer(model.parameters())).__name__])


def theirs(
    make: Callable[[], nn.Module], twin: Callable[[Any], Any], data: Callable[[Any], tuple[Any, Any]], loss: Any,
    optimizer: Any, *, best: bool = False, pictures: bool = False, flattened: Any = None,
) -> Step:  # fmt: skip
    """Build the peer's step with the same weights; ``best`` compiles it and keeps channels last."""
    torch = torch_with_threads()
    model = twin(torch.nn)
    copy_weights(make(), model, flattened=flattened)
    X, y = data(torch)
    if best and pictures:
        model, X = model.to(memory_format=torch.channels_last), X.contiguous(memory_format=torch.channels_last)
    walk = optimizer(torch, model.parameters(), **({"fused": True} if best else {}))

    def value() -> Any:
        return loss(torch, model(X), y)

    note = ""
    if best:
        value, note = compiled(torch, value)

    def step() -> Any:
        walk.zero_grad()
        result = value()
        result.backward()
        walk.step()
        return result.detach()

    step.note = note
    return step


def compiled(torch: Any, value: Callable[[], Any]) -> tuple[Callable[[], Any], str]:
    """Compile what computes a loss, there and back; where that cannot be done, leave it and say why."""
    quick = torch.compile(value)
    try:
        quick().backward()  # compiling happens here
    except Exception as problem:  # noqa: BLE001 -- what a missing or failing compiler raises differs by place and version
        return value, f"torch.compile failed, {type(problem).__name__}: {str(problem).strip().partition(chr(10))[0]}"
    return quick, ""


def row(
    name: str, make: Callable[[], nn.Module], twin: Callable[[Any], Any], data: Callable[[], tuple[Any, Any]],
    loss: tuple[Any, Any], optimizer: tuple[Any, Any], *, pictures: bool = False, flattened: Any = None,
    why: str = "", divides: bool = False,
) -> Row:  # fmt: skip
    """Put both sides of one network into a row.

    ``divides``: over two threads ours divides the batch. That pays where a step takes tens of milliseconds; less is
    better left to the threads of BLAS, and batch normalisation needs the batch as a whole.
    """

    def peer_data(torch: Any) -> tuple[Any, Any]:
        X, y = data()
        return channels_first(torch, X) if pictures else torch.from_numpy(np.asarray(X)), torch.from_numpy(y)

    def peer(best: bool) -> Step:
        return theirs(make, twin, peer_data, loss[1], optimizer[1], best=best, pictures=pictures, flattened=flattened)

    return Row(
        name, PEER, lambda: ours(make, data, loss[0], optimizer[0], divides=divides), lambda: peer(False),
        lambda: peer(True), lambda: work(make, data, loss[0], optimizer[0]), why, divides,
    )  # fmt: skip


SOFTMAX = (
    nn.cross_entropy,
    lambda torch, z, y: torch.nn.functional.cross_entropy(z.reshape(-1, z.shape[-1]), y.reshape(-1)),
)
LOGISTIC = (
    nn.binary_cross_entropy_with_logits,
    lambda torch, z, y: torch.nn.functional.binary_cross_entropy_with_logits(z, y),
)
SQUARED = (nn.mse_loss, lambda torch, z, y: torch.nn.functional.mse_loss(z, y))
PIXELS = (nn.cross_entropy, lambda torch, z, y: torch.nn.functional.cross_entropy(z, y))
ADAM = (
    lambda parameters: optim.Adam(parameters, lr=1e-3),
    lambda torch, parameters, **how: torch.optim.Adam(parameters, lr=1e-3, **how),
)
SGD = (
    lambda parameters: optim.SGD(parameters, lr=0.0075),
    lambda torch, parameters, **how: torch.optim.SGD(parameters, lr=0.0075, **how),
)
