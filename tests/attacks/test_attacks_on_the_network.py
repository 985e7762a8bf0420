"""No socket of any family, and nothing that works like one."""

from __future__ import annotations

import socket

import pytest

from gradus.grading.sandbox import Candidate
from tests.attacks.arena import LINUX, attack, candidate, refused

__all__ = ["candidate"]
pytestmark = LINUX
FAMILIES = {
    "unix": 1,
    "inet": 2,
    "inet6": 10,
    "netlink": 16,
    "packet": 17,
    "bluetooth": 31,
    "alg": 38,
    "vsock": 40,
    "xdp": 44,
}


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
@pytest.mark.parametrize(
    "kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW], ids=["stream", "dgram", "raw"]
)
def test_no_socket_is_made(candidate: Candidate, family: int, kind: int) -> None:
    refused(attack(candidate, "import socket; socket.socket(args[0], args[1])", family, int(kind)))


@pytest.mark.parametrize(
    "body",
    [
        "import socket; socket.socketpair()",
        "import socket; socket.create_connection(('127.0.0.1', 80), 1)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1/', timeout=1)",
        "import asyncio; asyncio.run(asyncio.sleep(0))",
        "import multiprocessing as m; m.Pipe()",
    ],
)
def test_nothing_of_the_standard_library_makes_one(candidate: Candidate, body: str) -> None:
    refused(attack(candidate, body))


def test_no_name_is_looked_up(candidate: Candidate) -> None:
    assert "Returned" not in type(attack(candidate, "import socket; socket.getaddrinfo('example.org', 80)")).__name__


def test_the_channel_itself_leads_nowhere_else(candidate: Candidate) -> None:
    """It is connected to the examiner; it can be neither bound, nor listened on, nor sent elsewhere."""
    body = """
import gc, socket
one = next(one for one in gc.get_objects() if isinstance(one, socket.socket))
for act in (lambda: one.bind('x'), lambda: one.listen(), lambda: one.connect('y'), lambda: one.accept()):
    try:
        act()
    except PermissionError:
        continue
    return 'let through'
raise PermissionError('none')
"""
    refused(attack(candidate, body))
