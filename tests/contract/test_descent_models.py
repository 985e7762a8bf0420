"""Every model of ``descent.models`` keeps the contract of the package's docstring. A new one is tested at once.

scikit-learn is the referee of its own conventions; ``descent`` does not import it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone, is_classifier, is_regressor
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.utils import get_tags
from sklearn.utils._tags import Tags
from sklearn.utils.estimator_checks import check_estimator

import descent
import descent.models
from descent.estimator import NotFittedError

MODULES = [importlib.import_module(f"descent.models.{m.name}") for m in pkgutil.iter_modules(descent.models.__path__)]
ESTIMATORS = [
    thing
    for module in MODULES
    for thing in vars(module).values()
    if inspect.isclass(thing) and thing.__module__ == module.__name__ and hasattr(thing, "fit")
]
PAIRS = {"MatrixFactorization"}
"""Models whose rows are pairs of numbers that name things, not features."""

MODELS = [
    kind
    for kind in ESTIMATORS
    if inspect.signature(kind.fit).parameters["y"].default is inspect.Parameter.empty and kind.__name__ not in PAIRS
]
DIFFERENCES = {
    "check_valid_tag_types": "the tags only look like scikit-learn's, since their types would have to be imported",
    "check_estimators_unfitted": "NotFittedError is the library's own, for the same reason",
    "check_n_features_in_after_fitting": "words: the message says how many columns came and were expected",
    "check_complex_data": "words",
    "check_dtype_object": "numbers in an array of objects are refused, since text and None hide there",
    "check_estimators_empty_data_messages": "words",
    "check_classifiers_regression_target": "words: it says that y holds many classes, and to use a regression",
    "check_classifier_not_supporting_multiclass": "words",
    "check_supervised_y_2d": "a column for y is refused: broadcast against a row it would make a table",
    "check_fit2d_1sample": "words",
    "check_fit2d_predict1d": "words",
    "check_requires_y_none": "words",
}
"""The checks of scikit-learn's ``check_estimator`` that are not passed, and why not."""
FLIES_OFF = "features of about 100 make its steps fly off, which it says where scikit-learn's own gives weights of 1e12"
OF_ONE = {
    ("SGDRegressor", "check_fit_idempotent"): FLIES_OFF,
    ("SGDRegressor", "check_fit_check_is_fitted"): FLIES_OFF,
    ("SGDRegressor", "check_n_features_in"): FLIES_OFF,
}
"""The same for one model alone."""

every_estimator = pytest.mark.parametrize("model_class", ESTIMATORS, ids=lambda model_class: model_class.__name__)
every_model = pytest.mark.parametrize("model_class", MODELS, ids=lambda model_class: model_class.__name__)


def _data(model_class: Any, seed: int = 0) -> tuple[Any, Any]:
    example = importlib.import_module(model_class.__module__).example(np.random.default_rng(seed))
    return example["X"], example.get("y")


def _learned(model: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(model).items() if name.endswith("_")}


def test_there_are_models_to_test() -> None:
    assert {"LinearRegression", "LogisticRegression"} <= {model_class.__name__ for model_class in MODELS}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_module_holds_one_model_and_is_named_after_it(module: Any) -> None:
    here = [model_class for model_class in ESTIMATORS if model_class.__module__ == module.__name__]
    assert [model_class.__name__.lower() for model_class in here] == [
        module.__name__.rpartition(".")[2].replace("_", "")
    ]


@every_estimator
def test_the_constructor_takes_keywords_with_defaults_and_only_stores(model_class: Any) -> None:
    parameters = inspect.signature(model_class).parameters
    assert all(p.kind is p.KEYWORD_ONLY and p.default is not p.empty for p in parameters.values())
    given = {name: object() for name in parameters}
    assert vars(model_class(**given)) == given


@every_estimator
def test_parameters_can_be_read_and_replaced(model_class: Any) -> None:
    model = model_class()
    assert model.get_params() == {n: p.default for n, p in inspect.signature(model_class).parameters.items()}
    for name in model.get_params():
        value = object()
        assert model.set_params(**{name: value}) is model
        assert model.get_params()[name] is value


@every_estimator
def test_an_unknown_parameter_is_named(model_class: Any) -> None:
    with pytest.raises(ValueError, match=rf"{model_class.__name__} has no parameter 'learnig_rate'; it has"):
        model_class().set_params(learnig_rate=1)


@every_estimator
def test_the_representation_is_the_call_that_makes_it(model_class: Any) -> None:
    assert repr(model_class()) == f"{model_class.__name__}()"
    for name, parameter in inspect.signature(model_class).parameters.items():
        if isinstance(parameter.default, float):
            assert repr(model_class(**{name: 0.25})) == f"{model_class.__name__}({name}=0.25)"


@every_estimator
def test_fit_returns_self_and_learns_names_with_an_underscore(model_class: Any) -> None:
    X, y = _data(model_class)
    model = model_class()
    assert model.fit(X, y) is model
    assert set(vars(model)) - set(model.get_params()) == set(_learned(model))
    assert _learned(model)
    assert model.n_features_in_ == X.shape[1]


