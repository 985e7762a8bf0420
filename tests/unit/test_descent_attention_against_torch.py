"""Attention beside PyTorch's, values and derivatives, over shapes, masks and dtypes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent.ops import attention as op

torch = pytest.importorskip("torch")
TOLERANCES = {np.float32: {"rtol": 1e-4, "atol": 1e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-12}}


@pytest.mark.parametrize("dtype", TOLERANCES)
@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.integers(0, 999), *(st.integers(1, 6) for _ in range(6)), st.sampled_from(["all", "causal", "mask"]))
def test_values_and_derivatives_are_pytorchs(
    dtype: Any, seed: int, n: int, heads: int, T: int, S: int, d: int, d_v: int, kind: str
) -> None:
    rng = np.random.default_rng(seed)
    shapes = ((n, heads, T, d), (n, heads, S, d), (n, heads, S, d_v))
    inputs = [rng.normal(size=shape).astype(dtype) for shape in shapes]
    mask = rng.random((n, 1, T, S)) < 0.6
    mask[..., 0] = True
    options: dict[str, Any] = {"causal": {"causal": True}, "mask": {"mask": mask}, "all": {}}[kind]
    o, cache = op.forward(*inputs, **options)
    peers = [torch.from_numpy(a).requires_grad_() for a in inputs]
    theirs = torch.nn.functional.scaled_dot_product_attention(
        *peers, attn_mask=torch.from_numpy(mask) if kind == "mask" else None, is_causal=kind == "causal"
    )
    np.testing.assert_allclose(o, theirs.detach().numpy(), **TOLERANCES[dtype])
    g = rng.normal(size=o.shape).astype(dtype)
    theirs.backward(torch.from_numpy(g))
    for ours, peer in zip(op.backward(g, cache), peers, strict=True):
        np.testing.assert_allclose(ours, peer.grad.numpy(), **TOLERANCES[dtype])
