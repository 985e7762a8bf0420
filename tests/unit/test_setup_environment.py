"""When ``.venv`` is taken as it is, brought up to date, or built anew."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts import environment as module
from scripts import install
from scripts.environment import Environment, SetupError


class Installer:
    """Stands in for uv and pip: makes an environment, and writes down what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, bool]] = []
        self.failure: BaseException | None = None

    def __call__(self, environment: Environment, lock: Path, *, fresh: bool) -> None:
        self.calls.append((lock.name, fresh))
        if self.failure:
            raise self.failure
        if fresh:
            venv.EnvBuilder(symlinks=os.name != "nt").create(environment.folder)


@pytest.fixture
def installer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Installer]:
    fake = Installer()
    monkeypatch.setattr(install, "install", fake)
    return fake


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        (folder / name).write_text(f"# {name}\n")
    return folder


@pytest.fixture
def environment(root: Path, installer: Installer) -> Environment:
    """Return an environment that is ready to run, with the calls that made it forgotten."""
    made = Environment(root)
    made.prepare("run")
    installer.calls.clear()
    return made


def test_the_first_start_builds_it(root: Path, installer: Installer) -> None:
    made = Environment(root)
    assert not made.ready("run")
    made.prepare("run")
    assert made.ready("run")
    assert installer.calls == [("requirements.lock", True)]


def test_the_second_start_installs_nothing(environment: Environment, installer: Installer) -> None:
    Environment(environment.root).prepare("run")
    assert installer.calls == []


def test_tests_are_added_to_what_runs(environment: Environment, installer: Installer) -> None:
    environment.prepare("test")
    environment.prepare("run")
    assert installer.calls == [("requirements-test.lock", False)]


def test_a_changed_lock_keeps_the_tools_of_the_tests(environment: Environment, installer: Installer) -> None:
    environment.prepare("test")
    (environment.root / "requirements.lock").write_text("numpy==3\n")
    environment.prepare("run")
    assert installer.calls[1:] == [("requirements-test.lock", False)]


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_it_is_brought_up_to_date_when_a_file_changes(
    environment: Environment, installer: Installer, name: str
) -> None:
    (environment.root / name).write_text("changed\n")
    environment.prepare("run")
    assert installer.calls == [("requirements.lock", False)]


def test_the_locks_of_the_tests_do_not_concern_a_start(environment: Environment, installer: Installer) -> None:
    (environment.root / "requirements-test.lock").write_text("changed\n")
    environment.prepare("run")
    assert installer.calls == []


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), SystemExit(143), OSError(errno.EIO, "broken disk")])
def test_it_is_built_anew_when_an_installation_was_interrupted(
    environment: Environment, installer: Installer, interruption: BaseException
) -> None:
    (environment.root / "requirements.lock").write_text("changed\n")
    installer.failure = interruption
    with pytest.raises((type(interruption), SetupError)):
        environment.prepare("run")
    installer.failure = None
    environment.prepare("run")
    assert installer.calls == [("requirements.lock", False), ("requirements.lock", True)]


def test_what_works_is_kept_when_nothing_could_be_fetched(environment: Environment, installer: Installer) -> None:
    lock = environment.root / "requirements.lock"
    before = lock.read_text()
    lock.write_text("changed\n")
    installer.failure = SetupError("no network", untouched=True)
    with pytest.raises(SetupError, match="no network"):
        environment.prepare("run")
    lock.write_text(before)
    assert environment.ready("run")


def test_it_is_built_anew_when_the_checkout_moved(environment: Environment, installer: Installer) -> None:
    moved = environment.root.rename(environment.root.with_name("elsewhere"))
    Environment(moved).prepare("run")
    assert installer.calls == [("requirements.lock", True)]


@pytest.fixture
def system_python(environment: Environment) -> Path:
    """Return the Python of the system that the environment points to, as a file that may be removed."""
    system = environment.root.with_name("python3.11")
    system.touch()
    environment.python.unlink()
    environment.python.symlink_to(system)
    stamp = environment.folder / "gradus-setup.json"
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "python": str(system.resolve())}))
    assert environment.ready("run")
    return system


