"""Reads a TOML file against the keys it may have, and words what is wrong with it."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradus.model import Finding


class ContentError(Exception):
    """Content that cannot be used; carries the findings that say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


@dataclass(frozen=True, slots=True)
class Key:
    """One key that a table may have."""

    type: type | tuple[type, ...]
    required: bool = False
    one_of: tuple[str, ...] = ()

    @property
    def wanted(self) -> str:
        types = self.type if isinstance(self.type, tuple) else (self.type,)
        return " or ".join(_TOML_NAMES[kind] for kind in types)


_TOML_NAMES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


def read_table(path: Path, shown: str) -> Mapping[str, Any]:
    """The content of a TOML file; ContentError when it is missing, unreadable or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ContentError([Finding(shown, "this file is missing.", "Create it or take its folder out.")]) from None
    except UnicodeDecodeError as error:
        raise ContentError([Finding(shown, f"not UTF-8 text ({error.reason}).", "Save it as UTF-8.")]) from None
    except OSError as error:
        raise ContentError([Finding(shown, f"cannot be read: {error.strerror}.")]) from None
    except tomllib.TOMLDecodeError as error:
        raise ContentError([Finding(shown, f"not valid TOML: {error}.", "Mend the line that it names.")]) from None


def check_keys(table: Mapping[str, Any], keys: Mapping[str, Key], shown: str, where: str = "") -> list[Finding]:
    """What is wrong with the keys of a table: unknown, missing, of a wrong type, not among the choices."""
    findings = []
    prefix = f"{where}: " if where else ""
    for name, value in table.items():
        key = keys.get(name)
        if key is None:
            close = difflib.get_close_matches(name, keys, n=1)
            hint = f"Did you mean {close[0]!r}?" if close else f"Known keys: {', '.join(keys)}."
            findings.append(Finding(shown, f"{prefix}unknown key {name!r}.", hint))
        elif not isinstance(value, key.type) or (isinstance(value, bool) and not _takes_bool(key)):
            findings.append(Finding(shown, f"{prefix}{name!r} is {value!r}; expected {key.wanted}."))
        elif key.one_of and value not in key.one_of:
            close = difflib.get_close_matches(str(value), key.one_of, n=1)
            hint = f"Did you mean '{close[0]}'?" if close else f"Choose from {', '.join(key.one_of)}."
            findings.append(Finding(shown, f"{prefix}{name!r} is {value!r}.", hint))
    findings += [
        Finding(shown, f"{prefix}the key {name!r} is missing.", f"Add it: {key.wanted}.")
        for name, key in keys.items()
        if key.required and name not in table
    ]
    return findings


def _takes_bool(key: Key) -> bool:
    types = key.type if isinstance(key.type, tuple) else (key.type,)
    return bool in types
