"""Diagnosis by repair: change one small thing in the learner's own code and see whether the checks then hold.

Nobody has to foresee a mistake for this: where a changed copy of the code passes every check, the place of
the change is the place of the mistake. A changed copy runs where the learner's code runs, in the candidate.
"""
