"""Whole cats in the poses of cats: sitting, walking, lying, asleep, peeping out of a box, looking away.

The unit is the radius of the head; the origin is where the cat touches the ground, and up is negative y.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import mix, rgb, shade
from descent.datasets.render.dice import Dice
from descent.datasets.render.shapes import Point, box, ellipse, join, limb, polygon, tube
from descent.datasets.subjects.cat_face import Look, any_look, draw_back_of_head, draw_head
from descent.datasets.subjects.coat import Coat


@dataclass(frozen=True)
class Brush:
    """A cat being painted: where, on what, with which coat and face."""

    canvas: Canvas
    frame: Frame
    coat: Coat
    look: Look
    dice: Dice

    def head(self, x: float, y: float, size: float = 1.0, tilt: float = 0.0) -> None:
        """The head at (x, y)."""
        draw_head(self.canvas, self.frame.inside(x, y, size, tilt), self.coat, self.look)

    def ground(self, x: float, width: float) -> None:
        """The shadow under the cat."""
        self.canvas.shadow(ellipse(x, 0.0, width, 0.3), self.frame, alpha=0.55, feather=0.5)

    def tail(self, *points: Point, thick: float = 0.2) -> None:
        """A tail through the points, from root to tip."""
        self.canvas.paint(tube(points, thick, thick * 0.8), self.coat.tail, self.frame, bulge=thick, fur=0.08)

    def leg(self, top: Point, foot: Point, thick: float = 0.25, *, far: bool = False) -> None:
        """A leg with its paw; the far legs lie in shade."""
        dim = 0.72 if far else 1.0
        (x, y), coat = foot, self.coat
        upper = shade(mix(coat.base, coat.dark, 0.15), dim)
        self.canvas.paint(limb(top, foot, thick, thick * 0.72), upper, self.frame, bulge=thick, fur=0.05)
        self.paw(x - 0.06, y + 0.02, thick, dim)

    def paw(self, x: float, y: float, thick: float = 0.25, dim: float = 1.0) -> None:
        """A paw, with two lines between its toes."""
        paint = shade(self.coat.paw, dim)
        self.canvas.paint(ellipse(x, y, thick * 1.1, thick * 0.72), paint, self.frame, bulge=thick * 0.7, fur=0.03)
        for toe in (-0.35, 0.3):
            line = limb((x + toe * thick, y + 0.1 * thick), (x + toe * thick, y + 0.6 * thick), 0.02, 0.02)
            self.canvas.paint(line, shade(paint, 0.45), self.frame, alpha=0.8)

    def bib(self, x: float, y: float, width: float, height: float) -> None:
        """The light fur of the chest."""
        self.canvas.paint(ellipse(x, y, width, height), self.coat.bib, self.frame, bulge=width, fur=0.16, depth=0.4)


def sitting(b: Brush) -> None:
    """From the front, upright, tail to one side."""
    side = b.dice.sign()
    reach = b.dice.between(1.5, 2.1)
    b.ground(0.0, 1.5)
    b.tail(
        (0.7 * side, -0.35), (1.2 * side, -0.2), (reach * side, -0.45), (1.6 * side, -1.2 * b.dice.between(0.6, 1.3))
    )
    hips = join(ellipse(-0.68, -0.55, 0.52, 0.55), ellipse(0.68, -0.55, 0.52, 0.55), ellipse(0, -0.9, 0.85, 0.9))
    b.canvas.paint(join(hips, ellipse(0, -1.85, 0.74, 0.85), soft=0.4), b.coat.body, b.frame, bulge=0.8, fur=0.07)
    b.bib(0.0, -1.75, 0.45, 0.75)
    for x in (-1, 1):
        b.paw(0.82 * x, -0.12, 0.3)
        b.leg((0.27 * x, -1.4), (0.3 * x, -0.15))
    b.head(b.dice.around(0.0, 0.25), -2.95, 1.0, b.dice.around(0.0, 0.35))


def sitting_aside(b: Brush) -> None:
    """From the side, upright, looking round at you."""
    b.ground(0.2, 1.5)
    rise = b.dice.between(-1.0, -0.2)
    b.tail((1.0, -0.3), (1.6, -0.15), (2.2, rise * 0.6 - 0.2), (2.35, rise - 0.5))
    b.leg((-0.45, -1.4), (-0.75, -0.18), far=True)
    trunk = join(ellipse(0.35, -0.9, 0.95, 0.92), ellipse(-0.2, -1.75, 0.72, 0.9, -0.25), soft=0.5)
    b.canvas.paint(trunk, b.coat.body, b.frame, bulge=0.8, fur=0.07)
    b.bib(-0.6, -1.75, 0.28, 0.6)
    b.canvas.paint(ellipse(0.55, -0.72, 0.66, 0.68), b.coat.body, b.frame, bulge=0.5, fur=0.05, depth=0.4)
    b.paw(-0.05, -0.13, 0.34)
    b.leg((-0.45, -1.35), (-0.5, -0.15))
    b.head(-0.5, -2.85, 1.0, b.dice.around(0.0, 0.35))


def walking(b: Brush) -> None:
    """From the side, tail up, in mid step."""
    b.ground(0.0, 1.9)
    stride = b.dice.between(0.0, 0.4)
    wag = b.dice.between(-0.5, 0.6)
    b.tail((1.35, -2.0), (1.95, -2.5), (1.95 + wag * 0.5, -3.3), (2.15 + wag, -3.75), thick=0.17)
    b.leg((-0.85, -1.4), (-0.85 - stride, -0.15), far=True)
    b.leg((1.1, -1.4), (1.05 + stride, -0.15), far=True)
    trunk = join(
        ellipse(0.0, -1.7, 1.3, 0.62), ellipse(-0.95, -1.75, 0.6, 0.64), ellipse(1.0, -1.65, 0.66, 0.7), soft=0.3
    )
    b.canvas.paint(trunk, b.coat.body, b.frame, bulge=0.65, fur=0.07)
    b.leg((-1.0, -1.4), (-1.0 + stride, -0.12))
    b.leg((1.05, -1.4), (1.0 - stride, -0.12), 0.28)
    b.bib(-1.35, -1.75, 0.25, 0.42)
    b.head(-1.5, -2.5, 0.92, b.dice.around(0.0, 0.3))


def loaf(b: Brush) -> None:
    """Lying like a loaf of bread, paws tucked in."""
    b.ground(0.2, 2.1)
    b.canvas.paint(
        join(ellipse(0.35, -0.8, 1.65, 0.85), ellipse(-0.6, -0.8, 0.85, 0.8), soft=0.3),
        b.coat.body,
        b.frame,
        bulge=0.8,
        fur=0.07,
    )
    b.canvas.paint(ellipse(1.15, -0.6, 0.68, 0.6), b.coat.body, b.frame, bulge=0.5, fur=0.05, depth=0.4)
    b.tail((1.75, -0.3), (1.3, -0.08), (0.6, -0.1), (0.1, -0.16), thick=0.17)
    b.bib(-0.85, -0.85, 0.45, 0.5)
    b.paw(-1.0, -0.14, 0.3)
    b.paw(-0.45, -0.14, 0.3)
    b.head(-0.8, -1.75, 1.0, b.dice.around(0.0, 0.35))


def sphinx(b: Brush) -> None:
    """Lying towards you, forelegs stretched out."""
    side = b.dice.sign()
    b.ground(0.0, 2.0)
    b.tail((1.2 * side, -0.4), (1.9 * side, -0.3), (2.3 * side, -0.7), (2.2 * side, -1.3), thick=0.18)
    b.canvas.paint(
        join(ellipse(0.0, -0.85, 1.45, 0.85), ellipse(0.75 * side, -1.1, 0.8, 0.7), soft=0.3),
        b.coat.body,
        b.frame,
        bulge=0.8,
        fur=0.07,
    )
    b.bib(0.0, -0.9, 0.55, 0.6)
    for x in (-1, 1):
        b.leg((0.55 * x, -0.65), (0.62 * x, -0.12), 0.32)
    b.head(0.0, -1.75, 1.0, b.dice.around(0.0, 0.35))


def curled_up(b: Brush) -> None:
    """Asleep in a ring, nose under the tail."""
    asleep = replace(b, look=replace(b.look, asleep=True))
    b.ground(0.0, 2.0)
    b.canvas.paint(ellipse(0.1, -0.85, 1.7, 0.95), b.coat.body, b.frame, bulge=0.9, fur=0.08)
    b.canvas.paint(ellipse(0.95, -0.6, 0.78, 0.62), b.coat.body, b.frame, bulge=0.5, fur=0.06, depth=0.4)
    asleep.head(-0.75, -0.9, 0.92, -0.35)
    b.tail((1.7, -0.45), (1.2, -0.05), (0.2, -0.02), (-0.5, -0.12), thick=0.24)


def in_a_box(b: Brush) -> None:
    """If it fits, it sits."""
    card = b.dice.pick((rgb(0xB98A58), rgb(0xC9A06A), rgb(0x8B5A3C), rgb(0x6F8FA8), rgb(0xB85C4A)))
    b.ground(0.0, 1.9)
    b.canvas.paint(box(-1.5, -1.7, 1.5, -0.6), shade(card, 0.5), b.frame)
    b.canvas.paint(ellipse(0.0, -1.0, 1.1, 1.0), b.coat.body, b.frame, bulge=0.8, fur=0.07)
    b.bib(0.0, -1.2, 0.5, 0.6)
    b.head(b.dice.around(0.0, 0.4), -2.25, 1.0, b.dice.around(0.0, 0.4))
    front = polygon(((-1.6, -1.25), (1.6, -1.25), (1.5, 0.0), (-1.5, 0.0)), 0.04)
    b.canvas.paint(front, card, b.frame, bulge=0.12, depth=0.35)
    b.canvas.paint(box(-1.62, -1.32, 1.62, -1.12, 0.05), shade(card, 1.12), b.frame)
    for x in (-0.75, 0.75):
        b.paw(x, -1.2, 0.3)


def looking_away(b: Brush) -> None:
    """From behind: two ears, a back and a tail."""
    side = b.dice.sign()
    b.ground(0.0, 1.5)
    back = join(ellipse(0, -0.85, 1.05, 0.9), ellipse(0, -1.8, 0.78, 0.95), soft=0.4)
    b.canvas.paint(back, b.coat.body, b.frame, bulge=0.9, fur=0.07)
    head = b.frame.inside(0.0, -2.8, 0.95, b.dice.around(0.0, 0.3))
    draw_back_of_head(b.canvas, head, b.coat, b.look)
    b.tail((0.1 * side, -0.3), (1.1 * side, -0.12), (1.9 * side, -0.4), (1.7 * side, -1.0))


def portrait(b: Brush) -> None:
    """Head and shoulders; here the origin is the middle of the head."""
    shoulders = join(limb((0.0, 1.95), (0.0, 4.5), 1.22, 1.3), ellipse(0.0, 0.9, 0.75, 0.8), soft=0.4)
    b.canvas.paint(shoulders, b.coat.body, b.frame, bulge=0.9, fur=0.08)
    b.bib(0.05, 1.55, 0.6, 0.8)
    b.canvas.shadow(ellipse(0.1, 0.75, 0.8, 0.4), b.frame, alpha=0.35, feather=0.5)
    b.head(0.0, 0.0)


# pose, how common, (left, top, right, bottom) of what it covers
POSES: tuple[tuple[Callable[[Brush], None], float, tuple[float, float, float, float]], ...] = (
    (sitting, 3.0, (-1.5, -4.3, 1.5, 0.2)),
    (sitting_aside, 2.5, (-1.6, -4.2, 2.3, 0.2)),
    (walking, 2.5, (-2.4, -3.9, 2.2, 0.2)),
    (loaf, 2.0, (-2.0, -3.1, 2.0, 0.2)),
    (sphinx, 1.5, (-1.7, -3.1, 1.7, 0.2)),
    (curled_up, 1.0, (-1.9, -2.1, 1.9, 0.3)),
    (in_a_box, 1.5, (-1.7, -3.6, 1.7, 0.2)),
    (looking_away, 0.5, (-1.5, -4.1, 1.5, 0.2)),
)


def brush(canvas: Canvas, frame: Frame, coat: Coat, dice: Dice) -> Brush:
    """A cat that is about to be painted."""
    return Brush(canvas, frame, coat, any_look(dice, coat), dice)
