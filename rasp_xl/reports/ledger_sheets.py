"""The sheets Returns and Findings: what came in, and what is wrong with it."""

from collections.abc import Sequence

from rasp_xl.incoming.ledger import Status
from rasp_xl.model.findings import Severity
from rasp_xl.outgoing.book import Book, span
from rasp_xl.reports import wording
from rasp_xl.reports.live import Live, counted, joined, nouned, say, sentence
from rasp_xl.reports.long_links import filed
from rasp_xl.reports.positions import FINDINGS, MOST_LINKS, RETURNS, Positions
from rasp_xl.reports.room import cut_words, findings_with_room
from rasp_xl.reports.sheet_table import HEADER_ROW, NOTHING, Column, add_table

RETURN_COLUMNS = (
    Column("File", 40), Column("Status", 13, "cell bold"), Column("Council", 40), Column("Respondent", 26), Column("Why", 60),
    Column("Findings to fix", 12), Column("All findings", 12), Column("Bytes", 12), Column("SHA-256", 36),
)  # fmt: skip
FINDING_COLUMNS = (
    Column("Severity", 16, "cell bold"), Column("Council", 34), Column("What is wrong", 58), Column("What to do", 50), Column("File", 28),
    Column("Sheet", 20), Column("Cell", 8), Column("Question", 11), Column("Found", 30), Column("Expected", 36), Column("Code", 9),
    Column("Waived", 40),
)  # fmt: skip
FINDING_FILE, FINDING_QUESTION = 5, 8
AMONG_COLLEAGUES = " What need not be mended but explained is asked of each of your people in a fix copy of their own."
FINDINGS_PRINTED = "The most serious first. Each page goes on to the right on the next: what was found there, and whether it may stand."
FINDINGS_SCALE = 59
"""Per cent in print, at which all up to the question stands on one page and the rest on the next; smaller nobody could read."""


def add_returns(book: Book, at: Positions) -> None:
    """The ledger: every file found, each with exactly one status."""
    sheet = book.add_sheet(RETURNS, tab="#801650")
    sheet.title("Returns")
    say(sheet, 2, control_sentence(at))
    add_table(sheet, "returns", RETURN_COLUMNS, return_rows(at))


def return_rows(at: Positions) -> Sequence[tuple[object, ...]]:
    """A row for every file."""
    return [
        (
            e.path, e.status.value, e.partner.name if e.partner else "unknown", e.respondent or "not given", e.reason or "counts",
            sum(f.must_fix for f in e.findings), len(e.findings), e.size, e.digest,
        )
        for e in at.assessment.ledger.entries
    ]  # fmt: skip


def control_sentence(at: Positions) -> Live:
    """The control total, in the words of the last line on the screen."""
    cells, n = at.statuses.partition("!")[2], at.assessment.counts
    each = [counted(cells, s.value, n[s.value]) for s in Status]
    files = Live(f"ROWS({cells})-COUNTBLANK({cells})", n["files"])
    told = joined([sentence(count, f" {s.value}") for count, s in zip(each, Status, strict=True)], ", ")
    return sentence(nouned(files, "file"), ": ", told, ". ", files, " = ", joined(each, " + "), ".")


def add_findings(book: Book, at: Positions) -> None:
    """Every finding with its place, the most serious first."""
    sheet, found = book.add_sheet(FINDINGS, tab="#801650"), findings_with_room(at)
    sheet.title("Findings")
    say(sheet, 2, findings_sentence(at))
    ours = wording.shared_fault_places(at.assessment.shared_faults)
    shared = f"Is it them or us? Most senders share {ours}. " if ours else ""
    among = AMONG_COLLEAGUES if at.own and len(at.assessment.ledger.entries) > 1 else ""
    sheet.text(3, 1, f"{cut_words(at, FINDINGS)}{shared}Click a file to see it on Returns.{among}", "quiet plain")
    last = add_table(sheet, "findings", FINDING_COLUMNS, finding_rows(at))
    sheet.repeat(HEADER_ROW, HEADER_ROW, "A:B")
    sheet.worksheet.set_v_pagebreaks([FINDING_QUESTION])
    sheet.worksheet.set_print_scale(FINDINGS_SCALE)
    sheet.worksheet.print_across()
    sheet.print_with_heading(HEADER_ROW, last, len(FINDING_COLUMNS), ("Findings", FINDINGS_PRINTED))
    for row, (entry, _) in enumerate(found[:MOST_LINKS], HEADER_ROW + 1):
        sheet.lead_to(row, FINDING_FILE, at.returned(entry))


def finding_rows(at: Positions) -> Sequence[tuple[object, ...]]:
    """A row for every finding for which there is room."""
    return [
        (
            f.severity.words, e.partner.name if e.partner else "unknown", f.message, "Nothing to do." if f.waiver else f.fix,
            filed(at, e, f.place.file, FINDING_COLUMNS[FINDING_FILE - 1].width), f.place.sheet, f.place.cell,
            f.question, f.found, f.rule.expected, f.rule.code, wording.agreed(f.waiver) if f.waiver else "",
        )
        for e, f in findings_with_room(at)
    ]  # fmt: skip


def findings_sentence(at: Positions) -> Live:
    """How many, and how many of them ask for something."""
    found = [finding for _, finding in findings_with_room(at)]
    to_fix, waived = sum(f.must_fix for f in found), sum(f.waiver is not None for f in found)
    last = HEADER_ROW + max(len(found), 1)
    severities, waivers = (span(HEADER_ROW + 1, c, last, c, fixed=True) for c in (1, len(FINDING_COLUMNS)))
    every = Live(f'ROWS({severities})-COUNTBLANK({severities})-COUNTIF({severities},"{NOTHING}")', len(found))
    return sentence(
        nouned(every, "finding"), ": ", counted(severities, Severity.MUST_FIX.words, to_fix), " must be fixed by the sender, ",
        counted(waivers, "?*", waived), " may stand by a waiver of the programme office.",
    )  # fmt: skip
