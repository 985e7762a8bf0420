"""Style transfer: a picture that says to a network what one picture says, in the manner of another.

With the activations F of a layer, M places by N channels:

    content = 1 / (2 M N) sum (F - F_content)^2                   what is where               (1)
    G = F^T F                                                     which features go together  (2)
    style = 1 / (4 M^2 N^2) sum (G - G_style)^2                                               (3)
    d style / dF = 1 / (M^2 N^2) F (G - G_style)                                              (4)

What is learnt is the picture: its loss is a weighted sum of (1), of the mean of (3) over layers, and of how much
neighbouring pixels differ, without which the picture becomes grainy:

    roughness = mean of (p - p_right)^2 + mean of (p - p_below)^2                                 (5)

Derivation: docs/derivations/style_transfer.md
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from descent.nn import Sequential
from descent.optim import Adam
from descent.shapes import FloatArray, floats
from descent.tensor import Tensor, as_tensor, no_grad


class Styled(NamedTuple):
    """The picture, and the loss before each step."""

    picture: FloatArray
    losses: list[float]


def activations(network: Iterable[Any], x: Any, layers: Sequence[int]) -> list[Tensor]:
    """Run a network, layer by layer, and give what comes out of some of them, by place from 0."""
    wanted, found, h = set(layers), {}, as_tensor(x)
    for place, layer in enumerate(network):
        h = layer(h)
        if place in wanted:
            found[place] = h
        if len(found) == len(wanted):
            break
    if missing := sorted(wanted - found.keys()):
        raise ValueError(f"layers must be places in the network, counted from 0; there is no {missing[0]}.")
    return [found[place] for place in layers]


def gram(features: Tensor) -> Tensor:
    """Sum of products of every channel with every other over all places (2): (1, h, w, N) becomes (N, N)."""
    F = features.reshape(-1, features.shape[-1])  # (M, N)
    return F.transpose() @ F


def content_loss(features: Tensor, wanted: Any) -> Tensor:
    """Half the mean squared difference of activations, (1)."""
    difference: Tensor = features - wanted
    return (difference * difference).mean() * 0.5


def style_loss(features: Tensor, wanted: Any) -> Tensor:
    """Compare a Gram matrix with the wanted one, (3)."""
    difference: Tensor = gram(features) - wanted
    return (difference * difference).sum() * (0.25 / features.data.size**2)


def roughness(picture: Tensor) -> Tensor:
    """Mean squared difference from the pixel to the right and from the one below (5)."""
    across, down = picture[:, :, 1:] - picture[:, :, :-1], picture[:, 1:] - picture[:, :-1]
    return (across * across).mean() + (down * down).mean()


def transfer_style(
    network: Iterable[Any],
    layers: Sequence[int],
    content: ArrayLike,
    style: ArrayLike,
    *,
    content_layer: int | None = None,
    content_weight: float = 1.0,
    style_weight: float = 100.0,
    smooth_weight: float = 0.0,
    steps: int = 200,
    lr: float = 0.02,
    start: ArrayLike | None = None,
) -> Styled:
    """Paint one picture in the style of another.

    Parameters
    ----------
    network : iterable of layers
        Convolutions, such as ``VGG().features``, best trained to recognise things. It stays as it is.
    layers : sequence of int
        The places of the layers whose Gram matrices are the style.
    content : float array, shape (height, width, channels)
        What shall be seen, in 0..1.
    style : float array, shape (any, any, channels)
        How, in 0..1.
    content_layer : int, optional
        Where content is compared; the last of ``layers`` unless given.
    content_weight, style_weight, smooth_weight : float
        What (1), (3) and (5) count.
    steps, lr : int and float
        Steps of Adam, and about how much a pixel changes in each.
    start : float array, shape of content, optional
        Where to begin; the content unless given.

    Returns
    -------
    Styled
        The picture, and the losses.

    References
    ----------
    Gatys, Ecker and Bethge (2016), Image style transfer using convolutional neural networks.

    Examples
    --------
    >>> from descent import nn
    >>> rng = np.random.default_rng(0)
    >>> net = nn.Sequential(nn.Conv2d(1, 4, 3, rng=0), nn.ReLU())
    >>> done = transfer_style(net, [1], rng.random((8, 8, 1)), rng.random((6, 6, 1)), steps=5)
    >>> done.picture.shape, done.losses[-1] < done.losses[0]
    ((8, 8, 1), True)
    """
    frozen = copy.deepcopy(Sequential(*network)).eval().requires_grad_(False)
    place = layers[-1] if content_layer is None else content_layer
    pictures = [_picture(content, "content"), _picture(style, "style")]
    with no_grad():
        (meant,) = activations(frozen, pictures[0], [place])
        places = [F.data.size for F in activations(frozen, pictures[0], layers)]
        grams = [  # (2) is a sum over places: as if the style had as many as the content
            gram(F) * (size / F.data.size)
            for size, F in zip(places, activations(frozen, pictures[1], layers), strict=True)
        ]
    painted = Tensor((pictures[0] if start is None else _picture(start, "start")).copy(), requires_grad=True)
    adam, losses = Adam([painted], lr=lr), []
    for _ in range(steps):
        adam.zero_grad()
        seen, *manner = activations(frozen, painted, [place, *layers])
        loss = content_loss(seen, meant) * content_weight
        if smooth_weight:
            loss = loss + roughness(painted) * smooth_weight
        for F, wanted in zip(manner, grams, strict=True):
            loss = loss + style_loss(F, wanted) * (style_weight / len(layers))
        loss.backward()
        adam.step()
        np.clip(painted.data, 0, 1, out=painted.data)
        losses.append(float(loss.data))
    return Styled(painted.data[0].copy(), losses)


def _picture(value: ArrayLike, name: str) -> FloatArray:
    picture = floats(value, name)
    if picture.ndim != 3:
        raise ValueError(
            f"{name} must be one picture of shape (height, width, channels); got {picture.shape}. Take one of a batch."
        )
    return picture[np.newaxis].astype(np.float32)
