"""The two labs of week 2: right code in any style earns everything, wrong code is told what is wrong with it.

``labs_week_2/LAB/`` holds twelve right submissions of each lab, each in a style of its own.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import nbformat
import numpy as np
import pytest
from PIL import Image

from gradus.content import courses_root, load_courses
from gradus.grading import grade
from gradus.grading.checks import Case, Law
from gradus.grading.diagnosis import known_mistake
from gradus.grading.judging import Probe, judge
from gradus.grading.loading import Lab, load_lab
from gradus.grading.outcomes import Raised, Returned
from gradus.labs.levels import solution
from gradus.labs.notebook import build_notebook, solution_notebook
from gradus.labs.recognise import recognise
from gradus.labs.results import read_expected
from gradus.labs.submission import Submission, read_submission
from gradus.model import Item, Level, Status

LABS = ("python-basics", "logistic-regression")
SUBMISSIONS = Path(__file__).parent / "labs_week_2"


@cache
def item_of(lab: str) -> Item:
    item = load_courses(courses_root()).lab(lab)
    assert item is not None
    return item


def lab_of(lab: str) -> Lab:
    return load_lab(item_of(lab))


def in_labs(kind: str) -> list[Any]:
    """All exercises or mistakes of both labs as test parameters."""
    found = []
    for name in LABS:
        lab = lab_of(name)
        if kind == "exercise":
            found += [pytest.param(name, one, id=f"{name}-{one.name}") for one in lab.exercises]
        else:
            found += [pytest.param(name, one, id=f"{name}-{one.exercise}-{one.id}") for one in lab.mistakes]
    return found


def solved(lab: str) -> list[str]:
    """The lab's code cells with every exercise solved."""
    source = lab_of(lab).source
    code = [cell for cell in source.cells if cell.kind == "code"]
    return [solution(source, cell.exercise) if cell.exercise else cell.source for cell in code]


def probes_of(lab: str, exercise: str, function: Any, seed: int) -> list[Probe]:
    """What becomes of every check if this is the function, without the walls between."""
    checks = list(lab_of(lab).exercise(exercise).generate(np.random.default_rng(seed)))
    return [judge(check, outcome(function, check)) for check in checks]


def outcome(function: Any, check: Case | Law) -> Returned | Raised:
    args = tuple(np.copy(one) if isinstance(one, np.ndarray) else one for one in check.args)
    with np.errstate(all="ignore"):
        try:
            value = function(*args, **check.kwargs)
        except Exception as error:  # noqa: BLE001 -- mistakes may raise anything
            return Raised(type(error).__name__, str(error))
    pairs = zip(check.args, args, strict=True)
    changed = tuple(place for place, (old, new) in enumerate(pairs) if not np.array_equal(old, new))
    return Returned(value, changed=changed)


# -- Right code ---------------------------------------------------------------------------------


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("lab", LABS)
def test_the_solution_in_the_notebook_of_each_level_earns_every_point(lab: str, level: Level, tmp_path: Path) -> None:
    source = lab_of(lab).source
    notebook = nbformat.from_dict(build_notebook(source, level, item_of(lab), {}))
    for cell in notebook.cells:
        if name := cell.metadata.get("gradus", {}).get("exercise"):
            cell.source = solution(source, name)
    nbformat.write(notebook, tmp_path / "lab.ipynb")
    submission = read_submission(tmp_path / "lab.ipynb")
    report = grade(item_of(lab), submission)
    assert [(one.name, one.points) for one in report.exercises if one.points < one.max] == []
    assert report.max == (80 if lab == "python-basics" else 100)
    assert recognise(submission, [item_of(name) for name in LABS]) == item_of(lab)


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in sorted(SUBMISSIONS.glob("*/*.py"))],
)
def test_right_code_earns_every_point_in_whatever_style(path: Path) -> None:
    report = grade(item_of(path.parent.name), read_submission(path))
    missed = [
        (one.name, check.name, check.difference) for one in report.exercises for check in one.checks if not check.passed
    ]
    assert missed == []
    assert report.points == report.max


@pytest.mark.parametrize("lab", LABS)
def test_there_are_a_dozen_styles_of_right_code(lab: str) -> None:
    assert len(list((SUBMISSIONS / lab).glob("*.py"))) >= 12


