"""The figures of this lesson."""

from figurestyle import DATA1, DATA2, MUTED, figure, label
from matplotlib.figure import Figure


def xor() -> Figure:
    """The four cases of "exactly one of the two", and one line that gets three of them right."""
    made, (plot,) = figure()
    for x1, x2 in ((0, 0), (0, 1), (1, 0), (1, 1)):
        yes = x1 != x2
        plot.plot(x1, x2, "o" if yes else "s", color=DATA1 if yes else DATA2, markersize=10)
        label(plot, x1 + 0.08, x2 + 0.06, "yes" if yes else "no", DATA1 if yes else DATA2)
    plot.plot([-0.3, 0.85], [0.85, -0.3], color=MUTED, linestyle="--")
    plot.set(xlim=(-0.3, 1.4), ylim=(-0.3, 1.4), xticks=[0, 1], yticks=[0, 1], xlabel="x₁", ylabel="x₂", aspect="equal")
    return made
