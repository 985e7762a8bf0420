"""Labs on disk: from one source to the learner's notebook, and from the learner's file to definitions."""
