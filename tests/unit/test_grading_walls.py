"""Which walls stand, by name, and what they are worth; the parts of them that can be read without a kernel."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gradus.grading import confine, landlock, readable, seatbelt, seccomp, standing
from gradus.grading.walls import Walls, WallsError, demand, worth
from gradus.model import Isolation

ALL = ["rlimits", "no-privileges", "landlock", "landlock-network", "seccomp"]


@pytest.mark.parametrize(
    ("layers", "label"),
    [
        (ALL, Isolation.ISOLATED),
        (["uid", *ALL], Isolation.ISOLATED),
        (["rlimits", "no-privileges", "seccomp"], Isolation.PARTLY),
        (["rlimits", "no-privileges", "landlock"], Isolation.PARTLY),
        (["no-privileges", "landlock", "seccomp"], Isolation.PARTLY),
        (["rlimits", "uid", "no-privileges"], Isolation.PARTLY),
        (["rlimits", "sandbox-exec"], Isolation.PARTLY),
        (["rlimits", "no-privileges"], Isolation.NONE),
        (["rlimits"], Isolation.NONE),
        ([], Isolation.NONE),
    ],
)
def test_layers_deserve_their_label(layers: list[str], label: Isolation) -> None:
    assert worth(layers) is label


def test_less_than_was_asked_for_is_refused_with_what_is_missing() -> None:
    demand(Isolation.ISOLATED, ALL)
    demand(Isolation.PARTLY, ["seccomp"])
    demand(Isolation.NONE, [])
    with pytest.raises(WallsError, match=r"gives only: partly isolated. Missing: landlock. Use Linux 5.13"):
        demand(Isolation.ISOLATED, [one for one in ALL if one != "landlock"])
    with pytest.raises(WallsError, match="Nothing was run"):
        demand(Isolation.PARTLY, ["rlimits"])


def steps(program: bytes) -> list[tuple[int, int, int, int]]:
    return list(struct.iter_unpack("=HBBI", program))


def verdict(program: bytes, machine: int, number: int, *arguments: int) -> int:
    """What a filter says to a call: the kernel's small machine, written again."""
    data = struct.pack("=IIQ6Q", number, machine, 0, *arguments, *[0] * (6 - len(arguments)))
    held, place = 0, 0
    lines = steps(program)
    while True:
        code, yes, no, k = lines[place]
        place += 1
        if code == 0x20:
            (held,) = struct.unpack_from("=I", data, k)
        elif code == 0x15:
            place += yes if held == k else no
        elif code == 0x35:
            place += yes if held >= k else no
        elif code == 0x54:
            held &= k
        else:
            assert code == 0x06
            return k


X86, ARM = 0xC000003E, 0xC00000B7
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050001, 0x80000000
FOR = {"x86_64": X86, "aarch64": ARM}


@pytest.mark.parametrize(
    ("machine", "number", "arguments", "said"),
    [
        ("x86_64", 0, (), ALLOW),  # read
        ("x86_64", 41, (), REFUSE),  # socket
        ("x86_64", 59, (), REFUSE),  # execve
        ("x86_64", 0x40000000, (), REFUSE),  # read, by its second number
        ("x86_64", 62, (77, 9), ALLOW),  # kill oneself
        ("x86_64", 62, (78, 9), REFUSE),  # kill another
        ("x86_64", 62, (0xFFFFFFFF, 9), REFUSE),  # kill everybody
        ("x86_64", 234, (77, 77, 6), ALLOW),  # tgkill, as abort does
        ("x86_64", 302, (0,), ALLOW),  # one's own limits
        ("x86_64", 302, (1,), REFUSE),
        ("x86_64", 16, (0, 0x5401), ALLOW),  # is it a terminal?
        ("x86_64", 16, (0, 0x5412), REFUSE),  # type into it
        ("x86_64", 72, (0, 1), ALLOW),  # fcntl: flags
        ("x86_64", 72, (0, 8), REFUSE),  # fcntl: owner
        ("x86_64", 257, (0, 0, os.O_RDONLY), ALLOW),
        ("aarch64", 63, (), ALLOW),  # read
        ("aarch64", 0, (), REFUSE),  # io_setup there, read on the other
        ("aarch64", 198, (), REFUSE),  # socket
        ("aarch64", 221, (), REFUSE),  # execve
        ("aarch64", 129, (77, 9), ALLOW),
        ("aarch64", 129, (1, 9), REFUSE),
        ("aarch64", 56, (0, 0, os.O_RDWR), ALLOW),  # openat: Landlock decides
    ],
)
def test_the_filter_says_what_it_should(machine: str, number: int, arguments: tuple[int, ...], said: int) -> None:
    program = seccomp.program(77, may_write=True, machine=machine)
    assert verdict(program, FOR[machine], number, *arguments) == said


