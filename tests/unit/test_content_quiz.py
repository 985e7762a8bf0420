"""Pools of questions: what is wrong with one is said, and a retake asks something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradus.content import ContentError
from gradus.content.quiz import Pool, Template, all_params, draw, fill, fill_text, load_pool
from gradus.model import Item, Kind


def pool_of(folder: Path, text: str) -> Pool:
    (folder / "questions.toml").write_text(text, encoding="utf-8")
    return load_pool(Item("quiz", Kind.QUIZ, "Quiz", 5, "course", "week", folder))


def findings_of(folder: Path, text: str) -> str:
    with pytest.raises(ContentError) as caught:
        pool_of(folder, text)
    return str(caught.value)


GOOD = """
[[question]]
id = "a"
kind = "number"
lesson = "x"
ask = "Twice @{n} is?"
params = { n = [2, 3] }
answer = "2*n"
why = "@{2*n}, of course"
"""


def test_parameters_fill_the_question_its_answer_and_its_reason(tmp_path: Path) -> None:
    (template,) = pool_of(tmp_path, GOOD).templates
    filled = fill(template, {"n": 3})
    assert (filled.ask, filled.answer, filled.why) == ("Twice 3 is?", 6, "6, of course")
    assert all_params(template) == [{"n": 2}, {"n": 3}]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('ask = "Twice', 'aks = "Twice', "unknown key 'aks'. Did you mean 'ask'?"),
        ('kind = "number"', 'kind = "nunber"', "Did you mean 'number'?"),
        ('why = "@{2*n}, of course"', "", "the key 'why' is missing"),
        ('answer = "2*n"', 'answer = "2*k"', "'k' is not a name here"),
        ('answer = "2*n"', 'answer = "1/(n-2)"', "division by zero"),
        ("{ n = [2, 3] }", "{ n = [] }", "the parameter 'n' has no values"),
        ("{ n = [2, 3] }", "[2]", "'params' is [2]; expected a table"),
        ('id = "a"', "id = 3", "'id' is 3; expected text"),
        ("[[question]]", "[[question]", "not valid TOML"),
    ],
)
def test_each_defect_of_a_question_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in findings_of(tmp_path, GOOD.replace(old, new))


def test_an_id_used_twice_is_named(tmp_path: Path) -> None:
    assert "the question id 'a' is used twice" in findings_of(tmp_path, GOOD + GOOD)


def test_a_choice_without_exactly_one_right_option_is_named(tmp_path: Path) -> None:
    options = 'option=[{text="p",why="w w w"},{text="q",why="w w w"}]'
    text = f'[[question]]\nid="a"\nkind="one"\nlesson="x"\nask="?"\n{options}\n'
    assert "0 options are right; expected exactly one" in findings_of(tmp_path, text)


def test_a_missing_file_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="this file is missing"):
        load_pool(Item("quiz", Kind.QUIZ, "Quiz", 5, "course", "week", tmp_path))


def template(name: str) -> Template:
    return Template({"id": name, "kind": "number", "lesson": "x", "ask": "?", "answer": 1, "why": "so"})


def test_a_draw_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    pool = Pool(tuple(template(str(number)) for number in range(20)))
    names = [[question.id for question in draw(pool, 10, seed)] for seed in (1, 1, 2)]
    assert names[0] == names[1] != names[2]
    assert len(set(names[0])) == 10


def test_a_retake_asks_what_was_not_asked_before() -> None:
    pool = Pool(tuple(template(str(number)) for number in range(20)))
    first = {question.id for question in draw(pool, 10, 1)}
    second = {question.id for question in draw(pool, 10, 2, dict.fromkeys(first, 1))}
    assert first.isdisjoint(second)


def test_holes_in_a_text_take_numbers_as_one_writes_them() -> None:
    assert fill_text("@{n} and @{n/4} and @{name}", {"n": 8, "name": "relu"}) == "8 and 2 and relu"
