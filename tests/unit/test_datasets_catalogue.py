"""Every data set: its card tells the truth, its seed gives the same bytes, and it is as hard as its card says."""

from __future__ import annotations

import inspect
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from descent.datasets import CARDS, Card, make_clothes, make_digits, make_faces, make_hands, make_paintings, make_roads
from descent.datasets.__main__ import main
from descent.datasets.card import checksum

every_card = pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
exact_cards = [card for card in CARDS.values() if card.exact]


def flat(x: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    return x.reshape(len(x), -1) / np.float32(255)


def linear(x: Any, y: Any, x_new: Any, y_new: Any, c: float = 0.01) -> float:
    return float(LogisticRegression(C=c, max_iter=1000, tol=1e-3).fit(flat(x), y).score(flat(x_new), y_new))


def network(x: Any, y: Any, x_new: Any, y_new: Any, units: int = 100) -> float:
    model = MLPClassifier(units, max_iter=20, random_state=0, tol=0, n_iter_no_change=100)
    centre = flat(x).mean()
    with pytest.warns(match="Maximum iterations"):
        model.fit(flat(x) - centre, y)
    return float(model.score(flat(x_new) - centre, y_new))


@every_card
def test_a_card_is_filled_in(card: Card) -> None:
    assert CARDS[card.name] is card
    assert len(card.checksum) == 64
    assert all((card.title, card.recipe, card.replaces, card.difficulty))
    assert inspect.signature(card.make).parameters["seed"].default == card.seed


def test_the_names_are_sorted() -> None:
    assert list(CARDS) == sorted(CARDS)


@pytest.mark.parametrize("card", exact_cards, ids=lambda card: card.name)
def test_the_seed_on_the_card_gives_the_bytes_on_the_card(card: Card) -> None:
    arrays = card.arrays()
    assert checksum(list(arrays.values())) == card.checksum
    assert sum(array.nbytes for array in arrays.values()) < 64e6


def test_another_seed_gives_other_pictures_and_the_same_one_the_same() -> None:
    one, again, other = (make_digits(seed, train=30, test=0).train_x for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


def test_the_commands_list_make_and_show_a_data_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(CARDS)
    few = replace(CARDS["digits"], make=lambda seed: make_digits(seed, train=10, test=5))
    monkeypatch.setitem(CARDS, "digits", replace(few, checksum=checksum(list(few.arrays().values()))))
    assert main(["make", "digits", str(tmp_path / "digits.npz"), "--seed", "3"]) == 0
    with np.load(tmp_path / "digits.npz", allow_pickle=False) as file:
        np.testing.assert_array_equal(file["test_x"], make_digits(3, train=10, test=5).test_x)
    assert main(["card", "digits"]) == 0
    said = capsys.readouterr().out
    assert "train_x       uint8    (10, 28, 28)" in said
    assert "CC0" in said
    assert "as it should be" in said


def test_a_card_says_so_where_the_bytes_differ() -> None:
    card = Card("few", "t", lambda seed: make_digits(seed, train=10, test=0), 1, "r", "s", "d", "0" * 64)
    assert "HERE" in card.text()


def test_paintings_of_one_manner_are_nearest_to_each_other() -> None:
    made = make_paintings(3, each=4, size=64)
    x = made.pictures / 255.0
    edges = [x[:, :-1, :-1], np.diff(x, axis=1)[:, :, :-1], np.diff(x, axis=2)[:, :-1]]
    maps = np.concatenate(edges, axis=3).reshape(len(x), -1, 9)
    gram = np.einsum("nka,nkb->nab", maps, maps).reshape(len(x), -1)
    gram = (gram - gram.mean(0)) / gram.std(0)
    away = ((gram[:, None] - gram) ** 2).sum(-1) + np.diag(np.full(len(x), np.inf))
    assert (made.manner[away.argmin(1)] == made.manner).all()
    np.testing.assert_array_equal(made.pictures, make_paintings(3, each=4, size=64).pictures)
    with pytest.raises(ValueError, match=r"each must be 1 or more and size 8 or more; got 0 and 64"):
        make_paintings(3, each=0, size=64)


@pytest.mark.parametrize(("size", "c"), [(20, 0.1), (28, 0.03)])
def test_digits_are_as_hard_as_the_known_ones(size: int, c: float) -> None:
    digits = make_digits(train=4000, size=size)
    assert 0.9 < linear(*digits[:4], c=c) < 0.95
    assert 0.95 < network(*digits[:4]) < 0.985


def test_clothes_are_as_hard_as_the_known_ones() -> None:
    clothes = make_clothes()
    assert 0.77 < linear(*clothes[:4], c=0.03) < 0.87
    assert 0.84 < network(*clothes[:4]) < 0.93


def test_digits_lie_in_the_middle_on_black_paper() -> None:
    x = make_digits(5, train=500, test=0).train_x.astype(float)
    assert (x[:, 0].any(axis=1) | x[:, :, 0].any(axis=1)).mean() < 0.05
    across = (x.sum(axis=1) * np.arange(28)).sum(axis=1) / x.sum(axis=(1, 2))
    assert abs(across - 13.5).max() < 2
    assert 0.08 < x.mean() / 255 < 0.2


def test_hands_seen_coarsely_are_neither_easy_nor_beyond_a_network() -> None:
    hands = make_hands(test=300)
    coarse = hands.train_x[:, ::4, ::4], hands.train_y, hands.test_x[:, ::4, ::4], hands.test_y
    assert 0.5 < linear(*coarse, c=0.1) < 0.75
    assert 0.6 < network(*coarse) < 0.9


def test_happy_faces_can_be_told_but_not_by_colour_alone() -> None:
    faces = make_faces()
    straight = linear(faces.train_x[:, ::4, ::4], faces.train_happy, faces.test_x[:, ::4, ::4], faces.test_happy, 0.01)
    assert 0.6 < straight < 0.85
    colours = (x.mean(axis=(1, 2)).astype(np.uint8) for x in (faces.train_x, faces.test_x))
    train, test = colours
    assert linear(train, faces.train_happy, test, faces.test_happy) < 0.6


def test_faces_of_one_person_are_nearer_than_faces_of_two_but_pixels_alone_err() -> None:
    faces = make_faces(7, train=0, test=60, people=(1, 6))
    x, who = flat(faces.test_x), faces.test_person
    apart = ((x[:, None] - x[None]) ** 2).mean(axis=2) + 9 * np.eye(60)
    right = (who[apart.argmin(axis=1)] == who).mean()
    assert 0.4 < right < 0.97  # six people: chance is 1 in 6


def test_nobody_is_in_both_parts_and_everybody_is_as_often_happy_as_not() -> None:
    faces = make_faces(2, train=40, test=20, people=(5, 2))
    assert set(faces.train_person) == set(range(5))
    assert set(faces.test_person) == {5, 6}
    for number in range(5):
        assert faces.train_happy[faces.train_person == number].mean() == 0.5


def test_a_box_holds_pixels_of_its_kind_and_the_whole_of_a_lone_object() -> None:
    roads = make_roads(3, count=40, height=48, width=64)
    labels = roads.labels.tolist()
    shares = []
    for boxes, mask in zip(roads.boxes, roads.masks, strict=True):
        for x1, y1, x2, y2, kind in boxes[boxes[:, 4] >= 0]:
            assert 0 <= x1 < x2 <= 64
            assert 0 <= y1 < y2 <= 48
            inside = mask[round(y1) : round(y2), round(x1) : round(x2)]
            shares.append((inside == labels.index(roads.kinds[int(kind)])).mean() if inside.size else np.nan)
    assert np.nanmedian(shares) > 0.55
    assert len(shares) > 60


def test_every_class_of_a_road_scene_appears_and_sky_is_above_the_road() -> None:
    roads = make_roads(4, count=40)
    assert set(np.unique(roads.masks)) == set(range(len(roads.labels)))
    rows = np.arange(96)[:, None]
    sky, road = (
        (rows * (roads.masks == roads.labels.tolist().index(name))).sum() / (roads.masks == code).sum()
        for code, name in ((0, "sky"), (5, "road"))
    )
    assert sky < 30
    assert road > 60
    assert (roads.masks[:, 0] == 0).mean() > 0.5


def test_the_commonest_class_of_a_place_is_often_right_and_far_from_always() -> None:
    masks = make_roads(6, count=60, height=48, width=64).masks
    counts = np.stack([(masks[:40] == code).sum(axis=0) for code in range(13)])
    assert 0.65 < (masks[40:] == counts.argmax(axis=0)).mean() < 0.85


def test_road_scenes_are_the_same_at_any_size() -> None:
    small, large = make_roads(5, count=3, height=48, width=64), make_roads(5, count=3, height=96, width=128)
    halved = large.x.reshape(3, 48, 2, 64, 2, 3).mean(axis=(2, 4))
    for one, other in zip(small.x, halved, strict=True):
        assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.9


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: make_digits(train=-1), "pass 0 or more"),
        (lambda: make_digits(size=4), "size=12"),
        (lambda: make_roads(count=1, height=8), "32 pixels"),
        (lambda: make_faces(people=(0, 3)), "at least one person"),
    ],
)
def test_what_cannot_be_made_is_said(wrong: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        wrong()
