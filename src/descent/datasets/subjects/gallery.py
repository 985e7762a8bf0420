"""One picture: who is in it, where, how large, in what light.

The constants set how hard the pictures are to classify; the data card of ``cats.npz`` says what they lead to.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from descent.datasets.render import lens
from descent.datasets.render.canvas import Canvas, Frame
from descent.datasets.render.dice import Dice
from descent.datasets.subjects import scenes
from descent.datasets.subjects.cat_body import POSES, brush, portrait
from descent.datasets.subjects.coat import Coat, any_coat
from descent.datasets.subjects.homes import CAT_HOMES, CAT_PORTRAITS, LAMPLIT, OTHERS, Extent
from descent.datasets.subjects.landscapes import LANDSCAPES

Picture = npt.NDArray[np.uint8]

PORTRAIT_SHARE = 0.6  # of the cats: a face that fills the picture
LANDSCAPE_SHARE = 0.14  # of the others: nobody in it
LAMP_WARMTH = 0.1  # indoors the light is yellow by this much, outdoors blue by half of it
DIM, BRIGHT = (0.3, 0.6), (0.4, 0.7)  # light behind a pale cat, haze behind a dark one


def paint(dice: Dice, *, cat: bool, width: int = 64, height: int = 64, over: int = 4) -> Picture:
    """A picture with a cat in it, or one without.

    Parameters
    ----------
    dice : Dice
        Decides everything else.
    cat : bool
        What the picture shows.
    width, height : int
        Its size in pixels.
    over : int
        The picture is drawn this many times larger and averaged down.

    Returns
    -------
    array of uint8, shape (height, width, 3)
        Red, green and blue.
    """
    canvas = Canvas(width, height, dice, over)
    scene = _paint_cat(canvas, dice) if cat else _paint_other(canvas, dice)
    indoors = scene in LAMPLIT
    lens.expose(
        canvas,
        brightness=dice.between(0.75, 1.05) if indoors else dice.between(0.85, 1.15),
        contrast=dice.between(0.82, 1.12),
        warmth=dice.around(LAMP_WARMTH if indoors else -LAMP_WARMTH / 2, 0.1),
        fall=dice.around(0.0, 0.4),
        vignette=dice.between(0.0, 0.35),
    )
    return lens.develop(canvas, dice, softness=dice.between(0.0, 0.5), grain=dice.between(0.0, 1.2))


def _paint_cat(canvas: Canvas, dice: Dice) -> scenes.Scene:
    """A face that fills the picture, or a whole cat somewhere in it; returns where it is."""
    coat = any_coat(dice, canvas.noise)
    close = dice.chance(PORTRAIT_SHARE)
    homes = CAT_PORTRAITS if close else CAT_HOMES
    scene = dice.pick([place for place, _ in homes], [weight for _, weight in homes])
    ground = _set_scene(canvas, dice, scene)
    _light_behind(canvas, dice, coat)
    if close:
        portrait(brush(canvas, _place(canvas, dice, (-1.1, -1.45, 1.1, 1.5), None), coat, dice))
    else:
        pose, _, extent = dice.pick(POSES, [weight for _, weight, _ in POSES])
        pose(brush(canvas, _place(canvas, dice, extent, ground), coat, dice))
    return scene


def _paint_other(canvas: Canvas, dice: Dice) -> scenes.Scene:
    """Anything but a cat; returns where it is."""
    if dice.chance(LANDSCAPE_SHARE):
        dice.pick(LANDSCAPES)(canvas, dice)
        return scenes.sky
    subject = dice.pick(OTHERS, [other.weight for other in OTHERS])
    scene = dice.pick(subject.home)
    ground = _set_scene(canvas, dice, scene)
    subject.draw(canvas, _place(canvas, dice, subject.extent, ground if subject.grounded else None), dice)
    return scene


def _set_scene(canvas: Canvas, dice: Dice, scene: scenes.Scene) -> float:
    """Paint the background, more or less out of focus; returns the height of the ground."""
    ground = scene(canvas, dice)
    lens.blur(canvas, dice.between(0.0, 0.03))
    return ground


def _light_behind(canvas: Canvas, dice: Dice, coat: Coat) -> None:
    """Make the cat stand out, as photographers do: haze behind a dark coat, dusk behind a pale one.

    A cat is then darker than what is behind it or lighter, never the same. A linear model cannot use "either, but
    not equal"; a network can. Most of the distance between the two comes from here.
    """
    paleness = (sum(coat.base) / 3 - 0.3) / 0.3
    if dice.chance(paleness):
        canvas.rgb *= dice.between(*DIM)
    else:
        canvas.rgb += (1 - canvas.rgb) * dice.between(*BRIGHT)


def _place(canvas: Canvas, dice: Dice, extent: Extent, ground: float | None) -> Frame:
    """A frame in which ``extent`` fills most of the picture, on the ground if there is one."""
    left, top, right, bottom = extent
    flip = dice.sign()
    size = dice.between(0.62, 1.0) * min(canvas.width / (right - left), 1.0 / (bottom - top))
    room = canvas.width - size * (right - left)
    x = canvas.width / 2 - flip * (left + right) / 2 * size + dice.around(0.0, min(0.22, 0.06 + 0.6 * room))
    if ground is None:
        return Frame(x, 0.5 - (top + bottom) / 2 * size + dice.around(0.0, 0.16), size, dice.around(0.0, 0.3), flip)
    lowest = max(ground, -top * size)  # keep the head in the picture
    return Frame(x, min(lowest, 1.02 - bottom * size * 0.5), size, dice.around(0.0, 0.06), flip)
