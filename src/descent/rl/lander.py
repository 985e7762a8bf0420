"""A lander's body: a rigid hull with a main engine, two side engines, and two springy legs over uneven ground.

In a step of 1/50 s the wind and an engine push first, then the body falls as ``rigid_body`` says. Near the ground the
step is cut into pieces, in each of which the ground pushes back.

Derivation: docs/derivations/rigid_body.md
"""

from __future__ import annotations

import math

import numpy as np

from descent.rl.ground import Ground
from descent.rl.rigid_body import Contact, RigidBody

STEP, PIECES = 0.02, 4
MASS, INERTIA = 5.0, 0.9
MAIN, SIDE = 1.75, 0.24  # newton seconds a step; the moon takes 1.0 in the same time
SIDE_ARM = 0.4  # the side engines sit above the centre: they turn the lander more than they shift it
FEET = ((-2 / 3, -0.6), (2 / 3, -0.6))
HULL = ((-0.57, -1 / 3), (0.57, -1 / 3), (0.57, 0.0), (0.47, 0.55), (-0.47, 0.55), (-0.57, 0.0))
REACH = 1.0  # no point of the lander is farther from its centre
LEGS = Contact(spring=1000.0, damper=60.0, grip=150.0, friction=0.6)
STRENGTH = 300.0  # newtons; a leg that is pressed harder breaks
CALM, CALM_STEPS = 0.05, 25  # slower than this, in m/s and rad/s, for half a second on both feet: it rests


class Lander:
    """A body over ground, with engines.

    Parameters
    ----------
    body : RigidBody
        Where it is and how it moves.
    ground : Ground
        What is below.
    gravity : float
        In m/s^2, below 0.

    Attributes
    ----------
    touching : list of two bool
        Whether the left and the right foot are on the ground.
    broken : bool
        Whether the hull has met the ground, or a leg was pressed too hard.

    Examples
    --------
    >>> body = RigidBody(mass=MASS, inertia=INERTIA, x=10.0, y=8.0)
    >>> lander = Lander(body, Ground([0.0, 0.0], 20.0), gravity=-10.0)
    >>> lander.move()
    >>> round(body.y, 3), round(body.vy, 3)
    (7.998, -0.2)
    """

    def __init__(self, body: RigidBody, ground: Ground, gravity: float) -> None:
        self.body, self.ground, self.gravity = body, ground, gravity
        self.touching = [False, False]
        self.broken = False
        self.calm_steps = 0

    def fire_main(self, strength: float = 1.0, across: float = 0.0) -> None:
        """Push upwards, as the lander sees it; the line of the push passes through the centre, so nothing turns."""
        upx, upy = self.body.arm(0.0, 1.0)
        self.body.push(MAIN * (strength * upx - across * upy), MAIN * (strength * upy + across * upx))

    def fire_side(self, strength: float, along: float = 0.0) -> None:
        """Push from the side, above the centre: to the left, and it turns left; with a negative strength, right."""
        upx, upy = self.body.arm(0.0, 1.0)
        rx, ry = self.body.arm(math.copysign(0.5, strength), SIDE_ARM)
        self.body.push(SIDE * (along * upx - strength * upy), SIDE * (along * upy + strength * upx), rx, ry)

    def blow(self, force: float, torque: float) -> None:
        """Take the wind of one step: a force to the right, in newtons, and a torque, in newton metres."""
        self.body.push(STEP * force, 0.0)
        self.body.spin += STEP * torque / self.body.inertia

    def move(self) -> None:
        """Fall for one step, or stand."""
        body, ground = self.body, self.ground
        fast = STEP * (abs(body.vx) + abs(body.vy))
        if body.y - REACH - fast > ground.tops[ground.piece(body.x)]:
            body.drift(STEP, self.gravity)
            self.touching = [False, False]
            self.calm_steps = 0
            return
        h = STEP / PIECES
        for _ in range(PIECES):
            body.drift(h / 2, self.gravity)  # half a fall, the ground's push, half a fall: at rest they cancel
            self._stand(h)
            body.drift(h / 2, self.gravity)
        for corner in HULL:
            rx, ry = body.arm(*corner)
            self.broken |= body.y + ry < ground.height(body.x + rx)
        calm = all(self.touching) and math.hypot(body.vx, body.vy) < CALM and abs(body.spin) < CALM
        self.calm_steps = self.calm_steps + 1 if calm else 0

    @property
    def rests(self) -> bool:
        """Whether it has stood on both feet, without moving, for half a second."""
        return self.calm_steps >= CALM_STEPS and not self.broken

    def depths(self) -> list[float]:
        """How deep each foot presses into the ground, in metres: below 0 above it."""
        return [self._below(*self.body.arm(*foot))[0] for foot in FEET]

    def _stand(self, h: float) -> None:
        pushes = []  # found for both feet before either acts: left and right are mirror images
        for side, foot in enumerate(FEET):
            rx, ry = self.body.arm(*foot)
            depth, normal = self._below(rx, ry)
            self.touching[side] = depth > 0
            if depth > 0:
                pressed, fx, fy = LEGS.force(self.body, rx, ry, depth, normal)
                self.broken |= pressed > STRENGTH
                pushes.append((h * fx, h * fy, rx, ry))
        for push in pushes:
            self.body.push(*push)

    def _below(self, rx: float, ry: float) -> tuple[float, tuple[float, float]]:
        x = self.body.x + rx
        normal = self.ground.normals[self.ground.piece(x)]
        return (self.ground.height(x) - self.body.y - ry) * normal[1], normal


def gust(time: int) -> float:
    """Wind between -1 and 1: two sines whose periods never fit together, so that it never repeats."""
    return math.tanh(math.sin(0.02 * time) + math.sin(0.01 * math.pi * time))


def unsteady(rng: np.random.Generator, noise: float) -> tuple[float, float]:
    """Draw two numbers between -noise and noise."""
    first, second = rng.random(2).tolist()
    return noise * (2 * first - 1), noise * (2 * second - 1)
