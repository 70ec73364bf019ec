"""The sheet Settings: all that finance may change, each cell with a name, a limit and a word on what it does."""

from dataclasses import dataclass

from rasp_xl.model.questions import STAGES
from rasp_xl.model.rounds import Round, Settings
from rasp_xl.model.setting_rules import COLOUR_NAMES, COLOURS_LABEL, SETTING_RULES, Limits, colours_words
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports import rule_words
from rasp_xl.reports.live import ALL_RIGHT, NOT_RIGHT, SETTINGS_RIGHT, Live, either, nouned, say, sentence, unless
from rasp_xl.reports.positions import (
    BANDS_ROW,
    SETTING_FIRST_STAGE,
    SETTING_WEIGHT,
    SETTINGS,
    SETTINGS_FIRST_QUESTION_ROW,
    SETTINGS_FIRST_ROW,
    Positions,
)

WIDTHS = (40, 18, 16, 86, 9, 36, 12, 12)
VALUE, AT_SCORING, DOES, RIGHT, FITS = 2, 3, 4, 5, 6
HEADINGS = ("Setting", "Value", "At scoring", "What it does", "Right?", "What fits")
BAND_HEADINGS = ("Band", "From score", "At scoring", "What it means", "Right?", "What fits")
QUESTION_HEADINGS = (
    "Question", "Weight", "Gate from stage", "Text", "Right?", "Theme", "Weight at scoring", "Gate at scoring",
)  # fmt: skip
WEIGHT_BEFORE, STAGE_BEFORE = 7, 8
HEAVIEST = 10


def holds(limits: Limits, here: str) -> str:
    """Whether what a cell holds can be right; a limit that is another cell's counts only while a number stands there."""
    parts = [f"ISNUMBER({here})", *([f"{here}=INT({here})"] if limits.whole else [])]
    for sign, limit in ((">=", limits.least), ("<=", limits.most)):
        kept = f"{here}{sign}{limit}"
        parts.append(f"OR(NOT(ISNUMBER({limit})),{kept})" if isinstance(limit, str) else kept)
    return f"AND({','.join(parts)})"


@dataclass(frozen=True, slots=True)
class Setting:
    """One cell of finance's: its defined name is that of the field of Settings, or the stage's."""

    name: str
    label: str
    value: float
    limits: Limits
    does: Live


def settings_of(round_: Round) -> tuple[Setting, ...]:
    """All settings that are one number, in the order of the sheet."""
    cells = {rule.name: cell(row, VALUE, fixed=True) for row, rule in enumerate(SETTING_RULES, SETTINGS_FIRST_ROW + 1)}
    stage = Setting(formulas.STAGE, "Stage", round_.stage, Limits(1, len(STAGES)), _stage(round_))
    numbers = (
        Setting(
            rule.name,
            rule.label,
            getattr(round_.settings, rule.name),
            rule.limits.at(cells),
            rule_words.does_words(rule, round_.settings),
        )
        for rule in SETTING_RULES
    )
    return stage, *numbers


def _stage(round_: Round) -> Live:
    choices = ",".join(f'"{words.lower()}"' for words in STAGES)
    now = Live(f"CHOOSE({formulas.STAGE},{choices})", STAGES[round_.stage - 1].lower())
    return sentence("The stage is: ", now, ". Gates whose first stage is later do not bite yet.")


def add_settings(book: Book, at: Positions) -> None:
    """Stage, limits, caps, bands, weights and gates; change one and the workbook moves."""
    sheet, round_ = book.add_sheet(SETTINGS, tab="#b1b4b6"), at.assessment.round
    sheet.title(SETTINGS)
    say(sheet, 2, _lead(at))
    sheet.height(2, 18)
    sheet.widths(WIDTHS)
    sheet.row(SETTINGS_FIRST_ROW - 1, HEADINGS)
    row = SETTINGS_FIRST_ROW
    for row, setting in enumerate(settings_of(round_), SETTINGS_FIRST_ROW):
        _setting(book, sheet, row, setting)
    _colours(book, sheet, row + 1, round_)
    sheet.text(row + 2, 1, "Purpose", "cell")
    sheet.text(row + 2, VALUE, round_.purpose.words, "cell")
    sheet.text(row + 2, AT_SCORING, round_.purpose.words, "cell")
    sheet.text(row + 2, DOES, "The weights and gates below are those of this purpose.", "cell")
    _bands(book, sheet, round_.settings)
    _questions(sheet, at)
    book.name(SETTINGS_RIGHT, SETTINGS, _whole(at, RIGHT))
    sheet.paint(
        _whole(at, RIGHT), f'={cell(SETTINGS_FIRST_ROW, RIGHT)}="{NOT_RIGHT}"', {"bg_color": WARN_FILL, "bold": True}
    )
    for value, before in _pairs(at):
        first = value.split(":")[0].replace("$", ""), before.split(":")[0].replace("$", "")
        sheet.paint(value, f"={first[0]}<>{first[1]}", {"bg_color": WARN_FILL, "bold": True})
    sheet.freeze(SETTINGS_FIRST_ROW - 1)
    sheet.repeat(SETTINGS_FIRST_QUESTION_ROW - 1, SETTINGS_FIRST_QUESTION_ROW - 1)
    sheet.worksheet.fit_to_pages(1, 0)


