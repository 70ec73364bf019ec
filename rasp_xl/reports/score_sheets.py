"""The sheets Scores and Gates: live formulas over Answers and Settings."""

from collections import Counter
from collections.abc import Mapping, Sequence

from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.questions import Question
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.model.scorecard import AreaResult, GateResult, Scorecard
from rasp_xl.model.showing import label, number_of
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports import own_words, wording
from rasp_xl.reports.live import Live, counted, decimal, nouned, say, sentence, unless, when_right
from rasp_xl.reports.positions import (
    GAPS,
    GATES,
    GATES_FIRST_ROW,
    HEAT_MAP,
    SCORES,
    SCORES_FIRST_ROW,
    SETTING_FIRST_STAGE,
    Positions,
)
from rasp_xl.reports.rule_words import caps_words
from rasp_xl.reports.sheet_table import mark_table

COUNCIL, AREA, SCORE, BAND, STATUS, WHY, KNOWN, EVIDENCED, COVERAGE, BEFORE, HELD_BY = range(1, 12)
POINTS, APPLIES, ANSWERED, OVERCLAIMED, TOTAL, NOT_APPLICABLE, NUMBER_BEFORE, NUMBER, TO_FIX, IDENTITY = range(12, 22)
SCORE_HEADINGS = (
    "Council", "Area", "Score", "Band", "Status", "Why provisional", "Known-only", "Evidenced", "Coverage %", "Band before gates",
    "Held down by", "Points", "Weight that applies", "Weight answered", "Points without evidence", "All weight",
    "Not applicable %", "Band number before gates", "Band number", "Cells to fix", "Council id",
)  # fmt: skip
SCORE_WIDTHS = (42, 24, 10, 18, 13, 34, 12, 12, 12, 18, 24, 10, 13, 13, 13, 10, 13, 13, 10, 9, 18)

GATE_COUNCIL, GATE, GATE_AREA, FIRST_STAGE, GATE_ANSWER, STATE, CAP, LEFT_OPEN, OVERALL_CAP, GATE_TEXT = range(1, 11)
GATE_HEADINGS = (
    "Council", "Gate", "Area", "Bites from stage", "Answer", "State", "Highest band number", "Highest band left open",
    "Highest band number overall", "Question",
)  # fmt: skip
GATE_WIDTHS = (42, 8, 24, 11, 16, 14, 12, 20, 14, 76)
OVERALL = "Overall"


def add_scores(book: Book, at: Positions) -> None:
    """A row per council and area, then its overall. No fill and no merges: the plain table behind the maps."""
    sheet, cards = book.add_sheet(SCORES), at.assessment.cards
    sheet.title("Scores")
    say(sheet, 2, scores_sentence(at))
    areas = ", ".join(f"{area.id} {area.name}" for area in at.areas)
    sheet.text(
        3, 1,
        "Each figure is a formula over Answers and Settings. Overall is the plain mean of the area scores. Click a score to see the answers "
        f"behind it.{at.unlinked(len(at.areas) + 1)} Areas by their letters: {areas}.",
        "quiet plain",
    )  # fmt: skip
    for council, card in enumerate(cards):
        for number, area in enumerate(at.areas):
            _names(sheet, at.score_row(council, number), card, area.name)
            _area(sheet, at, council, number)
            if card.areas[number].tally.score is not None:
                _lead_to_answers(sheet, at, council, number)
        row = at.score_row(council, len(at.areas))
        _names(sheet, row, card, OVERALL)
        _overall(sheet, at, council)
        if card.overall.score is not None:
            _lead_to_answers(sheet, at, council, len(at.areas))
    last = at.score_row(len(cards) - 1, len(at.areas))
    mark_table(sheet, "readiness_scores", SCORE_HEADINGS, (SCORES_FIRST_ROW - 1, last), filters=False)
    sheet.height(SCORES_FIRST_ROW - 1, 46)
    sheet.widths((*SCORE_WIDTHS[:-1], at.id_width))
    sheet.freeze(SCORES_FIRST_ROW, 3)
    sheet.repeat(SCORES_FIRST_ROW - 1, SCORES_FIRST_ROW - 1, "A:B")
    sheet.worksheet.set_v_pagebreaks([HELD_BY])
    sheet.print_with_heading(
        SCORES_FIRST_ROW - 1, last, len(SCORE_HEADINGS), ("Scores", "From 0 to 100, by council and area")
    )
    sheet.worksheet.set_print_scale(62)


