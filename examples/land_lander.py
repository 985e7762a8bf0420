"""Learn to land on the moon by trying: a deep Q-network, its learning curve, and one landing from above to the ground.

python examples/land_lander.py [--small] [--out lander.png]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import matplotlib as mpl
import numpy as np

from descent.rl import DQN, LunarLander, play, q_network
from descent.rl.lander_picture import SCALE
from descent.rl.lunar_lander import HEIGHT

mpl.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402 -- a picture file is wanted, not a window


def good_enough(agent: DQN) -> bool:
    """Say how it goes every fifty episodes; whether the last hundred episodes earned 245 on average."""
    mean = np.mean(agent.returns[-100:])
    if len(agent.returns) % 50 == 0:
        print(f"episode {len(agent.returns)}: {mean:.0f} on average", flush=True)
    return len(agent.returns) >= 100 and bool(mean > 245)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="a few episodes, to see that it runs")
    parser.add_argument("--out", type=Path, default=Path("lander.png"), help="the picture to write")
    options = parser.parse_args()
    agent = DQN(
        q_network(8, 4, (96, 96), rng=0), 4, lr=1e-3, tau=5e-3, batch_size=64, learn_every=2, epsilon_decay=0.98,
        double=True, clip_norm=10.0, rng=0,
    )  # fmt: skip
    env, begin = LunarLander(max_steps=600), time.perf_counter()
    agent.train(env, episodes=5 if options.small else 1000, seed=0, callback=good_enough)
    print(f"{len(agent.returns)} episodes, {agent.n_steps} steps in {time.perf_counter() - begin:.0f} s")
    returns = play(LunarLander(), agent.act, 3 if options.small else 100, seed=1)
    print(f"mean return of {len(returns)} new landings: {returns.mean():.0f}; above 200: {(returns > 200).mean():.0%}")
    draw(agent, options.out)
    print(f"{options.out} is written.")


def land(agent: DQN) -> tuple[list[np.ndarray], np.ndarray, float]:
    """Pictures of one landing, the places (T, 2) of the lander in them, in pixels, and what it earned."""
    env, frames, places, total, over = LunarLander(max_steps=600), [], [], 0.0, False
    observation, _ = env.reset(seed=5)
    while not over:
        frames.append(env.render())
        places.append((env.lander.body.x * SCALE, (HEIGHT - env.lander.body.y) * SCALE))
        observation, reward, terminated, truncated, _ = env.step(agent.act(observation))
        total, over = total + reward, terminated or truncated
    return frames, np.array(places), total


def draw(agent: DQN, path: Path) -> None:
    """Draw the learning curve above, and five moments of a landing with the way so far below."""
    figure = plt.figure(figsize=(13, 6.4), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=[1.5, 1])
    ax = above.subplots()
    returns = np.array(agent.returns)
    width = min(25, len(returns))
    ax.plot(returns, ".", color="#b9c4d0", markersize=4, label="an episode")
    smooth = np.convolve(returns, np.ones(width) / width, "valid")
    ax.plot(np.arange(width - 1, len(returns)), smooth, color="#2a5f9e", linewidth=2, label=f"mean of {width}")
    ax.axhline(200, color="#2a7f5f", linestyle="--", linewidth=1, label="solved")
    ax.set(xlabel="episode", ylabel="return", ylim=(max(-500, returns.min() - 20), 330))
    ax.legend(loc="lower right")
    frames, places, total = land(agent)
    ax.set_title(f"{agent.n_steps:,} steps of practice; the landing below earned {total:.0f}")
    for small, place in zip(below.subplots(1, 5), np.linspace(0, len(frames) - 1, 5).astype(int), strict=True):
        small.imshow(frames[place])
        small.plot(*places[: place + 1].T, color="#f0c419", linewidth=1.2)
        small.set(xlim=(0, 600), ylim=(400, 0))
        small.set_title(f"{place / 50:.1f} s", fontsize=9)
        small.set_axis_off()
    figure.savefig(path, dpi=100)


if __name__ == "__main__":
    main()
