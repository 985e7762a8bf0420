"""Every module of ``descent.ops`` keeps the contract of the package's docstring. A new one is tested at once."""

from __future__ import annotations

import copy
import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import descent
import descent.ops
from descent.gradcheck import check_op, example_of

NAMES = [module.name for module in pkgutil.iter_modules(descent.ops.__path__)]
HOLDS_NOTHING_IN_PLACES = ("attentive_lstm", "concatenate", "pad", "stack", "stft", "where")
"""Operations with entries that do not depend on an input, as the border in ``pad``: a NaN stays away from those."""
every_op = pytest.mark.parametrize("name", NAMES)
SENTENCE = r"(must|fit) .*[.:] [A-Z]"
"""What is expected, and then what to do: no message of NumPy's own has both."""
examples = pytest.mark.parametrize("seed", range(5))


def _op(name: str) -> ModuleType:
    return importlib.import_module(f"descent.ops.{name}")


def _inputs(op: ModuleType, seed: int = 0) -> tuple[dict[str, Any], dict[str, Any]]:
    """An example, split into inputs, which go in by position, and options, which go in by name."""
    return example_of(op, np.random.default_rng(seed))


def _gradients(op: ModuleType, doutput: Any, cache: Any) -> tuple[Any, ...]:
    gradients = op.backward(doutput, cache)
    return gradients if isinstance(gradients, tuple) else (gradients,)


def _learnable(op: ModuleType, seed: int = 0) -> list[str]:
    """Names of the inputs that have a derivative."""
    inputs, options = _inputs(op, seed)
    output, cache = op.forward(*inputs.values(), **options)
    return [n for n, g in zip(inputs, _gradients(op, np.ones(np.shape(output)), cache), strict=True) if g is not None]


def _refusal(op: ModuleType, inputs: dict[str, Any], options: dict[str, Any]) -> str:
    """What an operation says when it refuses its inputs, or nothing."""
    try:
        op.forward(*inputs.values(), **options)
    except (ValueError, IndexError) as error:
        return str(error)
    return ""


def _in(dtype: type, inputs: dict[str, Any]) -> dict[str, Any]:
    return {name: np.asarray(value).astype(dtype) for name, value in inputs.items()}


def test_there_are_operations_to_test() -> None:
    assert len(NAMES) >= 13


@every_op
@examples
def test_backward_is_the_slope_of_forward(name: str, seed: int) -> None:
    report = check_op(_op(name), np.random.default_rng(seed))
    assert report, str(report)


@every_op
def test_some_input_has_a_derivative(name: str) -> None:
    assert _learnable(_op(name))


@every_op
@examples
def test_the_value_alone_is_what_forward_returns_first(name: str, seed: int) -> None:
    op = _op(name)
    inputs, options = _inputs(op, seed)
    np.testing.assert_array_equal(
        getattr(op, name)(*inputs.values(), **options), op.forward(*inputs.values(), **options)[0]
    )


@every_op
def test_the_cache_is_a_named_tuple_called_cache(name: str) -> None:
    op = _op(name)
    inputs, options = _inputs(op)
    cache = op.forward(*inputs.values(), **options)[1]
    assert type(cache) is op.Cache
    assert op.Cache._fields


@every_op
@examples
def test_gradients_have_the_shapes_of_their_inputs(name: str, seed: int) -> None:
    op = _op(name)
    inputs, options = _inputs(op, seed)
    output, cache = op.forward(*inputs.values(), **options)
    gradients = _gradients(op, np.ones(np.shape(output)), cache)
    assert len(gradients) == len(inputs)
    for value, gradient in zip(inputs.values(), gradients, strict=True):
        assert gradient is None or np.shape(gradient) == np.shape(value)


@every_op
@examples
def test_float32_stays_float32_and_agrees_with_float64(name: str, seed: int) -> None:
    op = _op(name)
    inputs, options = _inputs(op, seed)
    wide, wide_cache = op.forward(*inputs.values(), **options)
    narrow, narrow_cache = op.forward(*_in(np.float32, inputs).values(), **options)
    assert narrow.dtype == np.float32
    np.testing.assert_allclose(narrow, wide, rtol=1e-4, atol=1e-5)
    doutput = np.random.default_rng(seed).normal(size=np.shape(wide))  # float64 on purpose: it must not spread
    for gradient, exact in zip(_gradients(op, doutput, narrow_cache), _gradients(op, doutput, wide_cache), strict=True):
        if gradient is not None:
            assert gradient.dtype == np.float32
            np.testing.assert_allclose(gradient, exact, rtol=1e-3, atol=1e-4)


