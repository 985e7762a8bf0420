"""The cats that ship are the cats that the generator paints, and the data card tells the truth about them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from descent.datasets import CARDS, CatPictures, load_cats, make_cats, make_picture, save_cats
from descent.datasets.__main__ import main
from descent.datasets.cats import SEED
from descent.datasets.render.dice import Dice
from descent.datasets.subjects.gallery import paint

DATA = Path(__file__).parents[2] / "courses" / "dl-networks" / "data"
PICTURE_SEED = 10  # of my_picture.jpg, as the card says


@pytest.fixture(scope="module")
def shipped() -> CatPictures:
    return load_cats(DATA / "cats.npz")


@pytest.fixture(scope="module")
def card() -> str:
    return " ".join((DATA / "cats.md").read_text(encoding="utf-8").split())


def test_the_file_has_the_shapes_and_the_balance_of_the_known_exercise(shipped: CatPictures) -> None:
    assert shipped.train_x.shape == (209, 64, 64, 3)
    assert shipped.test_x.shape == (50, 64, 64, 3)
    assert shipped.train_x.dtype == shipped.test_x.dtype == np.uint8
    assert shipped.train_y.shape == (1, 209)
    assert shipped.test_y.shape == (1, 50)
    assert (shipped.train_y.sum(), shipped.test_y.sum()) == (72, 33)
    assert shipped.classes.tolist() == ["non-cat", "cat"]


def shipped_picture(shipped: CatPictures, part: int, index: int) -> tuple[npt.NDArray[np.uint8], bool]:
    """A picture of part 0 (training) or 1 (test), and whether it shows a cat."""
    pictures, labels = (shipped.train_x, shipped.train_y) if part == 0 else (shipped.test_x, shipped.test_y)
    return pictures[index], bool(labels[0, index])


@pytest.mark.parametrize("part_and_index", [(0, i) for i in range(0, 209, 16)] + [(1, i) for i in range(0, 50, 16)])
def test_a_shipped_picture_is_the_one_the_generator_paints(
    shipped: CatPictures, part_and_index: tuple[int, int]
) -> None:
    picture, cat = shipped_picture(shipped, *part_and_index)
    apart = np.abs(paint(Dice(SEED, *part_and_index), cat=cat).astype(int) - picture)
    assert apart.max() <= 1  # another processor may round a few numbers the other way
    assert (apart > 0).mean() < 0.001


def test_every_shipped_picture_is_a_finer_version_of_its_sketch(shipped: CatPictures) -> None:
    for part, count in ((0, 209), (1, 50)):
        for index in range(count):
            picture, cat = shipped_picture(shipped, part, index)
            sketch = paint(Dice(SEED, part, index), cat=cat, over=1)  # sixteen times less work than the real thing
            assert np.abs(sketch.astype(int) - picture).mean() < 6, (part, index)
            assert np.corrcoef(sketch.ravel(), picture.ravel())[0, 1] > 0.975, (part, index)


def test_the_shipped_labels_are_the_ones_the_generator_deals(shipped: CatPictures) -> None:
    order = Dice(SEED, 3, 0).order(209)
    assert shipped.train_y[0].tolist() == [int(place < 72) for place in order]


def test_no_picture_is_there_twice(shipped: CatPictures) -> None:
    every = np.concatenate([shipped.train_x, shipped.test_x])
    assert len({picture.tobytes() for picture in every}) == 259


def test_no_picture_is_nearly_even(shipped: CatPictures) -> None:
    every = np.concatenate([shipped.train_x, shipped.test_x]).reshape(259, -1)
    assert every.std(axis=1).min() > 8


def test_the_same_seed_paints_the_same_pictures_and_another_seed_others() -> None:
    once, again, other = (make_cats(seed, train=(1, 1), test=(1, 0)) for seed in (5, 5, 6))
    for a, b in zip(once, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert (once.train_x != other.train_x).mean() > 0.5


def test_a_saved_data_set_is_loaded_as_it_was(tmp_path: Path) -> None:
    made = make_cats(5, train=(1, 2), test=(1, 1))
    save_cats(tmp_path / "few.npz", made)
    for a, b in zip(load_cats(tmp_path / "few.npz"), made, strict=True):
        np.testing.assert_array_equal(a, b)


def test_flat_labels_are_loaded_as_rows(tmp_path: Path) -> None:
    x = np.zeros((2, 64, 64, 3), np.uint8)
    y = np.array([0, 1])
    np.savez(tmp_path / "flat.npz", train_set_x=x, train_set_y=y, test_set_x=x, test_set_y=y, list_classes=["a", "b"])
    assert load_cats(tmp_path / "flat.npz").train_y.shape == (1, 2)


def test_a_file_without_the_arrays_is_refused_by_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", train_set_x=np.zeros(3), list_classes=["a"])
    with pytest.raises(ValueError, match=r"train_set_y, test_set_x, test_set_y is not there"):
        load_cats(tmp_path / "other.npz")


def test_labels_that_do_not_match_the_pictures_are_refused(tmp_path: Path) -> None:
    x, y = np.zeros((2, 64, 64, 3), np.uint8), np.zeros((1, 3), int)
    np.savez(tmp_path / "odd.npz", train_set_x=x, train_set_y=y, test_set_x=x, test_set_y=y, list_classes=["a", "b"])
    with pytest.raises(ValueError, match=r"train_set_y n labels; got \(2, 64, 64, 3\) and \(1, 3\)"):
        load_cats(tmp_path / "odd.npz")


def test_the_card_names_the_checksum_and_the_size_of_each_file(card: str) -> None:
    for name in ("cats.npz", "my_picture.jpg"):
        content = (DATA / name).read_bytes()
        assert f"{hashlib.sha256(content).hexdigest()} {name}" in card
        assert f"{len(content):,} bytes" in card


def test_the_download_stays_small() -> None:
    assert (DATA / "cats.npz").stat().st_size < 2_500_000


def test_the_photo_to_try_is_an_ordinary_picture_file_of_the_cat_that_the_card_names(card: str) -> None:
    with Image.open(DATA / "my_picture.jpg") as photo:
        assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", (400, 300))
        assert not photo.getexif()
        pixels = np.asarray(photo, dtype=float)
    assert f"make_picture({PICTURE_SEED})" in card
    assert np.abs(pixels - make_picture(PICTURE_SEED)).mean() < 3  # what the compression of a JPEG may change


def test_the_command_writes_a_file_that_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def few(seed: int) -> CatPictures:
        asked.append(seed)
        return make_cats(seed, train=(1, 1), test=(1, 1))

    monkeypatch.setitem(CARDS, "cats", replace(CARDS["cats"], make=few))
    assert main(["make", "cats", str(tmp_path / "out.npz"), "--seed", "8"]) == 0
    assert asked == [8]
    assert load_cats(tmp_path / "out.npz").train_x.shape == (2, 64, 64, 3)


def test_the_command_compares_seeds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    few = make_cats(5, train=(1, 1), test=(1, 1))
    monkeypatch.setattr("descent.datasets.__main__.make_cats", lambda _seed: few)
    assert main(["luck", "--seeds", "2"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["difficulty", "no-such-file.npz"], "No such file"),
        (["make", "cats", "out.npz", "--seed", "-1"], "non-negative"),
    ],
)
def test_the_command_says_what_is_wrong_and_ends_with_two(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err
