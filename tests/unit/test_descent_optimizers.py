"""Optimizers, clipping and schedules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent import nn, optim
from descent.optim import schedules
from descent.tensor import Tensor

EVERY: dict[str, Any] = {
    "sgd": lambda p: optim.SGD(p, lr=0.01),
    "momentum": lambda p: optim.SGD(p, lr=0.01, momentum=0.9),
    "nesterov": lambda p: optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True, weight_decay=0.1),
    "rmsprop": lambda p: optim.RMSprop(p, lr=0.01, momentum=0.5),
    "adam": lambda p: optim.Adam(p, lr=0.01, weight_decay=0.1),
    "adamw": lambda p: optim.AdamW(p, lr=0.01),
}
every_optimizer = pytest.mark.parametrize("name", EVERY)


@every_optimizer
def test_it_walks_down_a_valley(name: str) -> None:
    p = Tensor(np.array([3.0, -2.0]), requires_grad=True)
    walk = EVERY[name]([p])
    for _ in range(1500):
        walk.zero_grad()
        (p * p * np.array([1.0, 10.0])).sum().backward()
        walk.step()
    assert np.abs(p.data).max() < 0.05


@every_optimizer
def test_parameters_side_by_side_walk_as_they_would_alone(name: str) -> None:
    rng = np.random.default_rng(0)
    together = [Tensor(rng.normal(size=size), requires_grad=True) for size in ((3, 2), 1, (2, 2, 2))]
    alone = [Tensor(p.data.copy(), requires_grad=True) for p in together]
    walks = [EVERY[name](together), *(EVERY[name]([p]) for p in alone)]
    for _ in range(5):
        for p, q in zip(together, alone, strict=True):
            p.grad = rng.normal(size=p.shape)
            q.grad = p.grad.copy()
        for walk in walks:
            walk.step()
    for p, q in zip(together, alone, strict=True):
        np.testing.assert_array_equal(p.data, q.data)


@every_optimizer
def test_many_numbers_are_walked_in_pieces_with_the_same_result(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def walked() -> np.ndarray:
        p = Tensor(np.random.default_rng(0).normal(size=1000).astype(np.float32), requires_grad=True)
        walk = EVERY[name]([p])
        for seed in range(70):  # beyond the step at which Adam clears tiny means
            p.grad = np.random.default_rng(seed).normal(size=1000).astype(np.float32)
            walk.step()
        return p.data

    whole = walked()
    monkeypatch.setattr("descent.optim.flat.CHUNK", 64)
    monkeypatch.setattr("descent.optim.optimizer.CHUNK", 64)
    np.testing.assert_array_equal(walked(), whole)
    assert whole.dtype == np.float32


def test_a_parameter_without_gradient_stays_and_one_that_was_replaced_is_taken_over() -> None:
    a, b = Tensor([1.0], requires_grad=True), Tensor([1.0], requires_grad=True)
    walk = optim.SGD([a, b], lr=0.5)
    a.grad = np.array([1.0])
    b.data = np.array([7.0])
    walk.step()
    assert (a.data[0], b.data[0]) == (0.5, 7.0)
    b.grad = np.array([2.0])
    walk.step()
    assert b.data[0] == 6.0


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda p: optim.SGD(p, lr=0), r"lr must be a finite number above 0; got 0"),
        (lambda p: optim.SGD(p, momentum=1.0), r"momentum must be at least 0 and below 1; got 1\.0"),
        (lambda p: optim.SGD(p, nesterov=True), r"nesterov looks ahead along the momentum"),
        (lambda p: optim.Adam(p, betas=(0.9, 1.0)), r"beta2 must be at least 0 and below 1"),
        (lambda p: optim.Adam(p + p), r"passed to the optimizer twice"),
        (lambda p: optim.Adam([]), r"at least one parameter to learn; got none"),
        (lambda p: optim.Adam([*p, nn.Parameter(np.ones(1, np.float32))]), r"all parameters must have one dtype"),
    ],
    ids=["lr", "momentum", "nesterov", "beta", "twice", "nothing", "dtypes"],
)
def test_settings_that_cannot_be_meant_are_explained(make: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make([Tensor([1.0], requires_grad=True)])


def test_clipping_leaves_what_is_short_and_what_is_not_finite() -> None:
    p = nn.Parameter([0.0, 0.0])
    p.grad = np.array([0.3, 0.4])
    assert optim.clip_grad_norm([p], 1.0) == 0.5
    np.testing.assert_array_equal(p.grad, [0.3, 0.4])
    p.grad = np.array([np.nan, 1.0])
    assert np.isnan(optim.clip_grad_norm([p], 0.1))
    assert p.grad[1] == 1
    with pytest.raises(ValueError, match="max_norm must be above 0"):
        optim.clip_grad_norm([p], 0)


def test_dead_directions_do_not_leave_tiny_numbers_behind() -> None:
    p = nn.Parameter(np.ones(4, np.float32))
    walk = optim.Adam([p])
    p.grad = np.full(4, 1e-3, np.float32)
    walk.step()
    for _ in range(1300):
        p.grad = np.zeros(4, np.float32)
        walk.step()
    assert not walk.m.any()


@pytest.mark.parametrize(
    "schedule",
    [
        schedules.inverse_time(0.1, 0.01),
        schedules.exponential(0.1, 0.9),
        schedules.staircase(0.1, 0.5, every=10),
        schedules.cosine(0.1, 100),
    ],
    ids=["inverse time", "exponential", "staircase", "cosine"],
)
def test_schedules_begin_at_the_rate_and_never_rise(schedule: schedules.Schedule) -> None:
    rates = [schedule(t) for t in range(150)]
    assert rates[0] == pytest.approx(0.1)
    assert all(later <= earlier for earlier, later in zip(rates, rates[1:], strict=False))
    assert rates[-1] >= 0


def test_a_schedule_with_a_wrong_number_is_explained() -> None:
    with pytest.raises(ValueError, match="every must be a finite number above 0; got 0"):
        schedules.staircase(0.1, 0.5, every=0)
