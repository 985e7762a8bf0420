"""Readers for known sets of texts and ratings in the files in which they are handed out.

MovieLens, IMDB's reviews, GloVe's vectors and plain text. Nothing is fetched: the learner says where the files are.
An archive is read without being unpacked, so nothing in it can write anywhere.
"""

from __future__ import annotations

import csv
import io
import re
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from descent.datasets.words.grammar import Labels, Texts

Floats = npt.NDArray[np.float64]

_REVIEW = re.compile(r"(?:^|/)(train|test)/(neg|pos)/\d+_\d+\.txt$")
_YEAR = re.compile(r"\((\d{4})\)\s*$")


class MovieLens(NamedTuple):
    """Ratings as the files have them.

    Attributes
    ----------
    user, film : array of int64, shape (m,)
        The numbers of the files, which begin at 1 and have gaps.
    stars : array of float64, shape (m,)
        0.5 to 5, or 1 to 5 in the older sets.
    film_ids : array of int64, shape (films,)
        The number of each film.
    titles : array of str, shape (films,)
        Its title.
    years : array of int64, shape (films,)
        The year in brackets at the end of the title; 0 where there is none.
    genres : array of str, shape (films,)
        Its genres, with ``|`` between them; empty where the set writes none.
    """

    user: Labels
    film: Labels
    stars: Floats
    film_ids: Labels
    titles: Texts
    years: Labels
    genres: Texts


class Reviews(NamedTuple):
    """Reviews with what they think.

    Attributes
    ----------
    train_x, test_x : array of object, shape (n,)
        A text each; they differ too much in length for a fixed width.
    train_y, test_y : array of int64, shape (n,)
        1 if the film is liked.
    """

    train_x: npt.NDArray[np.object_]
    train_y: Labels
    test_x: npt.NDArray[np.object_]
    test_y: Labels


def read_movielens(path: str | Path) -> MovieLens:
    """Read MovieLens: ``ml-latest-small`` or another set with ``ratings.csv``, or ``ml-100k``.

    Parameters
    ----------
    path : path
        Of the folder or of the ``.zip`` file.

    Returns
    -------
    MovieLens
        Ratings in the order of the file.

    Raises
    ------
    ValueError
        If the files are not there, or a line in them is not as it should be.
    """
    with ExitStack() as stack:
        files = _members(Path(path), stack)
        if "ratings.csv" in files and "movies.csv" in files:
            ratings = _rows(files["ratings.csv"], ",", 4)[1:]
            films = [(row[0], row[1], row[2]) for row in _rows(files["movies.csv"], ",", 3)[1:]]
        elif "u.data" in files and "u.item" in files:
            ratings = _rows(files["u.data"], "\t", 4)
            names = [row[0] for row in _rows(files["u.genre"], "|", 2)] if "u.genre" in files else []
            films = [
                (row[0], row[1], "|".join(name for name, flag in zip(names, row[5:], strict=False) if flag == "1"))
                for row in _rows(files["u.item"], "|", 5)
            ]
        else:
            raise ValueError(
                f"{path} holds neither ratings.csv and movies.csv nor u.data and u.item; it holds "
                f"{', '.join(sorted(files)[:8]) or 'nothing'}. Pass the folder or the zip file of MovieLens."
            )
    try:
        years = [int(found[1]) if (found := _YEAR.search(title)) else 0 for _, title, _ in films]
        return MovieLens(
            np.array([int(row[0]) for row in ratings], dtype=np.int64),
            np.array([int(row[1]) for row in ratings], dtype=np.int64),
            np.array([float(row[2]) for row in ratings], dtype=np.float64),
            np.array([int(number) for number, _, _ in films], dtype=np.int64),
            np.array([title for _, title, _ in films], dtype=np.str_),
            np.array(years, dtype=np.int64),
            np.array([genres if "no genres" not in genres else "" for _, _, genres in films], dtype=np.str_),
        )
    except ValueError as error:
        raise ValueError(f"A line of {path} does not have numbers where they belong: {error}.") from error


