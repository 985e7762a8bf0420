"""What linear models have in common: the checks of their data, their costs, and how these are made small.

``descent.linear.plane`` checks data and predicts, ``descent.linear.least_squares`` solves for the weights at once,
``descent.linear.likelihood`` is the cost of logistic regression for any number of classes,
``descent.linear.solvers`` the ways to its minimum, and ``descent.linear.stochastic`` learns from a few rows at a time.
"""
