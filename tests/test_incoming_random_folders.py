"""Random folders on a disk: whatever lies in them, each file has one status, each answer cell is of one kind, and no more."""

import random
import tempfile
from collections import Counter
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from building import returned
from came_back import GIVEN, ROUND, SLOTS, changed, put
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from rasp_xl import pipeline
from rasp_xl.incoming.ledger import Status
from rasp_xl.model.answers import Answer
from rasp_xl.model.layout import ANSWER
from rasp_xl.model.questions import AnswerValue, Purpose
from rasp_xl.reports.assessment import Assessment

NORTHMOOR, EASTVALE, OXENHOLT = "Northmoor District Council", "Eastvale Borough Council", "Oxenholt District Council"
ONE, TWO, THREE = (slot.question.id for slot in SLOTS[:3])
KINDS = ("levels", "dont_know", "not_applicable", "blank", "unreadable")


def with_answers(*values: AnswerValue) -> dict[str, Answer]:
    """All questions answered, the first ones with these values."""
    first = {i: Answer(i, value, "Minute 7") for i, value in zip((ONE, TWO, THREE), values, strict=False)}
    return GIVEN | first


FIRST, SECOND, THIRD, MENDED = (
    with_answers(1, 1),
    with_answers(2, 2),
    with_answers(3, "DK"),
    with_answers(4, None, "NA"),
)


def mending(original: bytes) -> bytes:
    """A workbook that says of itself, as our fix copies do, which return it was made from."""

    def change(book: Workbook) -> None:
        for row in book["Lists"].iter_rows():
            for cell in row:
                if cell.value == "Mends":
                    book["Lists"].cell(cell.row, cell.column + 1).value = sha256(original).hexdigest()

    return changed(change, data=returned(ROUND, NORTHMOOR, MENDED, "Director", 6))


@cache
def pool() -> dict[str, bytes]:
    """Contents by name, each made once."""
    first = returned(ROUND, NORTHMOOR, FIRST, "Director", 12)
    spoilt = returned(ROUND, OXENHOLT, FIRST, "Director", 12)
    return {
        "first": first,
        "first, saved again": changed(data=first),
        "later": returned(ROUND, NORTHMOOR, SECOND, "DIRECTOR", 20),
        "another of that day": returned(ROUND, NORTHMOOR, THIRD, "Director", 20),
        "first, mended": mending(first),
        "colleague's": returned(ROUND, NORTHMOOR, SECOND, "Head of IT", 12),
        "neighbour's": returned(ROUND, EASTVALE, THIRD, "Director", 12),
        "spoilt": changed(put(ONE, ANSWER, "TBC"), put(TWO, ANSWER, "2-3"), put(THREE, ANSWER, None), data=spoilt),
        "nobody's": returned(ROUND, "", FIRST, "Director", 12),
        "blank": pipeline.template(Purpose.NEW, 2),
        "another round's": pipeline.template(Purpose.JOINING, 3),
        "empty": b"",
        "web page": b"<!DOCTYPE html><p>Sign in</p>",
        "half": first[:20_000],
    }


SAYS = {
    "first": FIRST, "first, saved again": FIRST, "later": SECOND, "another of that day": THIRD, "first, mended": MENDED,
    "colleague's": SECOND, "neighbour's": THIRD, "spoilt": FIRST | {THREE: Answer(THREE)},
}  # fmt: skip
UNREADABLE_FILES = {"empty", "web page", "half"}
LOCKS = {"~$a.xlsx", "later/~$b.xlsx"}
NAMES = st.sampled_from(
    ("a.xlsx", "b.xlsx", "Copy of a.xlsx", "later/a 2.xlsx", "later/deep/Ŵ é.xlsx", "no ending", "x.csv", "z", "~$a.xlsx",
     "later/~$b.xlsx")
)  # fmt: skip
FOLDERS = st.dictionaries(NAMES, st.sampled_from(sorted(SAYS)) | st.sampled_from(sorted(pool())), max_size=10)


def written(folder: Path, contents: Mapping[str, str]) -> list[Path]:
    """Put the contents into files, and give their paths."""
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(pool()[content])
    return [folder / path for path in contents]


def assessed(contents: Mapping[str, str]) -> Assessment:
    with tempfile.TemporaryDirectory() as name:
        written(Path(name), contents)
        return pipeline.assess([Path(name)])


