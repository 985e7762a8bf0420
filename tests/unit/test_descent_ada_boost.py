"""AdaBoost: laws of its weights, a vote by hand, scikit-learn as referee."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.ensemble import AdaBoostClassifier as Referee

from descent import AdaBoostClassifier


def test_the_first_vote_is_that_of_the_hand_calculation() -> None:
    model = AdaBoostClassifier(n_estimators=3).fit(np.arange(6.0)[:, np.newaxis], [0, 0, 1, 1, 1, 0])
    assert model.estimator_errors_[0] == pytest.approx(1 / 6)
    assert model.estimator_weights_[0] == pytest.approx(np.log(5))


def test_a_tree_without_error_ends_the_training() -> None:
    model = AdaBoostClassifier().fit([[0.0], [1.0]], ["a", "b"])
    assert len(model.estimators_) == 1
    assert model.predict([[0.0], [1.0]]).tolist() == ["a", "b"]


def test_labels_that_have_nothing_to_do_with_x_leave_one_guess() -> None:
    model = AdaBoostClassifier().fit([[0.0], [0.0], [0.0], [0.0]], [0, 1, 0, 1])
    assert len(model.estimators_) == 1


@pytest.mark.parametrize("load", [load_breast_cancer, load_iris])
def test_it_trains_the_trees_of_scikit_learn(load: object) -> None:
    X, y = load(return_X_y=True)  # type: ignore[operator]
    ours = AdaBoostClassifier(n_estimators=20).fit(X[::2], y[::2])
    referee = Referee(n_estimators=20, random_state=0).fit(X[::2], y[::2])
    np.testing.assert_allclose(ours.estimator_errors_[:2], referee.estimator_errors_[:2], rtol=1e-6)
    assert ours.score(X[1::2], y[1::2]) == pytest.approx(referee.score(X[1::2], y[1::2]), abs=0.03)


def test_a_parameter_that_cannot_be_is_named() -> None:
    with pytest.raises(ValueError, match=r"learning_rate must be a finite number, above 0; got 0\.0"):
        AdaBoostClassifier(learning_rate=0.0).fit([[0.0], [1.0]], [0, 1])
