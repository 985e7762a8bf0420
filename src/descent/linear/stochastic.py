"""Stochastic gradient descent: linear models that learn from one row, or a few, at a time.

    z = x W^T + b;  loss l(z, y):  (z - y)^2 / 2  or  |z - y|;
    for y = 1 or -1  log(1 + exp(-y z))  or  max(0, 1 - y z)              (1)
    g = dl/dz, a mean over the rows:  z - y  or  sign(z - y);
    -y sigma(-y z),  or  -y where y z <= 1 and else 0                     (2)
    W <- (1 - eta alpha) W - eta g^T x,  b <- b - eta g                   (3)
    eta = lr / t^power_t  in step t = 1, 2, ...                           (4)

Derivation: docs/derivations/stochastic_gradient_descent.md
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from descent.numbers import whole
from descent.shapes import FloatArray, scalar

PATIENCE = 5  # passes without progress after which to stop, as in scikit-learn


class Loss(NamedTuple):
    """A loss of scores z and targets y of one shape, entry by entry, and its slope along z."""

    value: Callable[[FloatArray, FloatArray], FloatArray]
    slope: Callable[[FloatArray, FloatArray], FloatArray]


LOSSES = {
    "squared_error": Loss(lambda z, y: (z - y) ** 2 / 2, lambda z, y: z - y),
    "absolute_error": Loss(lambda z, y: np.abs(z - y), lambda z, y: np.sign(z - y)),
    "log_loss": Loss(lambda z, y: np.logaddexp(0, -y * z), lambda z, y: -y / (1 + np.exp(y * z))),
    "hinge": Loss(lambda z, y: np.maximum(0, 1 - y * z), lambda z, y: np.where(y * z <= 1, -y, 0)),
}


class Learned(NamedTuple):
    """A model on its way."""

    W: FloatArray
    """Shape (k, d): one row of weights per score."""
    b: FloatArray
    """Shape (k,)."""
    t: int
    """Steps taken."""
    costs: FloatArray
    """The mean loss of each pass, every row judged just before it was learned from."""


def signs(codes: NDArray[np.intp], k: int, X: FloatArray) -> FloatArray:
    """Give 1 for the class of a row and -1 for the rest, in one column per class; for two classes, of the second."""
    each = np.arange(k) if k > 2 else np.array([1])
    return np.where(codes[:, np.newaxis] == each, 1, -1).astype(X.dtype)


def begin(X: FloatArray, Y: FloatArray) -> Learned:
    """Start at weights of 0."""
    d, k = X.shape[1], Y.shape[1]
    return Learned(np.zeros((k, d), X.dtype), np.zeros(k, X.dtype), 0, np.zeros(0, X.dtype))


def train(model: Any, X: FloatArray, Y: FloatArray) -> Learned:
    """Pass over the rows, shuffled, until the loss of a pass has not become smaller for a while."""
    rng = np.random.default_rng(model.random_state)
    now, best, stalled = begin(X, Y), np.inf, 0
    costs: list[FloatArray] = []
    while stalled < PATIENCE:
        if len(costs) == model.max_iter:
            warnings.warn(
                f"the loss still fell after {model.max_iter} passes over the data. Raise max_iter or tol, or raise lr.",
                RuntimeWarning,
                stacklevel=3,
            )
            break
        order = rng.permutation(len(X)) if model.shuffle else slice(None)
        now = one_pass(model, X[order], Y[order], now)
        costs.append(now.costs[0])
        stalled = stalled + 1 if costs[-1] > best - float(model.tol) else 0
        best = min(best, float(costs[-1]))
    return now._replace(costs=np.array(costs))


@np.errstate(over="ignore", invalid="ignore")  # exp of a large number is rightly infinite; what is not gets a sentence
def one_pass(model: Any, X: FloatArray, Y: FloatArray, now: Learned) -> Learned:
    """Learn from each row once, in the order given."""
    loss, lr, alpha, power = LOSSES[model.loss], float(model.lr), float(model.alpha), float(model.power_t)
    W, b, t, total = now.W.copy(), now.b.copy(), now.t, 0.0
    for first in range(0, len(X), model.batch_size):
        x, y = X[first : first + model.batch_size], Y[first : first + model.batch_size]
        z = x @ W.T + b  # (m, k)
        total += float(loss.value(z, y).sum())  # (1)
        g = loss.slope(z, y) / len(x)  # (2)
        t += 1
        eta = lr / t**power  # (4)
        W *= max(0.0, 1 - eta * alpha)
        W -= eta * (g.T @ x)  # (3)
        b -= eta * g.sum(axis=0)
    if not (np.isfinite(W).all() and np.isfinite(total)):
        raise ValueError(
            f"the weights grew beyond all bounds: lr={model.lr} is too large for this data. "
            "Divide lr by 10, or scale the features to about 1."
        )
    return Learned(W, b, t, np.array([total / len(X)], X.dtype))


def check_recipe(model: Any, losses: tuple[str, ...]) -> None:
    """Refuse parameters that cannot be meant."""
    if model.loss not in losses:
        raise ValueError(f"loss must be one of {', '.join(losses)}; got {model.loss!r}.")
    for name, above in (("lr", True), ("alpha", False), ("power_t", False), ("tol", False)):
        value = scalar(getattr(model, name), name)
        if not (0 < value < np.inf or (value == 0 and not above)):
            least = "above 0" if above else "0 or more"
            raise ValueError(f"{name} must be a finite number, {least}; got {getattr(model, name)}.")
    for name in ("batch_size", "max_iter"):
        whole(getattr(model, name), name, 1)
