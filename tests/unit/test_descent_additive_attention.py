"""Additive attention: what holds whatever the numbers are, and the writing LSTM as its two operations in turn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent import additive_attention, attentive_lstm, lstm
from descent.ops import attentive_lstm as op
from descent.ops.attentive_lstm import example


@pytest.fixture
def drawn() -> dict[str, Any]:
    rng = np.random.default_rng(1)
    return {
        "q": rng.normal(size=(2, 3, 4)), "k": rng.normal(size=(2, 5, 4)), "v": rng.normal(size=(2, 5, 6)),
        "w": rng.normal(size=4),
    }  # fmt: skip


def test_it_is_a_plain_mean_when_the_score_weighs_nothing(drawn: dict[str, Any]) -> None:
    drawn["w"] *= 0
    means = np.repeat(drawn["v"].mean(axis=1, keepdims=True), 3, axis=1)
    np.testing.assert_allclose(additive_attention(**drawn), means)


def test_keys_may_stand_in_any_order_when_their_values_go_with_them(drawn: dict[str, Any]) -> None:
    expected = additive_attention(**drawn)
    drawn["k"], drawn["v"] = drawn["k"][:, ::-1], drawn["v"][:, ::-1]
    np.testing.assert_allclose(additive_attention(**drawn), expected)


def test_a_masked_key_counts_as_if_it_were_not_there(drawn: dict[str, Any]) -> None:
    short = additive_attention(drawn["q"], drawn["k"][:, :3], drawn["v"][:, :3], drawn["w"])
    np.testing.assert_allclose(additive_attention(**drawn, mask=np.tile(np.arange(5) < 3, (2, 1))), short)


def test_a_query_that_may_see_nothing_gets_zeros(drawn: dict[str, Any]) -> None:
    mask = np.array([[True] * 5, [False] * 5])
    assert not additive_attention(**drawn, mask=mask)[1].any()


def test_two_keys_give_the_numbers_found_by_hand() -> None:
    share = 1 / (1 + np.exp(-2 * (np.tanh(1.5) - np.tanh(0.5))))
    found = additive_attention([[[0.5]]], [[[1.0], [0.0]]], [[[1.0, 0.0], [0.0, 1.0]]], [2.0])
    np.testing.assert_allclose(found, [[[share, 1 - share]]])


@pytest.mark.parametrize("seed", range(4))
def test_the_lstm_is_attention_and_an_lstm_step_in_turn(seed: int) -> None:
    drawn = example(np.random.default_rng(seed))
    x, state, cell, k, v, Q, w, W, U, b = (drawn[name] for name in ("x", "h0", "c0", *"kvQwWUb"))
    for t in range(3):
        looked = additive_attention((state @ Q)[:, None], k, v, w, mask=drawn["mask"])
        state, cell = lstm(np.concatenate([x[:, t, None], looked], axis=2), state, cell, W, U, b)[:, :, 0]
        step = attentive_lstm(**drawn)[:, t]
        np.testing.assert_allclose(step, np.concatenate([state, cell, looked[:, 0]], axis=1), rtol=1e-12)


def test_where_the_lstm_looked_is_kept() -> None:
    drawn = example(np.random.default_rng(0))
    drawn["mask"] = np.array([[True, True, False, False]] * 2)
    weights = op.forward(**drawn)[1].weights
    np.testing.assert_allclose(weights.sum(axis=2), 1)
    assert not weights[:, :, 2:].any()


def test_a_mask_of_another_kind_is_refused(drawn: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"mask must hold booleans in shape \(2, 5\); got int64"):
        additive_attention(**drawn, mask=np.ones((2, 5), int))


def test_widths_that_do_not_fit_are_refused(drawn: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"q, k and v must have shapes .* Bring queries and keys"):
        additive_attention(drawn["q"][..., :2], drawn["k"], drawn["v"], drawn["w"])
    drawn = example(np.random.default_rng(0))
    drawn["w"] = np.ones(7)
    with pytest.raises(ValueError, match=r"w must have .* one weight per column of Q"):
        attentive_lstm(**drawn)
    drawn = example(np.random.default_rng(0))
    drawn["Q"] = np.concatenate([drawn["Q"]] * 2)
    with pytest.raises(ValueError, match=r"x, h0, k, v and Q must have shapes"):
        attentive_lstm(**drawn)
