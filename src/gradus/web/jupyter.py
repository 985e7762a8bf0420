"""JupyterLab on demand: started when a lab is opened, used again, and gone when Gradus is.

It runs with the same Python as Gradus, in the learner's workspace, on a port and with a token of its
own. It asks no other host for news or updates, and leaves the learner's own Jupyter settings alone.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

PATIENCE = 60.0
"""Seconds to answer in; a cold disk has needed fifteen."""
SETTINGS = {"@jupyterlab/apputils-extension/notification.jupyterlab-settings": '{"fetchNews": "false"}\n'}
"""Without it JupyterLab asks at its first start whether it may fetch news from its makers."""
WORDS_KEPT = 2000
"""Characters of what JupyterLab last said that a failure shows."""


class State(StrEnum):
    """How far JupyterLab is."""

    OFF = "off"
    STARTING = "starting"
    READY = "ready"
    FAILED = "failed"


@dataclass
class _Run:
    """One run of JupyterLab."""

    process: subprocess.Popen[bytes]
    port: int
    token: str
    since: float
    ready: bool = False


class Jupyter:
    """The one JupyterLab of a running Gradus."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", *, command: list[str] | None = None) -> None:
        self.folder = folder
        """The workspace: what JupyterLab shows as its files."""
        self.host = host
        self.command = command or [sys.executable, "-m", "jupyterlab"]
        self._lock = threading.Lock()
        self._run: _Run | None = None
        self._failure = ""

    @property
    def private(self) -> Path:
        """Where JupyterLab keeps what is its own: settings, layout, run-time files, log."""
        return self.folder / ".jupyter"

    def start(self) -> None:
        """Start JupyterLab unless it runs. Does not wait: ``state`` says how far it is."""
        with self._lock:
            if self._run is None or self._run.process.poll() is not None:
                self._failure = ""
                self._run = self._launch()

    def state(self) -> State:
        """How far JupyterLab is; asks it while it starts."""
        with self._lock:
            run = self._run
            if run is None:
                return State.FAILED if self._failure else State.OFF
            if run.process.poll() is not None:
                self._give_up(f"JupyterLab ended with exit code {run.process.returncode}.")
                return State.FAILED
            if not run.ready:
                run.ready = self._answers(run)
            if run.ready:
                return State.READY
            if time.monotonic() - run.since > PATIENCE:
                self._give_up(f"JupyterLab has not answered for {PATIENCE:.0f} seconds.")
                return State.FAILED
            return State.STARTING

    @property
    def failure(self) -> str:
        """Why it does not run, in a sentence and JupyterLab's own last words."""
        return self._failure

    def url(self, notebook: Path, host: str = "") -> str:
        """Where a notebook of the workspace opens; ``host`` is the name under which the learner reaches Gradus."""
        with self._lock:
            if self._run is None:
                raise RuntimeError("JupyterLab does not run: call start() first.")
            name = host or self.host
            shown = f"[{name}]" if ":" in name else name
            place = quote(notebook.relative_to(self.folder).as_posix())
            return f"http://{shown}:{self._run.port}/lab/tree/{place}?token={self._run.token}"

    def stop(self) -> None:
        """Stop JupyterLab and its kernels, and wait until they are gone."""
        with self._lock:
            if self._run is not None:
                self._end(self._run)
                self._run = None

    def _launch(self) -> _Run:
        token = secrets.token_urlsafe(24)
        port = _free_port(self.host)
        self.private.mkdir(parents=True, exist_ok=True)
        self._write_settings()
        command = [
            sys.executable,
            "-m",
            "gradus.web.keeper",
            *self.command,
            "--no-browser",
            f"--ServerApp.ip={self.host}",
            f"--ServerApp.port={port}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.folder}",
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            "--LabApp.extension_manager=readonly",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
        with (self.private / "jupyter.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment(token),
                # Ctrl-C in the terminal is for Gradus; JupyterLab would ask a question back.
                start_new_session=True,
            )
        return _Run(process, port, token, time.monotonic())

    def _write_settings(self) -> None:
        """Settle beforehand what JupyterLab would ask, unless the learner has."""
        for name, text in SETTINGS.items():
            path = self.private / "settings" / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def _environment(self, token: str) -> Mapping[str, str]:
        return {
            **os.environ,
            "GRADUS_WORKSPACE": str(self.folder),
            # In the environment, not among the arguments: those are there for every user to see.
            "JUPYTER_TOKEN": token,
            "JUPYTER_CONFIG_DIR": str(self.private / "config"),
            "JUPYTER_RUNTIME_DIR": str(self.private / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.private / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.private / "layouts"),
            # The kernel named python3 is this Python's, also where the account has another of that name.
            "JUPYTER_PREFER_ENV_PATH": "1",
        }

    def _answers(self, run: _Run) -> bool:
        name = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host
        shown = f"[{name}]" if ":" in name else name
        request = urllib.request.Request(
            f"http://{shown}:{run.port}/api/status", headers={"Authorization": f"token {run.token}"}
        )
        # Never through a proxy that the environment may name: this is our own machine.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=2) as response:
                return bool(response.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def _give_up(self, what: str) -> None:
        run, self._run = self._run, None
        if run is not None:
            self._end(run)
        try:
            said = (self.private / "jupyter.log").read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            said = ""
        self._failure = f"{what}\n{said[-WORDS_KEPT:]}".strip()

    def _end(self, run: _Run) -> None:
        if run.process.stdin is not None:
            run.process.stdin.close()
        try:
            run.process.wait(10)
        except subprocess.TimeoutExpired:
            run.process.kill()
            run.process.wait()


def _free_port(host: str) -> int:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
