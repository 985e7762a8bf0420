"""The library's manual: every module, every name, and every derivation."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gradus.content.markdown import highlighted, render
from gradus.content.reference import LIBRARY, Outline, Shelf
from gradus.content.source import Definition, Module, anchor
from gradus.model import Finding
from gradus.web.crossref import Links, link_derivation
from gradus.web.site import Site, site_of

MANY = 4
"""A name that more modules define than this is listed once, with their number."""


@dataclass(frozen=True)
class Part:
    """A part of the library: a package with everything below it, or the modules that stand alone."""

    outline: Outline | None
    modules: tuple[Outline, ...]

    @property
    def id(self) -> str:
        return self.outline.name.rpartition(".")[2] if self.outline else "single-modules"

    def short(self, module: Outline) -> str:
        """A module's name within this part."""
        return module.name.removeprefix(f"{self.outline.name if self.outline else LIBRARY}.")


@dataclass(frozen=True)
class Entry:
    """A name in the alphabetical index."""

    name: str
    url: str
    where: str


def overview(request: Request) -> Response:
    """Every module, part by part."""
    site = site_of(request)
    shelf = site.reference.shelf()
    if LIBRARY not in shelf.modules:
        raise HTTPException(404)
    return site.page(
        request,
        "reference.html",
        sections=parts(shelf, site),
        modules=len(shelf.modules),
        derivations=len(shelf.derivations),
    )


def index(request: Request) -> Response:
    """Every name, by its first letter."""
    site = site_of(request)
    shelf = site.reference.shelf()
    letters = [
        (letter, list(entries))
        for letter, entries in itertools.groupby(index_entries(shelf), lambda one: one.name[0].upper())
    ]
    return site.page(request, "reference_index.html", letters=letters)


def module_page(request: Request) -> Response:
    """A module; a name that a package offers leads to the module that defines it."""
    site = site_of(request)
    shelf = site.reference.shelf()
    name = request.path_params["module"]
    outline = shelf.modules.get(name)
    if outline is None:
        url = shelf.url(name)
        if url is None:
            raise HTTPException(404)
        return RedirectResponse(url, 307)
    try:
        module, lines = site.reference.module(outline)
    except (OSError, ValueError, SyntaxError) as error:  # ValueError: not UTF-8, or a zero byte
        return _unreadable(site, request, outline.path, error)
    order = [one.name for one in shelf.modules.values()]
    place = order.index(name)
    numbers = frozenset(line.number for block in module.doc.blocks for line in block.equations if line.number)
    derivations = [shelf.derivations[page] for page in module.derivations if page in shelf.derivations]
    links = Links(
        shelf,
        module,
        numbers,
        derivations[0] if derivations else None,
        frozenset(one.id for one in module.walk()),
    )
    shared = {
        one.id: [(name, links.name(name if target.startswith("_") else target)) for name, target in one.shared]
        for one in module.walk()
    }
    return site.page(
        request,
        "reference_module.html",
        module=module,
        outline=outline,
        above=[shelf.modules[one] for one in _above(name) if one in shelf.modules],
        children=shelf.children(name),
        exports=_exports(module, outline, shelf),
        derivations=derivations,
        uses=_uses(module, shelf),
        links=links,
        prose=lambda text: Markup(links.text(text)),
        listing=lambda found: Markup(links.listing(_lines(found, lines))),
        whole=Markup(links.listing(lines)),
        line_count=len(lines),
        shared=shared,
        example=lambda text: Markup(highlighted(text, "pycon")),
        takes_ids=_taker(numbers),
        previous=shelf.modules[order[place - 1]] if place else None,
        following=shelf.modules[order[place + 1]] if place + 1 < len(order) else None,
    )


def derivations(request: Request) -> Response:
    """All derivations, and how to read them."""
    site = site_of(request)
    shelf = site.reference.shelf()
    if not shelf.derivations:
        raise HTTPException(404)
    hints = Markup(link_derivation(render(f"## {shelf.hints}").html, shelf.url)) if shelf.hints else ""
    return site.page(request, "derivations.html", derivations=shelf.derivations.values(), hints=hints)


def derivation_page(request: Request) -> Response:
    """A derivation."""
    site = site_of(request)
    shelf = site.reference.shelf()
    page = shelf.derivations.get(request.path_params["page"])
    if page is None:
        raise HTTPException(404)
    try:
        rendered = site.reference.derivation(page)
    except (OSError, ValueError) as error:
        return _unreadable(site, request, page.path, error)
    order = list(shelf.derivations.values())
    place = order.index(page)
    return site.page(
        request,
        "derivation.html",
        page=page,
        toc=[heading for heading in rendered.headings if heading.level == 2],
        html=Markup(link_derivation(rendered.html, shelf.url)),
        modules=[shelf.modules[name] for name in page.modules],
        previous=order[place - 1] if place else None,
        following=order[place + 1] if place + 1 < len(order) else None,
    )


