"""A bad definition of questions is refused with the line and the reason, before any council sees it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rasp_xl.model.findings import RaspError
from rasp_xl.model.question_file import parse_questions
from rasp_xl.model.questions import QuestionSet

TINY = """\
[set]
id = "tiny"
version = "7"
title = "A tiny set"

[[area]]
id = "SV"
name = "Shared vision"
about = "Whether they want the same."

[[area]]  # the second
id = "EC"
name = "Ethos"
about = "Whether they get on."

[[theme]]
id = "sv-case"
area = "SV"
name = "Case"

[[theme]]
id = "ec-trust"
area = "EC"
name = "Trust"

[[question]]
id = "SV1"
theme = "sv-case"
text = "Is it agreed?"
levels = [
  "Level zero.",
  "Level one.",
  "Level two.",
  "Level three.",
  "Level four.",
]
why = "Because."
source = "A report, 2020"
action = "Agree it."
roles = ["Leader"]
weights = { new = 3, health-check = 2, joining = 1 }
gates = { new = 2 }

[[question]]
id = "EC1"
theme = "ec-trust"
text = "Is there trust?"
levels = ["None.", "Little.", "Some.", "Much.", "All."]
why = "Because of that."
source = "A book"
action = "Meet."
roles = ["Leader", "CIO"]
weights = { new = 1, health-check = 1, joining = 1 }
"""
HERE = "# here"
"""Marks in a case below the line that the complaint must name."""

WEIGHTS = "weights = { new = 3, health-check = 2, joining = 1 }"
GATES = "gates = { new = 2 }"
LEVELS = 'levels = ["None.", "Little.", "Some.", "Much.", "All."]'
LAST_WEIGHTS = "weights = { new = 1, health-check = 1, joining = 1 }\n"
AREA_NAME = 'name = "Ethos"'

ABOUT_AND_AREA = 'about = "x"\n[[area]] # here\nid = "RM"\nname = "Risk"\nabout = "y"'
NAME_AND_THEME = 'name = "Trust"\n[[theme]] # here\nid = "ec-fit"\narea = "EC"\nname = "Fit"'

REFUSED = {
    "question id twice": ('id = "EC1"', 'id = "SV1" # here', "the id stands already in line 27"),
    "indented": ('[[question]]\nid = "EC1"', '  [[question]]\n  id = "SV1" # here', "the id stands already in line 27"),
    "theme id twice": ('id = "ec-trust"', 'id = "sv-case" # here', "the id stands already in line 17"),
    "area id twice": ('id = "EC"', 'id = "SV" # here', "the id stands already in line 7"),
    "text twice": ('"Is there trust?"', '"IS IT agreed?" # here', "the question text stands already in line 29"),
    "area name twice": (AREA_NAME, 'name = "shared vision" # here', "the area name stands already in line 8"),
    "four levels": ('"None.", ', "# here\n", "levels has 4 texts; it needs 5: Not started, Discussed"),
    "six levels": ('"None.",', '"No.", "None.", # here\n', "levels has 6 texts; it needs 5"),
    "level twice": ('"Some.", "Much."', '"Much.", # here\n "Much."', "levels has the same text twice"),
    "level empty": ('"Some.", ', '" ", # here\n', "levels must be a list of texts"),
    "level a number": ('"Some.", ', "2, # here\n", "levels must be a list of texts"),
    "levels no list": (LEVELS, 'levels = "None." # here', "levels must be a list of texts"),
    "no role": ('roles = ["Leader"]', "roles = [] # here", "roles must be a list of texts"),
    "gate without purpose": (GATES, "gates = {} # here", "a gate needs a purpose and its first stage"),
    "gate without stage": (GATES, 'gates = ["new"] # here', "gates must be a table such as { new = 1 }"),
    "gate with words": (GATES, 'gates = { new = "" } # here', "gates for new is ''; it must be 1 to 4"),
    "gate stage 0": (GATES, "gates = { new = 0 } # here", "gates for new is 0; it must be 1 to 4"),
    "gate stage 5": (GATES, "gates = { new = 5 } # here", "gates for new is 5; it must be 1 to 4"),
    "gate purpose": (GATES, "gates = { merger = 1 } # here", "gates names 'merger'; the purposes are new, health-check, joining"),
    "weight purpose": (WEIGHTS, "weights = { old = 1 } # here", "weights names 'old'; the purposes are new, health-check, joining"),
    "weight 0": (WEIGHTS, WEIGHTS.replace("3", "0") + HERE, "weights for new is 0; it must be 1 to 3"),
    "weight 4": (WEIGHTS, WEIGHTS.replace("3", "4") + HERE, "weights for new is 4; it must be 1 to 3"),
    "weight broken": (WEIGHTS, WEIGHTS.replace("3", "1.0") + HERE, "weights for new is 1.0; it must be 1 to 3"),
    "weight yes": (WEIGHTS, WEIGHTS.replace("3", "true") + HERE, "weights for new is True; it must be 1 to 3"),
    "weight lacking": (WEIGHTS, "weights = { health-check = 1 } # here", "weights lacks new, joining"),
    "weights no table": (WEIGHTS, "weights = 3 # here", "weights must be a table such as { new = 1 }"),
    "unknown theme": ('theme = "ec-trust"', 'theme = "ec-thrust" # here', "there is no theme 'ec-thrust'"),
    "unknown area": ('area = "EC"', 'area = "EK" # here', "there is no area 'EK'"),
    "area without theme": ('about = "Whether they get on."', ABOUT_AND_AREA, "the area has no theme"),
    "theme without question": ('name = "Trust"', NAME_AND_THEME, "the theme has no question"),
    "id of another area": ('id = "EC1"', 'id = "SV2" # here', "an id in this area is EC and a number"),
    "id with zero": ('id = "EC1"', 'id = "EC01" # here', "an id in this area is EC and a number"),
    "id of the area itself": ('id = "EC1"', 'id = "EC" # here', "the id stands already in line 12"),
    "area id with digit": ('id = "EC"', 'id = "E1" # here', "an area's id is two capital letters"),
    "text empty": ('text = "Is it agreed?"', 'text = "" # here', "text is missing or empty"),
    "text blank": ('text = "Is it agreed?"', 'text = "  " # here', "text is missing or empty"),
    "why empty": ('why = "Because."', 'why = "" # here', "why is missing or empty"),
    "source empty": ('source = "A book"', 'source = "" # here', "source is missing or empty"),
    "action empty": ('action = "Meet."', 'action = "" # here', "action is missing or empty"),
    "version a number": ('version = "7"', "version = 7 # here", "version is missing or empty"),
    "unknown key of question": ('why = "Because."', 'reason = "Because." # here', "unknown key 'reason'"),
    "unknown key of theme": ('area = "SV"', 'aera = "SV" # here', "unknown key 'aera'"),
    "unknown key of area": ('about = "Whether they get on."', 'abuot = "x" # here', "unknown key 'abuot'"),
    "unknown key of set": ('title = "A tiny set"', 'titel = "x" # here', "unknown key 'titel'"),
    "unknown table": (LAST_WEIGHTS, LAST_WEIGHTS + "[[questoin]] # here\n", "unknown table 'questoin'"),
    "set misspelt": ("[set]", "[sett] # here", "unknown table 'sett'"),
    "key before all": ("[set]", 'name = "x" # here\n[set]', "unknown table 'name'"),
    "set twice": ("[set]", '[[set]]\nid = "x"\n[[set]] # here', "the set stands already in line 1"),
}  # fmt: skip
"""What is changed in the tiny set, into what, and the reason given."""

LACKING = [
    ('id = "tiny"\n', 1, "set: id"),
    ('title = "A tiny set"\n', 1, "set tiny: title"),
    ('id = "EC"\n', 11, "area: id"),
    ('about = "Whether they get on."\n', 11, "area EC: about"),
    ('area = "EC"\n', 21, "theme ec-trust: area"),
    ('name = "Trust"\n', 21, "theme ec-trust: name"),
    ('id = "SV1"\n', 26, "question: id"),
    ('theme = "sv-case"\n', 26, "question SV1: theme"),
    ('text = "Is it agreed?"\n', 26, "question SV1: text"),
    ('why = "Because."\n', 26, "question SV1: why"),
    ('source = "A report, 2020"\n', 26, "question SV1: source"),
    ('action = "Agree it."\n', 26, "question SV1: action"),
    ('roles = ["Leader"]\n', 26, "question SV1: roles"),
    (WEIGHTS + "\n", 26, "question SV1: weights"),
    (LEVELS + "\n", 44, "question EC1: levels"),
]
"""A line left out, the line of its table, and what is said to lack what."""

SHEET_NAMES = [
    "A" * 32, "a[b", "a]b", "a:b", "a*b", "a?b", "a/b", r"a\\b", "'quoted", "quoted'",
    "Lists", "start HERE", "Your scores", "How it counts", "history",
]  # fmt: skip


def spoilt(old: str, new: str) -> str:
    """The tiny set with its only such text changed."""
    assert TINY.count(old) == 1
    return TINY.replace(old, new)


def complaint(text: str) -> str:
    """What is said against a definition."""
    with pytest.raises(RaspError) as caught:
        parse_questions(text, "tiny.toml")
    return str(caught.value)


def outcome(text: str) -> QuestionSet | str:
    """The set a definition gives, or what is said against it."""
    try:
        return parse_questions(text, "tiny.toml")
    except RaspError as error:
        return str(error)


def marked_line(text: str) -> int:
    """The line, from 1, that a case marks."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if HERE in line)


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    """A fault is named with its line and its reason, so that whoever edits the questions can mend it."""
    old, new, reason = REFUSED[case]
    text = spoilt(old, new)
    said = complaint(text)

    assert said.startswith(f"tiny.toml, line {marked_line(text)}: ")
    assert reason in said


