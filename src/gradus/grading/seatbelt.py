"""macOS: the profile with which ``sandbox-exec`` starts a candidate. No files but Python's own, no network.

It has to be written as text in the system's own language of rules; the last rule that fits decides.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

PROGRAM = "/usr/bin/sandbox-exec"
_SYSTEM = ("/System", "/usr/lib", "/usr/share/zoneinfo", "/Library/Apple", "/private/var/db/dyld")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")


def offered() -> bool:
    """Whether this is a macOS that still brings the program."""
    return sys.platform == "darwin" and Path(PROGRAM).exists()


def profile(program: str, readable: Iterable[str], folder: str) -> str:
    """The rules: deny all, then allow to read these paths, to start Python and to write in an own folder.

    Starting another program is denied by allowing the interpreter alone, and forking as a whole.
    """
    folder = str(Path(folder).resolve())
    paths = [*_SYSTEM, *dict.fromkeys(str(Path(path).resolve()) for path in readable)]
    interpreters = dict.fromkeys((program, str(Path(program).resolve())))
    return "\n".join(
        [
            "(version 1)",
            "(deny default)",
            "(deny network*)",
            "(deny process-fork)",
            "(allow sysctl-read)",
            "(allow signal (target self))",
            # Names, sizes and dates are needed to find a module; contents are another matter.
            "(allow file-read-metadata)",
            '(allow file-read-data (literal "/"))',
            *(f"(allow file-read* file-map-executable (subpath {_quoted(path)}))" for path in paths),
            *(f"(allow file-read* process-exec (literal {_quoted(path)}))" for path in interpreters),
            *(f"(allow file-read* file-write-data (literal {_quoted(path)}))" for path in _DEVICES),
            f"(allow file-read* file-write* (subpath {_quoted(folder)}))",
            "",
        ]
    )


def command(rules: str, words: list[str]) -> list[str]:
    """The command line that runs another behind the rules."""
    return [PROGRAM, "-p", rules, *words]


def _quoted(path: str) -> str:
    """A path as the rules' language writes a string."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
