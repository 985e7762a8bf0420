"""Networks that read: texts by class, gaps, answers in texts, vectors of words, speech and one word in a noise."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from descent import nn, optim
from descent.networks import (
    CBOW,
    MaskedLanguageModel,
    SkipGram,
    SpanFinder,
    SpeechToText,
    TextClassifier,
    TriggerWordDetector,
    best_spans,
    cbow_examples,
    corrupt,
    ctc_cost,
    skip_gram_examples,
    span_loss,
)
from descent.text import WordVectors, negative_probabilities
from descent.training import fit, predict

MASK = 1


def _texts(n: int, seed: int) -> tuple[Any, Any]:
    """Five to eight words of 3..29; class 1 if word 5 comes before word 6, 0 if after it."""
    rng = np.random.default_rng(seed)
    texts, y = np.zeros((n, 8), int), rng.integers(0, 2, n)
    for text, first in zip(texts, y, strict=True):
        length = rng.integers(5, 9)
        text[:length] = rng.integers(7, 30, length)
        places = np.sort(rng.choice(length, 2, replace=False))
        text[places] = [5, 6] if first else [6, 5]
    return texts, y


def test_an_lstm_learns_an_order_that_a_mean_cannot_see() -> None:
    X, y = _texts(1000, 0)
    new, answers = _texts(200, 1)
    right = {}
    for hidden in (None, 16):
        network = TextClassifier(30, 2, embedding_dim=8, hidden_size=hidden, rng=0)
        fit(network, nn.cross_entropy, optim.Adam(network.parameters(), lr=0.02), X, y, epochs=12, rng=0)
        right[hidden] = (predict(network, new).argmax(axis=1) == answers).mean()
    assert right[16] > 0.95
    assert abs(right[None] - 0.5) < 0.12


def test_a_mean_learns_which_words_are_kind() -> None:
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 400)
    X = np.where(rng.random((400, 6)) < 0.3, 3 + y[:, None], rng.integers(5, 40, (400, 6)))
    network = TextClassifier(40, 2, embedding_dim=8, rng=0)
    fit(network, nn.cross_entropy, optim.Adam(network.parameters(), lr=0.05), X[:300], y[:300], epochs=10, rng=0)
    assert (predict(network, X[300:]).argmax(axis=1) == y[300:]).mean() > 0.8


@pytest.mark.parametrize("hidden", [None, 6])
def test_what_fills_a_text_up_does_not_count(hidden: int | None) -> None:
    network = TextClassifier(30, 2, hidden_size=hidden, rng=0)
    short = network([[3, 4, 5]]).data
    np.testing.assert_allclose(network([[3, 4, 5, 0, 0]]).data, short, rtol=1e-5)
    assert np.isfinite(network([[0, 0]]).data).all()


def _sentences(n: int, rng: np.random.Generator) -> Any:
    """Of the form subject verb object: one of 3 animals, the verb of that animal, the food of that animal."""
    animal = rng.integers(0, 3, n)
    return np.stack([np.full(n, 2), 3 + animal, 6 + animal, 9 + animal, np.zeros(n, int)], axis=1)


@pytest.fixture(scope="module")
def reader() -> MaskedLanguageModel:
    rng = np.random.default_rng(0)
    network = MaskedLanguageModel(12, d_model=16, nhead=2, num_layers=1, dim_feedforward=32, dropout=0.0, rng=0)
    walk, loss = optim.Adam(network.parameters(), lr=0.01), partial(nn.cross_entropy, ignore_index=-1)
    for _ in range(40):
        X, y = corrupt(_sentences(300, rng), rng, vocab_size=12, mask=MASK, special=(0, 2), share=0.25)
        fit(network, loss, walk, X, y, epochs=1, rng=rng)
    return network


def test_a_masked_language_model_fills_gaps(reader: MaskedLanguageModel) -> None:
    asked = [[2, 3, MASK, 9, 0], [2, MASK, 7, 10, 0], [2, 5, 8, MASK, 0], [2, 4, MASK, MASK, 0]]
    told = [[2, 3, 6, 9, 0], [2, 4, 7, 10, 0], [2, 5, 8, 11, 0], [2, 4, 7, 10, 0]]
    assert reader.fill(asked, mask=MASK).tolist() == told


def test_gaps_are_made_in_the_published_shares() -> None:
    tokens = np.random.default_rng(1).integers(3, 1000, (200, 100))
    corrupted, labels = corrupt(tokens, np.random.default_rng(0), vocab_size=1000, mask=MASK, special=(0, 2))
    asked = labels != -1
    np.testing.assert_array_equal(labels[asked], tokens[asked])
    np.testing.assert_array_equal(corrupted[~asked], tokens[~asked])
    masked, kept = corrupted[asked] == MASK, corrupted[asked] == tokens[asked]
    np.testing.assert_allclose([asked.mean(), masked.mean(), kept.mean()], [0.15, 0.8, 0.1], atol=0.02)
    assert corrupted[asked & (corrupted != MASK)].min() >= 3


def test_nothing_is_asked_about_special_tokens() -> None:
    tokens = np.array([[2, 5, 0, 0]])
    corrupted, labels = corrupt(tokens, np.random.default_rng(0), vocab_size=9, mask=MASK, special=(0, 2), share=1.0)
    assert labels.tolist() == [[-1, 5, -1, -1]]
    assert corrupted[0, [0, 2, 3]].tolist() == [2, 0, 0]


def test_a_span_finder_finds_where_an_answer_begins_and_ends() -> None:
    rng = np.random.default_rng(0)
    X, spans = rng.integers(5, 12, (600, 9)), np.sort(rng.integers(0, 9, (600, 2)), axis=1)
    X[np.arange(600), spans[:, 0]], X[np.arange(600), spans[:, 1]] = 3, 4
    X[spans[:, 0] == spans[:, 1], spans[spans[:, 0] == spans[:, 1], 0]] = 2
    encoder = MaskedLanguageModel(12, d_model=16, nhead=2, num_layers=1, dim_feedforward=32, dropout=0.0, rng=0)
    network = SpanFinder(encoder, rng=1)
    fit(network, span_loss, optim.Adam(network.parameters(), lr=0.01), X[:500], spans[:500], epochs=6, rng=0)
    assert (network.find(X[500:]) == spans[500:]).all(axis=1).mean() > 0.9


def test_a_span_never_ends_before_it_begins_and_is_never_too_long() -> None:
    scores = np.random.default_rng(0).normal(size=(50, 12, 2))
    spans = best_spans(scores, longest=3)
    steps = spans[:, 1] - spans[:, 0]
    assert steps.min() >= 0
    assert steps.max() == 2
    for row, (first, last) in zip(scores, spans, strict=True):
        every = [row[i, 0] + row[j, 1] for i in range(12) for j in range(i, min(i + 3, 12))]
        assert row[first, 0] + row[last, 1] == max(every)


def _planted(seed: int) -> tuple[list[Any], Any]:
    """Ten words that stand among one kind of neighbours and ten that stand among another kind, of 40 words."""
    rng = np.random.default_rng(seed)
    sentences = []
    for _ in range(400):
        kind = int(rng.integers(0, 2))
        sentences.append(
            np.where(np.arange(8) % 2, rng.integers(20, 30, 8) + 10 * kind, rng.integers(0, 10, 8) + 10 * kind)
        )
    return sentences, negative_probabilities(np.bincount(np.concatenate(sentences), minlength=40))


@pytest.mark.parametrize(("model", "examples"), [(SkipGram, skip_gram_examples), (CBOW, cbow_examples)])
def test_words_with_like_neighbours_get_like_vectors(model: Any, examples: Any) -> None:
    sentences, chance = _planted(0)
    network, rng = model(40, 8, rng=0), np.random.default_rng(0)
    walk = optim.Adam(network.parameters(), lr=0.02)
    for _ in range(4):
        X, y = examples(sentences, chance, rng, window=2, negatives=5)
        fit(network, nn.binary_cross_entropy_with_logits, walk, X, y, epochs=1, batch_size=128, rng=rng)
    space = WordVectors([str(word) for word in range(40)], network.vectors)
    for word in (0, 5, 9, 12, 17):
        near = [int(other) for other, _ in space.most_similar(str(word), 5)]
        same = [other % 20 // 10 == word // 10 for other in near]
        assert np.mean(same) == 1, (word, near)


def test_drawn_examples_hold_the_true_word_first() -> None:
    sentences, chance = _planted(1)
    (given, candidates), y = skip_gram_examples(sentences[:5], chance, np.random.default_rng(0), window=2, negatives=4)
    assert given.shape == (len(y), 1)
    assert candidates.shape == y.shape == (len(y), 5)
    assert y.dtype == np.float32
    assert (y == [1, 0, 0, 0, 0]).all()
    pairs = {
        (a, b) for row in sentences[:5] for i, a in enumerate(row) for j, b in enumerate(row) if 0 < abs(i - j) < 3
    }
    assert set(zip(given[:, 0], candidates[:, 0], strict=True)) <= pairs


def _spoken(n: int, seed: int) -> tuple[Any, Any]:
    """Two or three of the letters 1, 2, 3, each a stretch of its own pitch and length, with noise."""
    rng = np.random.default_rng(seed)
    frames, texts = rng.normal(scale=0.3, size=(n, 30, 6)).astype(np.float32), np.zeros((n, 3), int)
    for sound, text in zip(frames, texts, strict=True):
        letters = rng.integers(1, 4, rng.integers(2, 4))
        text[: len(letters)] = letters
        place = 1
        for letter in letters:
            length = rng.integers(4, 7)
            sound[place : place + length, letter] += 2
            place += length + rng.integers(2, 4)
    return frames, texts


def test_speech_becomes_letters_though_nobody_said_when_each_is_spoken() -> None:
    X, y = _spoken(300, 0)
    network = SpeechToText(6, 4, channels=12, hidden_size=12, rng=0)
    walk = optim.Adam(network.parameters(), lr=0.01)
    fit(network, ctc_cost, walk, X, y, epochs=10, batch_size=25, rng=0, clip_norm=5.0)
    new, texts = _spoken(40, 1)
    wanted = [[int(letter) for letter in text if letter] for text in texts]
    for width in (1, 4):
        assert np.mean([a == b for a, b in zip(network.transcribe(new, width=width), wanted, strict=True)]) > 0.9


def test_a_detector_says_when_a_word_has_just_ended() -> None:
    rng = np.random.default_rng(0)

    def heard(n: int) -> tuple[Any, Any]:
        X, y = rng.normal(scale=0.3, size=(n, 44, 5)).astype(np.float32), np.zeros((n, 20), np.float32)
        for sound, label in zip(X, y, strict=True):
            for place, word in zip(rng.choice([4, 16, 28], 2, replace=False), ([1, 3], [3, 1]), strict=True):
                sound[place : place + 4, word[0]] += 2
                sound[place + 4 : place + 8, word[1]] += 2
                if word == [1, 3]:
                    label[(place + 8) // 2 - 1 : (place + 8) // 2 + 4] = 1
        return X, y

    X, y = heard(300)
    network = TriggerWordDetector(5, channels=12, hidden_size=12, kernel_size=5, stride=2, dropout=0.0, rng=0)
    loss = nn.binary_cross_entropy_with_logits
    fit(network, loss, optim.Adam(network.parameters(), lr=0.01), X, y, epochs=8, batch_size=20, rng=0)
    new, labels = heard(50)
    assert ((predict(network, new) > 0) == labels).mean() > 0.95


def test_the_detector_has_the_size_of_the_published_one() -> None:
    network = TriggerWordDetector(rng=0)
    # 522,561 in Keras: 904 of them running means and variances, and our GRUs have one more bias of 3 x 128 each.
    assert network.count_parameters() == 522_561 - 904 + 2 * 384
    assert (5511 - 15) // 4 + 1 == 1375
    assert network(np.zeros((1, 15 + 4 * 9, 101), np.float32)).shape == (1, 10)


@pytest.mark.parametrize(
    "make",
    [
        lambda seed: TextClassifier(9, 2, hidden_size=3, rng=seed)([[3, 4]]),
        lambda seed: MaskedLanguageModel(9, d_model=4, nhead=2, num_layers=1, rng=seed)([[3, 4]]),
        lambda seed: SpeechToText(3, 4, channels=2, hidden_size=2, rng=seed)(np.ones((1, 6, 3), np.float32)),
        lambda seed: SkipGram(9, 4, rng=seed).words([[3]]),
    ],
    ids=["classifier", "masked", "speech", "word2vec"],
)
def test_the_same_seed_gives_the_same_numbers_in_float32(make: Any) -> None:
    first, second, other = (make(seed).data for seed in (1, 1, 2))
    assert first.dtype == np.float32
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


def test_the_mean_of_words_said_twice_is_their_mean() -> None:
    network = TextClassifier(30, 2, rng=0)
    np.testing.assert_allclose(network([[3, 4, 3, 4, 0]]).data, network([[3, 4]]).data, rtol=1e-5)


def test_cbow_takes_the_mean_of_the_neighbours_that_are_there() -> None:
    network = CBOW(9, 4, rng=0)
    network.contexts.weight.data += 1
    v, u = network.words.weight.data, network.contexts.weight.data
    found = network([[3, -1, 5, -1]], [[7, 2]]).data
    np.testing.assert_allclose(found[0], u[[7, 2]] @ (v[3] + v[5]) / 2, rtol=1e-5)
