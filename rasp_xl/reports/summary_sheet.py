"""The sheet Summary: what needs attention, where the partnership stands, what to do first."""

from collections.abc import Sequence
from textwrap import wrap

from rasp_xl.model.questions import STAGES, stage_words
from rasp_xl.model.showing import answer_words, label
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import DISCLAIMER
from rasp_xl.reports import own_words, wording
from rasp_xl.reports.change_words import moved
from rasp_xl.reports.live import ALL_RIGHT, Live, counted, decimal, either, nouned, say, sentence, unless, when_right
from rasp_xl.reports.long_links import Leading, lead
from rasp_xl.reports.map_words import as_low
from rasp_xl.reports.maps import HELD
from rasp_xl.reports.partner_sheet import HIGHEST, LOWEST, MEAN, NAME
from rasp_xl.reports.positions import (
    ALL_WELL,
    CHANGE,
    CHECKS,
    FINDINGS,
    GAPS,
    HEAT_MAP,
    MAP_FIRST_ROW,
    PARTNERS,
    PARTNERS_FIRST_ROW,
    RETURNS,
    SETTINGS,
    SUMMARY,
    Positions,
)
from rasp_xl.reports.room import cuts_words
from rasp_xl.reports.score_sheets import STATE
from rasp_xl.scoring.compare import first_actions

WIDTHS = (42, 23, 34, 24, 14, 14, 84)
SCORE_COLUMN, BAND_COLUMN, LOWEST_COLUMN, STATUS_COLUMN, GATES_COLUMN = range(2, 7)
"""Of the lines for the councils."""

TITLE = "Readiness assessment for a shared service"
ACTIONS = ("Question", "Gate closed or weak in", "And short of the top level in", "What to do")
OWN_ACTIONS = ("Question", "Gate", "Your answer", "What to do")
REFUSAL_WIDTH = 110
ATTENTION = ("Returns that need attention", "No return needs attention")
MOST_ACTIONS, MOST_RETURNS = 10, 12
LINE_LETTERS = 230
"""Letters of a reason that stand in a line to the right edge of the page."""

FIRST_MORE_ROW = 7
"""Of sentences that not every round has: what changed, and what does not fit."""

ON_ONE_PAGE = 20
"""Councils that still print on one readable page with all else."""


def add_summary(book: Book, at: Positions) -> None:
    """Write the sheet; its figures and the sentences above them are formulas, its lists are as at scoring."""
    sheet, row = open_summary(book, at, TITLE)
    row = add_standings(sheet, row, at)
    row = add_actions(sheet, row + 1, at)
    _chart(sheet, row + 1, at)
    sheet.text(row + 20, 1, DISCLAIMER, "quiet plain")
    sheet.worksheet.fit_to_pages(1, 1 if len(at.assessment.cards) <= ON_ONE_PAGE else 0)


def open_summary(book: Book, at: Positions, title: str) -> tuple[Sheet, int]:
    """The sheet with its sentences and what needs attention, and the row of what comes next."""
    sheet = book.add_sheet(SUMMARY, tab="#28a197")
    sheet.title(title)
    sheet.widths(WIDTHS)
    say(sheet, 2, assessed(at))
    sheet.height(2, 18)
    say(sheet, 3, standing(at))
    say(sheet, 4, gates_standing(at))
    sheet.formula(5, 1, f'="Checks: "&{CHECKS}!$A$2', "Checks: all is well.", "lead")
    changed = "What changed, what" if at.assessment.compared else "What"
    kept = f"{changed} {'is to fix' if at.own else 'needs attention'}, what to do first, {GAPS} and {FINDINGS} are as at scoring; other sentences and figures follow."
    sheet.formula(6, 1, f'=IF({CHECKS}!$A$2="{ALL_WELL}","","{kept}")', "", "lead")
    row = FIRST_MORE_ROW
    if at.assessment.compared:
        told = own_words.moved if at.own else moved
        sheet.formula(row, 1, f"={CHANGE}!$A$2", told(at.assessment, at.assessment.compared), "lead link")
        sheet.lead_to(row, 1, f"{CHANGE}!A1")
        row += 1
    if words := cuts_words(at):
        sheet.text(row, 1, words, "lead")
    return sheet, _attention(sheet, _attention_row(at), at) + 1


