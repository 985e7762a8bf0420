"""Mails, wanted and unwanted, as a filter gets them: with addresses, prices, tags and spelling made to slip through.

Most mails give themselves away many times over. A few do not: a shop's newsletter that was asked for talks like
spam, and some spam talks like a colleague. They keep every filter from being perfect.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.words.grammar import Labels, Rules, Texts, named, phrases, words, write

SEED = 57
SPAM_SHARE = 0.32
NEWSLETTERS, GUISES = 0.025, 0.025  # shares of wanted mails that talk like spam, and of spam that does not
UTTER = 0.4  # share of those that nothing gives away, so that every filter errs about them
DISGUISED = 0.12  # share of the telling words of spam that are misspelt on purpose
SWAPS = {"a": "@", "i": "1", "o": "0", "e": "3"}
RULES: Rules = {
    # what everybody writes about
    "day": words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "number": words("2 3 4 5 6 7 8 10 12 14 15 20 25 30 40 45"),
    "price": ["${number}", "${number}.99", "${number}00", "{number} dollars"],
    "first": words("Ada Bo Cora Dag Ebba Finn Greta Hugo Ines Jonas Kaia Leo Mira Nils Olga Pavel Rosa Sven Tilda Uwe"),
    "site": words("shop club offers market world direct store deals home portal"),
    "link": ["http://www.{site}{number}.example/{site}", "http://{site}.example", "www.{site}{site}.example"],
    "greet": ["Hi {first}", "Hello {first}", "Dear {first}", "{first}", "Dear all", "Hello everybody", "Good morning"],
    "bye": [
        "Best wishes, {first}",
        "Regards, {first}",
        "Thanks, {first}",
        "See you, {first}",
        "Yours, {first}",
        "{first}",
    ],
    "work": words(
        "report budget contract draft slides agenda minutes schedule invoice proposal patch release server "
        "survey chapter article thesis dataset experiment manual translation plan"
    ),
    "group": words("board team committee students neighbours choir class parents reviewers staff office lab"),
    "place": words("library canteen station seminar hall kitchen office garden museum cafe gym theatre harbour"),
    "do": words("read check finish print send discuss correct review sign forward compare update rewrite test archive"),
    "event": words("meeting lunch workshop rehearsal dinner lecture seminar picnic exam call walk concert party"),
    "thing": words("keys umbrella bicycle charger notebook jacket camera ladder projector tent drill recipe"),
    "trouble": words("compiler printer network database login backup heating lift website script driver"),
    "fault": ["crashes", "hangs", "fails with an error", "prints warnings", "is slow", "does not start", "loses files"],
    # what only sellers write about
    "goods": words(
        "pills loans mortgage watches software insurance diplomas casino lottery jackpot degree viagra "
        "investment stocks refinance pharmacy vitamins credit herbal"
    ),
    "promise": words(
        "guaranteed risk-free amazing unlimited exclusive incredible instant secret certified miracle "
        "limited free unbelievable proven fantastic"
    ),
    "gain": [
        "lose {number} pounds in {number} days",
        "earn {price} a week from home",
        "save up to {number}0 percent",
        "get rich while you sleep",
        "double your income",
        "win {price} cash",
        "cut your debt in half",
        "look {number} years younger",
        "get approved in {number} minutes",
        "claim your prize",
    ],
    "urge": [
        "Act now!",
        "Click here: {link}",
        "Order today at {link}",
        "Only {number} left!",
        "Call now, toll free!",
        "Do not miss this!!!",
        "Visit {link} before midnight!",
        "Reply with your account number.",
        "Offer expires {day}.",
        "Subscribe at {link}",
    ],
    "stop": [
        "To be removed, click {link}",
        "This is not spam, you signed up.",
        "Unsubscribe: {link}",
        "100% legal.",
        "",
    ],
    "shout": words("CONGRATULATIONS URGENT WINNER FREE ATTENTION HURRY BONUS"),
}
WANTED = phrases("""
    could you {do} the {work} before {day}? I will {do} the {work} myself.
    the {event} with the {group} is on {day} at {number}, in the {place}.
    I have put the {work} for the {group} on the server, please {do} it.
    the {trouble} {fault} since {day}, and I do not know why.
    has anybody found my {thing}? I left it in the {place} after the {event}.
    thanks for the {work}, the {group} liked it. There are {number} small things to correct.
    {first} asked whether we can move the {event} to {day}.
    attached is the {work}; the numbers on page {number} are new.
    I cannot come to the {event}, the train is late. Please {do} the {work} without me.
    the {group} needs {number} more people for the {event}. Who has time on {day}?
    can I borrow your {thing} for the {event}? You get it back on {day}.
    after the update the {trouble} {fault}, but only with the old {work}.
    lunch cost {price} each, please give it to {first}.
    the book that you ordered is waiting in the {place}.
    see {link} for the {work}; section {number} is worth a look.
    I tried what you said about the {trouble}, and now it {fault} less often.
