r"""People rate films: by taste, by how good the film is, by how kind they are, and by chance.

    r_uf = m + b_u + c_f + g_u . G_f + p_u . q_f + e,   e of spread 0.7, rounded to half a star             (1)
    u has seen f with a probability that grows with f's fame and with what u expects of f                     (2)

G_f are the film's genres and g_u the taste for them; q_f is what no catalogue says, and p_u the taste for that. By
(2) what is missing is not missing at random: people see what they hope to like, so the ratings there are too good.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice, FloatArray
from descent.datasets.words.grammar import Texts, words

SEED = 60
GENRES = words(
    "Action Adventure Animation Comedy Crime Documentary Drama Family Fantasy Horror Mystery Romance Thriller War"
)
QUIRKS = 2  # entries of p and q
MEAN, USER_SPREAD, FILM_SPREAD = 3.2, 0.4, 0.4  # stars
GENRE_SPREAD, TASTE_SPREAD, NOISE = 0.3, 0.5, 0.7
FIRST_YEAR, LAST_YEAR = 1950, 2023
ADJECTIVES = words(
    "Silent Golden Last Broken Hidden Northern Crimson Paper Distant Electric Borrowed Endless Gentle "
    "Hollow Invisible Lonely Midnight Painted Restless Salted Tender Unlikely Velvet Winter"
)
NOUNS = words(
    "Harbour Orchard Detective Lighthouse Violin Summer Parade Kingdom Letter Robot Garden Mountain Stranger "
    "Carnival Engine River Wedding Shadow Planet Kitchen Castle Heist Promise Comet Tiger Alibi Island Waltz"
)
PLACES = words("Arden Belmor Corvale Dunhaven Elsmere Farrow Glaston Hartwick Ilmouth Jorvale Kestrel Lorne")


class Ratings(NamedTuple):
    """Ratings of films by people, and what is known of the films.

    Attributes
    ----------
    user, film : array of int64, shape (m,)
        Who rated what, both from 0; sorted by user, then film.
    stars : array of float64, shape (m,)
        0.5 to 5 in halves.
    held_out : array of bool, shape (m,)
        True for one rating in ten, to test on.
    titles : array of str, shape (films,)
        All different, with the year in brackets.
    years : array of int64, shape (films,)
        When the film was made.
    genres : array of int64, shape (films, 14)
        1 where the film is of that genre; one to four of them.
    genre_names : array of str, shape (14,)
        What they are called.
    expected : array of float64, shape (m,)
        (1) without chance and rounding: nobody can predict better.
    """

    user: npt.NDArray[np.int64]
    film: npt.NDArray[np.int64]
    stars: FloatArray
    held_out: npt.NDArray[np.bool_]
    titles: Texts
    years: npt.NDArray[np.int64]
    genres: npt.NDArray[np.int64]
    genre_names: Texts
    expected: FloatArray


def make_ratings(seed: int = SEED, *, users: int = 443, films: int = 4778, seen: float = 0.02) -> Ratings:
    """Let people rate films.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same ratings.
    users, films : int
        How many, 2 or more.
    seen : float
        Share of all pairs that are rated, above 0 and below 0.5.

    Returns
    -------
    Ratings
        Everybody has rated something; a film may have no rating.

    Raises
    ------
    ValueError
        If a number is out of range.

    Examples
    --------
    >>> few = make_ratings(1, users=20, films=50, seen=0.2)
    >>> len(few.stars), str(few.titles[0]), few.genre_names[few.genres[0] > 0].tolist()
    (191, 'A Castle in Elsmere (2021)', ['Adventure', 'Comedy', 'Drama'])
    """
    if min(users, films) < 2 or not 0 < seen < 0.5:
        raise ValueError(
            f"users and films must be 2 or more, and seen between 0 and 0.5; got {users}, {films} and {seen}."
        )
    dice = Dice(seed, 0)
    genres = _genres(dice, films)
    shown = genres / np.sqrt(genres.sum(axis=1, keepdims=True))
    taste, quirks = GENRE_SPREAD * _bells(dice, users, len(GENRES)), TASTE_SPREAD * _bells(dice, users, QUIRKS)
    hidden = _bells(dice, films, QUIRKS)
    kind, good = USER_SPREAD * _bells(dice, users), FILM_SPREAD * _bells(dice, films)
    expected = MEAN + kind[:, None] + good
    for one, other in ((taste, shown), (quirks, hidden)):
        for k in range(one.shape[1]):  # sums in this order, so that every processor rounds them alike
            expected = expected + one[:, k, None] * other[:, k]  # (1)
    stars = np.clip(np.rint(2 * (expected + NOISE * _bells(dice, users, films))) / 2, 0.5, 5.0)
    fame = 1 / (1 + 9 * dice.field(films)) ** 2  # few films are known to most
    busy = 0.3 + 3 * np.square(dice.field(users) ** 2)  # few people see much
    hope = np.clip(1 + 0.8 * (expected - MEAN), 0.1, 3)
    odds = busy[:, None] * fame * hope  # (2)
    looked = dice.field(users, films) < _scaled(odds, seen)
    looked[np.arange(users), np.argmax(odds, axis=1)] = True
    user, film = np.nonzero(looked)
    years = FIRST_YEAR + np.floor((LAST_YEAR - FIRST_YEAR + 1) * np.sqrt(dice.field(films))).astype(np.int64)
    return Ratings(
        user,
        film,
        stars[looked],
        dice.field(len(user)) < 0.1,
        _titles(dice, years),
        years,
        genres,
        np.array(GENRES),
        np.clip(expected[looked], 0.5, 5.0),
    )


class Features(NamedTuple):
    """What a content-based recommender knows of each rating; computed from the ratings that are not held out.

    Attributes
    ----------
    users : array of float64, shape (m, 16)
        Of the person: number of ratings, mean, and mean for each genre (0 where there is none).
    films : array of float64, shape (m, 16)
        Of the film: year, mean (that of all ratings where nobody rated it) and genres.
    """

    users: FloatArray
    films: FloatArray


def content_features(ratings: Ratings) -> Features:
    """Features of the person and of the film for each rating.

    Parameters
    ----------
    ratings : Ratings
        As ``make_ratings`` gives them.

    Returns
    -------
    Features
        One row for each rating, held out or not.

    Examples
    --------
    >>> few = make_ratings(1, users=20, films=50, seen=0.2)
    >>> [part.shape == (len(few.stars), 16) for part in content_features(few)]
    [True, True]
    """
    known = ~ratings.held_out
    user, film, stars = ratings.user[known], ratings.film[known], ratings.stars[known]
    n_users, n_films = int(ratings.user.max()) + 1, len(ratings.titles)
    shown = ratings.genres[film].astype(float)
    counts, totals = (np.zeros((n_users, shown.shape[1])) for _ in range(2))
    np.add.at(counts, user, shown)
    np.add.at(totals, user, shown * stars[:, np.newaxis])
    rated = np.bincount(user, minlength=n_users)
    of_user = np.bincount(user, stars, n_users) / np.maximum(rated, 1)
    seen = np.bincount(film, minlength=n_films)
    of_film = np.where(seen, np.bincount(film, stars, n_films) / np.maximum(seen, 1), stars.mean())
    users = np.column_stack([rated, of_user, totals / np.maximum(counts, 1)])
    films = np.column_stack([ratings.years, of_film, ratings.genres])
    return Features(users[ratings.user], films[ratings.film])


def _bells(dice: Dice, *shape: int) -> FloatArray:
    """Nearly normal numbers of spread 1, made of sums alone, which every processor computes alike."""
    return np.asarray(2.0 * (dice.field(*shape) + dice.field(*shape) + dice.field(*shape)) - 3.0)


def _genres(dice: Dice, films: int) -> npt.NDArray[np.int64]:
    """One to four genres for each film, drama and comedy more often than others."""
    throws = dice.field(films, len(GENRES))
    throws[:, [GENRES.index("Drama"), GENRES.index("Comedy")]] = dice.field(4, films, 2).max(axis=0)
    rank = np.argsort(np.argsort(-throws, axis=1, kind="stable"), axis=1, kind="stable")
    many = 1 + (4 * dice.field(films) ** 2).astype(np.int64)
    return (rank < many[:, np.newaxis]).astype(np.int64)


def _scaled(odds: FloatArray, seen: float) -> FloatArray:
    """The odds times a number so that, cut off at 0.9, their mean is ``seen``."""
    scale = seen / odds.mean()
    for _ in range(30):
        scale *= seen / np.minimum(0.9, scale * odds).mean()
    return np.asarray(np.minimum(0.9, scale * odds))


def _titles(dice: Dice, years: npt.NDArray[np.int64]) -> Texts:
    """A title for each film."""
    found: dict[str, None] = {}
    for year in years.tolist():
        for _ in range(1000):
            adjective, noun, place = dice.pick(ADJECTIVES), dice.pick(NOUNS), dice.pick(PLACES)
            title = dice.pick(
                (
                    f"The {adjective} {noun}",
                    f"{noun} of {place}",
                    f"{adjective} {noun}",
                    f"The {noun} and the {dice.pick(NOUNS)}",
                    f"A {noun} in {place}",
                    f"{place}",
                )
            )
            if f"{title} ({year})" not in found:
                break
        found[f"{title} ({year})"] = None
    return np.array(list(found), dtype=np.str_)


CARD = Card(
    name="ratings",
    title="films rated by people",
    make=make_ratings,
    seed=SEED,
    recipe=(
        "Means, genres, two hidden tastes and chance of spread 0.7, rounded to half stars. "
        "People see famous films, and those that they expect to like."
    ),
    replaces="MovieLens's small set, cut as in the exercise on collaborative filtering",
    difficulty=(
        "root mean squared error of held-out ratings: 0.95 by the mean, 0.88 by biases, 0.83 by two factors; "
        "nothing can do better than 0.66"
    ),
    checksum="e7e9bb0b8556a7230329dfc87fe0b9dcaf75191d0af88662453dd6d9663666af",
)
