"""Reads a Python module for its manual: what is public in it, how it is called, and what its docstrings say.

The text is parsed and never run, so it may be any text of a file that Python accepts.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gradus.content.docstring import Doc, read_docstring, without
from gradus.content.signature import LINE, FunctionNode, laid_out, signature, written

DERIVATION = re.compile(r"Derivation: ")
PAGE = re.compile(r"docs/derivations/(\w+)\.md")
PROPERTIES = {"property", "cached_property", "functools.cached_property"}
SPECIAL = {"__call__", "__getitem__", "__len__", "__iter__", "__enter__", "__exit__"}
"""Methods with underscores that are part of how a class is used."""
Definitions = tuple["Definition", ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A public function, class, method or property."""

    name: str
    id: str
    """``Class.method``: its anchor on the module's page."""
    kind: str
    """function, coroutine, class, method, property, …: as the page names it."""
    signatures: tuple[str, ...]
    """One, or one for each overload."""
    doc: Doc
    first: int
    last: int
    """Its lines in the file, from 1."""
    documented: tuple[int, int] = (0, 0)
    """The lines of its docstring; a listing may leave them out."""
    bases: tuple[str, ...] = ()
    fields: tuple[tuple[str, str, str], ...] = ()
    """Name, type and explanation of what a class declares, where no section of its docstring does."""
    members: Definitions = ()
    shared: tuple[tuple[str, str], ...] = ()
    """Methods that a class takes from elsewhere by assignment: name, and what is assigned."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module as its manual shows it."""

    name: str
    doc: Doc
    derivations: tuple[str, ...] = ()
    definitions: Definitions = ()
    constants: tuple[tuple[str, str, str], ...] = ()
    """Name, value and explanation of each that is explained; a value that is long is left to the source."""
    imports: dict[str, str] = field(default_factory=dict)
    """What a name stands for that was imported: ``Tensor`` for ``descent.tensor.Tensor``."""
    exports: tuple[str, ...] = ()
    """``__all__``."""

    def walk(self) -> Iterator[Definition]:
        """Every definition, those within classes too."""
        waiting = list(reversed(self.definitions))
        while waiting:
            found = waiting.pop()
            yield found
            waiting += reversed(found.members)


def read_module(text: str, name: str, *, package: bool = False) -> Module:
    """Read a module's text; SyntaxError if it is not Python."""
    tree = ast.parse(text)
    body = list(_statements(tree.body))
    written = read_docstring(ast.get_docstring(tree))
    pages = tuple(page for block in written.blocks for page in PAGE.findall(block.paragraph))
    own = name.rpartition(".")[2].replace("_", "").lower()
    definitions = sorted(_definitions(body, text), key=lambda one: one.name.replace("_", "").lower() != own)
    return Module(
        name,
        without(written, DERIVATION),
        pages,
        tuple(definitions),
        tuple(_constants(body, text)),
        dict(_imports(body, name, package)),
        _exports(body),
    )


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """A module's or a class's statements, those under an ``if`` or ``try`` too."""
    for node in body:
        if isinstance(node, ast.If | ast.Try):
            yield from _statements([*node.body, *node.orelse])
        else:
            yield node


def _definitions(body: list[ast.stmt], text: str, within: str = "") -> Iterator[Definition]:
    """The public functions and classes, each name once: overloads are its signatures, and the last one is it."""
    overloads: dict[str, list[str]] = {}
    found: dict[str, Definition] = {}
    for node in body:
        if not isinstance(node, FunctionNode | ast.ClassDef) or not public(node.name, within):
            continue
        names = [ast.unparse(decorator) for decorator in node.decorator_list]
        if isinstance(node, ast.ClassDef):
            found[node.name] = _class(node, text, within)
        elif any(name.endswith("overload") for name in names):
            overloads.setdefault(node.name, []).append(signature(node, text, method=bool(within)))
        elif not any(name.endswith((".setter", ".deleter")) for name in names):
            found[node.name] = _function(node, text, within, names, tuple(overloads.get(node.name, ())))
    yield from found.values()


def public(name: str, within: str) -> bool:
    """Whether a name in a class, or in no class, is for others."""
    return not name.startswith("_") or (bool(within) and name in SPECIAL)


