"""The question set that ships: what is asked, what it counts for, and that it reads well in a cell."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from rasp_xl.model.questions import Area, Purpose, Question, QuestionSet, Theme, fingerprint_of

ASKED = """
SV  Case for sharing: SV1 3/3/3, SV2 3/1/2
SV  Political backing: SV3 3/3/3, SV4 2/3/2, SV5 3/2/3
SV  Wider buy-in: SV6 3/2/3, SV7 2/3/2
SV  Clarity of scope: SV8 3/2/3, SV9 3/2/2
SV  Best practice and strategic fit: SV10 2/3/3, SV11 2/3/2
EC  Trust and relationships: EC1 3/3/3, EC2 2/3/3, EC3 2/3/3
EC  Cultural fit: EC4 3/2/3, EC5 2/2/3
EC  Structure and identity: EC6 3/1/3, EC7 2/2/2
EC  Leadership and roles: EC8 3/2/2, EC9 3/2/2
EC  People: EC10 3/2/3, EC11 3/1/3
TR  Baselines: TR1 3/2/3, TR2 2/2/3
TR  Costs: TR3 3/1/3, TR4 3/3/3, TR5 2/3/2
TR  Benefits: TR6 3/2/3, TR7 2/3/2
TR  Assets and information: TR8 3/2/3, TR9 2/2/2
TR  Workforce liabilities and tax: TR10 3/2/3, TR11 2/1/2
RM  Existing estate: RM1 3/2/3, RM2 3/3/3, RM3 2/1/3
RM  Cyber and continuity: RM4 3/3/3, RM5 2/3/2
RM  Information and contracts: RM6 3/3/3, RM7 3/2/3
RM  Capacity and delivery: RM8 3/1/3, RM10 3/1/3
RM  Risk ownership and assurance: RM9 3/1/2, RM11 2/3/2
GV  Legal basis: GV1 3/1/2, GV2 3/3/3, GV3 3/1/2
GV  Decision model: GV4 3/3/2, GV5 2/2/2, GV6 3/3/2
GV  Success and performance: GV7 2/3/2, GV8 2/3/2
GV  Agreement and change: GV10 3/3/2, GV11 1/2/3, GV12 3/3/3
GV  Public accountability and duties: GV9 2/3/2, GV13 2/1/2
"""
"""Every theme with its questions in the order asked, each with its weight for new / health check / joining."""

GATES = {
    Purpose.NEW: {
        "SV3": 1, "SV8": 1, "EC1": 1, "TR1": 1, "TR4": 1, "TR10": 2,
        "RM1": 1, "RM4": 3, "RM6": 2, "GV1": 1, "GV2": 1, "GV12": 2,
    },
    Purpose.HEALTH_CHECK: {
        "SV3": 1, "EC1": 1, "TR4": 1, "TR7": 4, "RM4": 3,
        "RM5": 3, "RM6": 2, "GV2": 1, "GV8": 4, "GV12": 2,
    },
    Purpose.JOINING: {
        "SV3": 1, "SV8": 1, "EC1": 1, "TR1": 1, "TR4": 1, "TR10": 2,
        "RM1": 1, "RM4": 3, "RM6": 2, "GV2": 1, "GV11": 2, "GV12": 2,
    },
}  # fmt: skip
"""The gates of each purpose, each with the first stage at which it bites."""

ROLES = {
    "Chief executive", "Head of IT (CIO)", "Communications lead", "Data owners", "Data protection officer", "Directors",
    "Emergency planning lead", "HR lead", "Internal audit", "Leader", "Monitoring officer", "Policy lead",
    "Portfolio holder", "Procurement lead", "Programme lead", "Section 151 officer", "Service directors",
    "Service users", "Senior information risk owner (SIRO)", "Trade unions",
}  # fmt: skip

LENGTHS: dict[str, tuple[int, int]] = {
    "text": (40, 160),
    "levels": (40, 160),
    "why": (60, 250),
    "source": (10, 160),
    "action": (40, 180),
}
"""The least and most characters of each text, so that a row fits a page and says something."""

OTHER_SPELLINGS = r"\b\w*(?:organiz|prioritiz|centraliz|standardiz|harmoniz|summariz|recogniz|behavior|center)\w*|\b(?:program|labor)\b"


def texts(question: Question, name: str) -> tuple[str, ...]:
    """A question's texts of one kind: five for the levels, else one."""
    value = getattr(question, name)
    return value if isinstance(value, tuple) else (value,)


