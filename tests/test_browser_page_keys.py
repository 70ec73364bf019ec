"""summary.html by keyboard, in a real Chromium: where Tab leads, that one sees where one is, and how tables are sorted."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser import opened
from building import answers, assessed, mixed_answers, question, tiny_round
from playwright.sync_api import Page

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.file_rules import EMPTY_FILE
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.reports.page import page_html

pytestmark = pytest.mark.browser

STOP = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect(), look = getComputedStyle(here);
  const within = (at, most) => Math.min(Math.max(at, 1), most - 2);
  const lines = [...here.getClientRects()], line = lines[0];
  const x = within(line.left + line.width / 2, innerWidth), y = within(line.top + Math.min(line.height / 2, 30), innerHeight);
  const hit = document.elementFromPoint(x, y);
  return {
    order: [...document.querySelectorAll("*")].indexOf(here), what: here.outerHTML.slice(0, 90), tag: here.tagName,
    ring: look.outlineStyle === "none" ? 0 : parseFloat(look.outlineWidth), width: box.width, height: box.height,
    seen: here === hit || here.contains(hit), left: box.left, right: box.right,
  };
}"""
"""Where the focus is: its place in the document, how it is marked, and whether it lies open to the eye."""

FOCUSABLE = "a[href], button, summary, [tabindex='0']"


@pytest.fixture(scope="module")
def page_of_eight(tmp_path_factory: pytest.TempPathFactory, asked: QuestionSet) -> Path:
    """Eight councils, one of a long name, and a file that was refused."""
    finding = Finding.at(Place("late.xlsx"), EMPTY_FILE)
    refused = Entry("late.xlsx", "1" * 64, 0, Status.REFUSED, (finding,), reason=finding.message)
    names = [f"Council number {n} of the county" for n in range(7)] + ["Llanfairpwllgwyngyllgogerychwyrndrobwll" * 3]
    councils = {name: mixed_answers(asked, n) for n, name in enumerate(names)}
    path = tmp_path_factory.mktemp("keys") / "summary.html"
    path.write_text(page_html(assessed(Round(Purpose.NEW, 2, asked), councils, (refused,))), "utf-8")
    return path