def _function(
    node: FunctionNode, text: str, within: str, decorators: list[str], overloads: tuple[str, ...]
) -> Definition:
    last_names = {name.partition("(")[0].rpartition(".")[2] for name in decorators}
    if last_names & PROPERTIES:
        kind, shown = "property", [node.name + (f": {written(node.returns, text)}" if node.returns else "")]
    else:
        kind = "method" if within else "function"
        if isinstance(node, ast.AsyncFunctionDef):
            kind = "coroutine"
        for name, said in (
            ("classmethod", "class method"),
            ("staticmethod", "static method"),
            ("contextmanager", "context manager"),
            ("asynccontextmanager", "context manager"),
        ):
            kind = said if name in last_names else kind
        bound = bool(within) and "staticmethod" not in last_names
        shown = list(overloads) or [signature(node, text, method=bound)]
    return Definition(
        node.name,
        _id(within, node.name),
        kind,
        tuple(shown),
        read_docstring(ast.get_docstring(node)),
        _first(node),
        node.end_lineno or node.lineno,
        _documented(node),
    )


def _class(node: ast.ClassDef, text: str, within: str) -> Definition:
    body = list(_statements(node.body))
    bases = tuple(ast.unparse(base) for base in node.bases)
    doc = read_docstring(ast.get_docstring(node))
    declared = tuple(_fields(body, text))
    plain = any(base.endswith(("NamedTuple", "TypedDict")) for base in bases)
    data = any("dataclass" in ast.unparse(one) for one in node.decorator_list)
    made = next((one for one in body if isinstance(one, FunctionNode) and one.name == "__init__"), None)
    if made is not None:
        called = signature(made, text, method=True, name=node.name, returns=False)
    elif (plain or data) and declared:
        called = laid_out(node.name, [f"{name}: {kind}" for name, kind, _ in declared])
    else:
        called = node.name
    ident = _id(within, node.name)
    return Definition(
        node.name,
        ident,
        "named tuple" if any(base.endswith("NamedTuple") for base in bases) else "data class" if data else "class",
        (called,),
        doc,
        _first(node),
        node.end_lineno or node.lineno,
        _documented(node),
        tuple(base for base in bases if not base.endswith(("NamedTuple", "object"))),
        () if doc.section("Attributes") or doc.section("Parameters") else declared,
        tuple(_definitions(body, text, ident)),
        tuple(_shared(body)),
    )


def _fields(body: list[ast.stmt], text: str) -> Iterator[tuple[str, str, str]]:
    for at, node in enumerate(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and public(node.target.id, ""):
            yield node.target.id, written(node.annotation, text), _said_after(body, at)


def _shared(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute | ast.Name):
            for target in node.targets:
                if isinstance(target, ast.Name) and public(target.id, ""):
                    yield target.id, ast.unparse(node.value)


def _constants(body: list[ast.stmt], text: str) -> Iterator[tuple[str, str, str]]:
    for at, node in enumerate(body):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        said = _said_after(body, at)
        if isinstance(target, ast.Name) and public(target.id, "") and said:
            value = written(node.value, text)
            yield target.id, value if len(value) <= LINE else "", said


def _said_after(body: list[ast.stmt], at: int) -> str:
    """The string that stands below an assignment, which explains it."""
    following = body[at + 1] if at + 1 < len(body) else None
    if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
        return " ".join(following.value.value.split()) if isinstance(following.value.value, str) else ""
    return ""


def _imports(body: list[ast.stmt], name: str, package: bool) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (
                    (alias.asname or alias.name.partition(".")[0]),
                    (alias.name if alias.asname else alias.name.partition(".")[0]),
                )
        elif isinstance(node, ast.ImportFrom):
            parts = name.split(".")
            up = parts[: len(parts) - node.level + package] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                yield alias.asname or alias.name, f"{base}.{alias.name}"


def _exports(body: list[ast.stmt]) -> tuple[str, ...]:
    for node in body:
        if isinstance(node, ast.Assign) and any(ast.unparse(target) == "__all__" for target in node.targets):
            if isinstance(node.value, ast.List | ast.Tuple):
                values = [entry.value for entry in node.value.elts if isinstance(entry, ast.Constant)]
                return tuple(value for value in values if isinstance(value, str))
    return ()


def _id(within: str, name: str) -> str:
    return anchor(f"{within}.{name}" if within else name)


def anchor(name: str) -> str:
    """A name as the id of an element: itself, unless every page has an element of that id already."""
    return f"{name}-" if name == "main" else name


def _first(node: FunctionNode | ast.ClassDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def _documented(node: FunctionNode | ast.ClassDef) -> tuple[int, int]:
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return first.lineno, first.end_lineno or first.lineno
    return 0, 0
