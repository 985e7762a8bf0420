"""The library's manual: which modules and derivations there are, read from their files and kept until one changes.

Gradus never imports the library. It looks where the package lies, and reads.
"""

from __future__ import annotations

import importlib.util
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from gradus.content.docstring import first_sentence, read_docstring
from gradus.content.markdown import highlighted, render
from gradus.content.page import Page, Rendered
from gradus.content.source import DERIVATION, PAGE, Module, anchor, public, read_module

LIBRARY = "descent"
LOOK_EVERY = 1.0
HEAD = re.compile(r'\A(?:\s*#[^\n]*\n)*\s*[rR]?"""(.*?)"""', re.DOTALL)
PUBLIC = re.compile(r"^(    )?(async def|def|class) (\w+)", re.MULTILINE)
COMMENT = re.compile(r"#[^\n]*")
EXPORT = re.compile(r"^from (descent[\w.]*) import (?:\(([^)]*)\)|([^\n]*))", re.MULTILINE)
ROW = re.compile(r"^\| \[(\w+)\]\(\1\.md\) \|", re.MULTILINE)
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outline:
    """A module in the list of all: what can be seen of it without parsing it, since all of them are looked at."""

    name: str
    path: Path
    package: bool
    summary: str
    """The first sentence of its docstring."""
    derivations: tuple[str, ...]
    names: tuple[str, ...]
    """Its public functions and classes, and their methods as ``Class.method``."""
    exports: tuple[tuple[str, str], ...]
    """Of a package: the names it offers, and where each is defined."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A page of ``docs/derivations``."""

    name: str
    title: str
    path: Path
    modules: tuple[str, ...]
    """The modules that name it, in the order of their names."""
    tags: frozenset[str]
    """The numbers of its equations; none where it counts anew for each module, and a number alone says too little."""


@dataclass(frozen=True)
class Shelf:
    """Everything the manual is made of, as it stood at one moment."""

    modules: dict[str, Outline]
    derivations: dict[str, Derivation]
    hints: str = ""
    """How to read the derivations, in Markdown."""

    @cached_property
    def exported(self) -> dict[str, str]:
        """What ``package.name`` stands for where a package offers a name that a module of it defines."""
        return {f"{one.name}.{name}": where for one in self.modules.values() for name, where in one.exports}

    def url(self, dotted: str) -> str | None:
        """The address at which a module, function, class or method is explained."""
        for _ in range(5):  # a package may offer what another package offers
            if dotted in self.modules:
                return f"/reference/{dotted}"
            if dotted not in self.exported:
                break
            dotted = self.exported[dotted]
        module, _, rest = dotted.rpartition(".")
        while module and module not in self.modules:
            module, _, name = module.rpartition(".")
            rest = f"{name}.{rest}"
        if not module:
            return None
        first, _, more = rest.partition(".")
        names = self.modules[module].names
        if first in names:  # what is not explained by itself, an attribute perhaps, is explained with its class
            return f"/reference/{module}#{anchor(rest if rest in names else first)}"
        moved = self.exported.get(f"{module}.{first}")
        return self.url(f"{moved}.{more}") if moved and more else None

    def children(self, package: str) -> list[Outline]:
        """The modules and packages directly within a package."""
        return [one for one in self.modules.values() if one.name.rpartition(".")[0] == package]

    def below(self, package: str) -> list[Outline]:
        """Every module within a package, at any depth."""
        return [one for one in self.modules.values() if one.name.startswith(f"{package}.")]


T = TypeVar("T")


class _Kept(Generic[T]):
    """What was made of files, until they change."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self.make = make
        self.known: tuple[int, T] | None = None

    def of(self, path: Path) -> T:
        stamp = path.stat().st_mtime_ns
        if self.known is None or self.known[0] != stamp:
            self.known = (stamp, self.make(path.read_text(encoding="utf-8")))
        return self.known[1]


class Reference:
    """The manual of the library on this machine."""

    def __init__(self, package: Path | None, pages: Path | None, *, every: float = LOOK_EVERY) -> None:
        self.every = every
        """Seconds between two looks at the files."""
        self.package = package
        """The library's folder; None where it is not installed."""
        self.pages = pages
        """The folder of the derivations; None where there is none."""
        self._lock = Lock()
        self._shelf: tuple[float, object, Shelf] | None = None
        self._modules: dict[Outline, _Kept[tuple[Module, list[str]]]] = {}
        self._derivations: dict[Derivation, _Kept[Rendered]] = {}

    def shelf(self) -> Shelf:
        """The list of everything, made anew when a file came, went or changed."""
        with self._lock:
            now = time.monotonic()
            if self._shelf is not None and now - self._shelf[0] < self.every:
                return self._shelf[2]
            files, pages = sorted(_files(self.package, ".py", ".pyi")), sorted(_files(self.pages, ".md"))
            if self._shelf is not None and self._shelf[1] == (files, pages):
                shelf = self._shelf[2]
            else:
                modules = _modules(self.package, [path for path, _ in files]) if self.package else {}
                shelf = Shelf(modules, *_derivations([path for path, _ in pages], modules))
            self._shelf = (now, (files, pages), shelf)
            return shelf

    def module(self, outline: Outline) -> tuple[Module, list[str]]:
        """A module, and the lines of its file as highlighted HTML.

        OSError, ValueError or SyntaxError if the file cannot be read or is no Python.
        """

        def make(text: str) -> tuple[Module, list[str]]:
            module = read_module(text, outline.name, package=outline.package)
            return module, highlighted(text, "python").rstrip("\n").split("\n")

        return self._modules.setdefault(outline, _Kept(make)).of(outline.path)

    def derivation(self, page: Derivation) -> Rendered:
        """A derivation as HTML, without its title; OSError or ValueError if it cannot be read."""

        def make(text: str) -> Rendered:
            return render(TITLE.sub("", text, count=1), Page(shown=page.path.name))

        return self._derivations.setdefault(page, _Kept(make)).of(page.path)


