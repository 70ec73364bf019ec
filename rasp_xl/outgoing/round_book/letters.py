"""The sheet Letters of the round workbook: the subject and text of each letter, open to be changed, and the fields they may name."""

from rasp_xl.model.letter_file import standard_letters
from rasp_xl.model.letters import FIELDS, fields_of
from rasp_xl.model.round_layout import LETTER_HEADINGS, LETTERS
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.book import Book
from rasp_xl.outgoing.letter_words import NO_CONTACT, NO_DAY

HEADER_ROW = 8
WIDTHS = (14, 42, 92, 3, 84)
GUIDE = (
    "Change what you like in the yellow cells; a new line within a cell is Alt+Enter. An empty line begins a paragraph, and lines that begin with “- ” are a list.",
    "Words in braces are fields: each letter has there what the list beside it says.",
    f"A field may be empty, where nothing is entered for it: {{contact}} then reads {NO_CONTACT}, {{return_by}} reads {NO_DAY}, and in the place of any other stands nothing. A line of nothing but empty fields is left out.",
    "Clear subject and text to have the standard letter again.",
    "Invitation: goes with the workbook. Reminder: to whoever has not answered by then. Query: goes with the fix copy of a return. Receipt: when a return has come.",
)


def add_letters(book: Book, round_: Round) -> None:
    """A row per kind of letter, with the round's own words where it has any."""
    sheet = book.add_sheet(LETTERS)
    sheet.widths(WIDTHS)
    sheet.title(LETTERS)
    for row, text in enumerate(GUIDE, 3):
        sheet.text(row, 1, text, "plain")
        sheet.height(row, 17)
    sheet.row(HEADER_ROW, LETTER_HEADINGS)
    sheet.text(HEADER_ROW, len(WIDTHS), "Fields of this letter", "head")
    sheet.height(HEADER_ROW, 20)
    own = {letter.kind: letter for letter in round_.letters}
    for row, standard in enumerate(standard_letters(), HEADER_ROW + 1):
        letter = own.get(standard.kind, standard)
        fields = "\n".join(f"{{{field}}}: {FIELDS[field]}" for field in fields_of(standard.kind))
        sheet.text(row, 1, standard.kind.value.capitalize(), "cell bold")
        sheet.text(row, 2, letter.subject, "entry")
        sheet.text(row, 3, letter.text, "entry")
        sheet.text(row, len(WIDTHS), fields, "cell")
        sheet.fit(row, [(letter.subject, WIDTHS[1]), (letter.text, WIDTHS[2]), (fields, WIDTHS[4] - 2)])
    sheet.freeze(HEADER_ROW + 1, 2)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.protect()
