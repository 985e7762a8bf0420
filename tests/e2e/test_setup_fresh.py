"""A fresh clone in an empty environment: the command of the README, twice, as a learner would run it."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.tree import ROOT, copy_project

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/?")
PATIENCE = 240
"""Seconds for a set-up over a slow line, where pip must do it without uv."""


class Started:
    """Gradus started by ``start.py``: what it has said, and how long it took to its address."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.begun = time.monotonic()
        self.lines: queue.Queue[str] = queue.Queue()
        self.out: list[str] = []
        self.errors: list[str] = []
        self.readers = [
            threading.Thread(target=self.read_output),
            threading.Thread(target=lambda: self.errors.extend(process.stderr or ())),
        ]
        for reader in self.readers:
            reader.start()

    def read_output(self) -> None:
        for line in self.process.stdout or ():
            self.lines.put(line)
        self.lines.put("")

    def address(self) -> str:
        """Wait for the line that is an address and nothing else."""
        while line := self.lines.get(timeout=PATIENCE):
            self.out.append(line)
            if ADDRESS.fullmatch(line.strip()):
                return line.strip()
        self.process.wait()
        pytest.fail(f"no address:\n{''.join(self.out)}{''.join(self.errors)}")

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=30)
        for reader in self.readers:
            reader.join()
        return code


@contextmanager
def started(checkout: Path, workspace: Path) -> Iterator[Started]:
    # A uv elsewhere is used only where none can be fetched: without a network, from uv's own cache.
    uv = next(iter(ROOT.glob(".venv/uv-*/bin")), None)
    path = os.environ["PATH"] if uv is None else os.pathsep.join([os.environ["PATH"], str(uv)])
    unwanted = ("VIRTUAL_ENV", "GRADUS_COURSES", "GRADUS_WORKSPACE", "PYTHONPATH")
    variables = {name: value for name, value in os.environ.items() if name not in unwanted}
    python = getattr(sys, "_base_executable", sys.executable)
    with subprocess.Popen(
        [python, str(checkout / "start.py"), "--no-browser", "--port", "0", "--workspace", str(workspace)],
        cwd=workspace.parent,
        env={**variables, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Started(process)
        finally:
            process.kill()


@pytest.mark.slow
def test_a_fresh_clone_installs_itself_and_serves_and_the_next_start_installs_nothing(tmp_path: Path) -> None:
    checkout, workspace = tmp_path / "a checkout", tmp_path / "workspace"
    copy_project(checkout)

    with started(checkout, workspace) as first:
        with urlopen(first.address(), timeout=30) as page:
            assert page.status == 200
            assert b"Gradus" in page.read()
        print(f"first start: {time.monotonic() - first.begun:.1f} s to the first page")
        assert first.interrupt() == 0
    assert "Installing" in "".join(first.errors)
    assert "Traceback" not in "".join(first.errors)
    assert workspace.is_dir()

    stamp = checkout / ".venv" / "gradus-setup.json"
    installed_at = stamp.stat().st_mtime_ns
    with started(checkout, workspace) as second:
        with urlopen(second.address(), timeout=30) as page:
            assert page.status == 200
        print(f"second start: {time.monotonic() - second.begun:.1f} s to the first page")
        assert second.interrupt() == 0
    assert stamp.stat().st_mtime_ns == installed_at
    assert "Installing" not in "".join(second.errors)