def assessed(at: Positions) -> Live:
    """wording.round_words, with the stage that is on Settings."""
    before, after = wording.around_stage(at.assessment)
    words = ",".join(f'"{stage_words(stage)}"' for stage in range(1, len(STAGES) + 1))
    now = Live(f"CHOOSE({formulas.STAGE},{words})", stage_words(at.assessment.round.stage))
    return when_right(sentence(before, now, after))


def add_refusal(book: Book, at: Positions, words: str) -> None:
    """The only sheet of a workbook that cannot hold its round: why, and what became of the files."""
    sheet = book.add_sheet(SUMMARY, tab="#28a197")
    sheet.title(TITLE, wording.round_words(at.assessment))
    for row, told in enumerate((words, wording.standing(at.assessment), at.assessment.control_line, DISCLAIMER), 3):
        sheet.text(row, 1, told, "lead wrap")
        sheet.fit(row, [(told, REFUSAL_WIDTH)], size=11)
    sheet.widths((REFUSAL_WIDTH,))


def standing(at: Positions) -> Live:
    """wording.standing, live over the heat map and Partners; while a setting cannot be right, which one."""
    return either(ALL_RIGHT, True, _standing(at), Live(f"{SETTINGS}!$A$2", ""))


def _standing(at: Positions) -> Live:
    if at.own:
        return own_words.standing(at)
    cards, n = at.assessment.cards, len(at.areas)
    scores, states = (at.map_column(HEAT_MAP, column) for column in (n + 2, n + 4))
    scored = [a for a in at.assessment.partnership.areas if a.mean is not None]
    weakest = wording.weakest_area(scored) if scored else at.assessment.partnership.areas[0]
    means = at.partner_areas(MEAN)
    place = f"MATCH(MIN({means}),{means},0)"
    names = {area.id: area.name for area in at.areas}

    def of_weakest(column: int, value: float | None) -> Live:
        return decimal(f"INDEX({at.partner_areas(column)},{place})", value or 0)

    low, others = of_weakest(LOWEST, weakest.lowest), as_low(means, scored)
    name = Live(f"INDEX({at.partner_areas(NAME)},{place})", names[weakest.id])
    partners = at.assessment.round.partners
    of_partners = f" of {wording.plural(len(partners), 'partner')} scored"
    scored_here = Live(f"ROWS({scores})", len(cards))
    opening = sentence(scored_here, of_partners) if partners else sentence(nouned(scored_here, "council"), " scored")
    if len(cards) == 1:
        only = cards[0].overall
        told = sentence(
            opening, ". Its overall score is ", decimal(f"MAX({scores})", only.score or 0), ", ", Live(f"INDEX({states},1)", only.status),
            ". Its weakest area is ", name, ", at ", low, others, ".",
        )  # fmt: skip
    else:
        final = Live(f'COUNTIF({states},"final")', sum(c.overall.status == "final" for c in cards))
        known = [c.overall.score for c in cards if c.overall.score is not None]
        told = sentence(
            opening, ", ", final, " of them final. Overall scores run from ",
            decimal(f"MIN({scores})", min(known, default=0)), " to ", decimal(f"MAX({scores})", max(known, default=0)),
            ". The weakest area on average is ", name, ", from ", low, " to ", of_weakest(HIGHEST, weakest.highest), others, ".",
        )  # fmt: skip
    return unless(f"COUNT({scores})=0", not scored, "No council has a score yet.", told)


def gates_standing(at: Positions) -> Live:
    """wording.gates_standing, live over Gates."""
    return when_right(_gates_standing(at))


