"""Short stories with a question that one sentence of the story answers: where somebody is.

People walk from room to room. The question asks for one of them, and the last sentence about that person has the
answer. A model that ignores the question can do no better than guess among the rooms of the story.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.words.grammar import Labels, Texts, words

SEED = 55
PEOPLE = words("Anouk Bram Cleo Dario Esme Fynn")
ROOMS = words("kitchen garden bathroom bedroom office hallway")
WALKS = ("went to", "walked to", "ran to", "moved to", "went back to", "hurried to")
FEWEST, MOST = 2, 10  # sentences of a story
CAST = 4  # people of one story at most


class Stories(NamedTuple):
    """Stories with questions, in two parts.

    Attributes
    ----------
    train_story : array of str, shape (n_train,)
        One sentence a line.
    train_question : array of str, shape (n_train,)
        Where somebody is.
    train_answer : array of str, shape (n_train,)
        One word, a room.
    train_fact : array of int64, shape (n_train,)
        The number of the line with the answer, from 0.
    test_story, test_question, test_answer, test_fact : arrays
        The same, to test on; no story is in both parts.
    """

    train_story: Texts
    train_question: Texts
    train_answer: Texts
    train_fact: Labels
    test_story: Texts
    test_question: Texts
    test_answer: Texts
    test_fact: Labels


def make_stories(seed: int = SEED, *, train: int = 1000, test: int = 1000) -> Stories:
    """Tell stories.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same stories.
    train, test : int
        How many.

    Returns
    -------
    Stories
        All stories differ, also between the parts.

    Examples
    --------
    >>> few = make_stories(3, train=1, test=0)
    >>> few.train_story[0].splitlines()
    ['Bram ran to the kitchen.', 'Esme moved to the bathroom.', 'Bram walked to the hallway.']
    >>> str(few.train_question[0]), str(few.train_answer[0]), int(few.train_fact[0])
    ('Where is Esme?', 'bathroom', 1)
    """
    dice = Dice(seed, 0)
    told: dict[str, tuple[str, str, int]] = {}
    while len(told) < train + test:
        story, question, answer, fact = _tell(dice)
        told.setdefault(story, (question, answer, fact))
    rows = [(story, *rest) for story, rest in told.items()]
    parts = [_columns(rows[:train]), _columns(rows[train:])]
    return Stories(*parts[0], *parts[1])


def _tell(dice: Dice) -> tuple[str, str, str, int]:
    """A story, its question, the answer and the line that has it."""
    cast = [PEOPLE[i] for i in dice.order(len(PEOPLE))[: dice.whole(2, CAST)]]
    seen: dict[str, tuple[str, int]] = {}  # where each was last seen, and in which line
    lines = []
    for number in range(dice.whole(FEWEST, MOST)):
        who = dice.pick(cast)
        room = dice.pick([room for room in ROOMS if room != seen.get(who, ("", 0))[0]])
        lines.append(f"{who} {dice.pick(WALKS)} the {room}.")
        seen[who] = room, number
    who = dice.pick(sorted(seen))
    return "\n".join(lines), f"Where is {who}?", *seen[who]


def _columns(rows: list[tuple[str, str, str, int]]) -> tuple[Texts, Texts, Texts, Labels]:
    """The four columns of a list of stories."""
    texts = [np.array([row[k] for row in rows], dtype=np.str_) for k in range(3)]
    return texts[0], texts[1], texts[2], np.array([row[3] for row in rows], dtype=np.int64)


CARD = Card(
    name="stories",
    title="stories of people who walk about, with a question each",
    make=make_stories,
    seed=SEED,
    recipe=(
        "Two to four people go to one of six rooms in 2 to 10 sentences; "
        "the last one about a person answers where that person is."
    ),
    replaces="task 1 of bAbI (one supporting fact)",
    difficulty="the last room that is named is right in 51 %; logistic regression on a bag of words in 40 %",
    checksum="d67fc9370c812cb496acfe79c028cada0c3b2fad50efbed8e03d8d27d871dc4a",
)
