"""The computation graph of numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descent import numerical_gradient
from descent.graph import Node, exp, log, maximum, tanh, trace


def test_the_example_of_the_lesson() -> None:
    a, b, c = Node(5, "a"), Node(3, "b"), Node(2, "c")
    u = (b * c).named("u")
    v = (a + u).named("v")
    J = (3 * v).named("J")
    J.backward()
    assert [node.value for node in (u, v, J)] == [6, 11, 33]
    assert [node.derivative for node in (J, v, u, a, b, c)] == [1, 3, 3, 3, 6, 9]


FORMULAS: dict[str, Callable[..., Node]] = {
    "sum": lambda x, y: x + y,
    "difference": lambda x, y: x - y,
    "product": lambda x, y: x * y,
    "quotient": lambda x, y: x / y,
    "power": lambda x, y: x**y,
    "numbers on the left": lambda x, y: 2 + x + (3 - y) + 4 * x + 5 / y + 2**x,
    "numbers on the right": lambda x, y: x + 2 + (y - 3) + x * 4 + y / 5 + x**2,
    "negation": lambda x, y: -x * -y,
    "exp": lambda x, y: exp(x / y),
    "log": lambda x, y: log(x * y),
    "tanh": lambda x, y: tanh(x - y),
    "maximum": lambda x, y: maximum(x, y) * maximum(2 * x, 0.1),
    "logistic loss": lambda x, y: -log(1 / (1 + exp(-(x * 3 - y)))),
    "shared values": lambda x, y: (x + y) * (x + y) * x,
}


@settings(deadline=None, derandomize=True, max_examples=20)
@given(st.floats(0.3, 3), st.floats(0.3, 3))
@pytest.mark.parametrize("name", FORMULAS)
def test_derivatives_are_the_measured_slopes(name: str, a: float, b: float) -> None:
    if abs(a - b) < 1e-3:
        b = a + 0.1  # away from the kink of maximum
    x, y = Node(a), Node(b)
    FORMULAS[name](x, y).backward()
    measured = numerical_gradient(lambda a, b: FORMULAS[name](Node(a), Node(b)).value, a, b)
    np.testing.assert_allclose([x.derivative, y.derivative], measured, rtol=1e-6, atol=1e-7)


def test_a_value_used_twice_collects_both_derivatives() -> None:
    x = Node(3.0)
    y = x * x + x
    y.backward()
    assert x.derivative == 7


def test_backward_again_starts_afresh() -> None:
    x = Node(3.0)
    y = x * 2
    y.backward()
    y.backward()
    assert x.derivative == 2


def test_backward_from_another_output_forgets_the_first() -> None:
    x = Node(3.0)
    first, second = x * 2, x * 5
    first.backward()
    second.backward()
    assert x.derivative == 5


def test_a_node_off_the_path_has_derivative_0() -> None:
    x, unused = Node(1.0), Node(2.0)
    (x * 2).backward()
    assert unused.derivative == 0


def test_a_chain_of_a_hundred_thousand_nodes_needs_no_recursion() -> None:
    x = Node(1.0)
    y = x
    for _ in range(100_000):
        y = y + x
    y.backward()
    assert y.value == x.derivative == 100_001
    assert sum(1 for _ in trace(y)) == 100_001


def test_at_a_tie_each_side_of_a_maximum_gets_half() -> None:
    x, y = Node(2.0), Node(2.0)
    maximum(x, y).backward()
    assert (x.derivative, y.derivative) == (0.5, 0.5)


def test_a_trace_lists_names_expressions_values_and_derivatives_in_order() -> None:
    w, x, b = Node(2.0, "w"), Node(3.0, "x"), Node(-5.0, "b")
    z = (w * x + b).named("z")
    a = maximum(z, 0).named("a")
    a.backward()
    assert [tuple(step) for step in trace(a)] == [
        ("w", "", 2.0, 3.0),
        ("x", "", 3.0, 2.0),
        ("b", "", -5.0, 1.0),
        ("n1", "w * x", 6.0, 1.0),
        ("z", "n1 + b", 1.0, 1.0),
        ("a", "maximum(z, 0)", 1.0, 1.0),
    ]


def test_a_trace_of_a_single_node_is_that_node() -> None:
    assert [step.name for step in trace(Node(4.0))] == ["n1"]


def test_numbers_of_numpy_are_numbers_on_either_side() -> None:
    x = Node(np.float32(2))
    y = np.float64(3) * x + np.int64(1)
    y.backward()
    assert y.value == 7
    assert x.derivative == 3


def test_a_node_shows_its_value_and_name() -> None:
    assert repr(Node(2.5, "x")) == "Node(2.5, 'x')"
    assert repr(Node(2.5)) == "Node(2.5)"


@pytest.mark.parametrize(
    ("base", "power", "slope"),
    [(0.0, 2.0, 0.0), (0.0, 1.0, 1.0), (0.0, 0.5, np.inf), (-2.0, 3.0, 12.0), (5.0, 0.0, 0.0)],
)
def test_a_power_has_the_right_slope_at_the_edges(base: float, power: float, slope: float) -> None:
    x = Node(base)
    (x**power).backward()
    assert x.derivative == slope


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (lambda: log(Node(0.0)), r"log\(0\)"),
        (lambda: log(Node(-1.0)), r"log\(-1\)"),
        (lambda: Node(1.0) / 0, r"1 / 0"),
        (lambda: Node(-8.0) ** (1 / 3), r"-8 \*\* 0\.333333"),
        (lambda: Node(0.0) ** -1, r"0 \*\* -1"),
        (lambda: exp(Node(1000.0)), r"exp\(1000\)"),
    ],
)
def test_what_has_no_value_is_shown_with_what_to_look_at(formula: Callable[[], Node], shown: str) -> None:
    with pytest.raises(
        ValueError, match=rf"^{shown} is not a number that a float can hold\. Look at the inputs: log needs"
    ):
        formula()


@pytest.mark.parametrize(
    "wrong", ["2", None, np.ones(2), True, 1j], ids=["text", "None", "an array", "a bool", "complex"]
)
def test_a_node_holds_one_real_number(wrong: object) -> None:
    with pytest.raises(TypeError, match=r"a node holds one number; got \w+\. Make one node per number"):
        Node(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"a node holds one number; got \w+\."):
        Node(1.0) + wrong  # type: ignore[operator]
