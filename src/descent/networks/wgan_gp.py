"""WGAN-GP: the judge becomes a critic, whose mean scores differ by the distance between real and painted samples.

    critic:     minimise  mean f(G(z)) - mean f(x) + lam mean (|grad f(u)| - 1)^2          (3)
    u = t x + (1 - t) G(z), t uniform: on the line between a real and a painted sample     (4)
    generator:  minimise  -mean f(G(z))

The gradient of (3) needs the derivative of a gradient. The tape goes back once; so the gradient of f in its input is
written down as a forward computation, layer by layer from the last to the first, and the tape goes back over that:

    linear        g <- g W^T                        (5)
    leaky ReLU    g <- g * slope                    (6)
    tanh          g <- g * (1 - a^2)                (7)
    convolution   g <- transposed convolution of g  (8)

Derivation: docs/derivations/generative_adversarial_networks.md
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.networks.gan import GAN
from descent.nn import Conv2d, Flatten, LeakyReLU, Linear, Module, ReLU, Sequential, Tanh
from descent.ops import conv_transpose2d
from descent.shapes import FloatArray
from descent.tensor import Tensor, apply, as_tensor


def input_gradient(network: Sequential, x: Any) -> Tensor:
    """Differentiate the sum of a network's outputs by its input, so that the result can be differentiated once more.

    Parameters
    ----------
    network : Sequential
        Of Linear, Conv2d with numbers as padding, LeakyReLU, ReLU, Tanh and Flatten layers, with outputs (n, 1).
    x : tensor or array, shape (n, ...)
        Where.

    Returns
    -------
    tensor, shape of x
        For every sample the gradient of its own output.

    Raises
    ------
    TypeError
        If a layer is of another kind.

    Examples
    --------
    >>> f = Sequential(Linear(2, 1, rng=0))
    >>> bool((input_gradient(f, np.zeros((1, 2))).data == f[0].weight.data.T).all())
    True
    """
    seen = [as_tensor(x)]
    for layer in network:
        seen.append(layer(seen[-1]))
    g = Tensor(np.ones_like(seen[-1].data))
    for layer, before, after in reversed(list(zip(network, seen[:-1], seen[1:], strict=True))):
        g = _back(layer, before, after, g)
    return g


def _back(layer: Module, before: Tensor, after: Tensor, g: Tensor) -> Tensor:
    """Take the gradient from a layer's output to its input."""
    if isinstance(layer, Linear):
        return g @ layer.weight.transpose()  # (5)
    if isinstance(layer, Tanh):
        return g * (1 - after * after)  # (7)
    if isinstance(layer, LeakyReLU | ReLU):
        slope = layer.negative_slope if isinstance(layer, LeakyReLU) else 0.0
        return g * np.where(before.data > 0, 1, slope).astype(g.data.dtype)  # (6): constant but at the kinks
    if isinstance(layer, Flatten):
        return g.reshape(*before.shape)
    if isinstance(layer, Conv2d) and not isinstance(layer.options["padding"], str):
        none = np.zeros(before.shape[3], g.data.dtype)
        made = apply(conv_transpose2d, g, layer.weight, none, **layer.options)
        missing = (before.shape[1] - made.shape[1], before.shape[2] - made.shape[2])  # rows no window reached
        if missing == (0, 0):
            return made  # (8)
        return apply(conv_transpose2d, g, layer.weight, none, output_padding=missing, **layer.options)
    raise TypeError(
        f"input_gradient knows Linear, Conv2d with padding in numbers, LeakyReLU, ReLU, Tanh and Flatten; "
        f"got {type(layer).__name__}. Build the critic from these."
    )


def gradient_penalty(critic: Sequential, u: Any) -> Tensor:
    """Mean squared difference of the slopes at the samples u from 1."""
    g = input_gradient(critic, u)
    rows = g.reshape(g.shape[0], -1)
    length = ((rows * rows).sum(axis=1) + 1e-12) ** 0.5  # the root has no derivative at 0
    off = length - 1.0
    return (off * off).mean()


class WGAN(GAN):
    """A GAN with a critic and gradient penalty; ``judge`` is a Sequential that ``input_gradient`` knows.

    Parameters
    ----------
    generator, judge, latent, **options
        As in ``GAN``; ``judge_steps=5`` and ``betas=(0, 0.9)`` are those of the paper.
    lam : float
        How much the penalty counts.

    References
    ----------
    Gulrajani et al. (2017), Improved training of Wasserstein GANs.

    Examples
    --------
    >>> gan = WGAN(Linear(2, 3, rng=0), Sequential(Linear(3, 1, rng=1)), 2, rng=0)
    >>> len(gan.fit(np.zeros((10, 3), np.float32), steps=4, batch_size=5).judge)
    4
    """

    def __init__(self, generator: Module, judge: Sequential, latent: int, *, lam: float = 10.0, **options: Any) -> None:
        super().__init__(generator, judge, latent, **{"judge_steps": 5, "betas": (0.0, 0.9), **options})
        self.critic, self.lam = judge, lam

    def judge_loss(self, real: FloatArray, painted: FloatArray, labels: ArrayLike | None) -> Tensor:
        """Compute (3)."""
        t = self.rng.random((len(real), *(1,) * (real.ndim - 1)), np.float32)
        between = t * real + (1 - t) * painted  # (4)
        apart = self.score(painted).mean() - self.score(real).mean()
        return apart + gradient_penalty(self.critic, between) * self.lam

    def generator_loss(self, painted: Tensor, labels: ArrayLike | None) -> Tensor:
        """Ask for high scores."""
        return -self.score(painted).mean()
