"""What stands between Gradus and every other page the browser has open.

Gradus runs on the learner's machine and writes to the learner's files, so each request must come
from Gradus' own pages: the host that is asked for must be ours (a foreign name that is made to point
here is refused), and what changes something must come from the same origin. On an address that other
machines reach, an access key is needed too.
"""

from __future__ import annotations

import ipaddress
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": under it browsers send "Origin: null" with our own forms, and then a form of
    # ours cannot be told from a stranger's. No other host receives a referrer either way.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
EVERYWHERE = ("0.0.0.0", "::", "")
"""To listen on one of these is to listen on every address of the machine."""
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Access:
    """Who may ask: the names under which Gradus answers, and the key that is needed, if any."""

    names: frozenset[str] = LOOPBACK_NAMES
    key: str = ""
    """Empty on an address that only this machine reaches."""
    any_address: bool = False
    """Whether every numeric address is ours: when listening on all of them."""
    cookie: str = field(default="gradus_key")

    def knows(self, host: str) -> bool:
        """Whether a ``Host`` header names this server. Numeric addresses cannot be re-pointed, names can."""
        name = host_name(host)
        return name in self.names or (self.any_address and is_address(name))


def access_for(host: str, port: int) -> Access:
    """What guards a server that listens on ``host``."""
    if is_loopback(host):
        return Access(LOOPBACK_NAMES | {host})
    everywhere = host in EVERYWHERE
    own = {this_machine(), f"{this_machine()}.local"} if everywhere else {host.lower()}
    return Access(
        LOOPBACK_NAMES | own,
        key=secrets.token_urlsafe(18),
        any_address=everywhere,
        # Cookies are shared by all ports of a host; two servers must not overwrite each other's.
        cookie=f"gradus_key_{port}",
    )


def this_machine() -> str:
    """The name under which others reach this machine."""
    return socket.gethostname().lower()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches ``host``."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_address(name: str) -> bool:
    """Whether ``name`` is a numeric address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def host_name(host: str) -> str:
    """The name in a ``Host`` header, without port and brackets."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


class Guard:
    """Refuses what does not come from our own pages, and sets the protective headers on every answer."""

    def __init__(self, app: ASGIApp, access: Access, failed: Callable[[Scope, Exception], Awaitable[Response]]) -> None:
        self.app = app
        self.access = access
        self.failed = failed
        """Answers a request whose handler raised."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-cache, private")
            await send(message)

        refusal = self.refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        try:
            await self.app(scope, receive, guarded)
        except Exception as error:
            logging.getLogger("gradus").exception("%s %s", scope["method"], scope["path"])
            if started:
                raise
            await (await self.failed(scope, error))(scope, receive, guarded)

    def refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that must not pass; None for one that may."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self.access.knows(host):
            known = ", ".join(sorted(self.access.names))
            text = f"This Gradus does not answer to the name {host!r}, only to: {known}. Open it under one of these."
            return PlainTextResponse(text, 421)
        if scope["method"] not in SAFE_METHODS and not from_here(headers, host):
            text = (
                "This request came from another page than Gradus' own, so nothing was changed. Go back and try again."
            )
            return PlainTextResponse(text, 403)
        return self._key_refusal(scope, headers) if self.access.key else None

    def _key_refusal(self, scope: Scope, headers: Headers) -> Response | None:
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        shown = next((value for name, value in query if name == "key"), None)
        if shown is not None and secrets.compare_digest(shown.encode(), self.access.key.encode()):
            # Once it is a cookie the key has no business in the address bar, nor in the history.
            rest = urlencode([(name, value) for name, value in query if name != "key"])
            path = "/" + scope["path"].lstrip("/")
            response = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
            response.set_cookie(self.access.cookie, self.access.key, httponly=True, samesite="lax", path="/")
            return response
        if secrets.compare_digest(cookie(headers, self.access.cookie).encode(), self.access.key.encode()):
            return None
        text = "This Gradus can be reached from other machines, so it asks for a key. Open the address it printed."
        return PlainTextResponse(text, 403)


def cookie(headers: Headers, name: str) -> str:
    """The value of a cookie, empty where there is none."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def from_here(headers: Headers, host: str) -> bool:
    """Whether a changing request was made by one of our own pages, as far as the browser says.

    A browser always says it; a client that says nothing is a program of the learner's own.
    """
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() == host.lower()
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
