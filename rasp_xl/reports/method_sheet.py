"""The sheet Method: how the scores are made, in plain words that follow the settings."""

from collections.abc import Sequence

from rasp_xl import __version__
from rasp_xl.model.questions import LEVEL_NAMES, TOP_LEVEL
from rasp_xl.outgoing.book import Book
from rasp_xl.outgoing.formulas import WAIVED
from rasp_xl.outgoing.style import DISCLAIMER
from rasp_xl.reports import rule_words
from rasp_xl.reports.live import Live, say, sentence, when_right
from rasp_xl.reports.names import add_names, names
from rasp_xl.reports.positions import ANSWERS, METHOD, RETURNS, SETTINGS, Positions
from rasp_xl.scoring.disagreement import DEVIATION_APART, GAP_APART, PAIR_APART

WIDTHS = (26, 120)
FIRST_ROW = 4
SOURCES = (
    f"Click a score on a map or on Scores, or an answer on Gates, to reach the answers behind it on {ANSWERS}; there an answer, to reach "
    "the file, sheet and cell it was read from; there the file, to reach its row on Returns. Links lead to places: before following "
    "them, undo what was sorted or filtered."
)
OWN_SOURCES = (
    f"Click a score on a map or on Scores, or an answer on Gates, to reach the answers behind it on {ANSWERS}. They are those of the "
    f"files on {RETURNS}, which can be told by their SHA-256."
)


def add_method(book: Book, at: Positions) -> None:
    """The method, with the settings as they stand now."""
    sheet = book.add_sheet(METHOD)
    sheet.title("Method", "How the scores are made. Nothing here is secret: every step is a formula on another sheet.")
    sheet.widths(WIDTHS)
    told = [(heading, words) for heading, words in _method(at) if at.has(heading)]
    for row, (heading, words) in enumerate(told, FIRST_ROW):
        sheet.text(row, 1, heading, "label")
        if isinstance(words, str):
            sheet.text(row, 2, words, "wrap")
        else:
            say(sheet, row, when_right(words), "wrap", 2)
        sheet.fit(row, [(words if isinstance(words, str) else str(words.value), WIDTHS[1]), (heading, WIDTHS[0] - 2)])
    if not at.own:
        add_names(sheet, FIRST_ROW + len(told) + 1, names(at))
    sheet.worksheet.fit_to_pages(1, 0)


def _method(at: Positions) -> Sequence[tuple[str, str | Live]]:
    asked, settings = at.assessment.round.question_set, at.assessment.round.settings
    levels = ", ".join(f"{n} {name}" for n, name in enumerate(LEVEL_NAMES))
    bites = (
        "A gate is closed at level 0, don't know or no answer, weak at 1, conditional at 2, open from 3. It bites from its stage on, "
        "and changes the band, never the score. "
    )
    return (
        ("Questions", f"{len(asked.questions)} questions in {len(asked.themes)} themes and {len(asked.areas)} areas. Levels: {levels}."),
        ("Weights", f"Each question weighs 1 (light), 2 (standard) or 3 (heavy), depending on the purpose, unless changed on {SETTINGS}."),
        ("Score", f"100 times the sum of weight times level, divided by the sum of {TOP_LEVEL} times the weight of every question that applies. "
                  "Don't know and no answer earn nothing: an unknown is not readiness, and leaving a cell empty never helps."),
        ("Not applicable", "Left out of both sums, with a reason. On a gate it counts as no answer, unless the programme office agreed to it "
                           f"by a waiver: {WAIVED} on {ANSWERS}."),
        ("Known-only", "The same over the questions answered with a level. The difference from the score is what is not known."),
        ("Evidenced", rule_words.evidence_words(settings)),
        ("Coverage", "The weight answered with a level, of the weight that applies."),
        ("Final or provisional", rule_words.final_words(settings)),
        ("Bands", rule_words.edges_words(settings)),
        ("Gates", sentence(bites, rule_words.caps_words(settings))),
        ("Overall", sentence("The plain mean of the area scores, shown with the area of the lowest score. ", rule_words.overall_words(settings))),
        ("Several respondents", "A council's answer is the one that its people agreed on, if the round workbook records it with a reason on the sheet Moderation; else the "
                                "median of their levels, rounded down; don't know if more than half of them say so. It is evidenced if one of those who gave that level or "
                                "a higher one cites evidence. What each said stays as it was. An area in which a cell must be fixed stays provisional, also where the "
                                "answer in that cell is moderated."),
        ("Disagreement", f"People of one council are widely apart on a question where two of them are {PAIR_APART} levels apart, or where three or more have an average "
                         f"deviation from their mean of {DEVIATION_APART} or are {GAP_APART} levels apart. Don't know of some is a share of all respondents. Talk about it "
                         "before the median is taken for granted: often somebody knows what the others do not."),
        ("Partners", sentence("Gap is the highest less the lowest, median the council in the middle. ", rule_words.states_words(settings))),
        ("Sensitivity", "Weights are judgements, so each band is tried again with all questions at weight 1, and with each area counting half and one and a half "
                        "times in the overall mean. Gates cap as before. Every band that changes is marked, and no score follows from it."),
        ("What if", "One council's answers can be tried otherwise on the sheet What if. It scores them as above, with the council's own findings, and changes nothing elsewhere."),
        ("Where a figure comes from", OWN_SOURCES if at.own else SOURCES),
        ("Limits", "Self-reported and formative. Weights and thresholds are judgements and have not been validated. Do not use them to rank councils."),
        ("Made with", f"rasp-xl {__version__}, question set {asked.id} {asked.version} ({asked.fingerprint})."),
        ("About", DISCLAIMER),
    )  # fmt: skip
