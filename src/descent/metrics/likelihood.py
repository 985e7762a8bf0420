"""How likely a model held what happened: the log loss, and the perplexity, which is the same on another scale.

    log loss = -(1/n) sum_i log p_i[y_i]                                    (1)
    perplexity = exp(log loss)                                              (2)

Derivation: docs/derivations/perplexity.md
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from descent.labels import labels
from descent.shapes import finite, floats, in_unit_interval, not_empty


def log_loss(y: ArrayLike, probability: ArrayLike, *, classes: ArrayLike | None = None) -> float:
    """Mean of minus the logarithm of the probability that each true class was given.

    Parameters
    ----------
    y : array, shape (n,)
        True labels.
    probability : float array, shape (n, k) or (n,)
        A column per class, sorted, each row of sum 1; or the probability of the second of two classes.
    classes : array, shape (k,), or None
        The label of each column, if not all of them occur in y.

    Returns
    -------
    float
        In nats, from 0. A probability of 0 counts as the smallest that its dtype tells from nothing, so that one sure
        mistake costs much (36 nats in float64) but not everything.

    Raises
    ------
    ValueError
        If the shapes, the labels or the probabilities do not fit together.

    Examples
    --------
    >>> round(log_loss(["no", "yes"], [[0.5, 0.5], [0.25, 0.75]]), 4)
    0.4904
    >>> round(log_loss([0, 1], [0.5, 0.75]), 4)
    0.4904
    """
    p = floats(probability, "probability")
    if p.ndim == 1:
        p = np.stack([1 - p, p], axis=1)
    truth = labels(y, len(p))
    not_empty(p, "probability", what="a loss")
    finite(p, "probability")
    in_unit_interval(p, "probability", "probabilities")
    known = np.unique(truth if classes is None else np.asarray(classes))
    if p.ndim != 2 or p.shape[1] != len(known):
        raise ValueError(
            f"probability must have a column for each class, {len(known)}; got shape {p.shape}. "
            "Name the classes of the columns with classes=..."
        )
    column = np.searchsorted(known, truth).clip(max=len(known) - 1)
    if (known[column] != truth).any():
        stranger = truth[known[column] != truth][0]
        raise ValueError(f"y holds {stranger!r}, which is none of the classes {known.tolist()[:6]}. Add it to them.")
    total = p.sum(axis=1)
    if (np.abs(total - 1) > len(known) * float(np.sqrt(np.finfo(p.dtype).eps))).any():
        bad = int(np.abs(total - 1).argmax())
        raise ValueError(f"each row of probability must have the sum 1; got {total[bad]:g} in row {bad}. Use softmax.")
    chosen = p[np.arange(len(p)), column].clip(float(np.finfo(p.dtype).eps), 1)
    return float(-np.log(chosen).mean())  # (1)


def perplexity(log_probability: ArrayLike) -> float:
    """Among how many equally likely words a language model wavers, on average.

    Parameters
    ----------
    log_probability : float array of any shape
        The logarithm, in nats, of the probability that each true token was given.

    Returns
    -------
    float
        1 at best; k for a model that always guesses evenly among k; infinite if a true token was held impossible.

    Raises
    ------
    ValueError
        If there is no token, or a logarithm is NaN or above 0.

    References
    ----------
    Jurafsky and Martin (2009), Speech and Language Processing, section 4.4.

    Examples
    --------
    >>> import math
    >>> round(perplexity([math.log(1 / 4)] * 3), 12)
    4.0
    """
    log_p = floats(log_probability, "log_probability")
    not_empty(log_p, "log_probability", what="a perplexity")
    if not (log_p <= 0).all():
        raise ValueError(
            f"log_probability must hold logarithms of probabilities, at most 0; got {log_p[~(log_p <= 0)].flat[0]:g}. "
            "Take log_softmax of the logits, and the entry of the true token."
        )
    with np.errstate(over="ignore"):
        return float(np.exp(-log_p.mean(dtype=np.float64)))  # (2)
