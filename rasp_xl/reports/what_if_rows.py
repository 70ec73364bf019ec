"""The gates and the questions on the sheet What if: what was answered, what is tried, and what one level more would bring."""

from collections.abc import Sequence

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import TOP_LEVEL, AnswerValue, Question
from rasp_xl.model.scorecard import AreaResult, GateResult
from rasp_xl.model.showing import answer_words, label, number_of
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Sheet, cell, span
from rasp_xl.outgoing.counting_sheet import read_as
from rasp_xl.outgoing.formulas import WAIVED
from rasp_xl.outgoing.lists_sheet import ANSWER_CODE, ANSWER_TEXT
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports import score_sheets as scores
from rasp_xl.reports import what_if_places as spot
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    GATES,
    GATES_FIRST_ROW,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
)
from rasp_xl.reports.what_if_places import Places
from rasp_xl.scoring.gates import gate_result
from rasp_xl.scoring.next_level import NextLevel, next_levels

GATE_HEADINGS = (
    "Gate", "Bites from stage", "State as answered", "State what if", "Left open as answered", "Left open what if",
    "Highest band number", "Highest band number overall",
)  # fmt: skip
QUESTION_HEADINGS = (
    "Question and theme", "What is asked", "As answered", "What if", "Gate, what if", "One level more: area score",
    "One level more: overall score", "One level more: area band", "One level more: overall band",
    "Weight", "Gate (1) or not (0)", "Counts as answered", "Counts what if", "Next level", "Highest band of gate then", "Highest overall band of gate then",
    "Area band number then", "Overall band number then",
)  # fmt: skip
NO_GATE, NO_CHANGE, OPENS = "no gate", "no change", "opens "
AT_TOP, LEFT_OUT, NO_SCORE = "at the top", "not applicable", "no score"
WAIVED_WORDS = "Not applicable, waived"
OPENS_FILL = "#c6dbef"


def add_gates(sheet: Sheet, places: Places) -> None:
    """A row per gate of the purpose, beside the radar."""
    sheet.row(places.gates_row, GATE_HEADINGS, column=spot.GATE)
    sheet.height(places.gates_row, 32)
    for row in range(places.gates_row + 1, places.questions_row - 1):
        sheet.height(row, spot.ROW_HEIGHT)
    results = {gate.question: gate for gate in places.at.assessment.cards[0].gates}
    for gate in places.at.gates:
        _gate(sheet, places, gate, results[gate.id])
    first, last = places.gates_row + 1, places.gates_row + max(1, len(places.at.gates))
    area = span(first, spot.GATE_REAL, last, spot.GATE_WHAT_IF)
    for word in ("closed", "weak"):
        sheet.paint(area, f'=E{first}="{word}"', {"bg_color": WARN_FILL, "bold": True})


def _gate(sheet: Sheet, places: Places, gate: Question, result: GateResult) -> None:
    row, bands = places.gate_row(gate), places.at.assessment.round.settings.bands
    code, stage = places.question(gate, spot.CODE), f"$D${row}"
    first = places.at.setting(gate, SETTING_FIRST_STAGE)
    sheet.text(row, spot.GATE, gate.id, "cell bold")
    sheet.formula(row, spot.STAGE, f'=IF(ISNUMBER({first}),{first},"no gate")', result.first_stage, "cell centre")
    open_to = f"=INDEX({formulas.BAND_LABEL},{places.cap(gate)})"
    shown = bands[result.cap - 1].label
    for column, formula, value, style in (
        (spot.GATE_REAL, _real_gate(places, gate, scores.STATE), result.state, "cell"),
        (spot.GATE_WHAT_IF, formulas.gate_state(code, stage), result.state, "cell"),
        (spot.OPEN_REAL, _real_gate(places, gate, scores.LEFT_OPEN), shown, "cell"),
        (spot.OPEN_WHAT_IF, open_to, shown, "cell"),
        (spot.CAP, formulas.gate_cap(code, stage, len(bands)), result.cap, "number"),
        (spot.OVERALL_CAP, formulas.gate_overall_cap(code, stage, len(bands)), result.overall_cap, "number"),
    ):
        sheet.formula(row, column, formula, value, style)


