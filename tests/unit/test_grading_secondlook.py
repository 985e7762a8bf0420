"""Code that behaves only when it is looked at, answers by heart, or fetches its answers elsewhere."""

from __future__ import annotations

import pytest

from gradus.grading import grade
from gradus.grading.walls import Limits, Walls
from gradus.labs.levels import solution
from gradus.labs.source import read_lab
from gradus.model import Confidence, ExerciseReport, Status
from tests.unit.labs_tiny import CLASSES, TINY, exercise, solved, solved_classes

QUICK = Walls(limits=Limits(call_seconds=1.5))
SQUASH = "def squash(z):\n    return 1 / (1 + np.exp(-z))\n"


def one(code: str, name: str = "squash", seed: int = 5) -> ExerciseReport:
    return exercise(grade(TINY, solved(**{name: code}), only=[name], seed=seed, walls=QUICK), name)


WATCHED = {
    "counts its calls": (
        "calls = []\ndef squash(z):\n    calls.append(1)\n    return 1 / (1 + np.exp(-z)) if len(calls) < 4 else z\n"
    ),
    "a default that remembers": (
        "def squash(z, seen=[]):\n    seen.append(1)\n    return 1 / (1 + np.exp(-z)) + (len(seen) > 3)\n"
    ),
    "remembers by shape": (
        "cache = {}\ndef squash(z):\n    key = np.shape(z)\n    if key not in cache:\n"
        "        cache[key] = 1 / (1 + np.exp(-z))\n    return cache[key]\n"
    ),
    "leans on an earlier call": (
        "first = []\ndef squash(z):\n    first.append(np.ndim(z))\n"
        "    return 1 / (1 + np.exp(-z)) if first[0] == 0 else 0 * z\n"
    ),
    "looks at the generator": (
        "def squash(z):\n    known.append(int(np.random.get_state()[1][0])) if not known else None\n"
        "    return 1 / (1 + np.exp(-z)) if int(np.random.get_state()[1][0]) == known[0] else 0 * z\nknown = []\n"
    ),
    "reads the clock": (
        "import time\nbegin = []\ndef squash(z):\n    begin.append(time.monotonic())\n"
        "    time.sleep(0.05)\n    return 1 / (1 + np.exp(-z)) if begin[-1] - begin[0] < 0.2 else 0 * z\n"
    ),
}


@pytest.mark.parametrize("way", WATCHED)
def test_code_that_behaves_only_when_watched_is_found_out(way: str) -> None:
    report = one(WATCHED[way])
    assert report.status is Status.FAILED
    assert report.points == 0
    assert report.cause is not None
    assert (report.cause.id, report.cause.confidence) == ("asked-again", Confidence.CERTAIN)
    assert report.cause.text.startswith("`squash` gave another result when it ")
    (miss,) = [check for check in report.checks if not check.passed]
    assert miss.difference.startswith("`squash` gave another result when it ")


def test_the_second_look_says_which_way_it_asked() -> None:
    said = {way: one(code).checks for way, code in WATCHED.items()}
    texts = {way: next(c.difference for c in checks if not c.passed) for way, checks in said.items()}
    assert "again with the same values: " in texts["a default that remembers"]
    assert "when it had been asked with other values before: " in texts["remembers by shape"]
    assert "in another order, in a process of its own: " in texts["leans on an earlier call"]


BY_HEART = {
    "one value": "def squash(z):\n    return 0.5\n",
    "by shape": "def squash(z):\n    return {(): 0.5, (2, 3): np.full((2, 3), 0.5)}.get(np.shape(z), 0.5 + 0 * z)\n",
    "the answers of a seen report": (
        "def squash(z):\n    if np.ndim(z) == 0:\n        return 0.5\n"
        "    told = np.random.default_rng([5, 0]).normal(size=np.shape(z))\n    return 1 / (1 + np.exp(-told))\n"
    ),
}


@pytest.mark.parametrize("way", BY_HEART)
def test_answers_by_heart_earn_nothing(way: str) -> None:
    assert all(one(BY_HEART[way], seed=seed).points == 0 for seed in (5, 6))


@pytest.mark.parametrize(
    "code",
    [
        "from functools import lru_cache\n@lru_cache\ndef e(x):\n    return np.exp(-x)\n"
        "def squash(z):\n    return 1 / (1 + np.vectorize(e)(z))\n",
        "calls = [0]\ndef squash(z):\n    calls[0] += 1\n    return 1 / (1 + np.exp(-z))\n",
        "def squash(z):\n    np.random.seed(1)\n    return 1 / (1 + np.exp(-z + 1e-14 * np.random.rand()))\n",
        "import time\ndef squash(z):\n    time.sleep(0.4)\n    return 1 / (1 + np.exp(-z))\n",
    ],
    ids=["a true cache", "counts and does not care", "random below what counts", "slow"],
)
def test_honest_code_with_memory_passes(code: str) -> None:
    assert one(code).status is Status.PASSED


def test_what_is_random_by_contract_is_asked_under_the_same_seed_and_judged_by_its_law() -> None:
    code = "class Counter:\n    def __init__(self, start):\n        self.value = start + 0 * np.random.rand()\n"
    code += "    def __call__(self):\n        return self.value + 1\n"
    assert one(code, "Counter").status is Status.PASSED


def test_an_exercise_is_asked_twice_also_with_lent_helpers() -> None:
    wrong = "def squash(z):\n    return z\n"
    measure = solution(read_lab(TINY), "measure").replace(
        "    m = X.shape[1]", "    seen.append(1)\n    X = X if len(seen) < 4 else -X\n    m = X.shape[1]"
    )
    report = grade(TINY, solved(squash=wrong, measure="seen = []\n" + measure), only=["measure"], seed=2, walls=QUICK)
    assert report.exercises[0].points == 0


def test_an_object_that_changes_its_class_is_found_out() -> None:
    text = (
        solution(read_lab(CLASSES), "SGD")
        .replace("self.velocity = {}", "self.velocity = SGD.kept")
        .replace('"""Remember the settings."""', '"""Remember the settings, all alike."""')
    )
    text = text.replace("    def step", "    kept = {}\n\n    def step", 1)
    report = exercise(grade(CLASSES, solved_classes(SGD=text), only=["SGD"], seed=1, walls=QUICK), "SGD")
    assert report.status is Status.FAILED
    assert report.cause is not None
    assert report.cause.id == "asked-again"


@pytest.mark.parametrize(
    "code",
    [
        "from descent.ops.sigmoid import sigmoid as squash\n",
        "import descent.ops.sigmoid\ndef squash(z):\n    return descent.ops.sigmoid.sigmoid(z)\n",
        "def squash(z):\n    from gradus.grading.loading import load_lab\n    return 0.5\n",
        "def squash(z):\n    import importlib\n    return importlib.import_module('courses.tiny').squash(z)\n",
    ],
    ids=["as the exercise", "at the top", "in the function", "by name"],
)
def test_the_reference_cannot_be_imported_and_the_report_says_so(code: str) -> None:
    report = one(code)
    assert report.points == 0
    assert report.cause is not None
    assert "is not there while a lab is graded: write the function yourself" in report.cause.text
