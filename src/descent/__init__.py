"""Machine learning from scratch in NumPy, written to be read.

Every idea is one module with its equations, and its derivation is a page of ``docs/derivations``.

``descent.ops``
    Operations, each with its derivative found by hand. ``descent.ops.sigmoid`` is the module with ``forward`` and
    ``backward``; ``descent.sigmoid`` is the plain function.
``descent.models``
    Models with ``fit`` and ``predict``, as in scikit-learn.
``descent.preprocessing``
    What is done to X before a model sees it, with ``fit`` and ``transform``.
``descent.features``
    Which columns of X to keep.
``descent.trees``
    How decision trees and forests are grown.
``descent.linear``
    How linear models are trained.
``descent.optim``
    Ways to find the lowest point of a function.
``descent.metrics``, ``descent.selection``
    How good an answer is, as one number; dividing data, cross-validation, searching for the best arguments.
``descent.text``
    Words, stems, counts, numbered tokens and vectors of words.
``descent.graph``
    A computation graph of single numbers that shows its derivatives.
``descent.tensor``
    The same for arrays: a tape over the operations.
``descent.nn``, ``descent.training``, ``descent.networks``
    Layers over the tape, the loop that trains them, and networks by the names they are known by.
``descent.rl``
    Reinforcement learning: worlds to act in, planning, and agents that learn by trying.
``descent.positions``, ``descent.decoding``
    Where in a sequence something stands; from a model's probabilities to a sequence.
``descent.audio``
    Sound: spectra on the ear's scale, and the way back.
``descent.broadcasting``, ``descent.gradcheck``
    What shapes become together; whether a derivative is right.
``descent.datasets``
    Data to learn from, made by seeded programs.

What holds everywhere: rows are samples, so X has shape (n, d) and a label or target y has shape (n,). float32 stays
float32; everything else is computed in float64. Randomness comes from an argument, never from a global state. Inputs
are not changed. An error says what came, what was expected and what to do.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

PLACES = {
    "AdaBoostClassifier": "descent.models.ada_boost_classifier",
    "DecisionTreeClassifier": "descent.models.decision_tree_classifier",
    "DecisionTreeRegressor": "descent.models.decision_tree_regressor",
    "GaussianAnomaly": "descent.models.gaussian_anomaly",
    "GaussianNB": "descent.models.gaussian_nb",
    "GradientBoostingClassifier": "descent.models.gradient_boosting_classifier",
    "GradientBoostingRegressor": "descent.models.gradient_boosting_regressor",
    "KMeans": "descent.models.k_means",
    "KNeighborsClassifier": "descent.models.k_neighbors_classifier",
    "KNeighborsRegressor": "descent.models.k_neighbors_regressor",
    "Lasso": "descent.models.lasso",
    "LinearRegression": "descent.models.linear_regression",
    "LogisticRegression": "descent.models.logistic_regression",
    "MatrixFactorization": "descent.models.matrix_factorization",
    "MinMaxScaler": "descent.preprocessing.min_max_scaler",
    "MultinomialNB": "descent.models.multinomial_nb",
    "OneHotEncoder": "descent.preprocessing.one_hot_encoder",
    "PCA": "descent.models.pca",
    "PolynomialFeatures": "descent.preprocessing.polynomial_features",
    "RandomForestClassifier": "descent.models.random_forest_classifier",
    "RandomForestRegressor": "descent.models.random_forest_regressor",
    "Ridge": "descent.models.ridge",
    "SGDClassifier": "descent.models.sgd_classifier",
    "SGDRegressor": "descent.models.sgd_regressor",
    "SVC": "descent.models.svc",
    "StandardScaler": "descent.preprocessing.standard_scaler",
    "TSNE": "descent.models.tsne",
    "absolute": "descent.ops.absolute",
    "add": "descent.ops.add",
    "additive_attention": "descent.ops.additive_attention",
    "affine": "descent.ops.affine",
    "attention": "descent.ops.attention",
    "attention_weights": "descent.ops.attention",
    "attentive_lstm": "descent.ops.attentive_lstm",
    "avg_pool2d": "descent.ops.avg_pool2d",
    "batch_norm": "descent.ops.batch_norm",
    "beam_search": "descent.decoding",
    "binary_cross_entropy": "descent.ops.binary_cross_entropy",
    "binary_cross_entropy_with_logits": "descent.ops.binary_cross_entropy_with_logits",
    "broadcast_shapes": "descent.broadcasting",
    "check_gradient": "descent.gradcheck",
    "check_op": "descent.gradcheck",
    "clip": "descent.ops.clip",
    "concatenate": "descent.ops.concatenate",
    "contrastive_loss": "descent.ops.contrastive_loss",
    "conv1d": "descent.ops.conv1d",
    "conv2d": "descent.ops.conv2d",
    "conv_transpose2d": "descent.ops.conv_transpose2d",
    "ctc_beam_search": "descent.decoding",
    "ctc_greedy": "descent.decoding",
    "ctc_loss": "descent.ops.ctc_loss",
    "divide": "descent.ops.divide",
    "dropout": "descent.ops.dropout",
    "elu": "descent.ops.elu",
    "embedding": "descent.ops.embedding",
    "exp": "descent.ops.exp",
    "explain_broadcast": "descent.broadcasting",
    "flip": "descent.ops.flip",
    "gelu": "descent.ops.gelu",
    "gradient_descent": "descent.optim.gradient_descent",
    "greedy": "descent.decoding",
    "group_norm": "descent.ops.group_norm",
    "gru": "descent.ops.gru",
    "hard_sigmoid": "descent.ops.hard_sigmoid",
    "hard_swish": "descent.ops.hard_swish",
    "hinge_loss": "descent.ops.hinge_loss",
    "huber_loss": "descent.ops.huber_loss",
    "index": "descent.ops.index",
    "istft": "descent.audio",
    "kl_divergence": "descent.ops.kl_divergence",
    "l1_loss": "descent.ops.l1_loss",
    "l2_loss": "descent.ops.l2_loss",
    "layer_norm": "descent.ops.layer_norm",
    "lbfgs": "descent.optim.lbfgs",
    "leaky_relu": "descent.ops.leaky_relu",
    "log": "descent.ops.log",
    "log_mel": "descent.audio",
    "log_softmax": "descent.ops.log_softmax",
    "logistic_cost": "descent.ops.logistic_cost",
    "logsumexp": "descent.ops.logsumexp",
    "lstm": "descent.ops.lstm",
    "map_reduce_gradient": "descent.optim.map_reduce_gradient",
    "matmul": "descent.ops.matmul",
    "max_over": "descent.ops.max_over",
    "max_pool2d": "descent.ops.max_pool2d",
    "maximum": "descent.ops.maximum",
    "mean_over": "descent.ops.mean_over",
    "mean_squared_error": "descent.ops.mean_squared_error",
    "mel_filterbank": "descent.audio",
    "minibatch_gradient_descent": "descent.optim.minibatch_gradient_descent",
    "minimum": "descent.ops.minimum",
    "multiply": "descent.ops.multiply",
    "newton": "descent.optim.newton",
    "normalize_rows": "descent.ops.normalize_rows",
    "numerical_gradient": "descent.gradcheck",
    "online_gradient_descent": "descent.optim.online_gradient_descent",
    "pad": "descent.ops.pad",
    "positional_encoding": "descent.positions",
    "power": "descent.ops.power",
    "relu": "descent.ops.relu",
    "resample1d": "descent.ops.resample1d",
    "reshape": "descent.ops.reshape",
    "resize2d": "descent.ops.resize2d",
    "rnn": "descent.ops.rnn",
    "sample": "descent.decoding",
    "sigmoid": "descent.ops.sigmoid",
    "softmax": "descent.ops.softmax",
    "softmax_cross_entropy": "descent.ops.softmax_cross_entropy",
    "softplus": "descent.ops.softplus",
    "sqrt": "descent.ops.sqrt",
    "stack": "descent.ops.stack",
    "stft": "descent.ops.stft",
    "subtract": "descent.ops.subtract",
    "sum_over": "descent.ops.sum_over",
    "swish": "descent.ops.swish",
    "take_along": "descent.ops.take_along",
    "tanh": "descent.ops.tanh",
    "transpose": "descent.ops.transpose",
    "triplet_loss": "descent.ops.triplet_loss",
    "unbroadcast": "descent.broadcasting",
    "variance_over": "descent.ops.variance_over",
    "where": "descent.ops.where",
}
"""Where each public name is at home. It is fetched when it is first asked for: all of them at once take too long."""

__all__ = list(PLACES)


def __getattr__(name: str) -> Any:
    """Fetch a public name, or a part such as ``descent.ops``."""
    if name in PLACES:
        globals()[name] = getattr(import_module(PLACES[name]), name)
        return globals()[name]
    if not name.startswith("_") and find_spec(f"descent.{name}"):
        return import_module(f"descent.{name}")
    raise AttributeError(f"descent has no {name!r}. Its names are listed in descent.__all__.")


def __dir__() -> list[str]:
    """List what there is."""
    return sorted([*globals(), *__all__])
