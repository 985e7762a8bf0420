"""The command that makes the data sets and measures them: ``python -m descent.datasets --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import numpy as np

from descent.datasets.catalogue import CARDS, find_card
from descent.datasets.cats import TEST, CatPictures, load_cats, make_cats
from descent.datasets.difficulty import LOGISTIC, RECIPES, Recipe, measure

STARTS = range(5)  # seeds of the first weights; a model that starts from zeros needs only one
FRESH_SEED = 1_000_000  # far from every seed that a data set ships with


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m descent.datasets", description="Make data sets and measure them.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="name every data set")
    show = commands.add_parser("card", help="say what a data set holds, how it is made and how hard it is")
    make = commands.add_parser("make", help="make a data set and write it to a file")
    for command in (show, make):
        command.add_argument("name", choices=CARDS, help="which data set")
    make.add_argument("out", help="the .npz file to write")
    make.add_argument("--seed", type=int, help="default: the one on the card")
    hard = commands.add_parser("difficulty", help="train three small models on a file of pictures and score them")
    hard.add_argument("file", help="the .npz file to read")
    hard.add_argument("--fresh", type=int, default=0, metavar="N", help="score on N newly painted pictures, too")
    luck = commands.add_parser("luck", help="score logistic regression on data sets painted from other seeds")
    luck.add_argument("--seeds", type=int, default=40, metavar="N", help="seeds 1 to N; default: %(default)s")
    given = parser.parse_args(arguments)
    try:
        if given.command == "list":
            sys.stdout.writelines(f"{card.name:14} {card.title}\n" for card in CARDS.values())
        elif given.command == "card":
            sys.stdout.write(find_card(given.name).text())
        elif given.command == "make":
            find_card(given.name).save(given.out, given.seed)
        elif given.command == "difficulty":
            _score(load_cats(given.file), given.fresh)
        else:
            _compare_seeds(range(1, given.seeds + 1))
    except (OSError, ValueError) as error:
        parser.error(str(error))
    return 0


def _score(pictures: CatPictures, fresh_count: int) -> None:
    """Print the scores on the file's test pictures and on ``fresh_count`` new ones."""
    _report(pictures, f"the {pictures.test_y.size} test pictures of the file")
    if fresh_count:
        cats = round(fresh_count * TEST[0] / sum(TEST))
        fresh = make_cats(FRESH_SEED, train=(0, 0), test=(cats, fresh_count - cats))
        pictures = pictures._replace(test_x=fresh.test_x, test_y=fresh.test_y)
        _report(pictures, f"{fresh_count} fresh pictures of the same balance")


def _report(pictures: CatPictures, name: str) -> None:
    """Print the scores, one model a line."""
    sys.stdout.write(f"{name}:\n")
    for recipe in RECIPES:
        scores = [measure(recipe, pictures, seed) for seed in _starts(recipe)]
        train, test = (100 * np.sort([getattr(score, part) for score in scores]) for part in ("train", "test"))
        spread = f"  ({test[0]:.1f} to {test[-1]:.1f} over {len(test)} starts)" if len(test) > 1 else ""
        sys.stdout.write(f"  {recipe.name:24} train {np.median(train):5.1f} %  test {np.median(test):5.1f} %{spread}\n")


def _compare_seeds(seeds: range) -> None:
    """Print how far the score of one model depends on which pictures were drawn."""
    scores = []
    for seed in seeds:
        scores.append(100 * measure(LOGISTIC, make_cats(seed)).test)
        sys.stdout.write(f"seed {seed:3}: {LOGISTIC.name} is right on {scores[-1]:.0f} % of its test pictures\n")
        sys.stdout.flush()
    sys.stdout.write(f"median {np.median(scores):.0f} %, lowest {min(scores):.0f} %, highest {max(scores):.0f} %\n")


def _starts(recipe: Recipe) -> range:
    return STARTS[:1] if recipe.start == 0 else STARTS


if __name__ == "__main__":
    raise SystemExit(main())
