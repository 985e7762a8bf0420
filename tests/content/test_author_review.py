"""The review of content: a clean course has no finding, and each kind of defect is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gradus.author.build import build
from gradus.author.review import review, select
from gradus.content import load_courses

TINY = Path(__file__).parent / "tiny_course"

COURSE = """
title = "A course"
summary = "For the tests of the review."
[[week]]
id = "week-1"
title = "A week"
summary = "Of it."
items = ["lesson", "quiz", "tiny-lab"]
"""
ITEM = """
kind = "{kind}"
title = "A title"
minutes = 5
summary = "What it is about."
goals = ["Know it."]
sources = [{{ title = "A book" }}]
{more}
"""
LESSON = """
A question, and {fig}`fig-line`.

## The rule

```python
x = 1 + 1
print(x)
```
```output
2
```

```{math}
:label: rule
y = x^2
```

See {eq}`rule` and [the quiz](item:quiz).

```{figure} line.svg
:name: fig-line
:alt: A line.

A line.
```

:::{check} One?
Yes.
:::
:::{check} Two?
Yes.
:::
:::{check} Three?
Yes.
:::
:::{summary} In short
All of it.
:::
"""
FIGURES = """
from matplotlib.figure import Figure


def line():
    made = Figure(figsize=(2, 1))
    made.add_subplot().plot([0, 1], [0, 1], color="#0072b2")
    return made
"""
KINDS = {
    "number": """answer = "n + 1"
params = {n = [1, 2]}
why = "one more"
wrong = [{answer = "n", why = "not one more"}]""",
    "shape": 'answer = [2, 1]\nwhy = "two by one"',
    "output": 'code = "print(1 + 1)"\nanswer = "2"\nwhy = "it adds"',
    "true-false": 'answer = true\nwhy = "it is so"\nwhy_wrong = "it is so"',
    "expression": 'answer = "a*2"\nvariables = {a = [0.1, 1.0]}\nwhy = "twice"',
    "one": """option = [
  {text="p", right=true, why="it is right"},
  {text="q", why="it is wrong"},
  {text="r", why="it is wrong too"},
]""",
}


def questions() -> str:
    """Twenty questions of six kinds."""
    kinds = list(KINDS.items())
    entries = []
    for number in range(20):
        kind, rest = kinds[number % len(kinds)]
        entries.append(f'[[question]]\nid = "q{number}"\nkind = "{kind}"\nlesson = "lesson"\nask = "Which?"\n{rest}\n')
    return "\n".join(entries)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A courses folder without a defect, its figures and expected outputs built."""
    root = tmp_path_factory.mktemp("courses")
    week = root / "course" / "week-1"
    for name, kind, more in (("lesson", "lesson", ""), ("quiz", "quiz", "draw = 10")):
        (week / name).mkdir(parents=True)
        (week / name / "item.toml").write_text(ITEM.format(kind=kind, more=more))
    (root / "course" / "course.toml").write_text(COURSE)
    (week / "lesson" / "lesson.md").write_text(LESSON)
    (week / "lesson" / "figures.py").write_text(FIGURES)
    (week / "quiz" / "questions.toml").write_text(questions())
    shutil.copytree(TINY / "week-1" / "tiny-lab", week / "tiny-lab", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TINY / "data", root / "course" / "data")
    lab = week / "tiny-lab"
    (lab / "mistakes.py").write_text((lab / "mistakes.py").read_text() + MORE_MISTAKES)
    (lab / "equivalents.toml").write_text(EQUIVALENTS)
    cut(lab / "checks.py", '\n\n@exercise("Counter"', "")
    cut(lab / "hints.toml", "\n[Counter]", "")
    cut(lab / "lab.py", '# %% exercise="Counter"', "# %% [markdown]\n# ## The numbers")
    library = load_courses(root)
    build(library, library.courses[0].items)
    return root


