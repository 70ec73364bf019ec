"""Bands and settings, stages and gates of a round, and where each answer's cell is."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.model import layout
from rasp_xl.model.questions import STAGES, Purpose, QuestionSet, stage_words
from rasp_xl.model.rounds import BANDS, Band, Partner, Round, Settings

EDGES = [
    (0, "Not ready"),
    (39.99, "Not ready"),
    (39.999, "Not ready"),
    (39.99999999, "Not ready"),
    (40, "Emerging"),
    (40.0, "Emerging"),
    (59.99, "Emerging"),
    (59.99999999, "Emerging"),
    (60, "Largely ready"),
    (79.99, "Largely ready"),
    (79.99999999, "Largely ready"),
    (80, "Ready"),
    (100, "Ready"),
]

EXACT_MEANS = [
    (("25", "20", "325/6", "170/3", "265/6"), 40, "Emerging"),
    (("275/6", "280/3", "100", "50", "65/6"), 60, "Largely ready"),
    (("175/2", "250/3", "75", "395/6", "265/3"), 80, "Ready"),
]
"""Five area scores whose mean is exactly an edge."""


def band_name(score: float | None) -> str:
    """The name of a score's band by the standard settings; empty where there is none."""
    band = Settings().band(score)
    return band.name if band else ""


@pytest.mark.parametrize(("score", "name"), EDGES)
def test_band_edge(score: float, name: str) -> None:
    """A score of exactly 40, 60 or 80 has reached the next band, and the slightest bit less has not."""
    assert band_name(score) == name


def test_band_no_score() -> None:
    """Where nothing applies there is no band, rather than the lowest."""
    assert Settings().band(None) is None


@pytest.mark.parametrize(("scores", "edge", "name"), EXACT_MEANS)
def test_band_exact_mean(scores: tuple[str, ...], edge: int, name: str) -> None:
    """Five areas that average exactly 60 reach the band, though their floating-point mean falls a hair short."""
    exact = sum(Fraction(score) for score in scores) / 5
    mean = sum(float(Fraction(score)) for score in scores) / 5

    assert exact == edge
    assert mean < edge
    assert band_name(mean) == name


@given(st.floats(0, 100), st.floats(0, 100))
@settings(deadline=None, max_examples=200, derandomize=True)
def test_band_never_falls(one: float, other: float) -> None:
    """A higher score never has a lower band."""
    low, high = sorted((one, other))
    lower, higher = Settings().band(low), Settings().band(high)

    assert lower is not None
    assert higher is not None
    assert lower.number <= higher.number


def test_bands_labels() -> None:
    """Every heat map cell shows number and name, from 1 Not ready to 4 Ready."""
    assert [band.label for band in BANDS] == ["1 Not ready", "2 Emerging", "3 Largely ready", "4 Ready"]
    assert [band.from_score for band in BANDS] == [0, 40, 60, 80]


def test_settings_standard() -> None:
    """An area is final from 80 % coverage and up to 25 % not applicable, unless finance says otherwise."""
    chosen = Settings()

    assert (chosen.min_coverage, chosen.max_not_applicable, chosen.bands) == (80, 25, BANDS)


@pytest.mark.parametrize(("score", "name"), [(49.99, "No"), (50, "Yes"), (100, "Yes"), (0, "No")])
def test_settings_own_bands(score: float, name: str) -> None:
    """Bands that finance moved hold from their own edges, in whatever order they are listed."""
    chosen = Settings(bands=(Band(2, "Yes", 50, "Go."), Band(1, "No", 0, "Stop.")))
    band = chosen.band(score)

    assert band is not None
    assert band.name == name


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (1, "Stage 1, before commitment"),
        (2, "Stage 2, before signature"),
        (3, "Stage 3, before go-live"),
        (4, "Stage 4, in service"),
    ],
)
def test_stage_words(stage: int, words: str) -> None:
    """A stage is shown with its number and its name."""
    assert stage_words(stage) == words
    assert len(STAGES) == 4


@pytest.mark.parametrize(
    ("purpose", "words"),
    [("new", "New programme"), ("health-check", "Health check"), ("joining", "New partner joining")],
)
def test_purpose_words(purpose: str, words: str) -> None:
    """A purpose is written with hyphens on the command line and with words for a reader."""
    assert Purpose(purpose).words == words
    assert len(Purpose) == 3


