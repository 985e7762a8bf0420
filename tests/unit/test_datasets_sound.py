"""Sounds that programs make: files that come back as written, music by its rules, words that take memory to tell."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from descent import log_mel, nn, stft
from descent.datasets import (
    Note,
    chord_name,
    chord_notes,
    label_frames,
    make_jazz,
    make_trigger_parts,
    make_triggers,
    perform,
    read_midi,
    read_wav,
    solo_notes,
    write_midi,
    write_wav,
)
from descent.datasets.render.dice import Dice
from descent.datasets.sound.jazz import CHORD_TONES, EIGHTHS, FIRST, HOLD, LOWEST, SCALES, TOKENS
from descent.datasets.sound.midi import midi_bytes
from descent.datasets.sound.triggers import RATE
from descent.datasets.sound.voice import VOWELS, Speaker, speak
from descent.optim import Adam
from descent.tensor import Tensor
from descent.training import fit, predict

GOLDEN = (  # by the Standard MIDI File specification, written by hand
    "4d546864 00000006 0000 0001 01e0 4d54726b 00000017 "
    "00ff5103 07a120 00c000 00903c50 8360803c00 00ff2f00"  # 480 ticks are 83 60 in base 128
)


@pytest.mark.parametrize("channels", [1, 2])
def test_a_sound_comes_back_as_written(tmp_path: Path, channels: int) -> None:
    x = np.random.default_rng(0).uniform(-1, 1, (500, channels)[: 1 + (channels > 1)])
    write_wav(tmp_path / "x.wav", x, 11_025)
    back, rate = read_wav(tmp_path / "x.wav")
    assert rate == 11_025
    assert back.shape == x.shape
    assert abs(back - x).max() <= 0.5 / 32767 + 1e-12
    write_wav(tmp_path / "y.wav", back, rate)
    assert (tmp_path / "x.wav").read_bytes() == (tmp_path / "y.wav").read_bytes()


def test_whole_numbers_are_written_as_they_are_and_loud_ones_cut_off(tmp_path: Path) -> None:
    write_wav(tmp_path / "x.wav", np.array([1, -2, 32767], dtype=np.int16), 8000)
    assert (tmp_path / "x.wav").read_bytes()[44:] == b"\x01\x00\xfe\xff\xff\x7f"
    write_wav(tmp_path / "x.wav", [7.0, -7.0], 8000)
    assert read_wav(tmp_path / "x.wav")[0].tolist() == [1, -1]


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one by one"):
        write_wav(tmp_path / "x.wav", np.zeros((1, 2, 3)), 8000)
    with pytest.raises(ValueError, match="finite"):
        write_wav(tmp_path / "x.wav", [0.0, np.nan], 8000)
    (tmp_path / "x.wav").write_bytes(b"RIFX")
    with pytest.raises(ValueError, match="not a WAV file"):
        read_wav(tmp_path / "x.wav")
    with wave.open(str(tmp_path / "8.wav"), "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", "none"))
        file.writeframes(b"\x80")
    with pytest.raises(ValueError, match="8 bits"):
        read_wav(tmp_path / "8.wav")


def test_a_note_has_the_bytes_that_the_specification_asks_for() -> None:
    assert midi_bytes([Note(0, 1, 60)]) == bytes.fromhex(GOLDEN)


def test_notes_come_back_as_written(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    starts = np.sort(rng.integers(0, 4000, 60)) / 480
    notes = [Note(s, int(rng.integers(1, 30_000)) / 480, 30 + k, 1 + 2 * k) for k, s in enumerate(starts.tolist())]
    write_midi(tmp_path / "x.mid", notes[::-1], tempo=93, program=66)
    back, tempo = read_midi(tmp_path / "x.mid")
    np.testing.assert_allclose(back, notes, atol=1e-12)
    assert tempo == pytest.approx(93, abs=1e-4)


def test_a_key_struck_again_as_it_ends_is_two_notes(tmp_path: Path) -> None:
    write_midi(tmp_path / "x.mid", [Note(0, 1, 60), Note(1, 1, 60)])
    assert read_midi(tmp_path / "x.mid")[0] == [Note(0, 1, 60), Note(1, 1, 60)]
    assert bytes.fromhex("8360 803c00 00 903c50") in (tmp_path / "x.mid").read_bytes()  # off before on
    write_midi(tmp_path / "y.mid", [Note(0, 2, 60), Note(1, 3, 60)])
    assert read_midi(tmp_path / "y.mid")[0] == [Note(0, 2, 60), Note(1, 3, 60)]


def test_files_of_others_are_read(tmp_path: Path) -> None:
    head = b"MThd\0\0\0\x06\0\x01\0\x02\0\x60"  # format 1, two tracks, 96 ticks
    meta = b"MTrk\0\0\0\x0f" + b"\0\xff\x03\x04name" + b"\0\xff\x51\x03\x0f\x42\x40"[:7]
    events = b"\0\xb0\x07\x64" + b"\0\xf0\x03\x01\x02\xf7" + b"\0\x93\x40\x50" + b"\x60\x40\0" + b"\0\xff\x2f\0"
    track = b"MTrk" + len(events).to_bytes(4, "big") + events  # running status; a velocity of 0 ends the note
    (tmp_path / "x.mid").write_bytes(head + meta + track)
    assert read_midi(tmp_path / "x.mid") == ([Note(0, 1, 64, 80)], 60)


def test_what_is_no_tune_is_refused(tmp_path: Path) -> None:
    good = midi_bytes([Note(0, 1, 60)])
    for raw, said in [(b"RIFF", "MThd"), (good[:9] + b"\2" + good[10:], "format 2"), (good[:-5], "ends within")]:
        (tmp_path / "x.mid").write_bytes(raw)
        with pytest.raises(ValueError, match=said):
            read_midi(tmp_path / "x.mid")
    for note in (Note(-1, 1, 60), Note(0, 0, 60), Note(0, 1, 128), Note(0, 1, 60, 0)):
        with pytest.raises(ValueError, match="a note must"):
            midi_bytes([note])


def test_a_note_is_heard_at_its_pitch_and_only_while_it_lasts() -> None:
    x = perform([Note(1, 1, 69)], tempo=60, rate=8000)
    power = stft(x[None], n_fft=800, hop=800, center=False, power=2)[0]
    assert (power[11:19, :].argmax(axis=1) == 44).all()  # 440 hertz in bins of 10
    assert power[:9].max() == 0
    assert abs(x).max() == pytest.approx(0.9)
    assert perform([]).shape == (0,)


def test_solos_stay_on_the_keyboard_and_in_the_chord_or_next_to_it() -> None:
    jazz = make_jazz(count=60)
    assert 0 <= jazz.tokens.min() <= jazz.tokens.max() < TOKENS
    root, quality = np.divmod(jazz.chords, 3)
    inside = 0
    played = np.argwhere(jazz.tokens >= FIRST)
    for row, place in played:
        tone = (jazz.tokens[row, place] - FIRST + LOWEST - root[row, place]) % 12
        fits = {*SCALES[quality[row, place]], *CHORD_TONES[quality[row, place]]}
        after = jazz.tokens[row, place + 1] if place + 1 < jazz.tokens.shape[1] else 0
        assert tone in fits or after == jazz.tokens[row, place] + 1  # a step below what follows
        inside += tone in fits
    assert 0.85 < inside / len(played) < 1
    leaps = np.abs(np.diff([note.pitch for note in solo_notes(jazz.tokens[0])]))
    assert leaps.max() <= 7


def test_what_follows_in_a_solo_can_be_guessed_better_than_by_chance_but_not_surely() -> None:
    tokens = make_jazz().tokens
    counts = np.ones((TOKENS, TOKENS))
    np.add.at(counts, (tokens[:200, :-1], tokens[:200, 1:]), 1)
    p = counts / counts.sum(axis=1, keepdims=True)
    alone = np.bincount(tokens[:200].ravel(), minlength=TOKENS) / tokens[:200].size
    pairs = -np.log(p[tokens[200:, :-1], tokens[200:, 1:]]).mean()
    assert -np.log(np.maximum(alone[tokens[200:]], 1e-4)).mean() > pairs + 0.8
    assert 1.5 < pairs < 2.3


def test_more_solos_begin_with_the_same_ones_and_another_seed_plays_others() -> None:
    few, more, other = make_jazz(5, count=2), make_jazz(5, count=4), make_jazz(6, count=2)
    np.testing.assert_array_equal(few.tokens, more.tokens[:2])
    assert (few.tokens != other.tokens).mean() > 0.5
    assert {chord_name(int(chord)) for chord in make_jazz(keys=(0,)).chords.ravel()} >= {"C7", "F7", "G7", "Dm7"}


def test_notes_of_a_solo_fill_the_time_that_its_tokens_take() -> None:
    jazz = make_jazz(count=10)
    for tokens, chords in zip(jazz.tokens, jazz.chords, strict=True):
        notes = solo_notes(tokens)
        assert len(notes) == (tokens >= FIRST).sum()
        assert all(one.start + one.length <= two.start + 1e-9 for one, two in zip(notes[:-1], notes[1:], strict=True))
        assert notes[-1].start + notes[-1].length <= 48 + 1e-9
        assert len(chord_notes(chords)) == 12 * 7
    assert solo_notes(np.array([HOLD, HOLD, 0])) == []
    with pytest.raises(ValueError, match="Pass one solo"):
        solo_notes(jazz.tokens)
    assert jazz.tokens.shape[1] % EIGHTHS == 0


@pytest.mark.parametrize("vowel", VOWELS)
def test_a_vowel_is_loudest_at_its_first_formant(vowel: str) -> None:
    x = speak(Dice(1), Speaker(100, 1.0, 0.5), vowel)
    power = stft(x[None, 400:3600], n_fft=800, power=2)[0].mean(axis=0)
    smooth = np.convolve(power, np.hanning(20), "same")  # over the harmonics, 100 hertz apart
    assert abs(10 * smooth.argmax() - VOWELS[vowel][0]) < 90


def test_a_voice_says_letters_that_it_knows() -> None:
    with pytest.raises(ValueError, match="got 'mxl'"):
        speak(Dice(1), Speaker(100, 1.0, 0.1), "mxl")
    with pytest.raises(ValueError, match="at least one"):
        speak(Dice(1), Speaker(100, 1.0, 0.1), "")


def test_the_same_seed_records_the_same_clips() -> None:
    one, again, other = (make_triggers(seed, train=2, test=1, seconds=2) for seed in (1, 1, 2))
    for a, b in zip(one, again, strict=True):
        np.testing.assert_array_equal(a, b)
    assert (one.train_x != other.train_x).mean() > 0.5
    more = make_triggers(1, train=3, test=0, seconds=2)
    np.testing.assert_array_equal(more.train_x[:2], one.train_x)
    with pytest.raises(ValueError, match="2 seconds"):
        make_triggers(seconds=1)


def test_parts_are_words_that_end_and_noises_without() -> None:
    parts = make_trigger_parts(3, seconds=2)
    for rows, lengths in ((parts.positives, parts.positive_lengths), (parts.negatives, parts.negative_lengths)):
        for row, length in zip(rows, lengths, strict=True):
            assert abs(row[:length]).max() > 29_000
            assert not row[length:].any()
    assert parts.backgrounds.shape == (2, 2 * RATE)
    assert 3000 < abs(parts.backgrounds).max() < 14_000


def test_frames_are_labelled_just_after_the_end() -> None:
    labels = label_frames(np.array([[0, 300], [-1, -1]]), 6, 100, width=1)
    assert labels.tolist() == [[0, 1, 0, 0, 1, 0], [0] * 6]


class Listener(nn.Module):
    """A small GRU that decides at every frame."""

    def __init__(self) -> None:
        self.memory, self.decide = nn.GRU(24, 32, rng=0), nn.Linear(32, 1, rng=1)

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.memory(x)
        out: Tensor = self.decide(states)
        return out


def test_a_network_with_memory_hears_the_trigger_and_a_model_of_single_moments_does_not() -> None:
    clips = make_triggers()
    parts = []
    for x, ends in (clips[:2], clips[2:]):
        mel = log_mel((x / 32768).astype(np.float32), sample_rate=RATE, n_fft=256, hop=256, n_mels=24)
        parts += [(mel - 1) / 4, label_frames(ends, mel.shape[1], 256, width=8)]
    train_x, train_y, test_x, test_y = parts
    moments = LogisticRegression(max_iter=200).fit(train_x.reshape(-1, 24), train_y.ravel())
    alone = average_precision_score(test_y.ravel(), moments.predict_proba(test_x.reshape(-1, 24))[:, 1])
    model = Listener()
    target = train_y[:, :, None].astype(np.float32)
    optimizer = Adam(model.parameters(), lr=0.01)
    fit(
        model,
        nn.binary_cross_entropy_with_logits,
        optimizer,
        train_x,
        target,
        epochs=25,
        batch_size=24,
        rng=0,
        clip_norm=1,
    )
    together = average_precision_score(test_y.ravel(), predict(model, test_x).ravel())
    assert alone < 0.3
    assert together > 0.85
