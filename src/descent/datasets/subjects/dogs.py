"""Dogs: hanging ears, a long snout with a large nose, round pupils, and often a tongue.

They share the warm coat colours of cats, so colour alone cannot tell the two apart.
"""

from __future__ import annotations

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import INK, WHITE, Colour, mix, rgb, shade, vary
from descent.datasets.render.dice import Dice
from descent.datasets.render.shapes import blob, ellipse, join, limb, polygon, tube

COATS: tuple[tuple[Colour, Colour, Colour], ...] = (  # coat, ears, snout
    (rgb(0xC08A4E), rgb(0x8A5A2E), rgb(0xE8D2AE)),
    (rgb(0xEFE6D8), rgb(0x8A5A38), rgb(0xF7F2EA)),
    (rgb(0x3A3230), rgb(0x2A2423), rgb(0xB98A5A)),
    (rgb(0x7A5236), rgb(0x543622), rgb(0xA87E58)),
    (rgb(0xE0BE86), rgb(0xC2965A), rgb(0xF1E0BE)),
    (rgb(0xF3EFE8), rgb(0x3C3838), rgb(0xFAF7F2)),
    (rgb(0x9A9A9E), rgb(0x5E5F66), rgb(0xE4E2DE)),
)


def _colours(dice: Dice) -> tuple[Colour, Colour, Colour]:
    coat, ear, snout = dice.pick(COATS)
    return vary(dice, coat), vary(dice, ear), vary(dice, snout)


def _head(canvas: Canvas, frame: Frame, dice: Dice, coat: Colour, ear: Colour, snout: Colour) -> None:
    """From the front, radius 1."""
    canvas.paint(
        join(ellipse(0, -0.2, 0.82, 0.82), ellipse(0, 0.3, 0.62, 0.7), soft=0.3), coat, frame, bulge=0.8, fur=0.05
    )
    if dice.chance(0.4):
        patch = ellipse(0.36 * dice.sign(), -0.2, 0.33, 0.4)
        canvas.paint(patch, ear, frame, feather=0.08)
    long = dice.between(0.6, 0.95)
    for side in (-1, 1):
        hang = blob(
            [
                (side * x, y)
                for x, y in ((0.4, -0.92), (0.85, -0.85), (1.2, -0.2), (1.15, long), (0.86, long - 0.1), (0.74, -0.2))
            ]
        )
        canvas.paint(hang, ear, frame, bulge=0.3, fur=0.05)
        canvas.paint(ellipse(side * 0.34, -0.18, 0.15, 0.17), rgb(0x4A2C18), frame, bulge=0.1)
        canvas.paint(ellipse(side * 0.34, -0.17, 0.09, 0.11), (0.03, 0.02, 0.02), frame)
        canvas.paint(ellipse(side * 0.34 - 0.05, -0.24, 0.045, 0.045), WHITE, frame)
    if dice.chance(0.6):
        tongue = join(limb((0.02, 0.8), (0.05, 1.12), 0.17, 0.2))
        canvas.paint(tongue, rgb(0xE27A86), frame, bulge=0.15)
    canvas.paint(
        join(ellipse(0, 0.5, 0.52, 0.42), ellipse(0, 0.2, 0.26, 0.4), soft=0.2), snout, frame, bulge=0.4, fur=0.03
    )
    mouth = join(
        tube(((0, 0.45), (0, 0.68)), 0.03, 0.03, 1),
        tube(((0, 0.68), (-0.2, 0.78), (-0.4, 0.62)), 0.03, 0.02),
        tube(((0, 0.68), (0.2, 0.78), (0.4, 0.62)), 0.03, 0.02),
    )
    canvas.paint(mouth, mix(INK, snout, 0.2), frame)
    canvas.paint(ellipse(0, 0.27, 0.25, 0.18), (0.08, 0.07, 0.07), frame, bulge=0.15)
    canvas.paint(ellipse(-0.07, 0.2, 0.07, 0.035), (0.6, 0.6, 0.6), frame)


