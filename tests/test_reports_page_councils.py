"""What the page tells of each council, and of closed gates and blind spots, is what results.json holds."""

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest
from building import assessed, everywhere, mixed_answers
from lxml import html

from rasp_xl.model.answers import CHOICE_TEXTS
from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import BANDS, Round
from rasp_xl.reports.assessment import Assessment
from rasp_xl.reports.page import page_html
from rasp_xl.reports.results import results


@pytest.fixture(scope="module", params=[(Purpose.NEW, 2), (Purpose.HEALTH_CHECK, 4), (Purpose.JOINING, 3)])
def assessment(asked: QuestionSet, request: pytest.FixtureRequest) -> Assessment:
    councils = {f"Council {n}": mixed_answers(asked, n) for n in range(8)}
    named = {"All": everywhere(asked, 4), "None": {}, "One": everywhere(asked, 2, "GV12=0 SV1=3*")}
    return assessed(Round(*request.param, asked), councils | named)


@pytest.fixture(scope="module")
def page(assessment: Assessment) -> html.HtmlElement:
    return html.document_fromstring(page_html(assessment))


def _one_decimal(number: float) -> str:
    """A figure as a reader would round it by hand."""
    return str(Decimal(repr(number)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _texts(cells: list[html.HtmlElement]) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in cells]


def test_each_council_shows_the_scores_of_its_themes(assessment: Assessment, page: html.HtmlElement) -> None:
    """All 25 themes of each council stand on the page under their band, with their scores and how much is known."""
    names = {t.id: t.name for a in assessment.round.question_set.areas for t in a.themes}
    for council, part in zip(results(assessment)["councils"], page.xpath("//div[@class='council']"), strict=True):
        found = {}
        for group in part.xpath("div[@class='themes']/div"):
            for item in group.xpath("ul/li"):
                found[item.text.strip()] = (group.findtext("h5"), item.findtext("b"), item.findtext("i"))
        wanted = {names[t["id"]]: _theme(t["score"], t["coverage"]) for t in council["themes"]}

        assert found == {name: theme for name, theme in wanted.items() if theme}
        unscored = re.search(r"No score: ([^.]+)\.", part.text_content())
        assert len(found) + len(unscored[1].split(", ") if unscored else ()) == 25


def _theme(score: float | None, coverage: float | None) -> tuple[str, str, str | None] | None:
    """Band, score and coverage as the page shows them; no theme of a council without a score stands under a band."""
    if score is None or coverage is None:
        return None
    band = [band.label for band in BANDS if round(score, 9) >= band.from_score][-1]
    return band, _one_decimal(score), None if coverage == 100 else f"{_one_decimal(coverage)}\u00a0% known"


def test_each_council_shows_its_first_gaps(assessment: Assessment, page: html.HtmlElement) -> None:
    """What to do first in a council is what results.json lists first, in the same order, and how many more there are."""
    for council, part in zip(results(assessment)["councils"], page.xpath("//div[@class='council']"), strict=True):
        found = [item.xpath("string(small)") for item in part.xpath(".//ol/li")]
        more = re.search(r"And (\d+) more in scored.xlsx", part.text_content())

        assert found == [gap["question"] for gap in council["gaps"][:5]]
        assert int(more[1] if more else 0) == max(0, len(council["gaps"]) - 5)


def test_each_council_shows_its_strengths(assessment: Assessment, page: html.HtmlElement) -> None:
    """Two of its best answers are named, and how many more there are at level 3 or above."""
    for council, part in zip(results(assessment)["councils"], page.xpath("//div[@class='council']"), strict=True):
        (heading,) = part.xpath(".//h4[text()='Strengths']")
        told = heading.getnext()
        refs = told.xpath("li/small/text()")
        more = re.search(r"And (\d+) questions? more at level 3 or above\.", told.getparent().text_content())
        strong = sorted((v for v in council["answers"].values() if isinstance(v, int) and v >= 3), reverse=True)

        assert [council["answers"][i] for i in refs] == strong[:2]
        assert int(more[1] if more else 0) == len(strong[2:])
        assert [item.text_content().rpartition(", ")[2].strip() for item in told.xpath("li")] == [
            CHOICE_TEXTS[level] for level in strong[:2]
        ]


def test_each_council_names_its_gates_by_state(assessment: Assessment, page: html.HtmlElement) -> None:
    """Each gate of a council stands under the state that its answer in results.json gives it, and a closed one with the answer."""
    states = dict(zip((0, 1, 2, 3, 4), ("Closed", "Weak", "Conditional", "Open", "Open"), strict=True))
    for council, part in zip(results(assessment)["councils"], page.xpath("//div[@class='council']"), strict=True):
        (heading,) = part.xpath(".//h4[text()='Gates']")
        found = {}
        for item in heading.getnext().xpath("li"):
            state, _, ids = " ".join(item.text_content().split()).partition(": ")
            found |= dict.fromkeys(re.findall(r"[A-Z]{2}\d+", ids), (state, re.findall(r"\(([^)]+)\)", ids)))
        round_ = assessment.round
        gates = {q.id: round_.bites(q) for q in round_.question_set.questions if round_.gate_from(q)}

        assert {i: state for i, (state, _) in found.items()} == {
            i: states.get(council["answers"][i], "Closed") if bites else "Coming up" for i, bites in gates.items()
        }
        for i, (state, answers_) in found.items():
            value = council["answers"][i]
            assert state != "Closed" or ("No answer" if value is None else CHOICE_TEXTS[value]) in answers_


def test_closed_gates_are_told_at_the_top(assessment: Assessment, page: html.HtmlElement) -> None:
    """The first block names each closed gate of each council and leads to the gates of that council."""
    round_ = assessment.round
    biting = {q.id for q in round_.question_set.questions if round_.bites(q)}
    wanted = {
        (gate, f"#gates-{council['id']}")
        for council in results(assessment)["councils"]
        for gate in biting
        if not (isinstance(council["answers"][gate], int) and council["answers"][gate])
    }
    items = page.xpath("//section[@aria-labelledby='attention']//li[small]")
    found = [(item.findtext("small"), str(href)) for item in items for href in item.xpath(".//a/@href")]

    assert set(found) == wanted
    assert len(found) == len(wanted)


def test_blind_spots_are_the_dont_knows(assessment: Assessment, page: html.HtmlElement) -> None:
    """What each council does not know is what it answered so, gates apart and counted; what several do not know, gates first."""
    round_, councils = assessment.round, results(assessment)["councils"]
    biting = {q.id for q in round_.question_set.questions if round_.bites(q)}
    unknown = {c["name"]: [i for i, v in c["answers"].items() if v == "DK"] for c in councils}
    rows = [_texts(list(row)) for row in page.xpath("//table[contains(@class,'blind')]/tbody/tr")]
    together = page.xpath("//section[@aria-labelledby='blind']/ul/li")
    gates = [bool(item.findtext("b")) for item in together]
    counts = Counter(i for ids in unknown.values() for i in ids)

    assert rows == [
        [name, *(", ".join(some) or "none" for some in _apart(ids, biting)), str(len(ids))]
        for name, ids in unknown.items()
        if ids
    ]
    assert gates == sorted(gates, reverse=True)
    assert [item.findtext("small") for item in together[: sum(gates)]] == sorted(
        (i for i in counts if i in biting and counts[i] > 1),
        key=lambda i: (-counts[i], list(councils[0]["answers"]).index(i)),
    )
    assert all((item.findtext("small") in biting) == gate for item, gate in zip(together, gates, strict=True))
    assert all(f"{counts[item.findtext('small')]} councils" in item.text_content() for item in together)


def _apart(ids: list[str], biting: set[str]) -> tuple[list[str], list[str]]:
    return [i for i in ids if i in biting], [i for i in ids if i not in biting]
