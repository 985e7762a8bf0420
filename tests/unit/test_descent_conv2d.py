"""Convolution against SciPy's, its laws, and what it says about shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate

from descent import affine, conv2d

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=40)


@PROPERTIES
@given(st.integers(0, 10_000), st.tuples(*[st.integers(1, 3)] * 4), st.integers(0, 2), st.integers(0, 2))
def test_it_agrees_with_scipy_for_any_window_stride_and_padding(
    seed: int, sizes: tuple[int, ...], up: int, left: int
) -> None:
    rng = np.random.default_rng(seed)
    (height, width), stride = sizes[:2], sizes[2:]
    x, W, b = rng.normal(size=(2, 5, 4, 2)), rng.normal(size=(height, width, 2, 3)), rng.normal(size=3)
    z = conv2d(x, W, b, stride=stride, padding=(up, left))
    padded = np.pad(x, ((0, 0), (up, up), (left, left), (0, 0)))
    for i, k in np.ndindex(2, 3):
        full = correlate(padded[i], W[..., k], mode="valid", method="direct")[..., 0]
        np.testing.assert_allclose(z[i, ..., k], full[:: stride[0], :: stride[1]] + b[k], atol=1e-12)


def test_moving_the_picture_moves_the_result() -> None:
    rng = np.random.default_rng(0)
    x, W = rng.normal(size=(1, 8, 8, 1)), rng.normal(size=(3, 3, 1, 2))
    moved = conv2d(np.roll(x, 1, axis=2), W, np.zeros(2))
    np.testing.assert_allclose(moved[:, :, 1:], conv2d(x, W, np.zeros(2))[:, :, :-1], atol=1e-12)


def test_a_window_of_one_pixel_is_an_affine_map_of_the_channels() -> None:
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(1, 1, 5, 2)), rng.normal(size=2)
    np.testing.assert_allclose(conv2d(x, W, b).reshape(-1, 2), affine(x.reshape(-1, 5), W[0, 0], b))


def test_no_picture_gives_no_result() -> None:
    assert conv2d(np.ones((0, 4, 4, 1)), np.ones((3, 3, 1, 2)), np.ones(2)).shape == (0, 2, 2, 2)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"x": np.ones((4, 4))}, r"x must have shape \(n, height, width, channels\); got \(4, 4\)\. Use x\[np"),
        ({"W": np.ones((3, 3, 2, 2))}, r"W must have shape \(window height, window width, 1, k\), .*got \(3, 3, 2"),
        ({"b": np.ones(3)}, r"b must have shape \(2,\), one bias per filter; got \(3,\)"),
        ({"W": np.ones((5, 3, 1, 2))}, r"x must be at least as large as a window, \(5, 3\); got pictures of \(4, 4\)"),
        ({"stride": 0}, r"stride must be a whole number, 1 or more, or a pair of them; got 0"),
        ({"padding": (1, -1)}, r"padding must be a whole number, 0 or more, or a pair of them; got \(1, -1\)"),
    ],
    ids=["matrix", "channels", "bias", "large window", "stride", "padding"],
)
def test_what_does_not_fit_is_explained(change: dict[str, Any], sentence: str) -> None:
    given = {"x": np.ones((1, 4, 4, 1)), "W": np.ones((3, 3, 1, 2)), "b": np.ones(2), **change}
    with pytest.raises(ValueError, match=sentence):
        conv2d(**given)
