"""Embedding, layer normalisation, softmax and GELU beside PyTorch's: values and derivatives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent.ops import embedding, gelu, layer_norm, log_softmax, softmax

torch = pytest.importorskip("torch")
F = torch.nn.functional

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=25)
TOLERANCES = {np.float32: {"rtol": 1e-4, "atol": 1e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-12}}
both = pytest.mark.parametrize("dtype", TOLERANCES)


def _compare(op: Any, peer: Any, inputs: list[Any], dtype: Any) -> None:
    """Value and derivatives of an operation and of PyTorch's function, at the same inputs."""
    theirs = [torch.from_numpy(a).requires_grad_(a.dtype.kind == "f") for a in inputs]
    value, cache = op.forward(*inputs)
    expected = peer(*theirs)
    np.testing.assert_allclose(value, expected.detach().numpy(), **TOLERANCES[dtype])
    g = np.random.default_rng(0).normal(size=value.shape).astype(dtype)
    expected.backward(torch.from_numpy(g))
    given_back = op.backward(g, cache)
    for ours, their in zip(given_back if isinstance(given_back, tuple) else (given_back,), theirs, strict=True):
        if ours is not None:
            np.testing.assert_allclose(ours, their.grad.numpy(), **TOLERANCES[dtype])


@both
@PROPERTIES
@given(st.integers(0, 999), st.sampled_from([1, 5, 64, 65, 200]), st.integers(1, 300))
def test_embedding_collects_repeated_words_in_small_and_large_tables(
    dtype: Any, seed: int, v: int, places: int
) -> None:
    rng = np.random.default_rng(seed)
    words = np.minimum(rng.integers(0, v, places), rng.integers(0, v, places))  # some are frequent
    _compare(embedding, lambda t, i: F.embedding(i, t), [rng.normal(size=(v, 3)).astype(dtype), words], dtype)


@both
@PROPERTIES
@given(st.integers(0, 999), st.integers(1, 4), st.integers(1, 4), st.integers(2, 9))
def test_layer_norm_is_pytorchs(dtype: Any, seed: int, n: int, T: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    inputs = [rng.normal(2, 3, size=size).astype(dtype) for size in ((n, T, d), (d,), (d,))]
    _compare(layer_norm, lambda x, gamma, beta: F.layer_norm(x, (d,), gamma, beta), inputs, dtype)


@both
@pytest.mark.parametrize(
    ("op", "peer"),
    [
        (softmax, lambda z: torch.softmax(z, -1)),
        (log_softmax, lambda z: torch.log_softmax(z, -1)),
        (gelu, lambda z: F.gelu(z, approximate="tanh")),
    ],
    ids=["softmax", "log_softmax", "gelu"],
)
def test_functions_of_logits_are_pytorchs(op: Any, peer: Any, dtype: Any) -> None:
    for size in ((3, 4), (2, 3, 1), (2, 0, 4)):
        _compare(op, peer, [np.random.default_rng(0).normal(scale=4, size=size).astype(dtype)], dtype)