@pytest.mark.parametrize(("lab", "exercise"), in_labs("exercise"))
def test_the_solution_passes_whatever_numbers_are_drawn(lab: str, exercise: Any) -> None:
    space: dict[str, Any] = {}
    for name in lab_of(lab).source.exercises:
        exec("import math\nimport numpy as np\n" + solution(lab_of(lab).source, name), space)
    for seed in range(20):
        missed = [
            (probe.check.name, probe.text)
            for probe in probes_of(lab, exercise.name, space[exercise.name], seed)
            if not probe.passed
        ]
        assert (seed, missed) == (seed, [])


@pytest.mark.parametrize(("lab", "exercise"), in_labs("exercise"))
def test_the_checks_are_claims_in_words_and_each_is_made_once(lab: str, exercise: Any) -> None:
    names = [check.name for check in exercise.generate(np.random.default_rng(0))]
    assert 4 <= len(names) <= 10
    assert len(set(names)) == len(names)
    assert all(len(name.split()) >= 3 for name in names)


# -- Starters -----------------------------------------------------------------------------------


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("lab", LABS)
def test_a_starter_earns_nothing_and_counts_as_not_written(lab: str, level: Level, tmp_path: Path) -> None:
    nbformat.write(
        nbformat.from_dict(build_notebook(lab_of(lab).source, level, item_of(lab), {})), tmp_path / "lab.ipynb"
    )
    report = grade(item_of(lab), read_submission(tmp_path / "lab.ipynb"))
    assert report.points == 0
    assert {one.status for one in report.exercises} == {Status.MISSING}


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("lab", LABS)
def test_no_line_of_a_solution_stands_anywhere_in_a_starter(lab: str, level: Level) -> None:
    source = lab_of(lab).source
    given = "\n".join(cell["source"] for cell in build_notebook(source, level, item_of(lab), {})["cells"])
    secret = []
    for name in source.exercises:
        block = source.cell(name).source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
        secret += [line.strip() for line in block.split("\n") if line.strip() and not line.strip().startswith("#")]
    assert [line for line in secret if len(line) > 12 and line in given] == []
    assert len(secret) > 10


@pytest.mark.parametrize("lab", LABS)
def test_guided_gives_steps_standard_a_contract_and_open_a_specification(lab: str) -> None:
    source, item = lab_of(lab).source, item_of(lab)
    texts = {
        level: [
            cell["source"] for cell in build_notebook(source, level, item, {})["cells"] if cell["cell_type"] == "code"
        ]
        for level in Level
    }
    for name in source.exercises:
        cells = {
            level: next(text for text in texts[level] if f"def {name}(" in text or text.startswith(f"# Write {name} "))
            for level in Level
        }
        assert "# Step 1" in cells[Level.GUIDED]
        assert "Returns" in cells[Level.STANDARD]
        assert "# Step" not in cells[Level.STANDARD]
        assert "def " not in cells[Level.OPEN]


# -- Wrong code ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("lab", "mistake"), in_labs("mistake"))
def test_each_known_mistake_fails_and_is_told_from_the_others(lab: str, mistake: Any) -> None:
    others = [one for one in lab_of(lab).mistakes if one.exercise == mistake.exercise]
    probes = probes_of(lab, mistake.exercise, mistake, seed=5)
    assert not all(probe.passed for probe in probes)
    named = known_mistake(others, probes)
    assert named is not None
    assert named.id == mistake.id


@pytest.mark.parametrize(("lab", "exercise"), in_labs("exercise"))
def test_each_exercise_has_at_least_four_known_mistakes(lab: str, exercise: Any) -> None:
    texts = [one.text for one in lab_of(lab).mistakes if one.exercise == exercise.name]
    assert len(texts) >= 4
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("lab", LABS)
def test_no_explanation_of_a_mistake_gives_the_line_away(lab: str) -> None:
    source = lab_of(lab).source
    for mistake in lab_of(lab).mistakes:
        block = source.cell(mistake.exercise).source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
        for line in block.split("\n"):
            code = line.split("#")[0].partition(" = ")[2].strip()
            assert len(code) < 8 or code not in mistake.text


PROPAGATE = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = {A}
    cost = {cost}
    cost = np.squeeze(np.array(cost))
    dw = {dw}
    db = {db}
    return {{"dw": dw, "db": db}}, cost
