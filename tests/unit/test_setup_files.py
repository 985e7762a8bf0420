"""What the lock files hold, and what no file of the project may name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import ROOT, project_files

LOCKS = [f"requirements{part}.lock" for part in ("", "-test", "-uv", "-torch", "-peers")]
REGISTRIES = [re.escape(host) for host in ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org")]
HOMES = r"(?<![\w.~-])/(?:root|home/(?!you\b)\w+|Users/\w+)/|[A-Z]:\\Users\\"


def pins(lock: str) -> dict[str, list[Requirement]]:
    """Return the pinned requirements of a lock file, by package: several where they differ between Pythons."""
    found: dict[str, list[Requirement]] = {}
    for entry in (ROOT / lock).read_text().replace("\\\n", " ").splitlines():
        requirement = Requirement(entry.partition(" --hash")[0])
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed(lock: str) -> None:
    entries = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()
    assert entries
    for entry in entries:
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry), entry


def test_the_tests_run_against_the_versions_that_learners_have() -> None:
    run, test = pins("requirements.lock"), pins("requirements-test.lock")
    for name, requirements in run.items():
        assert [str(each) for each in test[name]] == [str(each) for each in requirements]


@pytest.mark.parametrize(
    ("lock", "extras"), [("requirements.lock", ["build"]), ("requirements-test.lock", ["build", "test"])]
)
def test_the_lock_satisfies_what_the_project_asks_for(lock: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(each for extra in extras for each in project["optional-dependencies"][extra])]
    pinned = pins(lock)
    for text in wanted:
        requirement = Requirement(text)
        versions = [next(iter(each.specifier)).version for each in pinned[canonicalize_name(requirement.name)]]
        assert all(requirement.specifier.contains(version) for version in versions), text


def test_the_installer_is_pinned_alone() -> None:
    assert list(pins("requirements-uv.lock")) == ["uv"]


def test_no_file_names_a_package_index() -> None:
    """A mirror must serve as well, and nothing that ships may reach for one."""
    assert naming("|".join(REGISTRIES)) == []


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    here = [re.escape(f"{folder}/") for folder in (ROOT, Path.home()) if len(folder.parts) > 2]
    assert naming("|".join([HOMES, *here])) == []


def naming(pattern: str) -> list[str]:
    """Return each place where a text file of the project matches."""
    sought = re.compile(pattern)
    found = []
    for path in project_files():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a picture, a font, data
            continue
        if match := sought.search(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line}: {match[0]}")
    return found
