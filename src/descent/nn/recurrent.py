"""Recurrent layers read a sequence step by step, and pass on to the next step what they have made of it so far."""

from __future__ import annotations

from typing import Any

import numpy as np

from descent.nn.initialisers import Rng, orthogonal, xavier_uniform, zeros
from descent.nn.module import Module, Parameter
from descent.ops import concatenate, gru, lstm, rnn, stack
from descent.tensor import Tensor, apply, as_tensor


class Weights(Module):
    """The weights of one layer in one direction; each gate is drawn as a layer of its own."""

    def __init__(self, inputs: int, hidden: int, gates: int, rng: np.random.Generator) -> None:
        self.weight_ih = Parameter(np.hstack([xavier_uniform((inputs, hidden), rng) for _ in range(gates)]))
        self.weight_hh = Parameter(np.hstack([orthogonal((hidden, hidden), rng) for _ in range(gates)]))
        self.bias = Parameter(zeros((gates * hidden,)))


class RNN(Module):
    """Layers of h_t = tanh(x_t W + h_(t-1) U + b) over sequences of shape (n, T, d).

    Parameters
    ----------
    input_size : int
        d, how many numbers come in at a step.
    hidden_size : int
        How many numbers are passed on.
    num_layers : int
        Layers above one another; each reads what the one below gives.
    bidirectional : bool
        Whether every layer reads in both directions; what both give stands side by side, so that 2 hidden_size numbers
        come out of a step.
    rng : numpy.random.Generator, int or None
        Where the weights are drawn from: input weights after Xavier, recurrent weights orthogonal.

    Attributes
    ----------
    directions : list of Module
        For each layer the forward and, if there is one, the backward reading: weight_ih of shape (d, gates hidden),
        weight_hh of shape (hidden, gates hidden), bias of shape (gates hidden,).

    Notes
    -----
    Samples come first here, PyTorch's ``batch_first=True``; its two biases are one, except where the GRU needs both.

    Examples
    --------
    >>> states, last = RNN(3, 5, rng=0)(np.zeros((2, 7, 3), np.float32))
    >>> states.shape, last.shape
    ((2, 7, 5), (1, 2, 5))
    """

    op, gates = rnn, 1

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        *,
        num_layers: int = 1,
        bidirectional: bool = False,
        rng: Rng = None,
    ) -> None:
        rng = np.random.default_rng(rng)
        self.hidden_size, self.bidirectional = hidden_size, bidirectional
        ways = 2 if bidirectional else 1
        sizes = [input_size] + [hidden_size * ways] * (num_layers - 1)
        self.directions = [self._draw(size, rng) for size in sizes for _ in range(ways)]

    def _draw(self, inputs: int, rng: np.random.Generator) -> Weights:
        return Weights(inputs, self.hidden_size, self.gates, rng)

    def forward(self, x: Any, start: Any = None, *, lengths: Any = None) -> tuple[Tensor, Tensor]:
        """Read sequences.

        Parameters
        ----------
        x : tensor, shape (n, T, input_size)
            The sequences.
        start : tensor, shape (directions, n, hidden_size), optional
            What is passed on to the first step; zeros unless given. Of an LSTM: a pair, hidden states and cells.
        lengths : integer array, shape (n,), optional
            How many steps of each sequence count; after its end the state stands still.

        Returns
        -------
        states : tensor, shape (n, T, hidden_size), or twice as wide
            What the top layer gave at every step.
        last : tensor, shape (directions, n, hidden_size)
            The state of every layer and direction after the last step. Of an LSTM: a pair, hidden states and cells.
        """
        x = as_tensor(x)
        start = self._starts(start, x)
        ends = []
        for place in range(0, len(self.directions), ways := 2 if self.bidirectional else 1):
            outputs = []
            for way in range(ways):
                turned = _turned(x, lengths) if way else x
                read = self._read(turned, self.directions[place + way], [part[place + way] for part in start], lengths)
                ends.append(self._end(read))
                states = self._states(read)
                outputs.append(_turned(states, lengths) if way else states)
            x = outputs[0] if ways == 1 else apply(concatenate, *outputs, axis=-1)
        return x, self._joined(ends)

    def _read(self, x: Tensor, weights: Weights, start: list[Any], lengths: Any) -> Tensor:
        return apply(self.op, x, *start, weights.weight_ih, weights.weight_hh, weights.bias, lengths=lengths)

    def _starts(self, start: Any, x: Tensor) -> list[Any]:
        """Take what is passed on to the first step apart: one array of a state a direction, for each kind of state."""
        zero = np.zeros((len(self.directions), x.shape[0], self.hidden_size), x.data.dtype)
        return [zero if start is None else start]

    def _states(self, read: Tensor) -> Tensor:
        return read

    def _end(self, read: Tensor) -> Tensor:
        return read[:, -1]

    def _joined(self, ends: list[Tensor]) -> Any:
        return apply(stack, *ends, axis=0)

    def describe(self) -> str:
        """Say the sizes."""
        inside = self.directions[0].weight_ih.shape[0]
        return f"{inside}, {self.hidden_size}" + (", bidirectional=True" if self.bidirectional else "")


