"""Proves the scored workbook over many rounds made by chance: python tests/many_rounds.py --rounds 60 [--seed N].

Every formula of every sheet is calculated by LibreOffice from planted wrong values and held against what we wrote, the engine and
results.json. The test of chance rounds does the same with a few.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "tools")]

from chance_rounds import drawn  # noqa: E402
from figures import scored_figures  # noqa: E402
from recalculated import Calculated, calculated, differing  # noqa: E402
from results_figures import from_results  # noqa: E402

from rasp_xl.reports.assessment import Assessment  # noqa: E402
from rasp_xl.reports.positions import ALL_WELL, CHECKS  # noqa: E402
from rasp_xl.reports.results import results  # noqa: E402

AT_ONCE = 5
"""Workbooks for one run of LibreOffice."""


def in_batches(found: Sequence[Assessment], tmp: Path) -> list[Calculated]:
    """Two runs of LibreOffice side by side, each with a few workbooks."""
    batches = [found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE)]
    with ThreadPoolExecutor(2) as pool:
        return [one for batch in pool.map(lambda some: calculated(some, tmp), batches) for one in batch]


def faults(one: Calculated) -> dict[str, object]:
    """Everything that is wrong with a workbook: by what it should have been equal to."""
    content, round_ = results(one.assessment), one.assessment.round
    found = {
        "what we wrote": differing(one.ours, one.found),
        "the engine": differing(scored_figures(one.assessment), one.found),
        "results.json": differing(from_results(content, round_, one.found), one.found),
        "no error": one.errors,
        "all is well": one.found[CHECKS, "A2"] if one.found[CHECKS, "A2"] != ALL_WELL else "",
    }
    return {what: fault for what, fault in found.items() if fault}


def main() -> None:
    """Try many rounds; tell what was found, and the widest difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, metavar="N")
    parser.add_argument("--seed", type=int, default=2, metavar="N", help="draws other rounds (default %(default)s)")
    asked = parser.parse_args()
    start, rounds = time.monotonic(), drawn(asked.rounds, asked.seed)
    with tempfile.TemporaryDirectory() as tmp:
        tried = in_batches(rounds, Path(tmp))
    wrong = {number: faults(one) for number, one in enumerate(tried) if faults(one)}
    told = [f"Round {number}: {str(what)[:2000]}" for number, what in wrong.items()]
    formulas, councils = sum(len(one.formulas) for one in tried), sum(len(a.cards) for a in rounds)
    told += [
        f"{len(rounds)} rounds of {councils} councils, {formulas:,} formulas: {len(wrong)} rounds with a fault.",
        f"Worst difference {max(one.worst for one in tried):.2g}; {time.monotonic() - start:.0f} s.",
    ]
    sys.stdout.write("\n".join(told) + "\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