MORE_MISTAKES = """

@mistake("descend", "uphill", "The step goes with the slope, so it walks uphill. Against it is down.")
def uphill(start, steps, rate):
    return [start * (1 + 2 * rate) ** step for step in range(1, steps + 1)]


"""
EQUIVALENTS = """
[[equivalent]]
exercise = "measure"
line = "m = X.shape[1]"
becomes = "m = X.shape[-1]"
reason = "X has two axes."

[[equivalent]]
exercise = "measure"
line = "mean = np.sum((A - Y) ** 2) / m"
becomes = "mean = np.sum((Y - A) ** 2) / m"
reason = "A square has no sign."

[[equivalent]]
exercise = "descend"
line = "x = x - rate * 2 * x"
becomes = "x -= rate * 2 * x"
reason = "x is a number."
"""


def cut(path: Path, begin: str, end: str) -> None:
    """Take out the text from one mark to the next; without a second one, to the end."""
    before, found, rest = path.read_text().partition(begin)
    assert found
    path.write_text(before + (end + rest.partition(end)[2] if end else ""))


@pytest.fixture
def courses(clean: Path, tmp_path: Path) -> Path:
    return shutil.copytree(clean, tmp_path / "courses")


def found(root: Path, *paths: Path) -> str:
    return "\n".join(map(str, review(load_courses(root), paths)))


def test_a_clean_course_has_no_finding(courses: Path) -> None:
    assert found(courses) == ""


Change = tuple[str, Callable[[Path], None]]
"""The file that a defect is put into, and how."""


