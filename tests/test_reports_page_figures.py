"""The page's figures are those of results.json, for every council and area, and its drawings show the same."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from building import answers, assessed, everywhere, mixed_answers, question, tiny_round
from councils import assessment_of
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.model.showing import label
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.drawing import RADAR_HEIGHT, RADAR_WIDTH, RANGE_WIDTH, radar, range_chart
from rasp_xl.reports.pack_files import pack_files
from rasp_xl.reports.page import page_html
from rasp_xl.reports.results import results

BANDS = {"Not ready": "1 Not ready", "Emerging": "2 Emerging", "Largely ready": "3 Largely ready", "Ready": "4 Ready"}


@pytest.fixture(scope="module", params=[(Purpose.NEW, 2), (Purpose.HEALTH_CHECK, 4), (Purpose.JOINING, 3)])
def assessment(asked: QuestionSet, request: pytest.FixtureRequest) -> Assessment:
    round_ = Round(*request.param, asked)
    councils = {f"Council {n}": mixed_answers(asked, n) for n in range(8)}
    return assessed(
        round_, councils | {"All": everywhere(asked, 4), "None": {}, "One": everywhere(asked, 2, "GV12=0 SV1=3*")}
    )


@pytest.fixture(scope="module")
def page(assessment: Assessment) -> html.HtmlElement:
    return html.document_fromstring(page_html(assessment))


def _one_decimal(number: float | None) -> str:
    """A figure as a reader would round it by hand; no figure is no score."""
    if number is None:
        return "No score"
    return str(Decimal(repr(number)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _texts(cells: list[html.HtmlElement]) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in cells]


def _map_cell(figures: dict[str, Any], more: str = "") -> str:
    held = f"held by {', '.join(figures['capped_by'])}" if figures["capped_by"] else ""
    return " ".join(part for part in (_one_decimal(figures["score"]), BANDS[figures["band"]], held, more) if part)


def test_map_holds_the_unrounded_scores_of_every_area(assessment: Assessment, page: html.HtmlElement) -> None:
    """Each cell of the map carries the very number of results.json, not a rounded one."""
    rows = page.xpath("//table[contains(@class,'map')]/tbody/tr")
    found = [[float(value) for value in row.xpath(".//data/@value")] for row in rows]
    councils = results(assessment)["councils"]

    assert found == [[*(a["score"] for a in c["areas"]), c["overall"]["score"]] for c in councils]


def test_map_says_score_band_gate_and_status_in_words(assessment: Assessment, page: html.HtmlElement) -> None:
    """Each cell of the map says its score, its band after gates, the gates that hold it, and whether it is provisional."""
    for row, council in zip(
        page.xpath("//table[contains(@class,'map')]/tbody/tr"), results(assessment)["councils"], strict=True
    ):
        names = {a["id"]: a["name"] for a in council["areas"]}
        wanted = [_map_cell(a, "provisional" if a["status"] != "final" else "") for a in council["areas"]]
        overall = council["overall"]
        scores = [round(a["score"], 9) for a in council["areas"] if a["score"] is not None]
        lowest = [score for score in scores if score == min(scores)]

        assert _texts(list(row)) == [
            council["name"],
            *wanted,
            _map_cell(overall),
            names[overall["lowest_area"]] + (f", and {len(lowest) - 1} more" if len(lowest) > 1 else ""),
            overall["status"].capitalize(),
        ]


def test_colour_of_each_cell_is_that_of_its_band(page: html.HtmlElement) -> None:
    """A cell's colour never says anything but the band whose number stands in it."""
    cells = page.xpath("//table[contains(@class,'map')]/tbody//td[data]")

    assert cells
    for cell in cells:
        assert f"band-{cell.find('data').tail.strip()[0]}" in cell.get("class").split()


def test_each_council_shows_the_figures_of_its_areas(assessment: Assessment, page: html.HtmlElement) -> None:
    """Score, band, known-only, evidenced, coverage and status of each area are those of results.json."""
    for council, part in zip(results(assessment)["councils"], page.xpath("//div[@class='council']"), strict=True):
        rows = part.xpath("div[@class='beside']//tbody/tr")
        for row, area in zip(rows, council["areas"], strict=True):
            band = BANDS[area["band"]]
            if area["capped_by"]:
                band += f" {BANDS[area['band_before_caps']]} before {', '.join(area['capped_by'])}"

            assert _texts(list(row)) == [
                area["name"],
                _one_decimal(area["score"]),
                band,
                *(_one_decimal(area[key]) for key in ("known_only", "evidenced", "coverage")),
                area["status"].capitalize(),
            ]


def test_spread_between_partners_is_that_of_the_results(assessment: Assessment, page: html.HtmlElement) -> None:
    """Lowest, mean, highest and gap of each area are those of results.json."""
    rows = page.xpath("//caption[@id='spread-caption']/../tbody/tr")
    found = [_texts(list(row)) for row in rows]

    assert [row[1:] for row in found] == [
        [*(_one_decimal(a[key]) for key in ("min", "mean", "max", "gap")), a["state"].capitalize()]
        for a in results(assessment)["partnership"]["areas"]
    ]


def test_states_count_the_questions_of_the_results(assessment: Assessment, page: html.HtmlElement) -> None:
    """Shared strengths, shared gaps and asymmetries are counted as in results.json, and none is left out of the list."""
    states = [q["state"] for q in results(assessment)["partnership"]["questions"]]
    headings = _texts(page.xpath("//h2[@id='differ']/..//h3"))
    counts = [int(h.split(": ")[1].split()[0].replace("none", "0")) for h in headings]

    assert counts == [states.count(s) for s in ("shared strength", "shared gap", "asymmetry")]


