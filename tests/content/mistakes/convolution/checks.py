"""What convolution and pooling must do: windows cut by NumPy, sums by einsum, slopes as sums over windows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray


def padded(X: Array, pad: int) -> Array:
    m, h, w, c = X.shape
    found = np.zeros((m, h + 2 * pad, w + 2 * pad, c))
    found[:, pad : pad + h, pad : pad + w] = X
    return found


def windows(X: Array, f: int, stride: int) -> Array:
    """All windows: (m, n_H, n_W, f, f, channels)."""
    cut = np.lib.stride_tricks.sliding_window_view(X, (f, f), axis=(1, 2))[:, ::stride, ::stride]
    return np.moveaxis(cut, 3, -1)


def spread(parts: Array, shape: tuple[int, ...], stride: int) -> Array:
    """The sum of windows laid back in their places."""
    found = np.zeros(shape)
    for h in range(parts.shape[1]):
        for w in range(parts.shape[2]):
            rows, columns = (
                slice(h * stride, h * stride + parts.shape[3]),
                slice(w * stride, w * stride + parts.shape[4]),
            )
            found[:, rows, columns] += parts[:, h, w]
    return found


@exercise("zero_pad", points=5)
def check_zero_pad(rng: np.random.Generator) -> Checks:
    for pad, shape in ((1, (2, 3, 2, 2)), (2, (1, 2, 4, 3))):
        X = rng.normal(size=shape)
        yield Case(f"a border of {pad}", (X, pad), expected=padded(X, pad))


CONVOLUTIONS = (((1, 3, 3, 2), 2, 2, 1, 0), ((2, 3, 5, 2), 3, 2, 2, 1), ((1, 6, 4, 1), 2, 2, 2, 0))
"""Pictures, filter size, filters, stride, padding."""


@exercise("conv_forward", points=5, calls=["zero_pad"])
def check_conv_forward(rng: np.random.Generator) -> Checks:
    for shape, f, k, stride, pad in CONVOLUTIONS:
        A, W, b = rng.normal(size=shape), rng.normal(size=(f, f, shape[3], k)), rng.normal(size=(1, 1, 1, k))
        wanted = np.einsum("mhwabc,abck->mhwk", windows(padded(A, pad), f, stride), W) + b
        yield Case(f"pictures of {shape[1]} by {shape[2]}, stride {stride}", (A, W, b, stride, pad), expected=wanted)


POOLS = (((1, 3, 3, 2), 2, 1), ((2, 5, 7, 3), 3, 2), ((1, 4, 6, 1), 2, 2))


@exercise("pool_forward", points=5)
def check_pool_forward(rng: np.random.Generator) -> Checks:
    for shape, f, stride in POOLS:
        A = rng.normal(size=shape)
        cut = windows(A, f, stride)
        yield Case(f"the largest of {f} by {f}, stride {stride}", (A, f, stride, "max"), expected=cut.max(axis=(3, 4)))
        mean = cut.sum(axis=(3, 4)) / f**2
        yield Case(f"the mean of {f} by {f}, stride {stride}", (A, f, stride, "average"), expected=mean)


@exercise("conv_backward", points=5, calls=["zero_pad"])
def check_conv_backward(rng: np.random.Generator) -> Checks:
    for shape, f, k, stride, pad in CONVOLUTIONS:
        A, W = rng.normal(size=shape), rng.normal(size=(f, f, shape[3], k))
        cut = windows(padded(A, pad), f, stride)
        dZ = rng.normal(size=(*cut.shape[:3], k))
        back = spread(np.einsum("mhwk,abck->mhwabc", dZ, W), padded(A, pad).shape, stride)
        inner = back[:, pad : pad + shape[1], pad : pad + shape[2]]
        db = dZ.sum(axis=(0, 1, 2)).reshape(1, 1, 1, k)
        expected = (inner, np.einsum("mhwabc,mhwk->abck", cut, dZ), db)
        for place, name in enumerate(("dA_prev", "dW", "db")):
            claim = f"{name} for stride {stride}, padding {pad}"
            yield Case(claim, (dZ, A, W, stride, pad), expected=expected, pick=f"[{place}]")


@exercise("distribute_value", points=5)
def check_distribute(rng: np.random.Generator) -> Checks:
    for shape in ((2, 2), (3, 5)):
        dz = float(rng.uniform(1, 9))
        wanted = np.array([[dz / shape[0] / shape[1]] * shape[1]] * shape[0])
        yield Case(f"one value over {shape}", (dz, shape), expected=wanted)


@exercise("pool_backward", points=5, calls=["distribute_value"])
def check_pool_backward(rng: np.random.Generator) -> Checks:
    for shape, f, stride in POOLS:
        A = rng.normal(size=shape)
        cut = windows(A, f, stride)
        dA = rng.normal(size=(*cut.shape[:3], shape[3]))
        each = dA[:, :, :, None, None, :]
        largest = spread(np.where(cut == cut.max(axis=(3, 4), keepdims=True), each, 0.0), shape, stride)
        even = spread(np.broadcast_to(each / f**2, cut.shape), shape, stride)
        yield Case(f"max of {f} by {f}, stride {stride}", (dA, A, f, stride, "max"), expected=largest)
        yield Case(f"average of {f} by {f}, stride {stride}", (dA, A, f, stride, "average"), expected=even)
