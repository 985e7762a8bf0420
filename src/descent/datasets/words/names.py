"""Names of animals that never lived: a root of one to three syllables, a joint, and an ending as palaeontologists like.

The endings are shared by many names and the roots follow rules of their own, so a model of letters has much to learn:
which vowel joins what, that q wants a u, that few names end in anything but s, n, r, x or a.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.words.grammar import Rules, Texts, words, write

SEED = 51
ENDINGS = {
    "saurus": 46,
    "raptor": 7,
    "don": 7,
    "ceratops": 5,
    "mimus": 5,
    "titan": 5,
    "venator": 4,
    "pteryx": 4,
    "cephalus": 3,
    "gnathus": 3,
    "nychus": 3,
    "suchus": 3,
    "pelta": 3,
    "tyrannus": 2,
}
RULES: Rules = {
    "root": ["{open}", "{open}{more}", "{open}{more}", "{open}{more}{more}", "{open}{closed}", "{closed}{more}"],
    "open": ["{begin}{vowel}", "{begin}{vowel}", "{vowel}{middle}{vowel}"],
    "more": ["{middle}{vowel}"],
    "closed": ["{begin}{vowel}{close}{middle}{vowel}"],
    "begin": words("b br c ch d dr f g gl gr h k l m n p pl pr qu r s sh st t th tr v w x y z"),
    "middle": words("b c d g l l ll m n n nd ng r r rr s s t t tr v x z"),
    "close": words("l m n r r s"),
    "vowel": words("a a a a e e e i i i o o o u u ae ei"),
}


class Names(NamedTuple):
    """A list of names.

    Attributes
    ----------
    names : array of str, shape (n,)
        All different, in small letters a to z.
    """

    names: Texts


def make_names(seed: int = SEED, *, count: int = 1500) -> Names:
    """Invent names.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same names.
    count : int
        How many.

    Returns
    -------
    Names
        In no order; 5 to 19 letters each.

    Examples
    --------
    >>> make_names(count=3).names.tolist()
    ['futosuchus', 'donzaxirraptor', 'kasaurus']
    """
    dice = Dice(seed, 0)
    found: dict[str, None] = {}  # a set that keeps its order
    while len(found) < count:
        ending = dice.pick(list(ENDINGS), list(ENDINGS.values()))
        root = write(dice, RULES, "{root}")
        joint = "" if ending[0] not in "smrtdp" or dice.chance(0.7) else dice.pick(("n", "s", "r", "l"))
        name = root + joint + ending
        if len(name) < 20 and "uu" not in name and "ss" not in name:
            found[name] = None
    return Names(np.array(list(found), dtype=np.str_))


CARD = Card(
    name="names",
    title="1500 names of dinosaurs that never lived",
    make=make_names,
    seed=SEED,
    recipe=(
        "A root of one to three syllables, a joint and one of 14 endings, by a grammar. "
        "Names that come twice are left out."
    ),
    replaces="the list of dinosaurs of the exercise on models of letters",
    difficulty="a letter costs 2.83 nats without context, 2.07 knowing the one before and 1.65 knowing two",
    checksum="7eebb0dc9aece8cd9d5bbfb262364be8f367c00406fbb4ad2db11edf30afe6a3",
)
