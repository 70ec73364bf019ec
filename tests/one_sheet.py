"""Ways to change the first area's sheet of a return, and to read the whole of it again."""

from collections.abc import Callable

from came_back import GIVEN, SHEETS, SLOTS, changed, read
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl.incoming.returns import Return
from rasp_xl.model.layout import ANSWER, AREA_HEADER_ROW, column_of

NAME = SHEETS[0]
HERE = [slot.question.id for slot in SLOTS if slot.sheet == NAME]
ROWS = range(AREA_HEADER_ROW + 1, AREA_HEADER_ROW + 1 + len(HERE))
AT = column_of(ANSWER)

Change = Callable[[Worksheet], object]


def with_sheet(*changes: Change) -> Return:
    """The return after somebody did this and that to the first area's sheet."""

    def change(book: Workbook) -> None:
        for one in changes:
            one(book[NAME])

    return read(changed(change))


def head(**texts: str | None) -> Change:
    """Write headings in other words; None clears one."""

    def change(sheet: Worksheet) -> None:
        for heading, text in texts.items():
            sheet.cell(AREA_HEADER_ROW, column_of(heading)).value = text

    change.__name__ = ", ".join(f"{heading} {text}" for heading, text in texts.items())
    return change


def drop_headings(sheet: Worksheet) -> None:
    sheet.delete_rows(AREA_HEADER_ROW)


def column(at: int, heading: str | None, *contents: object) -> Change:
    """Put in a column of one's own, with a heading and something in each question's row, again and again."""

    def change(sheet: Worksheet) -> None:
        sheet.insert_cols(at)
        sheet.cell(AREA_HEADER_ROW, at).value = heading
        for n, row in enumerate(ROWS):
            sheet.cell(row, at).value = contents[n % len(contents)]  # type: ignore[assignment]

    change.__name__ = f"{heading} in {at}"
    return change


def whole(returned: Return) -> dict[str, tuple[object, str, str]]:
    return {q: (a.value, a.evidence, a.comment) for q, a in returned.answers.items()}


WHOLE = {q: (a.value, a.evidence, a.comment) for q, a in GIVEN.items()}
