"""Every layer of ``descent.nn`` keeps the same promises. One that has no line in the table fails."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent import nn, numerical_gradient
from descent.tensor import Tensor, no_grad

Make = Callable[[int], nn.Module]
ROWS, PICTURES, SEQUENCES = (3, 4), (2, 5, 4, 4), (2, 3, 4)

LAYERS: dict[str, tuple[Make, tuple[int, ...]]] = {
    "AvgPool2d": (lambda seed: nn.AvgPool2d(2), PICTURES),
    "BatchNorm1d": (lambda seed: nn.BatchNorm1d(4), ROWS),
    "BatchNorm2d": (lambda seed: nn.BatchNorm2d(4), PICTURES),
    "Conv1d": (lambda seed: nn.Conv1d(4, 2, 2, padding=1, rng=seed), SEQUENCES),
    "Conv2d": (lambda seed: nn.Conv2d(4, 2, (3, 2), stride=(2, 1), padding=1, groups=2, rng=seed), PICTURES),
    "ConvTranspose2d": (lambda seed: nn.ConvTranspose2d(4, 2, 3, stride=2, padding=1, rng=seed), PICTURES),
    "Dropout": (lambda seed: nn.Dropout(0.0, rng=seed), ROWS),
    "ELU": (lambda seed: nn.ELU(), ROWS),
    "Flatten": (lambda seed: nn.Flatten(), PICTURES),
    "GELU": (lambda seed: nn.GELU(), ROWS),
    "GRU": (lambda seed: nn.GRU(4, 3, num_layers=2, bidirectional=True, rng=seed), SEQUENCES),
    "GlobalAvgPool2d": (lambda seed: nn.GlobalAvgPool2d(), PICTURES),
    "GroupNorm": (lambda seed: nn.GroupNorm(2, 4), PICTURES),
    "Hardswish": (lambda seed: nn.Hardswish(), ROWS),
    "Identity": (lambda seed: nn.Identity(), ROWS),
    "LSTM": (lambda seed: nn.LSTM(4, 3, num_layers=2, bidirectional=True, rng=seed), SEQUENCES),
    "LayerNorm": (lambda seed: nn.LayerNorm(4), SEQUENCES),
    "LeakyReLU": (lambda seed: nn.LeakyReLU(0.2), ROWS),
    "Linear": (lambda seed: nn.Linear(4, 3, rng=seed), SEQUENCES),
    "MaxPool2d": (lambda seed: nn.MaxPool2d(2), PICTURES),
    "MultiheadAttention": (lambda seed: nn.MultiheadAttention(4, 2, rng=seed), SEQUENCES),
    "RNN": (lambda seed: nn.RNN(4, 3, rng=seed), SEQUENCES),
    "ReLU": (lambda seed: nn.ReLU(), ROWS),
    "Sequential": (lambda seed: nn.Sequential(nn.Linear(4, 3, rng=seed), nn.Tanh(), nn.Linear(3, 2, rng=seed)), ROWS),
    "SiLU": (lambda seed: nn.SiLU(), ROWS),
    "Sigmoid": (lambda seed: nn.Sigmoid(), ROWS),
    "Softmax": (lambda seed: nn.Softmax(), ROWS),
    "Tanh": (lambda seed: nn.Tanh(), ROWS),
    "Upsample": (lambda seed: nn.Upsample(2, mode="bilinear"), PICTURES),
    "TransformerEncoderLayer": (
        lambda seed: nn.TransformerEncoderLayer(4, 2, dim_feedforward=5, dropout=0.0, norm_first=True, rng=seed),
        SEQUENCES,
    ),
    "TransformerEncoder": (
        lambda seed: nn.TransformerEncoder(
            [nn.TransformerEncoderLayer(4, 2, dim_feedforward=5, dropout=0.0, activation="gelu", rng=seed)],
            norm=nn.LayerNorm(4),
        ),
        SEQUENCES,
    ),
    "TransformerDecoderLayer": (
        lambda seed: _Reads(nn.TransformerDecoderLayer(4, 2, dim_feedforward=5, dropout=0.0, rng=seed)),
        SEQUENCES,
    ),
    "TransformerDecoder": (
        lambda seed: _Reads(
            nn.TransformerDecoder(
                [nn.TransformerDecoderLayer(4, 2, dim_feedforward=5, dropout=0.0, norm_first=True, rng=seed)]
            )
        ),
        SEQUENCES,
    ),
}
WITHOUT_ONE = {"Module": "what layers are made of", "Embedding": "it takes whole numbers and has tests of its own"}
every_layer = pytest.mark.parametrize("name", LAYERS)


class _Reads(nn.Module):
    """A decoder that reads what it writes, so that it takes one input like the others."""

    def __init__(self, decoder: nn.Module) -> None:
        self.decoder = decoder

    def forward(self, x: Any) -> Tensor:
        return self.decoder(x, x)  # type: ignore[no-any-return]


def _first(output: Any) -> Tensor:
    return output[0] if isinstance(output, tuple) else output  # type: ignore[no-any-return]


def _made(name: str, seed: int = 0) -> tuple[nn.Module, np.ndarray]:
    make, shape = LAYERS[name]
    return make(seed), np.random.default_rng(seed).normal(size=shape)


def test_every_layer_has_a_line_in_the_table() -> None:
    layers = {
        name for name in nn.__all__ if inspect.isclass(thing := getattr(nn, name)) and issubclass(thing, nn.Module)
    }
    assert layers == LAYERS.keys() | WITHOUT_ONE.keys()


@every_layer
def test_gradients_of_input_and_parameters_are_the_measured_slopes(name: str) -> None:
    layer, x = _made(name)
    layer.to(np.float64)
    weights = np.random.default_rng(1).normal(size=_first(layer(x)).shape)
    parameters = layer.parameters()

    def value(*arrays: np.ndarray) -> float:
        for parameter, array in zip(parameters, arrays[1:], strict=True):
            parameter.data = array
        return float((_first(layer(arrays[0])).data * weights).sum())

    given = Tensor(x, requires_grad=True)
    (_first(layer(given)) * weights).sum().backward()
    arrays = [x, *(parameter.data for parameter in parameters)]
    gradients = [given.grad, *(parameter.grad for parameter in parameters)]
    slopes = numerical_gradient(value, *arrays)
    for gradient, slope in zip(gradients, slopes if isinstance(slopes, tuple) else (slopes,), strict=True):
        np.testing.assert_allclose(gradient, slope, atol=1e-6)


@every_layer
def test_it_computes_in_the_precision_of_its_input(name: str) -> None:
    layer, x = _made(name)
    given = Tensor(x.astype(np.float32), requires_grad=True)
    output = _first(layer(given))
    assert output.data.dtype == np.float32
    output.sum().backward()
    assert {p.grad.dtype for p in [given, *layer.parameters()] if p.grad is not None} == {np.dtype(np.float32)}


@every_layer
def test_the_same_seed_gives_the_same_layer(name: str) -> None:
    states = [_made(name, seed)[0].state_dict() for seed in (3, 3)]
    assert states[0].keys() == states[1].keys()
    assert all(np.array_equal(states[0][key], states[1][key]) for key in states[0])


@every_layer
def test_what_was_saved_comes_back(name: str, tmp_path: Path) -> None:
    layer, x = _made(name, 1)
    other = _made(name, 2)[0]
    layer(x.astype(np.float32))  # moves running means, if there are any
    layer.save(tmp_path / "state.safetensors")
    other.load(tmp_path / "state.safetensors")
    outputs = [_first(each.eval()(x.astype(np.float32))).data for each in (layer, other)]
    np.testing.assert_array_equal(*outputs)


@every_layer
def test_a_copy_shares_nothing(name: str) -> None:
    layer, _ = _made(name)
    twin = copy.deepcopy(layer)
    for parameter in twin.parameters():
        parameter.data += 1
    assert all(not np.shares_memory(a.data, b.data) for a, b in zip(layer.parameters(), twin.parameters(), strict=True))


@every_layer
def test_it_shows_its_name(name: str) -> None:
    assert name in repr(_made(name)[0])


@every_layer
def test_nothing_is_remembered_without_gradients(name: str) -> None:
    layer, x = _made(name)
    with no_grad():
        assert not _first(layer(Tensor(x, requires_grad=True) * 1.0)).requires_grad
