"""Readers for the known sets in the files in which they are handed out: MNIST's format, and CIFAR-10.

Nothing is fetched: the learner says where the files are. A pickle can run any program when it is read; the reader of
CIFAR-10 therefore lets a file name nothing but what arrays are made of.
"""

from __future__ import annotations

import gzip
import io
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

MOST = 2**31  # bytes: no file of these formats is larger
_ARRAY_PARTS = {
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("_codecs", "encode"),
}


def read_idx(path: str | Path) -> Bytes:
    """Read a file of MNIST, Fashion-MNIST or any other set in their format (IDX).

    Parameters
    ----------
    path : path
        Of the file, compressed (``.gz``) or not.

    Returns
    -------
    array of uint8
        Pictures (n, height, width) or labels (n,).

    Raises
    ------
    ValueError
        If the file is not of this format, holds other things than bytes, or ends too early.
    """
    raw = Path(path).read_bytes()
    if raw[:2] == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
            raw = file.read(MOST)
    if len(raw) < 4 or raw[:2] != b"\0\0" or raw[2] != 8 or not raw[3]:
        raise ValueError(
            f"{path} begins with {raw[:4]!r}; a file of MNIST begins with two zeros, the type 8 (bytes) and the number "
            "of axes. Pass one of the four files ending in -ubyte or -ubyte.gz."
        )
    head = 4 + 4 * raw[3]
    shape = tuple(int.from_bytes(raw[k : k + 4], "big") for k in range(4, head, 4))
    size = int(np.prod(shape, dtype=object))
    if len(raw) != head + size:
        raise ValueError(f"{path} says that it holds {shape}, {size} bytes, but has {len(raw) - head}. Fetch it again.")
    return np.frombuffer(raw, dtype=np.uint8, offset=head).reshape(shape).copy()


def read_cifar10(path: str | Path) -> tuple[Bytes, npt.NDArray[np.int64]]:
    """Read a batch of CIFAR-10, of the version for Python or of the binary one (``.bin``).

    Parameters
    ----------
    path : path
        Of a file such as ``data_batch_1``, ``test_batch`` or ``data_batch_1.bin``.

    Returns
    -------
    pictures : array of uint8, shape (n, 32, 32, 3)
        Red, green and blue.
    labels : array of int64, shape (n,)
        0 to 9.

    Raises
    ------
    ValueError
        If the file is not a batch, or if it asks for anything but arrays.
    """
    raw = Path(path).read_bytes()
    if Path(path).suffix == ".bin":
        if not raw or len(raw) % 3073:
            raise ValueError(f"{path} has {len(raw)} bytes; a batch has a multiple of 3073, one label and 3072 pixels.")
        rows = np.frombuffer(raw, dtype=np.uint8).reshape(-1, 3073)
        return _upright(rows[:, 1:]), rows[:, 0].astype(np.int64)
    try:
        batch = _ArraysOnly(io.BytesIO(raw), encoding="bytes").load()
        pixels, labels = np.asarray(batch[b"data"]), np.asarray(batch[b"labels"], dtype=np.int64)
    except (pickle.UnpicklingError, EOFError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"{path} is not a batch of CIFAR-10: {error}. Pass data_batch_1 or the like.") from error
    if pixels.dtype != np.uint8 or pixels.shape != (labels.size, 3072):
        raise ValueError(
            f"A batch holds bytes of shape (n, 3072) and n labels; {path} holds {pixels.dtype} of shape {pixels.shape} "
            f"and {labels.size} labels. Is it a batch of CIFAR-10?"
        )
    return _upright(pixels), labels


def _upright(pixels: Bytes) -> Bytes:
    """Rows of red, then green, then blue as pictures, channels last."""
    return np.ascontiguousarray(pixels.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1))


class _ArraysOnly(pickle.Unpickler):
    """Refuses every name that a pickle of arrays has no need of."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ARRAY_PARTS:
            raise pickle.UnpicklingError(f"it asks for {module}.{name}, which no array needs")
        return super().find_class(module, name)