"""
RIGHT = {
    "A": "sigmoid(np.dot(w.T, X) + b)",
    "cost": "-(1 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
    "dw": "1 / m * np.dot(X, (A - Y).T)",
    "db": "1 / m * np.sum(A - Y)",
}
OPTIMIZE = """
import copy

def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    w, b = copy.deepcopy(w), copy.deepcopy(b)
    costs = []
    for i in range({steps}):
        grads, cost = propagate(w, b, X, Y)
        dw, db = grads["dw"], grads["db"]
        w = w {sign} learning_rate * dw
        b = b {sign} learning_rate * db
        {when}:
            costs.append(cost)
    return {{"w": w, "b": b}}, {grads}, costs
"""
USUAL = {"steps": "num_iterations", "sign": "-", "when": "if i % 100 == 0", "grads": '{"dw": dw, "db": db}'}
MODEL = """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    w, b = initialize_with_zeros({dim})
    params, grads, costs = optimize(w, b, X_train, Y_train{settings})
    {take}
    Y_prediction_test = predict(w, b, X_test)
    Y_prediction_train = predict(w, b, X_train)
    return {{"costs": costs, "Y_prediction_test": Y_prediction_test, "Y_prediction_train": Y_prediction_train,
            "w": w, "b": b, "learning_rate": learning_rate, "num_iterations": num_iterations}}
