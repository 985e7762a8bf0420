"""Networks over sequences beside PyTorch ones with the same weights, written as PyTorch's users write them."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest

from descent import nn
from descent.networks import CharRNN, Seq2Seq, SkipGram, SpeechToText, Transformer, TriggerWordDetector, ctc_cost

torch = pytest.importorskip("torch")
SOURCE = np.array([[3, 4, 5, 6], [7, 8, 0, 0], [5, 5, 3, 0]])
GIVEN, WANTED = np.array([[1, 4, 6], [1, 5, 3], [1, 7, 0]]), np.array([[4, 6, 2], [5, 3, 2], [7, 2, 0]])


def _tensor(array: Any) -> Any:
    return torch.from_numpy(np.ascontiguousarray(array))


def _linear(layer: Any, twin: Any) -> None:
    twin.weight.copy_(_tensor(layer.weight.data.T))
    if layer.bias is not None:
        twin.bias.copy_(_tensor(layer.bias.data))


def _recurrent(layer: Any, twin: Any) -> None:
    ends = ("l0", "l0_reverse")
    for weights, end in zip(layer.directions, ends, strict=False):
        getattr(twin, f"weight_ih_{end}").copy_(_tensor(weights.weight_ih.data.T))
        getattr(twin, f"weight_hh_{end}").copy_(_tensor(weights.weight_hh.data.T))
        getattr(twin, f"bias_ih_{end}").copy_(_tensor(weights.bias.data))
        hidden = getattr(weights, "bias_hh", None)
        getattr(twin, f"bias_hh_{end}").copy_(_tensor(hidden.data if hidden is not None else 0 * weights.bias.data))


def _attention(layer: Any, twin: Any) -> None:
    parts = layer.query, layer.key, layer.value
    twin.in_proj_weight.copy_(_tensor(np.concatenate([part.weight.data.T for part in parts])))
    twin.in_proj_bias.copy_(_tensor(np.concatenate([part.bias.data for part in parts])))
    _linear(layer.out, twin.out_proj)


def _norm(layer: Any, twin: Any) -> None:
    twin.weight.copy_(_tensor(layer.weight.data))
    twin.bias.copy_(_tensor(layer.bias.data))


def _shaken(network: Any) -> Any:
    """Move all numbers, so that no bias is 0 and no scale 1, in float64."""
    rng = np.random.default_rng(9)
    network.to(np.float64)
    for parameter in network.parameters():
        parameter.data += rng.normal(scale=0.2, size=parameter.data.shape)
    return network.eval()


def _same_gradient(ours: Any, theirs: Any, *pairs: Any) -> None:
    """Go back from two losses, and compare what arrives."""
    np.testing.assert_allclose(ours.data, theirs.item(), rtol=1e-9)
    ours.backward()
    theirs.backward()
    for parameter, twin in pairs:
        np.testing.assert_allclose(parameter.grad, twin.grad.numpy(), rtol=1e-7, atol=1e-10)


def _asked(scores: Any, labels: Any = WANTED) -> Any:
    return torch.nn.functional.cross_entropy(
        scores.reshape(-1, scores.shape[-1]), _tensor(labels).reshape(-1), ignore_index=0, label_smoothing=0.1
    )


ASKED = partial(nn.cross_entropy, ignore_index=0, label_smoothing=0.1)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_char_rnn(cell: str) -> None:
    ours = _shaken(CharRNN(9, 5, cell=cell, embedding_dim=4, rng=0))
    table, out = torch.nn.Embedding(9, 4).double(), torch.nn.Linear(5, 9).double()
    reader = getattr(torch.nn, cell.upper())(4, 5, batch_first=True).double()
    with torch.no_grad():
        table.weight.copy_(_tensor(ours.embedding.weight.data))  # type: ignore[union-attr]
        _recurrent(ours.reader, reader)
        _linear(ours.out, out)
    scores = out(reader(table(_tensor(GIVEN)))[0])
    np.testing.assert_allclose(ours(GIVEN).data, scores.detach().numpy(), rtol=1e-9)
    weights = ours.reader.directions[0].weight_hh
    _same_gradient(ASKED(ours(GIVEN), WANTED), _asked(scores), (ours.embedding.weight, table.weight))  # type: ignore[union-attr]
    np.testing.assert_allclose(weights.grad.T, reader.weight_hh_l0.grad.numpy(), rtol=1e-7, atol=1e-10)


def test_a_translator_with_attention() -> None:
    ours = _shaken(Seq2Seq(9, 8, embedding_dim=4, hidden_size=5, attention_size=3, rng=0))
    t = torch.nn
    source, target = t.Embedding(9, 4).double(), t.Embedding(8, 4).double()
    reader, cell = t.LSTM(4, 5, batch_first=True, bidirectional=True).double(), t.LSTMCell(14, 5).double()
    bridge, key, out = t.Linear(10, 5).double(), t.Linear(10, 3).double(), t.Linear(15, 8).double()
    query, score = t.Linear(5, 3, bias=False).double(), t.Linear(3, 1, bias=False).double()
    with torch.no_grad():
        source.weight.copy_(_tensor(ours.source.weight.data))
        target.weight.copy_(_tensor(ours.target.weight.data))
        _recurrent(ours.reader, reader)
        for name, twin in {"bridge": bridge, "key": key, "out": out, "query": query, "score": score}.items():
            _linear(getattr(ours, name), twin)
        weights = ours.writer.directions[0]
        cell.weight_ih.copy_(_tensor(weights.weight_ih.data.T))
        cell.weight_hh.copy_(_tensor(weights.weight_hh.data.T))
        cell.bias_ih.copy_(_tensor(weights.bias.data))
        cell.bias_hh.zero_()
    seen = _tensor(SOURCE != 0)
    packed = t.utils.rnn.pack_padded_sequence(source(_tensor(SOURCE)), seen.sum(1), True, enforce_sorted=False)
    read, (last, _) = reader(packed)
    values, _ = t.utils.rnn.pad_packed_sequence(read, batch_first=True)
    hidden = torch.tanh(bridge(torch.cat([last[0], last[1]], 1)))
    carried, scores, looked = torch.zeros(3, 5).double(), [], []
    for word in target(_tensor(GIVEN)).unbind(1):
        energy = score(torch.tanh(query(hidden)[:, None] + key(values)))[..., 0]
        weight = torch.softmax(energy.masked_fill(~seen, -torch.inf), 1)
        context = (weight[..., None] * values).sum(1)
        hidden, carried = cell(torch.cat([word, context], 1), (hidden, carried))
        scores.append(out(torch.cat([hidden, context], 1)))
        looked.append(weight)
    np.testing.assert_allclose(ours(SOURCE, GIVEN).data, torch.stack(scores, 1).detach().numpy(), rtol=1e-9)
    np.testing.assert_allclose(
        ours.attention_weights(SOURCE, GIVEN), torch.stack(looked, 1).detach().numpy(), rtol=1e-9
    )
    loss = ASKED(ours(SOURCE, GIVEN), WANTED)
    _same_gradient(
        loss, _asked(torch.stack(scores, 1)), (ours.source.weight, source.weight), (ours.target.weight, target.weight)
    )
    for mine, twin in ((ours.key, key), (ours.query, query), (ours.score, score), (ours.bridge, bridge)):
        np.testing.assert_allclose(mine.weight.grad.T, twin.weight.grad.numpy(), rtol=1e-7, atol=1e-10)


@pytest.mark.filterwarnings("ignore:enable_nested_tensor")
@pytest.mark.parametrize("norm_first", [False, True])
def test_a_transformer(norm_first: bool) -> None:
    sizes: dict[str, Any] = {"d_model": 8, "nhead": 2, "dim_feedforward": 6, "dropout": 0.0, "norm_first": norm_first}
    ours = _shaken(Transformer(9, 8, num_layers=2, rng=0, **sizes))
    twin = torch.nn.Transformer(num_encoder_layers=2, num_decoder_layers=2, batch_first=True, **sizes).double().eval()
    out = torch.nn.Linear(8, 8).double()
    if not norm_first:
        twin.encoder.norm = twin.decoder.norm = None  # PyTorch puts a normalisation behind the last one
    with torch.no_grad():
        _linear(ours.out, out)
        for mine, theirs in zip(ours.encoder.layers, twin.encoder.layers, strict=True):
            _attention(mine.self_attn, theirs.self_attn)
            _feed_forward(mine, theirs, (mine.norm1, mine.norm2))
        for mine, theirs in zip(ours.decoder.layers, twin.decoder.layers, strict=True):
            _attention(mine.self_attn, theirs.self_attn)
            _attention(mine.cross_attn, theirs.multihead_attn)
            _feed_forward(mine, theirs, mine.norms)
        if norm_first:
            _norm(ours.encoder.norm, twin.encoder.norm)
            _norm(ours.decoder.norm, twin.decoder.norm)
    hidden = _tensor(SOURCE == 0)
    source = _tensor(ours.source(SOURCE).data)
    target = _tensor(ours.target(GIVEN).data)
    later = torch.triu(torch.ones(3, 3, dtype=torch.bool), 1)
    masks = {"src_key_padding_mask": hidden, "memory_key_padding_mask": hidden, "tgt_mask": later}
    scores = out(twin(source, target, **masks)).detach().numpy()
    np.testing.assert_allclose(ours(SOURCE, GIVEN).data, scores, rtol=1e-8, atol=1e-10)
    learnt = ours.count_parameters() - 17 * 8
    assert learnt == sum(p.numel() for module in (twin, out) for p in module.parameters())


def _feed_forward(mine: Any, theirs: Any, norms: Any) -> None:
    _linear(mine.network.layers[0], theirs.linear1)
    _linear(mine.network.layers[-1], theirs.linear2)
    for place, norm in enumerate(norms):
        _norm(norm, getattr(theirs, f"norm{place + 1}"))


def test_speech_to_text() -> None:
    ours = _shaken(SpeechToText(6, 4, channels=5, hidden_size=3, rng=0))
    frames, texts = np.random.default_rng(0).normal(size=(2, 21, 6)), np.array([[1, 2, 2], [3, 0, 0]])
    filters = torch.nn.Conv1d(6, 5, 5, stride=2, padding=2).double()
    reader = torch.nn.GRU(5, 3, batch_first=True, bidirectional=True).double()
    out = torch.nn.Linear(6, 4).double()
    with torch.no_grad():
        filters.weight.copy_(_tensor(ours.filters.weight.data.transpose(2, 1, 0)))
        filters.bias.copy_(_tensor(ours.filters.bias.data))
        _recurrent(ours.reader, reader)
        _linear(ours.out, out)
    scores = out(reader(torch.relu(filters(_tensor(frames.transpose(0, 2, 1)))).transpose(1, 2))[0])
    np.testing.assert_allclose(ours(frames).data, scores.detach().numpy(), rtol=1e-9)
    log_p = scores.log_softmax(-1).transpose(0, 1)
    cost = torch.nn.functional.ctc_loss(
        log_p, _tensor(texts), torch.tensor([11, 11]), torch.tensor([3, 1]), reduction="none"
    ).mean()
    _same_gradient(ctc_cost(ours(frames), texts), cost, (ours.filters.bias, filters.bias))


def test_the_trigger_word_detector() -> None:
    ours = _shaken(TriggerWordDetector(6, channels=5, hidden_size=4, kernel_size=5, stride=2, rng=0))
    frames = np.random.default_rng(0).normal(size=(2, 25, 6))
    t = torch.nn
    filters, out = t.Conv1d(6, 5, 5, stride=2).double(), t.Linear(4, 1).double()
    first, second = t.GRU(5, 4, batch_first=True).double(), t.GRU(4, 4, batch_first=True).double()
    norms = [t.BatchNorm1d(width).double().eval() for width in (5, 4, 4)]
    with torch.no_grad():
        filters.weight.copy_(_tensor(ours.filters.weight.data.transpose(2, 1, 0)))
        filters.bias.copy_(_tensor(ours.filters.bias.data))
        _recurrent(ours.first, first)
        _recurrent(ours.second, second)
        _linear(ours.out, out)
        for mine, theirs in zip(ours.norms, norms, strict=True):
            _norm(mine, theirs)

    def normalised(place: int, x: Any) -> Any:
        return norms[place](x.transpose(1, 2)).transpose(1, 2)

    x = torch.relu(normalised(0, filters(_tensor(frames.transpose(0, 2, 1))).transpose(1, 2)))
    x = normalised(2, second(normalised(1, first(x)[0]))[0])
    np.testing.assert_allclose(ours(frames).data, out(x)[..., 0].detach().numpy(), rtol=1e-9)


def test_skip_gram() -> None:
    ours = _shaken(SkipGram(9, 4, rng=0))
    word, candidates = np.array([[3], [5]]), np.array([[1, 2, 2], [3, 0, 8]])
    y = np.eye(1, 3).repeat(2, axis=0)
    words, contexts = torch.nn.Embedding(9, 4).double(), torch.nn.Embedding(9, 4).double()
    with torch.no_grad():
        words.weight.copy_(_tensor(ours.words.weight.data))
        contexts.weight.copy_(_tensor(ours.contexts.weight.data))
    scores = (words(_tensor(word)) * contexts(_tensor(candidates))).sum(-1)
    cost = torch.nn.functional.binary_cross_entropy_with_logits(scores, _tensor(y))
    pairs = (ours.words.weight, words.weight), (ours.contexts.weight, contexts.weight)
    _same_gradient(nn.binary_cross_entropy_with_logits(ours(word, candidates), y), cost, *pairs)
