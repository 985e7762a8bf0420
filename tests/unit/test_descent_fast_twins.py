"""The compiled twins of boosting's steps: the same answers as the readable ones, and a switch that is obeyed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_wine

from descent import GradientBoostingClassifier, GradientBoostingRegressor, fast
from descent.trees import boosted_level
from descent.trees.boosted_level import Objective

pytest.importorskip("numba")
_fast_boosted_level = pytest.importorskip("descent.trees._fast_boosted_level")


@pytest.fixture
def _asked_anew() -> Any:
    fast.enabled.cache_clear()
    yield
    fast.enabled.cache_clear()


def _level(seed: int) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    place, slot = rng.integers(0, 9, (4, 200)), rng.integers(0, 3, 200)
    return place, slot, rng.normal(size=200) + 1j * rng.random(200)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [1.0, 0.4])
def test_the_twin_counts_the_same_histograms(seed: int, share: float) -> None:
    place, slot, gh = _level(seed)
    rows = np.arange(int(200 * share))
    plain, twin = (m.histograms(place, rows, slot[rows], gh, 3, 9) for m in (boosted_level, _fast_boosted_level))
    np.testing.assert_allclose(twin, plain, rtol=1e-12)


@pytest.mark.parametrize(
    "goal",
    [Objective(0.3, 3, 1.0, 0.0, 1.0), Objective(0.3, 3, 0.0, 0.0, 0.0), Objective(1.0, 2, 0.5, 30.0, 20.0)],
    ids=str,
)
@pytest.mark.parametrize("seed", range(4))
def test_the_twin_chooses_the_same_splits(seed: int, goal: Objective) -> None:
    place, slot, gh = _level(seed)
    hist = boosted_level.histograms(place, np.arange(200), slot, gh, 3, 9)
    total = hist[0].sum(axis=1)
    plain, twin = (module.best_splits(hist, total, goal) for module in (boosted_level, _fast_boosted_level))
    np.testing.assert_allclose(twin.gain, plain.gain, rtol=1e-9)
    asked = plain.gain > 0
    np.testing.assert_array_equal(twin.column[asked], plain.column[asked])
    np.testing.assert_array_equal(twin.bin[asked], plain.bin[asked])
    np.testing.assert_allclose(twin.left[asked], plain.left[asked], rtol=1e-12)


def test_the_twin_leads_rows_to_the_same_children() -> None:
    place, slot, _ = _level(0)
    rows, column, cut, left = np.arange(0, 200, 2), np.array([0, 3, 1]), np.array([4, 2, 7]), np.array([0, 2, 4])
    plain, twin = (m.descend(place, rows, slot[rows], column, cut, left) for m in (boosted_level, _fast_boosted_level))
    np.testing.assert_array_equal(twin, plain)
    assert plain.max() == 5


@pytest.mark.usefixtures("_asked_anew")
@pytest.mark.parametrize("seed", range(2))
def test_models_are_the_same_with_and_without_twins(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wine, diabetes = load_wine(return_X_y=True), load_diabetes(return_X_y=True)
    scores = []
    for switch in ("0", "1"):
        monkeypatch.setenv("DESCENT_FAST", switch)
        fast.enabled.cache_clear()
        assert fast.enabled() == (switch == "1")
        shares = {"subsample": 0.8, "colsample_bytree": 0.5, "n_estimators": 20, "random_state": seed}
        classes = GradientBoostingClassifier(**shares).fit(*wine).decision_function(wine[0])
        scores.append((classes, GradientBoostingRegressor(**shares).fit(*diabetes).predict(diabetes[0])))
    for plain, twin in zip(*scores, strict=True):
        np.testing.assert_allclose(twin, plain, rtol=1e-8)
