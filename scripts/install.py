"""Fill ``.venv`` from a lock file: with uv, pinned and hashed like all else; with plain pip where uv cannot be had."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from scripts.environment import Environment, SetupError

UV_LOCK = "requirements-uv.lock"
KEPT = re.compile(r"gradus-setup\.(json|lock)|uv-[0-9a-f]{12}")
"""What survives in ``.venv`` when it is built anew."""

PIP_THAT_CAN_INSTALL_ELSEWHERE = (22, 3)
"""From here on pip has ``--python``, and so need not be inside the environment that it fills."""

UNWANTED_VARIABLES: Final = frozenset(
    {"PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PYTHONHOME", "PYTHONPATH", "UV_PYTHON", "UV_SYSTEM_PYTHON"}
)
OUR_VARIABLES: Final = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_REQUIRE_VIRTUALENV": "0",
    "PIP_USER": "0",
    "UV_PYTHON_DOWNLOADS": "never",
}

NETWORK = "network"
HASH = "hash"
# In this order: a program that retried the network and then found the disk full says both.
REASONS: Final = (
    ("disk", r"No space left on device|os error 28\b|not enough space on the disk|Disk quota exceeded"),
    (HASH, r"DO NOT MATCH THE HASHES|[Hh]ash mismatch"),
    ("certificate", r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate|UnknownIssuer"),
    (
        NETWORK,
        r"dns error|name resolution|Name or service not known|getaddrinfo failed|nodename nor servname"
        r"|NewConnectionError|Network is unreachable|No route to host|Connection refused|[Tt]imed out|ProxyError"
        r"|ConnectTimeoutError|Max retries|error sending request|[Nn]etwork connectivity is disabled",
    ),
    ("permission", r"Permission denied|Read-only file system|os error (13|30)\b"),
)
SENTENCES: Final = {
    "disk": "The disk is full. Gradus needs about 500 MB in {folder}, and the cache of downloads as much.",
    HASH: (
        "A downloaded package is not the one that the lock file names, so it was not installed. "
        "If you use a mirror of the package index, it is damaged or altered; try again without it."
    ),
    "certificate": (
        "The package index could not be trusted: its certificate is unknown here. Behind a company's proxy, "
        "let the variables SSL_CERT_FILE and PIP_CERT name the file of the company's certificates."
    ),
    NETWORK: (
        "The package index could not be reached. Gradus needs the internet once, to fetch its packages; afterwards it "
        "works offline. Connect (or set HTTPS_PROXY, if you are behind a proxy) and run the same command again."
    ),
    "permission": "A file or folder could not be written; the lines above say which. Gradus installs into {folder}.",
    "": "The packages could not be installed into {folder}; the lines above say why.",
}
NO_PIP = (
    "This Python ({python}) has neither pip nor ensurepip, so that it cannot fetch packages. "
    "On Debian and Ubuntu: sudo apt install python{version}-venv. Elsewhere, install the Python of python.org. "
    "Then run the same command again."
)


class StepFailed(Exception):
    """A program that we ran did not succeed."""

    def __init__(self, output: str) -> None:
        super().__init__(output)
        self.output = output
        self.last_line = output.strip().rpartition("\n")[2]
        self.reason = next((reason for reason, pattern in REASONS if re.search(pattern, output)), "")

    def explained(self, environment: Environment) -> SetupError:
        """Return it as a sentence, after what the program said: the end of it, unless the sentence says all."""
        says_all = self.reason and self.reason != "permission"
        say(self.last_line if says_all else "\n".join(self.output.splitlines()[-12:]))
        sentence = SENTENCES[self.reason].format(folder=environment.folder)
        # uv and pip both fetch everything before they change anything.
        return SetupError(sentence, untouched=self.reason in (NETWORK, HASH, "certificate"))


def install(environment: Environment, lock: Path, *, fresh: bool) -> None:
    """Install what ``lock`` names, and Gradus itself from its sources; ``fresh`` begins with a new environment."""
    say(f"{'Installing Gradus into' if fresh else 'Bringing up to date'} {environment.folder}")
    if fresh:
        create(environment)
    pip = find_pip(environment)
    try:
        _fill(environment, lock, pip)
    except StepFailed as failed:
        raise failed.explained(environment) from failed
    with suppress(StepFailed):  # it only saves time: a folder that cannot be written is no reason to stop
        run(environment, [str(environment.python), "-m", "compileall", "-q", "src"])
    say("Installed.")


def say(text: str) -> None:
    """Tell the person what goes on; standard output stays free for what Gradus prints."""
    print(text, file=sys.stderr, flush=True)


def create(environment: Environment) -> None:
    """Make an empty environment in place of whatever is there."""
    try:
        import venv  # some systems package it separately
    except ModuleNotFoundError as error:
        raise SetupError(_no_pip()) from error
    for path in environment.folder.iterdir():
        if KEPT.fullmatch(path.name):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    venv.EnvBuilder(symlinks=os.name != "nt").create(environment.folder)


def find_pip(environment: Environment) -> list[str]:
    """Return the command of a pip that installs into the environment; empty where uv alone is to be had.

    This Python's own pip serves, wherever the system may forbid it to install; so the environment
    itself need not hold one. Where this Python has none, ensurepip puts one into the environment.
    """
    python = getattr(sys, "_base_executable", sys.executable)  # not the one in .venv: we may have just removed it
    asked = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
    if version and (int(version[1]), int(version[2])) >= PIP_THAT_CAN_INSTALL_ELSEWHERE:
        return [python, "-m", "pip", "--python", str(environment.python)]
    if importlib.util.find_spec("ensurepip"):
        try:
            run(environment, [str(environment.python), "-m", "ensurepip", "--upgrade"])
        except StepFailed as failed:
            raise failed.explained(environment) from failed
        return [str(environment.python), "-m", "pip"]
    if shutil.which("uv"):
        return []
    raise SetupError(_no_pip())


def _no_pip() -> str:
    return NO_PIP.format(python=sys.executable, version=f"{sys.version_info.major}.{sys.version_info.minor}")


def _fill(environment: Environment, lock: Path, pip: Sequence[str]) -> None:
    uv: str | None = None
    failed: StepFailed | None = None
    if pip:
        try:
            uv = pinned_uv(environment, pip)
        except StepFailed as error:  # no network, or no uv for this kind of machine
            failed = error
    uv = uv or shutil.which("uv")
    if uv:
        try:
            fill_with_uv(environment, lock, uv)
            return
        except StepFailed as error:
            failed = failed or error
            if error.reason == HASH:
                raise
    if not pip or (not uv and failed and failed.reason == NETWORK):
        raise failed or StepFailed("")
    if failed:
        say(f"uv could not do it ({failed.last_line[:200]}); trying with pip, which takes longer.")
    fill_with_pip(environment, lock, pip)


def pinned_uv(environment: Environment, pip: Sequence[str]) -> str:
    """Return the uv that the project pins, fetched by ``pip`` unless it is there already."""
    lock = environment.root / UV_LOCK
    folder = environment.folder / f"uv-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    if not folder.is_dir():
        draft = folder.with_suffix(".new")  # under its own name only when complete
        shutil.rmtree(draft, ignore_errors=True)
        options = ["--quiet", "--retries=2", "--no-deps", "--only-binary=:all:", "--require-hashes"]
        run(environment, [*pip, "install", *options, f"--target={draft}", "--requirement", str(lock)])
        draft.rename(folder)
        for other in environment.folder.glob("uv-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    uv = shutil.which("uv", path=os.pathsep.join([str(folder / "bin"), str(folder / "Scripts")]))
    if not uv:
        raise StepFailed(f"{folder} holds no uv.")
    return uv


def fill_with_uv(environment: Environment, lock: Path, uv: str) -> None:
    """Make the environment hold exactly what ``lock`` names, and Gradus."""
    into = ["--python", str(environment.python)]
    # Compiled now, as pip does by itself: the first start is no slower than the second.
    sync = [uv, "pip", "sync", *into, "--require-hashes", "--compile-bytecode", str(lock)]
    try:
        run(environment, sync)
    except StepFailed as failed:
        if failed.reason != NETWORK:
            raise
        try:
            run(environment, [*sync, "--offline"])  # all of it may be in uv's cache
        except StepFailed:
            raise failed from None  # "offline" is our word, and would puzzle the reader
    here = ["--no-deps", "--no-build-isolation", "--offline", "--editable", str(environment.root)]
    run(environment, [uv, "pip", "install", *into, *here])


def fill_with_pip(environment: Environment, lock: Path, pip: Sequence[str]) -> None:
    """Do the same with pip: slower, and what the lock no longer names stays."""
    run(environment, [*pip, "install", "--require-hashes", "--requirement", str(lock)])
    here = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", str(environment.root)]
    run(environment, [*pip, "install", *here])


def run(environment: Environment, command: Sequence[str]) -> None:
    """Run an installer; at a terminal, show the line it writes last, so that one sees it work."""
    variables = {name: value for name, value in os.environ.items() if name not in UNWANTED_VARIABLES}
    width = shutil.get_terminal_size().columns - 3 if sys.stderr.isatty() else 0
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=environment.root,
        env={**variables, **OUR_VARIABLES},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl-C reaches us alone, and we stop it with all that it has started
    ) as process:
        try:
            for line in process.stdout or ():
                lines.append(line)
                if width:
                    print(f"\r\x1b[K  {line.strip()[:width]}", end="", file=sys.stderr, flush=True)
        except BaseException:  # Ctrl-C, or a signal that became SystemExit
            stop(process)
            raise
        finally:
            if width:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    if process.returncode:
        raise StepFailed("".join(lines) or f"{command[0]} ended with exit code {process.returncode}.")


def stop(process: subprocess.Popen[str]) -> None:
    """End an installer and what it has started, so that none still writes when the next one begins."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
