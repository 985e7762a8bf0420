"""Cross-entropies, squared and absolute errors: laws, extremes, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import log_loss
from sklearn.metrics import mean_squared_error as sklearn_mean_squared_error

from descent import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    l1_loss,
    l2_loss,
    mean_squared_error,
    sigmoid,
)
from descent.ops import binary_cross_entropy as probabilities_op
from descent.ops import binary_cross_entropy_with_logits as logits_op
from descent.ops import l1_loss as l1_op

LOSSES = [binary_cross_entropy, binary_cross_entropy_with_logits, l1_loss, l2_loss, mean_squared_error]
MEANS = [binary_cross_entropy, binary_cross_entropy_with_logits, mean_squared_error]
PROPERTIES = settings(deadline=None, derandomize=True, max_examples=50)
SIZES = st.integers(1, 8)


@st.composite
def _logits_and_labels(draw: Any) -> tuple[np.ndarray, np.ndarray]:
    n = draw(SIZES)
    return draw(hnp.arrays(float, n, elements=st.floats(-30, 30))), draw(
        hnp.arrays(float, n, elements=st.sampled_from([0, 1]))
    )


@PROPERTIES
@given(_logits_and_labels())
def test_both_cross_entropies_agree(data: tuple[np.ndarray, np.ndarray]) -> None:
    z, y = data
    expected = binary_cross_entropy(sigmoid(z), y)
    assert binary_cross_entropy_with_logits(z, y) == pytest.approx(float(expected), rel=1e-3, abs=1e-12)


@PROPERTIES
@given(_logits_and_labels())
def test_cross_entropy_does_not_care_which_class_is_called_1(data: tuple[np.ndarray, np.ndarray]) -> None:
    z, y = data
    swapped = binary_cross_entropy_with_logits(-z, 1 - y)
    assert binary_cross_entropy_with_logits(z, y) == pytest.approx(float(swapped))


def test_cross_entropy_agrees_with_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    p, y = rng.uniform(0.01, 0.99, size=50), rng.integers(0, 2, size=50)
    assert binary_cross_entropy(p, y) == pytest.approx(log_loss(y, p))


def test_a_blind_guess_costs_log_2() -> None:
    assert binary_cross_entropy([0.5, 0.5], [0, 1]) == pytest.approx(np.log(2))
    assert binary_cross_entropy_with_logits(np.zeros((3, 4)), np.eye(3, 4)) == pytest.approx(np.log(2))


def test_cross_entropy_is_smallest_where_the_probability_is_the_soft_label() -> None:
    p = np.linspace(0.01, 0.99, 99)
    losses = [float(binary_cross_entropy(value, 0.3)) for value in p]
    assert p[int(np.argmin(losses))] == pytest.approx(0.3)
    entropy = -(0.3 * np.log(0.3) + 0.7 * np.log(0.7))
    assert min(losses) == pytest.approx(entropy)


def test_logits_of_ten_thousand_cost_nothing_when_right_and_ten_thousand_when_wrong() -> None:
    assert binary_cross_entropy_with_logits([1e4, -1e4], [1, 0]) == 0
    assert binary_cross_entropy_with_logits([1e4, -1e4], [0, 1]) == 1e4
    gradient, _ = logits_op.backward(1.0, logits_op.forward([1e4, -1e4], [0, 1])[1])
    np.testing.assert_array_equal(gradient, [0.5, -0.5])


def test_a_tiny_loss_keeps_its_digits() -> None:
    assert binary_cross_entropy_with_logits(50.0, 1) == pytest.approx(np.exp(-50), rel=1e-12)


def test_certain_and_right_costs_nothing_and_certain_and_wrong_is_infinite() -> None:
    assert str(binary_cross_entropy([0.0, 1.0], [0, 1])) == "0.0"
    assert binary_cross_entropy([1.0], [0]) == np.inf
    gradient, _ = probabilities_op.backward(1.0, probabilities_op.forward([0.0, 1.0], [0, 1])[1])
    np.testing.assert_array_equal(gradient, [0.5, -0.5])


@PROPERTIES
@given(st.data(), SIZES)
def test_errors_do_not_change_when_both_sides_are_shifted_or_swapped(data: Any, n: int) -> None:
    numbers = hnp.arrays(float, n, elements=st.floats(-100, 100))
    a, b = data.draw(numbers), data.draw(numbers)
    for loss in (l1_loss, l2_loss, mean_squared_error):
        expected = pytest.approx(float(loss(a, b)), abs=1e-8)
        assert loss(a + 7, b + 7) == expected
        assert loss(b, a) == expected
        assert loss(a, a) == 0


def test_doubling_the_error_doubles_l1_and_quadruples_l2() -> None:
    y_hat, y = np.array([1.0, -2.0, 4.0]), np.zeros(3)
    assert l1_loss(2 * y_hat, y) == 2 * l1_loss(y_hat, y)
    assert l2_loss(2 * y_hat, y) == 4 * l2_loss(y_hat, y)


def test_sums_grow_with_the_data_and_means_do_not() -> None:
    y_hat, y = np.array([1.0, 2.0]), np.array([0.0, 4.0])
    twice, y_twice = np.tile(y_hat, 2), np.tile(y, 2)
    assert l1_loss(twice, y_twice) == 2 * l1_loss(y_hat, y)
    assert l2_loss(twice, y_twice) == 2 * l2_loss(y_hat, y)
    assert mean_squared_error(twice, y_twice) == mean_squared_error(y_hat, y)


def test_mean_squared_error_agrees_with_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    y_hat, y = rng.normal(size=(2, 20))
    assert mean_squared_error(y_hat, y) == pytest.approx(sklearn_mean_squared_error(y, y_hat))


def test_l1_and_l2_give_the_numbers_of_a_calculation_by_hand() -> None:
    y_hat, y = [0.9, 0.2, 0.1, 0.4, 0.9], [1, 0, 0, 1, 1]
    assert l1_loss(y_hat, y) == pytest.approx(0.1 + 0.2 + 0.1 + 0.6 + 0.1)
    assert l2_loss(y_hat, y) == pytest.approx(0.01 + 0.04 + 0.01 + 0.36 + 0.01)


def test_the_slope_of_l1_where_a_prediction_is_right_is_0() -> None:
    gradient, _ = l1_op.backward(1.0, l1_op.forward([1.0, 3.0, 0.0], [1.0, 1.0, 1.0])[1])
    np.testing.assert_array_equal(gradient, [0, 1, -1])


@pytest.mark.parametrize("loss", LOSSES)
def test_a_column_against_a_row_is_refused_since_it_would_make_a_table(loss: Any) -> None:
    with pytest.raises(
        ValueError, match=r"y must have the shape of \w+, \(3, 1\); got \(3,\)\. .*broadcast to \(3, 3\)"
    ):
        loss(np.full((3, 1), 0.5), np.zeros(3))
    with pytest.raises(ValueError, match=r"y must have the shape of \w+, \(3,\); got \(2,\)\. They cannot be paired"):
        loss(np.full(3, 0.5), np.zeros(2))


@pytest.mark.parametrize("loss", MEANS)
def test_a_mean_of_nothing_is_refused(loss: Any) -> None:
    with pytest.raises(
        ValueError, match=r"\w+ must have at least one entry: a mean of nothing is not defined; got .*\(0,\)"
    ):
        loss(np.zeros(0), np.zeros(0))


def test_a_sum_of_nothing_is_0() -> None:
    assert l1_loss([], []) == l2_loss([], []) == 0


@pytest.mark.parametrize("label", [-1, 2, 1.5])
def test_labels_outside_0_to_1_are_named(label: float) -> None:
    for loss in (binary_cross_entropy, binary_cross_entropy_with_logits):
        with pytest.raises(
            ValueError, match=rf"y must lie in 0\.\.1, since it holds labels; got {label:g} at position \(1,\)"
        ):
            loss([0.5, 0.5], [0, label])


def test_logits_passed_as_probabilities_are_recognised() -> None:
    with pytest.raises(
        ValueError, match=r"p must lie in 0\.\.1, .*; got 3\.2 at position \(1,\)\. If p holds logits, take"
    ):
        binary_cross_entropy([0.5, 3.2], [0, 1])


def test_float32_predictions_stay_float32_whatever_the_labels_are() -> None:
    half = np.full(2, 0.5, np.float32)
    for labels in (np.array([0, 1]), np.array([0.0, 1.0]), [False, True]):
        for loss in LOSSES:
            assert loss(half, labels).dtype == np.float32
