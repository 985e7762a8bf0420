"""Reads a quiz's pool of questions, and fills in the parameters of one attempt."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradus.content.expression import ExpressionError, evaluate
from gradus.content.tables import ContentError, Key, check_keys, read_table
from gradus.model import Finding, Item, Option, Question, QuestionKind, WrongAnswer

QUESTION_KEYS = {
    "id": Key(str, required=True),
    "kind": Key(str, required=True, one_of=tuple(QuestionKind)),
    "lesson": Key(str, required=True),
    "ask": Key(str, required=True),
    "params": Key(dict),
}
WHY = {"why": Key(str, required=True)}
WRONG = {"wrong": Key(list)}
KIND_KEYS: dict[QuestionKind, dict[str, Key]] = {
    QuestionKind.ONE: {"option": Key(list, required=True)},
    QuestionKind.MANY: {"option": Key(list, required=True)},
    QuestionKind.TRUE_FALSE: {"answer": Key(bool, required=True), "why_wrong": Key(str, required=True)} | WHY,
    QuestionKind.NUMBER: {
        "answer": Key((int, float, str), required=True),
        "tolerance": Key((int, float)),
        "unit": Key(str),
    }
    | WHY
    | WRONG,
    QuestionKind.EXPRESSION: {"answer": Key(str, required=True), "variables": Key(dict, required=True)} | WHY | WRONG,
    QuestionKind.SHAPE: {"answer": Key(list, required=True)} | WHY | WRONG,
    QuestionKind.OUTPUT: {"answer": Key(str, required=True), "code": Key(str, required=True)} | WHY | WRONG,
    QuestionKind.ORDER: {"items": Key(list, required=True)} | WHY,
}
OPTION_KEYS = {"text": Key(str, required=True), "right": Key(bool), "why": Key(str, required=True)}
WRONG_KEYS = {"answer": Key((str, int, float, list), required=True), "why": Key(str, required=True)}
HOLE = re.compile(r"@\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A question before its parameters are filled in."""

    table: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.table["id"])

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind(self.table["kind"])

    @property
    def params(self) -> Mapping[str, Sequence[Any]]:
        params: Mapping[str, Sequence[Any]] = self.table.get("params", {})
        return params


@dataclass(frozen=True, slots=True)
class Pool:
    """All questions of a quiz."""

    templates: tuple[Template, ...]

    def template(self, question_id: str) -> Template | None:
        return next((template for template in self.templates if template.id == question_id), None)


def load_pool(item: Item, root: Path | None = None) -> Pool:
    """The pool of a quiz. ContentError lists everything that is wrong with its questions."""
    path = item.path / "questions.toml"
    shown = path.relative_to(root).as_posix() if root else f"{item.course}/{item.week}/{item.id}/questions.toml"
    table = read_table(path, shown)
    findings = check_keys(table, {"question": Key(list, required=True)}, shown)
    if findings:
        raise ContentError(findings)
    templates = []
    for number, entry in enumerate(table["question"], start=1):
        where = f"question {entry.get('id', number) if isinstance(entry, dict) else number}"
        found = _question_findings(entry, shown, where)
        findings += found
        if not found:
            templates.append(Template(entry))
    ids = [template.id for template in templates]
    findings += [
        Finding(shown, f"the question id {twice!r} is used twice.", "Ids are unique in a pool, and for ever.")
        for twice in sorted({name for name in ids if ids.count(name) > 1})
    ]
    if findings:
        raise ContentError(findings)
    return Pool(tuple(templates))


def _question_findings(entry: Any, shown: str, where: str) -> list[Finding]:
    if not isinstance(entry, dict):
        return [Finding(shown, f"{where} is not a table.", "Write it as [[question]].")]
    kind = entry.get("kind")
    if kind not in tuple(QuestionKind):  # which other keys it may have is not known then
        return check_keys({"kind": kind} if kind is not None else {}, {"kind": QUESTION_KEYS["kind"]}, shown, where)
    findings = check_keys(entry, QUESTION_KEYS | KIND_KEYS[QuestionKind(kind)], shown, where)
    for name, inner in (("option", OPTION_KEYS), ("wrong", WRONG_KEYS)):
        for number, value in enumerate(entry.get(name, []), start=1):
            if isinstance(value, dict):
                findings += check_keys(value, inner, shown, f"{where}, {name} {number}")
            else:
                findings.append(Finding(shown, f"{where}: {name} {number} is not a table."))
    if findings:
        return findings
    findings += [
        Finding(shown, f"{where}: the parameter {name!r} has no values.", "Give a list of values to choose from.")
        for name, values in entry.get("params", {}).items()
        if not isinstance(values, list) or not values
    ]
    rights = [option.get("right", False) for option in entry.get("option", [])]
    if kind == QuestionKind.ONE and rights.count(True) != 1:
        findings.append(Finding(shown, f"{where}: {rights.count(True)} options are right; expected exactly one."))
    if kind == QuestionKind.MANY and (True not in rights or False not in rights):
        findings.append(Finding(shown, f"{where}: at least one option must be right, and one wrong."))
    if kind == QuestionKind.ORDER and len(set(entry["items"])) < max(3, len(entry["items"])):
        findings.append(Finding(shown, f"{where}: an order needs three different items or more."))
    if findings:
        return findings
    try:
        for params in all_params(Template(entry)):
            fill(Template(entry), params)
    except (ExpressionError, ArithmeticError, ValueError) as error:
        findings.append(Finding(shown, f"{where}: {error}", "Mend the expression or the parameters."))
    return findings


