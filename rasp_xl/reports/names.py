"""Names for the ranges that people calculate with, as in =MEDIAN(overall_scores); Method lists them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rasp_xl.model.layout import quoted
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Sheet, span
from rasp_xl.outgoing.lists_sheet import ANSWER_CHOICES, ANSWER_CODE, ANSWER_TEXT
from rasp_xl.reports.live import SETTINGS_RIGHT
from rasp_xl.reports.positions import (
    ANSWERS,
    ANSWERS_FIRST_ROW,
    ANSWERS_GATE_ROW,
    ANSWERS_WEIGHT_ROW,
    HEAT_MAP,
    MAP_FIRST_ROW,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
    SETTINGS,
    THEME_MAP,
    WHAT_IF,
    Positions,
)
from rasp_xl.reports.score_sheets import STATE
from rasp_xl.reports.settings_sheet import settings_of
from rasp_xl.reports.what_if_sums import COUNCIL_NAMES


@dataclass(frozen=True, slots=True)
class Name:
    """A name, the range it stands for, and what is in it. No name may look like a cell, as SV1 does."""

    name: str
    area: str
    words: str


def _settings(at: Positions) -> Iterator[Name]:
    """Those that the sheet Settings gives its own cells."""
    for setting in settings_of(at.assessment.round):
        yield Name(setting.name, "", f"{setting.label}.")
    yield Name(SETTINGS_RIGHT, "", "Whether each setting can be right: yes or no.")
    yield Name(formulas.COLOUR_THEME, "", "The colours of the maps.")
    yield Name(formulas.BAND_FROM, "", "The lower edge of each band, lowest first.")
    yield Name(formulas.BAND_LABEL, "", "Number and name of each band.")


def names(at: Positions) -> Sequence[Name]:
    """All that finance may want to calculate with, settings first."""
    n, last = len(at.areas), at.answers_last_row
    councils = f"{ANSWERS}!{span(ANSWERS_FIRST_ROW, 1, last, 1, fixed=True)}"
    by_area = [
        Name(f"scores_{area.id}", at.map_column(HEAT_MAP, 2 + number), f"Each council's score in {area.name}.")
        for number, area in enumerate(at.areas)
    ]
    themes = len(at.assessment.round.question_set.themes)
    gates = [Name("gate_states", at.gate_column(STATE), "The state of each gate of each council.")] if at.gates else []
    return (
        *_settings(at),
        Name("question_refs", f"{SETTINGS}!{at.settings_column(1)}", "The questions, as SV1 to GV13."),
        Name("question_weights", f"{SETTINGS}!{at.settings_column(SETTING_WEIGHT)}", "Their weights."),
        Name("gate_stages", f"{SETTINGS}!{at.settings_column(SETTING_FIRST_STAGE)}", "From which stage each bites as a gate; empty where it is none."),
        Name("councils", councils, "The councils, in the order of every sheet that has a row for each."),
        Name("answers", at.answers_area, "Every council's answers: a row per council, a column per question."),
        Name("answer_weights", at.above_answers(ANSWERS_WEIGHT_ROW), "The weight of each question, above the answers."),
        Name("answer_gates", at.above_answers(ANSWERS_GATE_ROW), "1 above each question that is a gate, otherwise 0."),
        Name("answers_evidenced", at.evidence_area, "1 where an answer cites evidence, in the shape of the answers."),
        Name("area_scores", _block(at, HEAT_MAP, n), "Scores: a row per council, a column per area."),
        *by_area,
        Name("overall_scores", at.map_column(HEAT_MAP, n + 2), "Each council's overall score."),
        Name("overall_status", at.map_column(HEAT_MAP, n + 4), "Each council's status, final or provisional."),
        Name("theme_scores", _block(at, THEME_MAP, themes), "Scores: a row per council, a column per theme."),
        *gates,
        Name(COUNCIL_NAMES, "", f"The councils that can be chosen on {WHAT_IF}."),
        Name(ANSWER_CHOICES, "", f"The answers that can be chosen on {WHAT_IF}."),
        Name(ANSWER_TEXT, "", "All answers in words."),
        Name(ANSWER_CODE, "", "What each of them counts as."),
    )  # fmt: skip


def _block(at: Positions, sheet: str, columns: int) -> str:
    return f"{quoted(sheet)}!{span(MAP_FIRST_ROW, 2, at.map_last_row, columns + 1, fixed=True)}"


def add_names(sheet: Sheet, row: int, found: Sequence[Name]) -> None:
    """Define the names, and list all of them from a row of a sheet on."""
    sheet.heading(row, "Names for calculating with")
    sheet.text(
        row + 1,
        1,
        'For instance =MEDIAN(overall_scores) or =AVERAGEIF(overall_status,"final",overall_scores).',
        "quiet plain",
    )
    sheet.row(row + 2, ("Name", "What it stands for"))
    for here, name in enumerate(found, row + 3):
        if name.area:
            sheet.book.workbook.define_name(name.name, f"={name.area}")
        sheet.text(here, 1, name.name, "label")
        sheet.text(here, 2, f"{name.words} {name.area.replace('$', '')}".strip(), "wrap")
        sheet.fit(here, [(f"{name.words} {name.area}", 120)])
