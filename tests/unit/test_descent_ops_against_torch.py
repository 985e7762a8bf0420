"""PyTorch as referee of the general operations: values and derivatives, for drawn shapes, dtypes and strides."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from descent import istft

torch = pytest.importorskip("torch")
F = torch.nn.functional

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=15)
DTYPES = st.sampled_from([np.float32, np.float64])
LAYOUTS = st.sampled_from(["C", "F", "every other"])
PAIRS: Any = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4)
SHAPES = hnp.array_shapes(min_dims=1, max_dims=4, max_side=4)
TOLERANCE = {np.float32: {"rtol": 2e-5, "atol": 2e-6}, np.float64: {"rtol": 1e-12, "atol": 1e-14}}


def _laid_out(array: np.ndarray, layout: str) -> np.ndarray:
    return np.repeat(array, 2, axis=-1)[..., ::2] if layout == "every other" else np.array(array, order=layout)


def _judge(name: str, theirs: Callable[..., Any], *arrays: Any, data: tuple[Any, ...] = (), **options: Any) -> None:
    """Compare an operation on arrays with PyTorch's function of the same tensors; `data` comes before the arrays."""
    op = importlib.import_module(f"descent.ops.{name}")
    value, cache = op.forward(*data, *arrays, **options)
    tensors = [torch.tensor(np.array(a), requires_grad=True) for a in arrays]
    expected = theirs(*tensors)
    tolerance = TOLERANCE[arrays[0].dtype.type]
    assert value.shape == tuple(expected.shape)
    np.testing.assert_allclose(value, expected.detach().numpy(), **tolerance)
    g = np.random.default_rng(0).normal(size=value.shape).astype(value.dtype)
    gradients = op.backward(g, cache)
    expected.backward(torch.from_numpy(g))
    ours = gradients[len(data) :] if isinstance(gradients, tuple) else (gradients,)
    for gradient, tensor in zip(ours, tensors, strict=False):
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), **tolerance)


ENTRY_BY_ENTRY = {
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "absolute": torch.abs,
    "swish": F.silu,
    "softplus": F.softplus,
    "sigmoid": torch.sigmoid,
    "hard_sigmoid": F.hardsigmoid,
    "hard_swish": F.hardswish,
}


@pytest.mark.parametrize("name", ENTRY_BY_ENTRY)
@PROPERTIES
@given(st.data(), SHAPES, DTYPES, LAYOUTS)
def test_functions_of_one_entry_agree(name: str, data: Any, shape: tuple[int, ...], dtype: type, layout: str) -> None:
    if name.startswith("hard"):
        dtype = np.float32  # PyTorch keeps a float32 1/6 for float64 as well
    low = 0.125 if name in ("log", "sqrt") else -8.0
    x = data.draw(hnp.arrays(dtype, shape, elements=st.floats(low, 8, width=32)))
    _judge(name, ENTRY_BY_ENTRY[name], _laid_out(x, layout))


TWO = {
    "add": torch.add,
    "subtract": torch.subtract,
    "multiply": torch.multiply,
    "divide": torch.divide,
    "power": torch.pow,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
}


@pytest.mark.parametrize("name", TWO)
@PROPERTIES
@given(st.data(), PAIRS, DTYPES, LAYOUTS)
def test_functions_of_two_entries_agree_ties_included(
    name: str, data: Any, shapes: Any, dtype: type, layout: str
) -> None:
    elements = st.sampled_from([0.5, 1.0, 1.5, 2.0])
    a, b = (data.draw(hnp.arrays(dtype, shape, elements=elements)) for shape in shapes.input_shapes)
    a = _laid_out(a, layout) if a.ndim else a
    _judge(name, TWO[name], a, b)


@pytest.mark.parametrize("exponent", [-1, 0, 0.5, 1, 2, 3, 2.5])
def test_a_power_with_a_plain_exponent_agrees_at_zero_and_below(exponent: float) -> None:
    bases = [0.0, 0.5, 3.0] if exponent % 1 else [-2.0, -0.5, 0.0, 0.5, 3.0]
    x = np.array(bases[:2] + bases[3:] if exponent == -1 else bases)
    if exponent == 0.5:
        x = x[1:]
    op = importlib.import_module("descent.ops.power")
    value, cache = op.forward(x, exponent)
    t = torch.tensor(x, requires_grad=True)
    expected = t**exponent
    expected.sum().backward()
    np.testing.assert_allclose(value, expected.detach().numpy())
    np.testing.assert_allclose(op.backward(np.ones(len(x)), cache, (True, False))[0], t.grad.numpy())


