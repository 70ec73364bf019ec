"""One truth: the template, the engine, the scored workbook, the page and results.json give the same figures."""

import json
import random
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import office
import pytest
from building import answers, everywhere, question, scored, tiny_round
from councils import assessment_of, typed, typed_values
from lxml import html
from zip_parts import members

from rasp_xl import pipeline
from rasp_xl.model import layout
from rasp_xl.model.answers import Answer
from rasp_xl.model.layout import COUNCIL
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Band, Partner, Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.outgoing.book import cell
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.score_rows import Rows
from rasp_xl.outgoing.scores_sheet import AREA_HEADINGS
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.positions import CHECKS, SCORES, Positions
from rasp_xl.reports.proof_sheets import ALL_WELL
from rasp_xl.reports.score_sheets import BAND, BEFORE, COVERAGE, EVIDENCED, HELD_BY, KNOWN, SCORE, STATUS
from rasp_xl.reports.workbook import workbook_bytes

pytestmark = pytest.mark.office

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
GATES = tuple(q.id for q in ASKED.questions if ROUND.bites(q))
IN_TEMPLATE = tuple(
    AREA_HEADINGS.index(heading) + 1
    for heading in (
        "Score",
        "Band",
        "Band before gates",
        "Held down by",
        "Status",
        "Known-only",
        "Evidenced",
        "Coverage %",
    )
)
IN_SCORES = (SCORE, BAND, BEFORE, HELD_BY, STATUS, KNOWN, EVIDENCED, COVERAGE)

Line = list[object]
"""Score, band, band before gates, held down by, status; an area also known-only, evidenced, coverage. None where empty."""


def random_answers(seed: int, values: Sequence[object]) -> dict[str, Answer]:
    """Answers drawn from some values; half of them cite evidence."""
    draw = random.Random(seed)
    return {q.id: Answer(q.id, draw.choice(values), draw.choice(("Minute 7", ""))) for q in ASKED.questions}


COUNCILS: Mapping[str, Mapping[str, Answer]] = {
    "All blank but one": everywhere(ASKED, None) | {"SV2": Answer("SV2", 0)},
    "All don't know": everywhere(ASKED, "DK"),
    "All embedded": everywhere(ASKED, 4, " ".join(f"{q.id}=4*" for q in ASKED.questions)),
    "All not applicable": everywhere(ASKED, "NA"),
    "Any answer": random_answers(1, (0, 1, 2, 3, 4, "DK", "NA", None)),
    "Gates closed": random_answers(2, (3, 4)) | answers(" ".join(f"{g}=0" for g in GATES)),
    "High with a weak gate": random_answers(3, (4, 4, 4, 3)) | answers("GV1=1"),
    "Mostly known": random_answers(4, (1, 2, 2, 3, 3, 3, 4, "DK")),
    "Not readable": everywhere(ASKED, 3, "TR2=2*"),
}
UNREADABLE = {"Not readable": {"TR3": ("TBC", "", "")}}
"""What is typed instead of an answer."""


@dataclass(frozen=True)
class Run:
    """One folder of returns scored, and what LibreOffice makes of the workbooks."""

    assessment: Assessment
    files: Mapping[str, bytes]
    templates: Mapping[str, Mapping[str, Mapping[str, object]]]
    scored: bytes


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Type the councils' answers into blank templates, score the folder, and let LibreOffice calculate everything."""
    folder, tmp = tmp_path_factory.mktemp("returns"), tmp_path_factory.mktemp("office")
    blank = pipeline.template(ROUND.purpose, ROUND.stage)
    for name, given in COUNCILS.items():
        (folder / f"{name}.xlsx").write_bytes(
            typed(blank, ASKED, typed_values(given) | UNREADABLE.get(name, {}), {COUNCIL: name})
        )
    assessment = pipeline.assess([folder])
    files = pipeline.score(assessment, tmp / "results")
    wrong = office.plant_wrong_values(files[pipeline.SCORED])
    with ThreadPoolExecutor(2) as pool:
        books = (wrong, *((folder / f"{name}.xlsx").read_bytes() for name in COUNCILS))
        scored_book, *templates = pool.map(lambda book: office.recalculate(book, tmp), books)
    values = {name: office.cell_values(book) for name, book in zip(COUNCILS, templates, strict=True)}
    return Run(assessment, files, values, scored_book)


def label(band: Band | None) -> str:
    return f"{band.number} {band.name}" if band else "No score"


