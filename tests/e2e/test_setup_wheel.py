"""What is built for those who install Gradus without a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from scripts import install
from scripts.environment import Environment
from tests.tree import ROOT, copy_project, project_files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build") / "checkout"
    copy_project(folder)
    return folder


@pytest.fixture(scope="module")
def built(checkout: Path) -> Path:
    """Return the folder with a wheel and a source archive."""
    folder = checkout.parent / "built"
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    return folder


def shipped() -> set[str]:
    """Return the files of the project, relative to its root."""
    return {path.relative_to(ROOT).as_posix() for path in project_files()}


def test_the_wheel_holds_the_packages_the_courses_and_the_derivations_and_nothing_else(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        found = {name for name in wheel.namelist() if ".dist-info/" not in name}
    packages = {name.removeprefix("src/") for name in shipped() if name.startswith("src/")}
    courses = {f"gradus/_courses/{name.removeprefix('courses/')}" for name in shipped() if name.startswith("courses/")}
    pages = {name.replace("docs/derivations/", "gradus/_derivations/") for name in shipped() if "/derivations/" in name}
    assert found == packages | courses | pages


def test_the_wheel_holds_both_licences(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        licences = {name.partition(".dist-info/licenses/")[2] for name in wheel.namelist()}
    assert {"LICENSE", "courses/LICENSE"} <= licences


def test_the_source_archive_holds_the_whole_project(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        found = {name.partition("/")[2] for name in archive.getnames()}
    assert found - {"PKG-INFO"} == shipped()


def test_the_command_works_from_the_wheel_alone(built: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path)
    environment.folder.mkdir()
    install.create(environment)
    pip = install.find_pip(environment)
    install.run(environment, [*pip, "install", "--no-deps", "--no-index", str(next(built.glob("*.whl")))])
    # The packages that Gradus stands on are lent; Gradus itself must not come from here.
    own = next(environment.folder.glob("lib/python*/site-packages"))
    (own / "lent.pth").write_text(sysconfig.get_path("purelib"))

    gradus = environment.folder / "bin" / "gradus"
    unwanted = ("GRADUS_COURSES", "GRADUS_WORKSPACE", "PYTHONPATH", "VIRTUAL_ENV")
    variables = {name: value for name, value in os.environ.items() if name not in unwanted}

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    where = "import gradus, descent; print(gradus.__file__); print(descent.__file__)"
    assert all(line.startswith(str(own)) for line in run(str(environment.python), "-P", "-c", where).splitlines())
    assert "start" in run(str(gradus), "--help")
    pages = "from gradus.content.reference import find_reference; shelf = find_reference().shelf()"
    counted = run(str(environment.python), "-P", "-c", f"{pages}; print(len(shelf.modules), len(shelf.derivations))")
    assert [int(count) > 50 for count in counted.split()] == [True, True]
    run(str(gradus), "lab", "start", "python-basics", "--workspace", str(tmp_path / "workspace"))
    assert list((tmp_path / "workspace").glob("labs/python-basics/*.ipynb"))
