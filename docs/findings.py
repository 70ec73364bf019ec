"""Makes docs/findings.md from the catalogue of rules: python docs/findings.py. A test holds the two together."""

import re
from pathlib import Path

from rasp_xl.model.findings import Rule, Severity
from rasp_xl.model.rules import RULES, WAIVABLE

FILE = Path(__file__).parent / "findings.md"
FAMILIES = {
    "1": ("The file", "What is wrong with a file as a whole, and what became of it."),
    "2": (
        "An answer",
        "What is wrong with one answer, or with an area of them. These must be fixed; until then the area is provisional.",
    ),
    "3": ("Answers that do not hang together", "What a reader of the answers would ask about."),
    "4": ("To know", "What moved, what was changed, what was carried across."),
}
INTRODUCTION = """# Findings: everything that can be said about a return

Each finding has a code that never changes, a severity, a place (file, sheet, cell), what is wrong, and what to do. Words in ‹angle
brackets› are filled in. There are three severities:

- **must fix**: the sender has to mend it; until then the area it is in counts as provisional, or the file does not count at all;
- **explain**: it counts, but a reader would ask;
- **for information**: nothing need be done.

`rasp-xl check` prints the findings of every file; the fix copy that goes back to a council lists what is asked of it. Where one finding
is met by more than half of the senders, and by three at least, the run asks whether it is them or us: the question, the template or the
guidance may be at fault. The programme office can agree that a finding may stand: a **waiver**, recorded in the round workbook with council,
rule, reason, who agreed and until when. Rules that can be waived say so.
"""


def text() -> str:
    """The whole document."""
    parts = [INTRODUCTION]
    for family, (heading, about) in FAMILIES.items():
        parts += [f"## {heading}\n\n{about}\n", *(_entry(rule) for rule in RULES if rule.code[2] == family)]
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    """One rule: its code and severity, what is said, what to do, what would be right, and where it comes from."""
    lines = [f"### {rule.code}: {rule.severity.words}", "", f"> {_shown(rule.message)}", ""]
    if rule.severity > Severity.INFORMATION or not rule.fix.startswith("Nothing to do."):
        lines += [f"**What to do.** {_shown(rule.fix)}", ""]
    if rule.expected:
        lines += [f"**What would be right.** {rule.expected[0].upper()}{rule.expected[1:]}.", ""]
    lines.append(rule.why + (" Can be waived." if rule in WAIVABLE else ""))
    return "\n".join(lines) + "\n"


def _shown(template: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: f"‹{found[1].replace('_', ' ')}›", template)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="\n")
