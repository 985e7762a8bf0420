"""Find a browser for the browser tests, or install one: Debian's package where that may be, Playwright's elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
MAC_APPLICATIONS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_PROGRAMS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
PLAYWRIGHT_BUILDS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)


def find() -> str | None:
    """Return the path of the first Chromium, Chrome or Edge that runs."""
    return next((path for path in _candidates() if _runs(path)), None)


def install() -> tuple[str | None, str]:
    """Try to install Chromium; return its path, if there is one now, and what the installers said."""
    said = ""
    for commands in _ways():
        for command in commands:
            variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            done = subprocess.run(
                command,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
            said += done.stdout
            if done.returncode:
                break
        if path := find():
            return path, said
    return None, said


def _candidates() -> Iterator[str]:
    for command in COMMANDS:
        if path := shutil.which(command):
            yield path
    for application in MAC_APPLICATIONS:
        yield f"/Applications/{application}.app/Contents/MacOS/{application}"
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            yield from (str(Path(folder, program)) for program in WINDOWS_PROGRAMS)
    for build in PLAYWRIGHT_BUILDS:
        yield from (str(path) for path in sorted(_playwright_folder().glob(build), reverse=True))


def _playwright_folder() -> Path:
    """Return where Playwright keeps the browsers that it installs."""
    if chosen := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(chosen)
    caches = {"darwin": "Library/Caches", "win32": "AppData/Local"}
    return Path.home() / caches.get(sys.platform, ".cache") / "ms-playwright"


def _runs(path: str) -> bool:
    """Say whether it is there and starts: on some systems the command only advertises a package."""
    if not Path(path).is_file():
        return False
    if sys.platform == "win32":  # there, asking for the version opens a window
        return True
    try:
        asked = subprocess.run(
            [path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _ways() -> Iterator[list[list[str]]]:
    """Yield the commands of each way to install one, the system's own first."""
    if shutil.which("apt-get"):
        root = os.geteuid() == 0
        if root or (shutil.which("sudo") and _runs_quietly(["sudo", "-n", "true"])):
            apt = ["apt-get", "-q"] if root else ["sudo", "-n", "apt-get", "-q"]
            yield [[*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", "chromium"]]
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]


def _runs_quietly(command: list[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0