@pytest.mark.parametrize(
    ("purpose", "stage", "biting"),
    [
        (Purpose.NEW, 1, "SV3 SV8 EC1 TR1 TR4 RM1 GV1 GV2"),
        (Purpose.NEW, 2, "SV3 SV8 EC1 TR1 TR4 TR10 RM1 RM6 GV1 GV2 GV12"),
        (Purpose.NEW, 3, "SV3 SV8 EC1 TR1 TR4 TR10 RM1 RM4 RM6 GV1 GV2 GV12"),
        (Purpose.HEALTH_CHECK, 1, "SV3 EC1 TR4 GV2"),
        (Purpose.HEALTH_CHECK, 3, "SV3 EC1 TR4 RM4 RM5 RM6 GV2 GV12"),
        (Purpose.HEALTH_CHECK, 4, "SV3 EC1 TR4 TR7 RM4 RM5 RM6 GV2 GV8 GV12"),
        (Purpose.JOINING, 2, "SV3 SV8 EC1 TR1 TR4 TR10 RM1 RM6 GV2 GV11 GV12"),
    ],
)
def test_round_bites(asked: QuestionSet, purpose: Purpose, stage: int, biting: str) -> None:
    """The gates that bite are those of the purpose whose first stage has come."""
    round_ = Round(purpose, stage, asked)

    assert {question.id for question in asked.questions if round_.bites(question)} == set(biting.split())


def test_round_for_purpose(asked: QuestionSet) -> None:
    """Turning a round to another purpose and stage keeps everything else and changes the weights."""
    round_ = Round(Purpose.NEW, 1, asked, id="r1", partners=(Partner("a", "A"),))
    turned = round_.for_purpose(Purpose.HEALTH_CHECK, 4)
    options = next(question for question in asked.questions if question.id == "SV2")

    assert (turned.purpose, turned.stage, turned.id, turned.partners) == (
        Purpose.HEALTH_CHECK,
        4,
        "r1",
        round_.partners,
    )
    assert (round_.weight(options), turned.weight(options)) == (3, 1)


def test_layout_slots(asked: QuestionSet) -> None:
    """Every question has a row of its own on its area's sheet, directly below the headings and in the order asked."""
    found = list(layout.slots(asked))

    assert [slot.question.id for slot in found] == [question.id for question in asked.questions]
    for area in asked.areas:
        rows = [slot.row for slot in found if slot.sheet == area.name]
        assert rows == [layout.AREA_HEADER_ROW + number for number in range(1, len(area.questions) + 1)]


def test_layout_columns() -> None:
    """The five headings a reader looks for are there once each, Ref first, and each level's text has its column."""
    columns = layout.AREA_COLUMNS

    assert columns[0] == "Ref"
    assert len(set(columns)) == len(columns)
    assert {"Ref", "Question", "Answer", "Evidence", "Comment"} == set(layout.HEADINGS) <= set(columns)
    assert {"0 Not started", "1 Discussed", "2 In progress", "3 Agreed", "4 Embedded"} <= set(columns)


def test_slot_cell(asked: QuestionSet) -> None:
    """An answer's address leads to the column headed Answer in the question's row, fixed or not."""
    slot = next(iter(layout.slots(asked)))
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[layout.AREA_COLUMNS.index("Answer")]

    assert slot.cell("Answer") == f"{letter}{slot.row}"
    assert slot.cell("Answer", fixed=True) == f"${letter}${slot.row}"
    assert slot.cell("Ref") == f"A{slot.row}"


def test_slot_cell_unknown(asked: QuestionSet) -> None:
    """A heading the sheet does not have is our mistake and never some other column."""
    slot = next(iter(layout.slots(asked)))

    with pytest.raises(ValueError, match="not in tuple"):
        slot.cell("Answers")


def test_layout_cover() -> None:
    """Council, Respondent, Role and Date stand one below the other on Start here, in these words."""
    rows = [layout.cover_row(label) for label in ("Council", "Respondent", "Role", "Date")]

    assert rows == list(range(rows[0], rows[0] + 4))
    assert rows[0] > 1


def test_layout_sheet_names(asked: QuestionSet) -> None:
    """No two sheets of a template share a name, and every name is one that Excel takes."""
    names = [layout.START, layout.SCORES, layout.COUNTING, layout.LISTS, *(area.name for area in asked.areas)]

    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[^\[\]:*?/\\']{1,31}", name) for name in names)


@pytest.mark.parametrize(
    ("sheet", "written"),
    [
        ("Governance", "'Governance'"),
        ("Your scores", "'Your scores'"),
        ("St Aldric's", "'St Aldric''s'"),
        ("''", "''''''"),
        ("Tŷ Ŵyn", "'Tŷ Ŵyn'"),
    ],
)
def test_quoted(sheet: str, written: str) -> None:
    """A sheet's name stands in a formula between apostrophes, its own doubled."""
    assert layout.quoted(sheet) == written
