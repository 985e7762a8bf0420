"""Wrong versions of the eight functions that learners really write, each with the sentence that explains it."""

from __future__ import annotations

import math

import numpy as np

from gradus.grading.checks import mistake


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


@mistake(
    "basic_sigmoid",
    "missing-minus",
    "The exponent has the wrong sign: large scores come out near 0 and small ones near 1. Look at the sign of x "
    "inside math.exp.",
)
def basic_sigmoid_missing_minus(x):
    return 1 / (1 + math.exp(x))


@mistake(
    "basic_sigmoid",
    "parentheses",
    "The division covers only the 1, not the whole sum below the line. Put the denominator in parentheses.",
)
def basic_sigmoid_parentheses(x):
    return 1 / 1 + math.exp(-x)


@mistake(
    "basic_sigmoid",
    "minus-in-denominator",
    "Below the line stands a sum, 1 plus the exponential; here it is a difference.",
)
def basic_sigmoid_minus_in_denominator(x):
    return 1 / (1 - math.exp(-x))


@mistake("basic_sigmoid", "only-exponential", "This is the exponential alone. It is one part of the denominator.")
def basic_sigmoid_only_exponential(x):
    return math.exp(-x)


@mistake(
    "basic_sigmoid",
    "tanh",
    "This is the hyperbolic tangent, which runs from −1 to 1 and is 0 at 0. The sigmoid runs from 0 to 1.",
)
def basic_sigmoid_tanh(x):
    return math.tanh(x)


@mistake(
    "basic_sigmoid",
    "e-times-x",
    "e is multiplied by −x here. The formula raises e to a power, and math.exp does that.",
)
def basic_sigmoid_e_times_x(x):
    return 1 / (1 + math.e * -x)


@mistake(
    "sigmoid",
    "math-exp",
    "math.exp takes one number at a time and cannot take an array. NumPy has a function of the same name that can.",
)
def sigmoid_math_exp(x):
    return 1 / (1 + math.exp(-x))


@mistake(
    "sigmoid",
    "missing-minus",
    "The exponent has the wrong sign: large scores come out near 0 and small ones near 1. Look at the sign of x "
    "inside the exponential.",
)
def sigmoid_missing_minus(x):
    return 1 / (1 + np.exp(x))


@mistake(
    "sigmoid",
    "parentheses",
    "The division covers only the 1, not the whole sum below the line. Put the denominator in parentheses.",
)
def sigmoid_parentheses(x):
    return 1 / 1 + np.exp(-x)


@mistake(
    "sigmoid",
    "normalised-by-sum",
    "The entries are divided by their sum, which makes them depend on each other. Each sigmoid depends on its own "
    "score alone.",
)
def sigmoid_normalised_by_sum(x):
    return np.exp(x) / np.sum(np.exp(x))


