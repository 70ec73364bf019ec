"""The sheets Method and Checks: how the scores are made, and the proof that nothing was lost on the way."""

from collections.abc import Sequence

from rasp_xl import __version__
from rasp_xl.incoming.ledger import Status
from rasp_xl.model.questions import LEVEL_NAMES
from rasp_xl.model.showing import label
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import DISCLAIMER, WARN_FILL
from rasp_xl.reports.answer_sheets import SETTING_FIRST_STAGE, SETTING_WEIGHT
from rasp_xl.reports.ledger_sheets import STATUS_COLUMN
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    CHECKS,
    HEAT_MAP,
    METHOD,
    RESPONSES,
    RETURNS,
    SETTINGS,
    Positions,
)
from rasp_xl.reports.score_sheets import BAND, OVERALL, SCORE
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
    return rows + _settings(at)


def _settings(at: Positions) -> list[tuple[str, str, float]]:
    """The settings as at scoring, so that a changed one is said even where it moves no band."""
    round_, bands = at.assessment.round, at.assessment.round.settings.bands
    weights, stages = (f"{SETTINGS}!{at.settings_column(column)}" for column in (SETTING_WEIGHT, SETTING_FIRST_STAGE))
    order = "+".join(f"{n}*INDEX({formulas.BAND_FROM},{n})" for n, _ in enumerate(bands, 1))
    return [
        ("Setting: stage", formulas.STAGE, round_.stage),
        ("Setting: coverage for a final score", formulas.MIN_COVERAGE, round_.settings.min_coverage),
        ("Setting: not applicable at most", formulas.MAX_NOT_APPLICABLE, round_.settings.max_not_applicable),
        ("Setting: edges of the bands, each times its number", order, sum(b.number * b.from_score for b in bands)),
        ("Setting: sum of all weights", f"SUM({weights})", sum(round_.weight(q) for q in at.questions)),
        ("Setting: sum of the gates' stages", f"SUM({stages})", sum(round_.gate_from(q) or 0 for q in at.gates)),
    ]


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


def add_method(book: Book, at: Positions) -> None:
    """The method in plain words, with the settings of this run."""
    sheet = book.add_sheet(METHOD)
    sheet.title("Method", "How the scores are made. Nothing here is secret: every step is a formula on another sheet.")
    sheet.widths((26, 120))
    for row, (words, text) in enumerate(_method(at), 4):
        sheet.text(row, 1, words, "label")
        sheet.text(row, 2, text, "wrap")
        sheet.fit(row, [(text, 120), (words, 24)])
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
        ("Several respondents", "A council's answer is the median of its respondents' levels, rounded down; don't know if more than half say so. "
                                "It is evidenced if one of those who gave that level or a higher one cites evidence."),
        ("Partners", "Gap is the highest less the lowest. Two levels on a question, or 25 points on an area, is an asymmetry."),
        ("Sensitivity", "Weights are judgements, so each band is tried again with all questions at weight 1, and with each area counting half and one and a half "
                        "times in the overall mean. Gates cap as before. Every band that changes is marked, and no score follows from it."),
        ("What if", "One council's answers can be tried otherwise on the sheet What if. It scores them as above, with the council's own findings, and changes nothing elsewhere."),
        ("Limits", "Self-reported and formative. Weights and thresholds are judgements and have not been validated. Do not use them to rank councils."),
        ("Made with", f"rasp-xl {__version__}, question set {asked.id} {asked.version} ({asked.fingerprint})."),
        ("About", DISCLAIMER),
    )  # fmt: skip