@every_op
def test_integers_are_computed_in_float64(name: str) -> None:
    op = _op(name)
    inputs, options = _inputs(op)
    whole = {n: (np.asarray(value) > 0).astype(np.int64) for n, value in inputs.items()}
    with np.errstate(all="ignore"):
        assert op.forward(*whole.values(), **options)[0].dtype == np.float64


@every_op
@pytest.mark.parametrize("layout", ["fortran", "every other entry", "reversed"])
def test_the_layout_in_memory_changes_nothing(name: str, layout: str) -> None:
    def laid_out(value: Any) -> Any:
        value = np.asarray(value)
        if layout == "fortran":
            return np.array(value, order="F")
        if layout == "reversed":
            return np.flip(np.flip(value).copy())
        wide = np.zeros(tuple(2 * size for size in value.shape), value.dtype)
        wide[tuple(slice(None, None, 2) for _ in value.shape)] = value
        return wide[tuple(slice(None, None, 2) for _ in value.shape)]

    op = _op(name)
    inputs, options = _inputs(op, 3)
    expected, cache = op.forward(*inputs.values(), **options)
    result, strided_cache = op.forward(*(laid_out(value) for value in inputs.values()), **options)
    np.testing.assert_allclose(result, expected, rtol=1e-12)
    doutput = np.random.default_rng(3).normal(size=np.shape(expected))
    for a, b in zip(_gradients(op, laid_out(doutput), strided_cache), _gradients(op, doutput, cache), strict=True):
        assert (a is None) == (b is None)
        if a is not None:
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-15)


@every_op
def test_nothing_that_comes_in_is_changed(name: str) -> None:
    op = _op(name)
    inputs, options = _inputs(op)
    frozen = {n: np.array(value) for n, value in inputs.items()}
    for array in frozen.values():
        array.setflags(write=False)
    output, cache = op.forward(*frozen.values(), **options)
    doutput = np.ones(np.shape(output))
    doutput.setflags(write=False)
    before = copy.deepcopy(cache)
    op.backward(doutput, cache)
    np.testing.assert_equal(cache, before)
    for n, value in frozen.items():
        np.testing.assert_array_equal(value, inputs[n])


@every_op
@examples
def test_backward_is_linear_in_what_comes_back(name: str, seed: int) -> None:
    op = _op(name)
    inputs, options = _inputs(op, seed)
    output, cache = op.forward(*inputs.values(), **options)
    a, b = np.random.default_rng(seed).normal(size=(2, *np.shape(output)))
    sums = zip(_gradients(op, a, cache), _gradients(op, b, cache), _gradients(op, 2 * a - b, cache), strict=True)
    for from_a, from_b, from_both in sums:
        if from_both is not None:
            np.testing.assert_allclose(from_both, 2 * from_a - from_b, rtol=1e-9, atol=1e-12)


@every_op
def test_a_nan_stays_visible(name: str) -> None:
    op = _op(name)
    for learnable in _learnable(op):
        inputs, options = _inputs(op)
        without = op.forward(*inputs.values(), **options)[0]
        inputs[learnable] = np.full_like(inputs[learnable], np.nan)
        output = op.forward(*inputs.values(), **options)[0]
        if name in HOLDS_NOTHING_IN_PLACES:
            assert np.isnan(output).any()
            np.testing.assert_array_equal(output[~np.isnan(output)], without[~np.isnan(output)])
        else:
            assert np.isnan(output).all()


