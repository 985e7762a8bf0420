"""The head of a cat: two pointed ears, slit pupils, a muzzle and whiskers.

The head has radius 1 about the origin of its frame; ``turn`` looks to one side, as features nearer to the viewer
move further across.
"""

from __future__ import annotations

from dataclasses import dataclass

from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.colours import INK, WHITE, Colour, mix, shade
from descent.datasets.render.dice import Dice
from descent.datasets.render.shapes import Shape, blob, ellipse, join, overlap, polygon, tube
from descent.datasets.subjects.coat import PINK, Coat


@dataclass(frozen=True)
class Look:
    """How this cat looks at you."""

    turn: float = 0.0  # -1 far left to 1 far right
    asleep: bool = False
    pupil: float = 0.3  # width of the slit, as a share of its height
    ear: float = 1.0  # how tall the ears are
    ear_tilt: float = 0.0  # how far the ears lean outwards
    width: float = 1.0  # of the head
    whisker: Colour = WHITE


def any_look(dice: Dice, coat: Coat, *, asleep: bool = False) -> Look:
    """A mood and a face."""
    return Look(
        turn=dice.around(0.0, 0.7),
        asleep=asleep or dice.chance(0.05),
        pupil=dice.pick((0.18, 0.3, 0.5, 0.8), (4.0, 3.0, 2.0, 1.0)),
        ear=dice.between(0.9, 1.15),
        ear_tilt=dice.between(-0.06, 0.16),
        width=dice.between(0.95, 1.06),
        whisker=WHITE,
    )


def head_shape(look: Look) -> Shape:
    """Skull and cheeks, without the ears."""
    lean = 0.1 * look.turn
    skull = ellipse(lean * 0.4, -0.08, 0.92 * look.width, 0.8)
    cheeks = join(ellipse(-0.5 + lean, 0.28, 0.5 * look.width, 0.44), ellipse(0.5 + lean, 0.28, 0.5 * look.width, 0.44))
    return join(skull, cheeks, ellipse(lean * 1.5, 0.52, 0.42, 0.34), soft=0.25)


def draw_head(canvas: Canvas, frame: Frame, coat: Coat, look: Look) -> None:
    """Ears, head and face, from back to front."""
    for side in (-1, 1):
        _ear(canvas, frame, coat, look, side)
    canvas.paint(head_shape(look), coat.head, frame, bulge=0.85, fur=0.07)
    _muzzle(canvas, frame, coat, look)
    for side in (-1, 1):
        (_closed_eye if look.asleep else _eye)(canvas, frame, coat, look, side)
    _whiskers(canvas, frame, look)


def draw_back_of_head(canvas: Canvas, frame: Frame, coat: Coat, look: Look) -> None:
    """The head of a cat that looks away."""
    for side in (-1, 1):
        canvas.paint(_ear_shape(look, side), coat.ear, frame, bulge=0.25, fur=0.05)
    canvas.paint(head_shape(look), coat.body, frame, bulge=0.85, fur=0.07)


def _ear_shape(look: Look, side: int) -> Shape:
    shrink = 1 - 0.12 * look.turn * side  # the far ear is narrower
    shift = -0.05 * look.turn
    tip = (0.74 + look.ear_tilt, -0.62 - 0.72 * look.ear)
    outline = ((0.12, -0.62), (0.40, -0.98), tip, (0.93, -0.72), (0.92, -0.15), (0.5, -0.3))
    return blob([(side * x * shrink + shift, y) for x, y in outline])


def _ear(canvas: Canvas, frame: Frame, coat: Coat, look: Look, side: int) -> None:
    shrink, shift = 1 - 0.12 * look.turn * side, -0.05 * look.turn
    canvas.paint(_ear_shape(look, side), coat.ear, frame, bulge=0.16, fur=0.05)
    tip = (0.70 + 0.9 * look.ear_tilt, -0.50 - 0.66 * look.ear)
    outline = ((0.34, -0.66), (0.49, -0.92), tip, (0.82, -0.70), (0.80, -0.30), (0.52, -0.4))
    inner = blob([(side * x * shrink + shift, y) for x, y in outline])
    canvas.paint(inner, mix(PINK, shade(coat.base, 0.75), 0.35), frame, bulge=0.3, depth=0.4)


def _eye(canvas: Canvas, frame: Frame, coat: Coat, look: Look, side: int) -> None:
    cx = side * 0.41 * (1 - 0.1 * look.turn * side) + 0.17 * look.turn
    cy, r = -0.03, 0.25
    tilt = 0.28 * side  # the outer corner sits higher
    almond = overlap(
        ellipse(cx - 0.02 * side, cy + 0.07, r * 1.12, r, -tilt),
        ellipse(cx + 0.02 * side, cy - 0.05, r * 1.12, r, -tilt),
    )
    canvas.paint(ellipse(cx, cy, r * 1.2, r * 1.02, -tilt), mix(INK, coat.base, 0.12), frame, feather=0.05, alpha=0.9)
    canvas.paint(almond, coat.eye, frame, bulge=0.2, depth=0.5)
    pupil = overlap(ellipse(cx + 0.03 * look.turn, cy + 0.01, max(0.22 * look.pupil, 0.045), 0.22), almond)
    canvas.paint(pupil, (0.03, 0.03, 0.04), frame)
    canvas.paint(ellipse(cx - 0.08, cy - 0.08, 0.058, 0.058), WHITE, frame)


def _closed_eye(canvas: Canvas, frame: Frame, coat: Coat, look: Look, side: int) -> None:
    cx = side * 0.41 + 0.17 * look.turn
    lid = tube(((cx - 0.22, 0.0), (cx - 0.1, 0.1), (cx + 0.1, 0.1), (cx + 0.22, 0.0)), 0.035, 0.035)
    canvas.paint(lid, shade(coat.dark, 0.45), frame)


def _muzzle(canvas: Canvas, frame: Frame, coat: Coat, look: Look) -> None:
    mid = 0.24 * look.turn
    canvas.paint(ellipse(mid, 0.62, 0.2, 0.15), coat.muzzle, frame, bulge=0.15, fur=0.03)
    for side in (-1, 1):
        canvas.paint(ellipse(mid + side * 0.2, 0.44, 0.27, 0.21), coat.muzzle, frame, bulge=0.22, fur=0.035)
    line = mix(INK, coat.muzzle, 0.15)
    smile = join(
        tube(((mid, 0.34), (mid, 0.5)), 0.02, 0.02, 1),
        tube(((mid, 0.5), (mid - 0.12, 0.58), (mid - 0.27, 0.53)), 0.022, 0.012),
        tube(((mid, 0.5), (mid + 0.12, 0.58), (mid + 0.27, 0.53)), 0.022, 0.012),
    )
    canvas.paint(smile, line, frame)
    nose = polygon(((mid - 0.09, 0.24), (mid + 0.09, 0.24), (mid, 0.34)), 0.035)
    canvas.paint(nose, coat.nose, frame, bulge=0.1)


def _whiskers(canvas: Canvas, frame: Frame, look: Look) -> None:
    mid = 0.24 * look.turn
    for side in (-1, 1):
        for lift, droop in ((0.36, 0.12), (0.44, 0.36), (0.52, 0.62)):
            hair = tube(
                ((mid + side * 0.28, lift), (mid + side * 0.8, lift + 0.25 * droop - 0.08), (mid + side * 1.28, droop)),
                0.017,
                0.006,
                4,
            )
            canvas.paint(hair, look.whisker, frame, alpha=0.8)
