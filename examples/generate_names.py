"""Teach a recurrent network to spell the names of dinosaurs, and let it invent new ones, timidly and boldly.

python examples/generate_names.py [--small] [--out names.txt]
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import numpy as np

from descent import nn, optim
from descent.datasets import make_names
from descent.networks import CharRNN
from descent.optim.schedules import cosine
from descent.text import Vocabulary
from descent.training import fit

TEMPERATURES = (0.4, 0.7, 1.0, 1.4)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="few names and epochs, to see that it runs")
    parser.add_argument("--out", type=Path, default=Path("names.txt"), help="the text to write")
    options = parser.parse_args()
    names = make_names().names.tolist()[: 300 if options.small else None]
    known, new = names[len(names) // 10 :], names[: len(names) // 10]
    vocabulary = Vocabulary(unk=None).fit(names)
    start, end, pad = (vocabulary.ids_[token] for token in ("<start>", "<end>", "<pad>"))
    rows, rows_new = (
        vocabulary.pad_batch([vocabulary.encode(name, start=True, end=True) for name in part]) for part in (known, new)
    )
    net = CharRNN(len(vocabulary), 32 if options.small else 64, embedding_dim=16, rng=0)
    epochs = 3 if options.small else 16
    history = fit(
        net, partial(nn.cross_entropy, ignore_index=pad), optim.Adam(net.parameters(), lr=5e-3),
        rows[:, :-1], rows[:, 1:], epochs=epochs, batch_size=32, rng=0, clip_norm=1.0,
        schedule=cosine(5e-3, epochs * -(-len(rows) // 32)), progress=True,
    )  # fmt: skip
    print(f"{len(known)} names were read in {sum(history.seconds):.0f} s")
    for title, part in (("names it was taught", rows), ("names it never saw", rows_new)):
        bits = net.bits_per_character(part[:, :-1], part[:, 1:], ignore_index=pad)
        print(f"bits per character of {title}: {bits:.2f} (any letter alike would cost {np.log2(27):.2f})")
    pages = []
    for temperature in TEMPERATURES:
        drawn = net.sample(1, begin=[start], end=end, length=25, temperature=temperature, n=400)
        written = ["".join(vocabulary.decode(row)) for row in drawn]
        invented = np.mean([name not in known for name in written])
        print(f"temperature {temperature}: {invented:.0%} of 400 names are invented")
        some = [f"{name} *" if name in known else name for name in written[:20]]
        pages.append("\n".join([f"Temperature {temperature}: {invented:.0%} invented, * in the list it read", *some]))
    options.out.write_text("\n\n".join(pages) + "\n", encoding="utf-8")
    print(f"{options.out} is written.")


if __name__ == "__main__":
    main()
