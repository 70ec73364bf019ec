"""Two rounds of councils: the earlier one's workbook as people changed it, read back, and the later one compared with it."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from came_back import changed
from councils import assessment_of
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rasp_xl import pipeline
from rasp_xl.incoming.results_file import read_results
from rasp_xl.incoming.scored_workbook import read_scored
from rasp_xl.model.answers import Answer
from rasp_xl.model.baseline import Baseline
from rasp_xl.model.rounds import Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.positions import GAPS
from rasp_xl.reports.results import results_bytes
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.workbook import workbook_bytes

Councils = Mapping[str, Mapping[str, Answer]]
Change = Callable[[Workbook], object]


def scored_book(round_: Round, councils: Councils) -> bytes:
    """The scored workbook of a round."""
    return workbook_bytes(assessment_of(round_, councils))


def edited(data: bytes, *changes: Change) -> bytes:
    """A workbook after somebody opened it, did this and that, and saved it by a program that calculates nothing."""
    return changed(*changes, data=data)


def action_row(sheet: Worksheet, council: str, question: str) -> int:
    """The row of a council's question on Gaps and actions."""
    heads = [cell.value for cell in sheet[HEADER_ROW]]
    columns = heads.index("Council") + 1, heads.index("Question") + 1
    return next(
        row
        for row in range(HEADER_ROW + 1, sheet.max_row + 1)
        if tuple(sheet.cell(row, column).value for column in columns) == (council, question)
    )


def types(council: str, question: str, entries: Mapping[str, object]) -> Change:
    """Somebody types into a row of Gaps and actions, under headings; a heading that is not there is added at the right."""

    def change(book: Workbook) -> None:
        sheet = book[GAPS]
        row = action_row(sheet, council, question)
        for heading, entry in entries.items():
            heads = [cell.value for cell in sheet[HEADER_ROW]]
            if heading not in heads:
                head = sheet.cell(HEADER_ROW, len(heads) + 1)
                head.value, head.data_type = heading, "s"
                heads.append(heading)
            cell = sheet.cell(row, heads.index(heading) + 1)
            cell.value = entry  # type: ignore[assignment]
            if isinstance(entry, str):
                cell.data_type = "s"

    return change


def baseline(round_: Round, councils: Councils, *changes: Change) -> Baseline:
    """The earlier round as its workbook, saved again, says it."""
    return read_scored(edited(scored_book(round_, councils), *changes), "earlier.xlsx", round_.question_set)


def results_baseline(round_: Round, councils: Councils) -> Baseline:
    """The earlier round as its results.json says it."""
    return read_results(results_bytes(assessment_of(round_, councils), {}), "results.json")


def compared(round_: Round, councils: Councils, earlier: Baseline) -> Assessment:
    """The later round, compared with the earlier one."""
    return pipeline.compared(assessment_of(round_, councils), earlier)


def actions_of(data: bytes) -> list[dict[str, object]]:
    """The rows of Gaps and actions by heading."""
    book = load_workbook(BytesIO(data), data_only=True)
    rows = book[GAPS].iter_rows(HEADER_ROW, values_only=True)
    heads = [str(head) for head in next(rows)]
    found = [dict(zip(heads, row, strict=True)) for row in rows]
    book.close()
    return found


def saved(folder: Path, name: str, data: bytes) -> Path:
    """A file in a folder."""
    path = folder / name
    path.write_bytes(data)
    return path
