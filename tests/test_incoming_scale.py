"""Answers on a scale of the council's own, as 1 to 5, of which most read like levels of ours and are not."""

from dataclasses import replace
from pathlib import Path

import pytest
from came_back import SLOTS, changed, codes, put, read
from handmade import LONG_ROUND, answer, sent, typed
from openpyxl import Workbook

from rasp_xl import pipeline
from rasp_xl.incoming.checks import check
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.scale import own_scale
from rasp_xl.incoming.wording import UNREADABLE, parse_answer
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Severity
from rasp_xl.model.layout import ANSWER
from rasp_xl.model.questions import AnswerValue

OWN_SCALE, UNREAD = "RX312", "RX201"


def answers_of(*texts: str) -> list[Answer]:
    """Answers as typed, each read as the reader would."""
    read_as: list[AnswerValue] = []
    for text in texts:
        found = parse_answer(text)
        read_as.append(None if found is UNREADABLE else found)  # type: ignore[arg-type]
    return [replace(a, unreadable=False) if not a.raw else a for a in typed(texts, read_as)]


def numbered(*texts: str) -> Return:
    """A return in which these and no others are the answers."""
    given = {a.question: a for a in answers_of(*texts)}
    return replace(sent(round_=LONG_ROUND), answers=given | {q: answer(q, None) for q in ("BB1", "BB2")})


@pytest.mark.parametrize(
    ("texts", "top"),
    [
        (["1", "3", "5"], 5),
        (["5"], 5),
        (["5.0", "2", "", "Don't know", "n/a"], 5),
        (["4/5", "2/5"], 5),
        (["5/5", "1/5", "3 / 5"], 5),
        (["4 out of 5", "Level 2 of 5"], 5),
        (["level 5", "level 1"], 5),
        (["1", "4", "TBC", "5"], 5),
        (["1", "2.5", "5"], 5),
        (["3", "10", "7"], 10),
        (["1", "2", "3", "4"], 0),
        (["0", "2", "5"], 0),
        (["0/5", "2/5", "5/5"], 0),
        (["3 Agreed", "5"], 0),
        (["agreed", "2", "5"], 0),
        (["1", "5", "4 Embedded (by 2028)"], 0),
        (["1", "5 Embedded"], 0),
        (["1", "2", "25"], 0),
        (["3/4", "4/4"], 0),
        (["n/a", "Don't know", ""], 0),
        ([], 0),
    ],
)
def test_scale_is_told_by_its_bare_numbers(texts: list[str], top: int) -> None:
    """Only numbers without a word, none of them 0 and one of them above 4, are on another scale than ours."""
    assert own_scale(answers_of(*texts)) == top


def test_own_scale_must_be_asked_about() -> None:
    """Every number in such a return is in doubt, not only the ones above 4."""
    (finding,) = [f for f in check(numbered("1", "3", "5", "2"), LONG_ROUND) if f.rule.code == OWN_SCALE]

    assert finding.severity is Severity.MUST_FIX
    assert "from 1 to 5, while our scale is 0 to 4" in finding.message
    assert finding.place.sheet == ""


def test_levels_in_numbers_say_nothing() -> None:
    """Numbers of our own scale are answers like any others."""
    assert OWN_SCALE not in [f.rule.code for f in check(numbered("1", "3", "4", "0"), LONG_ROUND)]


def numbers(book: Workbook) -> None:
    """Somebody types 1 to 5 in turn throughout."""
    for n, slot in enumerate(SLOTS):
        put(slot.question.id, ANSWER, 1 + 7 * n % 5)(book)


def test_no_area_is_final_on_another_scale(tmp_path: Path) -> None:
    """An area without a single 5 is as doubtful as the rest, so the whole result is provisional until somebody asked."""

    def fours(book: Workbook) -> None:
        for slot in SLOTS[:-1]:
            put(slot.question.id, ANSWER, 4)(book)
        put(SLOTS[-1].question.id, ANSWER, 5)(book)

    for name, change in (("numbers", numbers), ("fours", fours)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.xlsx").write_bytes(changed(change))
        (card,) = pipeline.assess([tmp_path / name]).cards

        assert {area.status for area in card.areas} == {"provisional"}


def test_numbers_that_are_unreadable_keep_their_own_findings() -> None:
    """The 5s are told cell by cell as before."""
    assert UNREAD in codes(read(changed(numbers)))
