"""The lunar lander as an environment: what an agent sees, what it may do, and what that earns.

Observations, actions and rewards are scaled as in Gymnasium's environment of this name, so that the same agents can
learn it; the physics is the project's own, in ``lander``.

The reward of a step is what the potential below gains, minus the fuel, and at the end 100 or -100:

    potential = -100 |place| - 100 |velocity| - 100 |angle| + 10 for each foot on the ground    (5)

Derivation: docs/derivations/rigid_body.md
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descent.rl import lander_picture
from descent.rl.ground import moon
from descent.rl.lander import FEET, HULL, INERTIA, MASS, STEP, Lander, gust, unsteady
from descent.rl.rigid_body import RigidBody
from descent.rl.spaces import Box, Discrete, choice
from descent.shapes import FloatArray

WIDTH, HEIGHT = 20.0, 40 / 3
PAD = HEIGHT / 4
FUEL = (0.0, 0.03, 0.3, 0.03)
"""What each action costs."""
HIGHEST = 2.4
"""An observed height from which one has flown away; the start is at 1.4."""


class LunarLander:
    """Land between the flags: slowly, upright, on both feet.

    Observations are eight numbers: place x and y seen from the pad, their velocities, the angle, its velocity, and for
    each foot whether it touches the ground. Actions: 0 nothing, 1 the engine that turns it to the left
    (counter-clockwise), 2 the main engine, 3 the engine that turns it to the right. An episode ends on the ground,
    whole (+100) or not (-100), or when one flies out of the picture to the side or far above it (-100). A mean return
    of 200 counts as solved.

    Parameters
    ----------
    gravity : float
        In m/s^2, below 0.
    wind_power : float
        Largest force of the wind, in newtons; 0 is still air.
    turbulence_power : float
        Largest torque of the wind, in newton metres.
    engine_noise : float
        How unsteady the engines are: 1 as in Gymnasium, 0 always the same push.
    max_steps : int
        After so many steps an episode is cut short.

    Attributes
    ----------
    action_space : Discrete
        Four actions.
    observation_space : Box
        Eight numbers.
    lander : Lander
        Body and ground, in metres and seconds; there after the first ``reset``.

    References
    ----------
    Ng, Harada and Russell (1999), Policy invariance under reward transformations; Klimov's LunarLander of OpenAI Gym
    (2016) for the scales of observations and rewards.

    Examples
    --------
    >>> env = LunarLander()
    >>> observation, info = env.reset(seed=0)
    >>> observation.shape
    (8,)
    >>> observation, reward, terminated, truncated, info = env.step(2)
    >>> terminated
    False
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 50}
    render_mode = "rgb_array"

    def __init__(
        self,
        *,
        gravity: float = -10.0,
        wind_power: float = 0.0,
        turbulence_power: float = 0.0,
        engine_noise: float = 1.0,
        max_steps: int = 1000,
    ) -> None:
        if not gravity < 0:
            raise ValueError(f"gravity must be below 0, since up is positive; got {gravity}.")
        if min(wind_power, turbulence_power, engine_noise) < 0:
            raise ValueError("wind_power, turbulence_power and engine_noise must be at least 0.")
        self.gravity, self.max_steps, self.engine_noise = gravity, max_steps, engine_noise
        self.wind_power, self.turbulence_power = wind_power, turbulence_power
        self.windy = bool(wind_power or turbulence_power)
        self.action_space = Discrete(4)
        bounds = np.array([2.5, 2.5, 10.0, 10.0, np.inf, np.inf, 1.0, 1.0])
        self.observation_space = Box([*-bounds[:6], 0.0, 0.0], bounds)
        self.rng = np.random.default_rng()
        self.over = True

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[FloatArray, dict[str, Any]]:
        """Begin an episode over new ground, at the top, with a random velocity."""
        if seed is not None:
            self.rng = np.random.default_rng(seed)
        ground = moon(WIDTH, HEIGHT / 2, PAD, self.rng)
        vx, vy = self.rng.uniform(-4.0, 4.0, 2).tolist()
        body = RigidBody(mass=MASS, inertia=INERTIA, x=WIDTH / 2, y=HEIGHT, vx=vx, vy=vy)
        self.lander = Lander(body, ground, self.gravity)
        self.wind = self.rng.integers(-9999, 9999, 2).tolist()
        self.n_steps = self.fired = 0
        self.over = False
        seen = self._seen()
        self.potential = _potential(seen)
        return np.array(seen, np.float32), {}

    def step(self, action: Any) -> tuple[FloatArray, float, bool, bool, dict[str, Any]]:
        """Fire an engine or none for 1/50 s."""
        if self.over:
            raise ValueError("the episode is over, or none has begun. Call reset first.")
        self.fired = choice(action, self.action_space)
        if self.windy and not any(self.lander.touching):
            force, torque = (gust(self.n_steps + begin) for begin in self.wind)
            self.lander.blow(self.wind_power * force, self.turbulence_power * torque)
        self._fire()
        self.lander.move()
        self.n_steps += 1
        seen = self._seen()
        potential = _potential(seen)
        reward = potential - self.potential - FUEL[self.fired]  # (5)
        self.potential = potential
        landed = self.lander.rests
        crashed = self.lander.broken or abs(seen[0]) >= 1.0 or seen[1] >= HIGHEST
        if crashed or landed:
            reward = -100.0 if crashed else 100.0
        truncated = self.n_steps >= self.max_steps and not (crashed or landed)
        self.over = crashed or landed or truncated
        return np.array(seen, np.float32), reward, crashed or landed, truncated, {}

    def render(self) -> NDArray[np.uint8]:
        """Draw the scene: an array (400, 600, 3) of red, green and blue."""
        if not hasattr(self, "lander"):
            raise ValueError("there is nothing to draw yet. Call reset first.")
        return lander_picture.draw(self.lander.body, self.lander.ground, HULL, FEET, (WIDTH, HEIGHT), self.fired)

    def close(self) -> None:
        """Nothing has to be closed."""

    def _fire(self) -> None:
        if self.fired == 0:
            return
        strength, aside = unsteady(self.rng, self.engine_noise)
        if self.fired == 2:
            self.lander.fire_main(1 + strength / 2, aside / 4)
        else:
            self.lander.fire_side((2 - self.fired) * (1 + strength / 4), aside / 12)

    def _seen(self) -> tuple[float, ...]:
        body, half_width, half_height = self.lander.body, WIDTH / 2, HEIGHT / 2
        return (
            (body.x - half_width) / half_width,
            (body.y - PAD + FEET[0][1]) / half_height,
            body.vx * half_width * STEP,
            body.vy * half_height * STEP,
            body.angle,
            20 * body.spin * STEP,
            float(self.lander.touching[0]),
            float(self.lander.touching[1]),
        )


def _potential(seen: tuple[float, ...]) -> float:
    x, y, vx, vy, angle, _, left, right = seen
    return -100 * (math.hypot(x, y) + math.hypot(vx, vy) + abs(angle)) + 10 * (left + right)  # (5)