def scores_sentence(at: Positions) -> Live:
    """How many councils, how final, and from where to where their overall scores run."""
    cards, last = at.assessment.cards, at.score_row(len(at.assessment.cards) - 1, len(at.areas))
    names, states = (span(SCORES_FIRST_ROW, c, last, c, fixed=True) for c in (AREA, STATUS))
    final = Live(f'COUNTIFS({names},"{OVERALL}",{states},"final")', sum(c.overall.status == "final" for c in cards))
    if at.own:
        return own_words.scores(at)
    words = sentence(
        "Scores from 0 to 100 of ", nouned(counted(names, OVERALL, len(cards)), "council"),
        f" in {wording.plural(len(at.areas), 'area')} and overall, ", final, " of them final. ", overall_range(at),
    )  # fmt: skip
    return when_right(words)


def overall_range(at: Positions) -> Live:
    """From where to where the overall scores run."""
    scores = [c.overall.score for c in at.assessment.cards if c.overall.score is not None]
    shown = at.map_column(HEAT_MAP, len(at.areas) + 2)
    low, high = decimal(f"MIN({shown})", min(scores, default=0)), decimal(f"MAX({shown})", max(scores, default=0))
    run = sentence("Overall scores run from ", low, " to ", high, ".")
    return unless(f"COUNT({shown})=0", not scores, "No council has a score yet.", run)


def _lead_to_answers(sheet: Sheet, at: Positions, council: int, number: int) -> None:
    """From a score to the first of the answers behind it; of very many councils from the first name of each."""
    first = at.areas[number].questions[0] if number < len(at.areas) else at.questions[0]
    if at.can_link(len(at.areas) + 1):
        sheet.lead_to(at.score_row(council, number), SCORE, at.answer(council, first))
    elif not number and at.can_link(1):
        sheet.lead_to(at.score_row(council, number), COUNCIL, at.answer(council, first))


def _names(sheet: Sheet, row: int, card: Scorecard, area: str) -> None:
    sheet.text(row, COUNCIL, card.name, "cell")
    sheet.text(row, AREA, area, "cell bold" if area == OVERALL else "cell")
    sheet.text(row, IDENTITY, card.id, "cell")


def _fit(sheet: Sheet, row: int, card: Scorecard, area: str, why: str) -> None:
    """As high as the longest of the texts that wrap."""
    texts = {COUNCIL: card.name, AREA: area, WHY: why}
    sheet.fit(row, [(text, SCORE_WIDTHS[column - 1] - 2) for column, text in texts.items()])


