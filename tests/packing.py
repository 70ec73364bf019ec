"""A round of two councils with all that a round can hold, and the packs that come of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from building import mixed_answers, returned
from openpyxl import load_workbook
from two_rounds import baseline, types
from zip_parts import members

from rasp_xl import pipeline
from rasp_xl.model.answers import Answer
from rasp_xl.model.baseline import Baseline
from rasp_xl.model.findings import Waiver
from rasp_xl.model.layout import COMMENT, EVIDENCE, slots
from rasp_xl.model.letters import LetterText
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Moderated, Partner, Person, Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.pack_files import pack_files

ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
MARK = "Qzxmark"
"""Stands in every text of the other council, each time with another ending."""

OTHER, OURS = f"{MARK}name Borough Council", "Bryn Glas Council"
PEOPLE = ("Ann", "Bob")
"""Who answers for our council: two, who differ."""


def marked_return(name: str = OTHER, seed: int = 3, who: str = f"{MARK}person") -> bytes:
    """A return with a mark in its cover, evidence, comments, a sheet of its own, a note, its properties and a defined name."""
    given = {
        q: replace(a, evidence=f"{MARK}evidence{n}", comment=f"{MARK}comment{n}")
        for n, (q, a) in enumerate(mixed_answers(ASKED, seed).items())
    }
    book = load_workbook(BytesIO(returned(ROUND, name, given, who)))
    for slot in [*slots(ASKED)][::9]:
        book[slot.sheet][slot.cell(COMMENT)] = f"{MARK}typed"
        book[slot.sheet][slot.cell(EVIDENCE)] = None
    book["Governance"]["C14"] = f"{MARK}answer"
    book["Start here"]["A30"] = f"{MARK}elsewhere"
    book.create_sheet(f"{MARK}sheet")["B2"] = f"{MARK}cell"
    book.properties.creator = book.properties.description = f"{MARK}property"
    out = BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def ours(who: str, seed: int) -> bytes:
    """A return of our own council."""
    return returned(ROUND, OURS, mixed_answers(ASKED, seed), who)


def whole_round(with_other: bool = True) -> Round:
    """The round with partners, people, waivers, agreed answers and letters of both councils, or of ours alone."""
    person = Person(f"{MARK}contact", f"{MARK}@address.example", f"{MARK}role")
    people = (Person("Ann", "ann@bryn.example"), Person("Bob", "bob@bryn.example"))
    partners = (Partner("bryn-glas", OURS, people), *((Partner(f"{MARK}-id", OTHER, (person,)),) * with_other))
    council = f"{MARK}-id"
    return replace(
        ROUND, id="harbour", name="Harbour", day=date(2026, 11, 1), partners=partners, sender=Person("Office", f"{MARK}@office.example"),
        letters=(LetterText("receipt", f"{MARK}subject", f"{MARK}letter"),) if with_other else (),
        waivers=(
            Waiver("bryn-glas", "RX301", "", "Seen in person", "Dana"),
            *((Waiver(council, "RX301", "", f"{MARK}reason", f"{MARK}approver"),) * with_other),
        ),
        moderated=(
            Moderated("bryn-glas", "SV2", 2, "Talked it over", "Both"),
            *((Moderated(council, "SV2", 1, f"{MARK}agreed", f"{MARK}agreeing"),) * with_other),
        ),
    )  # fmt: skip


@cache
def assessment(with_other: bool = True) -> Assessment:
    """Both councils, or ours alone, read from files and compared with an earlier round in which both took part."""
    round_ = whole_round(with_other)
    with TemporaryDirectory() as name:
        folder = Path(name, "returns")
        (folder / f"{MARK}folder").mkdir(parents=True)
        for number, who in enumerate(PEOPLE):
            (folder / f"{MARK}folder" / f"Bryn Glas {who}.xlsx").write_bytes(ours(who, 11 + number))
        if with_other:
            (folder / f"{MARK}file.xlsx").write_bytes(marked_return())
        read = pipeline.assess([folder], round_=round_, today=date(2026, 11, 20))
    return pipeline.compared(read, earlier(with_other))


def earlier(with_other: bool) -> Baseline:
    """The round before, into whose workbook people typed, also beside the other council and in a column of their own."""
    then = {OURS: mixed_answers(ASKED, 21), **({OTHER: mixed_answers(ASKED, 22)} if with_other else {})}
    ours_typed = [types(OURS, "SV9", {"Owner": "Our owner", "Status": "Under way"})]
    typed = [types(OTHER, gap, {"Owner": f"{MARK}owner", f"{MARK}column": f"{MARK}note"}) for gap in ("SV9", "GV3")]
    return baseline(ROUND, then, *ours_typed, *(typed if with_other else ()))


def packed(made: Assessment) -> dict[str, bytes]:
    """The packs of an assessment."""
    return pack_files(made)


def parts(data: bytes) -> Mapping[str, bytes]:
    """Every part of a workbook, or a page as its only part; with the names of the parts."""
    return members(data) if data.startswith(b"PK") else {"page": data}


def councils_of(count: int, seed: int = 0) -> dict[str, dict[str, Answer]]:
    """So many councils with answers of every kind."""
    return {f"Council {number}": mixed_answers(ASKED, seed + number) for number in range(count)}
