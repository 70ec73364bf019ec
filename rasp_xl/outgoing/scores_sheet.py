"""The sheet Your scores: live formulas over How it counts, which give what the engine gives."""

from rasp_xl.model.layout import COUNTING, KNOWN_ONLY_COLUMN, SCORE_COLUMN, SCORES, SCORES_FIRST_ROW, quoted
from rasp_xl.model.questions import Area, stage_words
from rasp_xl.model.rounds import Settings
from rasp_xl.model.scorecard import GateResult
from rasp_xl.model.showing import answer_words, label, number_of
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.counting_sheet import CODE, FIRST_STAGE, counting_cell, counting_cells
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.fix_list import left_to_fix
from rasp_xl.outgoing.lists_sheet import ANSWER_CODE, ANSWER_TEXT
from rasp_xl.outgoing.score_charts import add_charts
from rasp_xl.outgoing.score_rows import Rows, standing, standing_text
from rasp_xl.outgoing.style import WARN_FILL, band_styles

AREA_HEADINGS = (
    "Area", "Score", "Band", "Band before gates", "Held down by", "Status", "Known-only", "Evidenced", "Coverage %", "Answered",
)  # fmt: skip
SUM_HEADINGS = (
    "Area", "Points", "Weight that applies", "Weight answered", "Points without evidence", "All weight",
    "Not applicable %", "Band number before gates", "Band number", "Cells to mend",
)  # fmt: skip
GATE_HEADINGS = (
    "Gate", "Bites from", "State", "Your answer", "Highest band left open", "Cap", "Overall cap",
)  # fmt: skip
CAP, OVERALL_CAP = 6, 7
THEME_HEADINGS = ("Theme", "Score", "Band", "Coverage %", "Area")
MEANINGS = (
    "Known-only: the score over what you answered with a level. Evidenced: with levels above {level} that cite no evidence counted "
    "as {level}. Coverage: how much of what applies you answered with a level."
)
WIDTHS = (32, 14, 20, 20, 24, 14, 13, 13, 13, 12)


def add_scores(book: Book, filling: Filling) -> None:
    """Write the sheet."""
    sheet = book.add_sheet(SCORES, tab="#28a197")
    rows = Rows(filling)
    _head(sheet, rows, filling)
    _areas(sheet, rows, filling)
    _overall(sheet, rows, filling)
    add_charts(sheet, rows)
    sheet.text(rows.overall + 1, 1, MEANINGS.format(level=filling.round.settings.unevidenced_level), "quiet plain")
    _gates(sheet, rows, filling)
    _themes(sheet, rows, filling)
    _sums(sheet, rows, filling)
    _colours(sheet, rows, filling)
    _heights(sheet, rows, filling)
    sheet.widths(WIDTHS)
    sheet.freeze(SCORES_FIRST_ROW, 2)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.worksheet.set_h_pagebreaks([rows.gates - 3])
    sheet.protect()


def _heights(sheet: Sheet, rows: Rows, filling: Filling) -> None:
    """A height for every row of the tables: LibreOffice clips wrapped text in a row without one."""
    asked = filling.round.question_set
    names = {q.id: theme.name for theme in asked.themes for q in theme.questions}
    columns = (
        (rows.areas, [*(area.name for area in asked.areas), "Overall"]),
        (rows.gates - 1, ["Gate", *(f"{gate.question} {names[gate.question]}" for gate in filling.card.gates)]),
        (rows.themes - 1, ["Theme", *(theme.name for theme in asked.themes)]),
        (rows.sums, [*(area.name for area in asked.areas), "Overall"]),
    )
    for first, texts in columns:
        for row, text in enumerate(texts, first):
            sheet.fit(row, [(text, WIDTHS[0] - 2)])


def _head(sheet: Sheet, rows: Rows, filling: Filling) -> None:
    sheet.title("Your scores")
    sheet.formula(2, 1, standing(rows), standing_text(filling), "lead")
    sheet.text(
        3, 1,
        f"{filling.round.purpose.words}. {stage_words(filling.round.stage)}. A score is provisional until every gate is "
        "answered and enough is known. A gate can hold a band down, never a score.",
        "plain",
    )  # fmt: skip
    sheet.row(SCORES_FIRST_ROW - 1, AREA_HEADINGS)
    sheet.height(SCORES_FIRST_ROW - 1, 30)