def _area(sheet: Sheet, at: Positions, council: int, number: int) -> None:
    area, result = at.areas[number], at.assessment.cards[council].areas[number]
    tally, row = result.tally, at.score_row(council, number)
    cells, mend = at.cells(council, area.questions), at.mend(council, area)
    gates = [(g.question, at.gate(council, _question(at, g), CAP)) for g in result.gates]
    caps = [f"{gates[0][1]}:{gates[-1][1].split('!')[1]}"] if gates else []
    here = {column: cell(row, column, fixed=True) for column in range(1, IDENTITY + 1)}
    earned = f"({here[POINTS]}-{here[OVERCLAIMED]})"
    left_out = formulas.percent(f"({here[TOTAL]}-{here[APPLIES]})", here[TOTAL])
    final = formulas.area_final(cells, here[COVERAGE], here[NOT_APPLICABLE], here[TO_FIX])
    held_by = formulas.capped_by(here[NUMBER_BEFORE], gates)
    for column, formula, value, style in (
        (SCORE, formulas.score(here[POINTS], here[APPLIES]), tally.score, "number 1"),
        (BAND, formulas.band_label(here[NUMBER]), label(result.band), "cell"),
        (STATUS, final, result.status, "cell"),
        (WHY, _why(at, council, result, here), "; ".join(result.provisional), "cell"),
        (KNOWN, formulas.score(here[POINTS], here[ANSWERED]), tally.known_only, "number 1"),
        (EVIDENCED, formulas.score(earned, here[APPLIES]), tally.evidenced, "number 1"),
        (COVERAGE, formulas.percent(here[ANSWERED], here[APPLIES]), tally.coverage, "number 1"),
        (BEFORE, formulas.band_label(here[NUMBER_BEFORE]), label(result.band_before_caps), "cell"),
        (HELD_BY, held_by, ", ".join(result.capped_by), "cell"),
        (POINTS, f"={formulas.points(cells)}", tally.points, "number"),
        (APPLIES, f"={formulas.applies(cells)}", tally.applies, "number"),
        (ANSWERED, f"={formulas.answered(cells)}", tally.answered, "number"),
        (OVERCLAIMED, f"={formulas.overclaimed(cells)}", tally.overclaimed, "number"),
        (TOTAL, f"=SUM({cells.weights})", tally.total, "number"),
        (NOT_APPLICABLE, left_out, tally.not_applicable, "number 1"),
        (NUMBER_BEFORE, formulas.band_number(here[SCORE]), number_of(result.band_before_caps), "number"),
        (NUMBER, formulas.capped_number(here[NUMBER_BEFORE], *caps), number_of(result.band), "number"),
        (TO_FIX, f"={mend}", result.to_fix, "number"),
    ):
        sheet.formula(row, column, formula, value, style)
    _fit(sheet, row, at.assessment.cards[council], area.name, "; ".join(result.provisional))


def _why(at: Positions, council: int, result: AreaResult, here: Mapping[int, str]) -> str:
    """Why an area is not final, in the engine's words and order."""
    gates = [(g.question, at.answer(council, _question(at, g))) for g in result.gates]
    blank = "&".join(f'IF(OR({there}="",{there}="NA"),", {identity}","")' for identity, there in gates) or '""'
    low = f"AND(ISNUMBER({here[COVERAGE]}),ROUND(N({here[COVERAGE]}),{MEASURE_DIGITS})>={formulas.MIN_COVERAGE})"
    much = f"ROUND(N({here[NOT_APPLICABLE]}),{MEASURE_DIGITS})>{formulas.MAX_NOT_APPLICABLE}"
    parts = (
        f'IF({here[TO_FIX]}=0,"","; a cell must be fixed")',
        f'IF({blank}="","","; gates not answered: "&MID({blank},3,200))',
        f'IF({low},"","; coverage below "&{formulas.MIN_COVERAGE}&" %")',
        f'IF({much},"; not applicable above "&{formulas.MAX_NOT_APPLICABLE}&" % of the weight","")',
    )
    return f'=IF({here[STATUS]}="final","",MID({"&".join(parts)},3,400))'


