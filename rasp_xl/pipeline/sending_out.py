"""Sending out: the files that go to the partners of a round, a workbook for each respondent, put together and tested."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from rasp_xl.incoming.baseline import earlier_councils
from rasp_xl.incoming.expected import recipients
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.answers import Cover
from rasp_xl.model.baseline import Baseline
from rasp_xl.model.findings import RaspError
from rasp_xl.model.letters import LetterKind
from rasp_xl.model.mail import LETTERS_FOLDER, UNADDRESSED, is_as_sealed, letter_named
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.model.showing import answer_words
from rasp_xl.outgoing.addressees import Addressee
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.letters import Attachment, Letter, letter
from rasp_xl.outgoing.press import Press
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.pipeline.letter_files import letter_files
from rasp_xl.pipeline.self_test import SelfTest
from rasp_xl.scoring.scores import score_council

FOLDER = "templates"
"""The folder below the output that gets them."""

LastTime = Mapping[str, Mapping[str, str]]
"""By a partner's id the words of its answers in an earlier round, by question id; partners that were not in it are missing."""


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
    """Every file for the partners, by its name below the output: for each recipient a tested template and its letter.

    Raises:
        RaspError: a template does not pass its test; it is named.
    """
    card = score_council(Partner("", ""), ({},), round_)
    press, self_test = Press(round_, card), SelfTest(round_)
    files, letters = dict[str, bytes](), list[Letter]()
    for one in recipients(round_):
        person = one.person or Person()
        cover = Cover("", person.name, person.role)
        said = (last or {}).get(one.partner.id)
        filling = Filling(round_, card, one.partner, cover, person=one.slug, last=said)
        data, made_from_another = press.template(filling)
        self_test.test(one.file, data, filling, made_from_another)
        files[f"{FOLDER}/{one.file}"] = data
        to = Addressee(one.partner, person)
        letters.append(letter(LetterKind.INVITATION, round_, to, attachments=(Attachment(one.file, data),)))
    return files | letter_files(letters)


def blank_template(round_: Round) -> dict[str, bytes]:
    """The one template of a round without partners, for nobody in particular, tested; by its name."""
    name = f"template-{round_.purpose}-stage-{round_.stage}.xlsx"
    filling = Filling(round_, score_council(Partner("", ""), ({},), round_))
    data = template_bytes(filling)
    SelfTest(round_).test(name, data, filling, made_from_another=False)
    return {name: data}


class Untouched:
    """Tells a template or a letter in which nobody has changed anything from one that holds somebody's work."""

    def __init__(self, round_: Round) -> None:
        self._reader = Reader(round_.question_set)

    def __call__(self, data: bytes) -> bool:
        """Whether these are the bytes of a letter as we wrote it, or of a template of ours without an answer, evidence, comment or date."""
        if is_as_sealed(data):
            return True
        returned = self._reader.read(data, "template")
        if not isinstance(returned, Return) or not returned.identity.known or returned.cover.day_text:
            return False
        return not any(a.given or a.evidence or a.comment for a in returned.answers.values())


def letters_gone(folder: Path, round_: Round, files: Mapping[str, bytes]) -> dict[str, str]:
    """Invitations of this round that an earlier run made, nobody changed, and this run does not make: SHA-256 by name.

    One that stayed would be sent to somebody who is no longer asked, or twice to somebody whose id was mended.
    """
    found: dict[str, str] = {}
    for inner in (LETTERS_FOLDER, UNADDRESSED):
        for path in sorted((folder / inner).glob("*.eml")):
            name = f"{inner}/{path.name}"
            data = b"" if name in files or path.is_symlink() else path.read_bytes()
            if is_as_sealed(data) and letter_named(data).startswith(f"{LetterKind.INVITATION}; {round_.id}; "):
                found[name] = sha256(data).hexdigest()
    return found
