"""``check()`` in a notebook: it sends what ran, and shows what came back."""

from __future__ import annotations

import html.parser
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gradus.grading import grade
from gradus.labs.submission import Submission
from gradus.model import Cause, Confidence, ExerciseReport, Isolation, Report, Status
from gradus.notebook import Checked, Hinted, Stopped, lab
from gradus.notebook.cells import cells_so_far, workspace_around
from gradus.notebook.helper import Tell
from gradus.notebook.showing import _COLOURS
from gradus.notebook.waiting import Line
from tests.unit.labs_tiny import TINY, solved

WRONG = "def squash(z):\n    print('<b>hello</b>')\n    return 1 / (1 + np.exp(z))"


class Helper:
    """Stands in for the process that checks: remembers what it was asked and answers as it would."""

    def __init__(self, answer: Mapping[str, Any] | None = None) -> None:
        self.answer = answer
        self.asked: Mapping[str, Any] = {}

    def __call__(self, request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
        self.asked = json.loads(json.dumps(request))
        if self.answer is not None:
            return self.answer
        cells = Submission.from_cells(self.asked["cells"], level=self.asked["level"])
        return {"report": grade(TINY, cells, only=self.asked["only"], seed=1).as_json()}


def kernel(monkeypatch: pytest.MonkeyPatch, *cells: str) -> None:
    """Let these cells have run in the notebook."""
    shell = SimpleNamespace(user_ns={"In": ["", *cells]})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))


def test_the_cells_that_ran_are_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    helper = Helper()
    kernel(monkeypatch, "import numpy as np", *(cell.source for cell in solved().cells), 'check("squash")')
    checked = lab("tiny-lab", ask=helper)("squash")
    assert [helper.asked[key] for key in ("do", "lab", "only", "level")] == ["check", "tiny-lab", ["squash"], None]
    assert checked.report is not None
    assert checked.report.points == 10
    assert repr(checked).startswith("✓ squash: right (10 of 10 points)")


def test_without_a_name_everything_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    helper = Helper()
    kernel(monkeypatch, *(cell.source for cell in solved(squash=WRONG).cells))
    checked = lab("tiny-lab", level="open", ask=helper)()
    assert helper.asked["only"] == []
    assert helper.asked["level"] == "open"
    assert "Together: 35 of 45 points." in repr(checked)


def test_the_workspace_around_the_notebook_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gradus.toml").write_text("format = 1\n")
    folder = tmp_path / "labs" / "tiny-lab"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    kernel(monkeypatch)
    helper = Helper({"problem": "no"})
    lab("tiny-lab", ask=helper)("squash")
    assert (helper.asked["workspace"], helper.asked["folder"]) == (str(tmp_path), str(folder))


def test_a_folder_that_was_deleted_under_the_kernel_stops_no_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    kernel(monkeypatch)
    helper = Helper({"problem": "no"})
    assert repr(lab("tiny-lab", ask=helper)("squash")) == "no"
    assert helper.asked["folder"] == str(Path.home())


def test_outside_a_workspace_none_is_named(tmp_path: Path) -> None:
    assert workspace_around(tmp_path) is None


def test_cells_keep_the_numbers_of_the_notebook() -> None:
    shell = SimpleNamespace(user_ns={"In": ["", "x = 1", "def f(:", "def f(x): return x"]})
    assert cells_so_far(shell) == ["x = 1", "", "def f(x): return x"]


def test_a_cell_that_never_parsed_is_sent_so_that_the_report_can_say_why() -> None:
    shell = SimpleNamespace(user_ns={"In": ["", "def f(x: return x"]})
    assert cells_so_far(shell) == ["def f(x: return x"]


def test_a_script_sends_its_own_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.py").write_text("x = 1\n")
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    monkeypatch.setitem(sys.modules, "__main__", SimpleNamespace(__file__=str(tmp_path / "mine.py")))
    assert cells_so_far() == ["x = 1\n"]


