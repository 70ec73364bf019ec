"""The sheet Disagreement: where the people of one council answered differently, how far apart, and what they agreed on since."""

from collections import Counter

from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.model.scorecard import Disagreement
from rasp_xl.outgoing.book import Book, cell, span
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports.live import Live, counted, nouned, say, sentence
from rasp_xl.reports.positions import DISAGREEMENT, RESPONSES, Positions
from rasp_xl.reports.response_sheet import COUNTS_COLUMN, column_of, taken
from rasp_xl.reports.sheet_table import HEADER_ROW, Column, add_table
from rasp_xl.scoring.disagreement import DEVIATION_APART, GAP_APART, PAIR_APART

FIRST_LEVEL, LAST_LEVEL, UNKNOWN, INAPPLICABLE, SILENT = 4, 8, 9, 10, 11
GAP, DEVIATION, UNKNOWN_SHARE, BY_MEDIAN, TAKEN, APART, MODERATED = range(12, 19)
DISAGREEMENT_COLUMNS = (
    Column("Council", 26), Column("Question", 10), Column("What is asked", 44),
    *(Column(f"Level {level}", 7, "cell centre") for level in range(LAST_LEVEL - FIRST_LEVEL + 1)),
    Column("Don't know", 8, "cell centre"), Column("Not applicable", 11, "cell centre"), Column("No answer", 8, "cell centre"),
    Column("Levels apart", 8, "cell centre"), Column("Average deviation", 11, "cell deviation"), Column("Don't know %", 8, "number 1"),
    Column("By the median", 9, "cell centre"), Column("Council's answer", 10, "cell centre"), Column("Widely apart", 8, "cell centre"),
    Column("Moderated", 44),
)  # fmt: skip
YES, NO = "yes", "no"
MOST_COMPARED = 10_000_000
"""Rows times responses whose counts are formulas: beyond, every change in the workbook would take seconds."""

LONGEST_CRITERION = 250
"""Characters; of a longer one COUNTIFS gives an error."""


def add_disagreement(book: Book, at: Positions) -> None:
    """A row for each question that a council's people answered differently, the widest apart first; no sheet where each sent one return."""
    if not at.has_disagreement:
        return
    sheet = book.add_sheet(DISAGREEMENT)
    sheet.title(DISAGREEMENT)
    say(sheet, 2, disagreement_sentence(at))
    sheet.text(
        3, 1,
        f"How many people of a council gave each answer. Widely apart: {PAIR_APART} levels between two people; of more an average deviation of at least {DEVIATION_APART} or "
        f"{GAP_APART} levels between the lowest and the highest. "
        + ("Tell the programme office what you agree on, and why." if at.own else "Write what they agree on into the round workbook, sheet Moderation."),
        "quiet plain",
    )  # fmt: skip
    countable = _countable(at)
    rows = [
        (*_said(at, row, pair, pair[0] in countable), *_measures(at, row, pair))
        for row, pair in enumerate(at.disagreements, HEADER_ROW + 1)
    ]
    last = add_table(sheet, "disagreement", DISAGREEMENT_COLUMNS, rows)
    for row, (council, one) in enumerate(at.disagreements, HEADER_ROW + 1):
        if at.can_link(len(at.questions)):
            sheet.lead_to(row, TAKEN, at.answer(council, at.asked(one.question)))
    apart, agreed = (cell(HEADER_ROW + 1, column) for column in (APART, MODERATED))
    sheet.paint(
        span(HEADER_ROW + 1, APART, last, APART), f'=AND({apart}="{YES}",{agreed}="")', {"bg_color": WARN_FILL, "bold": True}
    )  # fmt: skip


def disagreement_column(at: Positions, column: int) -> str:
    """All rows of a column of the sheet, from another sheet."""
    last = HEADER_ROW + max(len(at.disagreements), 1)
    return f"{DISAGREEMENT}!{span(HEADER_ROW + 1, column, last, column, fixed=True)}"


def disagreement_sentence(at: Positions) -> Live:
    """How many questions were answered differently, how many of them widely, and how many are moderated."""
    found = [one for _, one in at.disagreements]
    apart, agreed = (disagreement_column(at, column).partition("!")[2] for column in (APART, MODERATED))
    both = f'COUNTIF({apart},"{YES}")+COUNTIF({apart},"{NO}")'
    n, wide = len(found), sum(one.apart for one in found)
    return sentence(
        "Your people differ on " if at.own else "People of one council differ on ", nouned(Live(f"({both})", n), "question"), ", on ",
        counted(apart, YES, wide), " of them widely; ",
        counted(agreed, "?*", sum(one.moderated for one in found)), " moderated, ",
        Live(f'COUNTIFS({apart},"{YES}",{agreed},"")', sum(one.open for one in found)), " to moderate.",
    )  # fmt: skip


