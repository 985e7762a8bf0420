"""Other animals: birds, an owl with ears and large eyes, rabbits, fish, butterflies, ducks, snails."""

from __future__ import annotations

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import INK, WHITE, Colour, hsv, mix, rgb, shade, vary
from descent.datasets.render.dice import Dice
from descent.datasets.render.shapes import blob, carve, ellipse, join, limb, polygon, tube

BEAK = rgb(0xE8A23C)
BIRDS = (rgb(0x3F7FBF), rgb(0xC9493A), rgb(0xE0B23A), rgb(0x6B5A4A), rgb(0x4E9C6A), rgb(0x8E8E94), rgb(0x3A3840))


def _dot(canvas: Canvas, frame: Frame, x: float, y: float, r: float) -> None:
    """A round eye with a glint."""
    canvas.paint(ellipse(x, y, r, r), (0.05, 0.04, 0.04), frame)
    canvas.paint(ellipse(x - r * 0.35, y - r * 0.35, r * 0.35, r * 0.35), WHITE, frame)


def bird(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """A songbird on a twig, beak to the left."""
    coat = vary(dice, dice.pick(BIRDS))
    chest = mix(coat, dice.pick((WHITE, rgb(0xF0C27A), rgb(0xE0603A))), 0.75)
    canvas.paint(tube(((-1.9, 1.1), (0.0, 0.98), (2.0, 1.15)), 0.1, 0.07), rgb(0x6A4A30), frame, bulge=0.08)
    canvas.paint(
        polygon(((0.8, 0.15), (1.95, 0.75), (1.75, 1.0), (0.6, 0.7)), 0.05), shade(coat, 0.75), frame, bulge=0.12
    )
    canvas.paint(
        join(ellipse(0.1, 0.15, 1.0, 0.75, 0.35), ellipse(-0.6, -0.5, 0.52, 0.5), soft=0.4),
        coat,
        frame,
        bulge=0.6,
        fur=0.04,
    )
    canvas.paint(ellipse(-0.35, 0.35, 0.55, 0.5, 0.5), chest, frame, bulge=0.45, fur=0.05)
    canvas.paint(
        blob(((-0.1, -0.25), (0.7, 0.0), (1.3, 0.7), (0.5, 0.6), (0.0, 0.3))), shade(coat, 0.72), frame, bulge=0.2
    )
    canvas.paint(polygon(((-1.0, -0.62), (-1.55, -0.42), (-1.0, -0.36)), 0.03), BEAK, frame, bulge=0.08)
    _dot(canvas, frame, -0.75, -0.6, 0.11)
    for x in (-0.1, 0.2):
        canvas.paint(limb((x, 0.8), (x - 0.05, 1.05), 0.04, 0.04), rgb(0x8A6A3A), frame)


def bird_in_flight(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Wings spread wide."""
    coat = vary(dice, dice.pick((WHITE, rgb(0x4A4650), rgb(0x7FA0C0), rgb(0xB0764A))))
    lift = dice.between(0.4, 1.1)
    for side in (-1, 1):
        wing = blob(
            ((0.1, -0.1), (side * 0.9, -lift), (side * 2.0, -lift * 0.7), (side * 1.3, -lift * 0.25), (side * 0.4, 0.3))
        )
        canvas.paint(wing, shade(coat, 0.85), frame, bulge=0.25)
    canvas.paint(polygon(((-0.2, 0.4), (0.2, 0.4), (0.32, 1.1), (-0.32, 1.1)), 0.03), shade(coat, 0.7), frame)
    canvas.paint(join(ellipse(0, 0.2, 0.33, 0.62), ellipse(0, -0.4, 0.27, 0.27), soft=0.2), coat, frame, bulge=0.3)
    canvas.paint(polygon(((-0.09, -0.62), (0.09, -0.62), (0, -0.9)), 0.02), BEAK, frame)


def owl(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """An owl with feather ears and very round eyes: the animal most easily taken for a cat."""
    coat = vary(dice, dice.pick((rgb(0x8A6A48), rgb(0x9C948A), rgb(0xD8CDBA), rgb(0x6A5240))))
    canvas.paint(tube(((-1.8, 1.65), (0.0, 1.6), (1.8, 1.7)), 0.13, 0.1), rgb(0x5A4230), frame, bulge=0.1)
    for side in (-1, 1):
        canvas.paint(
            polygon(((side * 0.3, -0.85), (side * 0.75, -1.3), (side * 0.8, -0.6)), 0.05),
            shade(coat, 0.8),
            frame,
            bulge=0.1,
        )
    canvas.paint(
        join(ellipse(0, 0.45, 0.95, 1.15), ellipse(0, -0.45, 0.85, 0.7), soft=0.3), coat, frame, bulge=0.8, fur=0.06
    )
    canvas.paint(ellipse(0, 0.75, 0.62, 0.75), mix(coat, WHITE, 0.5), frame, bulge=0.5, fur=0.12)
    for row in range(3):
        for column in (-1, 0, 1):
            fleck = polygon(
                (
                    (column * 0.32 - 0.08, 0.5 + row * 0.3),
                    (column * 0.32 + 0.08, 0.5 + row * 0.3),
                    (column * 0.32, 0.66 + row * 0.3),
                ),
                0.02,
            )
            canvas.paint(fleck, shade(coat, 0.6), frame)
    for side in (-1, 1):
        canvas.paint(ellipse(side * 0.95, 0.55, 0.25, 0.85, -side * 0.12), shade(coat, 0.7), frame, bulge=0.2)
        canvas.paint(ellipse(side * 0.38, -0.4, 0.4, 0.4), mix(coat, WHITE, 0.65), frame, bulge=0.3)
        canvas.paint(ellipse(side * 0.36, -0.38, 0.25, 0.25), rgb(0xF0B030), frame, bulge=0.1)
        _dot(canvas, frame, side * 0.36, -0.38, 0.15)
        canvas.paint(ellipse(side * 0.28, 1.58, 0.18, 0.12), BEAK, frame, bulge=0.1)
    canvas.paint(polygon(((-0.1, -0.28), (0.1, -0.28), (0, 0.0)), 0.03), BEAK, frame, bulge=0.08)


def rabbit(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Long upright ears, a side view; the origin is on the ground."""
    coat = vary(dice, dice.pick((rgb(0xB59A7C), rgb(0xEDE8E0), rgb(0x8A8580), rgb(0xC9A070), rgb(0x544A44))))
    canvas.shadow(ellipse(0, 0, 1.5, 0.25), frame, alpha=0.5, feather=0.4)
    canvas.paint(ellipse(1.25, -0.6, 0.32, 0.32), mix(coat, WHITE, 0.8), frame, bulge=0.3, fur=0.1)
    lean = dice.between(-0.1, 0.35)
    for x, dim in ((-0.5, 0.75), (-0.85, 1.0)):
        canvas.paint(limb((x, -2.0), (x + lean, -3.3), 0.2, 0.17), shade(coat, dim), frame, bulge=0.17, fur=0.06)
    canvas.paint(limb((-0.87, -2.2), (-0.85 + lean, -3.2), 0.08, 0.07), rgb(0xE0A8A0), frame)
    canvas.paint(
        join(ellipse(0.35, -0.85, 1.0, 0.85), ellipse(-0.4, -0.9, 0.6, 0.65), soft=0.4),
        coat,
        frame,
        bulge=0.8,
        fur=0.07,
    )
    canvas.paint(ellipse(0.6, -0.6, 0.6, 0.55), coat, frame, bulge=0.4, fur=0.05, depth=0.4)
    canvas.paint(
        join(ellipse(-0.8, -1.75, 0.6, 0.55), ellipse(-1.2, -1.6, 0.35, 0.32), soft=0.2),
        coat,
        frame,
        bulge=0.5,
        fur=0.05,
    )
    _dot(canvas, frame, -0.9, -1.85, 0.13)
    canvas.paint(ellipse(-1.5, -1.68, 0.08, 0.06), rgb(0xD88A88), frame)
    canvas.paint(ellipse(0.2, -0.13, 0.6, 0.17), mix(coat, WHITE, 0.3), frame, bulge=0.15)
    canvas.paint(ellipse(-0.65, -0.13, 0.3, 0.15), mix(coat, WHITE, 0.3), frame, bulge=0.12)


def fish(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Swims to the left."""
    coat = vary(dice, hsv(dice.pick((0.04, 0.1, 0.14, 0.55, 0.62, 0.85, 0.45)), dice.between(0.45, 0.8), 0.88))
    fin = mix(shade(coat, 0.75), dice.pick((WHITE, rgb(0xF5D04A))), 0.2)
    canvas.paint(blob(((1.0, 0.0), (1.9, -0.75), (1.65, 0.0), (1.9, 0.75))), fin, frame, bulge=0.15)
    canvas.paint(blob(((-0.4, -0.6), (0.3, -1.2), (0.8, -0.45))), fin, frame, bulge=0.15)
    canvas.paint(blob(((-0.1, 0.6), (0.3, 1.05), (0.6, 0.45))), fin, frame, bulge=0.15)
    body = ellipse(-0.2, 0, 1.4, 0.78)
    canvas.paint(body, coat, frame, bulge=0.7)
    bands = dice.whole(0, 3)
    for i in range(bands):
        canvas.paint(
            carve(ellipse(-0.45 + 0.5 * i, 0, 0.11, 0.68), ellipse(-2.2, 0, 1.0, 2.0)), WHITE, frame, bulge=0.3
        )
    canvas.paint(tube(((-0.75, -0.45), (-0.6, 0.0), (-0.75, 0.45)), 0.03, 0.03), shade(coat, 0.6), frame)
    canvas.paint(blob(((-0.3, 0.1), (0.3, 0.05), (0.15, 0.5))), fin, frame, bulge=0.1)
    canvas.paint(ellipse(-1.1, -0.18, 0.19, 0.19), WHITE, frame)
    _dot(canvas, frame, -1.13, -0.17, 0.11)
    canvas.paint(tube(((-1.6, 0.12), (-1.45, 0.2), (-1.3, 0.2)), 0.03, 0.03), INK, frame)


def butterfly(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """From above, wings open."""
    wing: Colour = hsv(dice.between(0, 1), dice.between(0.5, 0.9), dice.between(0.75, 0.98))
    spot = dice.pick((WHITE, rgb(0xF8D860), hsv(dice.between(0, 1), 0.7, 0.9)))
    for side in (-1, 1):
        upper = blob([(side * x, y) for x, y in ((0.05, -0.1), (0.5, -0.95), (1.45, -1.15), (1.5, -0.35), (0.9, 0.05))])
        lower = blob([(side * x, y) for x, y in ((0.05, 0.05), (0.9, 0.1), (1.2, 0.6), (0.8, 1.1), (0.25, 0.75))])
        for part in (lower, upper):
            canvas.paint(part, shade(wing, 0.28), frame)
        canvas.paint(
            blob([(side * x, y) for x, y in ((0.15, -0.12), (0.55, -0.8), (1.3, -0.98), (1.35, -0.4), (0.85, -0.05))]),
            wing,
            frame,
        )
        canvas.paint(
            blob([(side * x, y) for x, y in ((0.15, 0.12), (0.85, 0.2), (1.05, 0.6), (0.75, 0.95), (0.3, 0.68))]),
            shade(wing, 0.9),
            frame,
        )
        canvas.paint(ellipse(side * 1.05, -0.65, 0.16, 0.16), spot, frame)
        canvas.paint(ellipse(side * 0.75, 0.6, 0.13, 0.13), spot, frame)
        canvas.paint(tube(((side * 0.04, -0.6), (side * 0.2, -1.0), (side * 0.42, -1.25)), 0.025, 0.04), INK, frame)
    canvas.paint(limb((0, -0.6), (0, 0.75), 0.11, 0.08), INK, frame, bulge=0.1)


def duck(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Swims or sits, bill to the left; the origin is at the waterline."""
    coat = vary(dice, dice.pick((rgb(0xF4D03A), rgb(0xF3EFE6), rgb(0x8A6E50), rgb(0x7C8088))))
    head = coat if dice.chance(0.6) else rgb(0x2E6E4A)
    canvas.shadow(ellipse(0.1, 0.05, 1.4, 0.2), frame, alpha=0.4, feather=0.3)
    canvas.paint(
        join(ellipse(0.15, -0.5, 1.15, 0.6), limb((1.0, -0.6), (1.5, -1.0), 0.3, 0.1), soft=0.3),
        coat,
        frame,
        bulge=0.55,
        fur=0.06,
    )
    canvas.paint(limb((-0.6, -0.8), (-0.75, -1.5), 0.35, 0.3), head, frame, bulge=0.3)
    canvas.paint(ellipse(-0.8, -1.7, 0.48, 0.45), head, frame, bulge=0.4)
    canvas.paint(blob(((-1.15, -1.75), (-1.7, -1.6), (-1.75, -1.48), (-1.1, -1.45))), BEAK, frame, bulge=0.12)
    canvas.paint(blob(((-0.3, -0.75), (0.6, -0.85), (1.15, -0.7), (0.5, -0.25))), shade(coat, 0.85), frame, bulge=0.2)
    _dot(canvas, frame, -0.92, -1.82, 0.1)


def snail(canvas: Canvas, frame: Frame, dice: Dice) -> None:
    """Creeps to the left; the origin is on the ground."""
    skin = vary(dice, rgb(0xC9B48A))
    shell = hsv(dice.pick((0.05, 0.08, 0.1, 0.95, 0.6)), dice.between(0.3, 0.6), dice.between(0.55, 0.85))
    canvas.shadow(ellipse(0, 0, 1.6, 0.2), frame, alpha=0.45, feather=0.3)
    canvas.paint(tube(((1.6, -0.08), (0.4, -0.22), (-0.9, -0.25), (-1.3, -0.85)), 0.1, 0.28), skin, frame, bulge=0.25)
    for x in (-1.65, -1.25):
        canvas.paint(tube(((-1.35, -0.95), (x, -1.5)), 0.06, 0.05, 2), skin, frame, bulge=0.05)
        canvas.paint(ellipse(x, -1.52, 0.09, 0.09), INK, frame)
    canvas.paint(ellipse(0.3, -0.95, 0.95, 0.9), shell, frame, bulge=0.8)
    spiral = tube(
        (
            (0.3, -0.15),
            (-0.35, -0.6),
            (0.0, -1.4),
            (0.75, -1.4),
            (0.85, -0.8),
            (0.4, -0.55),
            (0.1, -0.85),
            (0.35, -1.1),
        ),
        0.07,
        0.04,
    )
    canvas.paint(spiral, shade(shell, 0.5), frame)
