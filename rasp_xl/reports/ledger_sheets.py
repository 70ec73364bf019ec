"""The sheets Returns and Findings: what came in, and what is wrong with it."""

from rasp_xl.outgoing.book import Book
from rasp_xl.reports import wording
from rasp_xl.reports.positions import FINDINGS, RETURNS, Positions
from rasp_xl.reports.sheet_table import Column, add_table

RETURN_COLUMNS = (
    Column("File", 40), Column("Status", 13, "cell bold"), Column("Council", 40), Column("Respondent", 26), Column("Why", 60),
    Column("Findings to fix", 12), Column("All findings", 12), Column("Bytes", 12), Column("SHA-256", 36),
)  # fmt: skip
STATUS_COLUMN = 2
FINDING_COLUMNS = (
    Column("Severity", 16, "cell bold"), Column("Council", 40), Column("What is wrong", 62), Column("What to do", 52), Column("File", 32),
    Column("Sheet", 22), Column("Cell", 8), Column("Question", 11), Column("Found", 26), Column("Expected", 32), Column("Code", 9),
    Column("Waived", 40),
)  # fmt: skip


def add_returns(book: Book, at: Positions) -> None:
    """The ledger: every file found, each with exactly one status."""
    sheet = book.add_sheet(RETURNS, tab="#801650")
    sheet.title("Returns", at.assessment.control_line)
    rows = [
        (
            e.path, e.status.value, e.partner.name if e.partner else "unknown", e.respondent or "not given", e.reason or "counts",
            sum(f.must_fix for f in e.findings), len(e.findings), e.size, e.digest,
        )
        for e in at.assessment.ledger.entries
    ]  # fmt: skip
    add_table(sheet, "returns", RETURN_COLUMNS, rows)


def add_findings(book: Book, at: Positions) -> None:
    """Every finding with its place, the most serious first."""
    sheet, found = book.add_sheet(FINDINGS, tab="#801650"), at.assessment.findings
    to_fix, waived = sum(f.must_fix for _, f in found), sum(f.waiver is not None for _, f in found)
    let_stand = f" {waived} may stand by a waiver of the programme office." if waived else ""
    ours = ", ".join(wording.shared_fault_place(fault) for fault in at.assessment.shared_faults)
    shared = f" Is it them or us? Most senders share {ours}." if ours else ""
    sheet.title("Findings", f"{len(found)} findings, of which {to_fix} must be fixed by the sender.{let_stand}{shared}")
    rows = [
        (
            f.severity.words, e.partner.name if e.partner else "unknown", f.message, "Nothing to do." if f.waiver else f.fix,
            f.place.file, f.place.sheet, f.place.cell,
            f.question, f.found, f.rule.expected, f.rule.code, wording.agreed(f.waiver) if f.waiver else "",
        )
        for e, f in found
    ]  # fmt: skip
    add_table(sheet, "findings", FINDING_COLUMNS, rows)
