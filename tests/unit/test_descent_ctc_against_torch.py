"""CTC beside PyTorch's, values and derivatives, with padded labels and steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent.ops import ctc_loss as op

torch = pytest.importorskip("torch")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.integers(0, 999), st.integers(1, 5), st.integers(1, 5), st.integers(2, 6))
def test_value_and_derivative_are_pytorchs(dtype: Any, seed: int, n: int, L: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    T = 2 * L + int(rng.integers(0, 6))
    z, targets = rng.normal(scale=2, size=(n, T, k)).astype(dtype), rng.integers(1, k, size=(n, L))
    labels = rng.integers(0, L + 1, size=n)
    steps = np.array([rng.integers(max(1, 2 * each - 1), T + 1) for each in labels])
    loss, cache = op.forward(z, targets, input_lengths=steps, target_lengths=labels)
    peer = torch.from_numpy(z).requires_grad_()
    y = torch.log_softmax(peer, -1).transpose(0, 1)
    theirs = torch.nn.functional.ctc_loss(y, *map(torch.from_numpy, (targets, steps, labels)), reduction="sum") / n
    theirs.backward()
    near = {"rtol": 1e-4, "atol": 1e-5} if dtype is np.float32 else {"rtol": 1e-9, "atol": 1e-11}
    np.testing.assert_allclose(loss, theirs.item(), **near)
    np.testing.assert_allclose(op.backward(1.0, cache)[0], peer.grad.numpy(), **near)
