"""Right code in any style: each exercise of the two labs, written as many learners write it, earns everything.

``styles_week_2/LAB/EXERCISE.txt`` holds a dozen and more right versions of one exercise, each after a line
``# %% its name``. They are text, so that nobody tidies them: learners do not lint.
"""

from __future__ import annotations

import json
import random
import re
from functools import cache
from pathlib import Path

import pytest

from gradus.content import courses_root, load_courses
from gradus.grading import grade
from gradus.grading.loading import load_lab
from gradus.labs.levels import solution
from gradus.labs.submission import Submission, read_submission
from gradus.model import ExerciseReport, Item, Status

STYLES = Path(__file__).parent / "styles_week_2"
FILES = sorted(STYLES.glob("*/*.txt"))


@cache
def item_of(lab: str) -> Item:
    item = load_courses(courses_root()).lab(lab)
    assert item is not None
    return item


def styles(path: Path) -> dict[str, str]:
    """The versions in one file by their names."""
    parts = re.split(r"^# %% (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def report_on(lab: str, exercise: str, text: str) -> ExerciseReport:
    """The report on one exercise, the others being solved."""
    source = load_lab(item_of(lab)).source
    cells = [solution(source, name) for name in source.exercises if name != exercise]
    submission = Submission.from_cells(["import math\nimport numpy as np", *cells, text])
    (report,) = grade(item_of(lab), submission, only=[exercise]).exercises
    return report


@pytest.mark.parametrize(
    ("path", "name"),
    [pytest.param(path, name, id=f"{path.parent.name}-{path.stem}-{name}") for path in FILES for name in styles(path)],
)
def test_right_code_of_any_style_earns_its_points_and_is_not_accused(path: Path, name: str) -> None:
    report = report_on(path.parent.name, path.stem, styles(path)[name])
    assert [(check.name, check.difference) for check in report.checks if not check.passed] == []
    assert (report.status, report.cause) == (Status.PASSED, None)
    assert report.points == report.max


@pytest.mark.parametrize("lab", ["python-basics", "logistic-regression"])
def test_each_exercise_has_a_dozen_styles(lab: str) -> None:
    exercises = load_lab(item_of(lab)).source.exercises
    assert {path.stem: len(styles(path)) for path in FILES if path.parent.name == lab}.keys() == set(exercises)
    assert min(len(styles(path)) for path in FILES) >= 12


# -- Whole notebooks ----------------------------------------------------------------------------

OLD_TOP = """import numpy as np
import matplotlib.pyplot as plt
import h5py, copy
import scipy
from PIL import Image
from scipy import ndimage
from scipy.misc import imread, imresize
from lr_utils import load_dataset
from public_tests import *
from testCases_v2 import *

%matplotlib inline
%load_ext autoreload
%autoreload 2
"""
OLD_CELLS = [
    "train_set_x_orig, train_set_y, test_set_x_orig, test_set_y, classes = load_dataset()",
    'index = 25\nplt.imshow(train_set_x_orig[index])\nprint ("y = " + str(train_set_y[:, index]))',
    "train_set_x = train_set_x_orig.reshape(train_set_x_orig.shape[0], -1).T / 255.",
    'print ("sigmoid([0, 2]) = " + str(sigmoid(np.array([0,2]))))\nsigmoid_test(sigmoid)',
    "dim = 2\nw, b = initialize_with_zeros(dim)",
    "w, b, X, Y = np.array([[1.],[2.]]), 2., np.array([[1.,2.,-1.],[3.,4.,-3.2]]), np.array([[1,0,1]])\n"
    "grads, cost = propagate(w, b, X, Y)\nassert type(grads['dw']) == np.ndarray",
    "params, grads, costs = optimize(w, b, X, Y, num_iterations= 100, learning_rate = 0.009, print_cost = False)",
    "d = model(train_set_x, train_set_y, test_set_x, test_set_y, num_iterations = 2000, learning_rate = 0.005)",
    "learning_rates = [0.01, 0.001, 0.0001]\nmodels = {}\nfor i in learning_rates:\n"
    "    models[str(i)] = model(train_set_x, train_set_y, test_set_x, test_set_y, 1500, i)",
    'my_image = "my_image.jpg"\nimage = np.array(ndimage.imread("images/" + my_image, flatten=False))\n'
    "my_predicted_image = predict(d['w'], d['b'], imresize(image, size=(64, 64)).reshape((1, 64*64*3)).T)",
    "name = input('Your name? ')\n!ls\nfiles = !ls\n?np.dot",
    "%%time\nd2 = model(train_set_x, train_set_y, test_set_x, test_set_y)",
    "%%bash\nexit 1",
    "this is not Python",
]


def notebook_of(lab: str, number: int, folder: Path, *, shuffled: int | None = None) -> Path:
    """A notebook as a learner of an older edition leaves it: ours are only the functions."""
    source = load_lab(item_of(lab)).source
    answers = [list(styles(STYLES / lab / f"{name}.txt").values()) for name in source.exercises]
    cells = [OLD_TOP, *(answer[number % len(answer)] for answer in answers), *OLD_CELLS]
    if shuffled is not None:
        random.Random(shuffled).shuffle(cells)
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": cell.splitlines(keepends=True)} for cell in cells
    ]
    path = folder / "old.ipynb"
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 1, "metadata": {}, "cells": made}), encoding="utf-8-sig"
    )
    return path


@pytest.mark.parametrize("shuffled", [None, 0, 1, 2])
@pytest.mark.parametrize("number", range(0, 12, 3))
def test_a_whole_notebook_of_an_older_edition_earns_every_point(
    number: int, shuffled: int | None, tmp_path: Path
) -> None:
    report = grade(
        item_of("logistic-regression"),
        read_submission(notebook_of("logistic-regression", number, tmp_path, shuffled=shuffled)),
    )
    assert [(one.name, one.cause, one.checks) for one in report.exercises if one.points < one.max or one.cause] == []


def test_the_notes_of_an_old_notebook_say_what_is_gone(tmp_path: Path) -> None:
    styles_of = styles(STYLES / "logistic-regression" / "predict.txt")
    report = report_on("logistic-regression", "predict", styles_of["old bool and int"])
    gone = [f"`np.{name}` left NumPy with version 1.24; write `{name}`." for name in ("bool", "int")]
    assert set(report.notes) <= set(gone)
    assert gone[1] in report.notes


def test_a_deleted_function_costs_its_own_points_alone(tmp_path: Path) -> None:
    source = load_lab(item_of("logistic-regression")).source
    cells = ["import numpy as np", *(solution(source, name) for name in source.exercises if name != "predict")]
    report = grade(item_of("logistic-regression"), Submission.from_cells(cells))
    assert {one.name: one.points for one in report.exercises if one.points < one.max} == {"predict": 0}


def test_the_first_editions_name_of_an_exercise_counts() -> None:
    named = styles(STYLES / "python-basics" / "normalize_rows.txt")["the name of the first edition"]
    report = report_on("python-basics", "normalize_rows", named)
    assert report.notes == (
        "`normalizeRows` counts as `normalize_rows`: another edition of this exercise calls it so.",
    )
