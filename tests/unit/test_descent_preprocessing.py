"""Scalers and polynomial features: laws, golden numbers by hand, scikit-learn as referee."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import preprocessing as referee

from descent import MinMaxScaler, PolynomialFeatures, StandardScaler

X = np.random.default_rng(0).normal(size=(40, 3)) * [1.0, 1e3, 1e-3] + [5.0, -2e3, 0.0]


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.floats(1e-3, 1e3), st.floats(-1e3, 1e3))
def test_the_unit_of_a_feature_does_not_matter(factor: float, shift: float) -> None:
    x = X[:, :1]
    for scaler in (StandardScaler(), MinMaxScaler()):
        np.testing.assert_allclose(scaler.fit_transform(factor * x + shift), scaler.fit_transform(x), atol=1e-6)


def test_a_feature_that_never_varies_becomes_0_and_is_not_blown_up() -> None:
    constant = np.full((7, 1), 0.1)
    scaler = StandardScaler().fit(constant)
    assert scaler.scale_[0] == 1
    np.testing.assert_allclose(scaler.transform([[0.1], [1.1]]), [[0], [1]], atol=1e-15)
    np.testing.assert_array_equal(MinMaxScaler().fit(constant).transform(constant), np.zeros((7, 1)))


def test_standard_scaling_of_two_values_by_hand() -> None:
    scaler = StandardScaler().fit([[1.0], [5.0]])
    assert (scaler.mean_[0], scaler.var_[0], scaler.scale_[0]) == (3, 4, 2)
    assert scaler.transform([[9.0]])[0, 0] == 3


def test_half_of_the_standard_scaling_can_be_switched_off() -> None:
    values = [[1.0], [5.0]]
    np.testing.assert_array_equal(StandardScaler(with_std=False).fit_transform(values), [[-2], [2]])
    np.testing.assert_array_equal(StandardScaler(with_mean=False).fit_transform(values), [[0.5], [2.5]])


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (StandardScaler(), referee.StandardScaler()),
        (StandardScaler(with_mean=False), referee.StandardScaler(with_mean=False)),
        (MinMaxScaler(feature_range=(-2, 3)), referee.MinMaxScaler(feature_range=(-2, 3))),
        (PolynomialFeatures(degree=4), referee.PolynomialFeatures(degree=4)),
        (PolynomialFeatures(degree=0), referee.PolynomialFeatures(degree=0)),
        (
            PolynomialFeatures(degree=3, interaction_only=True, include_bias=False),
            referee.PolynomialFeatures(degree=3, interaction_only=True, include_bias=False),
        ),
    ],
    ids=repr,
)
def test_it_gives_what_scikit_learn_gives(ours: object, theirs: object) -> None:
    np.testing.assert_allclose(ours.fit_transform(X), theirs.fit_transform(X), rtol=1e-10, atol=1e-12)  # type: ignore[attr-defined]


def test_the_interval_is_met_exactly_at_both_ends() -> None:
    scaled = MinMaxScaler(feature_range=(0.1, 0.7)).fit_transform(X)
    np.testing.assert_array_equal(scaled.min(axis=0), 0.1)
    np.testing.assert_allclose(scaled.max(axis=0), 0.7, rtol=1e-15)


@pytest.mark.parametrize("wrong", [(1, 0), (0, 0), (0, np.inf), (0, 1, 2)])
def test_an_interval_that_cannot_be_filled_is_named(wrong: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"feature_range must be two finite numbers, the smaller first; got \("):
        MinMaxScaler(feature_range=wrong).fit(X)  # type: ignore[arg-type]


def test_the_product_rule_of_powers() -> None:
    powers = PolynomialFeatures(degree=3).fit(X).powers_
    assert powers.tolist()[:6] == [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 0, 0], [1, 1, 0]]
    assert powers.sum(axis=1).max() == 3
    assert len(np.unique(powers, axis=0)) == len(powers) == 20


@pytest.mark.parametrize("wrong", [-1, 1.5, "2"])
def test_a_degree_that_cannot_be_meant_is_named(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"degree must be an integer, 0 or more, and above 0 without the bias; got "):
        PolynomialFeatures(degree=wrong).fit(X)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"degree must be an integer"):
        PolynomialFeatures(degree=0, include_bias=False).fit(X)
