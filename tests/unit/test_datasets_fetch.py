"""Known sets are fetched once, whole or not at all, from a server that the test itself starts."""

from __future__ import annotations

import gzip
import hashlib
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest

from descent.datasets import fetch as fetching
from descent.datasets.fetch import SETS, File, fetch
from descent.datasets.real import read_idx

pytest.importorskip("pooch")

PIXELS = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)


class Quiet(SimpleHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        Quiet.asked.append(self.path)
        super().do_GET()

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of one file in the format of MNIST, listed as the set "tiny"."""
    shared = tmp_path / "shared"
    shared.mkdir()
    head = bytes([0, 0, 8, 3]) + b"".join(size.to_bytes(4, "big") for size in PIXELS.shape)
    content = gzip.compress(head + PIXELS.tobytes(), mtime=0)
    (shared / "tiny-ubyte.gz").write_bytes(content)
    Quiet.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=shared)) as running:
        Thread(target=running.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{running.server_port}/tiny-ubyte.gz"
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        monkeypatch.setitem(SETS, "tiny", (File(address, digest),))
        yield address
        running.shutdown()


def test_a_file_is_fetched_once_and_read(server: str, tmp_path: Path) -> None:
    for _ in range(2):
        (path,) = fetch("tiny", tmp_path / "mine").values()
        np.testing.assert_array_equal(read_idx(path), PIXELS)
    assert path.parent == tmp_path / "mine"
    assert Quiet.asked == ["/tiny-ubyte.gz"]


def test_a_file_that_is_not_the_one_named_is_refused(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETS, "tiny", (File(server, "0" * 32),))
    with pytest.raises(ValueError, match="hash"):
        fetch("tiny", tmp_path / "mine")
    assert not list((tmp_path / "mine").glob("*ubyte*"))


def test_an_unknown_set_is_named() -> None:
    with pytest.raises(ValueError, match=r"no known set called 'nist'; there are mnist, fashion-mnist, cifar-10"):
        fetch("nist", "here")


def test_without_pooch_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'gradus\[data\]', or download the files yourself"):
        fetching._pooch()


def test_every_checksum_is_one_and_belongs_to_one_file() -> None:
    files = [file for name, entries in SETS.items() for file in entries]
    assert len({file.md5 for file in files}) == len(files)
    assert all(len(file.md5) == 32 and int(file.md5, 16) for file in files)