def _overall(sheet: Sheet, at: Positions, council: int) -> None:
    card = at.assessment.cards[council]
    overall, row = card.overall, at.score_row(council, len(at.areas))
    first, last = at.score_row(council, 0), row - 1

    def column(number: int) -> str:
        return span(first, number, last, number, fixed=True)

    here = {number: cell(row, number, fixed=True) for number in range(1, IDENTITY + 1)}
    gates = [at.gate(council, gate, OVERALL_CAP) for gate in at.gates]
    caps = formulas.overall_caps(column(NUMBER), f"{gates[0]}:{gates[-1].split('!')[1]}" if gates else "")
    final = f'=IF(COUNTIF({column(STATUS)},"final")={len(at.areas)},"final","provisional")'
    open_areas = "&".join(
        f'IF({cell(r, STATUS, fixed=True)}="final","",", {area.name}")' for r, area in enumerate(at.areas, first)
    )
    mean = f'=IF(COUNT({column(SCORE)})=0,"",AVERAGE({column(SCORE)}))'
    for number, formula, value, style in (
        (SCORE, mean, overall.score, "number 1"),
        (BAND, formulas.band_label(here[NUMBER]), label(overall.band), "cell bold"),
        (STATUS, final, overall.status, "cell"),
        (WHY, f"=MID({open_areas},3,400)", open_areas_text(card), "cell"),
        (BEFORE, formulas.band_label(here[NUMBER_BEFORE]), label(overall.band_before_caps), "cell"),
        (HELD_BY, _overall_held(at, council, here[NUMBER_BEFORE]), ", ".join(overall.capped_by), "cell"),
        (NUMBER_BEFORE, formulas.band_number(here[SCORE]), number_of(overall.band_before_caps), "number"),
        (NUMBER, formulas.capped_number(here[NUMBER_BEFORE], *caps), number_of(overall.band), "number"),
        (TO_FIX, f"=SUM({column(TO_FIX)})", _total_to_fix(at, council), "number"),
    ):
        sheet.formula(row, number, formula, value, style)
    _fit(sheet, row, card, OVERALL, open_areas_text(card))
    for number in (KNOWN, EVIDENCED, COVERAGE, POINTS, APPLIES, ANSWERED, OVERCLAIMED, TOTAL, NOT_APPLICABLE):
        sheet.text(row, number, "by area", "cell")


def open_areas_text(card: Scorecard) -> str:
    """The areas that are not final, so that the overall is not."""
    return ", ".join(a.name for a in card.areas if a.provisional)


def _total_to_fix(at: Positions, council: int) -> int:
    return sum(a.to_fix for a in at.assessment.cards[council].areas)


def _overall_held(at: Positions, council: int, before: str) -> str:
    areas = [(a.id, cell(at.score_row(council, n), NUMBER, fixed=True)) for n, a in enumerate(at.areas)]
    return overall_held(before, areas, [(g.id, at.gate(council, g, OVERALL_CAP)) for g in at.gates])


def overall_held(before: str, areas: Sequence[tuple[str, str]], gates: Sequence[tuple[str, str]]) -> str:
    """The areas too far below what the overall earned, then the gates that leave less open to it.

    Areas come with the cells of their band numbers, gates with those of the highest band they leave open to the overall.
    """
    steps = formulas.OVERALL_STEPS_ABOVE
    parts = [
        f'IF(AND(ISNUMBER({number}),N({number})+{steps}<{before}),", {identity}","")' for identity, number in areas
    ]
    parts += [f'IF({cap}<{before},", {identity}","")' for identity, cap in gates]
    return f'=IF({before}="","",MID({"&".join(parts)},3,200))'


def _question(at: Positions, gate: GateResult) -> Question:
    return next(q for q in at.gates if q.id == gate.question)


