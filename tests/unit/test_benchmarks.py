"""The benchmarks' harness: both sides run, in turns, and the table says what was measured. Nothing here is timed."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks import groups, growth, machine, operations, others, table
from benchmarks.__main__ import without_files
from benchmarks.groups import geometric_mean
from benchmarks.importing import import_cost
from benchmarks.measure import Result, compare
from benchmarks.rows import MODULES, Work, find, rows
from benchmarks.table import line
from descent import nn
from descent.ops import attention
from descent.tensor import Tensor, apply

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
    row = find("benchmarks.tape", 0)
    with pytest.raises(RuntimeError, match=r"benchmarks\.tape 99 ours ended with IndexError: list index out of range"):
        compare("benchmarks.tape", 99, row, threads=1, seconds=0.1)


def test_a_row_says_why_only_where_we_lose() -> None:
    assert "because" in line(_result(1.2, why="because"))
    assert "because" not in line(_result(0.8, why="because"))


def test_the_geometric_mean_of_a_half_and_a_double_is_one() -> None:
    assert geometric_mean([_result(0.5), _result(2.0)]) == pytest.approx(1)


def test_a_floor_is_the_slower_of_computing_and_moving() -> None:
    rates = machine.Machine(flops=1e9, rates=((1 << 16, 1e8),))
    assert rates.floor_ms(Work(1e6, 0)) == pytest.approx(1)
    assert rates.floor_ms(Work(1e6, 1e6)) == pytest.approx(10)
    assert rates.floor_ms(Work()) is None


KNOWN_ROWS = """
import numpy as np
from benchmarks.rows import Row

def holds(megabytes):
    def build():
        kept = np.ones(megabytes << 17)  # 8 bytes each

        def step():
            return float(np.ones(megabytes << 17)[0] + kept[0])

        return step

    return build

def fails():
    raise OSError("no\\ncompiler")

def noted():
    step = holds(1)()
    step.note = "something to say"
    return step

ROWS = [
    Row("known", "NumPy", holds(64), holds(32), fails),
    Row("noted", "NumPy", holds(1), holds(1), noted, divides=True),
]
"""


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A module with rows whose memory is known, which workers find as well."""
    (tmp_path / "known_rows.py").write_text(KNOWN_ROWS)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.syspath_prepend(tmp_path)
    yield "known_rows"
    sys.modules.pop("known_rows", None)


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_the_peak_is_what_data_and_step_hold_together(known: str) -> None:
    result = compare(known, 0, find(known, 0), threads=1, seconds=0)
    if result.ours_peak_mb == 0:
        pytest.skip("this system does not let a process forget its peak")
    assert result.ours_peak_mb == pytest.approx(128, abs=6)
    assert result.peer_peak_mb == pytest.approx(64, abs=6)
    assert groups.memory(result) == pytest.approx(2, rel=0.1)


def test_a_peer_that_is_not_at_its_best_does_not_lose_its_row(known: str) -> None:
    result = compare(known, 0, find(known, 0), threads=1, seconds=0, best=True)
    assert result.ratio > 0
    assert result.best_ms is None
    assert "OSError: no compiler" in result.best_note
    assert "OSError: no compiler" in line(result)


def test_the_best_is_measured_only_when_asked_and_says_how_it_came_about(known: str) -> None:
    assert compare(known, 1, find(known, 1), threads=1, seconds=0).best_ms is None
    result = compare(known, 1, find(known, 1), threads=2, seconds=0, best=True)
    assert result.best_ms is not None
    assert result.best_ms > 0
    assert result.best_note == "something to say"
    assert result.how == "batch over 2 threads"


def test_compiling_that_fails_leaves_the_plain_function_and_a_sentence() -> None:
    class Torch:
        @staticmethod
        def compile(value: object) -> object:
            def broken() -> object:
                raise RuntimeError("no C++ compiler\nhere")

            return broken

    steps = pytest.importorskip("benchmarks.steps")
    plain = object()
    assert steps.compiled(Torch, plain) == (plain, "torch.compile failed, RuntimeError: no C++ compiler")


