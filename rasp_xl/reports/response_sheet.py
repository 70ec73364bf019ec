"""The sheet Responses: every answer as it was read, where it was read, and what became of it."""

from collections.abc import Sequence

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.answers import Answer
from rasp_xl.model.layout import COMMENT, EVIDENCE
from rasp_xl.outgoing.book import Book, span
from rasp_xl.outgoing.formulas import code_of
from rasp_xl.reports.live import Live, counted, nouned, say, sentence
from rasp_xl.reports.long_links import filed
from rasp_xl.reports.long_texts import LongText, long_texts, longer_words, shown_by_cell
from rasp_xl.reports.positions import MOST_LINKS, RESPONSES, Positions
from rasp_xl.reports.room import cut_words
from rasp_xl.reports.sheet_table import HEADER_ROW, Column, add_table

RESPONSE_COLUMNS = (
    Column("Council", 30), Column("Respondent", 22), Column("Question", 10), Column("As typed", 18),
    Column("Counts as", 11, "cell centre"), Column("Council's answer", 11, "cell centre"), Column("Evidence", 44), Column("Comment", 34),
    Column("File", 28), Column("Sheet", 20), Column("Cell", 8), Column("SHA-256 of the file", 68),
)  # fmt: skip
COUNTS_COLUMN, TAKEN_COLUMN, FILE_COLUMN, LAST_PRINTED = 5, 6, 9, 11


def add_responses(book: Book, at: Positions) -> None:
    """A row for every answer of every return that counts, with the cell it was read from and what became of it."""
    sheet = book.add_sheet(RESPONSES, tab="#b1b4b6")
    long = long_texts(at)
    sheet.title("Responses")
    say(sheet, 2, responses_sentence(at))
    sheet.text(
        3, 1,
        cut_words(at, RESPONSES) + "As it was read, and where. Of several respondents the council's answer is what they agreed on, else the median, rounded "
        "down; don't know or not applicable if more than half say so. Click a file to see it, with its hash, on Returns."
        + longer_words(long),
        "quiet plain",
    )  # fmt: skip
    last = add_table(sheet, "responses", RESPONSE_COLUMNS, response_rows(at, long))
    sheet.worksheet.print_area(0, 0, last - 1, LAST_PRINTED - 1)
    for row, (entry, answer) in enumerate(at.responses, HEADER_ROW + 1):
        if len(at.responses) <= MOST_LINKS or answer.question == at.questions[0].id:
            sheet.lead_to(row, FILE_COLUMN, at.returned(entry))


def response_rows(at: Positions, long: Sequence[LongText]) -> Sequence[tuple[object, ...]]:
    """A row for every answer for which there is room; of long texts only the beginning."""
    shown = shown_by_cell(long)
    councils = {card.id: number for number, card in enumerate(at.assessment.cards)}
    asked = {q.id: q for q in at.questions}
    given = [{a.question: a for a in card.answers} for card in at.assessment.cards]
    rows = []
    for row, (entry, answer) in enumerate(at.responses, HEADER_ROW + 1):
        council = councils[entry.partner.id if entry.partner else ""]
        own = at.answer(council, asked[answer.question])
        counts = Live(f'IF({own}="","no answer",{own})', taken(given[council][answer.question]))
        file = filed(at, entry, answer.place.file, RESPONSE_COLUMNS[FILE_COLUMN - 1].width)
        texts = shown.get((row, EVIDENCE), answer.evidence), shown.get((row, COMMENT), answer.comment)
        rows.append(_response(entry, answer, counts, (*texts, file)))
    return rows


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


def _response(entry: Entry, answer: Answer, taken: Live, shown: tuple[object, ...]) -> tuple[object, ...]:
    """One row; shown are evidence, comment and file as they stand in it."""
    return (
        entry.partner.name if entry.partner else "", entry.respondent, answer.question, answer.raw, counts_as(answer), taken,
        *shown, answer.place.sheet, answer.place.cell, entry.digest,
    )  # fmt: skip


def responses_sentence(at: Positions) -> Live:
    """How many answers were read, of how many returns, and of which kinds."""
    cells = column_of(at, COUNTS_COLUMN)
    n = at.answer_counts
    return sentence(
        nouned(Live(f"ROWS({cells})-COUNTBLANK({cells})", n["cells"]), "answer cell"), " of ",
        nouned(counted(at.statuses, Status.SCORED.value, at.assessment.ledger.count(Status.SCORED)), "return that counts", "returns that count"), ": ",
        nouned(counted(cells, ">=0", n["levels"]), "level"), ", ", counted(cells, "DK", n["dont_know"]), " don't know, ",
        counted(cells, "NA", n["not_applicable"]), " not applicable, ", counted(cells, "no answer", n["blank"]), " without an answer, ",
        counted(cells, "unreadable", n["unreadable"]), " unreadable.",
    )  # fmt: skip
