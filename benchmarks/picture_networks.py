"""Training steps of networks that look at pictures."""

from __future__ import annotations

from typing import Any

from benchmarks.steps import ADAM, PIXELS, SOFTMAX, SQUARED, WINDOWS, classes, normal, row
from descent import nn
from descent.ops import concatenate
from descent.tensor import apply


def lenet() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(3, 8, 5, padding=2, rng=0), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5, padding=2, rng=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(4096, 120, rng=2), nn.ReLU(), nn.Linear(120, 84, rng=3), nn.ReLU(),
        nn.Linear(84, 6, rng=4),
    )  # fmt: skip


def lenet_twin(t: Any) -> Any:
    return t.Sequential(
        t.Conv2d(3, 8, 5, padding=2), t.ReLU(), t.MaxPool2d(2),
        t.Conv2d(8, 16, 5, padding=2), t.ReLU(), t.MaxPool2d(2),
        t.Flatten(), t.Linear(4096, 120), t.ReLU(), t.Linear(120, 84), t.ReLU(), t.Linear(84, 6),
    )  # fmt: skip


class ResidualBlock(nn.Module):
    """The identity block of a ResNet: 1 x 1 down, 3 x 3, 1 x 1 up, and the input added."""

    def __init__(self) -> None:
        self.down, self.norm1 = nn.Conv2d(256, 64, 1, rng=0), nn.BatchNorm2d(64)
        self.middle, self.norm2 = nn.Conv2d(64, 64, 3, padding=1, rng=1), nn.BatchNorm2d(64)
        self.up, self.norm3 = nn.Conv2d(64, 256, 1, rng=2), nn.BatchNorm2d(256)

    def forward(self, x: Any) -> Any:
        h = self.norm1(self.down(x)).relu()
        h = self.norm2(self.middle(h)).relu()
        return (self.norm3(self.up(h)) + x).relu()


def residual_twin(t: Any) -> Any:
    class Block(t.Module):
        def __init__(self) -> None:
            super().__init__()
            self.down, self.norm1 = t.Conv2d(256, 64, 1), t.BatchNorm2d(64)
            self.middle, self.norm2 = t.Conv2d(64, 64, 3, padding=1), t.BatchNorm2d(64)
            self.up, self.norm3 = t.Conv2d(64, 256, 1), t.BatchNorm2d(256)

        def forward(self, x: Any) -> Any:
            h = t.functional.relu(self.norm1(self.down(x)))
            h = t.functional.relu(self.norm2(self.middle(h)))
            return t.functional.relu(self.norm3(self.up(h)) + x)

    return Block()


class MobileBlock(nn.Module):
    """A block of MobileNet v2: 1 x 1 wider, 3 x 3 within each channel, 1 x 1 narrower, and the input added."""

    def __init__(self, width: int = 32, inside: int = 192) -> None:
        self.widen, self.norm1 = nn.Conv2d(width, inside, 1, bias=False, rng=0), nn.BatchNorm2d(inside)
        self.depth = nn.Conv2d(inside, inside, 3, padding=1, groups=inside, bias=False, rng=1)
        self.norm2 = nn.BatchNorm2d(inside)
        self.narrow, self.norm3 = nn.Conv2d(inside, width, 1, bias=False, rng=2), nn.BatchNorm2d(width)

    def forward(self, x: Any) -> Any:
        h = self.norm1(self.widen(x)).relu()
        h = self.norm2(self.depth(h)).relu()
        return self.norm3(self.narrow(h)) + x


def mobile_twin(t: Any) -> Any:
    class Block(t.Module):
        def __init__(self, width: int = 32, inside: int = 192) -> None:
            super().__init__()
            self.widen, self.norm1 = t.Conv2d(width, inside, 1, bias=False), t.BatchNorm2d(inside)
            self.depth = t.Conv2d(inside, inside, 3, padding=1, groups=inside, bias=False)
            self.norm2 = t.BatchNorm2d(inside)
            self.narrow, self.norm3 = t.Conv2d(inside, width, 1, bias=False), t.BatchNorm2d(width)

        def forward(self, x: Any) -> Any:
            h = t.functional.relu(self.norm1(self.widen(x)))
            h = t.functional.relu(self.norm2(self.depth(h)))
            return self.norm3(self.narrow(h)) + x

    return Block()


