"""A council's pack, and the same cells and text written bare: by XlsxWriter without formats, links or rules, and by jinja2 in paragraphs."""

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from jinja2 import Environment
from lxml import html
from openpyxl import load_workbook
from returns import make_returns
from xlsxwriter import Workbook

from rasp_xl import pipeline
from rasp_xl.reports.pack import Pack, own_assessment
from rasp_xl.reports.pack_page import pack_page_html
from rasp_xl.reports.pack_workbook import pack_workbook_bytes
from rasp_xl.scoring.quartiles import quartiles

Cell = tuple[int, int, object, object]
"""Row and column from 0, what stands there, and what a formula shows."""

PAGE = "<!doctype html><title>{{ texts[0] }}</title>{% for text in texts %}<p>{{ text }}</p>{% endfor %}"
COUNCILS = 20


def pack_and_bare(folder: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """Both for one council of twenty: making its pack, and writing what is in it bare."""
    make_returns(folder, COUNCILS)
    assessment = pipeline.assess([folder])
    shared = quartiles(assessment.cards)
    council = assessment.ledger.councils[3]

    def ours() -> tuple[bytes, str]:
        pack = Pack(own_assessment(assessment, council), shared)
        return pack_workbook_bytes(pack), pack_page_html(pack)

    book, page = ours()
    sheets, texts = cells_of(book), html.document_fromstring(page).xpath("//text()[normalize-space()]")
    template = Environment(autoescape=True).from_string(PAGE)

    def bare() -> None:
        write_bare(sheets)
        template.render(texts=texts).encode()

    return lambda: ours() and None, bare


def cells_of(data: bytes) -> list[tuple[str, list[Cell]]]:
    """Every filled cell of every sheet."""
    formulas, values = load_workbook(BytesIO(data)), load_workbook(BytesIO(data), data_only=True)
    return [
        (
            sheet.title,
            [
                (cell.row - 1, cell.column - 1, cell.value, values[sheet.title][cell.coordinate].value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            ],
        )
        for sheet in formulas
    ]


def write_bare(sheets: Sequence[tuple[str, Sequence[Cell]]]) -> bytes:
    """The cells in a workbook in memory."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        for name, cells in sheets:
            sheet = book.add_worksheet(name)
            for row, column, value, shown in cells:
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(row, column, value, None, "" if shown is None else shown)
                elif isinstance(value, (int, float)):
                    sheet.write_number(row, column, value)
                else:
                    sheet.write_string(row, column, str(value))
    return out.getvalue()
