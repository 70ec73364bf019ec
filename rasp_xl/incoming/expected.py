"""The returns that are expected: who was sent a workbook, and what came back from each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from rasp_xl.incoming.councils import file_name
from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.held import held_files
from rasp_xl.incoming.ledger import Ledger
from rasp_xl.incoming.overtaken import COPY_SIGNS, stem_of
from rasp_xl.incoming.wording import plain
from rasp_xl.model.addresses import travelling
from rasp_xl.model.findings import RaspError
from rasp_xl.model.rounds import Partner, Person, Round

LONGEST_NAME = 55
"""Characters of a file's name without its ending."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One workbook to send: whose it is, who is to fill it in (None where no contact answers), and what its file is called.

    slug tells apart the respondents of one council; it is empty where there are not several.
    """

    partner: Partner
    person: Person | None
    slug: str
    file: str


@dataclass(frozen=True, slots=True)
class Expected:
    """One recipient with what came back from there: files that count, files that do not, and held ones that may be theirs.

    A file that could not be read is from where the template of its name was sent to: no two are called alike; one of another
    name is from whose address the e-mail is that it came in. A held one that is nobody's may be theirs whose address that is.
    A recipient of None stands for returns that name none of the several people who were asked. unclear are these returns,
    for each who may have sent them: somebody of that council of whom nothing else came; possible are those people, for the
    returns.
    """

    partner: Partner
    recipient: Recipient | None
    scored: tuple[Entry, ...] = ()
    held: tuple[Entry, ...] = ()
    perhaps: tuple[Entry, ...] = ()
    unclear: tuple[Entry, ...] = ()
    possible: tuple[Person, ...] = ()

    @property
    def files(self) -> tuple[Entry, ...]:
        """What came back, those that count first."""
        return (*self.scored, *self.held)

    @property
    def person(self) -> Person:
        """Whom to write to; somebody without a name or address where nobody is known, or nobody knows whose the returns are."""
        return (self.recipient.person if self.recipient else None) or Person()


def recipients(round_: Round) -> tuple[Recipient, ...]:
    """A workbook for each respondent of each partner; one without a respondent where a partner has none."""
    if not round_.partners:
        raise RaspError(
            "The round has no partners. Type the name of each council on the sheet Partners of its workbook."
        )
    taken = {file_name(partner.id) for partner in round_.partners}
    found = []
    for partner in round_.partners:
        people = partner.respondents
        stem = file_name(partner.id)
        if len(people) < 2:
            found.append(Recipient(partner, people[0] if people else None, "", f"{stem}.xlsx"))
            continue
        slugs: set[str] = set()
        for number, person in enumerate(people, 1):
            slug = _free(_slug(person.name, LONGEST_NAME - len(stem) - 1) or str(number), slugs)
            name = _free(f"{stem}-{slug}", taken)
            found.append(Recipient(partner, person, slug, f"{name}.xlsx"))
    return tuple(found)


def _slug(name: str, longest: int) -> str:
    """A name fit for a file, empty where nothing of it is; three characters are kept for a number behind it."""
    # Behind a letter nothing else stands in for a name without Latin letters, or for one that Windows refuses.
    return file_name(f"x {name}")[2 : longest - 1].strip("-")


def _free(wanted: str, taken: set[str]) -> str:
    """The name, or with the first number from 2 that is free; it is taken from then on."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken.add(name)
    return name


def expected(ledger: Ledger, round_: Round) -> tuple[Expected, ...]:
    """Every recipient in the round's order, then after each council's the returns of people whom nobody asked."""
    asked: dict[str, list[Recipient]] = defaultdict(list)
    for recipient in recipients(round_):
        asked[recipient.partner.id].append(recipient)
    came = _Came.of(ledger, round_, [recipient for several in asked.values() for recipient in several])
    return tuple(line for partner in round_.partners for line in came.lines(partner, asked[partner.id]))


