"""The zygote: a warm process of trusted code alone, from which candidates are forked.

It is started as ``python -I -S -B zygote.py CONFIG``, imports NumPy and what a lab asks for, and of the
project only the files beside it that a candidate needs. It is never told a check, a solution or a line
of learner code: that goes from the examiner straight to the candidate. It puts up the walls in each
candidate before that reads its first order, watches over it, and tells the examiner how it ended.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import socket
import sys
import tempfile
from types import ModuleType
from typing import Any

OFTEN = "collections copy dataclasses functools itertools json linecache math random re string time traceback typing"
"""What learners import anyway: warm, it costs nothing."""
NUMPY = "numpy numpy.fft numpy.linalg numpy.polynomial numpy.random"
NOTHING_MORE = {"NPROC": 0}
"""Bounds of a candidate that is forked, beside those of ``Limits``."""
ALIVE = 1000
"""Every so many milliseconds, look whether the examiner is still there."""


def sibling(name: str) -> ModuleType:
    """A file beside this one, as a module of its own: the project is no package here."""
    spec = importlib.util.spec_from_file_location(name, os.path.join(os.path.dirname(__file__), f"{name}.py"))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Zygote:
    """Forks a candidate for each request, and reaps it."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.control = socket.socket(fileno=config["fd"])
        self.watched: dict[int, tuple[int, socket.socket]] = {}
        """By the descriptor of its status socket, each candidate's pid and that socket."""
        self.trouble = ""
        """Why no candidate can be made."""
        self.rules: int | None = None
        self.stamps: list[float] = []

    def warm_up(self) -> None:
        """Import all that candidates will want, and choose what they may read."""
        sys.path += self.config["paths"]
        self.candidate, self.confine = sibling("candidate"), sibling("confine")
        self.landlock, self.seccomp, self.readable = sibling("landlock"), sibling("seccomp"), sibling("readable")
        for name in self.candidate.BESIDE:
            sibling(name)
        for name in [*OFTEN.split(), *NUMPY.split(), *self.config["imports"]]:
            importlib.import_module(name)
        tempfile.tempdir = "/tmp"  # no search for a folder that can be written to: there is none
        self.filters = self.seccomp.offered()
        self.nobody = self.confine.may_be_nobody([os.path.dirname(os.__file__), *self.config["paths"]])
        self.look_around()
        gc.collect()
        gc.freeze()  # what is here now is shared with all candidates, page by page, and no garbage

    def look_around(self) -> None:
        """Choose what may be read; again if packages were installed or taken away since."""
        stamps = [os.stat(path).st_mtime for path in sys.path if os.path.exists(path)]
        if stamps == self.stamps:
            return
        self.stamps = stamps
        # A candidate may read what is in these folders but not list them, so it is given the lists.
        importlib.invalidate_caches()
        importlib.util.find_spec("a_name_that_no_module_has")  # so all of them are looked through
        if self.rules is not None:
            os.close(self.rules)
            self.rules = None
        if self.landlock.version():
            paths = self.readable.readable(self.config["paths"], self.config["shut"])
            allowed = self.landlock.readable(paths) | {"/dev/null": self.landlock.READ_ONE | self.landlock.WRITE_FILE}
            self.rules = self.landlock.ruleset(allowed)

    def serve(self) -> None:
        """Fork, kill and reap, until the examiner is gone."""
        waking, wake = os.pipe()
        os.set_blocking(waking, False)
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        self.poll = select.poll()
        self.poll.register(self.control, select.POLLIN)
        self.poll.register(waking, select.POLLIN)
        while os.getppid() == self.config["parent"]:
            for descriptor, _ in self.poll.poll(ALIVE):
                if descriptor == self.control.fileno():
                    if not self.answer():
                        return
                elif descriptor == waking:
                    with contextlib.suppress(BlockingIOError):
                        os.read(waking, 4096)
                elif descriptor in self.watched:  # its examiner has done with it, or is gone
                    self.poll.unregister(descriptor)
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(self.watched[descriptor][0], signal.SIGKILL)
            self.reap()

    def answer(self) -> bool:
        """Fork the candidate that a request asks for; False once the examiner has closed."""
        message, descriptors, _, _ = socket.recv_fds(self.control, 1 << 16, 2)
        if not message:
            return False
        channel, status = (socket.socket(fileno=descriptor) for descriptor in descriptors)
        with channel:
            if not self.trouble:
                try:
                    self.look_around()
                    pid = os.fork()
                except OSError as error:
                    tell(status, failed=f"the system starts no process ({error})")
                else:
                    if pid == 0:
                        self.become(channel, status, json.loads(message))
                    self.watched[status.fileno()] = pid, status
                    self.poll.register(status, select.POLLIN)
                    return True
            else:
                tell(status, failed=self.trouble)
        status.close()
        return True

    def reap(self) -> None:
        """Tell of the candidates that ended how they did."""
        while self.watched:
            pid, code = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            for descriptor, (watched, status) in list(self.watched.items()):
                if watched == pid:
                    with contextlib.suppress(KeyError):
                        self.poll.unregister(descriptor)
                    tell(status, ended=os.waitstatus_to_exitcode(code))
                    status.close()
                    del self.watched[descriptor]

    def become(self, channel: socket.socket, status: socket.socket, request: dict[str, Any]) -> None:
        """In the child: put up the walls, say which, and be a candidate. Never returns."""
        try:
            try:
                self.forget_others({channel.fileno(), status.fileno()})
                layers = self.put_up_walls(request["limits"])
            except BaseException as error:  # noqa: BLE001 -- whatever it is, no learner code runs here
                tell(status, failed=f"a wall could not be put up ({type(error).__name__}: {error})")
            else:
                tell(status, pid=os.getpid(), layers=layers)
                status.close()
                sys.argv = ["candidate"]
                self.candidate.run(channel, request["environment"], self.config["shut"])
        finally:
            os._exit(4)

    def forget_others(self, kept: set[int]) -> None:
        """Close every descriptor that is not this candidate's own, the rules for files excepted."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.control.detach()
        for _, other in self.watched.values():
            other.detach()
        self.watched.clear()
        del self.poll
        low = 3
        for descriptor in sorted(kept | ({self.rules} if self.rules is not None else set())):
            os.closerange(low, descriptor)
            low = descriptor + 1
        os.closerange(low, 1 << 16)

    def put_up_walls(self, limits: dict[str, int]) -> list[str]:
        """Every wall that this kernel offers. One that it offers and that fails is an error."""
        layers: list[str] = self.confine.separate()
        wanted = limits | NOTHING_MORE
        held = self.confine.raise_limits(wanted)
        if missing := sorted(set(wanted) - set(held)):
            raise OSError(f"no bound on {', '.join(missing)}")
        layers.append("rlimits")
        if self.nobody:
            layers += self.confine.be_nobody()
        if not self.confine.die_with(self.config["self"]):
            raise OSError("it would outlive the process that watches over it")
        layers += self.confine.give_up_rights()
        if self.rules is not None:
            layers += self.landlock.restrict(self.rules)
            os.close(self.rules)
        if self.filters:
            self.seccomp.load(self.seccomp.program(os.getpid(), may_write=self.rules is not None))
            layers.append("seccomp")
        return layers


def tell(status: socket.socket, **what: Any) -> None:
    """One line for the examiner, who may be gone."""
    with contextlib.suppress(OSError):
        status.sendall(json.dumps(what).encode() + b"\n")


def main(text: str) -> None:
    config = json.loads(text)
    config["self"] = os.getpid()
    zygote = Zygote(config)
    try:
        zygote.warm_up()
    except BaseException as error:  # noqa: BLE001 -- told to whoever asks for a candidate
        zygote.trouble = f"what it needs could not be loaded ({type(error).__name__}: {error})"
    zygote.serve()
    os._exit(0)  # the kernel ends its candidates with it


if __name__ == "__main__":
    main(sys.argv[1])
