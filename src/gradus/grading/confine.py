"""What a process gives up before it runs learner code: time, memory, rights. Each step says what now holds.

The steps that are the kernel's alone are in ``landlock`` and ``seccomp``. Imports nothing of the
project: candidate and zygote load this file by its path.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import stat
import struct
import sys
import threading
import time

OWN_UID = 60999
"""Whom a candidate becomes where the grader runs as root: a number that systems give to nobody."""

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT, _CLEAR_ALL = 1, 4, 38, 47, 4
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITIES_3 = 0x20080522  # which form of capset
_NEW_UTS, _NEW_IPC, _NEW_USER, _NEW_NETWORK = 0x04000000, 0x08000000, 0x10000000, 0x40000000


def raise_limits(limits: dict[str, int]) -> list[str]:
    """Bound memory, file size, open files and processor time; the names of the bounds now in force."""
    try:
        import resource  # not on every system, and grading is only bounded by the clock there
    except ImportError:
        return []
    in_force = []
    for name, value in limits.items():
        try:
            which = getattr(resource, f"RLIMIT_{name}")
            most = resource.getrlimit(which)[1]  # what is bounded tighter already stays so
            value = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(which, (value, value))
            in_force.append(name)
        except (AttributeError, OSError, ValueError):
            continue
    return in_force


def die_with(parent: int) -> bool:
    """Have the kernel kill this process when its parent dies, however it dies; elsewhere, look now and then."""
    if not sys.platform.startswith("linux"):
        threading.Thread(target=watch, args=(parent,), daemon=True).start()
        return False
    done = _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) == 0
    if os.getppid() != parent:
        os._exit(0)
    return done


def watch(parent: int) -> None:
    """End this process once its parent is another."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(0)


def separate() -> list[str]:
    """An own network without any device, own queues and an own host name, where the kernel gives them.

    Nothing rests on this: Ubuntu refuses it to ordinary users, and seccomp refuses all that it hides.
    """
    wanted = _NEW_UTS | _NEW_IPC | _NEW_NETWORK | (0 if os.geteuid() == 0 else _NEW_USER)
    return ["namespaces"] if ctypes.CDLL(None).unshare(wanted) == 0 else []


def may_be_nobody(paths: list[str]) -> bool:
    """Whether this is root, and whether somebody to whom nothing belongs could still read the paths."""
    return os.getuid() == 0 and all(_open_to_all(path) for path in paths)


def be_nobody() -> list[str]:
    """As root, become somebody to whom nothing belongs."""
    os.setgroups([])
    os.setresgid(OWN_UID, OWN_UID, OWN_UID)
    os.setresuid(OWN_UID, OWN_UID, OWN_UID)
    return ["uid"]


def give_up_rights() -> list[str]:
    """No capabilities, no way to gain any, and nobody may look into this process."""
    machine = os.uname().machine
    if machine in _CAPSET:
        head, none = struct.pack("=Ii", _CAPABILITIES_3, 0), bytes(24)
        _checked(ctypes.CDLL(None, use_errno=True).syscall(_CAPSET[machine], head, none), "giving up capabilities")
    with contextlib.suppress(OSError):  # kernels before 4.3 have no such set to clear
        _checked(_prctl(_PR_CAP_AMBIENT, _CLEAR_ALL), "giving up ambient capabilities")
    _checked(_prctl(_PR_SET_NO_NEW_PRIVS, 1), "no new privileges")
    _checked(_prctl(_PR_SET_DUMPABLE, 0), "closing the process to others")  # after the uid, which resets it
    return ["no-privileges"]


def _open_to_all(path: str) -> bool:
    """Whether anybody may read a path: every folder on the way, and it itself."""
    path = os.path.realpath(path)
    try:
        if not os.stat(path).st_mode & stat.S_IROTH:
            return False
        while path != os.path.dirname(path):
            path = os.path.dirname(path)
            if not os.stat(path).st_mode & stat.S_IXOTH:
                return False
    except OSError:
        return False
    return True


def _prctl(what: int, value: int) -> int:
    return int(ctypes.CDLL(None, use_errno=True).prctl(what, value, 0, 0, 0))


def _checked(result: int, what: str) -> None:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
