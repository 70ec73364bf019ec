"""What somebody may type over in a scored workbook, and which line of Checks should call it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from councils import MIDDLE, NORTHMOOR

from rasp_xl.outgoing.book import cell
from rasp_xl.reports import positions as p
from rasp_xl.reports import score_sheets as score
from rasp_xl.reports.actions_sheet import GAP_COLUMNS
from rasp_xl.reports.disagreement_sheet import APART, FIRST_LEVEL
from rasp_xl.reports.partner_sheet import LOWEST, MEDIAN, STATE, question_rows, theme_rows
from rasp_xl.reports.response_sheet import COUNTS_COLUMN, TAKEN_COLUMN
from rasp_xl.reports.room import gaps_with_room
from rasp_xl.reports.sensitivity_sheet import FIRST_BLOCK, OVERALL_CHANGES, SCORE
from rasp_xl.reports.settings_sheet import AT_SCORING, VALUE, WEIGHT_BEFORE, settings_of
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.summary_sheet import (
    BAND_COLUMN,
    GATES_COLUMN,
    SCORE_COLUMN,
    actions_first_row,
    attention_cells,
    councils_first_row,
)
from rasp_xl.reports.what_if_places import AREA_GAIN, ASKED, REAL, RESULTS_ROW, Places
from rasp_xl.reports.what_if_places import SCORE as SCORE_ROW


@dataclass(frozen=True, slots=True)
class Edit:
    """A cell typed over, the value, and what Checks names first: a sheet, a comma and the beginning of a line."""

    sheet: str
    row: int
    column: int
    value: int | float | str
    told: str
    also: Mapping[tuple[str, str], int | float | str] = field(default_factory=dict)

    @property
    def change(self) -> dict[tuple[str, str], int | float | str]:
        """As the walk through LibreOffice takes it."""
        return {(self.sheet, cell(self.row, self.column)): self.value, **self.also}


def figures(at: p.Positions) -> list[Edit]:
    """Formulas typed over with something near to what they show."""
    gate, area, n = at.gates[1], at.areas[2], len(at.areas)
    own, row, answers = p.MAP_FIRST_ROW + MIDDLE, at.score_row(MIDDLE, 2), p.ANSWERS_FIRST_ROW + MIDDLE
    gates, summary, partners = at.gate_row(MIDDLE, gate), councils_first_row(at) + MIDDLE, question_rows(at)[0] + 3
    return [
        Edit(p.SCORES, row, score.SCORE, 99, f"{p.SCORES}, {NORTHMOOR}, {area.name}"),
        Edit(p.SCORES, row, score.BAND, "4 Ready!", f"{p.SCORES}, {NORTHMOOR}: bands"),
        Edit(p.SCORES, row, score.BEFORE, "4 ready", f"{p.SCORES}, {NORTHMOOR}: bands"),
        Edit(p.SCORES, row, score.HELD_BY, "nobody", f"{p.SCORES}, {NORTHMOOR}: bands"),
        Edit(p.SCORES, at.score_row(MIDDLE, n), score.STATUS, "Final", f"{p.SCORES}, "),
        Edit(p.SCORES, row, score.KNOWN, 1.5, f"{p.SCORES}, {NORTHMOOR}: all other figures"),
        Edit(p.SCORES, row, score.POINTS, 0, f"{p.SCORES}, {NORTHMOOR}, {area.name}"),
        Edit(p.HEAT_MAP, own, 3, 0.5, f"{p.HEAT_MAP}, {NORTHMOOR}: scores"),
        Edit(p.HEAT_MAP, own, n + 5, "4 Ready!", f"{p.HEAT_MAP}, {NORTHMOOR}: lowest score in"),
        Edit(p.THEME_MAP, own, 7, 50.01, f"{p.THEME_MAP}, {NORTHMOOR}: scores"),
        Edit(p.QUESTION_MAP, own, 9, "DK ", f"{p.QUESTION_MAP}, {NORTHMOOR}: answers"),
        Edit(p.GATES, gates, score.STATE, "opened", f"{p.GATES}, {NORTHMOOR}: answers, states"),
        Edit(p.GATES, gates, score.LEFT_OPEN, "4 ready", f"{p.GATES}, {NORTHMOOR}: answers, states"),
        Edit(p.GATES, gates, score.FIRST_STAGE, 4, f"{p.GATES}, {NORTHMOOR}: stages"),
        Edit(p.SUMMARY, summary, SCORE_COLUMN, 12, f"{p.SUMMARY}, {NORTHMOOR}: overall"),
        Edit(p.SUMMARY, summary, BAND_COLUMN, "4 Ready!", f"{p.SUMMARY}, {NORTHMOOR}: band"),
        Edit(p.SUMMARY, summary, GATES_COLUMN, 77, f"{p.SUMMARY}, {NORTHMOOR}: band"),
        Edit(p.PARTNERS, p.PARTNERS_FIRST_ROW, LOWEST, -1, f"{p.PARTNERS}, {at.areas[0].name}: lowest"),
        Edit(p.PARTNERS, partners, STATE, "Mixed", f"{p.PARTNERS}, {at.questions[3].id}: lowest"),
        Edit(p.PARTNERS, theme_rows(at)[0], MEDIAN, 1, f"{p.PARTNERS}, {at.assessment.round.question_set.themes[0].name}: median"),
        Edit(p.ANSWERS, p.ANSWERS_WEIGHT_ROW, at.answer_column(at.questions[4]), 5, f"{p.ANSWERS}, Weights"),
        Edit(p.ANSWERS, p.ANSWERS_GATE_ROW, at.answer_column(at.questions[4]), 1, f"{p.ANSWERS}, Gate marks"),
        Edit(p.DISAGREEMENT, HEADER_ROW + 1, FIRST_LEVEL, 7, f"{p.DISAGREEMENT}, Level 0, together"),
        Edit(p.DISAGREEMENT, HEADER_ROW + 1, APART, "perhaps", f"{p.DISAGREEMENT}, Questions widely apart"),
        Edit(p.RESPONSES, HEADER_ROW + 2, TAKEN_COLUMN, "?", f"{p.RESPONSES}, Answers that are not"),
        *(Edit(sheet, 2, 1, "All is well.", f"{sheet}, Sentence") for sheet in (p.SCORES, p.GATES, p.ANSWERS, p.RETURNS, p.FINDINGS, p.RESPONSES)),
        *(Edit(p.SUMMARY, line, 1, "All is well.", f"{p.SUMMARY}, Sentence") for line in (3, 4)),
        Edit(p.ANSWERS, answers, at.evidence_column(at.questions[0]), 3, f"{p.ANSWERS}, {NORTHMOOR}: evidence"),
    ]  # fmt: skip


def inputs(at: p.Positions) -> list[Edit]:
    """Values that the figures stand on, typed over: answers, settings, files, names of councils."""
    answers, n, area = p.ANSWERS_FIRST_ROW + MIDDLE, len(at.assessment.cards), at.areas[0]
    question, gate = at.questions[0], at.gates[0]
    blank = next(at.asked(a.question) for a in at.assessment.cards[MIDDLE].answers if a.value is None)
    setting = p.SETTINGS_FIRST_QUESTION_ROW
    rank = next(c for c, spec in enumerate(GAP_COLUMNS, 1) if spec.heading == "Rank")
    maps = (p.HEAT_MAP, p.THEME_MAP, p.QUESTION_MAP)
    last = {
        p.ANSWERS: at.answers_last_row, **dict.fromkeys(maps, at.map_last_row), p.SUMMARY: councils_first_row(at) + n - 1,
        p.GATES: at.gate_row(n - 1, at.gates[-1]),
    }  # fmt: skip
    files, read = len(at.assessment.ledger.entries), len(at.responses)
    return [
        Edit(p.ANSWERS, answers, at.answer_column(question), "DK", f"{p.ANSWERS}, {NORTHMOOR}: answers"),
        Edit(p.ANSWERS, answers, at.answer_column(blank), "maybe", f"{p.ANSWERS}, {NORTHMOOR}: answers"),
        Edit(p.ANSWERS, answers, at.answer_column(gate), 4, f"{p.ANSWERS}, {NORTHMOOR}: answers"),
        Edit(p.ANSWERS, answers, at.mend_column(area), 9, f"{p.ANSWERS}, {NORTHMOOR}: evidence"),
        *(
            Edit(p.SETTINGS, row, VALUE, one.value + 1, f"{p.SETTINGS}, {one.label}")
            for row, one in enumerate(settings_of(at.assessment.round), p.SETTINGS_FIRST_ROW)
        ),
        Edit(p.SETTINGS, p.BANDS_ROW + 1, 2, 40.5, f"{p.SETTINGS}, Edge of band 2"),
        Edit(p.SETTINGS, p.BANDS_ROW + 2, 1, "3 Nearly", f"{p.SETTINGS}, Name of band 3"),
        Edit(p.SETTINGS, setting + 5, p.SETTING_WEIGHT, 7, f"{p.SETTINGS}, Weights"),
        Edit(p.SETTINGS, setting + at.questions.index(gate), p.SETTING_FIRST_STAGE, 4, f"{p.SETTINGS}, Stages"),
        Edit(p.RETURNS, HEADER_ROW + 6, p.STATUS_COLUMN, "lost", f"{p.RETURNS}, Files "),
        Edit(p.RETURNS, HEADER_ROW + files, p.STATUS_COLUMN, "", f"{p.RETURNS}, Files found"),
        Edit(p.RESPONSES, HEADER_ROW + 1, COUNTS_COLUMN, 9, f"{p.RESPONSES}, Answers"),
        Edit(p.RESPONSES, HEADER_ROW + read, COUNTS_COLUMN, "", f"{p.RESPONSES}, Answer cells read"),
        Edit(p.GAPS, HEADER_ROW + 1, rank, 2, f"{p.GAPS}, Councils with a gap"),
        Edit(p.GAPS, HEADER_ROW + 2, rank, "second", f"{p.GAPS}, Gaps"),
        Edit(p.SCORES, at.score_row(n - 1, len(at.areas)), score.COUNCIL, "", f"{p.SCORES}, Rows"),
        Edit(p.SCORES, at.score_row(2, len(at.areas)), score.AREA, "Total", f"{p.SCORES}, "),
        *(Edit(sheet, row, 1, "", f"{sheet}, Councils") for sheet, row in last.items()),
    ]  # fmt: skip


def names(at: p.Positions) -> list[Edit]:
    """Names of councils that change places, and names and headings retyped: the figures beside them stay as they were."""
    first, second, third = (card.name for card in at.assessment.cards)
    maps = dict.fromkeys((p.HEAT_MAP, p.THEME_MAP, p.QUESTION_MAP), p.MAP_FIRST_ROW)
    lists = {**maps, p.SUMMARY: councils_first_row(at), p.SENSITIVITY: p.SENSITIVITY_FIRST_ROW}
    gates, scores = (at.gate_row(MIDDLE, gate) for gate in at.gates[:2]), at.score_row(MIDDLE, 3)
    areas, themes = [area.name for area in at.areas], [theme.name for theme in at.assessment.round.question_set.themes]
    return [
        *(Edit(s, r, 1, third, f"{s}, Names of the councils", {(s, cell(r + 2, 1)): first}) for s, r in lists.items()),
        *(Edit(s, r, 1, second, f"{s}, Names of the councils") for s, r in lists.items()),
        Edit(p.ANSWERS, p.ANSWERS_FIRST_ROW, 1, third, f"{p.ANSWERS}, {first}: name and id", {(p.ANSWERS, cell(p.ANSWERS_FIRST_ROW + 2, 1)): first}),
        Edit(p.ANSWERS, p.ANSWERS_FIRST_ROW, 2, "ashford", f"{p.ANSWERS}, {first}: name and id"),
        Edit(p.ANSWERS, p.ANSWERS_FIRST_ROW - 1, at.answer_column(at.questions[7]), "SV9", f"{p.ANSWERS}, Headings"),
        *(Edit(p.GATES, row, score.GATE_COUNCIL, first, f"{p.GATES}, {NORTHMOOR}: its name in its rows") for row in gates),
        Edit(p.GATES, at.gate_row(MIDDLE, at.gates[1]), score.GATE, at.gates[2].id, f"{p.GATES}, Gates and their areas"),
        Edit(p.SCORES, scores, score.COUNCIL, first, f"{p.SCORES}, {NORTHMOOR}: its name in its rows"),
        Edit(p.SCORES, scores, score.AREA, areas[0], f"{p.SCORES}, Areas"),
        Edit(p.HEAT_MAP, p.MAP_FIRST_ROW - 1, 2, areas[1], f"{p.HEAT_MAP}, Areas"),
        Edit(p.HEAT_MAP, p.MAP_FIRST_ROW - 1, len(areas) + 5, f"Band: {areas[1]}", f"{p.HEAT_MAP}, Areas of the bands"),
        Edit(p.THEME_MAP, p.MAP_FIRST_ROW - 1, 2, themes[1], f"{p.THEME_MAP}, {areas[0]}: area and themes"),
        Edit(p.THEME_MAP, p.MAP_FIRST_ROW - 2, 2, areas[1], f"{p.THEME_MAP}, {areas[0]}: area and themes"),
        Edit(p.QUESTION_MAP, p.MAP_FIRST_ROW - 2, 2, areas[1], f"{p.QUESTION_MAP}, {areas[0]}: area"),
        Edit(p.QUESTION_MAP, p.MAP_FIRST_ROW - 1, 4, at.questions[4].id, f"{p.QUESTION_MAP}, Questions"),
        Edit(p.PARTNERS, p.PARTNERS_FIRST_ROW + 1, 1, areas[0], f"{p.PARTNERS}, Areas"),
        Edit(p.PARTNERS, theme_rows(at)[0] + 1, 1, themes[0], f"{p.PARTNERS}, {areas[0]}: themes"),
        Edit(p.SETTINGS, p.SETTINGS_FIRST_QUESTION_ROW, 1, at.questions[1].id, f"{p.SETTINGS}, Questions"),
        Edit(p.SETTINGS, p.SETTINGS_FIRST_QUESTION_ROW + 4, p.SETTING_FIRST_STAGE, 4, f"{p.SETTINGS}, Stages typed beside"),
        Edit(p.SETTINGS, p.SETTINGS_FIRST_ROW + 1, 1, "Coverage", f"{p.SETTINGS}, What is set"),
        Edit(p.SETTINGS, p.SETTINGS_FIRST_ROW + 1, AT_SCORING, 10, f"{p.SETTINGS}, Values at scoring"),
        Edit(p.SETTINGS, p.SETTINGS_FIRST_QUESTION_ROW + 3, WEIGHT_BEFORE, 9, f"{p.SETTINGS}, Values at scoring"),
    ]  # fmt: skip


def lists(at: p.Positions) -> list[Edit]:
    """Texts and figures of the lists, of Sensitivity and of What if, typed over."""
    places, headings = Places(at), [column.heading for column in GAP_COLUMNS]
    council, rank, question, answer, gate, weight = (
        headings.index(h) + 1 for h in ("Council", "Rank", "Question", "Answer", "Gate", "Weight")
    )
    first, second, third = (card.name for card in at.assessment.cards)
    rows = [n for n, (_, gap) in enumerate(gaps_with_room(at), HEADER_ROW + 1) if gap.priority == 1]
    row, action = HEADER_ROW + 1, actions_first_row(at)
    tried = p.SENSITIVITY_FIRST_ROW
    return [
        Edit(p.GAPS, rows[0], council, third, f"{p.GAPS}, Each gap", {(p.GAPS, cell(rows[2], council)): first}),
        *(Edit(p.GAPS, row + 3, column, "4 Embedded", f"{p.GAPS}, Each gap") for column in (council, question, answer, gate)),
        Edit(p.GAPS, row + 3, rank, 5, f"{p.GAPS}, Each gap", {(p.GAPS, cell(row + 4, rank)): 4}),
        Edit(p.GAPS, row + 3, weight, 8, f"{p.GAPS}, Weights"),
        *(Edit(p.RESPONSES, row + 5, c, "3 Agreeed", f"{p.RESPONSES}, Each row") for c in (1, 2, 3, 4, 7, 8, 9, 10, 11, 12)),
        Edit(p.RESPONSES, row, 1, second, f"{p.RESPONSES}, Each row", {(p.RESPONSES, cell(row + len(at.questions), 1)): first}),
        *(Edit(p.RETURNS, row, c, 1, f"{p.RETURNS}, Each row") for c in (1, 3, 4, 5, 6, 7, 8, 9)),
        *(Edit(p.FINDINGS, row, c, "other", f"{p.FINDINGS}, Each row") for c in range(2, 12)),
        *(Edit(p.SUMMARY, action + 2, c, "1 council.", f"{p.SUMMARY}, What to do first, line 3") for c in range(1, 5)),
        Edit(p.SUMMARY, attention_cells(at)[1][0], 2, "Fine.", f"{p.SUMMARY}, What needs attention"),
        Edit(p.SENSITIVITY, tried + 1, SCORE, 1, f"{p.SENSITIVITY}, Score as scored"),
        Edit(p.SENSITIVITY, tried, OVERALL_CHANGES, 12, f"{p.SENSITIVITY}, Overall bands changed"),
        Edit(p.SENSITIVITY, tried, FIRST_BLOCK, 1.5, f"{p.SENSITIVITY}, Trial 1, Overall: scores"),
        Edit(p.SENSITIVITY, tried, FIRST_BLOCK + 1, "4 Ready!", f"{p.SENSITIVITY}, Trial 1, Overall: bands"),
        Edit(p.SENSITIVITY, tried - 2, FIRST_BLOCK, "All", f"{p.SENSITIVITY}, Trials"),
        Edit(p.WHAT_IF, places.figure(SCORE_ROW, REAL), places.column(1), 99, f"{p.WHAT_IF}, "),
        Edit(p.WHAT_IF, places.question_row(at.questions[3]), ASKED, at.questions[4].id, f"{p.WHAT_IF}, Questions of"),
        Edit(p.WHAT_IF, places.question_row(at.questions[3]), AREA_GAIN, 5, f"{p.WHAT_IF}, Formula typed over"),
        Edit(p.WHAT_IF, RESULTS_ROW, places.column(1), "Area", f"{p.WHAT_IF}, Areas in row"),
    ]  # fmt: skip
