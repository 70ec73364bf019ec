"""Returns: what a workbook that came back says, bound to question ids and never to positions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256

from rasp_xl.incoming.cells import SheetValues
from rasp_xl.incoming.computed import shown_scores, weights
from rasp_xl.incoming.wording import UNREADABLE, parse_answer, plain
from rasp_xl.incoming.workbook import Workbook, open_workbook
from rasp_xl.model import answer_rules, file_rules, notice_rules
from rasp_xl.model.answers import Answer, Cover
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.identity import Identity, is_for_the_office
from rasp_xl.model.layout import (
    ANSWER,
    COMMENT,
    COUNCIL,
    COVER_LABELS,
    DATE,
    EVIDENCE,
    HEADINGS,
    QUESTION,
    REF,
    RESPONDENT,
    ROLE,
)
from rasp_xl.model.questions import QuestionSet

DATE_FORMS = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%y")
FIRST_YEAR = 2000
"""As the date's own check in the template has it."""

IDENTITY_LABEL = "Fingerprint"


@dataclass(frozen=True, slots=True)
class Return:
    """One return as read. answers has an entry for each question found; findings are in reading order.

    shown_scores are the area scores, by area id, that the workbook's own sheet Your scores shows; weights those by
    question id that its sheet How it counts holds. Both are empty where the sheets are gone or were never calculated.
    """

    file: str
    digest: str
    identity: Identity
    cover: Cover
    answers: Mapping[str, Answer]
    findings: tuple[Finding, ...]
    shown_scores: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one sheet that may hold an answer."""

    sheet: SheetValues
    number: int
    columns: Mapping[str, int]
    file: str

    def text(self, heading: str) -> str:
        """What stands under a heading, as text; empty where the column is missing."""
        return _shown(self.sheet.value(self.number, self.columns.get(heading, 0))).strip()

    def place(self, heading: str) -> Place:
        """The cell under a heading."""
        return Place(self.file, self.sheet.name, self.number, self.columns.get(heading, 0))


class Reader:
    """Reads workbooks against one question set; keeps only what it knows of the questions."""

    def __init__(self, question_set: QuestionSet) -> None:
        self._asked = question_set
        self._ids = {q.id: q for q in question_set.questions}
        self._texts = {plain(q.text): q.id for q in question_set.questions}
        self._exact = {q.text: q.id for q in question_set.questions}

    def read(self, data: bytes, file: str) -> Return | Finding:
        """Read one workbook's bytes, or give the finding that says why it cannot be read."""
        place = Place(file)
        workbook = open_workbook(data, place)
        if isinstance(workbook, Finding):
            return workbook
        if is_for_the_office(workbook.keywords):
            return Finding.at(place, file_rules.OWN_RESULT)
        rows = list(_rows(workbook.sheets, file))
        if not rows:
            return Finding.at(place, file_rules.NO_ANSWERS)
        findings: list[Finding] = []
        answers = self._answers(workbook, rows, findings)
        if not answers:
            return Finding.at(place, file_rules.NO_ANSWERS)
        if workbook.has_macros:
            findings.append(Finding.at(place, notice_rules.MACROS))
        return Return(
            file, sha256(data).hexdigest(), _identity(workbook), _cover(workbook.sheets), answers, tuple(findings),
            shown_scores(workbook, self._asked), weights(workbook, self._asked),
        )  # fmt: skip

    def _answers(self, workbook: Workbook, rows: list[Row], findings: list[Finding]) -> dict[str, Answer]:
        answers: dict[str, Answer] = {}
        for row in rows:
            question = self._question(row, findings)
            if not question:
                continue
            answer = _answer(workbook, row, question, findings)
            first = answers.get(question)
            answers[question] = answer if first is None else _same_question(first, answer, findings)
        return answers

    def _question(self, row: Row, findings: list[Finding]) -> str:
        """Which question a row is about: its text wins over its Ref, because people sort without the first column."""
        ref, text = row.text(REF), row.text(QUESTION)
        by_text = self._exact.get(text) or self._texts.get(plain(text), "")
        if by_text == ref and ref:
            return ref
        by_ref = _tidy_ref(ref)
        by_ref = by_ref if by_ref in self._ids else ""
        if by_text:
            if by_ref and by_ref != by_text:
                findings.append(Finding.at(row.place(REF), notice_rules.REF_OUT_OF_STEP, question=by_text, found=ref))
            return by_text
        if by_ref and text:
            findings.append(Finding.at(row.place(QUESTION), notice_rules.TEXT_CHANGED, question=by_ref, found=text))
        elif not by_ref and row.text(ANSWER) and (ref or text):
            findings.append(Finding.at(row.place(ANSWER), notice_rules.STRAY_ROW, found=row.text(ANSWER)))
        return by_ref


