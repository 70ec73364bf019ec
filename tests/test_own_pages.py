"""An office's own pages: its folder stands before ours, file by file, and what councils typed stays text on them, too."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pytest
from building import answers, assessed, clean_return, question, tiny_round
from lxml import html

from rasp_xl.cli import main
from rasp_xl.incoming.page_folder import LARGEST, NAMES, read_pages
from rasp_xl.model.findings import RaspError
from rasp_xl.model.questions import QuestionSet
from rasp_xl.reports.page import page_html
from rasp_xl.reports.page_frame import OURS

HOSTILE = '<script>alert(1)</script> & "Sons"'


def page(own: Mapping[str, str] = OURS, name: str = HOSTILE) -> str:
    """The page of one council."""
    return page_html(assessed(tiny_round(question("AA1", gate=1)), {name: answers("AA1=0")}), own)


def folder(tmp_path: Path, **texts: str) -> Path:
    """A folder with these files; a double underscore in a name is a full stop."""
    for name, text in texts.items():
        (tmp_path / name.replace("__", ".")).write_text(text, "utf-8")
    return tmp_path


def refused(where: Path) -> str:
    """Why a folder cannot be taken."""
    with pytest.raises(RaspError) as raised:
        read_pages(where)
    return str(raised.value)


def test_own_style_is_let_through_by_the_policy(tmp_path: Path) -> None:
    """Our words in the office's colours: the style is theirs, the bands keep their own colours, all else is as ever."""
    own = read_pages(folder(tmp_path, summary__css="body{color:#123456}", notes__txt="not ours"))
    found, ours = html.document_fromstring(page(own)), html.document_fromstring(page())

    assert list(own) == ["summary.css"]
    assert found.findtext(".//style").startswith("body{color:#123456}")
    assert ".band-4{" in found.findtext(".//style")
    assert found.xpath("string(//main)") == ours.xpath("string(//main)")
    assert found.xpath("//meta/@content")[0] != ours.xpath("//meta/@content")[0]


def test_councils_words_stay_text_on_own_pages() -> None:
    """Escaping is on whatever the office's page is called, and a name that is a script builds nothing."""
    own = {
        "summary.html.j2": "<p>{{ councils[0].card.name }}</p>{% from 'council.html.j2' import banded %}{{ banded(none, none, [], '') }}"
    }

    assert page(own) == '<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;Sons&#34;</p><td class="none">No score'


def test_own_page_may_do_without_a_script() -> None:
    """An empty file is the office's word, not a missing one."""
    found = html.document_fromstring(page({"summary.js": ""}))

    assert found.xpath("string(//script)") == ""
    assert len(found.xpath("//script")) == 1


def test_own_part_of_a_council_is_used_by_our_page() -> None:
    """A file that is replaced is used wherever it is wanted; the others stay ours."""
    source = "{% macro banded(score, band, by, status, kind='') %}<td>{% endmacro %}{% macro web(radar) %}{% endmacro %}{% macro council_details(council, q, p) %}<b>Ours: {{ council.card.name }}</b>{% endmacro %}"

    assert "<b>Ours: Northmoor</b>" in page({"council.html.j2": source}, "Northmoor")
    assert "<b>Ours" not in page()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("<p>\n{{ councils[0].nothing.more }}</p>", "line 2"),
        ("{% if %}", "line 1"),
        ("<p>{{ 1 / 0 }}", "line 1"),
        ("\n\n{{ ''.__class__.__mro__ }}", "line 3"),
        ("{{ assessment.round.day.isoformat() }}", "line 1"),
    ],
)
def test_mistake_on_an_own_page_is_told_with_its_line(text: str, where: str) -> None:
    """A slip in a template is a mistake in the office's set-up, not a crash; and no template reaches into the program."""
    with pytest.raises(RaspError, match=rf"cannot be used: summary\.html\.j2, {where}: ") as raised:
        page({"summary.html.j2": text})

    assert str(raised.value).endswith("take that file out of the folder and ours is used.")


def test_folder_must_hold_a_page_of_ours(tmp_path: Path) -> None:
    """A misspelt name would show nothing, so it is refused with the names that there are."""
    assert "is no folder" in refused(tmp_path / "none")
    assert "There is no page in" in refused(tmp_path)
    assert "sumary.css in" in (said := refused(folder(tmp_path, sumary__css="")))
    assert all(name in said for name in NAMES)


def test_unreadable_page_is_told(tmp_path: Path) -> None:
    """One that is not UTF-8, and one that no page can be as large as."""
    (tmp_path / "summary.css").write_bytes(b"\xff\xfe\x00")
    assert "not saved as UTF-8" in refused(tmp_path)
    (tmp_path / "summary.css").write_bytes(b" " * (LARGEST + 1))
    assert "larger than a page can be" in refused(tmp_path)


def test_names_are_those_that_the_page_is_made_of() -> None:
    """Each of them ships with us, and our page comes out as it is where each stands before itself."""
    ours = {name: files("rasp_xl.templates").joinpath(name).read_text("utf-8") for name in NAMES}

    assert page(ours) == page()


def test_score_takes_own_pages(tmp_path: Path, asked: QuestionSet, capsys: pytest.CaptureFixture[str]) -> None:
    """On the command line; a folder that cannot be taken is told before anything is read, and nothing is written."""
    for name in ("own", "returns"):
        (tmp_path / name).mkdir()
    (tmp_path / "returns" / "one.xlsx").write_bytes(clean_return(asked))
    own, returns = folder(tmp_path / "own", summary__css="body{color:#123456}"), str(tmp_path / "returns")
    done = main(["score", returns, "--out", str(tmp_path / "out"), "--pages", str(own)])
    failed = main(["score", returns, "--out", str(tmp_path / "not"), "--pages", str(tmp_path / "none")])

    assert (done, failed) == (0, 2)
    assert "body{color:#123456}" in (tmp_path / "out" / "summary.html").read_text("utf-8")
    assert "is no folder" in capsys.readouterr().err
    assert not (tmp_path / "not").exists()