def _real_gate(places: Places, gate: Question, column: int) -> str:
    """What Gates says of the council that is chosen."""
    gates = places.at.gates
    last = places.at.gate_row(len(places.at.assessment.cards) - 1, gates[-1])
    whole = f"{GATES}!{span(GATES_FIRST_ROW, column, last, column, fixed=True)}"
    return f"=INDEX({whole},({places.council}-1)*{len(gates)}+{gates.index(gate) + 1})"


def add_questions(sheet: Sheet, places: Places) -> None:
    """A row per question, in the order asked."""
    head, card = places.questions_row, places.at.assessment.cards[0]
    sheet.heading(head - 1, "Questions: try other answers in the yellow cells")
    sheet.row(head, QUESTION_HEADINGS)
    sheet.height(head, 46)
    steps = {step.question: step for step in next_levels(card, places.at.assessment.round)}
    answers = {answer.question: answer for answer in card.answers}
    for number, area in enumerate(places.at.areas):
        for question in area.questions:
            _answers(sheet, places, question, answers[question.id])
            _steps(sheet, places, question, steps[question.id])
            _bands(sheet, places, number, (question, steps[question.id]))
    first, last = head + 1, head + len(places.at.questions)
    tried = f"=$M{first}<>$L{first}"
    sheet.paint(span(first, spot.ENTRY, last, spot.ENTRY), tried, {"bg_color": WARN_FILL})
    opened = span(first, spot.AREA_OPENS, last, spot.OVERALL_OPENS)
    sheet.paint(opened, f'=LEFT(H{first},{len(OPENS)})="{OPENS}"', {"bg_color": OPENS_FILL, "bold": True})


def _answers(sheet: Sheet, places: Places, question: Question, answer: Answer) -> None:
    """What was asked and answered, the entry, and what each counts as."""
    row, round_ = places.question_row(question), places.at.assessment.round
    theme = next(t.name for a in places.at.areas for t in a.themes if t.id == question.theme)
    real, code = places.question(question, spot.CODE_REAL), formulas.code_of(answer)
    column = places.at.answer_column(question)
    given = f"{ANSWERS}!{span(ANSWERS_FIRST_ROW, column, places.at.answers_last_row, column, fixed=True)}"
    found = f"INDEX({given},{places.council})"
    words = f'IF({real}="{WAIVED}","{WAIVED_WORDS}",IFERROR(INDEX({ANSWER_TEXT},MATCH({real},{ANSWER_CODE},0)),{real}))'
    shown = WAIVED_WORDS if code == WAIVED else answer_words(answer.value)
    weight = places.at.setting(question, SETTING_WEIGHT)
    sheet.text(row, spot.ASKED, f"{question.id} {theme}", "cell bold")
    sheet.text(row, spot.TEXT, question.text, "cell")
    sheet.formula(row, spot.ANSWERED, f'=IF({real}="","No answer",{words})', shown, "cell")
    sheet.text(row, spot.ENTRY, "", "entry bold")
    sheet.formula(row, spot.WEIGHT, f"={weight}", round_.weight(question), "number")
    sheet.formula(row, spot.CODE_REAL, f'=IF({found}="","",{found})', code, "cell centre")
    sheet.formula(row, spot.CODE, _code(places, question), code, "cell centre")
    sheet.fit(row, [(question.text, 50), (f"{question.id} {theme}", 22)], least=2)
    if round_.gate_from(question) is None:
        sheet.text(row, spot.STATE, NO_GATE, "cell")
        sheet.number(row, spot.IS_GATE, 0, "cell centre")
        return
    stage = places.at.setting(question, SETTING_FIRST_STAGE)
    state = next(g.state for g in places.at.assessment.cards[0].gates if g.question == question.id)
    there = cell(places.gate_row(question), spot.GATE_WHAT_IF, fixed=True)
    sheet.formula(row, spot.STATE, f"={there}", state, "cell")
    sheet.formula(row, spot.IS_GATE, f"=IF(ISNUMBER({stage}),1,0)", 1, "cell centre")


