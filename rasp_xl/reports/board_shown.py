"""The board for people and for machines: lines on the screen, the sheet Board, and JSON."""

from collections.abc import Iterator
from typing import Any

from rasp_xl.incoming.entries import Entry
from rasp_xl.model.showing import day_words
from rasp_xl.outgoing.book import Book, cell, span
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.board import Board, BoardLine, Standing
from rasp_xl.reports.next_steps import NOTHING, next_step, stray_step, stray_words
from rasp_xl.reports.sheet_table import HEADER_ROW, Column, add_table

SHEET = "Board"
COLUMNS = (
    Column("Council", 28), Column("Contact", 20), Column("E-mail", 28), Column("Role", 20), Column("Standing", 16, "cell bold"),
    Column("Late", 6), Column("What", 42), Column("What to do next", 44), Column("Files", 26), Column("Letter due", 10),
    Column("Last letter", 17, "date"),
)  # fmt: skip
STANDING = 5
NO_CONTACT, NO_NAME, NO_ADDRESS, NO_ROLE, NONE = "no contact", "no name", "no e-mail address", "no role", "none"
STRAYS = "Files of nobody known"


def board_text(board: Board) -> Iterator[str]:
    """Each expected return under a heading for each standing, those that need something first: how it stands, and below, what to do next."""
    for standing in Standing:
        lines = [line for line in board.lines if line.standing is standing]
        if not lines:
            continue
        yield f"{standing.value.capitalize()}: {len(lines)}"
        for line in lines:
            late = ", late" if line.late else ""
            yield f"  {line.council}, {line.person.name or line.person.address or NO_CONTACT}{late}: {line.what}"
            if (step := next_step(line)) != NOTHING:
                yield f"    Next: {step}"
        yield ""
    if board.strays:
        yield f"{STRAYS}: {len(board.strays)}"
        for entry in board.strays:
            yield f"  {entry.path}: {stray_words(entry)}"
            yield f"    Next: {stray_step(entry)}"
        yield ""
    yield _until(board)


def _until(board: Board) -> str:
    if board.due is None:
        return "No day is set by which returns are wanted: Return by, on the sheet Programme."
    left = (board.due - board.day).days
    if left < 0:
        return f"Returns were wanted by {day_words(board.due)}, {-left} {'day' if left == -1 else 'days'} ago."
    return f"Returns are wanted by {day_words(board.due)}, {'today' if left == 0 else f'in {left} days'}."


def board_bytes(board: Board, assessment: Assessment) -> bytes:
    """A workbook with the one sheet Board, which people filter and forward."""
    round_ = assessment.round
    book = Book(
        {
            "title": f"Board of returns: {round_.name}",
            "category": "Readiness assessment",
            "author": "rasp-xl",
            "keywords": "rasp-xl;result",
        },
        round_.marking,
    )
    sheet = book.add_sheet(SHEET, tab="#801650")
    sheet.title(f"Board of returns on {day_words(board.day)}: {round_.name}", f"{board.sentence} {_until(board)}")
    last = add_table(sheet, "board", COLUMNS, [*map(_row, board.lines), *map(_stray, board.strays)])
    first = cell(HEADER_ROW + 1, STANDING)
    sheet.paint(span(HEADER_ROW + 1, STANDING, last, STANDING), f'=$F{HEADER_ROW + 1}="late"', {"bg_color": WARN_FILL})
    sheet.paint(span(HEADER_ROW + 1, STANDING, last, STANDING), f'={first}="{Standing.IN}"', {"font_color": "#005a30"})
    return book.bytes()


def _row(line: BoardLine) -> tuple[object, ...]:
    person = line.person
    return (
        line.council, person.name or (NO_NAME if person.address else NO_CONTACT), person.address or NO_ADDRESS, person.role or NO_ROLE, line.standing.value,
        "late" if line.late else "no", line.what, next_step(line), ", ".join(entry.path for entry in line.files) or NONE,
        ", ".join(kind.value for kind in line.letters) or NONE, line.last or NONE,
    )  # fmt: skip


def _stray(entry: Entry) -> tuple[object, ...]:
    nobody = "unknown", NONE, NONE, NONE, STRAYS, "no"
    return *nobody, stray_words(entry), stray_step(entry), entry.path, NONE, NONE


def board_results(board: Board, assessment: Assessment) -> dict[str, Any]:
    """The board for machines; the counts add up to the returns."""
    round_ = assessment.round
    return {
        "schema": 1,
        "round": {"id": round_.id, "name": round_.name},
        "day": board.day.isoformat(),
        "due": board.due.isoformat() if board.due else None,
        "control": {
            "returns": len(board.lines),
            **{s.name.lower(): board.count(s) for s in Standing},
            "late": board.late,
        },
        "returns": [_result(line) for line in board.lines],
        "strays": [
            {"path": e.path, "sha256": e.digest, "status": e.status.value, "why": stray_words(e), "next": stray_step(e)}
            for e in board.strays
        ],
    }


def _result(line: BoardLine) -> dict[str, Any]:
    return {
        "council": line.of.partner.id,
        "name": line.council,
        "contact": line.person.name,
        "address": line.person.address,
        "role": line.person.role,
        "asked": line.of.recipient is not None,
        "standing": line.standing.name.lower(),
        "late": line.late,
        "what": line.what,
        "next": next_step(line),
        "letters": [kind.value for kind in line.letters],
        "last_letter": line.last.isoformat() if line.last else None,
        "files": [
            {
                "path": entry.path,
                "sha256": entry.digest,
                "status": entry.status.value,
                "to_fix": sum(each.fix for each in line.to_do if each.entry is entry),
                "to_explain": sum(each.explain for each in line.to_do if each.entry is entry),
            }
            for entry in line.files
        ],
    }
