"""The form of the page without a browser: how large it is, what can be read on which ground, and what stands in its style."""

import re
from dataclasses import replace
from importlib.resources import files
from itertools import product

import pytest
from building import answers, assessed, plausible_answers, question, tiny_round
from councils import assessment_of
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from rasp_xl.model.answers import Answer
from rasp_xl.model.palette import contrast
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round, Settings
from rasp_xl.reports.page import page_html
from rasp_xl.reports.page_frame import OPTIONAL

STYLE = files("rasp_xl.templates").joinpath("summary.css").read_text("utf-8")
LARGEST = 400_000
"""Bytes of a page of sixty councils."""

STARTS = (
    "North",
    "South",
    "East",
    "West",
    "Ash",
    "Black",
    "Royal Borough of Kirk",
    "Lower",
    "Upper",
    "Great Ox",
    "St Aldric and ",
    "Tre",
)
ENDS = ("moor", "combe", "field", "haven", "bridge")

HOSTILE = '<b>Minute</b> 7 <script>alert(1)</script> & "Sons"'


@pytest.mark.parametrize("purpose", Purpose)
def test_page_of_sixty_councils_is_small(purpose: Purpose, asked: QuestionSet) -> None:
    """It goes through every mail server, and opens at once, also where all have long names."""
    names = (f"{a}{b} Borough Council" for a, b in product(STARTS, ENDS))
    councils = {f"{name:-<30}": plausible_answers(asked, n) for n, name in enumerate(names)}
    page = page_html(assessment_of(Round(purpose, 2, asked), councils))

    assert len(councils) == 60
    assert len(page.encode()) < LARGEST


def colours(block: str) -> dict[str, str]:
    """The colours that a block of the style names."""
    return dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", block))


LIGHT, DARK = (colours(block) for block in re.findall(r":root\{(.*?)\}", STYLE, re.DOTALL))
READ = [
    ("ink", "paper"), ("quiet", "paper"), ("blue", "paper"), ("on-head", "head"), ("ink", "soft"), ("ink", "fell"),
    ("blue", "soft"), ("quiet", "soft"),
]  # fmt: skip
SEEN = [
    ("alarm", "paper"),
    ("outline", "paper"),
    ("range", "paper"),
    ("dot", "paper"),
    ("ink", "range"),
    ("blue", "paper"),
]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_can_be_read_and_seen(scheme: dict[str, str]) -> None:
    """Text has a contrast of 4.5 to 1 and more, and what a drawing is understood by of 3 to 1, on light and on dark screens."""
    assert set(LIGHT) == set(DARK)
    assert [pair for pair in READ if contrast(scheme[pair[0]], scheme[pair[1]]) < 4.5] == []
    assert [pair for pair in SEEN if contrast(scheme[pair[0]], scheme[pair[1]]) < 3] == []


def test_no_colour_stands_outside_the_named_ones() -> None:
    """So that a dark screen, or an office's own colours, change them all; but for the focus, which is the same everywhere."""
    rules = re.sub(r":root\{.*?\}", "", STYLE, flags=re.DOTALL)
    screen, _, _ = rules.partition("@media print")

    assert set(re.findall(r"#[0-9a-f]{3,8}\b", screen)) == {"#0b0c0c", "#ffdd00"}


@pytest.mark.parametrize(
    "marking", ["OFFICIAL-SENSITIVE", 'a"b\\c</style><script>alert(1)</script>', "Cyfrinachol Tŵr", "*/}"]
)
def test_marking_stands_in_the_style_as_text(marking: str) -> None:
    """It is printed on every sheet of paper, and whatever it is cannot end the style."""
    made = assessed(replace(tiny_round(question("AA1")), marking=marking), {"North": answers("AA1=2")})
    page = html.document_fromstring(page_html(made))
    (written,) = re.findall(r'@top-right\{content:"([^"]*)"', page.findtext(".//style"))

    assert re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), written) == marking
    assert len(page.xpath("//style")) == len(page.xpath("//script")) == 1


def shown(evidence: str, show: bool, level: str = "2") -> html.HtmlElement:
    """The part of a council with one gate and one other question, both with evidence."""
    round_ = replace(tiny_round(question("AA1", gate=1), question("BB1")), settings=Settings(show_evidence=show))
    given_ = {i: Answer(i, int(level), evidence, "A comment by J. Smith") for i in ("AA1", "BB1")}
    return html.document_fromstring(page_html(assessed(round_, {"North": given_})))


def test_evidence_is_shown_where_the_round_says_so() -> None:
    """Beside each gate and beside each gap that is none, as text; a comment never is."""
    page = shown(f"  {HOSTILE}  ", True)
    cited = page.xpath("//*[@class='cited']")

    assert [one.xpath("string(bdi)") for one in cited] == [HOSTILE] * 2
    assert len(page.xpath("//script")) == 1
    assert "Smith" not in page.text_content()
    assert "shown here as the councils cited it" in page.text_content()


def test_evidence_is_not_shown_otherwise() -> None:
    """It may name people."""
    page = shown(HOSTILE, False)

    assert not page.xpath("//*[@class='cited']")
    assert "Minute" not in page.text_content()
    assert "stands in scored.xlsx, not here" in page.text_content()


def test_open_gate_shows_its_evidence_or_that_there_is_none() -> None:
    """What a reader wants to see is what an open gate rests on."""
    assert [p.text_content() for p in shown("Minute 7", True, "4").xpath("//*[@class='cited']")] == [
        "Evidence: Minute 7"
    ]
    assert [p.text_content() for p in shown(" ", True, "4").xpath("//*[@class='cited']")] == ["No evidence is cited."]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(str.strip))
def test_any_evidence_stays_text(text: str) -> None:
    """Whatever is cited builds no element, and is shown as it is."""
    page = shown(text, True)

    assert page.xpath("string(//*[@class='cited']/bdi)") == text.strip()
    assert len(list(page.iter())) == len(list(shown("x", True).iter()))


def test_what_html_lets_us_leave_out_changes_nothing(monkeypatch: pytest.MonkeyPatch, asked: QuestionSet) -> None:
    """The page without its optional end tags is the same page to whoever reads it."""
    made = assessed(
        Round(Purpose.NEW, 2, asked), {"North": plausible_answers(asked, 1), "South": plausible_answers(asked, 2)}
    )
    short = page_html(made)
    monkeypatch.setattr("rasp_xl.reports.page_frame.OPTIONAL", re.compile("(?P<kept>$.)"))
    long = page_html(made)
    trees = [html.document_fromstring(one) for one in (short, long)]
    told = [[(e.tag, dict(e.attrib), " ".join((e.text or "").split())) for e in tree.iter()] for tree in trees]

    assert len(short) < len(long)
    assert told[0] == told[1]
    assert OPTIONAL.sub("", "</td>\n<td>") == "<td>"
