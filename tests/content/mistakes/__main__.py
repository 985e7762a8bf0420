"""Print how many of the corpus's mistakes are caught and named: ``python -m tests.content.mistakes [LAB …] [-v]``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from gradus.grading import grade
from tests.content.mistakes.corpus import authored, item, labs, outcomes, submission


def main(arguments: list[str]) -> int:
    verbose = "-v" in arguments
    quick = "-g" in arguments  # general slips alone
    chosen = [one for one in arguments if not one.startswith("-")] or labs()
    totals = [0, 0, 0, 0]
    print(f"{'lab':28}{'wrong':>7}{'caught':>8}{'named by':>10}{'named by':>10}{'right':>8}{'seconds':>9}")
    print(f"{'':28}{'':7}{'':8}{'slips':>10}{'authors':>10}{'accused':>8}")
    for lab in chosen:
        began = time.perf_counter()
        general = list(outcomes(lab))
        seconds = time.perf_counter() - began
        with tempfile.TemporaryDirectory() as folder:
            known = [] if quick else list(outcomes(lab, authored(lab, Path(folder))))
        right = grade(item(lab), submission(lab), seed=11)
        accused = sum(one.cause is not None for one in right.exercises)
        row = [len(general), sum(one.caught for one in general), sum(one.named for one in general)]
        row.append(sum(one.named for one in known))
        totals = [a + b for a, b in zip(totals, row, strict=True)]
        print(f"{lab:28}{row[0]:7}{row[1]:8}{row[2]:10}{row[3]:10}{accused:8}{seconds:9.1f}")
        for one in general:
            if verbose or not one.named:
                mark = "named" if one.named else "NOT NAMED" if one.caught else "NOT CAUGHT"
                print(
                    f"  {mark}: {one.wrong.id} ({one.report.cause.id if one.report.cause else '-'})\n      {one.said}"
                )
        for one in known:
            if not one.named:
                print(f"  NOT NAMED although authored: {one.wrong.id}\n      {one.said}")
    print(f"{'all':28}{totals[0]:7}{totals[1]:8}{totals[2]:10}{totals[3]:10}")
    if totals[0]:
        print(
            f"{'share':28}{'':7}{totals[1] / totals[0]:8.1%}{totals[2] / totals[0]:10.1%}{totals[3] / totals[0]:10.1%}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
