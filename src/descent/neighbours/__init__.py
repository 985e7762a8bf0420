"""Nearest neighbours: which samples lie closest to a query, and what they say together."""

from descent.neighbours.by_product import nearest
from descent.neighbours.leaves import Leaves, leaves
from descent.neighbours.selecting import smallest
from descent.neighbours.shares import check_neighbours, votes

__all__ = ["Leaves", "check_neighbours", "leaves", "nearest", "smallest", "votes"]
