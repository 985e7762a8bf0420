"""Networks: what is learnt is found, frozen, saved and loaded; and what goes wrong is said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from descent import nn, optim
from descent.nn import initialisers
from descent.tensor import Tensor, no_grad


def _net() -> nn.Sequential:
    return nn.Sequential(nn.Linear(3, 4, rng=0), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2, rng=1))


def test_parameters_in_lists_and_dictionaries_are_found_once() -> None:
    class Shared(nn.Module):
        def __init__(self) -> None:
            self.layers = [nn.Linear(2, 2, rng=0)]
            self.named = {"again": self.layers[0], "other": nn.Linear(2, 1, bias=False, rng=1)}

    assert [name for name, _ in Shared().named_parameters()] == [
        "layers.0.weight",
        "layers.0.bias",
        "named.other.weight",
    ]


def test_what_is_frozen_neither_learns_nor_reaches_the_optimizer() -> None:
    net = _net()
    net[0].requires_grad_(False)
    before = net[0].weight.data.copy()
    walk = optim.SGD(net.parameters(), lr=0.1)
    nn.cross_entropy(net(np.ones((3, 3), np.float32) * [[1], [2], [3]]), [0, 1, 0]).backward()
    walk.step()
    assert net[0].weight.grad is None
    np.testing.assert_array_equal(net[0].weight.data, before)
    assert net.count_parameters() == 4 * 2 + 2 + 8


def test_train_and_eval_reach_every_layer() -> None:
    net = nn.Sequential(nn.Sequential(nn.Dropout(0.5, rng=0)))
    x = np.ones((1, 1000), np.float32)
    assert (net(x).data == 0).any()
    assert (net.eval()(x).data == 1).all()
    assert (net.train()(x).data == 0).any()


def test_a_state_with_other_names_is_refused_whole() -> None:
    net = _net()
    state = net.state_dict()
    before = {name: value.copy() for name, value in state.items()}
    state["layers.9.weight"] = state.pop("layers.0.weight") + 1
    with pytest.raises(
        ValueError, match=r"2 names differ: layers\.0\.weight \(missing\), layers\.9\.weight \(unknown\)"
    ):
        net.load_state_dict(state)
    assert all(np.array_equal(net.state_dict()[name], value) for name, value in before.items())


def test_a_state_with_another_shape_is_refused_whole() -> None:
    net = _net()
    state = {**net.state_dict(), "layers.3.bias": np.zeros(3)}
    state["layers.0.bias"] += 1
    with pytest.raises(ValueError, match=r"layers\.3\.bias must have shape \(2,\); the state has \(3,\)"):
        net.load_state_dict(state)
    assert not net.state_dict()["layers.0.bias"].any()


def test_loading_reaches_what_an_optimizer_has_moved_together() -> None:
    net, other = _net(), _net()
    walk = optim.Adam(net.parameters())
    for parameter in other.parameters():
        parameter.data += 1
    net.load_state_dict(other.state_dict())
    for parameter in net.parameters():
        parameter.grad = np.zeros_like(parameter.data)
    walk.step()
    np.testing.assert_allclose(net[0].weight.data, other[0].weight.data)


def test_the_file_is_read_by_the_formats_own_library(tmp_path: Path) -> None:
    library = pytest.importorskip("safetensors.numpy")
    net = _net()
    net.save(tmp_path / "net.safetensors")
    read = library.load_file(tmp_path / "net.safetensors")
    assert read.keys() == net.state_dict().keys()
    for name, value in net.state_dict().items():
        np.testing.assert_array_equal(read[name], value)
    library.save_file({"a": np.arange(3), "b": np.ones((2, 2))}, tmp_path / "theirs.safetensors")
    ours = nn.read_safetensors(tmp_path / "theirs.safetensors")
    np.testing.assert_array_equal(ours["a"], [0, 1, 2])
    np.testing.assert_array_equal(ours["b"], np.ones((2, 2)))


def test_empty_and_zero_dimensional_arrays_survive_the_file(tmp_path: Path) -> None:
    arrays = {"none": np.zeros((0, 3), np.float32), "one": np.array(2.5), "fortran": np.asfortranarray(np.eye(3)[:2])}
    nn.write_safetensors(tmp_path / "x", arrays)
    for name, value in nn.read_safetensors(tmp_path / "x").items():
        np.testing.assert_array_equal(value, arrays[name])


@pytest.mark.parametrize("cut", [0, 4, 8, 20, -1])
def test_a_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "net.safetensors"
    _net().save(path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ValueError, match="Save"):
        nn.read_safetensors(path)


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]},
        {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]},
        {"dtype": "F32", "shape": [1 << 62, 4], "data_offsets": [0, 4]},
        {"dtype": "F99", "shape": [1], "data_offsets": [0, 4]},
        {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]},
        {"dtype": "F32", "shape": [1]},
        [],
    ],
    ids=["size", "negative", "huge", "dtype", "offset", "nothing", "list"],
)
def test_a_table_that_lies_is_refused(tmp_path: Path, entry: object) -> None:
    header = json.dumps({"w": entry}).encode()
    path = tmp_path / "bad"
    path.write_bytes(len(header).to_bytes(8, "little") + header + b"\0" * 4)
    with pytest.raises(ValueError, match=r"Save the file again"):
        nn.read_safetensors(path)


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "net"
    nn.write_safetensors(path, {"a": np.ones(2)})
    with pytest.raises(TypeError, match=r"b must be float32, float64, int64 or uint8; got complex128"):
        nn.write_safetensors(path, {"b": np.ones(2, complex)})
    assert list(nn.read_safetensors(path)) == ["a"]
    assert [file.name for file in tmp_path.iterdir()] == ["net"]


def test_running_means_are_those_of_the_batches() -> None:
    layer = nn.BatchNorm1d(2, momentum=1.0)
    x = np.random.default_rng(0).normal(3, 2, size=(50, 2)).astype(np.float32)
    layer(x)
    np.testing.assert_allclose(layer.running_mean, x.mean(0), rtol=1e-5)
    np.testing.assert_allclose(layer.running_var, x.var(0, ddof=1), rtol=1e-5)
    y = layer.eval()(x).data
    np.testing.assert_allclose(y, (x - x.mean(0)) / np.sqrt(x.var(0, ddof=1) + 1e-5), atol=1e-5)


def test_an_embedding_learns_only_the_rows_it_looked_up() -> None:
    layer = nn.Embedding(5, 2, rng=0)
    layer([[1, 3, 1]]).sum().backward()
    np.testing.assert_array_equal(layer.weight.grad, [[0, 0], [2, 2], [0, 0], [1, 1], [0, 0]])


def test_padding_leaves_both_directions_of_a_recurrent_layer_untouched() -> None:
    rng = np.random.default_rng(0)
    layer = nn.LSTM(3, 4, bidirectional=True, rng=0)
    x = rng.normal(size=(2, 5, 3)).astype(np.float32)
    noise = x.copy()
    noise[0, 2:] = 99
    for part, other in zip(layer(x, lengths=[2, 5])[1], layer(noise, lengths=[2, 5])[1], strict=True):
        np.testing.assert_array_equal(part.data, other.data)
    alone = layer(x[:1, :2])
    np.testing.assert_allclose(layer(x, lengths=[2, 5])[0].data[0, :2], alone[0].data[0], atol=1e-6)


def test_a_recurrent_layer_goes_on_where_it_stopped() -> None:
    x = np.random.default_rng(0).normal(size=(2, 6, 3)).astype(np.float32)
    for layer in (nn.RNN(3, 4, rng=0), nn.GRU(3, 4, num_layers=2, rng=0), nn.LSTM(3, 4, rng=0)):
        whole, _ = layer(x)
        _, last = layer(x[:, :4])
        rest, _ = layer(x[:, 4:], last)
        np.testing.assert_allclose(rest.data, whole.data[:, 4:], atol=1e-6)


def test_a_causal_encoder_does_not_see_the_future() -> None:
    layer = nn.TransformerEncoderLayer(8, 2, dim_feedforward=16, dropout=0.0, rng=0)
    x = np.random.default_rng(0).normal(size=(1, 6, 8)).astype(np.float32)
    changed = x.copy()
    changed[:, 4:] += 1
    np.testing.assert_array_equal(layer(x, causal=True).data[:, :4], layer(changed, causal=True).data[:, :4])
    assert not np.array_equal(layer(x).data[:, :4], layer(changed).data[:, :4])


def test_penalties_and_their_gradients() -> None:
    w = nn.Parameter([[3.0, -4.0]])
    nn.l1_penalty([w]).backward()
    np.testing.assert_array_equal(w.grad, [[1, -1]])
    w.grad = None
    value = nn.l2_penalty([w])
    assert value.data == 12.5
    value.backward()
    np.testing.assert_array_equal(w.grad, w.data)


def test_initialisers_refuse_what_has_no_inputs() -> None:
    with pytest.raises(ValueError, match=r"weights of shape \(3,\) have no inputs"):
        initialisers.he_normal((3,), 0)


def test_a_second_backward_says_that_it_was_here() -> None:
    x = Tensor(2.0, requires_grad=True)
    y = x * x
    y.backward()
    with pytest.raises(ValueError, match="backward has been here before"):
        y.backward()


def test_gradients_of_two_parameters_are_never_one_array() -> None:
    a, b = nn.Parameter(np.ones(3)), nn.Parameter(np.ones(3))
    (a + b).sum().backward()
    assert not np.shares_memory(a.grad, b.grad)


def test_no_grad_ends_with_its_block_even_after_an_error() -> None:
    x = Tensor(2.0, requires_grad=True)
    with pytest.raises(ZeroDivisionError), no_grad():
        raise ZeroDivisionError
    assert (x * 2).requires_grad


def test_the_gradients_of_a_whole_network_are_checked() -> None:
    net = nn.Sequential(nn.Conv2d(2, 3, 2, rng=0), nn.Tanh(), nn.Flatten(), nn.Linear(12, 2, rng=1))
    before = net.state_dict()
    X = np.random.default_rng(0).normal(size=(3, 3, 3, 2))
    assert nn.check_model(net, nn.cross_entropy, X, [0, 1, 1])

    def wrong(logits: Tensor, y: object) -> Tensor:
        loss = nn.cross_entropy(logits, y)
        return loss + (net[3].weight * 0).sum() + Tensor(float((logits.data**2).sum()))  # the tape cannot see the last

    report = nn.check_model(net, wrong, X, [0, 1, 1])
    assert not report
    assert "layers.3.weight: wrong" in str(report)
    assert all(np.array_equal(net.state_dict()[name], value) for name, value in before.items())


def test_a_random_network_cannot_be_checked() -> None:
    net = nn.Sequential(nn.Dropout(0.5, rng=0), nn.Linear(3, 2, rng=0))
    with pytest.raises(ValueError, match=r"two passes .* different losses.*model\.eval"):
        nn.check_model(net, nn.cross_entropy, np.ones((4, 3)), [0, 1, 1, 0])
    assert nn.check_model(net.eval(), nn.cross_entropy, np.ones((4, 3)), [0, 1, 1, 0])


def test_losses_are_means() -> None:
    y_hat, y = Tensor([[1.0], [4.0]], requires_grad=True), [[3.0], [3.0]]
    assert nn.l1_loss(y_hat, y).data == 1.5
    assert nn.mse_loss(y_hat, y).data == 2.5
    assert nn.cross_entropy(np.zeros((3, 4)), [0, 1, 2]).data == pytest.approx(np.log(4))
    assert nn.binary_cross_entropy_with_logits([0.0, 0.0], [0, 1]).data == pytest.approx(np.log(2))
