"""Training steps of other kinds: word vectors, two networks against each other, translation with attention."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.operations import work_of_step
from benchmarks.rows import Row, Step, Work
from benchmarks.steps import ADAM, CALLS, LOGISTIC, PEER, PRODUCTS, SGD, SOFTMAX, TABLES, classes, normal, row
from benchmarks.twins import copy_weights, torch_with_threads
from descent import nn, optim
from descent.ops import attentive_lstm
from descent.tensor import apply

WORDS, WIDTH = 5000, 100


class SkipGram(nn.Module):
    """Whether a word stands near another: the product of a row of one table with rows of a second."""

    def __init__(self) -> None:
        self.words, self.contexts = nn.Embedding(WORDS, WIDTH, rng=0), nn.Embedding(WORDS, WIDTH, rng=1)

    def forward(self, pairs: Any) -> Any:
        word = self.words(pairs[:, 0])
        near = self.contexts(pairs[:, 1:])
        return (word.reshape(len(pairs), 1, WIDTH) * near).sum(-1)


def skip_gram_twin(t: Any) -> Any:
    class SkipGram(t.Module):
        def __init__(self) -> None:
            super().__init__()
            self.words, self.contexts = t.Embedding(WORDS, WIDTH), t.Embedding(WORDS, WIDTH)

        def forward(self, pairs: Any) -> Any:
            return (self.words(pairs[:, 0]).unsqueeze(1) * self.contexts(pairs[:, 1:])).sum(-1)

    return SkipGram()


def pairs() -> tuple[Any, Any]:
    """512 words, for each one true neighbour and five drawn at random."""
    return classes(512 * 7, WORDS).reshape(512, 7), np.tile(np.eye(1, 6, dtype=np.float32), (512, 1))


def perceptron(sizes: tuple[int, ...], seed: int) -> nn.Sequential:
    layers: list[Any] = []
    for place, (inside, outside) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
        layers += [nn.Linear(inside, outside, rng=seed + place), nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers[:-1])


MAKER, JUDGE = (64, 256, 512, 784), (784, 512, 256, 1)


def gan() -> Step:
    """One step of a generative adversarial network: the judge learns, then the maker."""
    maker, judge = perceptron(MAKER, 0), perceptron(JUDGE, 10)
    make, judging = (optim.Adam(net.parameters(), lr=2e-4, betas=(0.5, 0.999)) for net in (maker, judge))
    noise, real = normal(64, 64), normal(64, 784, seed=1)
    yes, no = np.ones((64, 1), np.float32), np.zeros((64, 1), np.float32)
    loss = nn.binary_cross_entropy_with_logits

    def step() -> Any:
        judging.zero_grad()
        fake = maker(noise)
        judged = loss(judge(real), yes) + loss(judge(fake.data), no)
        judged.backward()
        judging.step()
        make.zero_grad()
        made = loss(judge(fake), yes)
        made.backward()
        make.step()
        return judged.data + made.data

    return step


def gan_work() -> Work:
    """Count both updates; what the maker's step does to the judge's numbers is not wanted."""
    maker, judge = perceptron(MAKER, 0), perceptron(JUDGE, 10)
    fake = maker(normal(64, 64))
    yes = np.ones((64, 1), np.float32)
    loss = nn.binary_cross_entropy_with_logits
    judged = loss(judge(normal(64, 784)), yes) + loss(judge(fake.data), yes)
    learnt = work_of_step(judged, kept=2)
    for parameter in judge.parameters():
        parameter.requires_grad = False
    return learnt + work_of_step(loss(judge(fake), yes), kept=2)


def torch_gan(*, best: bool = False) -> Step:
    torch = torch_with_threads()
    t = torch.nn

    def twin(sizes: tuple[int, ...]) -> Any:
        layers: list[Any] = []
        for inside, outside in zip(sizes[:-1], sizes[1:], strict=True):
            layers += [t.Linear(inside, outside), t.LeakyReLU(0.2)]
        return t.Sequential(*layers[:-1])

    maker, judge = twin(MAKER), twin(JUDGE)
    copy_weights(perceptron(MAKER, 0), maker)
    copy_weights(perceptron(JUDGE, 10), judge)
    how = {"lr": 2e-4, "betas": (0.5, 0.999), "fused": best}
    make, judging = (torch.optim.Adam(net.parameters(), **how) for net in (maker, judge))
    noise, real = torch.from_numpy(normal(64, 64)), torch.from_numpy(normal(64, 784, seed=1))
    yes, no = torch.ones(64, 1), torch.zeros(64, 1)
    loss = t.functional.binary_cross_entropy_with_logits
    if best:  # the two networks, since what is computed with them goes to and fro between two optimizers
        maker, judge = torch.compile(maker), torch.compile(judge)

    def step() -> Any:
        judging.zero_grad()
        fake = maker(noise)
        judged = loss(judge(real), yes) + loss(judge(fake.detach()), no)
        judged.backward()
        judging.step()
        make.zero_grad()
        made = loss(judge(fake), yes)
        made.backward()
        make.step()
        return (judged + made).detach()

    return step


LETTERS, READ, WRITTEN, ENCODER, DECODER = 37, 30, 10, 32, 64


class Translator(nn.Module):
    """Reads a date in both directions and writes it letter by letter, each time looking where it needs to."""

    def __init__(self) -> None:
        self.reader, self.key = nn.LSTM(LETTERS, ENCODER, bidirectional=True, rng=0), nn.Linear(2 * ENCODER, 10, rng=1)
        self.query, self.score = nn.Linear(DECODER, 10, bias=False, rng=2), nn.Linear(10, 1, bias=False, rng=3)
        self.writer, self.out = nn.LSTM(2 * ENCODER, DECODER, rng=4), nn.Linear(DECODER, 11, rng=5)

    def forward(self, x: Any) -> Any:
        read, _ = self.reader(x)
        n, (writer,) = len(x), self.writer.directions
        nothing, zeros = np.zeros((n, WRITTEN, 0), np.float32), np.zeros((n, DECODER), np.float32)
        attention = self.key(read), read, self.query.weight, self.score.weight.reshape(-1)
        weights = writer.weight_ih, writer.weight_hh, writer.bias
        written = apply(attentive_lstm, nothing, zeros, zeros, *attention, *weights)
        return self.out(written[:, :, :DECODER])


def translator_twin(t: Any) -> Any:
    import torch

    class Translator(t.Module):
        def __init__(self) -> None:
            super().__init__()
            self.reader = t.LSTM(LETTERS, ENCODER, bidirectional=True, batch_first=True)
            self.key, self.query = t.Linear(2 * ENCODER, 10), t.Linear(DECODER, 10, bias=False)
            self.score = t.Linear(10, 1, bias=False)
            self.writer, self.out = t.LSTM(2 * ENCODER, DECODER, batch_first=True), t.Linear(DECODER, 11)

        def forward(self, x: Any) -> Any:
            read, _ = self.reader(x)
            hidden = cell = torch.zeros(1, len(x), DECODER)
            scores = []
            for _ in range(WRITTEN):
                energy = self.score(torch.tanh(self.query(hidden).transpose(0, 1) + self.key(read)))
                context = (torch.softmax(energy, 1) * read).sum(1, keepdim=True)
                state, (hidden, cell) = self.writer(context, (hidden, cell))
                scores.append(self.out(state[:, 0]))
            return torch.stack(scores, 1)

    return Translator()


def dates() -> tuple[Any, Any]:
    letters = np.eye(LETTERS, dtype=np.float32)[classes(100 * READ, LETTERS).reshape(100, READ)]
    return letters, classes(100 * WRITTEN, 11, seed=2).reshape(100, WRITTEN)


ROWS = [
    row("word2vec, 5,000 words, d 100, 512 x 6 pairs", SkipGram, skip_gram_twin, pairs, LOGISTIC, SGD, why=TABLES),
    Row("GAN 64-256-512-784, batch 64, Adam", PEER, gan, torch_gan, lambda: torch_gan(best=True), gan_work, PRODUCTS),
    row(
        "translation with attention, batch 100, Adam",
        Translator,
        translator_twin,
        dates,
        SOFTMAX,
        ADAM,
        divides=True,
        why=CALLS,
    ),  # fmt: skip
]
