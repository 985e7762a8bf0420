"""What carries people: cars, buses, sailing boats, aeroplanes, balloons."""

from __future__ import annotations

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import INK, WHITE, lacquer, mix, rgb, shade
from descent.datasets.render.dice import Dice
from descent.datasets.render.shapes import blob, box, carve, ellipse, join, limb, overlap, polygon

GLASS = rgb(0xA9CFE0)


def _wheel(canvas: Canvas, frame: Frame, x: float, r: float) -> None:
    canvas.paint(ellipse(x, -r, r, r), (0.09, 0.09, 0.1), frame, bulge=0.1)
    canvas.paint(ellipse(x, -r, r * 0.55, r * 0.55), rgb(0xC2C4C8), frame, bulge=0.1)
    canvas.paint(ellipse(x, -r, r * 0.18, r * 0.18), rgb(0x55585F), frame)


def car(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """From the side; the origin is on the road."""
    paint = lacquer(dice)
    canvas.shadow(ellipse(0, 0, 2.0, 0.2), frame, alpha=0.6, feather=0.3)
    roof = dice.between(-1.5, -1.3)
    canvas.paint(polygon(((-1.05, -0.85), (-0.6, roof), (0.65, roof), (1.25, -0.85)), 0.1), paint, frame, bulge=0.2)
    canvas.paint(box(-1.95, -0.98, 1.95, -0.25, 0.25), paint, frame, bulge=0.25)
    for glass in (
        ((-0.82, -0.92), (-0.5, roof + 0.08), (-0.04, roof + 0.08), (-0.04, -0.92)),
        ((0.1, -0.92), (0.1, roof + 0.08), (0.58, roof + 0.08), (1.0, -0.92)),
    ):
        canvas.paint(polygon(glass), GLASS, frame, bulge=0.1)
    canvas.paint(ellipse(-1.85, -0.7, 0.12, 0.13), rgb(0xFFF3B8), frame)
    canvas.paint(box(1.82, -0.8, 1.96, -0.55), rgb(0xC83030), frame)
    canvas.paint(box(0.15, -0.75, 0.4, -0.7), shade(paint, 0.5), frame)
    for x in (-1.15, 1.15):
        _wheel(canvas, frame, x, 0.4)


def bus(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A bus or a van with a row of windows; the origin is on the road."""
    paint = lacquer(dice)
    canvas.shadow(ellipse(0, 0, 2.0, 0.2), frame, alpha=0.6, feather=0.3)
    canvas.paint(box(-1.95, -2.1, 1.95, -0.25, 0.22), paint, frame, bulge=0.2)
    canvas.paint(box(-1.95, -0.95, 1.95, -0.75), mix(paint, WHITE, 0.7), frame)
    for i in range(4):
        canvas.paint(box(-1.75 + 0.9 * i, -1.85, -1.02 + 0.9 * i, -1.15, 0.08), GLASS, frame, bulge=0.1)
    canvas.paint(ellipse(-1.82, -0.55, 0.11, 0.11), rgb(0xFFF3B8), frame)
    for x in (-1.15, 1.15):
        _wheel(canvas, frame, x, 0.38)


def sailing_boat(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Under sail; the origin is at the waterline."""
    hull = lacquer(dice)
    canvas.paint(limb((0.1, -0.4), (0.1, -3.1), 0.05, 0.04), rgb(0x6A4A30), frame)
    canvas.paint(
        polygon(((0.22, -3.0), (1.4, -0.65), (0.22, -0.6))),
        mix(WHITE, lacquer(dice), dice.between(0, 0.6)),
        frame,
        bulge=0.2,
        depth=0.3,
    )
    canvas.paint(
        polygon(((-0.02, -2.7), (-1.1, -0.65), (-0.02, -0.6))), mix(WHITE, hull, 0.15), frame, bulge=0.2, depth=0.3
    )
    canvas.paint(blob(((-1.6, -0.5), (1.7, -0.55), (1.2, 0.1), (-1.1, 0.1)), 3), hull, frame, bulge=0.25)
    canvas.paint(ellipse(0, 0.15, 1.7, 0.08), mix(WHITE, GLASS, 0.4), frame, alpha=0.7, feather=0.1)


def aeroplane(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """From the side, nose to the left."""
    body, mark = mix(WHITE, lacquer(dice), dice.between(0, 0.35)), lacquer(dice)
    canvas.paint(polygon(((1.3, -0.1), (1.75, -0.95), (2.05, -0.95), (1.95, 0.0)), 0.03), mark, frame, bulge=0.1)
    canvas.paint(
        join(ellipse(-0.9, 0.0, 1.0, 0.36), limb((-0.9, 0.0), (1.85, -0.12), 0.35, 0.12), soft=0.1),
        body,
        frame,
        bulge=0.35,
    )
    canvas.paint(polygon(((-0.35, 0.12), (0.35, 0.12), (1.1, 0.85), (0.75, 0.85)), 0.04), mark, frame, bulge=0.08)
    for i in range(6):
        canvas.paint(ellipse(-1.15 + 0.32 * i, -0.08, 0.08, 0.09), rgb(0x3E5A78), frame)
    canvas.paint(polygon(((-1.75, -0.12), (-1.45, -0.28), (-1.35, -0.08))), rgb(0x3E5A78), frame)


def balloon(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A hot-air balloon with gores of two colours."""
    one, two = lacquer(dice), mix(WHITE, lacquer(dice), dice.between(0.1, 1.0))
    for side in (-1, 1):
        canvas.paint(limb((side * 0.45, 0.7), (side * 0.22, 1.5), 0.02, 0.02), INK, frame)
    canvas.paint(box(-0.25, 1.45, 0.25, 1.85, 0.06), rgb(0x8A5A30), frame, bulge=0.1)
    bag = join(ellipse(0, -0.4, 1.2, 1.2), limb((0, 0.1), (0, 1.0), 0.8, 0.3), soft=0.3)
    canvas.paint(bag, one, frame, bulge=1.0)
    canvas.paint(overlap(bag, carve(ellipse(0, -0.2, 0.78, 1.6), ellipse(0, -0.2, 0.4, 1.6))), two, frame, bulge=1.0)