def test_calls_of_another_machine_end_the_process() -> None:
    for machine, other in (("x86_64", ARM), ("aarch64", X86), ("x86_64", 0x40000003)):
        assert verdict(seccomp.program(77, may_write=True, machine=machine), other, 0) == KILL


@pytest.mark.parametrize(("machine", "number", "place"), [("x86_64", 257, 2), ("x86_64", 2, 1), ("aarch64", 56, 2)])
def test_without_landlock_the_filter_lets_no_file_be_written(machine: str, number: int, place: int) -> None:
    program = seccomp.program(77, may_write=False, machine=machine)
    for flags, said in (
        (os.O_RDONLY | os.O_CLOEXEC, ALLOW),
        (os.O_WRONLY, REFUSE),
        (os.O_RDWR, REFUSE),
        (os.O_RDONLY | os.O_CREAT, REFUSE),
        (os.O_RDONLY | os.O_TRUNC, REFUSE),
    ):
        assert verdict(program, FOR[machine], number, *[0] * place, flags) == said


def test_no_jump_of_the_filter_leads_out_of_it() -> None:
    for machine in FOR:
        lines = steps(seccomp.program(77, may_write=False, machine=machine))
        assert all(at + 1 + max(yes, no) < len(lines) for at, (code, yes, no, _) in enumerate(lines) if code != 0x06)
        assert len(lines) < 4096  # the kernel's own bound


def test_an_unknown_machine_has_no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp.os, "uname", lambda: os.uname_result(("Linux", "x", "6", "x", "riscv64")))
    assert not seccomp.offered()


