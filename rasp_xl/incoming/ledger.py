"""The ledger: every file found, each with exactly one status, and whose answers count."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rasp_xl.incoming.colleagues import ask_as_one_council
from rasp_xl.incoming.copies import one_for_each_respondent, supersede_same_content
from rasp_xl.incoming.councils import file_name, name_councils, tell_near_names
from rasp_xl.incoming.entries import Entry, Status
from rasp_xl.incoming.mending import set_aside_untouched
from rasp_xl.incoming.overtaken import overtaken
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.wording import plain
from rasp_xl.model import file_rules
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.identity import Identity
from rasp_xl.model.questions import Purpose, stage_words
from rasp_xl.model.rounds import Partner, Round

__all__ = ["Council", "Entry", "Ledger", "Status", "common_round", "file_name", "settle"]


@dataclass(frozen=True, slots=True)
class Council:
    """One council with the returns that count, a return for each respondent."""

    partner: Partner
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries by path, and the councils in order of their names."""

    entries: tuple[Entry, ...]

    def count(self, status: Status) -> int:
        """How many files have a status; over all statuses this adds up to the files found."""
        return sum(e.status is status for e in self.entries)

    @property
    def councils(self) -> tuple[Council, ...]:
        """Those with a return that is scored."""
        by_id: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.status is Status.SCORED and entry.partner:
                by_id[entry.partner.id].append(entry)
        found = (Council(entries[0].partner, tuple(entries)) for entries in by_id.values() if entries[0].partner)
        return tuple(sorted(found, key=lambda c: (plain(c.partner.name), c.partner.id)))


def common_round(returns: Iterable[Return], otherwise: tuple[Purpose, int]) -> tuple[Purpose, int]:
    """The purpose and stage that most returns carry; of equally many, the earlier in the order of purposes and stages."""
    carried = Counter(r.identity.purpose_and_stage for r in returns if r.identity.purpose_and_stage)
    order = tuple(Purpose)
    best = max(carried, key=lambda p: (carried[p], -order.index(p[0]), -p[1]), default=None)
    return best or otherwise


def settle(entries: Sequence[Entry], round_: Round) -> Ledger:
    """Decide which returns count. The order in which files were found makes no difference.

    What a return cannot count for by itself (another round, no council, no answer) is decided before it is compared
    with others, so that it never puts away one that counts.
    """
    asked = round_.question_set.questions
    ordered = sorted(entries, key=lambda e: e.path)
    former = former_id(ordered, round_)
    ordered = [_of_this_round(e, round_, former) if e.status is Status.SCORED else e for e in ordered]
    ordered = set_aside_untouched(ordered, asked)
    ordered = supersede_same_content(ordered)
    ordered = name_councils(ordered, round_)
    ordered = [_unless_empty(e) if e.status is Status.SCORED else e for e in ordered]
    ordered = one_for_each_respondent(ordered, asked)
    ordered = overtaken(ordered)
    ordered = ask_as_one_council(ordered, round_.question_set)
    return Ledger(tuple(ordered if round_.partners else tell_near_names(ordered)))


def former_id(entries: Iterable[Entry], round_: Round) -> str:
    """The id that the round had when its templates went out, where the returns tell that it was changed; else nothing.

    They tell it where all that name a round name one and the same other, and most of them do name one.
    """
    read = [entry.returned.identity.round.strip() for entry in entries if entry.returned]
    named = [identity for identity in read if identity]
    if not round_.id or len({plain(identity) for identity in named}) != 1 or 2 * len(named) < len(read):
        return ""
    # It is to be typed into the round workbook, so it must be one that the round workbook takes.
    return named[0] if named[0] == file_name(named[0]) and named[0] != file_name(round_.id) else ""


def put_back(former: str, round_: Round) -> str:
    """What to do where a round's id was changed after templates went out."""
    return f"All returns carry “{former}”: put it back as {round_.id_cell}, if it was changed there after templates went out."


def _of_this_round(entry: Entry, round_: Round, former: str) -> Entry:
    """The entry, held where its template was made for another round, purpose or stage; one that does not say is taken."""
    identity = entry.said.identity
    found, wanted = _words(identity, round_)
    if found == wanted:
        return entry
    finding = Finding.at(Place(entry.path), file_rules.OTHER_ROUND, found=found, wanted=wanted)
    if former and identity.round.strip():
        other = f"If it is of another round, {finding.fix[0].lower()}{finding.fix[1:]}"
        finding = replace(finding, fix=f"{put_back(former, round_)} {other}")
    return entry.turned(Status.HELD, finding)


def _words(identity: Identity, round_: Round) -> tuple[str, str]:
    """What a template was made for and what is asked here, in words; the same where nothing speaks against it."""
    if round_.id and identity.round.strip() and plain(identity.round) != plain(round_.id):
        return f"round {identity.round}", f"round {round_.id}"
    ours = (round_.purpose, round_.stage)
    found, wanted = (f"{p.words}, {stage_words(s).lower()}" for p, s in (identity.purpose_and_stage or ours, ours))
    return found, wanted


def _unless_empty(entry: Entry) -> Entry:
    """A template that came back as it was sent says nothing of its council, least of all that it is not ready."""
    answers = entry.said.answers.values()
    if answers and not any(answer.given for answer in answers):
        return entry.turned(Status.HELD, Finding.at(Place(entry.path), file_rules.EMPTY_RETURN))
    return entry
