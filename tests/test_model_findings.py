"""Places, rules and findings: what is said about a return, and where."""

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

import rasp_xl
from rasp_xl.model import answer_rules, file_rules, notice_rules
from rasp_xl.model.findings import Finding, Place, Rule, Severity, Waiver, column_letters, shorten
from rasp_xl.model.rules import RULES

PLAIN = Rule("RX299", Severity.MUST_FIX, "{question} reads “{found}”, not {wanted}.", "Choose {wanted}.", "a level")

CATALOGUE = {module.__name__.rpartition(".")[2]: module for module in (file_rules, answer_rules, notice_rules)}

FACTS = {
    "area", "question", "found", "looks_like", "reason", "other", "respondent", "count", "wanted", "questions",
    "differences", "nearest", "kind", "headings", "waived",
}  # fmt: skip
"""What a message or a fix may name; whoever reports a finding knows these and nothing else."""

FIRST_WORDS = {
    "Answer", "Ask", "Check", "Choose", "Clear", "Close", "Correct", "Fill", "Keep", "Name", "Open", "Put", "Right-click", "Say",
    "Score", "Type", "Unmerge",
}  # fmt: skip
"""The verbs that tell a sender or the office what to do."""


def fields(template: str) -> set[str]:
    """The names in braces of a format template, conversions and formats included."""
    return {
        f"{name}{'!' + conversion if conversion else ''}{':' + form if form else ''}"
        for _, name, form, conversion in string.Formatter().parse(template)
        if name is not None
    }


def reported() -> Iterator[tuple[str, Rule, set[str]]]:
    """Where the code makes a finding of a rule by its name, with the facts it gives."""
    for path in sorted(Path(rasp_xl.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding.at":
                module, _, name = ast.unparse(node.args[1]).rpartition(".")
                places = [CATALOGUE[module]] if module in CATALOGUE else CATALOGUE.values()
                facts = {keyword.arg for keyword in node.keywords if keyword.arg}
                yield from (
                    (f"{path.name}:{node.lineno}", getattr(place, name), facts)
                    for place in places
                    if hasattr(place, name)
                )


def test_column_letters_all() -> None:
    """Every column a sheet can have is named as Excel names it."""
    ours = [column_letters(column) for column in range(1, 16385)]

    assert ours == [get_column_letter(column) for column in range(1, 16385)]


@pytest.mark.parametrize(
    ("column", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
)
def test_column_letters_edge(column: int, letters: str) -> None:
    """The letters turn over where the alphabet ends, and the last column of a sheet is XFD."""
    assert column_letters(column) == letters


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("Northmoor.xlsx", "Governance", 14, 4), "Northmoor.xlsx, Governance, D14"),
        (Place("Northmoor.xlsx", "Governance"), "Northmoor.xlsx, Governance"),
        (Place("Northmoor.xlsx"), "Northmoor.xlsx"),
        (Place("Cwm Tŵr.xlsx", "Shared vision", 1, 28), "Cwm Tŵr.xlsx, Shared vision, AB1"),
        (Place("a.xlsx", "S", 7, 0), "a.xlsx, S"),
        (Place("a.xlsx", "S", 0, 7), "a.xlsx, S"),
    ],
)
def test_place_shown(place: Place, shown: str) -> None:
    """A place reads as file, sheet and cell, and leaves out what it does not know."""
    assert str(place) == shown


def test_place_order() -> None:
    """Row 2 stands before row 10 and column B before column AA, as on the sheet and not as in a dictionary."""
    ordered = [
        Place("a.xlsx"),
        Place("a.xlsx", "S"),
        Place("a.xlsx", "S", 2, 2),
        Place("a.xlsx", "S", 2, 27),
        Place("a.xlsx", "S", 10, 1),
        Place("b.xlsx", "R", 1, 1),
    ]

    assert sorted(ordered[place] for place in (3, 0, 5, 2, 4, 1)) == ordered


def test_finding_filled() -> None:
    """The sender reads a whole sentence, with the question, what was found and what would be right."""
    place = Place("Northmoor.xlsx", "Governance", 14, 9)
    finding = Finding.at(place, PLAIN, question="GV9", found="maybe", wanted="a level")

    assert finding.message == "GV9 reads “maybe”, not a level."
    assert finding.fix == "Choose a level."
    assert (finding.place, finding.rule, finding.question, finding.found) == (place, PLAIN, "GV9", "maybe")


def test_finding_missing_fact() -> None:
    """A sentence with a hole in it never goes out: forgetting a fact stops us at once."""
    with pytest.raises(KeyError, match="wanted"):
        Finding.at(Place("a.xlsx"), PLAIN, question="GV9", found="maybe")


