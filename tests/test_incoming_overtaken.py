"""Old wrong files after the right one came: settled where the files say whose they are and which is later, and only there."""

from dataclasses import replace

import pytest
from building import answers
from ledger_entries import EMPTY_RETURN, NEW_1, OTHER_ROUND, ROUND, SCORED, entry, refused, settled

from rasp_xl.incoming.ledger import Entry, settle
from rasp_xl.model.rounds import Partner
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.check_text import findings_text
from rasp_xl.reports.wording import attention
from rasp_xl.scoring.compare import compare

NORTHMOOR = Partner("northmoor", "Northmoor")
SUPERSEDED = ("superseded", "")


def made_for(found: Entry, person: str) -> Entry:
    """The same file, its template made for one of the council's respondents."""
    said = found.said
    return replace(found, returned=replace(said, identity=replace(said.identity, person=person)))


def blank(path: str, who: str = "Director") -> Entry:
    return replace(
        found := entry(path, who=who, made_for=NORTHMOOR, day=None),
        returned=replace(found.said, answers=answers("AA1= AA2=")),
    )


RIGHT = entry("right.xlsx", made_for=NORTHMOOR, day=12)


def test_blank_template_is_settled_by_the_filled_one() -> None:
    """The reason tells what took its place and what was wrong, and the file is its council's."""
    ledger = settle([blank("blank.xlsx", who=""), RIGHT], ROUND)
    old = next(e for e in ledger.entries if e.path == "blank.xlsx")

    assert (old.status.value, old.partner, old.findings) == ("superseded", NORTHMOOR, ())
    assert old.reason.startswith("Superseded by what came since: right.xlsx, from the same council and person, counts.")
    assert "answer" in old.reason


def test_blank_template_of_a_colleague_is_not() -> None:
    """Whoever got a workbook of their own is still to fill it in."""
    found = settled(made_for(blank("blank.xlsx", who=""), "rees"), made_for(RIGHT, "smith"))

    assert found == {"blank.xlsx": ("held", EMPTY_RETURN), "right.xlsx": SCORED}


def test_blank_fix_copy_is_settled_by_another_copy_of_the_same_return() -> None:
    """The return that both were made from came before them and settles neither."""
    empty = entry("b.xlsx", mends="a.xlsx", given="AA1= AA2=")
    mended = entry("c.xlsx", mends="a.xlsx", given="AA1=4")

    assert settled(entry("a.xlsx"), empty)["b.xlsx"] == ("held", EMPTY_RETURN)
    assert settled(entry("a.xlsx"), empty, mended)["b.xlsx"] == SUPERSEDED


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (entry("wrong.xlsx", made_for=NORTHMOOR, day=11, purpose_and_stage=NEW_1), SUPERSEDED),
        (entry("wrong.xlsx", day=12, purpose_and_stage=NEW_1), SUPERSEDED),
        (entry("wrong.xlsx", day=13, purpose_and_stage=NEW_1), ("held", OTHER_ROUND)),
        (entry("wrong.xlsx", day=None, purpose_and_stage=NEW_1), ("held", OTHER_ROUND)),
        (entry("wrong.xlsx", who="Clerk", day=11, purpose_and_stage=NEW_1), ("held", OTHER_ROUND)),
        (entry("wrong.xlsx", who="", day=11, purpose_and_stage=NEW_1), ("held", OTHER_ROUND)),
        (entry("wrong.xlsx", "Eastvale", day=11, purpose_and_stage=NEW_1), ("held", OTHER_ROUND)),
    ],
)
def test_return_of_another_stage(wrong: Entry, told: tuple[str, str]) -> None:
    """It is settled by the same person's return of no earlier date; a newer one, or another's, is still to be looked at."""
    assert settled(wrong, RIGHT)["wrong.xlsx"] == told


@pytest.mark.parametrize(
    ("unread", "right", "superseded"),
    [
        ("northmoor.xlsx", "northmoor (1).xlsx", True),
        ("post/Northmoor.pdf", "northmoor-fix-0a1b2c.xlsx", True),
        ("northmoor (1).xlsx", "northmoor (2).xlsx", True),
        ("northmoor (2).xlsx", "northmoor (1).xlsx", False),
        ("northmoor-fix-0a1b2c.xlsx", "northmoor.xlsx", False),
        ("northmoor.pdf", "northmoor.xlsx", False),
        ("return.xlsx", "return (1).xlsx", False),
    ],
)
def test_file_that_cannot_be_read(unread: str, right: str, superseded: bool) -> None:
    """It is settled where both have the name of the council's template and the one that counts is the later copy."""
    found = settled(refused(unread), entry(right, made_for=NORTHMOOR))

    assert (found[unread] == SUPERSEDED) is superseded
    assert found[right] == SCORED


def test_check_says_it_at_its_council_and_asks_for_nothing() -> None:
    """What is settled needs nobody's attention; what chase gives to a council by its name stands there in check too."""
    round_ = replace(ROUND, partners=(NORTHMOOR, Partner("eastvale", "Eastvale")))
    entries = [refused("northmoor.xlsx"), entry("northmoor (1).xlsx", made_for=NORTHMOOR), refused("eastvale.pdf")]
    ledger = settle([replace(e, digest=e.path) for e in entries], round_)
    found = Assessment(round_, ledger, (), compare((), round_))
    said = "\n".join(findings_text(found))

    assert "Northmoor: all well\n" in said
    assert "  northmoor.xlsx: superseded\n    Superseded by what came since: northmoor (1).xlsx" in said
    assert "Eastvale: 1 to fix\n  eastvale.pdf: refused\n" in said
    assert "Files of no known council" not in said
    assert [path for path, _ in attention(found)] == ["eastvale.pdf"]