@pytest.mark.parametrize(("line", "number", "lacking"), LACKING)
def test_refused_lacking(line: str, number: int, lacking: str) -> None:
    """Something left out is reported at the table that lacks it, by the table's id."""
    assert complaint(spoilt(line, "")).startswith(f"tiny.toml, line {number}: {lacking}")


@pytest.mark.parametrize("name", SHEET_NAMES)
def test_refused_sheet_name(name: str) -> None:
    """An area's name that no sheet may have, or that another sheet of the template has, is refused where it stands."""
    said = complaint(spoilt(AREA_NAME, f'name = "{name}"'))

    assert said.startswith("tiny.toml, line 13: area EC: an area's name is a sheet's name")


@pytest.mark.parametrize("name", ["A" * 31, "Tŷ Ŵyn", "St Aldric's own", "List", "History of it"])
def test_allowed_sheet_name(name: str) -> None:
    """A name that a sheet may have is taken, however unusual."""
    assert parse_questions(spoilt(AREA_NAME, f'name = "{name}"')).areas[1].name == name


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "there is no [set] table"),
        (TINY[: TINY.index("[[area]]")], 1, "there is no [[area]] table"),
        (TINY[TINY.index("[[area]]") :], 1, "there is no [set] table"),
        ("\nquestion = 5\n", 2, "write each question as a table of its own"),
        ('\n\narea = [{ id = "SV" }]\n', 3, "write each area as a table of its own"),
        ('set = "x"\n', 1, "write each set as a table of its own"),
        ("question = [1, 2]\n", 1, "write each question as a table of its own"),
    ],
)
def test_refused_tables(text: str, line: int, reason: str) -> None:
    """A file without the tables we know, or with them in a form we cannot give lines for, is refused."""
    said = complaint(text)

    assert said.startswith(f"tiny.toml, line {line}: ")
    assert reason in said


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('version = "7"', "version = 7.", 3),
        ('id = "EC"', 'id = "EC', 12),
        ("[[theme]]\nid", "[[theme]\nid", 16),
        ('name = "Trust"', 'name = "Trust"\nname = "Twice"', 25),
    ],
)
def test_refused_not_toml(old: str, new: str, line: int) -> None:
    """A slip in the writing itself, such as a quote left out, is named with its line too."""
    text = TINY.replace(old, new, 1)

    assert re.match(rf"tiny\.toml: not readable as TOML: .*\(at line {line}, column [0-9]+\)", complaint(text))


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_refused_line_whatever_the_text(ending: str) -> None:
    """Lines are counted as an editor counts them: Windows endings and unusual characters in a text change nothing."""
    text = spoilt('why = "Because."', 'why = "Be\u2028cause\x85."').replace('id = "EC1"', 'id = "GV1"')

    assert complaint(text.replace("\n", ending)).startswith("tiny.toml, line 45: question GV1: an id in this area")


