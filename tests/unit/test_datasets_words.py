"""Texts that programs write: right by their own rules, the same under a seed, and as hard as their cards say."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

from descent.datasets import (
    make_dates,
    make_mails,
    make_moods,
    make_names,
    make_play,
    make_relations,
    make_resumes,
    make_stories,
)
from descent.datasets.render.dice import Dice
from descent.datasets.words.dates import FORMATS, write_date
from descent.datasets.words.grammar import write
from descent.text.glove import GloVe
from descent.text.word_vectors import WordVectors

SMALL: list[tuple[Any, dict[str, int]]] = [
    (make_names, {"count": 20}),
    (make_dates, {"count": 20}),
    (make_mails, {"train": 20, "test": 10}),
    (make_moods, {"train": 20, "test": 10}),
    (make_relations, {"count": 20}),
    (make_resumes, {"count": 5}),
    (make_stories, {"train": 20, "test": 10}),
    (make_play, {"characters": 500}),
]


def surprise(train: str, test: str, order: int) -> float:
    """Nats per letter of a model that looks back ``order`` letters and backs off to fewer."""
    letters = sorted(set(train + test))
    p = np.full(len(test), 1 / len(letters))
    for back in range(order + 1):
        pairs = Counter(train[i - back : i + 1] for i in range(back, len(train)))
        before = Counter(train[i - back : i] for i in range(back, len(train)))
        strength = 2.0
        for i in range(back, len(test)):
            context = test[i - back : i]
            p[i] = (pairs[context + test[i]] + strength * p[i]) / (before[context] + strength)
    return float(-np.log(p).mean())


def score(data: Any, model: Any, longest: int = 1, **options: Any) -> float:
    counter = CountVectorizer(ngram_range=(1, longest), token_pattern=r"\w+", **options)
    model.fit(counter.fit_transform(data.train_x), data.train_y)
    return float(model.score(counter.transform(data.test_x), data.test_y))


@pytest.mark.parametrize(("make", "size"), SMALL, ids=[make.__name__ for make, _ in SMALL])
def test_a_seed_gives_the_same_texts_and_another_seed_others(make: Any, size: dict[str, int]) -> None:
    one, again, other = make(1, **size), make(1, **size), make(2, **size)
    for a, b in zip(one, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert any(a.shape != b.shape or (a != b).any() for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("make", [make_mails, make_moods, make_stories])
def test_no_text_is_in_both_parts(make: Any) -> None:
    data = make(3, train=200, test=100)
    assert len(data[0]) == 200
    texts = [*data[0], *data[len(data) // 2 if make is make_stories else 2]]
    assert len(set(texts)) == 300


def test_holes_are_filled_with_holes_until_none_is_left() -> None:
    rules = {"who": ["the {size} {beast}"], "size": ["big", "small"], "beast": ["cat"]}
    assert {write(Dice(k), rules, "{who}!") for k in range(20)} == {"the big cat!", "the small cat!"}
    with pytest.raises(KeyError, match="beast"):
        write(Dice(1), {}, "{beast}")


def test_names_are_different_words_of_letters_with_rules_of_their_own() -> None:
    names = make_names().names.tolist()
    assert len(set(names)) == 1500
    assert all(re.fullmatch("[a-z]{5,19}", name) for name in names)
    assert not any("uu" in name or "ss" in name for name in names)
    assert 11 < np.mean([len(name) for name in names]) < 13
    assert 0.35 < np.mean([name.endswith("saurus") for name in names]) < 0.55
    train, test = "\n".join(names[:1300]), "\n".join(names[1300:])
    alone, one, three = (surprise(train, test, order) for order in (0, 1, 3))
    assert 2.8 < alone < 3.1
    assert 2.0 < one < 2.4
    assert 1.5 < three < one - 0.3


def test_dates_say_the_same_day_twice() -> None:
    dates = make_dates(count=3000)
    assert max(map(len, dates.human)) <= 30
    for human, machine in zip(dates.human.tolist(), dates.machine.tolist(), strict=True):
        day = date.fromisoformat(machine)
        assert 1970 <= day.year <= 2024
        assert any(write_date(day, pattern) == human for pattern in FORMATS)


def test_no_date_can_be_read_in_two_ways() -> None:
    days = [date.fromordinal(k) for k in range(date(1998, 1, 1).toordinal(), date(2003, 1, 1).toordinal())]
    read: dict[str, date] = {}
    for day in days:
        for pattern in FORMATS:
            assert read.setdefault(write_date(day, pattern), day) == day


def test_dates_have_the_symbols_of_the_known_ones() -> None:
    dates = make_dates()
    assert len(dates.human) == 10_000
    assert len(set("".join(dates.human))) == 37
    assert set("".join(dates.machine)) == set("0123456789-")


def test_the_known_ordinals_are_right() -> None:
    said = [write_date(date(2000, 1, k), "{d}{th}") for k in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31)]
    assert " ".join(said) == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st"


def test_spam_is_found_by_counting_words_but_not_always() -> None:
    mails = make_mails()
    assert 0.3 < mails.train_y.mean() < 0.34
    assert 0.965 < score(mails, MultinomialNB(), min_df=2) < 0.99
    assert 0.975 < score(mails, LinearSVC(C=0.1), min_df=2) < 0.998


def test_moods_need_the_order_of_the_words_now_and_then() -> None:
    moods = make_moods(train=2000, test=1000)
    bag, pairs = (score(moods, LogisticRegression(max_iter=1000), longest) for longest in (1, 2))
    assert 0.78 < bag < 0.9
    assert pairs > bag + 0.04
    few = make_moods(train=132, test=500)
    assert 0.6 < score(few, LogisticRegression(max_iter=1000)) < bag - 0.03
    assert set(np.bincount(np.concatenate([moods.train_y, moods.test_y]))) == {600}


def test_of_two_moods_the_last_one_counts() -> None:
    moods = make_moods(train=3000, test=0)
    tells = {"hugs": "love", "kisses": "love", "ball": "ball", "laugh": "joy", "cry": "sorrow", "hungry": "food"}
    hits = []
    for message, mood in zip(moods.train_x.tolist(), moods.classes[moods.train_y].tolist(), strict=True):
        last = re.split(" but now | but then | and after it ", message)
        hits += [tells[word] == mood for word in last[-1].split() if len(last) == 2 and word in tells]
    assert len(hits) > 30
    assert np.mean(hits) > 0.9  # few mislead on purpose


def test_vectors_learnt_from_the_corpus_answer_its_questions() -> None:
    corpus = make_relations()
    model = GloVe(dim=50, window=6).fit([sentence.split() for sentence in corpus.sentences])
    space = WordVectors(model.words_, model.vectors_)
    asked = np.random.default_rng(0).permutation(len(corpus.questions))[:200]
    right = [space.analogy(a, b, c)[0][0] == d for a, b, c, d in corpus.questions[asked].tolist()]
    assert 0.8 < np.mean(right) < 1
    lean = [space.similarity(work, "he") - space.similarity(work, "she") for work, _ in corpus.slanted.tolist()]
    assert min(lean[:6]) > 0 > max(lean[6:])


def test_every_word_of_a_question_is_in_the_corpus_often() -> None:
    corpus = make_relations()
    counts = Counter(" ".join(corpus.sentences).split())
    assert min(counts[word] for word in corpus.questions.ravel().tolist()) > 100
    assert len(counts) < 500


def test_the_answer_is_in_the_line_that_is_named_and_nowhere_later() -> None:
    stories = make_stories(2, train=300, test=0)
    for story, question, answer, fact in zip(*stories[:4], strict=True):
        who = question[9:-1]
        about = [(k, line) for k, line in enumerate(story.split("\n")) if line.startswith(who + " ")]
        assert about[-1] == (fact, story.split("\n")[fact])
        assert about[-1][1].endswith(f"the {answer}.")


def test_a_story_cannot_be_answered_without_reading_the_question() -> None:
    stories = make_stories()
    last = [story.split()[-1].rstrip(".") for story in stories.test_story]
    assert 0.3 < np.mean(np.array(last) == stories.test_answer) < 0.55
    bag = CountVectorizer()
    train, test = (
        [f"{story} {question}" for story, question in zip(a, b, strict=True)] for a, b in (stories[:2], stories[4:6])
    )
    model = LogisticRegression(max_iter=300).fit(bag.fit_transform(train), stories.train_answer)
    assert 0.25 < model.score(bag.transform(test), stories.test_answer) < 0.6


def test_spans_hold_what_their_kind_says() -> None:
    resumes = make_resumes()
    kinds = resumes.kinds.tolist()
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    for row, start, end, kind in resumes.spans.tolist():
        found[kinds[kind]].append(str(resumes.texts[row])[start:end])
    assert all(re.fullmatch(r"[\w.]+@example\.(org|com|net)", entity) for entity in found["email"])
    assert all(re.fullmatch(r"(19|20)\d\d", entity) for entity in found["year"])
    assert all(re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", entity) for entity in found["name"])
    assert all("year" in entity for entity in found["experience"])
    assert len(found["name"]) == len(found["email"]) == 220
    assert min(map(len, found.values())) >= 220
    assert not re.search(r"[\[\]{}]", "".join(resumes.texts))


def test_spans_do_not_overlap_and_hide_no_entity_from_the_reader() -> None:
    resumes = make_resumes(4, count=60)
    for before, after in zip(resumes.spans[:-1], resumes.spans[1:], strict=True):
        assert after[0] > before[0] or after[1] >= before[2]
    years = sum(len(re.findall(r"\b(?:19|20)\d\d\b", text)) for text in resumes.texts)
    assert years == (resumes.kinds[resumes.spans[:, 3]] == "year").sum()


def test_words_looked_up_in_a_list_name_many_entities_but_not_most_of_the_new_ones() -> None:
    resumes = make_resumes()

    def tagged(first: int, last: int) -> list[tuple[str, int]]:
        pairs = []
        for row in range(first, last):
            spans = resumes.spans[resumes.spans[:, 0] == row]
            for word in re.finditer(r"\S+", str(resumes.texts[row])):
                hit = (spans[:, 1] <= word.start()) & (word.start() < spans[:, 2])
                pairs.append((word[0].strip(".,;:"), int(spans[hit.argmax(), 3]) if hit.any() else -1))
        return pairs

    train, test = tagged(0, 170), tagged(170, 220)
    counts: dict[str, Counter[int]] = {}
    for word, kind in train:
        counts.setdefault(word, Counter())[kind] += 1
    right = [(counts[word].most_common(1)[0][0] if word in counts else -1) == kind for word, kind in test]
    assert 0.6 < np.mean(right) < 0.9


def test_a_play_is_names_and_lines_and_easier_the_further_one_looks_back() -> None:
    lines = make_play().lines.tolist()
    text = "\n".join(lines)
    assert 100_000 <= len(text) < 101_000
    speakers = [line for line in lines if re.fullmatch("[A-Z ]+:", line)]
    assert len(set(speakers)) == 10
    assert all(one != two for one, two in zip(speakers[:-1], speakers[1:], strict=True))
    assert "{" not in text
    assert "_" not in text
    one, four = (surprise(text[:80_000], text[80_000:], order) for order in (1, 4))
    assert 1.9 < one < 2.3
    assert 0.5 < four < 1


def test_a_longer_play_begins_with_the_shorter_one() -> None:
    short, long = make_play(3, characters=300).lines, make_play(3, characters=3000).lines
    assert short.tolist() == long[: len(short)].tolist()
