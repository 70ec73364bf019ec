"""Known again: letters that an address has had already under another id of its council or of the round.

An id that is changed, or made anew from a changed name, makes every letter another letter, and the council would get
its invitation twice. The address and what a letter is about stay what they were, so the record tells.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rasp_xl.incoming.expected import recipients
from rasp_xl.incoming.round_book.whole import read_round, round_file
from rasp_xl.model.addresses import travelling
from rasp_xl.model.findings import RaspError
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.mail import SENT, TRYING, LetterParts, Line, letter_parts
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.round_layout import PARTNERS
from rasp_xl.model.rounds import Person, Round
from rasp_xl.model.showing import named as named_first
from rasp_xl.outgoing.addressees import Addressee
from rasp_xl.outgoing.letters import identity

Lines = Mapping[str, Line]
"""Lines of the record by the letter's name."""

Key = tuple[str, str, str]
"""What a letter keeps under any id: its kind, what it is about, and the address that it goes to first."""


@dataclass(frozen=True, slots=True)
class Named:
    """One letter that may go: its name, its parts and the address that it goes to first, empty where it has none."""

    name: str
    parts: LetterParts
    address: str


def named(letter: str, address: str) -> Iterator[Named]:
    """A letter by its name; nothing where it is none of ours."""
    if parts := letter_parts(letter):
        yield Named(letter, parts, address.casefold())


def invitations(round_: Round) -> tuple[Named, ...]:
    """Every invitation of a round."""
    return tuple(
        one
        for recipient in recipients(round_)
        for one in named(
            identity(LetterKind.INVITATION, round_, Addressee(recipient.partner, recipient.person or Person())),
            travelling(recipient.person.address) if recipient.person else "",
        )
    )


def known_again(letters: Collection[Named], record: Lines, partners: Collection[str]) -> dict[str, Line]:
    """By the names of letters that the record does not know, the line of a letter which was the same under another id.

    partners are the ids of those who take part: an address may serve two of them, and each has letters of its own.
    """
    went = dict[Key, tuple[LetterParts, Line]]()
    here = {one.name for one in letters}
    for name, line in record.items():
        parts = letter_parts(name)
        if parts and _went(line) and name not in here:
            to = line.to[0].casefold() if line.to else _typed_by_hand(parts)
            went[parts.kind, parts.about, to] = parts, line
    found = dict[str, Line]()
    for one in letters:
        keys = ((one.parts.kind, one.parts.about, to) for to in (one.address, _typed_by_hand(one.parts)))
        before = next((went[key] for key in keys if key in went), None)
        known = one.name in record and _went(record[one.name])
        if before and not known and _is_another_name(before[0], one.parts, partners):
            found[one.name] = before[1]
    return found


def _went(line: Line) -> bool:
    return line.state in (SENT, TRYING)


def _typed_by_hand(parts: LetterParts) -> str:
    """What stands for the address of a letter that had none: somebody typed one, and nobody knows which."""
    return f"{parts.round}; {parts.partner}"


def _is_another_name(before: LetterParts, now: LetterParts, partners: Collection[str]) -> bool:
    return before.round != now.round or before.partner == now.partner or before.partner not in partners


def uninvited(round_: Round, record: Lines) -> frozenset[str]:
    """The files of recipients whose invitation the record does not know, under any id; of nobody where it knows of no invitation to this round.

    Offices that send by hand and record nothing have invited whom they have invited.
    """
    parts = (letter_parts(name) for name, line in record.items() if _went(line))
    if not any(p and p.kind == LetterKind.INVITATION and p.round == round_.id for p in parts):
        return frozenset()
    letters = invitations(round_)
    known = known_again(letters, record, {partner.id for partner in round_.partners})
    went = {one.name for one in letters if one.name in known or (one.name in record and _went(record[one.name]))}
    pairs = zip(recipients(round_), letters, strict=True)
    return frozenset(recipient.file for recipient, one in pairs if one.name not in went)


