"""Pictures of nothing in particular: mountains, hills, the sea at sunset, a town, a wood, a desert."""

from __future__ import annotations

from collections.abc import Callable

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import WHITE, Colour, blend, flat, mix, rgb, shade, step, vary
from descent.datasets.render.dice import Dice, FloatArray
from descent.datasets.render.shapes import Point, Shape, box, curve, ellipse, polygon
from descent.datasets.subjects.plants import cactus, fir, tree
from descent.datasets.subjects.scenes import sky, water


def _ridge(canvas: Canvas, dice: Dice, level: float, height: float, peaks: int, *, smooth: bool) -> Shape:
    """A skyline about ``level``, down to the foot of the page."""
    points: list[Point] = [
        (-0.1 + (canvas.width + 0.2) * k / peaks, level - height * dice.between(0.0, 1.0) * (0.4 if k % 2 else 1.0))
        for k in range(peaks + 1)
    ]
    line = curve(points, 5) if smooth else points
    return polygon([*line, (canvas.width + 0.1, 1.1), (-0.1, 1.1)])


def mountains(canvas: Canvas, dice: Dice) -> None:
    """Peaks with snow, one range behind the other."""
    sky(canvas, dice)
    stone = vary(dice, rgb(dice.pick((0x6A7488, 0x7A6A62, 0x55708A))))
    for k, level in enumerate((0.55, 0.72)):
        tone = mix(stone, rgb(0xB8C8D8), 0.45 - 0.45 * k)
        height = 0.5 - 0.22 * k

        def rock(
            x: FloatArray, y: FloatArray, tone: Colour = tone, level: float = level, height: float = height
        ) -> FloatArray:
            rough = canvas.noise.cloudy(x * 9, y * 9, 3)
            snow = step(0.0, 0.08, (level - height * 0.45) - y + 0.15 * (rough - 0.5))
            return blend(flat(tone, x) * (0.7 + 0.6 * rough)[..., None], WHITE, 0.9 * snow)

        canvas.paint(_ridge(canvas, dice, level, height, 6, smooth=False), rock)
    canvas.paint(_ridge(canvas, dice, 0.9, 0.15, 4, smooth=True), vary(dice, rgb(0x5E8A46)), fur=0.02)


def hills(canvas: Canvas, dice: Dice) -> None:
    """Green or golden hills with a few trees."""
    sky(canvas, dice)
    grass = vary(dice, rgb(dice.pick((0x6A9A48, 0x9AA04A, 0xC2A858, 0x4E8050))))
    for level in (0.55, 0.7, 0.88):
        tone = mix(grass, rgb(0xA8C0C8), (0.88 - level) * 1.2)
        canvas.paint(_ridge(canvas, dice, level, 0.2, 4, smooth=True), tone, bulge=0.2, depth=0.3)
        for _ in range(dice.whole(0, 2)):
            place = Frame(dice.between(0, canvas.width), level + 0.03, 0.08 * level)
            (tree if dice.chance(0.7) else fir)(canvas, place, dice)


def sunset(canvas: Canvas, dice: Dice) -> None:
    """The sun over the water."""
    edge = water(canvas, dice) - 0.2
    glow, x, y = (
        dice.pick((rgb(0xFFD27A), rgb(0xFFF0C8), rgb(0xFF9A5A))),
        dice.between(0.2, canvas.width - 0.2),
        edge - dice.between(0.0, 0.3),
    )
    canvas.paint(ellipse(x, y, 0.5, 0.5), glow, feather=0.7, alpha=0.7)
    canvas.paint(ellipse(x, y, 0.09, 0.09), mix(glow, WHITE, 0.5))
    for k in range(6):
        low = edge + 0.08 + 0.07 * k
        canvas.paint(ellipse(x + dice.around(0, 0.03), low, 0.05 + 0.02 * k, 0.012), mix(glow, WHITE, 0.4), alpha=0.7)


def town(canvas: Canvas, dice: Dice) -> None:
    """House fronts with lit windows, by day or by night."""
    sky(canvas, dice)
    night = dice.chance(0.4)
    if night:
        canvas.fill(canvas.rgb * 0.3)
    left = -0.05
    while left < canvas.width:
        wide, top = dice.between(0.14, 0.26), dice.between(0.15, 0.55)
        front = shade(
            vary(dice, rgb(dice.pick((0xB08A70, 0x8A929C, 0xC8B898, 0x9A6A5A, 0x70808A)))), 0.45 if night else 1.0
        )
        canvas.paint(box(left, top, left + wide, 1.1), front)
        for row in range(int((0.95 - top) / 0.11)):
            for column in range(int(wide / 0.07)):
                x, y = left + 0.02 + 0.07 * column, top + 0.04 + 0.11 * row
                pane = rgb(0xFFDE8A) if dice.chance(0.6 if night else 0.1) else shade(front, 0.55)
                canvas.paint(box(x, y, x + 0.04, y + 0.06), pane)
        left += wide
    canvas.paint(box(-0.1, 0.92, canvas.width + 0.1, 1.1), rgb(0x55565C))


def wood(canvas: Canvas, dice: Dice) -> None:
    """Trees, near and far."""
    sky(canvas, dice)
    canvas.paint(_ridge(canvas, dice, 0.62, 0.12, 5, smooth=True), vary(dice, rgb(0x5A7A4A)), fur=0.03)
    kind: Callable[[Canvas, Frame, Dice], None] = tree if dice.chance(0.5) else fir
    for k in range(6):
        kind(canvas, Frame(dice.between(0, canvas.width), 0.66 + 0.05 * k, 0.14 + 0.025 * k), dice)


def desert(canvas: Canvas, dice: Dice) -> None:
    """Dunes with a cactus."""
    sky(canvas, dice)
    sand = vary(dice, rgb(dice.pick((0xD8B070, 0xC89058, 0xE2C890))))
    for level in (0.62, 0.82):
        canvas.paint(
            _ridge(canvas, dice, level, 0.16, 3, smooth=True), shade(sand, 0.75 + 0.3 * level), bulge=0.25, depth=0.4
        )
    for _ in range(dice.whole(0, 2)):
        cactus(canvas, Frame(dice.between(0.1, canvas.width - 0.1), dice.between(0.75, 0.95), 0.1), dice)


LANDSCAPES: tuple[Callable[[Canvas, Dice], None], ...] = (mountains, hills, sunset, town, wood, desert)
