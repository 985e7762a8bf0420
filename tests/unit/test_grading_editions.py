"""What another public edition of an assignment asks for is right too, and the author says so once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gradus.grading.checks import Also, Case
from gradus.grading.judging import judge
from gradus.grading.loading import ChecksError
from gradus.grading.sandbox import Returned

INSIDE = Also(expected=({"mean": 2.0}, 0.25), note="The epsilon stands inside the root here; that counts as well.")
CASE = Case("the spread", args=(np.ones(3),), expected=({"mean": 2.0}, 0.5), pick="[1]", also=(INSIDE,))


def verdict(case: Case, value: Any, changed: tuple[int, ...] = ()) -> tuple[bool, str]:
    probe = judge(case, Returned(value, changed=changed))
    return probe.passed, probe.note


def test_a_result_of_another_edition_passes_with_its_note() -> None:
    assert verdict(CASE, ({"mean": 2.0}, 0.25)) == (True, INSIDE.note)


def test_the_usual_result_passes_without_a_note() -> None:
    assert verdict(CASE, ({"mean": 2.0}, 0.5)) == (True, "")


def test_a_result_of_no_edition_is_compared_with_the_usual_one() -> None:
    probe = judge(CASE, Returned(({"mean": 2.0}, 0.3)))
    assert not probe.passed
    assert "expected 0.5" in probe.text
    assert probe.note == ""


def test_an_edition_may_look_elsewhere_and_at_another_shape() -> None:
    case = Case("the bias", expected={"b": 1.5}, pick='["b"]', also=(Also({"ba": 1.5}, "Called ba.", '["ba"]', "any"),))
    assert verdict(case, {"ba": np.array([[1.5]])}) == (True, "Called ba.")
    assert verdict(case, {"b": np.array([[1.5]])}) == (False, "")
    assert verdict(case, {"by": 1.5}) == (False, "")


def test_an_edition_is_no_leave_to_change_the_arguments() -> None:
    assert verdict(CASE, ({"mean": 2.0}, 0.25), changed=(0,))[0] is False


def test_a_path_that_an_edition_does_not_have_is_the_authors_fault() -> None:
    broken = Case("c", expected=1.0, also=(Also({"a": 1.0}, pick='["b"]'),))
    with pytest.raises(ChecksError, match="picks"):
        judge(broken, Returned(2.0))


def test_an_unknown_word_for_the_shape_is_refused() -> None:
    with pytest.raises(ValueError, match='"exact" or "any"'):
        Also(1.0, shape="loose")


def test_a_case_may_say_how_far_its_result_moves() -> None:
    right = 1.0 + 3e-6
    assert verdict(Case("c", args=(np.ones(4),), expected=1.0), right)[0] is False
    assert verdict(Case("c", args=(np.ones(4),), expected=1.0, scale=1e9), right)[0] is True
