"""Somebody chooses a council on the sheet What if and tries other answers: LibreOffice shows what the engine gives for those."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import office
import pytest
from building import answers, everywhere, mixed_answers, question, scored, tiny_round
from councils import assessment_of
from office_walk import Cells, Change, walk
from trial_figures import sensitivity_figures, what_if_figures

from rasp_xl.model.answers import CHOICE_TEXTS, Answer
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import AnswerValue, Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.book import cell
from rasp_xl.reports import what_if_places as spot
from rasp_xl.reports.positions import WHAT_IF, Positions
from rasp_xl.reports.what_if_places import Places
from rasp_xl.reports.what_if_sheet import NOTHING_TYPED, UNKNOWN, UNREAD
from rasp_xl.reports.workbook import workbook_bytes

pytestmark = pytest.mark.office

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
GATES = tuple(q.id for q in ASKED.questions if ROUND.gate_from(q) is not None)
COUNCILS: Mapping[str, Mapping[str, Answer]] = {
    "Ashcombe": everywhere(ASKED, 3, f"{GATES[0]}=0 {GATES[-1]}=1"),
    "Nothing applies": everywhere(ASKED, "NA"),
    "Unknown": everywhere(ASKED, "DK") | {"SV2": Answer("SV2")},
    "What? *~ & Son's": mixed_answers(ASKED, 5),
    "Wholly ready": everywhere(ASKED, 4),
}
TRIED: tuple[tuple[str, dict[str, AnswerValue]], ...] = (
    *((name, {}) for name in COUNCILS),
    ("Ashcombe", {GATES[0]: 1, "SV1": 4, "GV2": "DK"}),
    ("Ashcombe", {GATES[0]: 3, GATES[-1]: 4}),
    ("Ashcombe", dict.fromkeys((q.id for q in ASKED.questions), 4)),
    ("Nothing applies", {"SV1": 2}),
    ("Unknown", {"TR3": 4, "RM6": "NA", GATES[2]: "NA"}),
    ("What? *~ & Son's", {"EC1": 0, "TR10": 3, "GV13": "NA"}),
    ("Wholly ready", {GATES[1]: 0, "EC2": "NA", "SV4": "DK"}),
)


@dataclass(frozen=True)
class Walk:
    """The workbook, what LibreOffice showed at first, and what moved at each of TRIED."""

    at: Positions
    start: Cells
    moved: list[Cells]

    def shown(self, step: int) -> Cells:
        return self.start | self.moved[step]


def change(at: Positions, council: str, tried: Mapping[str, AnswerValue]) -> Change:
    """What somebody types."""
    places = Places(at)
    typed: dict[tuple[str, str], int | float | str] = {(WHAT_IF, spot.CHOSEN.replace("$", "")): council}
    for identity, value in tried.items():
        row = next(places.question_row(q) for q in at.questions if q.id == identity)
        typed[WHAT_IF, cell(row, spot.ENTRY)] = CHOICE_TEXTS[value]
    return typed


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """LibreOffice opens the workbook once, with wrong values planted, and somebody tries everything."""
    at = Positions(assessment_of(ROUND, COUNCILS))
    data = office.plant_wrong_values(workbook_bytes(at.assessment))
    start, moved = walk(data, [change(at, *tried) for tried in TRIED], tmp_path_factory.mktemp("walk"))
    return Walk(at, start, moved)


@pytest.mark.parametrize("step", range(len(TRIED)), ids=[f"{name}, {len(tried)} tried" for name, tried in TRIED])
def test_what_if_is_what_the_engine_gives(walked: Walk, step: int) -> None:
    """All figures, gates, sums and steps are those of a council that answered so; as answered, they are the council's own."""
    name, tried = TRIED[step]
    expected = what_if_figures(walked.at, list(COUNCILS).index(name), tried)
    seen = walked.shown(step)

    assert {place: seen.get(place, "") for place in expected} == pytest.approx(expected, abs=1e-9)


def test_what_if_moves_nothing_else(walked: Walk) -> None:
    """Whatever is tried, no other sheet moves and no cell shows an error."""
    assert {sheet for seen in walked.moved for sheet, _ in seen} == {WHAT_IF}
    assert [place for seen in walked.moved for place, value in seen.items() if value is None] == []


def test_nothing_typed_is_the_real_score(walked: Walk) -> None:
    """For each council of the drop-down, what if equals as answered while nothing is typed."""
    places = Places(walked.at)
    for step, name in enumerate(COUNCILS):
        seen = walked.shown(step)
        for figure, _, _ in spot.FIGURES:
            for area in range(places.overall + 1):
                real, other = (
                    seen.get((WHAT_IF, places.here(figure, which, area).replace("$", "")), "")
                    for which in (spot.REAL, spot.WHAT_IF)
                )
                assert other == pytest.approx(real, abs=1e-9), (name, figure, area)
        assert seen[WHAT_IF, "A2"] == NOTHING_TYPED


