"""Max and average pooling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent import avg_pool2d, conv2d, max_pool2d, relu

X = np.random.default_rng(0).normal(size=(2, 6, 4, 3))


def test_windows_that_touch_are_blocks() -> None:
    blocks = X.reshape(2, 3, 2, 2, 2, 3)
    np.testing.assert_array_equal(max_pool2d(X), blocks.max(axis=(2, 4)))
    np.testing.assert_allclose(avg_pool2d(X), blocks.mean(axis=(2, 4)))


def test_a_mean_is_a_convolution_with_equal_weights() -> None:
    W = np.eye(3)[np.newaxis, np.newaxis] * np.full((2, 3, 1, 1), 1 / 6)
    np.testing.assert_allclose(avg_pool2d(X, size=(2, 3), stride=1), conv2d(X, W, np.zeros(3)), atol=1e-12)


def test_the_largest_and_the_relu_may_change_places() -> None:
    np.testing.assert_array_equal(max_pool2d(relu(X), size=3, stride=1), relu(max_pool2d(X, size=3, stride=1)))


@pytest.mark.parametrize("pool", [max_pool2d, avg_pool2d])
def test_a_window_larger_than_the_picture_is_explained(pool: Any) -> None:
    with pytest.raises(ValueError, match=r"x must be at least as large as a window, \(5, 5\); got pictures"):
        pool(X, size=5)
    with pytest.raises(ValueError, match=r"size must be a whole number, 1 or more"):
        pool(X, size=0)
