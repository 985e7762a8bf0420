"""The candidate: the program that runs learner code, alone in a process of its own.

On Linux it is forked from the zygote, elsewhere started as ``python -I -S -B candidate.py CONFIG``. It
imports nothing of the project but files beside it, by their path. It holds no check, no expected value
and no solution. It obeys two orders: ``load`` runs one definition, ``call`` calls a function and sends
back what it returned.
"""

from __future__ import annotations

import builtins
import copy
import importlib.util
import io
import json
import os
import random
import signal
import socket
import sys
import traceback
import warnings
from types import ModuleType
from typing import Any

SUBMISSION = "submission"
"""The name of the module in which learner code runs."""
OUTPUT_CHARS = 4000
BESIDE = ("frames", "wire", "older", "objects", "describing")
"""The files beside this one that run in the candidate's process, those first that others import."""
_PACKAGE = "gradus.grading"


class Prints(io.TextIOBase):
    """Keeps the first prints of a call and forgets the rest, so that endless printing costs nothing."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.room = OUTPUT_CHARS

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.room >= 0:
            self.parts.append(text[: self.room])
            self.room -= len(text)
        return len(text)

    def take(self) -> str:
        text = "".join(self.parts) + (" […]" if self.room < 0 else "")
        self.parts, self.room = [], OUTPUT_CHARS
        return text


class Shut:
    """Refuses the import of what learner code must not lean on."""

    def __init__(self, names: list[str]) -> None:
        self.names = frozenset(names)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        if name.partition(".")[0] in self.names:
            raise ImportError(f"{name} is not there while a lab is graded: write the function yourself")


def wake_after(seconds: float) -> None:
    """Have an endless loop end in a TimeoutError, where the system has such a clock and leaves it to us; 0 stops it."""

    def ring(*_: Any) -> None:
        raise TimeoutError("it had not finished in time")

    try:
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    except (AttributeError, OSError, ValueError):
        return  # the examiner's own deadline holds all the same


class Candidate:
    """The learner's namespace, and the orders it answers."""

    def __init__(self, sock: socket.socket, prints: Prints) -> None:
        self.sock, self.prints = sock, prints
        self.wire, self.older, self.kinds, self.describing = (sys.modules[name] for name in BESIDE[1:])
        # A module that can be found by its name: dataclasses and the like look up where a class was defined.
        home = sys.modules[SUBMISSION] = ModuleType(SUBMISSION)
        self.namespace: dict[str, Any] = vars(home)
        self.namespace["__builtins__"] = builtins
        self.namespace |= self.older.restore(self.wire.np)
        self.objects = self.kinds.Objects(self.namespace)
        self.texts: dict[str, dict[int, str]] = {}
        self.turn = 0
        self.orders = {"load": self.load, "load_all": self.load_all, "call": self.call, "sift": self.sift}

    def serve(self) -> None:
        while True:
            order = self.wire.receive(self.sock)
            self.turn = order["n"]
            try:
                answer = self.orders[order["do"]](order)
            except self.wire.WireError:
                raise
            except BaseException as error:  # noqa: BLE001 -- SystemExit and KeyboardInterrupt are the learner's too
                answer = {"error": self.describing.describe(error, self.texts)}
            self.reply(answer)

    def reply(self, answer: dict[str, Any]) -> None:
        answer |= {"n": self.turn, "output": self.prints.take()}
        try:
            self.wire.send(self.sock, answer)
        except self.wire.WireClosed:
            raise
        except Exception as error:  # noqa: BLE001 -- an object may pose as a list and be none
            large = self.wire.Opaque("result", f"too large or too odd to look at ({type(error).__name__})")
            self.wire.send(self.sock, {"n": self.turn, "output": "", "ok": large})

    def load(self, order: dict[str, Any]) -> dict[str, Any]:
        name = f"<{order['label']}>"
        known = self.texts.setdefault(name, {})
        for number, line in enumerate(order["source"].split("\n"), order["line"]):
            known[number] = line
        padded = "\n" * (order["line"] - 1) + order["source"]
        exec(self.older.rewritten(padded, name), self.namespace)
        return {"ok": True}

    def load_all(self, order: dict[str, Any]) -> dict[str, Any]:
        """Run each part, also after one that raised; all answers together."""
        answers: list[dict[str, Any]] = []
        for part in order["parts"]:
            try:
                answers.append(self.load(part))
            except self.wire.WireError:
                raise
            except BaseException as error:  # noqa: BLE001 -- SystemExit and KeyboardInterrupt are the learner's too
                answers.append({"error": self.describing.describe(error, self.texts)})
        return {"ok": answers}

    def call(self, order: dict[str, Any]) -> dict[str, Any]:
        args, kwargs = order["args"], order["kwargs"]
        before = copy.deepcopy((args, kwargs)) if order["unchanged"] else None
        own = {name: self.namespace[name] for name in order["lent"] if name in self.namespace}
        self.namespace.update({name: self.lent(name, name in order["classes"]) for name in order["lent"]})
        if order["seed"] is not None:
            random.seed(order["seed"])
            self.numpy.random.seed(order["seed"])
        try:
            result = self.objects.do(order)
        finally:
            for name in order["lent"]:
                del self.namespace[name]
            self.namespace.update(own)
        changed: list[Any] = []
        if before is not None:
            changed = [i for i, (old, new) in enumerate(zip(before[0], args, strict=True)) if not self.same(old, new)]
            changed += [key for key, old in before[1].items() if not self.same(old, kwargs[key])]
        return {"ok": result, "changed": changed}

    def sift(self, order: dict[str, Any]) -> dict[str, Any]:
        """Load one source after the other and make the same call each time; all answers together."""
        answers: list[dict[str, Any]] = []
        for source in order["sources"]:
            fresh = {"args": copy.deepcopy(order["args"]), "kwargs": copy.deepcopy(order["kwargs"])}
            try:
                wake_after(order["each"])  # one copy that never ends must not cost the others their turn
                self.load(order | {"source": source})
                answers.append(self.call(order | fresh))
            except self.wire.WireError:
                raise
            except BaseException as error:  # noqa: BLE001 -- SystemExit and KeyboardInterrupt are the learner's too
                answers.append({"error": self.describing.describe(error, self.texts)})
            finally:
                wake_after(0)
            self.prints.take()
        return {"ok": answers}

    @property
    def numpy(self) -> Any:
        return self.wire.np

    def lent(self, name: str, is_class: bool) -> Any:
        """A stand-in for one of the learner's functions or classes that asks the examiner for the right result."""

        def ask(name: str, args: Any, kwargs: Any, step: Any = None) -> Any:
            self.wire.send(self.sock, {"n": self.turn, "ask": name, "args": args, "kwargs": kwargs, "step": step})
            told = self.wire.receive(self.sock)
            if "refused" in told:
                kind = getattr(builtins, told["refused"]["type"], RuntimeError)
                raise kind(told["refused"]["message"])
            return told["answer"]

        if is_class:
            return self.kinds.stand_in(name, ask, self.wire.Opaque)
        return lambda *args, **kwargs: ask(name, args, kwargs)

    def same(self, old: Any, new: Any) -> bool:
        if isinstance(old, self.numpy.ndarray):
            if type(new) is not type(old) or new.shape != old.shape or new.dtype != old.dtype:
                return False
            return bool(new.tobytes() == old.tobytes())
        if isinstance(old, dict):
            return isinstance(new, dict) and old.keys() == new.keys() and all(self.same(old[k], new[k]) for k in old)
        if isinstance(old, list | tuple):
            return len(old) == len(new) and all(self.same(a, b) for a, b in zip(old, new, strict=True))
        return bool(old == new or old != old)  # a NaN equals nothing, itself included


