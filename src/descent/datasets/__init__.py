"""Data sets that the project makes itself, each from a seed, with a data card and a measured difficulty."""

from descent.datasets.card import Card
from descent.datasets.catalogue import CARDS
from descent.datasets.cats import CatPictures, load_cats, make_cats, make_picture, save_cats
from descent.datasets.clothes import make_clothes
from descent.datasets.digits import make_digits
from descent.datasets.faces import FacePictures, make_faces
from descent.datasets.hands import make_hands
from descent.datasets.paintings import make_paintings
from descent.datasets.pictures import LabelledPictures
from descent.datasets.roads import RoadPictures, make_roads

__all__ = [
    "CARDS",
    "Card",
    "CatPictures",
    "FacePictures",
    "LabelledPictures",
    "RoadPictures",
    "load_cats",
    "make_cats",
    "make_clothes",
    "make_digits",
    "make_faces",
    "make_hands",
    "make_paintings",
    "make_picture",
    "make_roads",
    "save_cats",
]
