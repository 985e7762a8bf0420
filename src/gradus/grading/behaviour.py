"""The words for a model that is trained: judged by what it can do, with the threshold said in the claim.

No two correct trainings end in the same weights, so these checks ask what a user would: is it right on
data that it has not seen, does its loss fall, does the same seed give the same model?
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from gradus.grading.compare import as_array, compare, is_numeric
from gradus.grading.picking import pick
from gradus.grading.steps import Judged, Seen, Step, Steps

SECONDS = 30.0
"""How long a training may take where its author names no other limit."""


def accuracy(y: np.ndarray, predicted: Any) -> float:
    """The share of labels that are right, whatever the shapes in which they are written."""
    predicted = np.asarray(predicted)
    if predicted.size != np.size(y):
        raise ValueError(f"there are {predicted.size} predictions for {np.size(y)} examples")
    return float(np.mean(predicted.reshape(-1) == np.reshape(y, -1)))


def held_out(
    name: str,
    *steps: Step,
    y: np.ndarray,
    at_least: float,
    by: Callable[[np.ndarray, Any], float] = accuracy,
    score: str = "accuracy",
    seed: int | None = None,
    timeout: float = SECONDS,
) -> Steps:
    """A claim that the last step, which predicts, is good enough on data that no step before had.

    ``yield held_out("it tells the circles apart", make("net"), call("net.fit", X, Y), call("net.predict", X_new),
    y=Y_new, at_least=0.9)``. The answers ``y`` never leave the examiner.
    """
    *before, last = steps
    kept_back = [value for value in (*last.args, *last.kwargs.values(), y) if isinstance(value, np.ndarray)]
    for place, step in enumerate(before, 1):
        for given in (*step.args, *step.kwargs.values()):
            if isinstance(given, np.ndarray) and any(_shares(given, one) for one in kept_back):
                raise ValueError(
                    f"{name!r} hands its held-out data over in step {place} already. Divide the data first."
                )

    def good_enough(predicted: Any, seen: Seen) -> str | None:
        try:
            value = float(by(y, predicted))
        except (ValueError, TypeError) as error:
            return f"the {score} cannot be computed from what came: {error}"
        if value >= at_least:
            return None
        held = len(np.reshape(y, -1))
        return f"the {score} on {held} held-out answers is {value:.3g}; at least {at_least:g} is asked for"

    claim = f"{name} (held-out {score} at least {at_least:g})"
    return Steps(claim, *before, replace(last, holds=good_enough), seed=seed, timeout=timeout, alone=True)


def loss_falls(name: str, *steps: Step, to: float, seed: int | None = None, timeout: float = SECONDS) -> Steps:
    """A claim about the losses that the last step gives: the last is at most ``to`` times the first.

    ``yield loss_falls("training lowers the cost", call("model()", X, Y, pick='["costs"]'), to=0.5)``.
    """
    *before, last = steps

    def has_fallen(losses: Any, seen: Seen) -> str | None:
        values = as_array(losses).reshape(-1) if is_numeric(losses) else np.asarray(losses, dtype=float).reshape(-1)
        if len(values) < 2:
            return f"the losses should be one number per step; there are {len(values)}"
        if not np.all(np.isfinite(values)):
            place = int(np.argmin(np.isfinite(values)))
            return f"loss number {place + 1} is {values[place]}; is the learning rate too large?"
        if values[-1] <= to * values[0]:
            return None
        return (
            f"the loss goes from {values[0]:.4g} to {values[-1]:.4g}, {values[-1] / values[0]:.3g} times its start; "
            f"at most {to:g} times is asked for"
        )

    claim = f"{name} (the last loss is at most {to:g} times the first)"
    return Steps(claim, *before, replace(last, holds=has_fallen), seed=seed, timeout=timeout, alone=True)


def same_again(name: str, *steps: Step, seed: int = 0, timeout: float = SECONDS) -> Steps:
    """A claim that the steps, taken twice from the same seed, end in the same result.

    The seed is NumPy's global one. An exercise with a generator of its own takes it as an argument:
    ``yield same_again("the seed decides", make("net", seed=1), call("net.fit", X, Y), read("net.W"))``.
    """
    *before, last = steps
    first = [replace(one, expected=Judged.NOT, holds=None) for one in steps]
    first[0] = replace(first[0], seed=seed)
    first[-1] = replace(first[-1], keep="the_first_time") if last.kind != "read" else first[-1]

    def same(result: Any, seen: Seen) -> str | None:
        earlier = pick(seen[last.target if last.kind == "read" else "the_first_time"], last.pick)
        difference = compare(result, earlier, rtol=0, atol=0)
        return None if difference is None else f"the second time gave another result: {difference.text}"

    again = [replace(before[0], seed=seed), *before[1:]] if before else []
    again.append(replace(last, holds=same, seed=last.seed if before else seed))
    claim = f"{name} (the same seed gives the same result)"
    return Steps(claim, *first, *again, timeout=timeout, alone=True)


def _shares(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two arrays have values in common memory, as a part and its whole do."""
    return bool(np.shares_memory(one, other))
