"""Every model of ``descent.models`` that learns without a y keeps the contract of the package's docstring.

Which of its clauses apply is read off the methods that a class has. A new class is tested at once.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone, is_clusterer, is_outlier_detector
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import get_tags
from sklearn.utils._tags import Tags
from sklearn.utils.estimator_checks import check_estimator

import descent.models
from descent.estimator import NotFittedError

MODULES = [importlib.import_module(f"descent.models.{m.name}") for m in pkgutil.iter_modules(descent.models.__path__)]
MODELS = [
    thing
    for module in MODULES
    for thing in vars(module).values()
    if inspect.isclass(thing)
    and thing.__module__ == module.__name__
    and hasattr(thing, "fit")
    and inspect.signature(thing.fit).parameters["y"].default is None
]
ANSWERS = ("predict", "transform", "score_samples", "decision_function")
"""Methods that take rows of features and answer for each."""

SMALL = {"TSNE": {"perplexity": 2.0, "max_iter": 250, "init": "random"}}
"""Settings for the few rows and columns that scikit-learn checks with."""

DIFFERENCES = {
    "check_valid_tag_types": "the tags only look like scikit-learn's, since their types would have to be imported",
    "check_estimators_unfitted": "NotFittedError is the library's own, for the same reason",
    "check_n_features_in_after_fitting": "words: the message says how many columns came and were expected",
    "check_complex_data": "words",
    "check_dtype_object": "numbers in an array of objects are refused, since text and None hide there",
    "check_estimators_empty_data_messages": "words",
    "check_fit2d_1feature": "words",
    "check_fit2d_predict1d": "words",
}
"""The checks of scikit-learn's ``check_estimator`` that are not passed, and why not."""

every_model = pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)


def _data(kind: Any, seed: int = 0) -> Any:
    return importlib.import_module(kind.__module__).example(np.random.default_rng(seed))["X"]


def _model(kind: Any) -> Any:
    return kind(random_state=0) if "random_state" in inspect.signature(kind).parameters else kind()


def _learned(model: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(model).items() if name.endswith("_")}


def _answers(model: Any, X: Any) -> dict[str, Any]:
    return {name: getattr(model, name)(X) for name in ANSWERS if hasattr(model, name)}


def test_there_are_models_to_test() -> None:
    assert {"KMeans", "PCA"} <= {kind.__name__ for kind in MODELS}


@every_model
def test_the_same_seed_gives_the_same_bit_for_bit_and_a_second_fit_forgets_the_first(kind: Any) -> None:
    X = _data(kind)
    again = _model(kind).fit(_data(kind, 1)).fit(X)
    np.testing.assert_equal(_learned(again), _learned(_model(kind).fit(X)))


@every_model
def test_the_data_is_left_alone_and_lists_are_data_too(kind: Any) -> None:
    X = _data(kind)
    frozen = X.copy()
    frozen.setflags(write=False)
    model = _model(kind).fit(frozen)
    _answers(model, frozen)
    np.testing.assert_array_equal(frozen, X)
    assert not any(value is frozen for value in vars(model).values())
    np.testing.assert_equal(_learned(_model(kind).fit(X.tolist())), _learned(model))


@every_model
def test_float32_stays_float32(kind: Any) -> None:
    X = _data(kind)
    numbers = {name: np.float64(v) for name, v in kind().get_params().items() if isinstance(v, float)}
    model = _model(kind).set_params(**numbers).fit(X.astype(np.float32))
    for name, value in {**_learned(model), **_answers(model, X.astype(np.float32))}.items():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            assert value.dtype == np.float32, name
        assert not isinstance(value, np.float64), name


@every_model
def test_float32_and_float64_agree(kind: Any) -> None:
    X = _data(kind)
    wide, narrow = _model(kind).fit(X), _model(kind).fit(X.astype(np.float32))
    for name, value in _learned(narrow).items():
        if name not in ("embedding_", "n_iter_", "kl_divergence_"):  # where rounding grows from step to step
            np.testing.assert_allclose(value, getattr(wide, name), rtol=1e-3, atol=1e-4, err_msg=name)


@every_model
def test_the_layout_in_memory_changes_nothing(kind: Any) -> None:
    X = _data(kind)
    expected = _answers(_model(kind).fit(X), X)
    for name, value in _answers(_model(kind).fit(np.asfortranarray(X)), np.asfortranarray(X)).items():
        np.testing.assert_allclose(value, expected[name], rtol=1e-7, atol=1e-9)


