"""Answer cells: what one cell under Answer says, or why it says nothing that can be counted."""

import re
from datetime import date, datetime
from typing import Any

from rasp_xl.incoming.rows import Row, shown
from rasp_xl.incoming.wording import UNREADABLE, parse_answer, says_two_levels
from rasp_xl.incoming.workbook import Workbook
from rasp_xl.model import answer_rules
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Finding, Rule
from rasp_xl.model.layout import ANSWER, COMMENT, EVIDENCE

ERROR = re.compile(r"#(?:N/A|[A-Z0-9/_]{3,}[!?])|(?:Err|Fehler):[0-9]{3}")
"""An error that a program saved as a text, as some do in other formats."""


def read_answer(workbook: Workbook, row: Row, question: str, findings: list[Finding], merged: str = "") -> Answer:
    """The answer of a row to its question, with a finding where it cannot be read.

    merged are the merged cells in which the answer was lost, if it was.
    """
    place, raw = row.place(ANSWER), row.value(ANSWER)
    parsed = parse_answer(raw)
    value = parsed if parsed in ("DK", "NA") or type(parsed) is int else None
    text, fault = shown(raw), None
    if merged:
        fault = answer_rules.MERGED, merged
    elif value is None or workbook.old_format:
        fault = _fault(workbook, row, raw, parsed)
    if fault:
        rule, text = fault
        value = None
        findings.append(Finding.at(place, rule, question=question, found=text))
    return Answer(
        question, value, row.text(EVIDENCE), row.text(COMMENT), text, place, fault is not None,  # type: ignore[arg-type]
        evidence_column=row.columns.get(EVIDENCE, 0), comment_column=row.columns.get(COMMENT, 0),
    )  # fmt: skip


def _fault(workbook: Workbook, row: Row, raw: Any, parsed: object) -> tuple[Rule, str] | None:
    if parsed is None:
        hidden = workbook.hidden(row.sheet.name, row.number, row.columns.get(ANSWER, 0))
        return (answer_rules.NO_VALUE if hidden == "=" else answer_rules.ERROR_CELL, hidden) if hidden else None
    if workbook.old_format and type(raw) in (int, float) and raw == 0:
        return answer_rules.OLD_ZERO, shown(raw)
    if parsed is not UNREADABLE:
        return None
    if isinstance(raw, date):
        day = raw.date() if isinstance(raw, datetime) else raw
        return answer_rules.DATE_ANSWER, day.isoformat()
    if isinstance(raw, str) and ERROR.fullmatch(raw.strip()):
        return answer_rules.ERROR_CELL, raw.strip()
    return (answer_rules.TWO_MEANINGS if says_two_levels(raw) else answer_rules.UNREADABLE), shown(raw)