@pytest.fixture(scope="module")
def sortable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five councils in no order: two of equal score, and one to which an area does not apply."""
    levels = {
        "Delta": "AA1=3 BB1=2",
        "Alpha": "AA1=1 BB1=NA",
        "Echo": "AA1=4 BB1=2",
        "Bravo": "AA1=0 BB1=4",
        "Charlie": "AA1=2 BB1=1",
    }
    councils = {name: answers(text) for name, text in levels.items()}
    path = tmp_path_factory.mktemp("sorting") / "summary.html"
    path.write_text(page_html(assessed(tiny_round(question("AA1"), question("BB1")), councils)), "utf-8")
    return path


def walked(page: Page) -> list[dict[str, Any]]:
    """Every stop of Tab from the top of the page to its end."""
    stops: list[dict[str, Any]] = []
    while len(stops) < 500:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        stops.append(page.evaluate(STOP))
    return stops


def names(page: Page) -> list[str]:
    """The councils in the order in which the map shows them."""
    return page.locator("table.map tbody th").all_inner_texts()


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tab_leads_through_everything_in_order(page_of_eight: Path, width: int, scheme: str) -> None:
    """Tab comes to each link, button, fold and scrolling table once, in the order of the page; each shows a ring and is not hidden."""
    with opened(page_of_eight, width) as page:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate("document.querySelector('details:has(.council)').open = true")
        visible = page.locator(FOCUSABLE).evaluate_all("them => them.filter(one => one.checkVisibility()).length")
        stops = walked(page)

        assert len(stops) == visible > 60
        assert all(one["order"] < other["order"] for one, other in pairwise(stops))
        assert [stop["what"] for stop in stops if stop["ring"] < 3] == []
        assert [stop["what"] for stop in stops if not stop["seen"]] == []
        assert [stop["what"] for stop in stops if stop["left"] < 0 or (stop["right"] > width)] == []


@pytest.mark.parametrize("width", [1200, 320])
def test_whatever_is_clicked_is_large_enough_to_hit(page_of_eight: Path, width: int) -> None:
    """Each link, button and fold is at least 24 px high and wide."""
    with opened(page_of_eight, width) as page:
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        small = page.locator("a[href]:not(.skip), button, summary").evaluate_all(
            "them => them.filter(one => one.checkVisibility()).map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])"
            ".filter(([what, box]) => box.height < 24 || box.width < 24).map(([what]) => what)"
        )

        assert small == []


def test_map_is_sorted_by_keyboard(sortable: Path) -> None:
    """Enter sorts upwards, the space bar then downwards; equals keep their order, no score stays last, and it is announced."""
    with opened(sortable) as page:
        head = page.locator("table.map thead th").nth(2)
        head.locator("button").focus()
        page.keyboard.press("Enter")
        upwards, said, state = names(page), page.locator("[role=status]").inner_text(), head.get_attribute("aria-sort")
        page.keyboard.press("Space")

        assert upwards == ["Charlie", "Delta", "Echo", "Bravo", "Alpha"]
        assert (said, state) == ("Sorted by Area BB, ascending.", "ascending")
        assert names(page) == ["Bravo", "Delta", "Echo", "Charlie", "Alpha"]
        assert page.locator("[role=status]").inner_text() == "Sorted by Area BB, descending."
        assert head.get_attribute("aria-sort") == "descending"
        assert page.evaluate("document.activeElement.textContent") == "Area BB"


def test_one_column_at_a_time_is_sorted_by(sortable: Path) -> None:
    """Names are sorted as names; only the column sorted by says so, and each row keeps its own figures and links."""
    with opened(sortable) as page:
        rows = "rows => rows.map(row => [row.cells[0].innerText, row.innerText, row.querySelector('a').hash])"
        before = page.locator("table.map tbody tr").evaluate_all(rows)
        for column in (1, 0):
            page.locator("table.map thead button").nth(column).click()
        after = page.locator("table.map tbody tr").evaluate_all(rows)

        assert [row[0] for row in after] == ["Alpha", "Bravo", "Charlie", "Delta", "Echo"]
        assert sorted(before) == after
        assert page.locator("[aria-sort]").count() == 1
        assert page.locator("[aria-sort]").inner_text().startswith("Council")


def test_every_sorted_table_has_a_button_in_each_heading(page_of_eight: Path) -> None:
    """The map, the spread, the blind spots and the files; the tables of a single council stay as they are."""
    with opened(page_of_eight) as page:
        found = page.locator("table").evaluate_all(
            "them => them.map(t => [t.caption.innerText, t.querySelectorAll('thead th').length, t.querySelectorAll('thead th > button:only-child').length])"
        )
        sorted_ones = [caption for caption, heads, buttons in found if heads == buttons]

        assert sorted_ones == [
            "Scores from 0 to 100 and bands after gates, by council and area",
            "Spread of scores by area",
            "What each council does not know",
            "Files found",
        ]
        assert {buttons for caption, _, buttons in found if caption not in sorted_ones} == {0}


def test_page_is_complete_without_its_script(page_of_eight: Path) -> None:
    """Where scripts are off no word is missing, and no button stands there that would do nothing."""
    with opened(page_of_eight) as page:
        whole = page.locator("main").text_content()
    with opened(page_of_eight, scripts=False) as page:
        assert page.locator("main").text_content() == whole
        assert page.locator("button").count() == 0


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_council_opens_by_keyboard(page_of_eight: Path, key: str) -> None:
    """Who uses no mouse opens and closes a council with Enter or the space bar."""
    with opened(page_of_eight) as page:
        part = page.locator("details:has(.council)").first
        part.locator("summary").focus()
        page.keyboard.press(key)
        was_open = part.evaluate("d => d.open")
        page.keyboard.press(key)

        assert was_open
        assert not part.evaluate("d => d.open")


def test_first_tab_leads_past_the_head(page_of_eight: Path) -> None:
    """The first thing reached by Tab is a visible link past the head of the page."""
    with opened(page_of_eight) as page:
        page.keyboard.press("Tab")
        box = page.locator(".skip").bounding_box()

        assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        assert box is not None
        assert box["x"] >= 0
