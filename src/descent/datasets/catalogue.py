"""Every data set that there is, by the name on its card."""

from __future__ import annotations

from descent.datasets import cats, clothes, digits, faces, hands, paintings, ratings, roads, servers, tables
from descent.datasets.card import Card
from descent.datasets.sound import jazz, triggers
from descent.datasets.words import dates, mails, moods, names, plays, relations, resumes, stories

_ALL = (
    *(cats.CARD, clothes.CARD, digits.CARD, faces.CARD, hands.CARD, paintings.CARD, roads.CARD),
    *(names.CARD, dates.CARD, mails.CARD, moods.CARD, relations.CARD, stories.CARD, resumes.CARD, plays.CARD),
    *(jazz.CARD, triggers.CARD, triggers.WORDS_CARD),
    *(ratings.CARD, *tables.CARDS, *servers.CARDS),
)

CARDS: dict[str, Card] = {card.name: card for card in sorted(_ALL, key=lambda card: card.name)}
"""The cards, in the order of their names."""


def find_card(name: str) -> Card:
    """The card of a data set.

    Raises
    ------
    ValueError
        If there is no data set of that name.
    """
    if name not in CARDS:
        raise ValueError(f"There is no data set called {name!r}; there are {', '.join(CARDS)}.")
    return CARDS[name]
