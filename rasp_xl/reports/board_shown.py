"""The board for people and for machines: lines on the screen, the sheet Board, and JSON."""

from collections.abc import Iterator
from typing import Any

from rasp_xl.incoming.entries import Entry
from rasp_xl.model.showing import day_words
from rasp_xl.outgoing.book import Book, cell, span
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.board import Board, BoardLine, Standing
from rasp_xl.reports.sheet_table import HEADER_ROW, Column, add_table
from rasp_xl.reports.wording import trouble

SHEET = "Board"
COLUMNS = (
    Column("Council", 38), Column("Contact", 26), Column("E-mail", 34), Column("Role", 24), Column("Standing", 16, "cell bold"),
    Column("Late", 8), Column("What", 70), Column("Files", 40), Column("Letter due", 14), Column("Last letter", 18, "date"),
)  # fmt: skip
STANDING = 5
NO_CONTACT, NO_ADDRESS = "no contact", "no e-mail address"
STRAYS = "Files of nobody known"
WIDEST = 44


def board_text(board: Board) -> Iterator[str]:
    """A line for each expected return, those that need something first, under one heading for each standing."""
    for standing in Standing:
        lines = [line for line in board.lines if line.standing is standing]
        if not lines:
            continue
        yield f"{standing.value.capitalize()}: {len(lines)}"
        width = min(WIDEST, max(len(line.council) for line in lines))
        for line in lines:
            late = "late, " if line.late else ""
            who = line.person.name or NO_CONTACT
            yield f"  {line.council:<{width}}  {who}: {late}{line.what}".rstrip()
        yield ""
    if board.strays:
        yield f"{STRAYS}: {len(board.strays)}"
        yield from (f"  {entry.path}: {_why(entry)}" for entry in board.strays)
        yield ""
    yield _until(board)


def _why(entry: Entry) -> str:
    return trouble(entry.findings[0]) if entry.findings else entry.reason


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
    strays = [("unknown", "", "", "", STRAYS, "no", _why(e), e.path, "", "") for e in board.strays]
    last = add_table(sheet, "board", COLUMNS, [*(_row(line) for line in board.lines), *strays])
    first = cell(HEADER_ROW + 1, STANDING)
    sheet.paint(span(HEADER_ROW + 1, STANDING, last, STANDING), f'=$F{HEADER_ROW + 1}="late"', {"bg_color": WARN_FILL})
    sheet.paint(span(HEADER_ROW + 1, STANDING, last, STANDING), f'={first}="{Standing.IN}"', {"font_color": "#005a30"})
    return book.bytes()


def _row(line: BoardLine) -> tuple[object, ...]:
    person = line.person
    return (
        line.council, person.name or NO_CONTACT, person.address or NO_ADDRESS, person.role, line.standing.value,
        "late" if line.late else "no", line.what, ", ".join(entry.path for entry in line.files) or "none",
        ", ".join(kind.value for kind in line.letters), line.last or "",
    )  # fmt: skip


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
            {"path": e.path, "sha256": e.digest, "status": e.status.value, "why": _why(e)} for e in board.strays
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
