"""Dividing data: laws, scikit-learn as referee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import model_selection as referee
from sklearn.model_selection import cross_val_score

from descent import LinearRegression
from descent.selection import KFold, StratifiedKFold, train_test_split

X = np.arange(46.0).reshape(23, 2)
Y = np.array(list("abcbaabbbaaacbcabbbacab"))


@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("kind", [KFold, StratifiedKFold])
def test_every_row_is_tested_once_and_never_by_a_model_that_saw_it(kind: Any, shuffle: bool) -> None:
    pairs = list(kind(n_splits=4, shuffle=shuffle).split(X, Y))
    np.testing.assert_array_equal(np.sort(np.concatenate([test for _, test in pairs])), np.arange(23))
    for train, test in pairs:
        np.testing.assert_array_equal(np.sort(np.append(train, test)), np.arange(23))
    sizes = [len(test) for _, test in pairs]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("k", [2, 3, 4])
def test_plain_folds_are_those_of_scikit_learn(k: int) -> None:
    for ours, theirs in zip(KFold(n_splits=k).split(X), referee.KFold(k).split(X), strict=True):
        np.testing.assert_array_equal(ours[1], theirs[1])


@pytest.mark.parametrize("shuffle", [False, True])
def test_every_fold_has_its_share_of_every_class(shuffle: bool) -> None:
    for _, test in StratifiedKFold(n_splits=4, shuffle=shuffle).split(X, Y):
        for name in "abc":
            assert abs((Y[test] == name).sum() - (Y == name).sum() / 4) < 1


def test_a_seed_gives_the_same_folds_and_another_seed_others() -> None:
    first, again, other = (next(KFold(shuffle=True, random_state=s).split(X))[1].tolist() for s in (1, 1, 2))
    assert first == again != other


def test_scikit_learn_takes_the_folds() -> None:
    assert cross_val_score(LinearRegression(), X, X[:, 0], cv=KFold(n_splits=4)).min() > 0.999


def test_the_split_keeps_every_row_with_its_target() -> None:
    X_train, X_test, y_train, y_test = train_test_split(X, X[:, 0], test_size=0.2)
    assert (len(X_train), len(X_test)) == (18, 5)
    np.testing.assert_array_equal(X_train[:, 0], y_train)
    np.testing.assert_array_equal(np.sort(np.append(y_train, y_test)), X[:, 0])


def test_divisions_that_leave_nothing_get_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"between 2 and the number of rows, 3; got 5\. Take fewer"):
        KFold().split(X[:3])
    with pytest.raises(ValueError, match=r"rows in the rarest class, 4; got 5"):
        StratifiedKFold().split(X, Y)
    with pytest.raises(ValueError, match=r"leave rows in both parts; got 1\.0 of 23 rows"):
        train_test_split(X, Y, test_size=1.0)
    with pytest.raises(ValueError, match=r"got 23 and 22\. Look for lost rows"):
        train_test_split(X, Y[1:])