@every_estimator
def test_parameters_stay_as_they_were_given_when_it_is_fitted(model_class: Any) -> None:
    model = model_class()
    before = dict(model.get_params())
    model.fit(*_data(model_class))
    assert model.get_params() == before


@every_model
def test_a_second_fit_forgets_the_first(model_class: Any) -> None:
    again = model_class().fit(*_data(model_class, 1)).fit(*_data(model_class, 2))
    fresh = model_class().fit(*_data(model_class, 2))
    np.testing.assert_equal(_learned(again), _learned(fresh))


@every_model
def test_fit_and_predict_leave_the_data_alone(model_class: Any) -> None:
    X, y = _data(model_class)
    frozen_X, frozen_y = X.copy(), y.copy()
    frozen_X.setflags(write=False)
    frozen_y.setflags(write=False)
    model = model_class().fit(frozen_X, frozen_y)
    model.predict(frozen_X)
    np.testing.assert_array_equal(frozen_X, X)
    np.testing.assert_array_equal(frozen_y, y)
    assert not any(value is frozen_X or value is frozen_y for value in vars(model).values())


@every_model
def test_plain_lists_are_data_too(model_class: Any) -> None:
    X, y = _data(model_class)
    model = model_class().fit(X.tolist(), y.tolist())
    np.testing.assert_array_equal(model.predict(X.tolist()), model_class().fit(X, y).predict(X))


@every_model
def test_float32_stays_float32_and_agrees_with_float64(model_class: Any) -> None:
    X, y = _data(model_class)
    near = {"tol": 1e-5} if "tol" in model_class().get_params() else {}  # two that stop early stop at different places
    wide, narrow = model_class(**near).fit(X, y), model_class(**near).fit(X.astype(np.float32), y)
    for name, value in _learned(narrow).items():
        if np.asarray(value).dtype.kind == "f":
            assert np.asarray(value).dtype == np.float32, name
            np.testing.assert_allclose(value, getattr(wide, name), rtol=1e-3, atol=1e-4, err_msg=name)


@every_model
def test_a_numpy_number_as_parameter_does_not_widen_float32(model_class: Any) -> None:
    X, y = _data(model_class)
    floats = {name: np.float64(v) for name, v in model_class().get_params().items() if isinstance(v, float)}
    model = model_class(**floats).fit(X.astype(np.float32), y)
    assert all(np.asarray(v).dtype != np.float64 for v in _learned(model).values())


@every_model
def test_the_layout_in_memory_changes_nothing(model_class: Any) -> None:
    X, y = _data(model_class)
    expected = model_class().fit(X, y).predict(X)
    wide = np.zeros((2 * len(X), 2 * X.shape[1]))
    wide[::2, ::2] = X
    for other in (np.asfortranarray(X), wide[::2, ::2]):
        result = model_class().fit(other, y).predict(other)
        if result.dtype.kind == "f":
            np.testing.assert_allclose(result, expected, rtol=1e-9)
        else:
            np.testing.assert_array_equal(result, expected)


@every_model
def test_one_row_and_no_row_can_be_predicted(model_class: Any) -> None:
    X, y = _data(model_class)
    model = model_class().fit(X, y)
    assert model.predict(X[:1]).shape == (1,)
    assert model.predict(X[:0]).shape == (0,)


@every_model
def test_the_score_is_a_number_of_at_most_one(model_class: Any) -> None:
    X, y = _data(model_class)
    score = model_class().fit(X, y).score(X, y)
    assert isinstance(score, float)
    assert 0.5 < score <= 1


@every_model
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda X, y: (X[0], y), r"X must have shape \(n, d\), one row per sample; got \(\d+,\)\. Use np\.reshape"),
        (lambda X, y: (X[:, :, None], y), r"X must have shape \(n, d\), one row per sample; got \(\d+, \d+, 1\)\. Use"),
        (lambda X, y: (X[:0], y[:0]), r"X must have at least one entry: a fit of nothing is not defined; got shape"),
        (lambda X, y: (X[:, :0], y), r"X must have at least one entry: a fit of nothing is not defined; got shape"),
        (lambda X, y: (X, y[1:]), r"y must have shape \(\d+,\), one .* per row of X; got \(\d+,\)\. Look for"),
        (lambda X, y: (X, y[:, None]), r"y must have shape \(\d+,\), one .* per row of X; got \(\d+, 1\)\. Flatten it"),
        (
            lambda X, y: (_with(X, np.nan), y),
            r"X must be finite.*; got nan at position \(1, 0\) \(1 such of \d+\)\. Drop",
        ),
        (
            lambda X, y: (_with(X, -np.inf), y),
            r"X must be finite.*; got -inf at position \(1, 0\) .*\. Drop those rows",
        ),
        (lambda X, y: (X.astype(str), y), r"X must hold real numbers; got values of dtype <U\d+\. Convert it first"),
        (lambda X, y: (X + 1j, y), r"X must hold real numbers; got values of dtype complex128\. Convert it first"),
        (
            lambda X, y: (X, np.where(np.arange(len(y)) == 2, None, y)),
            r"y must hold .*; got .*None|y must hold real num",
        ),
    ],
    ids=[
        "vector",
        "cube",
        "no rows",
        "no columns",
        "short y",
        "column y",
        "nan",
        "inf",
        "text",
        "complex",
        "None in y",
    ],
)
def test_data_that_cannot_be_learned_from_gets_a_sentence(model_class: Any, change: Any, sentence: str) -> None:
    with pytest.raises((ValueError, TypeError), match=sentence):
        model_class().fit(*change(*_data(model_class)))


