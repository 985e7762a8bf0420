"""What is done to X before a model sees it, each a class with scikit-learn's conventions: one idea a module.

The contract, which ``tests/contract`` enforces on every class here that has ``fit``:

``__init__(self, *, ...)``
    Keyword arguments with defaults, stored as they come; nothing is checked or computed.
``fit(X, y=None)``
    X has shape (n, d), one row per sample; y is not looked at. Checks everything, forgets an earlier fit, writes what
    was learned into attributes whose names end in an underscore, and returns self.
``transform(X)``
    A new array of shape (n, any), row by row: what becomes of a row depends on nothing but the row and the fit, so that
    the rows of a test set are treated as those of the training set were. float32 stays float32.
``fit_transform(X, y=None)``
    Both, one after the other.
``inverse_transform(X)``
    The way back, where there is one.

Each module also has ``example(rng)``: an X to fit.
"""
