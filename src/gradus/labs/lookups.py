"""Which names a piece of code looks up outside itself: when it is run, and when what it defines is called."""

from __future__ import annotations

import symtable
from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=1024)  # a file is graded again and again, and changes little in between
def globals_of(source: str) -> frozenset[str]:
    """The names that a definition looks up among the globals, ever; locals of the same name are not meant."""
    found = (one for table in _tables(source) for one in table.get_symbols() if _is_global(table, one))
    return frozenset(one.get_name() for one in found)


@lru_cache(maxsize=1024)
def when_run(source: str) -> frozenset[str]:
    """Those of them that must be there when the definition itself is run: decorators, defaults, bases, constants."""
    tables = [table for table in _tables(source) if table.get_type() != "function"]
    return frozenset(one.get_name() for table in tables for one in table.get_symbols() if _is_global(table, one))


def _is_global(table: symtable.SymbolTable, symbol: symtable.Symbol) -> bool:
    return symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global())


def _tables(source: str) -> Iterator[symtable.SymbolTable]:
    """The scopes of a text, from the outside in; none of one that only parses, such as a stray ``nonlocal``."""
    try:
        ahead = [symtable.symtable(source, "", "exec")]
    except (SyntaxError, ValueError, RecursionError):
        return
    while ahead:
        table = ahead.pop()
        yield table
        ahead += table.get_children()
