"""Finance changes a setting in the scored workbook and sees what a run with that setting would give."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from building import answers
from councils import three_councils
from figures import moved_by, question_rows, scored_figures
from office_walk import Change, walk
from openpyxl import load_workbook

from rasp_xl.model.answers import Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose, Question
from rasp_xl.model.rounds import Round, Settings
from rasp_xl.outgoing.book import cell
from rasp_xl.outgoing.formulas import MAX_NOT_APPLICABLE, MIN_COVERAGE, STAGE
from rasp_xl.reports.answer_sheets import BANDS_ROW, SETTING_FIRST_STAGE, SETTING_WEIGHT
from rasp_xl.reports.positions import CHECKS, SETTINGS, Positions
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


@pytest.mark.office
def test_settings_move_what_the_engine_moves(tmp_path: Path) -> None:
    """A weight, a gate, a band's edge, the stage or a limit: scores, bands, maps and partners follow as the engine says."""
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
        ({named[MIN_COVERAGE]: 95}, replace(ROUND, settings=Settings(min_coverage=95))),
        ({named[MAX_NOT_APPLICABLE]: 2}, replace(ROUND, settings=Settings(max_not_applicable=2))),
    ]
    start, moved = walk(data, [change for change, _ in cases], tmp_path)
    rows = question_rows(start)
    before = scored_figures(at.assessment, rows)

    assert {p: start.get(p, "") for p in before} == pytest.approx(before, abs=1e-9)
    for (change, round_), seen in zip(cases, moved, strict=True):
        expected = moved_by(before, scored_figures(three_councils(round_, GIVEN), rows))

        assert expected, change
        assert {p: v for p, v in seen.items() if p in before} == pytest.approx(expected, abs=1e-9), change
        assert None not in seen.values()
        assert (CHECKS, "A2") in seen, "Checks says when a setting is no longer the one of scoring"