def add_gates(book: Book, at: Positions) -> None:
    """A row per council and gate."""
    sheet, cards = book.add_sheet(GATES), at.assessment.cards
    sheet.title("Gates")
    say(sheet, 2, gates_sentence(at))
    later = (
        " Gates of later stages are coming up. Waived: not applicable to the council, as the programme office agreed. "
        f"Click an answer to see it on Answers. To filter or sort, go to {GAPS}.{at.unlinked(len(at.gates))}"
    )
    say(sheet, 3, sentence(when_right(caps_words(at.assessment.round.settings)), later), "quiet plain")
    for council, card in enumerate(cards):
        for gate in card.gates:
            _gate(sheet, at, council, gate)
    last = GATES_FIRST_ROW + max(len(cards) * len(at.gates), 1) - 1
    mark_table(sheet, "gates", GATE_HEADINGS, (GATES_FIRST_ROW - 1, last), filters=False)
    states = span(GATES_FIRST_ROW, STATE, last, STATE)
    for word in ("closed", "weak"):
        sheet.paint(states, f'=$F{GATES_FIRST_ROW}="{word}"', {"bg_color": WARN_FILL, "bold": True})
    sheet.widths(GATE_WIDTHS)
    sheet.freeze(GATES_FIRST_ROW, 3)
    sheet.repeat(GATES_FIRST_ROW - 1, GATES_FIRST_ROW - 1)
    sheet.worksheet.fit_to_pages(1, 0)


def gates_sentence(at: Positions) -> Live:
    """How many gates are not open enough, in how many councils and gates."""
    states = span(
        GATES_FIRST_ROW,
        STATE,
        GATES_FIRST_ROW + max(len(at.assessment.cards) * len(at.gates), 1) - 1,
        STATE,
        fixed=True,
    )
    found = Counter(g.state for c in at.assessment.cards for g in c.gates)
    councils = wording.plural(len(at.assessment.cards), "council")
    closed = nouned(counted(states, "closed", found["closed"]), "gate")
    words = sentence(
        "What must be in place, whatever the score: ", closed, " closed and ", counted(states, "weak", found["weak"]), " weak, ",
        counted(states, "conditional", found["conditional"]), " conditional." if at.own else f" conditional, over {councils}.",
    )  # fmt: skip
    return when_right(words)


def _gate(sheet: Sheet, at: Positions, council: int, gate: GateResult) -> None:
    question = _question(at, gate)
    row, bands = at.gate_row(council, question), at.assessment.round.settings.bands
    answer, first = at.answer(council, question), at.setting(question, SETTING_FIRST_STAGE)
    sheet.text(row, GATE_COUNCIL, at.assessment.cards[council].name, "cell")
    sheet.text(row, GATE, gate.question, "cell bold")
    sheet.text(row, GATE_AREA, next(a.name for a in at.areas if a.id == gate.area), "cell")
    sheet.formula(row, FIRST_STAGE, f'=IF(ISNUMBER({first}),{first},"no gate")', gate.first_stage, "cell centre")
    shown = (
        "no answer" if gate.value is None else gate.value if isinstance(gate.value, int) else CHOICE_TEXTS[gate.value]
    )
    words = (
        f'IF({answer}="DK","Don\'t know",IF(OR({answer}="NA",{answer}="{formulas.WAIVED}"),"Not applicable",{answer}))'
    )
    sheet.formula(row, GATE_ANSWER, f'=IF({answer}="","no answer",{words})', shown, "cell")
    if at.can_link(len(at.gates)):
        sheet.lead_to(row, GATE_ANSWER, answer)
    elif question == at.gates[0] and at.can_link(1):
        sheet.lead_to(row, GATE_COUNCIL, answer)
    here = cell(row, FIRST_STAGE)
    sheet.formula(row, STATE, formulas.gate_state(answer, here), gate.state, "cell")
    sheet.formula(row, CAP, formulas.gate_cap(answer, here, len(bands)), gate.cap, "number")
    whole = formulas.gate_overall_cap(answer, here, len(bands))
    sheet.formula(row, OVERALL_CAP, whole, gate.overall_cap, "number")
    left_open = f"=INDEX({formulas.BAND_LABEL},{cell(row, CAP)})"
    sheet.formula(row, LEFT_OPEN, left_open, bands[gate.cap - 1].label, "cell")
    sheet.text(row, GATE_TEXT, question.text, "cell")
    sheet.fit(row, [(question.text, GATE_WIDTHS[-1]), (at.assessment.cards[council].name, GATE_WIDTHS[0] - 2)])