@PROPERTIES
@given(SHAPES, DTYPES, LAYOUTS)
def test_clipping_agrees_its_ends_included(shape: tuple[int, ...], dtype: type, layout: str) -> None:
    x = np.random.default_rng(0).integers(-3, 4, size=shape).astype(dtype)
    _judge("clip", lambda t: torch.clamp(t, -1, 2), _laid_out(x, layout), low=-1, high=2)


@PROPERTIES
@given(st.data(), SHAPES, DTYPES, LAYOUTS, st.booleans())
def test_reductions_agree(data: Any, shape: tuple[int, ...], dtype: type, layout: str, keepdims: bool) -> None:
    rng = np.random.default_rng(1)
    x = _laid_out(rng.permutation(int(np.prod(shape))).reshape(shape).astype(dtype), layout)
    axis = data.draw(st.sets(st.integers(0, len(shape) - 1), min_size=1).map(tuple))
    for name, theirs in (("sum_over", torch.sum), ("mean_over", torch.mean), ("max_over", torch.amax)):
        _judge(name, lambda t, f=theirs: f(t, dim=axis, keepdim=keepdims), x, axis=axis, keepdims=keepdims)
    _judge("variance_over", lambda t: t.var(axis, correction=0, keepdim=keepdims), x, axis=axis, keepdims=keepdims)


@PROPERTIES
@given(st.data(), SHAPES, DTYPES, LAYOUTS)
def test_indexing_agrees_for_any_key(data: Any, shape: tuple[int, ...], dtype: type, layout: str) -> None:
    x = _laid_out(np.random.default_rng(0).normal(size=shape).astype(dtype), layout)
    steps_forward = st.builds(slice, st.integers(0, 2), st.integers(2, 4), st.integers(1, 2))
    basic = data.draw(st.lists(st.one_of(st.just(0), st.none(), st.just(...), steps_forward), max_size=2))
    if basic.count(...) > 1 or sum(part is not None and part is not ... for part in basic) > len(shape):
        basic = [...]
    _judge("index", lambda t: t[tuple(basic)], x, key=tuple(basic))
    places = data.draw(hnp.arrays(np.int64, hnp.array_shapes(max_dims=2), elements=st.integers(0, shape[0] - 1)))
    _judge("index", lambda t: t[torch.from_numpy(places)], x, key=places)
    _judge("index", lambda t: t[torch.from_numpy(np.array(x > 0))], x, key=x > 0)
    if len(shape) > 1:
        columns = places % shape[1]
        _judge("index", lambda t: t[torch.from_numpy(places), torch.from_numpy(columns)], x, key=(places, columns))


@PROPERTIES
@given(st.data(), SHAPES, DTYPES)
def test_taking_along_choosing_and_flipping_agree(data: Any, shape: tuple[int, ...], dtype: type) -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, *shape)).astype(dtype)
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    wanted = list(shape)
    wanted[axis] = 5
    i = rng.integers(0, shape[axis], size=wanted)
    op = importlib.import_module("descent.ops.take_along")
    value, cache = op.forward(x, i, axis=axis)
    t = torch.tensor(x, requires_grad=True)
    expected = torch.gather(t, axis, torch.from_numpy(i))
    expected.square().sum().backward()
    np.testing.assert_array_equal(value, expected.detach().numpy())
    np.testing.assert_allclose(op.backward(2 * value, cache)[0], t.grad.numpy(), rtol=1e-5)
    condition = rng.random(shape) < 0.5
    _judge("where", lambda a, b: torch.where(torch.from_numpy(condition), a, b), x, y, data=(condition,))
    _judge("flip", lambda t: t.flip(axis), x, axis=axis)


@PROPERTIES
@given(st.data(), SHAPES, DTYPES, LAYOUTS)
def test_joining_agrees(data: Any, shape: tuple[int, ...], dtype: type, layout: str) -> None:
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    sizes = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=4))
    rng = np.random.default_rng(0)
    parts = []
    for size in sizes:
        part = list(shape)
        part[axis] = size
        parts.append(_laid_out(rng.normal(size=part).astype(dtype), layout))
    _judge("concatenate", lambda *t: torch.cat(t, dim=axis), *parts, axis=axis)
    layers = [_laid_out(rng.normal(size=shape).astype(dtype), layout) for _ in sizes]
    _judge("stack", lambda *t: torch.stack(t, dim=axis), *layers, axis=axis)


