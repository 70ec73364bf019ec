"""Typing into a workbook by LibreOffice: what moved is told, and nothing else."""

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped, unused-ignore]
from office_walk import Change, TypedFormula, try_out, walk

START = {
    ("One", "A1"): 2.0,
    ("One", "A2"): "Cŵl",
    ("One", "A3"): 4.0,
    ("Two", "A1"): 5.0,
    ("Two", "A2"): "a b",
}


def book() -> bytes:
    """Two sheets: One!A3 doubles One!A1, One!A4 is empty until A1 is 0, Two!A1 adds one to One!A3."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        one, two = made.add_worksheet("One"), made.add_worksheet("Two")
        one.write("A1", 2)
        one.write("A2", "Cŵl")
        one.write_formula("A3", "=2*A1", None, 999)
        one.write_formula("A4", '=IF(A1=0,1/0,"")', None, "")
        two.write_formula("A1", "=One!A3+1", None, 999)
        two.write("A2", "a\nb")
    return stream.getvalue()


@pytest.mark.office
def test_walk_tells_what_moves(tmp_path: Path) -> None:
    """Each change stands alone: the cells that follow from it move, and the next change starts afresh."""
    start, moved = walk(book(), [{("One", "A1"): 3}, {}, {("Two", "A2"): "Cwm Tŵr"}], tmp_path)

    assert start == START
    assert moved == [
        {("One", "A1"): 3.0, ("One", "A3"): 6.0, ("Two", "A1"): 7.0},
        {},
        {("Two", "A2"): "Cwm Tŵr"},
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.office
def test_walk_shows_errors_and_empty_cells(tmp_path: Path) -> None:
    """An error is None, in an empty cell too; an emptied cell counts as nothing; two cells can change together."""
    _start, moved = walk(book(), [{("One", "A1"): 0}, {("One", "A1"): "", ("One", "A2"): "x"}], tmp_path)

    assert moved[0] == {("One", "A1"): 0.0, ("One", "A3"): 0.0, ("One", "A4"): None, ("Two", "A1"): 1.0}
    assert moved[1] == moved[0] | {("One", "A1"): "", ("One", "A2"): "x"}


@pytest.mark.office
def test_walk_types_formulas(tmp_path: Path) -> None:
    """A formula typed over another, over a number or into an empty cell calculates, and what was there comes back."""
    formula = TypedFormula('IF(One!A1=2,SUM(A1,3),"no")')
    changes: list[Change] = [{("One", "A3"): formula}, {("Two", "A5"): formula}, {("Two", "A1"): 7}, {}]
    _start, moved = walk(book(), changes, tmp_path)

    assert moved[0] == {("One", "A3"): 5.0, ("Two", "A1"): 6.0}
    assert moved[1] == {("Two", "A5"): 8.0}
    assert moved[2] == {("Two", "A1"): 7.0}
    assert moved[3] == {}


@pytest.mark.office
def test_trials_are_made_until_something_moves(tmp_path: Path) -> None:
    """A trial that moves nothing is made again in the next scene, but in none that types over its cell; then it rests."""
    changed, a1 = {("Two", "A2"): "c\nd"}, {("One", "A1"): 0, ("One", "A4"): "a\nb"}
    trials: list[Change] = [
        {("One", "A3"): TypedFormula("A1*A1")},
        {("One", "A3"): TypedFormula("A1+2")},
        {("One", "A1"): 2},
        {("One", "A4"): TypedFormula('IF(A1=0,2/0,"")')},
        {("One", "A3"): TypedFormula("A1")},
        {("Two", "A1"): TypedFormula("One!A3+2")},
    ]
    shown, found = try_out(book(), [{}, changed, a1, {("One", "A1"): 0}], trials, tmp_path)

    assert shown[0] == START
    assert shown[1] == START | {("Two", "A2"): "c d"}
    assert shown[2] == START | {("One", "A1"): 0, ("One", "A3"): 0, ("One", "A4"): "a b", ("Two", "A1"): 1}
    assert shown[3] == shown[2] | {("One", "A4"): None}
    assert found == [
        None,
        (2, {("One", "A3"): 2, ("Two", "A1"): 3}),
        None,
        None,
        (0, {("One", "A3"): 2, ("Two", "A1"): 3}),
        (0, {("Two", "A1"): 6}),
    ]


@pytest.mark.office
def test_walk_says_what_went_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A macro that stops names the line and LibreOffice's own words, and does not wait for ever."""
    monkeypatch.setattr("office_walk._enter", lambda *_: "enter\tThree\t0\t0\ttext\tx\n")
    with pytest.raises(RuntimeError, match=r"no answer: line \d+: .+"):
        walk(book(), [{("One", "A1"): 1}], tmp_path)
