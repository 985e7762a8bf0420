"""The lunar lander and the cart with its pole: laws of mechanics first, then what an environment promises."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from descent.rl import Box, CartPole, Contact, Discrete, LunarLander, RigidBody, play
from descent.rl.cart_pole import CART, GRAVITY, HALF_LENGTH, POLE, accelerations
from descent.rl.drawing import blank, disc, line, polygon
from descent.rl.ground import Ground, moon
from descent.rl.lander import FEET, INERTIA, LEGS, MASS, STEP, Lander

FLAT = Ground([0.0, 0.0], 20.0)


def _lander(**place: float) -> Lander:
    body = RigidBody(mass=MASS, inertia=INERTIA, **{"x": 10.0, "y": 50.0, **place})
    return Lander(body, FLAT, gravity=-10.0)


def test_free_fall_is_a_parabola_and_the_sideways_velocity_stays() -> None:
    lander = _lander(vx=3.0, vy=4.0, spin=0.7)
    for step in range(1, 101):
        lander.move()
        t = step * STEP
        assert lander.body.y == pytest.approx(50 + 4 * t - 5 * t**2, abs=1e-10)
        assert lander.body.x == pytest.approx(10 + 3 * t, abs=1e-10)
        assert lander.body.vx == 3.0


def test_energy_and_angular_momentum_are_kept_in_free_flight() -> None:
    body = _lander(vx=-2.0, vy=1.0, spin=1.3).body
    energy = body.energy(-10.0)
    for _ in range(200):
        body.drift(STEP, -10.0)
    assert body.energy(-10.0) == pytest.approx(energy, rel=1e-12)
    assert body.spin == 1.3
    assert body.angle == pytest.approx(1.3 * 4.0)


def test_a_push_changes_momentum_and_angular_momentum_by_exactly_itself() -> None:
    rng = np.random.default_rng(0)
    for jx, jy, rx, ry in rng.normal(size=(20, 4)).tolist():
        body = RigidBody(mass=2.0, inertia=0.3, vx=1.0, vy=-1.0, spin=0.5)
        body.push(jx, jy, rx, ry)
        assert 2.0 * body.vx == pytest.approx(2.0 + jx)
        assert 2.0 * body.vy == pytest.approx(-2.0 + jy)
        assert 0.3 * body.spin == pytest.approx(0.15 + rx * jy - ry * jx)


def test_a_push_does_the_work_of_the_mean_velocity_of_its_point() -> None:
    body = RigidBody(mass=2.0, inertia=0.3, vx=1.0, vy=-1.0, spin=0.5)
    jx, jy, rx, ry = 0.3, 0.8, 0.4, -0.2

    def velocity() -> np.ndarray:
        return np.array([body.vx - body.spin * ry, body.vy + body.spin * rx])

    energy, before = body.energy(0.0), velocity()
    body.push(jx, jy, rx, ry)
    assert body.energy(0.0) - energy == pytest.approx((before + velocity()) / 2 @ [jx, jy])


def test_the_main_engine_pushes_where_the_nose_points_and_turns_nothing() -> None:
    for angle in (0.0, 0.4, -1.2):
        body = (lander := _lander(angle=angle)).body
        lander.fire_main()
        assert body.spin == 0.0
        assert math.atan2(-body.vx, body.vy) == pytest.approx(angle)
    hover = _lander()
    hover.fire_main()
    assert hover.body.vy > 10.0 * STEP  # it can rise against gravity


def test_the_side_engines_are_mirror_images() -> None:
    left, right = _lander(), _lander()
    left.fire_side(1.0)
    right.fire_side(-1.0)
    assert left.body.spin == -right.body.spin > 0
    assert left.body.vx == -right.body.vx < 0


def test_the_legs_carry_the_lander_and_do_not_sink() -> None:
    """At rest each spring carries half the weight and is pressed in by m g / 2k = 5 10 / 2000 m.

    The damper takes a little of that, c g h / 2k = 0.0015 m: it acts after half a piece of a step of falling.
    """
    lander = _lander(y=0.6)
    for _ in range(200):
        lander.move()
    assert lander.depths() == pytest.approx([0.0235, 0.0235], abs=1e-4)
    assert lander.touching == [True, True]
    assert lander.rests


@pytest.mark.parametrize("speed", [0.0, 0.5, 1.0])
def test_a_landing_loses_energy_and_comes_to_rest(speed: float) -> None:
    lander = _lander(y=1.2, vy=-speed, vx=0.3, angle=0.1)
    deepest = 0.0
    energies = []
    for _ in range(300):
        lander.move()
        deepest = max(deepest, *lander.depths())
        energies.append(lander.body.energy(-10.0))
    assert deepest < 0.27  # the hull hangs 0.27 m above the feet
    assert energies[-1] < energies[0]
    assert lander.rests
    assert lander.body.angle == pytest.approx(0.0, abs=1e-6)


def test_a_leg_breaks_when_it_meets_the_ground_too_fast() -> None:
    lander = _lander(y=1.2, vy=-6.0)
    for _ in range(20):
        lander.move()
    assert lander.broken
    assert not lander.rests


def test_friction_is_at_most_its_share_of_the_force_from_below_and_the_ground_never_pulls() -> None:
    contact = Contact(spring=1000.0, damper=0.0, grip=1e9, friction=0.5)
    sliding = RigidBody(mass=1.0, inertia=1.0, vx=1.0)
    assert contact.force(sliding, 0.0, 0.0, 0.01, (0.0, 1.0)) == pytest.approx((10.0, -5.0, 10.0))
    slope = (-0.6, 0.8)  # rises to the right: along it friction acts, across it the spring
    pressed, fx, fy = contact.force(sliding, 0.0, 0.0, 0.01, slope)
    assert (pressed, fx * slope[0] + fy * slope[1]) == pytest.approx((10.0, 10.0))
    assert fx * slope[1] - fy * slope[0] == pytest.approx(-5.0)
    leaving = RigidBody(mass=1.0, inertia=1.0, vy=9.0)
    assert LEGS.force(leaving, 0.0, 0.0, 0.01, (0.0, 1.0)) == (0.0, 0.0, 0.0)


def test_a_landing_seen_in_a_mirror_is_the_mirrored_landing() -> None:
    one, other = _lander(y=1.2, vx=0.4, vy=-1.0, angle=0.2), _lander(y=1.2, vx=-0.4, vy=-1.0, angle=-0.2)
    for _ in range(100):
        one.move()
        other.move()
    assert one.body.angle == pytest.approx(-other.body.angle, abs=1e-12)
    assert one.body.x - 10 == pytest.approx(10 - other.body.x, abs=1e-12)
    assert one.touching == other.touching[::-1]


def test_ground_is_flat_at_the_pad_and_continuous_everywhere() -> None:
    for seed in range(5):
        ground = moon(20.0, 6.0, 3.0, np.random.default_rng(seed))
        assert [ground.height(x) for x in (8.0, 9.3, 12.0)] == pytest.approx([3.0] * 3)
        assert len(ground.heights) == 11
        assert len({round(y, 6) for y in ground.heights}) > 5
        for x in range(2, 20, 2):
            assert ground.height(x - 1e-9) == pytest.approx(ground.height(x + 1e-9), abs=1e-6)


def _pilot(seen: np.ndarray) -> int:
    """Lean towards the pad, sink as fast as one is high, and keep still on the ground."""
    x, y, vx, vy, angle, spin, left, right = seen.tolist()
    turn = 0.5 * (max(-0.4, min(0.4, 0.5 * x + vx)) - angle) - spin
    lift = 0.5 * (0.55 * abs(x) - y) - 0.5 * vy
    if left or right:
        turn, lift = 0.0, -0.5 * vy
    if lift > max(abs(turn), 0.05):
        return 2
    return 0 if abs(turn) < 0.05 else (1 if turn > 0 else 3)


def test_a_simple_pilot_lands_with_more_than_200_most_times() -> None:
    returns = play(LunarLander(), _pilot, 40, seed=0)
    assert (returns > 200).mean() > 0.8
    assert returns.mean() > 230
    wind = play(LunarLander(wind_power=10.0, turbulence_power=1.0), _pilot, 20, seed=0)
    assert 0 < wind.mean() < returns.mean()


def test_falling_without_engines_ends_in_a_crash() -> None:
    env = LunarLander()
    for seed in range(5):
        env.reset(seed=seed)
        over = False
        while not over:
            _, reward, over, _, _ = env.step(0)
        assert reward == -100.0
    with pytest.raises(ValueError, match="the episode is over"):
        env.step(0)


def test_flying_away_ends_like_a_crash_and_every_observation_lies_in_the_space() -> None:
    env = LunarLander()
    for seed, actions in enumerate([[2, 2, 2], [1], [3, 2]]):
        seen, over = env.reset(seed=seed)[0], False
        while not over:
            _, _, _, _, angle, spin, _, _ = seen.tolist()
            upright = 1 if angle + spin < -0.05 else 3 if angle + spin > 0.05 else 2
            seen, reward, over, cut, _ = env.step(upright if len(actions) == 3 else actions[env.n_steps % len(actions)])
            assert env.observation_space.contains(seen)
            assert not cut
        assert reward == -100.0


def test_there_is_nothing_to_draw_before_the_first_reset() -> None:
    with pytest.raises(ValueError, match="Call reset first"):
        LunarLander().render()


def test_rewards_add_up_to_the_gain_of_the_potential_minus_fuel() -> None:
    env = LunarLander()
    env.reset(seed=3)
    begin, total = env.potential, 0.0
    actions = [2, 0, 1, 3, 2, 2, 0]
    for action in actions:
        total += env.step(action)[1]
    assert total == pytest.approx(env.potential - begin - 3 * 0.3 - 2 * 0.03)


def test_the_observation_has_the_documented_scales() -> None:
    env = LunarLander()
    seen, _ = env.reset(seed=0)
    body = env.lander.body
    assert seen[:2] == pytest.approx([0.0, (40 / 3 - 10 / 3 - 0.6) / (20 / 3)])
    assert seen[2:6] == pytest.approx([body.vx / 5, body.vy * (20 / 3) / 50, 0.0, 0.0])
    assert env.observation_space.contains(seen)


def _walk(env: Any, seed: int) -> list[Any]:
    rng = np.random.default_rng(seed)
    seen = [env.reset(seed=seed)[0]]
    for _ in range(60):
        observation, reward, over, cut, _ = env.step(int(rng.integers(env.action_space.n)))
        seen += [observation, reward]
        if over or cut:
            break
    return seen


@pytest.mark.parametrize("make", [CartPole, LunarLander, lambda: LunarLander(wind_power=15.0, turbulence_power=1.5)])
def test_the_same_seed_gives_the_same_episode_bit_for_bit(make: Any) -> None:
    first, second, other = _walk(make(), 5), _walk(make(), 5), _walk(make(), 6)
    assert len(first) == len(second)
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0], other[0])


def test_without_noise_engines_are_steady() -> None:
    env = LunarLander(engine_noise=0.0)
    gains = set()
    for seed in range(3):
        env.reset(seed=seed)
        before = env.lander.body.vy
        env.step(2)
        gains.add(round(env.lander.body.vy - before, 12))
    assert gains == {round(1.75 / 5 - 0.2, 12)}


@pytest.mark.parametrize("wrong", [{"gravity": 1.0}, {"wind_power": -1.0}])
def test_a_wrong_world_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"must be"):
        LunarLander(**wrong)


def test_an_episode_is_cut_short_after_its_steps() -> None:
    env = LunarLander(max_steps=3)
    env.reset(seed=0)
    assert [env.step(2)[3] for _ in range(3)] == [False, False, True]


def test_the_cart_s_equations_are_lagrange_s() -> None:
    """Both equations of motion of the full system, pole a uniform rod, hold for the accelerations."""
    rng = np.random.default_rng(0)
    for force, angle, spin in rng.normal(size=(20, 3)).tolist():
        dv, dspin = accelerations(force, angle, spin)
        m, half, c, s = POLE, HALF_LENGTH, math.cos(angle), math.sin(angle)
        assert (CART + m) * dv + m * half * (dspin * c - spin**2 * s) == pytest.approx(force)
        assert m * half * c * dv + (4 / 3) * m * half**2 * dspin == pytest.approx(m * GRAVITY * half * s)


def test_a_cart_is_a_mirror_image_of_itself() -> None:
    right, left = accelerations(3.0, 0.2, -0.5), accelerations(-3.0, -0.2, 0.5)
    assert right == pytest.approx([-x for x in left])


def test_pictures_show_what_is_there() -> None:
    env = LunarLander()
    env.reset(seed=0)
    picture = env.render()
    assert picture.shape == (400, 600, 3)
    assert picture.dtype == np.uint8
    env.step(2)
    flame = (env.render() == (255, 150, 40)).all(-1)
    assert flame.sum() > 50
    assert not (picture == (255, 150, 40)).all(-1).any()
    metal = (picture == (128, 102, 230)).all(-1)
    assert abs(np.argwhere(metal)[:, 1].mean() - 300) < 3
    cart = CartPole()
    cart.reset(seed=0)
    assert cart.render().shape == (400, 600, 3)
    assert (cart.render() == (202, 152, 101)).all(-1).sum() == pytest.approx(1250, rel=0.15)  # 125 by 10 pixels


def test_areas_of_what_is_drawn_are_right() -> None:
    picture = blank(100, 100, (0, 0, 0))
    polygon(picture, [(10, 10), (50, 10), (10, 50)], (1, 1, 1))
    assert (picture[:, :, 0] == 1).sum() == pytest.approx(800, rel=0.05)
    disc(picture, (70, 70), 20, (2, 2, 2))
    assert (picture[:, :, 0] == 2).sum() == pytest.approx(math.pi * 400, rel=0.03)
    line(picture, (0, 95), (100, 95), (3, 3, 3), thick=4)
    assert (picture[:, :, 0] == 3).sum() == 400
    polygon(picture, [(200, 200), (300, 200), (300, 300)], (4, 4, 4))  # outside
    assert not (picture == 4).any()


def test_feet_are_the_lowest_points() -> None:
    assert all(y < -1 / 3 for _, y in FEET)


def test_spaces_know_what_they_contain() -> None:
    actions = Discrete(3, seed=0)
    assert {actions.sample() for _ in range(50)} == {0, 1, 2}
    assert all(value in actions for value in (0, np.int64(2), np.array(1)))
    assert all(value not in actions for value in (3, -1, 1.0, "1", None, np.array([1])))
    box = Box([-1.0, 0.0, -np.inf], [1.0, np.inf, np.inf], seed=0)
    samples = np.array([box.sample() for _ in range(200)])
    assert all(sample in box for sample in samples)
    assert samples.dtype == np.float32
    box.seed(1)
    first = box.sample()
    box.seed(1)
    np.testing.assert_array_equal(box.sample(), first)
    assert np.zeros(2) not in box
    with pytest.raises(ValueError, match="low <= high everywhere"):
        Box([1.0], [0.0])
    with pytest.raises(ValueError, match="n must be 1 or more"):
        Discrete(0)
