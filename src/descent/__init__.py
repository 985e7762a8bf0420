"""Machine learning from scratch in NumPy, written to be read.

Every idea is one module with its equations, and its derivation is a page of ``docs/derivations``.

``descent.ops``
    Operations, each with its derivative found by hand. ``descent.ops.sigmoid`` is the module with ``forward`` and
    ``backward``; ``descent.sigmoid`` is the plain function.
``descent.models``
    Models with ``fit`` and ``predict``, as in scikit-learn.
``descent.preprocessing``
    What is done to X before a model sees it, with ``fit`` and ``transform``.
``descent.trees``
    How decision trees and forests are grown.
``descent.optim``
    Ways to find the lowest point of a function.
``descent.metrics``, ``descent.selection``
    How good an answer is, as one number; dividing data into rows to learn from and rows to test on.
``descent.graph``
    A computation graph of single numbers that shows its derivatives.
``descent.tensor``
    The same for arrays: a tape over the operations.
``descent.broadcasting``, ``descent.gradcheck``
    What shapes become together; whether a derivative is right.
``descent.datasets``
    Data to learn from, made by seeded programs.

What holds everywhere: rows are samples, so X has shape (n, d) and a label or target y has shape (n,). float32 stays
float32; everything else is computed in float64. Randomness comes from an argument, never from a global state. Inputs
are not changed. An error says what came, what was expected and what to do.
"""

from descent.broadcasting import broadcast_shapes, explain_broadcast, unbroadcast
from descent.gradcheck import check_gradient, check_op, numerical_gradient
from descent.models.ada_boost_classifier import AdaBoostClassifier
from descent.models.decision_tree_classifier import DecisionTreeClassifier
from descent.models.decision_tree_regressor import DecisionTreeRegressor
from descent.models.gaussian_anomaly import GaussianAnomaly
from descent.models.gaussian_nb import GaussianNB
from descent.models.gradient_boosting_classifier import GradientBoostingClassifier
from descent.models.gradient_boosting_regressor import GradientBoostingRegressor
from descent.models.k_means import KMeans
from descent.models.k_neighbors_classifier import KNeighborsClassifier
from descent.models.k_neighbors_regressor import KNeighborsRegressor
from descent.models.lasso import Lasso
from descent.models.linear_regression import LinearRegression
from descent.models.logistic_regression import LogisticRegression
from descent.models.matrix_factorization import MatrixFactorization
from descent.models.multinomial_nb import MultinomialNB
from descent.models.pca import PCA
from descent.models.random_forest_classifier import RandomForestClassifier
from descent.models.random_forest_regressor import RandomForestRegressor
from descent.models.ridge import Ridge
from descent.models.svc import SVC
from descent.models.tsne import TSNE
from descent.ops.add import add
from descent.ops.affine import affine
from descent.ops.avg_pool2d import avg_pool2d
from descent.ops.batch_norm import batch_norm
from descent.ops.binary_cross_entropy import binary_cross_entropy
from descent.ops.binary_cross_entropy_with_logits import binary_cross_entropy_with_logits
from descent.ops.conv2d import conv2d
from descent.ops.divide import divide
from descent.ops.dropout import dropout
from descent.ops.elu import elu
from descent.ops.embedding import embedding
from descent.ops.gelu import gelu
from descent.ops.l1_loss import l1_loss
from descent.ops.l2_loss import l2_loss
from descent.ops.layer_norm import layer_norm
from descent.ops.leaky_relu import leaky_relu
from descent.ops.log_softmax import log_softmax
from descent.ops.logistic_cost import logistic_cost
from descent.ops.logsumexp import logsumexp
from descent.ops.matmul import matmul
from descent.ops.max_pool2d import max_pool2d
from descent.ops.mean_over import mean_over
from descent.ops.mean_squared_error import mean_squared_error
from descent.ops.multiply import multiply
from descent.ops.normalize_rows import normalize_rows
from descent.ops.relu import relu
from descent.ops.reshape import reshape
from descent.ops.sigmoid import sigmoid
from descent.ops.softmax import softmax
from descent.ops.softmax_cross_entropy import softmax_cross_entropy
from descent.ops.sum_over import sum_over
from descent.ops.tanh import tanh
from descent.ops.transpose import transpose
from descent.optim.gradient_descent import gradient_descent
from descent.optim.newton import newton
from descent.preprocessing.min_max_scaler import MinMaxScaler
from descent.preprocessing.polynomial_features import PolynomialFeatures
from descent.preprocessing.standard_scaler import StandardScaler

__all__ = [
    "AdaBoostClassifier",
    "DecisionTreeClassifier",
    "DecisionTreeRegressor",
    "GaussianAnomaly",
    "GaussianNB",
    "GradientBoostingClassifier",
    "GradientBoostingRegressor",
    "KMeans",
    "KNeighborsClassifier",
    "KNeighborsRegressor",
    "Lasso",
    "LinearRegression",
    "LogisticRegression",
    "MatrixFactorization",
    "MinMaxScaler",
    "MultinomialNB",
    "PCA",
    "PolynomialFeatures",
    "RandomForestClassifier",
    "RandomForestRegressor",
    "Ridge",
    "SVC",
    "StandardScaler",
    "TSNE",
    "add",
    "affine",
    "avg_pool2d",
    "batch_norm",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "broadcast_shapes",
    "check_gradient",
    "check_op",
    "conv2d",
    "divide",
    "dropout",
    "elu",
    "embedding",
    "explain_broadcast",
    "gelu",
    "gradient_descent",
    "l1_loss",
    "l2_loss",
    "layer_norm",
    "leaky_relu",
    "log_softmax",
    "logistic_cost",
    "logsumexp",
    "matmul",
    "max_pool2d",
    "mean_over",
    "mean_squared_error",
    "multiply",
    "newton",
    "normalize_rows",
    "numerical_gradient",
    "relu",
    "reshape",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "sum_over",
    "tanh",
    "transpose",
    "unbroadcast",
]
