"""Choosing features: fewer columns are faster, easier to read, and leave less room for accidents.

The selectors keep scikit-learn's conventions and names: ``fit``, ``transform``, ``get_support``.
"""

from descent.features.rfe import RFE
from descent.features.scores import chi2, f_classif, f_regression, mutual_information
from descent.features.select_k_best import SelectKBest
from descent.features.sequential_feature_selector import SequentialFeatureSelector
from descent.features.variance_threshold import VarianceThreshold

__all__ = [
    "RFE",
    "SelectKBest",
    "SequentialFeatureSelector",
    "VarianceThreshold",
    "chi2",
    "f_classif",
    "f_regression",
    "mutual_information",
]
