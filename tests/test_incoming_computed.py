"""What the workbook's own sheets show: read where they are as sent, and compared with what counts."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from came_back import GIVEN, PARTNER, ROUND, changed, filled, read
from hypothesis import given, settings
from hypothesis import strategies as st
from office import convert
from openpyxl import Workbook as OpenWorkbook
from zip_parts import members

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.computed import LOOKED_AT, shown_scores, weights
from rasp_xl.incoming.returns import Return
from rasp_xl.incoming.workbook import Workbook
from rasp_xl.model.findings import Finding, Place, Severity
from rasp_xl.model.layout import COUNTING, SCORES
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.scoring.scores import area_scores, score_council

ASKED = ROUND.question_set
SHEET_SCORE, WEIGHT_CHANGED = "RX411", "RX412"
OWN = area_scores(GIVEN, ROUND)
SENT = {q.id: float(ROUND.weight(q)) for q in ASKED.questions}


def computed(data: bytes) -> dict[str, bytes]:
    """The raw parts of the sheets a template computes, by sheet name."""
    parts = members(data)
    names = re.findall(rb'<sheet [^>]*?name="([^"]+)"', parts["xl/workbook.xml"])
    by_name = {name.decode(): parts[f"xl/worksheets/sheet{n}.xml"] for n, name in enumerate(names, 1)}
    return {name: by_name[name] for name in (SCORES, COUNTING) if name in by_name}


def opened(sheets: Mapping[str, bytes]) -> Workbook:
    """A workbook of which only these parts matter."""
    return Workbook((), computed=sheets)


def after(sheet: str, pattern: str, by: str, count: int = 1) -> Workbook:
    """The filled template after somebody changed cells of one of its sheets."""
    parts = computed(filled())
    text, changes = re.subn(pattern, by, parts[sheet].decode(), count=count)
    assert changes, pattern
    return opened(parts | {sheet: text.encode()})


def shown(workbook: Workbook) -> Return:
    """The return with what its sheets show."""
    return replace(
        read(filled()), shown_scores=shown_scores(workbook, ASKED), weights=weights(workbook, ASKED), findings=()
    )


def told(returned: Return, round_: Round = ROUND) -> list[Finding]:
    """What is said of the computed sheets."""
    found = check(returned, round_, area_scores(returned.answers, round_))
    return [f for f in found if f.rule.code in {SHEET_SCORE, WEIGHT_CHANGED}]


@pytest.mark.parametrize("purpose", Purpose)
def test_scores_and_weights_are_read_as_they_were_written(purpose: Purpose) -> None:
    """Of a template of any purpose, filled by our own writer, each area's score and each weight."""
    round_ = ROUND.for_purpose(purpose, 2)
    workbook = opened(computed(template_bytes(Filling(round_, score_council(PARTNER, (GIVEN,), round_), PARTNER))))

    assert shown_scores(workbook, ASKED) == pytest.approx(area_scores(GIVEN, round_))
    assert weights(workbook, ASKED) == {q.id: round_.weight(q) for q in ASKED.questions}


def test_nothing_is_said_of_sheets_as_sent() -> None:
    """Where sheet and engine agree, which is nearly always, nobody is told anything."""
    returned = shown(opened(computed(filled())))

    assert len(returned.shown_scores) == 5
    assert told(returned) == []


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["xlsx"])
def test_sheets_that_libreoffice_saved_are_read(suffix: str, tmp_path: Path) -> None:
    """LibreOffice writes every cell in another way, and keeps rows and figures."""
    returned = shown(opened(computed(convert(filled(), suffix, tmp_path))))

    assert returned.shown_scores == pytest.approx(OWN)
    assert returned.weights == SENT
    assert told(returned) == []


def test_file_without_saved_results_shows_no_scores() -> None:
    """A program that does not calculate saves formulas without results; the weights, which are no formulas, stay."""
    workbook = opened(computed(changed()))

    assert shown_scores(workbook, ASKED) == {}
    assert weights(workbook, ASKED) == SENT


def test_score_typed_over_the_formula_is_told() -> None:
    """A council that improves its own score sees what counts, on the sheet and in the area it changed."""
    returned = shown(after(SCORES, r'(<c r="B9"[^>]*>)<f>.*?</f><v>.*?</v>', r"\g<1><v>95</v>"))
    (finding,) = told(returned)

    assert finding.message == (
        "The sheet Your scores shows 95.0 for Governance; from the answers it is 38.4, which counts."
    )
    assert (finding.place, finding.severity) == (Place(returned.file, SCORES), Severity.INFORMATION)


def test_results_left_from_before_the_answers_are_told_by_area() -> None:
    """A program that keeps old results shows noughts beside answers; each area is said once, with both figures."""
    returned = shown(after(SCORES, r'(<c r="B[5-9]"[^>]*><f>.*?</f>)<v>.*?</v>', r"\g<1><v>0</v>", count=5))

    assert [f.message.split(";")[0] for f in told(returned)] == [
        f"The sheet Your scores shows 0.0 for {area.name}" for area in ASKED.areas
    ]