def _said(at: Positions, row: int, pair: tuple[int, Disagreement], live: bool) -> list[object]:
    """Which question of which council, and how many gave each level, don't know, not applicable and nothing that can be read.

    They are counted on Responses where that is feasible; a question that a return lacks stands nowhere, so it is what is left.
    """
    council, one = pair
    card, asked = at.assessment.cards[council], at.asked(one.question)
    found = [*one.levels, one.unknown, one.inapplicable]
    head: list[object] = [card.name, one.question, asked.text]
    if not live:
        return [*head, *found, one.silent]
    names, questions, read = (f"{RESPONSES}!{column_of(at, column)}" for column in (1, 3, COUNTS_COLUMN))
    name, question = _criterion(cell(row, 1), card.name), cell(row, 2)
    kinds = (*(str(level) for level in range(len(one.levels))), '"DK"', '"NA"')
    each = (f"COUNTIFS({names},{name},{questions},{question},{read},{kind})" for kind in kinds)
    counts = [Live(expression, value) for expression, value in zip(each, found, strict=True)]
    left = f"{one.respondents}-SUM({span(row, FIRST_LEVEL, row, INAPPLICABLE)})"
    return [*head, *counts, Live(left, one.silent)]


def _measures(at: Positions, row: int, pair: tuple[int, Disagreement]) -> list[object]:
    """What follows from the counts, the council's answer, and what was agreed."""
    council, one = pair
    answer = next(a for a in at.assessment.cards[council].answers if a.question == one.question)
    own = at.answer(council, at.asked(one.question))
    everyone = f"SUM({span(row, FIRST_LEVEL, row, SILENT)})"
    return [
        _gap(row, one), _deviation(row, one), Live(f"100*{cell(row, UNKNOWN)}/{everyone}", one.unknown_share), _by_median(row, one),
        Live(f'IF({own}="","no answer",{own})', taken(answer)), _apart(row, one), answer.moderated.words if answer.moderated else "",
    ]  # fmt: skip


def _countable(at: Positions) -> set[int]:
    """The councils whose rows on Responses can be told by their names, and are not too many to be looked for that often."""
    if not at.has(RESPONSES) or len(at.disagreements) * len(at.responses) > MOST_COMPARED:
        return set()
    names = {(e.partner.id, e.partner.name) for e, _ in at.responses if e.partner}
    known = Counter(identity for identity, _ in names)
    return {
        number
        for number, card in enumerate(at.assessment.cards)
        if known[card.id] == 1 and (card.id, card.name) in names and len(card.name) <= LONGEST_CRITERION
    }


def _criterion(reference: str, name: str) -> str:
    """A council's name for COUNTIFS, which takes < > = in front for a comparison and ? * ~ for wildcards."""
    if name[:1].isalpha() and not set(name) & set("?*~"):
        return reference
    for sign in "~*?":
        reference = f'SUBSTITUTE({reference},"{sign}","~{sign}")'
    return f'"="&{reference}'


def _levels(row: int) -> str:
    return span(row, FIRST_LEVEL, row, LAST_LEVEL)


def _gap(row: int, one: Disagreement) -> Live:
    """The highest level less the lowest, where two people or more gave one."""
    cells = [cell(row, column) for column in range(FIRST_LEVEL, LAST_LEVEL + 1)]
    top = len(cells) - 1
    lowest, highest = str(top), "0"
    for level in range(1, top + 1):
        highest = f"IF({cells[level]}>0,{level},{highest})"
        lowest = f"IF({cells[top - level]}>0,{top - level},{lowest})"
    return Live(f'IF(SUM({_levels(row)})<2,"",{highest}-{lowest})', one.gap)


def _deviation(row: int, one: Disagreement) -> Live:
    """The mean distance from the mean, from how many gave each level."""
    counts = _levels(row)
    levels = f"COLUMN({counts})-COLUMN({cell(row, FIRST_LEVEL)})"
    mean = f"SUMPRODUCT({counts},{levels})/SUM({counts})"
    away = f"SUMPRODUCT({counts},ABS({levels}-{mean}))/SUM({counts})"
    return Live(f'IF(SUM({counts})<2,"",{away})', one.deviation)


def _by_median(row: int, one: Disagreement) -> Live:
    """The council's answer without moderation: what more than half say who give no level, else the median, rounded down.

    The lower of the two people in the middle stands above each level at or below which fewer than half stand, the upper
    one above each at or below which no more than half do.
    """
    counts, everyone = _levels(row), f"SUM({span(row, FIRST_LEVEL, row, SILENT)})"
    below = [f"2*SUM({span(row, FIRST_LEVEL, row, column)})" for column in range(FIRST_LEVEL, LAST_LEVEL)]
    middle = "+".join(f"({part}<SUM({counts}))+({part}<=SUM({counts}))" for part in below)
    kinds = [("DK", cell(row, UNKNOWN)), ("NA", cell(row, INAPPLICABLE))]
    # A waived gate that is not applicable stands before don't know; which it is hangs on the round's waivers.
    first, second = kinds[::-1] if one.by_median == "NA" else kinds
    nobody = f'IF({first[1]}>0,"{first[0]}",IF({second[1]}>0,"{second[0]}","no answer"))'
    expression = f"IF(SUM({counts})>0,INT(({middle})/2),{nobody})"
    for code, count in kinds:
        expression = f'IF(2*{count}>{everyone},"{code}",{expression})'
    return Live(expression, "no answer" if one.by_median is None else one.by_median)


def _apart(row: int, one: Disagreement) -> Live:
    n, gap, deviation = f"SUM({_levels(row)})", cell(row, GAP), cell(row, DEVIATION)
    several = f"OR({gap}>={GAP_APART},ROUND({deviation},{MEASURE_DIGITS})>={DEVIATION_APART})"
    wide = f"IF({n}=2,{gap}>={PAIR_APART},{several})"
    return Live(f'IF({n}<2,"{NO}",IF({wide},"{YES}","{NO}"))', YES if one.apart else NO)
