"""summary.html in a real Chromium: accessible, still, and whole at every width, by keyboard and on paper."""

import re
from itertools import product
from pathlib import Path

import pytest
from browser import axe_violations, opened
from building import assessed, mixed_answers
from two_rounds import compared, results_baseline

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.file_rules import EMPTY_FILE
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.reports.page import page_html

pytestmark = pytest.mark.browser

HOSTILE = '<script>document.title="taken";alert(1)</script> & "Sons" <img src=x onerror=alert(2)>'
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3
LOOKED_AT = (
    *product((1, 8), ("light", "dark"), (1200, 320)), *((n, *look) for n in (60, 300) for look in (("light", 1200), ("dark", 320))),
)  # fmt: skip
"""How many councils, on which screen, how wide: each number in the light, in the dark and on a narrow screen. Three hundred take a minute each time."""

OPEN_ALL = "document.querySelectorAll('details').forEach(d => { d.open = true })"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, asked: QuestionSet) -> dict[int, Path]:
    """Pages of 1, 8, 60 and 300 councils, the larger ones with a file that needs attention."""
    folder, made = tmp_path_factory.mktemp("pages"), {}
    finding = Finding.at(Place(f"{LONG}.xlsx"), EMPTY_FILE)
    refused = Entry(f"{LONG}.xlsx", "1" * 64, 0, Status.REFUSED, (finding,), reason=finding.message)
    for number in (1, 8, 60, 300):
        names = [f"Council number {n} of the county" for n in range(number)]
        names[-1] = LONG if number > 1 else names[-1]
        councils = {name: mixed_answers(asked, n) for n, name in enumerate(names)}
        assessment = assessed(Round(Purpose.NEW, 2, asked), councils, (refused,) if number > 1 else ())
        made[number] = folder / f"summary {number}.html"
        made[number].write_text(page_html(assessment), "utf-8")
    return made


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory, asked: QuestionSet) -> Path:
    """A page of councils compared with an earlier round: some rose, some fell, one is new and one is gone."""
    then, now = (Round(Purpose.NEW, stage, asked) for stage in (1, 2))
    names = [LONG, HOSTILE, *(f"Council number {n} of the county" for n in range(4))]
    earlier = {name: mixed_answers(asked, n) for n, name in enumerate(names[:-1])}
    later = {name: mixed_answers(asked, n + 30 * (n > 2)) for n, name in enumerate(names) if n != 1}
    path = tmp_path_factory.mktemp("change") / "summary.html"
    path.write_text(page_html(compared(now, later, results_baseline(then, earlier))), "utf-8")
    return path


@pytest.mark.parametrize(("number", "scheme", "width"), LOOKED_AT)
def test_axe_finds_no_violation(pages: dict[int, Path], number: int, scheme: str, width: int) -> None:
    """The engine that the public sector is tested with finds nothing, with the parts of the councils open (of many, one)."""
    with opened(pages[number], width) as page:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(OPEN_ALL if number < 60 else "document.querySelectorAll('details:has(.council)')[59].open = true")

        assert axe_violations(page) == []


@pytest.mark.parametrize("number", [1, 8, 60])
def test_page_does_not_scroll_sideways_on_a_narrow_screen(pages: dict[int, Path], number: int) -> None:
    """At 320 px only tables scroll sideways, each in its own region, even with a name of 170 letters without a space."""
    with opened(pages[number], 320) as page:
        page.evaluate(OPEN_ALL)

        assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("media", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"media": "print"}])
def test_change_is_accessible(changed: Path, media: dict[str, str]) -> None:
    """The section on change has nothing that axe finds wrong, in any scheme of colours and on paper."""
    with opened(changed) as page:
        page.emulate_media(**media)  # type: ignore[arg-type]
        words = page.locator("table.change").inner_text()

        assert axe_violations(page) == []
        assert re.search(r"Up \+\d", words)
        assert re.search(r"Down -\d", words)
        assert "No change" in words


@pytest.mark.parametrize("width", [1200, 320])
def test_change_fits_every_width(changed: Path, width: int) -> None:
    """The table of changes scrolls in its own region, so that the page does not."""
    with opened(changed, width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.locator("nav a[href='#change']").count() == 1


def test_hostile_name_runs_nothing(tmp_path: Path, asked: QuestionSet) -> None:
    """A council's name that is a script is shown and not run: the page has no script but ours, and no dialog opens."""
    path = tmp_path / "summary.html"
    path.write_text(page_html(assessed(Round(Purpose.NEW, 2, asked), {HOSTILE: mixed_answers(asked, 1)})), "utf-8")
    with opened(path) as page:
        assert page.evaluate("document.scripts.length") == 1
        assert page.title() == "Readiness assessment: 1 council"
        assert page.locator("table.map tbody th").inner_text() == HOSTILE


def test_style_is_let_through_by_the_policy(pages: dict[int, Path]) -> None:
    """The policy lets the page's own style through: the head of the map is white on dark blue."""
    with opened(pages[1]) as page:
        colours = page.locator("table.map thead th").first.evaluate(
            "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
        )

        assert colours == ["rgb(255, 255, 255)", "rgb(18, 67, 109)"]


def test_link_on_the_map_opens_the_council(pages: dict[int, Path]) -> None:
    """A council's name on the map leads to its own part, opened."""
    with opened(pages[8]) as page:
        page.locator("table.map tbody a").nth(4).focus()
        page.keyboard.press("Enter")

        assert page.evaluate("[...document.querySelectorAll('details:has(.council)')].map(d => d.open)") == [
            number == 4 for number in range(8)
        ]
        assert page.locator("#council-c5").is_visible()


@pytest.mark.parametrize(("number", "least", "most"), [(1, 3, 5), (8, 11, 15), (60, 7, 14)])
def test_paper_holds_a_sensible_number_of_pages(pages: dict[int, Path], number: int, least: int, most: int) -> None:
    """Eight councils print with a page each; of sixty only the parts that the reader has opened."""
    with opened(pages[number]) as page:
        printed = page.pdf(prefer_css_page_size=True)

    assert least <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= most
    assert re.search(rb"/MediaBox\s*\[0 0 84[12]", printed)


def test_councils_are_opened_on_paper(pages: dict[int, Path]) -> None:
    """On paper, where nothing can be clicked, the councils' parts stand open, and what is of use on a screen only is gone."""
    with opened(pages[8]) as page:
        page.emulate_media(media="print")

        assert page.locator("#council-c1").is_visible()
        assert not page.locator("nav").is_visible()
        assert not page.locator(".skip").is_visible()


@pytest.mark.parametrize("media", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_words_remain_in_every_colour_scheme(pages: dict[int, Path], media: dict[str, str]) -> None:
    """With dark or forced colours the numbers and words stay, and the drawings' labels have the colour of the text."""
    with opened(pages[1]) as page:
        page.emulate_media(**media)  # type: ignore[arg-type]
        fill, colour = page.evaluate(
            "[getComputedStyle(document.querySelector('svg text')).fill, getComputedStyle(document.body).color]"
        )

        assert re.search(r"\d Not ready|\d Emerging|\d Largely ready", page.locator("table.map").inner_text())
        assert axe_violations(page) == []
        assert fill.replace("rgb(0, 0, 0)", colour) == colour
