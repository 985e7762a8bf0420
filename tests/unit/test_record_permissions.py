"""A workspace on a disk, or with permissions, that let nobody write."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gradus.model import Kind
from gradus.record.errors import RecordError, WorkspaceError
from gradus.record.lock import server_address, serving
from gradus.record.record import Record
from gradus.record.workspace import open_workspace

CAPABILITY_VERSION_3 = 0x20080522
DAC_OVERRIDE = 1 << 1


@pytest.fixture(autouse=True)
def ordinary_permissions() -> Iterator[None]:
    """Permissions bind root, too, while the capability to override them is put down (Linux only)."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    before, now = (ctypes.c_uint32 * 6)(), (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable, twice
    assert libc.capget(header, before) == 0
    ctypes.memmove(now, before, ctypes.sizeof(before))
    now[0] &= ~DAC_OVERRIDE
    assert libc.capset(header, now) == 0
    yield
    assert libc.capset(header, before) == 0


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_an_account_without_permission_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    with pytest.raises(WorkspaceError, match=r"may not read or write there.*--workspace"):
        open_workspace(tmp_path / "closed" / "mine")


def test_a_workspace_that_can_only_be_read_opens_and_shows_its_record(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "w")
    with Record(workspace.record_path) as record:
        added = record.add(Kind.LESSON, "c/a", 1, 1)
    with read_only(workspace.folder):
        assert open_workspace(workspace.folder) == workspace
        with Record(workspace.record_path) as record:
            assert record.read_only
            assert record.attempts() == record.attempts(brief=True) == [added]
            with pytest.raises(RecordError, match=r"can only be read.*permission"):
                record.add(Kind.LESSON, "c/b", 1, 1)


def test_what_a_killed_process_left_in_the_log_is_read_on_a_read_only_disk(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "w")
    record = Record(workspace.record_path)
    added = record.add(Kind.LESSON, "c/a", 1, 1)
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in workspace.folder.glob("record.sqlite*"):  # as a kill leaves it: the log is not folded in
        (copy / path.name).write_bytes(path.read_bytes())
    record.close()
    (copy / "record.sqlite-shm").unlink()
    assert (copy / "record.sqlite-wal").stat().st_size > 0
    with read_only(copy), Record(copy / "record.sqlite") as found:
        assert found.attempts() == [added]


def test_no_record_can_be_made_in_a_folder_that_can_only_be_read(tmp_path: Path) -> None:
    with read_only(tmp_path), pytest.raises(RecordError, match=r"cannot be opened.*may write there"):
        Record(tmp_path / "record.sqlite")


def test_a_server_does_not_start_in_a_workspace_that_can_only_be_read(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "w")
    with read_only(workspace.folder):
        with pytest.raises(WorkspaceError, match=r"server\.lock cannot be written"), serving(workspace):
            pass
        assert server_address(workspace) is None