""")
UNWANTED = phrases("""
    {shout}! You can {gain} with our {promise} {goods}.
    {promise} {goods} at {price}, no questions asked.
    {shout}!!! {gain}, {promise}!
    our {promise} {goods} let you {gain}. Thousands of customers already do.
    you have been selected to {gain}. {shout}!
    <b>{promise} {goods}</b> from {price}<br> <a href="{link}">{gain}</a>
    no credit check, no fees, {promise} {goods} for everyone.
    why pay more? {goods} and {goods} for only {price}, {promise} shipping.
    dear friend, I am a banker and need your help to move ${number} million; you keep {number} percent.
    make money fast: {gain} with {promise} {goods}.
""")
NEWS = phrases("""
    our sale begins on {day}: {goods} and {thing} from {price}.
    this week in the shop: {promise} offers for members, see {link}
    thank you for your order of {price}; the {thing} arrives on {day}.
    your monthly letter of the {site}: read about {goods} and the {work}. Unsubscribe: {link}
""")


class Mails(NamedTuple):
    """Mails, in two parts.

    Attributes
    ----------
    train_x : array of str, shape (n_train,)
        Subject and text.
    train_y : array of int64, shape (n_train,)
        1 for spam, 0 for a mail that is wanted.
    test_x, test_y : arrays
        As ``train_x`` and ``train_y``; no mail is in both parts.
    """

    train_x: Texts
    train_y: Labels
    test_x: Texts
    test_y: Labels


def make_mails(seed: int = SEED, *, train: int = 4000, test: int = 1000) -> Mails:
    """Write mails.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same mails.
    train, test : int
        How many, of which about 32 in 100 are spam.

    Returns
    -------
    Mails
        All different.

    Examples
    --------
    >>> one = make_mails(1, train=1, test=0)
    >>> one.train_x[0].splitlines()[:3]
    ['Subject: Fwd: charger', '', 'Dear Rosa,']
    """
    dice = Dice(seed, 0)
    found: dict[str, int] = {}
    while len(found) < train + test:
        spam = dice.chance(SPAM_SHARE)
        found.setdefault(_spam(dice) if spam else _wanted(dice), int(spam))
    x, y = np.array(list(found), dtype=np.str_), np.array(list(found.values()), dtype=np.int64)
    return Mails(x[:train], y[:train], x[train:], y[train:])


def _wanted(dice: Dice) -> str:
    """A mail from somebody whom one knows, or from a shop."""
    if dice.chance(NEWSLETTERS * UTTER):
        return _offer(dice)
    if dice.chance(NEWSLETTERS):
        lines = _some(dice, NEWS + UNWANTED[:2], 1, 2)
        return f"Subject: News from the {write(dice, RULES, '{site}')}\n\n{lines}"
    return _letter(dice)


def _spam(dice: Dice) -> str:
    """A mail from somebody who wants money."""
    if dice.chance(GUISES * UTTER):
        return _letter(dice)
    if dice.chance(GUISES):
        about, link = (write(dice, RULES, hole) for hole in ("{event}", "{link}"))
        return f"Subject: Re: {about}\n\nHi,\n{_some(dice, WANTED, 1, 2)}\n{link}"
    return _offer(dice)


def _letter(dice: Dice) -> str:
    """What people write to people whom they know."""
    about = dice.pick(("{work}", "{event} on {day}", "Re: {work} for {day}", "{trouble}", "Fwd: {thing}"))
    about, greet, bye = (write(dice, RULES, hole) for hole in (about, "{greet}", "{bye}"))
    return f"Subject: {about}\n\n{greet},\n{_some(dice, WANTED, 1, 4)}\n{bye}"


def _offer(dice: Dice) -> str:
    """What sellers write to everybody."""
    about = write(dice, RULES, dice.pick(("{shout}", "{promise} {goods}", "{gain}", "Re: your {goods}", "Hello")))
    text = f"{_some(dice, UNWANTED, 1, 3)}\n{write(dice, RULES, '{urge} {stop}')}"
    return f"Subject: {about}\n\n" + " ".join(_disguise(dice, word) for word in text.split(" "))


def _some(dice: Dice, lines: list[str], fewest: int, most: int) -> str:
    """A few of the lines in random order, filled in."""
    chosen = dice.order(len(lines))[: dice.whole(fewest, most)]
    return " ".join(named(write(dice, RULES, lines[i])) for i in chosen)


def _disguise(dice: Dice, word: str) -> str:
    """A word of spam, now and then spelt so that a list of words does not know it."""
    if word not in RULES["goods"] and word not in RULES["promise"] or not dice.chance(DISGUISED):
        return word
    letter = dice.pick([c for c in SWAPS if c in word] or ["a"])
    return word.replace(letter, SWAPS[letter], 1)


CARD = Card(
    name="mails",
    title="mails, one in three of them spam",
    make=make_mails,
    seed=SEED,
    recipe=(
        "Templates with holes for letters, newsletters and offers; addresses, prices, tags and letters "
        "that are swapped for digits. One mail in 100 cannot be told by anything."
    ),
    replaces="the mails of SpamAssassin in the exercise on support vector machines",
    difficulty="naive Bayes 98 %, a linear support vector machine 99 % of the test mails",
    checksum="05808bb0a9584b34b72ed815516955f365fa8fd5499cfe2938b9632c57abf70d",
)
