"""summary.html without a browser: one safe, accessible, self-contained file."""

import base64
import re
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise

import pytest
from building import answers, assessed, everywhere, mixed_answers, question, tiny_round
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.model.answer_rules import UNREADABLE
from rasp_xl.model.answers import Answer
from rasp_xl.model.file_rules import EMPTY_FILE, WHICH_COPY
from rasp_xl.model.findings import Finding, Place
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.page import page_html

HOSTILE = (
    '<script>alert(1)</script> & "Sons"',
    'Bath & North East "Somerset" <b>',
    "'\"><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} ${x}",
    "</style><style>*{display:none}</style>",
    "مجلس المدينة",
    "\u202eli\u202dcnuoC",
    "Cwm Tŵr 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
    "javascript:alert(1)",
    "N" * 400,
)


@pytest.fixture(scope="module")
def round_(asked: QuestionSet) -> Round:
    return Round(Purpose.NEW, 2, asked)


@pytest.fixture(scope="module")
def assessment(asked: QuestionSet, round_: Round) -> Assessment:
    more = (
        _entry("late.xlsx", Status.REFUSED, Finding.at(Place("late.xlsx"), EMPTY_FILE)),
        _entry(
            "twice.xlsx",
            Status.HELD,
            Finding.at(Place("twice.xlsx"), WHICH_COPY, respondent="A. N.", count=2, differences=""),
        ),
    )
    return assessed(round_, {f"Council {n}": mixed_answers(asked, n) for n in range(1, 5)}, more)


@pytest.fixture(scope="module")
def page(assessment: Assessment) -> html.HtmlElement:
    return html.document_fromstring(page_html(assessment))


def _entry(path: str, status: Status, finding: Finding) -> Entry:
    return Entry(path, "1" * 64, 10, status, (finding,), reason=finding.message)


def _tiny_page(name: str, entry: Entry | None = None) -> str:
    """A page of one council with two questions, and perhaps one more file."""
    asked = tiny_round(question("AA1", gate=1), question("BB1"))
    return page_html(assessed(asked, {name: answers("AA1=2 BB1=4")}, (entry,) if entry else ()))


def _ids(page: html.HtmlElement) -> list[str]:
    return [str(i) for i in page.xpath("//@id")]


def test_policy_allows_style_and_script_and_nothing_else(assessment: Assessment) -> None:
    """The policy's hashes are those of style and script as they stand in the file, so that no other style or script runs."""
    text = page_html(assessment)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    style, script = (
        base64.b64encode(sha256(re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1].encode()).digest()).decode()
        for tag in ("style", "script")
    )

    assert html.fromstring(f'<p title="{policy}">').get("title") == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
    )
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_page_runs_nothing(page: html.HtmlElement) -> None:
    """There is one script, ours, no handler, no style attribute, and nothing that the browser would fetch."""
    assert len(page.xpath("//script")) == 1
    assert page.xpath("string(//script)") == files("rasp_xl.templates").joinpath("summary.js").read_text("utf-8")
    assert not page.xpath("//link|//img|//iframe|//object|//embed|//form|//base|//video|//image")
    assert not [a for a in page.xpath("//@*") if a.attrname.startswith("on") or a.attrname in {"style", "src", "data"}]
    assert {href[0] for href in page.xpath("//@href")} == {"#"}


def test_page_names_no_address(assessment: Assessment) -> None:
    """No address of the web stands in the file, and its style loads nothing."""
    text = page_html(assessment)

    assert not re.search(r"https?://|//www\.|url\(|@import|expression\(", text)


def test_same_results_give_the_same_page(assessment: Assessment) -> None:
    """The same results give the same bytes."""
    assert page_html(assessment) == page_html(assessment)


def test_page_says_its_language_title_and_encoding(assessment: Assessment, page: html.HtmlElement) -> None:
    """A screen reader knows the language, a tab shows a title, and the encoding is told at once."""
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "Readiness assessment: 4 councils"
    assert b'<meta charset="utf-8">' in page_html(assessment).encode()[:200]
    assert page.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]