def every_text(asked: QuestionSet) -> list[tuple[str, str]]:
    """Whatever a council officer reads of the set, each with the id it belongs to."""
    of_questions = [(q.id, text) for q in asked.questions for name in LENGTHS for text in texts(q, name)]
    of_areas = [(area.id, text) for area in asked.areas for text in (area.name, area.about)]
    return [*of_questions, *of_areas, *((theme.id, theme.name) for theme in asked.themes), ("set", asked.title)]


def test_set_size(asked: QuestionSet) -> None:
    """The set asks 57 questions in 25 themes of five areas, as the documents say."""
    assert (len(asked.areas), len(asked.themes), len(asked.questions)) == (5, 25, 57)


def test_set_areas(asked: QuestionSet) -> None:
    """The five areas are those of RASP, in its order, with their permanent ids."""
    assert [(area.id, area.name, len(area.questions)) for area in asked.areas] == [
        ("SV", "Shared vision", 11),
        ("EC", "Ethos and cultures", 11),
        ("TR", "Treatment of resources", 11),
        ("RM", "Risk management", 11),
        ("GV", "Governance", 13),
    ]


def test_set_questions_and_weights(asked: QuestionSet) -> None:
    """Every question stands in its theme and has the weights agreed for the three purposes."""
    listed = "".join(
        f"\n{area.id}  {theme.name}: "
        + ", ".join(f"{q.id} {'/'.join(str(q.weight(p)) for p in Purpose)}" for q in theme.questions)
        for area in asked.areas
        for theme in area.themes
    )

    assert listed + "\n" == ASKED


def test_set_weights_range(asked: QuestionSet) -> None:
    """A question is light, standard or heavy: a whole number from 1 to 3 for every purpose."""
    assert {weight for question in asked.questions for weight in question.weights} == {1, 2, 3}
    assert all(len(question.weights) == len(question.gates) == 3 for question in asked.questions)


@pytest.mark.parametrize("purpose", Purpose)
def test_set_gates(asked: QuestionSet, purpose: Purpose) -> None:
    """The gates of each purpose bite from the stage agreed, and no other question is a gate."""
    found = {q.id: q.gate_from(purpose) for q in asked.questions if q.gate_from(purpose) is not None}

    assert found == GATES[purpose]


def test_set_gates_scarce(asked: QuestionSet) -> None:
    """Gates stay fewer than a quarter of the questions, or everything would be red and none would be read."""
    counts = [len(GATES[purpose]) for purpose in Purpose]

    assert counts == [12, 10, 12]
    assert max(counts) < len(asked.questions) / 4


def test_set_ids(asked: QuestionSet) -> None:
    """An id is unique and says which area its question stands in."""
    ids = [question.id for question in asked.questions]

    assert len(set(ids)) == len(ids)
    assert len({theme.id for theme in asked.themes}) == 25
    for area in asked.areas:
        assert all(q.id.startswith(area.id) and q.area == area.id for q in area.questions)
    for theme in asked.themes:
        assert all(q.theme == theme.id for q in theme.questions)


def test_set_levels(asked: QuestionSet) -> None:
    """A reader can tell the five levels of every question apart, and no text is shared between questions."""
    levels = Counter(text.casefold() for question in asked.questions for text in question.levels)

    assert all(len(question.levels) == 5 for question in asked.questions)
    assert [text for text, count in levels.items() if count > 1] == []


