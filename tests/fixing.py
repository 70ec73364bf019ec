"""Somebody who got a fix copy: reads its Fix list, goes where it leads, types, and sends the file back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO

from openpyxl import Workbook, load_workbook

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.ledger import Entry, Status, settle
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.findings import Finding, Severity
from rasp_xl.model.layout import (
    ALL_RIGHT,
    ANSWER,
    COMMENT,
    DATE,
    EVIDENCE,
    FIX_COLUMNS,
    FIX_LIST,
    REPLY,
    RESPONDENT,
    ROLE,
    START,
    column_of,
    cover_row,
)
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.fix_list import CHECK, FIRST_ROW
from rasp_xl.reports.assessment import Assessment
from rasp_xl.scoring.compare import compare
from rasp_xl.scoring.scores import score_council

REMEDIES: Mapping[str, str | date] = {
    ANSWER: "2 In progress", EVIDENCE: "Cabinet, 7 May 2026, minute 41", COMMENT: "The county runs this for us by law",
    RESPONDENT: "Head of finance", ROLE: "Treasurer", DATE: date(2026, 5, 7), REPLY: ALL_RIGHT,
}  # fmt: skip
"""What a council types where it is asked."""


@dataclass(frozen=True, slots=True)
class FixRow:
    """One row of a Fix list as a person sees it; sheet and cell are where its link leads, reply is where one is asked for."""

    severity: str
    where: str
    question: str
    wrong: str
    do: str
    wrote: str
    status: str
    sheet: str = ""
    cell: str = ""
    reply: str = ""

    @property
    def heading(self) -> str:
        """The heading or label of the cell it leads to."""
        if self.reply:
            return REPLY
        letter = self.cell[:1]
        if self.sheet == START:
            return next(label for label in (RESPONDENT, ROLE, DATE) if f"B{cover_row(label)}" == self.cell)
        return next(h for h in (ANSWER, EVIDENCE, COMMENT) if "ABCDEFGHIJKLMNOP"[column_of(h) - 1] == letter)


def fix_rows(data: bytes) -> list[FixRow]:
    """The rows of a Fix list, with their saved statuses."""
    sheet = load_workbook(BytesIO(data), data_only=True)[FIX_LIST]
    rows = []
    for row in sheet.iter_rows(FIRST_ROW):
        link = row[2].hyperlink
        target = link.location if link else "!"
        name, _, cell = target.rpartition("!")
        reply = row[FIX_COLUMNS.index(REPLY)].coordinate if row[7].value == CHECK else ""
        rows.append(
            FixRow(*(str(c.value) for c in row[1:8]), sheet=name.strip("'").replace("''", "'"), cell=cell, reply=reply)
        )
    return rows


def typed_in(data: bytes, rows: Iterable[FixRow], remedies: Mapping[str, str | date] = REMEDIES) -> bytes:
    """The copy after somebody did what these rows ask."""
    book = load_workbook(BytesIO(data))
    for row in rows:
        sheet, cell = (FIX_LIST, row.reply) if row.reply else (row.sheet, row.cell)
        book[sheet][cell] = _own_words(row, remedies[row.heading])
    return saved(book)


def _own_words(row: FixRow, remedy: str | date) -> str | date:
    """Nobody honest cites one text for everything, or answers all alike."""
    if row.heading == EVIDENCE:
        return f"{remedy}, on {row.question}"
    odd = row.heading == ANSWER and int(row.question[2:]) % 2
    return "1 Discussed" if odd else remedy


def saved(book: Workbook) -> bytes:
    """A workbook's file."""
    out = BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def entry_of(data: bytes, round_: Round, path: str = "Northmoor.xlsx", today: date | None = None) -> Entry:
    """A file as the pipeline takes it in, up to its checks."""
    returned = Reader(round_.question_set).read(data, path)
    assert isinstance(returned, Return), returned
    digest = sha256(data).hexdigest()
    return Entry(path, digest, len(data), Status.SCORED, check(returned, round_, today=today), returned)


def assessment_of_entries(entries: Iterable[Entry], round_: Round) -> Assessment:
    """What a run over these files knows."""
    ledger = settle(list(entries), round_)
    cards = tuple(
        score_council(c.partner, tuple(e.returned.answers for e in c.entries if e.returned), round_)
        for c in ledger.councils
    )
    return Assessment(round_, ledger, cards, compare(cards, round_))


def asking(entry: Entry) -> list[Finding]:
    """What asks something of the sender."""
    return [f for f in entry.findings if f.severity is not Severity.INFORMATION]


def given(returned: Return) -> dict[str, tuple[object, str, str]]:
    """Answer, evidence and comment of each question."""
    return {q: (a.value, a.evidence, a.comment) for q, a in returned.answers.items()}
