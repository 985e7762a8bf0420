"""Convolutions, pooling and normalisation against PyTorch: values and gradients, for any shape and option."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent.convolving import blocks
from descent.ops import avg_pool2d, batch_norm, conv1d, conv2d, conv_transpose2d, group_norm, max_pool2d

torch = pytest.importorskip("torch")
F = torch.nn.functional

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=60)
PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))
GROUPS = st.sampled_from([(1, 3, 2), (1, 2, 40), (1, 1, 1), (2, 4, 6), (3, 3, 3), (4, 4, 8)])
"""Groups, channels, filters: many filters and few, depthwise, and two filters a channel."""
DTYPES = st.sampled_from([np.float32, np.float64])
SEEDS = st.integers(0, 10_000)


def _compare(op: ModuleType, peer: Any, inputs: list[Any], seed: int, axes: tuple[int, ...], **options: Any) -> None:
    """Compare value and gradients; `peer` gets tensors in PyTorch's order of axes, which `axes` turns into ours."""
    value, cache = op.forward(*inputs, **options)
    given = [torch.tensor(np.asarray(array), requires_grad=True) for array in inputs]
    expected = peer(*given).permute(*axes)
    g = np.random.default_rng(seed).normal(size=value.shape).astype(value.dtype)
    expected.backward(torch.tensor(g))
    gradients = op.backward(g, cache)
    tolerance = 1e-10 if value.dtype == np.float64 else 2e-4
    np.testing.assert_allclose(value, expected.detach().numpy(), rtol=tolerance, atol=tolerance)
    for ours, tensor in zip(gradients if isinstance(gradients, tuple) else (gradients,), given, strict=True):
        assert ours.dtype == value.dtype
        np.testing.assert_allclose(ours, tensor.grad.numpy(), rtol=tolerance, atol=tolerance)


def _draw(seed: int, dtype: Any, *shapes: tuple[int, ...]) -> list[Any]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


