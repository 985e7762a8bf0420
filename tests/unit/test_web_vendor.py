"""What others wrote and Gradus ships: pinned, licensed, small, and asking no other host for anything."""

from __future__ import annotations

import fnmatch
import json
import re
import tomllib

from tests.tree import ROOT

STATIC = ROOT / "src" / "gradus" / "web" / "static"
VENDOR = STATIC / "vendor"
LISTED = tomllib.loads((ROOT / "scripts" / "vendor.toml").read_text(encoding="utf-8"))
PACKAGES, BUNDLES = LISTED["package"], LISTED["bundle"]
NAMESPACES = {b"http://www.w3.org/2000/svg", b"http://www.w3.org/1998/Math/MathML"}


def test_every_vendored_file_is_one_that_the_list_names_and_each_package_has_its_licence() -> None:
    assert {path.name for path in VENDOR.iterdir()} == {one["folder"] for one in (*PACKAGES, *BUNDLES)}
    for package in PACKAGES:
        folder = VENDOR / package["folder"]
        patterns = [re.sub(r"^(dist|files)/", "", pattern) for pattern in package["files"]]
        found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        assert all(any(fnmatch.fnmatch(name, pattern) for pattern in patterns) for name in found)
        assert all(any(fnmatch.fnmatch(name, pattern) for name in found) for pattern in patterns)
        assert (folder / "LICENSE").stat().st_size > 500
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"])


def test_a_bundle_is_one_module_with_its_licences_and_each_of_its_packages_is_pinned() -> None:
    for bundle in BUNDLES:
        folder = VENDOR / bundle["folder"]
        assert {path.name for path in folder.iterdir()} == {bundle["file"], "LICENSE"}
        source = ROOT / "scripts" / bundle["folder"]
        lock = json.loads((source / "package-lock.json").read_text(encoding="utf-8"))["packages"]
        wanted = json.loads((source / "package.json").read_text(encoding="utf-8"))
        for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
            assert lock[f"node_modules/{name}"]["version"] == version
        for name, package in lock.items():
            assert not name or re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"]), name
        assert "://" not in (source / "package-lock.json").read_text(encoding="utf-8")
        licences = (folder / "LICENSE").read_text(encoding="utf-8")
        assert all(name in licences for name in wanted["dependencies"])


def test_no_part_of_the_interface_is_large() -> None:
    for path in (path for path in STATIC.rglob("*") if path.is_file()):
        assert path.stat().st_size < 400_000, path


def test_the_whole_interface_is_small() -> None:
    sizes = [
        path.stat().st_size for path in STATIC.rglob("*") if path.is_file() and "katex/fonts" not in path.as_posix()
    ]
    assert sum(sizes) < 1_050_000


def test_no_style_or_script_names_another_host() -> None:
    for path in STATIC.rglob("*"):
        if path.suffix in (".css", ".js", ".svg"):
            assert set(re.findall(rb"https?://[^\s\"'<>)\\]+", path.read_bytes())) <= NAMESPACES, path


def test_every_file_that_a_style_sheet_names_is_there() -> None:
    for path in STATIC.rglob("*.css"):
        for name in re.findall(r"url\([\"']?([^)\"']+)", path.read_text(encoding="utf-8")):
            assert (path.parent / name).is_file(), (path, name)


def test_each_colour_of_the_light_theme_has_one_in_the_dark_theme() -> None:
    text = (STATIC / "css" / "base.css").read_text(encoding="utf-8")
    colours = [dict(re.findall(r"--([\w-]+): (#\w+);", block)) for block in re.findall(r":root[^{]*\{([^}]*)\}", text)]
    light, system_dark, chosen_dark = colours
    assert light.keys() == system_dark.keys()
    assert system_dark == chosen_dark
    assert {"data1", "data2", "model", "error", "gradient"} <= light.keys()
    assert not light.items() & chosen_dark.items()


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_text_can_be_read_on_every_ground_in_both_themes() -> None:
    text = (STATIC / "css" / "base.css").read_text(encoding="utf-8")
    for block in re.findall(r":root[^{]*\{([^}]*)\}", text):
        colours = dict(re.findall(r"--([\w-]+): (#\w{6});", block))
        for ground in ("paper", "raised", "wash"):
            for ink in ("ink", "muted", "accent", "good", "bad"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        for line in ("data1", "data2", "model", "error", "gradient"):
            assert contrast(colours[line], colours["paper"]) >= 3, line
