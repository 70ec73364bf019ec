"""Whole folders of files: everything found is accounted for, and so is every answer cell that was read."""

import random
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from came_back import FILE, PARTNER, ROUND, SLOTS, VALUES, changed, filled, outcome, put, with_part
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl import pipeline
from rasp_xl.incoming.checks import check
from rasp_xl.incoming.ledger import Entry, Status, settle
from rasp_xl.incoming.returns import Return
from rasp_xl.model.layout import ANSWER
from rasp_xl.model.questions import AnswerValue, Purpose
from rasp_xl.reports.assessment import Assessment
from rasp_xl.scoring.compare import compare

ONE, TWO, THREE, FOUR = (slot.question.id for slot in SLOTS[:4])
KINDS = ("levels", "dont_know", "not_applicable", "blank", "unreadable")


def kinds(given: Iterable[AnswerValue], unreadable: int = 0) -> dict[str, int]:
    """How many answer cells are of each kind, counted without any help of the program."""
    names = {"DK": "dont_know", "NA": "not_applicable", None: "blank"}
    found = Counter(names.get(value, "levels") if not isinstance(value, int) else "levels" for value in given)
    return {kind: found[kind] for kind in KINDS} | {"unreadable": unreadable}


@cache
def pool() -> dict[str, tuple[bytes, dict[str, int] | None]]:
    """Contents by name, each with the answer cells it holds; None for what cannot be read."""
    usual, eastvale = VALUES, filled(None, council="Eastvale", who="IT")
    spoiled = changed(
        put(ONE, ANSWER, "TBC"), put(TWO, ANSWER, "#REF!"), put(THREE, ANSWER, "=1+2"), put(FOUR, ANSWER, None)
    )
    left = [value for question, value in VALUES.items() if question not in {ONE, TWO, THREE, FOUR}]
    return {
        "northmoor": (filled(), kinds(usual.values())),
        "northmoor, another day": (filled(day=None), kinds(usual.values())),
        "northmoor, another person": (filled(who="Head of IT"), kinds(usual.values())),
        "northmoor, spoiled": (spoiled, kinds([*left, None], unreadable=3)),
        "eastvale": (eastvale, kinds(usual.values())),
        "nobody's": (filled(None, council=""), kinds(usual.values())),
        "another round's": (pipeline.template(Purpose.JOINING, 3, PARTNER), kinds([None] * len(SLOTS))),
        "a part of one": (with_part("xl/worksheets/sheet2.xml", b"<worksheet/>", eastvale), kinds(list(usual.values())[11:])),
        "empty": (b"", None),
        "web page": (b"<!DOCTYPE html><p>Sign in</p>", None),
        "cut off": (filled()[:9000], None),
    }  # fmt: skip


NAMES = st.sampled_from(
    ("a.xlsx", "b.xlsx", "sub/a.xlsx", "sub/deep/Ŵ é.xlsx", "~$a.xlsx", "no ending", "x.csv", "z.xlsx")
)
FOLDERS = st.dictionaries(NAMES, st.sampled_from(sorted(pool())), max_size=8)


def assess(folder: dict[str, str]) -> Assessment:
    """Put the contents into files and assess their folder."""
    with tempfile.TemporaryDirectory() as name:
        for path, content in folder.items():
            file = Path(name, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(pool()[content][0])
        return pipeline.assess([Path(name)])


@given(FOLDERS)
@settings(max_examples=60, deadline=None)
def test_everything_found_is_accounted_for(folder: dict[str, str]) -> None:
    """Each file has exactly one status, and each answer cell of a scored return is of exactly one kind."""
    found = assess(folder)
    entries, counts, cells = found.ledger.entries, found.counts, found.answer_counts
    expected: Counter[str] = Counter()
    for entry in entries:
        if entry.status is Status.SCORED:
            expected.update(pool()[folder[entry.path]][1] or {})

    assert sorted(entry.path for entry in entries) == sorted(folder)
    assert counts["files"] == len(folder) == sum(counts[status.value] for status in Status)
    assert cells["cells"] == sum(cells[kind] for kind in KINDS)
    assert {kind: cells[kind] for kind in KINDS} == {kind: expected[kind] for kind in KINDS}


@given(FOLDERS)
@settings(max_examples=30, deadline=None)
def test_unreadable_files_are_refused_and_locks_ignored(folder: dict[str, str]) -> None:
    """What was never read has the status that says so, whatever else is in the folder."""
    statuses = {entry.path: entry.status for entry in assess(folder).ledger.entries}
    unread = {path for path, content in folder.items() if pool()[content][1] is None and not path.startswith("~$")}

    assert {path for path, status in statuses.items() if status is Status.REFUSED} == unread
    assert {path for path, status in statuses.items() if status is Status.IGNORED} == set(folder) & {"~$a.xlsx"}


@cache
def as_entry(content: str) -> Entry:
    """A content of the pool as read and checked."""
    data = pool()[content][0]
    found = outcome(data)
    if isinstance(found, Return):
        return Entry(FILE, found.digest, len(data), Status.SCORED, check(found, ROUND), found)
    return Entry(FILE, "", len(data), Status.REFUSED, (found,), reason=found.message)


@given(st.lists(st.sampled_from(sorted(pool())), max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_of_files_changes_nothing(contents: list[str], dice: random.Random) -> None:
    """Whichever way a disk lists its files, the same ones count for the same councils."""
    entries = [replace(as_entry(content), path=f"{number}.xlsx") for number, content in enumerate(contents)]
    ledger = settle(entries, ROUND)
    dice.shuffle(entries)
    again = settle(entries, ROUND)

    assert again == ledger
    assert again.councils == ledger.councils
    assert Assessment(ROUND, again, (), compare((), ROUND)).counts["files"] == len(contents)


def test_one_bad_file_costs_one_file() -> None:
    """Of a folder of good and bad files the good ones are scored as if the bad were not there."""
    good = {"a.xlsx": "northmoor", "b.xlsx": "eastvale"}
    bad = {"c.xlsx": "empty", "d.xlsx": "web page", "e.xlsx": "cut off", "~$a.xlsx": "empty"}

    assert assess(good | bad).cards == assess(good).cards
    assert len(assess(good).cards) == 2


def test_one_bad_cell_costs_one_answer() -> None:
    """Of a return with three cells that cannot be read and a blank, the other 53 answers count."""
    cells = assess({"a.xlsx": "northmoor, spoiled"}).answer_counts

    assert (cells["cells"], cells["unreadable"]) == (57, 3)
    assert cells["levels"] + cells["dont_know"] + cells["not_applicable"] == 53
