"""The readers of known formats give back what was written, refuse what is broken, and run nothing."""

from __future__ import annotations

import gzip
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent.datasets.real import read_cifar10, read_idx

PICTURES = np.random.default_rng(0).integers(0, 256, (5, 7, 6), dtype=np.uint8)
HEAD = bytes([0, 0, 8, 3]) + b"".join(n.to_bytes(4, "big") for n in PICTURES.shape)
COLOUR = np.random.default_rng(1).integers(0, 256, (4, 32, 32, 3), dtype=np.uint8)
ROWS = COLOUR.transpose(0, 3, 1, 2).reshape(4, 3072)
LABELS = [3, 0, 9, 1]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_a_file_of_bytes_comes_back_as_written(tmp_path: Path, pack: Any) -> None:
    (tmp_path / "x").write_bytes(pack(HEAD + PICTURES.tobytes()))
    np.testing.assert_array_equal(read_idx(tmp_path / "x"), PICTURES)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "two zeros"),
        (b"PK\x03\x04", "two zeros"),
        (b"\0\0\x0d\x03", "two zeros"),  # floats
        (HEAD + PICTURES.tobytes()[:-1], "Fetch it again"),
        (HEAD + PICTURES.tobytes() + b"x", "Fetch it again"),
        (HEAD[:9], "Fetch it again"),
    ],
)
def test_a_file_that_is_not_of_the_format_is_refused(tmp_path: Path, raw: bytes, said: str) -> None:
    (tmp_path / "x").write_bytes(raw)
    with pytest.raises(ValueError, match=said):
        read_idx(tmp_path / "x")


@pytest.mark.parametrize("protocol", [2, 4])
def test_a_batch_of_pickled_colour_pictures_comes_back(tmp_path: Path, protocol: int) -> None:
    batch = {b"data": ROWS, b"labels": LABELS, b"batch_label": b"one", b"filenames": [b"a.png"]}
    (tmp_path / "data_batch_1").write_bytes(pickle.dumps(batch, protocol=protocol))
    pictures, labels = read_cifar10(tmp_path / "data_batch_1")
    np.testing.assert_array_equal(pictures, COLOUR)
    assert labels.tolist() == LABELS


def test_a_binary_batch_comes_back(tmp_path: Path) -> None:
    rows = np.concatenate([np.array(LABELS, dtype=np.uint8)[:, None], ROWS], axis=1)
    (tmp_path / "b.bin").write_bytes(rows.tobytes())
    pictures, labels = read_cifar10(tmp_path / "b.bin")
    np.testing.assert_array_equal(pictures, COLOUR)
    assert labels.tolist() == LABELS
    (tmp_path / "b.bin").write_bytes(rows.tobytes()[:-1])
    with pytest.raises(ValueError, match="3073"):
        read_cifar10(tmp_path / "b.bin")


class Mischief:
    """A pickle that makes a folder when it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.path),)


def test_a_pickle_that_would_run_something_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(pickle.dumps({b"data": Mischief(tmp_path / "made")}))
    with pytest.raises(ValueError, match="asks for"):
        read_cifar10(tmp_path / "bad")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    "content",
    [b"", pickle.dumps({b"data": ROWS}), pickle.dumps([1]), pickle.dumps({b"data": ROWS[:2], b"labels": [1]})],
)
def test_what_is_no_batch_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(ValueError, match="batch"):
        read_cifar10(tmp_path / "x")
