"""Finance changes a setting in the scored workbook and sees what a run with that setting would give."""

from collections.abc import Mapping
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path

import office
import pytest
from building import answers, with_settings
from councils import three_councils
from figures import moved_by, scored_figures
from office_walk import Change, walk
from openpyxl import load_workbook

from rasp_xl.model.answers import Answer
from rasp_xl.model.palette import COLOUR_THEMES, RED_AMBER_GREEN_THEME
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose, Question
from rasp_xl.model.rounds import Round, Settings
from rasp_xl.outgoing.book import cell
from rasp_xl.outgoing.formulas import COLOUR_THEME, STAGE
from rasp_xl.outgoing.style import HEAD_FILL
from rasp_xl.reports.positions import (
    BANDS_ROW,
    CHECKS,
    GATES,
    HEAT_MAP,
    METHOD,
    PARTNERS,
    QUESTION_MAP,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
    SETTINGS,
    THEME_MAP,
    Positions,
)
from rasp_xl.reports.what_if_rows import OPENS_FILL
from rasp_xl.reports.workbook import workbook_bytes

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
GIVEN = (
    {q.id: Answer(q.id, (3, 2, 4, 3)[n % 4]) for n, q in enumerate(ASKED.questions)}
    | {q.id: Answer(q.id, "DK") for q in ASKED.questions[::9]}
    | answers("SV5=NA EC3=NA TR9=NA")
)


def with_question(question: Question, **changes: object) -> Round:
    """The same round with one question that weighs or bites otherwise."""

    def changed(other: Question) -> Question:
        return replace(other, **changes) if other.id == question.id else other

    areas = tuple(
        replace(a, themes=tuple(replace(t, questions=tuple(map(changed, t.questions))) for t in a.themes))
        for a in ASKED.areas
    )
    return replace(ROUND, question_set=replace(ASKED, areas=areas))


def with_edge(number: int, edge: float) -> Round:
    """The same round with a band that starts elsewhere."""
    bands = tuple(replace(b, from_score=edge) if b.number == number else b for b in ROUND.settings.bands)
    return replace(ROUND, settings=replace(ROUND.settings, bands=bands))


def place(reference: str) -> tuple[str, str]:
    """A cell named as a formula names it, for instance Settings!$B$6."""
    sheet, _, address = reference.replace("$", "").rpartition("!")
    return sheet.strip("'"), address


OF_OTHERS = {HEAD_FILL, OPENS_FILL, "#ffffff"}
TOLD = (SETTINGS, GATES, METHOD, PARTNERS)
TOGETHER = {
    "min_coverage": 62.5, "max_not_applicable": 10, "closed_gate_band": 2, "weak_gate_band": 3, "conditional_gate_band": 4,
    "overall_steps_above": 2, "top_band_gate_level": 2, "unevidenced_level": 1, "asymmetric_levels": 1, "asymmetric_points": 30,
    "strength_from_level": 2, "gap_to_level": 0,
}  # fmt: skip
CHANGED: Mapping[str, tuple[float, ...]] = {
    "min_coverage": (95,),
    "max_not_applicable": (2,),
    "closed_gate_band": (2,),
    "weak_gate_band": (1, 3),
    "conditional_gate_band": (2, 4),
    "overall_steps_above": (0, 3),
    "top_band_gate_level": (1, 4),
    "unevidenced_level": (0, 1, 3),
    "asymmetric_levels": (1, 4),
    "asymmetric_points": (37.5, 60),
    "strength_from_level": (1,),
    "gap_to_level": (2, 3),
}
"""By the name of its cell and of the field of Settings."""


def test_every_setting_is_tried() -> None:
    """A setting that is new to the engine is in the workbook, and is changed here."""
    assert {field.name for field in fields(Settings)} == {*CHANGED, "bands", COLOUR_THEME, "show_evidence"}


