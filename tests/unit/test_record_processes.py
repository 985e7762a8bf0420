"""Several processes at one record, and processes that are killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from gradus.model import Kind
from gradus.record.record import Record

ADD = """
import sys
from pathlib import Path
from gradus.model import Kind
from gradus.record.record import Record
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Record(path, patience=30) as record:
    for number in range(count):
        record.add(Kind.LESSON, f"c/{name}-{number}", 1, 1, {"text": "x" * 2000})
        print(number, flush=True)
"""


def start(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", ADD, str(path), name, str(count)], stdout=subprocess.PIPE, text=True)


def test_two_processes_that_make_and_fill_one_record_at_once_both_add_everything(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with start(path, "one", 30) as one, start(path, "two", 30) as two:
        assert one.wait(timeout=60) == two.wait(timeout=60) == 0
    with Record(path) as record:
        items = {attempt.item for attempt in record.attempts()}
    assert items == {f"c/{name}-{number}" for name in ("one", "two") for number in range(30)}


def test_a_process_killed_while_it_writes_loses_nothing_that_was_added(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    said = []
    for turn in range(3):
        with start(path, f"turn{turn}", 100_000) as writer:
            assert writer.stdout is not None
            while len(said) < 20 * (turn + 1):
                said.append(f"c/turn{turn}-{int(writer.stdout.readline())}")
            time.sleep(0.003 * turn)  # each time at another point of its work
            writer.send_signal(signal.SIGKILL)
            said += [f"c/turn{turn}-{int(line)}" for line in writer.stdout if line.endswith("\n")]
    with Record(path) as record:
        items = [attempt.item for attempt in record.attempts()]
        record.add(Kind.LESSON, "c/after", 1, 1)
    assert set(said) <= set(items)
    # At most the one attempt that was on its way at each kill is there without having been reported.
    assert len(items) <= len(said) + 3


def test_readers_and_a_writer_do_not_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Record(path) as record, start(path, "busy", 40) as writer:
        counts = []
        while writer.poll() is None:
            counts.append(len(record.attempts(brief=True)))
        assert counts == sorted(counts)
        assert len(record.attempts(brief=True)) == 40
