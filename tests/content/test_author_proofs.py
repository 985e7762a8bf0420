"""What the review proves about a lab's checks: one small lab that is clean, and one defect at a time put into it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gradus.author.bench import Bench, asked
from gradus.author.known import try_mistakes
from gradus.author.labs import lab_findings
from gradus.cli import main
from gradus.content import load_courses
from gradus.grading.loading import load_lab
from gradus.labs.levels import solution
from tests.unit.labs_tiny import CLASSES

COURSE = """
title = "A course"
summary = "For the tests of the review."
[[week]]
id = "week-1"
title = "A week"
summary = "Of it."
items = ["small"]
"""
ITEM = """
kind = "lab"
title = "A small lab"
minutes = 5
summary = "What it is about."
goals = ["Know it."]
"""
HINTS = """[line]
hints = ["Where is a line when x is 0?", "Each step to the right lifts it by its slope."]
"""
LAB = '''# %% [markdown]
# # A small lab
#
# A line has a slope and a height.

# %%
import numpy as np


# %% exercise="line"
def line(x, slope):
    """The height of a line at each entry of x: slope times x, plus 1.

    Nothing else.
    """
    ### BEGIN SOLUTION
    # Step 1: along the slope, and one up.
    height = x * slope + 1.0
    ### END SOLUTION
    return height
'''
CHECKS = """import numpy as np

from gradus.grading.checks import Case, Law, exercise

SEEN = []


@exercise("line", points=10)
def line(rng):
    x, slope = rng.uniform(1, 2, size=4), float(rng.uniform(2, 3))
    yield Case("each entry gets its height", args=(x, slope), expected=slope * x + 1)
    yield Case("a single number works too", args=(4.0, 3.0), expected=13.0)
"""
MISTAKES = """import numpy as np

from gradus.grading.checks import mistake


@mistake("line", "no-height", "The line goes through 0 here. At 0 its height is 1.")
def no_height(x, slope):
    return x * slope


@mistake("line", "falls", "The line falls where it should rise.")
def falls(x, slope):
    return 1 - x * slope
