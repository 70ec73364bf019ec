"""The pipeline: a folder in, files out. The only place where the rooms are put together, and where files are written."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from rasp_xl.engine import run
from rasp_xl.incoming.checks import check
from rasp_xl.incoming.folder import Found, find, lost_file, read_file
from rasp_xl.incoming.ledger import Council, Entry, common_round, file_name, settle
from rasp_xl.incoming.parcels import unfold
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.incoming.waivers import waive_all
from rasp_xl.model.answer_rules import GATE_NOT_ANSWERED
from rasp_xl.model.baseline import Baseline
from rasp_xl.model.findings import Finding, RaspError
from rasp_xl.model.mail import Line
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.round_layout import RETURNS_FOLDER, ROUND_BOOK
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.pipeline.handiwork import kept_words
from rasp_xl.pipeline.writing import RESULTS, make_folder, recover, write
from rasp_xl.reports.assessment import Assessment, Since
from rasp_xl.scoring.change import change
from rasp_xl.scoring.compare import compare
from rasp_xl.scoring.moderation import agreed_answers
from rasp_xl.scoring.scores import area_scores, score_council

__all__ = [
    "OTHERWISE",
    "PAGE",
    "PAPER",
    "RESULTS",
    "SCORED",
    "PageOrder",
    "assess",
    "compared",
    "new_round",
    "open_baseline",
    "open_pages",
    "open_round",
    "recover",
    "score",
    "send_out",
    "template",
    "write",
]

SCORED, PAGE, PAPER = "scored.xlsx", "summary.html", "summary.pdf"
OTHERWISE = (Purpose.NEW, 1)
"""The purpose and stage of a run in which no return says what it was made for."""

Progress = Callable[[Iterable[Entry], int], Iterable[Entry]]
"""Passes entries on and may show how many of how many have come."""

Tell = Callable[[str], object]
"""Says a sentence to whoever runs this."""


NOTHING_SENT: Mapping[str, Line] = MappingProxyType({})
"""The record of a round of which nothing was sent yet."""


def _silent(entries: Iterable[Entry], _total: int) -> Iterable[Entry]:
    return entries


def _untold(_sentence: str) -> None:
    pass


def assess(
    paths: Sequence[Path],
    workers: int = 1,
    progress: Progress = _silent,
    round_: Round | None = None,
    today: date | None = None,
) -> Assessment:
    """Read everything below the paths, decide what counts, and score it. Writes nothing.

    Without a round, purpose and stage are those that most returns carry. Without today no return is dated in the future
    and no waiver is over, and the same files give the same findings on any day.
    """
    question_set = round_.question_set if round_ else standard_set()
    found = find(paths)
    reading = run(partial(_entry, Reader(question_set)), unfold(found), workers, _lost)
    entries = list(progress(reading, len(found)))
    if round_ is None:
        purpose, stage = common_round((e.returned for e in entries if e.returned), OTHERWISE)
        round_ = Round(purpose, stage, question_set)
    checked = [replace(e, findings=_checked(e.returned, round_, today)) if e.returned else e for e in entries]
    ledger = waive_all(settle(checked, round_), round_, today)
    cards = tuple(_card(council, round_, today) for council in ledger.councils)
    return Assessment(round_, ledger, cards, compare(cards, round_), today)


def _entry(reader: Reader, found: Found | Entry) -> Entry:
    return found if isinstance(found, Entry) else read_file(reader, found)


def _lost(found: Found | Entry, reason: str) -> Entry:
    return found if isinstance(found, Entry) else lost_file(found, reason)


def _checked(returned: Return, round_: Round, today: date | None) -> tuple[Finding, ...]:
    """The findings of one return. Our own scores of it are worked out only where its sheet shows any to compare with."""
    own = area_scores(returned.answers, round_) if returned.shown_scores else None
    return check(returned, round_, own, today)


def _card(council: Council, round_: Round, today: date | None) -> Scorecard:
    answers = tuple(e.returned.answers for e in council.entries if e.returned)
    # That a gate has no answer is seen from the answers themselves, and no longer so once somebody tries one on What if.
    must = [f for e in council.entries for f in e.findings if f.must_fix and f.rule is not GATE_NOT_ANSWERED]
    to_fix = Counter(area for f in must for area in {question[:2] for question in (f.question, *f.about)})
    agreed = agreed_answers(council.partner.id, round_, today)
    return score_council(council.partner, answers, round_, to_fix, agreed)


@dataclass(frozen=True, slots=True)
class Order:
    """What else is wanted: tables, the page with an office's own templates (by name), and the page on paper.

    packs is the number of processes that make the councils' packs; with 0 there are none.
    """

    packs: int = 1
    tables: bool = False
    own: Mapping[str, str] = field(default_factory=dict)
    printed: bool = False


def score(assessment: Assessment, folder: Path, order: Order = Order(), tell: Tell = _untold) -> Mapping[str, bytes]:
    """Write scored.xlsx, summary.html, results.json, fix copies and what is ordered; gives what was written, by name.

    Tells of files of an earlier run that are left there because somebody changed them, and why there is no summary.pdf
    where one is wanted.
    """
    from rasp_xl.reports.fix_copy import fix_copies
    from rasp_xl.reports.page import page_html
    from rasp_xl.reports.results import results_bytes
    from rasp_xl.reports.workbook import workbook_bytes

    files = {SCORED: workbook_bytes(assessment), PAGE: page_html(assessment, order.own).encode("utf-8", "replace")}
    files |= _packs(assessment, order)
    files |= fix_copies(assessment)
    files |= _tables(assessment) if order.tables else {}
    files |= _paper(files[PAGE], tell) if order.printed else {}
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    files[RESULTS] = results_bytes(assessment, digests)
    for kept in write(folder, files):
        tell(kept_words(folder, kept))
    return files


def _paper(page: bytes, tell: Tell) -> dict[str, bytes]:
    """The page printed by a browser; nothing where none can, which costs no other file."""
    from rasp_xl.pipeline.browser import printed

    try:
        return {PAPER: printed(page)}
    except RaspError as error:
        tell(str(error))
        return {}


def _packs(assessment: Assessment, order: Order) -> dict[str, bytes]:
    from rasp_xl.reports.pack_files import files_of, pack_files, packs

    if order.packs < 2:
        return pack_files(assessment, order.own) if order.packs else {}
    made = run(partial(files_of, dict(order.own)), packs(assessment).items(), order.packs, _lost_pack)
    return {path: data for both in made for path, data in both}


def _lost_pack(named: tuple[str, object], reason: str) -> Sequence[tuple[str, bytes]]:
    raise RaspError(
        f"The pack {named[0]} could not be made, because {reason}. Run again, or leave packs out with --no-packs."
    )


def _tables(assessment: Assessment) -> dict[str, bytes]:
    try:
        from rasp_xl.reports.tables import table_files
    except ModuleNotFoundError as error:
        raise RaspError(f"--tables needs {error.name}. Install it with: pip install 'rasp-xl[tables]'") from error
    return table_files(assessment)


def open_round(path: Path, tell: Tell = _untold) -> Round:
    """The round of a round workbook, or of the folder that holds one; a RaspError lists what is wrong with it.

    Tells where it is open in another program, for what is typed there is not in the file yet.
    """
    from rasp_xl.incoming.round_book.whole import open_elsewhere, read_round, round_file

    data, file = round_file(path)
    if words := open_elsewhere(path):
        tell(words)
    return read_round(data, file, standard_set())


def open_pages(folder: Path) -> Mapping[str, str]:
    """An office's own templates of the page, by name; a RaspError says why they cannot be taken."""
    from rasp_xl.incoming.page_folder import read_pages

    return read_pages(folder)


