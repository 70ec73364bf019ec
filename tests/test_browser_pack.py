"""A council's page in a real Chromium: accessible, still, whole at every width and on paper, and deaf to what a council wrote."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from browser import axe_violations, context
from building import mixed_answers
from councils import assessment_of
from packing import ASKED, ROUND, assessment, councils_of, packed
from playwright.sync_api import Page

from rasp_xl.model.answers import Answer
from rasp_xl.reports import quartile_words
from rasp_xl.reports.pack import Pack
from rasp_xl.reports.pack_files import pack_files, packs
from rasp_xl.reports.pack_page import pack_page_html

pytestmark = pytest.mark.browser

SIZES = (1, 8, 60, 300)
HOSTILE = '<script>alert(1)</script> & "Sons" <img src=x onerror=alert(2)>'
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3
MARKUP = "</td></table><script>document.title='taken'</script><style>*{display:none}</style>"


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def first_of(size: int) -> Pack:
    """What the first council of a round of so many is shown."""
    return packs(assessment_of(ROUND, councils_of(size)))["councils/council-0"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Packs of a council in rounds of every size, of one with all there is, and of ones whose words try to be something else."""
    folder = tmp_path_factory.mktemp("packs")
    sizes = {f"of {size}": pack_page_html(first_of(size)).encode() for size in SIZES}
    whole = packed(assessment())["councils/bryn-glas.html"]
    given = {q: replace(a, evidence=MARKUP, comment=MARKUP * 60) for q, a in mixed_answers(ASKED, 4).items()}
    given["SV1"] = Answer("SV1", 3, "x" * 4000, "y " * 2000)
    hostile = assessment_of(ROUND, {HOSTILE: given, LONG: given})
    names = {card.name: f"councils/{card.id}.html" for card in hostile.cards}
    files = pack_files(hostile)
    made = sizes | {"whole": whole, "hostile": files[names[HOSTILE]], "long": files[names[LONG]]}
    return {name: written(folder, f"{name}.html", data) for name, data in made.items()}


@contextmanager
def opened(path: Path, width: int = 1200) -> Iterator[Page]:
    """The page in a browser of a given width; anything it asks for besides itself, or complains of, is an error."""
    asked_for: list[str] = []
    complaints: list[str] = []
    with context(width) as browser:
        page = browser.new_page()
        page.on("request", lambda request: asked_for.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(path.as_uri())
        yield page
    assert asked_for == [path.as_uri()]
    assert not complaints


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("name", [*(f"of {size}" for size in SIZES), "whole", "hostile", "long"])
def test_axe_finds_no_violation(pages: dict[str, Path], name: str, width: int) -> None:
    """The engine that the public sector is tested with finds nothing, wide and narrow, and the page does not scroll sideways."""
    with opened(pages[name], width) as page:
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("media", [{"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"}])
@pytest.mark.parametrize("name", ["of 1", "of 300", "whole"])
def test_other_colours_are_accessible(pages: dict[str, Path], name: str, media: dict[str, str]) -> None:
    """In the dark, in a person's own colours and on paper axe finds nothing either."""
    with opened(pages[name]) as page:
        page.emulate_media(**media)  # type: ignore[arg-type]

        assert axe_violations(page) == []


def test_hostile_words_run_nothing(pages: dict[str, Path]) -> None:
    """A council's name that is a script is shown and not run, whatever stands in its evidence: the page has no script."""
    with opened(pages["hostile"]) as page:
        assert page.evaluate("document.scripts.length") == 0
        assert page.evaluate("document.querySelectorAll('img, style').length") == 1
        assert page.title() == f"Readiness assessment: {HOSTILE}"
        assert page.locator("h1 bdi").inner_text() == HOSTILE


def test_nothing_is_folded(pages: dict[str, Path]) -> None:
    """All 57 questions and 25 themes are there to be read without a click, and every link leads somewhere on the page."""
    with opened(pages["whole"]) as page:
        links = page.evaluate("[...document.links].map(a => a.getAttribute('href'))")

        assert page.locator("details").count() == 0
        assert page.locator(".questions th[scope=row]").count() == len(ASKED.questions)
        assert page.locator(".questions th[scope=rowgroup]").count() == len(ASKED.themes)
        assert all(page.locator(href).count() == 1 for href in links)
        assert page.locator(".questions td").last.is_visible()


def test_headings_come_in_order(pages: dict[str, Path]) -> None:
    """One first heading, and none that skips a level, for people who move from heading to heading."""
    with opened(pages["whole"]) as page:
        levels = [
            int(tag[1]) for tag in page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")
        ]

    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_prints_on_a4_landscape(pages: dict[str, Path]) -> None:
    """On paper it takes at most eight pages, wider than high."""
    with opened(pages["whole"]) as page:
        data = page.pdf(prefer_css_page_size=True)
    boxes = {tuple(float(n) for n in box.split()) for box in re.findall(rb"/MediaBox \[([^\]]+)\]", data)}

    assert len(re.findall(rb"/Type /Page\b", data)) <= 8
    assert all(right > top for _, _, right, top in boxes)


def test_no_sentence_is_parted_between_sheets(tmp_path: Path, pages: dict[str, Path]) -> None:
    """Wherever the foot of a sheet falls, the words on the quartiles stand whole on one."""
    words, file = quartile_words.WHAT.split(), tmp_path / "pack.pdf"
    with opened(pages["of 8"]) as page:
        for further in range(0, 240, 12):
            page.evaluate(f"document.body.style.paddingTop = '{further}px'")
            page.pdf(path=str(file), prefer_css_page_size=True)
            ran = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True)
            sheets = [" ".join(sheet.split()) for sheet in ran.stdout.split("\f")]

            assert [" ".join(words) in sheet for sheet in sheets].count(True) == 1, further
