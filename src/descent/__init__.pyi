"""The public names with their types; at run time ``__init__.py`` fetches them when they are asked for."""

from descent.audio import (
    istft as istft,
)
from descent.audio import (
    log_mel as log_mel,
)
from descent.audio import (
    mel_filterbank as mel_filterbank,
)
from descent.broadcasting import (
    broadcast_shapes as broadcast_shapes,
)
from descent.broadcasting import (
    explain_broadcast as explain_broadcast,
)
from descent.broadcasting import (
    unbroadcast as unbroadcast,
)
from descent.decoding import (
    beam_search as beam_search,
)
from descent.decoding import (
    ctc_beam_search as ctc_beam_search,
)
from descent.decoding import (
    ctc_greedy as ctc_greedy,
)
from descent.decoding import (
    greedy as greedy,
)
from descent.decoding import (
    sample as sample,
)
from descent.gradcheck import (
    check_gradient as check_gradient,
)
from descent.gradcheck import (
    check_op as check_op,
)
from descent.gradcheck import (
    numerical_gradient as numerical_gradient,
)
from descent.models.ada_boost_classifier import AdaBoostClassifier as AdaBoostClassifier
from descent.models.decision_tree_classifier import DecisionTreeClassifier as DecisionTreeClassifier
from descent.models.decision_tree_regressor import DecisionTreeRegressor as DecisionTreeRegressor
from descent.models.gaussian_anomaly import GaussianAnomaly as GaussianAnomaly
from descent.models.gaussian_nb import GaussianNB as GaussianNB
from descent.models.gradient_boosting_classifier import GradientBoostingClassifier as GradientBoostingClassifier
from descent.models.gradient_boosting_regressor import GradientBoostingRegressor as GradientBoostingRegressor
from descent.models.k_means import KMeans as KMeans
from descent.models.k_neighbors_classifier import KNeighborsClassifier as KNeighborsClassifier
from descent.models.k_neighbors_regressor import KNeighborsRegressor as KNeighborsRegressor
from descent.models.lasso import Lasso as Lasso
from descent.models.linear_regression import LinearRegression as LinearRegression
from descent.models.logistic_regression import LogisticRegression as LogisticRegression
from descent.models.matrix_factorization import MatrixFactorization as MatrixFactorization
from descent.models.multinomial_nb import MultinomialNB as MultinomialNB
from descent.models.pca import PCA as PCA
from descent.models.random_forest_classifier import RandomForestClassifier as RandomForestClassifier
from descent.models.random_forest_regressor import RandomForestRegressor as RandomForestRegressor
from descent.models.ridge import Ridge as Ridge
from descent.models.sgd_classifier import SGDClassifier as SGDClassifier
from descent.models.sgd_regressor import SGDRegressor as SGDRegressor
from descent.models.svc import SVC as SVC
from descent.models.tsne import TSNE as TSNE
from descent.ops.absolute import absolute as absolute
from descent.ops.add import add as add
from descent.ops.additive_attention import additive_attention as additive_attention
from descent.ops.affine import affine as affine
from descent.ops.attention import (
    attention as attention,
)
from descent.ops.attention import (
    attention_weights as attention_weights,
)
from descent.ops.attentive_lstm import attentive_lstm as attentive_lstm
from descent.ops.avg_pool2d import avg_pool2d as avg_pool2d
from descent.ops.batch_norm import batch_norm as batch_norm
from descent.ops.binary_cross_entropy import binary_cross_entropy as binary_cross_entropy
from descent.ops.binary_cross_entropy_with_logits import (
    binary_cross_entropy_with_logits as binary_cross_entropy_with_logits,
)
from descent.ops.clip import clip as clip
from descent.ops.concatenate import concatenate as concatenate
from descent.ops.contrastive_loss import contrastive_loss as contrastive_loss
from descent.ops.conv1d import conv1d as conv1d
from descent.ops.conv2d import conv2d as conv2d
from descent.ops.conv_transpose2d import conv_transpose2d as conv_transpose2d
from descent.ops.ctc_loss import ctc_loss as ctc_loss
from descent.ops.divide import divide as divide
from descent.ops.dropout import dropout as dropout
from descent.ops.elu import elu as elu
from descent.ops.embedding import embedding as embedding
from descent.ops.exp import exp as exp
from descent.ops.flip import flip as flip
from descent.ops.gelu import gelu as gelu
from descent.ops.group_norm import group_norm as group_norm
from descent.ops.gru import gru as gru
from descent.ops.hard_sigmoid import hard_sigmoid as hard_sigmoid
from descent.ops.hard_swish import hard_swish as hard_swish
from descent.ops.hinge_loss import hinge_loss as hinge_loss
from descent.ops.huber_loss import huber_loss as huber_loss
from descent.ops.index import index as index
from descent.ops.kl_divergence import kl_divergence as kl_divergence
from descent.ops.l1_loss import l1_loss as l1_loss
from descent.ops.l2_loss import l2_loss as l2_loss
from descent.ops.layer_norm import layer_norm as layer_norm
from descent.ops.leaky_relu import leaky_relu as leaky_relu
from descent.ops.log import log as log
from descent.ops.log_softmax import log_softmax as log_softmax
from descent.ops.logistic_cost import logistic_cost as logistic_cost
from descent.ops.logsumexp import logsumexp as logsumexp
from descent.ops.lstm import lstm as lstm
from descent.ops.matmul import matmul as matmul
from descent.ops.max_over import max_over as max_over
from descent.ops.max_pool2d import max_pool2d as max_pool2d
from descent.ops.maximum import maximum as maximum
from descent.ops.mean_over import mean_over as mean_over
from descent.ops.mean_squared_error import mean_squared_error as mean_squared_error
from descent.ops.minimum import minimum as minimum
from descent.ops.multiply import multiply as multiply
from descent.ops.normalize_rows import normalize_rows as normalize_rows
from descent.ops.pad import pad as pad
from descent.ops.power import power as power
from descent.ops.relu import relu as relu
from descent.ops.resample1d import resample1d as resample1d
from descent.ops.reshape import reshape as reshape
from descent.ops.resize2d import resize2d as resize2d
from descent.ops.rnn import rnn as rnn
from descent.ops.sigmoid import sigmoid as sigmoid
from descent.ops.softmax import softmax as softmax
from descent.ops.softmax_cross_entropy import softmax_cross_entropy as softmax_cross_entropy
from descent.ops.softplus import softplus as softplus
from descent.ops.sqrt import sqrt as sqrt
from descent.ops.stack import stack as stack
from descent.ops.stft import stft as stft
from descent.ops.subtract import subtract as subtract
from descent.ops.sum_over import sum_over as sum_over
from descent.ops.swish import swish as swish
from descent.ops.take_along import take_along as take_along
from descent.ops.tanh import tanh as tanh
from descent.ops.transpose import transpose as transpose
from descent.ops.triplet_loss import triplet_loss as triplet_loss
from descent.ops.variance_over import variance_over as variance_over
from descent.ops.where import where as where
from descent.optim.gradient_descent import gradient_descent as gradient_descent
from descent.optim.lbfgs import lbfgs as lbfgs
from descent.optim.map_reduce_gradient import map_reduce_gradient as map_reduce_gradient
from descent.optim.minibatch_gradient_descent import minibatch_gradient_descent as minibatch_gradient_descent
from descent.optim.newton import newton as newton
from descent.optim.online_gradient_descent import online_gradient_descent as online_gradient_descent
from descent.positions import positional_encoding as positional_encoding
from descent.preprocessing.min_max_scaler import MinMaxScaler as MinMaxScaler
from descent.preprocessing.one_hot_encoder import OneHotEncoder as OneHotEncoder
from descent.preprocessing.polynomial_features import PolynomialFeatures as PolynomialFeatures
from descent.preprocessing.standard_scaler import StandardScaler as StandardScaler

PLACES: dict[str, str]
__all__: list[str]
