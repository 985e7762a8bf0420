"""The compiled twins of what networks do most: the same answers as the readable functions beside them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from descent import columns, fast, gates, nn, optim, scatter

pytest.importorskip("numba")
_fast_columns = pytest.importorskip("descent._fast_columns")
_fast_gates = pytest.importorskip("descent._fast_gates")

dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def _close(a: Any, b: Any, dtype: Any) -> None:
    tolerance = 1e-4 if dtype is np.float32 else 1e-11
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a switch that sends everything to the readable functions."""
    return lambda: monkeypatch.setattr(fast, "WORTH", np.inf)


@dtypes
@pytest.mark.parametrize("n", [1, 64, 1000])
def test_the_twin_measures_stretches_and_goes_back_alike(dtype: Any, n: int) -> None:
    rng = np.random.default_rng(n)
    x, g = rng.normal(3, 2, size=(2, n, 7)).astype(dtype)
    factor, shift, slope, level = rng.normal(size=(4, 7)).astype(dtype)
    found = []
    for module in (columns, _fast_columns):
        mean, variance = module.moments(x)
        assert mean.dtype == dtype
        y, dx = np.empty_like(x), np.empty_like(x)
        module.stretch(x, mean, factor, shift, y)
        module.way_back(x, g, mean, slope, level, factor, dx)
        found.append((mean, variance, y, dx, *module.sums(x, g, mean)))
    for plain, twin in zip(*found, strict=True):
        _close(twin, plain, dtype)


@dtypes
def test_the_twin_opens_gates_and_goes_back_alike(dtype: Any) -> None:
    h, n = 5, 3
    rng = np.random.default_rng(0)
    a, state, tanh_c, dh, dc = (rng.uniform(-1, 1, size=(rows, n)).astype(dtype) for rows in (5 * h, h, h, h, h))

    def both_ways(module: ModuleType) -> tuple[Any, ...]:
        opened, new, back, dz = a.copy(), np.empty_like(dh), dc.copy(), np.empty_like(a[: 4 * h])
        module.open_gates(opened, opened[4 * h :], new, h)
        module.way_back(opened, state, tanh_c, dh, back, dz, h)
        return opened, new, back, dz

    for plain, twin in zip(both_ways(gates), both_ways(_fast_gates), strict=True):
        _close(twin, plain, dtype)


@dtypes
def test_adam_takes_the_same_steps(dtype: Any, refuse: Any) -> None:
    rng = np.random.default_rng(0)
    start, gradients = rng.normal(size=5000).astype(dtype), rng.normal(size=(5, 5000)).astype(dtype)

    def walk() -> Any:
        p = nn.Parameter(start.copy())
        adam = optim.Adam([p], lr=0.01)
        for gradient in gradients:
            p.grad = gradient
            adam.step()
        return p.data

    twin = walk()
    refuse()
    _close(twin, walk(), dtype)


@dtypes
def test_rows_are_added_up_alike(dtype: Any, refuse: Any) -> None:
    rng = np.random.default_rng(0)
    places, rows = rng.integers(0, 40, size=900), rng.normal(size=(900, 10)).astype(dtype)
    twin, plain = np.ones((2, 40, 10), dtype)
    scatter.add_at(twin, places, rows)
    refuse()
    scatter.add_at(plain, places, rows)
    _close(twin, plain, dtype)


def test_few_numbers_are_not_worth_a_twin() -> None:
    assert not fast.worth_it(fast.WORTH - 1)
    assert fast.worth_it(fast.WORTH) is fast.enabled()
