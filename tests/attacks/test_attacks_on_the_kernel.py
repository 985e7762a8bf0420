"""System calls made directly, past everything that Python forbids."""

from __future__ import annotations

import os
import platform

import pytest

from gradus.grading.sandbox import Candidate, Lost
from tests.attacks.arena import LINUX, attack, candidate, value

__all__ = ["candidate"]
pytestmark = LINUX

# Call numbers on x86-64 and on 64-bit Arm.
CALLS = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "mount": (165, 40),
    "umount2": (166, 39),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "chdir": (80, 49),
    "setuid": (105, 146),
    "setgid": (106, 144),
    "setresuid": (117, 147),
    "setgroups": (116, 159),
    "capset": (126, 91),
    "prctl": (157, 167),
    "seccomp": (317, 277),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "execve": (59, 221),
    "execveat": (322, 281),
    "clone": (56, 220),
    "clone3": (435, 435),
    "unshare": (272, 97),
    "setns": (308, 268),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "userfaultfd": (323, 282),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "bind": (49, 200),
    "accept4": (288, 242),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "inotify_init1": (294, 26),
    "fanotify_init": (300, 262),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "openat2": (437, 437),
    "open_tree": (428, 428),
    "linkat": (265, 37),
    "symlinkat": (266, 36),
    "renameat2": (316, 276),
    "unlinkat": (263, 35),
    "mkdirat": (258, 34),
    "mknodat": (259, 33),
    "fchmodat": (268, 53),
    "fchownat": (260, 54),
    "utimensat": (280, 88),
    "truncate": (76, 45),
    "fallocate": (285, 47),
    "setxattr": (188, 5),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "sethostname": (170, 161),
    "clock_settime": (227, 112),
    "settimeofday": (164, 170),
    "adjtimex": (159, 171),
    "setpriority": (141, 140),
    "sched_setscheduler": (144, 119),
    "sched_setaffinity": (203, 122),
    "ioprio_set": (251, 30),
    "personality": (135, 92),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "syslog": (103, 116),
    "vhangup": (153, 58),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "mbind": (237, 235),
    "process_madvise": (440, 440),
    "splice": (275, 76),
    "vmsplice": (278, 75),
    "timer_create": (222, 107),
    "signalfd4": (289, 74),
}
DIRECTLY = """
import ctypes, errno
call = ctypes.CDLL(None, use_errno=True).syscall
found = {}
for name, number in args[0].items():
    result = call(ctypes.c_long(number), *[ctypes.c_long(0)] * 6)
    found[name] = errno.errorcode.get(ctypes.get_errno(), 'none') if result == -1 else 'let through'
return found
"""


def test_no_call_that_is_not_on_the_list_reaches_the_kernel(candidate: Candidate) -> None:
    column = ("x86_64", "aarch64").index(platform.machine())
    found = value(attack(candidate, DIRECTLY, {name: both[column] for name, both in CALLS.items()}))
    assert {name: said for name, said in found.items() if said != "EPERM"} == {}
    assert len(found) == len(CALLS)


def test_no_number_is_let_through_that_nobody_knows(candidate: Candidate) -> None:
    found = value(attack(candidate, DIRECTLY, {str(number): number for number in range(470, 1100)}))
    assert set(found.values()) == {"EPERM"}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only this processor has a second set of numbers")
def test_the_second_set_of_numbers_is_shut(candidate: Candidate) -> None:
    found = value(attack(candidate, DIRECTLY, {str(number): 0x40000000 + number for number in range(600)}))
    assert set(found.values()) <= {"EPERM", "ENOSYS"}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only this processor has a second way in")
def test_the_old_way_into_the_kernel_ends_the_process(candidate: Candidate) -> None:
    """``int 0x80`` calls with the numbers of 32-bit programs; 20 is getpid there."""
    body = """
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(bytes([0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0xC3]))
return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
"""
    outcome = attack(candidate, body)
    assert isinstance(outcome, Lost)
    assert outcome.reason == "died"
    assert "SIGSYS" in outcome.text or "SIGSEGV" in outcome.text  # the latter where the kernel has no such way


def test_memory_of_the_examiner_is_not_read(candidate: Candidate) -> None:
    body = """
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
held = ctypes.create_string_buffer(8)
class Part(ctypes.Structure):
    _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]
mine, theirs = Part(ctypes.addressof(held), 8), Part(args[1], 8)
got = libc.process_vm_readv(args[0], ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
return got, errno.errorcode[ctypes.get_errno()]
"""
    assert value(attack(candidate, body, os.getpid(), id(body))) == (-1, "EPERM")


def test_a_terminal_is_not_typed_into(candidate: Candidate) -> None:
    body = """
import errno, fcntl
try:
    fcntl.ioctl(0, 0x5412, b'x')
except OSError as error:
    return errno.errorcode[error.errno]
"""
    assert value(attack(candidate, body)) == "EPERM"
