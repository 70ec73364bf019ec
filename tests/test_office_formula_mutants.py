"""A formula of the scored workbook that is wrong is noticed: by the sheet Checks, or by a comparison with the engine."""

from pathlib import Path

import office
import pytest
from broken_formulas import Mutant, Outcome, broken, drawn, explained, run
from formula_mutants import broken_and_tried
from formula_text import read_formula
from office_walk import held, try_out
from rounds_alike import alike, books, by_chance
from scenes import first, tried, turned

from rasp_xl.reports.positions import ALL_WELL, ANSWERS, CHECKS, DISAGREEMENT, FINDINGS, SCORES, WHAT_IF
from rasp_xl.reports.workbook import workbook_bytes

SAYS_HOW_MANY = (FINDINGS, "A2")
TOTAL = "SUM(Answers!$C$5:$M$5)"


def test_formulas_are_broken_in_every_way() -> None:
    """References shift, ranges lose an edge, functions and criteria are swapped, terms and arguments go."""
    ways = set(broken('IF(AND(A2>=3,COUNTIF(B1:B4,"DK")=0),SUM(C1:C9)-D1,"none")'))

    assert ("row shifted", 'IF(AND($A$3>=3,COUNTIF(B1:B4,"DK")=0),SUM(C1:C9)-D1,"none")') in ways
    assert ("column shifted", 'IF(AND(A2>=3,COUNTIF($A$1:$A$4,"DK")=0),SUM(C1:C9)-D1,"none")') in ways
    assert ("range shortened", 'IF(AND(A2>=3,COUNTIF(B1:B4,"DK")=0),SUM($C$1:$C$8)-D1,"none")') in ways
    assert ("swapped", 'IF(AND(A2>=3,COUNTIF(B1:B4,"NA")=0),SUM(C1:C9)-D1,"none")') in ways
    assert ("swapped", 'IF(OR(A2>=3,COUNTIF(B1:B4,"DK")=0),SUM(C1:C9)-D1,"none")') in ways
    assert ("term dropped", 'IF(AND(A2>=3,COUNTIF(B1:B4,"DK")=0),SUM(C1:C9),"none")') in ways
    assert ("argument dropped", 'IF(AND(A2>=3),SUM(C1:C9)-D1,"none")') in ways


def test_broken_formulas_can_still_be_read() -> None:
    """A mutant is a formula: LibreOffice would mend or refuse another, and prove nothing."""
    found = drawn(books()[0], 2, "read")

    assert len(found) > 200
    assert {m.sheet for m in found} == {sheet for sheet, cells in office.formula_cells(books()[0]).items() if cells}
    assert [str(m) for m in found if read_formula(m.broken).fault] == []
    assert [str(m) for m in found if m.broken == m.formula] == []
    assert found == drawn(books()[0], 2, "read")


def test_rounds_alike_hold_the_same_formulas() -> None:
    """Over other answers a formula stands in the same cell, but for the few that count findings and gaps or have no score.

    The sheet Disagreement has a row for each question on which people differ, so that it is as long as they are apart, and Checks a line
    for each of the first things to do.
    """
    ours = formulas_of(books()[0])
    for number, data in enumerate((*books()[1:], workbook_bytes(by_chance(1))), 1):
        other = formulas_of(data)
        differing = [place for place in sorted(ours.keys() | other.keys()) if ours.get(place) != other.get(place)]
        moved = [p for p in differing if p[0] != CHECKS and (p in ours) != (p in other)]
        rewritten = [p for p in differing if p[0] != CHECKS and p != SAYS_HOW_MANY]

        # Two workbooks' worth of formulas, told apart cell by cell, take pytest minutes.
        assert (number, moved[:5], rewritten[:5]) == (number, [], [])
        assert len(differing) < len(ours) / 10
    assert len({str(a.cards) for a in alike()}) == len(alike())


def formulas_of(data: bytes) -> dict[tuple[str, str], str]:
    """All formulas but those of Disagreement, by sheet and cell."""
    found = office.formula_cells(data)
    return {(s, a): f for s, cells in found.items() if s != DISAGREEMENT for a, f in cells.items()}


