"""JupyterLab is started on demand, used again, and gone when Gradus is, however Gradus ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradus.web import jupyter as module
from gradus.web.jupyter import Jupyter, State

# Stands for JupyterLab: answers on the port it is told, wants the token, and starts a child as a kernel is one.
FAKE = """
import http.server, json, os, pathlib, subprocess, sys
flags = dict(argument.split("=", 1) for argument in sys.argv[1:] if "=" in argument)
kernel = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
pathlib.Path("ran.json").write_text(json.dumps({
    "pids": [os.getpid(), kernel.pid], "arguments": sys.argv[1:],
    "environment": {name: os.environ.get(name) for name in ("JUPYTER_TOKEN", "GRADUS_WORKSPACE", "JUPYTER_CONFIG_DIR")},
}))
class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers["Authorization"] == "token " + os.environ["JUPYTER_TOKEN"]
        self.send_response(200 if known and self.path == "/api/status" else 403)
        self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer((flags["--ServerApp.ip"], int(flags["--ServerApp.port"])), Answers).serve_forever()
"""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Jupyter]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fake.py").write_text(FAKE)
    made = Jupyter(tmp_path / "work", command=[sys.executable, str(tmp_path / "fake.py")])
    made.folder.mkdir()
    yield made
    made.stop()


def wait_for(jupyter: Jupyter, state: State) -> None:
    deadline = time.monotonic() + 20
    while jupyter.state() is not state:
        assert time.monotonic() < deadline, (jupyter.state(), jupyter.failure)
        time.sleep(0.03)


def ran() -> dict[str, object]:
    told: dict[str, object] = json.loads(Path("ran.json").read_text())
    return told


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Ended, and only waiting for whoever started it to take notice.
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text() if Path("/proc/self").exists() else True


def gone(pids: list[int], within: float = 10) -> bool:
    deadline = time.monotonic() + within
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_it_is_off_until_it_is_asked_for(fake: Jupyter) -> None:
    assert fake.state() is State.OFF
    with pytest.raises(RuntimeError, match="call start"):
        fake.url(fake.folder / "a.ipynb")


def test_it_starts_once_answers_and_is_used_again(fake: Jupyter) -> None:
    fake.start()
    assert fake.state() in (State.STARTING, State.READY)
    wait_for(fake, State.READY)
    first = fake.url(fake.folder / "labs" / "a lab.ipynb", "localhost")
    fake.start()
    assert fake.url(fake.folder / "labs" / "a lab.ipynb", "localhost") == first
    assert first.startswith("http://localhost:")
    assert "/lab/tree/labs/a%20lab.ipynb?token=" in first


def test_it_works_in_the_workspace_keeps_to_itself_and_hides_its_token(fake: Jupyter) -> None:
    fake.start()
    wait_for(fake, State.READY)
    arguments, environment = ran()["arguments"], ran()["environment"]
    assert isinstance(arguments, list)
    assert isinstance(environment, dict)
    assert f"--ServerApp.root_dir={fake.folder}" in arguments
    assert {"--LabApp.news_url=None", "--LabApp.extension_manager=readonly", "--no-browser"} <= set(arguments)
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in arguments
    assert environment["GRADUS_WORKSPACE"] == str(fake.folder)
    assert environment["JUPYTER_CONFIG_DIR"].startswith(str(fake.folder))
    assert not any(environment["JUPYTER_TOKEN"] in argument for argument in arguments)


def test_it_is_started_again_after_it_died(fake: Jupyter) -> None:
    fake.start()
    wait_for(fake, State.READY)
    first = ran()["pids"]
    assert isinstance(first, list)
    os.kill(first[0], signal.SIGKILL)
    wait_for(fake, State.FAILED)
    assert "ended with exit code" in fake.failure
    Path("ran.json").unlink()
    fake.start()
    wait_for(fake, State.READY)
    assert ran()["pids"] != first


def test_what_it_said_is_shown_when_it_does_not_start(tmp_path: Path) -> None:
    broken = Jupyter(tmp_path, command=[sys.executable, "-c", "raise SystemExit('no such module')"])
    broken.start()
    wait_for(broken, State.FAILED)
    assert "no such module" in broken.failure
    broken.stop()


def test_it_is_given_up_when_it_never_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.2)
    silent = Jupyter(tmp_path, command=[sys.executable, "-c", "import time; time.sleep(60)"])
    silent.start()
    wait_for(silent, State.FAILED)
    assert "has not answered" in silent.failure
    silent.stop()


def test_stopping_ends_it_and_what_it_started(fake: Jupyter) -> None:
    fake.start()
    wait_for(fake, State.READY)
    pids = ran()["pids"]
    assert isinstance(pids, list)
    fake.stop()
    assert gone(pids)
    assert fake.state() is State.OFF


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_it_ends_when_gradus_is_killed(tmp_path: Path) -> None:
    (tmp_path / "fake.py").write_text(FAKE)
    (tmp_path / "work").mkdir()
    program = (
        "import pathlib, sys, time\n"
        "from gradus.web.jupyter import Jupyter\n"
        "jupyter = Jupyter(pathlib.Path('work').resolve(), command=[sys.executable, 'fake.py'])\n"
        "jupyter.start()\n"
        "time.sleep(60)\n"
    )
    gradus = subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path)
    deadline = time.monotonic() + 20
    while not (tmp_path / "ran.json").exists() or not (tmp_path / "ran.json").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    pids = json.loads((tmp_path / "ran.json").read_text())["pids"]
    assert all(alive(pid) for pid in pids)
    gradus.kill()
    gradus.wait()
    assert gone(pids)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to ignore on Windows")
def test_it_ends_also_when_it_does_not_want_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stubborn = (
        "import os, pathlib, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "pathlib.Path('pid').write_text(str(os.getpid()))\n"
        "time.sleep(60)\n"
    )
    monkeypatch.chdir(tmp_path)
    jupyter = Jupyter(tmp_path, command=[sys.executable, "-c", stubborn])
    jupyter.start()
    deadline = time.monotonic() + 20
    while not Path("pid").exists() or not Path("pid").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    jupyter.stop()
    assert gone([int(Path("pid").read_text())])
