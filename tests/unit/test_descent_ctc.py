"""CTC against a sum over all paths, and what it leaves out of account."""

from __future__ import annotations

from itertools import groupby, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent import ctc_beam_search, ctc_greedy, ctc_loss, log_softmax
from descent.ops import ctc_loss as op

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=25)
SEEDS = st.integers(0, 10_000)


def _over_all_paths(log_p: Any, blank: int = 0) -> dict[tuple[int, ...], float]:
    """The probability of every sequence of labels, path by path."""
    found: dict[tuple[int, ...], float] = {}
    T, k = log_p.shape
    for path in product(range(k), repeat=T):
        labels = tuple(label for label, _ in groupby(path) if label != blank)
        found[labels] = found.get(labels, 0) + float(np.exp(log_p[np.arange(T), path].sum()))
    return found


@PROPERTIES
@given(SEEDS, st.integers(1, 5), st.integers(2, 4))
def test_the_cost_is_that_of_all_paths_together_for_every_sequence_of_labels(seed: int, T: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    z, blank = rng.normal(scale=2, size=(1, T, k)), int(rng.integers(k))
    for labels, probability in _over_all_paths(log_softmax(z)[0], blank).items():
        targets = np.array(labels, int).reshape(1, -1)
        assert ctc_loss(z, targets, blank=blank) == pytest.approx(-np.log(probability), rel=1e-9, abs=1e-12)


@PROPERTIES
@given(SEEDS)
def test_padding_and_constants_change_nothing_and_samples_are_averaged(seed: int) -> None:
    rng = np.random.default_rng(seed)
    z, targets = rng.normal(size=(3, 6, 4)), rng.integers(1, 4, size=(3, 3))
    lengths: dict[str, Any] = {"input_lengths": [6, 5, 1], "target_lengths": [3, 2, 0]}
    loss, cache = op.forward(z, targets, **lengths)
    alone = [
        ctc_loss(z[i : i + 1, :T], targets[i : i + 1, :L])
        for i, (T, L) in enumerate(zip(*lengths.values(), strict=True))
    ]
    assert loss == pytest.approx(np.mean(alone))
    dz = op.backward(1.0, cache)[0]
    np.testing.assert_allclose(dz.sum(axis=2), 0, atol=1e-12)
    np.testing.assert_array_equal(dz[1, 5:], 0)
    np.testing.assert_array_equal(dz[2, 1:], 0)
    z[1, 5:], z[2, 1:], targets[1, 2:], targets[2] = 9, -9, 0, 0
    assert ctc_loss(z + 5, targets, **lengths) == pytest.approx(float(loss))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_long_certain_sequence_costs_nothing_and_a_wrong_one_much_without_overflow(dtype: type) -> None:
    path = np.tile([1, 1, 0, 2], 200)
    z = (1e4 * np.eye(3, dtype=dtype))[None, path]
    right = np.array([[1, 2] * 200])
    assert ctc_loss(z, right) == 0
    loss, cache = op.forward(z, 3 - right)
    assert np.isfinite(loss)
    assert loss > 1e4
    assert np.isfinite(op.backward(1.0, cache)[0]).all()


def test_descending_the_slope_finds_the_labels() -> None:
    z, targets = np.random.default_rng(0).normal(size=(2, 8, 4)), [[1, 2, 2], [3, 1, 3]]
    for _ in range(200):
        z -= op.backward(2.0, op.forward(z, targets)[1])[0]
    assert ctc_greedy(z) == targets


@PROPERTIES
@given(SEEDS, st.integers(1, 5), st.integers(2, 3))
def test_a_wide_enough_beam_finds_all_labels_with_their_probabilities(seed: int, T: int, k: int) -> None:
    log_p = log_softmax(np.random.default_rng(seed).normal(scale=2, size=(T, k)))
    found = ctc_beam_search(log_p, width=1000)
    exact = _over_all_paths(log_p)
    assert {tuple(labels) for labels, _ in found} == set(exact)
    for labels, score in found:
        assert np.exp(score) == pytest.approx(exact[tuple(labels)])
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert len(ctc_beam_search(log_p, width=2)) <= 2


def test_the_best_path_and_the_best_labels_may_differ() -> None:
    log_p = np.log([[0.6, 0.4], [0.6, 0.4]])  # Graves (2006): -- has 0.36, and the three paths of "1" 0.64
    assert ctc_greedy(log_p[None]) == [[]]
    assert ctc_beam_search(log_p)[0][0] == [1]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"z": np.ones((4, 3))}, r"z must have shape \(n, T, k\).*; got \(4, 3\)"),
        ({"z": np.ones((2, 0, 3))}, r"z must have at least one entry"),
        ({"targets": [[1, 2]]}, r"targets must have 2 rows, one per sequence of z; got shape \(1, 2\)"),
        ({"targets": [[1, 2], [1, 3]]}, r"targets must hold whole numbers in 0\.\.2, .*; got 3"),
        ({"targets": [[1, 2], [0, 1]]}, r"targets must not contain the blank, 0; got it at position \(1, 0\)"),
        ({"input_lengths": [4, 2], "targets": [[1, 2], [1, 1]]}, r"sequence 1 must have at least 3 steps, .*; got 2\."),
        ({"input_lengths": [4, 5]}, r"input_lengths must hold whole numbers in 0\.\.4, .*; got 5"),
        ({"target_lengths": [1]}, r"target_lengths must have shape \(2,\), one length per sequence of z"),
    ],
)
def test_what_cannot_be_aligned_is_explained(change: dict[str, Any], sentence: str) -> None:
    inputs = {"z": np.ones((2, 4, 3)), "targets": [[1, 2], [2, 1]], **change}
    with pytest.raises(ValueError, match=sentence):
        ctc_loss(**inputs)
