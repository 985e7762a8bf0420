"""``gradus doctor``: is everything in order, and what can be done about it?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from gradus.cli.output import MENDABLE, JsonOption, WorkspaceOption, console, print_json
from gradus.record import find_folder

EXAMPLE = "Example: gradus doctor --repair"


def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended; nothing is thrown away.")] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Examine the set-up, your workspace and record, and the grader. Exit code 1 if there is a finding."""
    from gradus.cli.examinations import EXAMINATIONS  # here, since it loads everything there is to examine

    folder = find_folder(explicit=workspace)
    out = console()
    checks: list[dict[str, Any]] = []
    ill = False
    for name, examine in EXAMINATIONS.items():
        found = examine(folder)
        repaired = None
        if repair and found.repair is not None:
            repaired = found.repair()
            found = examine(folder)
        ill = ill or bool(found.findings)
        checks.append(
            {
                "name": name,
                "ok": not found.findings,
                "said": found.said,
                "findings": [asdict(finding) for finding in found.findings],
                "repairable": found.repair is not None,
                "repaired": repaired,
            }
        )
        if not as_json:
            mark, style = ("✗", "red") if found.findings else ("✓", "green")
            out.print(f"{mark} {name}: {found.said}", style=style)
            if repaired:
                out.print(f"    Repaired: {repaired}")
            for finding in found.findings:
                out.print(f"    {finding}")
            if found.repair is not None:
                out.print("    `gradus doctor --repair` mends this.")
    if as_json:
        print_json({"ok": not ill, "workspace": str(folder), "checks": checks})
    raise typer.Exit(MENDABLE if ill else 0)
