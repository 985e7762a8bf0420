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

from descent.audio import istft, log_mel, mel_filterbank
from descent.broadcasting import broadcast_shapes, explain_broadcast, unbroadcast
from descent.decoding import beam_search, ctc_beam_search, ctc_greedy, greedy, sample
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
from descent.models.sgd_classifier import SGDClassifier
from descent.models.sgd_regressor import SGDRegressor
from descent.models.svc import SVC
from descent.models.tsne import TSNE
from descent.ops.absolute import absolute
from descent.ops.add import add
from descent.ops.additive_attention import additive_attention
from descent.ops.affine import affine
from descent.ops.attention import attention, attention_weights
from descent.ops.attentive_lstm import attentive_lstm
from descent.ops.avg_pool2d import avg_pool2d
from descent.ops.batch_norm import batch_norm
from descent.ops.binary_cross_entropy import binary_cross_entropy
from descent.ops.binary_cross_entropy_with_logits import binary_cross_entropy_with_logits
from descent.ops.clip import clip
from descent.ops.concatenate import concatenate
from descent.ops.contrastive_loss import contrastive_loss
from descent.ops.conv1d import conv1d
from descent.ops.conv2d import conv2d
from descent.ops.conv_transpose2d import conv_transpose2d
from descent.ops.ctc_loss import ctc_loss
from descent.ops.divide import divide
from descent.ops.dropout import dropout
from descent.ops.elu import elu
from descent.ops.embedding import embedding
from descent.ops.exp import exp
from descent.ops.flip import flip
from descent.ops.gelu import gelu
from descent.ops.group_norm import group_norm
from descent.ops.gru import gru
from descent.ops.hard_sigmoid import hard_sigmoid
from descent.ops.hard_swish import hard_swish
from descent.ops.hinge_loss import hinge_loss
from descent.ops.huber_loss import huber_loss
from descent.ops.index import index
from descent.ops.kl_divergence import kl_divergence
from descent.ops.l1_loss import l1_loss
from descent.ops.l2_loss import l2_loss
from descent.ops.layer_norm import layer_norm
from descent.ops.leaky_relu import leaky_relu
from descent.ops.log import log
from descent.ops.log_softmax import log_softmax
from descent.ops.logistic_cost import logistic_cost
from descent.ops.logsumexp import logsumexp
from descent.ops.lstm import lstm
from descent.ops.matmul import matmul
from descent.ops.max_over import max_over
from descent.ops.max_pool2d import max_pool2d
from descent.ops.maximum import maximum
from descent.ops.mean_over import mean_over
from descent.ops.mean_squared_error import mean_squared_error
from descent.ops.minimum import minimum
from descent.ops.multiply import multiply
from descent.ops.normalize_rows import normalize_rows
from descent.ops.pad import pad
from descent.ops.power import power
from descent.ops.relu import relu
from descent.ops.resample1d import resample1d
from descent.ops.reshape import reshape
from descent.ops.resize2d import resize2d
from descent.ops.rnn import rnn
from descent.ops.sigmoid import sigmoid
from descent.ops.softmax import softmax
from descent.ops.softmax_cross_entropy import softmax_cross_entropy
from descent.ops.softplus import softplus
from descent.ops.sqrt import sqrt
from descent.ops.stack import stack
from descent.ops.stft import stft
from descent.ops.subtract import subtract
from descent.ops.sum_over import sum_over
from descent.ops.swish import swish
from descent.ops.take_along import take_along
from descent.ops.tanh import tanh
from descent.ops.transpose import transpose
from descent.ops.triplet_loss import triplet_loss
from descent.ops.variance_over import variance_over
from descent.ops.where import where
from descent.optim.gradient_descent import gradient_descent
from descent.optim.lbfgs import lbfgs
from descent.optim.map_reduce_gradient import map_reduce_gradient
from descent.optim.minibatch_gradient_descent import minibatch_gradient_descent
from descent.optim.newton import newton
from descent.optim.online_gradient_descent import online_gradient_descent
from descent.positions import positional_encoding
from descent.preprocessing.min_max_scaler import MinMaxScaler
from descent.preprocessing.one_hot_encoder import OneHotEncoder
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
    "OneHotEncoder",
    "PCA",
    "PolynomialFeatures",
    "RandomForestClassifier",
    "RandomForestRegressor",
    "Ridge",
    "SGDClassifier",
    "SGDRegressor",
    "SVC",
    "StandardScaler",
    "TSNE",
    "absolute",
    "add",
    "additive_attention",
    "affine",
    "attention",
    "attention_weights",
    "attentive_lstm",
    "avg_pool2d",
    "batch_norm",
    "beam_search",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "broadcast_shapes",
    "check_gradient",
    "check_op",
    "clip",
    "concatenate",
    "contrastive_loss",
    "conv1d",
    "conv2d",
    "conv_transpose2d",
    "ctc_beam_search",
    "ctc_greedy",
    "ctc_loss",
    "divide",
    "dropout",
    "elu",
    "embedding",
    "exp",
    "explain_broadcast",
    "flip",
    "gelu",
    "gradient_descent",
    "greedy",
    "group_norm",
    "gru",
    "hard_sigmoid",
    "hard_swish",
    "hinge_loss",
    "huber_loss",
    "index",
    "istft",
    "kl_divergence",
    "l1_loss",
    "l2_loss",
    "layer_norm",
    "lbfgs",
    "leaky_relu",
    "log",
    "log_mel",
    "log_softmax",
    "logistic_cost",
    "logsumexp",
    "lstm",
    "map_reduce_gradient",
    "matmul",
    "max_over",
    "max_pool2d",
    "maximum",
    "mean_over",
    "mean_squared_error",
    "mel_filterbank",
    "minibatch_gradient_descent",
    "minimum",
    "multiply",
    "newton",
    "normalize_rows",
    "numerical_gradient",
    "online_gradient_descent",
    "pad",
    "positional_encoding",
    "power",
    "relu",
    "resample1d",
    "reshape",
    "resize2d",
    "rnn",
    "sample",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "softplus",
    "sqrt",
    "stack",
    "stft",
    "subtract",
    "sum_over",
    "swish",
    "take_along",
    "tanh",
    "transpose",
    "triplet_loss",
    "unbroadcast",
    "variance_over",
    "where",
]
