"""Mistakes that learners make are caught and named, and right code is not accused.

All of it, with no author's help, is printed by ``python -m tests.content.mistakes``; here is as much of that as
a test run may take.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from gradus.grading import grade
from gradus.grading.repair import search
from gradus.model import Confidence, Level, Status
from tests.content.mistakes.corpus import Outcome, authored, item, labs, outcome, outcomes, submission, wrongs

NAMED = 0.9
QUICK = ("attention", "hidden-layer", "one-neuron", "words")
"""Labs whose calls are short, so that changes to the code are tried quickly."""


@cache
def general(lab: str) -> tuple[Outcome, ...]:
    return tuple(outcomes(lab))


@pytest.mark.parametrize("lab", labs())
def test_right_code_earns_everything_and_is_not_accused(lab: str) -> None:
    report = grade(item(lab), submission(lab), seed=3)
    assert {one.name: (one.status, one.cause) for one in report.exercises} == {
        one.name: (Status.PASSED, None) for one in report.exercises
    }


@pytest.mark.parametrize("lab", labs())
def test_every_mistake_fails_and_is_named_by_its_authors_sentence(
    lab: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SECONDS", 0.0)  # the author's sentence must do alone
    found = list(outcomes(lab, authored(lab, tmp_path)))
    assert [one.wrong.id for one in found if not one.caught] == []
    named = [
        one for one in found if one.named
    ]  # of two versions that do the same, the first one's sentence serves both
    assert len(named) >= NAMED * len(found), [one.wrong.id for one in found if one not in named]


def test_most_mistakes_are_named_without_any_author() -> None:
    found = [one for lab in QUICK for one in general(lab)]
    missed = [(one.wrong.id, one.said) for one in found if not one.named]
    assert len(missed) <= (1 - NAMED) * len(found), missed


def test_what_raises_is_told_with_its_place() -> None:
    for lab in QUICK:
        for one in general(lab):
            if any("It raised" in check.difference for check in one.report.checks):
                assert one.report.cause is not None
                assert "line" in one.said, one.said


def test_every_cause_says_how_far_to_believe_it() -> None:
    causes = [one.report.cause for lab in QUICK for one in general(lab) if one.report.cause]
    assert causes
    assert all(isinstance(cause.confidence, Confidence) for cause in causes)
    assert not any(cause.confidence is Confidence.CERTAIN and cause.id.startswith("repair-") for cause in causes)


@pytest.mark.parametrize("lab", ["one-neuron", "words"])
def test_at_level_open_no_cause_shows_what_the_code_should_be(lab: str) -> None:
    for one in wrongs(lab):
        told = outcome(one, level=Level.OPEN)
        hidden = next(other for other in general(lab) if other.wrong is one)
        cause, full = told.report.cause, hidden.report.cause
        if cause is None or full is None or not full.id.startswith("repair-"):
            continue
        assert "line" in cause.text
        for code in full.text.split("`")[1::2]:
            assert len(code) < 8 or code in one.code or code not in cause.text
        for check in told.report.checks:
            assert check.passed or not any(mark.isdigit() for mark in check.expected.split("shape")[0])
