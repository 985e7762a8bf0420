"""A pole on a cart: push the cart left or right so that the pole stays up.

A pole of mass m and half length l stands on a cart; together they weigh M. With the force F, the pole's angle a and
its velocity a':

    p = (F + m l a'^2 sin a) / M                                (6)
    a'' = (g sin a - p cos a) / (l (4/3 - m cos(a)^2 / M))      (7)
    x'' = p - m l a'' cos(a) / M                                (8)

Euler's method takes steps of 0.02 s.

Derivation: docs/derivations/rigid_body.md
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descent.rl.drawing import blank, disc, line, polygon
from descent.rl.spaces import Box, Discrete, choice
from descent.shapes import FloatArray

GRAVITY, CART, POLE, HALF_LENGTH = 9.8, 1.0, 0.1, 0.5  # m/s^2, kg, kg, m
FORCE, STEP = 10.0, 0.02  # N, s
MAX_X, MAX_ANGLE = 2.4, math.radians(12)


class CartPole:
    """Balance: each step earns 1, until the pole leans by 12 degrees or the cart is 2.4 m off the middle.

    Observations are four numbers: the cart's place and velocity, the pole's angle and angular velocity. Actions: 0
    pushes to the left, 1 to the right. The numbers are those of Gymnasium's CartPole-v1.

    Parameters
    ----------
    max_steps : int
        After so many steps an episode is cut short.

    Attributes
    ----------
    action_space : Discrete
        Two actions.
    observation_space : Box
        Four numbers.

    References
    ----------
    Barto, Sutton and Anderson (1983), Neuronlike adaptive elements that can solve difficult learning control problems.

    Examples
    --------
    >>> env = CartPole()
    >>> observation, info = env.reset(seed=0)
    >>> observation.round(3)
    array([ 0.014, -0.023, -0.046, -0.048], dtype=float32)
    >>> env.step(1)[1:4]
    (1.0, False, False)
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 50}
    render_mode = "rgb_array"

    def __init__(self, *, max_steps: int = 500) -> None:
        self.max_steps = max_steps
        self.action_space = Discrete(2)
        bounds = np.array([2 * MAX_X, np.inf, 2 * MAX_ANGLE, np.inf])
        self.observation_space = Box(-bounds, bounds)
        self.rng = np.random.default_rng()
        self.over = True
        self.state = (0.0, 0.0, 0.0, 0.0)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[FloatArray, dict[str, Any]]:
        """Begin near the upright state, each of the four numbers within 0.05 of 0."""
        if seed is not None:
            self.rng = np.random.default_rng(seed)
        self.state = tuple(self.rng.uniform(-0.05, 0.05, 4).tolist())
        self.n_steps, self.over = 0, False
        return np.array(self.state, np.float32), {}

    def step(self, action: Any) -> tuple[FloatArray, float, bool, bool, dict[str, Any]]:
        """Push for 0.02 s."""
        if self.over:
            raise ValueError("the episode is over, or none has begun. Call reset first.")
        force = FORCE if choice(action, self.action_space) == 1 else -FORCE
        x, v, angle, spin = self.state
        dv, dspin = accelerations(force, angle, spin)
        self.state = (x + STEP * v, v + STEP * dv, angle + STEP * spin, spin + STEP * dspin)
        self.n_steps += 1
        terminated = abs(self.state[0]) > MAX_X or abs(self.state[2]) > MAX_ANGLE
        truncated = self.n_steps >= self.max_steps
        self.over = terminated or truncated
        return np.array(self.state, np.float32), 1.0, terminated, truncated, {}

    def render(self) -> NDArray[np.uint8]:
        """Draw cart and pole: an array (400, 600, 3) of red, green and blue."""
        x, _, angle, _ = self.state
        scale, level = 125.0, 300.0  # pixels a metre, height of the rail
        middle = 300.0 + scale * x
        top = (middle + 2 * HALF_LENGTH * scale * math.sin(angle), level - 2 * HALF_LENGTH * scale * math.cos(angle))
        picture = blank(400, 600, (255, 255, 255))
        line(picture, (0, level), (600, level), (0, 0, 0))
        polygon(
            picture, [(middle + dx, level + dy) for dx, dy in ((-25, -15), (25, -15), (25, 15), (-25, 15))], (0,) * 3
        )
        line(picture, (middle, level), top, (202, 152, 101), thick=10)
        disc(picture, (middle, level), 5, (129, 132, 203))
        return picture

    def close(self) -> None:
        """Nothing has to be closed."""


def accelerations(force: float, angle: float, spin: float) -> tuple[float, float]:
    """Give the cart's acceleration and the pole's angular acceleration.

    Parameters
    ----------
    force : float
        On the cart, to the right, in newtons.
    angle : float
        Of the pole, clockwise from upright, in radians.
    spin : float
        Its angular velocity.

    Returns
    -------
    pair of float
        In m/s^2 and rad/s^2.

    Examples
    --------
    >>> accelerations(0.0, 0.0, 0.0)
    (0.0, 0.0)
    """
    total, moment = CART + POLE, POLE * HALF_LENGTH
    c, s = math.cos(angle), math.sin(angle)
    push = (force + moment * (spin * spin) * s) / total  # (6)
    turning = (GRAVITY * s - c * push) / (HALF_LENGTH * (4.0 / 3.0 - POLE * (c * c) / total))  # (7)
    return push - moment * turning * c / total, turning  # (8)
