"""The sheets Method and Checks: how the scores are made, and the proof that nothing was lost on the way."""

from collections.abc import Sequence

from rasp_xl import __version__
from rasp_xl.model.questions import LEVEL_NAMES
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet
from rasp_xl.outgoing.style import DISCLAIMER, WARN_FILL
from rasp_xl.reports.check_lines import Line
from rasp_xl.reports.council_checks import all_lines
from rasp_xl.reports.live import Live, sentence
from rasp_xl.reports.names import add_names, names
from rasp_xl.reports.positions import ALL_WELL, ANSWERS, CHECKS, METHOD, Positions
from rasp_xl.reports.sheet_table import Column, mark_table

SAME, DIFFERENT = "same", "DIFFERENT"
"""Words rather than TRUE and FALSE: over boolean results LibreOffice 7.4 crashes when it prints conditional formats."""

METHOD_FIRST_ROW = 4
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


def verdict_of(checks: int) -> Live:
    """That all is well; otherwise how many checks differ, and which is the first."""
    last = CHECKS_FIRST_ROW + checks - 1
    same, sheets, words = (f"${letter}${CHECKS_FIRST_ROW}:${letter}${last}" for letter in "EAB")
    right = f'COUNTIF({same},"{SAME}")'
    first = f'MATCH("{DIFFERENT}",{same},0)'
    found = f'IFERROR(INDEX({sheets},{first})&", "&INDEX({words},{first}),"see the column Same")'
    trouble = sentence(
        Live(f"{checks}-{right}", ""), f" of {checks} checks differ, first: ", Live(found, ""),
        ". A figure was edited, a setting changed, or something was lost.",
    )  # fmt: skip
    return Live(f'IF({right}={checks},"{ALL_WELL}",{trouble.expression})', ALL_WELL)


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


def add_method(book: Book, at: Positions) -> None:
    """The method in plain words, with the settings of this run."""
    sheet = book.add_sheet(METHOD)
    sheet.title("Method", "How the scores are made. Nothing here is secret: every step is a formula on another sheet.")
    sheet.widths((26, 120))
    said = _method(at)
    for row, (words, text) in enumerate(said, METHOD_FIRST_ROW):
        sheet.text(row, 1, words, "label")
        sheet.text(row, 2, text, "wrap")
        sheet.fit(row, [(text, 120), (words, 24)])
    add_names(sheet, METHOD_FIRST_ROW + len(said) + 1, names(at))
    sheet.worksheet.fit_to_pages(1, 0)


def _method(at: Positions) -> Sequence[tuple[str, str]]:
    round_, asked = at.assessment.round, at.assessment.round.question_set
    levels = ", ".join(f"{n} {name}" for n, name in enumerate(LEVEL_NAMES))
    edges = ", ".join(f"{band.name} from {band.from_score:g}" for band in round_.settings.bands)
    limits = round_.settings
    return (
        ("Questions", f"{len(asked.questions)} questions in {len(asked.themes)} themes and {len(asked.areas)} areas. Levels: {levels}."),
        ("Weights", "Each question weighs 1 (light), 2 (standard) or 3 (heavy), depending on the purpose. The weights are on Settings."),
        ("Score", "100 times the sum of weight times level, divided by the sum of 4 times the weight of every question that applies. "
                  "Don't know and no answer earn nothing: an unknown is not readiness, and leaving a cell empty never helps."),
        ("Not applicable", f"Left out of both sums, with a reason. On a gate it counts as no answer, unless the programme office agreed to it by a waiver: {formulas.WAIVED} on {ANSWERS}. Above {limits.max_not_applicable:g} % of an area's weight the area is provisional."),
        ("Known-only", "The same over the questions answered with a level. The difference from the score is what is not known."),
        ("Evidenced", "The score with each claim of level 3 or 4 that cites no evidence counted as 2."),
        ("Coverage", "The weight answered with a level, of the weight that applies."),
        ("Final or provisional", f"An area is final when every gate in it is answered (don't know counts), coverage is at least {limits.min_coverage:g} %, "
                                 "not applicable stays within its limit and no cell must be fixed. Overall is final when all areas are."),
        ("Bands", f"{edges}, on the unrounded score."),
        ("Gates", "Level 0, don't know or no answer: closed, and the area's band is at most Not ready. Level 1: weak, at most Emerging. "
                  "Level 2: conditional, at most Largely ready. A gate bites from its stage on. It changes the band, never the score."),
        ("Overall", "The plain mean of the area scores, shown with the lowest area. Its band is at most one step above the lowest area's band, "
                    "and not Ready while any gate that bites is below level 3."),
        ("Several respondents", "A council's answer is the median of its respondents' levels, rounded down; don't know if more than half say so."),
        ("Partners", "Gap is the highest less the lowest. Two levels on a question, or 25 points on an area, is an asymmetry."),
        ("Where a figure comes from", f"Click a score on a map or on Scores, or an answer on Gates, to reach the answers behind it on {ANSWERS}; there an answer, to reach "
                                      "the file, sheet and cell it was read from; there the file, to reach its row on Returns. Links lead to places: before following "
                                      "them, undo what was sorted or filtered."),
        ("Limits", "Self-reported and formative. Weights and thresholds are judgements and have not been validated. Do not use them to rank councils."),
        ("Made with", f"rasp-xl {__version__}, question set {asked.id} {asked.version} ({asked.fingerprint})."),
        ("About", DISCLAIMER),
    )  # fmt: skip
