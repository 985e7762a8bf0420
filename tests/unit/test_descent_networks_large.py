"""Large networks for pictures: their published sizes, how they grow, and that slim ones learn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from descent import networks, nn
from descent.training import predict
from tests.unit.networks_stripes import learn, stripes


def _last_layers(inputs: int, hidden: int) -> int:
    return inputs * hidden + hidden + hidden * hidden + hidden + hidden * 1000 + 1000


PUBLISHED: dict[str, tuple[Callable[..., nn.Module], int, int]] = {
    "AlexNet": (networks.AlexNet, 9216, 60_965_224),
    "VGG-11": (lambda **options: networks.VGG(11, **options), 25088, 132_863_336),
    "VGG-16": (lambda **options: networks.VGG(16, **options), 25088, 138_357_544),
    "VGG-19": (lambda **options: networks.VGG(19, **options), 25088, 143_667_240),
}
"""How to make each, inputs of its linear layers, and its number of parameters."""


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_number_of_parameters(name: str) -> None:
    make, inputs, published = PUBLISHED[name]
    slim = make(hidden=8, rng=0).count_parameters()
    assert slim - _last_layers(inputs, 8) + _last_layers(inputs, 4096) == published


def test_googlenet_has_the_published_size_but_for_its_true_5_x_5_filters() -> None:
    rows = [row for row in networks.googlenet.BLOCKS if row]
    fives = sum(before * five for _, _, _, before, five, _ in rows)
    assert networks.GoogLeNet(rng=0).count_parameters() == 6_624_904 + (25 - 9) * fives  # torchvision's are 3 x 3


def test_efficientnet_b0_has_the_published_size() -> None:
    assert networks.EfficientNet(rng=0).count_parameters() == 5_288_548


def test_efficientnet_b1_is_deeper_and_b2_wider_by_the_published_factors() -> None:
    assert networks.EfficientNet(depth=1.1, rng=0).count_parameters() == 7_794_184
    assert networks.EfficientNet(depth=1.2, width=1.1, classes=1000, rng=0).count_parameters() == 9_109_994


@pytest.mark.parametrize("phi", [0, 1, 2.5])
def test_compound_scaling_about_doubles_the_cost_with_every_step(phi: float) -> None:
    depth, width, resolution = networks.compound_scaling(phi)
    assert np.isclose(depth * width**2 * resolution**2, 1.92**phi, rtol=0.001**0.5 * phi + 1e-12)
    np.testing.assert_allclose(networks.compound_scaling(2 * phi), np.square([depth, width, resolution]))


LEARNERS: dict[str, tuple[Callable[..., nn.Module], int, float]] = {
    "VGG": (lambda **options: networks.VGG(11, size=32, width=0.125, hidden=32, **options), 8, 0.002),
    "GoogLeNet": (lambda **options: networks.GoogLeNet(width=0.125, **options), 5, 0.01),
    "EfficientNet": (lambda **options: networks.EfficientNet(width=0.25, **options), 6, 0.01),
}


@pytest.mark.parametrize("name", LEARNERS)
def test_a_slim_one_tells_stripes_apart(name: str) -> None:
    make, epochs, lr = LEARNERS[name]
    X, y = stripes(160, 32)
    net = make(in_channels=1, classes=3, p_drop=0, rng=0)
    loss = learn(net, X[:112], y[:112], epochs=epochs, lr=lr)
    assert loss[-1] < 0.5 * loss[0]
    assert (predict(net, X[112:]).argmax(axis=1) == y[112:]).mean() >= 0.8


def test_alexnet_learns_a_few_pictures_by_heart() -> None:
    X, y = stripes(8, 67)
    net = networks.AlexNet(in_channels=1, size=67, hidden=16, classes=3, p_drop=0, rng=0)
    loss = learn(net, X, y, epochs=8, lr=0.0003)
    assert loss[-1] < 0.2 * loss[0]


def test_the_same_seed_gives_the_same_network() -> None:
    one, other = (networks.GoogLeNet(width=0.125, classes=3, rng=7) for _ in range(2))
    for a, b in zip(one.parameters(), other.parameters(), strict=True):
        np.testing.assert_array_equal(a.data, b.data)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: networks.VGG(12), r"layers must be one of 11, 13, 16, 19; got 12"),
        (lambda: networks.VGG(11, size=40), r"size must be a multiple of 32, since it is halved five times; got 40"),
        (lambda: networks.AlexNet(size=66), r"size must be 67 or more, so that all poolings fit; got 66"),
    ],
)
def test_sizes_that_do_not_fit_are_refused(make: Callable[[], Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        make()


@pytest.mark.parametrize(
    "block", [networks.SqueezeExcitation(6, 2, rng=0), networks.MBConv(6, 6, 3, expansion=2, rng=0)]
)
def test_gradients_of_a_block_are_right(block: nn.Module) -> None:
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(2, 4, 4, 6)), rng.normal(size=(2, 4, 4, 6))
    assert nn.check_model(block.eval(), nn.mse_loss, X, y, entries=5)
