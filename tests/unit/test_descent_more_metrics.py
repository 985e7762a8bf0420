"""Detection, precision-recall curves, averages, likelihoods and edit distances: laws, hand counts, referees."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
import sklearn.metrics as referee

from descent import metrics


def _boxes(rng: np.random.Generator, n: int) -> np.ndarray:
    corner = rng.uniform(0, 5, (n, 2))
    return np.hstack([corner, corner + rng.uniform(0, 4, (n, 2))])


def test_boxes_agree_the_same_in_both_directions_wherever_they_lie_and_in_any_unit() -> None:
    rng = np.random.default_rng(0)
    a, b = _boxes(rng, 8), _boxes(rng, 5)
    shares = metrics.intersection_over_union(a, b)
    assert shares.shape == (8, 5)
    assert ((shares >= 0) & (shares <= 1)).all()
    np.testing.assert_allclose(metrics.intersection_over_union(b, a).T, shares)
    np.testing.assert_allclose(metrics.intersection_over_union(3 * a + 7, 3 * b + 7), shares, atol=1e-12)
    np.testing.assert_allclose(np.diag(metrics.intersection_over_union(a, a)), 1)
    assert metrics.intersection_over_union(a.astype(np.float32), b.astype(np.float32)).dtype == np.float32
    assert metrics.intersection_over_union([[1, 1, 1, 1]], [[1, 1, 1, 1]]) == 0  # no area at all


def test_the_share_of_two_boxes_is_the_share_of_random_points() -> None:
    rng = np.random.default_rng(1)
    a, b = np.array([0.0, 1, 3, 4]), np.array([1.0, 0, 5, 3])
    points = rng.uniform(0, 5, (200_000, 2))
    in_a, in_b = (((points >= box[:2]) & (points <= box[2:])).all(axis=1) for box in (a, b))
    expected = (in_a & in_b).sum() / (in_a | in_b).sum()
    assert metrics.intersection_over_union([a], [b]).item() == pytest.approx(expected, abs=0.01)


THERE = [[[0, 0, 2, 2], [5, 0, 7, 2]], [[0, 5, 2, 7]]]
FOUND = [[[0, 0, 2, 2], [20, 20, 22, 22], [0, 0, 2, 2]], [[0, 5, 2, 7]]]
SURE = [[0.9, 0.8, 0.6], [0.7]]


def _of_one_class(**options: Any) -> float:
    return metrics.mean_average_precision(FOUND, [[1] * 3, [1]], SURE, THERE, [[1] * 2, [1]], **options)


def test_a_detector_that_was_judged_by_hand() -> None:
    assert _of_one_class() == pytest.approx(5 / 9)  # right, wrong, right, wrong of three: see the derivation
    assert _of_one_class(points=11) == pytest.approx((4 * 1 + 3 * 2 / 3) / 11)


def test_a_perfect_detector_gets_1_and_a_lost_box_counts() -> None:
    kinds = [["car", "dog"], ["car"]]
    perfect = metrics.mean_average_precision(THERE, kinds, [[0.2, 0.9], [0.5]], THERE, kinds, points=11)
    assert perfect == pytest.approx(1)
    half = metrics.mean_average_precision([THERE[0], []], [kinds[0], []], [[0.2, 0.9], []], THERE, kinds)
    assert half == pytest.approx((0.5 + 1) / 2)
    assert metrics.mean_average_precision([[], []], [[], []], [[], []], THERE, kinds) == 0
    shifted = [[[1, 0, 3, 2], [6, 0, 8, 2]], [[1, 5, 3, 7]]]  # IoU 1/3 each
    for threshold, expected in ((0.3, 1.0), (0.4, 0.0)):
        score = metrics.mean_average_precision(shifted, kinds, [[0.2, 0.9], [0.5]], THERE, kinds, threshold=threshold)
        assert score == pytest.approx(expected)


def test_only_the_order_of_the_scores_matters_to_a_detector_and_not_the_order_of_the_pictures() -> None:
    rng = np.random.default_rng(2)
    there = [_boxes(rng, 6) for _ in range(5)]
    kinds = [rng.integers(0, 3, 6) for _ in range(5)]
    found = [
        box + rng.normal(0, 0.2, box.shape) * [1, 1, 0, 0] - [2, 2, 0, 0] * (rng.random((6, 1)) < 0.3) for box in there
    ]
    sure = [rng.random(6) for _ in range(5)]
    found = [np.hstack([np.minimum(box[:, :2], box[:, 2:]), box[:, 2:]]) for box in found]
    score = metrics.mean_average_precision(found, kinds, sure, there, kinds)
    assert 0.1 < score < 0.95
    backwards = [part[::-1] for part in (found, kinds, [np.exp(s) for s in sure], there, kinds)]
    assert metrics.mean_average_precision(*backwards) == pytest.approx(score)


def _scores(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = np.append(rng.integers(0, 2, 48), [0, 1])
    return y, np.round(rng.normal(size=50) + y, 1)


@pytest.mark.parametrize("seed", range(4))
def test_the_precision_recall_curve_and_its_area_agree_with_scikit_learn(seed: int) -> None:
    y, score = _scores(seed)
    for ours, theirs in zip(
        metrics.precision_recall_curve(y, score), referee.precision_recall_curve(y, score), strict=True
    ):
        np.testing.assert_allclose(ours, theirs)
    assert metrics.average_precision(y, score) == pytest.approx(referee.average_precision_score(y, score))
    assert metrics.average_precision(y, np.exp(score)) == pytest.approx(metrics.average_precision(y, score))


def test_a_perfect_order_has_average_precision_1_and_none_the_share_of_the_positive() -> None:
    assert metrics.average_precision([0, 0, 1], [1, 2, 3]) == 1
    assert metrics.average_precision([0, 0, 1, 0], [1, 1, 1, 1]) == 0.25


@pytest.mark.parametrize("average", ["macro", "weighted", "micro"])
@pytest.mark.parametrize("beta", [0.5, 1.0, 2.0])
def test_averages_over_classes_are_those_of_scikit_learn(average: str, beta: float) -> None:
    rng = np.random.default_rng(3)
    y = rng.integers(0, 4, 50)
    y_hat = np.where(rng.random(50) < 0.5, y, rng.integers(0, 3, 50))
    expected = referee.precision_recall_fscore_support(y, y_hat, average=average, beta=beta, zero_division=0)[:3]
    np.testing.assert_allclose(metrics.averages(y, y_hat, average=average, beta=beta), expected)
    assert metrics.balanced_accuracy(y, y_hat) == pytest.approx(referee.balanced_accuracy_score(y, y_hat))


def test_the_log_loss_and_the_absolute_error_are_those_of_scikit_learn() -> None:
    rng = np.random.default_rng(4)
    p = rng.dirichlet(np.ones(3), 40)
    y = rng.integers(0, 3, 40)
    assert metrics.log_loss(y, p) == pytest.approx(referee.log_loss(y, p))
    assert metrics.log_loss(y, p.astype(np.float32)) == pytest.approx(referee.log_loss(y, p), rel=1e-5)
    assert metrics.log_loss([0, 2], p[:2], classes=[0, 1, 2]) == pytest.approx(
        referee.log_loss([0, 2], p[:2], labels=[0, 1, 2])
    )
    assert metrics.log_loss([0, 1], [1.0, 0.0]) == pytest.approx(referee.log_loss([0, 1], [1.0, 0.0]))
    a, b = rng.normal(size=(2, 30))
    assert metrics.mean_absolute_error(a, b) == pytest.approx(referee.mean_absolute_error(a, b))
    assert metrics.mean_absolute_error(-2 * a, -2 * b) == pytest.approx(2 * metrics.mean_absolute_error(a, b))


def test_the_perplexity_is_the_exponent_of_the_log_loss() -> None:
    p = np.random.default_rng(5).dirichlet(np.ones(4), 30)
    y = np.arange(30) % 4
    assert metrics.perplexity(np.log(p[np.arange(30), y])) == pytest.approx(np.exp(metrics.log_loss(y, p)))
    assert metrics.perplexity(np.full((5, 2), -np.log(20))) == pytest.approx(20)
    assert metrics.perplexity([0.0, -np.inf]) == np.inf


def _by_recursion(a: str, b: str) -> int:
    @cache
    def distance(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        return min(distance(i - 1, j) + 1, distance(i, j - 1) + 1, distance(i - 1, j - 1) + (a[i - 1] != b[j - 1]))

    return distance(len(a), len(b))


def test_the_edit_distance_is_a_distance_and_what_its_definition_says() -> None:
    rng = np.random.default_rng(6)
    words = ["".join(rng.choice(list("abc"), rng.integers(0, 9))) for _ in range(9)]
    for a in words:
        for b in words:
            d = metrics.edit_distance(a, b)
            assert d == _by_recursion(a, b) == metrics.edit_distance(b, a) == metrics.edit_distance(a[::-1], b[::-1])
            assert (d == 0) == (a == b)
            assert all(d <= metrics.edit_distance(a, c) + metrics.edit_distance(c, b) for c in words)


def test_known_edit_distances_and_error_rates() -> None:
    assert metrics.edit_distance("intention", "execution") == 5  # Jurafsky and Martin (2009), figure 3.23
    assert metrics.edit_distance("Saturday", "Sunday") == 3
    assert metrics.edit_distance([1, 2, 3], [1, 3]) == 1
    assert metrics.word_error_rate([["a", "b"], ["c"]], [["a"], ["x", "c", "y"]]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("act", "error", "sentence"),
    [
        (lambda: metrics.intersection_over_union([1, 2, 3, 4], []), ValueError, r"a must have shape \(n, 4\).*\(4,\)"),
        (
            lambda: metrics.intersection_over_union([[1, 1, 0, 2]], []),
            ValueError,
            r"x1 <= x2.*\[1\.0, 1\.0, 0\.0, 2\.0\]",
        ),
        (lambda: metrics.mean_average_precision([], [], [], THERE, [[1]]), ValueError, "boxes must have one entry per"),
        (lambda: metrics.mean_average_precision([[]], [[]], [[]], [[]], [[]]), ValueError, "at least one true box"),
        (
            lambda: metrics.mean_average_precision([[[0, 0, 1, 1]]], [[]], [[1]], [[[0, 0, 1, 1]]], [[1]]),
            ValueError,
            r"classes must have shape \(1,\)",
        ),
        (lambda: metrics.averages([0, 1], [0, 1], average="mean"), ValueError, "'macro', 'weighted' or 'micro'"),
        (lambda: metrics.averages([0, 1], [0, 1], beta=0), ValueError, "beta must be a finite number above 0; got 0"),
        (lambda: metrics.log_loss([0, 1], [[0.5, 0.6]] * 2), ValueError, r"sum 1; got 1\.1 in row 0"),
        (lambda: metrics.log_loss([0, 0], [0.5, 0.6]), ValueError, "a column for each class, 1"),
        (lambda: metrics.log_loss([0, 7], [0.5, 0.6], classes=[0, 1]), ValueError, "which is none of the classes"),
        (lambda: metrics.perplexity([0.5]), ValueError, r"at most 0; got 0\.5\. Take log_softmax"),
        (lambda: metrics.perplexity([]), ValueError, "a perplexity of nothing"),
        (lambda: metrics.edit_distance("ab", ["a", "b"]), TypeError, "two texts or two lists; got str and list"),
        (lambda: metrics.word_error_rate(["a b"], [["a"]]), TypeError, "list of words; got the text 'a b'"),
        (lambda: metrics.word_error_rate([["a"]], []), ValueError, "1 references and 0 hypotheses"),
        (lambda: metrics.word_error_rate([[]], [["a"]]), ValueError, "at least one word; got none"),
    ],
)
def test_what_cannot_be_judged_gets_a_sentence(act: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        act()
