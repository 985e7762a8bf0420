"""Starting and stopping the web face as a program does."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from gradus.web.security import access_for
from gradus.web.serve import ServeError, address_of, listen
from tests.webcourse import write_course

PROGRAM = """
import sys
from pathlib import Path
from gradus.record import open_workspace
from gradus.web.serve import serve
serve(open_workspace(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]), open_browser=False)
"""


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    write_course(tmp_path / "courses")
    monkeypatch.setenv("GRADUS_COURSES", str(tmp_path / "courses"))
    gradus = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "work"), "127.0.0.1", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield gradus
    gradus.kill()
    gradus.communicate()


def test_the_address_alone_on_a_line_answers_at_once_and_a_signal_ends_it_in_order(
    running: subprocess.Popen[str],
) -> None:
    assert running.stdout is not None
    address = running.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(address) as answer:
        assert "First steps" in answer.read().decode()
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=15)
    assert out == ""
    assert "Traceback" not in err
    with pytest.raises(OSError, match=r"refused|reset"):
        urllib.request.urlopen(address)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way on Windows")
def test_ctrl_c_ends_it_without_a_traceback(running: subprocess.Popen[str]) -> None:
    assert running.stdout is not None
    running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=15)
    assert err == ""
    assert running.returncode == 0


def test_a_taken_port_says_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServeError, match=rf"Port {port} of 127\.0\.0\.1 is taken.*--port 0"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "says"),
    [
        ("no.such.host.invalid", 0, "no host name or address"),
        ("192.0.2.1", 0, "not an address of this machine"),
        ("127.0.0.1", 70_000, "from 0"),
    ],
)
def test_a_host_or_port_that_cannot_be_had_says_what_to_do(host: str, port: int, says: str) -> None:
    with pytest.raises(ServeError, match=says):
        listen(host, port)


def test_the_address_carries_the_key_where_one_is_needed() -> None:
    assert address_of("127.0.0.1", 80, access_for("127.0.0.1", 80)) == "http://127.0.0.1:80/"
    assert address_of("::1", 80, access_for("::1", 80)) == "http://[::1]:80/"
    open_to_all = access_for("0.0.0.0", 80)
    address = address_of("0.0.0.0", 80, open_to_all)
    assert address == f"http://{socket.gethostname().lower()}:80/?key={open_to_all.key}"
    assert open_to_all.knows(urlsplit(address).netloc)
