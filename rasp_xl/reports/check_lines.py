"""What the sheet Checks compares for the round as a whole: files, answers, councils in and out, settings, partners, sentences."""

from collections.abc import Iterator

from rasp_xl.incoming.ledger import Status
from rasp_xl.model.layout import quoted
from rasp_xl.outgoing.book import cell, span
from rasp_xl.reports.actions_sheet import GAP_COLUMNS
from rasp_xl.reports.answer_sheets import answers_sentence
from rasp_xl.reports.check_line import Line
from rasp_xl.reports.ledger_sheets import control_sentence, findings_sentence
from rasp_xl.reports.live import Live, counted, literal
from rasp_xl.reports.name_checks import name_lines
from rasp_xl.reports.partner_sheet import (
    AREA_HEADINGS,
    HIGHEST,
    LOWEST,
    MEAN,
    MEDIAN,
    NAME,
    NO_FIGURE,
    NO_SCORE,
    NOT_APPLICABLE,
    STATE,
    WIDTH,
    area_rows,
    question_rows,
    theme_rows,
)
from rasp_xl.reports.partner_sheet import column_of as partner_column
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    ANSWERS_WEIGHT_ROW,
    FINDINGS,
    GAPS,
    GATES,
    HEAT_MAP,
    PARTNERS,
    QUESTION_MAP,
    RESPONSES,
    RETURNS,
    SCORES,
    SCORES_FIRST_ROW,
    SUMMARY,
    THEME_MAP,
    Positions,
)
from rasp_xl.reports.response_sheet import COUNTS_COLUMN, TAKEN_COLUMN, column_of, counts_as, responses_sentence, taken
from rasp_xl.reports.room import cuts, gaps_with_room
from rasp_xl.reports.score_sheets import AREA, OVERALL, POINTS, gates_sentence, scores_sentence
from rasp_xl.reports.setting_checks import setting_lines
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.summary_sheet import assessed, councils_first_row, gates_standing, standing

KINDS = (
    ("levels", "levels", ">=0"),
    ("don't know", "dont_know", "DK"),
    ("not applicable", "not_applicable", "NA"),
    ("no answer", "blank", "no answer"),
    ("unreadable", "unreadable", "unreadable"),
)
"""Answers in words, their key among the engine's counts, and how Responses shows them."""


def lines_before(at: Positions) -> Iterator[Line]:
    """What all figures stand on: files, what was read, settings, councils in and out."""
    yield from _files(at)
    yield from _read(at)
    yield from setting_lines(at)
    yield from _councils(at)
    yield from name_lines(at)
    yield from _cuts(at)


def lines_after(at: Positions) -> Iterator[Line]:
    """What follows from the councils' own figures: totals and partners."""
    yield from _totals(at)
    yield from (line.moving for line in _partners(at))


def _files(at: Positions) -> Iterator[Line]:
    counts = at.assessment.counts
    yield Line(RETURNS, "Files found", Live(f"ROWS({at.statuses})-COUNTBLANK({at.statuses})", counts["files"]))
    for status in Status:
        yield Line(RETURNS, f"Files {status.value}", counted(at.statuses, status.value, counts[status.value]))
    parts = "+".join(counted(at.statuses, s.value, 0).expression for s in Status)
    yield Line(RETURNS, "Files over all statuses", Live(parts, counts["files"]))


def _read(at: Positions) -> Iterator[Line]:
    """What was read, by kind."""
    n, read = at.answer_counts, f"{RESPONSES}!{column_of(at, COUNTS_COLUMN)}"
    yield Line(RESPONSES, "Answer cells read", Live(f"ROWS({read})-COUNTBLANK({read})", n["cells"]))
    for words, kind, shown in KINDS:
        yield Line(RESPONSES, f"Answers: {words}", counted(read, shown, n[kind]))


def _totals(at: Positions) -> Iterator[Line]:
    """What counts, and that it is what was read; the points of all councils, added up twice."""
    cards = at.assessment.cards
    read, own = (f"{RESPONSES}!{column_of(at, column)}" for column in (COUNTS_COLUMN, TAKEN_COLUMN))
    given = {card.id: {a.question: a for a in card.answers} for card in cards}
    other = sum(counts_as(a) != taken(given[e.partner.id if e.partner else ""][a.question]) for e, a in at.responses)
    if at.responses:
        yield Line(RESPONSES, "Answers that are not the council's", Live(f"SUMPRODUCT(--({read}<>{own}))", other))
    levels = [a.value for card in cards for a in card.answers if isinstance(a.value, int)]
    whole = 0 < len(at.responses) == len(at.all_responses)
    from_responses = counted(read, ">=0", 0).expression if whole and not at.has_disagreement else ""
    yield Line(ANSWERS, "Levels over all councils", Live(f"COUNT({at.answers_area})", len(levels)), from_responses)
    weights = at.above_answers(ANSWERS_WEIGHT_ROW)
    points = Live(f"SUM({_scores_column(at, POINTS)})", sum(a.tally.points for card in cards for a in card.areas))
    again = "+".join(f"{level}*SUMPRODUCT(({at.answers_area}={level})*{weights})" for level in range(1, 5))
    yield Line(SCORES, "Points, against levels times weights on Answers", points).moving
    yield Line(SCORES, "Points, added up once more from Answers", points, again)