def note_warnings(prints: Prints) -> None:
    """Word a warning as a line of output: NumPy's overflows belong to the learner, with their place."""

    def show(message: Any, category: Any, filename: str, line: int, *rest: Any) -> None:
        place = f"{filename[1:-1]}, line {line}: " if filename.startswith("<") else ""
        prints.write(f"{place}{category.__name__}: {message}\n")

    warnings.showwarning = show  # type: ignore[assignment]


def warm_up() -> None:
    """Do beforehand, in the zygote, what takes milliseconds the first time: NumPy's old names, Python's trees."""
    older: Any = sys.modules["older"]
    older.restore(sys.modules["numpy"])
    older.rewritten("def f(x, *rest):\n    return x[0] + 1, [f(y) for y in rest if not y]", "<warm>")


def run(sock: socket.socket, environment: dict[str, str], shut: list[str]) -> None:
    """Take orders until the examiner has done. Never returns. What is ``BESIDE`` is loaded already."""
    wire: Any = sys.modules["wire"]
    for name in [name for name in sys.modules if name.startswith(_PACKAGE)]:
        del sys.modules[name]
    os.environ.clear()
    os.environ.update(environment)
    sys.meta_path.insert(0, Shut(shut))
    prints = Prints()
    sys.stdout = sys.stderr = prints
    vars(builtins).update(exit=sys.exit, quit=sys.exit)  # a notebook has them; -S leaves them out
    note_warnings(prints)
    try:
        Candidate(sock, prints).serve()
    except wire.WireClosed:
        os._exit(0)
    except BaseException:  # noqa: BLE001 -- whatever it is, this process is done
        traceback.print_exc(file=sys.__stderr__)
        os._exit(3)


def sibling(name: str) -> ModuleType:
    """A file beside this one as a module of its own: the project is no package here, and on no search path."""
    spec = importlib.util.spec_from_file_location(name, os.path.join(os.path.dirname(__file__), f"{name}.py"))
    if spec is None or spec.loader is None:
        raise ImportError(name)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    sys.modules[f"{_PACKAGE}.{name}"] = module  # for those that import each other; run takes this name away
    spec.loader.exec_module(module)
    return module


def main(text: str) -> None:
    """Be a candidate that nobody forked: bound oneself, say how, and take orders."""
    config = json.loads(text)
    sys.path += config["paths"]
    for name in BESIDE:
        sibling(name)
    confine = sibling("confine")
    held = confine.raise_limits(config["limits"])
    confine.die_with(config["parent"])
    layers = [*config["layers"], *(["rlimits"] if len(held) == len(config["limits"]) else [])]
    with socket.socket(fileno=config["status"]) as status:
        status.sendall(json.dumps({"pid": os.getpid(), "layers": layers}).encode() + b"\n")
    run(socket.socket(fileno=config["fd"]), config["environment"], config["shut"])


if __name__ == "__main__":
    main(sys.argv[1])
