"""The numbers of the interactive figures agree with ``descent`` and NumPy.

Each figure computes in a module without a page (``NAME-core.js``). Here it runs in Node where that is installed, and in
the browser of the browser tests where it is not.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent import graph
from descent.broadcasting import broadcast_shapes
from descent.graph import Node
from descent.ops import binary_cross_entropy_with_logits, logistic_cost, relu, sigmoid

WIDGETS = Path(__file__).parents[2] / "courses" / "widgets"

Compute = Callable[[str, str], Any]


@pytest.fixture
def compute(request: pytest.FixtureRequest) -> Compute:
    """``compute("cost-surface-core", "core.examples")``: the value of an expression over a module's exports."""
    node = shutil.which("node")
    if node is not None:

        def in_node(module: str, expression: str) -> Any:
            source = f"import * as core from {json.dumps((WIDGETS / f'{module}.js').as_uri())};"
            source += f"process.stdout.write(JSON.stringify({expression}))"
            command = [node, "--input-type=module", "--eval", source]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout)

        return in_node

    page = request.getfixturevalue("page")
    page.route("http://widgets.test/", lambda route: route.fulfill(body="<p>Widgets", content_type="text/html"))
    page.route("http://widgets.test/*.js", lambda route: route.fulfill(path=WIDGETS / Path(route.request.url).name))
    page.goto("http://widgets.test/")

    def in_browser(module: str, expression: str) -> Any:
        wrapped = f"import('/{module}.js').then((core) => JSON.stringify({expression}))"
        return json.loads(page.evaluate(wrapped))

    return in_browser


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def close(got: object, expected: object) -> bool:
    """Whether two nested lists of numbers agree to one part in a million."""
    return np.allclose(np.asarray(got, dtype=float), np.asarray(expected, dtype=float), rtol=1e-6, atol=1e-6)


# -- What all widgets share ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1.25, 1, "1.3"),
        (-0.001, 2, "−10⁻³"),
        (-0.2, 0, "0"),
        (12345.6, 1, "12\u202f345.6"),
        (3e9, 2, "3.0 × 10⁹"),
        (0, 2, "0.00"),
    ],
)
def test_a_number_is_written_as_in_a_book(compute: Compute, value: float, places: int, written: str) -> None:
    assert compute("kit-numbers", f"core.show({value}, {places})") == written


def test_ticks_are_round_numbers_inside_the_domain(compute: Compute) -> None:
    expression = "[core.ticks([0, 1], 5), core.ticks([-4, 4], 5), core.ticks([0, 0.31], 4)]"
    assert compute("kit-numbers", expression) == [[0, 0.2, 0.4, 0.6, 0.8, 1], [-4, -2, 0, 2, 4], [0, 0.1, 0.2, 0.3]]


def test_sigmoid_and_softplus_do_not_overflow(compute: Compute) -> None:
    z = [-800.0, -3.0, 0.0, 2.5, 800.0]
    probabilities, losses = compute("kit-numbers", f"[{z}.map(core.sigmoid), {z}.map(core.softplus)]")
    assert close(probabilities, sigmoid.sigmoid(z))
    assert close(losses, np.logaddexp(0, z))


def test_seeded_random_numbers_are_uniform_or_normal_and_repeat(compute: Compute) -> None:
    draw = "(() => { const r = core.random(7); return core.range(4000).map(() => %s); })()"
    uniform = np.array(compute("kit-numbers", draw % "r()"))
    normal = np.array(compute("kit-numbers", draw % "r.normal()"))
    assert uniform.min() >= 0
    assert uniform.max() < 1
    assert abs(uniform.mean() - 0.5) < 0.02
    assert abs(normal.mean()) < 0.05
    assert abs(normal.std() - 1) < 0.05
    assert compute("kit-numbers", draw % "r()") == uniform.tolist()


def test_a_contour_encloses_the_area_where_the_function_is_above_its_level(compute: Compute) -> None:
    grid = "core.sample((x, y) => 4 - x * x - y * y, [-3, 3], [-3, 3], 121, 121)"
    (ring,) = compute("kit-contours", f"core.region({grid}, 0)")  # a disc of radius 2
    x, y = np.array(ring).T
    area = 0.5 * abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))
    assert np.allclose(np.hypot(x, y), 2, atol=2e-3)
    assert abs(area - 4 * np.pi) < 0.01