def _unreadable(site: Site, request: Request, path: Path, error: Exception) -> Response:
    problem = Finding(path.name, f"this file cannot be read: {error}.", "Mend it, or put it back.")
    return site.page(request, "error.html", 500, status=500, cause=(problem,))


def parts(shelf: Shelf, site: Site) -> list[Part]:
    """The packages in the order in which the library's own docstring names them, then the modules that stand alone."""
    top = shelf.children(LIBRARY)
    try:
        module, _ = site.reference.module(shelf.modules[LIBRARY])
        named = " ".join(term.name for block in module.doc.blocks for term in block.terms)
    except (OSError, ValueError, SyntaxError):  # its own page says so; here they are in the order of their names
        named = ""
    packages = sorted((one for one in top if one.package), key=lambda one: _place(named, f"``{one.name}``"))
    alone = tuple(one for one in top if not one.package)
    return [Part(one, tuple(shelf.below(one.name))) for one in packages] + ([Part(None, alone)] if alone else [])


def _place(named: str, name: str) -> int:
    at = named.find(name)
    return at if at >= 0 else len(named)


def index_entries(shelf: Shelf) -> list[Entry]:
    """Every public name and every module, in the order of the alphabet."""
    places: dict[str, list[Outline]] = {}
    entries = []
    for one in shelf.modules.values():
        holder, _, short = one.name.rpartition(".")
        if short not in one.names and not short.startswith("_"):
            kind = "package" if one.package else "module"
            where = f"{kind} of {_within(holder)}" if holder not in ("", LIBRARY) else kind
            entries.append(Entry(short, f"/reference/{one.name}", where))
        for name in one.names:
            if "." not in name:
                places.setdefault(name, []).append(one)
    for name, modules in places.items():
        if len(modules) <= MANY:
            entries += [Entry(name, f"/reference/{one.name}#{anchor(name)}", _within(one.name)) for one in modules]
            continue
        packages = {one.name.rpartition(".")[0] for one in modules}
        where = f"{len(modules)} modules" + (f" of {_within(next(iter(packages)))}" if len(packages) == 1 else "")
        most = max(packages, key=lambda package: sum(one.name.rpartition(".")[0] == package for one in modules))
        entries.append(Entry(name, f"/reference/{most}", where))
    return sorted(entries, key=lambda one: (one.name.lower(), one.name, one.where))


def _within(name: str) -> str:
    return name.removeprefix(f"{LIBRARY}.")


def _exports(module: Module, outline: Outline, shelf: Shelf) -> list[tuple[str, str | None]]:
    """The names that a package offers, each with its address."""
    offered = [one for one, _ in outline.exports if not one.startswith("_")]
    listed = set(module.exports or offered)
    return [(one, shelf.url(f"{outline.name}.{one}")) for one in sorted(offered, key=str.lower) if one in listed]


def _above(name: str) -> list[str]:
    """The packages that hold a module, the innermost last, without the library itself."""
    pieces = name.split(".")
    return [".".join(pieces[:end]) for end in range(2, len(pieces))]


def _uses(module: Module, shelf: Shelf) -> list[Outline]:
    """The modules of the library that a module imports something from."""
    found = []
    for target in sorted(set(module.imports.values())):
        holder = target if target in shelf.modules else target.rpartition(".")[0]
        if holder in shelf.modules and holder not in (LIBRARY, module.name):
            found.append(shelf.modules[holder])
    return list(dict.fromkeys(found))


def _lines(found: Definition, lines: list[str]) -> list[str]:
    """A definition's lines without its docstring, which the page shows already, moved to the left."""
    first, last = found.documented
    if last and last < found.last and not lines[last].strip():
        last += 1  # the blank line after it
    kept = lines[found.first - 1 : found.last]
    if last:
        kept = lines[found.first - 1 : first - 1] + lines[last : found.last]
    indent = min((len(line) - len(line.lstrip(" ")) for line in kept if line.strip()), default=0)
    return [line[indent:] for line in kept]


def _taker(numbers: Iterable[str]) -> object:
    """Gives each equation of the page its anchor once: the first line with its number has it."""
    free = set(numbers)

    def take(number: str) -> bool:
        if number not in free:
            return False
        free.discard(number)
        return True

    return take