def _pairs(at: Positions) -> tuple[tuple[str, str], ...]:
    """The areas that may be changed, each with what was there at scoring."""
    last = SETTINGS_FIRST_ROW + len(settings_of(at.assessment.round))
    bands = BANDS_ROW + at.assessment.round.settings.top_band - 1

    def two(first: int, end: int) -> tuple[str, str]:
        return span(first, VALUE, end, VALUE, fixed=True), span(first, AT_SCORING, end, AT_SCORING, fixed=True)

    return (
        two(SETTINGS_FIRST_ROW, last),
        two(BANDS_ROW, bands),
        (at.settings_column(SETTING_WEIGHT), at.settings_column(WEIGHT_BEFORE)),
        (at.settings_column(SETTING_FIRST_STAGE), at.settings_column(STAGE_BEFORE)),
    )


def _lead(at: Positions) -> Live:
    changed = "+".join(f"SUMPRODUCT(--({value}<>{before}))" for value, before in _pairs(at))
    number = nouned(Live(f"({changed})", 0), "setting is", "settings are")
    no_longer = sentence(number, " no longer as at scoring, and marked.")
    state = unless(f"{changed}=0", True, "All are as at scoring.", no_longer)
    as_ever = sentence("Change a yellow cell and every figure, map and rule in this workbook follows. ", state)
    return either(ALL_RIGHT, True, as_ever, sentence(_not_right(at), " ", state))


def _whole(at: Positions, column: int) -> str:
    """A column from the first setting over the bands to the last question."""
    last = SETTINGS_FIRST_QUESTION_ROW + len(at.questions) - 1
    return span(SETTINGS_FIRST_ROW, column, last, column, fixed=True)


def _not_right(at: Positions) -> Live:
    """How many settings cannot be right, and which is the first; nobody reads it while all can be."""
    wrong, first = f'COUNTIF({SETTINGS_RIGHT},"{NOT_RIGHT}")', f'MATCH("{NOT_RIGHT}",{SETTINGS_RIGHT},0)'
    more = either(f"{wrong}=1", True, sentence(""), sentence(", and ", Live(f"{wrong}-1", ""), " more"))
    return sentence(
        nouned(Live(wrong, ""), "setting"), " cannot be right: ", Live(f"INDEX({_whole(at, 1)},{first})", ""), " (row ",
        Live(f"{first}+{SETTINGS_FIRST_ROW - 1}", ""), ")", more, ". What hangs on it is wrong until it is mended.",
    )  # fmt: skip


def _right(sheet: Sheet, row: int, *conditions: str) -> None:
    """Say beside a setting whether it can be right: a validation stops neither Delete nor paste."""
    held = f'IF(AND({",".join(conditions)}),"yes","{NOT_RIGHT}")'
    sheet.formula(row, RIGHT, f'=IFERROR({held},"{NOT_RIGHT}")', "yes", "cell centre")


def _setting(book: Book, sheet: Sheet, row: int, setting: Setting) -> None:
    sheet.text(row, 1, setting.label, "cell")
    sheet.number(row, VALUE, setting.value, "input")
    sheet.number(row, AT_SCORING, setting.value, "plain number")
    does = either(
        f'{cell(row, RIGHT, fixed=True)}="yes"',
        True,
        setting.does,
        sentence("What it does can be said once its value can be right."),
    )
    say(sheet, row, does, "cell", DOES)
    sheet.fit(row, [(str(setting.does.value), WIDTHS[DOES - 1] - 2), (setting.limits.words, WIDTHS[FITS - 1] - 2)])
    _right(sheet, row, holds(setting.limits, cell(row, VALUE, fixed=True)))
    sheet.text(row, FITS, setting.limits.words, "cell")
    book.name(setting.name, SETTINGS, cell(row, VALUE, fixed=True))
    _limit(sheet, cell(row, VALUE), setting.limits, setting.label)


def _limit(sheet: Sheet, area: str, limits: Limits, title: str = "") -> None:
    """Say at once when a setting cannot be right."""
    least, most = (f"={one}" if isinstance(one, str) else one for one in (limits.least, limits.most))
    words = {"input_title": title[:32], "input_message": limits.message} if title else {}
    sheet.worksheet.data_validation(
        area,
        {
            "validate": "integer" if limits.whole else "decimal",
            "criteria": "between",
            "minimum": least,
            "maximum": most,
            "ignore_blank": False,
            "error_title": "Out of range",
            "error_message": limits.message,
            **words,
        },
    )


