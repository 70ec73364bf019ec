"""Columns: where headings are lost, which column holds what, told by what stands in it. Never a guess between two.

Only a sheet that holds texts of our questions is looked at, so neither How it counts nor a council's own lists are taken.
The answers are the one column in which levels stand beside the questions. A second such column, last year's for
instance, leaves a doubt, and then none is read.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.further_answers import ANOTHER_TIME, LEVEL_TEXTS, filled, text_at, without_words
from rasp_xl.incoming.headings import LONGEST, Header, heading_of, is_other_heading
from rasp_xl.incoming.question_index import QuestionIndex
from rasp_xl.incoming.wording import UNREADABLE, parse_answer, plain
from rasp_xl.model.layout import ANSWER, COMMENT, EVIDENCE, HEADINGS, QUESTION, REF


@dataclass(frozen=True, slots=True)
class Found:
    """What was found on one sheet: a header with all its columns, or the columns between which nothing decides."""

    header: Header | None = None
    unclear: tuple[int, ...] = ()


@dataclass(slots=True)
class Content:
    """One sheet, looked at column by column. asked are its rows that hold a question's text; taken are columns in use."""

    sheet: SheetValues
    index: QuestionIndex
    heads: dict[int, str]
    columns: dict[str, int]
    asked: list[list[Any]] = field(default_factory=list)

    def taken(self) -> set[int]:
        """The columns that have a use, or a heading that says that they are something else."""
        other = {n for n, text in self.heads.items() if is_other_heading(text)}
        return {*self.columns.values(), *other}

    def cells(self, column: int) -> list[Any]:
        """What stands in a column beside the questions, less the blanks."""
        return filled([values[column - 1] for values in self.asked if 0 < column <= len(values)])


def holds_questions(sheet: SheetValues, index: QuestionIndex) -> bool:
    """Whether the text of any of our questions stands on a sheet."""
    for values in sheet.rows:
        for value in values:
            if isinstance(value, str) and len(value) > index.shortest and index.by_text(value):
                return True
    return False


def columns_by_content(sheet: SheetValues, index: QuestionIndex) -> Found:
    """The columns of a sheet without a header row that we could read."""
    heads = _heads(sheet, index)
    named: dict[str, int] = {}
    for column, text in heads.items():
        heading, as_sent = heading_of(text)
        if heading and (as_sent or heading not in named):
            named[heading] = column
    content = Content(sheet, index, heads, dict(named))
    _complete(content)
    if QUESTION not in content.columns:
        return Found()
    if ANSWER not in content.columns:
        likely = _likely_answers(content)
        if len(likely) != 1 or not _surely(content, likely[0]):
            return Found(unclear=tuple(likely))
        content.columns[ANSWER] = likely[0]
    _complete_words(content)
    found = {h: content.columns[h] for h in HEADINGS if h in content.columns}
    renamed = {h: n for h, n in found.items() if named.get(h) != n or not heading_of(heads[n])[1]}
    return Found(Header((found,), renamed, sure=False))


def completed(header: Header, row: int, sheet: SheetValues, index: QuestionIndex) -> Header:
    """A header with those of its columns whose headings were lost, and without columns of words like Our answer."""
    if len(header.blocks) > 1:
        return without_words(header, row, sheet)
    if len(header.blocks[0]) == len(HEADINGS):
        return header
    heads = {n: v for n, v in enumerate(sheet.rows[row - 1], 1) if isinstance(v, str) and v.strip()}
    content = Content(sheet, index, heads, dict(header.blocks[0]))
    _complete(content)
    _complete_words(content)
    added = {h: n for h, n in content.columns.items() if h not in header.blocks[0]}
    return Header((content.columns,), {**header.renamed, **added}, header.sure)


def _heads(sheet: SheetValues, index: QuestionIndex) -> dict[int, str]:
    """The texts of the row that looks most like a header row, by column.

    A row with a question is none, though its answer 3 Agreed is also a heading; without any, the row above the first
    question says at least what its columns do not hold.
    """
    best: dict[int, str] = {}
    above: dict[int, str] = {}
    most, begun = 0, False
    for values in sheet.rows:
        if any(isinstance(v, str) and index.by_text(v.strip()) for v in values):
            begun = True
            continue
        texts = {n: v for n, v in enumerate(values, 1) if isinstance(v, str) and 0 < len(v) <= LONGEST}
        known = {heading_of(v)[0] for v in texts.values()} - {""}
        others = {v for v in texts.values() if is_other_heading(v)}
        above = above if begun else texts
        if (known or len(others) > 1) and len(known | others) > most:
            best, most = texts, len(known | others)
    return best or above


def _complete(content: Content) -> None:
    """Find Question by the texts of our questions, and Ref by our Refs beside most of them."""
    index, columns = content.index, content.columns
    if QUESTION not in columns and (best := _most(content, index.by_text)):
        columns[QUESTION] = best[0]
    question = columns.get(QUESTION, 0)
    content.asked = [v for v in content.sheet.rows if question and index.by_text(text_at(v, question))]
    best = _most(content, index.by_ref) if REF not in columns else None
    if best and 2 * best[1] > len(content.asked):
        columns[REF] = best[0]


def _most(content: Content, known: Callable[[str], str]) -> tuple[int, int] | None:
    """The column with most texts that are known, and how many; of equally many the leftmost."""
    taken = content.taken()
    counted = Counter(
        n
        for values in content.sheet.rows
        for n, v in enumerate(values, 1)
        if n not in taken and isinstance(v, str) and known(v.strip())
    )
    return max(counted.items(), key=lambda item: (item[1], -item[0]), default=None)


def _likely_answers(content: Content) -> list[int]:
    """The columns that may be the answers: those with levels, whatever their headings say, else those with Don't know."""
    taken = content.taken()
    levels, unknown = [], []
    for column in range(1, 1 + max(map(len, content.asked), default=0)):
        cells = content.cells(column)
        read = [value for value in map(parse_answer, cells) if value is not UNREADABLE]
        mostly = 2 * len(read) > len(cells)
        quoted = column not in taken and any(v in LEVEL_TEXTS for v in cells if isinstance(v, str))
        if quoted or (mostly and _any_level(read)):
            levels.append(column)
        elif mostly and "DK" in read and column not in taken:
            unknown.append(column)
    return levels or unknown


def _any_level(read: list[Any]) -> bool:
    return any(type(value) is int for value in read)


def _surely(content: Content, column: int) -> bool:
    """Whether the one column with levels is the answers: of this round, and no priorities or ranks.

    Bare numbers beside a question may be anything, so they count only where they stand right of our level texts, as sent.
    """
    if column in content.taken() or ANOTHER_TIME.search(plain(content.heads.get(column, ""))):
        return False
    worded = any(isinstance(v, str) and v.strip(" 0123456789") for v in content.cells(column))
    return worded or any(isinstance(v, str) and v in content.index.given for v in content.cells(column - 1))


def _complete_words(content: Content) -> None:
    """Evidence stands right of Answer and Comment right of Evidence, unless another heading or our own text stands there."""
    columns = content.columns
    for heading, before in ((EVIDENCE, ANSWER), (COMMENT, EVIDENCE)):
        column = columns.get(before, 0) + 1
        if heading in columns or column == 1 or column in content.taken():
            continue
        cells = content.cells(column)
        if cells and not any(isinstance(v, str) and v in content.index.given for v in cells):
            columns[heading] = column
