"""Packs: what one council is told, in words that fit one council, with the figures of results.json."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path
from statistics import quantiles
from typing import Any

import office
import pytest
from building import everywhere, mixed_answers, returned
from councils import assessment_of
from fixing import assessment_of_entries, entry_of
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook
from packing import ASKED, OTHER, OURS, ROUND, assessment, councils_of, packed
from xlsx_lint import lint
from zip_parts import members

from rasp_xl import pipeline
from rasp_xl.model.baseline import OVERALL
from rasp_xl.reports.pack_files import pack_files
from rasp_xl.reports.results import results
from rasp_xl.scoring.quartiles import quartile

BANDS = {"Not ready": "1 Not ready", "Emerging": "2 Emerging", "Largely ready": "3 Largely ready", "Ready": "4 Ready"}
BANDS[None] = "No score"  # type: ignore[index]
SCORES = st.floats(0, 100, allow_nan=False)


def shown(number: float | None) -> str:
    """A figure as a reader would round it by hand; no figure is no score."""
    if number is None:
        return "No score"
    return str(Decimal(repr(number)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def page_of(files: Mapping[str, bytes], council: str) -> html.HtmlElement:
    return html.document_fromstring(files[f"councils/{council}.html"].decode())


def rows(page: html.HtmlElement, table: str) -> list[list[str]]:
    """The rows below the headings of a table, by its class or the id of its caption."""
    found = page.xpath(f"//table[contains(@class, '{table}') or caption/@id = '{table}']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


@pytest.fixture(scope="module")
def six() -> tuple[dict[str, Any], dict[str, bytes]]:
    """results.json and the packs of six councils, of which one has no score in an area and one none at all."""
    councils = councils_of(4) | {
        "No area": mixed_answers(ASKED, 9) | {q.id: a for q in ASKED.areas[0].questions for a in [everywhere(ASKED, "NA")[q.id]]},
        "All blank but one": everywhere(ASKED, None, "SV2=3*"),
    }  # fmt: skip
    made = assessment_of(ROUND, councils)
    return results(made), pack_files(made)


def test_every_council_has_a_page_and_a_workbook(six: tuple[dict[str, Any], dict[str, bytes]]) -> None:
    """Two files for each council, called by its id."""
    content, files = six

    assert sorted(files) == sorted(
        f"councils/{c['id']}.{kind}" for c in content["councils"] for kind in ("html", "xlsx")
    )


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        (
            3,
            "Nothing must be fixed in your return; 54 things are still to be explained: see the fix copy that was sent",
        ),
        (56, "Nothing must be fixed in your return; 1 thing is still to be explained: see the fix copy that was sent"),
        (57, "Nothing must be fixed in your return"),
    ],
)
def test_pack_does_not_deny_what_a_query_asks(cited: int, said: str) -> None:
    """On page and sheet: what cites no evidence is still to be explained, though nothing must be fixed."""
    agreed = everywhere(ASKED, 3)
    shown = {q: replace(a, evidence=f"Cabinet minute {n}") for n, (q, a) in enumerate(agreed.items()) if n < cited}
    entry = entry_of(returned(ROUND, "Northmoor", agreed | shown), ROUND)
    explained = tuple(f for f in entry.findings if f.rule.code == "RX301")
    files = pack_files(assessment_of_entries([replace(entry, findings=explained)], ROUND))
    summary = load_workbook(BytesIO(files["councils/northmoor.xlsx"]))["Summary"]

    assert said in {cell.value for cell in summary["A"]}
    assert page_of(files, "northmoor").xpath("string(//p[@class='well'])") == f"{said}."


def test_areas_on_the_page_are_those_of_the_results(six: tuple[dict[str, Any], dict[str, bytes]]) -> None:
    """Scores (unrounded too), bands before and after gates, known-only, evidenced, coverage and status, area by area."""
    content, files = six
    for council in content["councils"]:
        page = page_of(files, council["id"])
        figures = [*council["areas"], {"name": OVERALL, "by": 1, **council["overall"]}]
        exact = [float(v) for v in page.xpath("//table[contains(@class, 'areas')]//data/@value")]

        assert exact == [a["score"] for a in figures if a["score"] is not None]
        for row, area in zip(rows(page, "areas"), figures, strict=True):
            held = (
                f" {BANDS[area['band_before_caps']]} before {', '.join(area['capped_by'])}" if area["capped_by"] else ""
            )
            measures = (
                ["by area"] * 3 if "by" in area else [shown(area[k]) for k in ("known_only", "evidenced", "coverage")]
            )

            assert row == [
                area["name"],
                shown(area["score"]),
                BANDS[area["band"]] + held,
                *measures,
                area["status"].capitalize(),
            ]


def test_themes_and_answers_on_the_page_are_those_of_the_results(six: tuple[dict[str, Any], dict[str, bytes]]) -> None:
    """All 25 themes with their scores and all 57 questions with the council's answers."""
    content, files = six
    words = {"DK": "Don't know", "NA": "Not applicable", None: "No answer"}
    for council in content["councils"]:
        page = page_of(files, council["id"])
        found = rows(page, "questions")
        themes = [row[1].split(" ")[0] for row in found if len(row) == 2]
        answers = {row[0]: row[2] for row in found if len(row) == 3}

        assert themes == [shown(t["score"]).split(" ")[0] for t in council["themes"]]
        assert {q: a.split(" ")[0] if a[0].isdigit() else a for q, a in answers.items()} == {
            q: str(a) if isinstance(a, int) else words[a] for q, a in council["answers"].items()
        }


