"""What word vectors must do, term by term."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
Array = np.ndarray
WORDS = ("king", "queen", "man", "woman", "river", "bank", "tree")


def dot(u: Array, v: Array) -> float:
    return float(sum(a * b for a, b in zip(u, v, strict=True)))


def cosine(u: Array, v: Array) -> float:
    return dot(u, v) / math.sqrt(dot(u, u) * dot(v, v))


def vectors(rng: np.random.Generator, size: int) -> dict[str, Array]:
    return {word: rng.normal(size=size) for word in WORDS}


@exercise("cosine_similarity", points=5)
def check_cosine(rng: np.random.Generator) -> Checks:
    for size in (3, 5):
        u, v = rng.normal(size=size), rng.normal(size=size) * 3
        yield Case(f"vectors of {size} numbers", (u, v), expected=cosine(u, v))


@exercise("complete_analogy", points=5, calls=["cosine_similarity"])
def check_analogy(rng: np.random.Generator) -> Checks:
    for number in range(4):
        known = vectors(rng, 4)
        a, b, c = (WORDS[one] for one in rng.choice(len(WORDS), size=3, replace=False))
        others = [word for word in WORDS if word not in (a, b, c)]
        best = max(others, key=lambda word: cosine(known[b] - known[a], known[word] - known[c]))
        yield Case(f"analogy {number + 1}: {a} to {b} as {c} to what", (a, b, c, known), expected=best)


@exercise("equalize", points=5)
def check_equalize(rng: np.random.Generator) -> Checks:
    for size in (3, 5):
        known = {word: vector / (2 * math.sqrt(dot(vector, vector))) for word, vector in vectors(rng, size).items()}
        axis = rng.normal(size=size)
        one, two = known["man"], known["woman"]
        across = (one + two) / 2 - dot((one + two) / 2, axis) / dot(axis, axis) * axis
        side = 1 if dot(one - two, axis) > 0 else -1
        along = math.sqrt(1 - dot(across, across)) * axis / math.sqrt(dot(axis, axis)) * side
        expected = (across + along, across - along)
        for place in (0, 1):
            claim = f"vector {place + 1} of {size} numbers"
            yield Case(claim, (("man", "woman"), axis, known), expected=expected, pick=f"[{place}]")


@exercise("sentence_to_avg", points=5)
def check_sentence(rng: np.random.Generator) -> Checks:
    known = vectors(rng, 3)
    for text, words in (
        ("King river", ["king", "river"]),
        ("tree\tbank  Queen\n", ["tree", "bank", "queen"]),
        ("xyz man", ["man"]),
    ):
        wanted = sum(known[word] for word in words) / len(words)
        yield Case(f"the mean of {text!r}", (text, known), expected=wanted)
