"""The readers of known sets give back what files of their format hold, and refuse what is broken."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from descent.datasets import read_glove, read_imdb, read_movielens, read_text

NEW = {
    "ratings.csv": "userId,movieId,rating,timestamp\n1,3,4.5,964\n7,10,0.5,965\n",
    "movies.csv": 'movieId,title,genres\n3,"Grey, the Town (1999)",Drama|War\n10,Éclair,(no genres listed)\n',
}
OLD = {
    "u.data": "1\t3\t4\t964\n7\t10\t1\t965\n",
    "u.item": '3|Grey Town "X" (1999)|01-Jan-1999||http://x|0|1|0\n10|Éclair|||http://y|0|1|1\n',
    "u.genre": "unknown|0\nDrama|1\nWar|2\n",
}


def packed(tmp_path: Path, files: dict[str, str], encoding: str = "utf-8") -> Path:
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(f"ml-latest-small/{name}", text.encode(encoding))
    return tmp_path / "set.zip"


def unpacked(tmp_path: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("place", [packed, unpacked])
def test_movielens_comes_from_a_folder_or_a_zip_file(tmp_path: Path, place: object) -> None:
    films = read_movielens(place(tmp_path, NEW))  # type: ignore[operator]
    assert films.user.tolist() == [1, 7]
    assert films.film.tolist() == [3, 10]
    assert films.stars.tolist() == [4.5, 0.5]
    assert films.film_ids.tolist() == [3, 10]
    assert films.titles.tolist() == ["Grey, the Town (1999)", "Éclair"]
    assert films.years.tolist() == [1999, 0]
    assert films.genres.tolist() == ["Drama|War", ""]


def test_the_older_movielens_is_read_in_its_own_letters(tmp_path: Path) -> None:
    films = read_movielens(packed(tmp_path, OLD, "latin-1"))
    assert films.stars.tolist() == [4, 1]
    assert films.titles.tolist() == ['Grey Town "X" (1999)', "Éclair"]
    assert films.genres.tolist() == ["Drama", "Drama|War"]


def test_what_is_not_movielens_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="neither ratings.csv"):
        read_movielens(tmp_path)
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    with pytest.raises(ValueError, match="neither a folder nor a zip"):
        read_movielens(tmp_path / "x.zip")
    with pytest.raises(ValueError, match="numbers where they belong"):
        read_movielens(packed(tmp_path, {**NEW, "ratings.csv": "u,m,r,t\n1,three,4,5\n"}))
    with pytest.raises(ValueError, match="Row 2 of the table has 2 entries"):
        read_movielens(packed(tmp_path, {**NEW, "ratings.csv": "u,m,r,t\n1,3\n"}))


REVIEWS = {
    "train/pos/0_9.txt": "Lovely: très bon.",
    "train/pos/3_7.txt": "Good.",
    "train/neg/1_2.txt": "Dull.<br />Long.",
    "train/unsup/2_0.txt": "Not asked for.",
    "test/pos/10_8.txt": "Fine.",
    "train/urls_pos.txt": "http://nowhere",
}


def test_reviews_come_from_a_folder_or_an_archive(tmp_path: Path) -> None:
    folder = tmp_path / "aclImdb"
    with tarfile.open(tmp_path / "r.tar.gz", "w:gz") as archive:
        for name, text in REVIEWS.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
            info = tarfile.TarInfo(f"aclImdb/{name}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    for path in (folder, tmp_path / "r.tar.gz"):
        reviews = read_imdb(path)
        assert reviews.train_x.tolist() == ["Dull.<br />Long.", "Lovely: très bon.", "Good."]
        assert reviews.train_y.tolist() == [0, 1, 1]
        assert reviews.test_x.tolist() == ["Fine."]
        assert reviews.test_y.tolist() == [1]


def test_an_archive_without_reviews_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="train/pos/0_9.txt"):
        read_imdb(tmp_path)
    (tmp_path / "x.tar.gz").write_bytes(b"\x1f\x8b broken")
    with pytest.raises(ValueError, match="neither a folder nor a whole tar"):
        read_imdb(tmp_path / "x.tar.gz")


def test_vectors_come_with_their_words(tmp_path: Path) -> None:
    (tmp_path / "g.txt").write_text("the 0.5 -1e-2\n, 1 2\nnaïve 3 4\n", "utf-8")
    names, vectors = read_glove(tmp_path / "g.txt")
    assert names == ["the", ",", "naïve"]
    np.testing.assert_array_equal(vectors, [[0.5, -0.01], [1, 2], [3, 4]])
    assert read_glove(tmp_path / "g.txt", keep=["naïve", "gone"])[0] == ["naïve"]
    assert read_glove(tmp_path / "g.txt", most=2)[0] == ["the", ","]


@pytest.mark.parametrize(
    ("text", "said"), [("a 1 2\nb 1\n", "line 2: 2 numbers"), ("word\n", "line 1"), ("a x\n", "'x'")]
)
def test_broken_vectors_are_refused_by_their_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "g.txt").write_text(text)
    with pytest.raises(ValueError, match=said):
        read_glove(tmp_path / "g.txt")


@pytest.mark.parametrize("raw", [b"\xef\xbb\xbfO caf\xc3\xa9\r\nx\ry", b"O caf\xe9\nx\ny"])
def test_a_text_is_read_whatever_its_ends_of_lines(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "t.txt").write_bytes(raw)
    assert read_text(tmp_path / "t.txt") == "O café\nx\ny"