def test_work_is_counted_as_by_hand() -> None:
    n, sizes = 7, (5, 4, 3)
    net = nn.Sequential(nn.Linear(5, 4, rng=0), nn.ReLU(), nn.Linear(4, 3, rng=1))
    loss = nn.cross_entropy(net(np.ones((n, 5), np.float32)), np.zeros(n, int))
    counted = operations.work_of_step(loss, kept=2)
    first, second = n * 5 * 4, n * 4 * 3
    assert counted.flops == 2 * (2 * first + 3 * second)  # the first layer's input wants no derivative
    learnt = 5 * 4 + 4 + 4 * 3 + 3
    assert counted.bytes == 4 * (2 * n * (sizes[0] + sizes[1]) + 9 * learnt)


@pytest.mark.parametrize(
    ("layer", "x", "products"),
    [
        pytest.param(nn.Conv2d(2, 6, 3, groups=2, rng=0), (2, 5, 5, 2), 2 * 3 * 3 * 6 * 9, id="conv2d"),
        pytest.param(nn.ConvTranspose2d(2, 6, 3, rng=0), (2, 5, 5, 2), 2 * 5 * 5 * 2 * 9 * 6, id="conv_transpose2d"),
        pytest.param(nn.Conv1d(2, 6, 3, rng=0), (2, 5, 2), 2 * 3 * 6 * 3 * 2, id="conv1d"),
    ],
)
def test_the_work_of_a_layer_whose_input_wants_no_derivative(
    layer: nn.Module, x: tuple[int, ...], products: int
) -> None:
    counted = operations.work_of_step(layer(np.ones(x, np.float32)).sum(), kept=0)
    assert counted.flops == 2 * 2 * products


@pytest.mark.parametrize(("kind", "gates"), [(nn.RNN, 1), (nn.GRU, 3), (nn.LSTM, 4)])
def test_the_work_of_a_recurrent_layer(kind: type[nn.RNN], gates: int) -> None:
    output, _ = kind(5, 6, rng=0)(np.ones((2, 3, 5), np.float32))
    counted = operations.work_of_step(output.sum(), kept=0)
    assert counted.flops == 2 * 2 * 3 * gates * 6 * (2 * 5 + 3 * 6)


def test_the_work_of_attention() -> None:
    q, k, v = (Tensor(np.ones((2, 3, T, 4)), requires_grad=True) for T in (5, 7, 7))
    counted = operations.work_of_step(apply(attention, q, k, v).sum(), kept=0)
    assert counted.flops == 2 * 3 * 2 * (2 * 3 * 5 * 7 * 4)


def test_networks_say_what_they_compute_and_can_divide_their_batch_where_they_say_so() -> None:
    pytest.importorskip("torch")
    modules = tuple(f"benchmarks.{name}" for name in groups.GROUPS[0].modules)
    divided = 0
    for _, _, row in rows(modules):
        assert row.work is not None
        if row.divides:
            divided += 1
        if row.name.startswith(("DQN", "GAN", "char-RNN")):
            assert row.work().bytes > 0
            assert row.work().flops > 0
    assert divided >= 3


def test_a_floor_uses_the_rate_of_what_holds_the_bytes() -> None:
    rates = machine.Machine(flops=1e9, rates=((1000, 1e9), (10**6, 1e8)))
    assert rates.floor_ms(Work(0, 1000)) == pytest.approx(1e-3)
    assert rates.floor_ms(Work(0, 2000)) == pytest.approx(2e-2)
    assert rates.floor_ms(Work(0, 2000, times=2)) == pytest.approx(2e-3)
    assert rates.floor_ms(Work(0, 10**7)) == pytest.approx(100)


