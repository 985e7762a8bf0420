r"""How hard a set of pictures is: the scores of three small models trained by plain gradient descent.

A first layer that sees the pictures X (one column each) as z = W X + b changes by -lr dZ X^T at each step, so after
any number of steps

    W = W0 + A X^T,   W X = W0 X + A (X^T X),   A <- A - lr dZ                                  (1)

X^T X is 209 by 209, while W has 12288 columns. Working with A gives the same predictions as working with W and is
sixty times quicker, which is what makes it cheap to measure a data set under many seeds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent.datasets.cats import CatPictures

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Recipe:
    """A model and how it is trained: the settings of the exercises that use these pictures."""

    name: str
    layers: tuple[int, ...]  # units of each layer after the input; ReLU, and a sigmoid at the end
    lr: float
    steps: int
    start: float | None  # spread of the first weights; None is 1 / sqrt(fan-in); 0 is all zeros


LOGISTIC = Recipe("logistic regression", (1,), 0.005, 2000, 0.0)
TWO_LAYERS = Recipe("two layers, 7-1", (7, 1), 0.0075, 2500, 0.01)
FOUR_LAYERS = Recipe("four layers, 20-7-5-1", (20, 7, 5, 1), 0.0075, 2500, None)
RECIPES = (LOGISTIC, TWO_LAYERS, FOUR_LAYERS)


@dataclass(frozen=True)
class Score:
    """Shares of pictures classified rightly."""

    train: float
    test: float


def columns(pictures: npt.NDArray[np.uint8]) -> FloatArray:
    """Pictures (n, h, w, 3) as columns of numbers from 0 to 1, shape (h * w * 3, n)."""
    return pictures.reshape(len(pictures), -1).T / 255.0


def measure(recipe: Recipe, pictures: CatPictures, seed: int = 0) -> Score:
    """Train a model on the training pictures and count what it gets right.

    Parameters
    ----------
    recipe : Recipe
        The model.
    pictures : CatPictures
        Trained on ``train_x``; scored on both parts.
    seed : int
        Of the first weights.

    Returns
    -------
    Score
        Shares from 0 to 1.
    """
    train_x, test_x = columns(pictures.train_x), columns(pictures.test_x)
    p_train, p_test = train(recipe, train_x, pictures.train_y, test_x, seed)
    return Score(
        float(((p_train > 0.5) == (pictures.train_y > 0)).mean()),
        float(((p_test > 0.5) == (pictures.test_y > 0)).mean()),
    )


def train(
    recipe: Recipe, x: FloatArray, y: npt.NDArray[np.int64], x_new: FloatArray, seed: int = 0
) -> tuple[FloatArray, FloatArray]:
    """Fit by gradient descent on the mean cross-entropy; see (1).

    Parameters
    ----------
    recipe : Recipe
        The model.
    x : float array, shape (d, m)
        One picture a column.
    y : int array, shape (1, m)
        0 or 1.
    x_new : float array, shape (d, n)
        Pictures that are not trained on.
    seed : int
        Of the first weights.

    Returns
    -------
    pair of float arrays, shapes (1, m) and (1, n)
        The predicted probability of a cat, for ``x`` and for ``x_new``.
    """
    rng = np.random.default_rng(seed)
    fan_in = (x.shape[0], *recipe.layers[:-1])
    weights = [
        rng.standard_normal((units, n)) * (1 / np.sqrt(n) if recipe.start is None else recipe.start)
        for units, n in zip(recipe.layers, fan_in, strict=True)
    ]
    biases = [np.zeros((units, 1)) for units in recipe.layers]
    gram, gram_new = x.T @ x, x.T @ x_new  # (m, m), (m, n)
    first, first_new = weights[0] @ x, weights[0] @ x_new
    walked = np.zeros_like(first)  # A of (1)
    m = x.shape[1]
    for _ in range(recipe.steps):
        outputs = _forward(first + walked @ gram, weights, biases)
        dz = (outputs[-1] - y) / m  # of the last layer: sigmoid and cross-entropy together
        for layer in range(len(weights) - 1, 0, -1):
            below = outputs[layer - 1]
            dz_below = (weights[layer].T @ dz) * (below > 0)
            weights[layer] = weights[layer] - recipe.lr * dz @ below.T
            biases[layer] = biases[layer] - recipe.lr * dz.sum(axis=1, keepdims=True)
            dz = dz_below
        walked -= recipe.lr * dz
        biases[0] = biases[0] - recipe.lr * dz.sum(axis=1, keepdims=True)
    fitted = _forward(first + walked @ gram, weights, biases)[-1]
    return fitted, _forward(first_new + walked @ gram_new, weights, biases)[-1]


def _forward(first: FloatArray, weights: list[FloatArray], biases: list[FloatArray]) -> list[FloatArray]:
    """The output of every layer; ``first`` is W X of the first one."""
    outputs: list[FloatArray] = []
    z = first + biases[0]
    for weight, bias in zip(weights[1:], biases[1:], strict=True):
        outputs.append(np.maximum(z, 0.0))
        z = weight @ outputs[-1] + bias
    return [*outputs, 1 / (1 + np.exp(-np.clip(z, -500, 500)))]
