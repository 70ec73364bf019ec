"""A template goes out, somebody fills it, it comes back: nothing is lost, moved or changed on the way."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from councils import Typed, typed
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl import pipeline
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.answers import CHOICES, Answer, Cover
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import ANSWER, COMMENT, COUNCIL, DATE, EVIDENCE, RESPONDENT, ROLE, column_of, slots
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose, Question, QuestionSet
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.scoring.scores import score_council

STAGES = range(1, 5)
VALUES = dict(CHOICES) | {"": None}
FILE = "Northmoor return.xlsx"

# Everything Excel keeps in a cell: no control characters but a new line, and no _x0041_, which it takes for a letter.
TEXTS = st.one_of(
    st.sampled_from(("", "=1+1", "@SUM(A1)", "+44 1632 960000", "- minutes 3.2", "Cŵl, مجلس, 🏛", "3", "n/a")),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n"), max_size=40),
).filter(lambda text: "_x" not in text)
ENTRIES = st.fixed_dictionaries(
    {q.id: st.tuples(st.sampled_from(tuple(VALUES)), TEXTS, TEXTS) for q in standard_set().questions}
)


@cache
def blank(purpose: Purpose, stage: int) -> bytes:
    return pipeline.template(purpose, stage)


def read(data: bytes, asked: QuestionSet) -> Return:
    returned = Reader(asked).read(data, FILE)
    assert isinstance(returned, Return)
    return returned


def by_hand(questions: tuple[Question, ...], round_: Round, entries: dict[str, Typed]) -> Fraction | None:
    """100 times weight times level, over 4 times the weight of what applies; nothing where nothing applies."""
    earned = applies = 0
    for question in questions:
        value, weight = VALUES[entries[question.id][0]], round_.weight(question)
        if value != "NA" or round_.gate_from(question) is not None:
            applies += weight
            earned += weight * value if isinstance(value, int) else 0
    return Fraction(100 * earned, 4 * applies) if applies else None


@pytest.mark.parametrize("purpose", tuple(Purpose))
@pytest.mark.parametrize("stage", STAGES)
@settings(max_examples=3, deadline=None, derandomize=True)
@given(entries=ENTRIES)
def test_typed_answers_come_back(asked: QuestionSet, purpose: Purpose, stage: int, entries: dict[str, Typed]) -> None:
    """Whatever is typed into a blank template is read as typed, from the cell it was typed in, and scored by the method."""
    returned = read(typed(blank(purpose, stage), asked, entries), asked)
    round_ = Round(purpose, stage, asked)
    card = score_council(Partner("northmoor", "Northmoor"), (returned.answers,), round_)
    areas = [by_hand(area.questions, round_, entries) for area in asked.areas]
    found = [a for a in areas if a is not None]

    assert returned.findings == ()
    assert returned.identity.purpose_and_stage == (purpose, stage)
    assert returned.answers == {
        slot.question.id: Answer(
            slot.question.id,
            VALUES[entries[slot.question.id][0]],
            *(text.strip() for text in entries[slot.question.id][1:]),
            raw=entries[slot.question.id][0],
            place=Place(FILE, slot.sheet, slot.row, column_of(ANSWER)),
            evidence_column=column_of(EVIDENCE),
            comment_column=column_of(COMMENT),
        )
        for slot in slots(asked)
    }
    assert [a.tally.score for a in card.areas] == pytest.approx([a and float(a) for a in areas], abs=1e-9)
    assert card.overall.score == pytest.approx(float(sum(found) / len(found)) if found else None, abs=1e-9)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(entries=ENTRIES)
def test_written_answers_come_back(asked: QuestionSet, entries: dict[str, Typed]) -> None:
    """A template that we wrote with answers in it reads as those answers: a fix copy loses nothing."""
    round_ = Round(Purpose.JOINING, 3, asked)
    given_answers = {q: Answer(q, VALUES[a], evidence, comment) for q, (a, evidence, comment) in entries.items()}
    card = score_council(Partner("northmoor", "Northmoor"), (given_answers,), round_)
    returned = read(template_bytes(Filling(round_, card)), asked)

    assert {q: (a.value, a.evidence, a.comment) for q, a in returned.answers.items()} == {
        q: (a.value, a.evidence.strip(), a.comment.strip()) for q, a in given_answers.items()
    }


def test_cover_comes_back(asked: QuestionSet) -> None:
    """Respondent, role and date typed on the start sheet are read, beside the council that the template was made for."""
    template = pipeline.template(Purpose.NEW, 2, Partner("cwm-twr", "Cwm Tŵr"))
    cover = {RESPONDENT: "Head of IT", ROLE: "CIO", DATE: date(2026, 11, 23)}
    returned = read(typed(template, asked, {}, cover), asked)

    assert replace(returned.cover, place=Place("")) == Cover(
        "Cwm Tŵr", "Head of IT", "CIO", date(2026, 11, 23), "23/11/2026"
    )
    assert (returned.identity.partner, returned.identity.council) == ("cwm-twr", "Cwm Tŵr")


def test_blank_template_names_its_own_council(asked: QuestionSet) -> None:
    """A template made for nobody takes the council's name on the start sheet."""
    returned = read(typed(blank(Purpose.NEW, 1), asked, {}, {COUNCIL: "Eastvale"}), asked)

    assert replace(returned.cover, place=Place("")) == Cover("Eastvale")
    assert returned.identity.partner == ""
