"""Reads a form that holds a text, with a bound on how much is read."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

FORM_BYTES = 1_000_000
FIELDS = 20


class FormError(ValueError):
    """A form that is not read; ``status`` is the answer's, and the message says what to do."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form, each once, lines ended as Python ends them."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise FormError(413, "This is far more text than a cell may have. Put long data into a file and load it.")
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError:
        raise FormError(400, "What came is not a form of this page. Reload the page, and try again.") from None
    return {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in fields}