def test_headings_descend_one_step_at_a_time(page: html.HtmlElement) -> None:
    """There is one first heading, and no level is left out on the way down."""
    levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_caption_heads_and_scopes(page: html.HtmlElement) -> None:
    """Every table can be read by ear: a caption, a head for each column and one for each row."""
    tables = page.xpath("//table")

    assert len(tables) == 4 + 4
    for table in tables:
        heads = table.xpath("thead/tr/th")
        assert table.findtext("caption") or "".join(table.find("caption").itertext()).strip()
        assert {th.get("scope") for th in heads} == {"col"}
        for row in table.xpath("tbody/tr"):
            assert [cell.tag for cell in row] == ["th", *["td"] * (len(heads) - 1)]
            assert row[0].get("scope") == "row"


def test_every_id_is_unique_and_every_reference_leads_somewhere(page: html.HtmlElement) -> None:
    """No two things share an id, and every link and label finds its own."""
    ids = _ids(page)
    wanted = [href[1:] for href in page.xpath("//@href")]
    wanted += [i for labels in page.xpath("//@aria-labelledby") for i in labels.split()]

    assert len(ids) == len(set(ids))
    assert set(wanted) <= set(ids)


def test_ids_stay_unique_when_council_ids_look_like_ours(round_: Round, asked: QuestionSet) -> None:
    """A council whose id begins with one of the page's own words takes no other's place."""
    made = assessed(round_, {f"Council {n}": mixed_answers(asked, n) for n in range(4)})
    names = ("x", "title-x", "desc-x", "map-caption")
    cards = tuple(type(c)(i, *[getattr(c, f) for f in c.__slots__[1:]]) for c, i in zip(made.cards, names, strict=True))
    ids = _ids(html.document_fromstring(page_html(Assessment(round_, made.ledger, cards, made.partnership))))

    assert len(ids) == len(set(ids))


def test_every_drawing_has_title_and_description(page: html.HtmlElement) -> None:
    """Each drawing says in words what it shows."""
    drawings = page.xpath("//svg[not(@aria-hidden)]")

    assert len(drawings) == 1 + 4
    assert len({svg.findtext("title") for svg in drawings}) == len(drawings)
    for svg in drawings:
        assert svg.get("role") == "img"
        assert svg.findtext("title")
        assert svg.findtext("desc")


def test_scrolling_regions_can_be_reached_and_are_named(page: html.HtmlElement) -> None:
    """A table too wide for the screen is scrolled by keyboard, in a region with a name."""
    regions = page.xpath("//*[@class='scroll']")

    assert regions
    assert {(r.get("tabindex"), r.get("role"), bool(r.get("aria-labelledby"))) for r in regions} == {
        ("0", "region", True)
    }


def test_sections_follow_one_another_as_agreed(page: html.HtmlElement) -> None:
    """What needs attention comes first, then the map, what to do, the partners, the councils, the method, and how it was made."""
    order = [h.get("id") for h in page.xpath("//h2")]

    assert order == ["attention", "standing", "first", "differ", "blind", "councils", "asked", "method", "made"]


@pytest.mark.parametrize("name", HOSTILE)
def test_council_name_stays_text(name: str) -> None:
    """A council's name shows as it is and builds nothing: the page has the elements that it has for a plain name."""
    hostile, plain = (html.document_fromstring(_tiny_page(n)) for n in (name, "Northmoor"))

    assert hostile.xpath("string(//table[contains(@class,'map')]/tbody/tr/th//bdi)") == name
    assert hostile.xpath("string(//summary/h3)") == name
    assert [e.tag for e in hostile.iter()] == [e.tag for e in plain.iter()]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30))
def test_any_text_stays_text(text: str) -> None:
    """Whatever a council types as its name or into a cell, or calls its file, builds no element."""
    finding = Finding.at(Place("f"), UNREADABLE, question="AA1", found=text)
    plain = _tiny_page("x", _entry("x", Status.HELD, Finding.at(Place("f"), UNREADABLE, question="AA1", found="x")))
    hostile = _tiny_page(text, _entry(text, Status.HELD, finding))

    assert hostile.count("<") == plain.count("<")
    assert hostile.count('"') == plain.count('"')