Entries = Mapping[str, Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class _Came:
    """What came back: scored goes by the partner's id, held and perhaps by its name, unread and sent_by by a recipient's file.

    sent_by is what is held and nobody's, but came from the recipient's address.
    """

    scored: Entries
    held: Entries
    perhaps: Entries
    unread: Entries
    sent_by: Entries

    @classmethod
    def of(cls, ledger: Ledger, round_: Round, everybody: Sequence[Recipient]) -> Self:
        theirs, perhaps = held_files(ledger, round_.partners)
        scored, sent_by = defaultdict[str, list[Entry]](list), defaultdict[str, list[Entry]](list)
        placed = {entry.path for several in theirs.values() for entry in several}
        senders = _senders(everybody)
        for entry in ledger.entries:
            if entry.status is Status.SCORED and entry.partner:
                scored[entry.partner.id].append(entry)
            if entry.status is Status.HELD and entry.path not in placed:
                sent_by[_sent_by(entry, senders)].append(entry)
        return cls(scored, theirs, perhaps, _unread(ledger, everybody), sent_by)

    def lines(self, partner: Partner, asked: Sequence[Recipient]) -> Iterator[Expected]:
        """Of one partner, of whom so many were asked."""
        scored, held = (
            _shared(asked, of.get(name, ())) for of, name in ((self.scored, partner.id), (self.held, partner.name))
        )
        own = [
            self._line(recipient, scored.pop(recipient.file, []), held.pop(recipient.file, [])) for recipient in asked
        ]
        return _with_unclear(partner, own, scored.get("", ()), held.get("", ()))

    def _line(self, recipient: Recipient, scored: Sequence[Entry], held: Sequence[Entry]) -> Expected:
        partner, file = recipient.partner, recipient.file
        near = {e.path: e for e in (*self.perhaps.get(partner.name, ()), *self.sent_by.get(file, ()))}
        maybe = () if scored else tuple(near.values())
        return Expected(partner, recipient, tuple(scored), (*held, *self.unread.get(file, ())), maybe)


def _with_unclear(
    partner: Partner, lines: Sequence[Expected], came: Sequence[Entry], held: Sequence[Entry]
) -> Iterator[Expected]:
    """The lines of a council, and one more for its returns that name nobody who was asked: they may be of those without any."""
    rest = (*came, *held)
    open_ = [one for one in lines if not one.scored and not one.held]
    yield from (replace(one, unclear=rest) if one in open_ else one for one in lines)
    if rest:
        yield Expected(partner, None, tuple(came), tuple(held), possible=tuple(one.person for one in open_))


def missing_colleagues(ledger: Ledger, round_: Round) -> tuple[Expected, ...]:
    """Respondents of whom no return counts, of councils from which another return does, in the round's order.

    unclear are then returns of such a council that name nobody who was asked.
    """
    if not any(len(partner.respondents) > 1 for partner in round_.partners):
        return ()
    answered = {council.partner.id for council in ledger.councils}
    return tuple(
        one
        for one in expected(ledger, round_)
        if one.recipient and not one.scored and one.partner.id in answered and len(one.partner.respondents) > 1
    )


def _senders(asked: Iterable[Recipient]) -> dict[str, str]:
    """The file of each recipient by their address, where nobody else has that."""
    files: dict[str, list[str]] = defaultdict(list)
    for recipient in asked:
        if recipient.person and (address := travelling(recipient.person.address)):
            files[address.casefold()].append(recipient.file)
    return {address: several[0] for address, several in files.items() if len(several) == 1}


def _sent_by(entry: Entry, senders: Mapping[str, str]) -> str:
    """The file of the recipient from whose address the e-mail is in which it came; empty where it is nobody's."""
    return senders.get(travelling(entry.mail.address).casefold(), "") if entry.mail else ""


def _unread(ledger: Ledger, asked: Sequence[Recipient]) -> dict[str, list[Entry]]:
    """Files that could not be read, by the template whose name they have, whatever their ending is now, or by who sent them."""
    sent, senders = {recipient.file for recipient in asked}, _senders(asked)
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in ledger.entries:
        if entry.status is Status.REFUSED:
            stem = stem_of(entry.path)
            likely = (f"{stem}.xlsx", f"{COPY_SIGNS.sub('', stem)}.xlsx")
            found[next((file for file in likely if file in sent), _sent_by(entry, senders))].append(entry)
    return found


def _shared(asked: Sequence[Recipient], entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """A council's files by the file that the recipient was sent; "" for those that fit none of several."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[asked[0].file if len(asked) == 1 else _whose(asked, entry)].append(entry)
    return found


def _whose(asked: Sequence[Recipient], entry: Entry) -> str:
    """By what the template says it was made for, else by name, else by role; a guess is never made."""
    said = entry.returned
    if said is None:
        return ""
    named, role = plain(said.cover.respondent), plain(said.cover.role)
    for fits in (
        [r.file for r in asked if r.slug == said.identity.person],
        [r.file for r in asked if named and r.person and plain(r.person.name) == named],
        [r.file for r in asked if role and not named and r.person and plain(r.person.role) == role],
    ):
        if len(fits) == 1:
            return fits[0]
    return ""
