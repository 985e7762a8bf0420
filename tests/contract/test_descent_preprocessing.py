"""Every class of ``descent.preprocessing`` keeps the contract of the package's docstring, a new one at once."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator

import descent
import descent.preprocessing
from descent.estimator import NotFittedError

PACKAGE = descent.preprocessing
MODULES = [importlib.import_module(f"{PACKAGE.__name__}.{m.name}") for m in pkgutil.iter_modules(PACKAGE.__path__)]
CLASSES = [
    thing
    for module in MODULES
    for thing in vars(module).values()
    if inspect.isclass(thing) and thing.__module__ == module.__name__ and hasattr(thing, "fit")
]
DIFFERENCES = {
    "check_valid_tag_types": "the tags only look like scikit-learn's, since their types would have to be imported",
    "check_estimators_unfitted": "NotFittedError is the library's own, for the same reason",
    "check_n_features_in_after_fitting": "words: the message says how many columns came and were expected",
    "check_complex_data": "words",
    "check_dtype_object": "numbers in an array of objects are refused, since text and None hide there",
    "check_estimators_empty_data_messages": "words",
    "check_fit2d_predict1d": "words",
}
"""The checks of scikit-learn's ``check_estimator`` that are not passed, and why not."""
OF_ONE = {
    ("OneHotEncoder", "check_fit_idempotent"): "it transforms other numbers than it fits to, which are new categories",
}
"""The same for one class alone."""

every_class = pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)


def _data(kind: Any) -> Any:
    return importlib.import_module(kind.__module__).example(np.random.default_rng(0))["X"]


def _learned(thing: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(thing).items() if name.endswith("_")}


def test_there_are_classes_to_test() -> None:
    assert {"StandardScaler", "MinMaxScaler", "PolynomialFeatures"} <= {kind.__name__ for kind in CLASSES}


@every_class
def test_it_stands_alone_in_a_module_of_its_name_and_at_the_top_of_the_library(kind: Any) -> None:
    assert kind.__module__.rpartition(".")[2].replace("_", "") == kind.__name__.lower()
    assert getattr(descent, kind.__name__) is kind
    assert len([line for line in inspect.getsource(inspect.getmodule(kind)).splitlines() if line.strip()]) <= 150


@every_class
def test_the_constructor_takes_keywords_with_defaults_and_only_stores(kind: Any) -> None:
    parameters = inspect.signature(kind).parameters
    assert all(p.kind is p.KEYWORD_ONLY and p.default is not p.empty for p in parameters.values())
    given = {name: object() for name in parameters}
    assert vars(kind(**given)) == given


@every_class
def test_fit_returns_self_keeps_the_parameters_and_learns_names_with_an_underscore(kind: Any) -> None:
    X = _data(kind)
    thing = kind()
    assert thing.fit(X) is thing
    assert thing.get_params() == kind().get_params()
    assert set(vars(thing)) - set(thing.get_params()) == set(_learned(thing))
    assert thing.n_features_in_ == X.shape[1]
    assert not _learned(clone(thing))


@every_class
def test_both_steps_in_one_are_the_two_steps_and_leave_the_data_alone(kind: Any) -> None:
    X = _data(kind)
    frozen = X.copy()
    frozen.setflags(write=False)
    np.testing.assert_array_equal(kind().fit_transform(frozen), kind().fit(X).transform(X))
    np.testing.assert_array_equal(frozen, X)
    np.testing.assert_array_equal(kind().fit_transform(X.tolist()), kind().fit_transform(X))


@every_class
def test_a_row_becomes_the_same_alone_and_among_others(kind: Any) -> None:
    X = _data(kind)
    thing = kind().fit(X)
    together = thing.transform(X)
    np.testing.assert_array_equal(np.vstack([thing.transform(row[np.newaxis]) for row in X]), together)
    assert thing.transform(X[:0]).shape == (0, together.shape[1])


@every_class
def test_the_way_back_leads_back(kind: Any) -> None:
    X = _data(kind)
    thing = kind().fit(X)
    if hasattr(thing, "inverse_transform"):
        np.testing.assert_allclose(thing.inverse_transform(thing.transform(X)), X, rtol=1e-12, atol=1e-12)
    else:
        assert kind.__name__ == "PolynomialFeatures"


@every_class
@pytest.mark.parametrize("fitted_to", [np.float32, np.float64])
def test_the_dtype_of_what_is_transformed_stays(kind: Any, fitted_to: Any) -> None:
    X = _data(kind)
    thing = kind().fit(X.astype(fitted_to))
    for value in _learned(thing).values():
        assert np.asarray(value).dtype.kind != "f" or np.asarray(value).dtype == fitted_to
    assert thing.transform(X.astype(np.float32)).dtype == np.float32
    assert thing.transform(X).dtype == np.float64
    np.testing.assert_allclose(thing.transform(X), kind().fit_transform(X), rtol=1e-4, atol=1e-3)


@every_class
def test_what_cannot_be_learned_from_gets_a_sentence(kind: Any) -> None:
    X = _data(kind)
    bad = X.copy()
    bad[1, 0] = np.nan
    with pytest.raises(ValueError, match=r"X must have shape \(n, d\), one row per sample; got \(3,\)"):
        kind().fit(X[0])
    with pytest.raises(ValueError, match=r"X must have at least one entry: a fit of nothing is not defined"):
        kind().fit(X[:0])
    with pytest.raises(ValueError, match=r"X must be finite.*; got nan at position \(1, 0\)"):
        kind().fit(bad)
    with pytest.raises(ValueError, match=r"X must be finite.*; got nan at position \(1, 0\)"):
        kind().fit(X).transform(bad)
    with pytest.raises(ValueError, match=r"X must have 3 columns; got shape \(30, 2\)"):
        kind().fit(X).transform(X[:, 1:])
    with pytest.raises(NotFittedError, match=rf"this {kind.__name__} is not fitted yet, so .*Call fit\(X\) first"):
        kind().transform(X)


@every_class
def test_it_passes_the_checks_of_scikit_learn_but_for_those_that_ask_for_its_own_words(kind: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a class without its base class, and its checks warn as they go
        outcome = {check["check_name"]: check for check in check_estimator(kind(), on_fail=None, on_skip=None)}
    failed = {name: check["exception"] for name, check in outcome.items() if check["status"] == "failed"}
    assert len(outcome) > 35
    known = DIFFERENCES.keys() | {check for name, check in OF_ONE if name == kind.__name__}
    assert not {name: error for name, error in failed.items() if name not in known}


@every_class
def test_it_works_in_a_pipeline(kind: Any) -> None:
    X = _data(kind)
    pipeline = make_pipeline(kind(), descent.LinearRegression())
    assert pipeline.fit(X, X @ [1.0, 2.0, 3.0]).score(X, X @ [1.0, 2.0, 3.0]) == pytest.approx(1)
