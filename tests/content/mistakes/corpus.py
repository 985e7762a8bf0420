"""Read the corpus, and grade wrong versions as if learners had handed them in."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gradus.grading import grade
from gradus.grading.loading import load_lab
from gradus.labs.levels import solution
from gradus.labs.submission import Submission
from gradus.model import ExerciseReport, Item, Kind, Level, Status

ROOT = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Wrong:
    """One wrong version of one exercise."""

    lab: str
    id: str
    function: str
    code: str
    text: str
    """The sentence that an author would write."""
    says: re.Pattern[str]
    """What a sentence that no author wrote must mention."""
    before: str = ""
    """A cell of the notebook that stands before it: a global that it leans on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a wrong version."""

    wrong: Wrong
    report: ExerciseReport

    @property
    def caught(self) -> bool:
        return self.report.status in (Status.FAILED, Status.ERROR)

    @property
    def said(self) -> str:
        return self.report.cause.text if self.report.cause else ""

    @property
    def named(self) -> bool:
        """Whether the sentence says what was wrong: it is the author's, or mentions what it must."""
        return self.caught and bool(self.said == self.wrong.text or self.wrong.says.search(self.said))


def labs() -> list[str]:
    return sorted(path.parent.name for path in ROOT.glob("*/wrong.toml"))


def item(lab: str, path: Path | None = None) -> Item:
    """A mini lab as an item of no course."""
    return Item(lab, Kind.LAB, lab.replace("-", " ").capitalize(), 10, "mistakes", "corpus", path or ROOT / lab)


@cache
def wrongs(lab: str) -> tuple[Wrong, ...]:
    """The wrong versions of a lab."""
    source = load_lab(item(lab)).source
    found = []
    for entry in tomllib.loads((ROOT / lab / "wrong.toml").read_text(encoding="utf-8"))["wrong"]:
        code = entry.get("code", "").strip("\n")
        if not code:
            right = solution(source, entry["function"])
            if entry["old"] not in right:
                raise ValueError(
                    f"{lab}/wrong.toml: {entry['id']} replaces {entry['old']!r}, which is not in the solution."
                )
            code = right.replace(entry["old"], entry["new"])
        says = re.compile(entry["says"], re.IGNORECASE)
        before = entry.get("before", "")
        found.append(Wrong(lab, entry["id"], entry["function"], code, entry["text"], says, before))
    return tuple(found)


def submission(lab: str, *replaced: Wrong, level: Level = Level.STANDARD) -> Submission:
    """The lab with every exercise solved, but for those that are replaced."""
    source = load_lab(item(lab)).source
    codes = {one.function: one.code for one in replaced}
    cells = [one.before for one in replaced if one.before]
    for cell in source.cells:
        if cell.kind == "code":
            name = cell.exercise
            cells.append(codes.get(name) or (solution(source, name) if name else cell.source))
    return Submission.from_cells(cells, level=level)


def outcome(wrong: Wrong, path: Path | None = None, *, level: Level = Level.STANDARD, seed: int = 7) -> Outcome:
    """Grade one wrong version; ``path`` is a copy of the lab, with an author's mistakes."""
    handed_in = submission(wrong.lab, wrong, level=level)
    report = grade(item(wrong.lab, path), handed_in, only=[wrong.function], seed=seed)
    return Outcome(wrong, report.exercises[0])


def authored(lab: str, folder: Path) -> Path:
    """A copy of the lab whose ``mistakes.py`` holds its wrong versions, as an author would have written them."""
    source = load_lab(item(lab)).source
    parts = ["from gradus.grading.checks import mistake", *source.provided]
    parts += [solution(source, name) for name in source.exercises]
    parts += [one.before for one in wrongs(lab) if one.before]
    for number, one in enumerate(wrongs(lab)):
        parts.append(f"def made_{number}():\n{textwrap.indent(one.code, '    ')}\n    return {one.function}")
        parts.append(f"known_{number} = mistake({one.function!r}, id={one.id!r}, text={one.text!r})(made_{number}())")
    home = folder / lab
    home.mkdir(parents=True)
    for name in ("lab.py", "checks.py"):
        (home / name).write_text((ROOT / lab / name).read_text(encoding="utf-8"), encoding="utf-8")
    (home / "mistakes.py").write_text("\n\n\n".join(parts) + "\n", encoding="utf-8")
    return home


def outcomes(lab: str, path: Path | None = None) -> Iterator[Outcome]:
    for one in wrongs(lab):
        yield outcome(one, path)
