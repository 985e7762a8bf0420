"""The figures of this lesson."""

from figurestyle import DATA1, INK, MODEL, MUTED, figure
from matplotlib.figure import Figure

A, B, C = 1, 4, 5


def graph() -> Figure:
    """J = 3 (a + b c) as boxes and arrows, with the values of a forward pass."""
    u, v = B * C, A + B * C
    made, (plot,) = figure(height=2.0)
    plot.set_axis_off()
    plot.set(xlim=(-0.9, 9.9), ylim=(-0.6, 3.4))
    places = {"a": (0, 3), "b": (0, 1.6), "c": (0, 0.2), "u": (3, 0.9), "v": (6, 2), "J": (9, 2)}
    texts = {"a": f"a = {A}", "b": f"b = {B}", "c": f"c = {C}", "u": "u = b·c", "v": "v = a + u", "J": "J = 3v"}
    for start, end in (("b", "u"), ("c", "u"), ("a", "v"), ("u", "v"), ("v", "J")):
        (x0, y0), (x1, y1) = places[start], places[end]
        reach = 0.8 if start in "abc" else 0.95
        plot.annotate("", (x1 - 0.8, y1), (x0 + reach, y0), arrowprops={"arrowstyle": "->", "color": MUTED})
    for name, (x, y) in places.items():
        box = {"boxstyle": "round,pad=0.45", "facecolor": "none", "edgecolor": DATA1 if name in "abc" else MODEL}
        plot.text(x, y, texts[name], color=INK, fontsize=11, ha="center", va="center", bbox=box)
    for name, number in (("u", u), ("v", v), ("J", 3 * v)):
        plot.text(places[name][0], places[name][1] - 0.95, number, color=MODEL, fontsize=11, ha="center", va="center")
    return made
