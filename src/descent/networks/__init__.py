"""Networks by the names they are known by, each in a module of its own, built of ``descent.nn``.

Sequences of words or letters come in as whole numbers (n, T), as ``descent.text.Vocabulary`` gives them.
"""

from descent.networks.char_rnn import CharRNN
from descent.networks.masked_language_model import MaskedLanguageModel, corrupt
from descent.networks.seq2seq import Seq2Seq
from descent.networks.span_finder import SpanFinder, best_spans, span_loss
from descent.networks.speech_to_text import SpeechToText, ctc_cost
from descent.networks.text_classifier import TextClassifier
from descent.networks.transformer import Transformer
from descent.networks.trigger_word_detector import TriggerWordDetector
from descent.networks.word2vec import CBOW, SkipGram, cbow_examples, skip_gram_examples
from descent.networks.writing import translate, write

__all__ = [
    "CBOW",
    "CharRNN",
    "MaskedLanguageModel",
    "Seq2Seq",
    "SkipGram",
    "SpanFinder",
    "SpeechToText",
    "TextClassifier",
    "Transformer",
    "TriggerWordDetector",
    "best_spans",
    "cbow_examples",
    "corrupt",
    "ctc_cost",
    "skip_gram_examples",
    "span_loss",
    "translate",
    "write",
]
