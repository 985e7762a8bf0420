"""A play without end: people of a small court speak by turns, in lines of verse that a grammar makes.

The order of scene, speaker and speech, the colon after a name, capitals at the beginning of a line, "thou" with "art"
and "you" with "are": these are what a model of letters learns from it, first one, then the next.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from descent.datasets.card import Card
from descent.datasets.render.dice import Dice
from descent.datasets.words.grammar import Rules, Texts, named, phrases, words, write

SEED = 54
CAST = words("ORLANE BERWYN CELDO MARISA THE_QUEEN A_FOOL GASPERO IDONIA A_GHOST LUTHEN")
SCENES = phrases("""
    A hall in the castle.
    The garden at night.
    Before the walls.
    A ship upon the sea.
    A wood near the town.
    The chamber of the queen.
""")
RULES: Rules = {
    "line": ["{address}, {claim}", "{claim}", "{claim}", "{wish}", "{ask}", "{image}", "{image}", "{thou}", "{you}"],
    "address": ["my lord", "good {kin}", "sweet {kin}", "gentle sir", "O {quality} {kin}", "fie"],
    "kin": words("cousin brother sister lady friend uncle madam"),
    "quality": words(
        "noble cruel gentle weary faithful proud merry bitter humble silent wretched gracious vain jealous lonely "
        "mighty patient ragged sullen tender valiant wise"
    ),
    "claim": [
        "the {thing} of {idea} is but a {thing}",
        "no {thing} can hold the {quality} {thing}",
        "I have beheld the {quality} {thing} of {idea}",
        "there is more {idea} in a {thing} than in {idea}",
        "all {idea} must bow before {idea}",
        "the {time} hath brought us {idea} and {idea}",
    ],
    "wish": [
        "would that my {part} were made of {matter}",
        "let the {thing} speak, and {idea} hold its peace",
        "may {idea} light the {thing} of thy {part}",
        "come, {quality} {time}, and cover up my {part}",
    ],
    "ask": [
        "what {quality} {thing} doth wake me in the {time}?",
        "is this the {thing} that {idea} gave to me?",
        "who knocks so late upon the {thing} of {idea}?",
        "why weeps my {part} when {idea} doth smile?",
    ],
    "image": [
        "as {matter} in the {time}, so is my {part}",
        "like to a {thing} that {motion} in the {time}",
        "the {quality} {thing} {motion} beneath the moon",
        "my {part} {motion}, a {thing} without a {thing}",
    ],
    "thou": [
        "thou art the {thing} wherein my {part} {motion}",
        "thou hast the {part} of a {quality} {thing}",
        "thou dost not know what {idea} {motion} here",
    ],
    "you": [
        "you are as {quality} as the {time}, my {kin}",
        "you have no {idea} in your {part}, good {kin}",
        "you do mistake {idea} for {idea}",
    ],
    "thing": words(
        "crown candle river letter raven mirror rose sword shadow garden lantern feather tower harp sparrow kingdom "
        "forest cradle pebble throne bridle chamber dagger drum falcon goblet hearth jewel ladder meadow needle vow "
        "pillow quarrel ransom scroll tempest wanderer vessel window beggar chariot dove spark flute gate"
    ),
    "idea": words(
        "love honour sorrow mercy fortune virtue envy patience grief hope wisdom folly truth courage jealousy pity "
        "silence justice ambition beauty deceit memory freedom despair laughter"
    ),
    "time": words("morning winter midnight summer twilight autumn evening springtime nightfall harvest"),
    "part": words("heart tongue hand eye soul breast brow cheek lip"),
    "matter": words("marble snow amber smoke iron silver ashes wax velvet thunder crystal dust"),
    "motion": words(
        "trembles wanders slumbers withers shines burns sinks turns dances weeps lingers fades whispers breaks returns"
    ),
    "enter": ["Enter {quality} soldiers.", "A bell sounds.", "Exit {who}.", "Thunder.", "Music within."],
    "who": words("servant guard herald messenger"),
}
TURNS = 12  # speeches of a scene, about


class Play(NamedTuple):
    """A text for models of letters.

    Attributes
    ----------
    lines : array of str, shape (n,)
        To be joined by ends of lines; a speech is a name with a colon, then its lines, then an empty line.
    """

    lines: Texts


def make_play(seed: int = SEED, *, characters: int = 100_000) -> Play:
    """Write a play.

    Parameters
    ----------
    seed : int
        0 or more. The same seed gives the same play.
    characters : int
        How long it is at least, counting ends of lines. A longer play begins with the shorter one.

    Returns
    -------
    Play
        It ends with the speech that makes it long enough.

    Examples
    --------
    >>> make_play(2, characters=50).lines[2:5].tolist()
    ['CELDO:', 'Gentle sir, all fortune must bow before honour.', 'The weary throne lingers beneath the moon,']
    """
    dice = Dice(seed, 0)
    lines: list[str] = []
    size, speaker = 0, ""
    while size < characters:
        speech = []
        if not lines or dice.chance(1 / TURNS):
            speech += [f"SCENE: {dice.pick(SCENES)}", ""]
        speaker = dice.pick([name for name in CAST if name != speaker])
        speech.append(speaker.replace("_", " ") + ":")
        speech += [_line(dice) for _ in range(dice.pick((1, 2, 3, 4, 5), (1, 3, 4, 3, 1)))]
        if dice.chance(0.08):
            speech.append(f"[{write(dice, RULES, '{enter}')}]")
        speech.append("")
        size += sum(len(line) + 1 for line in speech)
        lines += speech
    return Play(np.array(lines, dtype=np.str_))


def _line(dice: Dice) -> str:
    """A line with a capital letter first and a stop at its end."""
    text = named(write(dice, RULES, "{line}"))
    return text if text.endswith("?") else text + dice.pick((".", ".", ",", ";", "!"))


CARD = Card(
    name="play",
    title="a play for models of letters",
    make=make_play,
    seed=SEED,
    recipe=("Scenes, speakers and lines of verse by a grammar with 300 words."),
    replaces="Shakespeare's sonnets in the exercise on models of letters",
    difficulty="a letter costs 2.15 nats knowing the one before, 0.83 knowing three and 0.6 knowing five",
    checksum="0edc9f5b78278bb21a55400207d7a2700edd5dec90138e87746238f05f465597",
)