@pytest.mark.parametrize(
    ("figure", "expected"),
    [("37.5", 0), ("37.5000000000001", 0), ("37.54", 0), ("37.44", 1), ("37.56", 1), ("375", 1), ("-3", 1)],
)
def test_only_a_difference_that_shows_is_told(figure: str, expected: int) -> None:
    """Risk management scores 37.5: what both would show as the same figure is the same."""
    workbook = after(SCORES, r'(<c r="B8"[^>]*><f>.*?</f>)<v>37\.5</v>', rf"\g<1><v>{figure}</v>")

    assert len(told(shown(workbook))) == expected


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (r'r="([A-J])5"', r'r="\g<1>15"'),
        (r'(<c r="G6"[^>]*><f>)IF\(D80', r"\g<1>IF(D81"),
        (r'(<c r="G5"[^>]*>)<f>.*?</f>', r"\g<1>"),
        (r'(<c r="G7"[^>]*><f>)IF', r"\g<1>SUM"),
        (r'<row r="10".*', ""),
    ],
)
def test_scores_that_moved_are_not_compared(pattern: str, by: str) -> None:
    """Cells gone or formulas rewritten: which figure belongs to which area is no longer sure, so nothing is said."""
    assert shown_scores(after(SCORES, pattern, by, count=0), ASKED) == {}


def test_scores_below_an_inserted_row_are_not_compared() -> None:
    """A row put in at the top moves every area down by one; the figure of one is not held against the next."""
    part = computed(filled())[SCORES].decode()
    moved = re.sub(r'r="([A-Z]*)(\d+)"', lambda found: f'r="{found[1]}{int(found[2]) + 1}"', part)
    moved = re.sub(r"\b([BD])(79|8\d)\b", lambda found: f"{found[1]}{int(found[2]) + 1}", moved)

    assert shown_scores(opened({SCORES: moved.encode()}), ASKED) == {}


def test_formula_that_cells_share_is_followed() -> None:
    """Excel may write one formula for a column and let the cells below refer to it."""
    parts = computed(filled())
    text = re.sub(r'(<c r="G5"[^>]*>)<f>', r'\1<f t="shared" ref="G5:G9" si="0">', parts[SCORES].decode())
    text = re.sub(r'(<c r="G[6-9]"[^>]*>)<f>.*?</f>', r'\1<f t="shared" si="0"/>', text)

    assert shown_scores(opened({SCORES: text.encode()}), ASKED) == pytest.approx(OWN)


@pytest.mark.parametrize("kind", ["s", "str", "e", "b"])
def test_texts_and_errors_are_no_scores(kind: str) -> None:
    """A text is stored by its number in a list, which is no score of 12; the other areas keep theirs."""
    text = shown_scores(
        after(SCORES, r'<c r="B5" s="(\d+)"><f>.*?</f><v>.*?</v>', rf'<c r="B5" s="\1" t="{kind}"><v>12</v>'), ASKED
    )

    assert list(text) == [area.id for area in ASKED.areas[1:]]


def test_changed_weight_is_told_once_with_the_questions() -> None:
    """The office asks why; the weights of the round count, whatever the sheet says."""
    returned = shown(after(COUNTING, r'(<c r="D(?:5|61)"[^>]*>)<v>\d</v>', r"\g<1><v>9</v>", count=2))
    (finding,) = told(returned)

    assert finding.message.startswith("The sheet How it counts weighs SV1, GV13 otherwise than it was sent.")
    assert finding.place == Place(returned.file, COUNTING)


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (r'(<c r="D30"[^>]*>)<v>\d</v>', r"\g<1>"),
        (r'(<c r="D30"[^>]*)><v>\d</v>', r'\g<1> t="s"><v>1</v>'),
        (r'(<c r="E30"[^>]*>)<v>\d</v>', r"\g<1><v>2</v>"),
        (r'(<c r="E5"[^>]*>)<v>0</v>', r"\g<1><v>1</v>"),
        (r'<row r="61".*?</row>', ""),
    ],
)
def test_weights_that_are_not_all_where_they_were_are_not_compared(pattern: str, by: str) -> None:
    """One that lacks, or marks of gates that are no purpose's, show that rows moved or are gone."""
    assert weights(after(COUNTING, pattern, by), ASKED) == {}


