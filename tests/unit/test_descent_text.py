"""Words, stems, counts and weights, numbered tokens: golden words, laws, scikit-learn as referee."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.feature_extraction import text as referee
from sklearn.pipeline import make_pipeline

from descent import LogisticRegression, MultinomialNB
from descent.text import (
    BytePairEncoding,
    CountVectorizer,
    PorterStemmer,
    TfidfTransformer,
    TfidfVectorizer,
    Vocabulary,
    ngrams,
    tokenize,
)

# The examples in Porter's paper, step by step; here with what all later steps make of them.
PAPER = """
caresses caress ponies poni ties ti caress caress cats cat
feed feed agreed agre plastered plaster bled bled motoring motor sing sing
conflated conflat troubled troubl sized size hopping hop tanned tan falling fall hissing hiss fizzed fizz failing fail
filing file happy happi sky sky
relational relat conditional condit rational ration valenci valenc hesitanci hesit digitizer digit conformabli conform
radicalli radic differentli differ vileli vile analogousli analog vietnamization vietnam predication predic
operator oper feudalism feudal decisiveness decis hopefulness hope callousness callous formaliti formal
sensitiviti sensit sensibiliti sensibl
triplicate triplic formative form formalize formal electriciti electr electrical electr hopeful hope goodness good
revival reviv allowance allow inference infer airliner airlin gyroscopic gyroscop adjustable adjust
defensible defens irritant irrit replacement replac adjustment adjust dependent depend adoption adopt homologou homolog
communism commun activate activ angulariti angular homologous homolog effective effect bowdlerize bowdler
probate probat rate rate cease ceas controll control roll roll
generalizations gener oscillators oscil
""".split()

TEXTS = [
    "The cat sat on the mat, and the cat slept.",
    "A dog! The dog barked at 2 cats.",
    "Sea, sun and sand: the sand was red.",
    "",
    "red red wine and a red sun; don't sit on the cat",
]


@pytest.mark.parametrize(("word", "stem"), list(zip(PAPER[::2], PAPER[1::2], strict=True)))
def test_a_word_of_the_paper_has_the_stem_of_the_paper(word: str, stem: str) -> None:
    assert PorterStemmer().stem(word) == stem
    assert PorterStemmer().stem(word.upper()) == stem


def test_the_rules_that_were_changed_later_are_there_when_asked_for() -> None:
    assert [PorterStemmer().stem(word) for word in ("possibly", "archaeology")] == ["possibli", "archaeologi"]
    assert [PorterStemmer(revised=True).stem(word) for word in ("possibly", "archaeology")] == ["possibl", "archaeolog"]


def test_short_words_stay_and_no_text_is_refused() -> None:
    assert [PorterStemmer().stem(word) for word in ("", "a", "is", "as")] == ["", "a", "is", "as"]
    with pytest.raises(TypeError, match="word must be a text; got list"):
        PorterStemmer().stem(["cats"])  # type: ignore[arg-type]


def test_runs_of_words_are_counted_by_hand() -> None:
    assert ngrams(list("abc"), 2, 3) == ["a b", "b c", "a b c"]
    assert ngrams([], 1, 2) == ngrams(["a"], 2, 2) == []
    with pytest.raises(ValueError, match="1 <= shortest <= longest; got 2 and 1"):
        ngrams(["a"], 2, 1)
    with pytest.raises(TypeError, match="text must be a text; got bytes. Decode"):
        tokenize(b"cat")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"ngram_range": (1, 3)},
        {"ngram_range": (2, 2), "binary": True},
        {"min_df": 2},
        {"min_df": 0.3, "max_df": 0.7},
        {"max_features": 4},
        {"lowercase": False, "token_pattern": r"\w+"},
        {"stop_words": ["the", "and"], "ngram_range": (1, 2)},
        {"tokenizer": str.split, "token_pattern": None},
        {"vocabulary": ["sun", "cat", "moon"]},
    ],
)
def test_counts_and_weights_are_those_of_scikit_learn(options: dict[str, Any]) -> None:
    new = ["the red moon and the sun", "nothing"]
    ours, theirs = CountVectorizer(**options), referee.CountVectorizer(**options)
    np.testing.assert_array_equal(ours.fit_transform(TEXTS), theirs.fit_transform(TEXTS).toarray())
    assert ours.vocabulary_ == theirs.vocabulary_
    np.testing.assert_array_equal(ours.get_feature_names_out(), theirs.get_feature_names_out())
    np.testing.assert_array_equal(ours.transform(new), theirs.transform(new).toarray())
    weights, expected = TfidfVectorizer(**options), referee.TfidfVectorizer(**options)
    np.testing.assert_allclose(weights.fit_transform(TEXTS), expected.fit_transform(TEXTS).toarray(), rtol=1e-12)
    np.testing.assert_allclose(weights.transform(new), expected.transform(new).toarray(), rtol=1e-12)


@pytest.mark.parametrize(
    "options",
    [{"norm": "l1"}, {"norm": None}, {"use_idf": False}, {"sublinear_tf": True}, {"smooth_idf": False}],
)
def test_every_way_to_weigh_is_that_of_scikit_learn(options: dict[str, Any]) -> None:
    X = np.random.default_rng(0).poisson(0.8, (30, 12))
    X[0] += 1
    expected = referee.TfidfTransformer(**options).fit_transform(X).toarray()
    np.testing.assert_allclose(TfidfTransformer(**options).fit_transform(X), expected, rtol=1e-12)
    assert TfidfTransformer(**options).fit_transform(X.astype(np.float32)).dtype == np.float32


def test_a_text_written_twice_counts_double_and_weighs_the_same() -> None:
    counter, weigher = CountVectorizer(dtype=np.float32).fit(TEXTS), TfidfVectorizer().fit(TEXTS)
    doubled = [f"{text} {text}" for text in TEXTS]
    assert counter.transform(TEXTS).dtype == np.float32
    np.testing.assert_array_equal(counter.transform(doubled), 2 * counter.transform(TEXTS))
    np.testing.assert_allclose(weigher.transform(doubled), weigher.transform(TEXTS))
    assert not weigher.transform(["unknown words"]).any()


def test_the_order_of_the_texts_changes_only_the_order_of_the_rows() -> None:
    np.testing.assert_array_equal(
        TfidfVectorizer().fit_transform(TEXTS[::-1]), TfidfVectorizer().fit_transform(TEXTS)[::-1]
    )


def test_texts_go_through_a_pipeline_of_scikit_learn() -> None:
    X = ["free money now", "money for free", "meeting at noon", "notes of the meeting"]
    y = ["spam", "spam", "ham", "ham"]
    for model in (MultinomialNB(), LogisticRegression()):
        pipeline = clone(make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), model)).fit(X, y)
        assert pipeline.predict(["free free", "the meeting"]).tolist() == ["spam", "ham"]


@pytest.mark.parametrize(
    ("act", "error", "sentence"),
    [
        (lambda: CountVectorizer().fit("one text"), ValueError, "sequence of texts; got one text, 'one text'"),
        (lambda: CountVectorizer().fit(["a", None]), TypeError, "X must hold texts; got NoneType at position 1"),
        (lambda: CountVectorizer().fit(["", "!"]), ValueError, "no word is left of the 0 different ones in 2 texts"),
        (lambda: CountVectorizer().transform(["a"]), ValueError, "not fitted yet, so it has no vocabulary_"),
        (lambda: TfidfTransformer(norm="l3").fit([[1]]), ValueError, "norm must be 'l2', 'l1' or None; got 'l3'"),
        (lambda: TfidfTransformer(smooth_idf=False).fit([[1, 0]]), ValueError, "column 1 has none"),
        (lambda: Vocabulary(unk=None).fit(["ab"]).encode("abc"), ValueError, "has no 'c' and no token for the unknown"),
        (lambda: Vocabulary(pad=None).fit(["ab"]).pad_batch([[1]]), ValueError, "no token for 'pad'"),
        (lambda: Vocabulary(pad="x", unk="x").fit(["ab"]), ValueError, "special tokens must differ"),
        (lambda: Vocabulary().fit(["ab"]).decode([9]), ValueError, r"whole numbers in 0\.\.5.*got 9"),
        (lambda: BytePairEncoding().fit("a text"), TypeError, "list of words or their counts; got the text 'a text'"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(act: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        act()


def test_what_was_numbered_can_be_read_again() -> None:
    sentences = [["the", "cat", "sat"], ["the", "dog", "sat", "down"], ["a", "cat"]]
    vocabulary = Vocabulary().fit(sentences)
    assert vocabulary.tokens_[4:7] == ["cat", "sat", "the"]
    for sentence in sentences:
        ids = vocabulary.encode(sentence, start=True, end=True)
        assert vocabulary.decode(ids) == sentence
        assert vocabulary.decode(ids, keep_special=True) == ["<start>", *sentence, "<end>"]
        assert vocabulary.decode(vocabulary.pad_batch([ids, [2] * 9])[0]) == sentence
    np.testing.assert_array_equal(vocabulary.pad_batch([[4, 5, 6], [4]], length=2), [[4, 5], [4, 0]])
    assert vocabulary.pad_batch([]).shape == (0, 0)
    assert vocabulary.decode(vocabulary.encode(["bird"])) == ["<unk>"]


def test_rare_tokens_are_left_out_and_the_size_is_kept() -> None:
    count = ["aaaa", "bbb", "cc", "d"]
    assert Vocabulary(min_count=2).fit(count).tokens_[4:] == ["a", "b", "c"]
    assert len(Vocabulary(max_size=6).fit(count)) == 6
    assert Vocabulary(start=None, end=None, sort=True).fit(["ba\n"]).tokens_ == ["<pad>", "<unk>", "\n", "a", "b"]


def _by_counting_anew(words: dict[str, int], n_merges: int) -> list[tuple[str, str]]:
    """The same training without any bookkeeping: count all pairs again for each merge."""
    spelled, merges = {word: [*word, "</w>"] for word in words}, []
    for _ in range(n_merges):
        total: Counter[tuple[str, str]] = Counter()
        for word, pieces in spelled.items():
            for pair in zip(pieces, pieces[1:], strict=False):
                total[pair] += words[word]
        best = min(total, key=lambda pair: (-total[pair], pair))
        merges.append(best)
        for pieces in spelled.values():
            place = 0
            while place < len(pieces) - 1:
                if (pieces[place], pieces[place + 1]) == best:
                    pieces[place : place + 2] = ["".join(best)]
                place += 1
    return merges


def test_bookkeeping_gives_the_merges_of_counting_anew() -> None:
    rng = np.random.default_rng(0)
    words = {"".join(rng.choice(list("abc"), rng.integers(1, 9))): int(rng.integers(2, 9)) for _ in range(60)}
    encoding = BytePairEncoding(n_merges=40).fit(words)
    assert encoding.merges_ == _by_counting_anew(words, 40)
    for word in [*words, "abcdef"]:
        assert encoding.decode(encoding.encode(word)) == word


def test_more_merges_make_fewer_pieces_until_every_word_is_one() -> None:
    words = ["banana", "bandana", "ban"] * 2
    lengths = [len(BytePairEncoding(n_merges=n).fit(words).encode("banana bandana ban")) for n in (0, 2, 4, 99)]
    assert lengths == sorted(lengths, reverse=True)
    assert (lengths[0], lengths[-1]) == (6 + 7 + 3 + 3, 3)
