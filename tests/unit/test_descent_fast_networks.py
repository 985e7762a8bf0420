"""The compiled twins of what networks do most: the same answers as the readable functions beside them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from descent import channel_groups, columns, fast, gates, nn, optim, products, rows, scatter
from descent.convolving import direct, sums
from descent.ops import gru, lstm, max_pool2d, relu, rnn
from descent.windows import slide

pytest.importorskip("numba")
_fast_columns = pytest.importorskip("descent._fast_columns")
_fast_gates = pytest.importorskip("descent._fast_gates")
_fast_channel_groups = pytest.importorskip("descent._fast_channel_groups")
_fast_rows = pytest.importorskip("descent._fast_rows")

dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def _close(a: Any, b: Any, dtype: Any) -> None:
    tolerance = 1e-4 if dtype is np.float32 else 1e-11
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


@pytest.fixture(autouse=True)
def _asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the twins here, which all other tests leave alone."""
    monkeypatch.setattr(fast, "enabled", lambda: True)


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
@pytest.mark.parametrize("shape", [(1, 1), (64, 7), (1000, 33)])
def test_the_twin_normalises_rows_and_goes_back_alike(dtype: Any, shape: Any) -> None:
    rng = np.random.default_rng(0)
    x, g = rng.normal(3, 2, size=(2, *shape)).astype(dtype)
    gamma, beta = rng.normal(size=(2, shape[1])).astype(dtype)
    found = []
    for module in (rows, _fast_rows):
        x_hat, s, y = module.normalise(x, gamma, beta, 1e-5)
        assert y.dtype == x_hat.dtype == s.dtype == dtype
        found.append((x_hat, s, y, *module.way_back(g, x_hat, s, gamma)))
    for plain, twin in zip(*found, strict=True):
        assert plain.shape == twin.shape
        assert plain.dtype == twin.dtype
        np.testing.assert_allclose(twin, plain, rtol=1e-4, atol=1e-4 if dtype is np.float32 else 1e-10)


@dtypes
@pytest.mark.parametrize(("shape", "groups"), [((1, 1, 1), 1), ((3, 100, 6), 2), ((40, 150, 12), 12), ((9, 1, 8), 1)])
def test_the_twin_normalises_groups_and_goes_back_alike(dtype: Any, shape: Any, groups: int) -> None:
    rng = np.random.default_rng(0)
    x, g = rng.normal(3, 2, size=(2, *shape)).astype(dtype)
    gamma, beta = rng.normal(size=(2, shape[2])).astype(dtype)
    found = []
    for module in (channel_groups, _fast_channel_groups):
        x_hat, s, y = module.normalise(x, gamma, beta, groups, 1e-3)
        assert y.dtype == x_hat.dtype == s.dtype == dtype
        found.append((x_hat, s, y, *module.way_back(g, x_hat, s, gamma, groups)))
    for plain, twin in zip(*found, strict=True):
        assert plain.shape == twin.shape
        assert plain.dtype == twin.dtype
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


@pytest.mark.parametrize("k", [8, 16, 32, 48, 64])
@pytest.mark.parametrize(
    ("shape", "size", "options"),
    [
        ((3, 17, 18, 5), (3, 3), {"stride": 1, "padding": "same"}),
        ((2, 21, 33, 4), (5, 2), {"stride": (2, 1), "padding": (2, 1)}),
        ((1, 25, 41, 7), (2, 4), {"stride": (1, 2), "padding": 0, "dilation": (3, 1)}),
        ((1, 30, 19, 16), (1, 3), {"stride": 1, "padding": "same"}),
        ((5, 9, 24, 32), (3, 3), {"stride": 1, "padding": (0, 2)}),
    ],
    ids=str,
)
def test_a_convolution_straight_from_the_pictures_is_what_products_of_matrices_give(
    k: int, shape: Any, size: Any, options: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fast, "worth_it", lambda size: True)
    rng = np.random.default_rng(k)
    x, W = rng.normal(size=shape).astype(np.float32), rng.normal(size=(*size, shape[3], k)).astype(np.float32)
    b, windows = rng.normal(size=k).astype(np.float32), slide(shape[1:3], size, **options)
    g = rng.normal(size=(shape[0], *windows.places, k)).astype(np.float32)
    if k >= 16:
        assert direct.fits(x, W, windows, 1)

    def all_three() -> tuple[Any, ...]:
        back = sums.input_gradient(g, W, windows, 1, shape[1:3])
        return sums.weighted_sums(x, W, b, windows, 1), sums.weight_gradient(x, g, W, windows, 1), back

    twins, again = all_three(), all_three()
    monkeypatch.setattr(fast, "worth_it", lambda size: False)
    assert not direct.fits(x, W, windows, 1)
    for twin, same, plain in zip(twins, again, all_three(), strict=True):
        assert twin.tobytes() == same.tobytes()
        np.testing.assert_allclose(twin, plain, rtol=1e-4, atol=1e-5 * np.abs(plain).max())


