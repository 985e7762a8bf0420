"""What grows: trees, flowers, mushrooms, cacti, fruit."""

from __future__ import annotations

import numpy as np

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import WHITE, hsv, mix, rgb, shade, vary
from descent.datasets.render.dice import Dice
from descent.datasets.render.shapes import blob, box, ellipse, join, limb, polygon, tube

BARK, LEAF = rgb(0x6A4A32), rgb(0x4E8A3E)


def tree(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A leaf tree in summer, autumn or blossom; the origin is at its foot."""
    leaf = vary(dice, dice.pick((LEAF, rgb(0x3E7040), rgb(0x7FA03A), rgb(0xD08A2E), rgb(0xB84A2A), rgb(0xE8B0C0))))
    canvas.shadow(ellipse(0.2, 0, 1.4, 0.2), frame, alpha=0.45, feather=0.4)
    canvas.paint(
        join(
            limb((0, 0.0), (0, -1.8), 0.26, 0.16),
            limb((0, -1.2), (0.6, -2.0), 0.12, 0.07),
            limb((0, -1.1), (-0.6, -1.9), 0.12, 0.07),
            soft=0.1,
        ),
        BARK,
        frame,
        bulge=0.2,
        fur=0.05,
    )
    for _ in range(7):
        x, y, r = dice.around(0, 1.3), dice.around(-2.4, 0.9), dice.between(0.55, 0.85)
        canvas.paint(ellipse(x, y, r, r * 0.9), shade(leaf, dice.between(0.8, 1.15)), frame, bulge=r, fur=0.2)


def fir(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A fir, green or snowed in; the origin is at its foot."""
    leaf = vary(dice, dice.pick((rgb(0x2E6648), rgb(0x3E7A50), rgb(0x9CB8B4))))
    canvas.shadow(ellipse(0.2, 0, 1.2, 0.2), frame, alpha=0.45, feather=0.4)
    canvas.paint(box(-0.17, -0.6, 0.17, 0.0), BARK, frame, bulge=0.15)
    for k in range(4):
        wide, low = 1.35 - 0.28 * k, -0.45 - 0.8 * k
        canvas.paint(
            polygon(((-wide, low), (0.0, low - 1.35), (wide, low)), 0.05),
            shade(leaf, 0.85 + 0.09 * k),
            frame,
            bulge=0.35,
            fur=0.14,
        )


def flower(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A large blossom on a stem; the origin is the middle of the blossom."""
    petal, count = (
        hsv(dice.pick((0.0, 0.08, 0.14, 0.75, 0.85, 0.93, 0.62)), dice.between(0.15, 0.8), 0.95),
        dice.whole(5, 10),
    )
    canvas.paint(tube(((0, 0), (0.15, 1.2), (0.0, 2.6)), 0.09, 0.09), LEAF, frame, bulge=0.09)
    for side in (-1, 1):
        leaf = blob(((0.08, 1.9), (side * 0.6, 1.35), (side * 1.2, 1.3), (side * 0.7, 1.8)))
        canvas.paint(leaf, shade(LEAF, 1.1), frame, bulge=0.2)
    start = dice.between(0, 1)
    for k in range(count):
        angle = start + 2 * float(np.pi) * k / count
        canvas.paint(
            ellipse(0.66 * float(np.cos(angle)), 0.66 * float(np.sin(angle)), 0.5, 1.55 / count + 0.03, angle),
            shade(petal, dice.between(0.9, 1.05)),
            frame,
            bulge=0.2,
        )
    canvas.paint(
        ellipse(0, 0, 0.36, 0.36), dice.pick((rgb(0xF2C230), rgb(0x6A4020), rgb(0xE88A20))), frame, bulge=0.3, fur=0.08
    )


def mushroom(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A toadstool; the origin is on the ground."""
    cap = vary(dice, dice.pick((rgb(0xC8322A), rgb(0xA8703A), rgb(0xD8A060), rgb(0x7A5A8A))))
    canvas.shadow(ellipse(0, 0, 1.0, 0.2), frame, alpha=0.5, feather=0.3)
    canvas.paint(limb((0, -0.2), (0, -1.4), 0.42, 0.32), rgb(0xF0E6D2), frame, bulge=0.35)
    canvas.paint(
        blob(((-1.5, -1.25), (-1.1, -2.15), (0, -2.6), (1.1, -2.15), (1.5, -1.25), (0, -1.1))), cap, frame, bulge=0.7
    )
    if dice.chance(0.75):
        for x, y, r in (
            (-0.75, -1.7, 0.2),
            (0.1, -2.2, 0.24),
            (0.8, -1.75, 0.18),
            (0.0, -1.5, 0.17),
            (-0.5, -2.2, 0.12),
        ):
            canvas.paint(ellipse(x, y, r, r * 0.85), WHITE, frame, bulge=0.2)


def cactus(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Growing in the ground; the origin is 0.8 below it."""
    skin = vary(dice, rgb(0x5E9A5A))
    for side, y in ((-1, -1.6), (1, -2.0)):
        arm = join(
            limb((0, y), (0.8 * side, y - 0.05), 0.22, 0.24),
            limb((0.8 * side, y - 0.05), (0.8 * side, y - 0.7), 0.24, 0.22),
        )
        canvas.paint(arm, skin, frame, bulge=0.22)
    canvas.paint(limb((0, -0.8), (0, -3.0), 0.48, 0.42), skin, frame, bulge=0.45)
    for x in (-0.2, 0.0, 0.2):
        canvas.paint(limb((x, -1.0), (x, -3.1), 0.02, 0.02), shade(skin, 0.65), frame)
    if dice.chance(0.5):
        canvas.paint(ellipse(0, -3.45, 0.25, 0.2), rgb(0xE86A9A), frame, bulge=0.2)


def potted_cactus(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """In a pot; the origin is on the table."""
    pot = hsv(dice.pick((0.03, 0.06, 0.55, 0.12, 0.9)), 0.55, 0.8)
    canvas.shadow(ellipse(0, 0, 1.0, 0.2), frame, alpha=0.5, feather=0.3)
    cactus(canvas, frame, dice)
    canvas.paint(polygon(((-0.8, -1.1), (0.8, -1.1), (0.6, 0.0), (-0.6, 0.0)), 0.05), pot, frame, bulge=0.5)
    canvas.paint(box(-0.9, -1.25, 0.9, -0.95, 0.06), shade(pot, 1.1), frame, bulge=0.12)


def apple(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """An apple or a pear with a leaf; the origin is on the table."""
    skin = vary(dice, dice.pick((rgb(0xC8302E), rgb(0x8CB83C), rgb(0xE0B83A), rgb(0xD86A3A))))
    canvas.shadow(ellipse(0.1, 0, 1.0, 0.2), frame, alpha=0.55, feather=0.3)
    if dice.chance(0.65):
        fruit = join(ellipse(-0.38, -0.95, 0.75, 0.95), ellipse(0.38, -0.95, 0.75, 0.95), soft=0.2)
        top = -1.7
    else:
        fruit = join(ellipse(0, -0.85, 0.95, 0.85), ellipse(0, -1.75, 0.52, 0.6), soft=0.5)
        top = -2.2
    canvas.paint(
        fruit,
        lambda x, y: (
            np.asarray(mix(skin, rgb(0xF0D060), 0.25))
            + (np.asarray(skin) - mix(skin, rgb(0xF0D060), 0.25)) * canvas.noise(x * 1.5, y * 0.7)[..., None]
        ),
        frame,
        bulge=0.85,
    )
    canvas.paint(tube(((0, top), (0.05, top - 0.25), (0.18, top - 0.5)), 0.06, 0.05), BARK, frame)
    canvas.paint(
        blob(((0.1, top - 0.2), (0.5, top - 0.5), (0.9, top - 0.35), (0.5, top - 0.12))), LEAF, frame, bulge=0.12
    )
