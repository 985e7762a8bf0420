"""Pairs of words, GloVe, analogies and prejudice: laws, numbers by hand, planted structure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from descent.text import (
    GloVe,
    WordVectors,
    bias_direction,
    cbow_windows,
    cooccurrences,
    draw_negatives,
    equalise,
    keep_probability,
    negative_probabilities,
    neutralise,
    skip_grams,
    subsample,
)

RNG = np.random.default_rng(0)
SENTENCES = [RNG.integers(0, 9, n) for n in (7, 1, 0, 12, 3)]


def _pairs_by_loops(window: int) -> list[tuple[int, int]]:
    return [
        (int(row[t]), int(row[s]))
        for row in SENTENCES
        for t in range(len(row))
        for s in range(len(row))
        if 1 <= abs(s - t) <= window
    ]


@pytest.mark.parametrize("window", [1, 3, 20])
def test_every_word_meets_every_neighbour_of_its_sentence_and_no_other(window: int) -> None:
    centres, contexts = skip_grams(SENTENCES, window)
    assert sorted(zip(centres.tolist(), contexts.tolist(), strict=True)) == sorted(_pairs_by_loops(window))
    middle, around = cbow_windows(SENTENCES, window)
    np.testing.assert_array_equal(middle, np.concatenate(SENTENCES))
    filled = [(int(m), int(c)) for m, row in zip(middle, around, strict=True) for c in row if c >= 0]
    assert sorted(filled) == sorted(_pairs_by_loops(window))


def test_a_window_drawn_anew_for_each_word_sees_near_words_more_often() -> None:
    row = np.arange(4000)
    centres, contexts = skip_grams([row], 4, rng=np.random.default_rng(1))
    share = np.bincount(abs(centres - contexts))[1:] / (2 * len(row))
    np.testing.assert_allclose(share, [1, 3 / 4, 2 / 4, 1 / 4], atol=0.03)


def test_frequent_words_are_thinned_out_as_often_as_was_said() -> None:
    keep = keep_probability([900, 90, 10], 0.01)
    np.testing.assert_allclose(keep, [np.sqrt(0.01 / 0.9), 1 / 3, 1])
    thin = subsample([np.repeat([0, 1, 2], 20_000)], keep, np.random.default_rng(2))[0]
    np.testing.assert_allclose(np.bincount(thin) / 20_000, keep, atol=0.01)


def test_negative_words_are_drawn_as_often_as_was_said() -> None:
    p = negative_probabilities([16, 0, 81, 1])
    np.testing.assert_allclose(p, np.array([8, 0, 27, 1]) / 36)
    drawn = draw_negatives(p, (200, 300), np.random.default_rng(3))
    assert drawn.shape == (200, 300)
    np.testing.assert_allclose(np.bincount(drawn.ravel(), minlength=4) / 60_000, p, atol=0.01)
    np.testing.assert_allclose(negative_probabilities([3, 1], 0.0), 0.5)


def test_near_words_are_counted_as_loops_count_them() -> None:
    expected = np.zeros((9, 9))
    for row in SENTENCES:
        for t, a in enumerate(row):
            for s, b in enumerate(row):
                if 1 <= abs(s - t) <= 4:
                    expected[a, b] += 1 / abs(s - t)
    i, j, x = cooccurrences(SENTENCES, 4, 9)
    table = np.zeros((9, 9))
    table[i, j] = x
    np.testing.assert_allclose(table, expected)
    np.testing.assert_allclose(table, table.T)


def _corpus() -> list[list[str]]:
    """Roles and sexes are said by words of their own, so that man : woman = king : queen holds by construction."""
    rng = np.random.default_rng(0)
    names = [["man", "king", "uncle", "boy"], ["woman", "queen", "aunt", "girl"]]
    corpus = []
    for _ in range(3000):
        sex, role = rng.integers(2), rng.integers(4)
        near = [f"{kind}{rng.integers(3)}" for kind in (f"role{role}", f"role{role}", f"sex{sex}", f"sex{sex}")]
        corpus.append([names[sex][role], *near])
    return corpus


def test_vectors_hold_the_analogies_that_were_planted() -> None:
    model = GloVe(16, window=5, n_epochs=50).fit(_corpus())
    assert model.losses_[-1] < 0.01 * model.losses_[0]
    space = WordVectors(model.words_, model.vectors_)
    for pair in (("king", "queen"), ("uncle", "aunt"), ("boy", "girl")):
        assert space.analogy("man", "woman", pair[0])[0][0] == pair[1]
        assert space.analogy(*pair, "man")[0][0] == "woman"
    assert space.similarity("king", "role10") > space.similarity("king", "role20")


def test_training_is_the_same_under_a_seed_and_leaves_out_rare_words() -> None:
    corpus = [*_corpus()[:200], ["once", "man"]]
    first, second = (GloVe(4, n_epochs=2, min_count=2).fit(corpus) for _ in range(2))
    np.testing.assert_array_equal(first.vectors_, second.vectors_)
    assert "once" not in first.words_
    assert first.vectors_.shape == (len(first.words_), 4)


def test_a_first_step_goes_down_the_slope_that_differences_show() -> None:
    i, j, x = cooccurrences([[0, 1, 2, 0, 3]], 3, 4)
    weight, d, rate = np.minimum(1, (x / 2.0) ** 0.75), 3, 1e-6

    def loss(w: Any, c: Any) -> Any:
        error = (w[i, :d] * c[j, :d]).sum(axis=1) + w[i, d] + c[j, d + 1] - np.log(x)
        return (weight * error**2).sum()

    rng = np.random.default_rng(0)
    words, contexts = ((rng.random((4, d + 2)) - 0.5) / d for _ in range(2))
    slope = np.zeros((4, d))
    for place in np.ndindex(4, d):
        step = np.zeros((4, d + 2))
        step[place] = 1e-5
        slope[place] = (loss(words + step, contexts) - loss(words - step, contexts)) / 2e-5
    sums = []
    for lr in (rate, 2 * rate):
        model = GloVe(d, window=3, x_max=2.0, learning_rate=lr, n_epochs=1).fit([["a", "b", "c", "a", "d"]])
        sums.append(model.vectors_)
    other = np.zeros((4, d))
    for place in np.ndindex(4, d):
        step = np.zeros((4, d + 2))
        step[place] = 1e-5
        other[place] = (loss(words, contexts + step) - loss(words, contexts - step)) / 2e-5
    np.testing.assert_allclose((sums[1] - sums[0]) / rate, -(slope + other) / 2, atol=1e-4)


def test_the_nearest_words_are_those_of_the_largest_cosine_in_any_unit() -> None:
    vectors = np.random.default_rng(4).normal(size=(20, 5))
    words = [f"w{k}" for k in range(20)]
    near = WordVectors(words, vectors).most_similar("w3", 4)
    cosine = vectors @ vectors[3] / np.linalg.norm(vectors, axis=1) / np.linalg.norm(vectors[3])
    assert [word for word, _ in near] == [words[k] for k in np.argsort(-cosine)[1:5]]
    np.testing.assert_allclose([c for _, c in near], np.sort(cosine)[::-1][1:5])
    stretched = WordVectors(words, vectors * np.arange(1, 21)[:, np.newaxis]).most_similar("w3", 4)
    assert [word for word, _ in stretched] == [word for word, _ in near]
    assert len(WordVectors(words, vectors).most_similar(vectors[3], 99)) == 20


def test_after_neutralising_nothing_is_left_along_the_direction_and_twice_is_once() -> None:
    vectors, g = RNG.normal(size=(6, 4)), RNG.normal(size=4)
    neutral = neutralise(vectors, g)
    np.testing.assert_allclose(neutral @ g, 0, atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(neutral, axis=1), np.linalg.norm(vectors, axis=1))
    np.testing.assert_allclose(neutralise(neutral, -3 * g), neutral)
    np.testing.assert_array_equal(neutralise(2 * g, g), 0)
    assert neutralise(vectors.astype(np.float32), g).dtype == np.float32


def test_equal_words_have_length_1_and_differ_in_the_direction_alone() -> None:
    pair, g = RNG.normal(size=(2, 4)), RNG.normal(size=4)
    a, b = equalise(pair, g)
    unit = g / np.linalg.norm(g)
    np.testing.assert_allclose([a @ a, b @ b], 1)
    np.testing.assert_allclose(a - (a @ unit) * unit, b - (b @ unit) * unit, atol=1e-12)
    neutral = neutralise(RNG.normal(size=4), g)
    assert a @ neutral == pytest.approx(b @ neutral)
    np.testing.assert_allclose(equalise(pair[::-1], -g), [b, a], atol=1e-12)
    np.testing.assert_allclose(equalise([a, b], g), [a, b], atol=1e-12)


def test_the_direction_of_pairs_turns_round_with_them() -> None:
    pairs = RNG.normal(size=(5, 1, 3)) + np.array([[[1.0, 0, 0], [-1.0, 0, 0]]])
    np.testing.assert_allclose(bias_direction(pairs), [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(bias_direction(pairs[:, ::-1]), [-1, 0, 0], atol=1e-12)


@pytest.mark.parametrize(
    ("act", "error", "sentence"),
    [
        (lambda: skip_grams([[1, 2]], 0), ValueError, "window must be 1 or more; got 0"),
        (lambda: skip_grams([["a", "b"]]), ValueError, "row of whole numbers.*Number the words"),
        (lambda: keep_probability([0, 0]), ValueError, "not all 0"),
        (lambda: keep_probability([1], 0), ValueError, "threshold must be above 0; got 0"),
        (lambda: GloVe().fit(["a text"]), TypeError, "got the text 'a text' in place of a list"),
        (lambda: GloVe().fit([["alone"]]), ValueError, "no two words stand near each other"),
        (lambda: WordVectors(["a", "a"], [[1], [2]]), ValueError, "got 1 different of 2 words and 2 vectors"),
        (lambda: WordVectors(["a"], [[1.0]])["b"], KeyError, "there is no vector for 'b'; there are 1 words"),
        (lambda: bias_direction([[1.0, 2.0]]), ValueError, r"shape \(m, 2, d\)"),
        (lambda: bias_direction([[[1.0], [1.0]]]), ValueError, "equal, so that they have no direction"),
        (lambda: neutralise([1.0, 2.0], [0.0, 0.0]), ValueError, "direction must not be 0"),
        (lambda: equalise([[1.0, 0], [1.0, 0]], [1.0, 0]), ValueError, "differ from the mean along the direction"),
        (lambda: equalise([[0.0, 0], [1.0, 0]], [1.0, 0]), ValueError, "vectors must not be 0"),
    ],
)
def test_what_has_no_pairs_or_no_direction_gets_a_sentence(act: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        act()
