"""Networks that write: letters one by one, and translations of sequences, by recurrence and by attention."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from descent import greedy, nn, optim
from descent.networks import CharRNN, Seq2Seq, Transformer, translate, write
from descent.nn import check_model
from descent.optim.schedules import cosine, warm_up
from descent.tensor import no_grad
from descent.text import Vocabulary
from descent.training import fit

PAD, START, END = 0, 1, 2
cross_entropy = partial(nn.cross_entropy, ignore_index=PAD)
NAMES = "mora miro lora lina rona roma nora nilo milo olan alor iran aron orla anil rino".split()


def _reversals(n: int, seed: int) -> tuple[Any, Any, Any]:
    """Sequences of 2 to 5 of six letters, the same backwards after a start token, and before an end token."""
    rng = np.random.default_rng(seed)
    rows = [rng.integers(3, 9, rng.integers(2, 6)) for _ in range(n)]
    width = max(len(row) for row in rows)
    source, given, wanted = np.zeros((n, width), int), np.zeros((n, width + 1), int), np.zeros((n, width + 1), int)
    for i, row in enumerate(rows):
        source[i, : len(row)] = row
        given[i, : len(row) + 1] = [START, *row[::-1]]
        wanted[i, : len(row) + 1] = [*row[::-1], END]
    return source, given, wanted


def _small(kind: str, rng: int = 0) -> Any:
    if kind == "seq2seq":
        return Seq2Seq(9, 9, embedding_dim=5, hidden_size=4, attention_size=3, rng=rng)
    return Transformer(9, 9, d_model=6, nhead=2, num_layers=2, dim_feedforward=5, dropout=0.0, tied=True, rng=rng)


both = pytest.mark.parametrize("kind", ["seq2seq", "transformer"])


@pytest.fixture(scope="module")
def names() -> tuple[Vocabulary, Any, Any]:
    vocabulary = Vocabulary(unk=None).fit(NAMES)
    rows = vocabulary.pad_batch([vocabulary.encode(name, start=True, end=True) for name in NAMES])
    return vocabulary, rows[:, :-1], rows[:, 1:]


@pytest.fixture(scope="module")
def speller(names: Any) -> CharRNN:
    vocabulary, X, y = names
    network = CharRNN(len(vocabulary), 32, rng=0)
    fit(network, cross_entropy, optim.Adam(network.parameters(), lr=0.02), X, y, epochs=60, batch_size=8, rng=0)
    return network


def test_a_char_rnn_learns_names_by_heart(speller: CharRNN, names: Any) -> None:
    vocabulary, X, y = names
    untrained = CharRNN(len(vocabulary), 32, rng=0).bits_per_character(X, y, ignore_index=PAD)
    # Sixteen names are log2(16) = 4 bits each, over 5 characters with the end: 0.8 and no less.
    assert 0.8 <= speller.bits_per_character(X, y, ignore_index=PAD) < 1.0
    assert untrained > 3


def test_samples_are_names_from_the_list_when_it_knows_them_by_heart(speller: CharRNN, names: Any) -> None:
    drawn = speller.sample(3, begin=[START], end=END, n=60)
    written = ["".join(names[0].decode(row)) for row in drawn]
    assert np.mean([name in NAMES for name in written]) > 0.8
    assert len(set(written)) > 8


def test_a_sample_is_the_same_for_the_same_seed_and_the_most_probable_at_temperature_zero(speller: CharRNN) -> None:
    assert speller.sample(5, begin=[START], end=END, n=4) == speller.sample(5, begin=[START], end=END, n=4)
    cold = speller.sample(1, begin=[START], end=END, n=3, temperature=0.0)
    assert cold[0] == cold[1] == cold[2]
    assert speller.sample(5, begin=[START], n=2, length=7, temperature=9.0) != cold[:2]


def test_a_sample_goes_on_from_what_it_is_given(speller: CharRNN, names: Any) -> None:
    begin = [START, *names[0].encode("orl")]
    assert names[0].decode(speller.sample(0, begin=begin, end=END, temperature=0.0)[0]) == ["a"]


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("embedding_dim", [None, 3])
def test_reading_letter_by_letter_gives_the_scores_of_reading_at_once(cell: str, embedding_dim: int | None) -> None:
    network = CharRNN(7, 5, cell=cell, embedding_dim=embedding_dim, num_layers=2, rng=0)
    tokens, states = np.random.default_rng(0).integers(0, 7, (3, 4)), None
    for t, expected in enumerate(network(tokens).data.transpose(1, 0, 2)):
        scores, states = network.step(tokens[:, t], states)
        np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-6)


def test_padding_costs_nothing() -> None:
    scores = np.random.default_rng(0).normal(size=(2, 3, 4))
    labels = np.array([[1, 2, 3], [1, PAD, PAD]])
    real = np.concatenate([scores[0], scores[1, :1]])
    expected = nn.cross_entropy(real, [1, 2, 3, 1], label_smoothing=0.1).data
    found = cross_entropy(scores, labels, label_smoothing=0.1).data
    np.testing.assert_allclose(found, expected)


def test_an_unknown_cell_and_an_empty_beginning_are_refused() -> None:
    with pytest.raises(ValueError, match="cell must be one of rnn, gru, lstm; got 'mgu'"):
        CharRNN(3, 4, cell="mgu")
    with pytest.raises(ValueError, match="begin must hold at least one token"):
        CharRNN(3, 4, rng=0).sample(0, begin=[])


@both
def test_gradients_are_right(kind: str) -> None:
    source, given, wanted = _reversals(3, 0)
    network = _small(kind)
    for name, parameter in network.named_parameters():
        if name.endswith("attn.key.bias"):
            parameter.requires_grad = False  # it moves all scores of a query alike: its derivative is nothing but noise
    report = check_model(network, cross_entropy, (source, given), wanted, entries=2)
    assert report, str(report)


@both
def test_writing_word_by_word_gives_the_scores_of_writing_at_once(kind: str) -> None:
    source, given, _ = _reversals(4, 1)
    network = _small(kind)
    states = network.begin(source)
    for t, expected in enumerate(network(source, given).data.transpose(1, 0, 2)):
        scores, states = network.step(given[:, t], states)
        np.testing.assert_allclose(scores, expected, rtol=1e-3, atol=1e-5)


@both
def test_what_comes_later_and_what_fills_up_changes_nothing(kind: str) -> None:
    source, given, _ = _reversals(4, 1)
    network = _small(kind)
    scores = network(source, given).data
    later = given.copy()
    later[:, -1] = 7
    np.testing.assert_array_equal(network(source, later).data[:, :-1], scores[:, :-1])
    filled = np.concatenate([source, np.zeros((4, 3), int)], axis=1)
    np.testing.assert_allclose(network(filled, given).data, scores, rtol=1e-4, atol=1e-5)


@both
def test_the_same_seed_gives_the_same_network(kind: str) -> None:
    source, given, _ = _reversals(4, 1)
    first, second, other = (_small(kind, seed)(source, given).data for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, other)


@pytest.fixture(scope="module")
def reversers() -> dict[str, Any]:
    small: dict[str, Any] = {"d_model": 32, "nhead": 4, "num_layers": 1, "dim_feedforward": 64, "norm_first": True}
    networks: dict[str, tuple[Any, int]] = {
        "seq2seq": (Seq2Seq(9, 9, embedding_dim=16, hidden_size=32, attention_size=16, rng=0), 6),
        "transformer": (Transformer(9, 9, dropout=0.0, rng=0, **small), 12),
    }
    source, given, wanted = _reversals(1500, 0)
    loss = partial(cross_entropy, label_smoothing=0.02)
    for network, epochs in networks.values():
        walk = optim.Adam(network.parameters(), lr=0.006)
        slower = warm_up(30, cosine(0.006, epochs * 1500 // 50, low=0.0005))
        settings: dict[str, Any] = {"epochs": epochs, "batch_size": 50, "schedule": slower, "clip_norm": 1.0}
        fit(network, loss, walk, (source, given), wanted, rng=0, **settings)
    return {kind: network for kind, (network, _) in networks.items()}


@both
@pytest.mark.parametrize("width", [1, 3])
def test_it_learns_to_reverse_sequences_it_has_not_seen(reversers: dict[str, Any], kind: str, width: int) -> None:
    source, _, wanted = _reversals(100 if width == 1 else 30, 7)
    found = translate(reversers[kind], source, start=START, end=END, length=8, width=width)
    right = [answer == [t for t in row.tolist() if t > END] for answer, row in zip(found, wanted, strict=True)]
    assert np.mean(right) > 0.85


@both
def test_a_batch_is_translated_as_each_of_its_rows_alone(reversers: dict[str, Any], kind: str) -> None:
    source, _, _ = _reversals(5, 8)
    network = reversers[kind]
    settings: dict[str, Any] = {"length": 8, "end": END}
    with no_grad():
        alone = [greedy(network.step, START, states=network.begin(row[None]), **settings) for row in source]
    assert translate(network, source, start=START, **settings) == [row[:-1] for row in alone]


@both
def test_a_wider_beam_finds_nothing_less_probable(reversers: dict[str, Any], kind: str) -> None:
    source, _, _ = _reversals(12, 9)
    network = reversers[kind]

    def surprise(rows: list[list[int]]) -> Any:
        pairs = zip(source, rows, strict=True)
        return [cross_entropy(network(s[None], [[START, *r]]), [[*r, END]]).data * (len(r) + 1) for s, r in pairs]

    settings: dict[str, Any] = {"start": START, "end": END, "length": 12}
    narrow, wide = (surprise(translate(network, source, width=width, penalty=0.0, **settings)) for width in (1, 6))
    assert np.mean(wide) <= np.mean(narrow) + 1e-6


def test_attention_looks_at_the_letter_it_is_about_to_write(reversers: dict[str, Any]) -> None:
    source, given = np.array([[3, 5, 7, 4, 8]]), np.array([[START, 8, 4, 7, 5, 3]])
    weights = reversers["seq2seq"].attention_weights(source, given)
    assert weights.shape == (1, 6, 5)
    np.testing.assert_allclose(weights.sum(axis=2), 1, rtol=1e-5)
    assert np.corrcoef(weights[0, :5].argmax(axis=1), [4, 3, 2, 1, 0])[0, 1] > 0.7


def test_attention_does_not_look_at_what_fills_up() -> None:
    weights = _small("seq2seq").attention_weights(np.array([[3, 4, 0, 0]]), np.array([[START, 4]]))
    assert not weights[:, :, 2:].any()


def test_translating_needs_rows() -> None:
    with pytest.raises(ValueError, match=r"source must have shape \(n, S\), a row per sequence; got \(3,\)"):
        translate(_small("seq2seq"), [3, 4, 5], start=START, end=END)


def test_writing_leaves_a_network_in_training_as_it_was() -> None:
    network = _small("transformer").train()
    translate(network, [[3, 4]], start=START, end=END, length=2)
    assert network.training
    assert all(module.training for module in network.modules())


def test_writing_stops_at_the_end_of_each_sequence_and_at_the_length() -> None:
    class Counter(nn.Module):
        def step(self, tokens: Any, states: Any) -> Any:
            return np.eye(9)[(tokens + 1) % 9], states

    assert write(Counter(), [7, 3, 5], length=3, end=8, choose=lambda z: z.argmax(-1)) == [[], [4, 5, 6], [6, 7]]


def test_the_transformer_of_the_paper_has_as_many_numbers_as_pytorchs() -> None:
    d, inside, layers = 8, 16, 2
    attention, network, norm = 4 * (d * d + d), 2 * d * inside + inside + d, 2 * d
    expected = layers * (attention + network + 2 * norm) + layers * (2 * attention + network + 3 * norm)
    tables = 12 * d + 9 * d
    made = Transformer(12, 9, d_model=d, nhead=2, num_layers=layers, dim_feedforward=inside, tied=True, rng=0)
    assert made.count_parameters() == expected + tables


def test_a_token_that_the_network_does_not_know_is_named() -> None:
    for embedding_dim in (None, 3):
        with pytest.raises(ValueError, match=r"must hold whole numbers in 0\.\.4.*got 5 at position \(0, 1\)"):
            CharRNN(5, 4, embedding_dim=embedding_dim, rng=0)([[1, 5]])


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_states_have_a_row_for_each_sequence(cell: str) -> None:
    network = CharRNN(7, 5, cell=cell, num_layers=2, rng=0)
    _, states = network.step([1, 2, 3])
    kept = tuple(part[[2, 0]] for part in states) if cell == "lstm" else states[[2, 0]]
    every, _ = network.step([4, 5, 6], states)
    some, _ = network.step([6, 4], kept)
    np.testing.assert_allclose(some, every[[2, 0]], rtol=1e-5)
