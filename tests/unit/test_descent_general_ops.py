"""Powers, picking, joining, padding, resampling, spectra and their losses: laws, and what they say to a wrong call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from descent import (
    binary_cross_entropy_with_logits,
    clip,
    concatenate,
    contrastive_loss,
    flip,
    hinge_loss,
    huber_loss,
    index,
    istft,
    kl_divergence,
    log_mel,
    max_over,
    maximum,
    mel_filterbank,
    minimum,
    pad,
    power,
    resample1d,
    resize2d,
    sigmoid,
    softmax_cross_entropy,
    softplus,
    stack,
    stft,
    subtract,
    swish,
    take_along,
    triplet_loss,
    variance_over,
)
from descent.ops import index as index_op
from descent.ops import max_over as max_op
from descent.scatter import add_at
from descent.tensor import Tensor, apply

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=40)
NUMBERS = st.floats(-1e3, 1e3, width=32, allow_subnormal=False)
ARRAYS = hnp.arrays(float, hnp.array_shapes(max_dims=3, max_side=4), elements=NUMBERS)
MATRICES = hnp.arrays(float, hnp.array_shapes(min_dims=2, max_dims=2, max_side=5), elements=NUMBERS)


@PROPERTIES
@given(ARRAYS)
def test_the_larger_and_the_smaller_are_both(a: np.ndarray) -> None:
    b = flip(a)
    np.testing.assert_array_equal(maximum(a, b) + minimum(a, b), a + b)
    np.testing.assert_array_equal(maximum(a, b), -minimum(-a, -b))
    np.testing.assert_array_equal(clip(a, low=-1, high=2), minimum(maximum(a, -1), 2))
    np.testing.assert_array_equal(subtract(a, b), -subtract(b, a))


@PROPERTIES
@given(hnp.arrays(float, 4, elements=st.floats(0.1, 5)), st.floats(-3, 3), st.floats(-3, 3))
def test_powers_of_one_base_multiply_by_adding_exponents(a: np.ndarray, m: float, n: float) -> None:
    np.testing.assert_allclose(power(a, m) * power(a, n), power(a, m + n), rtol=1e-12)


def test_a_negative_base_has_whole_powers_only() -> None:
    np.testing.assert_array_equal(power([-2.0, -2.0], [2, 3]), [4, -8])
    with pytest.warns(RuntimeWarning, match="invalid value"):
        assert np.isnan(power(-2.0, 0.5))


@PROPERTIES
@given(ARRAYS)
def test_activations_and_their_opposites_differ_by_the_line(z: np.ndarray) -> None:
    np.testing.assert_allclose(softplus(z) - softplus(-z), z, atol=1e-12)
    np.testing.assert_allclose(swish(z) - swish(-z), z, atol=1e-12)


def test_a_small_probability_keeps_its_digits_in_float32_too() -> None:
    np.testing.assert_allclose(sigmoid(np.float32([-80, -50])), np.exp([-80.0, -50.0]), rtol=1e-5)


@PROPERTIES
@given(MATRICES, st.floats(-100, 100), st.floats(-3, 3))
def test_a_variance_does_not_move_with_its_numbers_and_grows_with_their_square(
    x: np.ndarray, shift: float, scale: float
) -> None:
    v = variance_over(x, axis=0)
    np.testing.assert_allclose(variance_over(x + shift, axis=0), v, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(variance_over(scale * x, axis=0), scale**2 * v, rtol=1e-9, atol=1e-9)


def test_of_equal_maxima_the_first_learns_across_axes() -> None:
    x = np.array([[[1.0, 3.0], [3.0, 0.0]], [[2.0, 2.0], [2.0, 2.0]]])
    _, cache = max_op.forward(x, axis=(0, 2))
    np.testing.assert_array_equal(max_op.backward([10.0, 20.0], cache), [[[0, 10], [20, 0]], [[0, 0], [0, 0]]])


@PROPERTIES
@given(MATRICES, st.data())
def test_joining_and_picking_undo_each_other(x: np.ndarray, data: Any) -> None:
    axis = data.draw(st.integers(0, 1))
    np.testing.assert_array_equal(stack(*x), x)
    np.testing.assert_array_equal(concatenate(x, x, axis=axis).shape, np.array(x.shape) * (2 - axis, 1 + axis))
    np.testing.assert_array_equal(index(concatenate(x, -x), key=slice(None, len(x))), x)
    np.testing.assert_array_equal(flip(flip(x, axis=axis), axis=axis), x)
    np.testing.assert_array_equal(take_along(x, np.argsort(x, axis=axis), axis=axis), np.sort(x, axis=axis))
    np.testing.assert_array_equal(index(pad(x, widths=3), key=(slice(3, -3), slice(3, -3))), x)


def test_what_is_picked_is_a_copy() -> None:
    x = np.zeros(3)
    for result in (index(x, key=slice(1, 3)), index(x), flip(x), pad(x), stack(x)):
        result += 1
    np.testing.assert_array_equal(x, 0)


@PROPERTIES
@given(hnp.arrays(np.int64, st.integers(0, 30), elements=st.integers(0, 4)), st.integers(0, 1))
def test_rows_add_up_where_their_places_repeat(places: np.ndarray, axis: int) -> None:
    rows = np.moveaxis(np.random.default_rng(0).normal(size=(len(places), 2)), 0, axis)
    target, expected = np.ones((2, 5, 2)[1 - axis : 3 - axis]), np.ones((2, 5, 2)[1 - axis : 3 - axis])
    add_at(target, places, rows, axis=axis)
    np.add.at(np.moveaxis(expected, axis, 0), places, np.moveaxis(rows, axis, 0))
    np.testing.assert_allclose(target, expected)


def test_a_key_that_names_an_entry_three_times_collects_three_times_from_the_tape() -> None:
    w = Tensor([1.0, 2.0], requires_grad=True)
    apply(index_op, w, key=[-1, 1, 0, 1]).sum().backward()
    np.testing.assert_array_equal(w.grad, [1, 3])


@PROPERTIES
@given(MATRICES, st.floats(-50, 50), st.floats(0.5, 4))
def test_cross_entropy_ignores_a_constant_in_a_row_and_the_unit_of_weights(
    z: np.ndarray, shift: float, unit: float
) -> None:
    labels = np.arange(len(z)) % z.shape[1]
    weights = 1.0 + np.arange(len(z))
    for options in ({}, {"smoothing": 0.2}, {"weights": weights}):
        loss = float(softmax_cross_entropy(z, labels, **options))
        assert softmax_cross_entropy(z + shift, labels, **options) == pytest.approx(loss, rel=1e-9, abs=1e-9)
    expected = float(softmax_cross_entropy(z, labels, weights=weights))
    assert softmax_cross_entropy(z, labels, weights=unit * weights) == pytest.approx(expected)


def test_a_place_of_weight_zero_may_as_well_not_be_there() -> None:
    z, labels = np.random.default_rng(0).normal(size=(2, 3, 4)), np.array([[0, 1, 2], [3, 0, 0]])
    mask = np.array([[1, 1, 1], [1, 0, 0]])
    expected = softmax_cross_entropy(np.concatenate([z[0], z[1, :1]]), [0, 1, 2, 3])
    assert softmax_cross_entropy(z, labels, weights=mask) == pytest.approx(float(expected))
    loss = binary_cross_entropy_with_logits([3.0, -1.0], [1, 1], weights=[1, 0])
    assert loss == pytest.approx(float(binary_cross_entropy_with_logits([3.0], [1])))


def test_weights_of_float64_do_not_widen_float32() -> None:
    z = np.zeros((2, 3), np.float32)
    assert softmax_cross_entropy(z, [0, 1], weights=np.array([1.0, 2.0])).dtype == np.float32
    assert binary_cross_entropy_with_logits(z, np.ones((2, 3)), weights=np.ones((2, 3))).dtype == np.float32


@PROPERTIES
@given(MATRICES, st.integers(1, 9))
def test_a_resampled_constant_is_constant_and_a_sharper_line_a_line(x: np.ndarray, size: int) -> None:
    constant = np.full((1, *x.shape), 3.0)
    np.testing.assert_array_equal(resample1d(constant, size=size), np.full((1, size, x.shape[1]), 3.0))
    np.testing.assert_array_equal(resample1d(x[None], size=len(x)), x[None])
    line = np.arange(8.0).reshape(1, 8, 1)
    np.testing.assert_allclose(np.diff(resample1d(line, scale=0.5).ravel()), 2)


def test_a_resized_picture_keeps_its_channels_apart() -> None:
    picture = np.random.default_rng(0).normal(size=(2, 5, 4, 3))
    for mode in ("bilinear", "nearest"):
        whole = resize2d(picture, scale=1.5, mode=mode)
        assert whole.shape == (2, 7, 6, 3)
        np.testing.assert_array_equal(whole[..., 1:2], resize2d(picture[..., 1:2], scale=1.5, mode=mode))


def test_a_later_sound_is_the_same_spectrum_in_a_later_frame() -> None:
    x = np.random.default_rng(0).normal(size=(1, 64))
    y = stft(x, n_fft=16, hop=4, center=False)
    later = stft(np.pad(x, ((0, 0), (8, 0))), n_fft=16, hop=4, center=False)
    np.testing.assert_allclose(later[:, 2:], y, atol=1e-12)
    np.testing.assert_allclose(stft(3 * x, n_fft=16, hop=4, center=False), 3 * y)


def test_a_spectrum_keeps_the_energy_of_a_windowed_frame() -> None:
    x = np.random.default_rng(0).normal(size=(1, 16))
    energy = stft(x, n_fft=16, center=False, power=2)[0, 0]
    window = np.sin(np.pi * np.arange(16) / 16) ** 2
    assert 2 * energy.sum() - energy[0] - energy[-1] == pytest.approx(16 * ((window * x) ** 2).sum())


def test_a_sound_comes_back_from_its_spectrum_and_is_filled_up_with_silence() -> None:
    x = np.random.default_rng(0).normal(size=(2, 50)).astype(np.float32)
    back = istft(stft(x, n_fft=16), n_fft=16, length=60)
    assert back.dtype == np.float32
    np.testing.assert_allclose(back[:, :48], x[:, :48], atol=1e-5)
    np.testing.assert_array_equal(back[:, 56:], 0)


def test_a_sample_comes_back_however_little_of_it_the_windows_show_and_is_0_where_they_are_0() -> None:
    x = np.random.default_rng(0).normal(size=(1, 32))
    options: dict[str, Any] = {"n_fft": 16, "hop": 4, "center": False}
    back = istft(stft(x, **options), **options)
    assert back[0, 0] == 0
    np.testing.assert_allclose(back[:, 1:], x[:, 1:], atol=1e-9)


def test_triangles_of_the_mel_scale_get_wider_and_reach_from_end_to_end() -> None:
    bank = mel_filterbank(sample_rate=16_000, n_fft=1024, n_mels=10)
    assert (np.diff((bank > 0).sum(axis=0)) >= 0).all()
    np.testing.assert_allclose(bank.sum(axis=1)[20:378], 1)
    assert bank.min() == 0
    peaks = bank.argmax(axis=0) * 16_000 / 1024
    steps = np.diff(2595 * np.log10(1 + peaks / 700))
    np.testing.assert_allclose(steps, 2840.02 / 11, rtol=0.12)  # 8,000 Hz are 2,840.02 mel; bins are 15.6 Hz wide


def test_a_high_tone_is_loudest_in_a_high_triangle() -> None:
    tones = np.sin(2 * np.pi * np.array([[300.0], [3000.0]]) * np.arange(2000) / 8000)
    low, high = log_mel(tones, sample_rate=8000, n_mels=20).mean(axis=1).argmax(axis=1)
    assert low < 5
    assert high > 14


SENTENCES: list[tuple[Callable[[], Any], str]] = [
    (lambda: clip([1.0], low=2, high=1), r"low must not be above high; got 2 and 1\. Exchange"),
    (lambda: max_over([]), r"x must have at least one entry: a maximum of nothing"),
    (lambda: variance_over(np.ones((0, 2))), r"x must have at least one entry: a variance of nothing"),
    (lambda: concatenate(), r"arrays must be at least one; got none\. Give them one by one: concatenate\(a, b\)"),
    (lambda: concatenate(np.ones((2, 3)), np.ones((2, 2))), r"equal shapes but for axis 0; got \(2, 3\), \(2, 2\)"),
    (lambda: concatenate(np.ones(2), 1.0), r"arrays must have equal shapes but for axis 0; got \(2,\), \(\)"),
    (lambda: stack(np.ones(2), np.ones(3)), r"arrays must have one shape; got \(2,\), \(3,\)\. Pad"),
    (lambda: pad(np.ones((2, 2)), widths=((1, 1),)), r"one pair for each of the 2 axes of x, .* got \(\(1, 1\),\)"),
    (lambda: pad(np.ones(2), widths=-1), r"none negative; got -1\. Write \(0, 0\)"),
    (lambda: pad(np.ones(2), widths=2, mode="reflect"), r"widths must be smaller than the axes .* \(2,\); got 2"),
    (lambda: pad(np.ones(2), mode="wrap"), r"mode must be 'zeros' or 'reflect'; got 'wrap'"),
    (
        lambda: take_along(np.ones((2, 3)), [0, 1]),
        r"indices must have shape \(2, 'any'\), .* got \(2,\)\. Use np\.expand",
    ),
    (lambda: take_along(np.ones((2, 3)), [[3], [0]]), r"indices must hold whole numbers in 0\.\.2"),
    (lambda: huber_loss([1.0], [1.0], delta=0), r"delta must be more than 0; got 0"),
    (lambda: hinge_loss([1.0], [-1]), r"y must hold whole numbers in 0\.\.1, each the index of a class; got -1"),
    (
        lambda: triplet_loss(np.ones((2, 3)), np.ones((2, 3)), np.ones((1, 3))),
        r"negative must have the shape of anchor",
    ),
    (lambda: contrastive_loss(np.ones((2, 3)), np.ones((2, 3)), [2, 0]), r"alike must hold whole numbers in 0\.\.1"),
    (lambda: kl_divergence(np.ones((2, 3)), np.ones(3)), r"z_q must have shape \(n, d\)"),
    (lambda: softmax_cross_entropy(np.ones((1, 2)), [0], weights=[0]), r"weights must be .* not all 0; .* sum of 0"),
    (lambda: softmax_cross_entropy(np.ones((1, 2)), [0], weights=[1, 1]), r"in shape \(1,\), .* got shape \(2,\)"),
    (lambda: softmax_cross_entropy(np.ones((1, 2)), [0], smoothing=2), r"smoothing must lie in 0\.\.1; got 2"),
    (lambda: resize2d(np.ones((2, 2, 1))), r"x must have shape \(n, h, w, c\); got \(2, 2, 1\)"),
    (lambda: resize2d(np.ones((1, 2, 2, 1)), scale=0.1), r"size must be two positive numbers .* got \(0, 0\)"),
    (lambda: resample1d(np.ones((1, 0, 1)), size=2), r"x must have at least one entry along axis 1: a resampled"),
    (lambda: resample1d(np.ones((1, 2, 1)), size=0), r"size must be a positive number; got 0"),
    (lambda: stft(np.ones((1, 8)), n_fft=16), r"x must have at least 9 samples in each row, .* got \(1, 8\)"),
    (lambda: stft(np.ones((1, 8)), n_fft=4, hop=0), r"n_fft, hop and power must be positive; got 4, 0 and None"),
    (lambda: istft(np.ones((1, 2, 5)), n_fft=8), r"y must have shape \(n, frames, 5, 2\), .* got \(1, 2, 5\)"),
    (lambda: mel_filterbank(sample_rate=0, n_fft=8, n_mels=2), r"must be positive; got 0, 8 and 2"),
]


@pytest.mark.parametrize(("call", "sentence"), SENTENCES, ids=[str(i) for i in range(len(SENTENCES))])
def test_a_wrong_call_is_explained(call: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()


def test_a_key_outside_the_array_is_explained() -> None:
    with pytest.raises(IndexError, match=r"key must fit x, which has shape \(2,\); NumPy says: .*Count from 0"):
        index(np.ones(2), key=2)