def _gates_standing(at: Positions) -> Live:
    if not at.gates:
        return sentence(wording.gates_standing(at.assessment))
    states = at.gate_column(STATE)
    short = [[g.state for g in card.gates if g.state in ("closed", "weak")] for card in at.assessment.cards]
    closed, weak = (counted(states, state, sum(s.count(state) for s in short)) for state in ("closed", "weak"))
    first = councils_first_row(at)
    per_council = span(first, GATES_COLUMN, first + len(at.assessment.cards) - 1, GATES_COLUMN, fixed=True)
    councils = nouned(counted(per_council, ">0", sum(map(bool, short))), "council")
    ending: tuple[str | Live, ...] = (" weak.",) if at.own else (" weak, in ", councils, ".")
    told = sentence(nouned(closed, "gate"), " closed and ", weak, *ending)
    none = f"{closed.expression}+{weak.expression}=0"
    return unless(none, not any(short), "No gate is closed or weak at this stage.", told)


def _attention(sheet: Sheet, row: int, at: Positions) -> int:
    """Returns that a person must look at; gives the next free row."""
    found = at.attention
    sheet.heading(row, own_words.attention(at.assessment) if at.own else ATTENTION[not found])
    told = _attention_lines(at)
    for number, (path, reason) in enumerate(told, row + 1):
        sheet.text(number, 1, path, "label")
        sheet.text(number, 2, reason, "plain")
        sheet.fit(number, [(path, WIDTHS[0] - 1)])
    row += len(told) + 1
    whole = FINDINGS if at.own else RETURNS
    more = f"All {len(found)}: see {whole}" if len(found) > MOST_RETURNS else f"See {RETURNS} and {FINDINGS}"
    sheet.link(row, 1, f"{whole}!A1", more)
    return row + 1


def _attention_row(at: Positions) -> int:
    """The row of the heading: below the sentences, of which some are not in every round."""
    return FIRST_MORE_ROW + (at.assessment.compared is not None) + bool(cuts_words(at))


def _attention_lines(at: Positions) -> list[tuple[str, str]]:
    """What needs attention as it stands row by row: each path once, beside the first line of its reason."""
    found = [(path, wrap(reason, LINE_LETTERS) or [""]) for path, reason in at.attention[:MOST_RETURNS]]
    return [(path if line == parts[0] else "", line) for path, parts in found for line in parts]


def councils_first_row(at: Positions) -> int:
    """The row of the first council; what needs attention stands above, with a heading, a link and an empty row."""
    return _attention_row(at) + len(_attention_lines(at)) + 5


def add_standings(sheet: Sheet, row: int, at: Positions) -> int:
    """A line per council, read from the heat map; gives the next free row."""
    n = len(at.areas)
    sheet.heading(row, "Where you stand" if at.own else "Where each council stands")
    sheet.row(row + 1, ("Council", "Overall score", "Band", "Lowest score in", "Status", "Gates closed or weak"))
    sheet.height(row + 1, 30)
    if len(at.assessment.cards) > ON_ONE_PAGE:
        sheet.repeat(row + 1, row + 1)
    for council, card in enumerate(at.assessment.cards):
        here, there = row + 2 + council, MAP_FIRST_ROW + council
        score, band, lowest, status = (
            f"'{HEAT_MAP}'!{cell(there, c, fixed=True)}" for c in (n + 2, 2 * n + 5, n + 3, n + 4)
        )
        overall = card.overall
        held = HELD + ", ".join(overall.capped_by) if overall.capped_by else ""
        name = wording.lowest_area(card) or "No score"
        leading = Leading(card.name, f"'{HEAT_MAP}'!A{there}", at.council_name(council))
        lead(sheet, (here, 1), leading, "cell link", WIDTHS[0])
        shown = "No score" if overall.score is None else overall.score
        short = sum(g.state in ("closed", "weak") for g in card.gates)
        sheet.formula(here, SCORE_COLUMN, f"={score}", shown, "number 1")
        sheet.formula(here, BAND_COLUMN, f"={band}", label(overall.band) + held, "cell")
        sheet.formula(here, LOWEST_COLUMN, f"={lowest}", name, "cell")
        sheet.formula(here, STATUS_COLUMN, f"={status}", overall.status, "cell")
        sheet.formula(here, GATES_COLUMN, _gates_short(at, council), short, "number")
        sheet.fit(here, [(label(overall.band) + held, WIDTHS[2] - 1), (card.name, WIDTHS[0] - 2)])
    return row + 3 + len(at.assessment.cards)