def dog_face(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Head and shoulders."""
    coat, ear, snout = _colours(dice)
    shoulders = join(limb((0, 1.95), (0, 4.5), 1.22, 1.3), ellipse(0, 0.9, 0.7, 0.8), soft=0.4)
    canvas.paint(shoulders, coat, frame, bulge=0.9, fur=0.08)
    if dice.chance(0.5):
        canvas.paint(
            ellipse(0, 0.98, 0.74, 0.3),
            vary(dice, dice.pick((rgb(0xC23B3B), rgb(0x2F6FB0), rgb(0x3E8F5A)))),
            frame,
            bulge=0.1,
        )
    _head(canvas, frame, dice, coat, ear, snout)


def dog_sitting(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """From the front, on its haunches; the origin is on the ground."""
    coat, ear, snout = _colours(dice)
    canvas.shadow(ellipse(0, 0, 1.5, 0.3), frame, alpha=0.55, feather=0.5)
    side = dice.sign()
    canvas.paint(
        tube(((0.7 * side, -0.4), (1.3 * side, -0.7), (1.6 * side, -1.3)), 0.2, 0.1), ear, frame, bulge=0.2, fur=0.06
    )
    canvas.paint(
        join(ellipse(0, -0.8, 1.0, 0.8), ellipse(0, -1.8, 0.8, 0.9), soft=0.4), coat, frame, bulge=0.9, fur=0.06
    )
    canvas.paint(ellipse(0, -1.6, 0.42, 0.7), snout, frame, bulge=0.4, fur=0.12, depth=0.4)
    for x in (-1, 1):
        canvas.paint(ellipse(0.85 * x, -0.15, 0.4, 0.2), shade(coat, 0.9), frame, bulge=0.2)
        canvas.paint(limb((0.36 * x, -1.5), (0.38 * x, -0.2), 0.27, 0.22), coat, frame, bulge=0.25, fur=0.04)
        canvas.paint(ellipse(0.38 * x, -0.14, 0.3, 0.19), snout, frame, bulge=0.15)
    _head(canvas, frame.inside(dice.around(0, 0.2), -2.9, 1.0, dice.around(0, 0.35)), dice, coat, ear, snout)


def dog_standing(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """From the side, head in profile with the snout to the left; the origin is on the ground."""
    coat, ear, snout = _colours(dice)
    canvas.shadow(ellipse(0, 0, 2.0, 0.3), frame, alpha=0.55, feather=0.5)
    canvas.paint(
        tube(((1.3, -2.0), (1.8, -2.5), (1.9, -3.0 + dice.around(0, 0.4))), 0.2, 0.1), coat, frame, bulge=0.2, fur=0.06
    )
    for x, dim in ((-0.7, 0.7), (1.25, 0.7), (-1.0, 1.0), (1.0, 1.0)):
        canvas.paint(limb((x, -1.5), (x - 0.05, -0.15), 0.28, 0.18), shade(coat, dim), frame, bulge=0.25, fur=0.04)
        canvas.paint(ellipse(x - 0.15, -0.12, 0.28, 0.15), shade(snout, dim), frame, bulge=0.12)
    trunk = join(
        ellipse(0, -1.85, 1.3, 0.62),
        ellipse(-0.85, -1.85, 0.68, 0.75),
        ellipse(1.0, -1.8, 0.6, 0.65),
        limb((-1.0, -2.2), (-1.5, -2.8), 0.5, 0.45),
        soft=0.3,
    )
    canvas.paint(trunk, coat, frame, bulge=0.65, fur=0.06)
    if dice.chance(0.5):
        canvas.paint(ellipse(0.3, -2.05, 0.6, 0.4), ear, frame, feather=0.12)
    canvas.paint(
        join(ellipse(-1.65, -3.0, 0.7, 0.62), limb((-1.9, -2.85), (-2.65, -2.7), 0.4, 0.27), soft=0.25),
        coat,
        frame,
        bulge=0.5,
        fur=0.05,
    )
    canvas.paint(limb((-2.3, -2.7), (-2.65, -2.66), 0.27, 0.23), snout, frame, bulge=0.25)
    canvas.paint(ellipse(-2.88, -2.82, 0.15, 0.13), (0.06, 0.05, 0.05), frame, bulge=0.1)
    canvas.paint(tube(((-2.75, -2.55), (-2.4, -2.5), (-2.15, -2.58)), 0.03, 0.02), INK, frame)
    canvas.paint(ellipse(-1.85, -3.15, 0.11, 0.12), (0.05, 0.03, 0.02), frame)
    canvas.paint(ellipse(-1.88, -3.19, 0.035, 0.035), WHITE, frame)
    canvas.paint(
        blob(((-1.5, -3.5), (-1.15, -3.45), (-0.95, -2.7), (-1.2, -2.3), (-1.45, -2.7))),
        ear,
        frame,
        bulge=0.25,
        fur=0.05,
    )
    if dice.chance(0.5):
        canvas.paint(
            polygon(((-1.55, -2.3), (-0.85, -2.65), (-0.75, -2.5), (-1.45, -2.12)), 0.03),
            rgb(0xC23B3B),
            frame,
            bulge=0.08,
        )
