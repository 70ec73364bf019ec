"""Series and columns of one answer: what a mouse makes of a column, told from what people choose."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from came_back import ROUND as WHOLE
from came_back import SLOTS, changed, put, read
from handmade import FILE, LONG_ROUND, answer, codes, only, sent, typed
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.incoming.checks import ONE_ANSWER_FROM, check
from rasp_xl.incoming.series import series
from rasp_xl.model.answers import CHOICE_TEXTS, Answer
from rasp_xl.model.findings import Place, Severity
from rasp_xl.model.layout import ANSWER, COMMENT
from rasp_xl.model.questions import AnswerValue

FILL_DOWN, ONE_ANSWER, NOT_ANSWERED = "RX307", "RX308", "RX402"


def column(*texts: str) -> list[Answer]:
    """Answers one below the other; a text that is one of the choices, or a bare level, is read as it."""
    readable: dict[str, AnswerValue] = {text: value for value, text in CHOICE_TEXTS.items()}
    readable |= {str(level): level for level in range(5)}
    return typed(texts, [readable.get(text) for text in texts])


def found(*texts: str) -> list[list[str]]:
    """The texts of each series in a column."""
    return [[a.raw for a in run] for run in series(column(*texts))]


DRAGGED = (
    ("1 Discussed", "2 Discussed"),
    ("2 Discussed", "3 Discussed"),
    ("3 Agreed", "4 Agreed", "5 Agreed", "6 Agreed"),
    ("3 - agreed", "4 - agreed"),
    ("0", "1", "2", "3", "4"),
    ("1", "2", "3", "4", "5"),
    ("1", "2", "3", "4", "5", "6", "7", "8"),
    ("3", "4", "5", "6"),
    ("4", "5", "6", "7", "8", "9", "10"),
    ("0 Not started", "1 Discussed", "2 In progress", "3 Agreed", "4 Embedded"),
    ("0", "1", "2", "3", "4", "0", "1", "2"),
    ("4", "0", "1", "2", "3", "4"),
    ("2", "3", "4", "0", "1", "2", "3"),
    ("0", "1.0", "2.", "3", "4"),
)

CHOSEN = (
    (),
    ("3",),
    ("2", "3"),
    ("1", "2", "3", "4"),
    ("2", "3", "4", "0", "1", "2"),
    ("2", "3", "4", "5"),
    ("1 Discussed", "2 In progress", "3 Agreed", "4 Embedded"),
    ("1 Discussed", "1 Discussed", "1 Discussed"),
    ("3 Agreed", "2 In progress", "3 Agreed", "4 Embedded"),
    ("4", "3", "2", "1", "0"),
    ("0", "2", "4"),
    ("0", "1", "2", "Don't know", "3", "4"),
    ("0", "1", "2", "", "3", "4"),
    ("2-3", "3-4", "4-5", "5-6", "6-7"),
    ("1.5", "2.5", "3.5", "4.5", "5.5"),
    ("1 of 4", "2 of 4", "3 of 4"),
    ("TBC", "TBC", "TBC"),
)


@pytest.mark.parametrize("texts", DRAGGED, ids=", ".join)
def test_column_that_counts_up_is_found_whole(texts: Sequence[str]) -> None:
    """A dragged cell counts on, with the word it had, beyond the scale or round and round."""
    assert found(*texts) == [list(texts)]


@pytest.mark.parametrize("texts", CHOSEN, ids=", ".join)
def test_column_that_people_choose_is_left_alone(texts: Sequence[str]) -> None:
    """Neighbouring levels are common; four in a row, or with a gap between, prove nothing."""
    assert found(*texts) == []


def test_only_the_dragged_part_is_told() -> None:
    """What stands above and below was chosen, and no doubt is cast on it."""
    texts = ("0 Not started", "1 Discussed", "2 Discussed", "3 Discussed", "4 Embedded", "3 Agreed", "4 Agreed")

    assert found(*texts) == [["1 Discussed", "2 Discussed", "3 Discussed"], ["3 Agreed", "4 Agreed"]]


def test_words_alone_count_as_their_levels() -> None:
    """The five levels in their order, typed as words, are as regular as their numbers."""
    names = ("not started", "discussed", "in progress", "agreed", "embedded")

    assert len(list(series(typed(names, range(5))))) == 1


def test_rows_count_as_they_stand_and_sheets_apart() -> None:
    """A sorted sheet is judged by what the eye sees going down, and no series runs over from one sheet to the next."""
    up = column("0", "1", "2", "3", "4")
    mixed = [up[n] for n in (3, 0, 4, 1, 2)]
    apart = [*up[:3], *(replace(a, place=replace(a.place, sheet="Area BB")) for a in up[3:])]

    assert [[a.raw for a in run] for run in series(mixed)] == [["0", "1", "2", "3", "4"]]
    assert list(series(apart)) == []


def test_series_is_told_once_with_its_cells() -> None:
    """One finding for the whole series, at its first cell, naming the questions and what stands there."""
    returned = sent(*column("1", "2", "3", "4", "5", "6"), round_=LONG_ROUND)
    (finding,) = (f for f in check(returned, LONG_ROUND) if f.rule.code == FILL_DOWN)

    assert finding.message == (
        "6 answers one below the other count up by one (AA1, AA2, AA3, AA4, AA5, AA6: “1, 2, 3, 4, 5, 6”), "
        "as when a cell is dragged down."
    )
    assert (finding.place, finding.severity) == (Place(FILE, "Area AA", 6, 9), Severity.EXPLAIN)


def test_cell_dragged_down_in_a_workbook_is_noticed() -> None:
    """From the file to the finding: four cells below 1 Discussed, as a spreadsheet fills them."""
    dragged = [put("GV1", COMMENT, None), *(put(f"GV{n}", ANSWER, f"{n} Discussed") for n in range(1, 6))]
    told = [f for f in check(read(changed(*dragged)), WHOLE) if f.rule.code == FILL_DOWN]

    assert len(told) == 1
    assert "(GV1, GV2, GV3, GV4, GV5: “1 Discussed, 2 Discussed, 3 Discussed" in told[0].message


@pytest.mark.parametrize(
    ("weights", "name"),
    [
        ((1, 1, 1, 1, 1, 0, 0, 0), "any level"),
        ((1, 3, 6, 6, 2, 1, 0.3, 0.3), "like councils"),
        ((1,) * 8, "any answer"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_honest_returns_hardly_ever_look_dragged(weights: Sequence[float], name: str) -> None:
    """Of 2,000 returns of 57 answers given by chance, fewer than 2 in 100 are asked about, even where all levels are as likely."""
    chance = random.Random(name)
    kinds: tuple[AnswerValue, ...] = (0, 1, 2, 3, 4, "DK", "NA", None)
    asked_about = sum(any(True for _ in series(_by_chance(chance, kinds, weights))) for _ in range(2000))

    assert asked_about < 40


def _by_chance(chance: random.Random, kinds: Sequence[AnswerValue], weights: Sequence[float]) -> list[Answer]:
    values = chance.choices(kinds, weights, k=len(SLOTS))
    return [
        Answer(s.question.id, v, raw="" if v is None else CHOICE_TEXTS[v], place=Place(FILE, s.sheet, s.row, 9))
        for s, v in zip(SLOTS, values, strict=True)
    ]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.sampled_from(["0", "1", "2", "3", "4", "5", "2 Discussed", "3 Discussed", "Don't know", "", "x"])))
def test_no_answer_is_in_two_series(texts: list[str]) -> None:
    """Each answer is doubted once at most, and answers that are told together stand together, counting on."""
    runs = [[a.place.row for a in run] for run in series(column(*texts))]
    rows = [row for run in runs for row in run]

    assert rows == sorted(set(rows))
    assert all(run == list(range(run[0], run[0] + len(run))) and len(run) > 1 for run in runs)


@pytest.mark.parametrize(
    ("value", "but", "expected"),
    [
        (3, {}, [ONE_ANSWER]),
        (0, {}, [ONE_ANSWER]),
        ("DK", {}, [ONE_ANSWER]),
        ("NA", {}, []),
        (None, {}, ["RX206", NOT_ANSWERED]),
        (3, {4: 2}, []),
        (3, {1: 2}, []),
        (3, {12: "DK"}, []),
        (3, {5: None}, [NOT_ANSWERED]),
    ],
)
def test_one_answer_throughout_an_area_is_asked_about(
    value: AnswerValue, but: dict[int, AnswerValue], expected: list[str]
) -> None:
    """All questions answered alike may be true but is rare; one other answer, or one that lacks, shows that somebody chose."""
    values = [but.get(n, value) for n in range(1, 13)]
    given = [
        answer(f"AA{n}", v, "" if v is None else f"Minute {n}", "No staff is shared." if v == "NA" else "")
        for n, v in enumerate(values, 1)
    ]

    assert codes(sent(*given, round_=LONG_ROUND), LONG_ROUND) == expected


@pytest.mark.parametrize(
    ("comment", "told"), [("", 1), ("ok", 1), ("Checked with the board: all twelve are agreed.", 0)]
)
def test_somebody_says_that_equal_answers_are_right(comment: str, told: int) -> None:
    """A word beside the first of them settles the matter, if it says anything."""
    given = [answer(f"AA{n}", 3, f"Minute {n}", comment if n == 1 else "") for n in range(1, 13)]

    assert codes(sent(*given, round_=LONG_ROUND), LONG_ROUND).count(ONE_ANSWER) == told


@pytest.mark.parametrize(("comment", "told"), [("", 1), ("Checked one by one with IT.", 0)])
def test_somebody_says_that_rising_answers_are_right(comment: str, told: int) -> None:
    """The same for answers that count up."""
    given = [answer(f"AA{n}", n - 1, f"Minute {n}", comment if n == 1 else "") for n in range(1, 6)]

    assert codes(sent(*given, round_=LONG_ROUND), LONG_ROUND).count(FILL_DOWN) == told


def test_one_answer_is_told_on_the_sheet_with_the_area() -> None:
    """The whole column is meant, so the finding leads to the sheet; one short area may well be of one mind."""
    short = len(LONG_ROUND.question_set.areas[1].questions)
    alike = [answer(f"AA{n}", 2) for n in range(1, 13)] + [answer(f"BB{n}", 1) for n in range(1, short + 1)]
    finding = only(sent(*alike, round_=LONG_ROUND), LONG_ROUND)

    assert finding.message == "All 12 answers in Area AA are “2 In progress”."
    assert finding.place == Place(FILE, "Area AA")
    assert short < ONE_ANSWER_FROM


def test_column_with_an_unreadable_answer_or_a_missing_row_is_not_of_one_mind() -> None:
    """What was meant there is not known, so nothing is said of all."""
    alike = [answer(f"AA{n}", 2) for n in range(1, 13)]
    unreadable = sent(*alike, answer("AA7", None, unreadable=True), round_=LONG_ROUND)
    whole = sent(*alike, round_=LONG_ROUND)
    missing = replace(whole, answers={q: a for q, a in whole.answers.items() if q != "AA1"})

    assert codes(unreadable, LONG_ROUND) == []
    assert codes(missing, LONG_ROUND) == ["RX401"]
