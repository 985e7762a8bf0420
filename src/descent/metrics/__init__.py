"""How good an answer is, as one number: the truth comes first, what was predicted second.

Each function takes the arguments in scikit-learn's order and gives a plain float, or arrays where there is one value
per class, per threshold or per sample. Nothing is learned and nothing is random.
"""

from descent.metrics.averages import averages, balanced_accuracy
from descent.metrics.bleu import bleu
from descent.metrics.classification import accuracy, confusion_matrix, f1, per_class, precision, recall
from descent.metrics.detection import intersection_over_union, mean_average_precision
from descent.metrics.edit_distance import edit_distance, word_error_rate
from descent.metrics.likelihood import log_loss, perplexity
from descent.metrics.precision_recall import average_precision, precision_recall_curve
from descent.metrics.regression import mean_absolute_error, mean_squared_error, r2
from descent.metrics.roc import auc, roc_auc, roc_curve
from descent.metrics.silhouette import silhouette, silhouette_samples

__all__ = [
    "accuracy",
    "auc",
    "average_precision",
    "averages",
    "balanced_accuracy",
    "bleu",
    "confusion_matrix",
    "edit_distance",
    "f1",
    "intersection_over_union",
    "log_loss",
    "mean_absolute_error",
    "mean_average_precision",
    "mean_squared_error",
    "per_class",
    "perplexity",
    "precision",
    "precision_recall_curve",
    "r2",
    "recall",
    "roc_auc",
    "roc_curve",
    "silhouette",
    "silhouette_samples",
    "word_error_rate",
]