@pytest.mark.parametrize("found", ["{wanted}", "{", "{0}", "100%s", "{question.levels}"])
def test_finding_braces(found: str) -> None:
    """Whatever a council typed is shown as typed, braces too."""
    finding = Finding.at(Place("a.xlsx"), PLAIN, question="SV1", found=found, wanted="a level")

    assert finding.message == f"SV1 reads “{found}”, not a level."


def test_finding_long_text() -> None:
    """A page of text typed into an answer does not fill the report: 80 characters of it are shown."""
    finding = Finding.at(Place("a.xlsx"), PLAIN, question="SV1", found="no " * 100, wanted="a level")

    assert finding.found == "no " * 26 + "n…"
    assert len(finding.found) == 80
    assert finding.found in finding.message


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  two\n\tlines ", "two lines"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_shorten_edge(text: str, shown: str) -> None:
    """What was found stands on one line and is cut only past 80 characters."""
    assert shorten(text) == shown


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=200, derandomize=True)
def test_shorten_any(text: str) -> None:
    """Whatever was typed, what is shown of it is one short line that does not change when shown again."""
    shown = shorten(text)

    assert len(shown) <= 80
    assert len(shown.splitlines()) <= 1
    assert shorten(shown) == shown


@pytest.mark.parametrize(
    ("severity", "words", "must_fix"),
    [
        (Severity.MUST_FIX, "must fix", True),
        (Severity.EXPLAIN, "explain", False),
        (Severity.INFORMATION, "for information", False),
    ],
)
def test_severity_words(severity: Severity, words: str, must_fix: bool) -> None:
    """Only what must be fixed holds an area back, and each severity has its words."""
    finding = Finding.at(Place("a.xlsx"), replace(PLAIN, severity=severity), wanted="a level")

    assert severity.words == words
    assert finding.must_fix is must_fix


def test_severity_order() -> None:
    """The gravest of several findings is the greatest."""
    assert Severity.INFORMATION < Severity.EXPLAIN < Severity.MUST_FIX


def test_rules_codes_unique() -> None:
    """A code in an e-mail means one thing."""
    codes = [rule.code for rule in RULES]

    assert len(codes) >= 30
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_code(rule: Rule) -> None:
    """A code is RX, its family from 1 (the file) to 4 (to know), and two digits."""
    assert re.fullmatch(r"RX[1-4][0-9]{2}", rule.code)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_fix_says_what_to_do(rule: Rule) -> None:
    """Each fix begins with what to do, or says that there is nothing to do."""
    first = rule.fix.split()[0]

    assert first in FIRST_WORDS or rule.fix.startswith("Nothing to do")
    assert rule.fix.endswith(".")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_something_to_do(rule: Rule) -> None:
    """What must be fixed or explained always says how, and what must be fixed also says what would be right."""
    asks = rule.severity > Severity.INFORMATION

    assert not (asks and rule.fix.startswith("Nothing to do"))
    assert rule.expected or rule.severity is not Severity.MUST_FIX


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_why(rule: Rule) -> None:
    """Each rule says where such a thing comes from, for the officer who wants to know more than what to do."""
    assert rule.why.endswith(".")


def test_waived_finding() -> None:
    """What the programme office agreed to holds no area back any more, and still shows."""
    finding = Finding.at(Place("a.xlsx"), PLAIN, question="GV9", found="n/a", wanted="a level")
    waived = replace(finding, waiver=Waiver("northmoor", "RX299", "", "The service has no staff.", "Programme board"))

    assert finding.must_fix
    assert not waived.must_fix
    assert waived.severity is Severity.INFORMATION


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_words(rule: Rule) -> None:
    """A message is a sentence without the word invalid, which says neither what is wrong nor what would be right."""
    first = rule.message[0]

    assert "invalid" not in f"{rule.message} {rule.fix} {rule.expected}".casefold()
    assert first.isupper() or first in "{“"
    assert rule.message.endswith((".", "}"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_facts(rule: Rule) -> None:
    """Messages and fixes ask only for facts that are known where a finding is made."""
    assert fields(rule.message) | fields(rule.fix) <= FACTS
    assert not fields(rule.expected)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_can_be_filled(rule: Rule) -> None:
    """With all facts given, every message and fix comes out without a brace left over."""
    facts = dict.fromkeys(FACTS - {"question", "found"}, "x")
    finding = Finding.at(Place("a.xlsx"), rule, question="SV1", found="x", **facts)

    assert not re.search(r"[{}]", finding.message + finding.fix)


def test_rule_facts_given() -> None:
    """Wherever a finding is made, it is given every fact its sentences name, the question and what was found too."""
    made = list(reported())
    lacking = [
        (where, rule.code) for where, rule, facts in made if not fields(rule.message) | fields(rule.fix) <= facts
    ]

    assert len(made) > 20
    assert lacking == []
