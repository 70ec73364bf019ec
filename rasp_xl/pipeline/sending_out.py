"""Sending out: the files that go to the partners of a round, a workbook for each respondent, put together and tested."""

from collections.abc import Mapping
from dataclasses import dataclass

from rasp_xl.incoming.baseline import earlier_councils
from rasp_xl.incoming.councils import file_name
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.answers import Cover
from rasp_xl.model.baseline import Baseline
from rasp_xl.model.findings import RaspError
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.model.showing import answer_words
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.press import Press
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.pipeline.self_test import SelfTest
from rasp_xl.scoring.scores import score_council

FOLDER = "templates"
"""The folder below the output that gets them."""

LONGEST_NAME = 55
"""Characters of a file's name without its ending."""

LastTime = Mapping[str, Mapping[str, str]]
"""By a partner's id the words of its answers in an earlier round, by question id; partners that were not in it are missing."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One workbook to send: whose it is, who is to fill it in (None where no contact answers), and what its file is called.

    slug tells apart the respondents of one council; it is empty where there are not several.
    """

    partner: Partner
    person: Person | None
    slug: str
    file: str


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


def last_time(round_: Round, baseline: Baseline) -> LastTime:
    """What each partner answered in an earlier round; a RaspError where that asked none of this round's questions."""
    asked = {question.id for question in round_.question_set.questions} & set(baseline.asked)
    if not asked:
        raise RaspError(f"{baseline.file} asks none of this round's questions, so no answers can stand beside them.")
    found = earlier_councils(baseline, round_.partners)
    return {
        partner: {q: answer_words(answer.value) for q, answer in council.answers.items() if q in asked}
        for partner, council in found.items()
    }


def files_to_send(round_: Round, last: LastTime | None = None) -> dict[str, bytes]:
    """Every file for the partners, by its name below the output: a template for each recipient, tested.

    Raises:
        RaspError: a template does not pass its test; it is named.
    """
    card = score_council(Partner("", ""), ({},), round_)
    press, self_test = Press(round_, card), SelfTest(round_)
    files = {}
    for one in recipients(round_):
        person = one.person or Person()
        cover = Cover("", person.name, person.role)
        said = (last or {}).get(one.partner.id)
        filling = Filling(round_, card, one.partner, cover, person=one.slug, last=said)
        data, made_from_another = press.template(filling)
        self_test.test(one.file, data, filling, made_from_another)
        files[f"{FOLDER}/{one.file}"] = data
    return files


def blank_template(round_: Round) -> dict[str, bytes]:
    """The one template of a round without partners, for nobody in particular, tested; by its name."""
    name = f"template-{round_.purpose}-stage-{round_.stage}.xlsx"
    filling = Filling(round_, score_council(Partner("", ""), ({},), round_))
    data = template_bytes(filling)
    SelfTest(round_).test(name, data, filling, made_from_another=False)
    return {name: data}


class Untouched:
    """Tells a template in which nobody has entered anything from one that holds somebody's work."""

    def __init__(self, round_: Round) -> None:
        self._reader = Reader(round_.question_set)

    def __call__(self, data: bytes) -> bool:
        """Whether these are the bytes of a template of ours without an answer, evidence, comment or date."""
        returned = self._reader.read(data, "template")
        if not isinstance(returned, Return) or not returned.identity.known or returned.cover.day_text:
            return False
        return not any(a.given or a.evidence or a.comment for a in returned.answers.values())
