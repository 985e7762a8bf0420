"""Let a recurrent network hear solos over chords, and play a new one over twelve bars of blues.

python examples/improvise_jazz.py [--small] [--out jazz.wav]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from descent import nn, optim, sample
from descent.datasets import chord_name, chord_notes, make_jazz, perform, solo_notes, write_midi, write_wav
from descent.datasets.sound.jazz import CHORD_TONES, FIRST, LOWEST, TOKENS
from descent.networks import CharRNN
from descent.optim.schedules import cosine
from descent.tensor import no_grad
from descent.training import fit

TEMPO, CHORDS = 132, 36


def pairs(tokens: np.ndarray, chords: np.ndarray) -> np.ndarray:
    """Give (n, 2 T) tokens, chord and note by turns: after each chord the network says the note above it."""
    return np.stack([chords + TOKENS, tokens], axis=-1).reshape(len(tokens), -1)


def improvise(net: CharRNN, chords: np.ndarray, rng: np.random.Generator, temperature: float) -> np.ndarray:
    """Draw a note, or a hold, or a rest, over every chord (T,)."""
    solo, states = [], None
    with no_grad():
        for chord in chords:
            scores, states = net.step([TOKENS + chord], states)
            solo.append(sample(scores[:, :TOKENS], rng, temperature=temperature))
            _, states = net.step(solo[-1], states)
    return np.concatenate(solo)


def share_of_chord_tones(tokens: np.ndarray, chords: np.ndarray) -> float:
    """Of the notes that are struck, how many belong to the chord below."""
    struck = tokens >= FIRST
    roots, kinds = np.divmod(chords[struck], len(CHORD_TONES))
    degrees = (tokens[struck] - FIRST + LOWEST - roots) % 12
    return float(np.mean([degree in CHORD_TONES[kind] for degree, kind in zip(degrees, kinds, strict=True)]))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="few solos and epochs, to see that it runs")
    parser.add_argument("--out", type=Path, default=Path("jazz.wav"), help="the sound to write, and a .mid beside it")
    options = parser.parse_args()
    jazz = make_jazz(count=20 if options.small else 400)
    held = max(2, len(jazz.tokens) // 10)
    rows = pairs(jazz.tokens, jazz.chords)
    X, y = rows[:, :-1], np.where(np.arange(1, rows.shape[1]) % 2, rows[:, 1:], -1)  # only notes are asked for
    net = CharRNN(TOKENS + CHORDS, 32 if options.small else 96, embedding_dim=24, rng=0)
    epochs = 2 if options.small else 30
    history = fit(
        net, lambda scores, following: nn.cross_entropy(scores, following, ignore_index=-1),
        optim.Adam(net.parameters(), lr=8e-3), X[held:], y[held:], epochs=epochs, batch_size=16, rng=0, clip_norm=1.0,
        schedule=cosine(8e-3, epochs * -(-len(X[held:]) // 16)), progress=True,
    )  # fmt: skip
    print(f"{len(X) - held} solos were heard in {sum(history.seconds):.0f} s")
    surprise = net.bits_per_character(X[:held], y[:held], ignore_index=-1)
    print(f"bits per eighth note of solos it never heard: {surprise:.2f} (any of {TOKENS}: {np.log2(TOKENS):.2f})")
    once = jazz.chords[0]
    chords = np.concatenate([once, once])  # two times through the twelve bars
    solo = improvise(net, chords, np.random.default_rng(4), temperature=0.8)
    print("chords:", " ".join(chord_name(int(chord)) for chord in once[::8]))
    ours, theirs = share_of_chord_tones(solo, chords), share_of_chord_tones(jazz.tokens.ravel(), jazz.chords.ravel())
    print(f"notes of its solo that belong to the chord: {ours:.0%} (of those it heard: {theirs:.0%})")
    notes = solo_notes(solo) + chord_notes(chords)
    write_midi(options.out.with_suffix(".mid"), notes, tempo=TEMPO)
    write_wav(options.out, perform(notes, tempo=TEMPO), 16_000)
    print(f"{options.out} is written.")


if __name__ == "__main__":
    main()
