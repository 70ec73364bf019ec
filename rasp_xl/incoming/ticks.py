"""Ticks: levels that were marked in their own columns, as on paper, where nothing is chosen under Answer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.rows import shown
from rasp_xl.incoming.wording import parse_answer, plain
from rasp_xl.model import notice_rules
from rasp_xl.model.answers import CHOICE_TEXTS, Answer
from rasp_xl.model.findings import Finding
from rasp_xl.model.layout import LEVEL_HEADINGS
from rasp_xl.model.questions import LEVEL_NAMES, QuestionSet

LONGEST_MARK = 12
MARK = re.compile(r"[\[(]?\s*(?:x+|[✓✔☑☒✗✘√✅●•*]+|v|y|yes|tick|ticked|1)\s*[\])]?")
"""A whole cell, in lower case."""

SIGN = r"(?:[\[(]?(?:x+|[✓✔☑☒✗✘√✅●•*]+)[\])]?)"
SIGN_FIRST, SIGN_LAST = re.compile(rf"({SIGN})[\s:-]+(.+)"), re.compile(rf"(.+?)[\s:-]+({SIGN})")
"""A mark before or behind a level's own text."""

COLOURED = str.maketrans("", "", "\ufe0e\ufe0f")
"""What makes a sign a coloured or a plain one."""

Columns = Mapping[int, int]
"""Levels by the columns that they stand in, counted from 1."""


def ticks(sheets: Iterable[SheetValues], answers: Mapping[str, Answer], question_set: QuestionSet) -> Iterator[Finding]:
    """A finding for each question that is blank and has a level marked beside it; in the order asked."""
    blank = {q.id for q in question_set.questions if (a := answers.get(q.id)) and not a.given}
    used = {answers[question].place.sheet for question in blank}
    headers = {sheet.name: (sheet, tuple(_headers(sheet, answers))) for sheet in sheets if sheet.name in used}
    for question in question_set.questions:
        if question.id not in blank:
            continue
        place = answers[question.id].place
        sheet, above = headers[place.sheet]
        columns = next((columns for row, columns in reversed(above) if row < place.row), {})
        if columns and (marks := ticked(sheet.rows[place.row - 1], columns, question.levels)):
            found = ", ".join(f"{mark} in column {CHOICE_TEXTS[level]}" for mark, level in marks)
            yield Finding.at(place, notice_rules.MARKED, question=question.id, found=found)


def _headers(sheet: SheetValues, answers: Mapping[str, Answer]) -> Iterator[tuple[int, Columns]]:
    """Header rows with the levels in them; below the first answer only those as sent."""
    first = min(a.place.row for a in answers.values() if a.place.sheet == sheet.name)
    for row, values in enumerate(sheet.rows, 1):
        if (row < first or LEVEL_HEADINGS[0] in values) and (columns := level_columns(values)):
            yield row, columns


def level_columns(values: Sequence[Any]) -> Columns:
    """The columns that a header row gives to the levels; none unless it has each level once."""
    found = {n: level for n, value in enumerate(values, 1) if type(level := parse_answer(value)) is int}
    return found if sorted(found.values()) == list(range(len(LEVEL_NAMES))) else {}


def ticked(values: Sequence[Any], columns: Columns, levels: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """The marks in a row with the levels in whose columns they stand, from left to right; levels are the texts as sent."""
    found = ((_mark(values[n - 1], level, levels), level) for n, level in sorted(columns.items()) if n <= len(values))
    return tuple((mark, level) for mark, level in found if mark)


def _mark(value: Any, level: int, levels: Sequence[str]) -> str:
    """The mark that a cell under a level is or holds, as typed; empty where there is none.

    A box that is not ticked is FALSE or 0, so of numbers only 1 and the level's own are marks.
    """
    if value == levels[level] or value == "":
        return ""
    if isinstance(value, str):
        text = value.translate(COLOURED).strip()
        if len(text) <= LONGEST_MARK and (MARK.fullmatch(plain(text)) or text == str(level) != "0"):
            return text
        return _mark_by_text(text, levels[level])
    if value is True:
        return "a ticked box"
    return shown(value) if value and value in (1, level) else ""


def _mark_by_text(text: str, level_text: str) -> str:
    if len(text) > len(level_text) + LONGEST_MARK:
        return ""
    for pattern, mark, rest in ((SIGN_FIRST, 1, 2), (SIGN_LAST, 2, 1)):
        found = pattern.fullmatch(plain(text))
        if found and found[rest] == plain(level_text):
            return found[mark]
    return ""
