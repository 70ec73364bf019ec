"""The sheet Responses: every answer as it was read, where it was read, and what became of it."""

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.answers import Answer
from rasp_xl.outgoing.book import Book, span
from rasp_xl.outgoing.formulas import code_of
from rasp_xl.reports.live import Live, counted, nouned, say, sentence
from rasp_xl.reports.positions import MOST_LINKS, RESPONSES, Positions
from rasp_xl.reports.sheet_table import HEADER_ROW, Column, add_table

RESPONSE_COLUMNS = (
    Column("Council", 30), Column("Respondent", 22), Column("Question", 10), Column("As typed", 18),
    Column("Counts as", 11, "cell centre"), Column("Council's answer", 11, "cell centre"), Column("Evidence", 44), Column("Comment", 34),
    Column("File", 28), Column("Sheet", 20), Column("Cell", 8), Column("SHA-256 of the file", 36),
)  # fmt: skip
COUNTS_COLUMN, TAKEN_COLUMN, FILE_COLUMN = 5, 6, 9


def add_responses(book: Book, at: Positions) -> None:
    """A row for every answer of every return that counts, with the cell it was read from and what became of it."""
    sheet = book.add_sheet(RESPONSES, tab="#b1b4b6")
    sheet.title("Responses")
    say(sheet, 2, responses_sentence(at))
    sheet.text(
        3, 1,
        "As it was read, and the file, sheet and cell it came from. Of several respondents the council's answer is what they agreed on, else the median "
        "of their levels, rounded down; don't know or not applicable if more than half say so. Click a file to see it on Returns.",
        "quiet plain",
    )  # fmt: skip
    councils = {card.id: number for number, card in enumerate(at.assessment.cards)}
    asked = {q.id: q for q in at.questions}
    given = [{a.question: a for a in card.answers} for card in at.assessment.cards]
    rows = []
    for entry, answer in at.responses:
        council = councils[entry.partner.id if entry.partner else ""]
        own = at.answer(council, asked[answer.question])
        counts = Live(f'IF({own}="","no answer",{own})', taken(given[council][answer.question]))
        rows.append(_response(entry, answer, counts))
    add_table(sheet, "responses", RESPONSE_COLUMNS, rows)
    for row, (entry, answer) in enumerate(at.responses, HEADER_ROW + 1):
        if len(at.responses) <= MOST_LINKS or answer.question == at.questions[0].id:
            sheet.lead_to(row, FILE_COLUMN, at.returned(entry))


def column_of(at: Positions, column: int) -> str:
    """All rows of a column of the sheet."""
    return span(HEADER_ROW + 1, column, HEADER_ROW + max(len(at.responses), 1), column, fixed=True)


def counts_as(answer: Answer) -> object:
    """What one respondent's answer counts as; texts that are no answer say why."""
    return "unreadable" if answer.unreadable else "no answer" if answer.value is None else answer.value


def taken(answer: Answer) -> int | str:
    """A council's own answer as Responses shows it beside each respondent's."""
    code = code_of(answer)
    return "no answer" if code is None else code


def _response(entry: Entry, answer: Answer, taken: Live) -> tuple[object, ...]:
    return (
        entry.partner.name if entry.partner else "", entry.respondent, answer.question, answer.raw, counts_as(answer), taken,
        answer.evidence, answer.comment, answer.place.file, answer.place.sheet, answer.place.cell, entry.digest,
    )  # fmt: skip


def responses_sentence(at: Positions) -> Live:
    """How many answers were read, of how many returns, and of which kinds."""
    cells = column_of(at, COUNTS_COLUMN)
    n = at.assessment.answer_counts
    return sentence(
        nouned(Live(f"ROWS({cells})-COUNTBLANK({cells})", n["cells"]), "answer cell"), " of ",
        nouned(counted(at.statuses, Status.SCORED.value, at.assessment.ledger.count(Status.SCORED)), "return that counts", "returns that count"), ": ",
        nouned(counted(cells, ">=0", n["levels"]), "level"), ", ", counted(cells, "DK", n["dont_know"]), " don't know, ",
        counted(cells, "NA", n["not_applicable"]), " not applicable, ", counted(cells, "no answer", n["blank"]), " without an answer, ",
        counted(cells, "unreadable", n["unreadable"]), " unreadable.",
    )  # fmt: skip
