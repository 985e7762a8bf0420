"""Things about the house, and the house: in any colour of the rainbow, which no coat has."""

from __future__ import annotations

import numpy as np

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import INK, WHITE, lacquer, mix, rgb, shade, vary
from descent.datasets.render.dice import Dice
from descent.datasets.render.shapes import blob, box, carve, ellipse, join, limb, overlap, polygon, tube


def house(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A wall, a roof, a door and windows; the origin is on the ground."""
    wall = mix(vary(dice, rgb(0xEADFC8)), lacquer(dice), dice.between(0, 0.5))
    roof = vary(dice, dice.pick((rgb(0xA8482E), rgb(0x5A5F6A), rgb(0x6E4A36), rgb(0x8A3030), rgb(0x3E5E6E))))
    canvas.shadow(ellipse(0, 0, 1.7, 0.15), frame, alpha=0.5, feather=0.3)
    canvas.paint(box(0.6, -3.0, 0.95, -2.0), shade(roof, 0.75), frame)
    canvas.paint(box(-1.35, -1.75, 1.35, 0.0), wall, frame, bulge=0.15, depth=0.3)
    peak = dice.between(-3.1, -2.7)
    canvas.paint(polygon(((-1.7, -1.65), (0.0, peak), (1.7, -1.65)), 0.05), roof, frame, bulge=0.2)
    canvas.paint(box(-0.28, -0.95, 0.28, 0.0), shade(roof, 0.7), frame, bulge=0.06)
    for x in (-0.85, 0.85):
        canvas.paint(box(x - 0.3, -1.35, x + 0.3, -0.7), WHITE, frame)
        canvas.paint(
            box(x - 0.25, -1.3, x + 0.25, -0.75), dice.pick((rgb(0xA9CFE0), rgb(0xF6D77A), rgb(0x51708A))), frame
        )
        canvas.paint(join(box(x - 0.02, -1.3, x + 0.02, -0.75), box(x - 0.25, -1.04, x + 0.25, -1.0)), WHITE, frame)


def mug(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A mug with a handle, filled or empty; the origin is on the table."""
    glaze = lacquer(dice) if dice.chance(0.75) else vary(dice, rgb(0xEFEAE0))
    canvas.shadow(ellipse(0.1, 0, 1.2, 0.25), frame, alpha=0.5, feather=0.3)
    canvas.paint(
        carve(ellipse(1.0, -0.95, 0.6, 0.6), ellipse(1.0, -0.95, 0.36, 0.38)), shade(glaze, 0.9), frame, bulge=0.12
    )
    canvas.paint(
        blob(
            (
                (-0.95, -1.85),
                (-0.94, -0.9),
                (-0.78, -0.1),
                (0, 0.0),
                (0.78, -0.1),
                (0.94, -0.9),
                (0.95, -1.85),
                (0, -1.85),
            )
        ),
        glaze,
        frame,
        bulge=0.35,
    )
    if dice.chance(0.5):
        canvas.paint(box(-0.95, -1.2, 0.95, -0.85), mix(WHITE, lacquer(dice), 0.4), frame, bulge=0.16, depth=0.4)
    canvas.paint(ellipse(0, -1.85, 0.95, 0.26), shade(glaze, 1.15), frame)
    canvas.paint(ellipse(0, -1.83, 0.83, 0.2), dice.pick((rgb(0x4A2A18), rgb(0x9A6A3A), shade(glaze, 0.5))), frame)


def ball(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A beach ball, a football, a tennis ball or a ball of wool; the origin is its middle."""
    kind, paint = dice.whole(0, 3), lacquer(dice)
    canvas.shadow(ellipse(0.1, 1.0, 0.9, 0.18), frame, alpha=0.55, feather=0.3)
    globe = ellipse(0, 0, 1, 1)
    canvas.paint(globe, WHITE if kind == 1 else rgb(0xCFE03A) if kind == 2 else paint, frame, bulge=1.0)
    if kind == 0:
        turned, second = (
            frame.inside(0, 0, 1.0, dice.between(-0.8, 0.8)),
            mix(WHITE, lacquer(dice), dice.between(0, 0.8)),
        )
        for gore in (ellipse(0, 0, 0.28, 1.0), carve(ellipse(0, 0, 0.84, 1.0), ellipse(0, 0, 0.6, 1.0))):
            canvas.paint(overlap(globe, gore), second, turned, bulge=0.6)
        canvas.paint(ellipse(0, -0.95, 0.14, 0.06), WHITE, turned)
    elif kind == 1:
        for k in range(6):
            x, y = (0.0, 0.0) if k == 0 else (0.82 * float(np.sin(1.2566 * k)), -0.82 * float(np.cos(1.2566 * k)))
            five = [(x + 0.3 * float(np.sin(1.2566 * j)), y - 0.3 * float(np.cos(1.2566 * j))) for j in range(5)]
            canvas.paint(overlap(globe, polygon(five)), INK, frame, bulge=1.0)
    elif kind == 2:
        for side in (-1, 1):
            canvas.paint(
                overlap(globe, carve(ellipse(side * 1.3, 0, 1.05, 1.05), ellipse(side * 1.3, 0, 0.96, 0.96))),
                WHITE,
                frame,
                bulge=1.0,
            )
    else:
        for k in range(9):
            start = dice.between(0, 3.1)
            arc = carve(ellipse(0, 0, 0.95, 0.28 + 0.08 * k, start), ellipse(0, 0, 0.91, 0.24 + 0.08 * k, start))
            canvas.paint(overlap(globe, arc), shade(paint, 0.6 if k % 2 else 1.25), frame, bulge=1.0)


def lamp(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A table lamp with a glowing shade; the origin is on the table."""
    screen = mix(rgb(0xFBE3A8), lacquer(dice), dice.between(0.1, 0.8))
    canvas.paint(ellipse(0, -2.4, 2.2, 2.2), rgb(0xFFF0C0), frame, alpha=0.45, feather=2.0)
    canvas.shadow(ellipse(0, 0, 0.9, 0.15), frame, alpha=0.5, feather=0.2)
    canvas.paint(
        join(ellipse(0, -0.7, 0.5, 0.65), box(-0.1, -1.8, 0.1, -0.3), ellipse(0, -0.1, 0.6, 0.12), soft=0.15),
        lacquer(dice),
        frame,
        bulge=0.4,
    )
    canvas.paint(
        polygon(((-0.6, -3.1), (0.6, -3.1), (1.15, -1.7), (-1.15, -1.7)), 0.05), screen, frame, bulge=0.3, depth=0.25
    )


def teapot(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Spout to the left, handle to the right; the origin is on the table."""
    glaze, lid = lacquer(dice), lacquer(dice)
    canvas.shadow(ellipse(0, 0, 1.3, 0.2), frame, alpha=0.5, feather=0.3)
    canvas.paint(
        carve(ellipse(1.1, -0.95, 0.65, 0.65), ellipse(1.1, -0.95, 0.45, 0.45)), shade(glaze, 0.85), frame, bulge=0.1
    )
    canvas.paint(tube(((-0.7, -0.6), (-1.3, -0.8), (-1.5, -1.35), (-1.85, -1.6)), 0.3, 0.12), glaze, frame, bulge=0.2)
    canvas.paint(box(-0.6, -0.2, 0.6, 0.0, 0.05), shade(glaze, 0.7), frame)
    canvas.paint(ellipse(0, -0.92, 1.1, 0.88), glaze, frame, bulge=0.85)
    canvas.paint(ellipse(0, -1.6, 0.62, 0.28), lid, frame, bulge=0.25)
    canvas.paint(ellipse(0, -1.92, 0.16, 0.16), lid, frame, bulge=0.15)


def books(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A pile of books; the origin is on the table."""
    canvas.shadow(ellipse(0, 0, 1.5, 0.2), frame, alpha=0.5, feather=0.3)
    top = 0.0
    for _ in range(dice.whole(3, 5)):
        thick, shift = dice.between(0.3, 0.5), dice.around(0, 0.3)
        half = dice.between(1.1, 1.45)
        cover = lacquer(dice)
        canvas.paint(box(shift - half, top - thick, shift + half, top, 0.04), cover, frame, bulge=0.1)
        canvas.paint(box(shift - half + 0.2, top - thick + 0.07, shift + half + 0.02, top - 0.07), rgb(0xF2EAD8), frame)
        canvas.paint(
            box(shift - half, top - thick, shift - half + 0.3, top, 0.04), shade(cover, 0.85), frame, bulge=0.1
        )
        top -= thick


def clock(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """An alarm clock with two bells: round, and with something like ears."""
    metal = lacquer(dice)
    for side in (-1, 1):
        canvas.paint(limb((side * 0.5, 0.7), (side * 0.75, 1.15), 0.1, 0.08), shade(metal, 0.7), frame, bulge=0.08)
        canvas.paint(ellipse(side * 0.6, -1.0, 0.42, 0.28, side * 0.6), rgb(0xC9A24A), frame, bulge=0.25)
    canvas.paint(ellipse(0, 0, 1.08, 1.08), metal, frame, bulge=0.3)
    canvas.paint(ellipse(0, 0, 0.85, 0.85), rgb(0xF8F4EA), frame, bulge=0.2, depth=0.2)
    for k in range(12):
        x, y = float(np.sin(k * np.pi / 6)), -float(np.cos(k * np.pi / 6))
        canvas.paint(limb((0.68 * x, 0.68 * y), (0.76 * x, 0.76 * y), 0.035, 0.035), INK, frame)
    for length, wide, when in ((0.4, 0.06, dice.between(0, 6.28)), (0.6, 0.04, dice.between(0, 6.28))):
        canvas.paint(
            limb((0, 0), (length * float(np.sin(when)), -length * float(np.cos(when))), wide, wide), INK, frame
        )