@every_model
def test_one_row_and_no_row_can_be_answered_for_and_alone_a_row_gets_what_it_gets_among_others(kind: Any) -> None:
    X = _data(kind)
    model = _model(kind).fit(X)
    for name, together in _answers(model, X).items():
        assert getattr(model, name)(X[:0]).shape == (0, *together.shape[1:])
        alone = np.concatenate([getattr(model, name)(row[np.newaxis]) for row in X])
        np.testing.assert_allclose(alone, together, rtol=1e-9, atol=1e-9)


@every_model
def test_both_steps_in_one_are_the_two_steps(kind: Any) -> None:
    X = _data(kind)
    model = _model(kind).fit(X)
    for name, both in (("predict", "fit_predict"), ("transform", "fit_transform")):
        if hasattr(model, name):  # a map of the rows of a fit alone has fit_transform without transform
            np.testing.assert_allclose(getattr(_model(kind), both)(X), getattr(model, name)(X))
    if hasattr(model, "labels_"):
        np.testing.assert_array_equal(model.predict(X), model.labels_)
    if hasattr(model, "inverse_transform"):
        np.testing.assert_allclose(model.inverse_transform(model.transform(X)), X, rtol=1e-9)


@every_model
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda X: X[0], r"X must have shape \(n, d\), one row per sample; got \(\d+,\)\. Use np\.reshape"),
        (lambda X: X[:0], r"X must have at least one entry: a fit of nothing is not defined; got shape"),
        (lambda X: X[:, :0], r"X must have at least one entry: a fit of nothing is not defined; got shape"),
        (lambda X: np.where(np.arange(len(X))[:, None] == 1, np.nan, X), r"X must be finite.*; got nan at position"),
        (lambda X: X.astype(str), r"X must hold real numbers; got values of dtype <U\d+\. Convert it first"),
    ],
    ids=["vector", "no rows", "no columns", "nan", "text"],
)
def test_data_that_cannot_be_learned_from_gets_a_sentence_and_leaves_no_trace(
    kind: Any, change: Any, sentence: str
) -> None:
    model = kind()
    with pytest.raises((ValueError, TypeError), match=sentence):
        model.fit(change(_data(kind)))
    assert not _learned(model)


@every_model
def test_asking_before_fitting_or_with_other_columns_gets_a_sentence(kind: Any) -> None:
    X = _data(kind)
    model = _model(kind).fit(X)
    for name in _answers(model, X):
        with pytest.raises(NotFittedError, match=rf"this {kind.__name__} is not fitted yet, so .*Call fit\(X\) first"):
            getattr(kind(), name)(X)
        with pytest.raises(ValueError, match=rf"X must have {X.shape[1]} columns; got shape"):
            getattr(model, name)(X[:, 1:])
        with pytest.raises(ValueError, match=r"X must be finite"):
            getattr(model, name)(X * np.nan)


@every_model
def test_scikit_learn_knows_what_it_is_and_can_copy_it(kind: Any) -> None:
    model = kind()
    assert set(vars(get_tags(model))) == set(Tags.__slots__)
    assert is_outlier_detector(model) == hasattr(kind, "score_samples")
    copy = clone(model.fit(_data(kind)))
    assert is_clusterer(model) == hasattr(model, "labels_")
    assert copy.get_params() == model.get_params()
    assert not _learned(copy)


@every_model
def test_it_passes_the_checks_of_scikit_learn_but_for_those_that_ask_for_its_own_words(kind: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a class without its base class, and its checks warn as they go
        model = kind(**SMALL.get(kind.__name__, {}))
        outcome = {check["check_name"]: check for check in check_estimator(model, on_fail=None, on_skip=None)}
    failed = {name: check["exception"] for name, check in outcome.items() if check["status"] == "failed"}
    assert len(outcome) > 30
    assert not {name: error for name, error in failed.items() if name not in DIFFERENCES}


@every_model
def test_it_works_in_a_pipeline(kind: Any) -> None:
    X = _data(kind)
    pipeline = make_pipeline(StandardScaler(), _model(kind)).fit(X)
    scaled = pipeline[0].transform(X)
    for name, value in _answers(_model(kind).fit(scaled), scaled).items():
        np.testing.assert_array_equal(getattr(pipeline, name)(X), value)
