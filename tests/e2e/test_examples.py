"""Every script of ``examples`` runs, at small size, and leaves the file that it promises."""

from __future__ import annotations

import os
import subprocess
import sys
import wave
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "examples").glob("*.py"))
ENDINGS = (".png", ".txt", ".wav")


def test_there_are_examples() -> None:
    assert SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_an_example_runs_and_writes_its_file(script: Path, tmp_path: Path) -> None:
    ends = tuple(f"{ending}]" for ending in ENDINGS)
    promised = next(word for word in script.read_text("utf-8").split() if word.endswith(ends))
    out = tmp_path / promised.rstrip("]")
    done = subprocess.run(
        [sys.executable, str(script), "--small", "--out", str(out)],
        cwd=tmp_path,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert f"{out} is written." in done.stdout
    check(out)


def check(out: Path) -> None:
    """The file is what its name says, and is not empty of content."""
    if out.suffix == ".png":
        with Image.open(out) as picture:
            colours = picture.convert("RGB").getcolors(1 << 24)
        assert colours is not None
        assert len(colours) > 50
    elif out.suffix == ".wav":
        with wave.open(str(out)) as sound:
            frames = sound.readframes(sound.getnframes())
        assert len(set(frames)) > 50
        assert sound.getnframes() > sound.getframerate()
    else:
        assert len(out.read_text("utf-8").splitlines()) >= 5


def test_every_example_says_how_it_is_called() -> None:
    for script in SCRIPTS:
        assert f"python examples/{script.name} [--small]" in script.read_text("utf-8"), script.name