@PROPERTIES
@given(st.data(), DTYPES, LAYOUTS)
def test_padding_agrees(data: Any, dtype: type, layout: str) -> None:
    shape = data.draw(st.tuples(*[st.integers(2, 5)] * 3))
    x = _laid_out(np.random.default_rng(0).normal(size=shape).astype(dtype), layout)
    pairs = [data.draw(st.tuples(*[st.integers(0, size - 1)] * 2)) for size in shape[1:]]
    theirs = [width for pair in reversed(pairs) for width in pair]
    for mode, called in (("zeros", "constant"), ("reflect", "reflect")):
        _judge("pad", lambda t, m=called: F.pad(t[None], theirs, mode=m)[0], x, widths=((0, 0), *pairs), mode=mode)


@PROPERTIES
@given(st.data(), DTYPES, st.sampled_from([0.0, 0.1]), st.booleans())
def test_softmax_cross_entropy_agrees_for_sequences_too(data: Any, dtype: type, smoothing: float, masked: bool) -> None:
    *lead, k = data.draw(hnp.array_shapes(min_dims=2, max_dims=4, max_side=4))
    rng = np.random.default_rng(0)
    z = data.draw(hnp.arrays(dtype, (*lead, k), elements=st.floats(-20, 20, width=32)))
    labels = rng.integers(0, k, size=lead)
    ignored = np.where(rng.random(lead) < 0.3, -100, labels) if masked else labels
    ignored.flat[0] = labels.flat[0]
    t = torch.tensor(z, requires_grad=True)
    expected = F.cross_entropy(
        t.reshape(-1, k), torch.from_numpy(ignored.ravel()), label_smoothing=smoothing, ignore_index=-100
    )
    expected.backward()
    op = importlib.import_module("descent.ops.softmax_cross_entropy")
    weights = (ignored >= 0).astype(dtype) if masked else None
    loss, cache = op.forward(z, labels, weights=weights, smoothing=smoothing)
    np.testing.assert_allclose(loss, expected.item(), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(op.backward(1.0, cache)[0], t.grad.numpy(), **TOLERANCE[dtype])


@PROPERTIES
@given(st.data(), SHAPES, DTYPES)
def test_binary_cross_entropy_agrees_with_weights(data: Any, shape: tuple[int, ...], dtype: type) -> None:
    z = data.draw(hnp.arrays(dtype, shape, elements=st.floats(-20, 20, width=32)))
    rng = np.random.default_rng(0)
    y, w = rng.integers(0, 2, size=shape).astype(dtype), rng.uniform(0.5, 2, size=shape).astype(dtype)

    def theirs(t: Any) -> Any:
        each = F.binary_cross_entropy_with_logits(t, torch.from_numpy(y), reduction="none")
        return (each * torch.from_numpy(w)).sum() / torch.from_numpy(w).sum()

    t = torch.tensor(z, requires_grad=True)
    expected = theirs(t)
    expected.backward()
    op = importlib.import_module("descent.ops.binary_cross_entropy_with_logits")
    loss, cache = op.forward(z, y, weights=w)
    np.testing.assert_allclose(loss, expected.item(), rtol=1e-5)
    np.testing.assert_allclose(op.backward(1.0, cache)[0], t.grad.numpy(), rtol=1e-5, atol=1e-7)


@PROPERTIES
@given(st.data(), DTYPES, LAYOUTS)
def test_an_affine_map_agrees_for_stacked_rows_too(data: Any, dtype: type, layout: str) -> None:
    *lead, d = data.draw(hnp.array_shapes(min_dims=2, max_dims=4, min_side=0, max_side=4))
    rng = np.random.default_rng(0)
    X, W, b = (rng.normal(size=size).astype(dtype) for size in ((*lead, d), (d, 3), 3))
    _judge("affine", lambda X, W, b: X @ W + b, _laid_out(X, layout), _laid_out(W, layout), b)


@PROPERTIES
@given(st.integers(1, 6), st.integers(1, 4), DTYPES, st.integers(0, 9))
def test_losses_of_pairs_and_triplets_agree(n: int, d: int, dtype: type, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b, c = rng.normal(size=(3, n, d)).astype(dtype)
    y = rng.integers(0, 2, size=n)
    signs = torch.from_numpy(2 * y - 1)

    def squared(p: Any, q: Any) -> Any:
        return ((p - q) ** 2).sum(1)

    _judge("triplet_loss", lambda p, q, r: (squared(p, q) - squared(p, r) + 0.2).relu().mean(), a, b, c)
    _judge("huber_loss", lambda p, q: F.huber_loss(p, q, delta=0.7), a, b, delta=0.7)
    _judge("kl_divergence", lambda p, q: F.kl_div(q.log_softmax(1), p.softmax(1), reduction="batchmean"), a, b)
    op = importlib.import_module("descent.ops.contrastive_loss")
    t = [torch.tensor(part, requires_grad=True) for part in (a, b)]
    distance = squared(*t).sqrt()
    expected = torch.where(signs > 0, distance**2, (2 - distance).relu() ** 2).mean()
    expected.backward()
    loss, cache = op.forward(a, b, y, margin=2.0)
    np.testing.assert_allclose(loss, expected.item(), rtol=1e-5)
    for ours, theirs in zip(op.backward(1.0, cache)[:2], t, strict=True):
        np.testing.assert_allclose(ours, theirs.grad.numpy(), rtol=1e-4, atol=1e-6)
    op = importlib.import_module("descent.ops.hinge_loss")
    scores = torch.tensor(a[:, 0], requires_grad=True)
    expected = (1 - signs * scores).relu().mean()
    expected.backward()
    loss, cache = op.forward(a[:, 0], y)
    np.testing.assert_allclose(loss, expected.item(), rtol=1e-5)
    np.testing.assert_allclose(op.backward(1.0, cache)[0], scores.grad.numpy(), rtol=1e-5)


@PROPERTIES
@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 13), st.integers(1, 13), DTYPES, LAYOUTS)
def test_resizing_agrees(h: int, w: int, new_h: int, new_w: int, dtype: type, layout: str) -> None:
    x = _laid_out(np.random.default_rng(0).normal(size=(2, h, w, 3)).astype(dtype), layout)
    for mode in ("bilinear", "nearest"):

        def theirs(t: Any, mode: str = mode) -> Any:
            moved = F.interpolate(t.permute(0, 3, 1, 2), size=(new_h, new_w), mode=mode)
            return moved.permute(0, 2, 3, 1)

        _judge("resize2d", theirs, x, size=(new_h, new_w), mode=mode)
    _judge("resample1d", lambda t: F.interpolate(t.mT, size=new_w, mode="linear").mT, x[:, :, 0], size=new_w)


