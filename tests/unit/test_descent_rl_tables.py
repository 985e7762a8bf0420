"""Markov decision processes with tables: planning and learning by trying. Laws first, then numbers by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent.optim import schedules
from descent.rl import (
    FiniteEnvironment,
    FiniteMDP,
    GridWorld,
    QLearning,
    Sarsa,
    bellman_residual,
    greedy,
    mars_rover,
    play,
    policy_iteration,
    policy_value,
    value_iteration,
)

CLIFF = ["............", "............", "............", "SCCCCCCCCCCG"]
LAKE = ["S...", ".H.H", "...H", "H..G"]


def _random_mdp(seed: int, *, discount: float = 0.9, terminal: Any = ()) -> FiniteMDP:
    rng = np.random.default_rng(seed)
    P = rng.dirichlet(np.full(7, 0.4), size=(7, 3))
    return FiniteMDP(P, rng.normal(size=(7, 3, 7)), discount=discount, terminal=terminal)


every_seed = pytest.mark.parametrize("seed", range(5))


@every_seed
def test_an_iteration_brings_any_two_values_closer_by_the_discount(seed: int) -> None:
    mdp, rng = _random_mdp(seed), np.random.default_rng(seed)
    U, V = rng.normal(size=(2, 7)) * 10
    after = mdp.values_of_actions(U).max(1) - mdp.values_of_actions(V).max(1)
    assert abs(after).max() <= 0.9 * abs(U - V).max()


@every_seed
def test_an_iteration_keeps_order_and_passes_constants_on_discounted(seed: int) -> None:
    mdp, rng = _random_mdp(seed), np.random.default_rng(seed)
    U = rng.normal(size=7)
    V = U + rng.uniform(0, 1, 7)
    assert (mdp.values_of_actions(U).max(1) <= mdp.values_of_actions(V).max(1)).all()
    np.testing.assert_allclose(mdp.values_of_actions(U + 3.0), mdp.values_of_actions(U) + 0.9 * 3.0)


@every_seed
@pytest.mark.parametrize("terminal", [(), {2: 5.0}])
def test_both_ways_of_planning_find_the_values_that_solve_bellman_s_equation(seed: int, terminal: Any) -> None:
    mdp = _random_mdp(seed, terminal=terminal)
    by_values, by_policies = value_iteration(mdp, tol=1e-10), policy_iteration(mdp)
    np.testing.assert_allclose(by_values.values, by_policies.values, atol=1e-9)
    assert bellman_residual(mdp, by_policies.values) < 1e-12
    np.testing.assert_array_equal(by_values.policy[~mdp.terminal], by_policies.policy[~mdp.terminal])
    np.testing.assert_allclose(by_policies.q.max(1), by_policies.values)


@every_seed
def test_no_policy_is_better_anywhere_than_the_best(seed: int) -> None:
    mdp, rng = _random_mdp(seed), np.random.default_rng(seed)
    best = policy_iteration(mdp).values
    for _ in range(50):
        assert (policy_value(mdp, rng.integers(0, 3, 7)) <= best + 1e-9).all()
        assert (policy_value(mdp, rng.dirichlet(np.ones(3), 7)) <= best + 1e-9).all()


@every_seed
def test_policy_iteration_never_makes_a_state_worse(seed: int) -> None:
    mdp = _random_mdp(seed, discount=0.99)
    worst = greedy(-value_iteration(mdp).q)
    history = policy_iteration(mdp, worst).history
    assert len(history) >= 2
    assert (np.diff(history, axis=0) >= -1e-9).all()


@every_seed
def test_value_iteration_is_as_exact_as_was_asked(seed: int) -> None:
    mdp = _random_mdp(seed, discount=0.95)
    exact = policy_iteration(mdp).values
    plan = value_iteration(mdp, tol=1e-3)
    assert abs(plan.values - exact).max() <= 1e-3
    errors = [abs(V - exact).max() for V in plan.history]
    assert all(after <= 0.95 * before + 1e-12 for before, after in zip(errors, errors[1:], strict=False))


def test_the_order_of_states_does_not_matter() -> None:
    mdp, order = _random_mdp(0), np.random.default_rng(1).permutation(7)
    shuffled = FiniteMDP(mdp.P[order][:, :, order], mdp.R[order][:, :, order], discount=0.9)
    np.testing.assert_allclose(value_iteration(shuffled).values, value_iteration(mdp).values[order], atol=1e-8)


def test_a_return_is_the_mean_over_many_episodes() -> None:
    mdp = mars_rover(discount=0.7, misstep=0.3)
    policy = [0, 0, 1, 1, 1, 0]
    env = FiniteEnvironment(mdp, start=2)
    returns = play(env, lambda state: policy[state], 4000, seed=0, discount=0.7)
    error = returns.std() / np.sqrt(len(returns))
    assert abs(returns.mean() - policy_value(mdp, policy)[2]) < 4 * error


def test_the_rover_s_values_are_those_one_finds_by_hand() -> None:
    """Discount 1/2: from place 3, counted from 0, left is worth 100/8 and right 40/4."""
    plan = value_iteration(mars_rover())
    np.testing.assert_allclose(plan.q[1:5], [[50, 12.5], [25, 6.25], [12.5, 10], [6.25, 20]])
    np.testing.assert_allclose(plan.values[[0, 5]], [100, 40])
    np.testing.assert_array_equal(plan.policy[1:5], [0, 0, 0, 1])


def test_a_rover_that_missteps_earns_less() -> None:
    """Six places, but only four unknown values: the equations of the policy "left, left, left, right" by hand."""
    g, m = 0.5, 0.1
    A = np.array([[1, -g * m, 0, 0], [-g * 0.9, 1, -g * m, 0], [0, -g * 0.9, 1, -g * m], [0, 0, -g * m, 1]])
    by_hand = np.linalg.solve(A, [g * 0.9 * 100, 0, 0, g * 0.9 * 40])
    values = value_iteration(mars_rover(misstep=m)).values
    np.testing.assert_allclose(values[1:5], by_hand)
    assert (values[1:5] < value_iteration(mars_rover()).values[1:5]).all()


def test_a_function_may_name_one_state_twice() -> None:
    mdp = FiniteMDP.from_function(lambda s, a: [(0.25, 0, 4.0), (0.75, 0, 0.0)], 1, 1, discount=0.5)
    np.testing.assert_allclose(mdp.rewards, [[1.0]])
    np.testing.assert_allclose(value_iteration(mdp).values, [2.0])


def test_discount_1_works_where_everything_ends_and_is_refused_where_not() -> None:
    world = GridWorld(["S..G"], discount=1.0)
    np.testing.assert_allclose(value_iteration(world.mdp).values, [-2, -1, 0, 0])
    np.testing.assert_allclose(policy_value(world.mdp, [1, 1, 1, 1]), [-2, -1, 0, 0])
    with pytest.raises(ValueError, match="must come to an end from every state"):
        policy_value(world.mdp, [3, 3, 3, 3])
    loop = FiniteMDP([[[1.0]]], [[1.0]], discount=1.0)
    with pytest.raises(ValueError, match="has not settled in 50 iterations"):
        value_iteration(loop, max_iterations=50)


@pytest.mark.parametrize(
    ("P", "R", "options", "sentence"),
    [
        (np.ones((2, 2)), np.ones((2, 2)), {}, r"P must have shape \(S, A, S\).*got \(2, 2\)"),
        (np.ones((2, 1, 2)), np.ones((2, 1)), {}, r"add up to 1; got \[1. 1.\] for state 0 and action 0"),
        ([[[2.0, -1.0]], [[0, 1]]], np.ones((2, 1)), {}, "none negative"),
        ([[[1.0]]], [1.0], {}, r"R must have shape \(1, 1, 1\) or \(1, 1\)"),
        ([[[1.0]]], [[np.nan]], {}, "R must be finite"),
        ([[[1.0]]], [[1.0]], {"discount": 1.5}, "discount must be in 0..1; got 1.5"),
        ([[[1.0]]], [[1.0]], {"terminal": [1]}, "a terminal state must be in 0..0; got 1"),
    ],
)
def test_a_wrong_table_is_refused_with_what_to_do(P: Any, R: Any, options: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        FiniteMDP(P, R, **{"discount": 0.9, **options})


def test_wrong_values_and_policies_are_refused() -> None:
    mdp = mars_rover()
    with pytest.raises(ValueError, match=r"values must have shape \(6,\)"):
        mdp.values_of_actions([1.0])
    with pytest.raises(ValueError, match=r"policy must hold an action for each of 6 states"):
        policy_value(mdp, np.ones((6, 2)))
    with pytest.raises(ValueError, match="state 0 is terminal"):
        mdp.sample(0, 0, np.random.default_rng(0))


def test_the_table_that_was_passed_is_left_alone() -> None:
    P = np.full((2, 1, 2), 0.5)
    FiniteMDP(P, np.zeros((2, 1)), discount=0.5, terminal=[1])
    assert (P == 0.5).all()


@pytest.mark.parametrize("misstep", [0.0, 0.2])
def test_q_learning_finds_the_values_of_value_iteration(misstep: float) -> None:
    mdp = mars_rover(misstep=misstep)
    rates = (lambda visits: 1 / (1 + visits) ** 0.7) if misstep else 1.0
    agent = QLearning(6, 2, discount=0.5, lr=rates, epsilon=1.0, rng=0)
    agent.train(FiniteEnvironment(mdp), 3000, seed=0)
    np.testing.assert_allclose(agent.q[1:5], value_iteration(mdp).q[1:5], atol=2.0 if misstep else 1e-9)
    np.testing.assert_array_equal(agent.policy[1:5], value_iteration(mdp).policy[1:5])


def test_q_learning_walks_along_the_cliff_and_sarsa_keeps_away() -> None:
    """Sutton and Barto, example 6.6: Q-learning learns the shortest way of 13 steps, Sarsa earns more on the way."""
    world = GridWorld(CLIFF, goal_reward=-1.0, discount=1.0)
    agents = [kind(48, 4, discount=1.0, lr=0.5, epsilon=0.1, rng=0) for kind in (QLearning, Sarsa)]
    for agent in agents:
        agent.train(world, 500, seed=0)
    assert play(world, agents[0].act)[0] == -13
    earned = [np.mean(agent.returns[-200:]) for agent in agents]
    assert earned[1] > earned[0] + 10


def test_schedules_of_both_rates_are_followed() -> None:
    asked: list[int] = []
    agent = QLearning(
        3, 4, lr=schedules.inverse_time(1.0, 1.0), epsilon=lambda episode: asked.append(episode) or 1.0, rng=0
    )
    agent.train(GridWorld(["S.G"]), 4, seed=0)
    assert asked == [0, 1, 2, 3]
    agent.update(0, 3, 7.0)
    visits, before = int(agent.visits[0, 1]), float(agent.q[0, 1])
    agent.update(0, 1, 7.0)
    assert agent.q[0, 1] == pytest.approx(before + (7.0 - before) / (1 + visits))


def test_learning_repeats_itself_under_a_seed() -> None:
    def learnt(seed: int) -> np.ndarray:
        agent = QLearning(16, 4, rng=seed)
        agent.train(GridWorld(LAKE, slip=2 / 3), 50, seed=seed)
        return agent.q

    np.testing.assert_array_equal(learnt(3), learnt(3))
    assert (learnt(3) != learnt(4)).any()


def test_walls_stop_cliffs_send_back_and_holes_end() -> None:
    world = GridWorld(["S#.", "CHG"], hole_reward=-5.0)
    world.reset(seed=0)
    assert world.step(1)[:3] == (0, -1.0, False)  # a wall
    assert world.step(0)[:3] == (0, -1.0, False)  # the edge
    assert world.step(2)[:3] == (0, -100.0, False)  # the cliff
    hole = GridWorld(["SH."], hole_reward=-5.0)
    hole.reset(seed=0)
    assert hole.step(1)[:3] == (1, -5.0, True)
    with pytest.raises(ValueError, match="the episode is over"):
        hole.step(1)


def test_ice_lets_one_slide_to_both_sides_alike() -> None:
    P = GridWorld(["...", ".S.", "..G"], slip=0.5).mdp.P[4, 0]
    np.testing.assert_allclose(P.reshape(3, 3), [[0, 0.5, 0], [0.25, 0, 0.25], [0, 0, 0]])


def test_an_episode_is_cut_short_but_not_ended() -> None:
    world = GridWorld(["S.G"], max_steps=2)
    world.reset(seed=0)
    assert world.step(3)[2:4] == (False, False)
    assert world.step(3)[2:4] == (False, True)


@pytest.mark.parametrize("rows", [[], ["S", ".."], ["SS"], ["..G"], ["SX"]])
def test_a_wrong_map_is_refused(rows: list[str]) -> None:
    with pytest.raises(ValueError, match="a map is a list of rows of one length"):
        GridWorld(rows)


def test_one_hot_observations_and_pictures() -> None:
    world = GridWorld(["S.", ".G"], one_hot=True)
    observation, _ = world.reset(seed=0)
    np.testing.assert_array_equal(observation, [1, 0, 0, 0])
    assert world.observation_space.contains(observation)
    np.testing.assert_array_equal(world.step(2)[0], [0, 0, 1, 0])
    picture = world.render()
    assert picture.shape == (80, 80, 3)
    assert tuple(picture[60, 20]) == (160, 40, 120)  # the walker, on the third field
    assert tuple(picture[20, 20]) != (160, 40, 120)


def test_a_wrong_action_is_refused() -> None:
    world = GridWorld(["S.G"])
    world.reset(seed=0)
    with pytest.raises(ValueError, match=r"an action must be a whole number in 0..3; got 4"):
        world.step(4)
