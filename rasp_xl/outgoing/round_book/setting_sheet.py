"""The sheet Bands and settings of the round workbook: by what answers are judged, each entry with its limits and a check beside it."""

from collections.abc import Sequence

from rasp_xl.model.round_layout import BAND_HEADINGS, ENTRY, NO, SETTING, SETTINGS, YES
from rasp_xl.model.rounds import Band, Round
from rasp_xl.model.setting_rules import (
    COLOUR_NAMES,
    COLOURS_LABEL,
    EVIDENCE_LABEL,
    EVIDENCE_WORDS,
    LONGEST_BAND,
    SETTING_RULES,
    Limits,
    colours_words,
)
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.round_book.choice_names import COLOUR_CHOICES, YES_OR_NO
from rasp_xl.outgoing.round_book.tables import DONE
from rasp_xl.outgoing.style import WARN_FILL

WIDTHS = (42, 20, 96, 44)
LABEL, VALUE, DOES, CHECK = range(1, 5)
GUIDE = (
    "By what answers are judged. These are the usual settings: leave them as they are, unless the programme board has agreed otherwise.",
    "Change them before results are known. The scored workbook shows them on its sheet Settings, where they can be tried otherwise.",
    "Percentages are typed as plain numbers, as 80 and not 80%.",
)
HEADER_ROW = 6
FIRST_ROW = HEADER_ROW + 1
COLOURS_ROW = FIRST_ROW + len(SETTING_RULES)
EVIDENCE_ROW = COLOURS_ROW + 1
BANDS_HEADING_ROW = EVIDENCE_ROW + 2
BANDS_ROW = BANDS_HEADING_ROW + 4
BANDS_GUIDE = "Four bands from the lowest to the highest, as every map and report calls them. A band holds from its score up to the next one's."
RANGE = "Out of range: {}"


def add_settings(book: Book, round_: Round) -> None:
    """A row for each setting, the choices that are no numbers, and the bands."""
    sheet, settings = book.add_sheet(SETTINGS), round_.settings
    sheet.widths(WIDTHS)
    sheet.title(SETTINGS)
    for row, text in enumerate(GUIDE, 2):
        sheet.text(row, 1, text, "plain")
        sheet.height(row, 17)
    sheet.row(HEADER_ROW, (SETTING, ENTRY, "What it does", "Check"))
    sheet.height(HEADER_ROW, 20)
    cells = {rule.name: cell(row, VALUE, fixed=True) for row, rule in enumerate(SETTING_RULES, FIRST_ROW)}
    for row, rule in enumerate(SETTING_RULES, FIRST_ROW):
        sheet.text(row, LABEL, rule.label, "cell bold")
        sheet.number(row, VALUE, getattr(settings, rule.name), "entry centre")
        sheet.text(row, DOES, rule.words, "cell")
        _limit(sheet, row, rule.limits.at(cells), rule.label)
        sheet.fit(row, [(rule.words, WIDTHS[DOES - 1] - 3), (rule.label, WIDTHS[0] - 4)])
    _choice(sheet, COLOURS_ROW, (COLOURS_LABEL, settings.colour_theme, colours_words()), COLOUR_CHOICES, COLOUR_NAMES)
    evidence = EVIDENCE_LABEL, YES if settings.show_evidence else NO, EVIDENCE_WORDS
    _choice(sheet, EVIDENCE_ROW, evidence, YES_OR_NO, (YES, NO))
    sheet.heading(BANDS_HEADING_ROW, "Bands")
    sheet.text(BANDS_HEADING_ROW + 1, 1, BANDS_GUIDE, "plain")
    sheet.height(BANDS_HEADING_ROW + 1, 17)
    sheet.row(BANDS_ROW - 1, (*BAND_HEADINGS, "Check"))
    sheet.height(BANDS_ROW - 1, 20)
    for row, band in enumerate(settings.bands, BANDS_ROW):
        _band(sheet, row, band, settings.top_band)
    _colour(sheet, BANDS_ROW + settings.top_band - 1)
    sheet.freeze(HEADER_ROW + 1)
    sheet.worksheet.fit_to_pages(1, 0)
    sheet.protect()