def former_ids(round_: Round, record: Lines) -> dict[str, str]:
    """By each id under which somebody was invited to this round, the id that their council has now, where it is another."""
    known = known_again(invitations(round_), record, {partner.id for partner in round_.partners})
    pairs = ((letter_parts(line.letter), letter_parts(name)) for name, line in known.items())
    both = ((before, now) for before, now in pairs if before and now and before.round == now.round)
    return {before.partner: now.partner for before, now in both if before.partner != now.partner}


def gone_ids(record: Lines, round_: Round) -> tuple[str, ...]:
    """Ids under which somebody was invited to this round, and which no partner has now, in the order of the record."""
    ours = {partner.id for partner in round_.partners}
    there = (letter_parts(name) for name, line in record.items() if _went(line))
    ids = (
        parts.partner for parts in there if parts and parts.kind == LetterKind.INVITATION and parts.round == round_.id
    )
    return tuple(dict.fromkeys(one for one in ids if one not in ours))


def round_above(home: Path | None) -> Round | None:
    """The round of a folder; None where there is none, or its workbook has mistakes: letters that are made can be sent all the same."""
    if home is None:
        return None
    try:
        return read_round(*round_file(home), standard_set())
    except RaspError:
        return None


def told_of(round_: Round, record: Lines) -> Iterator[str]:
    """What the office should know before invitations go: who had theirs under another id, and who had theirs."""
    letters = invitations(round_)
    known = known_again(letters, record, {partner.id for partner in round_.partners})
    matched = set[str]()
    by_name = {one.name: one for one in letters}
    rounds = dict[str, list[Line]]()
    for name, line in known.items():
        before, now = letter_parts(line.letter), by_name[name].parts
        if before and before.round != now.round:
            rounds.setdefault(before.round, []).append(line)
        elif before:
            matched.add(before.partner)
            yield _other_id(by_name[name], before.partner, line)
    for former, lines in rounds.items():
        yield other_round(former, len(lines), round_)
    for gone in gone_ids(record, round_):
        if gone not in matched:
            yield f"Somebody was invited under the Id {gone}, which no partner has now. {keep_id(gone)} If it takes part no more, there is nothing to do."
    if went := sent_before(letters, record):
        left = [one.address or one.parts.partner for one in letters if one not in went]
        yield f"Sent before: {len(went)} of {len(letters)} invitations{f'; not yet to {named_first(left)}' if left else ''}. send leaves them out; if you open letters yourself, leave them out too."


def sent_before(letters: Collection[Named], record: Lines) -> tuple[Named, ...]:
    """Those letters that went."""
    return tuple(one for one in letters if one.name in record and record[one.name].state == SENT)


def _other_id(letter: Named, former: str, line: Line) -> str:
    now = letter.parts.partner
    if not line.to:
        return f"{now} had an invitation on {line.when}, when no address stood on Partners. send holds the one to {letter.address} back: --again sends it."
    if former == now:
        return f"{letter.address} had an invitation as {now} on {line.when}, before somebody else shared the address. send holds the new one back: --again sends it."
    return f"{letter.address} had this invitation on {line.when} under the Id {former}; it is now {now}. {keep_id(former)} Until then send holds it back."


def keep_id(former: str) -> str:
    """What to do where a council has another id than it had when letters went out."""
    return f"If the council was renamed, type {former} under Id on the sheet {PARTNERS} and make the letters again: its workbooks carry that Id."


def other_round(former: str, count: int, round_: Round | None) -> str:
    """What to do where the round has another id than it had when letters went out."""
    where = round_.id_cell if round_ else "Round id"
    return (
        f"{count} of these letters went before, as letters of the round {former}. If the Round id was changed, put {former} back as {where}, and make "
        "the letters again: the workbooks that councils have carry it. If this is a new round in a copied folder, move sent.jsonl out of it."
    )
