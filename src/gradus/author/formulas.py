"""Tries every formula of the content in KaTeX itself, the program that will show it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from gradus.author.texts import item_texts
from gradus.content import Library
from gradus.content.markdown import render
from gradus.model import Finding, Item

KATEX = "web/static/vendor/katex/katex.min.js"
SCRIPT = """
const katex = require(process.argv[1]);
const read = [];
process.stdin.on("data", (part) => read.push(part));
process.stdin.on("end", () => {
  const errors = JSON.parse(Buffer.concat(read)).map(([tex, displayMode]) => {
    try { katex.renderToString(tex, { displayMode, throwOnError: true, strict: "error" }); return null; }
    catch (error) { return String(error.message); }
  });
  process.stdout.write(JSON.stringify(errors));
});
"""


def formula_findings(items: Sequence[Item], library: Library) -> Iterator[Finding]:
    """Formulas that KaTeX refuses. Needs ``node``; where there is none, only the browser tests try them."""
    found = [
        (tex, display, shown, line)
        for item in items
        for shown, text in item_texts(item, library)
        for tex, display, line in render(text).formulas
    ]
    katex = Path(str(resources.files("gradus"))) / KATEX
    node = shutil.which("node")
    if not found or node is None or not katex.exists():
        return
    asked = json.dumps([[tex, display] for tex, display, _, _ in found]).encode()
    answer = subprocess.run([node, "-e", SCRIPT, str(katex)], input=asked, capture_output=True, check=True)
    for (tex, _, shown, line), error in zip(found, json.loads(answer.stdout), strict=True):
        if error is not None:
            yield Finding(shown, f"the formula {tex!r} cannot be shown: {error}.", line=line)