def _within(address: str, limits: Limits) -> str:
    """Whether a cell holds a number within the limits; 80% typed into a cell is 0.8, so what is between 0 and 1 is none."""
    least, most = (str(limit) for limit in (limits.least, limits.most))
    kind = f"INT({address})={address}" if limits.whole else f"OR({address}=0,{address}>1)"
    return f"IF(ISNUMBER({address}),AND({kind},{address}>={least},{address}<={most}),FALSE)"


def _limit(sheet: Sheet, row: int, limits: Limits, title: str) -> None:
    """Refuse what cannot be right, and say it beside a cell into which it was pasted."""
    address = cell(row, VALUE)
    sheet.worksheet.data_validation(
        address,
        {
            "validate": "custom",
            "value": f"={_within(address, limits)}",
            "ignore_blank": False,
            "input_title": title[:32],
            "input_message": limits.message,
            "error_title": "Out of range",
            "error_message": limits.message,
        },
    )
    prompt = RANGE.format(limits.words)
    sheet.formula(row, CHECK, f'=IF({_within(address, limits)},"{DONE}","{prompt}")', DONE, "cell")


def _choice(sheet: Sheet, row: int, texts: tuple[str, str, str], name: str, choices: Sequence[str]) -> None:
    """A setting to choose from a list on Lists; texts are its label, what is chosen, and what it does."""
    address = cell(row, VALUE)
    for column, text, style in zip((LABEL, VALUE, DOES), texts, ("cell bold", "entry centre", "cell"), strict=True):
        sheet.text(row, column, text, style)
    message = f"Please choose {' or '.join(choices)}."
    sheet.worksheet.data_validation(
        address,
        {
            "validate": "list",
            "source": f"={name}",
            "ignore_blank": False,
            "error_title": "Choose from the list",
            "error_message": message,
        },
    )
    sheet.formula(row, CHECK, f'=IF(COUNTIF({name},{address})=1,"{DONE}","{message}")', DONE, "cell")
    sheet.fit(row, [(texts[-1], WIDTHS[DOES - 1] - 3)])


def _band(sheet: Sheet, row: int, band: Band, top: int) -> None:
    """The lowest band holds from 0, or some scores would have none; each other begins above the one below it."""
    name, score = cell(row, LABEL), cell(row, VALUE)
    sheet.text(row, LABEL, band.name, "entry bold")
    sheet.number(row, VALUE, band.from_score, "cell centre" if band.number == 1 else "entry centre")
    sheet.text(row, DOES, band.meaning, "entry")
    sheet.fit(row, [(band.name, WIDTHS[0] - 4), (band.meaning, WIDTHS[DOES - 1] - 3)])
    names = span(BANDS_ROW, LABEL, BANDS_ROW + top - 1, LABEL, fixed=True)
    steps = [
        (f'TRIM({name})=""', "Give the band a name"),
        (f"LEN({name})>{LONGEST_BAND}", f"Name it in at most {LONGEST_BAND} characters"),
        (f"SUMPRODUCT(--({names}={name}))>1", "This name stands twice"),
        (f'TRIM({cell(row, DOES)})=""', "Say what it means"),
    ]
    if band.number > 1:
        within = _within(score, Limits(0, 100, whole=False))
        rising = f"IF({within},{score}>{cell(row - 1, VALUE)},FALSE)"
        words = f"Type a number above what stands in {cell(row - 1, VALUE)}, up to 100"
        steps.append((f"NOT({rising})", words))
        sheet.worksheet.data_validation(
            score,
            {
                "validate": "custom",
                "value": f"={rising}",
                "ignore_blank": False,
                "error_title": "Out of range",
                "error_message": f"{words}.",
            },
        )
    prompt = f'"{DONE}"'
    for wrong, said in reversed(steps):
        prompt = f'IF({wrong},"{said}",{prompt})'
    sheet.formula(row, CHECK, f"={prompt}", DONE, "cell")


def _colour(sheet: Sheet, last: int) -> None:
    first = cell(FIRST_ROW, CHECK)
    to_mend = f'=AND({first}<>"",{first}<>"{DONE}",{first}<>"Check")'
    sheet.paint(span(FIRST_ROW, CHECK, last, CHECK), to_mend, {"bg_color": WARN_FILL, "bold": True})
