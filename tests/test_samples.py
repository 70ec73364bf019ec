"""The sample round: every file is there for a reason, and does what it is there for."""

from collections import Counter
from importlib.resources import as_file, files

import pytest
from zip_parts import members

from rasp_xl import pipeline
from rasp_xl.incoming.ledger import Entry
from rasp_xl.model.questions import Purpose
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.wording import attention

# Evidence is missing for some claims (RX301) in most returns, as it is in life.
FILES = {
    "Ashcombe and Thorne part.xlsx": ("scored", {"RX206": 2, "RX301": 2, "RX402": 1}),  # two areas not answered
    "Copy of Northmoor.xlsx": ("superseded", {"RX110": 1}),
    "Cwm Twr IT.xlsx": ("scored", {"RX301": 4}),  # two people of one council
    "Cwm Twr finance.xlsx": ("scored", {"RX301": 3}),
    "Eastvale return FINAL v2.xlsx": ("scored", {"RX301": 6}),
    "Eastvale return.xlsx": ("superseded", {"RX111": 1}),  # an older one by the same person
    "Fenmarch.xlsx": ("scored", {}),  # re-saved by LibreOffice
    "Kestrelby.xlsx": ("scored", {"RX301": 5}),  # answers typed in many ways
    "Lowmere return.xlsx": ("refused", {"RX107": 1}),  # a sign-in page under the name of a workbook
    "Northmoor.xlsx": ("scored", {"RX301": 2}),  # the copy is the same file
    "Oxenholt.xlsx": ("scored", {"RX201": 2, "RX301": 4}),  # two answers that cannot be read
    "St Aldrics.xlsx": ("scored", {"RX301": 1}),  # knows little of itself
    "harrowmere.xlsx": ("scored", {}),
    "~$harrowmere.xlsx": ("ignored", {"RX120": 1}),  # Excel's lock
}

COUNCILS = {
    "Ashcombe & Thorne District Council": (40.2, "Emerging", "provisional"),
    "Cwm Tŵr County Borough Council": (56.1, "Emerging", "final"),
    "Eastvale Borough Council": (69.3, "Largely ready", "final"),
    "Fenmarch District Council": (47.7, "Emerging", "final"),
    "Harrowmere City Council": (30.8, "Not ready", "final"),
    "Kestrelby Metropolitan Borough Council": (63.2, "Largely ready", "final"),
    "Northmoor District Council": (88.5, "Ready", "final"),
    "Oxenholt District Council": (66.0, "Largely ready", "provisional"),
    "St Aldric's Borough Council": (21.9, "Not ready", "provisional"),
}

TYPED = {
    "SV1": 3, "SV2": 2, "SV3": 3, "SV4": 3, "SV5": 3, "SV6": 2, "SV7": 3, "EC1": 3, "EC4": 2, "RM1": 3, "RM2": 3,
    "TR9": "NA", "GV1": 3, "GV4": 3,
}  # fmt: skip
"""What Kestrelby's typed answers mean: a number, a number as text, " 3 - agreed", "agreed", "LEVEL 2", "n/a"..."""


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    with as_file(files("rasp_xl.sample_workbooks").joinpath("returns")) as folder:
        return pipeline.assess([folder])


def _entry(assessment: Assessment, path: str) -> Entry:
    return next(e for e in assessment.ledger.entries if e.path == path)


def _card(assessment: Assessment, start: str) -> Scorecard:
    return next(c for c in assessment.cards if c.name.startswith(start))


def _answers(assessment: Assessment, council: str) -> dict[str, object]:
    return {a.question: a.value for a in _card(assessment, council).answers}


def test_the_round_is_what_it_says(assessment: Assessment) -> None:
    """The samples are a new programme before signature, and no other file lies among them."""
    assert (assessment.round.purpose, assessment.round.stage) == (Purpose.NEW, 2)
    assert [e.path for e in assessment.ledger.entries] == sorted(FILES)


@pytest.mark.parametrize("path", FILES)
def test_file_does_what_it_is_there_for(assessment: Assessment, path: str) -> None:
    """Each file has the status and the findings that it is there to show, and no others."""
    entry = _entry(assessment, path)

    assert (entry.status.value, dict(Counter(f.rule.code for f in entry.findings))) == FILES[path]


def test_councils_stand_where_they_should(assessment: Assessment) -> None:
    """The nine councils differ as a reader expects: score, band after gates, final or provisional."""
    found = {
        c.name: (round(c.overall.score or 0, 1), c.overall.band.name, c.overall.status)
        for c in assessment.cards
        if c.overall.band
    }

    assert found == COUNCILS