def _code(places: Places, question: Question) -> str:
    """What is tried counts as the template counts it; not applicable on a gate that is waived stays waived."""
    entry, real = (places.question(question, column) for column in (spot.ENTRY, spot.CODE_REAL))
    typed = read_as(entry)
    if places.at.assessment.round.gate_from(question) is not None:
        typed = f'IF(AND({real}="{WAIVED}",{typed}="NA"),"{WAIVED}",{typed})'
    return f'=IF(TRIM({entry})="",{real},{typed})'


def _steps(sheet: Sheet, places: Places, question: Question, step: NextLevel) -> None:
    """The next level, and what it brings in points."""
    row, area = places.question_row(question), _area_number(places, question)
    code, is_gate, next_ = (places.question(question, c) for c in (spot.CODE, spot.IS_GATE, spot.NEXT))
    applies, gain = places.sum(spot.APPLIES, area), places.question(question, spot.AREA_GAIN)
    above = f'IF({code}<{TOP_LEVEL},{code}+1,"{AT_TOP}")'
    unknown = f'IF(OR({code}="{WAIVED}",AND({code}="NA",{is_gate}=0)),"{LEFT_OUT}",1)'
    sheet.formula(row, spot.NEXT, f"=IF(ISNUMBER({code}),{above},{unknown})", _no_step(places, step), "cell centre")
    brings = f"100*{places.question(question, spot.WEIGHT)}/({TOP_LEVEL}*{applies})"
    formula = f'=IF(ISNUMBER({next_}),IF({applies}=0,"{NO_SCORE}",{brings}),{next_})'
    scored = step.level is not None and places.at.assessment.cards[0].areas[area].tally.score is not None
    none = _no_step(places, step) if step.level is None else NO_SCORE
    sheet.formula(row, spot.AREA_GAIN, formula, step.area if scored else none, "area gain")
    scores_ = places.areas(places.figure(spot.SCORE, spot.WHAT_IF))
    share = f"=IF(ISNUMBER({gain}),{gain}/COUNT({scores_}),{gain})"
    sheet.formula(row, spot.OVERALL_GAIN, share, step.overall if scored else none, "overall gain")


def _no_step(places: Places, step: NextLevel) -> int | str:
    """The next level, or why there is none."""
    if step.level is not None:
        return step.level
    value: AnswerValue = next(a.value for a in places.at.assessment.cards[0].answers if a.question == step.question)
    return AT_TOP if value == TOP_LEVEL else LEFT_OUT


def _area_number(places: Places, question: Question) -> int:
    return next(n for n, area in enumerate(places.at.areas) if area.id == question.area)


def _bands(sheet: Sheet, places: Places, number: int, asked: tuple[Question, NextLevel]) -> None:
    """The bands after the step: what the score then earns, under the caps of the other gates and of this one a level up."""
    question, step = asked
    row, card = places.question_row(question), places.at.assessment.cards[0]
    own = card.areas[number]
    _cap_then(sheet, places, question, (step, own))
    area, overall = _area_then(places, number, question), _overall_then(places, number, question)
    sheet.formula(row, spot.AREA_THEN, area, number_of(step.area_band), "number")
    sheet.formula(row, spot.OVERALL_THEN, overall, number_of(step.overall_band), "number")
    for column, then, there, band, now in (
        (spot.AREA_OPENS, spot.AREA_THEN, number, step.area_band, own.band),
        (spot.OVERALL_OPENS, spot.OVERALL_THEN, places.overall, step.overall_band, card.overall.band),
    ):
        here, current = places.question(question, then), places.sum(spot.NUMBER, there)
        opened = f'IF(N({here})>N({current}),"{OPENS}"&INDEX({formulas.BAND_LABEL},{here}),"{NO_CHANGE}")'
        sheet.formula(row, column, f"={opened}", OPENS + label(band) if band != now else NO_CHANGE, "cell")