"""
EQUIVALENTS = """
[[equivalent]]
exercise = "line"
line = {line!r}
becomes = {becomes!r}
reason = "It is the same."
"""


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    folder = tmp_path / "course" / "week-1" / "small"
    folder.mkdir(parents=True)
    (tmp_path / "course" / "course.toml").write_text(COURSE)
    files = {"item.toml": ITEM, "lab.py": LAB, "checks.py": CHECKS, "mistakes.py": MISTAKES, "hints.toml": HINTS}
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def found(lab: Path) -> list[str]:
    library = load_courses(lab.parents[2])
    item = library.lab("small")
    assert item is not None, library.findings
    return [str(finding) for finding in lab_findings(item, library)]


def edit(lab: Path, name: str, old: str, new: str) -> None:
    text = (lab / name).read_text()
    assert old in text
    (lab / name).write_text(text.replace(old, new, 1))


def more_checks(lab: Path, text: str) -> None:
    with (lab / "checks.py").open("a") as file:
        file.write(text)


def test_a_lab_whose_checks_are_sound_has_no_finding(lab: Path) -> None:
    assert found(lab) == []


def test_a_check_that_stops_nothing_more_is_named_with_what_to_do(lab: Path) -> None:
    more_checks(lab, '    yield Case("once more", args=(x + 1, slope), expected=slope * (x + 1) + 1)\n')
    (said,) = found(lab)
    assert "checks.py: the check 'once more' of line is not needed" in said
    assert "Take it out, join it" in said


def test_a_check_that_asks_for_a_kind_of_input_of_its_own_is_needed(lab: Path) -> None:
    more_checks(lab, '    yield Case("a table", args=(np.eye(2), slope), expected=slope * np.eye(2) + 1)\n')
    assert found(lab) == []


def test_two_checks_of_one_claim_are_named(lab: Path) -> None:
    more_checks(lab, '    yield Case("in other words", args=(4.0, 3.0), expected=13)\n')
    edit(lab, "checks.py", "expected=13.0", "expected=13")
    said = found(lab)
    assert any("'a single number works too' and 'in other words' of line make one call" in one for one in said)


def test_a_check_that_depends_on_those_before_it_is_named(lab: Path) -> None:
    edit(
        lab,
        "checks.py",
        '    yield Case("a single',
        "    SEEN.clear()\n"
        '    yield Law("the first", args=(np.eye(2), slope), holds=lambda y, x, s: SEEN.append(1))\n'
        '    yield Law("the second", args=(np.eye(3), slope), holds=lambda y, x, s: None if SEEN else "not yet")\n'
        '    yield Case("a single',
    )
    said = [one for one in found(lab) if "not independent" in one]
    assert len(said) == 1
    assert "the check 'the second' of line is not independent: the solution passes it where it stands" in said[0]


def test_a_check_whose_arrays_are_written_into_by_what_follows_is_named(lab: Path) -> None:
    more_checks(lab, '    x += 1\n    yield Case("a table", args=(np.eye(2), slope), expected=slope * np.eye(2) + 1)\n')
    said = found(lab)
    assert any("the check 'each entry gets its height' of line changes once it is made" in one for one in said)


def test_checks_that_draw_numbers_elsewhere_are_named(lab: Path) -> None:
    edit(lab, "checks.py", "float(rng.uniform(2, 3))", "float(np.random.default_rng().uniform(2, 3))")
    assert any("the checks of line are others each time under one seed. Draw every" in one for one in found(lab))


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("lab.py", "# A line has", "# Write `height = x*slope + 1.0`. A line has", "lab.py:4: the prose shows"),
        (
            "lab.py",
            "    ### BEGIN",
            "    # height\n    x * slope + 1.0\n    ### BEGIN",
            "the guided starter of line shows",
        ),
        (
            "lab.py",
            "import numpy as np",
            "import numpy as np\n\ndef f(x, slope):\n    return x * slope + 1.0",
            "given cell",
        ),
        ("checks.py", '"a single number works too"', '"the result is x * slope + 1.0"', "the name of the check"),
        ("mistakes.py", "where it should rise.", "and should be x * slope + 1.0.", "the text of 'falls' shows"),
        ("item.toml", '"Know it."', '"Write x * slope + 1.0."', "item.toml:6: this line shows"),
    ],
)
def test_a_solution_that_shows_through_is_named(lab: Path, name: str, old: str, new: str, place: str) -> None:
    edit(lab, name, old, new)
    assert any(place in one and "a line of line's solution" in one for one in found(lab))


def test_a_hint_and_a_promised_output_may_not_tell_the_solution(lab: Path) -> None:
    (lab / "hints.toml").write_text('[line]\nlast = "height = x * slope + 1.0"\n')
    edit(lab, "lab.py", "# %% exercise", '# %% expect name="shown"\nprint("x * slope + 1.0")\n\n\n# %% exercise')
    (lab / "expected.json").write_text(json.dumps({"cells": {"shown": "x * slope + 1.0\n"}}))
    said = "\n".join(found(lab))
    assert "hints.toml:2: this line shows a line of line's solution" in said
    assert "expected.json: the promised output of 'shown' shows a line of line's solution" in said


def test_two_mistakes_that_cannot_be_told_apart_are_named(lab: Path) -> None:
    with (lab / "mistakes.py").open("a") as file:
        file.write('\n\n@mistake("line", "flat", "Nothing is added.")\ndef flat(x, slope):\n    return slope * x\n')
    (said,) = found(lab)
    assert "the mistake 'flat' of line is not named with seed 1, but taken for 'no-height'" in said


def test_a_mistake_that_passes_with_some_numbers_is_named(lab: Path) -> None:
    with (lab / "mistakes.py").open("a") as file:
        text = "At 4 and 2 alone."
        file.write(f'\n\n@mistake("line", "seldom", "{text}")\ndef seldom(x, slope):\n    return x * slope + 1\n')
    assert any("the mistake 'seldom' of line passes with seed 1" in one for one in found(lab))


def test_a_mutant_that_the_checks_let_through_is_named_with_its_line(lab: Path) -> None:
    edit(lab, "checks.py", "float(rng.uniform(2, 3))", "1.0")
    edit(lab, "checks.py", "args=(4.0, 3.0), expected=13.0", "args=(4.0, 1.0), expected=5.0")
    said = [one for one in found(lab) if "a wrong version" in one]
    assert any("lab.py:18: a wrong version of line passes every check" in one and "x / slope" in one for one in said)
    assert all("list it in equivalents.toml" in one for one in said)


def test_a_mutant_that_only_some_numbers_show_is_no_equivalent(lab: Path) -> None:
    edit(
        lab,
        "checks.py",
        "args=(x, slope), expected=slope * x + 1",
        "args=(x, s := float(rng.integers(1, 3))), expected=s * x + 1",
    )
    edit(lab, "checks.py", "args=(4.0, 3.0), expected=13.0", "args=(4.0, 1.0), expected=5.0")
    (lab / "equivalents.toml").write_text(
        EQUIVALENTS.format(line="height = x * slope + 1.0", becomes="height = x / slope + 1.0")
    )
    said = "\n".join(found(lab))
    assert "x / slope + 1.0' of line fails the checks with some numbers" in said


@pytest.mark.parametrize(
    ("line", "becomes", "said"),
    [
        ("height = x * slope + 1.0", "height = x * slope - 1.0", "fails the checks now. Take the entry out"),
        ("height = x * slope + 1", "height = x * slope - 1", "does not exist. There is 'height = x * slope + 1.0"),
        ("nothing of", "this kind", "does not exist. Take the entry out"),
    ],
)
def test_an_entry_that_excuses_nothing_is_named(lab: Path, line: str, becomes: str, said: str) -> None:
    (lab / "equivalents.toml").write_text(EQUIVALENTS.format(line=line, becomes=becomes))
    assert [one for one in found(lab) if said in one and "equivalents.toml: the mutant" in one]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[equivalent]\n", "the file cannot be read"),
        ("[[equal]]\n", "expected a list of [[equivalent]]; got equal"),
        (
            '[[equivalent]]\nexercise = "line"\n',
            "entry 1 needs the keys exercise, line, becomes, reason; it has exercise",
        ),
        ('[[equivalent]]\nexercise = "a"\nline = "b"\nbecomes = "c"\nreason = " "\n', "and a reason"),
    ],
)
def test_a_list_of_equivalents_that_cannot_be_read_is_a_finding(lab: Path, text: str, said: str) -> None:
    (lab / "equivalents.toml").write_text(text)
    (finding,) = found(lab)
    assert "equivalents.toml: " in finding
    assert said in finding


ENDLESS = """    height = 1.0
    while slope > 0:
        height, slope = height + x, slope - 1