def test_key_counts_every_council_once(assessment: Assessment, page: html.HtmlElement) -> None:
    """The key says how many councils are in each band overall; together they are all of them."""
    bands = [c["overall"]["band"] for c in results(assessment)["councils"]]
    found = [text.rpartition(": ")[2].split()[0] for text in _texts(page.xpath("//ul[@class='key']/li"))]

    assert [int(n) for n in found] == [bands.count(name) for name in BANDS]


def test_key_tells_bands_from_scores() -> None:
    """A council that a gate holds below the band of its score is counted in the band it has, and it is said that gates did it."""
    held = assessment_of(tiny_round(question("AA1", gate=1), question("BB1")), {"A": answers("AA1=1 BB1=4")})
    overall = held.cards[0].overall
    key = _texts(html.fromstring(page_html(held)).xpath("//ul[@class='key']/li"))

    assert overall.band_before_caps != overall.band
    assert [line.partition("; ")[2] for line in key] == [
        f"after gates: {'1 council' if name == label(overall.band) else '0 councils'}" for name in BANDS.values()
    ]


def test_footer_holds_control_total_versions_and_files(assessment: Assessment, page: html.HtmlElement) -> None:
    """Whoever audits the page finds the control total, the fingerprint and each file with its hash."""
    footer = page.xpath("//footer")[0]
    text, content = footer.text_content(), results(assessment)

    assert "11 files: 11 scored" in text
    assert content["question_set"]["fingerprint"] in text
    assert footer.xpath(".//tbody/tr/th/bdi/text()") == [f["path"] for f in content["files"]]
    assert footer.xpath(".//tbody//code/text()") == [f["sha256"] for f in content["files"]]


def test_area_without_a_score_says_so() -> None:
    """Where no question of an area applies the page says No score, in words and without colour, and never 0."""
    round_ = tiny_round(question("AA1"), question("BB1"))
    made = assessed(round_, {"North": answers("AA1=4 BB1=NA"), "South": answers("AA1=2 BB1=NA")})
    page = html.document_fromstring(page_html(made))
    rows = [_texts(list(row)) for row in page.xpath("//table[contains(@class,'map')]/tbody/tr")]

    assert [row[2] for row in rows] == ["No score", "No score"]
    assert [row[3] for row in rows] == ["100.0 4 Ready", "50.0 2 Emerging"]
    assert {c.get("class") for c in page.xpath("//table[contains(@class,'map')]/tbody/tr/td[2]")} == {"none"}
    assert [bar.name for bar in range_chart(made.cards, made.partnership).bars] == ["Area AA"]


def test_council_without_any_score_has_a_page() -> None:
    """A council to which nothing applies stands on the page, without a score and without a lowest area."""
    made = assessed(tiny_round(question("AA1"), question("BB1")), {"North": answers("AA1=NA BB1=NA")})
    page = html.document_fromstring(page_html(made))

    assert _texts(list(page.xpath("//table[contains(@class,'map')]/tbody/tr")[0])) == [
        "North",
        *["No score"] * 4,
        "Provisional",
    ]
    assert "No council has a score yet." in page.text_content()


def test_radar_of_known_scores() -> None:
    """A full score reaches the outer ring, half a score half-way, and no score stands at the centre."""
    round_ = tiny_round(*(question(f"{a}1") for a in ("AA", "BB", "CC", "DD")))
    drawn = radar(assessed(round_, {"North": answers("AA1=4 BB1=2 CC1=NA DD1=0")}).cards[0])
    x, y = drawn.centre
    top = drawn.spokes[0]

    assert drawn.shape.split() == [f"{x:g},{top.y:g}", f"{x + (y - top.y) / 2:g},{y:g}", f"{x:g},{y:g}", f"{x:g},{y:g}"]


@pytest.mark.parametrize(("given_", "said"), [("AA1=4 BB1=0", False), ("AA1=4 BB1=NA", True)])
def test_drawing_says_what_the_centre_means(given_: str, said: bool) -> None:
    """An area without a score is no area at 0: page and pack say so where there is one, and only there."""
    made = assessment_of(tiny_round(question("AA1"), question("BB1")), {"North": answers(given_)})
    words = "an area without a score stands at the centre"

    assert (words in page_html(made)) is said
    assert (words in pack_files(made)["councils/north.html"].decode()) is said


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.tuples(*[st.sampled_from([0, 1, 2, 3, 4, "NA", "DK"])] * 3), min_size=1, max_size=6))
def test_drawings_stay_within_their_frames(levels: list[tuple[object, ...]]) -> None:
    """Whatever the scores, every point lies in its drawing, and low, mean and high stand in that order."""
    round_ = tiny_round(question("AA1"), question("BB1"), question("CC1"))
    given_ = {f"C{n}": answers("AA1={} BB1={} CC1={}".format(*row)) for n, row in enumerate(levels)}
    made = assessed(round_, given_)
    chart = range_chart(made.cards, made.partnership)
    corners = [p for card in made.cards for p in radar(card).shape.split()]

    for bar in chart.bars:
        assert 0 < chart.left <= bar.low_x <= bar.mean_x <= bar.high_x <= chart.right < RANGE_WIDTH
        assert bar.y < chart.bottom
        assert (min(bar.dots), max(bar.dots)) == (bar.low_x, bar.high_x)
    for corner in corners:
        x, y = (float(n) for n in corner.split(","))
        assert 0 < x < RADAR_WIDTH
        assert 0 < y < RADAR_HEIGHT
