"""Reads returns mangled at random and tells what did not go well: python tests/fuzz.py --cases 10000 [--seed NAME] [--keep DIR].

A case goes well when its file has a place in the ledger and no reader crashed, hung or raised. The same seed gives the same
cases; a case that did not go well is named, and kept with --keep.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE / "tools")]

from came_back import filled  # noqa: E402
from hostile_parcels import mailed, zipped  # noqa: E402
from mangling import mangled  # noqa: E402

from rasp_xl import pipeline  # noqa: E402
from rasp_xl.model.file_rules import READER_STOPPED  # noqa: E402

AT_ONCE = 100
SAVED = HERE / "other_programs"
SAMPLES = HERE.parent / "sample_workbooks" / "returns"


def seeds() -> list[bytes]:
    """Real returns of every kind that is read: as sent, as other programs saved them, in archives and e-mails."""
    good = filled()
    saved = [
        path.read_bytes() for path in sorted(SAVED.glob("*.*")) if path.suffix in (".xlsx", ".ods", ".xls", ".msg")
    ]
    by_libreoffice = (SAMPLES / "Fenmarch.xlsx").read_bytes()
    return [good, by_libreoffice, *saved, zipped(("Northmoor.xlsx", good)), mailed(("Northmoor.xlsx", good))]


def run(cases: int, seed: str, keep: Path | None = None) -> tuple[Counter[str], list[str]]:
    """How many files got which status, and the cases that did not go well, each with what happened."""
    statuses: Counter[str] = Counter()
    bad: list[str] = []
    originals = seeds()
    for first in range(0, cases, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, cases))
        for number, outcome in _batch(originals, seed, numbers):
            statuses[outcome.partition(":")[0]] += 1
            if ":" in outcome:
                bad.append(f"case {seed}-{number}: {outcome}")
                if keep:
                    keep.mkdir(parents=True, exist_ok=True)
                    (keep / f"{seed}-{number}").write_bytes(mangled(originals, f"{seed}-{number}"))
    return statuses, bad


def _batch(originals: Sequence[bytes], seed: str, numbers: range) -> Iterator[tuple[int, str]]:
    """Each case with its status, and after a colon what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {f"{number}.xlsx": number for number in numbers}
        for name, number in paths.items():
            Path(folder, name).write_bytes(mangled(originals, f"{seed}-{number}"))
        found = {entry.path: entry for entry in pipeline.assess([Path(folder)]).ledger.entries}
        for name, number in paths.items():
            inside = [entry for path, entry in found.items() if path == name or path.startswith(f"{name}/")]
            stopped = [f.message for entry in inside for f in entry.findings if f.rule is READER_STOPPED]
            yield number, f"lost: {stopped[0]}" if stopped else found[name].status.value


def main() -> int:
    """0 when every case went well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    start = time.monotonic()
    statuses, bad = run(options.cases, options.seed, options.keep)
    told = ", ".join(f"{number} {status}" for status, number in sorted(statuses.items()))
    took = time.monotonic() - start
    sys.stdout.write(
        "\n".join((*bad, f"{options.cases} cases in {took:.0f} s: {told}; {len(bad)} did not go well.", ""))
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
