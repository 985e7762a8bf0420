"""A conditional GAN is told what to paint: generator and judge both see the label, one number for each class."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from descent.networks.gan import GAN
from descent.nn import Module
from descent.ops import concatenate
from descent.shapes import FloatArray, indices
from descent.tensor import Tensor, apply, as_tensor


class ConditionalGAN(GAN):
    """A GAN whose samples have a wanted class.

    Parameters
    ----------
    generator : Module
        From rows of ``latent`` normal numbers and ``classes`` numbers 0 or 1.
    judge : Module
        From samples with ``classes`` more numbers, or for pictures as many more channels, to one logit.
    latent, classes : int
        How many numbers, and classes.
    **options
        The further parameters of ``GAN``.

    References
    ----------
    Mirza and Osindero (2014), Conditional generative adversarial nets.

    Examples
    --------
    >>> from descent import nn
    >>> gan = ConditionalGAN(nn.Linear(2 + 3, 4, rng=0), nn.Linear(4 + 3, 1, rng=1), 2, 3, rng=0)
    >>> gan.sample(2, [0, 2]).shape
    (2, 4)
    """

    def __init__(self, generator: Module, judge: Module, latent: int, classes: int, **options: Any) -> None:
        super().__init__(generator, judge, latent, **options)
        self.classes = classes

    def paint(self, n: int, labels: ArrayLike | None = None) -> Tensor:
        """Run the generator on latent numbers with the labels beside them."""
        z = self.rng.standard_normal((n, self.latent), np.float32)
        return as_tensor(self.generator(np.concatenate([z, self._told(labels, n)], axis=1)))

    def score(self, x: Any, labels: ArrayLike | None = None) -> Tensor:
        """Give the judge's logits for samples with the labels beside them."""
        x = as_tensor(x)
        told = self._told(labels, len(x))
        between = (1,) * (len(x.shape) - 2)  # the axes of places, if there are any
        told = np.broadcast_to(told.reshape(len(x), *between, -1), (*x.shape[:-1], self.classes))
        return as_tensor(self.judge(apply(concatenate, x, told, axis=-1)))

    def _told(self, labels: ArrayLike | None, n: int) -> FloatArray:
        kinds = None if labels is None else indices(labels, "labels", below=self.classes, of="class")
        if kinds is None or kinds.shape != (n,):
            raise ValueError(
                f"labels must have shape ({n},), one per sample; got {None if kinds is None else kinds.shape}. "
                "Say which class each sample shall have."
            )
        return np.eye(self.classes, dtype=np.float32)[kinds]
