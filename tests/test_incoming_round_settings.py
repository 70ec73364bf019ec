"""The sheet Bands and settings of the round workbook read back: what is set otherwise, or what is wrong with an entry."""

from dataclasses import fields, replace
from functools import cache
from io import BytesIO

import pytest
from changed_rounds import ASKED, FILE, ROUND, Change, mistakes, read
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from rasp_xl.incoming.round_book.whole import read_round
from rasp_xl.model.palette import COLOUR_THEMES
from rasp_xl.model.round_layout import SETTINGS
from rasp_xl.model.rounds import BANDS, Band, Settings
from rasp_xl.model.setting_rules import COLOURS_LABEL, EVIDENCE_LABEL, FORMER_LABELS, SETTING_RULES
from rasp_xl.outgoing.round_book.setting_sheet import BANDS_ROW, COLOURS_ROW, EVIDENCE_ROW, FIRST_ROW
from rasp_xl.outgoing.round_book.whole import round_book_bytes

ROWS = {rule.name: row for row, rule in enumerate(SETTING_RULES, FIRST_ROW)} | {
    "colour_theme": COLOURS_ROW, "show_evidence": EVIDENCE_ROW,
}  # fmt: skip


def typed(**cells: object) -> Change:
    """Somebody types into the sheet: a setting by its name, other cells by their address."""

    def change(book: Workbook) -> None:
        for where, entry in cells.items():
            book[SETTINGS][f"B{ROWS[where]}" if where in ROWS else where] = entry

    return change


def test_every_setting_can_be_set() -> None:
    """No field of the engine's settings is left out, and the usual ones are read as they are."""
    assert {field.name for field in fields(Settings)} == {*ROWS, "bands"}
    assert read().settings == Settings()


@pytest.mark.parametrize(
    ("entry", "wanted"), [(70, 70), (62.5, 62.5), ("62,5", 62.5), ("70 %", 70), (" 70% ", 70), ("0", 0), (100.0, 100)]
)
def test_number_is_taken_as_typed(entry: object, wanted: float) -> None:
    """With a decimal comma, as text, with a per cent sign."""
    assert read(typed(min_coverage=entry)).settings == Settings(min_coverage=wanted)


def test_bands_are_named_and_cut_by_the_office() -> None:
    """Names, edges and meanings; also typed as text."""
    cells = {f"A{BANDS_ROW + 1}": "Under way", f"B{BANDS_ROW + 1}": "37,5", f"C{BANDS_ROW + 1}": "Go on with care."}

    assert read(typed(**cells)).settings.bands == (
        BANDS[0], Band(2, "Under way", 37.5, "Go on with care."), *BANDS[2:],
    )  # fmt: skip


