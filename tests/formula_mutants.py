"""Breaks formulas of the scored workbook one at a time and tells which nobody notices: python tests/formula_mutants.py --per-kind 4 [--seed NAME].

Each kind of formula of each sheet gives so many mutants. A mutant is noticed when, in one of the rounds, LibreOffice shows another
value in any cell than without it, which is what the tests compare with the engine; most turn the sheet Checks as well. Some
mutants cannot be noticed by anybody, and it is said why; when one of those is noticed all the same, the run fails.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "tools")]

from broken_formulas import Outcome, drawn, explained, run  # noqa: E402
from rounds_alike import books  # noqa: E402
from scenes import scenes  # noqa: E402


def broken_and_tried(per_kind: int, seed: str, rounds: int, light: int, others: int | None = None) -> Outcome:
    """The mutants drawn from the first round, tried in its scenes; of the other rounds alike so many, or all."""
    with tempfile.TemporaryDirectory() as folder:
        return run(books()[0], drawn(books()[0], per_kind, seed), scenes(rounds, light, others), Path(folder))


def main() -> int:
    """Print the score, what cannot be noticed and why, and one by one what was not noticed; 1 where an explanation was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--per-kind", type=int, default=4)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--rounds", type=int, default=20, help="rounds drawn by chance; default: 20")
    parser.add_argument(
        "--light", type=int, default=40, help="scenes in which answers and settings are typed over; default: 40"
    )
    options = parser.parse_args()
    start = time.monotonic()
    outcome = broken_and_tried(options.per_kind, options.seed, options.rounds, options.light)
    checks, compared, unnoticed = map(len, (outcome.by_checks, outcome.by_comparison, outcome.unnoticed))
    reasons = Counter(map(explained, outcome.unnoticed))
    lines = [f"  {number} {why}" for why, number in reasons.most_common() if why]
    lines += [f"  NOT NOTICED {mutant}" for mutant in outcome.unexplained]
    lines += [f"  NOTICED, THOUGH {explained(mutant)}: {mutant}" for mutant in outcome.contradicted]
    total, left = checks + compared + unnoticed, len(outcome.unexplained)
    head = f"{total} mutants in {time.monotonic() - start:.0f} s: Checks noticed {checks}, comparing cells {compared} more; "
    share = f"{unnoticed - left} cannot be noticed, {left} were not: {outcome.score:.1%} of those that can be, {outcome.strict_score:.1%} of all."
    sys.stdout.write("\n".join((head + share, *lines, "")))
    return 1 if outcome.contradicted else 0


if __name__ == "__main__":
    sys.exit(main())
