"""A council's pack holds nothing of any other council, in any part of its files."""

from dataclasses import replace
from pathlib import Path

import pytest
from building import everywhere, mixed_answers, returned
from came_back import changed, filled
from councils import assessment_of
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from packing import ASKED, MARK, OTHER, OURS, ROUND, assessment, councils_of, parts

from rasp_xl import pipeline
from rasp_xl.model import answer_rules, file_rules, notice_rules
from rasp_xl.model.findings import Rule, Severity, Waiver
from rasp_xl.model.layout import START, cover_row
from rasp_xl.reports.asked import asked_of
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.pack import UNTOLD, own_assessment
from rasp_xl.reports.pack_files import pack_files, withheld

OWN = ("councils/bryn-glas.xlsx", "councils/bryn-glas.html")


def own_files(made: Assessment) -> dict[str, bytes]:
    """Our council's pack, and no other."""
    files = pack_files(made)
    return {name: files[name] for name in OWN}


def holding(files: dict[str, bytes], word: str) -> list[str]:
    """The parts that hold a word in any case, in their content or in their name."""
    wanted = word.casefold().encode()
    return [
        f"{name}: {part}"
        for name, data in files.items()
        for part, body in parts(data).items()
        if wanted in body.decode("utf-8", "replace").casefold().encode() or wanted in part.casefold().encode()
    ]


def test_marks_stand_where_they_should() -> None:
    """The other council's own pack holds its marks, and the round they all lie in holds them: the test below can fail."""
    files = pack_files(assessment())
    others = {name: data for name, data in files.items() if name not in OWN}

    for word in ("name", "file", "reason", "agreed", "owner"):
        assert holding(others, f"{MARK}{word}"), word


def test_nothing_of_another_council_is_in_any_part() -> None:
    """No mark of the other council's return, folder, people, waivers, agreements, actions or columns is in our pack."""
    files = own_files(assessment())

    assert holding(files, "Bryn Glas")
    assert holding(files, MARK) == []
    assert holding(files, OTHER) == []


def test_nothing_of_another_council_reaches_a_writer() -> None:
    """Already what the files are made from holds none of it: no partner, address, letter, waiver, action or file of anybody else."""
    made = assessment()
    narrowed = own_assessment(made, next(c for c in made.ledger.councils if c.partner.name == OURS))

    assert MARK in repr(made)
    assert MARK not in repr(narrowed)
    assert "bryn.example" not in repr(narrowed)


def test_no_figure_of_another_council_is_in_any_part() -> None:
    """None of the other council's scores is in our pack, neither with all decimals nor in short, unless it is ours too."""
    made = assessment()
    own, other = sorted(made.cards, key=lambda card: card.name != OURS)
    scores = {repr(area.tally.score) for area in other.areas} | {repr(other.overall.score)}
    ours = {repr(area.tally.score) for area in own.areas}

    assert len(scores - ours) >= 5
    assert [score for score in scores - ours if holding(own_files(made), score)] == []


def test_pack_is_the_same_without_the_other_council() -> None:
    """Where the other council never took part, ours gets the very same bytes: nothing at all follows from the other."""
    assert own_files(assessment()) == own_files(assessment(with_other=False))


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.text(min_size=1, max_size=40), st.integers(0, 3))
def test_pack_does_not_hang_on_what_others_say(seed: int, name: str, more: int) -> None:
    """Whatever three others answer and are called, and whether they come at all, our pack has the same bytes."""
    mine = mixed_answers(ASKED, 1)
    alone = pack_files(assessment_of(ROUND, {"Aa": mine}))
    councils = councils_of(more, seed) | {f"Zz{name}": mixed_answers(ASKED, seed), "Aa": mine}
    together = pack_files(assessment_of(ROUND, dict(list(councils.items())[-4:])))

    assert {name: together[name] for name in alone} == alone


def test_what_is_to_be_explained_is_only_counted() -> None:
    """Two of our people have things to explain: the pack gives their number, that of both queries together, and no name or answer."""
    made = assessment()
    council = next(c for c in made.ledger.councils if c.partner.name == OURS)
    asked = [mark for entry in council.entries for mark in asked_of(entry, made.round)]
    explain = sum(mark.severity is Severity.EXPLAIN for mark in asked)
    told = f"; {explain} things are still to be explained: see the fix copies that were sent"

    assert explain > 1
    assert all(holding({name: data}, told) for name, data in own_files(made).items())