"""


def test_an_endless_mutant_is_ended_and_counts_as_failed(lab: Path) -> None:
    edit(lab, "lab.py", "    height = x * slope + 1.0\n", ENDLESS)
    (lab / "checks.py").write_text(
        CHECKS.replace("float(rng.uniform(2, 3))", "3")
        .replace("slope)", "slope), timeout=0.3")
        .replace("3.0)", "3), timeout=0.3")
    )
    said = "\n".join(found(lab))
    assert "slope - 1' → 'pass'" not in said
    assert "slope - 1' → 'height, slope = height + x, slope'" not in said
    assert "the solution" not in said


Gradus = Callable[..., tuple[int, str]]


@pytest.fixture
def gradus(lab: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gradus:
    monkeypatch.setenv("GRADUS_COURSES", str(lab.parents[2]))

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["gradus", "author", "mutants", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


def test_the_command_says_how_many_fail_and_ends_well_if_none_is_left(gradus: Gradus) -> None:
    code, said = gradus("small")
    assert code == 0
    assert "failed by the checks, 0 listed as equivalent, 0 surviving." in said


def test_the_command_shows_a_survivor_as_two_lines_of_a_diff(lab: Path, gradus: Gradus) -> None:
    edit(lab, "checks.py", "args=(4.0, 3.0), expected=13.0", "args=(4.0, 1.0), expected=5.0")
    edit(lab, "checks.py", "float(rng.uniform(2, 3))", "1.0")
    code, said = gradus("small", "--exercise", "line")
    assert code == 1
    assert f"{lab / 'lab.py'}:18: line\n- height = x * slope + 1.0\n+ height = x / slope + 1.0\n" in said
    code, said = gradus("small", "--json")
    assert code == 1
    told = json.loads(said)
    assert told["lab"] == "small"
    assert told["failed"] + len(told["survivors"]) == told["mutants"]
    assert {"becomes": "height = x / slope + 1.0", "line": 18, "exercise": "line"}.items() <= told["survivors"][
        0
    ].items()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["smal"], "There is no lab 'smal'. Did you mean small?"),
        (["small", "--exercise", "lime"], "small has no exercise 'lime'. Did you mean line?"),
    ],
)
def test_the_command_names_the_nearest_where_a_name_is_not_known(gradus: Gradus, words: list[str], said: str) -> None:
    code, text = gradus(*words)
    assert code == 2
    assert said in text


def test_a_class_is_proved_by_its_steps() -> None:
    """Its mistakes are classes too: each is named, and mutants of its methods are tried by the same steps."""
    lab = load_lab(CLASSES)
    fates = {fate.mistake.id: fate for fate in try_mistakes(lab) if fate.mistake.exercise in ("Linear", "SGD")}
    assert fates
    assert {name: (fate.passed, fate.taken_for) for name, fate in fates.items()} == dict.fromkeys(fates, ((), ()))
    with Bench(lab) as bench:
        about = asked(lab, "Linear", 1)
        bench.put("Linear")
        assert bench.first_failed(about) is None
        bench.put("Linear", solution(lab.source, "Linear").replace("X @ self.W + self.b", "X @ self.W - self.b"))
        assert bench.first_failed(about) is not None
