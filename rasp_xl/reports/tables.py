"""Tidy tables for analysts, as CSV and Parquet: a row for each answer, score, finding and file.

Only here is pandas used, and only when tables are asked for. In CSV a text that a spreadsheet would take for a formula
gets an apostrophe in front (CWE-1236); Parquet keeps every text as it is.
"""

from collections.abc import Callable, Iterator
from io import BytesIO

import pandas as pd

from rasp_xl.incoming.ledger import Status
from rasp_xl.model.rounds import Band
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.results import finding_row

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Row = dict[str, object]


def table_files(assessment: Assessment) -> dict[str, bytes]:
    """File names below the output folder, with their contents."""
    made: dict[str, bytes] = {}
    for name, rows in TABLES.items():
        frame = pd.DataFrame(list(rows(assessment))).convert_dtypes()
        text = frame.map(_harmless).to_csv(index=False, lineterminator="\r\n")
        made[f"tables/{name}.csv"] = text.encode("utf-8-sig", "replace")
        parquet = BytesIO()
        frame.to_parquet(parquet, index=False)
        made[f"tables/{name}.parquet"] = parquet.getvalue()
    return made


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def _answers(assessment: Assessment) -> Iterator[Row]:
    """Every answer of every return that counts, in the order asked."""
    round_ = assessment.round
    for entry in assessment.ledger.entries:
        if entry.status is not Status.SCORED or not entry.returned or not entry.partner:
            continue
        for question in round_.question_set.questions:
            answer = entry.returned.answers.get(question.id)
            if answer is None:
                continue
            yield {
                "council": entry.partner.id,
                "council_name": entry.partner.name,
                "respondent": entry.respondent,
                "area": question.area,
                "theme": question.theme,
                "question": question.id,
                "weight": round_.weight(question),
                "level": answer.value if isinstance(answer.value, int) else None,
                "other": "unreadable" if answer.unreadable else answer.value if isinstance(answer.value, str) else None,
                "evidence": answer.evidence,
                "comment": answer.comment,
                "file": answer.place.file,
                "sheet": answer.place.sheet,
                "cell": answer.place.cell,
            }


def _scores(assessment: Assessment) -> Iterator[Row]:
    """A row for each council and area, and one for its overall, in which area is empty."""
    for card in assessment.cards:
        for area in card.areas:
            yield {
                "council": card.id,
                "council_name": card.name,
                "area": area.id,
                "score": area.tally.score,
                "known_only": area.tally.known_only,
                "evidenced": area.tally.evidenced,
                "coverage": area.tally.coverage,
                "band": _name(area.band),
                "band_before_caps": _name(area.band_before_caps),
                "capped_by": " ".join(area.capped_by),
                "status": area.status,
            }
        overall = card.overall
        yield {
            "council": card.id,
            "council_name": card.name,
            "area": None,
            "score": overall.score,
            "band": _name(overall.band),
            "band_before_caps": _name(overall.band_before_caps),
            "capped_by": " ".join(overall.capped_by),
            "status": overall.status,
        }


def _findings(assessment: Assessment) -> Iterator[Row]:
    for entry, finding in assessment.findings:
        council = entry.partner.id if entry.partner else None
        row = finding_row(finding)
        waived = row.pop("waived") or {}
        waiver = {f"waived_{part}": waived.get(part) for part in ("reason", "approver", "until")}
        yield {"file": finding.place.file, "council": council, **row, **waiver}


def _files(assessment: Assessment) -> Iterator[Row]:
    for entry in assessment.ledger.entries:
        yield {
            "file": entry.path,
            "status": entry.status.value,
            "council": entry.partner.id if entry.partner else None,
            "respondent": entry.respondent or None,
            "reason": entry.reason or None,
            "bytes": entry.size,
            "sha256": entry.digest,
        }


def _name(band: Band | None) -> str | None:
    return band.name if band else None


TABLES: dict[str, Callable[[Assessment], Iterator[Row]]] = {
    "answers": _answers,
    "scores": _scores,
    "findings": _findings,
    "files": _files,
}
"""Names of the tables, and what makes their rows."""
