"""Trees and forests: the fast way finds what the plain way finds, laws, hand-made trees, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.ensemble import RandomForestClassifier as RefereeForest
from sklearn.model_selection import cross_val_score
from sklearn.tree import DecisionTreeClassifier as RefereeTree
from sklearn.tree import DecisionTreeRegressor as RefereeRegressor

from descent import DecisionTreeClassifier, DecisionTreeRegressor, RandomForestClassifier, RandomForestRegressor
from descent.labels import class_codes
from descent.trees.grow import between, grow
from descent.trees.grow_fast import grow_forest
from descent.trees.impurity import entropy, gini, information_gain
from descent.trees.limits import Limits
from descent.trees.sorted_splits import by_node_and_rank


@pytest.mark.parametrize("criterion", ["gini", "entropy", "variance"])
@pytest.mark.parametrize("seed", range(12))
def test_the_fast_way_grows_the_tree_of_the_plain_way(criterion: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, d = rng.integers(2, 40), rng.integers(1, 5)
    X = rng.normal(size=(n, d)) if seed % 2 else rng.integers(0, 4, size=(n, d)).astype(float)
    Y = rng.normal(1e3, size=(n, 1)) if criterion == "variance" else np.eye(3)[rng.integers(0, 3, n)]
    weight = rng.integers(0, 3, n) + (np.arange(n) == 0)
    limits = Limits(criterion, (None, 3)[seed % 3 == 0], 2 + seed % 2, 1 + seed % 3, (0.0, 0.02)[seed % 4 == 0])
    plain, fast = grow(X, Y, weight.astype(float), limits), grow_forest(X, Y, weight[np.newaxis], limits)
    for name in ("feature", "threshold", "left", "tree"):
        np.testing.assert_array_equal(getattr(fast, name), getattr(plain, name), err_msg=name)
    np.testing.assert_allclose(fast.value, plain.value)
    np.testing.assert_allclose(fast.gain, plain.gain, atol=1e-8)


def test_trees_grown_together_are_the_trees_grown_alone() -> None:
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(60, 3)), np.eye(2)[rng.integers(0, 2, 60)]
    weights = rng.integers(0, 3, size=(4, 60))
    forest = grow_forest(X, Y, weights, Limits("gini"))
    for tree, weight in enumerate(weights):
        alone = grow_forest(X, Y, weight[np.newaxis], Limits("gini"))
        np.testing.assert_array_equal(alone.value[alone.leaves(X)], forest.value[forest.leaves(X, tree)])


def test_samples_too_many_for_64_bits_are_ordered_all_the_same() -> None:
    rng = np.random.default_rng(0)
    node, rank = np.sort(rng.integers(0, 5, 100)), rng.integers(0, 9, 100)
    packed, value, bits = by_node_and_rank(node, rank, 9)
    sorted_, _, many = by_node_and_rank(node, rank, 2**55)
    np.testing.assert_array_equal(packed, sorted_)
    np.testing.assert_array_equal(value, (node << bits | rank)[packed])
    assert (bits, many) == (4, 55)


@pytest.mark.parametrize("model", [DecisionTreeClassifier(), RandomForestClassifier(n_estimators=5)], ids=repr)
def test_a_growing_function_of_a_feature_changes_no_answer(model: Any) -> None:
    X, y = load_breast_cancer(return_X_y=True)
    X = X[:, :5]
    stretched = model.fit(np.exp(X / X.max(axis=0)), y).predict(np.exp(X / X.max(axis=0)))
    np.testing.assert_array_equal(model.fit(X, y).predict(X), stretched)


def test_a_full_tree_knows_its_rows_by_heart_unless_twins_disagree() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(80, 2)), rng.integers(0, 4, 80)
    assert DecisionTreeClassifier(criterion="entropy").fit(X, y).score(X, y) == 1
    np.testing.assert_allclose(DecisionTreeRegressor().fit(X, y).predict(X), y, atol=1e-12)
    twins = DecisionTreeClassifier().fit([[1.0], [1.0], [1.0]], ["a", "b", "b"])
    np.testing.assert_allclose(twins.predict_proba([[1.0]]), [[1 / 3, 2 / 3]])


def test_moving_and_scaling_y_moves_and_scales_the_answers_even_far_from_zero() -> None:
    X, y = load_diabetes(return_X_y=True)
    plain = DecisionTreeRegressor(max_depth=4).fit(X, y).predict(X)
    moved = DecisionTreeRegressor(max_depth=4).fit(X, 2 * y + 1e8).predict(X)
    np.testing.assert_allclose(moved - 1e8, 2 * plain, rtol=1e-6)


def test_limits_hold_in_every_leaf() -> None:
    X, y = load_breast_cancer(return_X_y=True)
    nodes = DecisionTreeClassifier(max_depth=4, min_samples_leaf=7, min_samples_split=30).fit(X, y).tree_
    assert nodes.depths().max() == 4
    reached = np.bincount(nodes.leaves(X))
    assert reached[reached > 0].min() >= 7
    stumps = DecisionTreeClassifier(min_impurity_decrease=0.1).fit(X, y).tree_
    assert (stumps.gain[stumps.feature >= 0] >= 0.1 * len(X)).all()
    assert len(DecisionTreeClassifier(min_impurity_decrease=0.6).fit(X, y).tree_.feature) == 1


def test_the_animals_of_the_lesson_are_split_by_their_ears() -> None:
    ears = [1, 0, 0, 0, 1, 1, 0, 1, 0, 1]  # pointed; columns: ears, round face, whiskers
    face = [1, 0, 1, 0, 1, 1, 0, 1, 1, 1]
    whiskers = [1, 1, 0, 1, 1, 0, 0, 0, 0, 0]
    cat = [1, 1, 0, 0, 1, 1, 0, 1, 0, 0]
    gains = [information_gain(cat, np.array(column) == 1) for column in (ears, face, whiskers)]
    np.testing.assert_allclose(gains, [0.278, 0.035, 0.125], atol=1e-3)  # by hand, from (2) and (4)
    tree = DecisionTreeClassifier(criterion="entropy").fit(np.stack([ears, face, whiskers], axis=1), cat).tree_
    assert tree.feature[0] == 0
    assert tree.gain[0] / 10 == pytest.approx(gains[0])


def test_shares_of_one_half_are_worst() -> None:
    shares = np.linspace(0, 1, 11)
    for impurity in (gini, entropy):
        values = [impurity([p, 1 - p]) for p in shares]
        assert np.argmax(values) == 5
        np.testing.assert_allclose(values, values[::-1])


def test_the_middle_of_two_neighbours_never_reaches_the_upper() -> None:
    low = np.float32(1)
    high = np.nextafter(low, np.float32(2))
    assert between(low, high) == low
    assert between(-1e308, 1.7e308) == pytest.approx(3.5e307)


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
@pytest.mark.parametrize("depth", [1, 3, None])
def test_it_scores_as_scikit_learns_tree_does(criterion: str, depth: int | None) -> None:
    X, y = load_breast_cancer(return_X_y=True)
    ours = DecisionTreeClassifier(criterion=criterion, max_depth=depth).fit(X[::2], y[::2])
    referee = RefereeTree(criterion=criterion, max_depth=depth, random_state=0).fit(X[::2], y[::2])
    assert ours.score(X[::2], y[::2]) == pytest.approx(referee.score(X[::2], y[::2]), abs=0.004)
    assert ours.score(X[1::2], y[1::2]) == pytest.approx(referee.score(X[1::2], y[1::2]), abs=0.04)
    assert ours.tree_.threshold[0] == pytest.approx(referee.tree_.threshold[0])


def test_a_regression_tree_is_scikit_learns() -> None:
    X, y = load_diabetes(return_X_y=True)
    ours = DecisionTreeRegressor(max_depth=4).fit(X, y)
    referee = RefereeRegressor(max_depth=4, random_state=0).fit(X, y)
    np.testing.assert_allclose(ours.predict(X), referee.predict(X))
    ours, referee = ours.set_params(max_depth=2).fit(X, y), referee.set_params(max_depth=2).fit(X, y)  # without ties
    np.testing.assert_allclose(ours.feature_importances_, referee.feature_importances_, rtol=1e-9, atol=1e-12)


def test_a_forest_scores_as_scikit_learns_does_and_better_than_a_tree() -> None:
    X, y = load_breast_cancer(return_X_y=True)
    ours = cross_val_score(RandomForestClassifier(n_estimators=50), X, y, cv=5).mean()
    assert ours == pytest.approx(
        cross_val_score(RefereeForest(n_estimators=50, random_state=0), X, y, cv=5).mean(), abs=0.015
    )
    assert ours > cross_val_score(DecisionTreeClassifier(), X, y, cv=5).mean() + 0.01


def test_a_forest_of_all_rows_and_all_features_is_one_tree() -> None:
    X, y = load_diabetes(return_X_y=True)
    forest = RandomForestRegressor(n_estimators=3, bootstrap=False).fit(X, y)
    np.testing.assert_allclose(forest.predict(X), DecisionTreeRegressor().fit(X, y).predict(X))


def test_the_seed_decides() -> None:
    X, y = load_diabetes(return_X_y=True)

    def answers(seed: int) -> Any:
        return RandomForestRegressor(n_estimators=3, max_features=2, random_state=seed).fit(X, y).predict(X)

    np.testing.assert_array_equal(answers(1), answers(1))
    assert (answers(1) != answers(2)).any()


def test_a_node_whose_drawn_features_are_constant_looks_at_others() -> None:
    X = np.zeros((20, 10))
    X[:, 7] = np.arange(20)
    assert DecisionTreeClassifier(max_features=1).fit(X, np.arange(20) % 2).score(X, np.arange(20) % 2) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"criterion": "variance"}, r"criterion must be one of gini, entropy; got 'variance'"),
        ({"max_depth": 0}, r"max_depth must be a whole number, 1 or more: None lets .*; got 0"),
        ({"min_samples_split": 1}, r"min_samples_split must be a whole number, 2 or more: one row .*; got 1"),
        ({"min_samples_leaf": 0.5}, r"min_samples_leaf must be a whole number, 1 or more: .*; got 0\.5"),
        ({"min_impurity_decrease": -1}, r"min_impurity_decrease must be a finite number, 0 or more; got -1"),
        ({"max_features": "log2"}, r"max_features must be None, 'sqrt' or a whole number; got 'log2'"),
        ({"n_estimators": 0}, r"n_estimators must be a whole number, 1 or more: no tree gives no answer; got 0"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_parameter_that_cannot_be_is_named(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        RandomForestClassifier(**wrong).fit([[0.0], [1.0]], [0, 1])


def test_labels_that_are_no_classes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"a number with a fraction, 0\.5 at position 1\. For numbers use a regressor"):
        class_codes([1.0, 0.5], 2)
    with pytest.raises(ValueError, match=r"labels of one kind; got a mixture"):
        class_codes(np.array([1, "a"], dtype=object), 2)
    with pytest.raises(ValueError, match=r"goes_left must have shape \(2,\), one answer per label; got \(3,\)"):
        information_gain([0, 1], [True, False, True])


def test_what_is_not_chosen_is_chosen_by_the_kind_of_target() -> None:
    X, y = load_diabetes(return_X_y=True)
    plain = RandomForestRegressor(n_estimators=2).fit(X, y)
    assert (
        plain.trees_ == RandomForestRegressor(n_estimators=2, criterion="variance", max_features=None).fit(X, y).trees_
    )
    X, y = load_breast_cancer(return_X_y=True)
    roots = RandomForestClassifier(n_estimators=2).fit(X, y).trees_
    assert roots == RandomForestClassifier(n_estimators=2, criterion="gini", max_features="sqrt").fit(X, y).trees_
    with pytest.raises(ValueError, match=r"criterion must be one of variance; got 'gini'"):
        DecisionTreeRegressor(criterion="gini").fit(X, y)


def test_blocks_of_trees_make_the_forest_that_is_grown_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    X, y = load_breast_cancer(return_X_y=True)
    settings: dict[str, Any] = {"n_estimators": 5, "max_features": None}
    whole = RandomForestClassifier(**settings).fit(X, y).trees_
    monkeypatch.setattr("descent.trees.grow_fast.BLOCK", 2 * len(X))
    parts = RandomForestClassifier(**settings).fit(X, y).trees_
    assert parts.n_trees == 5
    np.testing.assert_allclose(parts.predict(X), whole.predict(X))
    np.testing.assert_array_equal(np.bincount(parts.tree), np.bincount(whole.tree))
    np.testing.assert_allclose(parts.importances(30), whole.importances(30))