def by_engine(card: Scorecard) -> list[Line]:
    """A line for each area, then the overall."""
    areas: list[Line] = [
        [a.tally.score, label(a.band), label(a.band_before_caps), ", ".join(a.capped_by) or None, a.status,
         a.tally.known_only, a.tally.evidenced, a.tally.coverage]
        for a in card.areas
    ]  # fmt: skip
    whole = card.overall
    return [
        *areas,
        [
            whole.score,
            label(whole.band),
            label(whole.band_before_caps),
            ", ".join(whole.capped_by) or None,
            whole.status,
        ],
    ]


def by_sheet(values: Mapping[str, object], rows: Sequence[int], columns: Sequence[int]) -> list[Line]:
    """The same from cells; of the last row, the overall, only what it has."""
    lines = [[values.get(cell(row, column)) for column in columns] for row in rows]
    return [*lines[:-1], lines[-1][:5]]


def assert_same(found: list[Line], expected: list[Line]) -> None:
    for one, other in zip(found, expected, strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def test_councils_differ_as_meant(run: Run) -> None:
    """The folder holds what the other tests are about: every band, both statuses, caps, and areas without a score."""
    areas = [a for card in run.assessment.cards for a in card.areas]

    assert [card.name for card in run.assessment.cards] == list(COUNCILS)
    assert {label(a.band) for a in areas} >= {"1 Not ready", "2 Emerging", "3 Largely ready", "4 Ready"}
    assert {a.status for a in areas} == {"final", "provisional"}
    assert any(a.capped_by and a.band != a.band_before_caps for a in areas)
    assert any(card.overall.band != card.overall.band_before_caps for card in run.assessment.cards)
    assert any(a.tally.known_only is None for a in areas)
    assert [a.to_fix for a in run.assessment.cards[-1].areas] == [0, 0, 1, 0, 0]


@pytest.mark.parametrize("council", COUNCILS)
def test_template_shows_what_the_engine_gives(run: Run, council: str) -> None:
    """The bottom line a council sees while filling is the one the programme office gets."""
    card = next(card for card in run.assessment.cards if card.name == council)
    rows = Rows(Filling(ROUND, card))
    found = by_sheet(run.templates[council][layout.SCORES], range(rows.areas, rows.overall + 1), IN_TEMPLATE)
    expected = by_engine(card)
    # The template says only whether the overall is held down; its own gates stand below.
    assert (found[-1].pop(3) is None) == (expected[-1].pop(3) is None)

    assert_same(found, expected)


def test_scored_workbook_shows_what_the_engine_gives(run: Run) -> None:
    """From planted wrong values LibreOffice calculates the engine's figures for every area of every council."""
    values, at = office.cell_values(run.scored)[SCORES], Positions(run.assessment)
    for council, card in enumerate(run.assessment.cards):
        rows = [at.score_row(council, number) for number in range(len(at.areas) + 1)]

        assert_same(by_sheet(values, rows, IN_SCORES), by_engine(card))


def test_page_shows_what_the_engine_gives(run: Run) -> None:
    """The heat map of the page holds the same scores, bands, gates and statuses."""
    page = html.fromstring(run.files[pipeline.PAGE].decode())
    rows = page.xpath("//table[contains(@class, 'map')]/tbody/tr")
    for row, card in zip(rows, run.assessment.cards, strict=True):
        expected = by_engine(card)
        for box, line in zip(row.findall("td"), expected, strict=False):
            score, words = box.xpath(".//data/@value"), " ".join(box.text_content().split())
            held = re.search(r"held by ((?:\w+, )*\w+)", words)

            assert [float(value) for value in score] == pytest.approx([] if line[0] is None else [line[0]], abs=1e-9)
            assert str(line[1]) in words
            assert (held[1] if held else None) == line[3]
        assert [("provisional" in box.text_content()) for box in row.findall("td")[:5]] == [
            line[4] == "provisional" for line in expected[:5]
        ]
        assert row.findall("td")[-1].text_content().strip().lower() == expected[-1][4]


def test_results_hold_what_the_engine_gives(run: Run) -> None:
    """results.json has the same figures, unrounded."""
    content = json.loads(run.files[pipeline.RESULTS])
    names = {None: "No score", **{b.name: label(b) for b in ROUND.settings.bands}}
    for council, card in zip(content["councils"], run.assessment.cards, strict=True):
        found = [
            [a["score"], names[a["band"]], names[a["band_before_caps"]], ", ".join(a["capped_by"]) or None, a["status"],
             *(a.get(key) for key in ("known_only", "evidenced", "coverage"))]
            for a in (*council["areas"], council["overall"])
        ]  # fmt: skip

        assert council["name"] == card.name
        assert_same([*found[:-1], found[-1][:5]], by_engine(card))


def test_scored_workbook_recalculates_to_what_we_wrote(run: Run) -> None:
    """Every formula of every sheet, calculated from planted wrong values, gives the value that viewers are shown."""
    assert_recalculated(run.files[pipeline.SCORED], run.scored)


def test_checks_say_all_is_well(run: Run) -> None:
    """The control totals and all scores agree after LibreOffice has calculated everything."""
    assert office.cell_values(run.scored)[CHECKS]["A2"] == ALL_WELL


@pytest.mark.parametrize("council", ["All not applicable", "Any answer"])
def test_filled_template_recalculates_to_what_we_wrote(tmp_path: Path, council: str) -> None:
    """A template that we filled, a fix copy, shows in every formula what its answers give."""
    card = scored(ROUND, COUNCILS[council])
    data = template_bytes(Filling(ROUND, card, Partner("northmoor", "Northmoor")))

    assert_recalculated(data, office.recalculate(office.plant_wrong_values(data), tmp_path))


def assert_recalculated(written: bytes, recalculated: bytes) -> None:
    before, after = office.cell_values(written), office.cell_values(recalculated)
    formulas = [(sheet, address) for sheet, cells in office.formula_cells(written).items() for address in cells]
    errors = [name for name, body in members(recalculated).items() if b't="e"' in body]

    assert formulas
    assert errors == []
    assert {place: after[place[0]].get(place[1]) for place in formulas} == pytest.approx(
        {place: before[place[0]].get(place[1]) for place in formulas}, abs=1e-9
    )


def test_worked_examples(tmp_path: Path) -> None:
    """The examples of the method come out in both workbooks: 62.5 with a coverage of 75 %, and 84 held at Emerging."""
    weights = {"AA1": 2, "AA2": 1, "AA3": 1, "AA4": 1, "GV11": 17, "GV12": 1, "GV13": 5, "GV14": 2}
    round_ = tiny_round(*(question(q, w, gate=2 if q == "GV12" else None) for q, w in weights.items()), stage=2)
    given = answers("AA1=3* AA2=NA AA3=DK AA4=4* GV11=4* GV12=1 GV13=3* GV14=0")
    filling, assessment = Filling(round_, scored(round_, given)), assessment_of(round_, {"Northmoor": given})
    rows, at = Rows(filling), Positions(assessment)
    blank = template_bytes(Filling(round_, scored(round_, "")))
    template = office.recalculate(typed(blank, round_.question_set, typed_values(given)), tmp_path)
    book = office.recalculate(office.plant_wrong_values(workbook_bytes(assessment)), tmp_path)
    expected: list[Line] = [
        [62.5, "3 Largely ready", "3 Largely ready", None, "provisional", 250 / 3, 62.5, 75.0],
        [84.0, "2 Emerging", "4 Ready", "GV12", "final", 84.0, 84.0, 100.0],
    ]

    found = by_sheet(office.cell_values(template)[layout.SCORES], range(rows.areas, rows.overall + 1), IN_TEMPLATE)
    assert_same(found[:2], expected)
    found = by_sheet(office.cell_values(book)[SCORES], [at.score_row(0, number) for number in range(3)], IN_SCORES)
    assert_same(found[:2], expected)
    assert_same(found[2:], [[73.25, "3 Largely ready", "3 Largely ready", None, "provisional"]])


def test_area_that_does_not_apply(tmp_path: Path) -> None:
    """An area without a question that applies has no score in either workbook, and the overall goes by the others."""
    round_ = tiny_round(question("AA1"), question("BB1"), question("BB2"), question("BB3"))
    given = answers("AA1=NA BB1=3* BB2=0 BB3=NA")
    assessment = assessment_of(round_, {"Northmoor": given, "Whitford": answers("AA1=NA BB1=NA BB2=NA BB3=NA")})
    template, book = template_bytes(Filling(round_, scored(round_, given))), workbook_bytes(assessment)
    recalculated = office.recalculate(office.plant_wrong_values(book), tmp_path)
    scores, at = office.cell_values(recalculated)[SCORES], Positions(assessment)

    assert_recalculated(book, recalculated)
    assert_recalculated(template, office.recalculate(office.plant_wrong_values(template), tmp_path))
    assert [scores.get(cell(at.score_row(0, n), BAND)) for n in range(3)] == [
        "No score",
        "1 Not ready",
        "1 Not ready",
    ]
    assert [scores.get(cell(at.score_row(0, n), SCORE)) for n in range(3)] == [None, 37.5, 37.5]
    assert [scores.get(cell(at.score_row(1, n), SCORE)) for n in range(3)] == [None, None, None]