def test_sensitivity_is_what_the_engine_gives(walked: Walk) -> None:
    """Every formula of Sensitivity, from planted wrong values."""
    expected = sensitivity_figures(walked.at)

    assert {place: walked.start.get(place, "") for place in expected} == pytest.approx(expected, abs=1e-9)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Two areas and one gate, so that a sentence can be worked out by hand."""
    round_ = tiny_round(question("AA1", gate=1), question("AA2", 3), question("BB1"))
    at = Positions(
        assessment_of(round_, {"Northmoor": answers("AA1=1 AA2=4 BB1=2"), "Whitford": answers("AA1=4 AA2=4 BB1=4")})
    )
    entries = [cell(Places(at).question_row(q), spot.ENTRY) for q in round_.question_set.questions]
    typed: list[Change] = [
        {(WHAT_IF, entries[0]): "3 Agreed"},
        {(WHAT_IF, entries[0]): "3", (WHAT_IF, entries[2]): " 0 not started "},
        {(WHAT_IF, entries[1]): "0 Not started"},
        {(WHAT_IF, entries[1]): "4 Embedded"},
        {(WHAT_IF, entries[1]): "mostly"},
        {(WHAT_IF, "B4"): "Nowhere"},
        {(WHAT_IF, "B4"): "WHITFORD", (WHAT_IF, entries[0]): "0 Not started"},
    ]
    start, moved = walk(workbook_bytes(at.assessment), typed, tmp_path_factory.mktemp("small"))
    return Walk(at, start, moved)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        # 81.25 and 50 are 65.6 on average; the weak gate lets the area be Emerging and the overall Largely ready at most.
        (0, "1 answer changed: the overall goes from 65.6 to 71.9 (up 6.3), its band stays 3 Largely ready, and 1 of 2 areas changes its band."),
        (1, "2 answers changed: the overall goes from 65.6 to 46.9 (down 18.8), its band goes from 3 Largely ready to 2 Emerging, and 2 of 2 areas change their band."),
        (2, "1 answer changed: the overall goes from 65.6 to 28.1 (down 37.5), its band goes from 3 Largely ready to 1 Not ready, and 1 of 2 areas changes its band."),
        (3, NOTHING_TYPED),
        (4, f"1{UNREAD}"),
        (5, UNKNOWN),
        (6, "1 answer changed: the overall goes from 100.0 to 87.5 (down 12.5), its band goes from 4 Ready to 2 Emerging, and 1 of 2 areas changes its band."),
    ],
)  # fmt: skip
def test_sentence_says_what_is_tried(small: Walk, step: int, said: str) -> None:
    """One live sentence; short forms are understood as in the template, and what is not is said."""
    assert small.shown(step)[WHAT_IF, "A2"] == said


def test_unread_entry_counts_as_no_answer(small: Walk) -> None:
    """What cannot be read earns nothing and leaves its area provisional."""
    places, seen = Places(small.at), small.shown(4)
    card = scored(small.at.assessment.round, "AA1=1 AA2= BB1=2")
    here = [places.here(figure, spot.WHAT_IF, 0).replace("$", "") for figure in (spot.SCORE, spot.STATUS)]

    assert [seen[WHAT_IF, place] for place in here] == [card.areas[0].tally.score, "provisional"]


def test_waived_gate_stays_waived(tmp_path: Path) -> None:
    """Not applicable tried on a gate with a waiver is not applicable; on one without it counts as a blank."""
    round_ = tiny_round(question("AA1", gate=1), question("AA2", gate=1), question("AA3"))
    at = Positions(assessment_of(round_, {"Northmoor": answers("AA1=NA! AA2=3 AA3=3")}))
    tried: tuple[dict[str, AnswerValue], ...] = ({}, {"AA1": "NA", "AA2": "NA"}, {"AA1": 2})
    start, moved = walk(workbook_bytes(at.assessment), [change(at, "Northmoor", one) for one in tried], tmp_path)
    for one, seen in zip(tried, moved, strict=True):
        expected = what_if_figures(at, 0, one)
        shown = start | seen

        assert {place: shown.get(place, "") for place in expected} == pytest.approx(expected, abs=1e-9), one


def test_lowest_area_of_a_trial_holds_its_overall(tmp_path: Path) -> None:
    """An area at 75 by its weights is at 50 without: then it is the lowest area there that lets the overall be Largely ready at most."""
    round_ = tiny_round(question("AA1", 3), question("AA2", 1), question("BB1"), question("CC1"))
    at = Positions(assessment_of(round_, {"Northmoor": answers("AA1=4 AA2=0 BB1=4 CC1=4")}))
    wrong = office.plant_wrong_values(workbook_bytes(at.assessment))
    seen = {
        (sheet, place): value
        for sheet, cells in office.cell_values(office.recalculate(wrong, tmp_path)).items()
        for place, value in cells.items()
    }
    expected = sensitivity_figures(at)

    assert {place: seen.get(place, "") for place in expected} == pytest.approx(expected, abs=1e-9)
    assert "3 Largely ready, was 4 Ready" in expected.values()
