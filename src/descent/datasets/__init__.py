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
from descent.datasets.ratings import Ratings, content_features, make_ratings
from descent.datasets.real_words import read_glove, read_imdb, read_movielens, read_text
from descent.datasets.roads import RoadPictures, make_roads
from descent.datasets.servers import Anomalies, make_servers
from descent.datasets.sound.instrument import perform
from descent.datasets.sound.jazz import Jazz, chord_name, chord_notes, make_jazz, solo_notes
from descent.datasets.sound.midi import Note, read_midi, write_midi
from descent.datasets.sound.triggers import TriggerParts, Triggers, label_frames, make_trigger_parts, make_triggers
from descent.datasets.sound.wav import read_wav, write_wav
from descent.datasets.tables import (
    Classification,
    Regression,
    make_chips,
    make_coffee,
    make_exams,
    make_houses,
    make_trucks,
)
from descent.datasets.words.dates import DatePairs, make_dates
from descent.datasets.words.mails import Mails, make_mails
from descent.datasets.words.moods import Moods, make_moods
from descent.datasets.words.names import Names, make_names
from descent.datasets.words.plays import Play, make_play
from descent.datasets.words.relations import Relations, make_relations
from descent.datasets.words.resumes import Resumes, make_resumes
from descent.datasets.words.stories import Stories, make_stories

__all__ = [
    "Anomalies",
    "CARDS",
    "Card",
    "CatPictures",
    "Classification",
    "DatePairs",
    "FacePictures",
    "Jazz",
    "LabelledPictures",
    "Mails",
    "Moods",
    "Names",
    "Note",
    "Play",
    "Ratings",
    "Regression",
    "Relations",
    "Resumes",
    "RoadPictures",
    "Stories",
    "TriggerParts",
    "Triggers",
    "chord_name",
    "chord_notes",
    "content_features",
    "label_frames",
    "load_cats",
    "make_cats",
    "make_chips",
    "make_clothes",
    "make_coffee",
    "make_dates",
    "make_digits",
    "make_exams",
    "make_faces",
    "make_hands",
    "make_houses",
    "make_jazz",
    "make_mails",
    "make_moods",
    "make_names",
    "make_paintings",
    "make_picture",
    "make_play",
    "make_ratings",
    "make_relations",
    "make_resumes",
    "make_roads",
    "make_servers",
    "make_stories",
    "make_trigger_parts",
    "make_triggers",
    "make_trucks",
    "perform",
    "read_glove",
    "read_imdb",
    "read_midi",
    "read_movielens",
    "read_text",
    "read_wav",
    "save_cats",
    "solo_notes",
    "write_midi",
    "write_wav",
]
