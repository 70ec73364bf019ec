"""A round of other questions from end to end: template, filled, returned, checked, scored, compared with a standard round."""

import json
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import office
import pytest
from building import everywhere, returned
from came_back import codes
from changed_rounds import ASKED, PARTNERS, ROUND, asking, own_question
from councils import assessment_of
from openpyxl import load_workbook
from two_rounds import baseline, compared, results_baseline
from xlsx_lint import lint

from rasp_xl import pipeline
from rasp_xl.cli import main
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.answers import Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Question
from rasp_xl.model.rounds import BANDS, Round, Settings
from rasp_xl.outgoing.round_book.whole import round_book_bytes
from rasp_xl.reports.change_words import differences
from rasp_xl.reports.page import page_html
from rasp_xl.reports.workbook import workbook_bytes
from rasp_xl.scoring.scores import score_council

OWN = own_question("SV101")
SECOND = own_question(
    "GV105", "", gates=(None, None, None), action="Ask the port authority.", roles=("Harbour master",)
)
SECOND = replace(SECOND, theme=next(a.themes[1].id for a in ASKED.areas if a.id == "GV"))
LEFT_OUT = tuple(q.id for q in ASKED.areas[1].themes[0].questions)
REWEIGHED = {"SV1": (1, 1, 1), "TR1": (2, 3, 1)}


def kept() -> list[Question]:
    """The standard questions but for a whole theme, some weighed otherwise, and one more gate."""
    some = [replace(q, weights=REWEIGHED.get(q.id, q.weights)) for q in ASKED.questions if q.id not in LEFT_OUT]
    return [replace(q, gates=(1, None, None)) if q.id == "RM1" else q for q in some]


BANDS_OF_OURS = tuple(
    replace(band, name=name, from_score=edge)
    for band, name, edge in zip(BANDS, ("Ashore", "At anchor", "Under way", "In port"), (0, 30, 55, 85), strict=True)
)
CHANGED = replace(asking(*kept(), OWN, SECOND), settings=Settings(BANDS_OF_OURS, 60, colour_theme="red-amber-green"))
FEW = asking(*(q for q in ASKED.questions if q.id in ("SV1", "EC1", "TR1", "RM2", "GV12", "GV1")))
NO_GATES = asking(*(replace(q, gates=(None, None, None)) for q in ASKED.questions))


def given(round_: Round, level: int = 3) -> dict[str, Answer]:
    """Every question answered, with evidence of its own."""
    return {q.id: Answer(q.id, level + n % 2, f"Board minute {n}") for n, q in enumerate(round_.question_set.questions)}


@pytest.mark.parametrize("round_", [CHANGED, FEW, NO_GATES], ids=["changed", "few", "no gates"])
def test_template_asks_the_rounds_questions(round_: Round) -> None:
    """What was asked is read back from it, without a word about another question set."""
    data = returned(round_, "Northmoor", given(round_))
    found = Reader(round_.question_set).read(data, "Northmoor.xlsx")
    start = load_workbook(BytesIO(data))["Start here"]
    words = " ".join(str(cell.value) for row in start.iter_rows() for cell in row if cell.value)

    assert lint(data) == ()
    assert isinstance(found, Return)
    assert codes(found) == []
    assert {q: a.value for q, a in found.answers.items()} == {q: a.value for q, a in given(round_).items()}
    assert f"{len(round_.question_set.questions)} questions in five areas" in words


@pytest.mark.parametrize("round_", [CHANGED, FEW, NO_GATES], ids=["changed", "few", "no gates"])
def test_results_are_of_the_rounds_questions(round_: Round) -> None:
    """Scored workbook and page take questions, weights, gates and bands from the round."""
    names = {"Northmoor": given(round_), "Eastvale": given(round_, 1)}
    assessment = assessment_of(round_, names)
    data, page = workbook_bytes(assessment), page_html(assessment)

    assert lint(data) == ()
    assert all(band.name in page for band in round_.settings.bands)
    assert not [name for name in ("Largely ready", "Emerging") if round_ is CHANGED and name in page]
    answers = load_workbook(BytesIO(data), read_only=True)["Answers"]
    headings = {cell for row in answers.iter_rows(max_row=10, values_only=True) for cell in row}
    assert {q.id for q in round_.question_set.questions} <= headings
    assert round_ is not CHANGED or not headings & set(LEFT_OUT)


def test_gap_without_an_action_names_the_next_level() -> None:
    """An own question may come without one; what to do follows from its levels."""
    card = score_council(PARTNERS[0], (everywhere(CHANGED.question_set, 1, "GV105=DK SV1=DK"),), CHANGED)
    actions = {gap.question: gap.action for gap in card.gaps}

    assert actions["SV101"] == "Reach the next level, 2 In progress: SV101 stands at step 2."
    assert actions["GV105"] == "Ask the port authority."
    assert OWN.next_step("DK") == OWN.next_step(None) == "Find out which level is true today."


@pytest.mark.office
def test_scored_workbook_calculates_what_the_engine_says(tmp_path: Path) -> None:
    """From planted wrong values LibreOffice comes to the saved ones, whatever is asked."""
    data = workbook_bytes(assessment_of(CHANGED, {"Northmoor": given(CHANGED), "Eastvale": given(CHANGED, 1)}))
    before = office.cell_values(data)
    after = office.cell_values(office.recalculate(office.plant_wrong_values(data), tmp_path))

    for sheet, cells in office.formula_cells(data).items():
        for address in cells:
            one, other = before[sheet].get(address), after[sheet].get(address)
            same = abs(one - other) < 1e-9 if isinstance(one, float) and isinstance(other, float) else one == other

            assert same, (sheet, address, one, other)


