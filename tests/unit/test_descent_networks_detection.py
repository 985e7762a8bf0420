"""Detection: boxes become targets and come back, of many boxes the surest stay, and a small detector learns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent import networks, nn, optim
from descent.metrics.detection import intersection_over_union, mean_average_precision
from descent.networks import TinyYolo, decode_boxes, encode_boxes, non_max_suppression, yolo_loss
from descent.tensor import Tensor
from descent.training import fit

ANCHORS = [[0.2, 0.2], [0.5, 0.3]]
RNG = np.random.default_rng(0)


def _boxes(n: int) -> Any:
    corner, size = RNG.uniform(0, 0.6, size=(n, 2)), RNG.uniform(0.05, 0.4, size=(n, 2))
    return np.concatenate([corner, corner + size], axis=1)


def _perfect(target: Any, classes: int) -> Any:
    """Say what a network would say that knows the targets."""
    raw = np.zeros((*target.shape[:-1], 5 + classes))
    raw[..., 0] = np.where(target[..., 0] > 0, 40, -40)
    offset = target[..., 1:3].astype(np.float64).clip(1e-6, 1 - 1e-6)
    raw[..., 1:3], raw[..., 3:5] = np.log(offset / (1 - offset)), target[..., 3:5]
    np.put_along_axis(raw, 5 + target[..., 5:].astype(int), 40, axis=-1)
    return raw


def test_boxes_come_back_from_their_targets() -> None:
    boxes, kinds = _boxes(6), RNG.integers(0, 3, size=6)
    target = encode_boxes([box[None] for box in boxes], kinds[:, None], anchors=ANCHORS, grid=(5, 7))
    assert target.shape == (6, 5, 7, 2, 6)
    np.testing.assert_array_equal(target[..., 0].sum(axis=(1, 2, 3)), 1)
    found, scores = decode_boxes(_perfect(target, 3), anchors=ANCHORS)
    for picture, (box, kind) in enumerate(zip(boxes, kinds, strict=True)):
        best = scores[picture].max(axis=1).argmax()
        np.testing.assert_allclose(found[picture, best], box, atol=1e-6)
        assert scores[picture, best].argmax() == kind


def test_a_box_goes_to_the_cell_of_its_centre_and_the_anchor_of_its_shape() -> None:
    target = encode_boxes([[[0.5, 0.0, 1.0, 0.3]]], [[1]], anchors=ANCHORS, grid=(2, 4))
    assert np.argwhere(target[0, ..., 0]).tolist() == [[0, 3, 1]]
    np.testing.assert_allclose(target[0, 0, 3, 1], [1, 0, 0.3, 0, 0, 1], atol=1e-7)


def test_a_picture_may_have_no_box() -> None:
    target = encode_boxes([np.empty((0, 4))], [np.empty(0, int)], anchors=ANCHORS, grid=(2, 2))
    assert not target.any()
    loss = yolo_loss(Tensor(np.zeros((1, 2, 2, 2, 8))), target, none=0.5)
    assert np.isclose(float(loss.data), 0.5 * 8 * np.log(2))


def test_moving_boxes_by_a_cell_moves_the_target_by_a_cell() -> None:
    box = np.array([[0.05, 0.1, 0.2, 0.35]])
    one = encode_boxes([box], [[0]], anchors=ANCHORS, grid=(4, 4))
    other = encode_boxes([box + 0.25], [[0]], anchors=ANCHORS, grid=(4, 4))
    np.testing.assert_allclose(other[0, 1:, 1:], one[0, :-1, :-1], atol=1e-6)


@pytest.mark.parametrize("box", [[0.5, 0.5, 1.2, 0.9], [0.5, 0.5, 0.5, 0.9]])
def test_a_box_outside_the_picture_or_without_area_is_refused(box: list[float]) -> None:
    with pytest.raises(ValueError, match=r"in 0\.\.1; got .* in picture 0\. Divide pixels"):
        encode_boxes([[box]], [[0]], anchors=ANCHORS, grid=(2, 2))


def test_anchors_without_a_size_are_refused() -> None:
    with pytest.raises(ValueError, match=r"anchors must be rows of a width and a height above 0; got shape \(2,\)"):
        TinyYolo([0.2, 0.3], 2, rng=0)


def _slowly(boxes: Any, scores: Any, kinds: Any, threshold: float) -> list[int]:
    kept: list[int] = []
    for i in sorted(range(len(boxes)), key=lambda i: (-scores[i], i)):
        mine = [j for j in kept if kinds[j] == kinds[i]]
        if all(intersection_over_union(boxes[[i]], boxes[[j]])[0, 0] <= threshold for j in mine):
            kept.append(i)
    return kept


@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.7])
def test_suppression_keeps_what_two_loops_keep(threshold: float) -> None:
    boxes, scores, kinds = _boxes(60), RNG.random(60).round(1), RNG.integers(0, 3, size=60)
    kept = non_max_suppression(boxes, scores, kinds, threshold=threshold)
    assert kept.tolist() == _slowly(boxes, scores, kinds, threshold)
    assert (np.diff(scores[kept]) <= 0).all()
    again = non_max_suppression(boxes[kept], scores[kept], kinds[kept], threshold=threshold)
    np.testing.assert_array_equal(again, np.arange(len(kept)))


def test_suppression_of_nothing_and_of_boxes_without_area() -> None:
    assert non_max_suppression(np.empty((0, 4)), [], []).shape == (0,)
    assert non_max_suppression([[1, 1, 1, 1]] * 2, [0.5, 0.6], [0, 0]).tolist() == [1, 0]


def test_the_loss_of_one_box_by_hand() -> None:
    raw = np.zeros((1, 1, 2, 1, 7))
    raw[0, 0, 1, 0] = [0, 0, np.log(3), 0.5, 0, np.log(4), 0]  # sigmoid(log 3) = 3/4
    target = np.zeros((1, 1, 2, 1, 6))
    target[0, 0, 1, 0] = [1, 0.25, 0.5, 0.3, 0.1, 0]
    squares = 0.25**2 + 0.25**2 + 0.2**2 + 0.1**2
    expected = np.log(2) + 0.5 * np.log(2) + 5 * squares + np.log(5 / 4)
    assert np.isclose(float(yolo_loss(Tensor(raw), target).data), expected)


def test_the_loss_vanishes_for_perfect_answers_and_its_gradient_with_it() -> None:
    target = encode_boxes([_boxes(1)], [[1]], anchors=ANCHORS, grid=(3, 3))
    raw = Tensor(_perfect(target, 3), requires_grad=True)
    loss = yolo_loss(raw, target.astype(np.float64))
    loss.backward()
    assert 0 <= float(loss.data) < 1e-9
    assert raw.grad is not None
    assert np.abs(raw.grad).max() < 1e-5


def test_gradients_of_the_loss_are_right() -> None:
    head = networks.YoloHead(4, ANCHORS, 3, rng=0)
    target = encode_boxes([_boxes(2), _boxes(1)], [[0, 2], [1]], anchors=ANCHORS, grid=(3, 3))
    assert nn.check_model(head, yolo_loss, RNG.normal(size=(2, 3, 3, 4)), target.astype(np.float64), entries=8)


def _scenes(n: int, side: int) -> Any:
    """Draw a red, green or blue rectangle in each half of every picture."""
    rng = np.random.default_rng(1)
    X = rng.normal(0, 0.1, size=(n, side, side, 3)).astype(np.float32)
    boxes, kinds = np.empty((n, 2, 4)), rng.integers(0, 3, size=(n, 2))
    for picture, box, kind in zip(X, boxes, kinds, strict=True):
        for half in range(2):
            w, h = rng.integers(5, 14, size=2)
            x, y = rng.integers(half * side // 2, (half + 1) * side // 2 - w + 1), rng.integers(0, side - h + 1)
            picture[y : y + h, x : x + w, kind[half]] += 1
            box[half] = np.array([x, y, x + w, y + h]) / side
    return X, list(boxes), list(kinds)


def test_a_small_detector_finds_coloured_rectangles() -> None:
    X, boxes, kinds = _scenes(240, 32)
    anchors = [[0.2, 0.2], [0.35, 0.35]]
    net = TinyYolo(anchors, 3, width=8, rng=0)
    target = encode_boxes(boxes, kinds, anchors=anchors, grid=(4, 4))
    adam = optim.Adam(net.parameters(), lr=0.01)
    history = fit(net, yolo_loss, adam, X[:200], target[:200], epochs=25, batch_size=16, rng=0)
    assert history.loss[-1] < 0.15 * history.loss[0]
    found = net.detect(X[200:], least=0.2)
    said = ([one.boxes for one in found], [one.classes for one in found], [one.scores for one in found])
    precision = mean_average_precision(*said, boxes[200:], kinds[200:])
    assert precision > 0.7
    assert all((np.diff(one.scores) <= 0).all() for one in found)
