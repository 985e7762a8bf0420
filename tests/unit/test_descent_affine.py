"""The affine map, normalised rows and the cost of the logistic model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.preprocessing import normalize

from descent import affine, binary_cross_entropy, logistic_cost, normalize_rows, numerical_gradient, sigmoid
from descent.ops import logistic_cost as cost_op
from descent.ops import normalize_rows as rows_op

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=50)
NUMBERS = st.floats(-1e3, 1e3, width=32, allow_subnormal=False)
MATRICES = hnp.arrays(float, hnp.array_shapes(min_dims=2, max_dims=2, max_side=5), elements=NUMBERS)


@PROPERTIES
@given(MATRICES, st.integers(1, 4))
def test_affine_adds_up_weighted_features_and_the_bias(X: np.ndarray, k: int) -> None:
    rng = np.random.default_rng(0)
    W, b = rng.normal(size=(X.shape[1], k)), rng.normal(size=k)
    Z = affine(X, W, b)
    assert Z.shape == (len(X), k)
    for i, j in np.ndindex(Z.shape):
        assert Z[i, j] == pytest.approx(sum(X[i, f] * W[f, j] for f in range(X.shape[1])) + b[j], abs=1e-9)


def test_affine_with_the_identity_changes_nothing() -> None:
    X = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(affine(X, np.eye(3), np.zeros(3)), X)


def test_affine_of_no_samples_is_no_samples() -> None:
    assert affine(np.zeros((0, 3)), np.ones((3, 2)), np.ones(2)).shape == (0, 2)


@pytest.mark.parametrize(
    ("shapes", "sentence"),
    [
        (
            ((3,), (3, 2), (2,)),
            r"X must have shape \(n, d\), one row per sample; got \(3,\)\. Use np\.reshape\(X, \(1, -1\)\)",
        ),
        (((4, 3), (2, 3), (2,)), r"W must have shape \(3, k\), .* got \(2, 3\)\. Transpose W with W\.T"),
        (((4, 3), (2, 2), (2,)), r"W must have shape \(3, k\), .* got \(2, 2\)\. Look at which columns X has"),
        (
            ((4, 3), (3, 2), (1, 2)),
            r"b must have shape \(2,\), one bias per column of W; got \(1, 2\)\. Flatten it with",
        ),
        (
            ((4, 3), (3, 2), (3,)),
            r"b must have shape \(2,\), one bias per column of W; got \(3,\)\. Look for a missing",
        ),
    ],
    ids=["vector X", "transposed W", "W of another size", "row b", "b of another size"],
)
def test_shapes_that_do_not_fit_are_explained(shapes: tuple[tuple[int, ...], ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        affine(*(np.ones(shape) for shape in shapes))


@PROPERTIES
@given(MATRICES, st.floats(1e-3, 1e3))
def test_rows_get_length_one_and_keep_their_direction(X: np.ndarray, factor: float) -> None:
    U = normalize_rows(X)
    lengths = np.linalg.norm(U, axis=1)
    np.testing.assert_allclose(lengths[(X != 0).any(axis=1)], 1)
    np.testing.assert_array_equal(lengths[(X == 0).all(axis=1)], 0)
    np.testing.assert_allclose(normalize_rows(factor * X), U, atol=1e-12)
    np.testing.assert_allclose(normalize_rows(U), U, atol=1e-12)
    np.testing.assert_allclose(normalize_rows(-X), -U)


def test_normalised_rows_agree_with_scikit_learn() -> None:
    X = np.random.default_rng(0).normal(size=(6, 4))
    X[2] = 0
    np.testing.assert_allclose(normalize_rows(X), normalize(X))


def test_rows_whose_squares_would_overflow_or_vanish_are_normalised() -> None:
    np.testing.assert_allclose(normalize_rows([[3e300, 4e300], [3e-300, -4e-300]]), [[0.6, 0.8], [0.6, -0.8]])
    np.testing.assert_allclose(normalize_rows(np.float32([[3e30, 4e30]])), [[0.6, 0.8]], rtol=1e-6)


def test_the_gradient_of_a_row_of_zeros_is_zero_and_of_others_at_right_angles_to_them() -> None:
    X = np.array([[0.0, 0.0], [3.0, 4.0]])
    dX = rows_op.backward(np.array([[1.0, 2.0], [1.0, 2.0]]), rows_op.forward(X)[1])
    np.testing.assert_array_equal(dX[0], 0)
    assert dX[1] @ X[1] == pytest.approx(0, abs=1e-15)


def test_empty_matrices_stay_empty() -> None:
    assert normalize_rows(np.zeros((0, 3))).shape == (0, 3)
    assert normalize_rows(np.zeros((3, 0))).shape == (3, 0)


def test_a_vector_is_not_a_matrix() -> None:
    with pytest.raises(ValueError, match=r"X must have shape \(n, d\), one row per sample; got \(3,\)"):
        normalize_rows([1.0, 2.0, 3.0])


def _problem() -> tuple[np.ndarray, np.ndarray, float, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(7, 3)), rng.normal(size=3), 0.4, rng.integers(0, 2, size=7).astype(float)


def test_the_logistic_cost_is_the_cross_entropy_of_the_probabilities() -> None:
    X, w, b, y = _problem()
    assert logistic_cost(X, w, b, y) == pytest.approx(float(binary_cross_entropy(sigmoid(X @ w + b), y)))


def test_the_logistic_cost_of_a_model_that_knows_nothing_is_log_2() -> None:
    X, _, _, y = _problem()
    assert logistic_cost(X, np.zeros(3), 0, y) == pytest.approx(np.log(2))


def test_the_order_of_the_samples_does_not_matter_to_cost_and_gradient() -> None:
    X, w, b, y = _problem()
    cost, cache = cost_op.forward(X, w, b, y)
    reversed_cost, reversed_cache = cost_op.forward(X[::-1], w, b, y[::-1])
    assert cost == pytest.approx(float(reversed_cost))
    np.testing.assert_allclose(cost_op.backward(1, cache)[1], cost_op.backward(1, reversed_cache)[1])


def test_the_logistic_gradient_is_that_of_the_lesson_with_samples_in_columns() -> None:
    X, w, b, y = _problem()
    columns, W, Y, m = X.T, w.reshape(-1, 1), y.reshape(1, -1), len(X)
    A = 1 / (1 + np.exp(-(W.T @ columns + b)))
    _, dw, db, _ = cost_op.backward(1.0, cost_op.forward(X, w, b, y)[1])
    np.testing.assert_allclose(dw.reshape(-1, 1), columns @ (A - Y).T / m)
    assert db == pytest.approx(float(np.sum(A - Y) / m))


def test_the_curvature_is_the_slope_of_the_gradient_and_never_negative() -> None:
    X, w, b, y = _problem()

    def gradient(theta: np.ndarray, row: int) -> float:
        _, dw, db, _ = cost_op.backward(1.0, cost_op.forward(X, theta[:-1], theta[-1], y)[1])
        return float(np.append(dw, db)[row])

    H = cost_op.curvature(cost_op.forward(X, w, b, y)[1])
    np.testing.assert_allclose(H, H.T)
    assert np.linalg.eigvalsh(H).min() >= 0
    for row in range(4):
        measured = numerical_gradient(lambda theta, row=row: gradient(theta, row), np.append(w, b))
        np.testing.assert_allclose(H[row], measured, atol=1e-9)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"w": np.zeros((3, 1))},
            r"w must have shape \(3,\), one weight per column of X; got \(3, 1\)\. Flatten it with",
        ),
        ({"b": np.zeros(1)}, r"b must be one number; got shape \(1,\)\. Take an entry out"),
        ({"y": np.zeros(6)}, r"y must have shape \(7,\), one label per row of X; got \(6,\)\. Look for a missing row"),
        ({"y": np.zeros((1, 7))}, r"y must have shape \(7,\), one label per row of X; got \(1, 7\)\. Flatten it with"),
        ({"y": np.full(7, 3.0)}, r"y must lie in 0\.\.1, since it holds labels; got 3"),
        ({"X": np.zeros((0, 3)), "y": np.zeros(0)}, r"X must have at least one entry along axis 0: a mean of"),
    ],
    ids=["column w", "b in an array", "short y", "row y", "label 3", "no samples"],
)
def test_what_does_not_fit_the_logistic_cost_is_explained(change: dict[str, np.ndarray], sentence: str) -> None:
    X, w, b, y = _problem()
    with pytest.raises(ValueError, match=sentence):
        logistic_cost(**{"X": X, "w": w, "b": b, "y": y, **change})