def test_sorted_rows_are_not_taken_for_changed_weights() -> None:
    """Rows in another order carry their gates with them, which no longer stand where a purpose has them."""
    rows = re.findall(rb'<c r="D\d+"[^>]*><v>\d</v></c><c r="E\d+"[^>]*><v>\d</v></c>', computed(filled())[COUNTING])
    pairs = sorted(re.findall(rb"<v>(\d)</v>", row) for row in rows)
    text = "".join(
        f'<c r="D{n}"><v>{int(w)}</v></c><c r="E{n}"><v>{int(g)}</v></c>' for n, (w, g) in enumerate(pairs, 5)
    )

    assert len(pairs) == len(SENT)
    assert weights(opened({COUNTING: text.encode()}), ASKED) == {}


@pytest.mark.parametrize(
    "identity",
    [{"fingerprint": "f" * 12}, {"purpose": "joining"}, {"purpose": "", "template": ""}],
)
def test_sheets_of_another_template_are_not_compared(identity: dict[str, str]) -> None:
    """Another question set or purpose has other weights, so its figures differ rightly."""
    returned = shown(after(SCORES, r'(<c r="B5"[^>]*><f>.*?</f>)<v>.*?</v>', r"\g<1><v>3</v>"))
    other = replace(returned, identity=replace(returned.identity, **identity))

    assert len(told(returned)) == 1
    assert [f for f in told(other) if f.rule.code == SHEET_SCORE] == []


def test_weights_are_those_of_the_purpose_the_template_was_made_for() -> None:
    """A return of a health check that was dropped into a round of newcomers is held; its weights are not to blame."""
    health = ROUND.for_purpose(Purpose.HEALTH_CHECK, 4)
    returned = shown(
        opened(computed(template_bytes(Filling(health, score_council(PARTNER, (GIVEN,), health), PARTNER))))
    )
    returned = replace(returned, identity=replace(returned.identity, purpose="health-check", stage="4"))

    assert told(returned) == []


@pytest.mark.parametrize("change", [{"unreadable": True, "value": None}, {"waived": True}, {}])
def test_area_with_an_answer_to_mend_is_not_compared(change: dict[str, object]) -> None:
    """What the sheet makes of a cell that cannot be read is no news: the cell is asked for already, and the score will change."""
    returned = shown(after(SCORES, r'(<c r="B5"[^>]*><f>.*?</f>)<v>.*?</v>', r"\g<1><v>3</v>"))
    first = replace(returned.answers["SV1"], **change) if change else None
    others = {q: a for q, a in returned.answers.items() if q != "SV1"}

    assert told(replace(returned, answers=others | ({"SV1": first} if first else {}))) == []


def test_area_that_does_not_apply_shows_no_score_and_is_told_where_the_sheet_has_one() -> None:
    """With nothing to score there is no figure, so any figure is the sheet's own."""
    returned = replace(read(filled()), shown_scores={"SV": 50.0}, findings=())
    found = check(returned, ROUND, {"SV": None})

    assert "shows 50.0 for Shared vision; from the answers it is No score" in found[-1].message


def test_without_our_own_scores_nothing_is_compared() -> None:
    """Who checks a return without scoring it hears nothing of scores."""
    assert check(replace(read(filled()), shown_scores={"SV": 1.0}), ROUND) == check(read(filled()), ROUND)


def test_sheets_that_are_gone_show_nothing() -> None:
    """People delete sheets that they do not need."""

    def without(book: OpenWorkbook) -> None:
        del book[SCORES]
        del book[COUNTING]

    for workbook in (opened({}), opened(computed(changed(without))), opened({SCORES: b"", COUNTING: b""})):
        assert (shown_scores(workbook, ASKED), weights(workbook, ASKED)) == ({}, {})


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.data())
def test_spoiled_sheets_stop_nothing(data: st.DataObject) -> None:
    """Whatever bytes stand there, what is read are numbers of areas and questions we know, or nothing."""
    parts = {}
    for sheet, part in computed(filled()).items():
        at = data.draw(st.integers(0, len(part)))
        spoiled = part[:at] + data.draw(st.binary(max_size=60)) + part[at + data.draw(st.integers(0, 400)) :]
        parts[sheet] = spoiled
    found, weighed = shown_scores(opened(parts), ASKED), weights(opened(parts), ASKED)

    assert set(found) <= {area.id for area in ASKED.areas}
    assert set(weighed) in (set(), set(SENT))
    assert all(abs(number) < 1e6 for number in (*found.values(), *weighed.values()))


@pytest.mark.parametrize("piece", [b' r="D5"', b' r="D5"><f>', b' r="B5"><f a', b' r="G5"><v>1', b'<c r="D5" '])
def test_hostile_sheet_is_searched_within_bounds(piece: bytes) -> None:
    """Megabytes made to look like what is searched for are left alone after the first; what lies beyond is not read."""
    sheet = piece * (8 * LOOKED_AT // len(piece)) + computed(filled())[COUNTING]
    workbook = opened({SCORES: sheet, COUNTING: sheet})

    assert (shown_scores(workbook, ASKED), weights(workbook, ASKED)) == ({}, {})