def read_imdb(path: str | Path) -> Reviews:
    """Read the large set of film reviews, ``aclImdb``.

    Parameters
    ----------
    path : path
        Of the folder or of the ``.tar.gz`` file.

    Returns
    -------
    Reviews
        In the order of the names of the files, disliked before liked.

    Raises
    ------
    ValueError
        If no review is there.
    """
    found: dict[tuple[str, str], str] = {}
    path = Path(path)
    if path.is_dir():
        for file in path.rglob("*.txt"):
            if match := _REVIEW.search(file.as_posix()):
                found[match[1], f"{match[2]}/{file.name}"] = file.read_text("utf-8")
    else:
        try:
            with tarfile.open(path) as archive:
                for member in archive:
                    data = archive.extractfile(member) if member.isfile() else None
                    if data is not None and (match := _REVIEW.search(member.name)):
                        found[match[1], f"{match[2]}/{Path(member.name).name}"] = data.read().decode("utf-8")
        except (tarfile.TarError, EOFError) as error:
            raise ValueError(f"{path} is neither a folder nor a whole tar file: {error}. Fetch it again.") from error
    if not found:
        raise ValueError(
            f"{path} holds no files such as train/pos/0_9.txt. Pass the folder aclImdb or its tar.gz file."
        )
    parts: list[npt.NDArray[np.object_]] = []
    labels: list[Labels] = []
    for part in ("train", "test"):
        names = sorted(name for where, name in found if where == part)
        texts = np.empty(len(names), dtype=np.object_)
        texts[:] = [found[part, name] for name in names]
        parts.append(texts)
        labels.append(np.array([name.startswith("pos") for name in names], dtype=np.int64))
    return Reviews(parts[0], labels[0], parts[1], labels[1])


def read_glove(
    path: str | Path, *, keep: Iterable[str] | None = None, most: int | None = None
) -> tuple[list[str], Floats]:
    """Read vectors of words in GloVe's format: a word and its numbers on each line.

    Parameters
    ----------
    path : path
        Of the text file, such as ``glove.6B.50d.txt``.
    keep : iterable of str, optional
        Only these words, as far as they are there.
    most : int, optional
        Only so many of the first lines, which are the most frequent words.

    Returns
    -------
    words : list of str
        In the order of the file.
    vectors : float array, shape (len(words), d)
        A row for each.

    Raises
    ------
    ValueError
        If a line has more or fewer numbers than the first, or none.
    """
    wanted = None if keep is None else set(keep)
    names: list[str] = []
    rows: list[Floats] = []
    length = 0
    with Path(path).open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if most is not None and number > most:
                break
            word, *numbers = line.rstrip("\n").split(" ")
            length = length or len(numbers)
            if not numbers or len(numbers) != length:
                raise ValueError(
                    f"{path}, line {number}: {length} numbers are expected behind the word; got {len(numbers)}. "
                    "Is it a text file of GloVe, and whole?"
                )
            if wanted is None or word in wanted:
                try:
                    rows.append(np.array(numbers, dtype=np.float64))
                except ValueError as error:
                    raise ValueError(f"{path}, line {number}: {error}. Numbers must follow the word.") from error
                names.append(word)
    return names, np.array(rows).reshape(len(rows), length)


def read_text(path: str | Path) -> str:
    """Read a plain text, such as Shakespeare's sonnets, lines ending in one character, no mark at its beginning.

    Parameters
    ----------
    path : path
        Of a file in UTF-8; where it is not, Latin-1 is taken.

    Returns
    -------
    str
        The text.
    """
    raw = Path(path).read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _members(path: Path, stack: ExitStack) -> dict[str, bytes]:
    """The files of MovieLens in a folder or an archive, by name without the folder."""
    wanted = ("ratings.csv", "movies.csv", "u.data", "u.item", "u.genre")
    if path.is_dir():
        return {file.name: file.read_bytes() for file in path.iterdir() if file.name in wanted}
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except zipfile.BadZipFile as error:
        raise ValueError(f"{path} is neither a folder nor a zip file: {error}. Fetch it again.") from error
    return {Path(name).name: archive.read(name) for name in archive.namelist() if Path(name).name in wanted}


def _rows(raw: bytes, delimiter: str, fewest: int) -> list[list[str]]:
    """The lines of a table as lists of entries."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")  # ml-100k
    lines = io.StringIO(text, newline="")
    if delimiter == ",":
        return list(_checked(csv.reader(lines), fewest))
    return list(_checked(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE), fewest))


def _checked(rows: Iterable[list[str]], fewest: int) -> Iterator[list[str]]:
    """The rows, none too short; empty ones left out."""
    for number, row in enumerate(rows, start=1):
        if row and len(row) < fewest:
            raise ValueError(
                f"Row {number} of the table has {len(row)} entries; {fewest} are expected. Fetch it again."
            )
        if row:
            yield row
