"""``check()`` in a real Jupyter kernel: interrupted from outside, it ends with one sentence, and goes on."""

from __future__ import annotations

import queue
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager, start_new_kernel

COURSES = Path(__file__).parents[1] / "content"
RIGHT = "import numpy as np\ndef squash(z):\n    return 1 / (1 + np.exp(-z))\n"
ENDLESS = "def squash(z):\n    while True:\n        pass\n"


class Notebook:
    """Runs cells in a kernel and collects what they show."""

    def __init__(self, manager: KernelManager, client: Any) -> None:
        self.manager, self.client = manager, client

    def run(self, code: str, *, interrupt_after: float | None = None) -> list[dict[str, Any]]:
        """Run a cell; what it showed, message by message."""
        asked = self.client.execute(code)
        began = time.monotonic()
        shown = []
        while True:
            if interrupt_after is not None and time.monotonic() - began > interrupt_after:
                interrupt_after = None
                self.manager.interrupt_kernel()
            assert time.monotonic() - began < 60
            try:
                message = self.client.get_iopub_msg(timeout=0.2)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") != asked:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return shown
            shown.append({"type": message["msg_type"], **message["content"]})

    def text(self, code: str) -> str:
        """What a cell ends in, as plain text."""
        (result,) = (one for one in self.run(code) if one["type"] == "execute_result")
        return str(result["data"]["text/plain"])


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    monkeypatch.setenv("GRADUS_COURSES", str(COURSES))
    monkeypatch.setenv("GRADUS_WORKSPACE", str(tmp_path / "w"))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(tmp_path))
    try:
        yield Notebook(manager, client)
    finally:
        client.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)


def helpers() -> set[int]:
    """The helper processes of this account that run."""
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return {int(line.split()[0]) for line in listed.splitlines() if "gradus lab serve" in line}


def test_an_interrupt_of_the_kernel_stops_the_check_and_the_next_one_works(notebook: Notebook) -> None:
    notebook.run('from gradus.notebook import lab\ncheck = lab("tiny-lab")')
    notebook.run(RIGHT)
    assert "10 of 10 points" in notebook.text('check("squash")')
    notebook.run(ENDLESS)
    began = time.monotonic()
    shown = notebook.run('check("squash")', interrupt_after=1.5)
    assert time.monotonic() - began < 4.5
    progress = [one["data"]["text/plain"] for one in shown if one["type"] in ("display_data", "update_display_data")]
    assert any(text.startswith("Checking squash") and "interrupt the kernel" in text for text in progress), shown
    assert progress[-1] == ""
    (error,) = (one for one in shown if one["type"] == "error")
    assert error["traceback"] == [
        "The check was stopped. Nothing of it was recorded; you can check again at once.",
    ]
    notebook.run(RIGHT)
    assert "10 of 10 points" in notebook.text('check("squash")')
    assert notebook.text('check.hint("squash")').startswith("squash: Hint 1 of 3")


@pytest.mark.skipif(sys.platform == "win32", reason="processes are listed with ps")
def test_the_helper_ends_with_its_kernel(notebook: Notebook) -> None:
    before = helpers()
    notebook.run('from gradus.notebook import lab\ncheck = lab("tiny-lab")')
    mine = helpers() - before
    assert len(mine) == 1
    notebook.manager.shutdown_kernel(now=True)
    deadline = time.monotonic() + 20
    while helpers() & mine:
        assert time.monotonic() < deadline
        time.sleep(0.1)