def test_gaps_on_the_page_are_those_of_the_results(six: tuple[dict[str, Any], dict[str, bytes]]) -> None:
    """What to do first is what ranks first, and how many more there are is said."""
    content, files = six
    for council in content["councils"]:
        page = page_of(files, council["id"])
        steps = page.xpath("//ol[@class='todo']/li")
        more = len(council["gaps"]) - len(steps)

        assert [step.xpath("string(strong)") for step in steps] == [g["action"] for g in council["gaps"][:10]]
        assert f"{more} further question" in page.text_content()


def test_disagreement_and_change_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A council of two people reads where they differ, what they agreed on, and what has changed since the last round."""
    made = assessment()
    content = next(c for c in results(made)["councils"] if c["name"] == OURS)
    change = next(c for c in results(made)["change"]["councils"] if c["id"] == content["id"])
    page = page_of(packed(made), content["id"])
    apart = [one["question"] for one in content["disagreement"] if one["widely_apart"] and not one["moderated"]]
    told = page.xpath("//section[@aria-labelledby='people']/ul[1]/li/small/text()")
    lines = rows(page, "change-caption")

    assert told == apart
    assert "Talked it over" in page.xpath("string(//section[@aria-labelledby='people'])")
    assert [row[1] for row in lines][:-1] == [shown(a["before"]) for a in change["areas"]]
    assert lines[-1][1:3] == [shown(change["overall"]["before"]), shown(change["overall"]["now"])]


def test_words_fit_one_council() -> None:
    """Nothing in the files speaks of councils in the plural where there is one, nor of sheets that are not there."""
    files = packed(assessment())
    texts = [page_of(files, "bryn-glas").text_content()]
    texts += [str(v) for sheet in office.cell_values(files["councils/bryn-glas.xlsx"]).values() for v in sheet.values()]
    wrong = r"1 councils?\b|Councils differ|Each council's|\bPartners\b|\bResponses\b|\bSensitivity\b|Long texts|Choose a council"
    found = {text for text in texts for _ in re.finditer(wrong, text)}

    assert found == set()
    assert OTHER not in " ".join(texts)


@pytest.mark.parametrize(("count", "has"), [(4, False), (5, True)])
def test_quartiles_need_five_councils(count: int, has: bool) -> None:
    """With four councils there are none, and it is said why; with five there are, in page and workbook."""
    made = assessment_of(ROUND, councils_of(count))
    files = pack_files(made)
    page = page_of(files, "council-0")
    cells = office.cell_values(files["councils/council-0.xlsx"])["Summary"]

    assert (len(rows(page, "quartiles")) == len(ASKED.areas) + 1) is has
    assert ("five or more councils have a score, so that no" in page.text_content()) is not has
    assert ("Lower quartile" in cells.values()) is has


def test_quartiles_are_those_of_the_partnership(six: tuple[dict[str, Any], dict[str, bytes]]) -> None:
    """On page and workbook, for each area in which five or more have a score, rounded to the nearest 5."""
    content, files = six
    scores = {
        a["name"]: [c["areas"][n]["score"] for c in content["councils"]]
        for n, a in enumerate(content["councils"][0]["areas"])
    }
    scores[OVERALL] = [c["overall"]["score"] for c in content["councils"]]
    known = {name: [s for s in values if s is not None] for name, values in scores.items()}
    wanted = {
        name: [str(5 * int(v / 5 + 0.5)) for v in quantiles(values, n=4, method="inclusive")]
        for name, values in known.items()
        if len(values) >= 5
    }
    for council in content["councils"]:
        found = {row[0]: row[2:5] for row in rows(page_of(files, council["id"]), "quartiles")}
        cells = office.cell_values(files[f"councils/{council['id']}.xlsx"])["Summary"]
        head = next(int(a[1:]) for a, v in cells.items() if v == "Lower quartile")
        typed = {
            cells[f"A{r}"]: [str(int(cells[f"{c}{r}"])) for c in "DEF"] for r in range(head + 1, head + 1 + len(wanted))
        }

        assert found == wanted
        assert typed == wanted


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(SCORES, min_size=5, max_size=30), SCORES, SCORES)
def test_lowest_and_highest_move_no_quartile(scores: list[float], less: float, more: float) -> None:
    """Whatever the lowest and the highest council score, the quartiles are the same: neither can be told from them."""
    inner = sorted(scores)[1:-1]
    found = quartile("SV", scores)

    assert found == quartile("SV", [min([less, *inner]), *inner, max([more, *inner])])
    assert found
    for value in (found.lower, found.median, found.upper):
        assert value % 5 == 0
    assert found.lower <= found.median <= found.upper


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(SCORES, max_size=4), st.integers(0, 5))
def test_too_few_scores_have_no_quartiles(scores: list[float], without: int) -> None:
    """Councils without a score do not make up the number."""
    assert quartile("SV", [*scores, *[None] * without]) is None


@pytest.mark.parametrize(
    ("values", "wanted"),
    [([0, 2.5, 52.5, 97.5, 100], (5, 55, 100)), ([0, 2.4, 52.4, 97.4, 100], (0, 50, 95)), ([40] * 5, (40, 40, 40))],
)
def test_quartiles_are_rounded_to_the_nearest_five(values: list[float], wanted: tuple[int, int, int]) -> None:
    """A half goes up."""
    found = quartile("SV", values)

    assert found
    assert (found.lower, found.median, found.upper) == wanted


@pytest.mark.parametrize("name", ["CON", "Côr & Mâr <b>", "../../etc/passwd", "مجلس", "a" * 300])
def test_odd_names_make_safe_files(name: str, tmp_path: Path) -> None:
    """Whatever a council is called, its files lie in the folder for packs under a name that every system takes."""
    made = assessment_of(ROUND, {name: mixed_answers(ASKED, 5)})
    files = pipeline.score(made, tmp_path)
    packs = sorted(path for path in files if path.startswith("councils/"))

    assert len(packs) == 2
    assert all(re.fullmatch(r"councils/[a-z0-9-]{3,48}\.(html|xlsx)", path) for path in packs)
    assert all((tmp_path / path).read_bytes() == files[path] for path in packs)


def test_workbooks_are_sound() -> None:
    """Our lint finds nothing in a pack, no matter what is asked, answered and compared."""
    files = packed(assessment()) | pack_files(assessment_of(ROUND, councils_of(6)))
    books = {name: data for name, data in files.items() if name.endswith(".xlsx")}

    assert len(books) == 8
    assert {name: found for name, data in books.items() if (found := lint(data))} == {}
    for data in books.values():
        assert not [name for name, body in members(data).items() if b"Partners!" in body or b"Responses!" in body]


def test_marking_stands_on_the_page() -> None:
    """What the office marks its papers with stands at the head of each pack."""
    made = assessment_of(replace(ROUND, marking="OFFICIAL"), councils_of(1))
    files = pack_files(made)

    assert page_of(files, "council-0").xpath("string(//header/p)").strip() == "OFFICIAL"
    assert any(b"OFFICIAL" in body for body in members(files["councils/council-0.xlsx"]).values())
