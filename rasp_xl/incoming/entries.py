"""Entries: a file that was found, what it says, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from rasp_xl.incoming.returns import Return
from rasp_xl.model.answer_rules import OWN_SCALE
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Finding
from rasp_xl.model.rounds import Partner


class Status(StrEnum):
    """What became of a file."""

    SCORED = "scored"
    HELD = "held"
    SUPERSEDED = "superseded"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Mail:
    """The e-mail in which a file came: the one address that it is from, empty where there are none or several, and its subject, on one line."""

    address: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file found. council and respondent are empty where unknown; reason is one sentence, empty when scored.

    mail is the innermost e-mail around it, None where it came otherwise.
    """

    path: str
    digest: str
    size: int
    status: Status
    findings: tuple[Finding, ...] = ()
    returned: Return | None = None
    partner: Partner | None = None
    reason: str = ""
    mail: Mail | None = None

    @property
    def said(self) -> Return:
        """What it says; a ValueError where it could not be read, for such a file never counts."""
        if self.returned is None:
            raise ValueError(f"{self.path} counts as scored but was not read")
        return self.returned

    @property
    def respondent(self) -> str:
        """Who filled it, as the start sheet says."""
        return self.returned.cover.respondent if self.returned else ""

    @property
    def who(self) -> str:
        """The respondent, or the role of one who gave no name; two colleagues are told apart by it."""
        return self.respondent or (self.returned.cover.role if self.returned else "")

    @property
    def kept_answers(self) -> Mapping[str, Answer]:
        """The answers as a fix copy keeps them: levels that may be meant on another scale are blank, lest they turn into ours."""
        doubtful = {q for f in self.findings if f.rule is OWN_SCALE and f.must_fix for q in f.about}
        return {q: replace(a, value=None) if q in doubtful else a for q, a in self.said.answers.items()}

    @property
    def by_name(self) -> tuple[int, str]:
        """To sort by: the shortest name first, for it is the least likely to be that of a copy."""
        return len(self.path), self.path

    def turned(self, status: Status, finding: Finding) -> "Entry":
        """The same file with another status, for a reason that is told first; of one that no longer matters nothing else is told."""
        others = () if status in (Status.SUPERSEDED, Status.IGNORED) else self.findings
        return replace(self, status=status, findings=(finding, *others), reason=finding.message)

    def told(self, finding: Finding) -> "Entry":
        """The same file with one thing more to say of it, once."""
        return self if finding in self.findings else replace(self, findings=(*self.findings, finding))