class UNet(nn.Module):
    """Three levels of 16, 32 and 64 channels, for 23 classes a pixel."""

    def __init__(self) -> None:
        self.down1, self.down2, self.bottom = twice(3, 16, 0), twice(16, 32, 2), twice(32, 64, 4)
        self.up2, self.back2 = nn.ConvTranspose2d(64, 32, 2, stride=2, rng=6), twice(64, 32, 7)
        self.up1, self.back1 = nn.ConvTranspose2d(32, 16, 2, stride=2, rng=9), twice(32, 16, 10)
        self.pool, self.out = nn.MaxPool2d(2), nn.Conv2d(16, 23, 1, rng=12)

    def forward(self, x: Any) -> Any:
        one = self.down1(x)
        two = self.down2(self.pool(one))
        h = self.bottom(self.pool(two))
        h = self.back2(apply(concatenate, self.up2(h), two, axis=-1))
        return self.out(self.back1(apply(concatenate, self.up1(h), one, axis=-1)))


def twice(inside: int, outside: int, seed: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, padding=1, rng=seed), nn.ReLU(),
        nn.Conv2d(outside, outside, 3, padding=1, rng=seed + 1), nn.ReLU(),
    )  # fmt: skip


def unet_twin(t: Any) -> Any:
    def twice(inside: int, outside: int) -> Any:
        return t.Sequential(
            t.Conv2d(inside, outside, 3, padding=1), t.ReLU(), t.Conv2d(outside, outside, 3, padding=1), t.ReLU()
        )

    import torch

    class UNet(t.Module):
        def __init__(self) -> None:
            super().__init__()
            self.down1, self.down2, self.bottom = twice(3, 16), twice(16, 32), twice(32, 64)
            self.up2, self.back2 = t.ConvTranspose2d(64, 32, 2, stride=2), twice(64, 32)
            self.up1, self.back1 = t.ConvTranspose2d(32, 16, 2, stride=2), twice(32, 16)
            self.pool, self.out = t.MaxPool2d(2), t.Conv2d(16, 23, 1)

        def forward(self, x: Any) -> Any:
            one = self.down1(x)
            two = self.down2(self.pool(one))
            h = self.bottom(self.pool(two))
            h = self.back2(torch.cat([self.up2(h), two], 1))
            return self.out(self.back1(torch.cat([self.up1(h), one], 1)))

    return UNet()


def pixels() -> tuple[Any, Any]:
    return normal(8, 48, 64, 3), classes(8 * 48 * 64, 23).reshape(8, 48, 64)


def block_data(n: int, side: int, channels: int) -> tuple[Any, Any]:
    return normal(n, side, side, channels), normal(n, side, side, channels, seed=1)


MATCHES = (SQUARED[0], lambda torch, z, y: SQUARED[1](torch, z, y.permute(0, 3, 1, 2)))
"""Mean squared difference to pictures, which stay channels-last in the data of both."""

ROWS = [
    row(
        "LeNet 64 x 64 x 3, batch 64, Adam",
        lenet,
        lenet_twin,
        lambda: (normal(64, 64, 64, 3), classes(64, 6)),
        SOFTMAX,
        ADAM,
        pictures=True,
        flattened=(16, 16, 16),
        divides=True,
        why=WINDOWS,
    ),  # fmt: skip
    row(
        "ResNet identity block 32 x 15 x 15 x 256, Adam",
        ResidualBlock,
        residual_twin,
        lambda: block_data(32, 15, 256),
        MATCHES,
        ADAM,
        pictures=True,
        why=WINDOWS,
    ),  # fmt: skip
    row(
        "MobileNet v2 block 32 x 16 x 16 x 32, Adam",
        MobileBlock,
        mobile_twin,
        lambda: block_data(32, 16, 32),
        MATCHES,
        ADAM,
        pictures=True,
        why=WINDOWS,
    ),  # fmt: skip
    row(
        "U-Net 8 x 48 x 64, base 16, Adam",
        UNet,
        unet_twin,
        pixels,
        PIXELS,
        ADAM,
        pictures=True,
        divides=True,
        why=WINDOWS,
    ),
]