@cache
def folder_of(tmp_path: Path) -> Path:
    """A round's folder with its workbook, a return on its template, and one on the standard template."""
    (tmp_path / "round.xlsx").write_bytes(round_book_bytes(CHANGED))
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns" / "Northmoor.xlsx").write_bytes(returned(CHANGED, "Northmoor", given(CHANGED)))
    (tmp_path / "returns" / "Eastvale.xlsx").write_bytes(returned(ROUND, "Eastvale", given(ROUND)))
    return tmp_path


def test_return_on_the_standard_template_counts_as_far_as_it_goes(tmp_path: Path) -> None:
    """It is told that the set is another; own questions are not found, and answers to what is not asked are left aside."""
    folder = folder_of(tmp_path)
    assessment = pipeline.assess([folder / "returns"], 1, round_=pipeline.open_round(folder))
    ours, theirs = (
        next(e for e in assessment.ledger.entries if e.path.endswith(name))
        for name in ("Northmoor.xlsx", "Eastvale.xlsx")
    )
    told = {finding.rule.code: finding for finding in theirs.findings}
    card = next(card for card in assessment.cards if card.id == "eastvale")
    values = {answer.question: answer.value for answer in card.answers}

    assert assessment.round == CHANGED
    assert [f.rule.code for f in ours.findings] == []
    assert set(told) == {"RX401", "RX406", "RX409"}
    assert told["RX401"].about == ("SV101", "GV105")
    assert "another question set" in told["RX406"].message
    assert sum(f.rule.code == "RX409" for f in theirs.findings) == len(LEFT_OUT)
    assert values == {
        q.id: given(ROUND)[q.id].value if q.id in given(ROUND) else None for q in CHANGED.question_set.questions
    }


def test_own_number_of_another_round_is_another_question() -> None:
    """Only the text tells what SV101 was in a template of another set."""
    other = asking(*ASKED.questions, own_question(text="Have the ferry companies been asked for their timetable?"))
    found = Reader(CHANGED.question_set).read(returned(other, "Northmoor", given(other)), "Northmoor.xlsx")

    assert isinstance(found, Return)
    assert "SV101" not in found.answers
    assert found.answers["SV2"].value == given(other)["SV2"].value


def test_command_scores_the_round(tmp_path: Path) -> None:
    """From the round workbook to results.json, which says which questions it is about; fix copies ask them."""
    folder, out = folder_of(tmp_path), tmp_path / "out"
    status = main(["score", str(folder / "returns"), "--round", str(folder), "--out", str(out)])
    results = json.loads((out / "results.json").read_text("utf-8"))

    assert status == 1
    assert results["question_set"]["version"] == f"{ASKED.version}+harbour-2026-11"
    assert results["question_set"]["fingerprint"] == CHANGED.question_set.fingerprint != ASKED.fingerprint
    assert {*results["councils"][0]["answers"]} == {q.id for q in CHANGED.question_set.questions}
    (fix,) = (out / "fixes").iterdir()
    found = Reader(CHANGED.question_set).read(fix.read_bytes(), fix.name)
    assert isinstance(found, Return)
    assert found.identity.fingerprint == CHANGED.question_set.fingerprint
    assert set(found.answers) == {q.id for q in CHANGED.question_set.questions}


@pytest.mark.parametrize("made", [baseline, results_baseline], ids=["workbook", "results"])
def test_rounds_are_compared_over_what_both_ask(made: object) -> None:
    """What is new or gone is named, weights are those of now, and the same answers are no change."""
    names = {"Northmoor": given(ROUND, 2)}
    earlier = made(ROUND, names)  # type: ignore[operator]
    now = {"Northmoor": {q.id: given(ROUND, 2).get(q.id, Answer(q.id, 1)) for q in CHANGED.question_set.questions}}
    assessment = compared(CHANGED, now, earlier)
    assert assessment.since
    change = assessment.since.change
    said = " ".join(differences(assessment, assessment.since))

    assert change.new == ("SV101", "GV105")
    assert change.gone == LEFT_OUT
    assert "Asked only now, and left out of the comparison: SV101, GV105." in said
    assert f"Asked only then, and left out of the comparison: {', '.join(LEFT_OUT)}." in said
    assert {line.difference for line in change.councils[0].areas} == {0}
    assert lint(workbook_bytes(assessment)) == ()
    assert "SV101" in page_html(assessment)


@pytest.mark.parametrize("made", [baseline, results_baseline], ids=["workbook", "results"])
@pytest.mark.parametrize(
    ("text", "new"), [("", ()), ("Have the ferry companies been asked for their timetable?", ("SV101",))]
)
def test_own_number_is_compared_where_it_asked_the_same(made: object, text: str, new: tuple[str, ...]) -> None:
    """Another year SV101 may stand for another question; its answers then are none to this one."""
    then = asking(*ASKED.questions, own_question(text=text))
    now = asking(*ASKED.questions, OWN)
    levels = {"Northmoor": {q.id: Answer(q.id, 2) for q in then.question_set.questions}}
    assessment = compared(now, levels, made(then, levels))  # type: ignore[operator]

    assert assessment.since
    assert assessment.since.change.new == new
    assert assessment.since.change.gone == tuple(f"{question} EARLIER" for question in new)


def test_ids_of_ours_stay_below_the_offices_own() -> None:
    """A later question set of ours never takes a number that an office uses."""
    assert max(int(q.id[2:]) for q in standard_set().questions) < 101
