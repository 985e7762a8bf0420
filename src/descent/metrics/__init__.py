"""How good an answer is, as one number: the truth comes first, what was predicted second.

Each function takes the arguments in scikit-learn's order and gives a plain float, or arrays where there is one value
per class, per threshold or per sample. Nothing is learned and nothing is random.
"""

from descent.metrics.bleu import bleu
from descent.metrics.classification import accuracy, confusion_matrix, f1, per_class, precision, recall
from descent.metrics.regression import mean_squared_error, r2
from descent.metrics.roc import auc, roc_auc, roc_curve
from descent.metrics.silhouette import silhouette, silhouette_samples

__all__ = [
    "accuracy",
    "auc",
    "bleu",
    "confusion_matrix",
    "f1",
    "mean_squared_error",
    "per_class",
    "precision",
    "r2",
    "recall",
    "roc_auc",
    "roc_curve",
    "silhouette",
    "silhouette_samples",
]