@pytest.mark.parametrize("changed", ["float64", "dilated", "narrow", "odd filters", "many filters"])
def test_other_convolutions_are_left_to_products_of_matrices(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "worth_it", lambda size: True)
    x, W = np.ones((4, 32, 32, 16), np.float32), np.ones((3, 3, 16, 32), np.float32)
    windows = slide((32, 32), (3, 3), 1)
    assert direct.fits(x, W, windows, 1)
    if changed == "float64":
        x = x.astype(np.float64)
    elif changed == "dilated":
        windows = slide((32, 32), (3, 3), 1, dilation=2)
    elif changed == "narrow":
        windows = slide((341, 3), (3, 3), 1)
    elif changed == "odd filters":
        W = W[..., :31]
    else:
        W = np.ones((3, 3, 16, 2048), np.float32)
    assert not direct.fits(x, W, windows, 1)


@pytest.mark.parametrize(("rows", "deep", "columns"), [(8, 1, 16), (100, 400, 32), (37, 513, 48), (400, 128, 64)])
def test_the_twin_multiplies_alike(rows: int, deep: int, columns: int) -> None:
    rng = np.random.default_rng(rows)
    A, B = rng.normal(size=(rows, deep)).astype(np.float32), rng.normal(size=(deep, columns)).astype(np.float32)
    out, again = np.full((2, rows, columns), np.nan, np.float32)
    product = products.step_product(rows, columns, A.dtype)
    assert product is not np.matmul
    product(A, B, out)
    product(A, B, again)
    assert out.tobytes() == again.tobytes()
    np.testing.assert_allclose(out, A @ B, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize(
    ("rows", "columns", "dtype"), [(3, 32, "f4"), (100, 31, "f4"), (100, 0, "f4"), (100, 32, "f8"), (100, 128, "f4")]
)
def test_other_products_are_left_to_numpy(rows: int, columns: int, dtype: str) -> None:
    assert products.step_product(rows, columns, np.dtype(dtype)) is np.matmul


@pytest.mark.parametrize("op", [rnn, gru, lstm])
@pytest.mark.parametrize("lengths", [None, np.arange(32) % 6])
def test_sequences_are_read_alike(op: ModuleType, lengths: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, h, gates_of = np.random.default_rng(0), 40, {rnn: 1, gru: 3, lstm: 4}[op]
    shapes = [(32, 5, 9), (32, h), *([(32, h)] if op is lstm else []), (9, gates_of * h), (h, gates_of * h)]
    shapes += [(gates_of * h,)] * (2 if op is gru else 1)
    given = [rng.normal(scale=0.5, size=shape).astype(np.float32) for shape in shapes]

    def both_ways() -> list[Any]:
        output, cache = op.forward(*given, lengths=lengths)  # type: ignore[attr-defined]
        return [output, *op.backward(np.cos(output), cache)]  # type: ignore[attr-defined]

    twins = both_ways()
    monkeypatch.setattr(fast, "enabled", lambda: False)
    for twin, plain in zip(twins, both_ways(), strict=True):
        _close(twin, plain, np.float32)


@dtypes
@pytest.mark.parametrize("shape", [(4, 16, 16, 8), (3, 33, 40, 5), (2, 40, 41, 16)])
def test_what_comes_back_from_pooled_pictures_goes_to_the_same_pixels(dtype: Any, shape: Any, refuse: Any) -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(0, 3, size=shape).astype(dtype)  # many equal ones: the first shall get it
    a, cache = max_pool2d.forward(x)
    g = rng.normal(size=a.shape).astype(dtype)
    twin = max_pool2d.backward(g, cache)
    assert x.size >= fast.WORTH
    refuse()
    np.testing.assert_array_equal(twin, max_pool2d.backward(g, cache))


@dtypes
@pytest.mark.parametrize("order", ["C", "F"])
def test_what_comes_back_from_rectified_values_is_the_same(dtype: Any, order: Any, refuse: Any) -> None:
    z, g = np.random.default_rng(0).normal(size=(2, 90, 70)).astype(dtype)
    z[:, ::7] = 0
    _, cache = relu.forward(np.asarray(z, order=order))
    twin = relu.backward(g, cache)
    refuse()
    plain = relu.backward(g, cache)
    assert twin.dtype == plain.dtype == dtype
    np.testing.assert_array_equal(twin, plain)


@pytest.mark.parametrize(("rows", "deep", "columns"), [(1024, 1, 32), (1029, 256, 96), (3000, 64, 64)])
@pytest.mark.parametrize("turned", [False, True])
def test_the_twin_multiplies_tall_matrices_alike(
    rows: int, deep: int, columns: int, turned: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(rows)
    A, B = rng.normal(size=(rows, deep)).astype(np.float32), rng.normal(size=(deep, columns)).astype(np.float32)
    if turned:
        B = np.asfortranarray(B)
    b = rng.normal(size=columns).astype(np.float32)
    out = products.tall_product(A, B, b)
    assert out.tobytes() == products.tall_product(A, B, b).tobytes()
    monkeypatch.setattr(fast, "enabled", lambda: False)
    plain = products.tall_product(A, B, b)
    assert plain.tobytes() == (A @ B + b).tobytes()
    np.testing.assert_allclose(out, plain, rtol=1e-4, atol=1e-3)