def test_it_is_built_anew_when_its_python_is_gone(
    environment: Environment, installer: Installer, system_python: Path
) -> None:
    system_python.unlink()
    environment.prepare("run")
    assert installer.calls == [("requirements.lock", True)]


def test_it_is_built_anew_when_its_python_was_replaced_by_another(
    environment: Environment, installer: Installer, system_python: Path
) -> None:
    environment.python.unlink()
    environment.python.symlink_to(sys.executable)
    environment.prepare("run")
    assert installer.calls == [("requirements.lock", True)]


def test_it_is_built_anew_for_another_python(
    environment: Environment, installer: Installer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_python_version", lambda: "cpython 3.99 abacus")
    environment.prepare("run")
    assert installer.calls == [("requirements.lock", True)]


def test_it_is_built_anew_when_its_stamp_is_damaged(environment: Environment, installer: Installer) -> None:
    (environment.folder / "gradus-setup.json").write_text('{"sta')
    environment.prepare("run")
    assert installer.calls == [("requirements.lock", True)]


@pytest.mark.parametrize("key", ["version", "version_info"])
def test_an_environment_made_by_hand_is_brought_up_to_date(root: Path, installer: Installer, key: str) -> None:
    venv.EnvBuilder(symlinks=os.name != "nt").create(root / ".venv")
    settings = root / ".venv" / "pyvenv.cfg"
    settings.write_text(settings.read_text().replace("version = ", f"{key} = "))
    Environment(root).prepare("run")
    assert installer.calls == [("requirements.lock", False)]


def test_an_environment_made_by_hand_for_another_python_is_built_anew(root: Path, installer: Installer) -> None:
    venv.EnvBuilder(symlinks=os.name != "nt").create(root / ".venv")
    settings = root / ".venv" / "pyvenv.cfg"
    settings.write_text(settings.read_text().replace(f"version = {sys.version_info.major}.", "version = 2."))
    Environment(root).prepare("run")
    assert installer.calls == [("requirements.lock", True)]


def test_the_second_of_two_commands_waits_and_installs_nothing(
    root: Path, installer: Installer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installing, go_on = threading.Event(), threading.Event()

    def slow(*arguments: Any, **options: Any) -> None:
        installing.set()
        assert go_on.wait(10)
        installer(*arguments, **options)

    monkeypatch.setattr(install, "install", slow)
    monkeypatch.setattr(module, "_locked", told(module._locked, go_on))
    first = threading.Thread(target=Environment(root).prepare, args=("run",))
    first.start()
    assert installing.wait(10)
    Environment(root).prepare("run")
    first.join()
    assert installer.calls == [("requirements.lock", True)]
    assert "waiting for it" in capsys.readouterr().err


def told(locked: Any, go_on: threading.Event) -> Any:
    """Let the first command go on once the second has found the lock taken."""

    def asked(file: Any, *, wait: bool) -> Any:
        if wait:
            go_on.set()
        return locked(file, wait=wait)

    return asked


def test_the_stamp_is_never_half_written(environment: Environment) -> None:
    stamp = json.loads((environment.folder / "gradus-setup.json").read_text())
    assert stamp["state"] == "ready"
    assert not list(environment.folder.glob("*.new"))


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "is full. Gradus needs about 500 MB"),
        (errno.EACCES, "move or clone this checkout to a folder that is yours"),
        (errno.EROFS, "move or clone this checkout to a folder that is yours"),
        (errno.EIO, "Mend that or delete the folder"),
    ],
)
def test_a_failing_disk_gets_a_sentence(root: Path, installer: Installer, number: int, sentence: str) -> None:
    installer.failure = OSError(number, os.strerror(number))
    with pytest.raises(SetupError, match=sentence):
        Environment(root).prepare("run")


def test_a_file_in_the_way_gets_a_sentence(root: Path) -> None:
    (root / ".venv").touch()
    with pytest.raises(SetupError, match="is a file, and Gradus keeps its packages in a folder"):
        Environment(root).prepare("run")


def test_an_incomplete_checkout_gets_a_sentence(root: Path) -> None:
    (root / "requirements.lock").unlink()
    with pytest.raises(SetupError, match=r"requirements\.lock is missing"):
        Environment(root).prepare("run")
