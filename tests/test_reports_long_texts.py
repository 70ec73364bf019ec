"""Evidence and comments that are very long: short where they stand in a row, whole on a sheet of their own."""

from functools import cache
from io import BytesIO

import pytest
from building import everywhere
from councils import assessment_of
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from xlsx_lint import lint

from rasp_xl.model.answers import Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.style import HIGHEST_ROW
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.long_texts import LONGEST_PART, LONGEST_SHOWN, MOST_LINES, long_texts, parts_of
from rasp_xl.reports.positions import LONG_TEXTS, RESPONSES, Positions
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
MINUTES = "Resolved, that the board agrees to share the service. " * 606
TEXTS = {
    ("SV1", "Evidence"): MINUTES, ("SV2", "Comment"): "x" * 60_000, ("SV3", "Evidence"): "🏛" * 20_000,
    ("SV3", "Comment"): "line\n" * 300, ("SV4", "Evidence"): "=" * 4_000, ("GV1", "Comment"): "مرحبا بالعالم " * 60,
}  # fmt: skip
"""By question and heading: more than the 32,767 characters that a cell holds, wide signs, many lines, a false formula, from right to left."""

SHORT = "y" * LONGEST_SHOWN


@cache
def assessment() -> Assessment:
    own = {
        q: Answer(q, 3, TEXTS.get((q, "Evidence"), "Minute 7"), TEXTS.get((q, "Comment"), ""))
        for q in dict.fromkeys(question for question, _ in TEXTS)
    }
    own["GV2"] = Answer("GV2", 3, SHORT)
    return assessment_of(ROUND, {"Ashcombe": everywhere(ASKED, 3), "Northmoor": everywhere(ASKED, 3) | own})


@cache
def data() -> bytes:
    return workbook_bytes(assessment())


@cache
def book() -> Workbook:
    return load_workbook(BytesIO(data()))


def rows(sheet: str) -> list[dict[str, object]]:
    found = book()[sheet].iter_rows(HEADER_ROW, values_only=True)
    heads = [str(head) for head in next(found)]
    return [dict(zip(heads, row, strict=True)) for row in found]


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.text(st.sampled_from("ab \n🏛ŵ"), max_size=60), st.integers(1, 200))
def test_parts_make_the_whole(piece: str, times: int) -> None:
    """Put together the parts are the text, sign by sign, and none is longer or has more lines than fit on paper."""
    parts = list(parts_of(piece * times))

    assert "".join(parts) == piece * times
    assert all(0 < len(part) <= LONGEST_PART and part.count("\n") <= MOST_LINES for part in parts)


@pytest.mark.parametrize(("question", "heading"), TEXTS)
def test_a_long_text_stands_whole_on_its_own_sheet(question: str, heading: str) -> None:
    """No sign of it is lost, even beyond what one cell can hold."""
    parts = [row for row in rows(LONG_TEXTS) if (row["Question"], row["What"]) == (question, heading)]

    assert "".join(str(row["Text"]) for row in parts) == TEXTS[question, heading]
    assert [row["Part"] for row in parts] == [f"{n} of {len(parts)}" for n in range(1, len(parts) + 1)]
    assert {row["Council"] for row in parts} == {"Northmoor"}


@pytest.mark.parametrize(("question", "heading"), TEXTS)
def test_responses_show_the_beginning_and_say_where_the_rest_is(question: str, heading: str) -> None:
    """The row says how long the text is and under what it stands whole, which names no row, as either sheet may be sorted; that leads back."""
    row, shown = next(
        (number, str(row[heading]))
        for number, row in enumerate(rows(RESPONSES), HEADER_ROW + 1)
        if (row["Council"], row["Question"]) == ("Northmoor", question)
    )
    kept = [[cell.value for cell in one[:3]] for one in book()[LONG_TEXTS].iter_rows(HEADER_ROW + 1)]
    there = book()[LONG_TEXTS][HEADER_ROW + 1 + kept.index(["Northmoor", question, heading])]
    answered = rows(RESPONSES)[row - HEADER_ROW - 1]
    where = f"{LONG_TEXTS}, under the same council, question and respondent"

    assert shown.endswith(f"… ({len(TEXTS[question, heading]):,} characters in all: {where})")
    assert TEXTS[question, heading].startswith(shown.partition("… (")[0])
    assert there[-1].value == (answered["Respondent"] or answered["File"])
    assert there[-1].hyperlink.location == f"{RESPONSES}!A{row}"


def test_no_row_is_as_high_as_it_can_be() -> None:
    """Every row with a long text or a part of one shows all that is in it, on the screen and on paper."""
    for sheet in (RESPONSES, LONG_TEXTS):
        heights = [size.height for row, size in book()[sheet].row_dimensions.items() if row > HEADER_ROW]

        assert max(height or 0 for height in heights) < HIGHEST_ROW


def test_a_text_of_usual_length_stands_in_its_row() -> None:
    """What fits is whole on Responses and nowhere else; the sheet says how many do not."""
    shown = {row["Question"]: row["Evidence"] for row in rows(RESPONSES) if row["Council"] == "Northmoor"}

    assert shown["GV2"] == SHORT
    assert "GV2" not in {row["Question"] for row in rows(LONG_TEXTS)}
    assert f"Of {len(TEXTS)} long texts only the beginning is here" in str(book()[RESPONSES]["A3"].value)


def test_without_long_texts_there_is_no_such_sheet() -> None:
    """A round of usual texts has a workbook of the usual sheets."""
    usual = assessment_of(ROUND, {"Northmoor": everywhere(ASKED, 3)})

    assert LONG_TEXTS not in load_workbook(BytesIO(workbook_bytes(usual)), read_only=True).sheetnames


def test_what_no_longer_fits_there_stays_in_its_row() -> None:
    """Where the sheet is full, a text is left whole on Responses rather than cut."""
    every = long_texts(Positions(assessment()))
    fewer = long_texts(Positions(assessment(), most_rows=HEADER_ROW + 57 * 2))

    assert sum(len(long.parts) for long in every) > 57 * 2
    assert 0 < len(fewer) < len(every)
    assert max(long.row + len(long.parts) - 1 for long in fewer) <= HEADER_ROW + 57 * 2


def test_the_workbook_is_valid() -> None:
    """Nothing in it makes Excel offer a repair."""
    assert lint(data()) == ()