def test_contours_of_a_saddle_leave_no_ring_open(compute: Compute) -> None:
    grid = "core.sample((x, y) => x * y, [-1, 1], [-1, 1], 20, 20)"
    rings = compute("kit-contours", f"core.region({grid}, 0.2)")
    assert len(rings) == 2  # one in each of two opposite corners
    assert all((np.array(ring).prod(axis=1) >= 0.2 - 0.02).all() for ring in rings)


# -- cost-surface -------------------------------------------------------------------------------

SURFACES: dict[str, Callable[[float, float], float]] = {
    "bowl": lambda w, b: 0.5 * (0.5 * (w - 1) ** 2 + (b + 0.5) ** 2),
    "valley": lambda w, b: (w + b) ** 2 / 80 + 0.5 * (w - b) ** 2,
    "double": lambda w, b: (w**2 - 4) ** 2 / 16 + 0.3 * w + 0.5 * b**2,
}


def test_the_logistic_surface_is_the_mean_loss_of_its_examples(compute: Compute, rng: np.random.Generator) -> None:
    examples = compute("cost-surface-core", "core.examples")
    X, y = np.array(examples["x"])[:, None], np.array(examples["y"])
    for w, b in rng.uniform(-3, 3, (5, 2)):
        expression = f"[core.surfaces.logistic.cost({w}, {b}), ...core.surfaces.logistic.gradient({w}, {b})]"
        got = compute("cost-surface-core", expression)
        cost, cache = logistic_cost.forward(X, np.array([w]), b, y)
        _, dw, db, _ = logistic_cost.backward(1.0, cache)
        assert close(got, [cost, dw[0], db])


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_has_the_cost_and_the_gradient_of_its_formula(compute: Compute, name: str) -> None:
    w, b, e = 1.3, -0.7, 1e-6
    cost = SURFACES[name]
    surface = f"core.surfaces.{name}"
    got = compute("cost-surface-core", f"[{surface}.cost({w}, {b}), ...{surface}.gradient({w}, {b})]")
    slopes = [(cost(w + e, b) - cost(w - e, b)) / (2 * e), (cost(w, b + e) - cost(w, b - e)) / (2 * e)]
    assert close(got, [cost(w, b), *slopes])


@pytest.mark.parametrize("name", ["logistic", *SURFACES])
def test_the_gradient_vanishes_at_every_marked_minimum(compute: Compute, name: str) -> None:
    surface = f"core.surfaces.{name}"
    gradients = compute("cost-surface-core", f"{surface}.minima.map((m) => {surface}.gradient(...m))")
    assert gradients
    assert np.allclose(gradients, 0, atol=1e-9)


def test_descent_on_the_bowl_shrinks_each_distance_by_its_own_factor(compute: Compute) -> None:
    path = compute("cost-surface-core", "core.descend(core.surfaces.bowl, [-3, 3], 0.3, 25)")
    t = np.arange(26)
    assert close([p["w"] for p in path], 1 + (-3 - 1) * (1 - 0.3 * 0.5) ** t)
    assert close([p["b"] for p in path], -0.5 + (3 + 0.5) * (1 - 0.3) ** t)


@pytest.mark.parametrize(
    ("name", "rate", "kind"),
    [
        ("bowl", 0.5, "arrives"),
        ("bowl", 0.011, "crawls"),
        ("bowl", 1.9, "swings"),
        ("bowl", 2.1, "diverges"),
        ("valley", 1.05, "diverges"),
        ("logistic", 1, "arrives"),
        ("logistic", 20, "jumps"),
        ("double", 0.2, "arrives"),
    ],
)
def test_the_verdict_names_what_the_path_does(compute: Compute, name: str, rate: float, kind: str) -> None:
    surface = f"core.surfaces.{name}"
    got = compute("cost-surface-core", f"core.verdict({surface}, core.descend({surface}, {surface}.start, {rate}, 60))")
    assert got["kind"] == kind


