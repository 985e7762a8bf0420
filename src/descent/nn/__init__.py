"""Layers and networks: what is learnt stands in parameters, what is computed in ``forward``. Names are PyTorch's.

Rows are samples: rows (n, d), sequences (n, T, d), pictures (n, height, width, channels). Numbers are float32 unless a
network is brought ``to`` another dtype. A layer takes tensors or arrays. Random numbers come from the argument ``rng``.
"""

from descent.nn.activations import ELU, GELU, Hardswish, LeakyReLU, ReLU, Sigmoid, SiLU, Softmax, Tanh
from descent.nn.attention import MultiheadAttention
from descent.nn.containers import Flatten, Identity, Sequential
from descent.nn.convolution import Conv1d, Conv2d, ConvTranspose2d
from descent.nn.dropout import Dropout
from descent.nn.embedding import Embedding
from descent.nn.gradient_check import check_model
from descent.nn.linear import Linear
from descent.nn.losses import (
    binary_cross_entropy_with_logits,
    cross_entropy,
    l1_loss,
    l1_penalty,
    l2_penalty,
    mse_loss,
)
from descent.nn.module import Module, Parameter
from descent.nn.normalisation import BatchNorm1d, BatchNorm2d, GroupNorm, LayerNorm
from descent.nn.pooling import AvgPool2d, GlobalAvgPool2d, MaxPool2d, Upsample
from descent.nn.recurrent import GRU, LSTM, RNN
from descent.nn.safetensors import read_safetensors, write_safetensors
from descent.nn.transformer import (
    TransformerDecoder,
    TransformerDecoderLayer,
    TransformerEncoder,
    TransformerEncoderLayer,
)

__all__ = [
    "ELU",
    "GELU",
    "GRU",
    "LSTM",
    "RNN",
    "AvgPool2d",
    "BatchNorm1d",
    "BatchNorm2d",
    "Conv1d",
    "Conv2d",
    "ConvTranspose2d",
    "Dropout",
    "Embedding",
    "Flatten",
    "GlobalAvgPool2d",
    "GroupNorm",
    "Hardswish",
    "Identity",
    "LayerNorm",
    "LeakyReLU",
    "Linear",
    "MaxPool2d",
    "Module",
    "MultiheadAttention",
    "Parameter",
    "ReLU",
    "Sequential",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "TransformerDecoder",
    "TransformerDecoderLayer",
    "TransformerEncoder",
    "TransformerEncoderLayer",
    "Upsample",
    "binary_cross_entropy_with_logits",
    "check_model",
    "cross_entropy",
    "l1_loss",
    "l1_penalty",
    "l2_penalty",
    "mse_loss",
    "read_safetensors",
    "write_safetensors",
]
