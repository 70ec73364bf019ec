"""Whatever people and programs do to a workbook: each of the 57 answers is read right, or it is said which could not be.

Nothing is ever read as another level without a word.
"""

from io import BytesIO
from pathlib import Path
from random import Random

import office
import pytest
from came_back import VALUES, filled, outcome
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import MUTATIONS
from openpyxl import load_workbook

from rasp_xl.incoming.returns import Return
from rasp_xl.pipeline import assess

SAVED = Path(__file__).parent / "other_programs"
LOSES_NOTHING = {
    "rows_inserted", "column_inserted", "columns_inserted_first", "ref_deleted", "question_deleted", "sorted_whole", "sorted_without_ref",
    "header_sorted_in", "sheet_renamed", "sheet_hidden", "rows_hidden", "typed_otherwise", "headings_shouted", "answer_heading_renamed",
    "evidence_heading_removed", "sheets_reversed", "own_sheets_deleted", "pasted_on_one_sheet",
}  # fmt: skip
"""After these every answer can still be known."""


def mutated(names: tuple[str, ...], seed: int) -> bytes:
    """The filled return after some mutations."""
    book, random = load_workbook(BytesIO(filled())), Random(seed)
    for name in names:
        next(m for m in MUTATIONS if m.__name__ == name)(book, random)
    out = BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def wrong(data: bytes) -> tuple[list[str], list[str]]:
    """Questions that were read as something else without a word; and those that were not read right, but told."""
    returned = outcome(data)
    if not isinstance(returned, Return):
        return [], sorted(VALUES)
    told = {f.question for f in returned.findings} | (VALUES.keys() - returned.answers.keys())
    differing = [q for q, value in VALUES.items() if q not in returned.answers or returned.answers[q].value != value]
    return [q for q in differing if q not in told], [q for q in differing if q in told]


@pytest.mark.parametrize("name", [m.__name__ for m in MUTATIONS])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_mutation(name: str, seed: int) -> None:
    """One thing done to a workbook: no answer is silently another, and where all can be known, all are read."""
    silent, told = wrong(mutated((name,), seed))

    assert silent == []
    assert name not in LOSES_NOTHING or told == []
    assert len(told) <= 13


@given(st.lists(st.sampled_from([m.__name__ for m in MUTATIONS]), min_size=2, max_size=5), st.integers(0, 999))
@settings(deadline=None, max_examples=60, derandomize=True)
def test_mutations_together(names: list[str], seed: int) -> None:
    """Several at once, in any order: still no answer is silently another."""
    silent, _ = wrong(mutated(tuple(names), seed))

    assert silent == []


@pytest.mark.parametrize("file", ["sheetjs.xlsx", "exceljs.xlsx", "sheetjs.ods", "sheetjs.xls"])
def test_other_programs(file: str) -> None:
    """Saved by the libraries that web portals and add-ins use: all 57 answers are there."""
    assert wrong((SAVED / file).read_bytes()) == ([], [])


def test_format_that_loses_answers_is_refused() -> None:
    """A format of which answers are lost without a word is asked for again, never half read."""
    entry = assess([SAVED / "sheetjs.xlsb"]).ledger.entries[0]

    assert entry.status.value == "refused"
    assert entry.findings[0].fix.startswith("Ask the sender")


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize(
    "names",
    [
        (),
        ("sorted_without_ref",),
        ("rows_inserted", "columns_inserted_first", "typed_otherwise"),
        ("answers_merged",),
        ("pasted_on_one_sheet",),
    ],
)
def test_through_libreoffice(kind: str, names: tuple[str, ...], tmp_path: Path) -> None:
    """Mutated and then saved by LibreOffice in each of its formats: the same holds."""
    before = mutated(names, 5) if names else filled()
    silent, told = wrong(office.convert(before, kind, tmp_path))
    _, told_before = wrong(before)

    assert silent == []
    assert set(told) <= set(told_before) | (
        {q for q, value in VALUES.items() if value == 0} if kind == "xls" else set()
    )
