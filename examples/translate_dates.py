"""Teach a network with attention to read dates as people write them, and to write them as machines do.

python examples/translate_dates.py [--small] [--out dates.txt]
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import numpy as np

from descent import nn, optim
from descent.datasets import make_dates
from descent.networks import Seq2Seq, translate
from descent.optim.schedules import cosine
from descent.text import Vocabulary
from descent.training import fit

SHADES = " .:-=+*#%@"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="few dates and epochs, to see that it runs")
    parser.add_argument("--out", type=Path, default=Path("dates.txt"), help="the text to write")
    options = parser.parse_args()
    count, epochs, unseen = (300, 2, 30) if options.small else (6000, 8, 1000)
    pairs = make_dates(count=count + unseen)
    new = ~np.isin(pairs.human, pairs.human[:count])
    new[:count] = True  # what is learnt stays, and of the others those that are not among it
    human, machine = pairs.human[new].tolist(), pairs.machine[new].tolist()
    read, write = Vocabulary().fit(human), Vocabulary(unk=None).fit(machine)
    start, end = write.ids_["<start>"], write.ids_["<end>"]
    source = read.pad_batch([read.encode(text) for text in human])
    target = write.pad_batch([write.encode(text, start=True, end=True) for text in machine])
    net = Seq2Seq(len(read), len(write), embedding_dim=24, hidden_size=48, attention_size=24, rng=0)
    history = fit(
        net, partial(nn.cross_entropy, ignore_index=0), optim.Adam(net.parameters(), lr=6e-3),
        (source[:count], target[:count, :-1]), target[:count, 1:], epochs=epochs, batch_size=50, rng=0, clip_norm=1.0,
        schedule=cosine(6e-3, epochs * count // 50), progress=True,
    )  # fmt: skip
    print(f"loss {history.loss[0]:.2f} -> {history.loss[-1]:.4f} in {sum(history.seconds):.0f} s")
    rows = translate(net, source[count:], start=start, end=end, length=12)
    written = ["".join(write.decode(row)) for row in rows]
    right = [found == wanted for found, wanted in zip(written, machine[count:], strict=True)]
    print(f"unseen dates that are right to the last digit: {np.mean(right):.1%} of {len(right)}")
    lines = [f"{np.mean(right):.1%} of {len(right)} unseen dates are right; forty of them:", ""]
    for found, wanted, asked in list(zip(written, machine[count:], human[count:], strict=True))[:40]:
        lines.append(f"{asked:30}  {found:12}" + ("right" if found == wanted else f"wrong: {wanted}"))
    for asked, tokens, row in list(zip(human[count:], source[count:], rows, strict=True))[:3]:
        weights = net.attention_weights(tokens[np.newaxis], [[start, *row]])[0]
        lines += ["", "Where it looked before it wrote each character:", "", f"  {asked}"]
        for token, weight in zip(write.decode(row), weights, strict=False):
            marks = (weight[: len(asked)] * len(SHADES)).astype(int).clip(0, len(SHADES) - 1)
            lines.append(f"{token} {''.join(SHADES[mark] for mark in marks)}".rstrip())
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{options.out} is written.")


if __name__ == "__main__":
    main()
