"""Chasing: the board of a round, and a letter for each person who is to have one."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from rasp_xl.incoming.entries import Entry
from rasp_xl.incoming.expected import recipients
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.mail import SENT, Line, letter_parts
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import day_words
from rasp_xl.outgoing.addressees import Addressee
from rasp_xl.outgoing.letters import Attachment, Letter, letter, whom
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.pipeline.handiwork import kept_words
from rasp_xl.pipeline.invitations import Invited
from rasp_xl.pipeline.known_again import former_ids, uninvited
from rasp_xl.pipeline.letter_files import letter_files
from rasp_xl.pipeline.sent import Record
from rasp_xl.pipeline.writing import BOARD, write
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.board import Board, BoardLine, Standing, board, with_renamed
from rasp_xl.reports.board_shown import board_bytes, board_results
from rasp_xl.reports.chasing import marks, query_facts, receipt_facts, reminder_facts
from rasp_xl.reports.fix_copy import filling_of

BOARD_BOOK = "board.xlsx"

Tell = Callable[[str], object]
"""Says a sentence to whoever runs this."""

Sent = Mapping[str, Line]
"""The record's lines of letters that went, by the letter's identity."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a round is chased, for how many days after a letter nobody is reminded, and the record of what was sent."""

    now: datetime
    wait: int
    record: Record


def chase(assessment: Assessment, folder: Path, occasion: Occasion, tell: Tell) -> tuple[Board, Mapping[str, bytes]]:
    """Write board and letters into a folder; gives the board, and what was written by name.

    What the record says to have gone is not written again: a receipt goes once for each file, and nobody gets a reminder,
    or a second query on one return, within so many days of their last letter; a file that does not count, and of which no
    letter has told yet, is a reply that gets its reminder at once. Letters of an earlier run that are no longer
    due are taken away, unless somebody has changed them: then tell hears of it.
    """
    now, wait = occasion.now, occasion.wait
    sent = {name: line for name, line in occasion.record.last.items() if line.state == SENT}
    state = board(
        assessment,
        now.date(),
        _last_days(assessment.round, sent),
        wait,
        uninvited(assessment.round, occasion.record.last),
    )
    state = with_renamed(state, former_ids(assessment.round, occasion.record.last))
    invited = Invited(assessment.round, folder.parent)
    received = f"{day_words(now.date())} at {now:%H:%M}"
    post = _Post(state, assessment.round, received, sent, wait, invited)
    due = [(line, one) for line, one in post.letters() if one.identity not in sent]
    state = state.with_letters([{one.kind for of, one in due if of is line} for line in state.lines])
    files = letter_files(one for _, one in due)
    files[BOARD_BOOK] = board_bytes(state, assessment)
    outputs = [{"path": name, "sha256": sha256(data).hexdigest()} for name, data in sorted(files.items())]
    content = board_results(state, assessment) | {"outputs": outputs}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    files[BOARD] = text.encode("utf-8", "backslashreplace")
    for kept in write(folder, files):
        tell(kept_words(folder, kept))
    return state, files


def _last_days(round_: Round, sent: Sent) -> dict[str, date]:
    """The day of the last letter to each recipient, by the file that the recipient was sent."""
    latest: dict[tuple[str, str], date] = {}
    for identity, line in sent.items():
        parts = letter_parts(identity)
        if parts and parts.whom:
            day = datetime.fromisoformat(line.time).date()
            latest[parts.partner, parts.whom] = max(day, latest.get((parts.partner, parts.whom), day))
    found = ((r.file, latest.get((r.partner.id, whom(r.partner, r.person)))) for r in recipients(round_) if r.person)
    return {file: day for file, day in found if day}


@dataclass(frozen=True, slots=True)
class _Post:
    """What letters are written from: the board and its round, when the returns were read, and what went before, with the days to wait."""

    state: Board
    round: Round
    received: str
    sent: Sent
    wait: int
    invited: Invited

    def letters(self) -> Iterator[tuple[BoardLine, Letter]]:
        """Every letter that is due, with the line of the board that it is for."""
        for line in self.state.lines:
            for kind in line.letters:
                yield from ((line, one) for one in self._of(kind, line))

    def _of(self, kind: LetterKind, line: BoardLine) -> Iterator[Letter]:
        to = Addressee(line.of.partner, line.person)
        if kind is LetterKind.QUERY:
            yield from self._queries(line, to)
        elif kind is LetterKind.RECEIPT:
            facts = (receipt_facts(line, entry, self.state, self.received) for entry in line.of.scored)
            yield from (letter(kind, self.round, to, said) for said in facts)
        elif line.standing is not Standing.UNUSABLE or self._is_new(line) or not self._soon(line):
            again = self.invited.again(line)
            facts_ = reminder_facts(line, self.state, self.round, self.received, bool(again))
            yield letter(kind, self.round, to, facts_, again)

    def _soon(self, line: BoardLine) -> bool:
        """Whether so few days have gone by since the last letter that none but an answer to something new is due."""
        return line.last is not None and (self.state.day - line.last).days < self.wait

    def _is_new(self, line: BoardLine) -> bool:
        """Whether a file is there of which no reminder has told yet why it does not count: it is a reply, and gets one."""
        own = line.of.partner.id, whom(line.of.partner, line.person)
        parts = (letter_parts(name) for name in self.sent)
        about = {unquote(p.about) for p in parts if p and p.kind == LetterKind.REMINDER and (p.partner, p.whom) == own}
        return not set(marks(line)) <= {mark for one in about for mark in one.split()}

    def _queries(self, line: BoardLine, to: Addressee) -> Iterator[Letter]:
        """A query for each return in which something is asked. Where the first one went, a second is a letter of its day, once it is not too soon."""
        for entry in line.of.scored:
            filling = filling_of(entry, line.of.partner, self.round)
            if filling is None:
                continue
            copies = (Attachment(_copy_name(line, entry), template_bytes(filling)),)
            first = letter(LetterKind.QUERY, self.round, to, query_facts(entry, filling, self.received), copies)
            if first.identity not in self.sent:
                yield first
            elif not self._soon(line):
                facts = query_facts(entry, filling, self.received, f" {self.state.day.isoformat()}")
                yield letter(LetterKind.QUERY, self.round, to, facts, copies)


def _copy_name(line: BoardLine, entry: Entry) -> str:
    """The fix copy is called as the template was, with a word more."""
    stem = line.of.recipient.file.removesuffix(".xlsx") if line.of.recipient else line.of.partner.id
    return f"{stem}-fix-{entry.digest[:6]}.xlsx"
