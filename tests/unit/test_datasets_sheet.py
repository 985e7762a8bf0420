"""The sheet: chance for many, sines made of products, outlines that are distances, strokes that stay in place."""

from __future__ import annotations

import numpy as np
import pytest

from descent.datasets.render import outlines, shapes
from descent.datasets.render.lots import Lots, circle
from descent.datasets.render.sheet import Sheet

U, V = (part.astype(np.float32)[None] for part in np.meshgrid(np.linspace(-3, 3, 61), np.linspace(-3, 3, 61)))
CORNERS = [(-1.0, -1.0), (1.0, -0.8), (0.2, 0.1), (0.9, 1.2)]
PAIRS = {
    "ellipse": (outlines.ellipse(U, V, 0.33, -0.22, 1.5, 0.6, 0.7), shapes.ellipse(0.33, -0.22, 1.5, 0.6, 0.7)),
    "rod": (outlines.rod(U, V, (-1.0, -1.0), (1.5, 0.5), 0.4, 0.2), shapes.limb((-1, -1), (1.5, 0.5), 0.4, 0.2)),
    "polygon": (outlines.polygon(U, V, CORNERS, 0.1), shapes.polygon(CORNERS, 0.1)),
    "block": (outlines.block(U, V, -1.0, -0.5, 1.2, 0.7, 0.2), shapes.box(-1, -0.5, 1.2, 0.7, 0.2)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_an_outline_is_as_far_away_as_the_shape_for_one_picture_says(name: str) -> None:
    many, one = PAIRS[name]
    np.testing.assert_allclose(many[0], one.distance(U[0].astype(float), V[0].astype(float)), atol=2e-5)


def test_a_length_for_each_picture_gives_what_each_length_gives_alone() -> None:
    wide, u, v = np.array([0.5, 1.0, 2.0]), np.repeat(U, 3, axis=0), np.repeat(V, 3, axis=0)
    together = outlines.ellipse(u, v, 0.0, 0.1, wide, 0.4, wide)
    for k in range(3):
        alone = outlines.ellipse(U, V, 0.0, 0.1, float(wide[k]), 0.4, float(wide[k]))
        np.testing.assert_array_equal(together[k], alone[0])


def test_melting_only_ever_adds_and_far_apart_does_nothing() -> None:
    a, b = outlines.ellipse(U, V, -0.5, 0.0, 0.8, 0.8), outlines.ellipse(U, V, 0.5, 0.0, 0.8, 0.8)
    both, melted = np.minimum(a, b), outlines.melt(a, b, 0.4)
    assert (melted <= both).all()
    assert (melted < both).any()
    np.testing.assert_array_equal(melted[abs(a - b) > 0.4], both[abs(a - b) > 0.4])


def test_a_ring_passes_through_its_points() -> None:
    through = np.array(outlines.ring(CORNERS, 4))
    np.testing.assert_allclose(through[::4], CORNERS, atol=1e-12)


def test_cosine_and_sine_agree_with_numpy_to_the_last_digits() -> None:
    angles = np.linspace(-20, 20, 4001)
    cos, sin = circle(angles)
    np.testing.assert_allclose(cos, np.cos(angles), atol=2e-15)
    np.testing.assert_allclose(sin, np.sin(angles), atol=2e-15)


def test_throws_stay_within_their_bounds_and_depend_on_the_key_alone() -> None:
    lots = Lots(500, 3, 1)
    assert abs(lots.around(2.0, 0.5) - 2.0).max() <= 0.5
    assert set(lots.whole(2, 4)) == {2, 3, 4}
    assert abs(lots.bells(4)).max() <= 3
    assert set(lots.sign()) == {-1.0, 1.0}
    assert sorted(lots.order(9)) == list(range(9))
    np.testing.assert_array_equal(Lots(4, 7).field(3), Lots(4, 7).field(3))
    assert (Lots(4, 7).field(3) != Lots(4, 8).field(3)).all()


def test_a_stroke_covers_as_many_pixels_as_the_shape_is_large() -> None:
    sheet = Sheet(Lots(3, 1), 40, 60)
    place = sheet.place(0.75, 0.5, np.array([0.1, 0.2, 0.3]), (-1.0, -1.0, 1.0, 1.0), np.array([0.0, 1.0, 2.0]))
    place.paint(outlines.ellipse(place.u, place.v, 0.0, 0.0, 1.0, 1.0), (1.0, 0.5, 0.0))
    area = np.pi * (np.array([0.1, 0.2, 0.3]) * 40) ** 2
    np.testing.assert_allclose(sheet.rgb[0].sum(axis=(1, 2)), area, rtol=0.01)
    np.testing.assert_allclose(sheet.rgb[1].sum(axis=(1, 2)), area / 2, rtol=0.01)
    assert not sheet.rgb[2].any()


def test_a_stroke_marks_what_it_covers_and_one_beyond_the_edge_changes_nothing() -> None:
    sheet = Sheet(Lots(2, 1), 20, 20)
    sheet.label = 7
    place = sheet.everywhere()
    place.paint(outlines.block(place.u, place.v, 0.0, 0.0, 0.5, 1.0), (1.0, 1.0, 1.0))
    assert (sheet.labels[:, :, :10] == 7).all()
    assert not sheet.labels[:, :, 10:].any()
    before = sheet.rgb.copy()
    away = sheet.place(3.0, 3.0, 0.1, (-1.0, -1.0, 1.0, 1.0))
    away.paint(outlines.ellipse(away.u, away.v, 0.0, 0.0, 1.0, 1.0), (0.0, 0.0, 0.0), bulge=0.5)
    np.testing.assert_array_equal(sheet.rgb, before)


def test_the_side_towards_the_light_is_the_brighter_one() -> None:
    sheet = Sheet(Lots(20, 2), 32, 32)
    place = sheet.place(0.5, 0.5, 0.4, (-1.0, -1.0, 1.0, 1.0))
    place.paint(outlines.ellipse(place.u, place.v, 0.0, 0.0, 1.0, 1.0), (0.5, 0.5, 0.5), bulge=1.0)
    top, bottom = sheet.rgb[0, :, 5:10, 10:22].mean(axis=(1, 2)), sheet.rgb[0, :, 22:27, 10:22].mean(axis=(1, 2))
    assert (top > bottom).all()  # it comes from above


def test_mist_is_smooth_and_differs_from_picture_to_picture() -> None:
    mist = Sheet(Lots(2, 5), 64, 48).mist(Lots(2, 6), 4)
    assert mist.shape == (2, 64, 48)
    assert mist.min() >= 0
    assert mist.max() <= 1
    assert abs(np.diff(mist, axis=1)).max() < 0.25
    assert abs(mist[0] - mist[1]).mean() > 0.02
