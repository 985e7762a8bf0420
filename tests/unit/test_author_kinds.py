"""Kinds of input, by which a check can be needed; and mistakes that remember what they gave."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gradus.author.bench import Asked
from gradus.author.kinds import kinds_of, only_one_asks
from gradus.author.memory import remembering
from gradus.grading.checks import Case, Mistake


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2.5, {"a single number", "nothing but numbers above zero"}),
        (1, {"a single number", "the number one", "whole numbers", "nothing but numbers above zero"}),
        (np.zeros(3), {"one axis", "a zero", "nothing but zeros"}),
        (np.array([-1.0, 2.0]), {"one axis"}),
        (np.array([[-1.0, 2.0, 30.0]]), {"two axes", "one row", "large numbers"}),
        (np.array([[-1.0], [2.0]]), {"two axes", "one column"}),
        (-np.ones((2, 2)), {"two axes", "a square", "nothing but numbers below zero"}),
        (np.array([[-1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]), {"two axes", "more columns than rows"}),
        (np.array([[-1.0, 2.0]] * 3), {"two axes", "more rows than columns"}),
        (
            np.full((4, 3, 1), 0.5),
            {"three axes", "one layer", "more rows than columns", "nothing but numbers above zero"},
        ),
        (
            np.array([7], dtype=np.uint8),
            {"one axis", "a single entry", "whole numbers", "bytes"} | {"nothing but numbers above zero"},
        ),
        (np.linspace(-1, 1, 32), {"one axis", "many entries"}),
        ("text", set()),
        ([1, 2], set()),
    ],
)
def test_an_input_is_of_its_kinds(value: Any, expected: set[str]) -> None:
    assert kinds_of(Case("a claim", args=(value,)), ["x"]) == {("x", kind) for kind in expected}


def test_an_argument_that_is_left_out_is_a_kind_of_its_own() -> None:
    assert ("rate", "left to its default") in kinds_of(Case("a claim", args=(1.5,)), ["x", "rate"])
    assert ("rate", "left to its default") not in kinds_of(
        Case("a claim", args=(1.5,), kwargs={"rate": 2}), ["x", "rate"]
    )


def test_only_a_check_without_a_like_is_the_only_one_of_its_kind() -> None:
    row = np.array([-1.0, 2.0])
    checks = (Case("one", args=(row,)), Case("two", args=(2 * row,)), Case("three", args=(row[np.newaxis],)))
    assert only_one_asks(Asked("f", 1, checks), ["x"]) == {2}


def test_a_mistake_remembers_results_and_errors_and_hands_out_copies() -> None:
    calls = []

    def version(x: np.ndarray) -> np.ndarray:
        calls.append(x)
        if x.size > 2:
            raise ValueError("too many")
        return x + 1

    wrong = remembering(Mistake("f", "id", "Wrong.", version))
    first = wrong(np.ones(2))
    first[:] = 9
    assert wrong(np.ones(2)).tolist() == [2.0, 2.0]
    for _ in range(2):
        with pytest.raises(ValueError, match="too many"):
            wrong(np.ones(3))
    assert len(calls) == 2


def test_a_mistake_that_changes_its_arguments_does_so_every_time() -> None:
    def version(x: np.ndarray) -> np.ndarray:
        x += 1
        return x

    wrong = remembering(Mistake("f", "id", "Wrong.", version))
    for _ in range(2):
        given = np.zeros(2)
        assert wrong(given).tolist() == [1.0, 1.0]
        assert given.tolist() == [1.0, 1.0]
