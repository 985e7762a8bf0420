"""RNN, LSTM and GRU: what holds for whole sequences, for padded ones, and at the ends of gates."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent import gru, lstm, rnn

PROPERTIES = settings(deadline=None, derandomize=True, max_examples=25)
SEEDS = st.integers(0, 10_000)
OPS = {"rnn": 1, "lstm": 4, "gru": 3}
every_op = pytest.mark.parametrize("name", OPS)


def _inputs(name: str, seed: int, n: int = 3, T: int = 5, d: int = 2, h: int = 4) -> dict[str, Any]:
    rng, k = np.random.default_rng(seed), OPS[name]
    shapes = {"x": (n, T, d), "h0": (n, h), "c0": (n, h), "W": (d, k * h), "U": (h, k * h), "b": (k * h,)}
    if name != "lstm":
        del shapes["c0"]
    if name == "gru":
        shapes["b_h"] = (k * h,)
    return {given_name: rng.normal(size=shape) for given_name, shape in shapes.items()}


def _op(name: str) -> Any:
    return importlib.import_module(f"descent.ops.{name}")


def _by_sample(name: str, output: Any) -> Any:
    """Samples first, also where states and cells stand side by side."""
    return output.swapaxes(0, 1) if name == "lstm" else output


@every_op
@PROPERTIES
@given(SEEDS, st.integers(1, 4))
def test_a_sequence_in_two_parts_with_the_state_handed_on_is_the_whole(name: str, seed: int, cut: int) -> None:
    inputs = _inputs(name, seed)
    x = inputs.pop("x")
    whole, first = (_op(name).forward(part, **inputs)[0] for part in (x, x[:, :cut]))
    ends = {"h0": first[0][:, -1], "c0": first[1][:, -1]} if name == "lstm" else {"h0": first[:, -1]}
    second = _op(name).forward(x[:, cut:], **{**inputs, **ends})[0]
    np.testing.assert_allclose(np.concatenate([first, second], axis=-2), whole, atol=1e-12)


@every_op
@PROPERTIES
@given(SEEDS)
def test_sequences_do_not_know_of_each_other_nor_steps_of_later_ones(name: str, seed: int) -> None:
    inputs = _inputs(name, seed)
    before = _by_sample(name, _op(name).forward(**inputs)[0])
    changed = {**inputs, "x": inputs["x"].copy()}
    changed["x"][0, 3:] += 1
    after = _by_sample(name, _op(name).forward(**changed)[0])
    np.testing.assert_array_equal(after[1:], before[1:])
    np.testing.assert_array_equal(after[0][..., :3, :], before[0][..., :3, :])
    assert (after[0][..., 3:, :] != before[0][..., 3:, :]).all()


@every_op
@PROPERTIES
@given(SEEDS, st.lists(st.integers(0, 5), min_size=3, max_size=3))
def test_padding_changes_neither_states_nor_derivatives(name: str, seed: int, lengths: list[int]) -> None:
    inputs, op = _inputs(name, seed), _op(name)
    x = inputs.pop("x")
    padded = x.copy()
    for row, length in zip(padded, lengths, strict=True):
        row[length:] = np.nan
    output, cache = op.forward(padded, **inputs, lengths=lengths)
    g = np.random.default_rng(seed).normal(size=output.shape)
    dx, *others = op.backward(g, cache)
    expected_of = [np.zeros_like(d) for d in others]
    states = ["h0", "c0"] if name == "lstm" else ["h0"]
    for i, length in enumerate(lengths):
        alone = {key: value[i : i + 1] if key in states else value for key, value in inputs.items()}
        out, mine = _by_sample(name, output)[i], _by_sample(name, g)[i].copy()
        start = np.stack([alone[s][0] for s in states])[:, None] if name == "lstm" else alone["h0"]
        last = out[..., length - 1 : length, :] if length else start
        np.testing.assert_array_equal(out[..., length:, :], np.broadcast_to(last, out[..., length:, :].shape))
        np.testing.assert_array_equal(dx[i, length:], 0)
        if not length:
            for j, _ in enumerate(states):
                expected_of[j][i] += (mine[j] if name == "lstm" else mine).sum(axis=0)
            continue
        mine[..., length - 1, :] += mine[..., length:, :].sum(axis=-2)  # the end is seen again at every later step
        short = op.forward(x[i : i + 1, :length], **alone)
        np.testing.assert_allclose(_by_sample(name, short[0])[0], out[..., :length, :], atol=1e-12)
        given_back = op.backward(_by_sample(name, mine[None, ..., :length, :]), short[1])
        np.testing.assert_allclose(given_back[0][0], dx[i, :length], atol=1e-10)
        for total, part in zip(expected_of, given_back[1:], strict=True):
            (total[i : i + 1] if len(part) == 1 else total)[...] += part  # a state's belongs to its sequence alone
    for ours, expected in zip(others, expected_of, strict=True):
        np.testing.assert_allclose(ours, expected, atol=1e-9)


@every_op
def test_many_steps_are_gathered_in_blocks_without_losing_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs, op = _inputs(name, 0, T=11), _op(name)
    output, cache = op.forward(**inputs)
    whole = op.backward(output, cache)
    for columns in (1, 6, 12, 30):
        monkeypatch.setattr("descent.recurrence.COLUMNS", columns)
        for a, b in zip(op.backward(output, cache), whole, strict=True):
            np.testing.assert_allclose(a, b, atol=1e-12)


@every_op
def test_no_derivative_of_x_is_worked_out_where_none_is_wanted(name: str) -> None:
    inputs, op = _inputs(name, 0), _op(name)
    output, cache = op.forward(**inputs)
    needs = (False,) + (True,) * (len(inputs) - 1)
    dx, *others = op.backward(output, cache, needs)
    assert dx is None
    for a, b in zip(others, op.backward(output, cache)[1:], strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_plain_network_without_weights_of_the_state_is_a_layer_at_each_step() -> None:
    inputs = {**_inputs("rnn", 0), "U": np.zeros((4, 4))}
    np.testing.assert_allclose(rnn(**inputs), np.tanh(inputs["x"] @ inputs["W"] + inputs["b"]))


def test_an_open_forget_gate_keeps_the_cell_and_a_closed_one_drops_it() -> None:
    inputs = _inputs("lstm", 0)
    inputs["W"][:] = inputs["U"][:] = 0
    for bias, kept in ((1e4, inputs["c0"][:, None]), (-1e4, 0)):
        inputs["b"][:] = np.repeat([-1e4, bias, 0, 1e4], 4)
        states, cells = lstm(**inputs)
        np.testing.assert_array_equal(cells, np.broadcast_to(kept, cells.shape))
        np.testing.assert_allclose(states, np.tanh(cells))


def test_an_update_gate_of_one_keeps_the_state_and_of_zero_takes_the_candidate() -> None:
    inputs = _inputs("gru", 0)
    inputs["W"][:, :8] = inputs["U"][:] = inputs["b"][:] = inputs["b_h"][:] = 0
    inputs["b"][4:8] = 1e4
    np.testing.assert_allclose(gru(**inputs), np.broadcast_to(inputs["h0"][:, None], (3, 5, 4)), rtol=1e-14)
    inputs["b"][4:8] = -1e4
    np.testing.assert_allclose(gru(**inputs), np.tanh(inputs["x"] @ inputs["W"][:, 8:]))


@every_op
def test_huge_numbers_saturate_without_overflow(name: str) -> None:
    inputs = {key: (1e4 * value).astype(np.float32) for key, value in _inputs(name, 0).items()}
    output, cache = _op(name).forward(**inputs)
    assert np.isfinite(output).all()
    assert all(np.isfinite(d).all() for d in _op(name).backward(np.ones_like(output), cache))


@every_op
def test_no_sequence_at_all_has_no_states_and_says_nothing_about_the_weights(name: str) -> None:
    inputs = _inputs(name, 0, n=0)
    output, cache = _op(name).forward(**inputs)
    assert output.shape == ((2,) if name == "lstm" else ()) + (0, 5, 4)
    for d, value in zip(_op(name).backward(output, cache), inputs.values(), strict=True):
        np.testing.assert_array_equal(d, np.zeros_like(value))


@every_op
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"x": np.ones((5, 2))}, r"x must have shape \(n, T, d\).*; got \(5, 2\)\. Use np\.reshape"),
        ({"x": np.ones((3, 0, 2))}, r"x must have shape .* at least one step"),
        ({"h0": np.ones((2, 4))}, r"h0 must have 3 rows, one state per sequence of x; got shape \(2, 4\)"),
        ({"W": np.ones((3, 4))}, r"W must have shape \(2, \d+\); got \(3, 4\)\. Look at"),
        ({"U": np.ones((4, 5))}, r"U must have shape \(4, \d+\); got \(4, 5\)"),
        ({"b": np.ones(3)}, r"b must have shape \(\d+,\), one bias per column of W; got \(3,\)"),
        ({"lengths": [1, 2]}, r"lengths must have shape \(3,\), one length per sequence of x; got \(2,\)"),
        ({"lengths": [1, 2, 6]}, r"lengths must hold whole numbers in 0\.\.5, .*; got 6 at position \(2,\)"),
    ],
    ids=["matrix", "no step", "few states", "W", "U", "b", "few lengths", "too long"],
)
def test_what_does_not_fit_is_explained(name: str, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        _op(name).forward(**{**_inputs(name, 0), **wrong})
