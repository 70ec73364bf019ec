"""Is it them or us? The same finding in most returns says more of our question, template or guidance than of the councils."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.findings import Rule, Severity

FEWEST = 3
"""Two councils may share a fault by chance."""

SHARE = 0.5
"""Of all senders; from more than this share on, one sentence to ourselves saves many to others."""

LEFT_OUT = frozenset({Status.IGNORED, Status.SUPERSEDED})
"""Files that nobody is asked about."""


@dataclass(frozen=True, slots=True)
class SharedFault:
    """One rule met by many senders, at one question or (empty) at no question in particular. A sender is a council, or a file that names none."""

    rule: Rule
    question: str
    senders: int
    of: int


def shared_faults(entries: Sequence[Entry]) -> tuple[SharedFault, ...]:
    """Findings that ask for something and that more than half of the senders share at one place, those of most senders first."""
    met: dict[tuple[Rule, str], set[str]] = defaultdict(set)
    senders = set()
    for entry in entries:
        if entry.status in LEFT_OUT:
            continue
        senders.add(_sender(entry))
        for finding in entry.findings:
            if finding.severity > Severity.INFORMATION:
                met[finding.rule, finding.question].add(_sender(entry))
    found = [
        SharedFault(rule, question, len(who), len(senders))
        for (rule, question), who in met.items()
        if len(who) >= FEWEST and len(who) > SHARE * len(senders)
    ]
    return tuple(sorted(found, key=lambda f: (-f.senders, -f.rule.severity, f.rule.code, f.question)))


def _sender(entry: Entry) -> str:
    return f"council {entry.partner.id}" if entry.partner else f"file {entry.path}"
