"""Every data set that there is, by the name on its card."""

from __future__ import annotations

from descent.datasets import cats, clothes, digits, faces, hands, paintings, roads
from descent.datasets.card import Card

CARDS: dict[str, Card] = {
    card.name: card
    for card in (
        cats.CARD,
        clothes.CARD,
        digits.CARD,
        faces.CARD,
        hands.CARD,
        paintings.CARD,
        roads.CARD,
    )
}
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
