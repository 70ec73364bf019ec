"""What a template says of itself, so that a return can be recognised whatever its file is called."""

import re
from dataclasses import dataclass, fields
from typing import Self
from urllib.parse import quote, unquote

from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round

TEMPLATE = "1"
MARK = "rasp-xl"
RESULT_MARK = f"{MARK};result"
ROUND_MARK = f"{MARK};round"
"""How the keywords of workbooks begin that we write as results and for rounds, so that they are never taken for returns."""


def is_for_the_office(keywords: str) -> bool:
    """Whether a workbook's keywords mark it as a result or a round workbook."""
    return ";".join(_parts(keywords)[:2]) in (RESULT_MARK, ROUND_MARK)


def _parts(keywords: str) -> list[str]:
    """Keywords as we joined them with semicolons; LibreOffice puts spaces or commas between."""
    return re.split(r"[;,\s]+", keywords.strip())


def result_keywords(round_: Round) -> str:
    """What a scored workbook says of its round, so that a later round can tell what it is compared with."""
    facts = {
        "round": round_.id,
        "name": round_.name,
        "purpose": round_.purpose.value,
        "stage": str(round_.stage),
        "date": round_.day.isoformat() if round_.day else "",
        "version": round_.question_set.version,
    }
    return ";".join((RESULT_MARK, *(f"{key}={quote(value, safe='')}" for key, value in facts.items())))


def result_facts(keywords: str) -> dict[str, str]:
    """What result_keywords wrote, read back by its keys; nothing where the keywords are no result's."""
    mark, kind, *parts = [*_parts(keywords), ""]
    if f"{mark};{kind}" != RESULT_MARK:
        return {}
    return {key: unquote(value) for key, _, value in (part.partition("=") for part in parts) if key}


@dataclass(frozen=True, slots=True)
class Identity:
    """Carried twice: as labelled cells on the sheet Lists and as one text in the document's keywords.

    Cells survive every program tried; keywords (a core property) survive a deleted sheet and a renamed file.
    mends is the SHA-256 of the return that a fix copy was made from, empty in every other template. person is a slug for
    the respondent that a template was made for where a council has several, else empty; templates of earlier versions
    have no such part.
    """

    template: str = ""
    question_set: str = ""
    version: str = ""
    fingerprint: str = ""
    purpose: str = ""
    stage: str = ""
    round: str = ""
    partner: str = ""
    council: str = ""
    mends: str = ""
    person: str = ""

    @classmethod
    def of(cls, round_: Round, partner: Partner | None, mends: str = "", person: str = "") -> Self:
        """The identity of the template made for one partner, or for nobody in particular."""
        asked = round_.question_set
        return cls(
            TEMPLATE,
            asked.id,
            asked.version,
            asked.fingerprint,
            round_.purpose.value,
            str(round_.stage),
            round_.id,
            partner.id if partner else "",
            partner.name if partner else "",
            mends,
            person,
        )

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Label and value of each part, in order."""
        return tuple((f.name.replace("_", " ").capitalize(), getattr(self, f.name)) for f in fields(self))

    @classmethod
    def from_rows(cls, rows: dict[str, str]) -> Self:
        """From labels (any case) and values; a label that is missing leaves its part empty."""
        folded = {label.casefold(): value for label, value in rows.items()}
        return cls(*(folded.get(f.name.replace("_", " "), "") for f in fields(cls)))

    def text(self) -> str:
        """All parts on one line, for the document's keywords."""
        parts = (f"{f.name}={quote(getattr(self, f.name), safe='')}" for f in fields(self))
        # In a workbook's XML _x0041_ stands for a letter, so it is written otherwise still.
        return ";".join((MARK, *parts)).replace("_x", "%5Fx")

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read back what text() wrote; anything else gives an empty identity."""
        mark, *parts = _parts(text)
        if mark != MARK:
            return cls()
        named = dict(part.partition("=")[::2] for part in parts)
        return cls(*(unquote(named.get(f.name, "")) for f in fields(cls)))

    @property
    def known(self) -> bool:
        """Whether the file says of itself that it is one of our templates."""
        return bool(self.template)

    @property
    def purpose_and_stage(self) -> tuple[Purpose, int] | None:
        """What the template was made for, or None where it does not say so in words we know."""
        if self.purpose in tuple(Purpose) and self.stage in tuple("1234"):
            return Purpose(self.purpose), int(self.stage)
        return None
