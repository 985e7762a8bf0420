"""Places to be in: rooms, gardens, streets, water, sky, and the blurred nowhere of a portrait.

Each scene covers the whole canvas and returns the height on the page at which something stands in it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import WHITE, Colour, blend, flat, hsv, mix, rgb, shade, step, vary
from descent.datasets.render.dice import Dice, FloatArray
from descent.datasets.render.shapes import box, ellipse, limb, polygon
from descent.datasets.subjects.plants import fir, flower, tree

Scene = Callable[[Canvas, Dice], float]

WALLS = (0xD9CDB8, 0xB9C4BE, 0xC9B1A0, 0xA9B7C6, 0xE2DBCF, 0x9AA58C, 0xCDA98A, 0x8C97A8, 0xD8C98E, 0xB08F86)
FLOORS = (0x9A6E46, 0x7A5334, 0xB98B5E, 0xC7A67C, 0x5E4636, 0x8E8A86)
CLOTHS = (0xA8453E, 0x3F6E8E, 0x6E8B5A, 0xC9A24A, 0x7A5A86, 0xD9CBB8, 0x4A4F5E, 0xB5745A)


def _down(canvas: Canvas, top: Colour, bottom: Colour) -> FloatArray:
    """A slope of colour from the top of the page to its bottom."""
    return blend(flat(top, canvas.y), bottom, canvas.y)


def _clouds(canvas: Canvas, dice: Dice, amount: float) -> None:
    drift, fine = dice.between(0, 40), dice.between(2.0, 4.0)
    density = canvas.noise.cloudy(canvas.x * fine + drift, canvas.y * fine * 2, 4)
    cover = step(0.72 - 0.35 * amount, 0.95 - 0.3 * amount, density)
    canvas.fill(blend(canvas.rgb, rgb(0xF4F4F2), 0.9 * cover))


def sky(canvas: Canvas, dice: Dice) -> float:
    """Blue, grey or evening sky."""
    top, low = dice.pick(((0x4E8FD0, 0xBFDDF0), (0x7FA6C8, 0xDCE6EA), (0x9AA3AE, 0xC9CED2), (0x5A6AA8, 0xF2B48A)))
    canvas.fill(_down(canvas, vary(dice, rgb(top)), vary(dice, rgb(low))))
    _clouds(canvas, dice, dice.between(0.1, 1.0))
    return dice.between(0.6, 0.8)


def room(canvas: Canvas, dice: Dice) -> float:
    """A wall with something on it, and a floor."""
    wall, floor = vary(dice, rgb(dice.pick(WALLS))), vary(dice, rgb(dice.pick(FLOORS)))
    edge = dice.between(0.5, 0.72)
    canvas.fill(flat(wall, canvas.y) * (1.06 - 0.16 * canvas.y)[..., None])
    if dice.chance(0.3):
        paper = step(0.3, 0.5, np.cos(canvas.x * 2 * np.pi * dice.whole(5, 9)))
        canvas.fill(blend(canvas.rgb, shade(wall, 0.9), paper))
    _on_the_wall(canvas, dice, edge)
    canvas.paint(box(-0.1, edge - 0.035, canvas.width + 0.1, edge), mix(wall, WHITE, 0.6))
    boards = dice.chance(0.6)

    def ground(x: FloatArray, y: FloatArray) -> FloatArray:
        near = (y - edge) / (1 - edge)
        tone = 0.82 + 0.22 * canvas.noise(x * 3 / (0.4 + near), y * 22) + 0.1 * near
        if boards:  # planks run away from the viewer and meet far behind the wall
            plank = np.floor((x - canvas.width / 2) / (0.35 + near) * 5)
            tone = tone * (0.92 + 0.16 * canvas.noise(plank * 3.7, np.zeros_like(plank)))
        return flat(floor, x) * tone[..., None]

    canvas.paint(box(-0.1, edge, canvas.width + 0.1, 1.1), ground)
    if dice.chance(0.45):
        rug = vary(dice, rgb(dice.pick(CLOTHS)))
        middle = canvas.width / 2 + dice.around(0, 0.2)
        for grow in (0.0, 0.05, 0.09):
            canvas.paint(
                ellipse(middle, edge + 0.27, 0.62 - grow, 0.2 - grow), mix(rug, WHITE, 0.6 if grow == 0.05 else 0.0)
            )
    return edge + dice.between(0.12, 0.24)


def _on_the_wall(canvas: Canvas, dice: Dice, edge: float) -> None:
    """A window, a picture, a sofa, a shelf or nothing."""
    x, kind = dice.between(0.1, canvas.width - 0.1), dice.whole(0, 4)
    if kind == 0:
        canvas.paint(box(x - 0.24, 0.04, x + 0.24, 0.46), rgb(0xF2EEE6))
        for side in (-1, 1):
            canvas.paint(box(x + side * 0.11 - 0.1, 0.07, x + side * 0.11 + 0.1, 0.43), vary(dice, rgb(0xBFDCEB)))
    elif kind == 1:
        canvas.paint(box(x - 0.15, 0.08, x + 0.15, 0.32), rgb(0x6A4A30))
        canvas.paint(box(x - 0.125, 0.105, x + 0.125, 0.295), vary(dice, rgb(dice.pick(CLOTHS)), 0.1))
    elif kind == 2:
        cloth = vary(dice, rgb(dice.pick(CLOTHS)))
        canvas.paint(box(x - 0.5, edge - 0.32, x + 0.5, edge + 0.05, 0.08), cloth, bulge=0.08)
        canvas.paint(box(x - 0.46, edge - 0.12, x + 0.46, edge + 0.08, 0.05), shade(cloth, 1.12), bulge=0.06)
    elif kind == 3:
        canvas.paint(box(x - 0.35, 0.3, x + 0.35, 0.33), rgb(0x7A5334))
        for k in range(7):
            left = x - 0.3 + 0.085 * k
            canvas.paint(
                box(left, 0.3 - dice.between(0.12, 0.2), left + 0.06, 0.3), vary(dice, rgb(dice.pick(CLOTHS)), 0.1)
            )


def table(canvas: Canvas, dice: Dice) -> float:
    """A table top in front of a wall."""
    wall, wood = vary(dice, rgb(dice.pick(WALLS))), vary(dice, rgb(dice.pick((*FLOORS, 0xE6DED0, 0xA8453E, 0x6E8B9A))))
    edge = dice.between(0.5, 0.68)
    canvas.fill(flat(wall, canvas.y) * (1.05 - 0.2 * canvas.y)[..., None])
    _on_the_wall(canvas, dice, edge)
    canvas.paint(
        box(-0.1, edge, canvas.width + 0.1, 1.1),
        lambda x, y: flat(wood, x) * (0.85 + 0.2 * canvas.noise(x * 2, y * 30) + 0.15 * (y - edge))[..., None],
    )
    return edge + dice.between(0.1, 0.2)


def cushion(canvas: Canvas, dice: Dice) -> float:
    """A blanket or a bed: cloth with checks, stripes or nothing."""
    cloth, other = vary(dice, rgb(dice.pick(CLOTHS))), vary(dice, rgb(dice.pick((*CLOTHS, 0xF2EEE6))))
    folds = 0.85 + 0.3 * canvas.noise.cloudy(canvas.x * 3 + dice.between(0, 9), canvas.y * 3, 2)
    picture, fine = flat(cloth, canvas.x), dice.between(4, 8)
    kind = dice.whole(0, 2)
    u, v = canvas.x + 0.3 * canvas.y + 0.05 * folds, canvas.y - 0.2 * canvas.x
    if kind > 0:
        picture = blend(picture, other, 0.6 * step(0.2, 0.4, np.cos(u * fine * 6.28)))
    if kind > 1:
        picture = blend(picture, other, 0.6 * step(0.2, 0.4, np.cos(v * fine * 6.28)))
    canvas.fill(picture * folds[..., None])
    return dice.between(0.72, 0.88)


def garden(canvas: Canvas, dice: Dice) -> float:
    """Sky, something behind, and grass."""
    sky(canvas, dice)
    edge = dice.between(0.42, 0.66)
    kind = dice.whole(0, 2)
    if kind == 0:
        paint = vary(dice, rgb(dice.pick((0x8A6444, 0xE9E4DA, 0x6E7C86))))
        for k in range(int(canvas.width * 9) + 1):
            left = k / 9
            canvas.paint(
                polygon(
                    (
                        (left, edge + 0.02),
                        (left, edge - 0.26),
                        (left + 0.045, edge - 0.31),
                        (left + 0.09, edge - 0.26),
                        (left + 0.09, edge + 0.02),
                    )
                ),
                shade(paint, dice.between(0.88, 1.05)),
            )
    elif kind == 1:
        for _ in range(9):
            r = dice.between(0.1, 0.2)
            green = vary(dice, rgb(dice.pick((0x4A7A3A, 0x5E8A46, 0x3A6434))))
            canvas.paint(ellipse(dice.between(0, canvas.width), edge - r * 0.4, r, r), green, bulge=r, fur=0.05)
    else:
        for _ in range(2):
            place = Frame(dice.between(0, canvas.width), edge + 0.02, dice.between(0.1, 0.2))
            (tree if dice.chance(0.7) else fir)(canvas, place, dice)
    _grass(canvas, dice, edge)
    return edge + dice.between(0.14, 0.28)


def _grass(canvas: Canvas, dice: Dice, edge: float) -> None:
    green = vary(dice, rgb(dice.pick((0x5F9440, 0x7AA84A, 0x8A9A4A, 0x4C7E3E))))
    canvas.paint(
        box(-0.1, edge, canvas.width + 0.1, 1.1),
        lambda x, y: (
            flat(green, x) * (0.7 + 0.5 * canvas.noise.cloudy(x * 22, y * 12, 2) + 0.1 * (y - edge))[..., None]
        ),
    )
    for _ in range(dice.whole(0, 9)):
        petal = hsv(dice.pick((0.0, 0.14, 0.6, 0.85)), dice.between(0.1, 0.7), 0.96)
        canvas.paint(ellipse(dice.between(0, canvas.width), dice.between(edge + 0.03, 1.0), 0.017, 0.013), petal)


def street(canvas: Canvas, dice: Dice) -> float:
    """A wall of bricks or plaster, a pavement, a road."""
    wall = vary(dice, rgb(dice.pick((0xA0604A, 0xB8A48C, 0x8A8478, 0xC2B280, 0x7A6A62))))
    edge = dice.between(0.5, 0.68)
    rows = np.floor(canvas.y * 16)
    joints = (np.abs(canvas.y * 16 - rows - 0.5) > 0.4) | (np.abs((canvas.x * 7 + rows % 2 / 2) % 1 - 0.5) > 0.45)
    bricks = (
        flat(wall, canvas.y)
        * (0.85 + 0.3 * canvas.noise(np.floor(canvas.x * 7 + rows % 2 / 2) * 5.3, rows * 3.1))[..., None]
    )
    canvas.fill(
        blend(bricks, mix(wall, WHITE, 0.35), 0.7 * joints.astype(np.float64))
        if dice.chance(0.7)
        else flat(wall, canvas.y)
    )
    if dice.chance(0.5):
        x = dice.between(0.1, canvas.width - 0.1)
        canvas.paint(
            box(x - 0.13, edge - 0.48, x + 0.13, edge), shade(vary(dice, rgb(dice.pick(CLOTHS))), 0.8), bulge=0.03
        )
    road = vary(dice, rgb(dice.pick((0x6A6A6E, 0x8E8A84, 0x55565C))))
    canvas.paint(
        box(-0.1, edge, canvas.width + 0.1, 1.1),
        lambda x, y: flat(road, x) * (0.85 + 0.3 * canvas.noise.cloudy(x * 40, y * 40, 2))[..., None],
    )
    canvas.paint(box(-0.1, edge, canvas.width + 0.1, edge + 0.04), mix(road, WHITE, 0.4))
    return edge + dice.between(0.14, 0.26)


def water(canvas: Canvas, dice: Dice) -> float:
    """A lake or the sea under the sky."""
    sky(canvas, dice)
    blue = vary(dice, rgb(dice.pick((0x3A7CA8, 0x4E9AA0, 0x2E5E8A, 0x6A94A8))))
    edge = dice.between(0.4, 0.6)
    canvas.paint(
        box(-0.1, edge, canvas.width + 0.1, 1.1),
        lambda x, y: flat(blue, x) * (0.8 + 0.45 * canvas.noise.cloudy(x * 7, y * 45, 2) - 0.2 * (y - edge))[..., None],
    )
    return edge + dice.between(0.15, 0.3)


def under_water(canvas: Canvas, dice: Dice) -> float:
    """Where fish live: light from above, bubbles, weed."""
    blue = vary(dice, rgb(dice.pick((0x2E8FB0, 0x2A6EA0, 0x3A9E98))))
    canvas.fill(_down(canvas, mix(blue, WHITE, 0.35), shade(blue, 0.55)))
    for _ in range(dice.whole(2, 6)):
        foot = dice.between(0, canvas.width)
        weed = vary(dice, rgb(0x3E7A4A))
        canvas.paint(
            limb((foot, 1.0), (foot + dice.around(0, 0.15), dice.between(0.5, 0.8)), 0.035, 0.01), weed, bulge=0.03
        )
    canvas.paint(ellipse(canvas.width / 2, 1.12, canvas.width, 0.22), vary(dice, rgb(0xC9B080)), bulge=0.1, fur=0.02)
    for _ in range(dice.whole(2, 7)):
        r = dice.between(0.008, 0.025)
        canvas.paint(
            ellipse(dice.between(0, canvas.width), dice.between(0, 0.9), r, r),
            mix(blue, WHITE, 0.7),
            alpha=0.7,
            bulge=r,
        )
    return dice.between(0.7, 0.85)


def studio(canvas: Canvas, dice: Dice) -> float:
    """A plain backdrop."""
    tone = hsv(dice.between(0, 1), dice.between(0.0, 0.45), dice.between(0.35, 0.95))
    canvas.fill(_down(canvas, tone, shade(tone, dice.between(0.65, 1.15))))
    return dice.between(0.75, 0.9)


def lights(canvas: Canvas, dice: Dice) -> float:
    """Out of focus: soft discs of the colours of a place."""
    hue = dice.between(0, 1)
    canvas.fill(
        _down(canvas, hsv(hue, 0.35, dice.between(0.3, 0.8)), hsv((hue + 0.1) % 1, 0.4, dice.between(0.25, 0.7)))
    )
    for _ in range(12):
        r = dice.between(0.05, 0.16)
        tone = hsv((hue + dice.around(0, 0.25)) % 1, dice.between(0.1, 0.6), dice.between(0.4, 1.0))
        canvas.paint(ellipse(dice.between(0, canvas.width), dice.between(0, 1), r, r), tone, alpha=0.55, feather=0.03)
    return dice.between(0.75, 0.9)


def flower_bed(canvas: Canvas, dice: Dice) -> float:
    """Grass with large flowers close by."""
    canvas.fill(flat(rgb(0x4A7A3A), canvas.x))
    _grass(canvas, dice, -0.1)
    for _ in range(dice.whole(2, 4)):
        flower(canvas, Frame(dice.between(0, canvas.width), dice.between(0.15, 0.6), dice.between(0.06, 0.1)), dice)
    return dice.between(0.75, 0.88)
