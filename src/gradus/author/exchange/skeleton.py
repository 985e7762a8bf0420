"""From a master to the files of a lab, ready to be worked on."""

from __future__ import annotations

import textwrap
from pathlib import Path

from gradus.author.exchange.converting import converted
from gradus.author.exchange.master import ExchangeError, Given, Master, Prose, Question
from gradus.author.exchange.support import agree, support_functions, unpacked

_CHECKS_HEAD = '''"""What the functions must do. Taken over from another grader's tests: read each, and say it better.

A case's expected value should come from `descent`, from paper or from a law, and its inputs from `rng`, so that
every grading asks something new.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from gradus.grading.checks import Case, Law, exercise

Checks = Iterator[Case | Law]
'''


def skeleton(master: Master) -> tuple[dict[str, str], tuple[str, ...]]:
    """The lab's files by name, and what is left to do."""
    checks: list[str] = [_CHECKS_HEAD]
    notes = list(master.notes)
    for question in master.questions:
        done = converted(question.name, question.tests)
        notes += done.left
        if "yield" not in done.text:
            notes.append(f"{question.name} has no check yet. Yield at least one in checks.py.")
        checks.append(_generator(question, done.text))
    text = "\n\n".join(checks)
    if "unpacked(" in text or "agree(" in text:
        with_imports = _CHECKS_HEAD.replace(
            "from collections", "import base64\nimport io\nimport zlib\nfrom collections", 1
        )
        text = text.replace(_CHECKS_HEAD, f"{with_imports}\n\n{support_functions(unpacked, agree)}\n", 1)
    names = ["Also"] * ("Also(" in text) + ["Case", "Law", "exercise"] + ["near"] * ("near(" in text)
    text = text.replace("import Case, Law, exercise\n", f"import {', '.join(names)}\n", 1)
    files = {"lab.py": _source(master), "checks.py": text.rstrip() + "\n", "item.toml": _item(master)}
    return files, tuple(notes)


def put(files: dict[str, str], folder: Path) -> list[Path]:
    """Write the files into a new or empty folder. ``ExchangeError`` if one of them is there already."""
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise ExchangeError(f"{folder} holds a {there[0]} already. Name a new folder with --to.")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in files.items():
        path = folder / name
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _source(master: Master) -> str:
    cells = []
    for part in master.parts:
        if isinstance(part, Prose):
            lines = (f"# {line}".rstrip() for line in part.text.split("\n"))
            cells.append("# %% [markdown]\n" + "\n".join(lines))
        elif isinstance(part, Given):
            cells.append(f"# %%\n{part.text}")
        else:
            cells.append(f'# %% exercise="{part.name}"\n{part.text}')
    return "\n\n".join(cells) + "\n"


def _generator(question: Question, body: str) -> str:
    if "yield" not in body:
        body += "\nyield from ()"
    name = question.name
    head = f'@exercise("{name}", points={question.points})\ndef check_{name}(rng: np.random.Generator) -> Checks:\n'
    return head + textwrap.indent(body.strip("\n"), "    ")


def _item(master: Master) -> str:
    quoted = master.title.replace("\\", "\\\\").replace('"', '\\"')
    minutes = 15 * max(1, len(master.questions))
    lines = (
        'kind = "lab"',
        f'title = "{quoted}"',
        f"minutes = {minutes}",
        'summary = "Imported: say in one sentence what the learner will have built."',
        'goals = ["Say what the learner can do afterwards"]',
        "needs = []",
        "sources = []",
    )
    return "\n".join(lines) + "\n"