def test_evidence_and_comments_do_not_stand_on_the_page(round_: Round, asked: QuestionSet) -> None:
    """Free text of councils stays in the workbook: it may name people."""
    given_ = {q.id: Answer(q.id, 3, "Evidence <b>by J. Smith</b>", "Comment by J. Smith") for q in asked.questions}

    assert "Smith" not in page_html(assessed(round_, {"Northmoor": given_}))


def test_attention_lists_each_return_with_a_link_to_more(page: html.HtmlElement) -> None:
    """A refused and a held return stand at the top, with what is wrong, what to do and a link to their line."""
    listed = page.xpath("//section[@class='attention']/ul[1]/li")
    texts = [" ".join(li.text_content().split()) for li in listed]

    assert len(listed) == 2
    assert texts[0].startswith("late.xlsx The file is empty (0 bytes)")
    assert texts[0].endswith("save it and send it again.")
    for item in listed:
        line = page.get_element_by_id(item.xpath("string(a/@href)")[1:])
        assert line.tag == "tr"
        assert line.xpath("string(th)") == item.xpath("string(a)")


def test_attention_says_where_the_faulty_cell_is() -> None:
    """A return that counts but has a cell to fix is listed with sheet and cell, and linked to its council."""
    place = Place("c1.xlsx", "Shared vision", 11, 9)
    fault = Finding.at(place, UNREADABLE, question="AA1", found="2-3")
    made = assessed(tiny_round(question("AA1")), {"Northmoor": answers("AA1=")})
    entry = made.ledger.entries[0]
    ledger = type(made.ledger)((type(entry)(entry.path, "0" * 64, 9, Status.SCORED, (fault,), None, entry.partner),))
    page = html.document_fromstring(page_html(Assessment(made.round, ledger, made.cards, made.partnership)))
    item = page.xpath("//section[@class='attention']//li")[0]

    assert "Shared vision, I11: The answer to AA1 reads “2-3”" in item.text_content()
    assert item.xpath("string(a/@href)") == "#fix-c1"
    assert page.get_element_by_id("fix-c1").getparent().get("id") == "council-c1"
    assert "Shared vision, I11" in page.get_element_by_id("council-c1").text_content()


def test_page_says_so_when_nothing_needs_attention() -> None:
    """A clean round says that nothing needs attention instead of leaving a reader to wonder."""
    text = _tiny_page("Northmoor")

    assert "No return needs attention." in text
    assert "No gate is closed." in text
    assert "No question is answered Don't know." in text
    assert 'class="attention"' not in text


@pytest.mark.parametrize("number", [1, 2, 60])
def test_page_holds_every_council(asked: QuestionSet, round_: Round, number: int) -> None:
    """However many councils there are, each has its row on the map and its own part."""
    made = assessed(round_, {f"Council {n}": mixed_answers(asked, n) for n in range(number)})
    page = html.document_fromstring(page_html(made))

    assert len(page.xpath("//table[contains(@class,'map')]/tbody/tr")) == number
    assert len(page.xpath("//details/div[@class='council']")) == number
    assert ("nothing to compare" in page.text_content()) == (number == 1)


def test_council_at_the_top_level_everywhere_has_nothing_to_do(asked: QuestionSet, round_: Round) -> None:
    """With every question at the top level the page says so instead of showing empty lists."""
    page = html.document_fromstring(page_html(assessed(round_, {"Northmoor": everywhere(asked, 4)})))

    assert not page.xpath("//ol[not(li)]|//ul[not(li)]")
    assert "Every question that applies is at the top level in every council." in page.text_content()


def test_shared_gap_claims_no_level_of_who_does_not_know() -> None:
    """Of a question that nobody can answer no level is told, and of one that some can only theirs."""
    asked = tiny_round(question("AA1"), question("AA2"), question("AA3"))
    given = {"A": answers("AA1=DK AA2=1 AA3=NA"), "B": answers("AA1=DK AA2=DK AA3=4")}
    text = " ".join(html.document_fromstring(page_html(assessed(asked, given))).text_content().split())

    assert "every council that knows its level is at level 1 or below" in text
    assert "every council to which it applies is at level 3 or above" in text
    assert "AA1, no level known" in text
    assert "AA2, level 1" in text
