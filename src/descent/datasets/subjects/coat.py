"""The coats of cats: colours, and patterns as functions of where one is on the head, the body or the tail."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from descent.datasets.render.colours import Colour, blend, flat, mix, rgb, shade, step, vary
from descent.datasets.render.dice import Dice, FloatArray
from descent.datasets.render.noise import Noise

GREY, BLACK, WHITE = rgb(0x8A8D96), rgb(0x2B2829), rgb(0xF1ECE4)
GINGER, CREAM, BROWN, SAND = rgb(0xD98A45), rgb(0xEBD3AE), rgb(0x94714F), rgb(0xC2A27C)
SEAL = rgb(0x4A3830)
GREEN, AMBER, GOLD, BLUE = rgb(0x9CC04F), rgb(0xE0A52F), rgb(0xE7C84A), rgb(0x6FB5E8)
PINK, BRICK = rgb(0xE5A09A), rgb(0xB0695F)

# pattern, base, dark marks, light parts, how common
COATS: tuple[tuple[str, Colour, Colour, Colour, float], ...] = (
    ("tabby", GINGER, rgb(0xA85A22), rgb(0xF6DDBA), 3.0),
    ("tabby", rgb(0x9B958C), rgb(0x4E4A46), rgb(0xDDD6CA), 3.0),
    ("tabby", BROWN, rgb(0x4B3524), rgb(0xD9BE99), 2.5),
    ("tabby", SAND, rgb(0x856341), rgb(0xEFE0C8), 1.5),
    ("tuxedo", BLACK, BLACK, WHITE, 2.5),
    ("tuxedo", rgb(0x6D7079), rgb(0x55585F), WHITE, 1.5),
    ("tuxedo", GINGER, rgb(0xB4682E), WHITE, 1.5),
    ("plain", BLACK, BLACK, rgb(0x3A3636), 1.5),
    ("plain", GREY, rgb(0x6E727C), rgb(0xA3A6AE), 2.0),
    ("plain", WHITE, rgb(0xD9D2C8), rgb(0xFBF8F3), 1.5),
    ("plain", CREAM, rgb(0xCBA878), rgb(0xF8EBD6), 1.0),
    ("calico", WHITE, BLACK, WHITE, 2.0),
    ("pointed", rgb(0xE6D8C2), SEAL, rgb(0xF0E6D6), 2.0),
)


@dataclass(frozen=True)
class Coat:
    """One cat's colours. The functions return paint (h, w, 3) for points of the head or the body."""

    pattern: str
    base: Colour
    dark: Colour
    light: Colour
    eye: Colour
    nose: Colour
    noise: Noise = field(repr=False)
    shift: float  # which part of the noise this cat's patches come from
    stripes: float  # how many stripes a unit holds

    @property
    def ear(self) -> Colour:
        """The back of an ear."""
        return self.dark if self.pattern in ("pointed", "calico") else shade(self.base, 0.9)

    @property
    def muzzle(self) -> Colour:
        """Around the nose and mouth."""
        return mix(self.dark, self.base, 0.25) if self.pattern == "pointed" else self.light

    @property
    def paw(self) -> Colour:
        """Feet: white socks, dark points, or as the rest."""
        if self.pattern == "pointed":
            return self.dark
        return self.light if self.pattern in ("tuxedo", "calico") else mix(self.base, self.light, 0.45)

    @property
    def bib(self) -> Colour:
        """The chest."""
        return self.light if self.pattern in ("tuxedo", "calico") else mix(self.base, self.light, 0.6)

    def head(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """The head has radius 1, the eyes at (+-0.4, 0)."""
        paint = self._mottled(x * 1.5, y * 1.5)
        if self.pattern == "tabby":
            fan = np.arctan2(x, -(y - 0.25))  # stripes of the forehead fan out from between the eyes
            brow = np.cos(fan * 13.0) * step(0.0, 0.25, -0.22 - y)
            cheek = np.cos((y + 0.25 * np.abs(x)) * 17.0) * step(0.45, 0.65, np.abs(x)) * step(-0.1, 0.05, y)
            return blend(paint, self.dark, 0.85 * step(0.25, 0.7, np.maximum(brow, cheek)))
        if self.pattern == "tuxedo":
            blaze = step(-0.06, 0.06, 0.06 + 0.52 * np.maximum(y + 0.25, 0.0) - np.abs(x)) * step(-0.55, -0.4, y)
            return blend(paint, self.light, blaze)
        if self.pattern == "pointed":
            mask = step(0.95, 0.45, np.hypot(x * 0.95, y - 0.2))
            return blend(paint, self.dark, 0.9 * mask)
        if self.pattern == "calico":
            side = x if self.shift > 25 else -x
            paint = blend(paint, GINGER, step(0.02, 0.1, side + 0.25 * np.sin(5 * y + self.shift) - 0.05) * (y < 0.3))
            return blend(paint, self.dark, step(0.05, 0.13, -side - 0.1 + 0.2 * np.sin(4 * y)) * step(0.15, 0.0, y))
        return paint

    def body(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """A unit is a head's radius; x runs along the back, y down the flank."""
        paint = self._mottled(x, y)
        if self.pattern == "tabby":
            wave = 0.35 * self.noise(x * 1.3 + self.shift, y * 1.3)
            lines = np.cos((x + wave + 0.12 * np.sin(3 * y)) * self.stripes)
            return blend(paint, self.dark, 0.8 * step(0.2, 0.7, lines))
        if self.pattern == "calico":
            patch = self.noise(x * 0.9 + self.shift, y * 0.9)
            other = self.noise(x * 0.9, y * 0.9 + self.shift + 9)
            paint = blend(paint, GINGER, step(0.55, 0.6, patch))
            return blend(paint, self.dark, step(0.58, 0.63, other))
        return paint

    def tail(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Ringed, dark or plain."""
        paint = flat(self.dark if self.pattern in ("pointed", "calico") else self.base, x)
        if self.pattern == "tabby":
            return blend(paint, self.dark, 0.85 * step(0.1, 0.6, np.cos((x * 0.6 + y) * 11.0)))
        return paint

    def _mottled(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """The base colour, a little lighter here and darker there."""
        return flat(self.base, x) * (0.92 + 0.16 * self.noise(x * 2 + self.shift, y * 2))[..., None]


def any_coat(dice: Dice, noise: Noise) -> Coat:
    """A cat out of the neighbourhood."""
    pattern, base, dark, light, _ = dice.pick(COATS, [coat[4] for coat in COATS])
    eye = BLUE if pattern == "pointed" else dice.pick((GREEN, AMBER, GOLD, BLUE), (4.0, 3.0, 3.0, 0.8))
    dim = sum(base) < 0.9
    return Coat(
        pattern=pattern,
        base=vary(dice, base, 0.05),
        dark=vary(dice, dark, 0.03),
        light=vary(dice, light, 0.03),
        eye=vary(dice, eye, 0.06),
        nose=rgb(0x3A2B2B) if dim or pattern == "pointed" else dice.pick((PINK, BRICK)),
        noise=noise,
        shift=dice.between(0, 50),
        stripes=dice.between(8.0, 12.0),
    )
