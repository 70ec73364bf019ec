"""Change as LibreOffice calculates it, and earlier rounds as LibreOffice saved them."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import office
import pytest
from building import everywhere, mixed_answers, question, tiny_round
from two_rounds import baseline, compared, edited, results_baseline, scored_book, types
from xlsx_lint import lint

from rasp_xl.incoming.scored_workbook import read_scored
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import label
from rasp_xl.outgoing.book import cell
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.change_questions import CHANGE_BY_QUESTION
from rasp_xl.reports.change_sheet import BAND_NOW, BEFORE, CHANGE, DIFFERENCE, MOVED, NOW, STEP
from rasp_xl.reports.change_words import way_words
from rasp_xl.reports.positions import ANSWERS
from rasp_xl.reports.workbook import workbook_bytes
from rasp_xl.scoring.change import Line

pytestmark = pytest.mark.office

ASKED = standard_set()
SPRING = Round(Purpose.NEW, 1, ASKED, "harbour-1", "Harbour; spring", date(2026, 5, 12))
AUTUMN = Round(Purpose.NEW, 3, ASKED)
NAMES = ("Ashcombe", "Cwm Tŵr", "Dunmere", "Nobody answers", "Nothing applies")
THEN = {name: mixed_answers(ASKED, n) for n, name in enumerate(NAMES[:3])} | {
    NAMES[3]: everywhere(ASKED, 3),
    NAMES[4]: everywhere(ASKED, "NA"),
}
NOW_ = {name: mixed_answers(ASKED, n + (n > 0) * 20) for n, name in enumerate(NAMES[:3])} | {
    NAMES[3]: everywhere(ASKED, None, "SV1=0"),
    NAMES[4]: everywhere(ASKED, "NA", "EC1=4"),
}


def by_engine(line: Line) -> list[object]:
    band = label(line.band_now) if line.bands_compared else "not compared"
    return [line.before, line.now, line.difference, way_words(line), band, line.step]


def assert_change_is_the_engines(assessment: Assessment, tmp: Path) -> None:
    """From planted wrong values every formula of both sheets gives what we wrote, and every line of Change the engine's."""
    data = workbook_bytes(assessment)
    again = office.cell_values(office.recalculate(office.plant_wrong_values(data), tmp))
    before, formulas = office.cell_values(data), office.formula_cells(data)
    places = [(sheet, place) for sheet in (CHANGE, CHANGE_BY_QUESTION) for place in formulas[sheet]]
    assert assessment.since is not None
    councils = assessment.since.change.councils
    lines = [line for council in councils for line in (*council.areas, council.overall)]
    head = next(n for n in range(1, 30) if again[CHANGE].get(f"A{n}") == "Council")
    columns = (BEFORE, NOW, DIFFERENCE, MOVED, BAND_NOW, STEP)

    assert {p: again[p[0]].get(p[1]) for p in places} == pytest.approx(
        {p: before[p[0]].get(p[1]) for p in places}, abs=1e-9
    )
    for row, line in enumerate(lines, head + 1):
        assert [again[CHANGE].get(cell(row, column)) for column in columns] == pytest.approx(by_engine(line), abs=1e-9)
    assert lint(data) == ()


def test_change_is_what_the_engine_says(tmp_path: Path) -> None:
    """All kinds of answers, a council that answers nothing any more, and one to which nothing applied."""
    assert_change_is_the_engines(compared(AUTUMN, NOW_, results_baseline(SPRING, THEN)), tmp_path)


def test_change_over_the_questions_asked_both_times(tmp_path: Path) -> None:
    """With new questions in the middle and at the end of an area, and an area that is all new, the sheet still adds up."""
    kept = [question(q, 1 + n % 3, gate=1 if q == "SV4" else None) for n, q in enumerate(("SV1", "SV2", "SV4", "EC1"))]
    more = [kept[0], kept[1], question("SV3", 3, gate=1), kept[2], question("SV5", 2), kept[3], question("TR1", 1)]
    then, now = (tiny_round(*asked, stage=2) for asked in (kept, more))
    earlier = results_baseline(then, {name: mixed_answers(then.question_set, n) for n, name in enumerate(NAMES)})
    later = {name: mixed_answers(now.question_set, n + 7) for n, name in enumerate(NAMES)}

    assert_change_is_the_engines(compared(now, later, earlier), tmp_path)


def test_change_follows_an_answer(tmp_path: Path) -> None:
    """Somebody puts an answer right on Answers: Now, Change and Moved follow, and Before stays."""
    assessment = compared(
        AUTUMN,
        {"Ashcombe": everywhere(ASKED, 2)},
        results_baseline(SPRING, {"Ashcombe": everywhere(ASKED, 2, "SV1=1")}),
    )
    data = workbook_bytes(assessment)
    typed = edited(data, lambda book: book[ANSWERS].__setitem__("C8", 0))
    values = office.cell_values(office.recalculate(typed, tmp_path))
    expected = compared(
        AUTUMN,
        {"Ashcombe": everywhere(ASKED, 2, "SV1=0")},
        results_baseline(SPRING, {"Ashcombe": everywhere(ASKED, 2, "SV1=1")}),
    )
    assert expected.since is not None
    line = expected.since.change.councils[0].areas[0]
    row = next(
        int(place[1:]) for place, value in values[CHANGE].items() if place[0] == "B" and value == "Shared vision"
    )

    found = [values[CHANGE].get(cell(row, column)) for column in (BEFORE, NOW, DIFFERENCE, MOVED)]
    assert found == pytest.approx(by_engine(line)[:4], abs=1e-9)
    assert [values[CHANGE_BY_QUESTION].get(f"{letter}5") for letter in "BCDF"] == ["SV1", 1, 0, "down"]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_workbook_that_libreoffice_saved_reads_the_same(tmp_path: Path, suffix: str) -> None:
    """Typed into, then saved by LibreOffice as .xlsx or .ods: round, answers, scores shown and what was typed are all there."""
    data = scored_book(SPRING, THEN)
    typing = types(
        "Ashcombe", "SV2", {"Owner": "=1+1", "Due": datetime(2026, 9, 30), "Status": "Under way", "Note": 12.5}
    )
    plain = read_scored(data, "a.xlsx", ASKED)
    found = read_scored(office.convert(edited(data, typing), suffix, tmp_path), f"a.{suffix}", ASKED)
    typed = baseline(SPRING, THEN, typing)

    assert found.round == plain.round
    assert [c.answers for c in found.councils] == [c.answers for c in plain.councils]
    assert found.actions == typed.actions
    assert found.actions[0].typed["Due"] == date(2026, 9, 30)
    assert found.added == ("Note",)


def test_scores_shown_survive_a_save_by_libreoffice(tmp_path: Path) -> None:
    """LibreOffice keeps what formulas gave, so what was shown then is still known."""
    data = scored_book(SPRING, THEN)
    plain, found = (read_scored(d, "a.xlsx", ASKED) for d in (data, office.convert(data, "xlsx", tmp_path)))

    for one, other in zip(found.councils, plain.councils, strict=True):
        assert {a: s.score for a, s in one.shown.items()} == pytest.approx({a: s.score for a, s in other.shown.items()})
    assert replace(found.round, id="") == replace(plain.round, id="")