def _colours(book: Book, sheet: Sheet, row: int, round_: Round) -> None:
    sheet.text(row, 1, COLOURS_LABEL, "cell")
    sheet.text(row, VALUE, round_.settings.colour_theme, "input")
    sheet.text(row, AT_SCORING, round_.settings.colour_theme, "cell")
    sheet.text(row, DOES, colours_words(), "cell")
    fits, known = (
        " or ".join(COLOUR_NAMES),
        ",".join(f'{cell(row, VALUE, fixed=True)}="{name}"' for name in COLOUR_NAMES),
    )
    _right(sheet, row, f"OR({known})")
    sheet.text(row, FITS, fits, "cell")
    book.name(formulas.COLOUR_THEME, SETTINGS, cell(row, VALUE, fixed=True))
    sheet.worksheet.data_validation(
        cell(row, VALUE),
        {
            "validate": "list",
            "source": list(COLOUR_NAMES),
            "ignore_blank": False,
            "input_title": COLOURS_LABEL,
            "input_message": f"Please choose {fits}.",
            "error_title": "Not a theme",
            "error_message": f"Please choose {fits}.",
        },
    )


def _bands(book: Book, sheet: Sheet, settings: Settings) -> None:
    """The lowest band holds from 0, or some scores would have none; each other edge stays between its neighbours."""
    last = BANDS_ROW + settings.top_band - 1
    sheet.row(BANDS_ROW - 1, BAND_HEADINGS)
    for row, band in enumerate(settings.bands, BANDS_ROW):
        here = cell(row, VALUE, fixed=True)
        sheet.text(row, 1, band.label, "cell")
        sheet.number(row, VALUE, band.from_score, "plain number" if row == BANDS_ROW else "input")
        sheet.number(row, AT_SCORING, band.from_score, "plain number")
        sheet.text(row, DOES, band.meaning, "cell")
        above = 100 if row == last else cell(row + 1, VALUE, fixed=True)
        limits = Limits(cell(row - 1, VALUE, fixed=True), above, whole=False)
        if row > BANDS_ROW:
            _limit(sheet, cell(row, VALUE), limits, band.label)
        _right(sheet, row, holds(limits, here) if row > BANDS_ROW else f"AND(ISNUMBER({here}),{here}=0)")
        fits = limits.words if row > BANDS_ROW else "0"
        sheet.text(row, FITS, fits, "cell")
        sheet.fit(
            row, [(band.label, WIDTHS[0] - 2), (band.meaning, WIDTHS[DOES - 1] - 2), (fits, WIDTHS[FITS - 1] - 2)]
        )
    book.name(formulas.BAND_LABEL, SETTINGS, span(BANDS_ROW, 1, last, 1, fixed=True))
    book.name(formulas.BAND_FROM, SETTINGS, span(BANDS_ROW, VALUE, last, VALUE, fixed=True))


def _questions(sheet: Sheet, at: Positions) -> None:
    round_, themes = at.assessment.round, {t.id: t.name for a in at.areas for t in a.themes}
    weights, stages = Limits(0, HEAVIEST), Limits(1, len(STAGES))
    sheet.row(SETTINGS_FIRST_QUESTION_ROW - 1, QUESTION_HEADINGS)
    sheet.height(SETTINGS_FIRST_QUESTION_ROW - 1, 30)
    for row, question in enumerate(at.questions, SETTINGS_FIRST_QUESTION_ROW):
        weight, first = round_.weight(question), round_.gate_from(question)
        for column, text in ((1, question.id), (4, question.text), (6, themes[question.theme])):
            sheet.text(row, column, text, "cell")
        sheet.number(row, SETTING_WEIGHT, weight, "input")
        sheet.number(row, WEIGHT_BEFORE, weight, "plain number")
        if first is None:
            sheet.text(row, SETTING_FIRST_STAGE, "no gate", "cell")
            sheet.text(row, STAGE_BEFORE, "no gate", "cell")
        else:
            sheet.number(row, SETTING_FIRST_STAGE, first, "input")
            sheet.number(row, STAGE_BEFORE, first, "plain number")
            _limit(sheet, cell(row, SETTING_FIRST_STAGE), stages)
        weight_there, gate_there = (cell(row, column, fixed=True) for column in (SETTING_WEIGHT, SETTING_FIRST_STAGE))
        gate = holds(stages, gate_there) if first is not None else f"NOT(ISNUMBER({gate_there}))"
        _right(sheet, row, holds(weights, weight_there), gate)
        sheet.fit(row, [(question.text, WIDTHS[3] - 2), (themes[question.theme], WIDTHS[5] - 2)])
    _limit(sheet, at.settings_column(SETTING_WEIGHT).replace("$", ""), weights)
