"""Layers and optimizers beside PyTorch's: with the same numbers inside they give the same numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent import nn, optim
from descent.tensor import Tensor

torch = pytest.importorskip("torch")

CURVES = {
    "relu": torch.nn.functional.relu,
    "gelu": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
}
RNG = np.random.default_rng(0)


def _same(ours: Any, theirs: Any, tolerance: float = 1e-5) -> None:
    data = ours.data if isinstance(ours, Tensor) else ours
    np.testing.assert_allclose(data, theirs.detach().numpy(), atol=tolerance)


def _set(parameter: Any, values: np.ndarray) -> None:
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(np.ascontiguousarray(values)))


@pytest.mark.parametrize("kind", ["RNN", "GRU", "LSTM"])
@pytest.mark.parametrize("bidirectional", [False, True])
def test_recurrent_layers(kind: str, bidirectional: bool) -> None:
    ours = getattr(nn, kind)(3, 4, num_layers=2, bidirectional=bidirectional, rng=0)
    theirs = getattr(torch.nn, kind)(3, 4, num_layers=2, bidirectional=bidirectional, batch_first=True)
    names = [f"l{layer}{way}" for layer in range(2) for way in (("", "_reverse") if bidirectional else ("",))]
    for name, weights in zip(names, ours.directions, strict=True):
        for parameter in weights.parameters():
            parameter.data += RNG.normal(size=parameter.shape, scale=0.3)
        _set(getattr(theirs, f"weight_ih_{name}"), weights.weight_ih.data.T)
        _set(getattr(theirs, f"weight_hh_{name}"), weights.weight_hh.data.T)
        _set(getattr(theirs, f"bias_ih_{name}"), weights.bias.data)
        second = weights.bias_hh.data if kind == "GRU" else np.zeros_like(weights.bias.data)
        _set(getattr(theirs, f"bias_hh_{name}"), second)
    x = RNG.normal(size=(2, 5, 3)).astype(np.float32)
    states, last = ours(x)
    expected, expected_last = theirs(torch.from_numpy(x))
    _same(states, expected)
    for one, other in zip(last, expected_last, strict=True) if kind == "LSTM" else [(last, expected_last)]:
        _same(one, other)
    (states * states).sum().backward()
    (expected**2).sum().backward()
    for name, weights in zip(names, ours.directions, strict=True):
        _same(weights.weight_ih.grad.T, getattr(theirs, f"weight_ih_{name}").grad, 1e-4)
        _same(weights.weight_hh.grad.T, getattr(theirs, f"weight_hh_{name}").grad, 1e-4)
        _same(weights.bias.grad, getattr(theirs, f"bias_ih_{name}").grad, 1e-4)


def _copy_linear(ours: nn.Linear, theirs: Any) -> None:
    _set(theirs.weight, ours.weight.data.T)
    _set(theirs.bias, ours.bias.data)


def _copy_attention(ours: nn.MultiheadAttention, theirs: Any) -> None:
    parts = (ours.query, ours.key, ours.value)
    _set(theirs.in_proj_weight, np.concatenate([part.weight.data.T for part in parts]))
    _set(theirs.in_proj_bias, np.concatenate([part.bias.data for part in parts]))
    _copy_linear(ours.out, theirs.out_proj)


def _shake(module: nn.Module) -> None:
    for parameter in module.parameters():
        parameter.data += RNG.normal(size=parameter.shape, scale=0.1).astype(np.float32)


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_an_encoder_layer_with_a_mask(norm_first: bool, activation: str) -> None:
    options: dict[str, Any] = {"dim_feedforward": 12, "dropout": 0.0, "norm_first": norm_first}
    ours = nn.TransformerEncoderLayer(8, 2, rng=0, activation=activation, **options)
    theirs = torch.nn.TransformerEncoderLayer(8, 2, batch_first=True, activation=CURVES[activation], **options)
    _shake(ours)
    _copy_attention(ours.self_attn, theirs.self_attn)
    _copy_linear(ours.network[0], theirs.linear1)
    _copy_linear(ours.network[3], theirs.linear2)
    for one, other in ((ours.norm1, theirs.norm1), (ours.norm2, theirs.norm2)):
        _set(other.weight, one.weight.data)
        _set(other.bias, one.bias.data)
    x = RNG.normal(size=(3, 5, 8)).astype(np.float32)
    seen = np.arange(5) < np.array([5, 3, 4])[:, None]
    expected = theirs(torch.from_numpy(x), src_key_padding_mask=torch.from_numpy(~seen))
    result = ours(x, mask=seen[:, None, None, :])
    _same(result, expected)
    given = Tensor(x, requires_grad=True)
    (ours(given) ** 2).sum().backward()
    twin = torch.from_numpy(x).requires_grad_()
    (theirs(twin) ** 2).sum().backward()
    _same(given.grad, twin.grad, 1e-3)


@pytest.mark.parametrize("norm_first", [False, True])
def test_a_decoder_layer(norm_first: bool) -> None:
    options: dict[str, Any] = {"dim_feedforward": 12, "dropout": 0.0, "norm_first": norm_first}
    ours = nn.TransformerDecoderLayer(8, 2, rng=0, **options)
    theirs = torch.nn.TransformerDecoderLayer(8, 2, batch_first=True, **options)
    _shake(ours)
    _copy_attention(ours.self_attn, theirs.self_attn)
    _copy_attention(ours.cross_attn, theirs.multihead_attn)
    _copy_linear(ours.network[0], theirs.linear1)
    _copy_linear(ours.network[3], theirs.linear2)
    for one, other in zip(ours.norms, (theirs.norm1, theirs.norm2, theirs.norm3), strict=True):
        _set(other.weight, one.weight.data)
        _set(other.bias, one.bias.data)
    x, memory = RNG.normal(size=(2, 5, 8)).astype(np.float32), RNG.normal(size=(2, 4, 8)).astype(np.float32)
    future = torch.nn.Transformer.generate_square_subsequent_mask(5)
    _same(ours(x, memory), theirs(torch.from_numpy(x), torch.from_numpy(memory), tgt_mask=future))


def test_batch_normalisation_in_training_and_in_use() -> None:
    ours, theirs = nn.BatchNorm2d(3), torch.nn.BatchNorm2d(3)
    _shake(ours)
    _set(theirs.weight, ours.weight.data)
    _set(theirs.bias, ours.bias.data)
    for _ in range(3):
        x = RNG.normal(2, 3, size=(4, 5, 6, 3)).astype(np.float32)
        _same(ours(x).data.transpose(0, 3, 1, 2), theirs(torch.from_numpy(x.transpose(0, 3, 1, 2).copy())))
    _same(ours.running_mean, theirs.running_mean)
    _same(ours.running_var, theirs.running_var, 1e-4)
    _same(ours.eval()(x).data.transpose(0, 3, 1, 2), theirs.eval()(torch.from_numpy(x.transpose(0, 3, 1, 2).copy())))


PAIRS: dict[str, tuple[Any, Any]] = {
    "SGD": (optim.SGD, {"lr": 0.1, "weight_decay": 0.01}),
    "momentum": (optim.SGD, {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.01}),
    "Nesterov": (optim.SGD, {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
    "RMSprop": (optim.RMSprop, {"lr": 0.01, "alpha": 0.9, "momentum": 0.5, "weight_decay": 0.01}),
    "Adam": (optim.Adam, {"lr": 0.01, "betas": (0.8, 0.95), "eps": 1e-3, "weight_decay": 0.01}),
    "AdamW": (optim.AdamW, {"lr": 0.01, "weight_decay": 0.1}),
}


@pytest.mark.parametrize("name", PAIRS)
def test_optimizers_walk_the_same_path(name: str) -> None:
    kind, options = PAIRS[name]
    start = RNG.normal(size=(3, 2))
    ours, theirs = Tensor(start.copy(), requires_grad=True), torch.tensor(start, requires_grad=True)
    walk, twin = kind([ours], **options), getattr(torch.optim, kind.__name__)([theirs], **options)
    for _ in range(30):
        gradient = RNG.normal(size=(3, 2))
        ours.grad, theirs.grad = gradient.copy(), torch.from_numpy(gradient.copy())
        walk.step()
        twin.step()
        _same(ours, theirs, 1e-12)


@pytest.mark.parametrize("limit", [0.5, 100.0])
def test_clipping(limit: float) -> None:
    gradients = [RNG.normal(size=size) for size in ((3, 2), (4,))]
    ours = [Tensor(np.zeros_like(g), requires_grad=True) for g in gradients]
    theirs = [torch.zeros(g.shape, dtype=torch.float64, requires_grad=True) for g in gradients]
    for one, other, gradient in zip(ours, theirs, gradients, strict=True):
        one.grad, other.grad = gradient.copy(), torch.from_numpy(gradient.copy())
    length = optim.clip_grad_norm(ours, limit)
    assert length == pytest.approx(float(torch.nn.utils.clip_grad_norm_(theirs, limit)))
    for one, other in zip(ours, theirs, strict=True):
        _same(one.grad, other.grad, 1e-6)
