"""Reviews a lesson: it renders, its code runs and prints what it says, and it has all its parts."""

from __future__ import annotations

import contextlib
import io
import traceback
from collections.abc import Iterator, Sequence
from typing import Any

from gradus.author.build import imports_from
from gradus.content import Library
from gradus.content.lesson import render_lesson
from gradus.content.page import CodeBlock
from gradus.model import Finding, Item

LONGEST_BLOCK = 15
SELF_CHECKS = 3


def lesson_findings(item: Item, library: Library) -> Iterator[Finding]:
    """Everything wrong with a lesson's text, code, figures and widgets."""
    shown = (item.path / "lesson.md").relative_to(library.root).as_posix()
    try:
        page = render_lesson(item, library)
    except (OSError, UnicodeDecodeError) as error:
        yield Finding(shown, f"cannot be read: {error}.", "Save it as UTF-8 text.")
        return
    yield from page.findings
    with contextlib.chdir(library.root / item.course), imports_from(library.root):  # a lesson reads data/NAME from here
        yield from list(code_findings(page.code, shown))
    for name in page.widgets:
        if not (library.root / "widgets" / f"{name}.js").is_file():
            yield Finding(shown, f"the widget {name!r} is not in courses/widgets.", "Write it, or mend its name.")
    checks = page.html.count('class="self-check"')
    if checks < SELF_CHECKS:
        yield Finding(shown, f"{checks} self-checks; expected {SELF_CHECKS} or more.", "Add a :::{check}.")
    if page.html.count('class="summary"') != 1:
        yield Finding(shown, "a lesson ends in one summary.", "Add a :::{summary}.")
    if any(heading.level == 1 for heading in page.headings):
        yield Finding(shown, "a heading of level 1.", "The title comes from item.toml; begin with ##.")
    assets = item.path / "assets"
    for path in sorted(assets.iterdir()) if assets.is_dir() else ():
        if path.name not in page.figures and f"/assets/{path.name}" not in page.html:
            yield Finding(
                f"{shown.removesuffix('lesson.md')}assets/{path.name}", "no page shows this file.", "Delete it."
            )


def code_findings(blocks: Sequence[CodeBlock], shown: str) -> Iterator[Finding]:
    """Run a lesson's Python blocks in order, in one namespace, and compare what they print."""
    namespace: dict[str, Any] = {"__name__": "lesson"}
    printed = ""
    for number, block in enumerate(blocks):
        if block.language == "python" and "norun" not in block.flags:
            lines = block.text.count("\n")
            if lines > LONGEST_BLOCK and "hidden" not in block.flags:
                yield Finding(
                    shown,
                    f"a block of {lines} lines.",
                    f"At most {LONGEST_BLOCK}; the rest belongs in the library.",
                    block.line,
                )
            printed, error = run(block, shown, namespace)
            if error is not None:
                yield error
                return
            follows = blocks[number + 1] if number + 1 < len(blocks) else None
            if printed and "hidden" not in block.flags and (follows is None or follows.language != "output"):
                yield Finding(
                    shown, "a block prints, and no output block follows.", f"It printed:\n{printed}", block.line
                )
        elif block.language == "output" and block.text != printed:
            yield Finding(shown, f"the output differs. The code printed:\n{printed}", line=block.line)


def run(block: CodeBlock, shown: str, namespace: dict[str, Any]) -> tuple[str, Finding | None]:
    """Run one block. Returns what it printed, and a finding if it raised."""
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(block.text, shown, "exec"), namespace)  # our own author's lesson
    except Exception as error:  # noqa: BLE001  (whatever the lesson raises is the finding)
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == shown]
        inner = frames[-1].lineno if frames else getattr(error, "lineno", None)
        line = block.line + (inner or 1) - 1
        return out.getvalue(), Finding(shown, f"the code raises {type(error).__name__}: {error}", line=line)
    return out.getvalue(), None
