"""Only Gradus' own pages may ask for anything that changes something, and no page may reach out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gradus.web.security import Access, access_for
from tests.webcourse import BASE, Pages


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    pages = Pages(tmp_path)
    yield pages
    pages.close()


@pytest.mark.parametrize(
    "path", ["/", f"{BASE}/first-steps", "/nowhere", "/static/css/base.css", "/widgets/none.js", "/favicon.ico"]
)
def test_every_answer_forbids_scripts_styles_and_requests_from_elsewhere(pages: Pages, path: str) -> None:
    headers = pages.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_page_that_fails_has_the_same_headers_and_says_what_to_do(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> list[object]:
        raise ZeroDivisionError("by a test")

    monkeypatch.setattr(pages.record, "attempts", broken)
    answer = pages.get("/")
    assert answer.status_code == 500
    assert "Nothing of yours is lost" in answer.text
    assert "ZeroDivisionError: by a test" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_page_has_no_inline_script_or_style(pages: Pages) -> None:
    pages.post(f"{BASE}/small-quiz/start")
    for path in ("/", "/courses/small", BASE, f"{BASE}/first-steps", f"{BASE}/small-quiz", f"{BASE}/tiny-lab"):
        text = pages.text(path)
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert all("src=" in tag for tag in text.split("<script")[1:])


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8750", "127.0.0.1.evil.example", "10.0.0.7", "", "[::1"]
)
def test_a_foreign_name_is_refused_when_it_points_to_this_machine(pages: Pages, host: str) -> None:
    answer = pages.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert "First steps" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8750", "localhost:8750", "LOCALHOST", "[::1]:8750"])
def test_each_name_of_this_machine_is_answered(pages: Pages, host: str) -> None:
    assert pages.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_page_changes_nothing(pages: Pages, headers: dict[str, str]) -> None:
    answer = pages.post(f"{BASE}/first-steps/read", headers=headers)
    assert answer.status_code == 403
    assert pages.record.attempts() == []


@pytest.mark.parametrize("headers", [{}, {"origin": "http://127.0.0.1:8750"}, {"sec-fetch-site": "same-origin"}])
def test_a_form_of_ours_is_let_through(pages: Pages, headers: dict[str, str]) -> None:
    assert pages.post(f"{BASE}/first-steps/read", headers=headers).status_code == 303
    assert len(pages.record.attempts()) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/widgets/../small/course.toml",
        "/widgets/%2e%2e%2fsmall%2fcourse.toml",
        "/widgets//etc/passwd",
        f"{BASE}/first-steps/assets/..%2flesson.md",
        f"{BASE}/first-steps/assets/%2e%2e/item.toml",
    ],
)
def test_no_address_leads_out_of_the_folders_that_are_served(pages: Pages, path: str) -> None:
    assert pages.get(path).status_code == 404


def test_a_link_that_leads_out_of_the_assets_folder_is_not_followed(pages: Pages, tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg/>")
    assets = pages.course / "week-1" / "first-steps" / "assets"
    assets.mkdir()
    (assets / "in.svg").write_text("<svg/>")
    (assets / "out.svg").symlink_to(secret)
    assert pages.get(f"{BASE}/first-steps/assets/in.svg").status_code == 200
    assert pages.get(f"{BASE}/first-steps/assets/out.svg").status_code == 404


def test_no_key_is_needed_on_an_address_that_only_this_machine_reaches() -> None:
    for host in ("127.0.0.1", "localhost", "::1", "127.0.0.2"):
        assert access_for(host, 8750).key == ""


def test_a_key_is_needed_on_an_address_that_others_reach(tmp_path: Path) -> None:
    access = access_for("0.0.0.0", 8750)
    pages = Pages(tmp_path, access=access)
    try:
        assert len(access.key) >= 20
        at = {"host": "192.168.1.5:8750"}
        assert pages.get("/", headers=at).status_code == 403
        assert pages.get("/?key=wrong", headers=at).status_code == 403
        assert pages.get("/static/css/base.css", headers=at).status_code == 403
        let_in = pages.get(f"/courses/small?a=b&key={access.key}", headers=at)
        assert let_in.status_code == 303
        assert let_in.headers["location"] == "/courses/small?a=b"
        assert "HttpOnly" in let_in.headers["set-cookie"]
        shown = {**at, "cookie": f"{access.cookie}={access.key}"}
        assert pages.get("/courses/small", headers=shown).status_code == 200
        assert pages.get("/courses/small", headers={**at, "cookie": f"{access.cookie}=wrong"}).status_code == 403
        assert pages.get("/", headers={**shown, "host": "evil.example"}).status_code == 421
    finally:
        pages.close()


def test_the_key_does_not_lead_to_another_host(tmp_path: Path) -> None:
    access = Access(key="k" * 24)
    pages = Pages(tmp_path, access=access)
    try:
        answer = pages.get(f"//evil.example/?key={access.key}")
        assert answer.headers["location"].startswith("/evil.example")
    finally:
        pages.close()


@pytest.mark.parametrize("name", ["a%00b.js", "a" * 5000 + ".js"])
@pytest.mark.parametrize("folder", ["/widgets", f"{BASE}/first-steps/assets"])
def test_a_name_that_no_file_can_have_is_simply_not_there(pages: Pages, folder: str, name: str) -> None:
    assert pages.get(f"{folder}/{name}").status_code == 404
