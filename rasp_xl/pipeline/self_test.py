"""The self-test: every template is read back with our own intake before it is called done."""

import re
from dataclasses import replace

from rasp_xl.incoming.cells import KEYWORDS, SheetValues
from rasp_xl.incoming.checks import check
from rasp_xl.incoming.councils import Register
from rasp_xl.incoming.cover import read_cover
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.incoming.safety import open_package
from rasp_xl.incoming.wording import plain
from rasp_xl.incoming.workbook import Workbook, open_workbook
from rasp_xl.model import answer_rules, notice_rules
from rasp_xl.model.answers import Cover
from rasp_xl.model.findings import Finding, Place, RaspError
from rasp_xl.model.identity import Identity
from rasp_xl.model.layout import COUNCIL, DATE, RESPONDENT, ROLE, START, cover_row
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.packed_archive import content
from rasp_xl.outgoing.plate import PROPERTIES
from rasp_xl.outgoing.template import fit

OF_BLANKS = (notice_rules.NOT_ANSWERED, answer_rules.AREA_EMPTY, answer_rules.NO_RESPONDENT)
"""What may be said of a template in which nothing is entered yet."""

DROP_DOWN = re.compile(rb'<dataValidation type="list"')


class SelfTest:
    """Tests the templates of one round.

    The first goes through the whole intake, and so does every one that was built. One that was made from a template which
    went through it differs only in its own words; of that its packing, its identity and its cover are tested.
    """

    def __init__(self, round_: Round) -> None:
        self._round = round_
        self._reader = Reader(round_.question_set)
        self._register = Register(round_.partners)
        self._start: SheetValues | None = None

    def test(self, name: str, data: bytes, filling: Filling, made_from_another: bool) -> None:
        """Raise a RaspError that names the template and what is wrong with it; do nothing where all is well."""
        filling = fit(filling)
        start = self._start if made_from_another else None
        wrong = self._own_words(start, data, filling) if start else self._whole(data, filling)
        if wrong:
            raise RaspError(
                f"The template {name} did not pass its own test, so nothing was written: {wrong}. "
                "If nothing on the sheet Partners explains it, this is a fault of rasp-xl: please report it."
            )

    def _whole(self, data: bytes, filling: Filling) -> str:
        """What is wrong with a template, after reading it as if it had come back."""
        returned = self._reader.read(data, "template")
        if isinstance(returned, Finding):
            return _within(returned.message)
        wrong = (
            self._of_answers(returned)
            or _of_cover(returned.cover, filling)
            or _of_identity(returned.identity, filling)
            or self._of_partner(returned, filling)
            or self._of_findings(returned)
            or self._of_drop_downs(data)
        )
        workbook = open_workbook(data, Place("template"))
        if not wrong and isinstance(workbook, Workbook):
            self._start = next(sheet for sheet in workbook.sheets if sheet.name == START)
        return wrong

    def _of_answers(self, returned: Return) -> str:
        asked = [question.id for question in self._round.question_set.questions]
        if missing := [question for question in asked if question not in returned.answers]:
            return f"the questions {', '.join(missing)} are not found in it"
        for question in asked:
            answer = returned.answers[question]
            if answer.given or answer.evidence or answer.comment:
                return f"{question} is answered in it already"
        return ""

    def _of_findings(self, returned: Return) -> str:
        """What a council would be told of it that is no blank."""
        others = [f for f in check(returned, self._round) if f.rule not in OF_BLANKS]
        return _within(others[0].message) if others else ""

    def _of_partner(self, returned: Return, filling: Filling) -> str:
        """Whose it would be taken for among the partners of the round."""
        if not self._round.partners or not filling.partner:
            return ""
        found, _ = self._register.whose(returned)
        meant = filling.partner
        return (
            ""
            if found and found.id == meant.id
            else f"it would count for {f'{found.name} ({found.id})' if found else 'nobody'}"
        )

    def _of_drop_downs(self, data: bytes) -> str:
        package = open_package(data, Place("template"))
        if isinstance(package, Finding):
            return _within(package.message)
        for area in self._round.question_set.areas:
            count = len(DROP_DOWN.findall(package.parts[package.sheets[area.name]]))
            if count != len(area.questions):
                return f"{area.name} has {count} drop-downs for {len(area.questions)} questions"
        return ""

    def _own_words(self, start: SheetValues, data: bytes, filling: Filling) -> str:
        """What is wrong with a template of whose kind another was tested as a whole; start is the other's start sheet."""
        try:
            keywords = KEYWORDS.search(content(data, PROPERTIES))
        except ValueError as error:
            return str(error)
        carried = keywords[1].decode() if keywords else ""
        if carried != filling.identity.text():
            return _of_identity(Identity.from_text(carried), filling) or "its keywords are not as we write them"
        rows = start.rows[: cover_row(DATE)]
        for label, text in _cover_lines(filling):
            row = cover_row(label) - 1
            rows[row] = [rows[row][0], text, *rows[row][2:]]
        return _of_cover(read_cover((replace(start, rows=rows),), "template", {}), filling)


def _cover_lines(filling: Filling) -> tuple[tuple[str, str], ...]:
    """The cover as it was meant, by label."""
    cover, partner = filling.cover, filling.partner
    return (COUNCIL, partner.name if partner else cover.council), (RESPONDENT, cover.respondent), (ROLE, cover.role)


def _of_cover(cover: Cover, filling: Filling) -> str:
    found = {COUNCIL: cover.council, RESPONDENT: cover.respondent, ROLE: cover.role}
    for label, meant in _cover_lines(filling):
        if plain(found[label]) != plain(meant):
            return f"under {label} it reads “{found[label]}”, not “{meant}”"
    return ""


def _of_identity(identity: Identity, filling: Filling) -> str:
    for (label, found), (_, meant) in zip(identity.rows(), filling.identity.rows(), strict=True):
        if found != meant:
            return f"as its {label.lower()} it carries “{found}”, not “{meant}”"
    return ""


def _within(message: str) -> str:
    """A sentence as a part of another."""
    return message.rstrip(".")
