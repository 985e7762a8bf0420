"""What boxes, faces and style must do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray


def cells(box: tuple[int, ...]) -> set[tuple[int, int]]:
    """The unit squares that a box of whole numbers covers."""
    return {(x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])}


@exercise("iou", points=5)
def check_iou(rng: np.random.Generator) -> Checks:
    def box(x: int, y: int) -> tuple[int, ...]:
        return x, y, x + int(rng.integers(3, 6)), y + int(rng.integers(3, 7))

    pairs = [("overlap", box(1, 2), box(2, 3)), ("overlap once more", box(3, 1), box(1, 3))]
    pairs += [
        ("are apart both ways", box(0, 0), box(8, 9)),
        ("are apart one way", box(0, 0), box(8, 1)),
        ("touch", (0, 0, 2, 2), (2, 0, 4, 2)),
    ]
    for how, one, two in pairs:
        wanted = len(cells(one) & cells(two)) / len(cells(one) | cells(two))
        yield Case(f"boxes that {how}", (one, two), expected=wanted)


@exercise("filter_boxes", points=5)
def check_filter(rng: np.random.Generator) -> Checks:
    for n, k in ((6, 3), (9, 5)):
        boxes, confidence = rng.uniform(0, 9, size=(n, 4)), rng.uniform(0.3, 1, size=(n, 1))
        probs = rng.dirichlet(np.ones(k), size=n)
        best = [max((float(confidence[i, 0] * probs[i, j]), j) for j in range(k)) for i in range(n)]
        threshold = sorted(score for score, _ in best)[n // 2] - 1e-6
        kept = [i for i in range(n) if best[i][0] >= threshold]
        expected = (np.array([best[i][0] for i in kept]), boxes[kept], np.array([best[i][1] for i in kept]))
        for place, name in enumerate(("scores", "boxes", "classes")):
            yield Case(
                f"the {name} of {n}", (boxes, confidence, probs, threshold), expected=expected, pick=f"[{place}]"
            )


@exercise("yolo_eval", points=5)
def check_eval(rng: np.random.Generator) -> Checks:
    first = np.array([[0.0, 0, 4, 4], [1, 0, 5, 4], [8, 8, 12, 12], [0, 0, 1, 1], [9, 8, 13, 12]])
    scores = np.array([0.9, 0.8, 0.7, 0.2, 0.6])
    # Neighbours overlap by 0.6.
    yield Case("overlaps are dropped", (scores, first, 10, 0.65, 0.5), expected=first[[0, 2]])
    yield Case("overlaps may stay", (scores, first, 10, 0.3, 0.7), expected=first[[0, 1, 2, 4]])
    yield Case("at most two", (scores, first, 2, 0.3, 0.7), expected=first[[0, 1]])


@exercise("triplet_loss", points=5)
def check_triplet(rng: np.random.Generator) -> Checks:
    for m, n in ((4, 3), (6, 5)):
        anchor, positive, negative = (rng.normal(size=(m, n)) for _ in range(3))
        total = 0.0
        for a, p, q in zip(anchor, positive, negative, strict=True):
            total += max(float(sum((a - p) ** 2) - sum((a - q) ** 2)) + 0.2, 0.0)
        yield Case(f"{m} triplets", (anchor, positive, negative, 0.2), expected=total)


@exercise("who_is_it", points=5)
def check_who(rng: np.random.Generator) -> Checks:
    for n, k in ((3, 2), (5, 4)):
        model, picture = rng.normal(size=(n, k)), rng.normal(size=n)
        database = {name: rng.normal(size=k) for name in ("ada", "emmy", "sofia")}
        code = sum(p * row for p, row in zip(picture, model, strict=True))
        name = min(database, key=lambda one: float(sum((code - database[one]) ** 2)))
        far = float(sum((code - database[name]) ** 2)) ** 0.5
        yield Case(f"who it is, codes of {k} numbers", (picture, database, model), expected=(name, far))


@exercise("compute_layer_style_cost", points=5)
def check_style(rng: np.random.Generator) -> Checks:
    for h, w, c in ((2, 3, 4), (3, 2, 2)):
        a_S, a_G = rng.normal(size=(h, w, c)), rng.normal(size=(h, w, c))
        grams = [np.einsum("hwi,hwj->ij", one, one) for one in (a_S, a_G)]
        wanted = float(((grams[0] - grams[1]) ** 2).sum()) / (2 * c * h * w) ** 2
        yield Case(f"layers of {h} by {w} by {c}", (a_S, a_G), expected=wanted)