def _gates_short(at: Positions, council: int) -> str:
    """Counts a council's closed and weak gates on the sheet Gates."""
    if not at.gates:
        return "=0"
    first, last = at.gate(council, at.gates[0], STATE), at.gate(council, at.gates[-1], STATE).split("!")[1]
    return f'=COUNTIF({first}:{last},"closed")+COUNTIF({first}:{last},"weak")'


def add_actions(sheet: Sheet, row: int, at: Positions) -> int:
    """The first ten things to do, together or by one council alone; gives the next free row."""
    sheet.heading(row, "What to do first")
    sheet.row(row + 1, OWN_ACTIONS if at.own else ACTIONS)
    rows = action_rows(at)
    for number, (name, *others) in enumerate(rows, row + 2):
        sheet.text(number, 1, name, "label")
        sheet.row(number, others, "plain", 2)
        sheet.height(number, 16)
    row += len(rows) + 2
    sheet.link(row, 1, f"'{GAPS}'!A1", f"All{'' if at.own else ', by council'}: see {GAPS}")
    return row + 1


def action_rows(at: Positions) -> Sequence[tuple[str, ...]]:
    """What to do first, as it stands row by row from the left."""
    questions, themes = {q.id: q for q in at.questions}, {t.id: t.name for a in at.areas for t in a.themes}
    if at.own:
        gaps = at.assessment.cards[0].gaps[:MOST_ACTIONS]
        named = ((g, f"{g.question} {themes[questions[g.question].theme]}") for g in gaps)
        return [(name, g.gate or "no gate", answer_words(g.level), g.action) for g, name in named]
    actions = first_actions(at.assessment.cards, at.assessment.round)[:MOST_ACTIONS]
    return [
        (
            f"{action.question} {themes[questions[action.question].theme]}",
            _gate_words(len(action.closed), len(action.weak)),
            wording.plural(len(action.short), "council"), questions[action.question].joint_step,
        )
        for action in actions
    ]  # fmt: skip


def _gate_words(closed: int, weak: int) -> str:
    """In how many councils a gate is closed, and in how many weak, as the order of the actions goes by both."""
    counts = [f"{state} in {number}" for state, number in (("closed", closed), ("weak", weak)) if number]
    return ", ".join(counts) or "none"


def actions_first_row(at: Positions) -> int:
    """The row of the first of them, below the councils, a heading and headings."""
    return councils_first_row(at) + len(at.assessment.cards) + 4


def attention_cells(at: Positions) -> Sequence[tuple[int, str, str]]:
    """The rows of what needs attention, with both texts."""
    return [(row, *told) for row, told in enumerate(_attention_lines(at), _attention_row(at) + 1)]


def _chart(sheet: Sheet, row: int, at: Positions) -> None:
    chart = sheet.book.workbook.add_chart({"type": "radar"})
    first, last = PARTNERS_FIRST_ROW - 1, PARTNERS_FIRST_ROW + len(at.areas) - 2
    for column, name, colour in (
        (LOWEST, "Lowest", "#d4351c"),
        (MEAN, "Mean", "#12436d"),
        (HIGHEST, "Highest", "#28a197"),
    ):
        chart.add_series(
            {
                "name": name,
                "categories": [PARTNERS, first, 0, last, 0],
                "values": [PARTNERS, first, column - 1, last, column - 1],
                "line": {"color": colour, "width": 2.25, "dash_type": "solid" if column == MEAN else "dash"},
            }
        )
    chart.set_title({"name": "Shape of the partnership", "name_font": {"name": "Arial", "size": 12}})
    chart.set_y_axis({"min": 0, "max": 100, "major_unit": 20, "num_font": {"size": 8}})
    chart.set_legend({"position": "right"})
    chart.set_size({"width": 620, "height": 320})
    sheet.chart(
        row,
        1,
        chart,
        "Lowest, mean and highest score of the councils in each area; the figures are on the sheet Partners.",
    )
