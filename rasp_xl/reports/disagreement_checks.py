"""What the sheet Checks compares of the sheet Disagreement: sums down its columns, which hold in whatever order it is sorted."""

from collections.abc import Iterator

from rasp_xl.outgoing.formulas import code_of
from rasp_xl.reports.check_line import Line
from rasp_xl.reports.disagreement_sheet import (
    APART,
    BY_MEDIAN,
    DEVIATION,
    DISAGREEMENT_COLUMNS,
    FIRST_LEVEL,
    GAP,
    MODERATED,
    SILENT,
    TAKEN,
    UNKNOWN_SHARE,
    YES,
    disagreement_column,
    disagreement_sentence,
)
from rasp_xl.reports.live import Live, counted
from rasp_xl.reports.positions import DISAGREEMENT, Positions

CODES = ("DK", "NA", "NW", "no answer")


def disagreement_lines(at: Positions) -> Iterator[Line]:
    """A line for each column that holds figures, two for each that holds answers; none where there is no such sheet."""
    if not at.has_disagreement:
        return
    found = [one for _, one in at.disagreements]
    counts = [(*one.levels, one.unknown, one.inapplicable, one.silent) for one in found]
    sums = {column: sum(own[column - FIRST_LEVEL] for own in counts) for column in range(FIRST_LEVEL, SILENT + 1)}
    sums[GAP] = sum(one.gap or 0 for one in found)
    for column, total in sums.items():
        yield _line(f"{_heading(column)}, together", Live(f"SUM({disagreement_column(at, column)})", total))
    figures = (
        (DEVIATION, [one.deviation or 0 for one in found]),
        (UNKNOWN_SHARE, [one.unknown_share for one in found]),
    )
    for column, values in figures:
        yield _line(f"{_heading(column)}, together", Live(f"SUM({disagreement_column(at, column)})", sum(values)))
    answers = {(c, a.question): code_of(a) for c, card in enumerate(at.assessment.cards) for a in card.answers}
    yield from _codes(at, BY_MEDIAN, [one.by_median for one in found])
    yield from _codes(at, TAKEN, [answers[c, one.question] for c, one in at.disagreements])
    wide, agreed = (disagreement_column(at, column) for column in (APART, MODERATED))
    yield _line("Questions widely apart", counted(wide, YES, sum(one.apart for one in found)))
    yield _line("Moderated answers used", counted(agreed, "?*", sum(one.moderated for one in found)))
    yield _line("Sentence at the top", Live(f"{DISAGREEMENT}!$A$2", disagreement_sentence(at).value))


def _codes(at: Positions, column: int, values: list[int | str | None]) -> Iterator[Line]:
    """The levels added up, and how many there are of what is no level."""
    area, shown = disagreement_column(at, column), ["no answer" if value is None else value for value in values]
    levels = [value for value in shown if isinstance(value, int)]
    yield _line(f"{_heading(column)}: levels, together", Live(f"SUM({area})", sum(levels)))
    others = "+".join(f'{10**n}*COUNTIF({area},"{code}")' for n, code in enumerate(CODES))
    number = sum(10**n * shown.count(code) for n, code in enumerate(CODES))
    yield _line(f"{_heading(column)}: what is no level (control number)", Live(others, number))


def _heading(column: int) -> str:
    return DISAGREEMENT_COLUMNS[column - 1].heading


def _line(words: str, here: Live) -> Line:
    return Line(DISAGREEMENT, words, here)
