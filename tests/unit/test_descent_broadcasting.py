"""Broadcasting explained: NumPy is the referee."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from descent import broadcast_shapes, explain_broadcast, numerical_gradient, unbroadcast

SHAPES = st.lists(hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3), min_size=1, max_size=3)
FITTING = hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(SHAPES)
def test_shapes_come_together_as_in_numpy_or_not_at_all(shapes: list[tuple[int, ...]]) -> None:
    try:
        expected = np.broadcast_shapes(*shapes)
    except ValueError:
        with pytest.raises(
            ValueError, match=r"do not fit together: at place -\d, counted from the right, the sizes are"
        ):
            broadcast_shapes(*shapes)
        assert explain_broadcast(*shapes).endswith("together: an error")
    else:
        assert broadcast_shapes(*shapes) == expected
        assert explain_broadcast(*shapes).endswith(f"together: {expected}")


def test_the_sentence_says_where_and_what_to_do() -> None:
    with pytest.raises(
        ValueError,
        match=r"^shapes \(3, 2\), \(3,\) do not fit together: at place -1, counted from the right, the sizes are "
        r"2 and 3, and neither is 1\. Transpose or reshape one",
    ):
        broadcast_shapes((3, 2), (3,))


def test_an_explanation_has_a_line_for_each_place() -> None:
    assert explain_broadcast((2, 3), (3,)).splitlines() == [
        "place -1: 3 and 3: equal",
        "place -2: 2 and nothing: the missing size counts as 1 and is stretched to 2",
        "together: (2, 3)",
    ]
    assert explain_broadcast((2, 3), (4, 1)).splitlines() == [
        "place -1: 3 and 1: the 1 is stretched to 3",
        "place -2: 2 and 4: different, and neither is 1",
        "together: an error",
    ]
    assert explain_broadcast((1, 1), (1,)).splitlines()[1] == "place -2: 1 and nothing: the missing size counts as 1"
    assert explain_broadcast((), ()) == "together: ()"


@settings(deadline=None, derandomize=True, max_examples=50)
@given(FITTING)
def test_unbroadcast_is_the_gradient_of_stretching(shapes: hnp.BroadcastableShapes) -> None:
    rng = np.random.default_rng(0)
    g = rng.normal(size=shapes.result_shape)
    for shape in shapes.input_shapes:
        measured = numerical_gradient(lambda x: np.broadcast_to(x, g.shape), rng.normal(size=shape), weights=g)
        summed = unbroadcast(g, shape)
        assert summed.shape == shape
        np.testing.assert_allclose(summed, measured, atol=1e-8)


def test_unbroadcast_to_the_same_shape_changes_nothing_and_keeps_float32() -> None:
    g = np.arange(6, dtype=np.float32).reshape(2, 3)
    np.testing.assert_array_equal(unbroadcast(g, (2, 3)), g)
    assert unbroadcast(g, (3,)).dtype == np.float32


@pytest.mark.parametrize("shape", [(2,), (2, 2), (3, 2, 3), (1, 2, 3)])
def test_a_shape_that_could_not_have_been_stretched_is_named(shape: tuple[int, ...]) -> None:
    with pytest.raises(
        ValueError, match=r"gradient must have a shape to which \(.*\) can be stretched; got \(2, 3\)\. Pass"
    ):
        unbroadcast(np.ones((2, 3)), shape)