def _areas(sheet: Sheet, rows: Rows, filling: Filling) -> None:
    for area in filling.round.question_set.areas:
        result, row = filling.area(area.id), rows.area(filling, area)
        sums = rows.sums + row - rows.areas
        cells = counting_cells(filling.round.question_set, area.questions)
        tally = result.tally
        sheet.link(row, 1, f"{quoted(area.name)}!A1", area.name, "cell link")
        sheet.formula(row, SCORE_COLUMN, formulas.score(f"B{sums}", f"C{sums}"), tally.score, "map")
        sheet.formula(row, 3, formulas.band_label(f"I{sums}"), label(result.band), "map text")
        sheet.formula(row, 4, formulas.band_label(f"H{sums}"), label(result.band_before_caps), "cell")
        gates = [(g.question, cell(_gate_row(rows, filling, g), CAP, fixed=True)) for g in result.gates]
        sheet.formula(row, 5, formulas.capped_by(f"$H${sums}", gates), ", ".join(result.capped_by), "cell")
        sheet.formula(row, 6, formulas.area_final(cells, f"I{row}", f"G{sums}", f"J{sums}"), result.status, "cell")
        sheet.formula(row, KNOWN_ONLY_COLUMN, formulas.score(f"B{sums}", f"D{sums}"), tally.known_only, "number 1")
        sheet.formula(row, 8, formulas.score(f"(B{sums}-E{sums})", f"C{sums}"), tally.evidenced, "number 1")
        sheet.formula(row, 9, formulas.percent(f"D{sums}", f"C{sums}"), tally.coverage, "number 1")
        counted = f'=SUMPRODUCT(--({cells.answers}<>""),--({cells.answers}<>"?"))'
        sheet.formula(row, 10, counted, filling.answered(area.id)[0], "number")


def _overall(sheet: Sheet, rows: Rows, filling: Filling) -> None:
    row, last, overall = rows.overall, rows.overall - 1, filling.card.overall
    sums = rows.sums + row - rows.areas
    scores, states = span(rows.areas, 2, last, 2), span(rows.areas, 6, last, 6)
    final = f'=IF(COUNTIF({states},"final")={last - rows.areas + 1},"final","provisional")'
    answered = sum(filling.answered(a.id)[0] for a in filling.round.question_set.areas)
    sheet.text(row, 1, "Overall (mean of the areas)", "cell bold")
    sheet.formula(row, 2, f'=IF(COUNT({scores})=0,"",AVERAGE({scores}))', overall.score, "map")
    sheet.formula(row, 3, formulas.band_label(f"I{sums}"), label(overall.band), "map text")
    sheet.formula(row, 4, formulas.band_label(f"H{sums}"), label(overall.band_before_caps), "cell")
    held = f'=IF(OR(H{sums}="",I{sums}=H{sums}),"","weakest area or a gate")'
    sheet.formula(row, 5, held, "weakest area or a gate" if overall.capped_by else "", "cell")
    sheet.formula(row, 6, final, overall.status, "cell")
    for column in (7, 8, 9):
        sheet.text(row, column, "", "cell")
    sheet.formula(row, 10, f"=SUM({span(rows.areas, 10, last, 10)})", answered, "number")


def _gate_row(rows: Rows, filling: Filling, gate: GateResult) -> int:
    return rows.gates + filling.card.gates.index(gate)


def _gates(sheet: Sheet, rows: Rows, filling: Filling) -> None:
    asked = filling.round.question_set
    questions = {q.id: q for q in asked.questions}
    top = filling.round.settings.top_band
    sheet.heading(rows.gates - 2, "Gates: what must be in place, whatever the score")
    sheet.row(rows.gates - 1, GATE_HEADINGS)
    for gate in filling.card.gates:
        row, question = _gate_row(rows, filling, gate), questions[gate.question]
        area = next(a for a in asked.areas if a.id == gate.area)
        theme = next(t.name for t in area.themes if t.id == question.theme)
        code, first = (counting_cell(asked, question, c) for c in (CODE, FIRST_STAGE))
        sheet.link(row, 1, f"{quoted(area.name)}!A1", f"{gate.question} {theme}", "cell link")
        sheet.formula(row, 2, f'="Stage "&{first}', f"Stage {gate.first_stage}", "cell")
        sheet.formula(row, 3, formulas.gate_state(code, first), gate.state, "cell bold")
        known = f'IF({code}="{formulas.WAIVED}","NA",{code})'
        looked_up = f'IFERROR(INDEX({ANSWER_TEXT},MATCH({known},{ANSWER_CODE},0)),"Cannot be read")'
        sheet.formula(row, 4, f'=IF({code}="","No answer",{looked_up})', answer_words(gate.value), "cell")
        left_open = f"=INDEX({formulas.BAND_LABEL},{cell(row, CAP)})"
        sheet.formula(row, 5, left_open, filling.round.settings.bands[gate.cap - 1].label, "cell")
        sheet.formula(row, CAP, formulas.gate_cap(code, first, top), gate.cap, "number")
        sheet.formula(row, OVERALL_CAP, formulas.gate_overall_cap(code, first, top), gate.overall_cap, "number")
    sheet.text(rows.gates + len(filling.card.gates), 1, _cap_words(filling.round.settings), "quiet plain")


