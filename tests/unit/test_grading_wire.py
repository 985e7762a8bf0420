"""What is sent arrives as it left, and what must not arrive is refused by the receiver."""

from __future__ import annotations

import contextlib
import math
import socket
import struct
import threading
import time
from collections.abc import Iterator
from typing import Any

import msgpack
import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gradus.grading import wire


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def passed(value: Any) -> Any:
    """The value after a real journey."""
    one, other = socket.socketpair()
    with one, other:
        sender = threading.Thread(target=wire.send, args=(one, value))
        sender.start()
        found = wire.receive(other, time.monotonic() + 5)
        sender.join()
    return found


def same(a: Any, b: Any) -> bool:
    """Equal in value and in type, all the way down."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return bool(a == b) or (a != a and b != b)


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=20)
KEYS = st.text(max_size=5) | st.integers() | st.tuples(st.integers(), st.text(max_size=3))
ARRAYS = hnp.arrays(
    st.sampled_from([float, np.float32, int, np.uint8, bool, complex, "U3"]), hnp.array_shapes(min_dims=0)
)
VALUES = st.recursive(
    PLAIN | ARRAYS,
    lambda part: st.lists(part, max_size=4) | st.tuples(part, part) | st.dictionaries(KEYS, part, max_size=3),
    max_leaves=12,
)


@settings(deadline=None, max_examples=150)
@given(VALUES)
def test_any_plain_value_arrives_as_it_left(value: Any) -> None:
    assert same(wire.travelled(value), value)


@pytest.mark.parametrize(
    "value",
    [
        (1, [2, (3,)], {"dw": np.eye(2), 3: (np.float32(1.5), np.bool_(True))}),
        np.zeros((0, 3)),
        np.arange(12.0).reshape(3, 4)[::-1, ::2],
        np.float16([1.5]),
        Ellipsis,
        1 << 100,
        1 + 2j,
        math.inf,
        {"a": {"b": [None]}},
    ],
)
def test_a_value_survives_a_real_journey(value: Any) -> None:
    assert same(passed(value), value)


def test_an_array_that_arrives_can_be_written_to() -> None:
    found = passed(np.zeros(3))
    found += 1
    assert found.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    "value", [object(), lambda x: x, range(3), np.array([object()]), np.array([[1], [2, 3]], object)]
)
def test_what_does_not_travel_arrives_as_its_description(value: Any) -> None:
    assert isinstance(wire.travelled(value), wire.Opaque)


def test_a_repr_that_raises_does_no_harm() -> None:
    class Hostile:
        def __repr__(self) -> str:
            raise RuntimeError

    assert wire.travelled(Hostile()).text == "<its repr raises RuntimeError>"


def test_overrides_of_a_subclass_are_not_asked() -> None:
    class Sly(dict):  # type: ignore[type-arg]
        def items(self) -> Any:
            return [("points", 100)]

    assert wire.travelled(Sly(a=1)) == {"a": 1}


def test_a_list_that_holds_itself_comes_to_an_end() -> None:
    endless: list[Any] = []
    endless.append(endless)
    found = wire.travelled(endless)
    for _ in range(wire.DEPTH):
        found = found[0]
    assert isinstance(found[0], wire.Opaque)


def test_an_array_too_large_to_send_arrives_as_its_shape() -> None:
    huge = np.broadcast_to(np.zeros(1), (1 << 15, 1 << 15))
    assert wire.travelled(huge).kind == "array of shape (32768, 32768)"


def frame(header: bytes, *buffers: bytes, count: int | None = None, magic: bytes = b"GRD1") -> bytes:
    count = len(buffers) if count is None else count
    return (
        struct.pack("<4sII", magic, len(header), count)
        + struct.pack(f"<{len(buffers)}Q", *map(len, buffers))
        + header
        + b"".join(buffers)
    )


def packed(value: Any) -> bytes:
    made: bytes = msgpack.packb(value)
    return made


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (frame(b"\xc0", magic=b"XXXX"), "not a frame"),
        (struct.pack("<4sII", b"GRD1", 1 << 30, 0), "too large"),
        (struct.pack("<4sII", b"GRD1", 1, 1 << 30), "too large"),
        (struct.pack("<4sIIQ", b"GRD1", 1, 1, 1 << 40), "too large"),
        (frame(b"\xc1"), "cannot be read"),
        (frame(packed([])), "malformed"),
        (frame(packed([99, 1])), "no known kind"),
        (frame(packed({"a": 1})), "no known kind"),
        (frame(packed([wire.ARRAY, "<f8", [2], 0]), b"12345678"), "do not fill its shape"),
        (frame(packed([wire.ARRAY, "<f8", [-1], 0]), b"12345678"), "no possible shape"),
        (frame(packed([wire.ARRAY, "<f8", [1 << 50], 0]), b""), "no possible shape"),
        (frame(packed([wire.ARRAY, "<f8", [1], 7]), b"12345678"), "without its values"),
        (frame(packed([wire.ARRAY, "|O8", [1], 0]), b"12345678"), "no numeric dtype"),
        (frame(packed([wire.ARRAY, "<f8,<f8", [1], 0]), b"1234567812345678"), "no numeric dtype"),
        (frame(packed([wire.ARRAY, "<U0", [1 << 30], 0]), b""), "no numeric dtype"),
        (frame(packed([wire.SCALAR, "<f8", b"123"])), "without its value"),
        (frame(packed([wire.SCALAR, "<f8", "12345678"])), "malformed"),
        (frame(packed([wire.ARRAY, "<f8", [1 << 30, 0], 0]), b""), "no possible shape"),
        (frame(packed([wire.ARRAY, "<f8", [True], 0]), b"12345678"), "no possible shape"),
        (frame(packed([wire.ARRAY, "<f8", [1.0], 0]), b"12345678"), "no possible shape"),
        (frame(packed([wire.ARRAY, "<f8", [1] * 33, 0]), b"12345678"), "no possible shape"),
        (frame(packed([wire.ARRAY, "<f8", [1], -1]), b"12345678"), "without its values"),
        (frame(packed([wire.ARRAY, "<f8", [1], 0]), b"12345678", b"more"), "belong to no array"),
        (frame(packed([wire.ARRAY, "<M8", [1], 0]), b"12345678"), "no numeric dtype"),
        (frame(packed([wire.ARRAY, "|V8", [1], 0]), b"12345678"), "no numeric dtype"),
        (frame(packed([wire.LIST, *[[wire.ARRAY, "<f8", [1], 0]] * 2]), b"12345678"), "without its values"),
        (frame(packed([wire.BYTES, 1 << 40])), "malformed"),
        (frame(packed([wire.BIG, "0x" + "f" * 5000])), "malformed"),
        (frame(packed([wire.BIG, 12])), "malformed"),
        (frame(packed([wire.COMPLEX, "nan", "1"])), "malformed"),
        (frame(packed([wire.OPAQUE, ["a"], 1])), "malformed"),
        (frame(packed([wire.ELLIPSIS, 1])), "malformed"),
        (frame(packed([True, 1])), "malformed"),
        (frame(packed(msgpack.Timestamp(1))), "no known kind"),
        (frame(packed(b"bytes without a tag")), "no known kind"),
        (frame(packed([wire.SET, [wire.LIST]])), "cannot be read"),
        (frame(packed(1) + b"more"), "cannot be read"),
        (frame(packed([wire.DICT, [[wire.LIST, 1], 2]])), "cannot be read"),
        (frame(packed([wire.BIG, "zz"])), "malformed"),
        (frame(packed(msgpack.ExtType(5, b"x"))), "no known kind"),
    ],
)
def test_a_frame_that_lies_is_refused(pair: tuple[socket.socket, socket.socket], raw: bytes, said: str) -> None:
    pair[0].sendall(raw)
    with pytest.raises(wire.WireError, match=said):
        wire.receive(pair[1], time.monotonic() + 2)


def test_nesting_without_end_is_refused(pair: tuple[socket.socket, socket.socket]) -> None:
    node: Any = 1
    for _ in range(200):
        node = [wire.LIST, node]
    pair[0].sendall(frame(packed(node)))
    with pytest.raises(wire.WireError, match="malformed"):
        wire.receive(pair[1], time.monotonic() + 2)


def test_frames_within_frames_come_to_an_end(pair: tuple[socket.socket, socket.socket]) -> None:
    """msgpack itself has a bound that a million brackets do not reach."""
    pair[0].sendall(frame(b"\x91" * 100_000 + b"\x01"))
    with pytest.raises(wire.WireError, match="cannot be read"):
        wire.receive(pair[1], time.monotonic() + 2)


def test_keys_that_all_fall_into_one_place_end_at_the_deadline() -> None:
    """Whole numbers that differ by 2**61 - 1 have one hash, so that each new key is compared with all before it."""
    keys = [[wire.BIG, hex((1 << 70) * (2**61 - 1) + k * (2**61 - 1))] for k in range(30_000)]
    began = time.monotonic()
    with sending(frame(packed([wire.SET, *keys]))) as other, pytest.raises(wire.WireTimeout):
        wire.receive(other, began + 0.5)
    assert time.monotonic() - began < 30  # far from the minute that it would take without a deadline


def test_a_million_small_values_end_at_the_deadline() -> None:
    began = time.monotonic()
    with sending(frame(packed([wire.LIST, *[[wire.LIST]] * 900_000]))) as other, pytest.raises(wire.WireTimeout):
        wire.receive(other, began + 0.3)
    assert time.monotonic() - began < 30  # far from the minute that it would take without a deadline


@contextlib.contextmanager
def sending(raw: bytes) -> Iterator[socket.socket]:
    """The other end of a channel into which this is being written."""
    one, other = socket.socketpair()

    def send() -> None:
        with contextlib.suppress(OSError):
            one.sendall(raw)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        with one, other:
            yield other
            one.shutdown(socket.SHUT_RDWR)
    finally:
        sender.join()


def test_a_claim_of_a_large_frame_takes_no_memory_before_its_bytes_are_there() -> None:
    head = struct.pack("<4sIIQ", b"GRD1", 1, 1, wire.TOTAL_BYTES - 1)
    me = psutil.Process()
    before = me.memory_info().rss
    with sending(head + b"\xc0") as other, pytest.raises(wire.WireTimeout):
        wire.receive(other, time.monotonic() + 0.1)
    assert me.memory_info().rss - before < wire.TOTAL_BYTES / 8


@pytest.mark.parametrize("value", [1 << 5000, -(1 << 5000), np.zeros((1 << 20, 0, 4))])
def test_what_would_be_dear_to_read_arrives_as_its_description(value: Any) -> None:
    assert isinstance(wire.travelled(value), wire.Opaque)


@pytest.mark.parametrize("value", [1 << 4000, -(1 << 4000), np.zeros((1000, 0))])
def test_what_is_large_but_can_be_read_arrives_as_it_left(value: Any) -> None:
    assert same(wire.travelled(value), value)


def test_floats_with_a_message_in_their_nans_arrive_as_nans() -> None:
    boxed = np.array([0x7FF8DEADBEEF0001, 0xFFF0000000000001], np.uint64).view(np.float64)
    assert np.isnan(passed(boxed)).all()


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=60), st.lists(st.binary(max_size=9), max_size=2))
def test_no_bytes_raise_anything_but_a_wire_error(header: bytes, buffers: list[bytes]) -> None:
    with sending(frame(header, *buffers)) as other, contextlib.suppress(wire.WireError):
        wire.receive(other, time.monotonic() + 2)


NODES: st.SearchStrategy[Any] = st.recursive(
    PLAIN | st.sampled_from(["<f8", "0x1", [1], [1 << 39, 0]]) | st.integers(0, 11),
    lambda part: st.lists(part, max_size=4).flatmap(lambda parts: st.integers(0, 11).map(lambda tag: [tag, *parts])),
    max_leaves=10,
)


@settings(deadline=None, max_examples=300)
@given(NODES)
def test_no_tree_of_tags_raises_anything_but_a_wire_error(node: Any) -> None:
    try:
        header = msgpack.packb(node)
    except (OverflowError, ValueError):  # a number too large for msgpack
        return
    with sending(frame(header, b"12345678")) as other, contextlib.suppress(wire.WireError):
        wire.receive(other, time.monotonic() + 2)


def test_silence_ends_at_the_deadline(pair: tuple[socket.socket, socket.socket]) -> None:
    began = time.monotonic()
    with pytest.raises(wire.WireTimeout):
        wire.receive(pair[1], began + 0.05)
    assert time.monotonic() - began < 1


def test_a_frame_that_drips_in_ends_at_the_deadline(pair: tuple[socket.socket, socket.socket]) -> None:
    """The deadline is absolute: a byte now and then does not move it."""
    stop = threading.Event()

    def drip() -> None:
        for byte in frame(b"\xc0" * 1000):
            if stop.wait(0.02):
                return
            pair[0].send(bytes([byte]))

    dripping = threading.Thread(target=drip)
    dripping.start()
    with pytest.raises(wire.WireTimeout):
        wire.receive(pair[1], time.monotonic() + 0.2)
    stop.set()
    dripping.join()


def test_a_peer_that_reads_nothing_is_left_at_the_deadline(pair: tuple[socket.socket, socket.socket]) -> None:
    with pytest.raises(wire.WireTimeout):
        wire.send(pair[0], np.zeros(4_000_000), time.monotonic() + 0.1)


def test_the_end_of_the_other_side_is_told_apart(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].close()
    with pytest.raises(wire.WireClosed):
        wire.receive(pair[1], time.monotonic() + 1)
