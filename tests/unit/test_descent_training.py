"""The training loop: what it returns, when it stops, and what it says when training goes wrong."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from descent import nn, optim
from descent.optim import schedules
from descent.training import EarlyStopping, History, ProgressBar, batches, fit, predict

RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 2)).astype(np.float32)
y = (X[:, 0] * X[:, 1] > 0).astype(np.int64)


def _net() -> nn.Sequential:
    return nn.Sequential(nn.Linear(2, 8, rng=0), nn.Tanh(), nn.Linear(8, 2, rng=1))


def _fit(net: nn.Module | None = None, **options: Any) -> History:
    net = net or _net()
    settings: dict[str, Any] = {"epochs": 3, "batch_size": 20, "rng": 0, **options}
    return fit(net, nn.cross_entropy, optim.Adam(net.parameters(), lr=0.02), X, y, **settings)


def test_it_learns_and_measures_every_epoch() -> None:
    net = _net()
    accuracy = {"accuracy": lambda z, y: (z.argmax(1) == y).mean()}
    history = _fit(net, epochs=40, validation=(X, y), metrics=accuracy)
    assert history.epochs == len(history.val_loss) == len(history.metrics["accuracy"]) == len(history.seconds) == 40
    assert history.loss[-1] < 0.5 * history.loss[0]
    assert history.metrics["accuracy"][-1] > 0.9
    assert history.metrics["accuracy"][-1] == (predict(net, X).argmax(1) == y).mean()
    assert not net.training


def test_the_same_seed_gives_the_same_numbers_bit_for_bit() -> None:
    assert _fit().loss == _fit().loss
    assert _fit().loss != _fit(rng=1).loss


@pytest.mark.parametrize("threads", [2, 3, 50])
def test_threads_change_nothing_but_rounding(threads: int) -> None:
    np.testing.assert_allclose(_fit(threads=threads).loss, _fit().loss, rtol=1e-5)


def test_threads_refuse_batch_normalisation() -> None:
    net = nn.Sequential(nn.Linear(2, 4, rng=0), nn.BatchNorm1d(4), nn.Linear(4, 2, rng=1))
    with pytest.raises(ValueError, match=r"needs the whole batch at once; got threads=2"):
        _fit(net, threads=2)


def test_early_stopping_returns_to_the_best_epoch() -> None:
    net = _net()
    states: list[dict[str, Any]] = []
    values = iter([3.0, 1.0, 2.0, 2.0, 2.0])
    history = _fit(
        net,
        epochs=5,
        validation=(X, y),
        metrics={"strange": lambda z, y: next(values)},
        callbacks=[lambda m, h: states.append(m.state_dict()), EarlyStopping(monitor="strange", patience=2)],
    )
    assert history.epochs == 4
    assert history.stopped == "strange has not improved on 1 for 2 epochs"
    np.testing.assert_array_equal(net[0].weight.data, states[1]["layers.0.weight"])


def test_early_stopping_says_what_it_could_watch() -> None:
    with pytest.raises(ValueError, match=r"watches 'val_loss', which is not measured; there are loss"):
        _fit(callbacks=[EarlyStopping()])


def test_a_schedule_sets_every_step_s_rate() -> None:
    history = _fit(schedule=schedules.staircase(0.1, 0.5, every=5))  # five steps an epoch
    assert history.lr == [0.1, 0.05, 0.025]


def test_a_loss_that_is_no_number_ends_training_with_a_sentence() -> None:
    net = nn.Sequential(nn.Linear(2, 2, rng=0))
    walk = optim.SGD(net.parameters(), lr=1.0)
    bad = X.copy()
    bad[7] = np.nan
    with pytest.raises(ValueError, match=r"the loss became nan at step \d+, in epoch 1\. Try a smaller learning rate"):
        fit(net, nn.cross_entropy, walk, bad, y, epochs=1, rng=0)


def test_an_interruption_keeps_what_was_done() -> None:
    def interrupt(model: nn.Module, history: History) -> None:
        if history.epochs == 2:
            raise KeyboardInterrupt

    history = _fit(epochs=10, callbacks=[interrupt])
    assert (history.epochs, history.stopped) == (2, "interrupted")


def test_clipping_is_applied_before_the_step() -> None:
    net = nn.Linear(2, 2, rng=0)
    before = net.weight.data.copy()
    fit(net, nn.cross_entropy, optim.SGD(net.parameters(), lr=1.0), X * 100, y, epochs=1, batch_size=90, clip_norm=1e-3)
    assert 0 < np.linalg.norm(net.weight.data - before) <= 1.001e-3


def test_a_model_with_several_inputs_gets_a_tuple() -> None:
    class Two(nn.Module):
        def __init__(self) -> None:
            self.one, self.other = nn.Linear(1, 2, rng=0), nn.Linear(1, 2, rng=1)

        def forward(self, a: Any, b: Any) -> Any:
            return self.one(a) + self.other(b)

    net = Two()
    parts = (X[:, :1], X[:, 1:])
    fit(net, nn.cross_entropy, optim.SGD(net.parameters(), lr=0.1), parts, y, epochs=1, threads=2)
    assert predict(net, parts).shape == (90, 2)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"epochs": 0}, r"epochs, batch_size and threads must be 1 or more; got 0, 20 and 1"),
        ({"batch_size": 0}, r"must be 1 or more; got 3, 0 and 1"),
        ({"validation": (X, y[:5])}, r"same number of samples, 1 or more, along their first axis; got \[90, 5\]"),
    ],
    ids=["epochs", "batch size", "validation"],
)
def test_settings_that_cannot_be_meant_are_explained(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        _fit(**options)


def test_batches_without_a_shuffle_copy_nothing() -> None:
    assert list(batches(5, 2, None)) == [slice(0, 2), slice(2, 4), slice(4, 6)]


def test_the_bar_writes_a_line_an_epoch_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    bar = ProgressBar(2, stream=stream, width=4)
    for loss in (1.5, 0.25):
        history = History(loss=[loss] * (1 if loss > 1 else 2))
        bar(None, history)
    assert stream.getvalue() == "[##..] 1/2  loss 1.5\n[####] 2/2  loss 0.25\n"
