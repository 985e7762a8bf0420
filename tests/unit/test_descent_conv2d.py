"""Convolution against SciPy's, its laws and those of its relatives, and what they say about shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate

from descent import affine, conv1d, conv2d, conv_transpose2d
from descent.ops import conv1d as conv1d_op
from descent.ops import conv2d as conv2d_op
from descent.ops import conv_transpose2d as conv_transpose2d_op

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


@PROPERTIES
@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(0, 2), st.integers(1, 2), st.sampled_from([1, 2]))
def test_the_transposed_convolution_is_the_adjoint(
    seed: int, stride: int, padding: int, dilation: int, groups: int
) -> None:
    rng, options = np.random.default_rng(seed), {"stride": stride, "padding": padding, "dilation": dilation}
    W = rng.normal(size=(3, 2, 4 // groups, 6))
    small = rng.normal(size=(2, 3, 4, 6))
    painted = conv_transpose2d(small, W, np.zeros(4), groups=groups, **options)
    large = rng.normal(size=painted.shape)
    seen = conv2d(large, W, np.zeros(6), groups=groups, **options)
    assert np.vdot(seen, small) == pytest.approx(np.vdot(large, painted), abs=1e-9)


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_it_is_linear_in_the_pictures_and_in_the_filters(groups: int) -> None:
    rng, none = np.random.default_rng(0), np.zeros(4)
    x, y = rng.normal(size=(2, 2, 5, 6, 4))
    V, W = rng.normal(size=(2, 3, 3, 4 // groups, 4))

    def conv(x: Any, W: Any) -> Any:
        return conv2d(x, W, none, padding=1, groups=groups)

    np.testing.assert_allclose(conv(2 * x - y, W), 2 * conv(x, W) - conv(y, W), atol=1e-12)
    np.testing.assert_allclose(conv(x, 2 * V - W), 2 * conv(x, V) - conv(x, W), atol=1e-12)


@pytest.mark.parametrize("groups", [2, 3, 6])
def test_groups_are_convolutions_side_by_side(groups: int) -> None:
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(2, 5, 5, 6)), rng.normal(size=(3, 3, 6 // groups, 6)), rng.normal(size=6)
    each = zip(*(np.split(a, groups, axis=-1) for a in (x, W, b)), strict=True) if groups < 6 else []
    apart = [conv2d(*parts) for parts in each] or [conv2d(x[..., [k]], W[..., [k]], b[[k]]) for k in range(6)]
    np.testing.assert_allclose(conv2d(x, W, b, groups=groups), np.concatenate(apart, axis=-1), atol=1e-12)


def test_gaps_in_a_window_are_weights_of_nothing() -> None:
    rng = np.random.default_rng(0)
    x, W = rng.normal(size=(2, 7, 8, 3)), rng.normal(size=(3, 2, 3, 4))
    spread = np.zeros((5, 4, 3, 4))
    spread[::2, ::3] = W
    np.testing.assert_allclose(conv2d(x, W, np.zeros(4), dilation=(2, 3)), conv2d(x, spread, np.zeros(4)), atol=1e-12)


@pytest.mark.parametrize(("size", "stride", "expected"), [(3, 1, 7), (2, 1, 7), (3, 2, 4), (5, 3, 3)])
def test_same_padding_makes_one_window_a_stride(size: int, stride: int, expected: int) -> None:
    z = conv2d(np.ones((1, 7, 7, 1)), np.ones((size, size, 1, 1)), [0.0], stride=stride, padding="same")
    assert z.shape == (1, expected, expected, 1)
    assert z.max() == size**2


def test_same_padding_puts_the_odd_zero_behind() -> None:
    assert conv1d([[[1.0], [2.0], [4.0]]], np.ones((2, 1, 1)), [0.0], padding="same").ravel().tolist() == [3, 6, 4]


@pytest.mark.parametrize("op", [conv1d_op, conv2d_op, conv_transpose2d_op])
@pytest.mark.parametrize("needs", [(True, False, False), (False, True, False), (False, False, True)])
def test_what_is_not_needed_is_not_computed(op: Any, needs: tuple[bool, ...]) -> None:
    given = op.example(np.random.default_rng(0))
    z, cache = op.forward(**given)
    for wanted, some, one in zip(needs, op.backward(z, cache, needs), op.backward(z, cache), strict=True):
        assert (some is None) == (not wanted)
        if wanted:
            np.testing.assert_array_equal(some, one)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"x": np.ones((4, 4))}, r"x must have shape \(n, height, width, channels\); got \(4, 4\)\. Use x\[np"),
        ({"W": np.ones((3, 3, 2, 2))}, r"W must have shape \(window height, window width, 1, k\), .*got \(3, 3, 2"),
        ({"b": np.ones(3)}, r"b must have shape \(2,\), one bias per filter; got \(3,\)"),
        ({"W": np.ones((5, 3, 1, 2))}, r"x must be at least as large as a window, \(5, 3\); got pictures of \(4, 4\)"),
        ({"stride": 0}, r"stride must be a whole number, 1 or more, or a pair of them; got 0"),
        ({"padding": (1, -1)}, r"padding must be a whole number, 0 or more, or a pair of them; got \(1, -1\)"),
        ({"padding": "valid"}, r"padding must be a whole number, 0 or more, or a pair of them; got 'valid'"),
        ({"dilation": 2}, r"x must be at least as large as a window, \(5, 5\); got pictures of \(4, 4\)"),
        ({"groups": 2}, r"groups must be a whole number that divides the 1 channels of x; got 2\."),
        (
            {"x": np.ones((1, 4, 4, 2)), "W": np.ones((3, 3, 1, 3)), "groups": 2},
            r"groups must divide the number of fil",
        ),
    ],
    ids=["matrix", "channels", "bias", "large window", "stride", "padding", "word", "gaps", "groups", "filters"],
)
def test_what_does_not_fit_is_explained(change: dict[str, Any], sentence: str) -> None:
    given = {"x": np.ones((1, 4, 4, 1)), "W": np.ones((3, 3, 1, 2)), "b": np.ones(2), **change}
    with pytest.raises(ValueError, match=sentence):
        conv2d(**given)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"W": np.ones((3, 3, 2, 2))},
            r"W must have shape \(window height, window width, k / groups, 1\), since x has 1",
        ),
        ({"b": np.ones(3)}, r"b must have shape \(2,\), one bias per channel of the result; got \(3,\)"),
        ({"output_padding": 1}, r"output_padding must be less than the stride, \(1, 1\); got \(1, 1\)"),
        ({"padding": 3}, r"padding must leave something of the result, \(6, 6\); got \(3, 3\)\. Cut off less"),
        ({"groups": 2}, r"groups must be a whole number that divides the 1 channels of x; got 2\."),
    ],
    ids=["channels", "bias", "output padding", "padding", "groups"],
)
def test_what_does_not_fit_a_transposed_convolution_is_explained(change: dict[str, Any], sentence: str) -> None:
    given = {"x": np.ones((1, 4, 4, 1)), "W": np.ones((3, 3, 2, 1)), "b": np.ones(2), **change}
    with pytest.raises(ValueError, match=sentence):
        conv_transpose2d(**given)


def test_what_does_not_fit_a_sequence_is_explained() -> None:
    with pytest.raises(ValueError, match=r"x must have shape \(n, T, d\); got \(4,\)\. Use x\[np"):
        conv1d(np.ones(4), np.ones((2, 1, 1)), [0.0])
    with pytest.raises(ValueError, match=r"W must have shape \(window, 1, k\), since x has 1 channels; got \(2, 1\)"):
        conv1d(np.ones((1, 4, 1)), np.ones((2, 1)), [0.0])