def once_said(content: str) -> str:
    """The content without what a program changed when it saved it."""
    return content.removesuffix(", saved again")


def director_of_northmoor(there: set[str]) -> set[str]:
    """Which one of the director's returns counts, if any: said once more in a few lines, by content and not by file."""
    same_first = {"first", "first, saved again"}
    if {"first", "first, mended"} <= there:
        there = there - same_first
    of_20, of_12 = there & {"later", "another of that day"}, there & same_first
    newest = of_20 or of_12 or there & {"first, mended"}
    return newest if len(newest) == 1 or newest == same_first else set()


def expected(contents: Mapping[str, str]) -> set[str]:
    """The contents that count: none where most returns are of the other round, for then the others are held."""
    found = [content for path, content in contents.items() if path not in LOCKS and content not in UNREADABLE_FILES]
    if found.count("another round's") * 2 > len(found):
        return set()
    return director_of_northmoor(set(found)) | (set(found) & {"colleague's", "neighbour's", "spoilt"})


def kinds(content: str) -> Counter[str]:
    """How many answer cells are of each kind, counted without any help of the program."""
    unreadable = {ONE, TWO} if content == "spoilt" else set()
    words = {"DK": "dont_know", "NA": "not_applicable", None: "blank"}
    return Counter(
        "unreadable" if i in unreadable else "levels" if isinstance(a.value, int) else words[a.value]
        for i, a in SAYS[content].items()
    )


@given(FOLDERS)
@settings(max_examples=30, deadline=None, derandomize=True)
def test_files_and_answers_add_up(contents: dict[str, str]) -> None:
    """Files = scored + held + superseded + refused + ignored; cells = levels + DK + NA + blank + unreadable."""
    found = assessed(contents)
    files, cells = found.counts, found.answer_counts
    scored = [contents[e.path] for e in found.ledger.entries if e.status is Status.SCORED]
    by_kind = sum((kinds(content) for content in scored), Counter[str]())

    assert sorted(e.path for e in found.ledger.entries) == sorted(contents)
    assert files["files"] == len(contents) == sum(files[status.value] for status in Status)
    assert cells["cells"] == 57 * len(scored) == sum(cells[kind] for kind in KINDS)
    assert {kind: cells[kind] for kind in KINDS} == {kind: by_kind[kind] for kind in KINDS}


@given(FOLDERS)
@settings(max_examples=30, deadline=None, derandomize=True)
def test_the_right_returns_count(contents: dict[str, str]) -> None:
    """Each person's latest or mended return counts once; what nobody can decide, and what says nothing, does not."""
    entries = assessed(contents).ledger.entries
    by_status = {status: {e.path for e in entries if e.status is status} for status in Status}
    counted = [contents[path] for path in by_status[Status.SCORED]]
    unread = {path for path, content in contents.items() if content in UNREADABLE_FILES} - LOCKS

    assert sorted(map(once_said, counted)) == sorted(set(map(once_said, expected(contents))))
    assert by_status[Status.REFUSED] == unread
    assert by_status[Status.IGNORED] == LOCKS & set(contents)


@given(FOLDERS, st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_order_of_paths_changes_nothing(contents: dict[str, str], dice: random.Random) -> None:
    """Whichever way files are dropped onto the command line, the same ones count, for the same reasons."""
    with tempfile.TemporaryDirectory() as name:
        paths = written(Path(name), contents)
        once = pipeline.assess(paths)
        dice.shuffle(paths)

        assert pipeline.assess(paths) == once


@pytest.mark.parametrize(
    ("contents", "counted"),
    [
        (("first", "later"), {"later"}),
        (("first", "first, saved again"), {"first"}),
        (("later", "another of that day", "neighbour's"), {"neighbour's"}),
        (("first", "first, mended"), {"first, mended"}),
        (("first", "first, saved again", "first, mended"), {"first, mended"}),
        (("first, saved again", "first, mended"), {"first, saved again"}),
        (("first, mended", "colleague's", "nobody's", "blank"), {"first, mended", "colleague's"}),
    ],
)
def test_folders_of_interest(contents: tuple[str, ...], counted: set[str]) -> None:
    """The cases that random folders are made of, one by one."""
    found = assessed({f"{n}.xlsx": content for n, content in enumerate(contents)})

    assert {contents[int(e.path[0])] for e in found.ledger.entries if e.status is Status.SCORED} == counted