class GRU(RNN):
    """Layers of gated recurrent units: a gate decides how much of the old state to forget, another how much to keep.

    Parameters, inputs and outputs are those of ``RNN``. The gates stand in the order reset, update, new; ``bias_hh`` is
    apart from ``bias`` because the reset gate multiplies it.

    Examples
    --------
    >>> states, last = GRU(3, 5, bidirectional=True, rng=0)(np.zeros((2, 7, 3), np.float32))
    >>> states.shape, last.shape
    ((2, 7, 10), (2, 2, 5))
    """

    op, gates = gru, 3

    def _draw(self, inputs: int, rng: np.random.Generator) -> Weights:
        weights = super()._draw(inputs, rng)
        weights.bias_hh = Parameter(zeros((3 * self.hidden_size,)))  # type: ignore[attr-defined]
        return weights

    def _read(self, x: Tensor, weights: Any, start: list[Any], lengths: Any) -> Tensor:
        learnt = (weights.weight_ih, weights.weight_hh, weights.bias, weights.bias_hh)
        return apply(self.op, x, *start, *learnt, lengths=lengths)


class LSTM(RNN):
    """Layers of long short-term memory: a cell that gates write, read and clear, beside the hidden state.

    Parameters and outputs are those of ``RNN``, but ``start`` and ``last`` are pairs: hidden states and cells. The
    gates stand in the order input, forget, cell, output; the forget gate's bias begins at 1, so that at first all is
    kept (Jozefowicz, Zaremba and Sutskever 2015).

    Examples
    --------
    >>> states, (hidden, cells) = LSTM(3, 5, rng=0)(np.zeros((2, 7, 3), np.float32))
    >>> states.shape, hidden.shape, cells.shape
    ((2, 7, 5), (1, 2, 5), (1, 2, 5))
    """

    op, gates = lstm, 4

    def _draw(self, inputs: int, rng: np.random.Generator) -> Weights:
        weights = super()._draw(inputs, rng)
        weights.bias.data[self.hidden_size : 2 * self.hidden_size] = 1
        return weights

    def _starts(self, start: Any, x: Tensor) -> list[Any]:
        return super()._starts(None, x) * 2 if start is None else list(start)

    def _states(self, read: Tensor) -> Tensor:
        return read[0]

    def _end(self, read: Tensor) -> Tensor:
        return read[:, :, -1]  # hidden state and cell, one above the other

    def _joined(self, ends: list[Tensor]) -> Any:
        joined = apply(stack, *ends, axis=1)
        return joined[0], joined[1]


def _turned(x: Tensor, lengths: Any) -> Tensor:
    """Turn every sequence round, so that its last step comes first; what stands behind its end stays there."""
    if lengths is None:
        return x[:, ::-1]
    n, T = x.shape[:2]
    steps, length = np.arange(T), np.asarray(lengths)[:, np.newaxis]
    return x[np.arange(n)[:, np.newaxis], np.where(steps < length, length - 1 - steps, steps)]
