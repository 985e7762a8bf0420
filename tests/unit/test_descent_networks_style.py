"""Style transfer: what a Gram matrix sees and does not see, its gradient, and pictures that come out."""

from __future__ import annotations

import numpy as np
import pytest

from descent import nn
from descent.networks import VGG, activations, content_loss, gram, style_loss, transfer_style
from descent.networks.style_transfer import roughness
from descent.tensor import Tensor

RNG = np.random.default_rng(0)
NET = nn.Sequential(nn.Conv2d(3, 16, 3, padding=1, rng=0), nn.ReLU(), nn.Conv2d(16, 16, 3, padding=1, rng=1), nn.ReLU())


def test_a_style_laid_twice_side_by_side_is_the_same_style() -> None:
    rng = np.random.default_rng(0)
    net = nn.Sequential(nn.Conv2d(3, 4, 1, rng=0), nn.Tanh())
    content, style = rng.random((6, 6, 3)), rng.random((5, 4, 3))
    once, twice = (transfer_style(net, [1], content, np.tile(style, (1, k, 1)), steps=8) for k in (1, 2))
    np.testing.assert_allclose(once.losses, twice.losses, rtol=1e-4)
    np.testing.assert_allclose(once.picture, twice.picture, atol=1e-4)


def test_a_smooth_picture_is_asked_for_by_its_weight() -> None:
    rng = np.random.default_rng(0)
    net = nn.Sequential(nn.Conv2d(1, 4, 3, rng=0), nn.ReLU())
    noise = rng.random((12, 12, 1))
    rough, smooth = (
        transfer_style(net, [1], noise, noise, steps=40, smooth_weight=weight).picture for weight in (0.0, 100.0)
    )
    assert roughness(Tensor(smooth[None])).data < 0.2 * roughness(Tensor(rough[None])).data


def test_a_gram_matrix_does_not_see_where_things_are() -> None:
    F = RNG.normal(size=(1, 4, 5, 3))
    shuffled = RNG.permutation(F.reshape(20, 3)).reshape(1, 5, 4, 3)
    G = gram(Tensor(F)).data
    np.testing.assert_allclose(gram(Tensor(shuffled)).data, G)
    np.testing.assert_allclose(G, G.T)
    assert (np.linalg.eigvalsh(G) >= -1e-9).all()


def test_the_gradient_of_style_is_the_product_that_is_derived() -> None:
    F = Tensor(RNG.normal(size=(1, 4, 5, 3)), requires_grad=True)
    wanted = gram(Tensor(RNG.normal(size=(1, 2, 2, 3)))).data
    style_loss(F, wanted).backward()
    rows = F.data.reshape(20, 3)
    expected = rows @ (rows.T @ rows - wanted) / (20 * 3) ** 2
    assert F.grad is not None
    np.testing.assert_allclose(F.grad.reshape(20, 3), expected)


def test_losses_vanish_where_nothing_differs() -> None:
    F = Tensor(RNG.normal(size=(1, 4, 5, 3)))
    assert float(style_loss(F, gram(F)).data) == float(content_loss(F, F.data).data) == 0


def test_with_content_alone_the_content_comes_back_from_noise() -> None:
    content = RNG.random((12, 12, 3))
    done = transfer_style(
        NET, [1], content, RNG.random((8, 8, 3)), style_weight=0, steps=150, lr=0.05, start=RNG.random((12, 12, 3))
    )
    assert done.losses[-1] < 0.01 * done.losses[0]
    assert np.abs(done.picture - content).mean() < 0.05


def test_with_style_alone_the_colours_and_stripes_of_the_style_appear() -> None:
    style = np.zeros((16, 16, 3))
    style[::4, :, 0] = style[1::4, :, 0] = 1  # red stripes across
    done = transfer_style(
        NET, [1, 3], RNG.random((16, 16, 3)), style, content_weight=0, steps=150, lr=0.05, start=RNG.random((16, 16, 3))
    )
    assert done.losses[-1] < 0.05 * done.losses[0]
    red, green, blue = done.picture.mean(axis=(0, 1))
    assert red > 2 * max(green, blue)


def test_the_network_stays_as_it_is_and_the_picture_stays_a_picture() -> None:
    net = VGG(11, size=32, width=0.125, hidden=8, rng=0)
    before = net.state_dict()
    done = transfer_style(net.features, [1, 4], RNG.random((16, 16, 3)), RNG.random((24, 16, 3)), steps=3)
    again = transfer_style(net.features, [1, 4], *[RNG.random((16, 16, 3))] * 2, steps=1)
    assert again.losses[0] < 1e-9
    assert 0 <= done.picture.min() <= done.picture.max() <= 1
    assert all(parameter.grad is None and parameter.requires_grad for parameter in net.parameters())
    for name, value in net.state_dict().items():
        np.testing.assert_array_equal(value, before[name])


def test_layers_that_do_not_exist_and_batches_are_refused() -> None:
    picture = RNG.random((8, 8, 3))
    with pytest.raises(ValueError, match=r"places in the network, counted from 0; there is no 4"):
        activations(NET, picture[None], [1, 4])
    with pytest.raises(ValueError, match=r"content must be one picture .* got \(1, 8, 8, 3\)"):
        transfer_style(NET, [1], picture[None], picture)
