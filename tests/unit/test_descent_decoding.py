"""Beam search, greedy choice and sampling, with models small enough to try everything."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent import beam_search, greedy, log_softmax, sample

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=25)
SEEDS = st.integers(0, 10_000)


def _chain(seed: int, k: int = 4) -> Any:
    """A model in which the last two tokens decide: the one before the last is its state."""
    table = log_softmax(np.random.default_rng(seed).normal(scale=2, size=(k, k, k)))

    def step(tokens: Any, states: Any) -> Any:
        before = states["memory"][0]
        return table[before, tokens], {"memory": (tokens,), "nothing": None}

    return table, step, {"memory": (np.array([0]),), "nothing": None}


def _cost(table: Any, tokens: list[int]) -> float:
    full = [0, 0, *tokens]
    return float(sum(table[a, b, c] for a, b, c in zip(full, full[1:], full[2:], strict=False)))


@PROPERTIES
@given(SEEDS)
def test_a_beam_as_wide_as_all_sequences_finds_the_best_ones_in_order(seed: int) -> None:
    table, step, states = _chain(seed)
    found = beam_search(step, 0, states=states, width=64, length=3)
    exact = sorted((_cost(table, list(t)) for t in product(range(4), repeat=3)), reverse=True)
    np.testing.assert_allclose([score for _, score in found], exact)
    for tokens, score in found:
        assert _cost(table, tokens) == pytest.approx(score)


@PROPERTIES
@given(SEEDS)
def test_a_beam_of_one_is_greedy_and_a_wider_one_is_never_worse_at_the_full_width(seed: int) -> None:
    _, step, states = _chain(seed)
    (one, score), *others = beam_search(step, 0, states=states, width=1, length=5)
    assert not others
    assert one == greedy(step, 0, states=states, length=5)
    assert beam_search(step, 0, states=states, width=4**5, length=5)[0][1] >= score


@PROPERTIES
@given(SEEDS, st.integers(1, 6))
def test_sequences_stop_at_their_end_and_carry_the_right_score(seed: int, width: int) -> None:
    table, step, states = _chain(seed)
    found = beam_search(step, 0, states=states, width=width, length=4, end=3)
    assert 1 <= len(found) <= width
    assert len({tuple(tokens) for tokens, _ in found}) == len(found)
    for tokens, score in found:
        assert 3 not in tokens[:-1]
        assert len(tokens) == 4 or tokens[-1] == 3
        assert _cost(table, tokens) == pytest.approx(score)


def test_a_length_penalty_prefers_long_sequences() -> None:
    chances = np.log(np.array([[0.4, 0.6], [0.4, 0.6]]))  # token 0 ends

    def best(penalty: float) -> list[int]:
        found = beam_search(lambda t, s: (chances[t], s), 1, width=5, length=4, end=0, length_penalty=penalty)
        return found[0][0]

    assert best(0) == [0]
    assert best(1) == [1, 1, 1, 1]


def test_greedy_stops_at_the_end() -> None:
    assert greedy(lambda t, s: (np.eye(5)[(t + 1) % 5], s), 2, length=9, end=0) == [3, 4, 0]
    assert greedy(lambda t, s: (np.eye(5)[(t + 1) % 5], s), 2, length=2) == [3, 4]


def test_draws_come_as_often_as_their_probabilities_say() -> None:
    p = np.array([0.5, 0.3, 0.2])
    rng = np.random.default_rng(0)
    often = np.bincount(sample(np.broadcast_to(np.log(p), (20_000, 3)), rng)) / 20_000
    np.testing.assert_allclose(often, p, atol=0.02)
    squared = np.bincount(sample(np.broadcast_to(np.log(p), (20_000, 3)), rng, temperature=0.5)) / 20_000
    np.testing.assert_allclose(squared, p**2 / (p**2).sum(), atol=0.02)
    two = np.bincount(sample(np.broadcast_to(np.log(p), (20_000, 3)), rng, top_k=2), minlength=3) / 20_000
    np.testing.assert_allclose(two, [0.625, 0.375, 0], atol=0.02)


def test_no_temperature_is_the_most_probable_and_a_seed_draws_the_same() -> None:
    z = np.random.default_rng(0).normal(size=(5, 2, 4))
    np.testing.assert_array_equal(sample(z, np.random.default_rng(1), temperature=0), z.argmax(axis=-1))
    np.testing.assert_array_equal(sample(z, np.random.default_rng(1), top_k=1), z.argmax(axis=-1))
    np.testing.assert_array_equal(sample(z, np.random.default_rng(1)), sample(z, np.random.default_rng(1)))
    assert sample(z[0, 0], np.random.default_rng(1)).shape == ()


def test_settings_that_mean_nothing_are_explained() -> None:
    with pytest.raises(ValueError, match=r"width and length must be at least 1; got 0 and 3"):
        beam_search(lambda t, s: (np.zeros((1, 2)), s), 0, width=0, length=3)
    with pytest.raises(ValueError, match=r"temperature must be at least 0 and top_k at least 1; got -1 and None"):
        sample([1.0], np.random.default_rng(0), temperature=-1)
