"""RNN, LSTM and GRU beside PyTorch's, with the same weights: values, derivatives, and packed sequences."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

PEERS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
PROPERTIES = settings(deadline=None, derandomize=True, max_examples=20)
TOLERANCES = {np.float32: {"rtol": 1e-4, "atol": 1e-5}, np.float64: {"rtol": 1e-10, "atol": 1e-12}}


def _pair(name: str, dtype: Any, seed: int, n: int, T: int, d: int, h: int) -> tuple[Any, dict[str, Any]]:
    """PyTorch's layer, and its inputs and weights in the operation's order."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    peer = getattr(torch.nn, PEERS[name])(d, h, batch_first=True, dtype=torch.from_numpy(np.zeros(0, dtype)).dtype)
    w_ih, w_hh, b_ih, b_hh = (p.detach().numpy() for p in peer.parameters())
    inputs = {"x": rng.normal(size=(n, T, d)).astype(dtype), "h0": rng.normal(size=(n, h)).astype(dtype)}
    if name == "lstm":
        inputs["c0"] = rng.normal(size=(n, h)).astype(dtype)
    biases = {"b": b_ih, "b_h": b_hh} if name == "gru" else {"b": b_ih + b_hh}
    return peer, {**inputs, "W": w_ih.T, "U": w_hh.T, **biases}


@pytest.mark.parametrize("dtype", TOLERANCES)
@pytest.mark.parametrize("name", PEERS)
@PROPERTIES
@given(st.integers(0, 999), *(st.integers(1, 6) for _ in range(4)), st.booleans())
def test_values_and_derivatives_are_pytorchs(
    name: str, dtype: Any, seed: int, n: int, T: int, d: int, h: int, padded: bool
) -> None:
    op, rng = importlib.import_module(f"descent.ops.{name}"), np.random.default_rng(seed)
    peer, inputs = _pair(name, dtype, seed, n, T, d, h)
    lengths = rng.integers(1, T + 1, size=n) if padded else np.full(n, T)
    output, cache = op.forward(**inputs, lengths=lengths if padded else None)
    states = [key for key in ("h0", "c0") if key in inputs]
    x, *starts = (torch.from_numpy(inputs[key]).requires_grad_() for key in ["x", *states])
    start = tuple(s[None] for s in starts) if name == "lstm" else starts[0][None]
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, torch.from_numpy(lengths), True, enforce_sorted=False)
    out, last = peer(packed, start)
    out = torch.nn.utils.rnn.pad_packed_sequence(out, True, total_length=T)[0]
    real = np.arange(T)[None, :, None] < lengths[:, None, None]
    hidden, cells = output if name == "lstm" else (output, None)
    near = TOLERANCES[dtype]
    np.testing.assert_allclose(hidden * real, out.detach().numpy(), **near)
    if cells is not None:
        np.testing.assert_allclose(cells[:, -1], last[1][0].detach().numpy(), **near)

    g = (rng.normal(size=hidden.shape) * real).astype(dtype)
    g_last = rng.normal(size=(n, h)).astype(dtype)
    final = (last[1] if name == "lstm" else last)[0]
    ((out * torch.from_numpy(g)).sum() + (final * torch.from_numpy(g_last)).sum()).backward()
    if cells is not None:
        g_cells = np.zeros_like(g)
        g_cells[:, -1] = g_last
        given_back = op.backward(np.stack([g, g_cells]), cache)
    else:
        g[:, -1] += g_last
        given_back = op.backward(g, cache)
    w_ih, w_hh, b_ih, b_hh = (p.grad.numpy() for p in peer.parameters())
    expected = [t.grad.numpy() for t in (x, *starts)] + [w_ih.T, w_hh.T, b_ih] + ([b_hh] if name == "gru" else [])
    for ours, theirs in zip(given_back, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, **near)
