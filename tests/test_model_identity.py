"""What a template says of itself comes back whole, whatever the names in it."""

import re
from dataclasses import astuple, fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.model.identity import Identity, is_for_the_office
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Partner, Round

HARD_NAMES = [
    "Cyngor Sir Tŷ Ŵyn",
    "Ashcombe; Thorne",
    "100% Council",
    "A=B;C=D",
    "St Aldric's, North & East",
    "%3B",
    "rasp-xl;template=9",
    "Two\nlines",
    "_x000D_",
    " spaces around ",
    "",
]
IDENTITIES = st.builds(Identity, *(st.text(max_size=30) for _ in fields(Identity)))


def of_council(name: str) -> Identity:
    """The identity of a template made for a council of this name."""
    return Identity("1", "rasp-xl", "2026.1", "0123456789ab", "joining", "2", "r1", "c1", name)


@pytest.mark.parametrize("name", HARD_NAMES)
def test_text_round_trip(name: str) -> None:
    """A council's name survives the document's keywords, with Welsh letters, semicolons and percent signs."""
    identity = of_council(name)

    assert Identity.from_text(identity.text()) == identity


@given(IDENTITIES)
@settings(deadline=None, max_examples=200, derandomize=True)
def test_text_round_trip_any(identity: Identity) -> None:
    """Whatever the parts hold, the keywords give them back."""
    assert Identity.from_text(identity.text()) == identity


@pytest.mark.parametrize("name", HARD_NAMES)
def test_rows_round_trip(name: str) -> None:
    """A council's name survives the labelled cells on the sheet Lists."""
    identity = of_council(name)

    assert Identity.from_rows(dict(identity.rows())) == identity


@pytest.mark.parametrize("between", [" ", ", ", "; ", ",", "  "])
@pytest.mark.parametrize("name", HARD_NAMES)
def test_text_parted_otherwise(name: str, between: str) -> None:
    """LibreOffice saves keywords with a space or a comma between them."""
    identity = of_council(name)

    assert Identity.from_text(identity.text().replace(";", between)) == identity


@given(IDENTITIES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=100, derandomize=True)
def test_rows_round_trip_any(identity: Identity, shuffle) -> None:
    """The rows may come back in any order and their labels in any case."""
    rows = [(label.upper(), value) for label, value in identity.rows()]
    shuffle.shuffle(rows)

    assert Identity.from_rows(dict(rows)) == identity


@given(IDENTITIES)
@settings(deadline=None, max_examples=100, derandomize=True)
def test_text_plain(identity: Identity) -> None:
    """The keywords are one line of plain letters that no program has a reason to change."""
    text = identity.text()

    assert re.fullmatch(r"[ -~]+", text)
    assert text.count(";") == len(fields(Identity))


def test_rows_labels() -> None:
    """A reader of the sheet Lists sees each part with a plain label, once."""
    labels = [label for label, _ in of_council("Northmoor").rows()]

    assert labels == [
        "Template", "Question set", "Version", "Fingerprint", "Purpose", "Stage", "Round", "Partner", "Council", "Mends", "Person",
    ]  # fmt: skip


def test_rows_missing() -> None:
    """A label somebody deleted leaves its part empty, and a label of somebody else is passed over."""
    identity = Identity.from_rows({"template": "1", "COUNCIL": "Northmoor", "Notes": "x"})

    assert identity == Identity(template="1", council="Northmoor")
    assert Identity.from_rows({}) == Identity()


@pytest.mark.parametrize("text", ["", "budget; ICT; 2026", "template=1;council=X", "rasp-xlsx;template=1", ";;;", "="])
def test_text_foreign(text: str) -> None:
    """Keywords that somebody else wrote say nothing about a template."""
    identity = Identity.from_text(text)

    assert identity == Identity()
    assert not identity.known


@given(st.text(max_size=60), st.text(max_size=60))
@settings(deadline=None, max_examples=200, derandomize=True)
def test_text_damaged(head: str, tail: str) -> None:
    """Keywords that were cut or written over never stop the reading of a return."""
    whole = of_council("Northmoor").text()

    assert isinstance(Identity.from_text(whole[: len(head)] + tail), Identity)
    assert isinstance(Identity.from_text(f"rasp-xl;{head}"), Identity)


def test_text_newer() -> None:
    """A part that a later version adds does no harm."""
    assert Identity.from_text("rasp-xl;template=2;colour=red;council=Northmoor") == Identity(
        template="2", council="Northmoor"
    )


@pytest.mark.parametrize(
    ("purpose", "stage", "expected"),
    [
        ("new", "1", (Purpose.NEW, 1)),
        ("health-check", "4", (Purpose.HEALTH_CHECK, 4)),
        ("joining", "3", (Purpose.JOINING, 3)),
        ("new", "0", None),
        ("new", "5", None),
        ("new", "", None),
        ("new", "12", None),
        ("new", "1.0", None),
        ("", "1", None),
        ("New", "1", None),
        ("merger", "1", None),
    ],
)
def test_purpose_and_stage(purpose: str, stage: str, expected: tuple[Purpose, int] | None) -> None:
    """A return is scored for the purpose and stage it was made for, and only where it says so in words we know."""
    assert Identity(template="1", purpose=purpose, stage=stage).purpose_and_stage == expected


def test_of_partner(asked: QuestionSet) -> None:
    """A template made for a council in a round says so, with the question set it asks."""
    round_ = Round(Purpose.JOINING, 2, asked, id="r7")
    identity = Identity.of(round_, Partner("cwm-twr", "Cwm Tŵr"))

    assert astuple(identity)[1:] == (
        "rasp-xl", asked.version, asked.fingerprint, "joining", "2", "r7", "cwm-twr", "Cwm Tŵr", "", "",
    )  # fmt: skip
    assert identity.known
    assert identity.purpose_and_stage == (Purpose.JOINING, 2)


def test_of_one_respondent_of_several(asked: QuestionSet) -> None:
    """A template made for one of a council's people says for whom; those of earlier versions say nothing of it and are read."""
    made = Identity.of(Round(Purpose.NEW, 1, asked), Partner("northmoor", "Northmoor"), person="jane-roe")
    earlier = {label: value for label, value in made.rows() if label != "Person"}

    assert made.person == "jane-roe"
    assert Identity.from_rows(earlier) == replace(made, person="")
    assert Identity.from_text(made.text().replace(";person=jane-roe", "")) == replace(made, person="")


def test_of_nobody(asked: QuestionSet) -> None:
    """A blank template is known as ours but names no council."""
    identity = Identity.of(Round(Purpose.NEW, 1, asked), None)

    assert identity.known
    assert (identity.round, identity.partner, identity.council) == ("", "", "")


@pytest.mark.parametrize("between", [";", " ", ", ", " ; "])
@pytest.mark.parametrize(("mark", "expected"), [("result", True), ("round", True), ("template=1", False)])
def test_workbooks_for_the_office_are_known_however_keywords_are_parted(
    between: str, mark: str, expected: bool
) -> None:
    """LibreOffice splits keywords at every blank and semicolon and joins them by blanks."""
    assert is_for_the_office(f"rasp-xl{between}{mark}") is expected