MISTAKES: list[tuple[dict[str, object], str, str]] = [
    ({"min_coverage": 0.8}, "min_coverage", "Coverage for a final score, % reads 0.8, which a spreadsheet makes of 80%. Type 80, without a per cent sign."),
    ({"min_coverage": 1}, "min_coverage", "Coverage for a final score, % reads 1, which a spreadsheet makes of 100%. Type 100, without a per cent sign."),
    ({"min_coverage": 101}, "min_coverage", "Coverage for a final score, % reads “101”. Type a number from 0 to 100."),
    ({"min_coverage": None}, "min_coverage", "Coverage for a final score, % is not filled in. Type a number from 0 to 100."),
    ({"max_not_applicable": "a quarter"}, "max_not_applicable", "Not applicable at most, % reads “a quarter”."),
    ({"max_not_applicable": True}, "max_not_applicable", "Not applicable at most, % reads “True”."),
    ({"asymmetric_points": -5}, "asymmetric_points", "Asymmetry on an area, points reads “-5”."),
    ({"weak_gate_band": 4}, "weak_gate_band", "Highest band with a weak gate reads “4”. Type a whole number from 1 to 3."),
    ({"closed_gate_band": 2.5}, "closed_gate_band", "Highest band with a closed gate reads “2.5”. Type a whole number from 1 to 2."),
    ({"overall_steps_above": 4}, "overall_steps_above", "Bands above the lowest band of any area, overall reads “4”. Type a whole number from 0 to 3."),
    ({"gap_to_level": 4}, "gap_to_level", "Shared gap up to level reads “4”. Type a whole number from 0 to 3."),
    ({"top_band_gate_level": 0}, "top_band_gate_level", "Level of all gates for the top band reads “0”."),
    ({"colour_theme": "pink"}, "colour_theme", "Colours of the maps reads “pink”. Choose blue or red-amber-green."),
    ({"show_evidence": "perhaps"}, "show_evidence", "Show evidence on the page reads “perhaps”. Choose No or Yes."),
    ({"show_evidence": None}, "show_evidence", "Show evidence on the page is not filled in. Choose No or Yes."),
    ({f"B{BANDS_ROW}": 10}, f"B{BANDS_ROW}", "The lowest band holds from “10”, and lower scores would have none. Type 0."),
    ({f"B{BANDS_ROW + 2}": 40}, f"B{BANDS_ROW + 2}", "The band holds from 40, which is not above 40, from which the one below it holds. Type a number above 40, up to 100."),
    ({f"B{BANDS_ROW + 3}": 0.8}, f"B{BANDS_ROW + 3}", "From score reads 0.8, which a spreadsheet makes of 80%."),
    ({f"A{BANDS_ROW}": "emerging"}, f"A{BANDS_ROW + 1}", f"“Emerging” is in A{BANDS_ROW} already. Name each band otherwise."),
    ({f"A{BANDS_ROW}": None}, f"A{BANDS_ROW}", "The band has no name. Type what it is called."),
    ({f"A{BANDS_ROW}": "Not *yet*"}, f"A{BANDS_ROW}", "“Not *yet*” cannot be the name of a band."),
    ({f"A{BANDS_ROW}": "No score"}, f"A{BANDS_ROW}", "“No score” cannot be the name of a band."),
    ({f"A{BANDS_ROW}": "Nowhere near ready for anything"}, f"A{BANDS_ROW}", "The name “Nowhere near ready for anything” is too long."),
    ({f"C{BANDS_ROW}": None}, f"C{BANDS_ROW}", "The band has no meaning. Say in a sentence what it means."),
    ({f"A{BANDS_ROW + 4}": "Perfect"}, f"A{BANDS_ROW + 4}", "There are 5 bands, and there must be 4."),
    ({f"A{FIRST_ROW}": None}, "", "There is no row with the label Coverage for a final score, %. Put Coverage for a final score, % back under Setting, with its entry beside it under Entry."),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "where", "said"), MISTAKES)
def test_mistake_is_said_with_its_cell(cells: dict[str, object], where: str, said: str) -> None:
    """Where, what was found and what to type; one entry that is wrong makes no other wrong."""
    (line,) = mistakes(typed(**cells))
    place = f"{SETTINGS}, {f'B{ROWS[where]}' if where in ROWS else where}" if where else SETTINGS

    assert line.startswith(f"{place}: {said}")


def test_entries_are_found_wherever_they_are_moved() -> None:
    """By labels and headings, on a sheet of another name, too."""

    def moved(book: Workbook) -> None:
        sheet = book[SETTINGS]
        sheet.insert_rows(1, 2)
        sheet.insert_cols(1)
        sheet.title = "How we judge"

    assert read(typed(min_coverage=60), moved).settings == Settings(min_coverage=60)


EVER = {
    "min_coverage": ("Coverage for a final score, %",), "max_not_applicable": ("Not applicable at most, %",),
    "closed_gate_band": ("Highest band with a closed gate",), "weak_gate_band": ("Highest band with a weak gate",),
    "conditional_gate_band": ("Highest band with a conditional gate",),
    "overall_steps_above": ("Bands above the lowest area, overall", "Bands above the lowest band of any area, overall"),
    "top_band_gate_level": ("Level of all gates for the top band",), "unevidenced_level": ("Level of a claim without evidence",),
    "asymmetric_levels": ("Asymmetry on a question, levels",), "asymmetric_points": ("Asymmetry on an area, points",),
    "strength_from_level": ("Shared strength from level",), "gap_to_level": ("Shared gap up to level",),
    "colour_theme": ("Colours of the maps",), "show_evidence": ("Show evidence on the page",),
}  # fmt: skip
"""Every label that a setting ever had, the one of today last. A label that is reworded is added, and never replaced."""


