"""Known mistakes of the tiny lab."""

import numpy as np

from gradus.grading.checks import mistake


def squash_right(z):
    return 1 / (1 + np.exp(-z))


@mistake("squash", "wrong-sign", "The exponent lacks its minus: write np.exp(-z).")
def wrong_sign(z):
    return 1 / (1 + np.exp(z))


@mistake("measure", "no-sum", "The mean is still one number per example. Sum over them, then divide by m.")
def no_sum(w, X, Y):
    A = squash_right(w.T @ X)
    return {"dw": 2 * X @ (A - Y).T / X.shape[1]}, (A - Y) ** 2 / X.shape[1]


@mistake("measure", "dot-not-aligned", "Both factors lie on their sides. Transpose one of them.")
def dot_not_aligned(w, X, Y):
    return np.dot(w, X)
