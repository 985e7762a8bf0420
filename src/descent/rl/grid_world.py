"""A grid world: a map of letters in which one goes up, right, down and left, on firm ground or on ice.

S  where episodes begin           .  free
G  goal: the end                  #  wall: stay where you are
H  hole: the end                  C  cliff: costs, and back to S
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descent.rl.drawing import blank, disc
from descent.rl.finite_environment import FiniteEnvironment
from descent.rl.finite_mdp import FiniteMDP
from descent.rl.spaces import Box
from descent.shapes import FloatArray

MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))
"""Up, right, down, left, as (rows, columns)."""
COLOURS = {"S": (200, 220, 255), ".": (245, 245, 245), "G": (120, 200, 120), "H": (40, 60, 120), "C": (200, 120, 90)}
WALL, WALKER, SIDE = (90, 90, 90), (160, 40, 120), 40


class GridWorld(FiniteEnvironment):
    """Walk from S to G. States are numbered row by row; actions: 0 up, 1 right, 2 down, 3 left.

    Parameters
    ----------
    rows : sequence of str
        The map, all rows of one length, with exactly one S.
    step_reward : float
        Of every step that does not end at a goal, in a hole or over a cliff.
    goal_reward, hole_reward, cliff_reward : float
        Of the step that arrives there.
    slip : float
        Probability to slide to one of the two sides instead, half for each.
    discount : float
        Of ``mdp``.
    one_hot : bool
        Whether observations are rows of zeros with a 1 at the state, which a network can take.
    max_steps : int
        After so many steps an episode is cut short.

    Attributes
    ----------
    mdp : FiniteMDP
        The table of this world.

    Raises
    ------
    ValueError
        If the map has other letters, rows of different lengths, or not exactly one S.

    References
    ----------
    Sutton and Barto (2018), example 6.6, for the cliff.

    Examples
    --------
    >>> world = GridWorld(["S.G"])
    >>> world.reset(seed=0)
    (0, {})
    >>> world.step(1)
    (1, -1.0, False, False, {})
    >>> world.step(1)
    (2, 0.0, True, False, {})
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 4}
    render_mode = "rgb_array"

    def __init__(
        self,
        rows: Sequence[str],
        *,
        step_reward: float = -1.0,
        goal_reward: float = 0.0,
        hole_reward: float = 0.0,
        cliff_reward: float = -100.0,
        slip: float = 0.0,
        discount: float = 0.99,
        one_hot: bool = False,
        max_steps: int = 1000,
    ) -> None:
        letters = "".join(rows)
        if not rows or len({len(row) for row in rows}) != 1 or letters.count("S") != 1 or set(letters) - set("SGHC.#"):
            raise ValueError(
                "a map is a list of rows of one length, made of S G H C . and #, with exactly one S; "
                f'got {list(rows)}. For example ["S.G", "..H"].'
            )
        if not 0 <= slip <= 1:
            raise ValueError(f"slip must be a probability, in 0..1; got {slip}.")
        self.rows, self.one_hot = tuple(rows), one_hot
        height, width = len(rows), len(rows[0])
        start = letters.index("S")
        earned = {"G": goal_reward, "H": hole_reward, "C": cliff_reward}

        def outcomes(state: int, action: int) -> list[tuple[float, int, float]]:
            found = []
            for turn, chance in ((0, 1 - slip), (1, slip / 2), (-1, slip / 2)):
                down, right = MOVES[(action + turn) % 4]
                row = min(max(state // width + down, 0), height - 1)
                place = row * width + min(max(state % width + right, 0), width - 1)
                place = state if letters[place] == "#" else place
                letter = letters[place]
                found.append((chance, start if letter == "C" else place, earned.get(letter, step_reward)))
            return found

        ends = [place for place, letter in enumerate(letters) if letter in "GH"]
        mdp = FiniteMDP.from_function(outcomes, len(letters), 4, discount=discount, terminal=ends)
        super().__init__(mdp, start=start, max_steps=max_steps)
        if one_hot:
            self.observation_space: Any = Box(np.zeros(len(letters)), np.ones(len(letters)))

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin an episode at S."""
        state, facts = super().reset(seed=seed, options=options)
        return self._seen(state), facts

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Go one step."""
        state, reward, terminated, truncated, facts = super().step(action)
        return self._seen(state), reward, terminated, truncated, facts

    def render(self) -> NDArray[np.uint8]:
        """Draw the map and the walker: red, green and blue, 40 pixels a field."""
        width = len(self.rows[0])
        picture = blank(len(self.rows) * SIDE, width * SIDE, WALL)
        for place, letter in enumerate("".join(self.rows)):
            top, left = place // width * SIDE, place % width * SIDE
            picture[top + 1 : top + SIDE, left + 1 : left + SIDE] = COLOURS.get(letter, WALL)
        row, column = divmod(self.state, width)
        disc(picture, ((column + 0.5) * SIDE, (row + 0.5) * SIDE), SIDE / 3, WALKER)
        return picture

    def _seen(self, state: int) -> int | FloatArray:
        return np.eye(self.mdp.n_states, dtype=np.float32)[state] if self.one_hot else state