def open_baseline(path: Path, round_: Round | None = None) -> Baseline:
    """The results of an earlier round; a RaspError says why they cannot be taken. Without a round for the standard questions."""
    from rasp_xl.incoming.baseline import read_baseline

    return read_baseline(path, round_.question_set if round_ else standard_set())


def compared(assessment: Assessment, baseline: Baseline, tell: Tell = _untold) -> Assessment:
    """The assessment with what changed since; a RaspError where the two rounds cannot be compared.

    Of earlier results of the same round only what people typed is taken, which is told.
    """
    from rasp_xl.incoming.baseline import earlier_councils, is_of, refuse_other_questions, with_own_told_apart
    from rasp_xl.reports.change_words import same_round_words

    round_, cards = assessment.round, assessment.cards
    same = is_of(baseline, round_)
    baseline = with_own_told_apart(baseline, round_.question_set)
    refuse_other_questions(baseline, round_)
    earlier = earlier_councils(baseline, [Partner(card.id, card.name) for card in cards])
    answers = {council: then.answers for council, then in earlier.items()}
    changes = change(cards, answers, baseline.asked, round_)
    since = Since(baseline, earlier, changes, same)
    if same:
        tell(same_round_words(since))
    return replace(assessment, since=since)


def new_round(folder: Path, purpose: Purpose, stage: int, today: date) -> Path:
    """Make a folder with a round workbook and a folder for returns; gives the workbook's path. Never replaces one."""
    from rasp_xl.outgoing.round_book.whole import round_book_bytes

    file = folder / ROUND_BOOK
    if file.exists():
        raise RaspError(f"There is a round workbook {file} already, and it was left as it is. Name another folder.")
    if folder.exists() and not folder.is_dir():
        raise RaspError(f"{folder} is a file. Name a folder for the round.")
    name = folder.resolve().name
    round_ = Round(purpose, stage, standard_set(), file_name(f"{name} {today}"), name, today)
    write(folder, {ROUND_BOOK: round_book_bytes(round_)})
    make_folder(folder / RETURNS_FOLDER)
    return file


