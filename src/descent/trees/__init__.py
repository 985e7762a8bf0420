"""What decision trees, forests and boosting have in common: impurities, a table of nodes, and two ways to grow it.

``descent.trees.grow`` is the algorithm as one would explain it, ``descent.trees.grow_fast`` the same for thousands of
rows and hundreds of trees; a test holds them equal. Both learn a table of targets Y, shape (n, k): one-hot rows for k
classes, or one column of numbers. What a node predicts is the weighted mean of its rows of Y.

Boosting grows its trees from histograms: ``bins``, ``boosted_level``, ``grow_boosted``, ``boost``.
"""
