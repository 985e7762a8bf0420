"""What the eight functions must do. Expected values come from ``descent``, from paper, or from a law."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from descent.ops import l1_loss, l2_loss, normalize_rows, sigmoid, softmax
from gradus.grading.checks import Case, Law, exercise, near

Checks = Iterator[Case | Law]
LN3 = float(np.log(3))


@exercise("basic_sigmoid", points=10)
def check_basic_sigmoid(rng: np.random.Generator) -> Checks:
    negative, whole = float(-rng.uniform(0.5, 4)), int(rng.integers(1, 5))
    yield Case("a score of 0 gives one half", args=(0.0,), expected=0.5)
    yield Case("a score of ln 3 gives three quarters", args=(LN3,), expected=0.75)
    yield Case("a negative score gives less than one half", args=(negative,), expected=float(sigmoid.sigmoid(negative)))
    yield Case("a whole number does as well as a float", args=(whole,), expected=float(sigmoid.sigmoid(whole)))


@exercise("sigmoid", points=10)
def check_sigmoid(rng: np.random.Generator) -> Checks:
    scores = rng.normal(scale=2, size=int(rng.integers(3, 8)))
    table = rng.normal(scale=2, size=tuple(rng.integers(2, 6, size=2)))
    block = rng.normal(scale=2, size=tuple(rng.integers(2, 4, size=3)))
    number = float(rng.uniform(-3, 3))
    counts = rng.integers(-4, 5, size=6)

    def mirrored(result: np.ndarray, z: np.ndarray) -> str | None:
        result = np.asarray(result)
        if result.shape != z.shape:
            return f"The result has shape {result.shape}, the argument {z.shape}."
        half = len(z) // 2
        return "A score and its negative do not add up to 1." if not near(result[:half] + result[half:], 1, z) else None

    yield Case("each score of a vector becomes its probability", args=(scores,), expected=sigmoid.sigmoid(scores))
    yield Case("a matrix keeps its shape", args=(table,), expected=sigmoid.sigmoid(table))
    yield Case("an array with three axes keeps its shape", args=(block,), expected=sigmoid.sigmoid(block))
    yield Case("a single number works too", args=(number,), expected=float(sigmoid.sigmoid(number)))
    yield Case("whole numbers in do not mean whole numbers out", args=(counts,), expected=sigmoid.sigmoid(counts))
    far = np.array([-500.0, 0.0, 500.0])
    yield Case("scores of ±500 give 0 and 1", args=(far,), expected=np.array([0.0, 0.5, 1.0]))
    column = np.concatenate([scores, -scores])[:, np.newaxis]
    yield Law("in a column, the sigmoids of z and −z add up to 1", args=(column,), holds=mirrored)


@exercise("sigmoid_derivative", points=10, calls=("sigmoid",))
def check_sigmoid_derivative(rng: np.random.Generator) -> Checks:
    scores = -rng.uniform(0.2, 4, size=int(rng.integers(3, 8)))
    table = rng.normal(scale=2, size=tuple(rng.integers(2, 6, size=2)))
    number = float(rng.uniform(0.5, 3))
    step = 1e-4
    rise = sigmoid.sigmoid(scores + step) - sigmoid.sigmoid(scores - step)

    def even(result: np.ndarray, z: np.ndarray) -> str | None:
        result = np.asarray(result)
        if result.shape != z.shape:
            return f"The result has shape {result.shape}, the argument {z.shape}."
        half = len(z) // 2
        return "The slopes at x and at −x are not the same." if not near(result[:half], result[half:], z) else None

    by_hand = np.array([1 / 4, 3 / 16])
    yield Case("the slopes at 0 and ln 3 are 1/4 and 3/16", args=(np.array([0.0, LN3]),), expected=by_hand)
    yield Case("left of 0 it is the rise of the sigmoid over the run", args=(scores,), expected=rise / (2 * step))
    yield Case("a matrix keeps its shape", args=(table,), expected=_slope(table))
    yield Case("a single number works too", args=(number,), expected=float(_slope(np.array(number))))
    column = np.concatenate([scores, -scores])[:, np.newaxis]
    yield Law("in a column, the slope at −x equals the slope at x", args=(column,), holds=even)


def _slope(z: np.ndarray) -> np.ndarray:
    _, cache = sigmoid.forward(z)
    return sigmoid.backward(np.ones_like(z), cache)


@exercise("image2vector", points=10)
def check_image2vector(rng: np.random.Generator) -> Checks:
    short, colours, long = (int(size) for size in np.sort(rng.choice([2, 3, 4, 5, 6], size=3, replace=False)))
    photo = rng.integers(0, 256, size=(64, 64, 3)).astype(np.uint8)

    def one_column(result: np.ndarray, image: np.ndarray) -> str | None:
        shape, column = np.shape(result), (image.size, 1)
        return None if shape == column else f"The shape is {shape}; one column of all numbers is {column}."

    literal = np.array([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
    yield Case(
        "two pixels come out one after the other, each with its colours together",
        args=(literal,),
        expected=np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]]),
    )
    for name, rows, columns in [("a tall picture", long, short), ("a wide picture", short, long)]:
        image = rng.uniform(size=(rows, columns, colours))
        yield Case(f"{name}: every number in its place", args=(image,), expected=_walk(image))
    yield Case("a picture of 64 × 64 pixels keeps its values", args=(photo,), expected=_walk(photo))
    yield Law("a picture with one colour is one column too", args=(rng.uniform(size=(3, 3, 1)),), holds=one_column)


def _walk(image: np.ndarray) -> np.ndarray:
    """The numbers of a picture in reading order, found by walking through it."""
    rows, columns, colours = image.shape
    column = [[image[i, j, k]] for i in range(rows) for j in range(columns) for k in range(colours)]
    return np.array(column, dtype=image.dtype)


@exercise("normalize_rows", points=10, formerly=("normalizeRows",))
def check_normalize_rows(rng: np.random.Generator) -> Checks:
    n, m = (int(size) for size in rng.choice([2, 3, 4, 5, 6], size=2, replace=False))
    square, row = rng.normal(size=(4, 4)), rng.normal(size=(1, 5))

    def length_one(result: np.ndarray, x: np.ndarray) -> str | None:
        if np.shape(result) != x.shape:
            return f"The result has shape {np.shape(result)}, the argument {x.shape}."
        lengths = np.sqrt(np.sum(np.asarray(result) ** 2, axis=1))
        return f"The first row has length {lengths[0]:.4g}." if not near(lengths, 1, x) else None

    yield Case(
        "the row (3, 4) becomes (0.6, 0.8)",
        args=(np.array([[3.0, 4.0], [0.0, -2.0], [-6.0, 8.0]]),),
        expected=np.array([[0.6, 0.8], [0.0, -1.0], [-0.6, 0.8]]),
    )
    yield Case("as many rows as columns", args=(square,), expected=normalize_rows.normalize_rows(square))
    yield Case("a single row", args=(row,), expected=row / np.sqrt(np.sum(row * row)))
    yield Case("a row ten times as long ends up the same", args=(np.vstack([row, 10 * row]),), expected=_twice(row))
    yield Law("every row ends up with length 1", args=(rng.uniform(1, 9, size=(m, n)),), holds=length_one)


def _twice(row: np.ndarray) -> np.ndarray:
    return np.vstack([row, row]) / np.linalg.norm(row)


@exercise("softmax", points=10)
def check_softmax(rng: np.random.Generator) -> Checks:
    m, n = (int(size) for size in rng.choice([2, 3, 4, 5, 6], size=2, replace=False))
    x, square, row = rng.normal(scale=2, size=(m, n)), rng.normal(size=(3, 3)), rng.normal(size=(1, 4))
    far = rng.uniform(-30, 30, size=(3, 4))

    def rows_sum_to_one(result: np.ndarray, x: np.ndarray) -> str | None:
        if np.shape(result) != x.shape:
            return f"The result has shape {np.shape(result)}, the argument {x.shape}."
        sums = np.sum(result, axis=1)
        return f"The first row adds up to {sums[0]:.4g}." if not near(sums, 1, x) else None

    def shift_is_nothing(result: np.ndarray, x: np.ndarray) -> str | None:
        if np.shape(result) != x.shape:
            return f"The result has shape {np.shape(result)}, the argument {x.shape}."
        same = "The second row is the first plus 7, and its probabilities differ from those of the first."
        return same if not near(np.asarray(result)[0], np.asarray(result)[1], x) else None

    yield Case(
        "the scores 0, ln 2, ln 5 give 1/8, 2/8, 5/8",
        args=(np.log(np.array([[1.0, 2.0, 5.0]])),),
        expected=np.array([[0.125, 0.25, 0.625]]),
    )
    yield Case("any number of examples and classes", args=(x,), expected=softmax.softmax(x))
    yield Case("as many examples as classes", args=(square,), expected=softmax.softmax(square))
    yield Case("scores of up to ±30", args=(far,), expected=softmax.softmax(far))
    yield Case("with one class, it is certain", args=(rng.normal(size=(m, 1)),), expected=np.ones((m, 1)))
    yield Law("every row of many adds up to 1", args=(rng.normal(size=(12, n + 1)),), holds=rows_sum_to_one)
    yield Law("adding 7 to a row changes nothing", args=(np.vstack([row, row + 7]),), holds=shift_is_nothing)


@exercise("L1", points=10)
def check_l1(rng: np.random.Generator) -> Checks:
    yhat, y = rng.normal(size=(2, int(rng.integers(31, 40))))
    yield Case(
        "the example worked by hand",
        args=(np.array([0.5, 2.0, 1.0]), np.array([1.0, 0.0, 1.0])),
        expected=2.5,
    )
    yield Case("the sizes of many errors add up", args=(yhat, y), expected=float(l1_loss.l1_loss(yhat, y)))
    above_and_below = (np.array([3.0, 1.0]), np.array([1.0, 3.0]))
    yield Case("errors in both directions do not cancel", args=above_and_below, expected=4.0)
    yield Case("a single prediction", args=(yhat[:1], y[:1]), expected=abs(float(yhat[0] - y[0])))


@exercise("L2", points=10)
def check_l2(rng: np.random.Generator) -> Checks:
    yhat, y = rng.normal(size=(2, int(rng.integers(31, 40))))
    yield Case(
        "the example worked by hand",
        args=(np.array([0.5, 2.0, 1.0]), np.array([1.0, 0.0, 1.0])),
        expected=4.25,
    )
    yield Case("the squares of many errors add up", args=(yhat, y), expected=float(l2_loss.l2_loss(yhat, y)))
    above_and_below = (np.array([3.0, 1.0]), np.array([1.0, 3.0]))
    yield Case("errors in both directions do not cancel", args=above_and_below, expected=8.0)
    low = y[:5] - 3 - np.max(y[:5])
    yield Case("every prediction far too low", args=(low, y[:5]), expected=float(l2_loss.l2_loss(low, y[:5])))
    yield Case("a single prediction", args=(yhat[:1], y[:1]), expected=float(yhat[0] - y[0]) ** 2)