def _cap_words(settings: Settings) -> str:
    """What a gate leaves open, as the round is set."""
    caps = (settings.closed_gate_band, settings.weak_gate_band, settings.conditional_gate_band)
    closed, weak, conditional = (settings.bands[cap - 1].name for cap in caps)
    return f"Closed holds the area at {closed}, weak at {weak}, conditional at {conditional}."


def _themes(sheet: Sheet, rows: Rows, filling: Filling) -> None:
    asked = filling.round.question_set
    sheet.heading(rows.themes - 2, "Themes: where strengths and gaps lie")
    sheet.row(rows.themes - 1, THEME_HEADINGS)
    results = {t.id: t for t in filling.card.themes}
    pairs = ((area, theme) for area in asked.areas for theme in area.themes)
    for row, (area, theme) in enumerate(pairs, rows.themes):
        cells, result = counting_cells(asked, theme.questions), results[theme.id]
        sheet.text(row, 1, theme.name, "cell")
        sheet.formula(row, 2, formulas.tally_score(cells), result.tally.score, "map")
        number = formulas.band_number(f"B{row}").removeprefix("=")
        sheet.formula(row, 3, formulas.band_label(number), label(result.band), "map text")
        sheet.formula(row, 4, formulas.tally_coverage(cells), result.tally.coverage, "number 1")
        sheet.text(row, 5, area.name, "cell")


def _sums(sheet: Sheet, rows: Rows, filling: Filling) -> None:
    sheet.heading(rows.sums - 2, f"The sums behind the scores, from the sheet {COUNTING}")
    sheet.row(rows.sums - 1, SUM_HEADINGS)
    sheet.height(rows.sums - 1, 30)
    for row, area in enumerate(filling.round.question_set.areas, rows.sums):
        _area_sums(sheet, row, rows, filling, area)
    row, overall = rows.sums + len(filling.card.areas), filling.card.overall
    score = cell(rows.overall, 2)
    caps = span(rows.gates, OVERALL_CAP, rows.gates + len(filling.card.gates) - 1, OVERALL_CAP)
    limits = formulas.overall_caps(span(rows.sums, 9, row - 1, 9), caps if filling.card.gates else "")
    sheet.text(row, 1, "Overall", "cell")
    sheet.formula(row, 8, formulas.band_number(score), number_of(overall.band_before_caps), "number")
    sheet.formula(row, 9, formulas.capped_number(f"H{row}", *limits), number_of(overall.band), "number")


def _area_sums(sheet: Sheet, row: int, rows: Rows, filling: Filling, area: Area) -> None:
    cells, result = counting_cells(filling.round.question_set, area.questions), filling.area(area.id)
    tally, score = result.tally, cell(rows.areas + row - rows.sums, 2)
    gates = [_gate_row(rows, filling, g) for g in result.gates]
    caps = [span(gates[0], CAP, gates[-1], CAP)] if gates else []
    sheet.text(row, 1, result.name, "cell")
    parts = (
        (f"={formulas.points(cells)}", tally.points),
        (f"={formulas.applies(cells)}", tally.applies),
        (f"={formulas.answered(cells)}", tally.answered),
        (f"={formulas.overclaimed(cells)}", tally.overclaimed),
        (f"=SUM({cells.weights})", tally.total),
    )
    for column, (formula, value) in enumerate(parts, 2):
        sheet.formula(row, column, formula, value, "number")
    sheet.formula(row, 7, formulas.percent(f"(F{row}-C{row})", f"F{row}"), tally.not_applicable, "number 1")
    sheet.formula(row, 8, formulas.band_number(score), number_of(result.band_before_caps), "number")
    sheet.formula(row, 9, formulas.capped_number(f"H{row}", *caps), number_of(result.band), "number")
    left, number = left_to_fix(filling, area)
    sheet.formula(row, 10, f'=COUNTIF({cells.answers},"~?"){left}', number, "number")


def _colours(sheet: Sheet, rows: Rows, filling: Filling) -> None:
    """Colour score and band by the band's number in the text beside it."""
    for first, last in ((rows.areas, rows.overall), (rows.themes, rows.sums - 4)):
        for band, style in band_styles(filling.round.settings.bands):
            sheet.paint(span(first, 2, last, 3), f'=LEFT($C{first},1)="{band.number}"', style)
    gates = span(rows.gates, 3, rows.gates + max(len(filling.card.gates), 1) - 1, 3)
    sheet.paint(gates, f'=OR($C{rows.gates}="closed",$C{rows.gates}="weak")', {"bg_color": WARN_FILL})
