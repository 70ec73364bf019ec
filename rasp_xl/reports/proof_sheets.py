"""The sheet Checks: the proof that nothing was lost on the way."""

from rasp_xl.incoming.ledger import Status
from rasp_xl.model.showing import label
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports.ledger_sheets import STATUS_COLUMN
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    CHECKS,
    HEAT_MAP,
    RESPONSES,
    RETURNS,
    Positions,
)
from rasp_xl.reports.score_sheets import BAND, OVERALL, SCORE
from rasp_xl.reports.settings_sheet import settings_totals
from rasp_xl.reports.sheet_table import HEADER_ROW

TOLERANCE = "1E-9"
ALL_WELL = "all is well."
SAME, DIFFERENT = "same", "DIFFERENT"
"""Words rather than TRUE and FALSE: over boolean results LibreOffice 7.4 crashes when it prints conditional formats."""
COUNTS_FIRST_ROW = 5
COUNT_HEADINGS = ("What is counted", "In this workbook", "By the engine", "Same")
SCORE_HEADINGS = (
    "Council and area",
    "In this workbook",
    "By the engine",
    "Same",
    "Difference",
    "Band here",
    "Band by the engine",
)


def add_checks(book: Book, at: Positions) -> None:
    """Control totals, and every score of the workbook against the engine's; the first line says whether all agree."""
    sheet = book.add_sheet(CHECKS)
    sheet.title("Checks")
    sheet.widths((66, 18, 18, 12, 14, 20, 20))
    counts = _counts(at)
    sheet.row(COUNTS_FIRST_ROW - 1, COUNT_HEADINGS)
    for row, (words, formula, value) in enumerate(counts, COUNTS_FIRST_ROW):
        sheet.text(row, 1, words, "cell")
        sheet.formula(row, 2, f"={formula}", value, "number")
        sheet.number(row, 3, value)
        sheet.formula(row, 4, f'=IF(B{row}=C{row},"{SAME}","{DIFFERENT}")', SAME, "cell centre")
    start = COUNTS_FIRST_ROW + len(counts) + 2
    sheet.row(start - 1, SCORE_HEADINGS)
    last = _scores(sheet, at, start)
    same = f"D{COUNTS_FIRST_ROW}:D{start - 3}", f"D{start}:D{last}"
    right = f'COUNTIF({same[0]},"{SAME}")+COUNTIF({same[1]},"{SAME}")'
    expected = len(counts) + last - start + 1
    verdict = (
        f'=IF({right}={expected},"{ALL_WELL}",'
        f'{expected}-({right})&" of the checks below differ: a figure was edited, a setting changed, or something was lost.")'
    )
    sheet.formula(2, 1, verdict, ALL_WELL, "lead")
    sheet.paint("A2", f'=$A$2<>"{ALL_WELL}"', {"bg_color": WARN_FILL, "bold": True})
    for area in same:
        sheet.paint(area, f'={area.split(":")[0]}="{DIFFERENT}"', {"bg_color": WARN_FILL, "bold": True})
    sheet.freeze(COUNTS_FIRST_ROW, 2)
    sheet.worksheet.fit_to_pages(1, 0)


def _counts(at: Positions) -> list[tuple[str, str, float]]:
    """What is counted, the formula that counts it here, and the engine's count."""
    files, answers, cards = at.assessment.counts, at.assessment.answer_counts, len(at.assessment.cards)
    first, last = HEADER_ROW + 1, HEADER_ROW + files["files"]
    statuses = f"{RETURNS}!{span(first, STATUS_COLUMN, last, STATUS_COLUMN, fixed=True)}"
    counted = f"{RESPONSES}!$E${first}:$E${HEADER_ROW + answers['cells']}"
    rows: list[tuple[str, str, float]] = [("Files found", f"ROWS({statuses})-COUNTBLANK({statuses})", files["files"])]
    rows += [(f"Files {s.value}", f'COUNTIF({statuses},"{s.value}")', files[s.value]) for s in Status]
    parts = "+".join(f'COUNTIF({statuses},"{s.value}")' for s in Status)
    rows.append(("Files over all statuses", parts, files["files"]))
    rows.append(("Answer cells read", f"ROWS({counted})-COUNTBLANK({counted})", answers["cells"]))
    kinds = (
        ("levels", "levels", ">=0"),
        ("don't know", "dont_know", "DK"),
        ("not applicable", "not_applicable", "NA"),
        ("blank", "blank", "no answer"),
        ("unreadable", "unreadable", "unreadable"),
    )
    rows += [(f"Answers: {words}", f'COUNTIF({counted},"{shown}")', answers[kind]) for words, kind, shown in kinds]
    names = span(ANSWERS_FIRST_ROW, 1, at.answers_last_row, 1, fixed=True)
    rows.append((f"Councils on {ANSWERS}", f"COUNTA({ANSWERS}!{names})", cards))
    rows.append((f"Councils on {HEAT_MAP}", f"COUNTA({at.map_column(HEAT_MAP, 1)})", cards))
    return rows + settings_totals(at)


def _scores(sheet: Sheet, at: Positions, start: int) -> int:
    """A line for each score; gives the last row."""
    row = start - 1
    for council, card in enumerate(at.assessment.cards):
        engine = [(a.name, a.tally.score, a.band) for a in card.areas]
        engine.append((OVERALL, card.overall.score, card.overall.band))
        for number, (name, score, band) in enumerate(engine):
            row += 1
            here, there = (cell(row, c, fixed=True) for c in (2, 3))
            sheet.text(row, 1, f"{card.name}, {name}", "cell")
            sheet.formula(row, 2, f"={at.score(council, number, SCORE)}", score, "number 9")
            sheet.number(row, 3, score, "number 9")
            both = f"AND(ISNUMBER({here}),ISNUMBER({there}))"
            none = f'AND({here}="",{there}="")'
            close = f"IF({both},ABS({here}-{there})<{TOLERANCE},{none})"
            sheet.formula(row, 4, f'=IF(AND({close},F{row}=G{row}),"{SAME}","{DIFFERENT}")', SAME, "cell centre")
            sheet.formula(row, 5, f'=IF({both},ABS({here}-{there}),"")', None if score is None else 0, "number 9")
            sheet.formula(row, 6, f"={at.score(council, number, BAND)}", label(band), "cell")
            sheet.text(row, 7, label(band), "cell")
    return row
