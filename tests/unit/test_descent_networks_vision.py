"""Networks that classify or segment pictures: their published sizes, and that they learn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from descent import networks, nn
from descent.networks.convolutions import max_pool, relu6, rounded
from descent.tensor import Tensor
from descent.training import predict
from tests.unit.networks_stripes import learn, stripes

SIZES: dict[str, tuple[Callable[[], nn.Module], int]] = {
    "LeNet-5": (lambda: networks.LeNet5(rng=0), 61_706),
    "ResNet-18": (lambda: networks.resnet18(rng=0), 11_689_512),
    "ResNet-34": (lambda: networks.resnet34(rng=0), 21_797_672),
    "ResNet-50": (lambda: networks.resnet50(rng=0), 25_557_032),
    "MobileNet v1": (lambda: networks.MobileNetV1(rng=0), 4_231_976),
    "MobileNet v2": (lambda: networks.MobileNetV2(rng=0), 3_504_872),
}
"""Numbers that torchvision and the papers' reference implementations state for a thousand classes."""


@pytest.mark.parametrize("name", SIZES)
def test_the_published_number_of_parameters(name: str) -> None:
    make, published = SIZES[name]
    assert make().count_parameters() == published


def test_a_unet_doubles_its_widths_on_the_way_down() -> None:
    def twice(inside: int, out: int) -> int:
        return 9 * inside * out + out + 9 * out * out + out

    down = twice(3, 4) + twice(4, 8) + twice(8, 16)
    up = (4 * 16 * 8 + 8) + twice(16, 8) + (4 * 8 * 4 + 4) + twice(8, 4)
    assert networks.UNet(3, 5, depth=2, base=4, rng=0).count_parameters() == down + up + 4 * 5 + 5


LEARNERS: dict[str, tuple[Callable[[], nn.Module], int, int, float]] = {
    "LeNet-5": (lambda: networks.LeNet5(16, classes=3, rng=0), 16, 6, 0.9),
    "ResNet": (lambda: networks.ResNet((1, 1), in_channels=1, width=8, classes=3, small=True, rng=0), 16, 4, 0.9),
    "bottlenecks": (
        lambda: networks.ResNet((1, 1), bottleneck=True, in_channels=1, width=4, classes=3, small=True, rng=0),
        16, 4, 0.9,
    ),
    "MobileNet v1": (lambda: networks.MobileNetV1(in_channels=1, alpha=0.25, classes=3, rng=0), 32, 10, 0.7),
    "MobileNet v2": (lambda: networks.MobileNetV2(in_channels=1, alpha=0.25, classes=3, p_drop=0, rng=0), 32, 10, 0.7),
}  # fmt: skip
"""How to make each, the side of the pictures, epochs, and the share of new ones to be known; chance knows a third."""


@pytest.mark.parametrize("name", LEARNERS)
def test_it_tells_three_kinds_of_stripes_apart(name: str) -> None:
    make, side, epochs, share = LEARNERS[name]
    X, y = stripes(240, side)
    net = make()
    loss = learn(net, X[:160], y[:160], epochs=epochs)
    assert loss[-1] < 0.4 * loss[0]
    assert (predict(net, X[160:]).argmax(axis=1) == y[160:]).mean() >= share


@pytest.mark.parametrize("name", LEARNERS)
def test_the_same_seed_gives_the_same_network_and_training(name: str) -> None:
    make, side, *_ = LEARNERS[name]
    X, y = stripes(32, side)
    assert learn(make(), X, y, epochs=1) == learn(make(), X, y, epochs=1)


def test_a_unet_learns_where_the_bright_square_is() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.normal(0, 0.3, size=(48, 16, 16, 1)), np.zeros((48, 16, 16), np.int64)
    for picture, mask in zip(X, y, strict=True):
        i, j = rng.integers(0, 10, size=2)
        picture[i : i + 6, j : j + 6] += 1
        mask[i : i + 6, j : j + 6] = 1
    net = networks.UNet(1, 2, depth=2, base=8, rng=0)
    learn(net, X[:32].astype(np.float32), y[:32], epochs=30, lr=0.003)
    found = predict(net, X[32:].astype(np.float32)).argmax(axis=3)
    both, either = (found & y[32:]).sum(), (found | y[32:]).sum()
    assert both / either > 0.75


def test_a_unet_says_which_sizes_it_can_halve() -> None:
    with pytest.raises(ValueError, match=r"divisible by 4, since they are halved 2 times; got \(1, 6, 8, 1\)"):
        networks.UNet(1, 2, depth=2, base=2, rng=0)(np.zeros((1, 6, 8, 1)))


def test_a_lenet_says_how_small_a_picture_may_be() -> None:
    assert networks.LeNet5(16, rng=0)(np.zeros((1, 16, 16, 1), np.float32)).shape == (1, 10)
    with pytest.raises(ValueError, match=r"size must be 16 or more, so that both filters fit; got 13"):
        networks.LeNet5(13)


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("bottleneck", [False, True])
def test_a_residual_block_without_weights_passes_its_input_on(stride: int, bottleneck: bool) -> None:
    width = 2 if bottleneck else 8
    block = networks.ResidualBlock(8, width, stride=stride, bottleneck=bottleneck, rng=0)
    for parameter in block.path.parameters():
        parameter.data[...] = 0
    x = np.abs(np.random.default_rng(0).normal(size=(2, 6, 6, 8))).astype(np.float32)
    expected = block.shortcut(Tensor(x)).relu().data
    np.testing.assert_array_equal(block(x).data, expected)
    if stride == 1:
        np.testing.assert_array_equal(expected, x)


def test_an_inverted_residual_adds_its_input_only_where_the_shapes_agree() -> None:
    adds = {
        (inside, out, stride): networks.InvertedResidual(inside, out, stride=stride, rng=0).adds
        for inside, out, stride in [(8, 8, 1), (8, 8, 2), (8, 4, 1)]
    }
    assert adds == {(8, 8, 1): True, (8, 8, 2): False, (8, 4, 1): False}


@pytest.mark.parametrize(
    "block",
    [
        networks.ResidualBlock(8, 4, stride=2, rng=0),
        networks.ResidualBlock(8, 2, bottleneck=True, rng=0),
        networks.InvertedResidual(3, 3, expansion=2, rng=0),
        networks.depthwise_separable(3, 4, rng=0),
    ],
    ids=["residual", "bottleneck", "inverted", "separable"],
)
def test_gradients_of_a_block_are_right(block: nn.Module) -> None:
    rng = np.random.default_rng(3)
    X = rng.normal(size=(3, 4, 4, 8 if isinstance(block, networks.ResidualBlock) else 3))
    y = rng.normal(size=block(X).shape)
    assert nn.check_model(block.eval(), nn.mse_loss, X, y, entries=4)


def test_relu6_ends_at_six() -> None:
    np.testing.assert_array_equal(relu6(Tensor([-1.0, 2.0, 9.0])).data, [0, 2, 6])


def test_widths_are_multiples_of_eight_and_never_much_smaller() -> None:
    for width in np.arange(8, 400, 0.7):
        assert rounded(width) % 8 == 0
        assert rounded(width) >= 0.9 * width


def test_pooling_with_a_border_keeps_the_largest_of_what_is_there() -> None:
    x = np.arange(16.0).reshape(1, 4, 4, 1)
    np.testing.assert_array_equal(max_pool(x).data[0, :, :, 0], [[5, 7], [13, 15]])