def edit(name: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        path = root / "course" / "week-1" / name
        assert old in path.read_text(), f"{old!r} is not in {name}"
        path.write_text(path.read_text().replace(old, new, 1))

    return name, change


def put(name: str, text: str) -> Change:
    def change(root: Path) -> None:
        path = root / "course" / "week-1" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    return name, change


MD, TOML, LAB = "lesson/lesson.md", "lesson/item.toml", "tiny-lab/lab.py"
DEFECTS: list[tuple[str, Change, str]] = [
    ("unknown-key", edit(TOML, "minutes", "minuets"), "unknown key 'minuets'. Did you mean 'minutes'?"),
    ("stray-file", put("lesson/notes.txt", ""), "lesson/notes.txt: a lesson has no such file"),
    ("unlisted-item", put("other/item.toml", ""), "other/item.toml: this item is not listed"),
    ("too-long", edit(TOML, "minutes = 5", "minutes = 40"), "40 minutes; a lesson takes"),
    ("no-sources", edit(TOML, '[{ title = "A book" }]', "[]"), "no sources"),
    ("no-goals", edit(TOML, '["Know it."]', "[]"), "no goals"),
    ("dead-link", edit(MD, "item:quiz", "item:quizz"), "a link to the item 'quizz'"),
    ("dead-reference", edit(MD, "{eq}`rule`", "{eq}`roul`"), "a reference to eq 'roul'"),
    ("bad-formula", edit(MD, "y = x^2", "y = \\frac{x"), "cannot be shown"),
    ("code-raises", edit(MD, "1 + 1", "1 + nothing"), "lesson.md:7: the code raises NameError"),
    (
        "output-differs",
        edit(MD, "```output\n2", "```output\n3"),
        "lesson.md:11: the output differs. The code printed:\n2",
    ),
    ("output-missing", edit(MD, "```output\n2\n```\n", ""), "a block prints, and no output block follows"),
    ("long-block", edit(MD, "x = 1 + 1\n", "x = 1 + 1\n" * 16), "a block of 17 lines"),
    ("no-self-check", edit(MD, ":::{check} Two?\nYes.\n:::\n", ""), "2 self-checks; expected 3"),
    ("no-summary", edit(MD, ":::{summary} In short\nAll of it.\n:::\n", ""), "a lesson ends in one summary"),
    ("no-alt", edit(MD, ":alt: A line.\n", ""), "has no :alt:"),
    ("own-title", edit(MD, "## The rule", "# The rule"), "a heading of level 1"),
    ("no-widget", edit(MD, "## The rule", "```{widget} nothing\n:alt: a\n```"), "the widget 'nothing' is not in"),
    (
        "stale-figure",
        edit("lesson/figures.py", "[0, 1], [0, 1]", "[0, 1], [0, 2]"),
        "is not what its source makes today",
    ),
    ("unused-asset", put("lesson/assets/old.svg", "<svg/>"), "assets/old.svg: no page shows this file"),
    ("small-pool", edit("quiz/item.toml", "draw = 10", "draw = 11"), "20 questions; a retake needs 22"),
    ("small-draw", edit("quiz/item.toml", "draw = 10", "draw = 9"), "an attempt draws 9"),
    (
        "two-right",
        edit("quiz/questions.toml", 'why="it is wrong"', 'right=true, why="it is too"'),
        "2 options are right",
    ),
    ("no-why", edit("quiz/questions.toml", 'why="it is wrong"', 'why="no"'), "the option 'q' does not say why"),
    (
        "wrong-is-right",
        edit("quiz/questions.toml", 'answer = "n",', 'answer = "1 + n",'),
        "the wrong answer '2' is marked right",
    ),
    ("code-prints-else", edit("quiz/questions.toml", "print(1 + 1)", "print(3)"), "its code prints '3\\n'"),
    (
        "no-such-lesson",
        edit("quiz/questions.toml", 'lesson = "lesson"', 'lesson = "lessen"'),
        "there is no lesson 'lessen'",
    ),
    ("solution-fails", edit(LAB, "s = 1 / (1 + e)", "s = 1 / (2 + e)"), "the solution of squash fails"),
    ("starter-is-solution", edit(LAB, "    ### BEGIN SOLUTION\n    # Step 1: e", "    # Step 1: e"), "SOLUTION"),
    (
        "mistake-passes",
        edit("tiny-lab/mistakes.py", "np.exp(z)", "np.exp(-z)"),
        "the mistake 'wrong-sign' of squash passes",
    ),
    ("no-mistake", edit("tiny-lab/mistakes.py", '"squash", "wrong', '"measure", "wrong'), "no known mistake of squash"),
    ("no-data", edit("tiny-lab/item.toml", "numbers.txt", "figures.txt"), "the data file 'figures.txt' is not in"),
    ("unbuilt", edit(LAB, '"squash(0) ="', '"squash(zero) ="'), "is not what its source makes today"),
    ("lab-does-not-parse", edit(LAB, "SCALE = 2.0", "SCALE = = 2.0"), "lab.py"),
    ("checks-for-nothing", edit("tiny-lab/checks.py", '"squash", points', '"squish", points'), "squish is no exercise"),
]


@pytest.mark.parametrize(("change", "said"), [defect[1:] for defect in DEFECTS], ids=[defect[0] for defect in DEFECTS])
def test_each_defect_is_named(courses: Path, change: Change, said: str) -> None:
    name, breaks = change
    breaks(courses)
    item = name.split("/")[0]
    alone = [courses / "course" / "week-1" / item] if f'"{item}"' in COURSE else []
    assert said in found(courses, *alone)


def test_a_leaked_solution_line_is_named(courses: Path) -> None:
    edit(LAB, "    places = []\n", "    places = []\n    x = x - rate * 2 * x\n")[1](courses)
    assert "shows a line of descend's solution: 'x = x - rate * 2 * x'" in found(courses)


def test_a_review_may_be_of_one_item_alone(courses: Path) -> None:
    edit(MD, "item:quiz", "item:quizz")[1](courses)
    week = courses / "course" / "week-1"
    assert found(courses, week / "quiz") == ""
    assert "'quizz'" in found(courses, week / "lesson" / "lesson.md")


def test_a_path_without_an_item_is_refused(courses: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no item of the courses"):
        select(load_courses(courses), [tmp_path / "nowhere"])


def test_building_again_changes_nothing(courses: Path) -> None:
    library = load_courses(courses)
    assert build(library, library.courses[0].items) == []
