"""What older editions of a course wrote and newer libraries no longer know: it goes on working here.

NumPy dropped names in versions 1.24 and 2.0 and behaviour in others; scikit-learn and SciPy moved
modules. Code from the years before was right then, so the candidate brings back what it can. This file
is loaded there by its path and imports nothing but the standard library; NumPy is handed to it.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import importlib.util
import sys
import warnings
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_ALIASES = {
    "1.18": {"rank": "np.ndim"},
    "1.23": {"alen": "len", "asscalar": "x.item()"},
    "1.24": {
        **{name: name for name in ("float", "int", "bool", "object", "str", "complex")},
        "unicode": "str",
        "long": "int",
    },
    "2.0": {
        **{"float_": "np.float64", "complex_": "np.complex128", "string_": "np.bytes_", "unicode_": "np.str_"},
        **{"bool8": "np.bool_", "int0": "np.intp", "uint0": "np.uintp", "object0": "np.object_", "str0": "np.str_"},
        **{"bytes0": "np.bytes_", "longfloat": "np.longdouble", "singlecomplex": "np.complex64"},
        **{"cfloat": "np.complex128", "Inf": "np.inf", "Infinity": "np.inf", "infty": "np.inf", "PINF": "np.inf"},
        **{"NINF": "-np.inf", "NaN": "np.nan", "PZERO": "0.0", "NZERO": "-0.0", "product": "np.prod"},
        **{"cumproduct": "np.cumprod", "alltrue": "np.all", "sometrue": "np.any", "round_": "np.round"},
        **{"mat": "np.asmatrix", "msort": "np.sort(x, axis=0)", "asfarray": "np.asarray(x, dtype=float)"},
    },
    "2.4": {"in1d": "np.isin", "trapz": "np.trapezoid", "row_stack": "np.vstack"},
}
LEFT: dict[str, tuple[str, str]] = {
    name: (version, write) for version, names in _ALIASES.items() for name, write in names.items()
}
"""Names that left NumPy: the version that no longer has them, and what to write instead."""

METHODS: dict[str, tuple[str, str]] = {
    "ptp": ("2.0", "np.ptp(x)"),
    "itemset": ("2.0", "x[index] = value"),
    "newbyteorder": ("2.0", "x.view(x.dtype.newbyteorder())"),
    "tostring": ("2.3", "x.tobytes()"),
}
"""Methods that left NumPy's arrays, in the same way."""

MOVED: dict[str, tuple[str, str]] = {
    "sklearn.cross_validation": ("scikit-learn", "sklearn.model_selection"),
    "sklearn.grid_search": ("scikit-learn", "sklearn.model_selection"),
    "sklearn.learning_curve": ("scikit-learn", "sklearn.model_selection"),
    "sklearn.externals.joblib": ("scikit-learn", "joblib"),
    "sklearn.datasets.samples_generator": ("scikit-learn", "sklearn.datasets"),
    "scipy.misc": ("SciPy", "scipy.special"),
}
"""Modules that are elsewhere now: whose they were, and where their names went."""

ONE_ELEMENT = (
    "An array of one element stands where a number belongs, which NumPy refuses from version 2.4 on; write `x.item()`."
)
GENERATOR = "NumPy refuses a generator here from version 2.4 on; give it a list, `[… for … in …]`."

_STACKS = ("vstack", "hstack", "dstack", "stack", "concatenate", "column_stack")


class OlderNumPy(UserWarning):
    """Said where code ran as older versions of NumPy ran it."""