def test_control_total_of_the_demo(assessment: Assessment) -> None:
    """Fourteen files: ten count, two are superseded, one is refused and one ignored."""
    assert assessment.control_line == (
        "14 files: 10 scored, 0 held, 2 superseded, 1 refused, 1 ignored. 14 = 10 + 0 + 2 + 1 + 1."
    )


def test_answer_cells_add_up(assessment: Assessment) -> None:
    """Ten returns of 57 questions are 570 cells, and each is a level, don't know, not applicable, blank or unreadable."""
    counts = assessment.answer_counts

    assert counts["cells"] == 570 == sum(n for name, n in counts.items() if name != "cells")
    assert (counts["blank"], counts["unreadable"], counts["not_applicable"]) == (24, 2, 1)


def test_three_files_need_attention(assessment: Assessment) -> None:
    """Only the web page, the return with empty areas and the one with unreadable answers ask for somebody's attention."""
    assert assessment.needs_attention
    assert [path for path, _ in attention(assessment)] == [
        "Lowmere return.xlsx",
        "Ashcombe and Thorne part.xlsx",
        "Oxenholt.xlsx",
    ]


def test_typed_answers_are_read_as_they_are_meant(assessment: Assessment) -> None:
    """Every answer that Kestrelby typed by hand is read, however it was typed."""
    answers = _answers(assessment, "Kestrelby")

    assert {i: answers[i] for i in TYPED} == TYPED


def test_unreadable_answers_are_not_guessed(assessment: Assessment) -> None:
    """Oxenholt's "2-3" and "TBC" count as no answer, make their two areas provisional, and cost nothing else."""
    card, answers = _card(assessment, "Oxenholt"), _answers(assessment, "Oxenholt")
    found = {f.question: f.found for f in _entry(assessment, "Oxenholt.xlsx").findings if f.must_fix}

    assert found == {"SV6": "2-3", "RM8": "TBC"}
    assert [i for i, value in answers.items() if value is None] == ["SV6", "RM8"]
    assert [a.id for a in card.areas if a.provisional] == ["SV", "RM"]


def test_incomplete_return_is_scored_for_what_it_has(assessment: Assessment) -> None:
    """Ashcombe & Thorne left two areas empty: they score 0 and are provisional, the other three are final."""
    areas = {a.id: (a.tally.score, a.status) for a in _card(assessment, "Ashcombe").areas}

    assert areas["TR"] == areas["GV"] == (0, "provisional")
    assert {areas[i][1] for i in ("SV", "EC", "RM")} == {"final"}


def test_two_respondents_make_one_council(assessment: Assessment) -> None:
    """Of Cwm Tŵr's two returns each answer is the median, rounded down; a lone don't know leaves the other's level."""
    answers = _answers(assessment, "Cwm Tŵr")

    assert _card(assessment, "Cwm Tŵr").respondents == 2
    assert {i: answers[i] for i in ("SV3", "EC2", "TR1", "TR5", "RM2")} == {
        "SV3": 3, "EC2": 3, "TR1": 1, "TR5": 2, "RM2": 2,
    }  # fmt: skip


def test_weak_exit_terms_hold_eastvale_down(assessment: Assessment) -> None:
    """Eastvale shows what a gate does: a Governance score of Largely ready, held at Emerging by the exit terms."""
    governance = _card(assessment, "Eastvale").areas[-1]

    assert governance.band_before_caps is not None
    assert governance.band is not None
    assert (governance.band_before_caps.name, governance.band.name) == ("Largely ready", "Emerging")
    assert governance.capped_by == ("GV12",)


def test_much_is_unknown_at_st_aldrics(assessment: Assessment) -> None:
    """St Aldric's knows little: coverage keeps every area provisional, and what is known is better than the score says."""
    areas = _card(assessment, "St Aldric").areas

    assert all(a.tally.coverage is not None and a.tally.coverage < 80 for a in areas)
    assert all((a.tally.known_only or 0) > (a.tally.score or 0) for a in areas)


def test_one_return_was_saved_by_libreoffice() -> None:
    """Fenmarch's workbook really is as LibreOffice writes it, and the others are not."""
    folder = files("rasp_xl.sample_workbooks").joinpath("returns")
    makers = {}
    for path, (status, _) in FILES.items():
        if status == "scored":
            makers[path] = b"LibreOffice" in members(folder.joinpath(path).read_bytes())["docProps/app.xml"]

    assert [path for path, found in makers.items() if found] == ["Fenmarch.xlsx"]


def test_respondents_are_roles(assessment: Assessment) -> None:
    """Respondents are roles, never names of people."""
    roles = ("director", "executive", "officer", "manager", "head", "lead")

    for entry in assessment.ledger.entries:
        assert not entry.returned or any(role in entry.respondent.lower() for role in roles)
