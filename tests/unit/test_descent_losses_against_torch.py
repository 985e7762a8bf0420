"""PyTorch as referee of the losses, products and activations that the course opens with."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")
F = torch.nn.functional

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=15)
SIZES = st.integers(1, 5)
DTYPES = st.sampled_from([np.float32, np.float64])
TOLERANCE = {np.float32: {"rtol": 1e-4, "atol": 1e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-12}}


def _judge(name: str, theirs: Any, *arrays: np.ndarray, **options: Any) -> None:
    """Value and all derivatives, for a derivative that comes in at random."""
    op = importlib.import_module(f"descent.ops.{name}")
    value, cache = op.forward(*arrays, **options)
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    expected = theirs(*tensors)
    g = np.random.default_rng(0).normal(size=value.shape).astype(value.dtype)
    expected.backward(torch.from_numpy(np.asarray(g)))
    tolerance = TOLERANCE[arrays[0].dtype.type]
    np.testing.assert_allclose(value, expected.detach().numpy(), **tolerance)
    gradients = op.backward(g, cache)
    for gradient, tensor in zip(gradients if isinstance(gradients, tuple) else (gradients,), tensors, strict=True):
        if gradient is not None:
            np.testing.assert_allclose(gradient, tensor.grad.numpy(), **tolerance)


def _drawn(seed: int, dtype: type, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=3, size=shape).astype(dtype)


DISTANCES = {
    "mean_squared_error": F.mse_loss,
    "l1_loss": lambda a, b: (a - b).abs().sum(),
    "l2_loss": lambda a, b: ((a - b) ** 2).sum(),
}


@pytest.mark.parametrize("name", DISTANCES)
@PROPERTIES
@given(st.integers(0, 999), SIZES, SIZES, DTYPES)
def test_distances_agree(name: str, seed: int, n: int, k: int, dtype: type) -> None:
    _judge(name, DISTANCES[name], _drawn(seed, dtype, n, k), _drawn(seed + 1, dtype, n, k))


@PROPERTIES
@given(st.integers(0, 999), SIZES, DTYPES)
def test_the_cross_entropy_of_probabilities_agrees(seed: int, n: int, dtype: type) -> None:
    rng = np.random.default_rng(seed)
    p, y = rng.uniform(0.01, 0.99, size=n).astype(dtype), rng.integers(0, 2, n).astype(dtype)
    op = importlib.import_module("descent.ops.binary_cross_entropy")
    tensor = torch.tensor(p, requires_grad=True)
    expected = F.binary_cross_entropy(tensor, torch.from_numpy(y))
    expected.backward()
    value, cache = op.forward(p, y)
    np.testing.assert_allclose(value, expected.detach().numpy(), **TOLERANCE[dtype])
    np.testing.assert_allclose(op.backward(np.ones_like(value), cache)[0], tensor.grad.numpy(), **TOLERANCE[dtype])


@PROPERTIES
@given(st.integers(0, 999), SIZES, SIZES, SIZES, SIZES, DTYPES)
def test_products_of_stacks_of_matrices_agree(seed: int, s: int, n: int, d: int, k: int, dtype: type) -> None:
    _judge("matmul", torch.matmul, _drawn(seed, dtype, s, n, d), _drawn(seed + 1, dtype, s, d, k))
    _judge("matmul", torch.matmul, _drawn(seed, dtype, n, d), _drawn(seed + 1, dtype, d, k))


@PROPERTIES
@given(st.integers(0, 999), SIZES, SIZES, DTYPES, st.sampled_from([0, 1, -1]))
def test_the_logarithm_of_a_sum_of_powers_agrees(seed: int, n: int, k: int, dtype: type, axis: int) -> None:
    _judge("logsumexp", lambda z: torch.logsumexp(z, axis), 30 * _drawn(seed, dtype, n, k), axis=axis)


@PROPERTIES
@given(st.integers(0, 999), SIZES, SIZES, DTYPES)
def test_unit_rows_agree(seed: int, n: int, d: int, dtype: type) -> None:
    _judge("normalize_rows", lambda X: F.normalize(X, dim=1), _drawn(seed, dtype, n, d))


@PROPERTIES
@given(st.integers(0, 999), SIZES, DTYPES, st.sampled_from([0.01, 0.2, 1.0]))
def test_bent_lines_agree(seed: int, n: int, dtype: type, slope: float) -> None:
    z = _drawn(seed, dtype, n, 3)
    _judge("leaky_relu", lambda t: F.leaky_relu(t, slope), z, negative_slope=slope)
    _judge("elu", lambda t: F.elu(t, slope), z, alpha=slope)
    _judge("relu", F.relu, z)
    _judge("tanh", torch.tanh, z)


@PROPERTIES
@given(st.integers(0, 999), SIZES, SIZES, DTYPES)
def test_the_cost_of_logistic_regression_is_the_cross_entropy_of_its_logits(
    seed: int, n: int, d: int, dtype: type
) -> None:
    rng = np.random.default_rng(seed)
    X, w, b = _drawn(seed, dtype, n, d), _drawn(seed + 1, dtype, d), _drawn(seed + 2, dtype)
    y = torch.from_numpy(rng.integers(0, 2, n).astype(dtype))
    op = importlib.import_module("descent.ops.logistic_cost")
    tensors = [torch.tensor(array, requires_grad=True) for array in (X, w, b)]
    expected = F.binary_cross_entropy_with_logits(tensors[0] @ tensors[1] + tensors[2], y)
    expected.backward()
    value, cache = op.forward(X, w, b, y.numpy())
    np.testing.assert_allclose(value, expected.detach().numpy(), **TOLERANCE[dtype])
    for gradient, tensor in zip(op.backward(np.ones_like(value), cache), tensors, strict=False):
        if gradient is not None:
            np.testing.assert_allclose(gradient, tensor.grad.numpy(), **TOLERANCE[dtype])
