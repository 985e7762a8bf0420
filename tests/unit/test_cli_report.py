"""A report in the terminal: each reason is told once."""

from __future__ import annotations

import io

from rich.console import Console

from gradus.cli.report import print_report
from gradus.model import Cause, CheckResult, ExerciseReport, Isolation, Report, Status


def printed(*checks: CheckResult, brief: bool = False) -> str:
    exercise = ExerciseReport("f", 0, 10, Status.FAILED, checks, Cause("why", "Because."))
    out = Console(file=io.StringIO(), width=200)
    print_report(out, Report("lab", Isolation.NONE, 7, (exercise,)), brief=brief)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def miss(name: str, difference: str, got: str = "") -> CheckResult:
    return CheckResult(name, False, call=f"f({name})", got=got, expected="1", difference=difference)


def test_misses_with_one_reason_are_told_once_and_then_only_named() -> None:
    text = printed(
        miss("one", "It raised E (line 2)."), miss("two", "It raised E (line 3)."), miss("three", "Not tried, …")
    )
    assert text.count("It raised E") == 1
    assert "called    f(one)" in text
    assert "called    f(two)" not in text
    assert text.index("For the same reason:") < text.index("two") < text.index("three")


def test_misses_with_a_result_are_each_shown() -> None:
    text = printed(miss("one", "Not equal.", got="2"), miss("two", "Not equal.", got="3"))
    assert text.count("Not equal.") == 2
    assert "For the same reason" not in text


def test_the_brief_form_shows_the_first_miss_and_counts_the_rest() -> None:
    text = printed(miss("one", "Not equal.", got="2"), miss("two", "It raised E."), brief=True)
    assert "f(one)" in text
    assert "f(two)" not in text
    assert "and 1 more" in text
