"""Tables and ratings: as many rows, as hard and with the same trap as the tables in whose place they stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.svm import SVC

from descent.datasets import (
    Anomalies,
    Ratings,
    content_features,
    make_chips,
    make_coffee,
    make_exams,
    make_houses,
    make_ratings,
    make_servers,
    make_trucks,
)
from descent.datasets.ratings import NOISE
from descent.datasets.render.dice import Dice
from descent.datasets.tables import normal

Floats = npt.NDArray[np.float64]


def linear(data: Any) -> float:
    model = make_pipeline(StandardScaler(), LogisticRegression(C=100))
    return float(model.fit(data.x, data.y).score(data.x, data.y))


def test_normal_numbers_are_normal() -> None:
    z = normal(Dice(1), 200_000)
    assert abs(z.mean()) < 0.01
    assert abs(z.std() - 1) < 0.01
    assert abs((abs(z) < 1).mean() - 0.6827) < 0.005
    assert abs((abs(z) < 2).mean() - 0.9545) < 0.003


def test_a_line_through_the_trucks_is_the_known_one() -> None:
    x, y = make_trucks()
    assert x.shape == (97, 1)
    slope, intercept = np.polyfit(x[:, 0], y, 1)
    assert 1.05 < slope < 1.3
    assert -4.3 < intercept < -3
    assert 3.8 < ((slope * x[:, 0] + intercept - y) ** 2).mean() / 2 < 5.2
    assert 4.9 < x.min() < 6
    assert 20 < x.max() < 23
    assert np.median(x) < 11


def test_houses_need_scaling_and_lie_near_a_plane() -> None:
    x, y = make_houses()
    assert x.shape == (100, 4)
    assert x[:, 0].std() > 500 * x[:, 2].std()
    assert 0.95 < LinearRegression().fit(x, y).score(x, y) < 0.99
    assert set(x[:, 1]) <= {1, 2, 3, 4, 5}
    assert set(x[:, 2]) == {1, 2}
    assert y.min() > 50


def test_a_line_separates_the_exams_but_for_one_in_ten() -> None:
    exams = make_exams()
    assert exams.x.shape == (100, 2)
    assert 0.88 < linear(exams) < 0.94
    assert 0.4 < exams.y.mean() < 0.65


def test_no_line_separates_the_chips_but_powers_do_fairly_well() -> None:
    chips = make_chips()
    assert chips.x.shape == (118, 2)
    assert linear(chips) < 0.62
    curve = make_pipeline(PolynomialFeatures(6, include_bias=False), LogisticRegression(C=1, max_iter=1000))
    assert 0.8 < curve.fit(chips.x, chips.y).score(chips.x, chips.y) < 0.9


def test_good_coffee_is_a_triangle_that_no_line_and_every_curve_cuts_out() -> None:
    coffee = make_coffee()
    assert coffee.x.shape == (200, 2)
    assert linear(coffee) < 0.8
    curve = make_pipeline(StandardScaler(), SVC(C=1000))
    assert curve.fit(coffee.x, coffee.y).score(coffee.x, coffee.y) > 0.98
    assert 0.2 < coffee.y.mean() < 0.45


def best_f1(data: Anomalies) -> float:
    mean, variance = data.x.mean(axis=0), data.x.var(axis=0)
    score = (-((data.x_val - mean) ** 2) / variance - np.log(variance)).sum(axis=1)
    found = []
    for threshold in np.unique(score):
        said = score <= threshold
        found.append(2 * (said & (data.y_val == 1)).sum() / (said.sum() + data.y_val.sum()))
    return float(max(found))


@pytest.mark.parametrize(("columns", "shapes"), [(2, ((307, 2), (307, 2))), (11, ((1000, 11), (100, 11)))])
def test_outliers_are_found_but_not_all(columns: int, shapes: tuple[tuple[int, int], ...]) -> None:
    servers = make_servers(columns=columns)
    assert (servers.x.shape, servers.x_val.shape) == shapes
    assert 0.8 < best_f1(servers) < 0.95
    with pytest.raises(ValueError, match="columns=3"):
        make_servers(columns=3)


@pytest.mark.parametrize("make", [make_trucks, make_houses, make_exams, make_chips, make_coffee, make_servers])
def test_a_seed_gives_the_same_table_and_another_seed_another(make: Any) -> None:
    for one, again in zip(make(5), make(5), strict=True):
        np.testing.assert_array_equal(one, again)
    assert (make(5)[0] != make(6)[0]).mean() > 0.5


@pytest.fixture(scope="module")
def films() -> Ratings:
    return make_ratings()


def error(ratings: Ratings, guess: Floats) -> float:
    held = ratings.held_out
    return float(np.sqrt(((guess[held] - ratings.stars[held]) ** 2).mean()))


def biases(ratings: Ratings, strength: float = 3.0) -> Floats:
    """Mean, plus what each film and each person is above it."""
    known = ~ratings.held_out
    u, f, stars = ratings.user, ratings.film, ratings.stars
    mean = stars[known].mean()
    of_user, of_film = np.zeros(u.max() + 1), np.zeros(len(ratings.titles))
    for _ in range(10):
        for mine, its, who in ((of_film, of_user[u], f), (of_user, of_film[f], u)):
            count = np.bincount(who[known], minlength=len(mine)) + strength
            mine[:] = np.bincount(who[known], (stars - mean - its)[known], len(mine)) / count
    guess: Floats = mean + of_user[u] + of_film[f]
    return guess


def factors(ratings: Ratings, rank: int = 2, alpha: float = 4.0) -> Floats:
    """What biases leave, by alternating least squares."""
    known, base = ~ratings.held_out, biases(ratings)
    sides = [(ratings.user, int(ratings.user.max()) + 1), (ratings.film, len(ratings.titles))]
    rng = np.random.default_rng(0)
    vectors = [np.zeros((sides[0][1], rank)), 0.3 * rng.standard_normal((sides[1][1], rank))]
    left = ratings.stars - base
    for step in range(12):
        (who, count), (what, _) = sides[step % 2], sides[1 - step % 2]
        other = vectors[1 - step % 2][what[known]]
        gram, rhs = np.tile(alpha * np.eye(rank), (count, 1, 1)), np.zeros((count, rank))
        np.add.at(gram, who[known], other[:, :, None] * other[:, None, :])
        np.add.at(rhs, who[known], other * left[known, None])
        vectors[step % 2] = np.linalg.solve(gram, rhs[:, :, None])[:, :, 0]
    return np.asarray(base + (vectors[0][ratings.user] * vectors[1][ratings.film]).sum(axis=1))


def test_factors_predict_clearly_better_than_biases_and_nothing_better_than_the_truth(films: Ratings) -> None:
    best, bias, factor = (error(films, guess) for guess in (films.expected, biases(films), factors(films)))
    assert NOISE - 0.06 < best < NOISE + 0.02  # ends of the scale cut chance off
    assert best + 0.1 < factor < bias - 0.035
    assert bias < films.stars.std() - 0.05


def test_ratings_are_as_many_and_as_uneven_as_the_known_ones(films: Ratings) -> None:
    assert films.genres.shape == (4778, 14)
    assert len(set(films.titles)) == 4778
    assert films.user.max() == 442
    assert 38_000 < len(films.stars) < 48_000
    assert set(films.stars) == set(np.arange(1, 11) / 2)
    assert 3.2 < films.stars.mean() < 3.8
    assert set(films.genres.sum(axis=1)) == {1, 2, 3, 4}
    seen = np.sort(np.bincount(films.film, minlength=4778))[::-1]
    assert seen[:478].sum() > 0.35 * seen.sum()
    pairs = films.user * 4778 + films.film
    assert (np.diff(pairs) > 0).all()
    assert 0.09 < films.held_out.mean() < 0.11


def test_people_see_what_they_expect_to_like(films: Ratings) -> None:
    all_pairs = make_ratings(seen=0.45, users=100, films=300)
    assert films.expected.mean() > all_pairs.expected.mean() + 0.05
    assert all_pairs.expected.mean() > 3.2


def test_features_of_people_and_films_come_from_known_ratings_alone(films: Ratings) -> None:
    few = make_ratings(1, users=20, films=50, seen=0.2)
    users, movies = content_features(few)
    spoilt = content_features(few._replace(stars=np.where(few.held_out, 0.5, few.stars)))
    np.testing.assert_array_equal(users, spoilt.users)
    np.testing.assert_array_equal(movies, spoilt.films)
    mine = (few.user == few.user[0]) & ~few.held_out
    assert users[0, 0] == mine.sum()
    assert users[0, 1] == pytest.approx(few.stars[mine].mean())
    drama = mine & (few.genres[few.film, 6] == 1)
    assert users[0, 8] == pytest.approx(few.stars[drama].mean())
    assert movies[0, 0] == few.years[few.film[0]]


def test_ratings_need_people_and_films() -> None:
    for wrong in ({"users": 1}, {"films": 0}, {"seen": 0.7}):
        with pytest.raises(ValueError, match="2 or more"):
            make_ratings(**wrong)  # type: ignore[arg-type]
