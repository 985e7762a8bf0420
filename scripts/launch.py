"""What ``start.py`` and ``test.py`` do: make ``.venv`` ready, then hand over to Gradus or to pytest."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from scripts.environment import Environment, SetupError

ROOT = Path(__file__).resolve().parent.parent
ENDINGS = [signal.SIGTERM] if sys.platform == "win32" else [signal.SIGTERM, signal.SIGHUP]


def start(arguments: Sequence[str]) -> NoReturn:
    """Start Gradus with the options of ``start.py``; its exit code becomes ours."""
    _start_options().parse_args(arguments)  # says what is wrong with them before anything is installed
    environment = Environment(ROOT)
    _prepared(lambda: environment.prepare("run"))
    # -P: a numpy.py in the folder where the learner happens to be must not become our NumPy.
    _become([str(environment.python), "-P", "-m", "gradus", "start", *arguments], _clean(os.environ))


def test(arguments: Sequence[str]) -> NoReturn:
    """Run pytest with ``arguments``; its exit code becomes ours."""
    environment = Environment(ROOT)
    _prepared(lambda: environment.prepare("test"))
    # Which tests are asked for, and whether one of them needs a browser, pytest alone knows;
    # tests/conftest.py then looks for one, and may install it because of this variable.
    variables = {**_clean(os.environ), "GRADUS_INSTALL_BROWSER": "1"}
    os.chdir(ROOT)
    _become([str(environment.python), "-P", "-m", "pytest", *arguments], variables)


def _start_options() -> argparse.ArgumentParser:
    """Return the options of ``gradus start``, so that ``--help`` needs no installation."""
    parser = argparse.ArgumentParser(
        prog="start.py",
        description="Install what Gradus needs into .venv (the first time), then start it and open the browser.",
        allow_abbrev=False,
    )
    parser.add_argument("--port", type=int, help="the port to serve on; 0 picks a free one")
    parser.add_argument("--host", help="the address to serve on; this machine alone unless you say otherwise")
    parser.add_argument("--workspace", help="the folder for your notebooks, notes and record")
    parser.add_argument(
        "--browser", action=argparse.BooleanOptionalAction, help="open the browser, or only print the address"
    )
    return parser


def _prepared(prepare: Callable[[], None]) -> None:
    """Run the set-up; turn what can go wrong into one sentence and an exit code."""
    # Asked to end, or the terminal closed: leave by an exception, so that a running installer is stopped too.
    before = {number: signal.signal(number, _leave) for number in ENDINGS}
    try:
        prepare()
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped before the set-up was complete. Run the same command again to finish it.", file=sys.stderr)
        sys.exit(130)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, frame: object) -> NoReturn:
    sys.exit(128 + number)


def _clean(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the variables without those that would mix other packages into ``.venv``."""
    return {name: value for name, value in variables.items() if name not in ("PYTHONHOME", "PYTHONPATH")}


def _become(command: list[str], variables: Mapping[str, str]) -> NoReturn:
    """Replace this process by ``command``, so that signals and the exit code are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, variables)
    # Windows has no exec. Ctrl-C reaches the child by itself; we only have to outlive it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.run(command, env=variables, check=False).returncode)