@pytest.mark.parametrize("name", ["text", "why", "action"])
def test_set_texts_unique(asked: QuestionSet, name: str) -> None:
    """No two questions ask the same, and none borrows another's reason or next step."""
    counted = Counter(text.casefold() for question in asked.questions for text in texts(question, name))

    assert [text for text, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("name", LENGTHS)
def test_set_lengths(asked: QuestionSet, name: str) -> None:
    """Every text says something and fits its cell on a printed page."""
    least, most = LENGTHS[name]
    out = [(q.id, len(text)) for q in asked.questions for text in texts(q, name) if not least <= len(text) <= most]

    assert out == []


def test_set_roles(asked: QuestionSet) -> None:
    """Every question names one to three roles that a council knows, none twice."""
    named = {role for question in asked.questions for role in question.roles}

    assert named == ROLES
    assert all(1 <= len(set(q.roles)) == len(q.roles) <= 3 for q in asked.questions)


def test_set_punctuation(asked: QuestionSet) -> None:
    """No dash between words and no double quote: they come back changed from mail and spreadsheet programs."""
    found = [(owner, text) for owner, text in every_text(asked) if re.search(r"[–—―\"“”„]| -|- ", text)]

    assert found == []


def test_set_spaces(asked: QuestionSet) -> None:
    """Texts are single lines without spaces to spare, so that a reader's copy still matches ours."""
    assert [(owner, text) for owner, text in every_text(asked) if text != " ".join(text.split())] == []


def test_set_sentences(asked: QuestionSet) -> None:
    """Questions end with a question mark; levels, reasons and actions are sentences."""
    assert all(re.fullmatch(r"[A-Z].*\?", question.text) for question in asked.questions)
    for name in ("levels", "why", "action"):
        odd = [text for q in asked.questions for text in texts(q, name) if not re.fullmatch(r"[A-Z].*\.", text)]
        assert odd == []


def test_set_spelling(asked: QuestionSet) -> None:
    """The set is written for councils in the United Kingdom and spelt as they spell."""
    found = [(owner, re.findall(OTHER_SPELLINGS, text, re.IGNORECASE)) for owner, text in every_text(asked)]

    assert [(owner, words) for owner, words in found if words] == []


def test_set_marked(asked: QuestionSet) -> None:
    """The set has a name, a version and a fingerprint of twelve hexadecimal digits."""
    assert asked.id == "rasp-xl"
    assert re.fullmatch(r"20[0-9]{2}\.[0-9]+", asked.version)
    assert re.fullmatch(r"[0-9a-f]{12}", asked.fingerprint)


def with_first(areas: tuple[Area, ...], **changes: object) -> tuple[Area, ...]:
    """The areas with something changed in the very first question."""
    area, theme, question = areas[0], areas[0].themes[0], areas[0].themes[0].questions[0]
    theme = replace(theme, questions=(replace(question, **changes), *theme.questions[1:]))
    return (replace(area, themes=(theme, *area.themes[1:])), *areas[1:])


COUNTS: dict[str, Callable[[Question], object]] = {
    "id": lambda q: "SV99",
    "theme": lambda q: "sv-other",
    "text": lambda q: q.text + " ",
    "levels": lambda q: (*q.levels[:4], "Quite another level."),
    "weights": lambda q: (3, 3, 2),
    "gates": lambda q: (None, None, 4),
}
SHOWN: dict[str, Callable[[Question], object]] = {
    "action": lambda q: "Do something else.",
    "why": lambda q: "For another reason.",
    "source": lambda q: "Somebody else, 2026",
    "roles": lambda q: ("Leader",),
}


@pytest.mark.parametrize("name", COUNTS)
def test_fingerprint_changes(asked: QuestionSet, name: str) -> None:
    """Returns to a set that asks or scores anything differently can be told from returns to ours."""
    first = asked.questions[0]
    changed = with_first(asked.areas, **{name: COUNTS[name](first)})

    assert getattr(first, name) != COUNTS[name](first)
    assert fingerprint_of(asked.id, asked.version, changed) != asked.fingerprint


@pytest.mark.parametrize("name", SHOWN)
def test_fingerprint_stays(asked: QuestionSet, name: str) -> None:
    """Better advice does not make last month's returns look as if they answered other questions."""
    changed = with_first(asked.areas, **{name: SHOWN[name](asked.questions[0])})

    assert fingerprint_of(asked.id, asked.version, changed) == asked.fingerprint


def test_fingerprint_order_and_version(asked: QuestionSet) -> None:
    """Another order, another version and another set's name each give another fingerprint."""
    area = asked.areas[0]
    themes: tuple[Theme, ...] = area.themes[::-1]
    turned = (replace(area, themes=themes), *asked.areas[1:])
    others = {
        fingerprint_of(asked.id, asked.version, turned),
        fingerprint_of(asked.id, "2030.1", asked.areas),
        fingerprint_of("other", asked.version, asked.areas),
        asked.fingerprint,
    }

    assert len(others) == 4