def test_the_cut_falls_with_the_steepness_it_states(compute: Compute) -> None:
    expression = """(() => {
        const [point] = core.descend(core.surfaces.double, [1.1, 2.0], 0.1, 0);
        const cut = core.slice(core.surfaces.double, point);
        return [cut.steepness, (cut.cost(1e-5) - cut.cost(-1e-5)) / 2e-5];
    })()"""
    steepness, slope = compute("cost-surface-core", expression)
    assert slope == pytest.approx(-steepness, rel=1e-6)


# -- computation-graph --------------------------------------------------------------------------


def _expression(a: Node, b: Node, c: Node) -> Node:
    return 3 * (a + b * c)


def _shared(a: Node, b: Node) -> Node:
    return a * (a + b)


def _logistic(x1: Node, w1: Node, x2: Node, w2: Node, b: Node) -> Node:
    return graph.log(1 + graph.exp(-(w1 * x1 + w2 * x2 + b)))


def _logistic_0(x1: Node, w1: Node, x2: Node, w2: Node, b: Node) -> Node:
    return graph.log(1 + graph.exp(w1 * x1 + w2 * x2 + b))


@pytest.mark.parametrize(
    ("name", "inputs", "formula"),
    [
        ("product", "abc", _expression),
        ("shared", "ab", _shared),
        ("logistic 1", ["x1", "w1", "x2", "w2", "b"], _logistic),
        ("logistic 0", ["x1", "w1", "x2", "w2", "b"], _logistic_0),
    ],
)
def test_a_graph_has_the_value_and_the_derivatives_of_its_expression(
    compute: Compute, rng: np.random.Generator, name: str, inputs: Sequence[str], formula: Callable[..., Node]
) -> None:
    given = {key: float(value) for key, value in zip(inputs, rng.uniform(-2, 2, len(inputs)), strict=True)}
    expression = f"""(() => {{
        const graph = core.graphs[{json.dumps(name)}];
        const values = core.forward(graph, {json.dumps(given)});
        return [values[graph.output], core.backward(graph, values).derivatives];
    }})()"""
    value, derivatives = compute("computation-graph-core", expression)
    nodes = [graph.Node(given[key], key) for key in inputs]
    output = formula(*nodes)
    output.backward()
    assert close(value, output.value)
    assert close([derivatives[key] for key in inputs], [node.derivative for node in nodes])


def test_each_edge_brings_its_local_slope_times_what_came_from_above(compute: Compute) -> None:
    expression = "core.backward(core.graphs.shared, core.forward(core.graphs.shared, { a: 4, b: 2 })).edges"
    edges = compute("computation-graph-core", expression)
    assert all(edge["product"] == edge["local"] * edge["upstream"] for edge in edges)
    assert sum(edge["product"] for edge in edges if edge["from"] == "a") == 10  # 2a + b: two ways, added


def test_a_nudge_changes_the_output_as_the_derivative_promises(compute: Compute) -> None:
    exact = compute("computation-graph-core", "core.nudge(core.graphs.product, { a: 5, b: 3, c: 2 }, 'b', 0.001)")
    curved = compute("computation-graph-core", "core.nudge(core.graphs.shared, { a: 4, b: 2 }, 'a', 0.001)")
    assert close([exact["after"]["J"], exact["promised"]], [33.006, 0.006])
    assert curved["change"] - curved["promised"] == pytest.approx(1e-6, rel=1e-3)  # the square of the nudge


def test_stages_visit_every_operation_forwards_and_every_edge_backwards(compute: Compute) -> None:
    stages = compute("computation-graph-core", "core.stages(core.graphs.product)")
    assert [stage["node"] for stage in stages if stage["kind"] == "forward"] == ["u", "v", "J"]
    assert [stage["node"] for stage in stages if stage["kind"] == "backward"] == ["v", "a", "u", "b", "c"]


# -- broadcasting -------------------------------------------------------------------------------

SHAPES = [(), (1,), (3,), (4,), (1, 4), (3, 1), (3, 4), (2, 3, 4), (2, 1, 1), (1, 3, 1), (2, 2)]


def _add_in_numpy(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...] | str:
    """The shape of the sum, or the sentence of the error."""
    try:
        return (np.empty(a) + np.empty(b)).shape
    except ValueError as error:
        return str(error).strip()