@every_op
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("text", r"must hold real numbers; got values of dtype <U4\. Convert it first"),
        (1 + 2j, r"must hold real numbers; got values of dtype complex128\. Convert it first"),
        (None, r"must hold real numbers; got an object of type NoneType\. Convert it first"),
        ([[1.0], [1.0, 2.0]], r"must be a rectangle of numbers; got rows of different lengths\. Give every row"),
        (np.float16(1), r"must be float32 or float64; got float16\. Convert it"),
    ],
    ids=["text", "complex", "None", "ragged", "float16"],
)
def test_what_is_not_a_number_is_named(name: str, wrong: Any, sentence: str) -> None:
    op = _op(name)
    for learnable in _learnable(op):
        inputs, options = _inputs(op)
        inputs[learnable] = wrong
        with pytest.raises((TypeError, ValueError), match=f"^{learnable} {sentence}"):
            op.forward(*inputs.values(), **options)


@every_op
def test_backward_refuses_a_gradient_of_another_shape(name: str) -> None:
    op = _op(name)
    inputs, options = _inputs(op)
    output, cache = op.forward(*inputs.values(), **options)
    with pytest.raises(ValueError, match=r"must have the shape of the output, \(.*\); got \(.*\)\. Pass one"):
        op.backward(np.ones((*np.shape(output), 2)), cache)


@every_op
def test_options_may_only_be_given_by_name_and_have_defaults(name: str) -> None:
    forward = inspect.signature(_op(name).forward)
    for parameter in forward.parameters.values():
        assert parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.VAR_POSITIONAL, parameter.KEYWORD_ONLY)
        assert (parameter.default is parameter.empty) == (parameter.kind is not parameter.KEYWORD_ONLY)
    assert forward.parameters == inspect.signature(getattr(_op(name), name)).parameters


@every_op
def test_the_top_of_the_library_offers_the_function(name: str) -> None:
    assert getattr(descent, name) is getattr(_op(name), name)
    assert name in descent.__all__


@every_op
def test_a_module_is_short_enough_to_read_in_one_go(name: str) -> None:
    lines = [line for line in Path(_op(name).__file__ or "").read_text("utf-8").splitlines() if line.strip()]
    assert len(lines) <= 150


@pytest.mark.parametrize(
    "name", [name for name in NAMES if "needs" in inspect.signature(_op(name).backward).parameters]
)
def test_a_derivative_that_is_asked_for_alone_is_the_one_among_all(name: str) -> None:
    op = _op(name)
    inputs, options = _inputs(op)
    output, cache = op.forward(*inputs.values(), **options)
    doutput = np.ones(np.shape(output))
    everything = op.backward(doutput, cache)
    for alone in range(len(inputs)):
        some = op.backward(doutput, cache, tuple(i == alone for i in range(len(inputs))))
        assert len(some) == len(inputs)
        assert (some[alone] is None) == (everything[alone] is None)
        for given, expected in zip(some, everything, strict=True):
            if given is not None:
                np.testing.assert_array_equal(given, expected)


@every_op
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_of_ten_thousand_give_finite_ones_or_the_docstring_says_what_else(name: str, dtype: type) -> None:
    op = _op(name)
    inputs, options = _inputs(op)
    for learnable in _learnable(op):
        value = np.asarray(inputs[learnable])
        inputs[learnable] = (value * (1e4 / np.abs(value).max())).astype(dtype)
    with np.errstate(all="ignore"):
        if refusal := _refusal(op, inputs, options):
            assert re.search(SENTENCE, refusal)
            return
        output, cache = op.forward(*inputs.values(), **options)
        found = [output, *(g for g in _gradients(op, np.ones(np.shape(output)), cache) if g is not None)]
    if not all(np.isfinite(array).all() for array in found):
        assert re.search(r"\binf\b|\bNaN\b", getattr(op, name).__doc__ or ""), found


@every_op
@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("of", ["the first input", "every input"])
def test_no_row_and_one_row_are_computed_or_refused_with_a_sentence(name: str, rows: int, of: str) -> None:
    op = _op(name)
    inputs, options = _inputs(op)
    for i, (n, value) in enumerate(inputs.items()):
        if np.ndim(value) and (i == 0 or of == "every input"):
            inputs[n] = np.asarray(value)[:rows]
    if refusal := _refusal(op, inputs, options):
        assert re.search(SENTENCE, refusal)
        return
    output, cache = op.forward(*inputs.values(), **options)
    for value, gradient in zip(inputs.values(), _gradients(op, np.ones(np.shape(output)), cache), strict=True):
        assert gradient is None or (np.shape(gradient) == np.shape(value) and np.isfinite(gradient).all())
