"""The sheet Checks: the proof that nothing was lost on the way."""

from rasp_xl.outgoing.book import Book, Sheet
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports.check_lines import Line
from rasp_xl.reports.council_checks import all_lines
from rasp_xl.reports.live import ALL_RIGHT, Live, either, sentence
from rasp_xl.reports.positions import ALL_WELL, CHECKS, SETTINGS, Positions
from rasp_xl.reports.sheet_table import Column, mark_table

SAME, DIFFERENT = "same", "DIFFERENT"
"""Words rather than TRUE and FALSE: over boolean results LibreOffice 7.4 crashes when it prints conditional formats."""

CHECKS_FIRST_ROW = 6
CHECK_COLUMNS = (
    Column("Sheet", 18), Column("What is checked", 58), Column("In this workbook", 48), Column("Should be", 48), Column("Same", 13, "cell centre"),
)  # fmt: skip
SAME_COLUMN = 5


def add_checks(book: Book, at: Positions) -> None:
    """A line for every control total, setting, score and sheet, and above them in one cell whether all agree."""
    sheet = book.add_sheet(CHECKS)
    lines = [*all_lines(at)]
    last = CHECKS_FIRST_ROW + len(lines) - 1
    sheet.title("Checks")
    verdict = verdict_of(len(lines))
    sheet.formula(2, 1, f"={verdict.expression}", verdict.value, "lead")
    sheet.height(2, 18)
    sheet.text(
        3, 1,
        "Each line looks at a figure of this workbook and at what it should be: by the engine that wrote it, or counted in another way.",
        "quiet plain",
    )  # fmt: skip
    sheet.text(
        4, 1,
        "A control number adds up figures, each times its place in the row: when any of them changes, it changes.",
        "quiet plain",
    )  # fmt: skip
    for row, line in enumerate(lines, CHECKS_FIRST_ROW):
        _line(sheet, row, line)
    mark_table(sheet, "checks", [column.heading for column in CHECK_COLUMNS], (CHECKS_FIRST_ROW - 1, last))
    sheet.widths([column.width for column in CHECK_COLUMNS])
    sheet.paint("A2", f'=$A$2<>"{ALL_WELL}"', {"bg_color": WARN_FILL, "bold": True})
    same = f"E{CHECKS_FIRST_ROW}"
    sheet.paint(f"{same}:E{last}", f'={same}="{DIFFERENT}"', {"bg_color": WARN_FILL, "bold": True})
    sheet.freeze(CHECKS_FIRST_ROW, 3)
    sheet.repeat(CHECKS_FIRST_ROW - 1, CHECKS_FIRST_ROW - 1)
    sheet.worksheet.fit_to_pages(1, 0)


def checks_last_row(at: Positions) -> int:
    """The last row of the sheet."""
    return CHECKS_FIRST_ROW - 1 + sum(1 for _ in all_lines(at))


def verdict_of(checks: int) -> Live:
    """That all is well; otherwise how many checks differ, and which is the first."""
    last = CHECKS_FIRST_ROW + checks - 1
    same, sheets, words = (f"${letter}${CHECKS_FIRST_ROW}:${letter}${last}" for letter in "EAB")
    right = f'COUNTIF({same},"{SAME}")'
    first = f'MATCH("{DIFFERENT}",{same},0)'
    found = f'IFERROR(INDEX({sheets},{first})&", "&INDEX({words},{first}),"see the column Same")'
    trouble = sentence(
        Live(f"{checks}-{right}", ""), f" of {checks} checks differ, first: ", Live(found, ""),
        ". A figure was edited, a setting changed, rows were sorted, or something was lost.",
    )  # fmt: skip
    differs = Live(f'IF({right}={checks},"{ALL_WELL}",{trouble.expression})', ALL_WELL)
    return either(ALL_RIGHT, True, differs, sentence(Live(f"{SETTINGS}!$A$2", ""), " ", differs))


def _line(sheet: Sheet, row: int, line: Line) -> None:
    value, here, other = line.here.value, f"$C{row}", f"$D{row}"
    sheet.text(row, 1, line.sheet, "cell")
    sheet.text(row, 2, line.words, "cell")
    number = isinstance(value, (int, float))
    style = "number general" if number else "cell"
    sheet.formula(row, 3, f"={line.here.expression}", value, style)
    if line.other:
        sheet.formula(row, 4, f"={line.other}", value, style)
    elif isinstance(value, (int, float)):
        sheet.number(row, 4, value, style)
    else:
        sheet.text(row, 4, str(value or ""), style)
    agree = f"ABS({here}-{other})<{line.allowed}" if number else f"EXACT({here},{other})"
    sheet.formula(row, SAME_COLUMN, f'=IFERROR(IF({agree},"{SAME}","{DIFFERENT}"),"{DIFFERENT}")', SAME, "cell centre")
    texts = [(str(value or ""), CHECK_COLUMNS[2].width - 2)] if not number else []
    sheet.fit(row, [*texts, (line.words, CHECK_COLUMNS[1].width - 2)])