@pytest.mark.parametrize("small_blocks", [False, True])
@PROPERTIES
@given(SEEDS, DTYPES, st.integers(1, 3), PAIRS, PAIRS, st.tuples(*[st.integers(0, 3)] * 2), PAIRS, GROUPS)
def test_convolution(
    small_blocks: bool, seed: int, dtype: Any, n: int, size: Any, stride: Any, padding: Any, dilation: Any, groups: Any
) -> None:
    (parts, channels, k), options = groups, {"stride": stride, "padding": padding, "dilation": dilation}
    inputs = _draw(seed, dtype, (n, 8, 9, channels), (*size, channels // parts, k), (k,))
    with pytest.MonkeyPatch.context() as patch:
        if small_blocks:  # one line of windows at a time, and a few columns of a strip
            patch.setattr(blocks, "SMALL", 500)
            patch.setattr(blocks, "BLOCK", 50)
        _compare(
            conv2d,
            lambda x, W, b: F.conv2d(x.permute(0, 3, 1, 2), W.permute(3, 2, 0, 1), b, groups=parts, **options),
            inputs,
            seed,
            (0, 2, 3, 1),
            groups=parts,
            **options,
        )


@PROPERTIES
@given(SEEDS, DTYPES, PAIRS, PAIRS, st.tuples(*[st.integers(0, 1)] * 4), PAIRS, GROUPS)
def test_transposed_convolution(
    seed: int, dtype: Any, size: Any, stride: Any, more: Any, dilation: Any, groups: Any
) -> None:
    parts, k, channels = groups
    output_padding = tuple(min(a, s - 1) for a, s in zip(more[2:], stride, strict=True))
    options = {"stride": stride, "padding": more[:2], "output_padding": output_padding, "dilation": dilation}
    inputs = _draw(seed, dtype, (2, 4, 5, channels), (*size, k // parts, channels), (k,))
    _compare(
        conv_transpose2d,
        lambda x, W, b: F.conv_transpose2d(x.permute(0, 3, 1, 2), W.permute(3, 2, 0, 1), b, groups=parts, **options),
        inputs,
        seed,
        (0, 2, 3, 1),
        groups=parts,
        **options,
    )


@PROPERTIES
@given(SEEDS, DTYPES, *[st.integers(1, 3)] * 3, st.integers(0, 3), GROUPS)
def test_convolution_over_time(
    seed: int, dtype: Any, size: int, stride: int, dilation: int, padding: int, groups: Any
) -> None:
    (parts, d, k), options = groups, {"stride": stride, "padding": padding, "dilation": dilation}
    _compare(
        conv1d,
        lambda x, W, b: F.conv1d(x.permute(0, 2, 1), W.permute(2, 1, 0), b, groups=parts, **options),
        _draw(seed, dtype, (2, 9, d), (size, d // parts, k), (k,)),
        seed,
        (0, 2, 1),
        groups=parts,
        **options,
    )


@pytest.mark.filterwarnings("ignore:Using padding='same':UserWarning")  # PyTorch says that it copies
@PROPERTIES
@given(SEEDS, PAIRS, PAIRS)
def test_same_padding_at_a_stride_of_one(seed: int, size: Any, dilation: Any) -> None:
    _compare(
        conv2d,
        lambda x, W, b: F.conv2d(x.permute(0, 3, 1, 2), W.permute(3, 2, 0, 1), b, padding="same", dilation=dilation),
        _draw(seed, np.float64, (2, 6, 5, 2), (*size, 2, 3), (3,)),
        seed,
        (0, 2, 3, 1),
        padding="same",
        dilation=dilation,
    )


@pytest.mark.parametrize(("op", "peer"), [(max_pool2d, F.max_pool2d), (avg_pool2d, F.avg_pool2d)])
@PROPERTIES
@given(seed=SEEDS, dtype=DTYPES, size=PAIRS, stride=PAIRS, levels=st.sampled_from([2, 3, 1000]))
def test_pooling_where_values_are_often_equal(
    op: ModuleType, peer: Any, seed: int, dtype: Any, size: Any, stride: Any, levels: int
) -> None:
    x = np.random.default_rng(seed).integers(levels, size=(2, 7, 6, 3)).astype(dtype)
    _compare(op, lambda x: peer(x.permute(0, 3, 1, 2), size, stride), [x], seed, (0, 2, 3, 1), size=size, stride=stride)


@pytest.mark.parametrize("known", [False, True])
@PROPERTIES
@given(seed=SEEDS, dtype=DTYPES, n=st.integers(1, 40), d=st.sampled_from([1, 3, 700]))
def test_batch_normalisation(known: bool, seed: int, dtype: Any, n: int, d: int) -> None:
    x, gamma, beta, mean = _draw(seed, dtype, (n, 3, 2, d), (d,), (d,), (d,))
    variance = mean * mean + 1
    moments = {"mean": mean, "variance": variance} if known else {}
    given = [torch.tensor(m) if known else None for m in (mean, variance)]
    _compare(
        batch_norm,
        lambda x, *weights: F.batch_norm(x.permute(0, 3, 1, 2), *given, *weights, not known, eps=0.1),
        [x + 2, gamma, beta],
        seed,
        (0, 2, 3, 1),
        eps=0.1,
        **moments,
    )


@PROPERTIES
@given(seed=SEEDS, dtype=DTYPES, groups=st.sampled_from([1, 2, 6]), place=st.integers(1, 5))
def test_group_normalisation(seed: int, dtype: Any, groups: int, place: int) -> None:
    x, gamma, beta = _draw(seed, dtype, (3, 2, place, 6), (6,), (6,))
    _compare(
        group_norm,
        lambda x, *weights: F.group_norm(x.permute(0, 3, 1, 2), groups, *weights, eps=0.1),
        [x + 2, gamma, beta],
        seed,
        (0, 2, 3, 1),
        groups=groups,
        eps=0.1,
    )
