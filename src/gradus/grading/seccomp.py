"""Seccomp: which system calls a candidate may make. A list of what is allowed; all else is refused.

The filter is a short program that the kernel runs before every call. It is assembled here, call by
call, for two kinds of processor, without the system's libseccomp. Imports nothing of the project:
the zygote loads this file by its path.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

# Call numbers: on x86-64 and on 64-bit Arm. None: that processor has no such call.
_CALLS: dict[str, tuple[int | None, int | None]] = {
    # The most frequent first: the filter is read from the top.
    "futex": (202, 98),
    "read": (0, 63),
    "write": (1, 64),
    "sendmsg": (46, 211),
    "recvfrom": (45, 207),
    "poll": (7, None),
    "ppoll": (271, 73),
    # Memory
    "brk": (12, 214),
    "madvise": (28, 233),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "munmap": (11, 215),
    # Files already open, and reading what Landlock lets through. Which files those are is its business.
    "access": (21, None),
    "close": (3, 57),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "fstat": (5, 80),
    "getcwd": (79, 17),
    "getdents64": (217, 61),
    "lseek": (8, 62),
    "lstat": (6, None),
    "newfstatat": (262, 79),
    "pipe": (22, None),
    "pipe2": (293, 59),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "pselect6": (270, 72),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "readv": (19, 65),
    "select": (23, None),
    "stat": (4, None),
    "statx": (332, 291),
    "umask": (95, 166),
    "writev": (20, 66),
    # The channel to the examiner. It is open already; no call here makes a new one.
    "recvmsg": (47, 212),
    "sendto": (44, 206),
    "shutdown": (48, 210),
    # Time, and who one is
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "getegid": (108, 177),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getrandom": (318, 278),
    "getrlimit": (97, None),
    "getrusage": (98, 165),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "getuid": (102, 174),
    "nanosleep": (35, 101),
    "sched_getaffinity": (204, 123),
    "sched_yield": (24, 124),
    "sysinfo": (99, 179),
    "time": (201, None),
    "times": (100, 153),
    "uname": (63, 160),
    # Signals that a process gets, and its end
    "exit": (60, 93),
    "exit_group": (231, 94),
    "futex_waitv": (449, 449),
    "membarrier": (324, 283),
    "restart_syscall": (219, 128),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "set_robust_list": (273, 99),
    "setitimer": (38, 103),  # a clock of one's own: it ends a copy of the code that runs without end
    "sigaltstack": (131, 132),
}

# Calls that are allowed for some values of one argument alone: number, number, which argument, values.
_CHOSEN: dict[str, tuple[int | None, int | None, int, tuple[int, ...]]] = {
    "fcntl": (72, 25, 1, (0, 1, 2, 3, 4, 1030)),  # dup, flags; no owner, for an owner is sent signals
    "ioctl": (16, 29, 1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),  # is it a terminal, does it block
    "prlimit64": (302, 261, 0, (0,)),  # one's own limits alone
}
_TO_ITSELF: dict[str, tuple[int, int]] = {"kill": (62, 129), "tgkill": (234, 131)}
"""Signals to oneself alone: abort() sends one."""
_OPEN: dict[str, tuple[int | None, int | None, int]] = {"open": (2, None, 1), "openat": (257, 56, 2)}
"""And which argument holds the flags."""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, name for the kernel
_X32 = 0x40000000  # on x86-64, a second set of numbers for the same calls begins here

# The instructions: load a word of the call's description, jump, mask, return.
_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16  # places in the description

_PR_SET_SECCOMP, _FILTER = 22, 2
_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def offered() -> bool:
    """Whether this kernel filters system calls, on a processor whose call numbers are known here."""
    if os.uname().machine not in _MACHINES:
        return False
    _libc.prctl(_PR_SET_SECCOMP, _FILTER, None, 0, 0)  # no filter at all: who has none of this says EINVAL
    return ctypes.get_errno() == errno.EFAULT


def program(pid: int, *, may_write: bool, machine: str | None = None) -> bytes:
    """The filter for one process. Without ``may_write`` no file can be opened for writing."""
    column, name = _MACHINES[machine or os.uname().machine]
    lines = [_step(_LOAD, _MACHINE), _step(_EQUAL, name, 1, 0), _step(_RETURN, _KILL), _step(_LOAD, _NUMBER)]
    if column == 0:
        lines += [_step(_AT_LEAST, _X32, 0, 1), _step(_RETURN, _REFUSE)]
    for numbers in _CALLS.values():
        if (number := numbers[column]) is not None:
            lines += [_step(_EQUAL, number, 0, 1), _step(_RETURN, _ALLOW)]
    for one, other, place, values in _CHOSEN.values():
        if (number := (one, other)[column]) is not None:
            lines += _guarded(number, _one_of(place, values))
    for both in _TO_ITSELF.values():
        lines += _guarded(both[column], _one_of(0, (pid,)))
    for one, other, place in _OPEN.values():
        if (number := (one, other)[column]) is not None:
            lines += _guarded(number, [_step(_RETURN, _ALLOW)] if may_write else _only_reading(place))
    return b"".join([*lines, _step(_RETURN, _REFUSE)])


def load(filter_program: bytes) -> None:
    """Put this process behind the filter, for good. ``no_new_privs`` must be set."""
    held = ctypes.create_string_buffer(filter_program, len(filter_program))
    described = _Program(len(filter_program) // 8, ctypes.cast(held, ctypes.c_void_p))
    if _libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(described), 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"seccomp: {os.strerror(code)}")


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    """One instruction; ``yes`` and ``no`` say how many to jump over."""
    return struct.pack("=HBBI", code, yes, no, value)


def _guarded(number: int, then: list[bytes]) -> list[bytes]:
    """The steps for one call, which all end in a return."""
    return [_step(_EQUAL, number, 0, len(then)), *then]


def _one_of(place: int, values: tuple[int, ...]) -> list[bytes]:
    """Allow if the lower word of an argument is one of ``values``.

    The upper word is left out: the kernel reads these arguments as 32-bit numbers too, and a C
    library may leave anything above them.
    """
    steps = [_step(_LOAD, _ARGUMENTS + 8 * place)]
    for value in values:
        steps += [_step(_EQUAL, value, 0, 1), _step(_RETURN, _ALLOW)]
    return [*steps, _step(_RETURN, _REFUSE)]


def _only_reading(place: int) -> list[bytes]:
    flags = [_step(_LOAD, _ARGUMENTS + 8 * place), _step(_AND, _WRITING), _step(_EQUAL, 0, 0, 1)]
    return [*flags, _step(_RETURN, _ALLOW), _step(_RETURN, _REFUSE)]
