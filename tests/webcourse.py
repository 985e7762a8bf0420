"""A small course with one item of every kind, and a browserless client for its pages."""

from __future__ import annotations

import asyncio
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from gradus.record import Record, Workspace, open_workspace
from gradus.web.app import create_app
from gradus.web.fresh import library_loader
from gradus.web.jupyter import State
from gradus.web.security import Access

TINY = Path(__file__).parent / "content" / "tiny_course"
HERE = "http://127.0.0.1:8750"
BASE = "/courses/small/week-1"

COURSE = """
title = "A small course"
summary = "One item of each kind."

[[week]]
id = "week-1"
title = "The first week"
summary = "Everything happens here."
items = ["first-steps", "second-steps", "small-quiz", "tiny-lab"]
"""
LESSON = """
kind = "lesson"
title = "{title}"
minutes = 7
summary = "What a *step* is."
goals = ["Take a step."]
needs = [{needs}]
sources = [{{ title = "A book", url = "https://example.org/book" }}]
"""
TEXT = """
A step is $w - \\alpha g$.{margin}`The margin.`

$$\\alpha \\, \\frac{\\partial J}{\\partial w}$$

## A part

```python
print("hello")
```
```output
hello
```

:::{check} What is a step?
A move downhill.
:::
"""
QUIZ = """
kind = "quiz"
title = "A small quiz"
minutes = 5
summary = "Every kind of question."
goals = ["See what stuck."]
draw = {draw}
"""
QUESTIONS = """
[[question]]
id = "one"
kind = "one"
lesson = "first-steps"
ask = "Which is a step?"
option = [
  { text = "downhill", right = true, why = "It lowers the cost." },
  { text = "uphill", why = "It raises the cost." },
]

[[question]]
id = "many"
kind = "many"
lesson = "first-steps"
ask = "Which numbers are even?"
option = [
  { text = "two", right = true, why = "Two is even." },
  { text = "three", why = "Three is odd." },
  { text = "four", right = true, why = "Four is even." },
]

[[question]]
id = "true-false"
kind = "true-false"
lesson = "first-steps"
ask = "Zero is a number."
answer = true
why = "It is."
why_wrong = "It is one."

[[question]]
id = "number"
kind = "number"
lesson = "first-steps"
ask = "Two plus two?"
answer = 4
why = "Count."

[[question]]
id = "expression"
kind = "expression"
lesson = "first-steps"
ask = "The double of $a$?"
answer = "2*a"
variables = { a = [0.1, 0.9] }
why = "Twice."

[[question]]
id = "shape"
kind = "shape"
lesson = "first-steps"
ask = "The shape of a column of three?"
answer = [3, 1]
why = "Three rows."

[[question]]
id = "output"
kind = "output"
lesson = "first-steps"
ask = "What does it print?"
code = "print(1 + 1)"
answer = "2"
why = "It adds."

[[question]]
id = "order"
kind = "order"
lesson = "first-steps"
ask = "Put in order."
items = ["alpha", "beta", "gamma"]
why = "The alphabet."
"""


def write_course(root: Path, *, draw: int = 8) -> Path:
    """Write the course below ``root``, and return its folder."""
    folder = root / "small"
    for name, content in {
        "course.toml": COURSE,
        "week-1/first-steps/item.toml": LESSON.format(title="First steps", needs=""),
        "week-1/first-steps/lesson.md": TEXT,
        "week-1/second-steps/item.toml": LESSON.format(title="Second steps", needs='"first-steps"'),
        "week-1/second-steps/lesson.md": "Another.\n",
        "week-1/small-quiz/item.toml": QUIZ.format(draw=draw),
        "week-1/small-quiz/questions.toml": QUESTIONS,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    shutil.copytree(TINY / "week-1" / "tiny-lab", folder / "week-1" / "tiny-lab")
    shutil.copytree(TINY / "data", folder / "data")
    return folder


class IdleJupyter:
    """Stands where JupyterLab would, in whatever state a test wants it."""

    def __init__(self) -> None:
        self.now = State.OFF
        self.started = 0
        self.failure = ""

    def start(self) -> None:
        self.started += 1
        if self.now is State.OFF:
            self.now = State.STARTING

    def state(self) -> State:
        return self.now

    def url(self, notebook: Path, host: str = "") -> str:
        return f"http://{host}:9999/lab/tree/{notebook.name}?token=t"

    def stop(self) -> None:
        self.now = State.OFF


class Pages:
    """A running web face over the small course, without a browser."""

    def __init__(self, folder: Path, *, draw: int = 8, access: Access | None = None) -> None:
        self.courses = folder / "courses"
        self.course = write_course(self.courses, draw=draw)
        self.workspace: Workspace = open_workspace(folder / "workspace")
        self.record = Record(self.workspace.record_path)
        self.jupyter = IdleJupyter()
        self.app = create_app(
            library_loader(self.courses, every=0),
            self.workspace,
            jupyter=self.jupyter,  # type: ignore[arg-type]
            record=self.record,
            access=access,
        )

    def request(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
                return await client.request(method, f"{HERE}{path}", **kwargs)

        # In a thread of its own: once a browser test has run, playwright's event loop is this thread's for good.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, ask()).result()

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return self.request("GET", path, **kwargs)

    def text(self, path: str) -> str:
        """The page's HTML; it must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return str(answer.text)

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> httpx.Response:
        return self.request("POST", path, data=data or {}, **kwargs)

    def close(self) -> None:
        self.record.close()


def hidden_draw(page: str) -> str:
    """The id of the draw that a page of questions belongs to."""
    found = re.search(r'name="draw" value="([0-9a-f]+)"', page)
    assert found, page[:500]
    return found[1]