def test_shapes_broadcast_as_in_numpy_or_fail_with_its_sentence(compute: Compute) -> None:
    pairs = list(product(SHAPES, SHAPES))
    outcomes = compute("broadcasting-core", f"{json.dumps(pairs)}.map(([a, b]) => core.together(a, b))")
    for (a, b), outcome in zip(pairs, outcomes, strict=True):
        expected = _add_in_numpy(a, b)
        if isinstance(expected, str):
            assert outcome["shape"] is None
            assert outcome["error"] == expected
        else:
            assert outcome["error"] is None
            assert tuple(outcome["shape"]) == expected == broadcast_shapes(a, b)


@pytest.mark.parametrize("op", ["+", "×"])
def test_the_result_of_two_arrays_is_that_of_numpy(compute: Compute, op: str) -> None:
    for a, b in [((3, 4), (1, 4)), ((3, 1), (4,)), ((2, 3, 4), (3, 1)), ((), (2, 2)), ((1,), ())]:
        A = np.arange(np.prod(a, dtype=int)).reshape(a)
        B = 10 * (1 + np.arange(np.prod(b, dtype=int)).reshape(b))
        expected = A + B if op == "+" else A * B
        got = compute("broadcasting-core", f"core.combine({json.dumps(a)}, {json.dumps(b)}, {json.dumps(op)})")
        assert got == expected.ravel().tolist()


@pytest.mark.parametrize(
    ("text", "shape"),
    [("3×4", [3, 4]), ("3 x 4", [3, 4]), ("(3, 4)", [3, 4]), ("(4,)", [4]), ("5", [5]), ("scalar", []), ("()", [])],
)
def test_a_shape_is_read_however_one_writes_it(compute: Compute, text: str, shape: list[int]) -> None:
    assert compute("broadcasting-core", f"core.parseShape({json.dumps(text)})") == {"shape": shape}


@pytest.mark.parametrize(
    ("text", "says"), [("three", "Write a shape"), ("9", "1 to 6"), ("0×3", "1 to 6"), ("1×1×1×1", "Three axes")]
)
def test_a_shape_that_cannot_be_drawn_says_why(compute: Compute, text: str, says: str) -> None:
    assert says in compute("broadcasting-core", f"core.parseShape({json.dumps(text)})")["problem"]


def test_the_repair_of_a_clash_makes_the_shapes_fit(compute: Compute) -> None:
    repair = compute("broadcasting-core", "core.repair([3, 4], [3])")
    assert repair["code"] == "B[:, np.newaxis]"
    assert (np.ones((3, 4)) + np.ones(3)[:, np.newaxis]).shape == (3, 4)
    assert tuple(repair["shape"]) == np.ones(3)[:, np.newaxis].shape
    assert compute("broadcasting-core", "core.repair([3, 4], [2, 4])") is None


# -- decision-boundary --------------------------------------------------------------------------


@pytest.mark.parametrize("more", [False, True])
@pytest.mark.parametrize("name", ["blobs", "overlap", "xor", "ring"])
def test_training_in_the_page_is_training_in_numpy(compute: Compute, name: str, more: bool) -> None:
    flag = json.dumps(more)
    points = compute("decision-boundary-core", f"core.datasets.{name}.points")
    run = compute("decision-boundary-core", f"core.train(core.datasets.{name}.points, {flag}, 0.3, 100)")
    x1, x2, y = (np.array([point[key] for point in points], dtype=float) for key in ("x1", "x2", "label"))
    X = np.column_stack([x1, x2, x1**2, x2**2, x1 * x2] if more else [x1, x2])
    start = compute("decision-boundary-core", "core.START")
    w, b = np.array(start["w"][: X.shape[1]]), float(start["b"])
    for model in run:
        cost, cache = logistic_cost.forward(X, w, b, y)
        assert close([*model["w"], model["b"], model["cost"]], [*w, b, cost])
        assert model["right"] == int(((X @ w + b > 0) == y).sum())
        _, dw, db, _ = logistic_cost.backward(1.0, cache)
        w, b = w - 0.3 * dw, b - 0.3 * float(db)