def _tidy_ref(text: str) -> str:
    """A Ref without spaces, hyphens and leading zeros: `gv-01` is GV1."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    return letters[:2] + letters[2:].lstrip("0")


def _rows(sheets: tuple[SheetValues, ...], file: str) -> Iterator[Row]:
    """The rows below each header row, that is a row with Answer and with Ref or Question."""
    for sheet in sheets:
        as_sent = any(ANSWER in values for values in sheet.rows)
        columns: dict[str, int] = {}
        for number, values in enumerate(sheet.rows, 1):
            header = _header(values) if not as_sent or ANSWER in values else {}
            if header:
                columns = header
            elif columns and any(values):
                yield Row(sheet, number, columns, file)


def _header(values: list[object]) -> dict[str, int]:
    """Headings and their columns, or nothing where the row is no header row."""
    texts = [(n, v) for n, v in enumerate(values, 1) if isinstance(v, str) and 0 < len(v) < 20]
    if not any("nswer" in v.lower() for _, v in texts):
        return {}
    names = {plain(v): n for n, v in reversed(texts)}
    found = {h: names[h.casefold()] for h in HEADINGS if h.casefold() in names}
    return found if ANSWER in found and (REF in found or QUESTION in found) else {}


def _answer(workbook: Workbook, row: Row, question: str, findings: list[Finding]) -> Answer:
    place = row.place(ANSWER)
    raw = row.sheet.value(place.row, place.column)
    parsed = parse_answer(raw)
    value = parsed if parsed in ("DK", "NA") or type(parsed) is int else None
    shown = _shown(raw)
    unreadable = parsed is UNREADABLE
    if unreadable:
        findings.append(Finding.at(place, answer_rules.UNREADABLE, question=question, found=shown))
    elif parsed is None and (hidden := workbook.hidden(row.sheet.name, place.row, place.column)):
        rule = answer_rules.NO_VALUE if hidden == "=" else answer_rules.ERROR_CELL
        findings.append(Finding.at(place, rule, question=question, found=hidden))
        unreadable, shown = True, hidden
    return Answer(question, value, row.text(EVIDENCE), row.text(COMMENT), shown, place, unreadable)  # type: ignore[arg-type]


def _shown(value: object) -> str:
    """A cell's value as its sender sees it: a spreadsheet keeps 5 as 5.0."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if value is not None else ""


def _same_question(first: Answer, second: Answer, findings: list[Finding]) -> Answer:
    """Two rows for one question: equal ones count once, a blank gives way, and of two different ones neither counts."""
    if _is_blank(second) or (first.value == second.value and not first.unreadable and not second.unreadable):
        if not _is_blank(second):
            findings.append(Finding.at(second.place, notice_rules.SAME_ANSWER_TWICE, question=first.question))
        return _with_words_of(second, first)
    if _is_blank(first):
        return _with_words_of(first, second)
    both = f"{first.raw} and {second.raw}"
    findings.append(Finding.at(second.place, answer_rules.TWO_ANSWERS, question=first.question, found=both))
    return Answer(first.question, None, first.evidence, first.comment, both, first.place, unreadable=True)


def _is_blank(answer: Answer) -> bool:
    return answer.value is None and not answer.unreadable


def _with_words_of(other: Answer, answer: Answer) -> Answer:
    """The answer; what it lacks of evidence and comment comes from the other row."""
    return replace(answer, evidence=answer.evidence or other.evidence, comment=answer.comment or other.comment)


def _cover(sheets: tuple[SheetValues, ...]) -> Cover:
    """The entries beside the labels of the start sheet, on whichever sheet has them."""
    labels = {label.casefold(): label for label in COVER_LABELS}
    for sheet in sheets:
        found: dict[str, object] = {}
        for values in sheet.rows[:60]:
            for n, value in enumerate(values[:6]):
                label = labels.get(plain(value).rstrip(": ")) if isinstance(value, str) and len(value) < 14 else None
                if label and label not in found:
                    found[label] = next((v for v in values[n + 1 :] if v != ""), "")
        if len(found) >= 2 and COUNCIL in found:
            council, respondent, role = (" ".join(str(found.get(n, "")).split()) for n in (COUNCIL, RESPONDENT, ROLE))
            return Cover(council, respondent, role, _day(found.get(DATE, "")))
    return Cover()


def _day(value: object) -> date | None:
    """A date from a date cell or a text, unless it is before any round: Excel shows a lone 12 as 12 January 1900."""
    day = _typed_day(value.strip()) if isinstance(value, str) else value
    if isinstance(day, datetime):
        day = day.date()
    return day if isinstance(day, date) and day.year >= FIRST_YEAR else None


def _typed_day(text: str) -> date | None:
    """One of the usual ways to type a date, day before month."""
    for form in DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


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