class Moved:
    """Finds a module that has moved, under its old name; first of all, for some leave an empty shell behind."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name in MOVED else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return ModuleType(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        real = importlib.import_module(MOVED[module.__name__][1])
        vars(module).update({name: value for name, value in vars(real).items() if not name.startswith("__")})


def restore(np: Any) -> dict[str, Callable[..., Any]]:
    """Give NumPy its old names back, and return the helpers that ``rewritten`` code calls, by name."""
    own: dict[str, Any] = {
        "asscalar": lambda x: np.asarray(x).item(),
        "msort": lambda x: np.sort(x, axis=0),
        "asfarray": lambda x, dtype=float: np.asarray(x, dtype=dtype),
        "in1d": lambda x, among, **how: np.isin(np.ravel(x), among, **how),
        "NINF": -np.inf,
        "PZERO": 0.0,
        "NZERO": -0.0,
    }
    public: list[str] = np.__all__
    for name, (_, write) in LEFT.items():
        with warnings.catch_warnings(action="ignore"):  # NumPy comments on being asked for some of them
            if hasattr(np, name):
                continue
        value = own[name] if name in own else getattr(np if "." in write else builtins, write.rpartition(".")[2])
        setattr(np, name, value)
        if not hasattr(builtins, name) and name not in public:
            public.append(name)  # for ``from numpy import *``
    if not any(isinstance(finder, Moved) for finder in sys.meta_path):
        sys.meta_path.insert(0, Moved())
    return _helpers(np)


def _helpers(np: Any) -> dict[str, Callable[..., Any]]:
    """What stands in for operations that newer versions of NumPy refuse."""

    def scalar(value: Any) -> Any:
        """The number in an array of one element; anything else as it is."""
        if isinstance(value, np.ndarray) and value.ndim and value.size == 1:
            if refused:
                warnings.warn(ONE_ELEMENT, OlderNumPy, stacklevel=3)
            return value.reshape(())[()]
        return value

    def number(function: Any, *values: Any) -> Any:
        if function in (float, int, complex) or getattr(function, "__module__", "") == "math":
            return function(*map(scalar, values))
        return function(*values)

    def element(value: Any, target: Any, index: Any) -> Any:
        if isinstance(value, np.ndarray) and value.ndim and value.size == 1 and isinstance(target, np.ndarray):
            if not isinstance(target[index], np.ndarray):
                return scalar(value)
        return value

    def generated(function: Any, values: Any) -> Any:
        if function is not np.sum and function not in stacks:
            return function(values)
        warnings.warn(GENERATOR, OlderNumPy, stacklevel=2)
        return sum(values) if function is np.sum else function(list(values))

    def method(value: Any, name: str) -> Any:
        if not isinstance(value, np.ndarray) or hasattr(value, name):
            return getattr(value, name)
        return {
            "ptp": lambda *args, **kwargs: np.ptp(value, *args, **kwargs),
            "itemset": lambda *args: (
                value.__setitem__(args[0] if args[1:-1] == () else args[:-1], args[-1])
                if len(args) > 1
                else value.__setitem__((0,) * value.ndim, args[0])
            ),
            "newbyteorder": lambda order="S": value.view(value.dtype.newbyteorder(order)),
            "tostring": value.tobytes,
        }[name]

    stacks = [getattr(np, name) for name in _STACKS]
    with warnings.catch_warnings(action="ignore"):
        try:
            refused = float(np.ones(1)) != 1
        except TypeError:
            refused = True
    return {f"__older_{one.__name__}__": one for one in (number, element, generated, method)}


def rewritten(source: str, filename: str) -> Any:
    """The code of a definition, with what newer NumPy refuses sent through the helpers; lines stay as they are."""
    tree = ast.parse(source, filename)
    try:
        tree = ast.fix_missing_locations(_Rewrite().visit(tree))
    except RecursionError:
        tree = ast.parse(source, filename)
    return compile(tree, filename, "exec")


class _Rewrite(ast.NodeTransformer):
    """Changes a few kinds of call, and assignments to one element."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        owner = called.value.id if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) else ""
        for keyword in node.keywords:
            if name == "array" and keyword.arg == "copy" and isinstance(keyword.value, ast.Constant):
                if keyword.value.value is False:
                    keyword.value = ast.copy_location(ast.Constant(None), keyword.value)
            elif name == "reshape" and keyword.arg == "newshape":
                keyword.arg = "shape"
        plain = not node.keywords and not any(isinstance(one, ast.Starred) for one in node.args)
        if plain and len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp):
            if name == "sum" and isinstance(called, ast.Attribute) or name in _STACKS:
                return self._helper("generated", node, [called, *node.args])
        elif plain and node.args and (owner == "math" or (name in ("float", "int", "complex") and not owner)):
            if owner or len(node.args) == 1:
                return self._helper("number", node, [called, *node.args])
        elif isinstance(called, ast.Attribute) and name in METHODS and owner not in ("np", "numpy"):
            node.func = self._helper("method", called, [called.value, ast.copy_location(ast.Constant(name), called)])
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        self.generic_visit(node)
        target = node.targets[0]
        if len(node.targets) == 1 and isinstance(target, ast.Subscript) and _may_be_read_twice(target):
            if not isinstance(node.value, ast.Constant | ast.List | ast.Tuple | ast.Dict):
                again = [_read(target.value), _read(target.slice)]
                node.value = self._helper("element", node.value, [node.value, *again])  # in Python's own order
        return node

    @staticmethod
    def _helper(name: str, place: ast.expr, args: Sequence[ast.expr]) -> ast.Call:
        called = ast.copy_location(ast.Name(f"__older_{name}__", ast.Load()), place)
        return ast.copy_location(ast.Call(called, list(args), []), place)


def _may_be_read_twice(target: ast.Subscript) -> bool:
    """Whether an index may be worked out again: names, numbers and arithmetic. (A slice is never one element.)"""
    allowed = (
        *(ast.Subscript, ast.Name, ast.Constant, ast.Tuple, ast.BinOp, ast.UnaryOp, ast.Attribute),
        *(ast.expr_context, ast.operator, ast.unaryop),
    )
    return all(isinstance(part, allowed) for part in ast.walk(target))


def _read(node: ast.expr) -> ast.expr:
    """A copy of an expression that is read and not written."""
    copy = ast.parse(ast.unparse(node), mode="eval").body
    for part in ast.walk(copy):
        if hasattr(part, "lineno"):
            ast.copy_location(part, node)
    return copy
