"""The sheets Returns, Findings, Gaps and actions: what came in, what is wrong with it, and what to do first."""

from rasp_xl.incoming.ledger import Status
from rasp_xl.model.findings import Severity
from rasp_xl.model.showing import answer_words
from rasp_xl.outgoing.book import Book, span
from rasp_xl.outgoing.style import ENTRY_FILL
from rasp_xl.reports import wording
from rasp_xl.reports.live import Live, counted, joined, nouned, say, sentence
from rasp_xl.reports.positions import FINDINGS, GAPS, MOST_LINKS, RETURNS, Positions
from rasp_xl.reports.sheet_table import HEADER_ROW, NOTHING, Column, add_table

RETURN_COLUMNS = (
    Column("File", 40), Column("Status", 13, "cell bold"), Column("Council", 40), Column("Respondent", 26), Column("Why", 60),
    Column("Findings to fix", 12), Column("All findings", 12), Column("Bytes", 12), Column("SHA-256", 36),
)  # fmt: skip
FINDING_COLUMNS = (
    Column("Severity", 16, "cell bold"), Column("Council", 40), Column("What is wrong", 62), Column("What to do", 52), Column("File", 32),
    Column("Sheet", 22), Column("Cell", 8), Column("Question", 11), Column("Found", 26), Column("Expected", 32), Column("Code", 9),
    Column("Waived", 40),
)  # fmt: skip
FINDING_FILE = 5
GAP_COLUMNS = (
    Column("Council", 40), Column("Rank", 8), Column("Question", 11), Column("Area", 8), Column("Answer", 16), Column("Gate", 13),
    Column("Weight", 9), Column("What was asked", 48), Column("What to do next", 48), Column("Best placed", 24),
    Column("Owner", 18, "entry"), Column("Due", 13, "entry date"), Column("Status", 16, "entry"),
)  # fmt: skip


def add_returns(book: Book, at: Positions) -> None:
    """The ledger: every file found, each with exactly one status."""
    sheet = book.add_sheet(RETURNS, tab="#801650")
    sheet.title("Returns")
    say(sheet, 2, control_sentence(at))
    rows = [
        (
            e.path, e.status.value, e.partner.name if e.partner else "unknown", e.respondent or "not given", e.reason or "counts",
            sum(f.must_fix for f in e.findings), len(e.findings), e.size, e.digest,
        )
        for e in at.assessment.ledger.entries
    ]  # fmt: skip
    add_table(sheet, "returns", RETURN_COLUMNS, rows)


def control_sentence(at: Positions) -> Live:
    """The control total, in the words of the last line on the screen."""
    cells, n = at.statuses.partition("!")[2], at.assessment.counts
    each = [counted(cells, s.value, n[s.value]) for s in Status]
    files = Live(f"ROWS({cells})-COUNTBLANK({cells})", n["files"])
    told = joined([sentence(count, f" {s.value}") for count, s in zip(each, Status, strict=True)], ", ")
    return sentence(nouned(files, "file"), ": ", told, ". ", files, " = ", joined(each, " + "), ".")


def add_findings(book: Book, at: Positions) -> None:
    """Every finding with its place, the most serious first."""
    sheet, found = book.add_sheet(FINDINGS, tab="#801650"), at.assessment.findings
    sheet.title("Findings")
    say(sheet, 2, findings_sentence(at))
    ours = ", ".join(wording.shared_fault_place(fault) for fault in at.assessment.shared_faults)
    shared = f"Is it them or us? Most senders share {ours}. " if ours else ""
    sheet.text(3, 1, f"{shared}Click a file to see it on Returns.", "quiet plain")
    rows = [
        (
            f.severity.words, e.partner.name if e.partner else "unknown", f.message, "Nothing to do." if f.waiver else f.fix,
            f.place.file, f.place.sheet, f.place.cell,
            f.question, f.found, f.rule.expected, f.rule.code, wording.agreed(f.waiver) if f.waiver else "",
        )
        for e, f in found
    ]  # fmt: skip
    add_table(sheet, "findings", FINDING_COLUMNS, rows)
    for row, (entry, _) in enumerate(found[:MOST_LINKS], HEADER_ROW + 1):
        sheet.lead_to(row, FINDING_FILE, at.returned(entry))


def findings_sentence(at: Positions) -> Live:
    """How many, and how many of them ask for something."""
    found = [finding for _, finding in at.assessment.findings]
    to_fix, waived = sum(f.must_fix for f in found), sum(f.waiver is not None for f in found)
    last = HEADER_ROW + max(len(found), 1)
    severities, waivers = (span(HEADER_ROW + 1, c, last, c, fixed=True) for c in (1, len(FINDING_COLUMNS)))
    every = Live(f'ROWS({severities})-COUNTBLANK({severities})-COUNTIF({severities},"{NOTHING}")', len(found))
    return sentence(
        nouned(every, "finding"), ": ", counted(severities, Severity.MUST_FIX.words, to_fix), " must be fixed by the sender, ",
        counted(waivers, "?*", waived), " may stand by a waiver of the programme office.",
    )  # fmt: skip


def add_gaps(book: Book, at: Positions) -> None:
    """What falls short of the top level, ranked for each council, with room for owner, date and status."""
    sheet, questions = book.add_sheet(GAPS), {q.id: q for q in at.questions}
    closed = sum(g.gate == "closed" for c in at.assessment.cards for g in c.gaps)
    sheet.title(
        "Gaps and actions",
        f"Ranked for each council: closed gates first ({closed} in all), then weak gates, then the levels that are missing times the weight.",
    )
    round_ = at.assessment.round
    rows = [
        (
            card.name, g.priority, g.question, questions[g.question].area, answer_words(g.level), g.gate or "no gate",
            round_.weight(questions[g.question]), questions[g.question].text, g.action, ", ".join(questions[g.question].roles), "", "", "",
        )
        for card in at.assessment.cards
        for g in card.gaps
    ]  # fmt: skip
    last = add_table(sheet, "actions", GAP_COLUMNS, rows)
    sheet.worksheet.data_validation(
        HEADER_ROW,
        len(GAP_COLUMNS) - 1,
        last - 1,
        len(GAP_COLUMNS) - 1,
        {"validate": "list", "source": ["Not started", "Under way", "Done", "Dropped"]},
    )
    sheet.paint(
        f"K{HEADER_ROW + 1}:M{last}", f'=$M{HEADER_ROW + 1}="Done"', {"bg_color": ENTRY_FILL, "font_strikeout": True}
    )
