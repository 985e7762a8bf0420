"""Landlock: the Linux kernel's own wall around files, made of three system calls and no privilege.

A ruleset names what may still be read; everything else is closed for good, for the process that
restricts itself and for its children. The rules are built once and used for every candidate.
Imports nothing of the project: the zygote loads this file by its path.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable, Mapping

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on every machine
_VERSION = 1  # flag of _CREATE: tell the version instead
_PATH_BENEATH = 1  # kind of rule

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE = 1 << 14
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""All rights over files, from the version that knows them: 2 adds linking between folders, 3 truncating, 5 ioctl."""
_NETWORK = (1 << 2) - 1  # from version 4: TCP bind and connect
_SCOPES = (1 << 2) - 1  # from version 6: abstract sockets and signals stay inside
READ_FOLDER = READ_FILE | READ_DIR | EXECUTE
READ_ONE = READ_FILE | EXECUTE

_libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """The version of Landlock that this kernel has; 0 if it has none, or it is switched off."""
    found = int(_libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION)))
    return max(found, 0)


def ruleset(allowed: Mapping[str, int]) -> int:
    """A descriptor of rules that allow this alone: a path, and the rights over it and what lies beneath.

    Paths that are not there are left out: what is not there needs no wall.
    """
    known = version()
    files = max(rights for since, rights in _FILES.items() if since <= known)
    network = _NETWORK if known >= 4 else 0
    scopes = _SCOPES if known >= 6 else 0
    attributes = struct.pack("=QQQ", files, network, scopes)[: 24 if known >= 6 else 16 if known >= 4 else 8]
    rules = _checked(_libc.syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0)))
    try:
        for path, rights in allowed.items():
            _allow(rules, path, rights & files)
    except OSError:
        os.close(rules)
        raise
    return rules


def restrict(rules: int) -> list[str]:
    """Put this process behind the rules, for good; the names of the walls that now stand."""
    _checked(_libc.syscall(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint(0)))
    known = version()
    return ["landlock", *(["landlock-network"] if known >= 4 else []), *(["landlock-signals"] if known >= 6 else [])]


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rule = struct.pack("=Qi", rights, opened)
        _checked(_libc.syscall(_ADD, ctypes.c_int(rules), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint(0)))
    finally:
        os.close(opened)


def _checked(result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"landlock: {os.strerror(code)}")
    return result


def readable(paths: Iterable[str]) -> dict[str, int]:
    """Reading rights for files, and for folders with all that lies beneath."""
    return {path: READ_FOLDER if os.path.isdir(path) else READ_ONE for path in paths}