def test_a_function_instead_of_its_name_is_pointed_out() -> None:
    def squash(z: float) -> float:
        return z

    check = lab("tiny-lab", ask=Helper())
    assert repr(check(squash)) == 'check takes the name of an exercise as text: check("squash")'
    assert repr(check.hint(squash)).strip() == (
        'check.hint takes the name of an exercise as text: check.hint("squash")'
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"problem": "There is no lab tiny. Did you mean tiny-lab?"}, "There is no lab tiny. Did you mean tiny-lab?"),
        ({"report": {"lab": 3}}, "Gradus gave an answer that cannot be understood: {'report': {'lab': 3}}. Try again."),
    ],
)
def test_what_is_no_report_is_shown_as_a_sentence(
    monkeypatch: pytest.MonkeyPatch, answer: Mapping[str, Any], said: str
) -> None:
    kernel(monkeypatch)
    checked = lab("tiny-lab", ask=Helper(answer))()
    assert repr(checked) == said
    assert "Traceback" not in checked._repr_html_()


def test_an_interrupt_ends_the_cell_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(request: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
        raise KeyboardInterrupt

    kernel(monkeypatch)
    with pytest.raises(Stopped, match="was stopped. Nothing of it was recorded") as stopped:
        lab("tiny-lab", ask=interrupted)("squash")
    assert stopped.value._render_traceback_() == [str(stopped.value)]


def test_hints_are_shown_with_their_titles_and_what_comes_next() -> None:
    helper = Helper({"hints": [{"title": "Hint 1 of 2", "text": "What is `e`?"}], "note": "One more waits."})
    hinted = lab("tiny-lab", ask=helper).hint("squash")
    assert [helper.asked[key] for key in ("do", "exercise", "again", "all")] == ["hint", "squash", False, False]
    assert repr(hinted) == "Hint 1 of 2\nWhat is `e`?\n\nOne more waits."
    assert hinted._repr_markdown_() == "**Hint 1 of 2**\n\nWhat is `e`?\n\n*One more waits.*"


def test_a_hint_that_cannot_be_had_is_told_in_a_sentence() -> None:
    hinted = lab("tiny-lab", ask=Helper({"problem": "tiny-lab has no exercise 'x'."})).hint("x")
    assert hinted == Hinted((), "tiny-lab has no exercise 'x'.")


class Display:
    """Remembers what a notebook's output showed, one after the other."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def display(self, data: Mapping[str, str], raw: bool, display_id: bool) -> Display:
        self.shown.append(data["text/plain"])
        return self

    def update(self, data: Mapping[str, str], raw: bool) -> None:
        self.shown.append(data["text/plain"])


def waited(monkeypatch: pytest.MonkeyPatch, *seconds: float) -> list[str]:
    """What is shown while a check that tells of itself at these times goes on, and then ends."""
    clock = iter((0.0, *seconds))
    display = Display()
    monkeypatch.setattr("gradus.notebook.waiting.time.monotonic", lambda: next(clock))
    monkeypatch.setitem(sys.modules, "IPython.display", SimpleNamespace(display=display.display))
    with Line("Checking squash", SimpleNamespace(kernel=object())) as line:
        for number in range(len(seconds)):
            line("" if number == 0 else f"Checking number {number}")
    return display.shown


def test_a_check_that_is_done_at_once_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    assert waited(monkeypatch, 0.1, 0.3) == []


def test_a_long_check_shows_one_line_that_is_replaced_and_then_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = waited(monkeypatch, 1.0, 1.1, 2.0)
    assert shown == [
        "Checking squash … 1 s. To stop it, interrupt the kernel.",
        "Checking number 2 … 2 s. To stop it, interrupt the kernel.",
        "",
    ]


@pytest.fixture
def miss() -> Checked:
    return Checked(grade(TINY, solved(squash=WRONG), only=["squash"], seed=1))


def test_a_miss_shows_the_call_what_came_what_was_expected_and_why(miss: Checked) -> None:
    text = repr(miss)
    for part in (
        "called:   squash(z) with",
        "got:      np.array",
        "expected: np.array",
        "6 of 6 values differ",
        "<b>hello",
    ):
        assert part in text
    assert text.index("The exponent lacks its minus") < text.index("it works on arrays")


class Page(html.parser.HTMLParser):
    """Collects what a fragment holds, and that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page(checked: Checked) -> Page:
    parsed = Page()
    parsed.feed(checked._repr_html_())
    parsed.close()
    assert parsed.open == []
    return parsed


def test_the_page_says_what_the_text_says(miss: Checked) -> None:
    shown = page(miss)
    for part in ("squash: 2 of 3 checks hold (0 of 10 points)", "The exponent lacks its minus", "6 of 6 values differ"):
        assert part in shown.text


def test_what_learner_code_printed_is_text_and_no_markup(miss: Checked) -> None:
    shown = page(miss)
    assert "<b>hello</b>" in shown.text
    assert "b" not in shown.tags


def test_the_page_carries_its_own_style_and_needs_nothing_from_outside(miss: Checked) -> None:
    shown = page(miss)
    assert set(shown.tags) <= {"div", "span", "strong", "code", "pre", "dl", "dt", "dd", "br"}
    assert {name for name, _ in shown.attributes} == {"style"}
    assert "http" not in miss._repr_html_()


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("paper", ["#ffffff", "#111111"], ids=["light", "dark"])
def test_marks_stand_out_in_light_and_dark(miss: Checked, paper: str) -> None:
    colours = set(re.findall(r"#[0-9a-f]{6}", miss._repr_html_())) | set(_COLOURS.values())
    for colour in colours:
        light, dark = sorted((luminance(colour), luminance(paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour


def test_text_takes_the_colour_of_the_notebook(miss: Checked) -> None:
    coloured = re.findall(r"(?:^|[;\"])color:([^;\"]+)", miss._repr_html_())
    assert set(coloured) <= {"inherit", *_COLOURS.values()}


def test_a_report_of_every_kind_can_be_shown() -> None:
    cells = [
        "import numpy as np",
        "def measure(w, X, Y): return None",
        "def descend(:",
        "def Counter(start):\n    1 / 0",
    ]
    checked = Checked(grade(TINY, Submission.from_cells(cells), seed=1))
    text = repr(checked)
    assert "○ squash: not written yet (0 of 10 points)" in text
    assert "✗ measure: 0 of 2 checks hold (0 of 20 points)" in text
    assert "✗ descend: could not be run to the end" in text
    assert "cell 3, line 1, does not parse" in text
    assert page(checked).text.count("points)") == 4


def test_points_of_a_passed_lab_are_told_as_passed() -> None:
    assert "\n\nTogether: 45 of 45 points – passed.\n" in repr(Checked(grade(TINY, solved(), seed=1)))


def test_the_report_says_how_the_code_was_run_how_sure_the_cause_is_and_what_is_worth_knowing() -> None:
    cause = Cause("c", "The sum is a mean.", Confidence.POSSIBLE)
    one = ExerciseReport("squash", 0, 10, Status.FAILED, (), cause, ("`np.float` is an old name.",))
    checked = Checked(Report("tiny-lab", Isolation.PARTLY, 1, (one,)))
    shown = repr(checked), page(checked).text
    for part in (
        "Possibly: The sum is a mean.",
        "Note: ",
        "is an old name.",
        "While it was checked, your code was partly isolated.",
    ):
        assert all(part in text for text in shown)


def test_the_checker_explains_itself() -> None:
    said = repr(lab("tiny-lab", ask=Helper()))
    assert 'The checks of tiny-lab: check("name of an exercise"), or check() for all.' in said
    assert "hints cost no points" in said


def test_importing_it_brings_nothing_heavy() -> None:
    heavy = ("numpy", "nbformat", "sqlalchemy", "typer", "jupytext", "msgpack")
    program = f"import gradus.notebook, sys; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_report_is_read_from_the_commands_json() -> None:
    report = grade(TINY, solved(), only=["squash"], seed=1)
    assert Checked(Report.from_json(report.as_json())).report == report
