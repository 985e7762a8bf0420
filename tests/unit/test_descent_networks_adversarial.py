"""Adversarial networks: what both minimise, a gradient that can be differentiated, and that they learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent import nn, numerical_gradient
from descent.networks import (
    GAN,
    WGAN,
    ConditionalGAN,
    DCGenerator,
    dc_judge,
    gradient_penalty,
    input_gradient,
)
from descent.tensor import Tensor

RNG = np.random.default_rng(0)


def _mlp(inside: int, outside: int, *, seed: int, hidden: int = 32) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inside, hidden, rng=seed), nn.LeakyReLU(0.2),
        nn.Linear(hidden, hidden, rng=seed + 1), nn.LeakyReLU(0.2), nn.Linear(hidden, outside, rng=seed + 2),
    )  # fmt: skip


def _modes(n: int, kinds: int = 4) -> Any:
    """Draw from normal distributions around the corners of a polygon."""
    rng = np.random.default_rng(n)
    y = rng.integers(kinds, size=n)
    return (_corners(kinds)[y] + 0.3 * rng.normal(size=(n, 2))).astype(np.float32), y


def _corners(kinds: int) -> Any:
    angle = 2 * np.pi * np.arange(kinds) / kinds
    return 2 * np.stack([np.cos(angle), np.sin(angle)], axis=1)


CRITICS = {
    "linear": (nn.Sequential(nn.Linear(3, 1, rng=0)), (3,)),
    "leaky": (_mlp(3, 1, seed=0, hidden=5), (3,)),
    "tanh": (
        nn.Sequential(
            nn.Linear(3, 4, rng=0), nn.Tanh(), nn.Linear(4, 4, rng=1), nn.ReLU(), nn.Linear(4, 1, rng=2)
        ),
        (3,),
    ),
    "convolution": (
        nn.Sequential(
            nn.Conv2d(2, 3, 3, stride=2, padding=1, rng=0), nn.Tanh(), nn.Conv2d(3, 4, 2, rng=1), nn.LeakyReLU(0.2),
            nn.Flatten(), nn.Linear(8, 1, rng=2),
        ),
        (6, 4, 2),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CRITICS)
def test_the_input_gradient_is_that_of_the_tape(name: str) -> None:
    critic, shape = CRITICS[name]
    x = Tensor(RNG.normal(size=(4, *shape)), requires_grad=True)
    written = input_gradient(critic, x).data
    critic(x).sum().backward()
    assert x.grad is not None
    np.testing.assert_allclose(written, x.grad, rtol=1e-6, atol=1e-9)


class _Penalty(nn.Module):
    def __init__(self, critic: nn.Sequential) -> None:
        self.critic = critic

    def forward(self, u: Any) -> Tensor:
        return gradient_penalty(self.critic, u)


@pytest.mark.parametrize("name", CRITICS)
def test_the_gradient_of_the_penalty_is_right(name: str) -> None:
    critic, shape = CRITICS[name]
    report = nn.check_model(_Penalty(critic), lambda z, y: z, RNG.normal(size=(4, *shape)), np.zeros(4), entries=8)
    assert report


def test_the_penalty_of_a_linear_critic_is_known() -> None:
    critic = nn.Sequential(nn.Linear(2, 1, rng=0)).to(np.float64)
    critic[0].weight.data[:] = [[3.0], [4.0]]
    penalty = gradient_penalty(critic, RNG.normal(size=(5, 2)))
    assert np.isclose(float(penalty.data), (5 - 1) ** 2)
    penalty.backward()
    np.testing.assert_allclose(critic[0].weight.grad, 2 * 4 * np.array([[0.6], [0.8]]))


def test_the_penalty_also_has_a_derivative_in_the_samples() -> None:
    critic = nn.Sequential(nn.Linear(2, 3, rng=0), nn.Tanh(), nn.Linear(3, 1, rng=1)).to(np.float64)
    u = Tensor(RNG.normal(size=(3, 2)), requires_grad=True)
    gradient_penalty(critic, u).backward()
    measured = numerical_gradient(lambda x: gradient_penalty(critic, x).data, u.data)
    assert u.grad is not None
    np.testing.assert_allclose(u.grad, measured, atol=1e-8)


def test_a_layer_whose_gradient_is_not_known_is_refused() -> None:
    with pytest.raises(TypeError, match=r"got BatchNorm1d\. Build the critic from these"):
        input_gradient(nn.Sequential(nn.Linear(2, 2, rng=0), nn.BatchNorm1d(2)), np.zeros((3, 2)))


def test_losses_of_a_judge_that_cannot_tell_are_those_of_coins() -> None:
    judge = nn.Sequential(nn.Linear(2, 1, rng=0))
    judge[0].weight.data[:] = 0
    gan = GAN(_mlp(3, 2, seed=0), judge, 3, rng=0)
    real, painted = RNG.normal(size=(2, 5, 2)).astype(np.float32)
    assert np.isclose(float(gan.judge_loss(real, painted, None).data), 2 * np.log(2))
    assert np.isclose(float(gan.generator_loss(Tensor(painted), None).data), np.log(2))


def test_a_step_of_one_leaves_the_other_alone() -> None:
    gan = GAN(_mlp(3, 2, seed=0), _mlp(2, 1, seed=9), 3, judge_steps=2, rng=0)
    before = gan.judge.state_dict()
    gan.fit(_modes(20)[0], steps=1, batch_size=8)
    assert gan.judging.n_steps == 2
    assert gan.painting.n_steps == 1
    assert all(parameter.grad is not None for parameter in gan.judge.parameters())
    assert any((gan.judge.state_dict()[name] != value).any() for name, value in before.items())


@pytest.mark.parametrize("kind", [GAN, WGAN])
def test_the_same_seed_gives_the_same_samples(kind: Any) -> None:
    X, _ = _modes(50)
    made = []
    for _ in range(2):
        gan = kind(_mlp(3, 2, seed=0), _mlp(2, 1, seed=9), 3, rng=5)
        gan.fit(X, steps=3, batch_size=8)
        made.append(gan.sample(4))
    np.testing.assert_array_equal(made[0], made[1])


def test_a_gan_finds_mean_and_spread_of_a_distribution() -> None:
    X = (np.random.default_rng(0).normal(size=(2000, 2)) @ [[1.0, 0.5], [0.0, 0.5]] + [2, -1]).astype(np.float32)
    gan = GAN(_mlp(2, 2, seed=0), _mlp(2, 1, seed=9), 2, lr=1e-3, rng=0)
    gan.fit(X, steps=600, batch_size=64)
    made = []
    for _ in range(8):  # the two go round the solution rather than to it: look from several sides
        duel = gan.fit(X, steps=75, batch_size=64)
        made.append(gan.sample(500))
    every = np.stack(made)
    np.testing.assert_allclose(every.mean(axis=(0, 1)), X.mean(axis=0), atol=0.25)
    np.testing.assert_allclose(every.std(axis=1).mean(axis=0), X.std(axis=0), rtol=0.6)
    assert np.corrcoef(every.reshape(-1, 2).T)[0, 1] > 0.05
    assert np.mean(duel.judge) > 1.2  # at the end it can hardly tell: 2 log 2 is 1.386


def test_a_wasserstein_gan_covers_all_modes() -> None:
    X, _ = _modes(4000)
    gan = WGAN(_mlp(4, 2, seed=0), _mlp(2, 1, seed=9), 4, lr=3e-3, lam=0.3, betas=(0.5, 0.9), judge_steps=4, rng=0)
    duel = gan.fit(X, steps=400, batch_size=128)
    made = gan.sample(2000)
    distance = np.linalg.norm(made[:, None] - _corners(4), axis=2)
    near = distance.min(axis=1) < 0.9
    assert near.mean() > 0.6
    assert (np.bincount(distance.argmin(axis=1)[near], minlength=4) / len(made) > 0.1).all()
    np.testing.assert_allclose(made.mean(axis=0), [0, 0], atol=0.3)
    np.testing.assert_allclose(made.std(axis=0), X.std(axis=0), rtol=0.15)
    assert -np.mean(duel.judge[-50:]) < -np.mean(duel.judge[10:60])  # the distance falls


def test_a_conditional_gan_paints_what_it_is_told() -> None:
    X, y = _modes(2000)
    gan = ConditionalGAN(_mlp(2 + 4, 2, seed=0), _mlp(2 + 4, 1, seed=9), 2, 4, lr=2e-3, rng=0)
    gan.fit(X, y, steps=500, batch_size=64)
    for kind, corner in enumerate(_corners(4)):
        made = gan.sample(200, np.full(200, kind))
        assert np.linalg.norm(made.mean(axis=0) - corner) < 0.7
        assert (np.linalg.norm(made[:, None] - _corners(4), axis=2).argmin(axis=1) == kind).mean() > 0.9


def test_a_conditional_gan_needs_a_label_for_each_sample() -> None:
    gan = ConditionalGAN(_mlp(2 + 4, 2, seed=0), _mlp(2 + 4, 1, seed=9), 2, 4, rng=0)
    with pytest.raises(ValueError, match=r"labels must have shape \(3,\), one per sample; got None"):
        gan.sample(3)
    with pytest.raises(ValueError, match=r"labels must have shape \(3,\), one per sample; got \(2,\)"):
        gan.sample(3, [0, 1])


def test_the_judge_of_pictures_sees_the_label_at_every_pixel() -> None:
    class Look(nn.Module):
        def forward(self, x: Any) -> Tensor:
            return Tensor(x.data)

    gan = ConditionalGAN(nn.Linear(5, 1, rng=0), nn.Linear(4, 1, rng=1), 2, 3, rng=0)
    gan.judge = Look()
    seen = gan.score(np.zeros((2, 4, 4, 1), np.float32), [2, 0]).data
    np.testing.assert_array_equal(seen[:, 1, 3], [[0, 0, 0, 1], [0, 1, 0, 0]])
    np.testing.assert_array_equal(seen, np.broadcast_to(seen[:, :1, :1], seen.shape))


def test_a_dcgan_paints_both_kinds_of_bars() -> None:
    X = np.full((64, 8, 8, 1), -1.0, np.float32)
    X[:32, 2:6] = X[32:, :, 2:6] = 1
    generator, judge = DCGenerator(8, size=8, channels=1, width=8, rng=0), dc_judge(size=8, channels=1, width=8, rng=1)
    gan = GAN(generator, judge, 8, lr=2e-3, rng=0)
    gan.fit(X, steps=200, batch_size=32)
    distance = np.abs(gan.sample(100)[:, None] - X[[0, 40]]).mean(axis=(2, 3, 4))
    assert distance.min(axis=1).mean() < 0.4  # noise is at 1
    assert (np.bincount(distance.argmin(axis=1), minlength=2) > 15).all()


def test_a_critic_of_pictures_takes_the_penalty() -> None:
    X = RNG.normal(size=(16, 8, 8, 1)).astype(np.float32)
    critic = dc_judge(size=8, channels=1, width=2, norm=False, rng=1)
    gan = WGAN(DCGenerator(4, size=8, channels=1, width=2, rng=0), critic, 4, rng=0)
    duel = gan.fit(X, steps=2, batch_size=4)
    assert np.isfinite(duel.judge + duel.generator).all()


def test_the_published_number_of_parameters_of_a_dcgan() -> None:
    generator = DCGenerator(100, rng=0).count_parameters()
    filters = 100 * 16 * 512 + 16 * (512 * 256 + 256 * 128 + 128 * 64 + 64 * 3)
    assert generator == filters + 2 * (512 + 256 + 128 + 64) + 3
    judge = dc_judge(rng=0).count_parameters()
    assert judge == 16 * (3 * 64 + 64 * 128 + 128 * 256 + 256 * 512) + 64 + 2 * (128 + 256 + 512) + 16 * 512 + 1


def test_training_without_samples_or_steps_is_refused() -> None:
    gan = GAN(_mlp(3, 2, seed=0), _mlp(2, 1, seed=9), 3, rng=0)
    with pytest.raises(ValueError, match=r"must be 1 or more; got 0, 64, 1 and 5"):
        gan.fit(np.zeros((5, 2)), steps=0)


@pytest.mark.parametrize("size", [4, 12])
def test_sizes_that_are_no_doubled_four_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match=rf"size must be a power of 2, 8 or more.*got {size}"):
        dc_judge(size=size)
