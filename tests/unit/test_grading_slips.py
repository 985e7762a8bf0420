"""Each general slip explains its own kind of miss, and accuses nobody else."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gradus.grading import wire
from gradus.grading.checks import Case, Law
from gradus.grading.evidence import Evidence, gather
from gradus.grading.judging import as_result, judge
from gradus.grading.outcomes import Returned
from gradus.grading.slips import general_slip, one_shape_only, slips
from gradus.model import Cause, Level

Function = Callable[..., Any]


def changed(before: Any, after: Any) -> tuple[int, ...]:
    return tuple(i for i, (a, b) in enumerate(zip(before, after, strict=True)) if not np.array_equal(a, b))


def collect(wrong: Function, right: Function, *calls: tuple[Any, ...], source: str = "", pick: str = "") -> Evidence:
    """The evidence of a function that is called beside the right one."""

    def run(check: Case | Law) -> Returned:
        args = tuple(np.copy(arg) if isinstance(arg, np.ndarray) else arg for arg in check.args)
        with np.errstate(all="ignore"):
            value = wrong(*args)
        return Returned(value, changed=changed(check.args, args))

    cases = [Case("it is right", args=args, expected=right(*args), pick=pick) for args in calls]
    probes = [judge(case, run(case)) for case in cases]
    parameters = tuple(inspect.signature(right).parameters)
    return gather("f", parameters, probes, source, lambda check: run(check).value)


def cause(wrong: Function, right: Function, *calls: tuple[Any, ...], source: str = "", pick: str = "") -> Cause | None:
    return general_slip(collect(wrong, right, *calls, source=source, pick=pick))


RNG = np.random.default_rng(0)
X, W, V = RNG.normal(size=(3, 5)), RNG.normal(size=(3, 1)), RNG.normal(size=5)
X2, W2 = RNG.normal(size=(4, 7)), RNG.normal(size=(4, 1))
COUNTER = itertools.count()
TWO = ((X,), (X2,))
PAIRS = ((W, X), (W2, X2))


def total(X: np.ndarray) -> Any:
    return np.sum(X**2)


def mean(X: np.ndarray) -> Any:
    return np.sum(X**2) / X.shape[1]


def same(X: np.ndarray) -> Any:
    return np.tanh(X)


def rows(X: np.ndarray) -> Any:
    return np.sum(X, axis=1, keepdims=True)


def softmax(X: np.ndarray) -> Any:
    return np.exp(X) / np.sum(np.exp(X), axis=1, keepdims=True)


def score(w: np.ndarray, X: np.ndarray) -> Any:
    return w.T @ X


def both(X: np.ndarray) -> Any:
    return {"dw": np.sum(X, axis=1, keepdims=True), "db": float(np.sum(X))}, float(np.mean(X))


def walk(start: float, steps: int) -> Any:
    return [start * 0.8**i for i in range(1, steps + 1)]


def end(start: float, steps: int) -> Any:
    return start * 0.8**steps


EXPLAINED: list[tuple[str, str, Function, Function, tuple[tuple[Any, ...], ...], str]] = [
    ("returns-none", "its return is missing", lambda X: None, same, TWO, "def f(X):\n    y = X"),
    ("returns-none", "prints, but returns nothing", lambda X: None, same, TWO, "def f(X):\n    print(X)"),
    ("returns-none", "not every way", lambda X: None, same, TWO, "def f(X):\n    if X.size > 99:\n        return X"),
    ("placeholder-left", "`A` is still", lambda X: ..., same, TWO, "def f(X):\n    A = ...  # your code\n    return A"),
    ("placeholder-left", "still holds a placeholder", lambda X: {"dw": (1, ...)}, same, TWO, ""),
    ("argument-changed", "The call changed `X` itself", lambda X: np.tanh(X, out=X), same, TWO, ""),
    (
        "outputs-swapped",
        "`dw` and `db` have changed places",
        lambda X: ({"dw": both(X)[0]["db"], "db": both(X)[0]["dw"]}, both(X)[1]),
        both,
        TWO,
        "",
    ),
    ("outputs-swapped", "Value 1 and value 2", lambda X: both(X)[::-1], both, TWO, ""),
    ("wrong-form", "the key `dW` where `dw`", lambda X: ({"dW": 1, "db": 2}, 3), both, TWO, ""),
    (
        "wrong-form",
        "returns a tuple of a whole number, a whole number, a whole number",
        lambda X: (1, 2, 3),
        both,
        TWO,
        "",
    ),
    ("not-repeatable", "another result each time", lambda X: X * next(COUNTER), same, TWO, ""),
    ("transposed", "its shape is (5, 3) and should be (3, 5)", lambda X: np.tanh(X).T, same, TWO, ""),
    (
        "transposed",
        "The result is the transpose",
        lambda X: (X @ X.T @ np.diag(X[:, 0])).T,
        lambda X: X @ X.T @ np.diag(X[:, 0]),
        TWO,
        "",
    ),
    ("lost-axis", "Pass keepdims=True", lambda X: np.sum(X, axis=1), rows, TWO, "np.sum(X, axis=1)"),
    ("lost-axis", "of rank 1; it should be (3, 1)", lambda X: X @ np.ones(X.shape[1]), rows, TWO, ""),
    ("lost-axis", "where a plain number is wanted", lambda X: np.array([[np.sum(X**2)]]), total, TWO, ""),
    ("lost-axis", "an axis of length 1 too many", lambda X: np.tanh(X)[np.newaxis], same, TWO, ""),
    (
        "outer-product",
        "a table of shape (5, 5) where (1, 5) is wanted",
        lambda w, X: score(w, X) * np.ones((X.shape[1], 1)),
        score,
        PAIRS,
        "",
    ),
    ("not-reduced", "the sum over it is still missing", lambda X: X**2, total, TWO, ""),
    ("not-reduced", "the mean over it is still missing", lambda X: X**2, lambda X: np.mean(X**2), TWO, ""),
    ("not-reduced", "a sum or mean is still missing", lambda X: X**3, total, TWO, ""),
    ("wrong-axis", "along axis 0 instead of axis 1", lambda X: np.sum(X, axis=0, keepdims=True), rows, TWO, ""),
    (
        "wrong-axis",
        "The columns have sum 1, but the rows should: use axis=1",
        lambda X: softmax(X.T).T,
        softmax,
        TWO,
        "",
    ),
    (
        "wrong-axis",
        "The columns have length 1, but the rows should",
        lambda X: X / np.linalg.norm(X, axis=0),
        lambda X: X / np.linalg.norm(X, axis=1, keepdims=True),
        TWO,
        "",
    ),
    ("sign-flipped", "opposite sign", lambda X: -np.tanh(X), same, TWO, ""),
    ("constant-factor", "X.shape[1] (here 5) times too large. Is it a sum where a mean", total, mean, TWO, ""),
    ("constant-factor", "too small by the factor X.shape[1]", mean, total, TWO, ""),
    ("constant-factor", "multiplied by it where it should be divided", lambda X: total(X) * X.shape[1], mean, TWO, ""),
    ("constant-factor", "The result is 2 times too large", lambda X: 2 * total(X), total, TWO, ""),
    ("constant-factor", "too small by the factor 2", lambda X: total(X) / 2, total, TWO, ""),
    ("constant-factor", "the factor 2 · X.shape[1]", lambda X: total(X) / X.shape[1] / 2, total, TWO, ""),
    ("constant-factor", "np.log2, where np.log", lambda X: np.log2(X**2), lambda X: np.log(X**2), TWO, ""),
    ("constant-factor", "and of the opposite sign", lambda X: -2 * np.tanh(X), same, TWO, ""),
    (
        "constant-factor",
        "rate (here 0.1) times too large",
        lambda X, rate: X * rate,
        lambda X, rate: X,
        ((X, 0.1), (X2, 0.3)),
        "",
    ),
    ("unknown-factor", "3.7 times what it should be", lambda X: 3.7 * np.tanh(X), same, TWO, ""),
    ("other-function", "one minus", lambda X: 1 - np.tanh(X), same, TWO, ""),
    ("other-function", "the root", lambda X: np.sqrt(total(X)), total, TWO, ""),
    ("other-function", "the square", lambda X: np.tanh(X) ** 2, same, TWO, ""),
    ("other-function", "lost its sign", lambda X: np.abs(np.tanh(X)), same, TWO, ""),
    ("other-function", "one too large", lambda X: np.tanh(X) + 1, same, TWO, ""),
    (
        "elementwise-for-matmul",
        "A matrix product is wanted",
        lambda a, b: a * b,
        lambda a, b: a @ b,
        ((X[:, :3], X[:, 1:4]), (X2[:, :4], X2[:, 2:6])),
        "",
    ),
    (
        "elementwise-for-matmul",
        "The product element by element is wanted",
        lambda a, b: a @ b,
        lambda a, b: a * b,
        ((X[:, :3], X[:, 1:4]), (X2[:, :4], X2[:, 2:6])),
        "",
    ),
    ("integer-dtype", "whole numbers only", lambda X: np.tanh(3 * X).astype(int), lambda X: np.tanh(3 * X), TWO, ""),
    ("nan-at-extremes", "is NaN where an ordinary number", lambda X: np.log(X), lambda X: np.log(np.abs(X)), TWO, ""),
    ("nan-at-extremes", "is infinite", lambda X: np.exp(1e4 * np.abs(X)), same, TWO, ""),
    ("rounded", "rounded to 3 decimals", lambda X: np.round(np.tanh(X), 3), same, TWO, ""),
    (
        "one-entry-off",
        "one entry too many, at its beginning",
        lambda s, n: [s, *walk(s, n)],
        walk,
        ((1.5, 3), (2.5, 4)),
        "",
    ),
    ("one-entry-off", "one entry too many, at its end", lambda s, n: [*walk(s, n), 0], walk, ((1.5, 3), (2.5, 4)), ""),
    ("one-entry-off", "lacks its last entry", lambda s, n: walk(s, n)[:-1], walk, ((1.5, 3), (2.5, 4)), ""),
    ("one-entry-off", "lacks its first entry", lambda s, n: walk(s, n)[1:], walk, ((1.5, 3), (2.5, 4)), ""),
    (
        "off-by-one-iteration",
        "one step too few: with steps + 1",
        lambda s, n: end(s, n - 1),
        end,
        ((X[0], 3), (V, 4)),
        "",
    ),
    (
        "off-by-one-iteration",
        "one step too many: with steps - 1",
        lambda s, n: end(s, n + 1),
        end,
        ((X[0], 3), (X[1], 5)),
        "",
    ),
    (
        "one-shape-only",
        "Right for `X` (3, 5), and wrong",
        lambda X: np.sum(X**2) / 5 + (X.shape[1] - 5) * 0.3,
        mean,
        TWO,
        "",
    ),
    (
        "fixed-size",
        "always has 2 numbers",
        lambda X: np.array([X[0, 0], X[1, 1]]),
        lambda X: X[:, 0],
        TWO,
        "def f(X):\n    return np.array([X[0, 0], X[1][1], X[1]])",
    ),
    (
        "never-used",
        "The argument `w` is never used",
        lambda w, X: np.tanh(X[:1]) + 1,
        score,
        PAIRS,
        "def f(w, X):\n    return np.tanh(X[:1]) + 1",
    ),
    (
        "never-used",
        "`mean` is worked out and never used",
        lambda X: np.cos(X),
        same,
        TWO,
        "def f(X):\n    mean = X.mean()\n    return np.cos(X)",
    ),
    ("wrong-and-changed", "The call changed `X` itself", lambda X: np.cos(np.multiply(X, 2, out=X)), same, TWO, ""),
]


@pytest.mark.parametrize(
    ("id", "text", "wrong", "right", "calls", "source"), EXPLAINED, ids=[f"{one[0]}: {one[1]}" for one in EXPLAINED]
)
def test_a_slip_is_explained(
    id: str, text: str, wrong: Function, right: Function, calls: tuple[tuple[Any, ...], ...], source: str
) -> None:
    found = cause(wrong, right, *calls, source=source)
    assert found is not None
    assert found.id == id, found
    assert text in found.text


def test_every_slip_has_its_example_here() -> None:
    assert {slip.name for slip in slips()} == {one[0] for one in EXPLAINED}


def test_slips_are_asked_in_the_order_of_their_rank() -> None:
    names = [slip.name for slip in slips()]
    assert names[0] == "returns-none"
    assert names[-1] == "wrong-and-changed"
    assert names.index("outputs-swapped") < names.index("wrong-form")
    assert names.index("sign-flipped") < names.index("constant-factor")


@pytest.mark.parametrize("right", [total, mean, same, rows, softmax, both])
def test_no_slip_accuses_a_correct_function(right: Function) -> None:
    evidence = collect(right, right, *TWO)
    assert [slip.name for slip in slips() if slip.explain(evidence)] == []


@pytest.mark.parametrize(
    ("wrong", "right", "calls"),
    [
        (lambda X: np.cos(X), same, TWO),
        (lambda X: np.sin(X**2 + 1), same, TWO),
        (lambda X: float(np.max(X)), total, TWO),
        (lambda X: "text", total, TWO),
        (lambda X: 3.0, total, ((np.zeros((2, 2)),),)),
        (lambda X: np.zeros_like(X), same, TWO),
        (lambda w, X: 0 * score(w, X), score, PAIRS),
        (lambda s, n: [1.0] * n, walk, ((1.5, 3), (2.5, 4))),
    ],
)
def test_a_miss_of_no_known_kind_is_left_unexplained(
    wrong: Function, right: Function, calls: tuple[tuple[Any, ...], ...]
) -> None:
    assert cause(wrong, right, *calls) is None


def test_a_shape_is_not_blamed_when_a_count_differs_as_well() -> None:
    """Right for 1 step, wrong for 200: the one call that is right happens to have another shape."""
    evidence = replace(
        collect(lambda X, n: np.sum(X), lambda X, n: n * np.sum(X) + n % 7 * 0.1, (X, 200)),
        held=({"X": X2, "n": 1},),
    )
    assert one_shape_only.explain(evidence) is None


def test_a_yes_or_no_is_not_called_a_whole_number() -> None:
    found = cause(lambda x: x > 0.5, lambda x: x, (np.float64(0.4),), (np.float64(0.7),))
    assert found is None or found.id != "integer-dtype"


def test_a_slip_must_explain_every_miss() -> None:
    """Transposed in one call and something else in the other is not transposed."""

    def wrong(X: np.ndarray) -> Any:
        return np.tanh(X).T if X.shape == (3, 5) else np.cos(X).T

    assert cause(wrong, same, *TWO) is None


def test_a_factor_that_fits_one_call_by_chance_is_not_believed() -> None:
    """2 is X.shape[1] in the first call alone, and both results are 2 times too large."""
    found = cause(lambda X: 2 * total(X), total, (X[:, :2],), (X2,))
    assert found is not None
    assert found.text.startswith("The result is 2 times too large")


def test_a_single_round_number_is_no_evidence_for_a_factor() -> None:
    assert cause(lambda X: 2.0, total, (np.ones((1, 1)),)) is None


def test_a_slip_in_one_part_of_the_result_names_the_part() -> None:
    def wrong(X: np.ndarray) -> Any:
        (grads, cost) = both(X)
        return {"dw": -grads["dw"], "db": grads["db"]}, cost

    evidence = collect(wrong, both, *TWO)
    found = general_slip(evidence)
    assert found is not None
    assert found.text.startswith("`dw` has the opposite sign")


def test_two_parts_with_two_slips_give_the_first() -> None:
    def wrong(X: np.ndarray) -> Any:
        (grads, cost) = both(X)
        return {"dw": grads["dw"], "db": grads["db"] * 7}, -cost

    cost = collect(wrong, both, *TWO, pick="[1]")
    found = general_slip(cost)
    assert found is not None
    assert found.text.startswith("The second value has the opposite sign")


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just(...)
ARRAYS = hnp.arrays(
    st.sampled_from([float, np.float32, int, bool, complex, "U2"]), hnp.array_shapes(min_dims=0, min_side=0, max_side=4)
)
RESULTS = st.recursive(
    PLAIN | ARRAYS,
    lambda part: (
        st.lists(part, max_size=3) | st.tuples(part, part) | st.dictionaries(st.text(max_size=2), part, max_size=2)
    ),
    max_leaves=5,
)


@settings(deadline=None, max_examples=300)
@given(RESULTS, st.sampled_from([total, same, rows, both, np.shape]), st.sampled_from(["exact", "any"]))
def test_whatever_comes_back_is_judged_shown_and_diagnosed(value: Any, right: Function, shape: str) -> None:
    cases = [Case("it is right", args=args, expected=right(*args), shape=shape) for args in TWO]
    probes = [judge(case, Returned(wire.travelled(value))) for case in cases]
    general_slip(gather("f", ("X",), probes, "def f(X): return 1", lambda check: value))
    for probe in probes:
        shown = as_result(probe, "f", ("X",), Level.OPEN)
        assert len(shown.got) < 1000


def test_a_law_alone_can_show_a_missing_return() -> None:
    law = Law("it adds up", args=(X,), holds=lambda result, X: None if result else "nothing there")
    probes = [judge(law, Returned(None))]
    found = general_slip(gather("f", ("X",), probes, "def f(X):\n    X + 1", lambda check: None))
    assert found is not None
    assert found.id == "returns-none"
