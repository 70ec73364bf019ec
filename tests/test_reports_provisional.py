"""Why a score is provisional stands beside it, in the workbook and for machines, in the engine's words."""

import pytest
from building import answers, question, tiny_round
from councils import assessment_of
from office import cell_values

from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.book import cell
from rasp_xl.reports.positions import SCORES, Positions
from rasp_xl.reports.results import results
from rasp_xl.reports.score_sheets import WHY
from rasp_xl.reports.workbook import workbook_bytes

ROUND: Round = tiny_round(
    *(question(f"{area}{n}", gate=1 if n < 3 else None) for area in ("AA", "BB") for n in range(1, 6))
)
FULL = "AA1=3 AA2=3 AA3=3 AA4=3 AA5=3 "
CASES = [
    (FULL, ()),
    (FULL + "AA1=DK", ()),
    (FULL + "AA1=", ("gates not answered: AA1",)),
    (FULL + "AA1=NA AA2=", ("gates not answered: AA1, AA2", "coverage below 80 %")),
    (FULL + "AA4=DK AA5=DK", ("coverage below 80 %",)),
    (FULL + "AA4=NA AA5=NA", ("not applicable above 25 % of the weight",)),
    ("", ("gates not answered: AA1, AA2", "coverage below 80 %")),
]


@pytest.mark.parametrize(("given", "expected"), CASES)
def test_why_is_told_in_workbook_and_results(given: str, expected: tuple[str, ...]) -> None:
    """Every reason stands beside the status, nothing beside a final one; the overall names its areas that are not final."""
    assessment = assessment_of(ROUND, {"Ashcombe": answers(given + " BB1=2 BB2=2 BB3=2 BB4=2 BB5=2")})
    at, told = Positions(assessment), results(assessment)["councils"][0]["areas"]
    shown = cell_values(workbook_bytes(assessment))[SCORES]
    rows = [shown.get(cell(at.score_row(0, area), WHY), "") for area in range(3)]

    assert [area["provisional_because"] for area in told] == [list(expected), []]
    assert [area["status"] == "provisional" for area in told] == [bool(expected), False]
    assert rows == ["; ".join(expected), "", "Area AA" if expected else ""]
