"""The list of councils that the drop-downs of the round workbook offer: each once, however many people it has on Partners."""

from rasp_xl.model.layout import LISTS
from rasp_xl.model.round_layout import COUNCIL, PARTNERS
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.book import Sheet, cell, span
from rasp_xl.outgoing.round_book.tables import PARTNER_NAMES, ROWS, TABLE_HEADER_ROW, partner_rows

MORE_ROWS = 400
"""Below the table on Partners, in which a council that is added still comes into the drop-down."""

WIDTHS = (12, 50)
ROW_HEIGHT = 17


def add_councils(sheet: Sheet, round_: Round, first: int, column: int, high: int) -> None:
    """Two columns of formulas on the sheet Lists: which rows of Partners begin a council, numbered, and these councils' names.

    Of the rows from the first on, so many are high already for what else is in them. Rows of Partners are reached by their number in an area, so that deleting one there breaks no formula here.
    """
    rows = partner_rows(round_.partners)
    count = max(ROWS, len(rows)) + MORE_ROWS
    last = first + count - 1
    names = f"{PARTNERS}!{span(TABLE_HEADER_ROW + 1, 1, TABLE_HEADER_ROW + count, 1, fixed=True)}"
    numbers, councils = (span(first, place, last, place, fixed=True) for place in (column, column + 1))
    begins = [
        number for number, (partner, _, _) in enumerate(rows) if number == 0 or rows[number - 1][0] is not partner
    ]
    sheet.row(first - 1, ("Begins", COUNCIL), column=column)
    sheet.widths(WIDTHS, column)
    for number in range(count):
        row = first + number
        name = f"INDEX({names},{number + 1})"
        earlier = f"SUMPRODUCT(--(TRIM(INDEX({names},1):{name})=TRIM({name})))"
        above = span(first - 1, column, row - 1, column).replace(
            f"{cell(first - 1, column)}:", f"{cell(first - 1, column, fixed=True)}:"
        )
        begun = f'=IFERROR(IF(OR(TRIM({name})="",{earlier}>1),"",MAX({above})+1),"")'
        sheet.formula(row, column, begun, begins.index(number) + 1 if number in begins else "", "cell")
        shown = rows[begins[number]][0].name if number < len(begins) else ""
        sheet.formula(row, column + 1, f'=IFERROR(INDEX({names},MATCH({number + 1},{numbers},0)),"")', shown, "cell")
        if number >= high:
            sheet.height(row, ROW_HEIGHT)
    top = f"{LISTS}!{cell(first, column + 1, fixed=True)}"
    offered = f"INDEX({LISTS}!{councils},MAX(1,MAX({LISTS}!{numbers})))"
    sheet.book.workbook.define_name(PARTNER_NAMES, f"={top}:{offered}")