def all_params(template: Template) -> list[dict[str, Any]]:
    """Every combination of the parameters' values; one empty combination where there are none."""
    combinations: list[dict[str, Any]] = [{}]
    for name, values in template.params.items():
        combinations = [{**known, name: value} for known in combinations for value in values]
    return combinations


def draw(pool: Pool, count: int, seed: int, seen: Mapping[str, int] | None = None) -> list[Question]:
    """``count`` questions of a pool, those seen least often first, parameters and order by ``seed``.

    The same pool, seed and counts give the same questions.
    """
    rng = random.Random(seed)
    shuffled = rng.sample(pool.templates, len(pool.templates))
    chosen = sorted(shuffled, key=lambda template: (seen or {}).get(template.id, 0))[:count]
    rng.shuffle(chosen)
    return [instantiate(template, seed) for template in chosen]


def instantiate(template: Template, seed: int) -> Question:
    """One question with the parameters and the order of options that ``seed`` gives it."""
    rng = random.Random(f"{seed}/{template.id}")
    return fill(template, {name: rng.choice(values) for name, values in template.params.items()}, rng.shuffle)


def fill(template: Template, params: Mapping[str, Any], shuffle: Callable[[list[Any]], None] | None = None) -> Question:
    """One question with these parameters. ExpressionError or ArithmeticError if an expression fails."""
    table, kind = template.table, template.kind

    def text(name: str) -> str:
        return fill_text(str(table.get(name, "")), params)

    options = _options(table, kind, params)
    if shuffle and kind in (QuestionKind.ONE, QuestionKind.MANY):
        shuffle(options)
    return Question(
        id=template.id,
        kind=kind,
        ask=text("ask"),
        why=text("why"),
        options=tuple(options),
        answer=_answer(kind, table.get("items" if kind is QuestionKind.ORDER else "answer"), params),
        wrong=tuple(
            WrongAnswer(_answer(kind, entry["answer"], params), fill_text(entry["why"], params))
            for entry in table.get("wrong", [])
        ),
        tolerance=float(table.get("tolerance", 0.0)),
        unit=str(table.get("unit", "")),
        variables={name: (float(low), float(high)) for name, (low, high) in table.get("variables", {}).items()},
        code=text("code"),
        lesson=str(table["lesson"]),
    )


def _options(table: Mapping[str, Any], kind: QuestionKind, params: Mapping[str, Any]) -> list[Option]:
    if kind is QuestionKind.TRUE_FALSE:
        whys = {True: str(table["why"]), False: str(table["why_wrong"])}
        return [
            Option(word, table["answer"] is value, fill_text(whys[table["answer"] is value], params))
            for word, value in (("True", True), ("False", False))
        ]
    return [
        Option(fill_text(entry["text"], params), entry.get("right", False), fill_text(entry["why"], params))
        for entry in table.get("option", [])
    ]


def _answer(kind: QuestionKind, value: Any, params: Mapping[str, Any]) -> Any:
    match kind:
        case QuestionKind.NUMBER:
            return evaluate(value, _numbers(params)) if isinstance(value, str) else float(value)
        case QuestionKind.SHAPE:
            sizes = value if isinstance(value, list) else [value]
            return tuple(int(evaluate(str(size), _numbers(params))) for size in sizes)
        case QuestionKind.ORDER:
            return tuple(fill_text(str(entry), params) for entry in value)
        case QuestionKind.EXPRESSION | QuestionKind.OUTPUT:
            return fill_text(str(value), params)
    return None


def fill_text(text: str, params: Mapping[str, Any]) -> str:
    """Replace every ``@{expression}`` by its value for these parameters."""

    def replace(match: re.Match[str]) -> str:
        name = match[1].strip()
        if isinstance(params.get(name), str):
            return str(params[name])
        return show_number(evaluate(name, _numbers(params)))

    return HOLE.sub(replace, text)


def show_number(value: float) -> str:
    """A number as one writes it: 3 rather than 3.0, at most six digits."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.6g}"


def _numbers(params: Mapping[str, Any]) -> dict[str, float]:
    return {name: value for name, value in params.items() if isinstance(value, int | float)}
