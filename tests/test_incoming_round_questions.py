"""The sheet Questions of the round workbook read back: what is left out, weighed otherwise and asked besides, or what is wrong."""

from dataclasses import replace

import pytest
from changed_rounds import (
    ASKED,
    FILE,
    ROUND,
    Change,
    asking,
    asks,
    asks_under,
    mistakes,
    own_question,
    read,
    row_of,
    saved,
    sent,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from rasp_xl.incoming.round_book.whole import read_round
from rasp_xl.model.questions import Purpose, Question
from rasp_xl.model.round_layout import GATE_HEADINGS, LEVEL_HEADINGS, QUESTIONS, WEIGHT_HEADINGS
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.round_book.whole import round_book_bytes

NEW_WEIGHT, NEW_GATE = WEIGHT_HEADINGS[0], GATE_HEADINGS[0]
LEVELS = dict(zip(LEVEL_HEADINGS, ("No talks.", "Talks.", "A draft.", "Signed.", "Reviewed."), strict=True))
TEXT = "Is the port authority a party to the agreement?"
OWN: dict[str, object] = {
    "Asked": "Yes", "Ref": "GV101", "Theme": "Form and power", "Question": TEXT, NEW_WEIGHT: 3, **LEVELS,
}  # fmt: skip


def theme_of(area: str) -> tuple[str, str]:
    """The first theme of an area, its id and its name."""
    return next((a.themes[0].id, a.themes[0].name) for a in ASKED.areas if a.id == area)


OWN["Theme"] = theme_of("GV")[1]


def question(round_: Round, identity: str) -> Question:
    """One question of a round."""
    return next(q for q in round_.question_set.questions if q.id == identity)


def test_nothing_changed_is_the_standard_set() -> None:
    """The very set, with its fingerprint and version; also after another program saved the workbook."""
    assert read_round(sent(), FILE, ASKED).question_set is ASKED
    assert read().question_set is ASKED


def test_workbook_older_than_the_sheets_asks_the_standard_set() -> None:
    """Round workbooks made before had neither sheet, nor anything for them on Lists."""

    def older(book: Workbook) -> None:
        book.remove(book[QUESTIONS])
        book.remove(book["Bands and settings"])
        book["Lists"].delete_cols(9, 9)

    assert read(older) == ROUND


@pytest.mark.parametrize("name", [QUESTIONS, "Bands and settings"])
def test_sheet_that_somebody_deleted_is_missed(name: str) -> None:
    """What was changed on it must not turn into the usual without a word."""
    (line,) = mistakes(lambda book: book.remove(book[name]))

    assert line.startswith(f"The sheet {name} is missing.")


def test_question_is_left_out() -> None:
    """No under Asked takes it out; the set has another fingerprint, and its version says whose it is."""
    asked = read(asks("SV2", Asked="No"), asks("EC1", Asked=" no ")).question_set

    assert [q.id for q in ASKED.questions if q not in asked.questions] == ["SV2", "EC1"]
    assert (asked.id, asked.version) == (ASKED.id, f"{ASKED.version}+harbour-2026-11")
    assert asked.fingerprint != ASKED.fingerprint


def test_theme_without_questions_goes() -> None:
    """Nobody sees a theme in which nothing is asked."""
    theme = ASKED.areas[0].themes[0]
    asked = read(*(asks(q.id, Asked="No") for q in theme.questions)).question_set

    assert theme.id not in [t.id for t in asked.themes]
    assert len(asked.themes) == len(ASKED.themes) - 1


@pytest.mark.parametrize(
    ("weight", "gate", "wanted"),
    [(1, 2, (1, 2)), ("2", "3", (2, 3)), (3.0, "Stage 4, in service", (3, 4)), ("1,0", "before signature", (1, 2)), (2, None, (2, None)), (2, "no gate", (2, None))],
)  # fmt: skip
def test_weight_and_gate_are_taken_as_typed(weight: object, gate: object, wanted: tuple[int, int | None]) -> None:
    """Numbers, numbers as text, with a decimal comma, and stages in the words of Programme."""
    found = question(read(asks_under("SV3", {NEW_WEIGHT: weight, NEW_GATE: gate})), "SV3")

    assert (found.weight(Purpose.NEW), found.gate_from(Purpose.NEW)) == wanted
    assert found.gates[1:] == question(ROUND, "SV3").gates[1:]


def test_own_question_is_asked_in_its_theme() -> None:
    """It stands after ours; weights of other purposes are 2, and it is no gate unless it is said."""
    found = read(asks_under("", OWN)).question_set
    area = next(a for a in found.areas if a.id == "GV")
    made = area.themes[0].questions[-1]

    assert made == Question(
        "GV101", "GV", theme_of("GV")[0], TEXT, tuple(LEVELS.values()), "", "", "", (), (3, 2, 2), (None, None, None)
    )
    assert found.fingerprint != ASKED.fingerprint


def test_words_beside_a_question_may_be_the_offices_own() -> None:
    """Who answers and what to do next differ from place to place; that asks nothing else, so the fingerprint stays."""
    changed = read(asks("SV1", Who_answers="Mayor, Town clerk", Next_action="Ring the mayor.", Source=None))
    found = question(changed, "SV1")

    assert (found.roles, found.action) == (("Mayor", "Town clerk"), "Ring the mayor.")
    assert found.source == question(ROUND, "SV1").source
    assert (changed.question_set.fingerprint, changed.question_set.version) == (ASKED.fingerprint, ASKED.version)


def own(**changed: object) -> Change:
    """The own question with something wrong."""
    return asks_under("", {**OWN, **{heading.replace("_", " "): entry for heading, entry in changed.items()}})


MISTAKES: list[tuple[Change, str]] = [
    (asks("SV1", Question="Do all agree?"), "The question is not as SV1 has it, and a Ref never changes its meaning. Restore “Do all the partner councils agree on the problem that…”; to ask otherwise, set Asked to No and add your question below under a Ref of your own."),
    (asks_under("SV1", {LEVEL_HEADINGS[3]: None}), "The text of level 3 Agreed is not as SV1 has it"),
    (asks("SV1", Asked=None), "Asked is not filled in. Choose Yes or No."),
    (asks("SV1", Asked="perhaps"), "Asked reads “perhaps”."),
    (asks_under("SV1", {NEW_WEIGHT: None}), f"{NEW_WEIGHT} is not filled in. Choose 1 light, 2 standard or 3 heavy. A question that counts for nothing is not asked: set Asked to No."),
    (asks_under("SV1", {NEW_WEIGHT: 0}), f"{NEW_WEIGHT} reads “0”."),
    (asks_under("SV1", {WEIGHT_HEADINGS[2]: 1.5}), f"{WEIGHT_HEADINGS[2]} reads “1.5”."),
    (asks_under("SV1", {NEW_GATE: 5}), f"{NEW_GATE} reads “5”. Choose the first stage, 1 to 4, or leave it empty where the question is no gate."),
    (asks("SV2", Ref="SV1"), "SV1 is in B11 already. Give each question a Ref of its own."),
    (own(Ref=None), "The row has no Ref. Type a Ref of your own, such as SV101, or clear the row."),
    (own(Ref="GV99"), "“GV99” is none of our questions, and cannot be the Ref of one of yours. Type the area's letters and a number from 101 to 999, for instance GV101."),
    (own(Ref="GV1000"), "“GV1000” is none of our questions"),
    (own(Ref="XX101"), "“XX101” is none of our questions"),
    (own(Ref="SV101"), "SV101 would be a question of Shared vision, but its theme, "),
    (own(Theme="Harbours"), "“Harbours” is not a theme. Choose it from the list in the cell."),
    (own(Theme="Case for sharin"), "“Case for sharin” is not a theme. Did you mean “Case for sharing”? Choose it"),
    (own(Theme=None), "GV101 has no theme."),
    (own(Question=None), "The question is not written. Write it, or clear the row."),
    (own(Question="Ready?"), "The question has 6 characters. Use 15 to 500 characters."),
    (own(Question=ASKED.questions[0].text.upper()), "GV101 reads the same as SV1, or nearly so. Word it otherwise, so that the two cannot be confused."),
    (own(Question=ASKED.questions[0].text.replace("outcomes", "results")), "GV101 reads the same as SV1, or nearly so."),
    (own(**{LEVEL_HEADINGS[2]: None}), "Level 2 In progress is not described. Say what is true at this level."),
    (own(**{LEVEL_HEADINGS[2]: "TALKS."}), "Level 2 In progress reads the same as 1 Discussed. Describe each level in words of its own."),
    (own(**{LEVEL_HEADINGS[3]: "Agreed"}), "“Agreed” is an answer, and no description of a level."),
    (own(**{NEW_WEIGHT: None}), f"{NEW_WEIGHT} is not filled in."),
    (own(Asked=None), "Asked is not filled in."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), MISTAKES)
def test_mistake_is_said_with_its_cell(change: Change, said: str) -> None:
    """Where, what was found and what to do."""
    lines = [line for line in mistakes(change) if said in line]

    assert len(lines) == 1
    assert lines[0].startswith(f"{QUESTIONS}, ")


def test_deleted_row_is_no_way_of_leaving_out() -> None:
    """It may have gone by a slip; a row with Ref and No alone says it is meant."""

    def delete(book: Workbook) -> None:
        book[QUESTIONS].delete_rows(row_of(book[QUESTIONS], "SV2"))

    (line,) = mistakes(delete)

    assert line.startswith("Questions, A11: 1 question has no row any more: SV2. Put each back: its Ref in a free row")
    assert len(read(delete, asks("", Ref="sv-2", Asked="No")).question_set.questions) == 56


def test_each_area_keeps_a_question() -> None:
    """The overall is the mean of five areas."""
    area = ASKED.areas[2]
    (line,) = mistakes(*(asks(q.id, Asked="No") for q in area.questions))

    assert "No question of Treatment of resources is asked, and each area needs one." in line
    assert [a.id for a in read(*(asks(q.id, Asked="No") for q in area.questions[1:])).question_set.areas] == [
        a.id for a in ASKED.areas
    ]


def test_text_of_a_question_that_is_not_asked_is_not_taken_over() -> None:
    """Answers on the standard template would count for another meaning."""
    (line,) = mistakes(asks("SV1", Asked="No"), own(Question=ASKED.questions[0].text))

    assert "GV101 reads the same as SV1" in line


def test_waiver_is_for_a_question_that_is_asked() -> None:
    """One of the office's own can be waived, one that is left out cannot."""

    def waived(question_: str) -> Change:
        def change(book: Workbook) -> None:
            for column, entry in enumerate(("Northmoor", "RX205", question_, "Why", "Board"), 1):
                book["Waivers"].cell(9, column, entry)

        return change

    gate = asks_under("", {**OWN, NEW_GATE: 1})

    assert read(gate, waived("GV101")).waivers[0].question == "GV101"
    assert "“SV3” is not a question of this round." in mistakes(asks("SV3", Asked="No"), waived("SV3"))[0]


def test_workbook_that_lost_its_mark_is_no_return() -> None:
    """Its Refs and questions stand beside weights, which are no answers."""
    from rasp_xl.incoming.returns import Reader, Return

    found = Reader(ASKED).read(saved(lambda book: setattr(book.properties, "keywords", None)), FILE)

    assert not isinstance(found, Return)


WEIGHTS = st.tuples(*[st.integers(1, 3)] * 3)
GATES = st.tuples(*[st.none() | st.integers(1, 4)] * 3)
WORDS = st.text("abcdefghij =<&", min_size=1, max_size=30).map(lambda text: f"About {' '.join(text.split())}!")


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """The round with some questions left out, some weighed otherwise, and some of its own."""
    left_out = draw(st.sets(st.sampled_from([q.id for q in ASKED.questions if q.id[2:] != "1"]), max_size=50))
    changed = draw(st.dictionaries(st.sampled_from([q.id for q in ASKED.questions]), st.tuples(WEIGHTS, GATES)))
    kept = [
        replace(q, weights=changed[q.id][0], gates=changed[q.id][1]) if q.id in changed else q
        for q in ASKED.questions
        if q.id not in left_out
    ]
    for number in draw(st.lists(st.integers(101, 999), unique=True, max_size=3)):
        theme = draw(st.sampled_from(ASKED.themes))
        identity, levels = f"{theme.questions[0].area}{number}", tuple(f"{n} {draw(WORDS)}" for n in range(5))
        kept.append(
            own_question(identity, theme.id, levels=levels, action=draw(WORDS), weights=draw(WEIGHTS), gates=draw(GATES))
        )  # fmt: skip
    return asking(*kept)


@given(rounds())
@settings(max_examples=12, deadline=None, derandomize=True)
def test_every_choice_of_questions_is_read_back(round_: Round) -> None:
    """Writer and reader are of one mind, whatever is asked."""
    found = read_round(round_book_bytes(round_), FILE, ASKED)

    assert found == round_
    assert found.question_set.fingerprint == round_.question_set.fingerprint
