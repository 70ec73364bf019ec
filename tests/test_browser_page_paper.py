"""summary.html on paper and with hostile words, in a real Chromium: whole, marked on every sheet, and nothing run."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from browser import axe_violations, opened
from building import mixed_answers, plausible_answers
from councils import assessment_of

from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Partner, Round, Settings
from rasp_xl.reports.page import page_html

pytestmark = pytest.mark.browser

HOSTILE = '<script>alert(1)</script> & "Sons"'
EVIDENCE = '<img src=x onerror=alert(2)></p></section></main><style>*{display:none}</style><a href="https://example.org">Minute 7</a>'
ENDLESS = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 70
MARKING = "OFFICIAL-SENSITIVE"


def pages_of(file: Path) -> list[list[str]]:
    """The lines of each page of a PDF, top to bottom."""
    ran = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True)
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in ran.stdout.split("\f")[:-1]]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, asked: QuestionSet) -> Path:
    """A page on which everything that people type is as bad as can be, and evidence is shown."""
    bad = {
        q.id: Answer(q.id, n % 5, (EVIDENCE, ENDLESS[:4000])[n % 2], f"{EVIDENCE} {ENDLESS}"[:4000])
        for n, q in enumerate(asked.questions)
    }
    round_ = Round(Purpose.NEW, 2, asked, "harbour", f"{HOSTILE} {ENDLESS[:90]}", marking=f"{HOSTILE} */ }}")
    councils = {HOSTILE: bad, f"{ENDLESS[:170]}": mixed_answers(asked, 1), "Northmoor": plausible_answers(asked, 2)}
    partners = tuple(Partner(f"p{n}", name) for n, name in enumerate((*councils, f"Late {HOSTILE}")))
    round_ = replace(round_, settings=Settings(show_evidence=True), partners=partners)
    path = tmp_path_factory.mktemp("hostile") / "summary.html"
    path.write_text(page_html(assessment_of(round_, councils)), "utf-8")
    return path


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory, asked: QuestionSet) -> list[list[str]]:
    """Eight councils as they print."""
    round_ = Round(Purpose.NEW, 2, asked, "harbour", "Shared finance service", marking=MARKING)
    councils = {f"Council number {n} of the county": plausible_answers(asked, n) for n in range(8)}
    file = tmp_path_factory.mktemp("paper") / "summary.html"
    file.write_text(page_html(assessment_of(round_, councils)), "utf-8")
    with opened(file) as page:
        page.emulate_media(color_scheme="dark")
        page.pdf(path=str(file.with_suffix(".pdf")), prefer_css_page_size=True)
    return pages_of(file.with_suffix(".pdf"))


@pytest.mark.parametrize("width", [1200, 320])
def test_hostile_words_run_nothing_and_fit(hostile: Path, width: int) -> None:
    """One script stands in the document, ours; no dialog opens, nothing is asked for, and the page does not scroll sideways."""
    with opened(hostile, width) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        cited = page.locator(".cited bdi").all_inner_texts()

        assert page.evaluate("[document.scripts.length, document.styleSheets.length, document.images.length]") == [
            1,
            1,
            0,
        ]
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator("table.map tbody th").first.inner_text() == HOSTILE
        assert {EVIDENCE, ENDLESS[:4000]} <= set(cited)
        assert page.locator("a[href]:not([href^='#'])").count() == 0
        assert page.locator("footer").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_with_evidence_is_accessible(hostile: Path, scheme: str) -> None:
    """Whatever stands in it."""
    with opened(hostile) as page:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")

        assert axe_violations(page) == []


def test_marking_and_number_stand_on_every_sheet(paper: list[list[str]]) -> None:
    """As committee papers have them."""
    assert all(page[0] == MARKING for page in paper)
    assert [page[-1].rpartition("   ")[2].strip() for page in paper] == [
        f"Page {number} of {len(paper)}" for number in range(1, len(paper) + 1)
    ]


def test_each_council_begins_a_sheet_of_its_own(paper: list[list[str]]) -> None:
    """Eight councils fit on eight sheets, and each can be handed out."""
    heads = [page[1] if "Each council" not in page[1] else page[2] for page in paper]
    begin = [number for number, line in enumerate(heads) if re.match(r"Council number \d of the county", line)]

    assert len(begin) == 8
    assert len(paper) <= 15


def test_no_heading_is_left_at_the_foot_of_a_sheet(paper: list[list[str]]) -> None:
    """A heading stands on the sheet of what it is the heading of."""
    headings = {
        "What needs attention", "Where the partnership stands", "What to do first", "Where partners differ", "Blind spots",
        "Each council", "The questions", "Method and limits", "How this was made", "Files found", "Themes", "Closed gates",
        "What each council does not know", "Scores from 0 to 100 and bands after gates, by council and area",
    }  # fmt: skip

    assert [page[-2] for page in paper if page[-2] in headings] == []
    assert headings <= {line for page in paper for line in page}


def test_what_is_for_the_screen_is_not_printed(paper: list[list[str]]) -> None:
    """No link to jump with, no mark of sorting, and the words for a light ground, because paper is white."""
    text = "\n".join(line for page in paper for line in page)

    assert "Skip to the results" not in text
    assert "All councils" not in text
    assert "↕" not in text
    assert "Darker is readier." in text
    assert "Lighter is readier." not in text


def test_headings_of_a_long_table_stand_on_each_of_its_sheets(tmp_path: Path, asked: QuestionSet) -> None:
    """The map of sixty councils runs over sheets, and each of them names its columns."""
    councils = {f"Council number {n} of the county": plausible_answers(asked, n) for n in range(60)}
    file = tmp_path / "summary.html"
    file.write_text(page_html(assessment_of(Round(Purpose.NEW, 2, asked), councils)), "utf-8")
    with opened(file) as page:
        page.pdf(path=str(tmp_path / "summary.pdf"), prefer_css_page_size=True)
    printed = pages_of(tmp_path / "summary.pdf")
    with_scores = [
        page
        for page in printed
        if sum(
            bool(re.search(r"Council number.*Governance|Council number.*[1-4] (Not|Emer|Larg|Ready).*[1-4] ", line))
            for line in page
        )
        > 5
    ]

    assert 2 <= len(with_scores) <= 5
    assert all(any(re.search(r"Council +Shared +.*Overall", line) for line in page) for page in with_scores)