def _with(X: Any, value: float) -> Any:
    X = X.copy()
    X[1, 0] = value
    return X


@every_model
def test_predicting_before_fitting_says_to_fit(model_class: Any) -> None:
    X, _ = _data(model_class)
    with pytest.raises(NotFittedError, match=rf"this {model_class.__name__} is not fitted yet, so .*Call fit\(X, y\)"):
        model_class().predict(X)


@every_model
def test_a_failed_fit_leaves_an_unfitted_model_unfitted(model_class: Any) -> None:
    X, y = _data(model_class)
    model = model_class()
    with pytest.raises(ValueError, match="X must be finite"):
        model.fit(_with(X, np.nan), y)
    assert not _learned(model)


@every_model
def test_another_number_of_features_is_named_when_predicting(model_class: Any) -> None:
    X, y = _data(model_class)
    model = model_class().fit(X, y)
    with pytest.raises(ValueError, match=rf"X must have {X.shape[1]} columns; got shape \(\d+, {X.shape[1] - 1}\)"):
        model.predict(X[:, 1:])
    with pytest.raises(ValueError, match=r"X must be finite"):
        model.predict(_with(X, np.nan))


@every_model
def test_classifiers_give_probabilities_or_margins_in_the_order_of_their_classes(model_class: Any) -> None:
    if not is_classifier(model_class()):
        assert not hasattr(model_class, "predict_proba")
        return
    X, y = _data(model_class)
    model = model_class().fit(X, y)
    if not hasattr(model, "predict_proba"):  # it knows margins, which are no probabilities
        assert model.decision_function(X).shape == (len(X), len(model.classes_))
        np.testing.assert_array_equal(model.classes_[model.decision_function(X).argmax(axis=1)], model.predict(X))
        return
    p = model.predict_proba(X)
    assert p.shape == (len(X), len(model.classes_))
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_array_equal(model.classes_[p.argmax(axis=1)], model.predict(X))
    np.testing.assert_array_equal(model.classes_, np.unique(y))


@every_model
def test_scikit_learn_knows_what_it_is_and_can_copy_it(model_class: Any) -> None:
    model = model_class()
    assert is_classifier(model) != is_regressor(model)
    assert set(vars(get_tags(model))) == set(Tags.__slots__)
    X, y = _data(model_class)
    copy = clone(model.fit(X, y))
    assert copy.get_params() == model.get_params()
    assert not _learned(copy)


@every_model
def test_it_passes_the_checks_of_scikit_learn_but_for_those_that_ask_for_its_own_words(model_class: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a model without its base class, and its checks warn as they go
        outcome = {check["check_name"]: check for check in check_estimator(model_class(), on_fail=None, on_skip=None)}
    failed = {name: check["exception"] for name, check in outcome.items() if check["status"] == "failed"}
    assert len(outcome) > 40
    known = DIFFERENCES.keys() | {check for name, check in OF_ONE if name == model_class.__name__}
    assert not {name: error for name, error in failed.items() if name not in known}


@every_model
def test_it_works_in_a_pipeline_with_cross_validation_and_a_grid_search(model_class: Any) -> None:
    X, y = _data(model_class)
    scaler = MinMaxScaler(clip=True) if get_tags(model_class()).input_tags.positive_only else StandardScaler()
    pipeline = make_pipeline(scaler, model_class())
    assert cross_val_score(pipeline, X, y, cv=3).min() > 0
    assert cross_val_predict(model_class(), X, y, cv=3).shape == y.shape
    step = model_class.__name__.lower()
    grid = {f"{step}__{name}": [v, v / 2] for name, v in model_class().get_params().items() if isinstance(v, float)}
    search = GridSearchCV(pipeline, grid, cv=3).fit(X, y)
    assert search.best_score_ == max(search.cv_results_["mean_test_score"])
    assert search.predict(X).shape == y.shape


@every_estimator
def test_the_top_of_the_library_offers_the_model(model_class: Any) -> None:
    assert getattr(descent, model_class.__name__) is model_class
    assert model_class.__name__ in descent.__all__


@every_estimator
def test_a_module_is_short_enough_to_read_in_one_go(model_class: Any) -> None:
    text = Path(inspect.getfile(model_class)).read_text("utf-8")
    assert len([line for line in text.splitlines() if line.strip()]) <= 160
