"""The benchmarks' harness: both sides run, in turns, and the table says what was measured. Nothing here is timed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import machine
from benchmarks.__main__ import geometric_mean, line
from benchmarks.measure import Result, compare
from benchmarks.rows import MODULES, find, rows

ROOT = Path(__file__).parents[2]


def _result(ratio: float, why: str = "") -> Result:
    return Result("a row", "a peer", 10 * ratio, 10.0, ratio, 0.1, 1, 30.0, 20.0, ([0.5], [0.5]), why=why)


def test_every_row_has_a_name_of_its_own_and_is_found_again() -> None:
    pytest.importorskip("torch")
    pytest.importorskip("xgboost")
    found = list(rows())
    names = [row.name for _, _, row in found]
    assert len(set(names)) == len(names) > 20
    assert {module for module, _, _ in found} == set(MODULES)
    for module, number, row in found:
        assert find(module, number).name == row.name


def test_both_sides_are_measured_and_their_first_values_are_kept() -> None:
    _, number, row = next(each for each in rows(("benchmarks.tape",)) if "written by hand" in each[2].peer)
    result = compare("benchmarks.tape", number, row, threads=1, seconds=0.1)
    assert result.ratio == pytest.approx(result.ours_ms / result.peer_ms)
    assert result.spread >= 0
    ours, theirs = result.first_values
    assert len(ours) == 3
    assert ours == pytest.approx(theirs, rel=1e-5)


def test_the_table_is_written_as_json_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--only", "tape, 64", "--seconds", "0.1"]
    done = subprocess.run(
        [*command, "--json", str(tmp_path / "rows.json")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (row,) = json.loads((tmp_path / "rows.json").read_text())
    assert {"name", "peer", "ours_ms", "peer_ms", "ratio", "spread", "threads"} <= row.keys()
    assert row["name"] in done.stdout
    assert "geometric mean of the ratios" in done.stdout


def test_a_worker_that_fails_is_said_and_the_rest_goes_on() -> None:
    with pytest.raises(RuntimeError, match=r"benchmarks\.tape 99 ours ended with code 1"):
        compare("benchmarks.tape", 99, _result(1.0), threads=1, seconds=0.1)


def test_a_row_says_why_only_where_we_lose() -> None:
    assert "because" in line(_result(1.2, why="because"))
    assert "because" not in line(_result(0.8, why="because"))


def test_the_geometric_mean_of_a_half_and_a_double_is_one() -> None:
    assert geometric_mean([_result(0.5), _result(2.0)]) == pytest.approx(1)


def test_a_floor_is_the_slower_of_computing_and_moving() -> None:
    rates = machine.Machine(flops=1e9, bytes=1e8)
    assert rates.floor_ms(1e6, 0) == pytest.approx(1)
    assert rates.floor_ms(1e6, 1e6) == pytest.approx(10)
    assert rates.floor_ms(0, 0) is None
