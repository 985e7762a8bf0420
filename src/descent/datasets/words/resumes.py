"""Résumés of people who do not exist, with the place and the kind of everything in them that has a name.

A résumé is written piece by piece; a piece that is an entity notes where it begins and ends. The same word may be a
skill in one sentence and plain text in another, and a town may be part of a university's name: rules by lists err.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.words.grammar import Labels, Rules, Texts, named, phrases, words, write

SEED = 56
KINDS = tuple(words("name place role company skill degree college year email experience"))
RULES: Rules = {
    "name": ["{first} {last}"],
    "first": ["{Cons}{v}{c}{v}", "{Cons}{v}{c}{v}{c}", "{Vow}{c}{v}", "{Vow}{c}{c2}{v}"],
    "last": ["{Cons}{v}{c}{c2}{v}{c}", "{Cons}{v}{c}{v}{tail}", "{Vow}{c}{v}{tail}"],
    "Cons": words("B D F G H K L M N P R S T V Z"),
    "Vow": words("A E I O U"),
    "c": words("b d l m n r s t v z"),
    "c2": words("d l m n r t"),
    "v": words("a e i o u"),
    "tail": words("ndo rel vik sted mar quist len tov"),
    "place": ["{Cons}{v}{c}{v}{town}", "{Cons}{v}{c2}{town}"],
    "town": words("burg ville ford haven dale stad minster wick"),
    "role": ["{rank} {trade}", "{trade}", "{trade}", "{field} {trade}"],
    "rank": words("Senior Junior Lead Chief Assistant"),
    "trade": words("Engineer Developer Analyst Tester Consultant Manager Administrator Designer Architect"),
    "field": words("Software Data Network Systems Test Security"),
    "company": ["{Cons}{v}{c}{v}{kind}", "{Vow}{c}{v}{kind} {legal}", "{last} and {last}", "{place} {branch}"],
    "kind": words("soft tech data net logic works systems"),
    "legal": words("Ltd Inc Group Labs"),
    "branch": words("Bank Insurance Railways Telecom Hospital"),
    "skill": words(
        "Python Java SQL Linux Testing Networks Statistics Excel Security Cloud Git Docker C++ Design Writing"
    ),
    "degree": ["Bachelor of {art}", "Master of {art}", "Diploma in {subject}", "B.Sc. {subject}", "M.Sc. {subject}"],
    "art": words("Science Engineering Arts Commerce"),
    "subject": words("Physics Mathematics Computing Statistics Electronics Economics"),
    "college": ["University of {place}", "{place} College", "{place} Institute of Technology", "{last} School"],
    "experience": ["{few} years", "{few} years and {few} months", "over {few} years"],
    "few": words("two three four five six seven eight nine"),
    "verb": words("built tested maintained designed planned reviewed moved documented"),
    "object": [
        "the web shop",
        "a billing system",
        "reports for sales",
        "the office network",
        "an archive of records",
        "tools for Testing",
        "slides in Excel",
        "the Cloud of a customer",
        "services under Linux",
    ],
}
OPENINGS = phrases("""
    [name]\\n[role], [place]\\nE-mail: [email]\\n
    [name]\\n[place]\\n[email]\\nExperience: [experience]\\n
    Curriculum vitae\\n[name]\\n[role] with [experience] of practice\\nContact: [email]\\n
    [name], [role]\\nLives in [place], writes to [email]\\n
""")
JOBS = phrases("""
    [role] at [company], [place], since [year]. {verb} {object}.\\n
    [company], [place]: [role] until [year]. {verb} {object} and {verb} {object}.\\n
    From [year] to [year] [role] with [company]. {verb} {object}.\\n
    [year]: joined [company] as [role], {verb} {object}.\\n
    At [company] for [experience], {verb} {object} and {object}.\\n
""")
STUDIES = phrases("""
    [degree], [college], [year]\\n
    [year]: [degree] from [college], [place]\\n
    [college], [degree]\\n
""")
SKILLS = (
    "Skills: [skill], [skill], [skill]\\n",
    "Knows [skill] and [skill], learns [skill].\\n",
    "[skill]; [skill]\\n",
)


class Resumes(NamedTuple):
    """Résumés with their entities.

    Attributes
    ----------
    texts : array of str, shape (n,)
        A résumé each, of several lines.
    spans : array of int64, shape (m, 4)
        Number of the résumé, first character, character after the last, number of the kind; in order.
    kinds : array of str, shape (10,)
        What the kinds are called.
    """

    texts: Texts
    spans: Labels
    kinds: Texts


def make_resumes(seed: int = SEED, *, count: int = 220) -> Resumes:
    """Write résumés.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same résumés.
    count : int
        How many. A longer list begins with the shorter one.

    Returns
    -------
    Resumes
        About 18 entities each.

    Examples
    --------
    >>> one = make_resumes(count=1)
    >>> for _, start, end, kind in one.spans[:3]:
    ...     print(one.kinds[kind], "=", one.texts[0][start:end])
    name = Zore Kilamar
    role = Manager
    place = Karhaven
    """
    written = [_resume(Dice(seed, number)) for number in range(count)]
    spans = [(number, *span) for number, (_, found) in enumerate(written) for span in found]
    return Resumes(
        np.array([text for text, _ in written], dtype=np.str_),
        np.array(spans, dtype=np.int64).reshape(-1, 4),
        np.array(KINDS),
    )


def _resume(dice: Dice) -> tuple[str, list[tuple[int, int, int]]]:
    """A résumé, and start, end and kind of its entities."""
    name = write(dice, RULES, "{name}")
    own = {"name": name, "email": f"{name.replace(' ', '.').lower()}@example.{dice.pick(('org', 'com', 'net'))}"}
    plan = [dice.pick(OPENINGS), "Education\\n", *(dice.pick(STUDIES) for _ in range(dice.whole(1, 2)))]
    plan += ["Employment\\n", *(dice.pick(JOBS) for _ in range(dice.whole(2, 4)))]
    plan.insert(len(plan) if dice.chance(0.6) else 1, dice.pick(SKILLS))
    text, spans, year = "", [], dice.whole(1985, 2005)
    skills = [RULES["skill"][i] for i in dice.order(len(RULES["skill"]))]
    for number, piece in enumerate("".join(plan).replace("\\n", "\n").replace("]", "[").split("[")):
        if number % 2 == 0:  # between brackets
            text += _sentence(write(dice, RULES, piece))
            continue
        year += dice.whole(1, 4) if piece == "year" else 0  # a life runs forward
        own.update(year=str(year), skill=skills[-1])
        entity = own.get(piece) or write(dice, RULES, f"{{{piece}}}")
        if piece == "skill":
            skills.pop()
        spans.append((len(text), len(text) + len(entity), KINDS.index(piece)))
        text += entity
    return text, spans


def _sentence(text: str) -> str:
    """Plain text with a capital letter after a full stop."""
    first, *rest = text.split(". ")
    return ". ".join((first, *(named(part) for part in rest)))


CARD = Card(
    name="resumes",
    title="220 résumés with the places of their entities",
    make=make_resumes,
    seed=SEED,
    recipe=(
        "Templates with holes; a hole for an entity notes its first and last character. "
        "People, firms and towns are made of syllables."
    ),
    replaces="the résumés of the laboratory on named entities",
    difficulty="each word with the kind it mostly has: 79 % of the words of 50 further résumés are right",
    checksum="6741c6d453bc004791a560721ae7f706a575007af70de9edcca260fce4bd50ea",
)
