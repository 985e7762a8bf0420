"""Models that learn from data, each a class with scikit-learn's conventions: one idea a module.

The contract, which ``tests/contract`` enforces on every class here that has ``fit``:

``__init__(self, *, ...)``
    Keyword arguments with defaults, stored as they come; nothing is checked or computed.
``fit(X, y)``
    X has shape (n, d), one row per sample, y has shape (n,). Checks everything, forgets an earlier fit, writes what was
    learned into attributes whose names end in an underscore, and returns self. The data is not kept and not changed.
``predict(X)``
    One value per row. float32 data gives float32 parameters and predictions.
``score(X, y)``
    One number, 1 at best: the share of right answers of a classifier, R squared of a regressor.
``get_params``, ``set_params``
    Read and replace the constructor's arguments, as scikit-learn expects.

Models that learn without labels have ``fit(X, y=None)``, and of ``predict``, ``transform``, ``score_samples``,
``fit_predict`` and ``fit_transform`` those that make sense. Rows of X that are pairs, of a user and an item, have two
columns of whole numbers.

Each module also has ``example(rng)``: an X, and a y where one is needed, that its model can be fitted to. Classifiers
add ``predict_proba``, one column per entry of ``classes_``; those that lay boundaries add ``decision_function``, and of
them those that know margins alone have no ``predict_proba``.
"""
