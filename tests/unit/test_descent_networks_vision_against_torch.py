"""Networks for pictures beside twins made of PyTorch's layers: the same numbers inside, the same numbers out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent import networks, nn
from descent.networks.convolutions import conv_norm
from descent.tensor import Tensor

torch = pytest.importorskip("torch")
t = torch.nn
RNG = np.random.default_rng(0)


def twins(ours: Any, theirs: Any, *shape: int, tolerance: float = 1e-4) -> None:
    """Copy all weights in their order, then compare outputs, and gradients of the input and the first weights."""
    pairs = list(zip(ours.parameters(), theirs.parameters(), strict=True))
    with torch.no_grad():
        for mine, other in pairs:
            mine.data += RNG.normal(scale=0.05, size=mine.shape).astype(np.float32)
            other.copy_(torch.from_numpy(_turned(mine.data).copy()))
    x = RNG.normal(size=shape).astype(np.float32)
    given = Tensor(x, requires_grad=True)
    twin = torch.from_numpy(x.transpose(0, 3, 1, 2).copy()).requires_grad_()
    y, expected = ours(given), theirs(twin)
    expected = expected.permute(0, 2, 3, 1) if expected.ndim == 4 else expected
    _close(y.data, expected.detach().numpy(), tolerance)
    g = RNG.normal(size=y.shape).astype(np.float32)
    y.backward(g)
    expected.backward(torch.from_numpy(g))
    _close(given.grad, twin.grad.numpy().transpose(0, 2, 3, 1), 10 * tolerance)
    first, other = pairs[0]
    _close(_turned(first.grad), other.grad.numpy(), 10 * tolerance)


def _turned(weights: Any) -> Any:
    """Filters (h, w, in, out) to (out, in, h, w), matrices to their transposes."""
    return weights.transpose(3, 2, 0, 1) if weights.ndim == 4 else weights.T


def _close(ours: Any, theirs: Any, tolerance: float) -> None:
    np.testing.assert_allclose(ours, theirs, atol=tolerance * np.abs(theirs).max())


def conv(inside: int, out: int, size: int, act: Any = t.ReLU, stride: int = 1, groups: int = 1) -> Any:
    layers = [t.Conv2d(inside, out, size, stride, size // 2, groups=groups, bias=False), t.BatchNorm2d(out)]
    return t.Sequential(*layers, *([act()] if act else []))


class Residual(t.Module):  # type: ignore[misc, name-defined]
    def __init__(self, inside: int, width: int, stride: int, bottleneck: bool) -> None:
        super().__init__()
        out = 4 * width if bottleneck else width
        if bottleneck:
            self.path = t.Sequential(
                conv(inside, width, 1), conv(width, width, 3, stride=stride), conv(width, out, 1, None)
            )
        else:
            self.path = t.Sequential(conv(inside, width, 3, stride=stride), conv(width, width, 3, None))
        self.short = t.Identity() if stride == 1 and inside == out else conv(inside, out, 1, None, stride)

    def forward(self, x: Any) -> Any:
        return torch.relu(self.path(x) + self.short(x))


class Inverted(t.Module):  # type: ignore[misc, name-defined]
    def __init__(self, inside: int, out: int, expansion: int, stride: int) -> None:
        super().__init__()
        wide = inside * expansion
        first = [conv(inside, wide, 1, t.ReLU6)] if expansion > 1 else []
        self.path = t.Sequential(*first, conv(wide, wide, 3, t.ReLU6, stride, wide), conv(wide, out, 1, None))
        self.adds = stride == 1 and inside == out

    def forward(self, x: Any) -> Any:
        return x + self.path(x) if self.adds else self.path(x)


class Flat(t.Module):  # type: ignore[misc, name-defined]
    """Flatten as with channels last."""

    def forward(self, x: Any) -> Any:
        return x.permute(0, 2, 3, 1).flatten(1)


def head(channels: int, classes: int) -> Any:
    return t.Sequential(t.AdaptiveAvgPool2d(1), t.Flatten(), t.Linear(channels, classes))


def test_lenet() -> None:
    theirs = t.Sequential(
        t.Conv2d(1, 6, 5), t.ReLU(), t.MaxPool2d(2), t.Conv2d(6, 16, 5), t.ReLU(), t.MaxPool2d(2),
        Flat(), t.Linear(400, 120), t.ReLU(), t.Linear(120, 84), t.ReLU(), t.Linear(84, 10),
    )  # fmt: skip
    twins(networks.LeNet5(rng=0), theirs, 3, 32, 32, 1)


@pytest.mark.parametrize("bottleneck", [False, True])
def test_resnet(bottleneck: bool) -> None:
    ours = networks.ResNet((2, 1), bottleneck=bottleneck, width=8, classes=5, rng=0)
    out = 4 if bottleneck else 1
    theirs = t.Sequential(
        conv(3, 8, 7, stride=2), t.MaxPool2d(3, 2, 1),
        Residual(8, 8, 1, bottleneck), Residual(8 * out, 8, 1, bottleneck), Residual(8 * out, 16, 2, bottleneck),
        head(16 * out, 5),
    )  # fmt: skip
    twins(ours, theirs, 4, 33, 31, 3)


def test_mobilenet_v1() -> None:
    channels, layers = 4, [conv(3, 4, 3, stride=2)]
    widths = [8, 16, 16, 32, 32, 64, 64, 64, 64, 64, 64, 128, 128]
    strides = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1]
    for width, stride in zip(widths, strides, strict=True):
        layers += [conv(channels, channels, 3, stride=stride, groups=channels), conv(channels, width, 1)]
        channels = width
    twins(networks.MobileNetV1(alpha=0.125, classes=5, rng=0), t.Sequential(*layers, head(128, 5)), 8, 64, 64, 3)


def test_mobilenet_v2() -> None:
    channels, layers = 8, [conv(3, 8, 3, t.ReLU6, 2)]
    table = [(1, 8, 1, 1), (6, 8, 2, 2), (6, 8, 3, 2), (6, 16, 4, 2), (6, 24, 3, 1), (6, 40, 3, 2), (6, 80, 1, 1)]
    for expansion, out, count, stride in table:
        for place in range(count):
            layers.append(Inverted(channels, out, expansion, stride if place == 0 else 1))
            channels = out
    layers.append(conv(80, 1280, 1, t.ReLU6))
    ours = networks.MobileNetV2(alpha=0.25, classes=5, p_drop=0.0, rng=0)
    twins(ours, t.Sequential(*layers, head(1280, 5)), 8, 64, 64, 3, tolerance=1e-3)


def test_unet() -> None:
    def twice(inside: int, out: int) -> Any:
        return t.Sequential(t.Conv2d(inside, out, 3, padding=1), t.ReLU(), t.Conv2d(out, out, 3, padding=1), t.ReLU())

    class UNet(t.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b, self.bottom = twice(3, 4), twice(4, 8), twice(8, 16)
            self.up_b, self.up_a = t.ConvTranspose2d(16, 8, 2, 2), t.ConvTranspose2d(8, 4, 2, 2)
            self.back_b, self.back_a, self.out = twice(16, 8), twice(8, 4), t.Conv2d(4, 5, 1)

        def forward(self, x: Any) -> Any:
            pool = torch.nn.functional.max_pool2d
            a = self.a(x)
            b = self.b(pool(a, 2))
            h = self.back_b(torch.cat([b, self.up_b(self.bottom(pool(b, 2)))], 1))
            return self.out(self.back_a(torch.cat([a, self.up_a(h)], 1)))

    twins(networks.UNet(3, 5, depth=2, base=4, rng=0), UNet(), 2, 12, 8, 3)


class Inception(t.Module):  # type: ignore[misc, name-defined]
    def __init__(self, inside: int, a: int, b: int, c: int, d: int, e: int, f: int) -> None:
        super().__init__()
        self.paths = t.ModuleList([
            conv(inside, a, 1), t.Sequential(conv(inside, b, 1), conv(b, c, 3)),
            t.Sequential(conv(inside, d, 1), conv(d, e, 5)), t.Sequential(t.MaxPool2d(3, 1, 1), conv(inside, f, 1)),
        ])  # fmt: skip

    def forward(self, x: Any) -> Any:
        return torch.cat([path(x) for path in self.paths], 1)


class Squeeze(t.Module):  # type: ignore[misc, name-defined]
    def __init__(self, channels: int, few: int) -> None:
        super().__init__()
        self.weigh = t.Sequential(t.Linear(channels, few), t.SiLU(), t.Linear(few, channels), t.Sigmoid())

    def forward(self, x: Any) -> Any:
        return x * self.weigh(x.mean((2, 3)))[:, :, None, None]


def test_alexnet() -> None:
    theirs = t.Sequential(
        t.Conv2d(3, 96, 11, 4), t.ReLU(), t.MaxPool2d(3, 2),
        t.Conv2d(96, 256, 5, padding=2, groups=2), t.ReLU(), t.MaxPool2d(3, 2),
        t.Conv2d(256, 384, 3, padding=1), t.ReLU(), t.Conv2d(384, 384, 3, padding=1, groups=2), t.ReLU(),
        t.Conv2d(384, 256, 3, padding=1, groups=2), t.ReLU(), t.MaxPool2d(3, 2),
        Flat(), t.Linear(256, 8), t.ReLU(), t.Linear(8, 8), t.ReLU(), t.Linear(8, 5),
    )  # fmt: skip
    twins(networks.AlexNet(size=67, classes=5, hidden=8, p_drop=0.0, rng=0), theirs, 2, 67, 67, 3)


@pytest.mark.parametrize("layers", [11, 16])
def test_vgg(layers: int) -> None:
    counts = {11: (1, 1, 2, 2, 2), 16: (2, 2, 3, 3, 3)}[layers]
    stages, inside = [], 3
    for count, out in zip(counts, (4, 8, 16, 32, 32), strict=True):
        for _ in range(count):
            stages += [t.Conv2d(inside, out, 3, padding=1), t.ReLU()]
            inside = out
        stages.append(t.MaxPool2d(2))
    theirs = [Flat(), t.Linear(128, 8), t.ReLU(), t.Linear(8, 8), t.ReLU(), t.Linear(8, 5)]
    ours = networks.VGG(layers, size=64, width=1 / 16, hidden=8, classes=5, p_drop=0.0, rng=0)
    twins(ours, t.Sequential(*stages, *theirs), 2, 64, 64, 3)


def test_an_inception_block() -> None:
    sizes = (4, 3, 6, 2, 3, 2)
    theirs = t.Sequential(conv(3, 8, 1), Inception(8, *sizes))
    ours = nn.Sequential(conv_norm(3, 8, 1, rng=0), networks.InceptionBlock(8, *sizes, rng=0))
    twins(ours, theirs, 3, 7, 6, 3)


@pytest.mark.parametrize(("out", "window", "stride"), [(8, 5, 1), (16, 3, 2)])
def test_a_block_of_efficientnet(out: int, window: int, stride: int) -> None:
    def silu(inside: int, wide: int, size: int, **options: Any) -> Any:
        return conv(inside, wide, size, t.SiLU, **options)

    class Block(t.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            middle = silu(48, 48, window, stride=stride, groups=48)
            self.path = t.Sequential(silu(8, 48, 1), middle, Squeeze(48, 2), conv(48, out, 1, None))

        def forward(self, x: Any) -> Any:
            return self.path(x) + x if out == 8 else self.path(x)

    twins(networks.MBConv(8, out, window, stride=stride, rng=0), Block(), 3, 7, 6, 8)


def test_the_loss_of_a_detector() -> None:
    anchors = [[0.2, 0.2], [0.5, 0.3]]
    boxes = [[[0.1, 0.1, 0.3, 0.4], [0.5, 0.5, 0.9, 0.8]], [[0.2, 0.6, 0.6, 0.9]]]
    target = networks.encode_boxes(boxes, [[0, 2], [1]], anchors=anchors, grid=(3, 3)).astype(np.float64)
    raw = RNG.normal(size=(2, 3, 3, 2, 8))
    given, twin, wanted = (
        Tensor(raw, requires_grad=True),
        torch.from_numpy(raw).requires_grad_(),
        torch.from_numpy(target),
    )
    loss = networks.yolo_loss(given, target, box=3.0, none=0.25)
    f, here = torch.nn.functional, wanted[..., 0] > 0
    weight = torch.where(here, 1.0, 0.25)
    expected = f.binary_cross_entropy_with_logits(twin[..., 0], wanted[..., 0], weight, reduction="sum")
    expected = expected + 3 * f.mse_loss(twin[here][:, 1:3].sigmoid(), wanted[here][:, 1:3], reduction="sum")
    expected = expected + 3 * f.mse_loss(twin[here][:, 3:5], wanted[here][:, 3:5], reduction="sum")
    expected = (expected + f.cross_entropy(twin[here][:, 5:], wanted[here][:, 5].long(), reduction="sum")) / 3
    loss.backward()
    expected.backward()
    assert np.isclose(float(loss.data), expected.item())
    _close(given.grad, twin.grad.numpy(), 1e-9)
