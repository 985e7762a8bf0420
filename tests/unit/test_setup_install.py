"""How ``.venv`` is filled: uv first, pip where uv fails, and what is said when neither can."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scripts import install
from scripts.environment import Environment, SetupError
from scripts.install import StepFailed

NO_NETWORK = "error: dns error: failed to lookup address information: Temporary failure in name resolution"
PIP = ["python", "-m", "pip"]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    (tmp_path / "requirements-uv.lock").write_text("uv==1\n")
    (tmp_path / "requirements.lock").write_text("numpy==1\n")
    (tmp_path / ".venv").mkdir()
    return Environment(tmp_path)


class Commands:
    """Stands in for the programs that are run: some of them fail, by a word of their command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[list[str]] = []
        self.failing: dict[str, str] = {}

    def __call__(self, environment: Environment, command: list[str]) -> None:
        self.seen.append(list(command))
        for word, output in self.failing.items():
            if word in command:
                raise StepFailed(output)
        for option in command:
            if option.startswith("--target="):
                uv = Path(option.removeprefix("--target=")) / "bin" / "uv"
                uv.parent.mkdir(parents=True)
                uv.touch(mode=0o755)

    @property
    def gist(self) -> list[str]:
        """Return who installed what: ``pip: uv``, ``uv: packages``."""
        installers = [command for command in self.seen if "compileall" not in command]
        return [f"{'pip' if command[:3] == PIP else 'uv'}: {self.what(command)}" for command in installers]

    def what(self, command: list[str]) -> str:
        if "--editable" in command:
            return "gradus"
        if "--only-binary=:all:" in command:
            return "uv"
        return "packages offline" if "--offline" in command else "packages"


