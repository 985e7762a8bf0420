"""What is painted: every subject, scene and coat paints something, where it says it does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.dice import Dice
from descent.datasets.subjects import coat, landscapes, scenes
from descent.datasets.subjects.cat_body import POSES, Brush, brush
from descent.datasets.subjects.gallery import paint
from descent.datasets.subjects.homes import CAT_HOMES, CAT_PORTRAITS, OTHERS, Extent, Subject

GREY = 0.5
WIDER = {"lamp": 0.6, "dog_face": 0.55}  # its light shines further; its shoulders run off the page
SCENES = sorted(
    {scene for other in OTHERS for scene in other.home} | {scene for scene, _ in CAT_HOMES + CAT_PORTRAITS},
    key=lambda scene: scene.__name__,
)


def share_of_change_within(canvas: Canvas, frame: Frame, extent: Extent) -> float:
    """How much of what was painted lies in ``extent``, with half a unit to spare for shadows and whiskers."""
    change = np.abs(canvas.rgb - GREY).sum(axis=2)
    x, y = frame.to_own(canvas.x, canvas.y)
    left, top, right, bottom = extent
    within = (x > left - 0.5) & (x < right + 0.5) & (y > top - 0.5) & (y < bottom + 0.5)
    assert change.sum() > 0
    return float(change[within].sum() / change.sum())


def grey_canvas(key: int) -> Canvas:
    canvas = Canvas(48, 48, Dice(key), over=2)
    canvas.rgb[:] = GREY
    return canvas


@pytest.mark.parametrize("subject", OTHERS, ids=lambda subject: subject.draw.__name__)
def test_a_subject_fills_its_extent_and_little_else(subject: Subject) -> None:
    for key in range(3):
        canvas, frame = grey_canvas(key), Frame(0.5, 0.6, 0.12)
        subject.draw(canvas, frame, Dice(key))
        assert share_of_change_within(canvas, frame, subject.extent) > WIDER.get(subject.draw.__name__, 0.95)


@pytest.mark.parametrize(("pose", "extent"), [(pose, extent) for pose, _, extent in POSES])
def test_a_cat_fills_the_extent_of_its_pose_and_little_else(pose: Callable[[Brush], None], extent: Extent) -> None:
    canvas, frame, dice = grey_canvas(3), Frame(0.5, 0.7, 0.12), Dice(4)
    pose(brush(canvas, frame, coat.any_coat(dice, canvas.noise), dice))
    assert share_of_change_within(canvas, frame, extent) > 0.95


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_scene_covers_the_canvas_and_has_a_ground_on_it(scene: scenes.Scene) -> None:
    for key in range(4):
        canvas = Canvas(40, 30, Dice(key), over=1)
        canvas.rgb[:] = np.nan
        ground = scene(canvas, Dice(key))
        assert np.isfinite(canvas.rgb).all()
        assert 0.5 < ground < 1


@pytest.mark.parametrize("landscape", landscapes.LANDSCAPES, ids=lambda landscape: landscape.__name__)
def test_a_landscape_covers_the_canvas(landscape: Callable[[Canvas, Dice], None]) -> None:
    canvas = Canvas(40, 30, Dice(1), over=1)
    canvas.rgb[:] = np.nan
    landscape(canvas, Dice(2))
    assert np.isfinite(canvas.rgb).all()


def test_every_pattern_of_coat_is_met_and_gives_colours() -> None:
    canvas, dice, met = grey_canvas(1), Dice(9), set()
    x, y = np.meshgrid(np.linspace(-1, 1, 30), np.linspace(-1, 1, 30))
    for _ in range(80):
        one = coat.any_coat(dice, canvas.noise)
        met.add(one.pattern)
        for paint_of in (one.head, one.body, one.tail):
            colours = paint_of(x, y)
            assert colours.shape == (30, 30, 3)
            assert colours.min() >= 0
            assert colours.max() <= 1.15  # the brush clips what is brighter than white
    assert met == {entry[0] for entry in coat.COATS}


def test_a_picture_of_any_size_has_that_size() -> None:
    assert paint(Dice(1), cat=True, width=40, height=20, over=2).shape == (20, 40, 3)


def test_a_larger_picture_shows_the_same_scene() -> None:
    small = paint(Dice(21, 1), cat=True, width=32, height=32).astype(float)
    large = paint(Dice(21, 1), cat=True, width=64, height=64).astype(float)
    halved = large.reshape(32, 2, 32, 2, 3).mean(axis=(1, 3))
    assert np.corrcoef(small.ravel(), halved.ravel())[0, 1] > 0.97


def test_no_cat_is_under_water() -> None:
    assert scenes.under_water not in {scene for scene, _ in CAT_HOMES + CAT_PORTRAITS}