@mistake(
    "sigmoid",
    "if-on-array",
    "An `if` needs one true or false, and a comparison of a whole array gives one for every entry. The formula needs "
    "no `if`.",
)
def sigmoid_if_on_array(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


@mistake(
    "sigmoid",
    "integer-result",
    "The result is stored in an array of whole numbers, so every probability is cut to 0. An array made like the "
    "argument takes over its dtype; ask for floats.",
)
def sigmoid_integer_result(x):
    result = np.zeros_like(x)
    result[...] = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
    return result


@mistake(
    "sigmoid",
    "loop-over-first-axis",
    "The loop takes the argument apart along its first axis, which fits a vector only. Use operations that act on "
    "every entry whatever the shape.",
)
def sigmoid_loop_over_first_axis(x):
    return np.array([1 / (1 + math.exp(-entry)) for entry in x])


@mistake("sigmoid", "tanh", "This is the hyperbolic tangent, which runs from −1 to 1. The sigmoid runs from 0 to 1.")
def sigmoid_tanh(x):
    return np.tanh(x)


@mistake(
    "sigmoid_derivative",
    "only-sigmoid",
    "This is the sigmoid itself. Its slope has a second factor.",
)
def derivative_only_sigmoid(x):
    return _sigmoid(x)


@mistake(
    "sigmoid_derivative",
    "x-taken-for-sigmoid",
    "The formula is applied to x as if x were already a sigmoid. x holds scores: take their sigmoid first.",
)
def derivative_x_taken_for_sigmoid(x):
    return x * (1 - x)


@mistake(
    "sigmoid_derivative",
    "one-minus-x",
    "The second factor subtracts the score from 1. It should subtract the sigmoid of the score.",
)
def derivative_one_minus_x(x):
    return _sigmoid(x) * (1 - x)


@mistake(
    "sigmoid_derivative",
    "negative",
    "The slope has the wrong sign. The sigmoid only rises, so its slope is positive: look at the order of the "
    "difference in the second factor.",
)
def derivative_negative(x):
    s = _sigmoid(x)
    return s * (s - 1)


@mistake(
    "sigmoid_derivative",
    "derivative-of-tanh",
    "One minus the square is the rule for the hyperbolic tangent. The sigmoid has another one.",
)
def derivative_of_tanh(x):
    return 1 - _sigmoid(x) ** 2


@mistake(
    "sigmoid_derivative",
    "dot-product",
    "The two factors are combined by a dot product, which adds everything up. Each entry has its own slope: multiply "
    "entry by entry.",
)
def derivative_dot_product(x):
    s = _sigmoid(x)
    return np.dot(s, 1 - s)


@mistake(
    "sigmoid_derivative",
    "sigmoid-twice",
    "The sigmoid is taken twice: once of x, and then of the result again. Once is enough.",
)
def derivative_sigmoid_twice(x):
    s = _sigmoid(_sigmoid(x))
    return s * (1 - s)


@mistake(
    "image2vector",
    "one-axis",
    "The result has one axis only. A column has two: many rows and one column.",
)
def image_one_axis(image):
    return image.reshape(-1)


@mistake(
    "image2vector",
    "row",
    "This is a row: the sizes are in the wrong order. A column has as many rows as there are numbers.",
)
def image_row(image):
    return image.reshape(1, -1)


@mistake(
    "image2vector",
    "axes-reversed",
    "The picture is transposed before it is flattened, so the numbers come out in another order: all of one colour "
    "first. The last axis should move fastest.",
)
def image_axes_reversed(image):
    return image.T.reshape(-1, 1)


@mistake(
    "image2vector",
    "colour-by-colour",
    "The colours are moved to the front, so the numbers come out one colour after the other. Keep the three colours "
    "of a pixel together, as they lie in the array.",
)
def image_colour_by_colour(image):
    return image.transpose(2, 0, 1).reshape(-1, 1)


@mistake(
    "image2vector",
    "colours-kept",
    "The rows and columns are flattened, but the colours still have an axis of their own. All three axes belong in "
    "the column.",
)
def image_colours_kept(image):
    return image.reshape(image.shape[0] * image.shape[1], image.shape[2])


@mistake(
    "image2vector",
    "fixed-size",
    "The number of rows is written into the code and fits one size of picture only. Ask the picture for its shape.",
)
def image_fixed_size(image):
    return image.reshape(12, 1)


@mistake(
    "image2vector",
    "wrong-axis-twice",
    "One size of the picture is used twice and another not at all. Check the numbers in image.shape[…].",
)
def image_wrong_axis_twice(image):
    return image.reshape(image.shape[0] * image.shape[0] * image.shape[2], 1)


@mistake(
    "image2vector",
    "scaled",
    "The shape is right, but the values have been divided by 255. This function moves numbers and does not change "
    "them.",
)
def image_scaled(image):
    return image.reshape(-1, 1) / 255


@mistake(
    "normalize_rows",
    "columns",
    "The columns have length 1 instead of the rows: the lengths were taken along the wrong axis.",
)
def rows_columns(x):
    return x / np.sqrt(np.sum(x * x, axis=0, keepdims=True))


@mistake(
    "normalize_rows",
    "keepdims-missing",
    "The lengths have shape (n,), and NumPy lines that up with the columns of x, not with its rows. Keep the summed "
    "axis, with size 1.",
)
def rows_keepdims_missing(x):
    return x / np.linalg.norm(x, axis=1)


@mistake(
    "normalize_rows",
    "root-missing",
    "Each row is divided by the square of its length. The root of the sum of squares is missing.",
)
def rows_root_missing(x):
    return x / np.sum(x**2, axis=1, keepdims=True)


@mistake(
    "normalize_rows",
    "sum-of-sizes",
    "Each row is divided by the sum of the sizes of its entries. The Euclidean length is the root of the sum of their "
    "squares.",
)
def rows_sum_of_sizes(x):
    return x / np.linalg.norm(x, ord=1, axis=1, keepdims=True)


@mistake(
    "normalize_rows",
    "plain-sum",
    "Each row is divided by the sum of its entries, so it adds up to 1. It should have length 1, which is something "
    "else.",
)
def rows_plain_sum(x):
    return x / np.sum(x, axis=1, keepdims=True)


@mistake(
    "normalize_rows",
    "whole-matrix",
    "All rows are divided by one and the same number, the length of the whole array. Each row has its own: say along "
    "which axis.",
)
def rows_whole_matrix(x):
    return x / np.linalg.norm(x)


@mistake(
    "normalize_rows",
    "only-lengths",
    "These are the lengths of the rows. What is wanted are the rows, each divided by its length.",
)
def rows_only_lengths(x):
    return np.linalg.norm(x, axis=1, keepdims=True)


@mistake(
    "normalize_rows",
    "largest-entry",
    "Each row is divided by its largest entry. Divide by its length.",
)
def rows_largest_entry(x):
    return x / np.max(x, axis=1, keepdims=True)


@mistake(
    "normalize_rows",
    "changed-in-place",
    "The result is right, but the caller's array has been changed as well. An operator such as /= works in place: "
    "make a new array for the result.",
)
def rows_changed_in_place(x):
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x


@mistake(
    "softmax",
    "columns",
    "The columns add up to 1 instead of the rows: the sum was taken along the wrong axis.",
)
def softmax_columns(x):
    e = np.exp(x)
    return e / np.sum(e, axis=0, keepdims=True)


@mistake(
    "softmax",
    "keepdims-missing",
    "The sums have shape (m,), and NumPy lines that up with the columns of x, not with its rows. Keep the summed axis, "
    "with size 1.",
)
def softmax_keepdims_missing(x):
    e = np.exp(x)
    return e / np.sum(e, axis=1)


@mistake(
    "softmax",
    "whole-matrix",
    "All entries together add up to 1. Each row should, by itself: say along which axis to sum.",
)
def softmax_whole_matrix(x):
    e = np.exp(x)
    return e / np.sum(e)


@mistake(
    "softmax",
    "exponential-missing",
    "The scores themselves are divided by their sum. They must go through the exponential first.",
)
def softmax_exponential_missing(x):
    return x / np.sum(x, axis=1, keepdims=True)


@mistake(
    "softmax",
    "scores-over-exponentials",
    "Above the line stands the score; its exponential belongs there, as below the line.",
)
def softmax_scores_over_exponentials(x):
    return x / np.sum(np.exp(x), axis=1, keepdims=True)


@mistake(
    "softmax",
    "negative-exponent",
    "The exponent has the wrong sign: the largest score gets the smallest probability.",
)
def softmax_negative_exponent(x):
    e = np.exp(-x)
    return e / np.sum(e, axis=1, keepdims=True)


@mistake(
    "softmax",
    "exponential-of-sum",
    "The exponential of the sum is not the sum of the exponentials. Below the line, raise first and add then.",
)
def softmax_exponential_of_sum(x):
    return np.exp(x) / np.exp(np.sum(x, axis=1, keepdims=True))


@mistake(
    "softmax",
    "mean",
    "The exponentials are divided by their mean, so a row adds up to the number of classes. Divide by their sum.",
)
def softmax_mean(x):
    e = np.exp(x)
    return e / np.mean(e, axis=1, keepdims=True)


@mistake(
    "softmax",
    "sigmoids",
    "These are sigmoids: each depends on its own score only, and a row does not add up to 1.",
)
def softmax_sigmoids(x):
    return _sigmoid(x)


@mistake(
    "L1",
    "no-absolute-value",
    "The errors are added with their signs, so that they cancel. Take their sizes before adding.",
)
def l1_no_absolute_value(yhat, y):
    return np.sum(y - yhat)


@mistake(
    "L1",
    "absolute-value-last",
    "The absolute value is taken of the sum, when the errors have already cancelled. Take it of each error.",
)
def l1_absolute_value_last(yhat, y):
    return abs(np.sum(y - yhat))


@mistake("L1", "mean", "This is the mean of the sizes of the errors. The loss here is their sum.")
def l1_mean(yhat, y):
    return np.mean(np.abs(y - yhat))


@mistake("L1", "squares", "The errors are squared here, which is the other loss. Take their absolute values.")
def l1_squares(yhat, y):
    return np.sum((y - yhat) ** 2)


@mistake("L1", "not-summed", "There is still one number per prediction. The loss is a single number: add them up.")
def l1_not_summed(yhat, y):
    return np.abs(y - yhat)


@mistake("L1", "largest", "This is the largest error. All of them count: add up their sizes.")
def l1_largest(yhat, y):
    return np.max(np.abs(y - yhat))


@mistake(
    "L2",
    "root",
    "The root has been taken at the end, which gives a distance. This loss is the sum of the squares without a root.",
)
def l2_root(yhat, y):
    return np.sqrt(np.sum((y - yhat) ** 2))


@mistake("L2", "mean", "This is the mean of the squared errors. The loss here is their sum.")
def l2_mean(yhat, y):
    return np.mean((y - yhat) ** 2)


@mistake(
    "L2",
    "square-of-sum",
    "The errors are added first and squared then, so that they cancel. Square each error before adding.",
)
def l2_square_of_sum(yhat, y):
    return np.sum(y - yhat) ** 2


@mistake("L2", "absolute-values", "The errors are not squared. Their absolute values make the other loss.")
def l2_absolute_values(yhat, y):
    return np.sum(np.abs(y - yhat))


@mistake("L2", "not-summed", "There is still one number per prediction. The loss is a single number: add them up.")
def l2_not_summed(yhat, y):
    return (y - yhat) ** 2


@mistake(
    "L2", "half", "The sum is divided by 2. Some books do that to simplify the derivative; here it is not asked for."
)
def l2_half(yhat, y):
    return np.sum((y - yhat) ** 2) / 2


@mistake(
    "L2",
    "difference-of-squares",
    "This subtracts the sum of one vector's squares from that of the other. The loss squares the differences: subtract "
    "first.",
)
def l2_difference_of_squares(yhat, y):
    return np.dot(y, y) - np.dot(yhat, yhat)
