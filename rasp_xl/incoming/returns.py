"""Returns: what a workbook that came back says, bound to question ids and never to positions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from rasp_xl.incoming.binding import Binder
from rasp_xl.incoming.computed import shown_scores, weights
from rasp_xl.incoming.cover import read_cover
from rasp_xl.incoming.question_index import QuestionIndex
from rasp_xl.incoming.replies import Reply, read_replies
from rasp_xl.incoming.ticks import ticks
from rasp_xl.incoming.workbook import Workbook, open_workbook
from rasp_xl.model import file_rules, notice_rules
from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.identity import Identity, is_for_the_office
from rasp_xl.model.layout import FIX_LIST
from rasp_xl.model.questions import QuestionSet

IDENTITY_LABEL = "Fingerprint"


@dataclass(frozen=True, slots=True)
class Return:
    """One return as read. answers has an entry for each question found; findings are in reading order.

    shown_scores are the area scores, by area id, that the workbook's own sheet Your scores shows; weights those by
    question id that its sheet How it counts holds. Both are empty where the sheets are gone or were never calculated.
    replies are what the sender of a fix copy says on its Fix list.
    unread is what it holds besides cells, in words.
    """

    file: str
    digest: str
    identity: Identity
    cover: Cover
    answers: Mapping[str, Answer]
    findings: tuple[Finding, ...]
    shown_scores: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    replies: tuple[Reply, ...] = ()
    unread: tuple[str, ...] = ()


class Reader:
    """Reads workbooks against one question set; keeps only what it knows of the questions."""

    def __init__(self, question_set: QuestionSet) -> None:
        self._asked = question_set
        self._index = QuestionIndex(question_set)

    def read(self, data: bytes, file: str) -> Return | Finding:
        """Read one workbook's bytes, or give the finding that says why it cannot be read."""
        place = Place(file)
        workbook = open_workbook(data, place)
        if isinstance(workbook, Finding):
            return workbook
        if is_for_the_office(workbook.keywords):
            return Finding.at(place, file_rules.OWN_RESULT)
        whole, workbook = workbook, _without_fix_list(workbook)
        identity = _identity(workbook)
        same_set = identity.fingerprint in ("", self._index.fingerprint)
        bound = Binder(workbook, self._index, file, same_set)
        if not bound.answers:
            return _no_answers(place, bound.findings)
        marked = ticks(workbook.sheets, bound.answers, self._asked)
        findings = (*bound.findings, *marked, *_of_format(workbook, place))
        return Return(
            file, sha256(data).hexdigest(), identity, _cover(workbook, bound.answers, file), bound.answers, findings,
            shown_scores(workbook, self._asked), weights(workbook, self._asked),
            read_replies(whole.sheets, file) if identity.mends else (), workbook.unread,
        )  # fmt: skip


def _without_fix_list(workbook: Workbook) -> Workbook:
    """The workbook without the list that we added: it quotes questions and answers, and none of them is given there."""
    sheets = tuple(sheet for sheet in workbook.sheets if sheet.name != FIX_LIST)
    return workbook if len(sheets) == len(workbook.sheets) else replace(workbook, sheets=sheets)


def _no_answers(place: Place, findings: list[Finding]) -> Finding:
    """Why nothing was read: most often the workbook asks something else, else nothing tells where its answers are."""
    for finding in findings:
        if finding.rule is notice_rules.COLUMNS_UNCLEAR:
            sheet = Place(place.file, finding.place.sheet)
            return Finding.at(sheet, file_rules.ANSWERS_UNCLEAR, found=finding.found)
    return Finding.at(place, file_rules.NO_ANSWERS)


def _cover(workbook: Workbook, answers: Mapping[str, Answer], file: str) -> Cover:
    answered: dict[str, int] = {}
    for answer in answers.values():
        sheet, row = answer.place.sheet, answer.place.row
        answered[sheet] = min(row, answered.get(sheet, row))
    return read_cover(workbook.sheets, file, answered)


def _of_format(workbook: Workbook, place: Place) -> Iterator[Finding]:
    """What is to be said of the kind of file."""
    if workbook.has_macros:
        yield Finding.at(place, notice_rules.MACROS)
    if workbook.old_format:
        yield Finding.at(place, notice_rules.OLD_FORMAT)


def _identity(workbook: Workbook) -> Identity:
    """From the cells of the sheet Lists, else from the document's keywords, else empty."""
    for sheet in reversed(workbook.sheets):
        for values in sheet.rows:
            if IDENTITY_LABEL in values:
                column = values.index(IDENTITY_LABEL)
                pairs = {
                    str(row[column]): str(row[column + 1])
                    for row in sheet.rows
                    if len(row) > column + 1 and isinstance(row[column], str)
                }
                if (identity := Identity.from_rows(pairs)).known:
                    return identity
    return Identity.from_text(workbook.keywords)