def test_accepted() -> None:
    """A good definition becomes what it says, with weights and gates in the order of the purposes."""
    made: QuestionSet = parse_questions(TINY)
    first, second = made.questions

    assert (made.id, made.version, made.title) == ("tiny", "7", "A tiny set")
    assert [(area.id, area.name, area.themes[0].name) for area in made.areas] == [
        ("SV", "Shared vision", "Case"),
        ("EC", "Ethos", "Trust"),
    ]
    assert (first.id, first.weights, first.gates) == ("SV1", (3, 2, 1), (2, None, None))
    assert (second.area, second.levels[4], second.roles, second.gates) == ("EC", "All.", ("Leader", "CIO"), (None,) * 3)


def test_accepted_order() -> None:
    """Questions are asked by area and theme, wherever in the file they stand."""
    first, second = TINY.index("[[question]]"), TINY.rindex("[[question]]")
    turned = TINY[:first] + TINY[second:] + "\n" + TINY[first:second]

    assert [question.id for question in parse_questions(turned).questions] == ["SV1", "EC1"]
    assert parse_questions(turned).fingerprint == parse_questions(TINY).fingerprint


@pytest.mark.parametrize("number", range(len(TINY.splitlines())))
def test_any_line_left_out(number: int) -> None:
    """Whichever line is lost, the file is taken or refused in words; it never ends in a traceback."""
    lines = TINY.splitlines(keepends=True)
    got = outcome("".join(lines[:number] + lines[number + 1 :]))

    if lines[number] == "\n" or lines[number].startswith("gates"):
        assert isinstance(got, QuestionSet)
    else:
        assert re.match(r"tiny\.toml, line [0-9]+: |tiny\.toml: not readable as TOML: ", str(got))


@given(st.integers(0, len(TINY)), st.integers(0, 12), st.text(alphabet="[]{}=\"',.#\\ \n\r\ta1é\u2028", max_size=6))
@settings(deadline=None, max_examples=300, derandomize=True)
def test_any_slip(start: int, length: int, typed: str) -> None:
    """Whatever is typed over the file, it is taken or refused in words."""
    got = outcome(TINY[:start] + typed + TINY[start + length :])

    assert isinstance(got, QuestionSet) or got.startswith("tiny.toml")