def test_a_line_parts_blobs_but_neither_xor_nor_a_ring_and_products_part_them(compute: Compute) -> None:
    """What the figure is there to show."""
    expression = """Object.entries(core.datasets).map(([name, { points }]) =>
        [false, true].map((more) => core.train(points, more, 0.5, 200).at(-1).right / points.length))"""
    blobs, overlap, xor, ring = compute("decision-boundary-core", expression)
    assert blobs[0] == 1
    assert 0.75 < overlap[0] < 1
    assert xor[0] < 0.7
    assert xor[1] > 0.95
    assert ring[0] < 0.8
    assert ring[1] > 0.95


def test_added_points_survive_the_address(compute: Compute) -> None:
    expression = "core.unpack(core.pack([{ x1: 0.5, x2: -1.25, label: 1 }]) + ';nonsense;9,9,7')"
    assert compute("decision-boundary-core", expression) == [{"x1": 0.5, "x2": -1.25, "label": 1}]


# -- one-neuron ---------------------------------------------------------------------------------


def test_the_neuron_is_a_relu_of_a_line(compute: Compute) -> None:
    sizes = [5.0, 20.0, 50.0, 118.0]
    bent, straight = compute(
        "one-neuron-core", f"[true, false].map((bend) => {sizes}.map((x) => core.neuron(x, {{ w: 3, b: -60 }}, bend)))"
    )
    z = 3 * np.array(sizes) - 60
    assert close(straight, z)
    assert close(bent, relu.relu(z))


def test_the_best_line_is_the_least_squares_line(compute: Compute) -> None:
    flats = compute("one-neuron-core", "core.flats")
    fit = compute("one-neuron-core", "core.best(false)")
    w, b = np.polyfit(flats["size"], flats["price"], 1)
    assert close([fit["w"], fit["b"]], [w, b])
    assert close(fit["error"], np.mean((w * np.array(flats["size"]) + b - np.array(flats["price"])) ** 2))


def test_no_bent_line_on_a_fine_grid_is_better_than_the_best_fit(compute: Compute) -> None:
    flats = compute("one-neuron-core", "core.flats")
    fit = compute("one-neuron-core", "core.best(true)")
    size, price = np.array(flats["size"]), np.array(flats["price"])
    w, b = np.meshgrid(np.linspace(0, 6, 301), np.linspace(-200, 100, 301))
    errors = ((relu.relu(w[..., None] * size + b[..., None]) - price) ** 2).mean(axis=-1)
    assert fit["error"] <= errors.min() + 1e-9
    assert errors.min() < fit["error"] * 1.02


def test_three_hinges_go_through_the_four_points_that_one_drags(compute: Compute) -> None:
    knots = {"k1": 20, "k2": 55, "k3": 80, "h1": 5, "h2": 95, "h3": 175, "h4": 235}
    at = [0, 20, 37.5, 55, 80, 100, 130]
    expression = f"(() => {{ const n = core.hinges({json.dumps(knots)}); return [{at}.map(n.sum), n.weights]; }})()"
    values, weights = compute("one-neuron-core", expression)
    assert close(values, np.interp(at, [20, 55, 80, 130], [5, 95, 175, 235]))
    assert close(np.cumsum(weights), [90 / 35, 80 / 25, 60 / 50])


# -- sigmoid-explorer ---------------------------------------------------------------------------


@pytest.mark.parametrize(("x", "w", "b"), [(2, 1, 0), (-1.5, -3, 2), (0, 4, -1), (6, 5, 6), (-6, 5, -6)])
def test_a_place_on_the_sigmoid_has_the_probability_the_odds_and_both_losses(
    compute: Compute, x: float, w: float, b: float
) -> None:
    got = compute("sigmoid-explorer-core", f"core.at({x}, {{ w: {w}, b: {b} }})")
    z = np.float64(w * x + b)
    losses = [binary_cross_entropy_with_logits.binary_cross_entropy_with_logits([z], [label]) for label in (1, 0)]
    assert close([got["z"], got["p"], got["loss1"], got["loss0"]], [z, sigmoid.sigmoid(z), *losses])
    assert got["odds"] == pytest.approx(float(np.exp(z)), rel=1e-9)


