"""Short messages of five moods, of the kind to which a picture of a face would be put.

Most give themselves away by a word. Some deny it ("not happy"), and some name two moods, of which the last one counts
("... but the food was lovely"): there the order of the words decides, which a bag of words cannot see.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.words.grammar import Labels, Rules, Texts, phrases, words, write

SEED = 52
CLASSES = ("love", "ball", "joy", "sorrow", "food")
TURNED, TWO, BARE, SLIPS = 0.05, 0.06, 0.03, 0.02  # shares of messages that deny, name two moods, hint only, mislead
RULES: Rules = {
    "who": words("you mum grandma dad everyone grandpa") + ["my sister", "my brother", "my baby", "my friend"],
    "when": words("today tonight tomorrow now again") + ["this week", "after work", "on sunday", "all day", ""],
    "glad": words("happy glad cheerful delighted thrilled merry proud great wonderful brilliant"),
    "low": words("sad unhappy gloomy lonely miserable upset terrible awful hopeless down"),
    "thing": words("exam meeting trip film letter news party weather interview journey result"),
    "dish": words("pizza soup cake pasta curry salad bread breakfast lunch dinner sandwich pancakes"),
    "meal": ["some {dish}", "{dish}", "a bit of {dish}", "more {dish}"],
    "play": words("ball baseball football tennis cricket basketball") + ["a match", "a game"],
    "dear": words("love adore miss treasure cherish"),
}
PLAIN: dict[str, list[str]] = {
    "love": phrases("""
        i {dear} {who} {when}
        i {dear} you so much
        {who} means the world to me
        sending kisses to {who} {when}
        my heart belongs to {who}
        will you be my valentine {when}
        hugs for {who} {when}
    """),
    "ball": phrases("""
        shall we play {play} {when}
        {who} threw the ball {when}
        the pitcher was quick {when}
        we won at {play} {when}
        let us go to the stadium {when}
        {who} wants to play {play} {when}
        the coach and the team train {when}
    """),
    "joy": phrases("""
        i am so {glad} {when}
        the {thing} went {glad} {when}
        {who} made me laugh {when}
        what a {glad} {thing}
        {who} feels {glad} about the {thing}
        congratulations on the {thing}
        haha that was funny {when}
    """),
    "sorrow": phrases("""
        i am so {low} {when}
        the {thing} was {low} {when}
        {who} made me cry {when}
        so {low} a {thing}
        {who} feels {low} about the {thing}
        i failed the {thing} {when}
        nobody wrote to me {when}
    """),
    "food": phrases("""
        i want to eat {meal} {when}
        let us cook {meal} {when}
        {who} is hungry {when}
        shall we order {meal} {when}
        the {dish} at the restaurant tastes good
        {who} bakes {meal} {when}
        who is for {meal} {when}
    """),
}
DENIED: dict[str, list[str]] = {
    "joy": ["{who} is not {low} {when}", "the {thing} was not {low} at all", "i am {glad} and not {low}"],
    "sorrow": ["{who} is not {glad} {when}", "the {thing} was not {glad} at all", "i am {low} and not {glad}"],
}
HALF: dict[str, list[str]] = {
    "love": ["i {dear} {who}", "hugs for {who}", "kisses to {who}"],
    "ball": ["we play {play}", "{who} threw the ball", "the team trains"],
    "joy": ["i am {glad}", "the {thing} went {glad}", "{who} made me laugh"],
    "sorrow": ["i am {low}", "the {thing} was {low}", "{who} made me cry"],
    "food": ["we eat {meal}", "{who} is hungry", "we cook {meal}"],
}
JOINTS = ("first {0} but then {1}", "yesterday {0} but now {1}", "before {0} and after it {1}")
HINTS = (
    "tell {who} about it {when}",
    "guess what {who} did {when}",
    "that was something {when}",
    "what a day for {who}",
)


class Moods(NamedTuple):
    """Messages with moods, in two parts.

    Attributes
    ----------
    train_x : array of str, shape (n_train,)
        Messages in small letters, words apart by blanks.
    train_y : array of int64, shape (n_train,)
        The mood, 0 to 4.
    test_x, test_y : arrays
        As ``train_x`` and ``train_y``; no message is in both parts.
    classes : array of str, shape (5,)
        What the moods are called.
    """

    train_x: Texts
    train_y: Labels
    test_x: Texts
    test_y: Labels
    classes: Texts


def make_moods(seed: int = SEED, *, train: int = 1000, test: int = 500) -> Moods:
    """Write messages.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same messages.
    train, test : int
        How many; moods are equally common. 132 and 56 make the exercise as short of data as the known one.

    Returns
    -------
    Moods
        All messages differ.

    Examples
    --------
    >>> few = make_moods(4, train=2, test=0)
    >>> few.train_x.tolist(), few.classes[few.train_y].tolist()
    (['sending kisses to my friend today', 'the pitcher was quick all day'], ['love', 'ball'])
    """
    dice = Dice(seed, 0)
    found: dict[str, int] = {}
    while len(found) < train + test:
        mood = len(found) % len(CLASSES)
        found.setdefault(" ".join(_message(dice, CLASSES[mood]).split()), mood)
    order = dice.order(len(found))
    x, y = np.array(list(found), dtype=np.str_)[order], np.array(list(found.values()), dtype=np.int64)[order]
    return Moods(x[:train], y[:train], x[train:], y[train:], np.array(CLASSES))


def _message(dice: Dice, mood: str) -> str:
    """A message of the mood, or rarely of another."""
    throw = dice.between(0, 1)
    if throw < SLIPS:
        mood = dice.pick(CLASSES)
    elif throw < SLIPS + BARE:
        return write(dice, RULES, dice.pick(HINTS))
    elif throw < SLIPS + BARE + TWO:
        other = dice.pick([name for name in CLASSES if name != mood])
        halves = (write(dice, RULES, dice.pick(HALF[name])) for name in (other, mood))
        return dice.pick(JOINTS).format(*halves)
    elif mood in DENIED and dice.chance(2.5 * TURNED):  # two moods of five can be denied
        return write(dice, RULES, dice.pick(DENIED[mood]))
    return write(dice, RULES, dice.pick(PLAIN[mood]))


CARD = Card(
    name="moods",
    title="short messages of five moods",
    make=make_moods,
    seed=SEED,
    recipe=(
        "Templates with holes. One in 20 is denied, one in 16 names two moods of which the last counts, "
        "one in 30 gives nothing away, one in 60 misleads."
    ),
    replaces="the sentences with emoji of the exercise on word vectors",
    difficulty="logistic regression on a bag of words 85 %, with pairs of words 88 %; trained on 132 messages 77 %",
    checksum="433c6cec8807195dabb05137773298e5f3fb9dddc8ce0d34792e05d1662881b4",
)
