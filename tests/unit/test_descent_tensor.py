"""The tape: derivatives of whole computations."""

from __future__ import annotations

import numpy as np
import pytest

from descent import numerical_gradient
from descent.ops import softmax_cross_entropy
from descent.tensor import Tensor, apply


def test_a_network_has_the_measured_derivatives() -> None:
    rng = np.random.default_rng(0)
    X, W, b, V = (rng.normal(size=size) for size in ((5, 3), (3, 4), 4, (4, 2)))
    y = [0, 1, 0, 1, 1]

    def loss(W: np.ndarray, b: np.ndarray, V: np.ndarray) -> tuple[Tensor, list[Tensor]]:
        tensors = [Tensor(a.copy(), requires_grad=True) for a in (W, b, V)]
        hidden = (Tensor(X) @ tensors[0] + tensors[1]).tanh()
        return apply(softmax_cross_entropy, hidden @ tensors[2], y), tensors

    value, tensors = loss(W, b, V)
    value.backward()
    for tensor, slope in zip(tensors, numerical_gradient(lambda *a: loss(*a)[0].data, W, b, V), strict=True):
        np.testing.assert_allclose(tensor.grad, slope, atol=1e-8)


def test_a_chain_of_a_hundred_thousand_operations_differentiates() -> None:
    x = Tensor(1.0, requires_grad=True)
    y = x
    for _ in range(100_000):
        y = y + x
    y.backward()
    assert x.grad == 100_001
    del y


def test_a_tensor_used_twice_collects_both_and_backward_adds_up() -> None:
    x = Tensor([3.0], requires_grad=True)
    for expected in (6, 12):
        (x * x).sum().backward()
        assert x.grad == expected


def test_float32_stays_float32_with_plain_numbers() -> None:
    x = Tensor(np.ones(2, np.float32), requires_grad=True)
    y = (1 - x * 0.5 - 0.25 + 0.25) / 3
    assert y.data.dtype == np.float32
    y.sum().backward()
    assert x.grad is not None
    assert x.grad.dtype == np.float32
    np.testing.assert_allclose(x.grad, -1 / 6, rtol=1e-6)


def test_only_what_asks_for_a_derivative_gets_one() -> None:
    x, data = Tensor([1.0], requires_grad=True), Tensor([2.0])
    (x * data).sum().backward()
    assert data.grad is None


def test_backward_of_many_numbers_is_explained() -> None:
    with pytest.raises(ValueError, match=r"backward starts from one number; got shape \(2,\)\. Sum first"):
        Tensor([1.0, 2.0], requires_grad=True).backward()


def test_backward_without_anything_that_wants_a_derivative_is_explained() -> None:
    with pytest.raises(ValueError, match=r"backward found nothing to go back to\. Make an input"):
        Tensor(1.0).backward()


def test_subtracting_dividing_and_reshaping_have_the_measured_derivatives() -> None:
    a, b = np.array([[1.0, -2.0, 3.0]]), np.array([[2.0], [4.0]])

    def value(a: np.ndarray, b: np.ndarray) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        x, y = Tensor(a.copy(), requires_grad=True), Tensor(b.copy(), requires_grad=True)
        return (((x - y) / y).transpose().reshape(-1, 2) * (x.relu().mean() - np.ones(2))).sum(), (x, y)

    output, tensors = value(a, b)
    output.backward()
    for tensor, slope in zip(tensors, numerical_gradient(lambda *p: value(*p)[0].data, a, b), strict=True):
        np.testing.assert_allclose(tensor.grad, slope, atol=1e-8)
