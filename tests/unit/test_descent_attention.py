"""Attention: means, masks, causality, and the waves that tell places apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent import attention, attention_weights, positional_encoding
from descent.ops import attention as op

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=25)
SEEDS = st.integers(0, 10_000)


def _qkv(seed: int, T: int = 4, S: int = 5) -> Any:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=(2, 3, length, 6)) for length in (T, S, S)]


@PROPERTIES
@given(SEEDS)
def test_permuting_keys_with_their_values_changes_nothing_and_queries_keep_their_order(seed: int) -> None:
    q, k, v = _qkv(seed)
    rng = np.random.default_rng(seed)
    keys, queries = rng.permutation(5), rng.permutation(4)
    o = attention(q, k, v)
    np.testing.assert_allclose(attention(q, k[..., keys, :], v[..., keys, :]), o, atol=1e-12)
    np.testing.assert_allclose(attention(q[..., queries, :], k, v), o[..., queries, :], atol=1e-12)


@PROPERTIES
@given(SEEDS)
def test_the_outcome_is_a_mean_of_values(seed: int) -> None:
    q, k, v = _qkv(seed)
    o = attention(q, k, v)
    assert (o >= v.min(axis=-2, keepdims=True) - 1e-12).all()
    assert (o <= v.max(axis=-2, keepdims=True) + 1e-12).all()
    np.testing.assert_allclose(attention(q, k, v + 7), o + 7)
    np.testing.assert_allclose(attention_weights(q, k) @ v, o)
    np.testing.assert_allclose(attention(q, k + 3, v), o)  # every key fits better by as much


@PROPERTIES
@given(SEEDS, st.integers(0, 3))
def test_a_causal_outcome_does_not_depend_on_what_comes_later(seed: int, t: int) -> None:
    q, k, v = _qkv(seed, 4, 4)
    o = attention(q, k, v, causal=True)
    k[..., t + 1 :, :], v[..., t + 1 :, :] = 100, -100
    np.testing.assert_array_equal(attention(q, k, v, causal=True)[..., : t + 1, :], o[..., : t + 1, :])
    np.testing.assert_allclose(o[..., :1, :], attention(q[..., :1, :], k[..., :1, :], v[..., :1, :]))


@PROPERTIES
@given(SEEDS, st.integers(1, 5))
def test_hidden_keys_might_as_well_not_be_there(seed: int, real: int) -> None:
    q, k, v = _qkv(seed)
    o, cache = op.forward(q, k, v, mask=np.arange(5) < real)
    np.testing.assert_allclose(o, attention(q, k[..., :real, :], v[..., :real, :]), atol=1e-12)
    _, dk, dv = op.backward(np.ones_like(o), cache)
    np.testing.assert_array_equal(dk[..., real:, :], 0)
    np.testing.assert_array_equal(dv[..., real:, :], 0)


@pytest.mark.filterwarnings("error")
def test_a_query_that_may_see_nothing_gets_zeros_and_no_derivative() -> None:
    q, k, v = _qkv(0)
    mask = np.ones((4, 5), bool)
    mask[2] = False
    o, cache = op.forward(q, k, v, mask=mask)
    np.testing.assert_array_equal(o[..., 2, :], 0)
    dq, dk, dv = op.backward(np.ones_like(o), cache)
    np.testing.assert_array_equal(dq[..., 2, :], 0)
    assert np.isfinite(dk).all()
    assert np.isfinite(dv).all()
    assert attention(q, k[..., :0, :], v[..., :0, :]).shape == (2, 3, 4, 6)
    np.testing.assert_array_equal(attention(q, k[..., :0, :], v[..., :0, :]), 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_huge_scores_pick_one_key_without_overflow(dtype: type) -> None:
    q, k, v = (1e4 * np.eye(3, dtype=dtype) for _ in range(3))
    o, cache = op.forward(q, k, v)
    np.testing.assert_array_equal(o, v)
    assert all(np.isfinite(d).all() for d in op.backward(o, cache))


def test_a_mask_and_causality_hide_together() -> None:
    q, k, _ = _qkv(0, 5, 5)
    mask = np.arange(5) != 1
    weights = attention_weights(q, k, mask=mask, causal=True)
    np.testing.assert_array_equal(weights > 0, np.broadcast_to(np.tri(5, dtype=bool) & mask, weights.shape))


def test_heads_of_a_place_lie_side_by_side() -> None:
    o = attention(*_qkv(0))
    assert np.shares_memory(o, o.transpose(0, 2, 1, 3).reshape(2, 4, -1))


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ({"k": np.ones((2, 3, 5, 7))}, ValueError, r"q, k and v must have shapes .*; got .*\(2, 3, 5, 7\)"),
        ({"v": np.ones((2, 3, 4, 6))}, ValueError, r"keys and values S"),
        ({"q": np.ones((2, 1, 4, 6))}, ValueError, r"q, k and v must have shapes"),
        ({"q": np.ones(6)}, ValueError, r"q, k and v must have shapes"),
        ({"mask": np.ones((4, 5))}, TypeError, r"mask must hold booleans, .*; got float64\. Use mask != 0"),
        ({"mask": np.ones((4, 4), bool)}, ValueError, r"mask must be broadcastable to \(2, 3, 4, 5\); got \(4, 4\)"),
        ({"mask": np.ones((9, 2, 3, 4, 5), bool)}, ValueError, r"mask must be broadcastable to"),
    ],
)
def test_what_does_not_fit_is_explained(change: dict[str, Any], error: type, sentence: str) -> None:
    inputs = {**dict(zip("qkv", _qkv(0), strict=True)), **change}
    with pytest.raises(error, match=sentence):
        attention(**inputs)


@PROPERTIES
@given(st.integers(1, 40), st.integers(1, 12))
def test_the_distance_of_two_places_decides_how_alike_their_waves_are(T: int, half: int) -> None:
    p = positional_encoding(T, 2 * half)
    products = p @ p.T
    for step in range(T):
        np.testing.assert_allclose(np.diag(products, step), products[0, step], atol=1e-9)


def test_waves_begin_at_nought_and_keep_the_type_they_are_asked_for() -> None:
    p = positional_encoding(3, 5, dtype=np.float32)
    assert p.dtype == np.float32
    np.testing.assert_array_equal(p[0], [0, 1, 0, 1, 0])
    np.testing.assert_allclose(p[:, 0], np.sin([0, 1, 2]), rtol=1e-6)
    with pytest.raises(ValueError, match=r"d at least 1; got 3 and 0"):
        positional_encoding(3, 0)