@pytest.mark.office
def test_settings_move_what_the_engine_moves(tmp_path: Path) -> None:
    """Any setting, weight, gate or band's edge: scores, bands, maps, their sentences and partners follow as the engine says."""
    at = Positions(three_councils(ROUND, GIVEN))
    data, heavy, gate = workbook_bytes(at.assessment), ASKED.questions[3], at.gates[2]
    named = {name: place(defined.attr_text) for name, defined in load_workbook(BytesIO(data)).defined_names.items()}
    cases: list[tuple[Change, Round]] = [
        ({place(at.setting(heavy, SETTING_WEIGHT)): 9}, with_question(heavy, weights=(9, 9, 9))),
        ({place(at.setting(gate, SETTING_FIRST_STAGE)): 4}, with_question(gate, gates=(4, 4, 4))),
        ({(SETTINGS, cell(BANDS_ROW + 1, 2)): 50.5}, with_edge(2, 50.5)),
        ({(SETTINGS, cell(BANDS_ROW + 3, 2)): 62.5}, with_edge(4, 62.5)),
        ({named[STAGE]: 4}, replace(ROUND, stage=4)),
        ({named[STAGE]: 1}, replace(ROUND, stage=1)),
        *(
            ({named[name]: new}, with_settings(ROUND, **{name: new}))
            for name, values in CHANGED.items()
            for new in values
        ),
        ({named[n]: v for n, v in TOGETHER.items()}, with_settings(ROUND, **TOGETHER)),
    ]
    start, moved = walk(data, [change for change, _ in cases], tmp_path)
    before = scored_figures(at.assessment)

    assert {p: start.get(p, "") for p in before} == pytest.approx(before, abs=1e-9)
    for (change, round_), seen in zip(cases, moved, strict=True):
        expected = moved_by(before, scored_figures(three_councils(round_, GIVEN)))

        assert expected, change
        assert {p: v for p, v in seen.items() if p in before} == pytest.approx(expected, abs=1e-9), change
        assert None not in seen.values()
        assert (CHECKS, "A2") in seen, "Checks says when a setting is no longer the one of scoring"
        assert "no longer as at scoring" in str(seen[SETTINGS, "A2"])


@pytest.mark.office
def test_rules_in_words_follow_the_settings(tmp_path: Path) -> None:
    """Settings, Gates, Method and Partners say the rules as they are now, word for word as a workbook scored by them would."""
    first, then = (three_councils(round_, GIVEN) for round_ in (ROUND, with_settings(ROUND, **TOGETHER)))
    data = workbook_bytes(first)
    named = {name: place(defined.attr_text) for name, defined in load_workbook(BytesIO(data)).defined_names.items()}
    _, (seen,) = walk(data, [{named[n]: v for n, v in TOGETHER.items()}], tmp_path)
    shown = [
        {(s, a): v for s in TOLD for a, v in office.cell_values(workbook_bytes(x))[s].items()} for x in (first, then)
    ]
    told = {p: v for p, v in shown[1].items() if isinstance(v, str) and shown[0].get(p) != v and p in seen}

    assert {sheet for sheet, _ in told} == set(TOLD)
    assert len(told) >= 12
    assert {p: seen[p] for p in told if p != (SETTINGS, "A2")} == {
        p: v for p, v in told.items() if p != (SETTINGS, "A2")
    }


@pytest.mark.office
def test_colours_follow_their_theme(tmp_path: Path) -> None:
    """Another theme changes the maps' colours and how to read them, and no figure; Checks stays content."""
    assessment = three_councils(ROUND, GIVEN)
    data = workbook_bytes(assessment)
    (sheet, address) = place(load_workbook(BytesIO(data)).defined_names[COLOUR_THEME].attr_text)
    _, (seen,) = walk(data, [{(sheet, address): RED_AMBER_GREEN_THEME.name}], tmp_path)
    keys = {(name, "A3") for name in (HEAT_MAP, THEME_MAP, QUESTION_MAP)}

    assert set(seen) == keys | {(sheet, address), (sheet, "A2")}
    assert {seen[key] for key in keys} == {f"Key. {RED_AMBER_GREEN_THEME.reading}"}
    for theme in COLOUR_THEMES:
        made = workbook_bytes(three_councils(with_settings(ROUND, colour_theme=theme.name), GIVEN))
        page = office.convert(made, "html", tmp_path).decode().lower()
        painted = {
            fill
            for other in COLOUR_THEMES
            for fill in (*other.bands.fills, *other.levels.fills)
            if f'bgcolor="{fill}"' in page
        }

        assert painted - OF_OTHERS == {*theme.bands.fills, *theme.levels.fills} - OF_OTHERS