def send_out(
    round_: Round,
    folder: Path,
    baseline: Baseline | None = None,
    tell: Tell = _untold,
    record: Mapping[str, Line] = NOTHING_SENT,
) -> Sequence[str]:
    """Write a tested template for each respondent of a round, or one for nobody in particular where it has no partners.

    With a baseline each council's answers of that round stand beside; tells of councils that have none there, of
    templates in the folder that were kept because something is entered in them, and of those who, by the record of what
    was sent, had their letter. Gives the names of what was written.
    """
    from rasp_xl.outgoing.addressees import to_know
    from rasp_xl.pipeline.known_again import told_of
    from rasp_xl.pipeline.sending_out import Untouched, blank_template, files_to_send, last_time, letters_gone

    last = last_time(round_, baseline) if baseline else None
    files = files_to_send(round_, last) if round_.id else blank_template(round_)
    for kept in write(folder, files, Untouched(round_), letters_gone(folder, round_, files)):
        tell(kept_words(folder, kept))
    for sentence in (*to_know(round_.partners), *(told_of(round_, record) if record else ())):
        tell(sentence)
    if baseline and (others := [partner.name for partner in round_.partners if partner.id not in (last or {})]):
        tell(f"Without a column Last time, because {baseline.file} does not hold them: {', '.join(others)}.")
    return tuple(files)


def invited(round_: Round, record: Mapping[str, Line]) -> int:
    """How many invitations of a round that have an address went, by the record of what was sent."""
    from rasp_xl.pipeline.known_again import invitations, sent_before

    return sum(bool(one.address) for one in sent_before(invitations(round_), record))


def template(purpose: Purpose, stage: int, partner: Partner | None = None) -> bytes:
    """One template; blank but for the council's name where a partner is given."""
    from rasp_xl.outgoing.filling import Filling
    from rasp_xl.outgoing.template import template_bytes

    round_ = Round(purpose, stage, standard_set())
    card = score_council(partner or Partner("", ""), ({},), round_)
    return template_bytes(Filling(round_, card, partner))