@pytest.mark.parametrize(("said", "offered"), [(errno.EFAULT, True), (errno.EINVAL, False)])
def test_a_kernel_without_filters_is_told_apart(said: int, offered: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(*_: object) -> int:
        ctypes.set_errno(said)
        return -1

    monkeypatch.setattr(seccomp, "_libc", type("Kernel", (), {"prctl": staticmethod(answer)}))
    monkeypatch.setattr(seccomp.os, "uname", lambda: os.uname_result(("Linux", "x", "6", "x", "x86_64")))
    assert seccomp.offered() is offered


def test_the_readable_paths_hold_no_package_that_is_shut(tmp_path: Path) -> None:
    for name in (
        "numpy",
        "gradus",
        "descent",
        "gradus-1.0.dist-info",
        "courses.py",
        "_gradus.pth",
        "gradual",
        "x.egg-link",
    ):
        (tmp_path / name).mkdir()
    found = readable.readable([str(tmp_path)], ["gradus", "descent", "courses"])
    assert [Path(path).name for path in found if path.startswith(str(tmp_path))] == ["gradual", "numpy"]
    assert str(tmp_path) not in found
    assert not any(path.startswith(("/etc", "/proc", "/home", "/tmp/")) for path in found if str(tmp_path) not in path)


def test_the_standard_library_is_readable_without_what_is_installed_in_it() -> None:
    names = {Path(path).name for path in readable.standard_library()}
    assert {"json", "os.py", "lib-dynload"} <= names
    assert not names & {"site-packages", "dist-packages"}


def test_a_folder_that_is_not_there_is_no_trouble(tmp_path: Path) -> None:
    assert readable.readable([str(tmp_path / "none")], [])


def test_a_bound_that_is_tighter_already_stays() -> None:
    program = (
        "import resource; from gradus.grading.confine import raise_limits\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))\n"
        "print(raise_limits({'NOFILE': 64, 'CORE': 0}), resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['NOFILE', 'CORE'] (20, 20)"
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 20


def test_only_paths_that_all_may_read_let_root_become_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confine.os, "getuid", lambda: 0)
    assert confine.may_be_nobody(["/usr"])
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    (hidden / "below").mkdir()
    assert not confine.may_be_nobody(["/usr", str(hidden / "below")])
    assert not confine.may_be_nobody(["/usr/not/there"])
    monkeypatch.setattr(confine.os, "getuid", lambda: 1000)
    assert not confine.may_be_nobody(["/usr"])


@pytest.mark.skipif(platform.system() != "Linux", reason="Landlock is Linux's")
class TestLandlock:
    def behind(self, allowed: dict[str, int], program: str) -> str:
        words = (
            "import ctypes, os; from gradus.grading import landlock\n"
            f"rules = landlock.ruleset({allowed!r})\nctypes.CDLL(None).prctl(38, 1, 0, 0, 0)\n"
            f"layers = landlock.restrict(rules)\n{program}"
        )
        return subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True).stdout.strip()

    def test_what_is_allowed_is_read_and_nothing_else(self, tmp_path: Path) -> None:
        for name in ("in", "out"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "x").write_text(name)
        inside, outside = str(tmp_path / "in" / "x"), str(tmp_path / "out" / "x")
        program = (
            f"print(open({inside!r}).read())\n"
            f"for act in (lambda: open({outside!r}), lambda: open({inside!r}, 'a'), lambda: os.listdir('/'),\n"
            f"            lambda: os.unlink({inside!r})):\n"
            "    try: act(); print('let through')\n"
            "    except PermissionError: print('refused')\n"
        )
        said = self.behind({str(tmp_path / "in"): landlock.READ_FOLDER}, program)
        assert said.split() == ["in", "refused", "refused", "refused", "refused"]

    def test_the_layers_are_those_that_the_version_has(self) -> None:
        named = self.behind({}, "print(*layers)").split()
        extra = ["landlock-network"] if landlock.version() >= 4 else []
        extra += ["landlock-signals"] if landlock.version() >= 6 else []
        assert named == ["landlock", *extra]

    def test_each_version_is_asked_only_for_what_it_knows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A newer kernel takes the rules of all older ones."""
        newest = landlock.version()
        assert newest
        for known in range(1, newest + 1):
            monkeypatch.setattr(landlock, "version", lambda known=known: known)
            os.close(landlock.ruleset({"/usr": landlock.READ_FOLDER, "/dev/null": landlock.WRITE_FILE}))

    def test_a_path_that_is_not_there_is_left_out(self) -> None:
        os.close(landlock.ruleset({"/not/there": landlock.READ_FOLDER}))

    def test_a_right_that_fits_no_file_is_an_error_and_no_silence(self) -> None:
        with pytest.raises(OSError, match="landlock"):
            landlock.ruleset({"/dev/null": landlock.READ_DIR})


def test_a_kernel_without_landlock_is_version_nought(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        ctypes.set_errno(38)
        return -1

    monkeypatch.setattr(landlock, "_libc", type("Kernel", (), {"syscall": staticmethod(refuse)}))
    assert landlock.version() == 0


def test_the_profile_for_macos_denies_all_but_what_it_names(tmp_path: Path) -> None:
    folder = tmp_path / 'a "quoted\\ folder'
    folder.mkdir()
    rules = seatbelt.profile(["/usr/bin/python3"], ["/opt/packages/numpy"], ["/opt/packages"], str(folder)).splitlines()
    assert rules[:4] == ["(version 1)", "(deny default)", '(import "system.sb")', "(deny network*)"]
    assert "(deny process-fork)" in rules
    assert '(allow file-read* file-map-executable (subpath "/opt/packages/numpy"))' in rules
    assert '(allow file-read-data (literal "/opt/packages"))' in rules  # its names, and nothing below
    assert [rule for rule in rules if "file-write*" in rule] == [
        '(allow file-read* file-write* (subpath "' + str(folder).replace("\\", "\\\\").replace('"', '\\"') + '"))'
    ]
    assert all("/usr/bin/python3" in rule or "python" in rule for rule in rules if "process-exec" in rule)
    assert not any("network" in rule for rule in rules if rule.startswith("(allow"))
    assert all(rule.count("(") == rule.count(")") for rule in rules)


def test_the_profile_of_a_candidate_names_what_python_starts_with(tmp_path: Path) -> None:
    rules = standing._rules(Walls(), str(tmp_path))
    for path in (
        Path(os.__file__).parent / "encodings",
        Path(str(np.__file__)).parent,
        Path(sys.prefix) / "pyvenv.cfg",
    ):
        assert f'(subpath "{path.resolve()}")' in rules
    assert f'(literal "{Path(os.__file__).parent}")' in rules
    assert "wire.py" in rules
    assert "examiner" not in rules
    assert not any("descent" in rule or rule.endswith('/gradus"))') for rule in rules.splitlines())


def test_the_command_for_macos_runs_the_words_behind_the_rules() -> None:
    assert seatbelt.command("(rules)", ["python", "x"]) == ["/usr/bin/sandbox-exec", "-p", "(rules)", "python", "x"]


def test_other_systems_are_not_offered_the_fence_of_macos() -> None:
    assert seatbelt.offered() == (sys.platform == "darwin")
