"""Fetches the files of known sets, for those who want them: once, with a checksum, into a folder of the learner's own.

Nothing in the project needs these sets, and nothing fetches them unasked. The checksums (MD5, as their distributors
publish them) guard against damaged downloads.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple


class File(NamedTuple):
    """Where one file comes from, what it is called, and its checksum."""

    url: str
    md5: str

    @property
    def name(self) -> str:
        """The last part of the address."""
        return self.url.rpartition("/")[2]


_MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/"
_FASHION = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"

SETS: dict[str, tuple[File, ...]] = {
    "mnist": (
        File(f"{_MNIST}train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
        File(f"{_MNIST}train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"),
        File(f"{_MNIST}t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"),
        File(f"{_MNIST}t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c"),
    ),
    "fashion-mnist": (
        File(f"{_FASHION}train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        File(f"{_FASHION}train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
        File(f"{_FASHION}t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
        File(f"{_FASHION}t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"),
    ),
    "cifar-10": (File("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz", "c58f30108f718f92721af3b95e74349a"),),
    "imdb": (
        File("https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz", "7c2ac02c03563afcf9b574c7e56c153a"),
    ),
}
"""Known sets whose addresses and checksums are published. For MovieLens and GloVe, whose files change, get the file
yourself and pass its path to the reader."""


def fetch(name: str, folder: str | Path) -> dict[str, Path]:
    """Fetch the files of a known set, unless they are there and whole.

    Parameters
    ----------
    name : str
        One of ``SETS``.
    folder : path
        Where the files go; it is made if it is not there.

    Returns
    -------
    dict of str to Path
        The files by name, for ``read_idx``, ``read_cifar10`` and ``read_imdb``.

    Raises
    ------
    ValueError
        If there is no such set, or a file is not the one that its checksum names.
    ModuleNotFoundError
        If pooch is not installed, which does the downloading.
    """
    if name not in SETS:
        raise ValueError(f"There is no known set called {name!r}; there are {', '.join(SETS)}.")
    pooch = _pooch()
    found = {}
    for file in SETS[name]:
        path = pooch.retrieve(file.url, f"md5:{file.md5}", fname=file.name, path=Path(folder), progressbar=False)
        found[file.name] = Path(path)
    return found


def _pooch() -> Any:
    """Import pooch when it is needed: learning from the project's own data takes no network and no such package."""
    try:
        import pooch
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "fetching known sets needs the package pooch, which is not installed. Install it with "
            "pip install 'gradus[data]', or download the files yourself and pass their paths to the readers."
        ) from error
    return pooch
