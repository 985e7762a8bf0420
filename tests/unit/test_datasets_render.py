"""The renderer: chance that replays, outlines that are distances, a brush that stays inside them, a camera."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent.datasets.render import lens, shapes
from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import hsv, lacquer, mix, rgb, step
from descent.datasets.render.dice import Dice
from descent.datasets.render.noise import SIZE, Noise

GRID = np.meshgrid(np.linspace(-3, 3, 121), np.linspace(-3, 3, 121))
SHAPES = {
    "ellipse": shapes.ellipse(0.3, -0.2, 1.5, 0.6, 0.7),
    "limb": shapes.limb((-1, -1), (1.5, 0.5), 0.4, 0.2),
    "polygon": shapes.polygon(((-1, -1), (1, -0.8), (0.2, 0.1), (0.9, 1.2)), 0.1),
    "box": shapes.box(-1, -0.5, 1.2, 0.7, 0.2),
    "tube": shapes.tube(((-2, 0), (-1, 1), (0, -1), (2, 0)), 0.3, 0.1),
    "blob": shapes.blob(((-1, 0), (0, -1), (1, 0), (0, 1))),
    "soft join": shapes.join(shapes.ellipse(-0.5, 0, 0.8, 0.8), shapes.ellipse(0.5, 0, 0.8, 0.8), soft=0.5),
    "overlap": shapes.overlap(shapes.ellipse(-0.5, 0, 1, 1), shapes.ellipse(0.5, 0, 1, 1)),
    "carve": shapes.carve(shapes.ellipse(0, 0, 1, 1), shapes.ellipse(0.5, 0, 0.5, 0.5)),
    "grow": shapes.grow(shapes.box(-1, -0.5, 1, 0.5), 0.2),
}


def canvas(size: int = 16, over: int = 4) -> Canvas:
    return Canvas(size, size, Dice(5), over)


def test_the_same_key_throws_the_same_dice() -> None:
    one, other = Dice(1, 2), Dice(1, 2)
    assert [one.between(0, 1), one.whole(0, 99), one.order(9)] == [
        other.between(0, 1),
        other.whole(0, 99),
        other.order(9),
    ]
    assert Dice(1, 2).between(0, 1) != Dice(2, 1).between(0, 1)


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(-5, 5), st.floats(0, 5))
def test_a_throw_stays_between_its_bounds(key: int, low: float, width: float) -> None:
    dice = Dice(key)
    assert low <= dice.between(low, low + width) <= low + width
    assert low - width <= dice.around(low, width) <= low + width
    assert 3 <= dice.whole(3, 7) <= 7


def test_a_choice_without_weight_is_never_picked() -> None:
    dice = Dice(3)
    assert {dice.pick("abc", (1.0, 0.0, 2.0)) for _ in range(200)} == {"a", "c"}


def test_an_order_holds_every_number_once() -> None:
    assert sorted(Dice(8).order(50)) == list(range(50))


def test_noise_lies_between_zero_and_one_and_repeats() -> None:
    noise = Noise(Dice(4))
    x, y = GRID
    heights = noise.cloudy(x, y, 3)
    assert heights.min() >= 0
    assert heights.max() <= 1
    np.testing.assert_allclose(noise(x, y), noise(x + SIZE, y - SIZE), atol=1e-9)


def test_noise_has_no_jumps() -> None:
    noise = Noise(Dice(4))
    x = np.linspace(0.0, 10.0, 100_001)
    assert np.abs(np.diff(noise(x, np.full_like(x, 0.3)))).max() < 2e-4


def test_a_code_and_a_hue_give_the_colours_they_name() -> None:
    assert rgb(0xFF0080) == pytest.approx((1.0, 0.0, 128 / 255))
    assert hsv(0.0, 1.0, 1.0) == pytest.approx((1.0, 0.0, 0.0))
    assert hsv(1 / 3, 1.0, 0.5) == pytest.approx((0.0, 0.5, 0.0))
    assert hsv(0.7, 0.0, 0.4) == pytest.approx((0.4, 0.4, 0.4))
    assert mix((0.0, 0.0, 0.0), (1.0, 0.5, 0.0), 0.5) == (0.5, 0.25, 0.0)


def test_lacquer_is_a_colour() -> None:
    dice = Dice(6)
    assert all(0 <= part <= 1 for _ in range(100) for part in lacquer(dice))


def test_a_step_is_flat_outside_its_slope() -> None:
    np.testing.assert_allclose(step(1.0, 2.0, np.array([0.0, 1.0, 1.5, 2.0, 9.0])), [0, 0, 0.5, 1, 1])


@pytest.mark.parametrize("name", SHAPES)
def test_everything_inside_a_shape_lies_in_its_box(name: str) -> None:
    shape = SHAPES[name]
    x, y = GRID
    inside = shape.distance(x, y) < 0
    left, top, right, bottom = shape.box
    assert inside.any()
    assert x[inside].min() >= left - 1e-9
    assert x[inside].max() <= right + 1e-9
    assert y[inside].min() >= top - 1e-9
    assert y[inside].max() <= bottom + 1e-9


@pytest.mark.parametrize("name", ["limb", "polygon", "box", "grow"])
def test_a_distance_never_grows_faster_than_the_way(name: str) -> None:
    x, y = GRID
    down, right = np.gradient(SHAPES[name].distance(x, y), 0.05)
    assert np.hypot(down, right).max() <= np.sqrt(2)  # differences on a grid; 1 where the distance is smooth


def test_a_circle_is_measured_exactly() -> None:
    x, y = GRID
    np.testing.assert_allclose(shapes.ellipse(0.5, 0, 2, 2).distance(x, y), np.hypot(x - 0.5, y) - 2, atol=1e-6)


def test_a_polygon_knows_the_notch_from_the_inside() -> None:
    notched = shapes.polygon(((0, 0), (2, 0), (2, 2), (1, 0.5), (0, 2)))
    assert notched.distance(np.array([1.0]), np.array([1.5]))[0] > 0
    assert notched.distance(np.array([0.2]), np.array([1.0]))[0] < 0


def test_a_soft_join_covers_both_shapes_and_a_little_more() -> None:
    x, y = GRID
    parts = [shapes.ellipse(-0.9, 0, 0.8, 0.8), shapes.ellipse(0.9, 0, 0.8, 0.8)]
    hard, soft = shapes.join(*parts).distance(x, y), shapes.join(*parts, soft=0.5).distance(x, y)
    assert (soft <= hard + 1e-12).all()
    assert (soft < 0).sum() > (hard < 0).sum()


def test_a_curve_passes_through_its_points() -> None:
    points = ((0.0, 0.0), (1.0, 2.0), (3.0, -1.0))
    line = shapes.curve(points, 5)
    assert all(min(np.hypot(x - px, y - py) for x, y in line) < 1e-9 for px, py in points)


def test_paint_outside_the_canvas_changes_nothing() -> None:
    page = canvas()
    page.paint(shapes.ellipse(0, 0, 0.2, 0.2), (1.0, 1.0, 1.0), Frame(5.0, 0.5))
    assert not page.rgb.any()


def test_paint_covers_the_area_of_the_shape() -> None:
    page = canvas(64)
    page.paint(shapes.ellipse(0, 0, 0.3, 0.2), (1.0, 0.5, 0.0), Frame(0.5, 0.5, 1.0, 0.4))
    assert page.rgb[..., 0].mean() == pytest.approx(np.pi * 0.3 * 0.2, rel=0.01)
    np.testing.assert_allclose(page.rgb[..., 1], page.rgb[..., 0] / 2)


def test_light_fur_and_feathers_keep_colours_between_zero_and_one() -> None:
    page = canvas(32)
    page.paint(shapes.ellipse(0.5, 0.5, 0.4, 0.3), (1.0, 0.9, 0.1), bulge=0.3, fur=0.05)
    page.shadow(shapes.ellipse(0.5, 0.8, 0.4, 0.1))
    assert page.rgb.min() >= 0
    assert page.rgb.max() <= 1


def test_the_side_that_faces_the_light_is_brighter() -> None:
    page = canvas(32)
    page.paint(shapes.ellipse(0.5, 0.5, 0.4, 0.4), (0.8, 0.8, 0.8), bulge=0.4)
    towards = page.light[0] * (page.x - 0.5) + page.light[1] * (page.y - 0.5)
    ring = np.abs(np.hypot(page.x - 0.5, page.y - 0.5) - 0.3) < 0.05
    assert page.rgb[ring & (towards > 0.15), 0].mean() > page.rgb[ring & (towards < -0.15), 0].mean() + 0.1


@settings(deadline=None)
@given(st.floats(-3, 3), st.floats(0.1, 3), st.sampled_from([-1, 1]), st.sampled_from([-1, 1]))
def test_a_frame_in_a_frame_is_the_two_in_turn(angle: float, size: float, outer_side: int, inner_side: int) -> None:
    outer = Frame(0.3, 0.4, 0.5, 0.7, outer_side)
    inner = Frame(0.2, -0.1, size, angle, inner_side)
    x, y = np.array([0.1, -0.5]), np.array([0.3, 0.2])
    both = outer.inside(0.2, -0.1, size, angle, inner_side)
    np.testing.assert_allclose(both.to_world(x, y), outer.to_world(*inner.to_world(x, y)), atol=1e-12)
    np.testing.assert_allclose(both.to_own(*both.to_world(x, y)), (x, y), atol=1e-9)


def test_a_blur_leaves_an_even_picture_alone_and_spreads_a_spot() -> None:
    even = np.full((20, 30, 3), 0.4)
    np.testing.assert_allclose(lens.smooth(even, 3.0), even)
    spot = np.zeros((41, 41, 3))
    spot[20, 20] = 1.0
    spread = lens.smooth(spot, 3.0)
    assert spread.sum() == pytest.approx(3.0)
    assert spread.max() < 0.05
    np.testing.assert_allclose(spread, spread[::-1, ::-1], atol=1e-12)


def test_developing_averages_the_canvas_down_to_bytes() -> None:
    page = canvas(16, over=4)
    page.rgb[:, :32] = 1.0
    picture = lens.develop(page, Dice(1))
    assert picture.shape == (16, 16, 3)
    assert picture.dtype == np.uint8
    assert (picture[:, :8] == 255).all()
    assert (picture[:, 8:] == 0).all()


def test_the_grain_of_a_picture_has_the_spread_that_was_asked_for() -> None:
    page = canvas(64, over=1)
    page.rgb[:] = 0.5
    assert lens.develop(page, Dice(1), grain=4.0).astype(float).std() == pytest.approx(4.0, rel=0.05)


def test_a_neutral_exposure_changes_nothing() -> None:
    page = canvas()
    page.rgb[:] = Dice(2).field(*page.rgb.shape)
    before = page.rgb.copy()
    lens.expose(page, brightness=1.0, contrast=1.0, warmth=0.0, fall=0.0, vignette=0.0)
    np.testing.assert_allclose(page.rgb, before)