def _scores_column(at: Positions, column: int) -> str:
    last = at.score_row(len(at.assessment.cards) - 1, len(at.areas))
    return f"{SCORES}!{span(SCORES_FIRST_ROW, column, last, column, fixed=True)}"


def _councils(at: Positions) -> Iterator[Line]:
    """Councils in are councils out, wherever they are listed."""
    n = len(at.assessment.cards)
    names = f"{ANSWERS}!{span(ANSWERS_FIRST_ROW, 1, at.answers_last_row, 1, fixed=True)}"
    yield Line(ANSWERS, "Councils", Live(f"COUNTA({names})", n))
    for sheet in (HEAT_MAP, THEME_MAP, QUESTION_MAP):
        yield Line(sheet, "Councils", Live(f"COUNTA({at.map_column(sheet, 1)})", n))
    yield Line(SCORES, "Councils", counted(_scores_column(at, AREA), OVERALL, n))
    yield Line(SCORES, "Rows", Live(f"COUNTA({_scores_column(at, 1)})", n * (len(at.areas) + 1)))
    if at.gates:
        yield Line(GATES, "Councils, each with all gates", Live(f"COUNTA({at.gate_column(1)})/{len(at.gates)}", n))
    first = councils_first_row(at)
    listed = f"{SUMMARY}!{span(first, 1, first + n - 1, 1, fixed=True)}"
    yield Line(SUMMARY, "Councils", Live(f"COUNTA({listed})", n))
    gaps = gaps_with_room(at)
    column = next(c for c, spec in enumerate(GAP_COLUMNS, 1) if spec.heading == "Rank")
    ranks = f"'{GAPS}'!{span(HEADER_ROW + 1, column, HEADER_ROW + max(len(gaps), 1), column, fixed=True)}"
    yield Line(GAPS, "Councils with a gap", Live(f"COUNTIF({ranks},1)", sum(gap.priority == 1 for _, gap in gaps)))
    yield Line(GAPS, "Gaps", Live(f"COUNT({ranks})", len(gaps)))


def _cuts(at: Positions) -> Iterator[Line]:
    """That a sheet with no room for all its rows holds as many as it says."""
    for cut in cuts(at):
        area = f"{quoted(cut.sheet)}!{span(HEADER_ROW + 1, 1, HEADER_ROW + cut.shown, 1, fixed=True)}"
        words = f"Rows here, which is all that fits of {cut.all:,}"
        yield Line(cut.sheet, words, Live(f"ROWS({area})-COUNTBLANK({area})", cut.shown))


def _partners(at: Positions) -> Iterator[Line]:
    """Each figure of the areas, and a line for each theme and question."""
    spread = at.assessment.partnership
    for row, (area, result) in enumerate(zip(at.areas, spread.areas, strict=True), area_rows(at)[0]):
        figures = (result.lowest, result.median, result.mean, result.highest, result.gap, result.state or None)
        for column, value in zip((LOWEST, MEDIAN, MEAN, HIGHEST, WIDTH, STATE), figures, strict=True):
            words = f"{area.name}: {AREA_HEADINGS[column - 1].lower()}"
            yield Line(PARTNERS, words, Live(_partner(row, column), NO_SCORE if value is None else value))
    for row, (theme, result) in enumerate(
        zip(at.assessment.round.question_set.themes, spread.themes, strict=True), theme_rows(at)[0]
    ):
        for column, value in zip(
            (LOWEST, MEDIAN, MEAN, HIGHEST, WIDTH),
            (result.lowest, result.median, result.mean, result.highest, result.gap), strict=True,
        ):  # fmt: skip
            words = f"{theme.name}: {AREA_HEADINGS[column - 1].lower()}"
            yield Line(PARTNERS, words, Live(_partner(row, column), NO_SCORE if value is None else value))
    rows = question_rows(at)
    for question in spread.questions:
        values = (question.lowest, question.highest, question.gap, question.state)
        said = [NO_FIGURE] * 3 + [NOT_APPLICABLE] if question.gap is None else [str(v) for v in values]
        # By its name, because people sort the questions: by the gap, for instance.
        place = f"MATCH({literal(question.id)},{partner_column(rows, NAME)},0)"
        parts = (f"INDEX({partner_column(rows, column)},{place})" for column in (LOWEST, HIGHEST, WIDTH, STATE))
        found = Live('&", "&'.join(parts), ", ".join(said))
        yield Line(PARTNERS, f"{question.id}: lowest, highest, gap, state", found)


def _partner(row: int, column: int) -> str:
    return f"{PARTNERS}!{cell(row, column, fixed=True)}"


def sentence_lines(at: Positions) -> Iterator[Line]:
    """What each sheet says of itself; the first five follow the settings."""
    for number, (sheet, row, words) in enumerate(
        (
            (SUMMARY, 2, assessed(at)),
            (SUMMARY, 3, standing(at)),
            (SUMMARY, 4, gates_standing(at)),
            (SCORES, 2, scores_sentence(at)),
            (GATES, 2, gates_sentence(at)),
            (RESPONSES, 2, responses_sentence(at)),
            (ANSWERS, 2, answers_sentence(at)),
            (RETURNS, 2, control_sentence(at)),
            (FINDINGS, 2, findings_sentence(at)),
        )
    ):
        line = Line(sheet, "Sentence at the top", Live(f"{sheet}!$A${row}", words.value))
        yield line.moving if number < 5 else line