"""
WHOLE = {
    "dim": "X_train.shape[0]",
    "settings": ", num_iterations, learning_rate, print_cost",
    "take": 'w, b = params["w"], params["b"]',
}

AS_LEARNERS_WRITE_THEM = {
    # What learners have published, in their words.
    "propagate/cost-not-summed": {"cost": "-(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m"},
    "propagate/elementwise-times-transpose": {"cost": "-np.sum(Y * np.log(A).T + (1 - Y) * np.log(1 - A).T) / m"},
    "propagate/one-minus-log": {"cost": "-(np.dot(Y, np.log(A).T) + np.dot(1 - Y, (1 - np.log(A)).T)) / m"},
    "propagate/no-sigmoid": {"A": "np.dot(w.T, X) + b"},
    "propagate/cost-is-error": {"cost": "A - Y"},
    "propagate/cost-not-averaged": {"cost": "-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))"},
    "propagate/cost-sign": {"cost": "1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))"},
    "propagate/dw-not-averaged": {"dw": "np.dot(X, (A - Y).T)"},
    "propagate/dw-is-row": {"dw": "1 / m * np.dot(A - Y, X.T)"},
    "propagate/error-reversed": {"dw": "1 / m * np.dot(X, (Y - A).T)", "db": "1 / m * np.sum(Y - A)"},
    "propagate/db-not-averaged": {"db": "np.sum(A - Y)"},
    "optimize/grads-hold-parameters": {"grads": '{"dw": w, "db": b}'},
    "optimize/uphill": {"sign": "+"},
    "optimize/one-step-too-many": {"steps": "num_iterations + 1"},
    "optimize/cost-every-step": {"when": "if True"},
    "optimize/cost-every-tenth": {"when": "if i % 10 == 0"},
    "model/dims-from-size": {"dim": "X_train.shape[0] * X_train.shape[1]"},
    "model/dims-from-examples": {"dim": "X_train.shape[1]"},
    "model/settings-not-passed-on": {"settings": ""},
    "model/steps-not-passed-on": {"settings": ", learning_rate=learning_rate"},
    "model/untrained-parameters": {"take": "pass"},
}


@pytest.mark.parametrize("case", AS_LEARNERS_WRITE_THEM)
def test_a_mistake_is_named_in_code_as_learners_write_it(case: str) -> None:
    exercise, cause = case.split("/")
    template, usual = {"propagate": (PROPAGATE, RIGHT), "optimize": (OPTIMIZE, USUAL), "model": (MODEL, WHOLE)}[
        exercise
    ]
    wrong = template.format(**(usual | AS_LEARNERS_WRITE_THEM[case]))
    submission = Submission.from_cells([*solved("logistic-regression"), wrong])
    (report,) = grade(item_of("logistic-regression"), submission, only=[exercise]).exercises
    assert report.status is not Status.PASSED
    assert report.cause is not None
    assert report.cause.id == cause


SIZES_THAT_DO_NOT_FIT = {
    "np.dot(Y, np.log(A))": {"cost": "-(np.dot(Y, np.log(A)) + np.dot(1 - Y, np.log(1 - A))) / m"},
    "np.dot(X, A - Y)": {"dw": "1 / m * np.dot(X, A - Y)"},
    "np.dot(w, X)": {"A": "sigmoid(np.dot(w, X) + b)"},
    "w @ X": {"A": "sigmoid(w @ X + b)"},
}


@pytest.mark.parametrize("product", SIZES_THAT_DO_NOT_FIT)
def test_a_product_whose_sizes_do_not_fit_is_shown_at_its_place(product: str) -> None:
    wrong = PROPAGATE.format(**(RIGHT | SIZES_THAT_DO_NOT_FIT[product]))
    submission = Submission.from_cells([*solved("logistic-regression"), wrong])
    (report,) = grade(item_of("logistic-regression"), submission, only=["propagate"]).exercises
    assert report.cause is not None
    assert f"`{product}`" in report.cause.text
    assert "Transpose" in report.cause.text


BASICS_AS_LEARNERS_WRITE_THEM = {
    "sigmoid/math-exp": "def sigmoid(x):\n    s = 1 / (1 + math.exp(-x))\n    return s",
    "sigmoid/loop-over-first-axis": "def sigmoid(x):\n    return np.array([basic_sigmoid(v) for v in x])",
    "sigmoid_derivative/only-sigmoid": "def sigmoid_derivative(x):\n    s = sigmoid(x)\n    ds = s\n    return ds",
    "sigmoid_derivative/one-minus-x": "def sigmoid_derivative(x):\n    return sigmoid(x) * (1 - x)",
    "image2vector/one-axis": "def image2vector(image):\n    return image.flatten()",
    "image2vector/row": "def image2vector(image):\n    return image.reshape((1, image.size))",
    "normalize_rows/columns": "def normalize_rows(x):\n    return x / np.linalg.norm(x, ord=2, axis=0, keepdims=True)",
    "normalize_rows/keepdims-missing": "def normalize_rows(x):\n"
    "    x_norm = np.linalg.norm(x, axis=1)\n    return x / x_norm",
    "normalize_rows/whole-matrix": "def normalize_rows(x):\n    return x / np.sqrt(np.sum(x ** 2))",
    "normalize_rows/changed-in-place": "def normalize_rows(x):\n"
    "    x /= np.linalg.norm(x, axis=1, keepdims=True)\n    return x",
    "softmax/whole-matrix": "def softmax(x):\n    x_exp = np.exp(x)\n    return x_exp / np.sum(x_exp)",
    "softmax/columns": "def softmax(x):\n    x_exp = np.exp(x)\n    return x_exp / np.sum(x_exp, axis=0)",
    "softmax/keepdims-missing": "def softmax(x):\n    x_exp = np.exp(x)\n    return x_exp / np.sum(x_exp, axis=1)",
    "L1/absolute-value-last": "def L1(yhat, y):\n    return np.abs(np.sum(yhat) - np.sum(y))",
    "L1/mean": "def L1(yhat, y):\n    return np.sum(np.abs(yhat - y)) / len(y)",
    "L2/root": "def L2(yhat, y):\n    return np.linalg.norm(yhat - y)",
    "L2/not-summed": "def L2(yhat, y):\n    return np.square(yhat - y)",
}


@pytest.mark.parametrize("case", BASICS_AS_LEARNERS_WRITE_THEM)
def test_a_mistake_in_the_basics_is_named_in_code_as_learners_write_it(case: str) -> None:
    exercise, cause = case.split("/")
    submission = Submission.from_cells([*solved("python-basics"), BASICS_AS_LEARNERS_WRITE_THEM[case]])
    (report,) = grade(item_of("python-basics"), submission, only=[exercise]).exercises
    assert report.status is not Status.PASSED
    assert report.cause is not None
    assert report.cause.id == cause


@pytest.mark.parametrize(("template", "usual"), [(PROPAGATE, RIGHT), (OPTIMIZE, USUAL), (MODEL, WHOLE)])
def test_the_same_code_without_the_mistake_earns_every_point(template: str, usual: dict[str, str]) -> None:
    submission = Submission.from_cells([*solved("logistic-regression"), template.format(**usual)])
    report = grade(item_of("logistic-regression"), submission)
    assert report.points == report.max


def test_a_wrong_sigmoid_does_not_cost_the_points_of_what_calls_it() -> None:
    wrong = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
    report = grade(item_of("logistic-regression"), Submission.from_cells([*solved("logistic-regression"), wrong]))
    assert {one.name: one.points for one in report.exercises if one.points < one.max} == {"sigmoid": 0}
    assert {one.name: one.cause.id for one in report.exercises if one.cause}["sigmoid"] == "missing-minus"


# -- What the prose says ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def basics() -> tuple[str, dict[str, Any]]:
    """What the first lab prints with its solution, and the names it leaves."""
    printed, space = io.StringIO(), {"__name__": "__main__"}
    matplotlib.use("Agg")
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # plt.show() says that this backend shows nothing
        for cell in solved("python-basics"):
            exec(cell, space)
    matplotlib.pyplot.close("all")
    return printed.getvalue(), space


@pytest.mark.parametrize(
    "claim",
    [
        "v + 3      : [4 5 7]",
        "1 / v      : [1.   0.5  0.25]",
        "the pixel in row 0, column 1: [3 4 5]",
        "reshape(3, 2, 2)[0]:\n[[0 1]\n [2 3]]",
        "transpose(2, 0, 1)[0]:\n[[0 3]\n [6 9]]",
        "without keepdims: [[0.25, 0.15], [2.5, 0.5]]",
        "with keepdims:    [[0.25, 0.75], [0.5, 0.5]]",
        "(4, 3)        (4,)      does not fit",
        "smallest L1 at c = 2.00",
        "smallest L2 at c = 4.00",
        "TypeError: only",
        "as it is:       [[nan nan nan]]",
    ],
)
def test_the_cells_of_python_basics_show_what_the_answers_say(claim: str, basics: tuple[str, dict[str, Any]]) -> None:
    assert claim in basics[0]


def test_the_outlier_moves_the_mean_and_not_the_median(basics: tuple[str, dict[str, Any]]) -> None:
    space, values, candidates = basics[1], np.array([1.0, 2.0, 90.0]), np.linspace(0, 100, 10001)
    best = {
        name: candidates[np.argmin([space[name](np.full(3, c), values) for c in candidates])] for name in ("L1", "L2")
    }
    assert best == {"L1": pytest.approx(2.0), "L2": pytest.approx(31.0)}


def test_the_sigmoid_is_the_softmax_of_a_score_and_zero(basics: tuple[str, dict[str, Any]]) -> None:
    assert basics[1]["softmax"](np.array([[1.7, 0.0]]))[0, 0] == pytest.approx(basics[1]["sigmoid"](1.7))


def test_the_slope_at_ten_is_as_small_as_the_question_says(basics: tuple[str, dict[str, Any]]) -> None:
    assert f"{basics[1]['sigmoid_derivative'](10.0):.5f}" == "0.00005"


# -- A picture of one's own ---------------------------------------------------------------------


@pytest.fixture
def read_picture() -> Any:
    cell = next(text for text in lab_of("logistic-regression").source.provided if "def read_picture" in text)
    space: dict[str, Any] = {}
    exec("from pathlib import Path\nimport numpy as np\nfrom PIL import Image, ImageOps\n", space)
    exec(cell.partition("\nmy_picture")[0], space)
    return space["read_picture"]


def two_halves(first: tuple[int, int, int], second: tuple[int, int, int]) -> Image.Image:
    """A picture, wider than high, whose left half has one colour and right half another."""
    picture = Image.new("RGB", (300, 200), first)
    picture.paste(second, (150, 0, 300, 200))
    return picture


def test_a_photo_is_turned_as_its_note_says(read_picture: Any, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn by a quarter, clockwise
    two_halves((255, 0, 0), (0, 0, 255)).save(tmp_path / "my_picture.jpg", exif=exif, quality=95)
    pixels = read_picture(tmp_path / "my_picture.jpg")
    assert pixels.shape == (64, 64, 3)
    assert pixels.dtype == np.uint8
    assert pixels[5, 32, 0] > 200 > 60 > pixels[5, 32, 2]
    assert pixels[58, 32, 2] > 200 > 60 > pixels[58, 32, 0]


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK"])
def test_a_picture_in_other_colours_becomes_red_green_blue(mode: str, read_picture: Any, tmp_path: Path) -> None:
    kind = "TIFF" if mode == "CMYK" else "PNG"
    two_halves((250, 250, 250), (250, 250, 250)).convert(mode).save(tmp_path / "picture", format=kind)
    pixels = read_picture(tmp_path / "picture")
    assert pixels.shape == (64, 64, 3)
    assert pixels.min() > 230


def test_a_wide_photo_keeps_its_proportions_and_loses_its_sides(read_picture: Any, tmp_path: Path) -> None:
    picture = Image.new("RGB", (400, 100), (255, 0, 0))
    picture.paste((0, 255, 0), (150, 0, 250, 100))
    picture.save(tmp_path / "wide.png")
    pixels = read_picture(tmp_path / "wide.png")
    assert (pixels[:, 3:-3] == (0, 255, 0)).all()


# -- What the notebooks promise -----------------------------------------------------------------


@pytest.mark.parametrize("lab", LABS)
def test_the_notebook_shows_under_a_cell_what_it_will_print(lab: str) -> None:
    source, item, expected = lab_of(lab).source, item_of(lab), read_expected(item_of(lab))
    assert {cell.key for cell in source.cells if cell.expect} == set(expected)
    given = [cell["source"] for cell in build_notebook(source, Level.STANDARD, item, expected)["cells"]]
    filled = [
        out["text"] for cell in solution_notebook(source, item, expected)["cells"] for out in cell.get("outputs", [])
    ]
    for printed in expected.values():
        assert any(printed.rstrip() in text for text in given)
        assert printed in filled


# -- The numbers that the prose leans on --------------------------------------------------------


@pytest.fixture(scope="module")
def promised() -> dict[str, str]:
    return read_expected(item_of("logistic-regression"))


def numbers(text: str) -> list[float]:
    return [float(one) for one in re.findall(r"\d+(?:\.\d+)?", text)]


def test_training_starts_at_the_cost_of_knowing_nothing_and_falls_to_the_end(promised: dict[str, str]) -> None:
    costs = [numbers(line)[1] for line in promised["training"].splitlines()]
    assert costs[0] == pytest.approx(np.log(2), abs=1e-6)
    assert len(costs) == 20
    assert costs == sorted(costs, reverse=True)


def test_one_neuron_knows_its_training_pictures_and_does_worse_on_new_ones(promised: dict[str, str]) -> None:
    train, test = numbers(promised["accuracies"])
    assert train >= 97
    assert 64 <= test <= 80
    assert train - test >= 15


def test_late_steps_help_on_training_pictures_only(promised: dict[str, str]) -> None:
    rows = np.array([numbers(line) for line in promised["portions"].splitlines()])
    train, test = rows[:, 1], rows[:, 2]
    final_train, final_test = numbers(promised["accuracies"])
    assert (np.diff([*train, final_train]) > 0).all()
    assert final_test <= test[0]


def test_a_test_accuracy_is_uncertain_by_six_points() -> None:
    assert 100 * np.sqrt(0.7 * 0.3 / 50) == pytest.approx(6, abs=0.6)


def test_it_misses_cats_far_more_often_than_it_sees_cats_that_are_not_there(promised: dict[str, str]) -> None:
    found, cats, alarms, others = numbers(promised["mistakes-counted"])
    assert cats - found >= 2 * alarms
    assert cats > others


def test_two_starts_lead_to_one_cost(promised: dict[str, str]) -> None:
    zeros, random = (numbers(line)[5:] for line in promised["two-starts"].splitlines()[1:])
    assert len(zeros) == len(random) == 5
    assert abs(zeros[0] - random[0]) > 0.05
    assert zeros[-1] == pytest.approx(random[-1], abs=0.002)


def test_the_training_set_is_short_of_cats_and_the_test_set_is_not() -> None:
    with np.load(item_of("logistic-regression").path.parents[1] / "data" / "cats.npz") as data:
        assert data["train_set_x"].shape == (209, 64, 64, 3)
        assert data["test_set_x"].shape == (50, 64, 64, 3)
        assert 0.25 < data["train_set_y"].mean() < 0.4
        assert 0.6 < data["test_set_y"].mean() < 0.75
