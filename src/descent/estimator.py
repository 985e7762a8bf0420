"""What every estimator has in common, as functions that a class takes in by name; there is no base class.

A class writes ``get_params = estimator.get_params`` and so on. With these, scikit-learn's ``clone``, ``Pipeline``,
``cross_val_score`` and ``GridSearchCV`` accept it, although nothing here imports scikit-learn.
"""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any, TypeVar

from numpy.typing import ArrayLike

from descent.labels import labels
from descent.shapes import FloatArray, finite, vector

Estimator = TypeVar("Estimator")


class NotFittedError(ValueError, AttributeError):
    """A model was asked for what it can only know after ``fit``."""


def get_params(self: Any, deep: bool = True) -> dict[str, Any]:
    """Give the constructor's arguments by name, as they were passed."""
    return {name: getattr(self, name) for name in _names(self)}


def set_params(self: Estimator, **params: Any) -> Estimator:
    """Replace constructor arguments by name, and return self."""
    names = _names(self)
    for name, value in params.items():
        if name not in names:
            raise ValueError(f"{type(self).__name__} has no parameter {name!r}; it has {', '.join(names) or 'none'}.")
        setattr(self, name, value)
    return self


def show(self: Any) -> str:
    """Write the call that would make this estimator, with what differs from the defaults."""
    parameters = inspect.signature(type(self)).parameters
    changed = [f"{n}={v!r}" for n, v in get_params(self).items() if repr(v) != repr(parameters[n].default)]
    return f"{type(self).__name__}({', '.join(changed)})"


def classifier_tags(self: Any) -> SimpleNamespace:
    """Answer what scikit-learn asks a classifier of two classes."""
    return _tags(
        estimator_type="classifier",
        classifier_tags=SimpleNamespace(poor_score=False, multi_class=False, multi_label=False),
    )


def multiclass_tags(self: Any) -> SimpleNamespace:
    """Answer what scikit-learn asks a classifier of two classes or more."""
    tags = classifier_tags(self)
    tags.classifier_tags.multi_class = True
    return tags


def transformer_tags(self: Any) -> SimpleNamespace:
    """Answer what scikit-learn asks of what turns X into another X."""
    tags = _tags(transformer_tags=SimpleNamespace(preserves_dtype=["float64", "float32"]))
    tags.target_tags.required = False
    return tags


def clusterer_tags(self: Any) -> SimpleNamespace:
    """Answer what scikit-learn asks of what finds groups in X."""
    tags = transformer_tags(self)
    tags.estimator_type = "clusterer"
    return tags


def fit_transform(self: Any, X: ArrayLike, y: object = None) -> FloatArray:
    """Learn from X and transform it."""
    transformed: FloatArray = self.fit(X, y).transform(X)
    return transformed


def regressor_tags(self: Any) -> SimpleNamespace:
    """Answer what scikit-learn asks a regressor."""
    return _tags(estimator_type="regressor", regressor_tags=SimpleNamespace(poor_score=False))


def accuracy(self: Any, X: ArrayLike, y: ArrayLike) -> float:
    """Give the share of rows whose class is predicted right, in 0..1."""
    predicted = self.predict(X)
    truth = labels(y, len(predicted))
    if not len(truth):
        raise ValueError("X must have at least one row to score; got none.")
    return float((predicted == truth).mean())


def r_squared(self: Any, X: ArrayLike, y: ArrayLike) -> float:
    """Give the share of the variance of y that is explained: 1 at best, 0 like the mean, below 0 worse."""
    predicted = self.predict(X)
    truth = vector(y, "y", length=len(predicted), per="value per row of X")
    finite(truth, "y")
    if len(truth) < 2:
        raise ValueError(f"R squared needs at least two rows, since one has no variance; got {len(truth)}.")
    missed, spread = truth - predicted, truth - truth.mean()
    if not spread.any():
        raise ValueError(f"R squared needs a y that varies; got {truth[0]:g} in all {len(truth)} rows.")
    return float(1 - (missed @ missed) / (spread @ spread))


def fitted(model: Any, attribute: str) -> Any:
    """Get a learned attribute, or say to fit first."""
    try:
        return vars(model)[attribute]
    except KeyError:
        alone = inspect.signature(model.fit).parameters["y"].default is None  # it learns without a y
        name, call = type(model).__name__, "fit(X)" if alone else "fit(X, y)"
        raise NotFittedError(f"this {name} is not fitted yet, so it has no {attribute}. Call {call} first.") from None


def _names(model: Any) -> list[str]:
    return list(inspect.signature(type(model)).parameters)


def _tags(**changes: Any) -> SimpleNamespace:
    """Fill the fields of sklearn.utils.Tags, 1.6 and later: for dense, finite, two-dimensional X."""
    fields: dict[str, Any] = {
        "estimator_type": None,
        "target_tags": SimpleNamespace(
            required=True,
            one_d_labels=False,
            two_d_labels=False,
            positive_only=False,
            multi_output=False,
            single_output=True,
        ),
        "transformer_tags": None,
        "classifier_tags": None,
        "regressor_tags": None,
        "array_api_support": False,
        "no_validation": False,
        "non_deterministic": False,
        "requires_fit": True,
        "_skip_test": False,
        "input_tags": SimpleNamespace(
            one_d_array=False,
            two_d_array=True,
            three_d_array=False,
            sparse=False,
            categorical=False,
            string=False,
            dict=False,
            positive_only=False,
            allow_nan=False,
            pairwise=False,
        ),
    }
    return SimpleNamespace(**{**fields, **changes})
