"""Generative adversarial networks: one network paints, the other judges whether a picture is real; each learns from it.

    judge:      minimise  -mean log D(x) - mean log (1 - D(G(z)))       (1)
    generator:  minimise  -mean log D(G(z))                             (2)

with x from the data, z normal, and D the sigmoid of the judge's logit.

Derivation: docs/derivations/generative_adversarial_networks.md
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.nn import Module, binary_cross_entropy_with_logits
from descent.nn.initialisers import Rng
from descent.optim import Adam
from descent.shapes import FloatArray
from descent.tensor import Tensor, as_tensor, no_grad


class Duel(NamedTuple):
    """What training saw: the judge's and the generator's loss at each step."""

    judge: list[float]
    generator: list[float]


class GAN:
    """A generator and its judge, each with its own Adam.

    Parameters
    ----------
    generator : Module
        From rows of ``latent`` normal numbers to samples like those of the data.
    judge : Module
        From samples to one logit each, shape (n, 1): large for real ones.
    latent : int
        Numbers that a sample is made from.
    lr : float
        Learning rate of both.
    betas : pair of float
        Those of Adam; a short memory of directions suits a goal that moves.
    judge_steps : int
        Steps of the judge for one of the generator.
    rng : numpy.random.Generator, int or None
        Draws latent numbers and batches.

    References
    ----------
    Goodfellow et al. (2014), Generative adversarial nets; (2) is the form of its section 3 that does not saturate.

    Examples
    --------
    >>> from descent import nn
    >>> gan = GAN(nn.Linear(2, 3, rng=0), nn.Linear(3, 1, rng=1), 2, rng=0)
    >>> len(gan.fit(np.zeros((10, 3), np.float32), steps=4, batch_size=5).judge)
    4
    >>> gan.sample(6).shape
    (6, 3)
    """

    def __init__(
        self,
        generator: Module,
        judge: Module,
        latent: int,
        *,
        lr: float = 2e-4,
        betas: tuple[float, float] = (0.5, 0.999),
        judge_steps: int = 1,
        rng: Rng = None,
    ) -> None:
        self.generator, self.judge, self.latent, self.judge_steps = generator, judge, latent, judge_steps
        self.rng = np.random.default_rng(rng)
        self.painting = Adam(generator.parameters(), lr=lr, betas=betas)
        self.judging = Adam(judge.parameters(), lr=lr, betas=betas)

    def fit(self, X: ArrayLike, y: ArrayLike | None = None, *, steps: int, batch_size: int = 64) -> Duel:
        """Let both learn from samples X, with labels y where the networks are told what to make."""
        X = np.asarray(X)
        if min(steps, batch_size, self.judge_steps) < 1 or not len(X):
            raise ValueError(
                f"steps, batch_size, judge_steps and the number of samples must be 1 or more; "
                f"got {steps}, {batch_size}, {self.judge_steps} and {len(X)}."
            )
        duel = Duel([], [])
        self.generator.train()
        self.judge.train()
        for _ in range(steps):
            for _ in range(self.judge_steps):
                rows = self.rng.integers(len(X), size=batch_size)
                label = None if y is None else np.asarray(y)[rows]
                painted = self.paint(batch_size, label)
                self.judging.zero_grad()
                loss = self.judge_loss(X[rows], painted.data, label)
                loss.backward()
                self.judging.step()
            duel.judge.append(float(loss.data))
            self.judge.requires_grad_(False)  # its gradients are not needed now: leaving them out saves a third
            self.painting.zero_grad()
            loss = self.generator_loss(painted, label)  # what the judge saw last: the generator has not moved since
            loss.backward()
            self.painting.step()
            self.judge.requires_grad_(True)
            duel.generator.append(float(loss.data))
        return duel

    def sample(self, n: int, labels: ArrayLike | None = None) -> FloatArray:
        """Make n samples, in use mode."""
        self.generator.eval()
        with no_grad():
            made = self.paint(n, labels).data
        self.generator.train()
        return made

    def paint(self, n: int, labels: ArrayLike | None = None) -> Tensor:
        """Draw latent numbers and run the generator."""
        return as_tensor(self.generator(self.rng.standard_normal((n, self.latent), np.float32)))

    def score(self, x: Any, labels: ArrayLike | None = None) -> Tensor:
        """Give the judge's logits."""
        return as_tensor(self.judge(x))

    def judge_loss(self, real: FloatArray, painted: FloatArray, labels: ArrayLike | None) -> Tensor:
        """Measure how wrong the judge is, (1)."""
        right, wrong = self.score(real, labels), self.score(painted, labels)
        return _surprise(right, 1) + _surprise(wrong, 0)

    def generator_loss(self, painted: Tensor, labels: ArrayLike | None) -> Tensor:
        """Measure how well the judge sees through the generator, (2)."""
        return _surprise(self.score(painted, labels), 1)


def _surprise(logits: Tensor, answer: int) -> Tensor:
    return binary_cross_entropy_with_logits(logits, np.full(logits.shape, answer, logits.data.dtype))
