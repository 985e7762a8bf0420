"""Texts become numbers: words and stems, counts and weights, numbered tokens, and vectors of words.

Classes that turn a list of texts into an array (`CountVectorizer`, `TfidfVectorizer`) keep scikit-learn's conventions;
their arrays are dense, so bound the number of words with ``max_features`` when there are many texts.
"""

from descent.text.byte_pair_encoding import BytePairEncoding
from descent.text.count_vectorizer import CountVectorizer
from descent.text.debias import bias_direction, equalise, neutralise
from descent.text.glove import GloVe, cooccurrences
from descent.text.porter_stemmer import PorterStemmer
from descent.text.tfidf_transformer import TfidfTransformer
from descent.text.tfidf_vectorizer import TfidfVectorizer
from descent.text.tokens import ngrams, tokenize
from descent.text.vocabulary import Vocabulary
from descent.text.word_pairs import (
    cbow_windows,
    draw_negatives,
    keep_probability,
    negative_probabilities,
    skip_grams,
    subsample,
)
from descent.text.word_vectors import WordVectors

__all__ = [
    "BytePairEncoding",
    "CountVectorizer",
    "GloVe",
    "PorterStemmer",
    "TfidfTransformer",
    "TfidfVectorizer",
    "Vocabulary",
    "WordVectors",
    "bias_direction",
    "cbow_windows",
    "cooccurrences",
    "draw_negatives",
    "equalise",
    "keep_probability",
    "negative_probabilities",
    "neutralise",
    "ngrams",
    "skip_grams",
    "subsample",
    "tokenize",
]
