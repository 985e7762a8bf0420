"""The camera: focus, exposure, the tint of the light, grain, and the step from floats to bytes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from descent.datasets.render.canvas import Canvas
from descent.datasets.render.dice import Dice, FloatArray


def smooth(picture: FloatArray, radius: float) -> FloatArray:
    """``picture`` out of focus: three box averages in each direction, close to a Gaussian of that radius (pixels)."""
    reach = int(radius)
    if reach < 1:
        return picture
    for axis in (0, 1):
        for _ in range(3):
            pad = [(reach + 1, reach) if a == axis else (0, 0) for a in range(picture.ndim)]
            total = np.cumsum(np.pad(picture, pad, mode="edge"), axis=axis)
            length = total.shape[axis]
            after = np.take(total, np.arange(2 * reach + 1, length), axis=axis)
            before = np.take(total, np.arange(0, length - 2 * reach - 1), axis=axis)
            picture = (after - before) / (2 * reach + 1)
    return picture


def blur(canvas: Canvas, radius: float) -> None:
    """Put everything painted so far out of focus; ``radius`` in units of the world."""
    canvas.rgb[:] = smooth(canvas.rgb, radius * canvas.scale)


def expose(canvas: Canvas, *, brightness: float, contrast: float, warmth: float, fall: float, vignette: float) -> None:
    """Light the scene.

    Parameters
    ----------
    canvas : Canvas
        Changed in place.
    brightness, contrast : float
        1 changes nothing; contrast pivots about a middle grey.
    warmth : float
        Above 0 towards the yellow of a lamp, below 0 towards the blue of a cloudy day.
    fall : float
        How much brighter the right side is than the left.
    vignette : float
        How much darker the corners are.
    """
    across = canvas.x / canvas.width - 0.5
    off_centre = across**2 + (canvas.y - 0.5) ** 2
    light = brightness * (1 + fall * across) * (1 - vignette * 2 * off_centre)
    tint = np.asarray([1 + warmth, 1 + 0.15 * warmth, 1 - warmth])
    canvas.rgb[:] = ((canvas.rgb * tint * light[..., None]) - 0.42) * contrast + 0.42


def develop(canvas: Canvas, dice: Dice, *, softness: float = 0.0, grain: float = 0.0) -> npt.NDArray[np.uint8]:
    """The finished picture, (height, width, 3) bytes.

    ``softness`` is the radius of a last slight blur, in pixels of the picture; ``grain`` the spread of its noise,
    in levels of 255.
    """
    k = canvas.over
    fine = smooth(canvas.rgb, softness * k)
    height, width = fine.shape[0] // k, fine.shape[1] // k
    picture = fine.reshape(height, k, width, k, 3).mean(axis=(1, 3)) * 255
    speckle = dice.field(3, height, width, 3).sum(axis=0) - 1.5  # nearly a bell curve, of spread 1/2
    rounded: npt.NDArray[np.uint8] = np.floor(np.clip(picture + speckle * (2 * grain), 0, 255) + 0.5).astype(np.uint8)
    return rounded
