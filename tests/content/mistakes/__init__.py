"""Mini labs over mistakes that learners really make: how many of them are named?

Each folder is a lab in the house's own form, ``lab.py`` and ``checks.py``, with ``wrong.toml`` beside them: wrong
versions of its exercises, each with the sentence that an author would write, and a pattern for what a
sentence without an author must mention. ``python -m tests.content.mistakes`` prints what is named.

Mistakes that need a deep-learning framework (a fixed kernel size, a training flag not handed on, a session never
closed, a wrong tensor fed back) and those of an experiment's settings rather than of a function (features not
scaled, a start too large) have no lab here.
"""
