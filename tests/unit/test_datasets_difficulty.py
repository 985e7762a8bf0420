"""How hard the cats are: the short cut measures what plain gradient descent reaches, and the card reports it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from descent.datasets import CatPictures, load_cats
from descent.datasets.__main__ import STARTS, main
from descent.datasets.difficulty import FOUR_LAYERS, LOGISTIC, RECIPES, TWO_LAYERS, Recipe, columns, measure, train

DATA = Path(__file__).parents[2] / "courses" / "dl-networks" / "data"


@pytest.fixture(scope="module")
def shipped() -> CatPictures:
    return load_cats(DATA / "cats.npz")


@pytest.fixture(scope="module")
def card() -> str:
    return (DATA / "cats.md").read_text(encoding="utf-8")


def card_score(card: str, recipe: Recipe) -> tuple[float, float]:
    """The training and test score, in per cent, that the card's measurement gives for a model."""
    found = re.search(rf"{re.escape(recipe.name)}\s+train\s+([\d.]+) %  test\s+([\d.]+) %", card)
    assert found is not None
    return float(found[1]), float(found[2])


def test_the_short_cut_predicts_what_gradient_descent_on_all_weights_predicts() -> None:
    rng = np.random.default_rng(2)
    x, x_new, y = rng.random((30, 8)), rng.random((30, 5)), rng.integers(0, 2, (1, 8))
    recipe = Recipe("small", (4, 1), 0.5, 60, None)
    start = np.random.default_rng(7)
    w1, w2 = start.standard_normal((4, 30)) / np.sqrt(30), start.standard_normal((1, 4)) / 2
    b1, b2 = np.zeros((4, 1)), np.zeros((1, 1))
    for _ in range(recipe.steps):
        z = w1 @ x + b1
        hidden = np.maximum(z, 0)
        d2 = (1 / (1 + np.exp(-(w2 @ hidden + b2))) - y) / 8
        d1 = (w2.T @ d2) * (z > 0)
        w2, b2 = w2 - 0.5 * d2 @ hidden.T, b2 - 0.5 * d2.sum()
        w1, b1 = w1 - 0.5 * d1 @ x.T, b1 - 0.5 * d1.sum(axis=1, keepdims=True)
    _, predicted = train(recipe, x, y, x_new, seed=7)
    np.testing.assert_allclose(predicted, 1 / (1 + np.exp(-(w2 @ np.maximum(w1 @ x_new + b1, 0) + b2))), atol=1e-10)


def test_zero_steps_from_zero_weights_know_nothing() -> None:
    recipe = Recipe("idle", (1,), 0.1, 0, 0.0)
    fitted, predicted = train(recipe, np.ones((3, 2)), np.array([[0, 1]]), np.ones((3, 4)))
    assert (fitted == 0.5).all()
    assert (predicted == 0.5).all()


def test_pictures_become_columns_between_zero_and_one() -> None:
    pictures = np.arange(2 * 2 * 2 * 3, dtype=np.uint8).reshape(2, 2, 2, 3)
    np.testing.assert_allclose(columns(pictures)[:, 1] * 255, np.arange(12, 24))


def test_logistic_regression_learns_the_training_pictures_and_scores_as_the_known_exercise_does(
    shipped: CatPictures, card: str
) -> None:
    score = measure(LOGISTIC, shipped)
    assert 0.98 <= score.train <= 1.0
    assert 0.68 <= score.test <= 0.74
    assert (100 * score.train, 100 * score.test) == pytest.approx(card_score(card, LOGISTIC), abs=0.06)


def test_a_deeper_network_finds_more_cats_as_the_card_says(shipped: CatPictures, card: str) -> None:
    two, four = (
        100 * np.median([measure(recipe, shipped, seed).test for seed in STARTS])
        for recipe in (TWO_LAYERS, FOUR_LAYERS)
    )
    assert two < four
    # two thousand steps of a network carry rounding a long way: another processor may differ by a picture or two
    assert two == pytest.approx(card_score(card, TWO_LAYERS)[1], abs=4.1)
    assert four == pytest.approx(card_score(card, FOUR_LAYERS)[1], abs=4.1)


def test_the_command_reports_every_model(
    shipped: CatPictures, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = tuple(Recipe(r.name, r.layers, r.lr, 3, r.start) for r in RECIPES)
    monkeypatch.setattr("descent.datasets.__main__.RECIPES", quick)
    assert main(["difficulty", str(DATA / "cats.npz"), "--fresh", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "the 50 test pictures of the file:"
    assert lines[4] == "3 fresh pictures of the same balance:"
    assert [line.split("  ")[1] for line in lines[1:4]] == [recipe.name for recipe in RECIPES]


def test_the_card_is_honest_about_fifty_pictures(shipped: CatPictures, card: str) -> None:
    share = measure(LOGISTIC, shipped).test
    spread = 100 * np.sqrt(share * (1 - share) / shipped.test_y.size)
    assert f"standard error of {spread:.1f} points" in " ".join(card.split())
