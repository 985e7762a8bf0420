"""Principal components: laws, golden numbers by hand, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits, load_iris, load_wine, make_blobs
from sklearn.decomposition import PCA as Referee

from descent import PCA
from descent.singular import by_covariance, exact, randomized, settle_signs

X = np.random.default_rng(0).normal(size=(60, 5)) @ np.random.default_rng(1).normal(size=(5, 5))


def test_moving_changes_nothing_and_scaling_scales_the_variance() -> None:
    plain = PCA().fit(X)
    for change, factor in ((X + 1e3, 1), (X * 7, 49)):
        model = PCA().fit(change)
        np.testing.assert_allclose(model.components_, plain.components_, rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(model.explained_variance_, factor * plain.explained_variance_, rtol=1e-8)


def test_turning_the_data_turns_the_directions() -> None:
    turn = np.linalg.qr(np.random.default_rng(2).normal(size=(5, 5)))[0]
    plain, turned = PCA().fit(X), PCA().fit(X @ turn)
    np.testing.assert_allclose(turned.explained_variance_, plain.explained_variance_)
    np.testing.assert_allclose(turned.components_, settle_signs(plain.components_ @ turn), atol=1e-9)


def test_coordinates_are_uncorrelated_and_all_of_them_lose_nothing() -> None:
    model = PCA().fit(X)
    Z = model.transform(X)
    np.testing.assert_allclose(np.cov(Z.T), np.diag(model.explained_variance_), atol=1e-9)
    np.testing.assert_allclose(model.components_ @ model.components_.T, np.eye(5), atol=1e-12)
    np.testing.assert_allclose(model.inverse_transform(Z), X)
    assert model.explained_variance_ratio_.sum() == pytest.approx(1)


def test_points_on_a_line_by_hand() -> None:
    model = PCA().fit([[1.0, 0.0], [1.0, -2.0], [1.0, -4.0]])
    np.testing.assert_allclose(model.components_[0], [0, 1], atol=1e-12)  # and not [0, -1]
    np.testing.assert_allclose(model.explained_variance_, [4, 0], atol=1e-12)
    np.testing.assert_allclose(PCA(n_components=1).fit_transform([[1.0, 0.0], [1.0, -2.0]]), [[1], [-1]])


def test_data_that_does_not_vary_explains_nothing() -> None:
    model = PCA().fit(np.ones((4, 2)))
    assert model.explained_variance_ratio_.tolist() == [0, 0]
    assert model.transform(np.ones((1, 2))).tolist() == [[0, 0]]


@pytest.mark.parametrize("solver", ["auto", "full", "covariance_eigh"])
@pytest.mark.parametrize("wanted", [None, 2, 0.7, 0.95])
@pytest.mark.parametrize("load", [load_iris, load_wine, load_digits])
def test_exact_solvers_find_what_scikit_learn_finds(load: Any, wanted: Any, solver: str) -> None:
    data = load(return_X_y=True)[0]
    ours = PCA(n_components=wanted, svd_solver=solver).fit(data)
    theirs = Referee(wanted, svd_solver="full").fit(data)
    assert ours.n_components_ == theirs.n_components_
    clear = theirs.explained_variance_ > 1e-9 * theirs.explained_variance_[0]
    np.testing.assert_allclose(ours.mean_, theirs.mean_)
    for name in ("explained_variance_", "explained_variance_ratio_", "singular_values_"):
        np.testing.assert_allclose(getattr(ours, name)[clear], getattr(theirs, name)[clear], rtol=1e-6, err_msg=name)
    np.testing.assert_allclose(ours.components_[clear], theirs.components_[clear], atol=1e-6)
    np.testing.assert_allclose(ours.transform(data)[:, clear], theirs.transform(data)[:, clear], atol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_randomized_solver_is_as_near_as_that_of_scikit_learn(dtype: Any) -> None:
    data = make_blobs(600, centers=12, n_features=80, random_state=0)[0].astype(dtype)
    true = Referee(svd_solver="full").fit(data)
    ours = PCA(n_components=8, svd_solver="randomized", random_state=0).fit(data)
    np.testing.assert_allclose(ours.explained_variance_, true.explained_variance_[:8], rtol=1e-4)
    np.testing.assert_allclose(ours.components_, true.components_[:8], atol=2e-3)
    flat = np.random.default_rng(0).normal(size=(500, 300)).astype(dtype)  # nothing stands out: the hardest case
    explained = [
        kind(n_components=10, svd_solver="randomized", random_state=0).fit(flat).explained_variance_.sum()
        for kind in (PCA, Referee)
    ]
    assert explained[0] > 0.98 * explained[1]


def test_more_columns_than_rows_are_welcome() -> None:
    data = np.random.default_rng(3).normal(size=(10, 30))
    for model in (PCA(), PCA(svd_solver="covariance_eigh")):
        np.testing.assert_allclose(model.fit(data).explained_variance_[:9], Referee().fit(data).explained_variance_[:9])
        assert model.components_.shape == (10, 30)


def test_the_three_ways_agree() -> None:
    values, directions = exact(X)
    for other, same in (by_covariance(X), randomized(X, 5, np.random.default_rng(0), 3)):
        np.testing.assert_allclose(other, values)
        np.testing.assert_allclose(settle_signs(same), settle_signs(directions), atol=1e-7)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"n_components": 6}, r"n_components must be in 1\.\.5, the smaller side of X, or a share .*; got 6\. X has"),
        ({"n_components": 1.5}, r"n_components must be in 1\.\.5, .*; got 1\.5"),
        ({"n_components": 0}, r"n_components must be a whole number, 1 or more: something is kept; got 0"),
        ({"svd_solver": "fast"}, r"svd_solver must be one of auto, full, covariance_eigh, randomized; got 'fast'"),
    ],
)
def test_a_parameter_that_cannot_be_meant_is_named(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        PCA(**change).fit(X)
    with pytest.raises(ValueError, match=r"X must have at least 2 rows, since one alone does not vary"):
        PCA().fit(X[:1])
