"""Softmax cross-entropy, dropout, embedding, and batch and layer normalisation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import log_loss
from sklearn.preprocessing import StandardScaler

from descent import batch_norm, dropout, embedding, group_norm, layer_norm, softmax, softmax_cross_entropy
from descent.ops import batch_norm as batch_op
from descent.ops import dropout as dropout_op
from descent.ops import embedding as embedding_op
from descent.ops import softmax_cross_entropy as loss_op

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=40)
SEEDS = st.integers(0, 10_000)


@PROPERTIES
@given(SEEDS, st.floats(-100, 100))
def test_the_loss_ignores_a_constant_added_to_the_logits_and_the_order_of_samples(seed: int, constant: float) -> None:
    rng = np.random.default_rng(seed)
    z, y = rng.normal(scale=3, size=(5, 4)), rng.integers(0, 4, size=5)
    loss = softmax_cross_entropy(z, y)
    assert loss >= 0
    assert softmax_cross_entropy(z + constant, y) == pytest.approx(float(loss), abs=1e-12)
    order = rng.permutation(5)
    assert softmax_cross_entropy(z[order], y[order]) == pytest.approx(float(loss))


def test_the_loss_agrees_with_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(50, 3)), rng.integers(0, 3, size=50)
    assert softmax_cross_entropy(z, y) == pytest.approx(log_loss(y, softmax(z), labels=[0, 1, 2]))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_loss_of_huge_logits_is_exact(dtype: type) -> None:
    z = np.array([[1e4, -1e4], [1e4, -1e4]], dtype)
    loss, cache = loss_op.forward(z, [0, 1])
    assert loss == 1e4
    np.testing.assert_array_equal(loss_op.backward(1.0, cache)[0], [[0, 0], [0.5, -0.5]])


@pytest.mark.parametrize(
    ("z", "labels", "sentence"),
    [
        (np.ones((2, 3)), np.eye(3)[:2], r"labels must have shape \(2,\), one per row of z; got \(2, 3\)\. Pass class"),
        (np.ones((2, 3)), [0, 3], r"labels must hold whole numbers in 0\.\.2, .* of a class; got 3 at position \(1,\)"),
        (np.ones((2, 3)), [-1, 0], r"labels must hold whole numbers in 0\.\.2, .* got -1 at position \(0,\)"),
        (np.ones((2, 3)), [0.5, 0], r"labels must hold whole numbers .* got 0\.5"),
        (np.ones((2, 3)), [np.nan, 0], r"labels must hold whole numbers .* got nan"),
        (np.ones((0, 3)), [], r"z must have at least one entry"),
        (np.ones(3), [0], r"z must have shape \(n, d\)"),
    ],
    ids=["one-hot", "too large", "negative", "fraction", "nan", "no rows", "vector"],
)
def test_labels_that_do_not_fit_are_explained(z: Any, labels: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        softmax_cross_entropy(z, labels)


@PROPERTIES
@given(SEEDS, st.floats(0, 0.9))
def test_dropout_keeps_or_silences_and_the_way_back_uses_the_same_mask(seed: int, p: float) -> None:
    x = np.arange(1.0, 101.0)
    a, cache = dropout_op.forward(x, p_drop=p, rng=seed)
    np.testing.assert_allclose(a[a != 0], x[a != 0] / (1 - p))
    np.testing.assert_allclose(dropout_op.backward(x, cache), a)
    np.testing.assert_array_equal(dropout(x, p_drop=p, rng=seed), a)


def test_dropout_drops_the_share_it_was_given_and_keeps_the_mean() -> None:
    a = dropout(np.ones(100_000), p_drop=0.3, rng=0)
    assert (a == 0).mean() == pytest.approx(0.3, abs=0.01)
    assert a.mean() == pytest.approx(1, abs=0.01)


def test_a_generator_draws_another_mask_each_time() -> None:
    rng = np.random.default_rng(0)
    assert (dropout(np.ones(50), rng=rng) != dropout(np.ones(50), rng=rng)).any()


def test_dropout_of_nothing_needs_no_generator_and_changes_nothing() -> None:
    np.testing.assert_array_equal(dropout([1.0, -2.0], p_drop=0), [1, -2])


def test_dropout_says_what_is_missing() -> None:
    with pytest.raises(ValueError, match=r"p_drop must be at least 0 and below 1; got 1\. It is the share"):
        dropout([1.0], p_drop=1, rng=0)
    with pytest.raises(ValueError, match=r"dropout needs an rng for its mask; got None\. Pass np\.random"):
        dropout([1.0])


@PROPERTIES
@given(SEEDS)
def test_an_embedding_is_a_product_with_one_hot_rows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table, i = rng.normal(size=(5, 3)), rng.integers(0, 5, size=(4, 2))
    e, cache = embedding_op.forward(table, i)
    np.testing.assert_array_equal(e, np.eye(5)[i] @ table)
    g = rng.normal(size=e.shape)
    collected = np.einsum("abv,abd->vd", np.eye(5)[i], g)
    np.testing.assert_allclose(embedding_op.backward(g, cache)[0], collected, atol=1e-12)


@PROPERTIES
@given(SEEDS, st.integers(0, 200))
def test_a_large_table_collects_from_every_place_of_a_frequent_word(seed: int, places: int) -> None:
    rng = np.random.default_rng(seed)
    table, i = np.ones((100, 2)), rng.integers(0, 100, places) // int(rng.integers(1, 50))
    g = rng.normal(size=(places, 2))
    expected = np.zeros_like(table)
    np.add.at(expected, i, g)
    np.testing.assert_allclose(embedding_op.backward(g, embedding_op.forward(table, i)[1])[0], expected, atol=1e-12)


def test_an_embedding_of_no_place_is_empty_and_has_no_slope() -> None:
    e, cache = embedding_op.forward(np.ones((3, 2)), np.zeros((0, 4), int))
    assert e.shape == (0, 4, 2)
    np.testing.assert_array_equal(embedding_op.backward(e, cache)[0], np.zeros((3, 2)))


def test_an_index_outside_the_table_is_named() -> None:
    with pytest.raises(ValueError, match=r"indices must hold whole numbers in 0\.\.2, each the index of a row"):
        embedding(np.ones((3, 2)), [[0, 3]])


def test_batch_norm_agrees_with_scikit_learn_and_measures_mean_and_variance() -> None:
    x = np.random.default_rng(0).normal(loc=3, scale=4, size=(20, 5))
    scaler = StandardScaler().fit(x)
    y, cache = batch_op.forward(x, np.ones(5), np.zeros(5), eps=0)
    np.testing.assert_allclose(y, scaler.transform(x), atol=1e-12)
    np.testing.assert_allclose(cache.mean, scaler.mean_)
    np.testing.assert_allclose(cache.variance, scaler.var_)


@PROPERTIES
@given(SEEDS, st.floats(0.5, 20), st.floats(-50, 50))
def test_normalising_undoes_scale_and_shift(seed: int, scale: float, shift: float) -> None:
    x = np.random.default_rng(seed).normal(size=(6, 4))
    for normalise in (batch_norm, layer_norm):
        y = normalise(x, np.ones(4), np.zeros(4), eps=0)
        np.testing.assert_allclose(normalise(scale * x + shift, np.ones(4), np.zeros(4), eps=0), y, atol=1e-8)


def test_pictures_are_normalised_per_channel_over_samples_rows_and_columns() -> None:
    x = np.random.default_rng(0).normal(size=(3, 4, 5, 2))
    y = batch_norm(x, np.array([1.0, 2.0]), np.array([0.0, 7.0]), eps=0)
    np.testing.assert_allclose(y.mean(axis=(0, 1, 2)), [0, 7], atol=1e-12)
    np.testing.assert_allclose(y.std(axis=(0, 1, 2)), [1, 2])


def test_a_known_mean_and_variance_take_the_place_of_those_of_the_batch() -> None:
    x = np.random.default_rng(0).normal(loc=3, scale=4, size=(20, 5))
    y, cache = batch_op.forward(x, np.ones(5), np.zeros(5))
    again = batch_norm(x[:2], np.ones(5), np.zeros(5), mean=cache.mean, variance=cache.variance)
    np.testing.assert_allclose(again, y[:2])
    with pytest.raises(ValueError, match="mean and variance must be given together; got one alone"):
        batch_norm(x, np.ones(5), np.zeros(5), mean=cache.mean)


def test_a_mean_and_variance_in_float32_are_right_far_from_zero_and_for_many_samples() -> None:
    x = np.random.default_rng(0).normal(loc=1000, size=(200_000, 3)).astype(np.float32)
    y, cache = batch_op.forward(x, np.ones(3, np.float32), np.zeros(3, np.float32), eps=0)
    np.testing.assert_allclose(cache.mean, x.mean(axis=0, dtype=np.float64), rtol=1e-6)
    np.testing.assert_allclose(cache.variance, x.var(axis=0, dtype=np.float64), rtol=1e-5)
    assert y.dtype == np.float32


def test_groups_of_channels_are_normalised_within_each_sample() -> None:
    x = np.random.default_rng(0).normal(size=(3, 4, 5, 6))
    one, none = np.ones(6), np.zeros(6)
    y = group_norm(x, one, none, groups=2, eps=0).reshape(3, 20, 2, 3)
    np.testing.assert_allclose(y.mean(axis=(1, 3)), 0, atol=1e-12)
    np.testing.assert_allclose(y.std(axis=(1, 3)), 1)
    np.testing.assert_allclose(group_norm(x[:1], one, none, groups=6), batch_norm(x[:1], one, none))
    np.testing.assert_allclose(group_norm(x[:, 0, 0], one, none), layer_norm(x[:, 0, 0], one, none))
    with pytest.raises(ValueError, match=r"groups must be a whole number that divides the 6 channels of x; got 4\."):
        group_norm(x, one, none, groups=4)


@pytest.mark.parametrize("normalise", [batch_norm, layer_norm])
def test_a_constant_becomes_the_shift(normalise: Any) -> None:
    np.testing.assert_array_equal(normalise(np.full((3, 2), 5.0), [2.0, 2.0], [1.0, -1.0]), [[1, -1]] * 3)


@pytest.mark.parametrize("normalise", [batch_norm, layer_norm])
def test_what_cannot_be_normalised_is_explained(normalise: Any) -> None:
    with pytest.raises(ValueError, match=r"x must have shape \(\.\.\., d\), samples and then features; got \(3,\)"):
        normalise(np.ones(3), np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match="x must have at least one entry"):
        normalise(np.ones((0, 3)), np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match=r"gamma must have shape \(3,\), one factor per feature; got \(2,\)"):
        normalise(np.ones((4, 3)), np.ones(2), np.ones(3))
