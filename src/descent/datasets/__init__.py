"""Data sets that the project makes itself, each from a seed, with a data card and a measured difficulty."""

from descent.datasets.cats import CatPictures, load_cats, make_cats, make_picture, save_cats

__all__ = ["CatPictures", "load_cats", "make_cats", "make_picture", "save_cats"]