@pytest.mark.parametrize(("name", "label"), [(name, label) for name, labels in EVER.items() for label in labels[:-1]])
def test_setting_is_read_under_every_label_it_ever_had(name: str, label: str) -> None:
    """A round workbook that was made before a label was reworded is read as ever, with what is entered in it."""

    def as_it_was(book: Workbook) -> None:
        book[SETTINGS][f"A{ROWS[name]}"] = label

    assert read(typed(**{name: 2}), as_it_was).settings == Settings(**{name: 2})


def test_labels_of_today_are_the_last_of_all() -> None:
    """Whoever rewords a label is told here that workbooks have the former one."""
    today = {rule.name: rule.label for rule in SETTING_RULES} | {
        "colour_theme": COLOURS_LABEL, "show_evidence": EVIDENCE_LABEL,
    }  # fmt: skip

    assert {name: labels[-1] for name, labels in EVER.items()} == today
    assert set(FORMER_LABELS) == {label for labels in EVER.values() for label in labels[:-1]}


def test_mistake_under_a_former_label_is_said_with_its_cell() -> None:
    """And the label of today stands over a former one, should a sheet have both."""

    def as_it_was(book: Workbook) -> None:
        book[SETTINGS][f"A{ROWS['overall_steps_above']}"] = EVER["overall_steps_above"][0]

    def both(book: Workbook) -> None:
        book[SETTINGS]["A5"], book[SETTINGS]["B5"] = EVER["overall_steps_above"][0], 3

    (line,) = mistakes(typed(overall_steps_above=4), as_it_was)
    assert line.startswith(f"{SETTINGS}, B{ROWS['overall_steps_above']}: ")
    assert read(both).settings == Settings()


def test_round_workbook_without_the_row_on_evidence_shows_none() -> None:
    """Round workbooks made before there was such a setting are read as ever."""
    assert read(typed(min_coverage=60, **{f"A{EVIDENCE_ROW}": None})).settings == Settings(min_coverage=60)


@pytest.mark.parametrize("word", ["Yes", "yes ", "YES"])
def test_evidence_is_shown_where_the_office_says_so(word: str) -> None:
    """However the word is typed."""
    assert read(typed(show_evidence=word)).settings == Settings(show_evidence=True)


EDGES = st.lists(st.integers(11, 1000), min_size=3, max_size=3, unique=True).map(sorted)
NAMES = st.lists(
    st.text("abcdefgh -&", min_size=1, max_size=16).map(lambda text: f"x{' '.join(text.split())}"),
    min_size=4, max_size=4, unique_by=str.casefold,
)  # fmt: skip
PERCENT = st.just(0) | st.integers(11, 1000).map(lambda tenths: tenths / 10)


@st.composite
def all_set(draw: st.DrawFn) -> Settings:
    """Settings of any kind that the rules allow."""
    edges = (0, *(tenths / 10 for tenths in draw(EDGES)))
    names = draw(NAMES)
    bands = tuple(Band(n, *one, f"What {n} means.") for n, one in enumerate(zip(names, edges, strict=True), 1))
    caps = sorted(draw(st.tuples(*[st.integers(1, 4)] * 3)))
    level = st.integers(1, 4)
    return Settings(
        bands, draw(PERCENT), draw(PERCENT), caps[0], caps[1], caps[2], draw(st.integers(0, 3)), draw(level),
        draw(st.integers(0, 4)), draw(level), draw(PERCENT), draw(level), draw(st.integers(0, 3)),
        draw(st.sampled_from([theme.name for theme in COLOUR_THEMES])), draw(st.booleans()),
    )  # fmt: skip


@given(all_set())
@settings(max_examples=12, deadline=None, derandomize=True)
def test_every_setting_is_read_back(chosen: Settings) -> None:
    """Writer and reader are of one mind, whatever is set."""
    round_ = replace(ROUND, settings=chosen)

    assert read_round(round_book_bytes(round_), FILE, ASKED) == round_


@cache
def sheet_values() -> dict[str, object]:
    """What stands on the sheet as it leaves us."""
    book = load_workbook(BytesIO(round_book_bytes(ROUND)), data_only=True)
    return {cell.coordinate: cell.value for row in book[SETTINGS].iter_rows() for cell in row if cell.value is not None}


def test_each_entry_is_checked_beside_it() -> None:
    """Checks say Done as long as nothing is out of range."""
    rows = [*ROWS.values(), *range(BANDS_ROW, BANDS_ROW + len(BANDS))]

    assert {sheet_values()[f"D{row}"] for row in rows} == {"Done"}
