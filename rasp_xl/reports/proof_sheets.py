"""The sheet Checks: the proof that nothing was lost on the way."""

from rasp_xl.outgoing.book import Book, Sheet
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports.check_line import IN_ORDER, TYPED_OVER, Kind, Line
from rasp_xl.reports.council_checks import all_lines
from rasp_xl.reports.live import ALL_RIGHT, Live, either, sentence
from rasp_xl.reports.positions import ALL_WELL, CHECKS, SETTINGS, Positions
from rasp_xl.reports.setting_checks import settings_changed
from rasp_xl.reports.sheet_table import Column, mark_table

SAME, DIFFERENT, CHANGED, MOVED = "same", "DIFFERENT", "changed", "by settings"
"""A setting is changed, and what moves with settings has moved by them; everything else is the same or different.

Words rather than TRUE and FALSE: over boolean results LibreOffice 7.4 crashes when it prints conditional formats."""

CHECKS_FIRST_ROW = 6
CHECK_COLUMNS = (
    Column("Sheet", 18), Column("What is checked", 58), Column("In this workbook", 48), Column("Should be", 48), Column("Same", 13, "cell centre"),
)  # fmt: skip
SAME_COLUMN = 5
COUNT_ROW = 4
"""Where the number of changed settings stands, above the column Same."""

OTHERWISE = {
    Kind.STEADY: f'"{DIFFERENT}"',
    Kind.SETTING: f'"{CHANGED}"',
    Kind.MOVING: f'IF($E${COUNT_ROW}>0,"{MOVED}","{DIFFERENT}")',
}
SORTED = "Names are not where they were: rows were sorted or put in, or a name was typed over; undo it."
EDITED = "A figure was edited, or a row or figure was lost or put in."
AGAIN = "Look again once the setting is mended."
TOO = "Settings were changed as well."
ITSELF = "A formula of Checks itself was typed over: see the columns In this workbook and Same."
FOLLOWS = "Every figure follows them, and no formula was typed over."


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
    sheet.text(COUNT_ROW, SAME_COLUMN - 1, "Settings that are not as at scoring", "quiet plain")
    changed = settings_changed(at)
    sheet.formula(COUNT_ROW, SAME_COLUMN, f"={changed.expression}", changed.value, "number")
    for row, line in enumerate(lines, CHECKS_FIRST_ROW):
        _line(sheet, row, line)
    mark_table(sheet, "checks", [column.heading for column in CHECK_COLUMNS], (CHECKS_FIRST_ROW - 1, last))
    sheet.widths([column.width for column in CHECK_COLUMNS])
    sheet.paint("A2", f'=$A$2<>"{ALL_WELL}"', {"bg_color": WARN_FILL, "bold": True})
    same = f"E{CHECKS_FIRST_ROW}"
    wrong = f'=OR({same}="{DIFFERENT}",{same}="{CHANGED}")'
    sheet.paint(f"{same}:E{last}", wrong, {"bg_color": WARN_FILL, "bold": True})
    sheet.freeze(CHECKS_FIRST_ROW, 3)
    sheet.repeat(CHECKS_FIRST_ROW - 1, CHECKS_FIRST_ROW - 1)
    sheet.worksheet.fit_to_pages(1, 0)


def checks_last_row(at: Positions) -> int:
    """The last row of the sheet."""
    return CHECKS_FIRST_ROW - 1 + sum(1 for _ in all_lines(at))


def verdict_of(checks: int) -> Live:
    """That all is well; that settings were changed and everything follows; or what is edited first.

    A line that settings move cannot tell an edit once a setting is changed. The others can: they find formulas typed over,
    and count and add up once more.
    """
    last = CHECKS_FIRST_ROW + checks - 1
    own, same, sheets, words = (f"${letter}${CHECKS_FIRST_ROW}:${letter}${last}" for letter in "CEAB")
    changed = f'COUNTIF({same},"{CHANGED}")'
    wrong = f'({checks}-COUNTIF({same},"{SAME}")-COUNTIF({same},"{MOVED}")-{changed})'
    typed = f"SUMPRODUCT(--_xlfn.ISFORMULA({own}))+SUMPRODUCT(--_xlfn.ISFORMULA({same}))<{2 * checks}"

    def first(what: str, of: str) -> str:
        return f'INDEX({of},MATCH("{what}",{same},0))'

    place, word = (first(DIFFERENT, of) for of in (sheets, words))
    row = f'IF({word}="{TYPED_OVER}"," "&{first(DIFFERENT, own)},"")'
    found = f'IFERROR({place}&", "&{word}&{row},"see the column Same")'
    ordered = f'IFERROR(ISNUMBER(SEARCH("{IN_ORDER}",{word})),FALSE)'
    differing = sentence(Live(wrong, ""), f" of {checks} checks differ, first: ", Live(found, ""), ". ")
    trouble = sentence(
        differing, Live(f'IF({ordered},"{SORTED}","{EDITED}")', ""), Live(f'IF({changed}>0," {TOO}","")', ""),
    )  # fmt: skip
    setting = first(CHANGED, words)
    moved = f'"Settings were changed since scoring, first: Settings, "&{setting}&". {FOLLOWS}"'
    well = f'IF({changed}>0,{moved},"{ALL_WELL}")'
    differs = Live(f'IF({wrong}>0,{trouble.expression},IF({typed},"{ITSELF}",{well}))', ALL_WELL)
    # A setting that cannot be right makes figures differ that nobody typed over, and nothing follows it.
    until = Live(f'IF({wrong}>0," "&{differing.expression}&"{AGAIN}",IF({typed}," {ITSELF}",""))', "")
    return either(ALL_RIGHT, True, differs, sentence(Live(f"{SETTINGS}!$A$2", ""), until))


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
    if number and line.kind is Kind.MOVING:
        # Where all weights are set to 0 there is no score any more, but a text, and a text less a number is an error.
        agree = f"IF(ISTEXT({here}),FALSE,{agree})"
    sheet.formula(
        row, SAME_COLUMN, f'=IFERROR(IF({agree},"{SAME}",{OTHERWISE[line.kind]}),"{DIFFERENT}")', SAME, "cell centre"
    )
    texts = [(str(value or ""), CHECK_COLUMNS[2].width - 2)] if not number else []
    sheet.fit(row, [*texts, (line.words, CHECK_COLUMNS[1].width - 2)])
