"""Cover: who filled a return and when, read from the start sheet by its labels, wherever these are now.

An entry stands right of its label, or behind it in the same cell, or below it where the labels stand side by side. A list
of councils has a heading Council too, so what is below or alone counts only where no second row or other cell is by it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.days import day_of
from rasp_xl.incoming.rows import shown
from rasp_xl.incoming.wording import plain
from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import Place
from rasp_xl.model.layout import COUNCIL, COVER_LABELS, DATE, RESPONDENT, ROLE, START

ROWS, COLUMNS = 60, 12
"""How far down and to the right labels are looked for."""

LONGEST_LABEL, LONGEST_ENTRY = 13, 60
"""Characters; the entry's where it stands behind its label."""

LABELS = {label.casefold(): label for label in COVER_LABELS}

Entry = tuple[Any, int, int]
"""What stands beside a label, with its row and column."""

Entries = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Front:
    """A sheet as far as a cover may stand on it. answers_from is its first row with an answer, 0 where there is none.

    From there on people write Council: agreed in May beside their answers.
    """

    sheet: SheetValues
    answers_from: int = 0

    @property
    def rows(self) -> list[list[Any]]:
        """The rows in which labels may stand in other ways than they were sent."""
        return self.sheet.rows[: min(ROWS, self.answers_from - 1) if self.answers_from else ROWS]


def read_cover(sheets: Sequence[SheetValues], file: str, answered: Mapping[str, int]) -> Cover:
    """The entries by the labels: of the start sheet where it names a council, else of the one sheet that does.

    answered are the sheets that hold answers, with the first row of these. Of two councils on sheets of equal standing
    neither is taken.
    """
    fronts = [Front(sheet, answered.get(sheet.name, 0)) for sheet in sheets]
    fronts.sort(key=lambda front: front.sheet.name != START)
    without_council = None
    for way in WAYS:
        named: dict[str, Cover] = {}
        for front in fronts:
            entries = way(front)
            cover = _cover(front.sheet, entries, file) if entries else Cover()
            if cover.council:
                named.setdefault(plain(cover.council), cover)
                if front.sheet.name == START:
                    break
            elif entries:
                without_council = without_council or cover
        if named:
            return _only(tuple(named.values()), without_council)
    return without_council or Cover()


def _only(named: Sequence[Cover], without_council: Cover | None) -> Cover:
    """The one cover, completed from a start sheet that lacks nothing but the council; of several, what one says but for that."""
    first = named[0]
    if without_council and not first.respondent:
        first = replace(without_council, council=first.council)
    if len(named) > 1:
        return replace(first, council="", councils=tuple(cover.council for cover in named))
    return first


def _beside_or_behind(front: Front) -> Entries:
    """What stands right of each label, or behind it in its cell, where there are two labels at least."""
    found = _entries(front)
    return found if len(found) > 1 and COUNCIL in found else {}


def _entries(front: Front) -> dict[str, Entry]:
    """What stands by each label where it first has an entry; behind a label it is looked for only where one is lacking."""
    found: dict[str, Entry] = {}
    for labelled in (_labelled, _labelled_inside):
        for label, entry in labelled(front):
            if label not in found or (found[label][0] == "" and entry[0] != ""):
                found[label] = entry
        if len(found) == len(LABELS) and all(entry[0] != "" for entry in found.values()):
            break
    return found


def _labelled(front: Front) -> Iterator[tuple[str, Entry]]:
    for row, values in enumerate(front.sheet.rows[:ROWS], 1):
        for column, value in enumerate(values[:COLUMNS], 1):
            if label := _label(value):
                yield label, _beside(values, row, column)


def _labelled_inside(front: Front) -> Iterator[tuple[str, Entry]]:
    """Labels with their entries in one cell, but for those beside which another text stands: either might be meant."""
    for row, values in enumerate(front.rows, 1):
        for column, value in enumerate(values[:COLUMNS], 1):
            label, entry = _inside(value)
            beside = values[column] if column < len(values) else ""
            if label:
                yield label, ("" if _says(beside) and not _names_label(beside) else entry, row, column)


def _beside(values: list[Any], row: int, column: int) -> Entry:
    """The next entry to the right, up to another label: cells between are empty where columns were put in or cells merged."""
    for n, value in enumerate(values[column:], column + 1):
        if _names_label(value):
            break
        if _says(value):
            return value, row, n
    return "", row, column + 1


def _below(front: Front) -> Entries:
    """What stands below labels that stand side by side, in the only row below them."""
    for row, values in enumerate(front.rows[:-1]):
        columns = {label: n for n, value in enumerate(values[:COLUMNS]) if (label := _label(value))}
        if COUNCIL not in columns or RESPONDENT not in columns:
            continue
        below, after = front.rows[row + 1], front.rows[row + 2 : row + 3]
        if any(_says(value) for values in after for value in values[columns[COUNCIL] : columns[COUNCIL] + 1]):
            continue
        entries = {label: below[n] for label, n in columns.items() if n < len(below) and _says(below[n])}
        if not any(map(_names_label, entries.values())):
            return {label: (entry, row + 2, columns[label] + 1) for label, entry in entries.items()}
    return {}


def _council_alone(front: Front) -> Entries:
    """The council on a sheet without the other labels: a start sheet, or a front page with no other cell by it."""
    labelled = [(label, entry) for label, entry in (*_labelled(front), *_labelled_inside(front)) if entry[0] != ""]
    if [label for label, _ in labelled] != [COUNCIL]:
        return {}
    entry = labelled[0][1]
    if front.sheet.name == START or _stands_alone(front, entry[1], entry[2]):
        return dict(labelled)
    return {}


def _stands_alone(front: Front, row: int, column: int) -> bool:
    """Whether no more than a label and its entry stand in a row, and nothing below or above the entry."""
    if not row <= len(front.rows):
        return False
    filled = sum(map(_says, front.rows[row - 1]))
    by_it = (front.sheet.value(n, m) for n in (row - 1, row + 1) for m in range(1, column + 1))
    return filled <= 2 and not any(map(_says, by_it))


WAYS: tuple[Callable[[Front], Entries], ...] = (_beside_or_behind, _below, _council_alone)
"""The surer before the less sure."""


def _says(value: Any) -> bool:
    return value is not None and value != "" and (not isinstance(value, str) or bool(plain(value)))


def _label(value: Any) -> str:
    """The label that a cell is, whatever its case and with or without a colon; else nothing."""
    return (
        LABELS.get(plain(value).rstrip(": *"), "") if isinstance(value, str) and 0 < len(value) <= LONGEST_LABEL else ""
    )


def _inside(value: Any) -> tuple[str, str]:
    """Label and entry of a cell that holds both, with a colon between."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_LABEL + LONGEST_ENTRY:
        return "", ""
    before, _, entry = value.replace("：", ":").partition(":")
    label = _label(before) if plain(entry) else ""
    return (label, entry.strip()) if label else ("", "")


def _names_label(value: Any) -> bool:
    return bool(_label(value) or _inside(value)[0])


def _cover(sheet: SheetValues, entries: Entries, file: str) -> Cover:
    council, respondent, role = (
        " ".join(shown(entries[label][0]).split()) if label in entries else "" for label in (COUNCIL, RESPONDENT, ROLE)
    )
    if DATE not in entries:
        return Cover(council, respondent, role)
    value, row, column = entries[DATE]
    return Cover(council, respondent, role, day_of(value), _day_text(value), Place(file, sheet.name, row, column))


def _day_text(value: Any) -> str:
    """What its sender sees; a date as most people here write it."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else " ".join(shown(value).split())
