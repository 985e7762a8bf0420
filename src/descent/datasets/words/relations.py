"""A corpus with planted relations: man is to woman as king to queen, a land is to its capital as another to its own.

A word is what a thing is (royal, of one land, large) together with a role (male or female, land or city, one or many).
Each sentence shows one thing in one role, in company that tells of the thing and in company that tells of the role.
Vectors that predict the company of a word add the two up, and so the relations become parallels.

A slant is planted as well: some occupations stand more often with "he", others with "she", as in texts of old.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.words.grammar import Texts, phrases, words

SEED = 50
PEOPLE = phrases("""
    man woman : grown adult tall
    king queen : crown throne palace
    boy girl : school toys young
    father mother : child home cradle
    son daughter : parents heir born
    uncle aunt : cousins visit gifts
    prince princess : royal castle heir
    husband wife : wedding ring married
    actor actress : stage film applause
    waiter waitress : menu tables guests
    wizard witch : spell potion broom
    host hostess : party welcome guests
    duke duchess : estate title manor
    monk nun : prayer abbey silence
""")
LANDS = phrases("""
    france paris : french wine cheese
    italy rome : italian pasta opera
    spain madrid : spanish oranges flamenco
    greece athens : greek olives temples
    japan tokyo : japanese rice cherry
    egypt cairo : arabic pyramids desert
    norway oslo : norwegian fjords salmon
    poland warsaw : polish amber beets
    austria vienna : german waltz cake
    portugal lisbon : portuguese cork sardines
    finland helsinki : finnish lakes sauna
    hungary budapest : hungarian paprika baths
    cuba havana : rum cigars salsa
    peru lima : llamas potatoes mountains
""")
THINGS = phrases("""
    cat cats : purr whiskers milk
    dog dogs : bark bone tail
    horse horses : gallop saddle hay
    bird birds : wings nest sing
    car cars : engine wheels garage
    boat boats : sail harbour oars
    book books : pages shelf read
    tree trees : leaves bark roots
    house houses : roof door walls
    flower flowers : petals scent garden
    apple apples : orchard juice pie
    river rivers : bridge banks flow
""")
SIZES = phrases("""
    big bigger : elephant whale tower
    small smaller : mouse ant pebble
    fast faster : race arrow cheetah
    slow slower : snail tortoise queue
    tall taller : giraffe steeple mast
    cold colder : ice winter snow
    warm warmer : summer sun stove
    old older : ruins grey ancient
    cheap cheaper : bargain sale coins
    strong stronger : oak muscle rope
""")
ROLES: dict[str, tuple[list[str], str, str]] = {
    "gender": (PEOPLE, "he his him himself beard sir", "she her hers herself gown lady"),
    "capital": (LANDS, "country nation border flag land government", "city streets mayor town suburbs downtown"),
    "plural": (THINGS, "is this one a single it", "are these many several few they"),
    "comparative": (SIZES, "very as so quite rather too", "than much even far still yet"),
}
SLANTED = {
    "he": words("engineer doctor pilot boss carpenter captain"),
    "she": words("nurse teacher secretary dancer librarian nanny"),
}
EVEN = words("painter writer baker singer lawyer neighbour")
FILLERS = words("and the of with in near about for then here there by")
SLANT = 0.8  # share of the sentences about an occupation that follow the slant


class Relations(NamedTuple):
    """A corpus, and questions that it answers.

    Attributes
    ----------
    sentences : array of str, shape (n,)
        Small letters, words apart by blanks.
    questions : array of str, shape (m, 4)
        a is to b as c is to d.
    kinds : array of str, shape (m,)
        The relation of each question: gender, capital, plural or comparative.
    slanted : array of str, shape (12, 2)
        Occupations and the pronoun, he or she, with which they stand too often.
    """

    sentences: Texts
    questions: Texts
    kinds: Texts
    slanted: Texts


def make_relations(seed: int = SEED, *, count: int = 20_000) -> Relations:
    """Write the corpus.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same sentences.
    count : int
        How many sentences.

    Returns
    -------
    Relations
        The questions are all pairs of pairs of a kind, whatever the seed.

    Examples
    --------
    >>> few = make_relations(1, count=2)
    >>> str(few.sentences[0]), few.questions[0].tolist(), few.questions.shape
    ('about still and smaller ant mouse even', ['man', 'woman', 'king', 'queen'], (586, 4))
    """
    dice = Dice(seed, 0)
    kinds = list(ROLES)
    sentences = [_work(dice) if dice.chance(0.1) else _thing(dice, *ROLES[dice.pick(kinds)]) for _ in range(count)]
    questions, of_kind = [], []
    for kind in kinds:
        pairs = [line.split()[:2] for line in ROLES[kind][0]]
        here = [one + two for one in pairs for two in pairs if one is not two]
        questions += here
        of_kind += [kind] * len(here)
    slanted = [(work, pronoun) for pronoun, works in SLANTED.items() for work in works]
    return Relations(np.array(sentences, dtype=np.str_), np.array(questions), np.array(of_kind), np.array(slanted))


def _thing(dice: Dice, lines: list[str], *roles: str) -> str:
    """A sentence about one thing in one of its two roles."""
    pair, company = (part.split() for part in dice.pick(lines).split(" : "))
    role = dice.whole(0, 1)
    return _mix(dice, pair[role], company, roles[role].split())


def _work(dice: Dice) -> str:
    """A sentence about an occupation."""
    pronoun = dice.pick(("he", "she"))
    likely = (*SLANTED[pronoun], *EVEN) if dice.chance(SLANT) else (*SLANTED["he"], *SLANTED["she"])
    _, he, she = ROLES["gender"]
    return _mix(dice, dice.pick(likely), words("work office job wages"), (he if pronoun == "he" else she).split())


def _mix(dice: Dice, word: str, company: list[str], role: list[str]) -> str:
    """The word in the middle of two words of its kind, two of its role and two that mean nothing."""
    near = [dice.pick(kind) for kind in (company, company, role, role, FILLERS, FILLERS)]
    mixed = [near[i] for i in dice.order(len(near))]
    return " ".join((*mixed[:3], word, *mixed[3:]))


CARD = Card(
    name="relations",
    title="a corpus with planted relations, and 586 questions of the form a is to b as c is to d",
    make=make_relations,
    seed=SEED,
    recipe=(
        "Each sentence shows one thing in one of its two roles, "
        "between two words of the thing, two of the role and two that mean nothing. "
        'Occupations lean towards "he" or "she" on purpose.'
    ),
    replaces="the vectors of words that the exercises on analogies and debiasing download",
    difficulty="GloVe with 50 numbers a word answers 91 % of the questions",
    checksum="646705a71c61b7d02103d2b0787bb4dd73257596c6a74334169aeb49392a37e3",
)