def _cap_then(sheet: Sheet, places: Places, question: Question, then: tuple[NextLevel, AreaResult]) -> None:
    """The highest bands that the question itself, where it is a gate, would leave open a level up: to its area, to the overall."""
    row, round_, (step, own) = places.question_row(question), places.at.assessment.round, then
    if round_.gate_from(question) is None:
        for column in (spot.CAP_THEN, spot.OVERALL_CAP_THEN):
            sheet.text(row, column, NO_GATE, "cell centre")
        return
    next_, stage = places.question(question, spot.NEXT), f"$D${places.gate_row(question)}"
    result, top = next(g for g in own.gates if g.question == question.id), round_.settings.top_band
    if step.level is not None:
        result = gate_result(question, Answer(question.id, step.level), round_)
    for column, cap, value in (
        (spot.CAP_THEN, formulas.level_cap, result.cap),
        (spot.OVERALL_CAP_THEN, formulas.level_overall_cap, result.overall_cap),
    ):
        # Without a next level the gate is at the top or waived, and holds nothing down.
        formula = f"=IF(AND(ISNUMBER({next_}),{stage}<={formulas.STAGE}),{cap(next_, top)},{top})"
        sheet.formula(row, column, formula, value, "cell centre")


def _area_then(places: Places, number: int, question: Question) -> str:
    gates, current = places.gates_of(places.at.areas[number]), places.sum(spot.NUMBER, number)
    score, gain = places.here(spot.SCORE, spot.WHAT_IF, number), places.question(question, spot.AREA_GAIN)
    limits = [formulas.earned_band(f"{score}+{gain}")]
    if gates:
        limits.append(_caps_then(places, question, gates, (spot.CAP, spot.CAP_THEN)))
    return f"=IF(ISNUMBER({gain}),MIN({','.join(limits)}),{current})"


def _overall_then(places: Places, number: int, question: Question) -> str:
    gain, then = (places.question(question, column) for column in (spot.OVERALL_GAIN, spot.AREA_THEN))
    score, current = places.here(spot.SCORE, spot.WHAT_IF, places.overall), places.sum(spot.NUMBER, places.overall)
    top, areas = places.at.assessment.round.settings.top_band, places.areas(places.sum_row(spot.NUMBER))
    # An area to which nothing applies has no number.
    second = f"IF(COUNT({areas})>1,SMALL({areas},2),{top})"
    others = least_of_others(places.sum(spot.NUMBER, number), areas, second)
    columns, gates = (spot.OVERALL_CAP, spot.OVERALL_CAP_THEN), places.at.gates
    caps = formulas.overall_caps(f"{others},{then}", _caps_then(places, question, gates, columns) if gates else "")
    return f"=IF(ISNUMBER({gain}),MIN({','.join((formulas.earned_band(f'{score}+{gain}'), *caps))}),{current})"


def _caps_then(places: Places, question: Question, gates: Sequence[Question], columns: tuple[int, int]) -> str:
    """What some gates would leave open together, with this question a level up; columns are those of now and then."""
    now, then = columns
    caps, top = places.caps(gates, now), places.at.assessment.round.settings.top_band
    if question not in gates:
        return f"MIN({caps})"
    others = least_of_others(places.cap(question, now), caps, f"SMALL({caps},2)") if len(gates) > 1 else str(top)
    return f"MIN({others},{places.question(question, then)})"


def least_of_others(one: str, all_: str, second: str) -> str:
    """The least number of all but one: the second least where the one is the least."""
    return f"IF({one}=MIN({all_}),{second},MIN({all_}))"
