"""The map's geometry: everything has its place, nothing overlaps, and the walked part lies on the whole."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradus.model import Course, Item, Kind, Week
from gradus.web.course_map import NARROW, WIDE, Shape, draw_map


def course(*sizes: int) -> Course:
    weeks = tuple(
        Week(
            f"week-{number}",
            f"The title of week number {number}",
            "c",
            items=tuple(
                Item(f"item-{number}-{place}", Kind.LESSON, "Title", 5, "c", f"week-{number}", Path("."))
                for place in range(size)
            ),
        )
        for number, size in enumerate(sizes, 1)
    )
    return Course("c", "C", Path("."), weeks=weeks)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=5), st.sampled_from([WIDE, NARROW]))
def test_every_stop_is_in_the_picture_and_far_enough_from_the_others(sizes: list[int], shape: Shape) -> None:
    picture = draw_map(course(*sizes), {}, None, shape)
    assert len(picture.stops) == sum(sizes)
    for place, stop in enumerate(picture.stops):
        assert 20 <= stop.x <= shape.width - 20
        assert 20 <= stop.y <= picture.height - 20
        for other in picture.stops[place + 1 :]:
            assert math.dist((stop.x, stop.y), (other.x, other.y)) >= 42  # twice what a finger needs to hit one


@given(st.lists(st.integers(1, 20), min_size=1, max_size=5), st.sampled_from([WIDE, NARROW]))
def test_every_week_has_its_sign_above_its_first_stop(sizes: list[int], shape: Shape) -> None:
    picture = draw_map(course(*sizes), {}, None, shape)
    assert [sign.number for sign in picture.signs] == list(range(1, len(sizes) + 1))
    first = 0
    for sign, size in zip(picture.signs, sizes, strict=True):
        assert (sign.x, sign.y) == (picture.stops[first].x, picture.stops[first].y)
        assert sign.y - sign.post - 6 > 12
        first += size


def test_a_week_without_items_has_no_sign() -> None:
    assert [sign.number for sign in draw_map(course(2, 0, 3), {}, None, WIDE).signs] == [1, 3]


@pytest.mark.parametrize(("done", "pieces"), [([], 0), ([0], 1), ([0, 1, 2], 3), ([0, 3], 2), ([8], 0)])
def test_the_trail_is_walked_from_each_stop_that_is_done(done: list[int], pieces: int) -> None:
    nine = course(4, 5)
    picture = draw_map(nine, {nine.items[place].key: "done" for place in done}, None, WIDE)
    assert picture.behind.count("C") == pieces
    assert set(re.findall("C[^MC]+", picture.behind)) <= set(re.findall("C[^MC]+", picture.ahead))
    if pieces == 3:
        assert picture.ahead.startswith(picture.behind)
        x, y = re.findall(r"-?[\d.]+", picture.behind)[-2:]
        assert (float(x), float(y)) == (picture.stops[3].x, picture.stops[3].y)


def test_an_optional_stop_may_be_passed_by() -> None:
    plain = course(3)
    first, second, third = plain.weeks[0].items
    week = replace(plain.weeks[0], items=(first, replace(second, optional=True), third))
    passed = draw_map(replace(plain, weeks=(week,)), {first.key: "done"}, None, WIDE)
    assert passed.behind == passed.ahead
    not_begun = draw_map(replace(plain, weeks=(replace(week, items=week.items[1:]),)), {}, None, WIDE)
    assert not_begun.behind == ""


def test_a_course_without_items_has_an_empty_map() -> None:
    picture = draw_map(course(0), {}, None, WIDE)
    assert picture.stops == picture.signs == ()
    assert picture.ahead == picture.behind == ""
    assert picture.contours
