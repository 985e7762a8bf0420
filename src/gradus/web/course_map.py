"""The map of a course as a picture: a trail of steps that winds down a slope to its lowest point.

The course is about going downhill on a cost surface, so its map is one: contour lines around a
minimum, and the items as stops on the trail that leads there. Everything here is geometry; the
template draws it and the style sheet colours it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gradus.model import Course, Item, Week

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """How much room a picture has, in units that are pixels at its natural size."""

    name: str
    width: float
    per_row: int
    row: float
    """From one row of the trail to the next."""
    top: float
    bottom: float
    side: float
    line: int
    """Characters that fit on one line of a week's label."""


WIDE = Shape("wide", width=1080, per_row=12, row=146, top=122, bottom=92, side=84, line=34)
NARROW = Shape("narrow", width=360, per_row=6, row=122, top=112, bottom=66, side=40, line=30)

LINES = 2
"""On how many lines a week's name may stand."""
CHARACTER = 8.2
"""How wide a letter of a week's name is drawn."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One item on the trail."""

    item: Item
    state: str
    """``new``, ``started`` or ``done``."""
    x: float
    y: float
    next: bool
    """Whether this is where the learner goes next."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A week's name beside its first stop."""

    week: Week
    number: int
    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    post: float
    """How far the sign stands above its stop."""


@dataclass(frozen=True, slots=True)
class CourseMap:
    """The picture."""

    shape: Shape
    height: float
    stops: tuple[Stop, ...]
    signs: tuple[Sign, ...]
    ahead: str
    """The whole trail, as path data."""
    behind: str
    """The parts of it that were walked: from each stop that is done to the one after it."""
    contours: tuple[str, ...]
    goal: Point


def draw_map(course: Course, states: Mapping[str, str], next_key: str | None, shape: Shape) -> CourseMap:
    """Lay out a course; ``states`` says of each item's key whether it is new, started or done."""
    items = course.items
    rows = max(1, math.ceil(len(items) / shape.per_row))
    # As many in each row, so that the last one is no stub.
    per_row = max(2, math.ceil(len(items) / rows))
    points = [_place(index, per_row, shape) for index in range(len(items))]
    height = shape.top + (rows - 1) * shape.row + shape.bottom
    stops = tuple(
        Stop(item, states.get(item.key, "new"), *point, next=item.key == next_key)
        for item, point in zip(items, points, strict=True)
    )
    goal = points[-1] if points else (shape.width / 2, height / 2)
    return CourseMap(
        shape=shape,
        height=height,
        stops=stops,
        signs=tuple(_signs(course.weeks, points, shape)),
        ahead=_trail(points, [True] * len(points)),
        behind=_trail(points, _walked(stops)),
        contours=tuple(_contours(goal, shape.width, height)),
        goal=goal,
    )


def _place(index: int, per_row: int, shape: Shape) -> Point:
    """Where a stop stands: rows are walked to the right and back to the left by turns."""
    row, column = divmod(index, per_row)
    step = (shape.width - 2 * shape.side) / (per_row - 1)
    across = column * step if row % 2 == 0 else (per_row - 1 - column) * step
    # A trail, not a grid: it falls from one end of a row to the other, and sways on the way.
    fall = 0.16 * shape.row * (column / (per_row - 1) - 0.5)
    sway = 0.1 * shape.row * math.sin(2 * math.pi * column / (per_row - 1) + 0.6 + 1.3 * row)
    return round(shape.side + across, 1), round(shape.top + row * shape.row + fall + sway, 1)


def _signs(weeks: Sequence[Week], points: Sequence[Point], shape: Shape) -> list[Sign]:
    signs, first = [], 0
    starts = [sum(len(week.items) for week in weeks[:place]) for place, week in enumerate(weeks) if week.items]
    for number, week in enumerate(weeks, start=1):
        if not week.items:
            continue
        x, y = points[first]
        right = x > shape.width * 0.62
        after = [points[place][0] for place in starts if place > first and points[place][1] - y < shape.row / 2]
        room = min((abs(other - x) / CHARACTER for other in after), default=shape.line)
        lines = tuple(_wrap(week.title, min(shape.line, int(room) - 2)))
        signs.append(Sign(week, number, lines, x, y, "end" if right else "start", 44 + 20 * (len(lines) - 1)))
        first += len(week.items)
    return signs


def _wrap(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > LINES:
        lines[LINES - 1 :] = [lines[LINES - 1] + " …"]
    return lines


def _walked(stops: Sequence[Stop]) -> list[bool]:
    """Whether the trail was walked from each stop on. An optional one may be passed by."""
    walked: list[bool] = []
    for stop in stops:
        walked.append(stop.state == "done" or (stop.item.optional and bool(walked) and walked[-1]))
    return walked


def _trail(points: Sequence[Point], drawn: Sequence[bool]) -> str:
    """A smooth curve through the points as path data; of it the pieces that begin at a ``drawn`` point.

    Each piece is the cubic whose ends point along the line between the neighbours (Catmull and Rom),
    so the pieces that were walked lie exactly on the whole.
    """
    parts: list[str] = []
    pen: Point | None = None
    for index in range(len(points) - 1):
        if not drawn[index]:
            continue
        (x1, y1), (x2, y2) = points[index], points[index + 1]
        x0, y0 = points[max(0, index - 1)]
        x3, y3 = points[min(len(points) - 1, index + 2)]
        controls = (x1 + (x2 - x0) / 6, y1 + (y2 - y0) / 6, x2 - (x3 - x1) / 6, y2 - (y3 - y1) / 6, x2, y2)
        if pen != (x1, y1):
            parts.append(f"M{x1:g} {y1:g}")
        parts.append("C" + " ".join(f"{value:.1f}" for value in controls))
        pen = (x2, y2)
    return "".join(parts)


def _contours(goal: Point, width: float, height: float) -> list[str]:
    """Level lines of a lopsided bowl around the goal, out to beyond the picture's far corner."""
    reach = 1.12 * max(math.dist(goal, corner) for corner in ((0, 0), (width, 0), (0, height), (width, height)))
    count = 15
    lines = []
    for number in range(1, count + 1):
        share = number / count
        # Level lines crowd together where the slope is steep, which is away from the minimum.
        lines.append(_closed(goal, _bowl(reach * share**0.8, share)))
    return lines


def _bowl(radius: float, share: float) -> Callable[[float], float]:
    def at(angle: float) -> float:
        wave = 0.2 * math.cos(2 * (angle - 0.35 - 0.5 * share)) + 0.09 * math.cos(3 * angle + 1.1 + 1.6 * share)
        return radius * (1 + wave + 0.035 * math.cos(5 * angle - 2.4 * share))

    return at


def _closed(centre: Point, radius: Callable[[float], float], corners: int = 36) -> str:
    points = []
    for corner in range(corners):
        angle = 2 * math.pi * corner / corners
        points.append((centre[0] + radius(angle) * math.cos(angle), centre[1] + 0.72 * radius(angle) * math.sin(angle)))
    parts = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for index in range(corners):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = (points[(index + step) % corners] for step in (-1, 0, 1, 2))
        controls = (x1 + (x2 - x0) / 6, y1 + (y2 - y0) / 6, x2 - (x3 - x1) / 6, y2 - (y3 - y1) / 6, x2, y2)
        parts.append("C" + " ".join(f"{value:.0f}" for value in controls))
    return "".join(parts) + "Z"
