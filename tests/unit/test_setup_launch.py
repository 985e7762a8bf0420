"""What ``start.py`` and ``test.py`` do around the set-up: arguments, exit codes, old Pythons."""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
import typer

from gradus.cli.app import app
from scripts import launch
from scripts.environment import Environment, SetupError

ROOT = launch.ROOT
READ_BY_ANY_PYTHON = ["start.py", "test.py", "scripts/__init__.py"]


class Became(BaseException):
    """Stands in for the program that takes our place."""

    def __init__(self, command: list[str], variables: dict[str, str]) -> None:
        self.command = command
        self.variables = variables


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Set nothing up and start nothing; return what was asked to be prepared."""
    purposes: list[str] = []

    def become(command: list[str], variables: dict[str, str]) -> NoReturn:
        raise Became(command, variables)

    monkeypatch.setattr(Environment, "prepare", lambda _, purpose: purposes.append(purpose))
    monkeypatch.setattr(launch, "_become", become)
    return purposes


def test_start_hands_its_options_to_gradus(prepared: list[str]) -> None:
    with pytest.raises(Became) as became:
        launch.start(["--no-browser", "--port", "0", "--workspace", "here"])
    assert prepared == ["run"]
    assert became.value.command[0] == str(Environment(ROOT).python)
    assert became.value.command[1:5] == ["-P", "-m", "gradus", "start"]
    assert became.value.command[5:] == ["--no-browser", "--port", "0", "--workspace", "here"]


def test_test_hands_its_arguments_to_pytest(prepared: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(Became) as became:
        launch.test(["-k", "record", "-x"])
    assert prepared == ["test"]
    assert became.value.command[1:] == ["-P", "-m", "pytest", "-k", "record", "-x"]
    assert became.value.variables["GRADUS_INSTALL_BROWSER"] == "1"


def test_packages_of_other_pythons_stay_out(prepared: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    with pytest.raises(Became) as became:
        launch.start([])
    assert "PYTHONPATH" not in became.value.variables


def test_help_installs_nothing(prepared: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        launch.start(["--help"])
    assert left.value.code == 0
    assert prepared == []
    written = capsys.readouterr().out
    assert all(option in written for option in ("--no-browser", "--port", "--workspace", "--host"))


def test_its_options_are_those_of_gradus_start() -> None:
    command = typer.main.get_command(app).commands["start"]  # type: ignore[attr-defined]
    theirs = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    ours = {name for action in launch._start_options()._actions for name in action.option_strings}
    assert ours - {"-h"} == theirs | {"--help"}


@pytest.mark.parametrize("arguments", [["--prot", "1"], ["--port", "eighty"], ["lab"]])
def test_wrong_usage_installs_nothing(prepared: list[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        launch.start(arguments)
    assert left.value.code == 2
    assert prepared == []


@pytest.mark.parametrize(
    ("trouble", "code", "sentence"),
    [
        (SetupError("The disk is full."), 1, "The disk is full."),
        (KeyboardInterrupt(), 130, "Run the same command again to finish it."),
    ],
)
def test_trouble_is_one_sentence_on_the_error_stream(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    trouble: BaseException,
    code: int,
    sentence: str,
) -> None:
    def prepare(environment: Environment, purpose: str) -> None:
        raise trouble

    monkeypatch.setattr(Environment, "prepare", prepare)
    with pytest.raises(SystemExit) as left:
        launch.start([])
    assert left.value.code == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip().endswith(sentence)


def test_a_request_to_end_stops_the_set_up_by_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGTERM)

    def prepare(environment: Environment, purpose: str) -> None:
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(Environment, "prepare", prepare)
    with pytest.raises(SystemExit) as left:
        launch.start([])
    assert left.value.code == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize("old", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch, old: tuple[int, ...]) -> None:
    code = compile((ROOT / "scripts" / "__init__.py").read_text(), "scripts/__init__.py", "exec")
    monkeypatch.setattr(sys, "version_info", old)
    with pytest.raises(SystemExit) as left:
        exec(code, {})
    assert str(left.value.code).startswith(f"Gradus needs Python 3.11 or newer; this is Python {old[0]}.{old[1]} ")


@pytest.mark.parametrize("name", READ_BY_ANY_PYTHON)
def test_what_an_old_python_reads_it_can_parse(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    tree = ast.parse(source)
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Starred, ast.Nonlocal, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    assert not [
        node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ImportFrom)) and annotated(node)
    ]
    assert source.isascii()  # Python 2 wants an encoding named for anything else


def annotated(node: ast.FunctionDef | ast.ImportFrom) -> bool:
    """Say whether Python 2 would stumble over an annotation, or over the import that allows them."""
    if isinstance(node, ast.ImportFrom):
        return node.module == "__future__"
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return bool(node.returns or node.args.kwonlyargs or any(argument.annotation for argument in arguments))


@pytest.mark.parametrize("name", ["start.py", "test.py"])
def test_the_old_python_check_comes_before_newer_syntax(name: str) -> None:
    body = ast.parse((ROOT / name).read_text()).body
    imported = [node for node in body if isinstance(node, ast.ImportFrom)]
    assert [node.module for node in imported] == ["scripts"]


def test_the_two_commands_need_the_standard_library_alone(tmp_path: Path) -> None:
    ask = "import sys; sys.path.insert(0, sys.argv[1]); import scripts.launch, scripts.install"
    subprocess.run([sys.executable, "-I", "-S", "-c", ask, str(ROOT)], check=True, cwd=tmp_path)
