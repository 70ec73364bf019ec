"""Replies: what a sender says, on the Fix list of a fix copy, to what could only be looked at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.rows import shown
from rasp_xl.incoming.wording import plain
from rasp_xl.model.findings import Place, shorten
from rasp_xl.model.layout import ALL_RIGHT, FIX_COLUMNS, REPLY, WRONG

HEADINGS = frozenset(plain(heading) for heading in FIX_COLUMNS)
AT_LEAST = 3
"""Headings of ours by which the header row of a Fix list is known, whatever its sheet is called now."""

MOST = 60
"""Replies that are kept: far more than rows of a Fix list that ask for one."""

LONGEST = 300
"""Characters that are kept of what was asked; ours are shorter."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply in the sender's words, with what the list said was wrong; that is empty where its column is gone."""

    text: str
    asked: str
    place: Place

    @property
    def says_all_right(self) -> bool:
        """Whether it is the choice that says so; words of one's own are for a person to read."""
        return plain(self.text).rstrip(". ") == plain(ALL_RIGHT)


def read_replies(sheets: Iterable[SheetValues], file: str) -> tuple[Reply, ...]:
    """Every reply, in the order of sheets and rows; the same one on a copied sheet counts once."""
    found: dict[tuple[str, str], Reply] = {}
    for sheet in sheets:
        for reply in _on(sheet, file):
            found.setdefault((reply.asked, reply.text), reply)
            if len(found) == MOST:
                return tuple(found.values())
    return tuple(found.values())


def _on(sheet: SheetValues, file: str) -> Iterator[Reply]:
    """The replies below the header row of a Fix list; none on any other sheet."""
    columns: dict[str, int] = {}
    for row, values in enumerate(sheet.rows, 1):
        if header := _header(values):
            columns = header
        elif columns and (text := _text(values, columns[plain(REPLY)])):
            asked = shorten(_text(values, columns.get(plain(WRONG), 0)), LONGEST)
            yield Reply(text, asked, Place(file, sheet.name, row, columns[plain(REPLY)]))


def _header(values: list[Any]) -> dict[str, int]:
    """The columns of our headings, where a row is the header row of a Fix list."""
    found: dict[str, int] = {}
    for column, value in enumerate(values, 1):
        if isinstance(value, str) and (heading := plain(value)) in HEADINGS:
            found.setdefault(heading, column)
    return found if plain(REPLY) in found and len(found) >= AT_LEAST else {}


def _text(values: list[Any], column: int) -> str:
    """What stands in a cell, on one line; nothing where there is no such cell."""
    value = values[column - 1] if 0 < column <= len(values) else ""
    return " ".join(shown(value).split())