@pytest.fixture
def commands(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> Commands:
    fake = Commands(environment.folder)
    monkeypatch.setattr(install, "run", fake)
    monkeypatch.setattr(install, "find_pip", lambda _: PIP)
    monkeypatch.setenv("PATH", str(environment.root))  # whatever uv this machine has
    return fake


def fill(environment: Environment) -> None:
    install.install(environment, environment.root / "requirements.lock", fresh=False)


def test_uv_is_fetched_by_pip_and_does_the_rest(environment: Environment, commands: Commands) -> None:
    fill(environment)
    assert commands.gist == ["pip: uv", "uv: packages", "uv: gradus"]
    assert all("--require-hashes" in command for command in commands.seen[:2])


def test_the_first_start_finds_everything_compiled(environment: Environment, commands: Commands) -> None:
    fill(environment)
    assert "--compile-bytecode" in commands.seen[1]
    assert commands.seen[-1] == [str(environment.python), "-m", "compileall", "-q", "src"]


def test_sources_that_cannot_be_compiled_do_not_stop_the_set_up(environment: Environment, commands: Commands) -> None:
    commands.failing = {"compileall": "Permission denied"}
    fill(environment)
    assert commands.gist == ["pip: uv", "uv: packages", "uv: gradus"]


def test_uv_is_fetched_once(environment: Environment, commands: Commands) -> None:
    fill(environment)
    fill(environment)
    assert commands.gist == ["pip: uv", "uv: packages", "uv: gradus", "uv: packages", "uv: gradus"]


def test_uv_is_fetched_again_when_its_pin_changes(environment: Environment, commands: Commands) -> None:
    fill(environment)
    (environment.root / "requirements-uv.lock").write_text("uv==2\n")
    fill(environment)
    assert commands.gist.count("pip: uv") == 2
    assert len(list(environment.folder.glob("uv-*"))) == 1


def test_pip_does_it_when_there_is_no_uv_for_this_machine(
    environment: Environment, commands: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.failing = {"--only-binary=:all:": "ERROR: No matching distribution found for uv==1"}
    fill(environment)
    assert commands.gist == ["pip: uv", "pip: packages", "pip: gradus"]
    assert "--require-hashes" in commands.seen[1]
    assert "trying with pip, which takes longer" in capsys.readouterr().err


def test_pip_does_it_when_uv_fails(environment: Environment, commands: Commands) -> None:
    commands.failing = {"sync": "error: invalid peer certificate: UnknownIssuer"}
    fill(environment)
    assert commands.gist == ["pip: uv", "uv: packages", "pip: packages", "pip: gradus"]


def test_the_cache_of_uv_serves_when_there_is_no_network(
    environment: Environment, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(environment)
    commands.seen.clear()

    def offline(environment: Environment, command: list[str]) -> None:
        commands(environment, command)
        if "sync" in command and "--offline" not in command:
            raise StepFailed(NO_NETWORK)

    monkeypatch.setattr(install, "run", offline)
    fill(environment)
    assert commands.gist == ["uv: packages", "uv: packages offline", "uv: gradus"]


def test_no_network_on_the_first_run_gets_a_sentence_and_no_second_wait(
    environment: Environment, commands: Commands
) -> None:
    commands.failing = {"--only-binary=:all:": NO_NETWORK}
    with pytest.raises(SetupError, match="Gradus needs the internet once") as caught:
        fill(environment)
    assert caught.value.untouched
    assert commands.gist == ["pip: uv"]


def test_a_file_with_another_hash_is_not_tried_again_with_pip(environment: Environment, commands: Commands) -> None:
    commands.failing = {"sync": "error: Hash mismatch for `numpy==1`"}
    with pytest.raises(SetupError, match="not the one that the lock file names"):
        fill(environment)
    assert commands.gist == ["pip: uv", "uv: packages"]


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("failed to copy file: No space left on device (os error 28)", "disk"),
        ("WARNING: Retrying after NewConnectionError\nERROR: [Errno 28] No space left on device", "disk"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash"),
        ("SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "certificate"),
        (NO_NETWORK, "network"),
        ("Failed to establish a new connection: [Errno 101] Network is unreachable", "network"),
        ("Caused by: tcp connect error: Connection refused (os error 111)", "network"),
        ("ReadTimeoutError: Read timed out. (read timeout=15)", "network"),
        ("error: failed to create file: Permission denied (os error 13)", "permission"),
        ("error: something new under the sun", ""),
    ],
)
def test_the_reason_is_read_from_what_the_installer_said(environment: Environment, output: str, reason: str) -> None:
    failed = StepFailed(output)
    assert failed.reason == reason
    assert str(failed.explained(environment))[-1] == "."


def test_what_an_unexplained_failure_said_is_shown(
    environment: Environment, capsys: pytest.CaptureFixture[str]
) -> None:
    StepFailed("one\ntwo\nsomething new under the sun").explained(environment)
    assert capsys.readouterr().err == "one\ntwo\nsomething new under the sun\n"


def answering(version: str) -> Any:
    return lambda *_, **__: SimpleNamespace(stdout=f"pip {version} from /somewhere (python 3.11)" if version else "")


def test_the_pip_of_this_python_fills_the_environment(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", answering("23.0.1"))
    command = install.find_pip(environment)
    assert command[1:] == ["-m", "pip", "--python", str(environment.python)]


@pytest.mark.parametrize("version", ["22.0.2", ""])
def test_ensurepip_helps_where_pip_is_old_or_absent(
    environment: Environment, commands: Commands, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.undo()
    ran: list[list[str]] = []
    monkeypatch.setattr(install, "run", lambda _, command: ran.append(command))
    monkeypatch.setattr(subprocess, "run", answering(version))
    assert install.find_pip(environment) == [str(environment.python), "-m", "pip"]
    assert ran == [[str(environment.python), "-m", "ensurepip", "--upgrade"]]


def test_a_python_without_pip_and_ensurepip_is_told_what_to_install(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", answering(""))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", str(environment.root))
    with pytest.raises(SetupError, match=r"sudo apt install python3\.\d+-venv"):
        install.find_pip(environment)


def test_a_python_without_the_module_venv_is_told_what_to_install(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "venv", None)
    with pytest.raises(SetupError, match=r"sudo apt install python3\.\d+-venv"):
        install.create(environment)


def test_building_anew_keeps_uv_and_the_stamp_and_nothing_else(environment: Environment) -> None:
    kept = {"uv-0123456789ab", "gradus-setup.json", "gradus-setup.lock"}
    (environment.folder / "uv-0123456789ab").mkdir()
    (environment.folder / "uv-0123456789ab.new").mkdir()
    (environment.folder / "lib").mkdir()
    (environment.folder / "lib" / "half.py").touch()
    (environment.folder / "gradus-setup.json").touch()
    (environment.folder / "gradus-setup.lock").touch()
    install.create(environment)
    assert environment.python.exists()
    assert kept <= {path.name for path in environment.folder.iterdir()}
    assert not (environment.folder / "uv-0123456789ab.new").exists()
    assert not list(environment.folder.rglob("half.py"))


def test_a_failing_program_leaves_its_last_words(environment: Environment) -> None:
    with pytest.raises(StepFailed) as caught:
        install.run(environment, [sys.executable, "-c", "import sys; print('one'); sys.exit('two')"])
    assert caught.value.output.splitlines() == ["one", "two"]


def test_a_program_that_fails_silently_gets_a_sentence(environment: Environment) -> None:
    with pytest.raises(StepFailed, match="ended with exit code 3"):
        install.run(environment, [sys.executable, "-c", "raise SystemExit(3)"])


def test_programs_do_not_see_what_would_lead_them_elsewhere(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_TARGET", "elsewhere")
    monkeypatch.setenv("PIP_REQUIRE_VIRTUALENV", "1")
    ask = "import os; assert 'PIP_TARGET' not in os.environ; assert os.environ['PIP_REQUIRE_VIRTUALENV'] == '0'"
    install.run(environment, [sys.executable, "-c", ask])


def test_an_interrupted_installer_is_ended_with_all_that_it_started(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = environment.root / "signs of life"
    child = f"import time\nwhile True:\n    open({str(signs)!r}, 'a').write('.')\n    time.sleep(0.01)\n"
    parent = f"import subprocess, sys\nprint('begun', flush=True)\nsubprocess.run([sys.executable, '-c', {child!r}])"

    class Terminal:
        """A terminal whose reader presses Ctrl-C once the installer's child is at work."""

        pressed = False

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> None:
            if "begun" in text:
                wait_for(signs.exists)
                self.pressed = True
                raise KeyboardInterrupt

        def flush(self) -> None:
            pass

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(KeyboardInterrupt):
        install.run(environment, [sys.executable, "-c", parent])
    assert terminal.pressed
    time.sleep(0.1)
    before = signs.stat().st_size
    time.sleep(0.2)
    assert signs.stat().st_size == before


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it took more than ten seconds"
        time.sleep(0.01)
