"""Training steps of networks that read sequences."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.rows import Row
from benchmarks.steps import ADAM, GATES, PRODUCTS, SOFTMAX, classes, normal, row
from descent import nn

LETTERS = 27


class Characters(nn.Module):
    """A recurrent layer over letters as rows of 0 and one 1, and a score for each next letter."""

    def __init__(self, kind: type[nn.RNN], letters: int, hidden: int) -> None:
        self.reader, self.out = kind(letters, hidden, rng=0), nn.Linear(hidden, letters, rng=1)

    def forward(self, x: Any) -> Any:
        return self.out(self.reader(x)[0])


def characters_twin(kind: str, letters: int, hidden: int) -> Any:
    def build(t: Any) -> Any:
        class Characters(t.Module):
            def __init__(self) -> None:
                super().__init__()
                self.reader, self.out = getattr(t, kind)(letters, hidden, batch_first=True), t.Linear(hidden, letters)

            def forward(self, x: Any) -> Any:
                return self.out(self.reader(x)[0])

        return Characters()

    return build


def characters_row(
    name: str, kind: type[nn.RNN], hidden: int, steps: int, batch: int, letters: int = LETTERS, **said: Any
) -> Row:
    def data() -> tuple[Any, Any]:
        text = classes(batch * (steps + 1), letters).reshape(batch, steps + 1)
        return np.eye(letters, dtype=np.float32)[text[:, :-1]], text[:, 1:]

    twin = characters_twin(kind.__name__, letters, hidden)
    return row(name, lambda: Characters(kind, letters, hidden), twin, data, SOFTMAX, ADAM, **said)


class Encoder(nn.Module):
    """Two transformer layers of width 128 with four heads, and a mean over the places."""

    def __init__(self) -> None:
        self.layers = [
            nn.TransformerEncoderLayer(128, 4, dim_feedforward=512, dropout=0.0, rng=seed) for seed in range(2)
        ]
        self.out = nn.Linear(128, 10, rng=2)

    def forward(self, x: Any) -> Any:
        for layer in self.layers:
            x = layer(x)
        return self.out(x.mean(1))


def encoder_twin(t: Any) -> Any:
    class Encoder(t.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = t.ModuleList(
                [t.TransformerEncoderLayer(128, 4, 512, dropout=0.0, batch_first=True) for _ in range(2)]
            )
            self.out = t.Linear(128, 10)

        def forward(self, x: Any) -> Any:
            for layer in self.layers:
                x = layer(x)
            return self.out(x.mean(1))

    return Encoder()


ROWS = [
    characters_row("char-RNN hidden 50, T 30, batch 32", nn.RNN, 50, 30, 32),
    characters_row("char-RNN hidden 50, T 30, batch 1", nn.RNN, 50, 30, 1),
    characters_row("char-LSTM hidden 100, T 50, batch 32", nn.LSTM, 100, 50, 32, why=GATES),
    characters_row("char-LSTM hidden 256, T 100, batch 32", nn.LSTM, 256, 100, 32, divides=True, why=GATES),
    row(
        "transformer encoder d 128, 2 layers, T 64, batch 32",
        Encoder,
        encoder_twin,
        lambda: (normal(32, 64, 128), classes(32, 10)),
        SOFTMAX,
        ADAM,
        divides=True,
        why=PRODUCTS,
    ),  # fmt: skip
]
