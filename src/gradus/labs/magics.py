"""Take IPython's own lines out of a cell so that it is plain Python with the same line numbers."""

from __future__ import annotations

import ast
import re

_RUNS_PYTHON = {"%%time", "%%timeit", "%%capture", "%%prun"}
"""Cell magics whose body is Python; the body of any other is not."""

_TIMED = re.compile(r"^(\s*)%time\s+(\S.*)$")
_SHELL_OR_MAGIC = re.compile(r"^(\s*)(?:[%!?]|[\w.,\s\[\]'\"]+=\s*[%!])")
_HELP = re.compile(r"^(\s*)[\w.]+\?{1,2}\s*$")


def neutralise(source: str) -> str:
    """Replace magics (``%time``), shell lines (``!ls``) and questions (``np.dot?``) by ``pass``.

    Only lines on which the parser stumbles are looked at, so that a string that holds ``!`` or a
    continuation line that starts with ``%`` stays as it is. What is no Python for another reason is
    returned as it stands: the caller's parser will say what is wrong.
    """
    lines = source.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].lstrip().startswith("%%"):
        if lines[first].split()[0] not in _RUNS_PYTHON:
            return "\n" * (len(lines) - 1)
        lines[first] = ""
    for _ in range(len(lines)):
        try:
            ast.parse("\n".join(lines))
        except SyntaxError as error:
            place = (error.lineno or 1) - 1
            plain = _plain(lines[place]) if place < len(lines) else None
            if plain is None:
                break
            lines[place] = plain
        except (ValueError, RecursionError, MemoryError):
            break  # a null byte, or nesting no parser follows: the caller's parse will report it
        else:
            break
    return "\n".join(lines)


def _plain(line: str) -> str | None:
    """The Python that stands in for an IPython line; None if the line is none."""
    if timed := _TIMED.match(line):
        return timed[1] + timed[2]
    if found := _SHELL_OR_MAGIC.match(line) or _HELP.match(line):
        return found[1] + "pass"
    return None