def test_rows_are_judged_by_the_limit_of_their_group_or_their_own() -> None:
    slow = _of("benchmarks.classical_trees", "boosting, 100 trees", 1.5)
    tree = _of("benchmarks.classical_trees", "decision tree", 1.1)
    net = _of("benchmarks.dense_networks", "a network", 0.65)
    plain, fast = ("\n".join(groups.verdicts([slow, tree, net], fast=fast)) for fast in (False, True))
    assert "decision tree: 1.10, wanted 1.00" in plain
    assert "boosting" not in plain.replace("worst 1.50 (boosting, 100 trees)", "")
    assert "boosting, 100 trees: 1.50, wanted 1.00" in fast
    assert "geometric mean 0.65, wanted 0.70: reached" in plain
    assert "geometric mean 0.65, wanted 0.60: missed" in fast


def test_every_module_of_rows_is_judged_in_one_group() -> None:
    assert sorted(name for group in groups.GROUPS for name in group.modules) == sorted(map(groups.short, MODULES))


def test_losses_that_differ_are_said() -> None:
    result = _result(0.9)
    assert not any("first values differ" in text for text in groups.verdicts([result], fast=False))
    result.first_values = ([0.5], [0.6])
    assert "first values differ: a row" in groups.verdicts([result], fast=False)


def test_tables_take_their_place_in_a_page_and_leave_the_rest(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n\n<!-- measured: threads 1, plain -->\nold\n<!-- end of measured -->\n\nAfter.\n")
    result = _of("benchmarks.dense_networks", "a network", 0.65)
    rates = machine.Machine(1e11, ((1000, 1e10),))
    text = table.markdown([result], rates, cores=2, threads=1, fast=False, command="python -m benchmarks")
    table.write_markdown(page, text, "threads 1, plain")
    table.write_markdown(page, "two", "threads 2, plain")
    written = page.read_text()
    assert "old" not in written
    assert written.index("Before.") < written.index("| a network | a peer |") < written.index("After.")
    assert written.index("After.") < written.index("<!-- measured: threads 2, plain -->\n\ntwo")


def test_a_command_is_shown_without_the_files_it_wrote() -> None:
    given = ["--threads", "2", "--json", "x.json", "--markdown=y.md", "--best"]
    assert without_files(given) == ["--threads", "2", "--best"]


def test_the_exponent_of_a_power_is_found() -> None:
    assert growth.exponent([1, 2, 4, 8], [3.0, 3 * 2**1.5, 3 * 4**1.5, 3 * 8**1.5]) == pytest.approx(1.5)


def test_growth_measures_time_and_memory_at_every_size() -> None:
    piece = growth.Growing("squares", "numbers", (2000, 4000, 8000), lambda n: lambda: np.ones(n) ** 2, 1, 1)
    grown = growth.grow(piece, repeats=2)
    assert len(grown.milliseconds) == len(grown.megabytes) == 3
    assert grown.memory == pytest.approx(1, abs=0.1)
    assert "squares" in growth.line(grown)


def test_every_piece_whose_growth_is_shown_can_be_made() -> None:
    assert len({(piece.name, piece.what) for piece in growth.PIECES}) == len(growth.PIECES)
    for piece in growth.PIECES:
        if piece.name in ("affine layer", "3 x 3 convolution", "LSTM", "k-means"):
            piece.make(piece.sizes[0])()


def test_other_libraries_are_measured_only_where_they_can_be_imported() -> None:
    assert others.alternately(lambda: None, lambda: sum(range(1000)), 0.0)[1] >= 0
    for _, peer, build, wanted in others.comparisons(20):
        assert wanted in (others.NETWORK, others.TREE)
        if importlib.util.find_spec(peer.replace("-", "_")) is None:
            with pytest.raises(ImportError):
                build()


def test_the_cost_of_an_import_is_measured_in_new_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ms, mb = import_cost("descent", times=1)
    assert ms > 0
    assert mb >= 0


def _of(module: str, name: str, ratio: float) -> Result:
    result = _result(ratio)
    result.module, result.name = module, name
    return result