def test_addresses_stay_with_the_programme_office() -> None:
    """Neither our people's addresses nor the sender's are in our pack."""
    files = own_files(assessment())

    assert holding(files, "bryn.example") == []
    assert holding(files, "office.example") == []


def test_who_answered_what_is_not_told() -> None:
    """Where two people differ their colleagues read how many gave which answer, and of each only what must be mended."""
    made = assessment()
    narrowed = own_assessment(made, next(c for c in made.ledger.councils if c.partner.name == OURS))

    told = [f for entry in narrowed.ledger.entries for f in entry.findings]
    asked = [f for entry, f in made.findings if entry.partner and entry.partner.name == OURS]

    assert holding(own_files(made), "Disagreement")
    assert len(asked) > len(told) > 0
    assert {f.rule.severity for f in told} == {Severity.MUST_FIX}
    assert [entry.returned.answers for entry in narrowed.ledger.entries if entry.returned] == [{}, {}]


def test_near_name_is_not_told() -> None:
    """A council whose name is close to another's is asked about it by the office, and not told the other's name in its pack."""
    made = assessment_of(ROUND, {"Northmoor": mixed_answers(ASKED, 1), "Northmore": mixed_answers(ASKED, 2)})
    asked_about = [(e, f) for e, f in made.findings if f.rule is notice_rules.NEAR_NAME]
    (entry,) = {e.partner for e, _ in asked_about}
    assert entry
    near = "Northmoor" if entry.name == "Northmore" else "Northmore"
    files = {name: data for name, data in pack_files(made).items() if entry.id in name}

    assert len(files) == 2
    assert notice_rules.REPLIED in UNTOLD
    assert holding(files, f"{near} ") + holding(files, f"{near}<") + holding(files, f"{near}.") == []


def _says_another_council(book: Workbook) -> None:
    book[START].cell(cover_row("Council"), 2).value = "Westbury Borough Council"


@pytest.mark.parametrize("waived", [False, True])
def test_return_that_names_another_council_is_settled_first(waived: bool, tmp_path: Path) -> None:
    """Somebody else's name on our template: it may be the other's answers, so no pack until the office agrees that it is right."""
    (tmp_path / "return.xlsx").write_bytes(changed(_says_another_council, data=filled()))
    waiver = Waiver("northmoor", answer_rules.OTHER_COUNCIL.code, "", "They merged", "Dana")
    round_ = replace(ROUND, waivers=(waiver,)) if waived else ROUND
    made = pipeline.assess([tmp_path], round_=round_)
    files = pack_files(made)

    assert len(made.cards) == 1
    assert len(files) == (2 if waived else 0)
    assert holding(files, "Westbury") == []
    assert list(withheld(made)) == (
        [] if waived else ["No pack for Northmoor District Council: a return of its own names another council. Settle that first."]
    )  # fmt: skip


def test_rules_that_name_files_or_councils_are_left_out() -> None:
    """A rule of a return that counts, whose words can name another file or council, is among those a pack leaves out."""
    rules = [r for module in (answer_rules, notice_rules) for r in vars(module).values() if isinstance(r, Rule)]
    naming = [r for r in rules if any(fact in r.message for fact in ("{other}", "{nearest}", "names different"))]
    cells = {answer_rules.BESIDE, notice_rules.COLUMN_ASIDE}

    assert {r for r in naming if r not in cells} <= UNTOLD
    assert not UNTOLD & {r for r in vars(file_rules).values() if isinstance(r, Rule)}


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    """Two colleagues send files of the same name in two folders: the pack lists both, without the folders."""
    for folder, who in (("Westbury team", "Ann"), ("Eastvale team", "Bob")):
        (tmp_path / folder).mkdir()
        given_ = everywhere(ASKED, 3 if who == "Ann" else 1)
        (tmp_path / folder / "return.xlsx").write_bytes(returned(ROUND, OURS, given_, who))
    made = pipeline.assess([tmp_path])
    narrowed = own_assessment(made, made.ledger.councils[0])

    assert [entry.path for entry in narrowed.ledger.entries] == ["return.xlsx", "return.xlsx (2)"]
    assert holding(pack_files(made), "Westbury") + holding(pack_files(made), "Eastvale") == []