def test_the_middle_of_the_sigmoid_is_where_the_evidence_is_even(compute: Compute) -> None:
    assert compute("sigmoid-explorer-core", "core.at(core.middle({ w: -3, b: 2 }), { w: -3, b: 2 }).p") == 0.5
    assert compute("sigmoid-explorer-core", "core.middle({ w: 0, b: 2 })") is None


# -- tangent, and formulas that are typed -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "a", "slope"),
    [
        ("square", 5.0, 10.0),
        ("cube", 2.0, 12.0),
        ("exp", 0.7, np.exp(0.7)),
        ("log", 2.0, 0.5),
        ("sigmoid", 0.4, float(sigmoid.sigmoid(0.4) * (1 - sigmoid.sigmoid(0.4)))),
        ("relu", 1.5, 1.0),
    ],
)
def test_the_slope_of_a_curve_is_the_formulas_and_nudging_agrees(
    compute: Compute, name: str, a: float, slope: float
) -> None:
    curve = f"core.curves.{name}"
    expression = (
        f"[{curve}.df({a}), core.nudged({curve}.f, {a}, 1e-5, 'both'), core.nudged({curve}.f, {a}, 1e-6, 'one')]"
    )
    exact, both, one = compute("tangent-core", expression)
    assert close(exact, slope)
    assert close(both, slope)
    assert one == pytest.approx(slope, abs=2e-5)


def test_errors_of_nudging_fall_and_rise_again_as_in_numpy(compute: Compute) -> None:
    """The same doubles, hence the same rounding, down to nudges that leave no digit."""
    hs = [10.0**-k for k in range(17)]
    got = np.array(compute("tangent-core", f"core.errors(core.curves.cube, 1.0, 'both', {hs})"))
    a, h = np.float64(1.0), got[:, 0]
    up, down = a + h, a - h
    expected = np.abs((up * up * up - down * down * down) / (2 * h) - 3)
    assert np.array_equal(got[:, 1], expected)
    assert 1e-8 < hs[int(expected.argmin())] < 1e-3
    assert expected[-1] > 0.1


FORMULAS: list[tuple[str, Callable[[float], float]]] = [
    ("3a + 1", lambda a: 3 * a + 1),
    ("a^2 sin(a)", lambda a: a**2 * np.sin(a)),
    ("2^-a / (1 + exp(-a))", lambda a: 2**-a / (1 + np.exp(-a))),
    ("-a²", lambda a: -(a**2)),
    ("(a - 1)(a + 2)", lambda a: (a - 1) * (a + 2)),
    ("log(a^2 + 1) · cos(pi a)", lambda a: np.log(a**2 + 1) * np.cos(np.pi * a)),
    ("sqrt(abs(tanh(x)))", lambda a: np.sqrt(abs(np.tanh(a)))),
    ("relu(a) - relu(-a) + σ(2a)", lambda a: a + 1 / (1 + np.exp(-2 * a))),
    ("2^3^a", lambda a: 2 ** (3**a)),
    ("1/2a", lambda a: 0.5 * a),
]


@pytest.mark.parametrize(("text", "function"), FORMULAS, ids=[text for text, _ in FORMULAS])
def test_a_typed_formula_has_its_value_and_its_exact_slope(
    compute: Compute, text: str, function: Callable[[float], float]
) -> None:
    for a in (0.8, -1.3):
        value, slope = compute("formula-core", f"core.readFormula({json.dumps(text)}).both({a})")
        assert value == pytest.approx(function(a), rel=1e-12)
        assert slope == pytest.approx((function(a + 1e-6) - function(a - 1e-6)) / 2e-6, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "stops too early"),
        ("a +", "stops too early"),
        ("(a", "not closed"),
        ("a)", ") is one too many"),
        ("alert(1)", "alert is not known"),
        ("sin a", "with brackets"),
        ("* 3", "was expected"),
        ("constructor(a)", "constructor is not known"),
        ("1..2", "one too many"),
    ],
)
def test_a_formula_that_cannot_be_read_says_what_is_wrong(compute: Compute, text: str, says: str) -> None:
    assert says in compute("formula-core", f"core.readFormula({json.dumps(text)}).problem")


