"""The gradient penalty beside PyTorch, which differentiates twice, and DCGAN beside twins of PyTorch's layers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent import nn
from descent.networks import DCGenerator, dc_judge, gradient_penalty
from descent.tensor import Tensor

torch = pytest.importorskip("torch")
t = torch.nn
RNG = np.random.default_rng(0)


def _turned(weights: Any) -> Any:
    return weights.transpose(3, 2, 0, 1) if weights.ndim == 4 else weights.T


def _copy(ours: nn.Module, theirs: Any) -> list[tuple[Any, Any]]:
    pairs = list(zip(ours.parameters(), theirs.parameters(), strict=True))
    with torch.no_grad():
        for mine, other in pairs:
            other.copy_(torch.from_numpy(_turned(mine.data).copy()))
    return pairs


class Flat(t.Module):  # type: ignore[misc, name-defined]
    """Flatten as with channels last."""

    def forward(self, x: Any) -> Any:
        return x.permute(0, 2, 3, 1).flatten(1)


CRITICS: dict[str, tuple[Any, Any, tuple[int, ...]]] = {
    "rows": (
        nn.Sequential(
            nn.Linear(3, 8, rng=0), nn.LeakyReLU(0.2), nn.Linear(8, 8, rng=1), nn.Tanh(), nn.Linear(8, 1, rng=2)
        ),
        t.Sequential(t.Linear(3, 8), t.LeakyReLU(0.2), t.Linear(8, 8), t.Tanh(), t.Linear(8, 1)),
        (3,),
    ),
    "pictures": (
        nn.Sequential(
            nn.Conv2d(2, 4, 4, stride=2, padding=1, rng=0), nn.LeakyReLU(0.2), nn.Conv2d(4, 3, 3, stride=2, rng=1),
            nn.Tanh(), nn.Flatten(), nn.Linear(12, 1, rng=2),
        ),
        t.Sequential(
            t.Conv2d(2, 4, 4, 2, 1), t.LeakyReLU(0.2), t.Conv2d(4, 3, 3, 2), t.Tanh(), Flat(), t.Linear(12, 1)
        ),
        (12, 13, 2),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CRITICS)
def test_the_gradient_penalty_and_its_gradients(name: str) -> None:
    ours, theirs, shape = CRITICS[name]
    ours, theirs = ours.to(np.float64), theirs.double()
    for parameter in ours.parameters():
        parameter.data += RNG.normal(scale=0.1, size=parameter.shape)
    pairs = _copy(ours, theirs)
    u = RNG.normal(size=(6, *shape))
    twin = torch.from_numpy(np.moveaxis(u, -1, 1).copy()).requires_grad_()
    (slopes,) = torch.autograd.grad(theirs(twin).sum(), twin, create_graph=True)
    expected = ((slopes.flatten(1).norm(dim=1) - 1) ** 2).mean()
    expected.backward()
    given = Tensor(u, requires_grad=True)
    penalty = gradient_penalty(ours, given)
    penalty.backward()
    assert np.isclose(float(penalty.data), expected.item())
    assert given.grad is not None
    np.testing.assert_allclose(given.grad, np.moveaxis(twin.grad.numpy(), 1, -1), atol=1e-9)
    for mine, other in pairs:
        wanted = np.zeros(other.shape) if other.grad is None else other.grad.numpy()
        got = np.zeros(mine.shape) if mine.grad is None else mine.grad
        np.testing.assert_allclose(_turned(got), wanted, atol=1e-9)


def test_a_dcgan() -> None:
    generator, judge = DCGenerator(5, size=16, width=4, rng=0), dc_judge(size=16, width=4, rng=1)
    start = t.Linear(5, 128, bias=False)
    grow = t.Sequential(
        t.BatchNorm2d(8), t.ReLU(), t.ConvTranspose2d(8, 4, 4, 2, 1, bias=False), t.BatchNorm2d(4), t.ReLU(),
        t.ConvTranspose2d(4, 3, 4, 2, 1), t.Tanh(),
    )  # fmt: skip
    looks = t.Sequential(
        t.Conv2d(3, 4, 4, 2, 1), t.LeakyReLU(0.2), t.Conv2d(4, 8, 4, 2, 1, bias=False), t.BatchNorm2d(8),
        t.LeakyReLU(0.2), Flat(), t.Linear(128, 1),
    )  # fmt: skip
    _copy(generator, t.ModuleList([start, grow]))
    _copy(judge, looks)
    z = RNG.normal(size=(6, 5)).astype(np.float32)
    painted = generator(z)
    expected = grow(start(torch.from_numpy(z)).reshape(6, 4, 4, 8).permute(0, 3, 1, 2))
    np.testing.assert_allclose(painted.data, expected.permute(0, 2, 3, 1).detach().numpy(), atol=1e-5)
    np.testing.assert_allclose(judge(painted).data, looks(expected).detach().numpy(), atol=1e-5)
