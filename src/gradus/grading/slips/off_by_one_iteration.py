"""One step too few or too many: with the count changed by one, the learner's own code is right."""

from __future__ import annotations

from dataclasses import replace

from gradus.grading.evidence import Evidence, Miss, picked

RANK = 50
_TRIED = 3
"""So many misses are asked again; each is a call."""


def explain(evidence: Evidence) -> str | None:
    misses = evidence.misses[:_TRIED]
    if not misses:
        return None
    counts = [name for name, value in misses[0].inputs.items() if type(value) is int and value > 0]
    for name in counts[:2]:
        for step, words in ((1, "one step too few"), (-1, "one step too many")):
            if all(_right_with(evidence, miss, name, step) for miss in misses):
                change = f"{name} {'+' if step > 0 else '-'} 1"
                return f"This takes {words}: with {change} it would be right. Look at where the loop begins and ends."
    return None


def _right_with(evidence: Evidence, miss: Miss, name: str, step: int) -> bool:
    value = miss.inputs.get(name)
    if type(value) is not int:
        return False
    case = miss.case
    if name in case.kwargs:
        case = replace(case, kwargs={**case.kwargs, name: value + step})
    else:
        place = evidence.parameters.index(name)
        case = replace(case, args=(*case.args[:place], value + step, *case.args[place + 1 :]))
    return miss.agrees(picked(evidence.again(case), miss.path))
