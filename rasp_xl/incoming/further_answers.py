"""Further answers: columns beside the answers in which levels stand as well. Each is read, or said to be left aside.

A column Final answer that somebody put beside ours may hold what the council means, and ours only a draft. So both are
read, and where they differ neither counts. Only what is headed as another year's, or as a target, is not.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.headings import AS_SENT, LONGEST, Columns, Header, heading_of, is_other_heading
from rasp_xl.incoming.question_index import QuestionIndex
from rasp_xl.incoming.wording import UNREADABLE, parse_answer, plain
from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.layout import ANSWER, QUESTION, REF
from rasp_xl.model.questions import LEVEL_NAMES

LEVEL_TEXTS = frozenset(CHOICE_TEXTS[level] for level in range(len(LEVEL_NAMES)))
ANOTHER_TIME = re.compile(
    r"\b(?:20[0-9]{2}|last|previous|previously|prior|old|older|former|past|earlier|target|planned|expected|example|draft)\b"
)
"""What a heading, or a sheet's name, says over answers that may not be those of this round."""

NUMBER_AND_WORD = re.compile(r"[0-4].*[a-z]|[a-z].*[0-4]", re.IGNORECASE)

OF_ANSWERS = re.compile(
    r"\b(?:answers?|levels?|scores?|ratings?|responses?|results?|final|agreed|moderated|revised|corrected|updated|new)\b"
)
"""What a heading says over bare numbers that are answers; under another they may be priorities, ranks or weights."""


def with_further(header: Header, row: int, sheet: SheetValues, index: QuestionIndex) -> Header:
    """A header with the further columns for answers that stand in its rows; row is its number."""
    rows = sheet.rows[row:]
    if header is AS_SENT and all(len(values) <= len(sheet.rows[row - 1]) for values in rows):
        return header
    heads = {n: v for n, v in enumerate(sheet.rows[row - 1], 1) if isinstance(v, str) and v.strip()}
    asked = [values for values in rows if any(_is_asked(values, block, index) for block in header.blocks)]
    blocks, aside = list(header.blocks), []
    for column in _unused(header, heads, asked):
        if not _holds_answers(asked, column, heads.get(column, "")):
            continue
        if ANOTHER_TIME.search(plain(heads.get(column, ""))):
            aside.append(column)
        else:
            blocks.append({**_left_of(column, header.blocks), ANSWER: column})
    return replace(header, blocks=tuple(blocks), aside=tuple(aside))


def without_words(header: Header, row: int, sheet: SheetValues) -> Header:
    """Beside a column Answer, one whose heading says so in other words is read only where levels stand in it."""
    as_sent = [b for b in header.blocks if heading_of(str(sheet.rows[row - 1][b[ANSWER] - 1]))[1]]
    tables = [{**block, ANSWER: 0} for block in as_sent]
    kept = tuple(
        block
        for block in header.blocks
        if block in as_sent or {**block, ANSWER: 0} not in tables or _mostly_read(sheet.rows[row:], block[ANSWER])
    )
    answers = {block[ANSWER] for block in kept}
    return replace(
        header, blocks=kept, renamed={h: n for h, n in header.renamed.items() if h != ANSWER or n in answers}
    )


def _unused(header: Header, heads: dict[int, str], asked: list[list[Any]]) -> Iterator[int]:
    """Columns that have neither a use nor a heading of ours."""
    used = {column for block in header.blocks for column in block.values()}
    for column in range(1, 1 + max(map(len, asked), default=0)):
        head = heads.get(column, "")
        ours = is_other_heading(head) or (len(head) <= LONGEST and heading_of(head)[0] not in ("", ANSWER))
        if column not in used and not ours:
            yield column


def _holds_answers(asked: list[list[Any]], column: int, head: str) -> bool:
    """Whether most of what stands beside the questions are levels, in words or under a heading that says so."""
    cells = filled([values[column - 1] for values in asked if column <= len(values)])
    if not _mostly_read(asked, column) or not any(type(parse_answer(value)) is int for value in cells):
        return False
    # A word alone, Agreed for instance, may be what became of a paper; with its number it is a level of ours.
    worded = any(isinstance(v, str) and NUMBER_AND_WORD.search(v) and type(parse_answer(v)) is int for v in cells)
    return worded or bool(OF_ANSWERS.search(plain(head)))


def _is_asked(values: list[Any], columns: Columns, index: QuestionIndex) -> bool:
    """Whether a row is about a question of ours."""
    ref, question = text_at(values, columns.get(REF, 0)), text_at(values, columns.get(QUESTION, 0))
    return bool((question and index.by_text(question)) or (ref and index.by_ref(ref)))


def _left_of(column: int, blocks: tuple[Columns, ...]) -> Columns:
    """The table that a column belongs to: the last that begins left of it."""
    return max((b for b in blocks if min(b.values()) < column), key=lambda b: min(b.values()), default=blocks[0])


def _mostly_read(rows: list[list[Any]], column: int) -> bool:
    cells = filled([values[column - 1] for values in rows if column <= len(values)])
    return 2 * sum(parse_answer(value) is not UNREADABLE for value in cells) > len(cells)


def filled(values: list[Any]) -> list[Any]:
    """The values less the blanks."""
    return [value for value in values if value is not None and value != ""]


def text_at(values: list[Any], column: int) -> str:
    """The text in a column counted from 1; empty outside of the row and for what is no text."""
    value = values[column - 1] if 0 < column <= len(values) else ""
    return value.strip() if isinstance(value, str) else ""
