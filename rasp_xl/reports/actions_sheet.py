"""The sheet Gaps and actions: what to do first in each council, with room to type, and what was typed in an earlier round."""

import re
from collections.abc import Iterator, Sequence

from rasp_xl.incoming.wording import plain
from rasp_xl.model.baseline import DUE, OWN_HEADINGS, SINCE, STATUS, STILL, TYPED, Action
from rasp_xl.model.findings import shorten
from rasp_xl.model.scorecard import Gap, Scorecard
from rasp_xl.model.showing import answer_words
from rasp_xl.outgoing.book import Book, clean, span
from rasp_xl.outgoing.style import ENTRY_FILL
from rasp_xl.reports.actions import OPEN, Loose, carried, since_words
from rasp_xl.reports.positions import GAPS, Positions
from rasp_xl.reports.room import cut_words, gaps_with_room
from rasp_xl.reports.sheet_table import HEADER_ROW, Column, add_table
from rasp_xl.reports.wording import plural

WIDTHS = (40, 8, 11, 24, 16, 13, 9, 48, 48, 24, 18, 19, 16, 18, 16)
STYLES = {"Owner": "entry", "Due": "entry date", "Status": "entry"}
GAP_COLUMNS = tuple(
    Column(heading, width, STYLES.get(heading, "cell")) for heading, width in zip(OWN_HEADINGS, WIDTHS, strict=True)
)
"""The last two only where something was carried over."""

OWNER_COLUMN, STATUS_COLUMN = (OWN_HEADINGS.index(heading) + 1 for heading in (TYPED[0], TYPED[-1]))
STATES = ("Not started", "Under way", "Done", "Dropped")
CLOSED = tuple(map(plain, STATES[2:]))
ADDED_WIDTH, LONGEST_HEADING = 24, 60
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel takes for a sign that cannot be written: a table's heading may not hold it."""

Row = tuple[object, ...]


def add_gaps(book: Book, at: Positions) -> None:
    """What falls short of the top level, ranked for each council, with room for owner, date and status."""
    sheet, table = book.add_sheet(GAPS), _Table(at)
    closed = sum(g.gate == "closed" for c in at.assessment.cards for g in c.gaps)
    sheet.title(
        "Gaps and actions",
        f"Ranked for each council as at scoring: closed gates first ({closed} in all), then weak gates, then the levels that are "
        "missing times the weight.",
    )
    sheet.text(3, 1, f"{cut_words(at, GAPS)}{table.words()}", "lead")
    last = add_table(sheet, "actions", table.columns(), table.rows())
    statuses = span(HEADER_ROW + 1, STATUS_COLUMN, last, STATUS_COLUMN)
    sheet.worksheet.data_validation(statuses, {"validate": "list", "source": list(STATES)})
    sheet.paint(
        span(HEADER_ROW + 1, OWNER_COLUMN, last, STATUS_COLUMN),
        f'=$M{HEADER_ROW + 1}="Done"',
        {"bg_color": ENTRY_FILL, "font_strikeout": True},
    )


def gap_rows(at: Positions) -> Sequence[Row]:
    """All rows of the sheet, those at the end among them that belong to no gap."""
    return list(_Table(at).rows())


class _Table:
    """The rows of the sheet: the gaps of today, then what was typed beside gaps that are none any more."""

    def __init__(self, at: Positions) -> None:
        self._at, self._since = at, at.assessment.since
        self._questions = {q.id: q for q in at.questions}
        self._areas = {area.id: area.name for area in at.areas}
        self._carried = carried(at.assessment)
        self._added = self._since.baseline.added if self._since else ()

    def words(self) -> str:
        """What was carried over, as a sentence; nothing where there is no earlier round."""
        if not self._since:
            return ""
        kept, loose = len(self._carried.kept), len(self._carried.loose)
        told = [
            f"From {'earlier results of this round' if self._since.same_round else self._since.baseline.round.label} {plural(kept, 'row')} with what was typed {_were(kept)} carried over."
        ]
        if closed := sum(plain(str(a.typed.get(STATUS, ""))) in CLOSED for a in self._carried.kept.values()):
            told.append(
                f"{closed} of them {_were(closed)} marked Done or Dropped but {'is still a gap' if closed == 1 else 'are still gaps'}."
            )
        if loose:
            stand, own = ("stands", "its") if loose == 1 else ("stand", "their")
            told.append(f"{plural(loose, 'row')} at the end no longer {stand} beside a gap of {own} own.")
        return " ".join([*told, *self._undated()])

    def _undated(self) -> Iterator[str]:
        """What stands under Due as a text: nothing that counts or sorts by date sees it."""
        actions = (*self._carried.kept.values(), *(loose.action for loose in self._carried.loose))
        texts = [due for a in actions if isinstance(due := a.typed.get(DUE), str) and due.strip()]
        if texts:
            yield f"Under Due {plural(len(texts), 'entry is a text', 'entries are texts')} and no date, such as “{shorten(texts[0], 20)}”."

    def columns(self) -> list[Column]:
        """Ours, then those that somebody added."""
        if not self._since:
            return list(GAP_COLUMNS[:STATUS_COLUMN])
        headings = own_headings(self._added)
        return [*GAP_COLUMNS, *(Column(heading, ADDED_WIDTH, "entry") for heading in headings)]

    def rows(self) -> Iterator[Row]:
        """One for each gap, then the others."""
        for card, gap in gaps_with_room(self._at):
            yield self._gap(card, gap)
        cards = {card.id: card for card in self._at.assessment.cards}
        for loose in self._carried.loose:
            yield self._loose(loose, cards.get(loose.council))

    def _gap(self, card: Scorecard, gap: Gap) -> Row:
        question, round_ = self._questions[gap.question], self._at.assessment.round
        return (
            card.name, gap.priority, gap.question, self._areas[question.area], answer_words(gap.level), gap.gate or "no gate",
            round_.weight(question), question.text, gap.action, ", ".join(question.roles),
            *self._typed(self._carried.kept.get((card.id, gap.question)), OPEN),
        )  # fmt: skip

    def _loose(self, loose: Loose, card: Scorecard | None) -> Row:
        """The row's own words, but for a question that is asked now; its answer where the council is there."""
        question, action = self._questions.get(loose.question), loose.action
        given = [a.value for a in card.answers if a.question == loose.question] if card else []
        return (
            card.name if card else action.council, "", loose.question, self._areas[question.area] if question else "",
            answer_words(given[0]) if given else "", "", "", question.text if question else action.asked,
            question.next_step(given[0] if given else None) if question else action.todo, ", ".join(question.roles) if question else "",
            *self._typed(action, loose.why),
        )  # fmt: skip

    def _typed(self, action: Action | None, still: str) -> Row:
        typed = action.typed if action else {}
        own = tuple(typed.get(heading, "") for heading in TYPED)
        if not self._since:
            return own
        when = since_words(action, self._since) if action else ""
        return (*own, when, still, *(typed.get(heading, "") for heading in self._added))


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def own_headings(added: Sequence[str]) -> list[str]:
    """Headings that somebody gave, fit for a table of ours: on one line, short, and each only once."""
    seen = {plain(heading) for heading in (*OWN_HEADINGS, SINCE, STILL)}
    fit: list[str] = []
    for heading in added:
        shown = "".join(c if c.isprintable() else " " for c in ESCAPE.sub("-", clean(heading)))
        base = name = shorten(shown, LONGEST_HEADING) or "Column"
        number = 1
        while plain(name) in seen:
            number += 1
            name = f"{base} ({number})"
        seen.add(plain(name))
        fit.append(name)
    return fit
