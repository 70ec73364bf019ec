"""The sheet Long texts: evidence and comments too long for a row of Responses stand here whole, in parts that fit on paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rasp_xl.model.layout import COMMENT, EVIDENCE
from rasp_xl.outgoing.book import Book
from rasp_xl.reports import wording
from rasp_xl.reports.positions import LONG_TEXTS, MOST_LINKS, RESPONSES, Positions
from rasp_xl.reports.sheet_table import HEADER_ROW, Column, add_table

LONGEST_SHOWN, MOST_LINES = 600, 15
"""Characters and line breaks of a text that Responses shows."""

LONGEST_PART = 1_200
"""Characters of a part: about a dozen lines, half of what the highest row takes."""

COLUMNS = (
    Column("Council", 34), Column("Question", 11), Column("What", 11), Column("Part", 10), Column("Text", 112), Column("Answered by", 24),
)  # fmt: skip
LINK_COLUMN = len(COLUMNS)


@dataclass(frozen=True, slots=True)
class LongText:
    """A text of a row of Responses under a heading, its parts, and the row on Long texts where the first of them stands."""

    response: int
    heading: str
    text: str
    parts: Sequence[str]
    row: int

    @property
    def shown(self) -> str:
        """What Responses shows of it: the beginning, how long it is, and where it stands whole."""
        opening = "\n".join(self.text[:LONGEST_SHOWN].split("\n")[:MOST_LINES])
        # No row is named: people sort either sheet.
        whole = f"{LONG_TEXTS}, under the same council, question and respondent"
        return f"{opening}… ({len(self.text):,} characters in all: {whole})"


def parts_of(text: str) -> Iterator[str]:
    """A text in parts that make the whole when put together, broken where it is broken anyway if it can be."""
    while text:
        end = _end(text)
        yield text[:end]
        text = text[end:]


def _end(text: str) -> int:
    """Where the first part of a text ends."""
    lines = text[:LONGEST_PART].split("\n")
    if len(lines) > MOST_LINES:
        return sum(len(line) + 1 for line in lines[:MOST_LINES])
    if len(text) <= LONGEST_PART:
        return len(text)
    return max(text.rfind("\n", 0, LONGEST_PART), text.rfind(" ", 0, LONGEST_PART)) + 1 or LONGEST_PART


def is_long(text: str) -> bool:
    """Whether a text would make a row of Responses too high to read or to print."""
    return len(text) > LONGEST_SHOWN or text.count("\n") >= MOST_LINES


def long_texts(at: Positions) -> tuple[LongText, ...]:
    """All of them in the order of Responses. What no longer fits on the sheet is none, and stands whole on Responses."""
    found: list[LongText] = []
    row = HEADER_ROW + 1
    for response, (_, answer) in enumerate(at.responses, HEADER_ROW + 1):
        for heading, text in ((EVIDENCE, answer.evidence), (COMMENT, answer.comment)):
            if not is_long(text):
                continue
            parts = tuple(parts_of(text))
            if row + len(parts) - 1 <= at.most_rows:
                found.append(LongText(response, heading, text, parts, row))
                row += len(parts)
    return tuple(found)


def shown_by_cell(found: Sequence[LongText]) -> Mapping[tuple[int, str], str]:
    """What Responses shows of long texts, by row and heading."""
    return {(long.response, long.heading): long.shown for long in found}


def longer_words(found: Sequence[LongText]) -> str:
    """What Responses says of them; nothing where there is none."""
    if not found:
        return ""
    return f" Of {wording.plural(len(found), 'long text')} only the beginning is here, the whole on {LONG_TEXTS}."


def add_long_texts(book: Book, at: Positions) -> None:
    """A row for every part, where there is a long text at all."""
    found = long_texts(at)
    if not found:
        return
    sheet = book.add_sheet(LONG_TEXTS, tab="#b1b4b6")
    sheet.title(
        LONG_TEXTS,
        f"{wording.plural(len(found), 'text')} with more than {LONGEST_SHOWN} characters or {MOST_LINES} lines, whole, in parts that fit on paper.",
    )
    sheet.text(
        3,
        1,
        f"Put together in their order, the parts are the text as it was read. Click who answered to see the row on {RESPONSES}.",
        "quiet plain",
    )
    rows = [(long, number, part) for long in found for number, part in enumerate(long.parts, 1)]
    add_table(sheet, "long_texts", COLUMNS, [_cells(at, *row) for row in rows])
    for row, (long, _, _) in enumerate(rows[:MOST_LINKS], HEADER_ROW + 1):
        sheet.lead_to(row, LINK_COLUMN, f"{RESPONSES}!A{long.response}")


def _cells(at: Positions, long: LongText, number: int, part: str) -> tuple[object, ...]:
    entry, answer = at.responses[long.response - HEADER_ROW - 1]
    council = entry.partner.name if entry.partner else ""
    by = entry.respondent or answer.place.file
    return council, answer.question, long.heading, f"{number} of {len(long.parts)}", part, by
