"""Planning: what there is to send in a folder of letters, what is left out and why, and what stands in the way."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from rasp_xl.incoming.drafts import letters_in, reachable, read_drafts, unaddressed_beside
from rasp_xl.model.findings import RaspError
from rasp_xl.model.mail import SENT, TRYING, Draft, Line, Plan, letter_named, letter_parts
from rasp_xl.model.rounds import Person, Round
from rasp_xl.pipeline.known_again import gone_ids, keep_id, known_again, named, other_round, round_above
from rasp_xl.pipeline.sent import Record, home_above

NOBODY = "The letters do not say whom they are from"


def plan(
    folder: Path,
    sender: Person | None = None,
    again: Collection[str] = (),
    home: Path | None = None,
    by_hand: bool = False,
) -> Plan:
    """What there is to send; again names files that are to go although the record says that they have, or may have, gone.

    home is the folder of the round whose record is kept; without it the nearest round workbook above the letters decides.
    by_hand is for letters that the office sent from its mail program: they need no sender, and their address was typed there.
    Sends nothing and writes nothing. A RaspError says what stands in the way: a letter without recipient, no sender.
    """
    drafts, own = read_drafts(folder, by_hand), folder.parent if folder.is_file() else letters_in(folder)
    of_round = home or home_above(own)
    kept = of_round or own
    record = Record(kept, own).last
    if unknown := sorted(set(again) - {draft.file for draft in drafts}):
        raise RaspError(
            f"There is no letter {', '.join(unknown)} in {own}. Name files as the list without --now shows them."
        )
    round_ = round_above(of_round)
    known = [(draft, record[draft.letter]) for draft in drafts if draft.letter in record and draft.file not in again]
    gone = tuple(pair for pair in known if pair[1].state == SENT)
    doubtful = tuple(pair for pair in known if pair[1].state == TRYING)
    held = tuple(pair for pair in _held(drafts, record, round_) if pair[0].file not in again)
    settled = {draft.letter for draft, _ in (*gone, *doubtful, *held)}
    to_send = tuple(draft for draft in drafts if draft.letter not in settled)
    notes = tuple(_notes(held, record, round_))
    who = Person() if by_hand else _sender(sender, drafts)
    return Plan(own, kept, who, to_send, gone, doubtful, held, notes, _unaddressed(folder, record), frozenset(again))


def _unaddressed(folder: Path, record: Mapping[str, Line]) -> tuple[Path, ...]:
    """Letters beside those of a folder that lack an address, and that the record does not know to have gone."""
    if folder.is_file():
        return ()
    names = ((path, letter_named(path.read_bytes())) for path in unaddressed_beside(folder))
    return tuple(path for path, name in names if name not in record or record[name].state != SENT)


def _sender(sender: Person | None, drafts: Sequence[Draft]) -> Person:
    found_by_letters = [draft.sender for draft in drafts if draft.sender.address]
    found = sender or (found_by_letters[0] if found_by_letters else Person())
    if not reachable(found.address):
        what = f"The letters are from “{found.address}”, which is no address" if found.address else NOBODY
        raise RaspError(
            f"{what}. Fill in Sender's e-mail on the sheet Programme and make them again, or give --sender name@council.gov.uk."
        )
    return found


def _held(drafts: Sequence[Draft], record: Mapping[str, Line], round_: Round | None) -> Iterator[tuple[Draft, Line]]:
    """Letters that their address had under another id. Where the round workbook cannot be read, the letters tell who takes part."""
    letters = [one for draft in drafts for one in named(draft.letter, draft.to[0] if draft.to else "")]
    partners = {one.parts.partner for one in letters} | {partner.id for partner in (round_.partners if round_ else ())}
    known = known_again(letters, record, partners)
    return ((draft, known[draft.letter]) for draft in drafts if draft.letter in known)


def _notes(held: Sequence[tuple[Draft, Line]], record: Mapping[str, Line], round_: Round | None) -> Iterator[str]:
    """What to do about letters that are held back, and about partners that were invited and are none now."""
    rounds, councils = dict[str, int](), dict[str, None]()
    for draft, line in held:
        before, now = letter_parts(line.letter), letter_parts(draft.letter)
        if before and now and before.round != now.round:
            rounds[before.round] = rounds.get(before.round, 0) + 1
        elif before:
            councils[before.partner] = None
    yield from (other_round(former, count, round_) for former, count in rounds.items())
    others = gone_ids(record, round_) if round_ else ()
    for former in dict.fromkeys((*councils, *others)):
        told = "" if former in councils else f"Somebody was invited under the Id {former}, which no partner has now. "
        yield f"{told}{keep_id(former)}"
    if held:
        yield "What is held back goes when it is named with --again and its file name."