@PROPERTIES
@given(st.integers(4, 17), st.integers(1, 6), st.integers(17, 40), st.booleans(), DTYPES)
def test_the_short_time_fourier_transform_agrees_there_and_back(
    n_fft: int, hop: int, length: int, center: bool, dtype: type
) -> None:
    x = np.random.default_rng(0).normal(size=(2, length)).astype(dtype)
    window = torch.hann_window(n_fft, dtype=torch.from_numpy(x).dtype)

    def theirs(t: Any) -> Any:
        spectrum = torch.stft(t, n_fft, hop, window=window, center=center, return_complex=True)
        return torch.view_as_real(spectrum).permute(0, 2, 1, 3)

    op = importlib.import_module("descent.ops.stft")
    for power in (None, 1.0, 2.0):

        def powered(t: Any, power: float | None = power) -> Any:
            return theirs(t) if power is None else theirs(t).square().sum(-1) ** (power / 2)

        value, cache = op.forward(x, n_fft=n_fft, hop=hop, center=center, power=power)
        t = torch.tensor(x, requires_grad=True)
        expected = powered(t)
        g = np.random.default_rng(1).normal(size=value.shape).astype(dtype)
        expected.backward(torch.from_numpy(g))
        tolerance = {"rtol": 1e-3, "atol": 2e-4} if dtype == np.float32 else {"rtol": 1e-9, "atol": 1e-10}
        np.testing.assert_allclose(value, expected.detach().numpy(), **tolerance)
        np.testing.assert_allclose(op.backward(g, cache), t.grad.numpy(), **tolerance)
    if center and hop <= n_fft // 2:
        y = op.stft(x, n_fft=n_fft, hop=hop)
        y += np.random.default_rng(2).normal(size=y.shape).astype(dtype)  # spectra that fit no signal
        back = torch.istft(torch.view_as_complex(torch.from_numpy(y)).mT, n_fft, hop, window=window)
        np.testing.assert_allclose(istft(y, n_fft=n_fft, hop=hop), back.numpy(), rtol=2e-3, atol=2e-4)