@pytest.mark.parametrize(
    ("before", "after", "is_equal"),
    [
        ("SUMPRODUCT(A!$B$2:$C$2,COLUMN(A!$B$2:$C$2))", "SUMPRODUCT(A!$B$2:$C$2,COLUMN(A!$B$3:$C$3))", True),
        ("SUMPRODUCT(A!$B$2:$C$2,COLUMN(A!$B$2:$C$2))", "SUMPRODUCT(A!$B$2:$C$2,COLUMN(A!$C$2:$D$2))", False),
        ('IF(ROWS($A$5:$A$9)=1," file"," files")', 'IF(ROWS($A$5:$A$9)=2," file"," files")', True),
        ('IF(ROWS($A$5:$A$9)=1," file"," files")', 'IF(ROWS($A$5:$A$9)=5," file"," files")', False),
        ('A1&IF(A1=1," file"," files")', 'A1&IF(A1=2," file"," files")', False),
        ("MATCH(ROUND(N($A$1),9),band_from,1)", "MATCH(ROUND(N($A$1),9),band_from,2)", True),
        ("MATCH(ROUND(N($A$1),9),band_from,1)", "MATCH(ROUND(N($A$1),10),band_from,1)", False),
        ("INDEX(band_from,1)", "INDEX(band_from,2)", False),
        ('MATCH(SUBSTITUTE(A1,"?","~?"),B1:B9,0)', 'MATCH(SUBSTITUTE(A1,"?","~?x"),B1:B9,0)', True),
        ('COUNTIF(B1:B9,"~?")', 'COUNTIF(B1:B9,"~?x")', False),
        ('MID(A1,3,200)', 'MID(A1,3,201)', True),
        ('MID(A1,3,200)', 'MID(A1,4,200)', False),
        ('UNICODE($A$1&" ")', 'UNICODE($A$1&" x")', True),
        ('UNICODE(RIGHT("    "&$A$1,1))', 'UNICODE(RIGHT("    x"&$A$1,1))', False),
        ("INDEX(Scores!$G$5:$G$22,($C$9-1)*6+4)", "INDEX(Scores!$G$5:$G$21,($C$9-1)*6+4)", True),
        ("INDEX(Scores!$G$5:$G$22,($C$9-1)*6+6)", "INDEX(Scores!$G$5:$G$21,($C$9-1)*6+6)", False),
        ("INDEX(Scores!$G$5:$G$22,($C$9-1)*6+4)", "INDEX(Scores!$G$6:$G$22,($C$9-1)*6+4)", False),
    ],
)  # fmt: skip
def test_mutants_that_change_nothing_are_explained(before: str, after: str, is_equal: bool) -> None:
    """What cannot be noticed is told from what can, however alike the two look."""
    assert bool(explained(Mutant(CHECKS, "C9", before, after, "broken"))) is is_equal


def test_a_wrong_explanation_is_told() -> None:
    """A mutant that was noticed although it is said that nobody can is contradicted; nothing else is."""
    same = Mutant(CHECKS, "C9", "ROWS($A$5:$A$9)", "ROWS($A$6:$A$10)", "row shifted")
    other = Mutant(CHECKS, "C9", "ROWS($A$5:$A$9)", "ROWS($A$6:$A$9)", "range shortened")

    assert Outcome((same,), (other,), ()).contradicted == (same,)
    assert Outcome((other,), (same,), ()).contradicted == (same,)
    assert Outcome((other,), (), (same,)).contradicted == ()
    assert (Outcome((other,), (), (same,)).score, Outcome((other,), (), (same,)).strict_score) == (1, 0.5)


@pytest.mark.office
def test_one_workbook_becomes_another(tmp_path: Path) -> None:
    """All that another round's workbook holds, typed in, shows what that one shows, and Checks with it; answers tried on What if
    move nothing else. Disagreement has other rows in every round, and with it the lines of Checks on it.
    """
    other = workbook_bytes(by_chance(3))
    trial = tried(first(), 3)
    turn = {**turned(other), SAYS_HOW_MANY: held(other)[SAYS_HOW_MANY]}
    (shown, with_trial), _ = try_out(books()[0], [turn, {**turn, **trial}], [], tmp_path)
    values = office.cell_values(other)
    about = {a[1:]: v for a, v in values[CHECKS].items() if a[0] == "A"}
    expected = {
        (s, a): v
        for s in (SCORES, WHAT_IF, CHECKS)
        for a, v in values[s].items()
        if s != CHECKS or (a != "A2" and about.get(a[1:]) != DISAGREEMENT)
    }

    assert {place: shown.get(place, "") for place in expected} == pytest.approx(expected, abs=1e-9)
    assert shown[CHECKS, "A2"] == with_trial[CHECKS, "A2"]
    assert shown[CHECKS, "A2"] == ALL_WELL or f"first: {DISAGREEMENT}, " in str(shown[CHECKS, "A2"])
    assert len(trial) > 10
    assert {sheet for sheet, a in shown if shown[sheet, a] != with_trial.get((sheet, a), "")} == {WHAT_IF}


@pytest.mark.office
def test_a_wrong_sum_turns_checks(tmp_path: Path) -> None:
    """The sheet Checks notices a sum that lost its last column; nobody a sum that is only written otherwise."""
    address = next(a for a, f in office.formula_cells(books()[0])[SCORES].items() if f == TOTAL)
    wrong = Mutant(SCORES, address, TOTAL, f"SUM({ANSWERS}!$C$5:$L$5)", "range shortened")
    right = Mutant(SCORES, address, TOTAL, f"SUM({ANSWERS}!$C$5:$L$5,{ANSWERS}!$M$5)", "nothing")
    outcome = run(books()[0], [wrong, right], [{}], tmp_path)

    assert (outcome.by_checks, outcome.by_comparison, outcome.unnoticed) == ((wrong,), (), (right,))
    assert outcome.score == 0.5


@pytest.mark.office
def test_broken_formulas_are_noticed() -> None:
    """One mutant of every kind of formula: nearly all are noticed, half by the workbook itself, and none of which it is said that it cannot be.

    Checks watches what is scored; on the sheets for trying and in keys only the comparison notices.

    The long run, with more of each kind and more rounds, is a command in CONTRIBUTING.
    """
    outcome = broken_and_tried(1, "short", 0, 2, 3)

    assert list(map(str, outcome.contradicted)) == []
    assert len(outcome.by_checks) > 140
    assert len(outcome.by_comparison) > 80
    assert outcome.score > 0.97, "\n".join(map(str, outcome.unexplained))
    assert outcome.strict_score > 0.94