# -- scale-curves -------------------------------------------------------------------------------


def test_the_schematic_curves_are_the_formula_that_is_shown_with_them(compute: Compute) -> None:
    methods = compute("scale-curves-core", "core.methods")
    n = [0, 3, 20, 100]
    values = compute("scale-curves-core", f"core.methods.map((method) => {n}.map((n) => core.performance(method, n)))")
    assert close(values, [method["c"] * np.array(n) / (np.array(n) + method["s"]) for method in methods])


def test_the_larger_the_network_the_better_once_the_order_is_not_open(compute: Compute) -> None:
    few, many = compute("scale-curves-core", "[4, 100].map((n) => core.order(n).map((method) => method.id))")
    assert many == ["large", "medium", "small", "traditional"]
    assert few == many[::-1]
    crossings = compute("scale-curves-core", "[core.OPEN + 8, 60, 80].map((n) => core.order(n)[0].id)")
    assert crossings == ["large"] * 3


# -- loop-vs-vector -----------------------------------------------------------------------------


def test_the_loop_and_the_vector_end_at_the_dot_product_of_numpy(compute: Compute) -> None:
    example = compute("loop-vs-vector-core", "core.example")
    expected = np.dot(example["w"], example["x"])
    loop = compute("loop-vs-vector-core", "[0, 1, 2, 3, 4, 5, 6, 7, 8].map((t) => core.loop(t).sum)")
    assert loop == [0, *np.cumsum(np.multiply(example["w"], example["x"]))]
    rows = compute("loop-vs-vector-core", "core.vector(core.LOOP_TICKS)")
    assert [len(row) for row in rows] == [8, 4, 2, 1]
    assert all(sum(row) == expected for row in rows)


def test_both_loops_that_are_timed_compute_the_dot_product(compute: Compute, rng: np.random.Generator) -> None:
    w, x = rng.normal(size=(2, 64))
    arrays = f"Float64Array.from({w.tolist()}), Float64Array.from({x.tolist()})"
    assert close(compute("loop-vs-vector-core", f"[core.dotOne({arrays}), core.dotEight({arrays})]"), [w @ x, w @ x])


def test_the_time_of_a_call_is_the_best_round_divided_by_its_calls(compute: Compute) -> None:
    expression = """(() => {
        let now = 0;
        const costs = [3, 3, 3, 2, 2, 2, 2, 5, 5];
        const call = () => (now += costs.shift());
        return core.time(call, { clock: () => now, rounds: 3, least: 8 });
    })()"""
    assert compute("loop-vs-vector-core", expression) == 2


# -- What the folder promises -------------------------------------------------------------------


def test_every_widget_and_each_of_its_attributes_is_in_the_readme() -> None:
    readme = (WIDGETS / "README.md").read_text(encoding="utf-8")
    table = readme[readme.index("| Widget |") : readme.index("## Write one")]
    for core in WIDGETS.glob("*-core.js"):
        name = core.name.removesuffix("-core.js")
        if name == "formula":  # shared by widgets, not one of them
            continue
        assert f"| `{name}` |" in table
        section = table[table.index(f"| `{name}` |") :]
        section = section[: (section.find("\n| `", 1) + 1) or None]
        source = (WIDGETS / f"{name}.js").read_text(encoding="utf-8")
        fields = re.search(r"\n  fields: \{(.*?)\}?,\n  css", source, re.DOTALL)
        assert fields is not None
        for key in re.findall(r"(?<![\w.])(\w+): (?:number|whole|choice|flag|words)\(", fields[1]):
            documented = rf"`{key}`" in section or (key in {"k2", "h2", "h3"} and "`k1` … `k3`" in section)
            assert documented, f"{name}: {key} is missing from the table of README.md"


def test_no_widget_writes_markup_styles_or_code_as_text() -> None:
    forbidden = re.compile(
        r"\.innerHTML|outerHTML\s*=|insertAdjacentHTML|setAttribute\(\s*\"style\"|\beval\(|new Function|https?://(?!www\.w3\.org/2000/svg)"
    )
    for module in WIDGETS.glob("*.js"):
        assert not forbidden.search(module.read_text(encoding="utf-8")), module.name