def find_reference() -> Reference:
    """The manual of the library that is installed, with the derivations of the checkout, else of the wheel."""
    found = importlib.util.find_spec(LIBRARY)  # looks for it and does not import it
    package = Path(found.origin).parent if found and found.origin else None
    own = Path(__file__).resolve().parents[1]
    checkout = own.parents[1] / "docs" / "derivations"
    pages = checkout if checkout.is_dir() else own / "_derivations"
    return Reference(package, pages if pages.is_dir() else None)


def _files(folder: Path | None, *endings: str) -> Iterator[tuple[Path, int]]:
    """Every file of some kinds below a folder, with the moment of its last change."""
    for place, folders, names in os.walk(folder or os.devnull):
        folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
        for name in names:
            if name.endswith(endings):
                path = os.path.join(place, name)
                try:
                    yield Path(path), os.stat(path).st_mtime_ns
                except OSError:  # it went away between the listing and the look
                    continue


def _modules(package: Path, paths: list[Path]) -> dict[str, Outline]:
    """The outlines of all modules by name: the package itself first, then in the order of the names."""
    outlines, known = [], set(paths)
    for path in (path for path in paths if path.suffix == ".py"):
        parts = [package.name, *path.relative_to(package).with_suffix("").parts]
        is_package = parts[-1] == "__init__"
        try:
            text = path.read_text(encoding="utf-8")
            # A package that fetches its names when they are asked for says in a stub where they are at home.
            stub = path.with_suffix(".pyi")
            offers = (stub.read_text(encoding="utf-8") if stub in known else text) if is_package else ""
        except (OSError, UnicodeDecodeError):  # one file that cannot be read takes nothing else with it
            continue
        outlines.append(outline(text, ".".join(parts[:-1] if is_package else parts), path, offers))
    return {one.name: one for one in sorted(outlines, key=lambda one: one.name.lower())}


def outline(text: str, name: str, path: Path, offers: str = "") -> Outline:
    """What a pattern can tell of a module's text: a tenth of the time that it takes to parse it.

    ``offers`` is the text in which a package imports the names that it offers.
    """
    head = HEAD.match(text)
    written = head[1] if head else ""
    exports: list[tuple[str, str]] = []
    for found in EXPORT.finditer(offers):
        for entry in COMMENT.sub("", found[2] or found[3] or "").split(","):
            original, _, alias = entry.strip().partition(" as ")
            if original:
                exports.append((alias or original, f"{found[1]}.{original}"))
    summary = first_sentence(read_docstring(written).summary)
    pages = tuple(PAGE.findall("\n".join(line for line in written.splitlines() if DERIVATION.match(line.strip()))))
    return Outline(name, path, path.stem == "__init__", summary, pages, tuple(_names(text)), tuple(exports))


def _names(text: str) -> dict[str, None]:
    """The public functions and classes, and the public methods of the latter, as keys in their order."""
    names, within = dict[str, None](), "_"
    for indented, word, name in PUBLIC.findall(text):
        if not indented:
            within = name if word == "class" else "_"  # what is within a function is its own business
            if public(name, ""):
                names[name] = None
        elif public(within, "") and public(name, within):
            names[f"{within}.{name}"] = None
    return names


def _derivations(paths: list[Path], modules: dict[str, Outline]) -> tuple[dict[str, Derivation], str]:
    """The derivations in the order in which their index lists them, and how its end says to read them."""
    pages, index = {}, ""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if path.stem == "README":
            index = text
            continue
        title = TITLE.search(text)
        tags = re.findall(r"\\tag\{(\w+)\}", text)
        pages[path.stem] = Derivation(
            path.stem,
            title[1].strip() if title else path.stem,
            path,
            tuple(one.name for one in modules.values() if path.stem in one.derivations),
            frozenset(tags if len(tags) == len(set(tags)) else ()),
        )
    order = [*ROW.findall(index), *pages]
    return {name: pages[name] for name in dict.fromkeys(order) if name in pages}, index.partition("\n## ")[2]
