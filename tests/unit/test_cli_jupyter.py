"""A notebook shown in JupyterLab for as long as the command runs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from gradus.cli import jupyter
from gradus.cli.jupyter import show_notebook
from gradus.cli.output import Problem
from gradus.web.jupyter import State


class Pretended:
    """Goes through states as it is asked; the last is followed by Ctrl-C."""

    def __init__(self, states: Iterable[State], failure: str = "") -> None:
        self.states = list(states)
        self.failure = failure
        self.did: list[str] = []

    def start(self) -> None:
        self.did.append("start")

    def state(self) -> State:
        if not self.states:
            raise KeyboardInterrupt
        return self.states.pop(0)

    def url(self, notebook: Path) -> str:
        return f"http://127.0.0.1:1/{notebook.name}"

    def stop(self) -> None:
        self.did.append("stop")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    opened: list[str] = []
    monkeypatch.setattr(jupyter.webbrowser, "open", opened.append)
    monkeypatch.setattr(jupyter.time, "sleep", lambda _: None)
    return opened


def show(pretended: Pretended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jupyter, "Jupyter", lambda folder: pretended)
    show_notebook(Path("w"), Path("w/labs/x.ipynb"))


def test_the_browser_opens_when_jupyterlab_answers_and_ctrl_c_stops_it(
    opened: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pretended = Pretended([State.STARTING, State.STARTING, State.READY, State.READY])
    show(pretended, monkeypatch)
    assert opened == ["http://127.0.0.1:1/x.ipynb"]
    assert pretended.did == ["start", "stop"]
    assert "http://127.0.0.1:1/x.ipynb until Ctrl-C" in capsys.readouterr().err


def test_a_jupyterlab_that_does_not_start_is_a_problem_that_says_what_else_to_do(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pretended = Pretended([State.STARTING, State.FAILED, State.FAILED], "JupyterLab ended with exit code 1.")
    with pytest.raises(Problem, match=r"exit code 1\.\nOpen .*x\.ipynb in an editor of your own instead"):
        show(pretended, monkeypatch)
    assert opened == []
    assert pretended.did == ["start", "stop"]
