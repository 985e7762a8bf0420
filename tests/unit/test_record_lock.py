"""One server a workspace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gradus.record.errors import AlreadyServing
from gradus.record.lock import server_address, serving
from gradus.record.workspace import Workspace, open_workspace

HOLD = """
import sys, time
from pathlib import Path
from gradus.record.lock import serving
from gradus.record.workspace import open_workspace
with serving(open_workspace(Path(sys.argv[1]))) as lock:
    lock.announce("http://127.0.0.1:4711")
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "w")


def test_the_second_server_is_told_where_the_first_one_answers(workspace: Workspace) -> None:
    with serving(workspace) as lock:
        lock.announce("http://127.0.0.1:8000")
        with pytest.raises(AlreadyServing, match=r"http://127\.0\.0\.1:8000.*Open that address") as caught:
            with serving(workspace):
                pass
    assert caught.value.address == "http://127.0.0.1:8000"


def test_the_lock_is_free_again_after_a_server_has_stopped(workspace: Workspace) -> None:
    with serving(workspace, "http://127.0.0.1:1"):
        assert server_address(workspace) == "http://127.0.0.1:1"
    assert server_address(workspace) is None
    with serving(workspace, "http://127.0.0.1:2"):
        assert server_address(workspace) == "http://127.0.0.1:2"


def test_a_server_that_was_killed_does_not_block_the_next(workspace: Workspace) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(workspace.folder)], stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        assert server_address(workspace) == "http://127.0.0.1:4711"
        with pytest.raises(AlreadyServing, match=f"process {first.pid}"), serving(workspace):
            pass
        first.kill()
    assert "4711" in (workspace.folder / "server.lock").read_text(encoding="utf-8")  # it could not tidy up
    assert server_address(workspace) is None
    with serving(workspace, "http://127.0.0.1:4712"):
        assert server_address(workspace) == "http://127.0.0.1:4712"


@pytest.mark.parametrize("text", ["", "no json", "[1]"])
def test_a_lock_file_that_says_nothing_useful_still_locks(workspace: Workspace, text: str) -> None:
    with serving(workspace):
        (workspace.folder / "server.lock").write_text(text, encoding="utf-8")
        assert server_address(workspace) == ""
        with pytest.raises(AlreadyServing, match="Stop it first"), serving(workspace):
            pass


def test_two_workspaces_are_served_side_by_side(workspace: Workspace, tmp_path: Path) -> None:
    with serving(workspace, "http://127.0.0.1:1"), serving(open_workspace(tmp_path / "v"), "http://127.0.0.1:2"):
        assert server_address(workspace) == "http://127.0.0.1:1"
