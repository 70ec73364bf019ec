"""The sheet Change: each council and area then and now. Now is live, Before are values."""

from dataclasses import dataclass

from rasp_xl.model.questions import TOP_LEVEL, Question
from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.model.showing import label
from rasp_xl.outgoing import formulas
from rasp_xl.outgoing.book import Book, Sheet, cell, span
from rasp_xl.outgoing.style import WARN_FILL
from rasp_xl.reports import change_words, own_words
from rasp_xl.reports.assessment import Since
from rasp_xl.reports.positions import ALL_WELL, CHANGE, CHECKS, Positions
from rasp_xl.reports.score_sheets import APPLIES, BAND, COVERAGE, KNOWN, OVERALL, SCORE
from rasp_xl.reports.sheet_table import mark_table
from rasp_xl.scoring.change import CouncilChange, Line

(
    COUNCIL, AREA, BEFORE, NOW, DIFFERENCE, MOVED, BAND_BEFORE, BAND_NOW, KNOWN_BEFORE, KNOWN_NOW, COVERAGE_BEFORE, COVERAGE_NOW,
    SHOWN, BAND_SHOWN, STEP,
) = range(1, 16)  # fmt: skip
HEADINGS = (
    "Council", "Area", "Before", "Now", "Change", "Moved", "Band before", "Band now", "Known-only before", "Known-only now",
    "Coverage % before", "Coverage % now", "Score shown then", "Band shown then", "One level makes",
)  # fmt: skip
WIDTHS = (40, 24, 10, 10, 11, 15, 18, 18, 12, 12, 12, 12, 12, 18, 12)
STALE = (
    "Before and all sentences here stay as at scoring. Where Checks says that a setting was changed, score again to compare like "
    "with like."
)
MORE_ROW = 6
"""Of what to know before reading the figures; not every round has it."""

UNCOMPARED = "not compared"
BY_AREA = "by area"


def add_change(book: Book, at: Positions) -> None:
    """Write the sheet, where the round is compared with an earlier one."""
    since = at.assessment.compared
    if since is None:
        return
    sheet = book.add_sheet(CHANGE)
    row = _head(sheet, at, since)
    sheet.widths(WIDTHS)
    if not since.change.councils:
        return
    numbers = {card.id: number for number, card in enumerate(at.assessment.cards)}
    first = row + 1
    for council in since.change.councils:
        lines = _Lines(sheet, at, since, council, numbers[council.id])
        row = lines.write(row + 1)
    mark_table(sheet, "change", HEADINGS, (first - 1, row), filters=False)
    sheet.height(first - 1, 34)
    moved = span(first, MOVED, row, MOVED)
    sheet.paint(moved, f'={cell(first, MOVED)}="down"', {"bg_color": WARN_FILL, "bold": True})
    sheet.paint(moved, f'={cell(first, MOVED)}="up"', {"bold": True})
    sheet.freeze(first, AREA + 1)
    sheet.repeat(first - 1, first - 1)
    sheet.worksheet.fit_to_pages(1, 0)


def _head(sheet: Sheet, at: Positions, since: Since) -> int:
    """What the sheet shows and what to know before reading it; gives the row of headings."""
    moved = own_words.moved if at.own else change_words.moved
    sheet.title(f"Change since {since.baseline.round.label}", moved(at.assessment, since))
    sheet.text(3, 1, change_words.questions_moved(since), "lead")
    sheet.text(4, 1, change_words.LIKE_WITH_LIKE, "quiet plain")
    sheet.formula(5, 1, f'=IF({CHECKS}!$A$2="{ALL_WELL}","","{STALE}")', "", "lead")
    for row, words in enumerate(change_words.differences(at.assessment, since), MORE_ROW):
        sheet.text(row, 1, words, "lead")
    return rows(at, since)[0] - 1


def rows(at: Positions, since: Since) -> tuple[int, int]:
    """The first row and the last of the table, without its headings; below the sentences, of which some are not in every round."""
    first = MORE_ROW + sum(1 for _ in change_words.differences(at.assessment, since)) + 2
    return first, first + len(since.change.councils) * (len(at.areas) + 1) - 1


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows of one council, which stands at a number among the councils of today: its areas, then its overall."""

    sheet: Sheet
    at: Positions
    since: Since
    council: CouncilChange
    number: int

    def write(self, first: int) -> int:
        """Write the rows from one row on; gives the last."""
        for number, line in enumerate(self.council.areas):
            self._values(first + number, line, self.at.areas[number].name)
            self._area(first + number, line, number)
        last = first + len(self.council.areas)
        self._values(last, self.council.overall, OVERALL)
        self._overall(first, last)
        return last

    def _values(self, row: int, line: Line, name: str) -> None:
        """What does not move: names, and what was then."""
        sheet, before = self.sheet, line.tally_before
        shown = self.since.earlier[self.council.id].shown.get(line.id)
        council = self.at.assessment.cards[self.number].name
        sheet.text(row, COUNCIL, council, "cell")
        sheet.fit(row, [(council, WIDTHS[0] - 1), (name, WIDTHS[1] - 1)])
        sheet.text(row, AREA, name, "cell bold" if name == OVERALL else "cell")
        sheet.number(row, BEFORE, line.before, "number 1")
        sheet.text(row, BAND_BEFORE, label(line.band_before) if line.bands_compared else UNCOMPARED, "cell")
        for column, value in (
            (KNOWN_BEFORE, before.known_only if before else None),
            (COVERAGE_BEFORE, before.coverage if before else None),
            (SHOWN, shown.score if shown else None),
        ):
            sheet.number(row, column, value, "number 1")
        sheet.text(row, BAND_SHOWN, shown.band if shown else "", "cell")

    def _area(self, row: int, line: Line, number: int) -> None:
        now = line.tally_now
        if line.bands_compared:
            score, known, coverage, step = self._of_scores(number)
        else:
            score, known, coverage, step = self._of_answers(number)
        for column, formula, value in (
            (NOW, score, line.now),
            (KNOWN_NOW, known, now.known_only if now else None),
            (COVERAGE_NOW, coverage, now.coverage if now else None),
            (STEP, step, line.step),
        ):
            self.sheet.formula(row, column, formula, value, "number 1")
        self._difference(row, line)
        self._band(row, line, number)

    def _of_scores(self, number: int) -> tuple[str, str, str, str]:
        """Score, known-only, coverage and step of an area in which the same is asked as then: they stand on Scores."""
        score, known, coverage, applies = (
            self.at.score(self.number, number, column) for column in (SCORE, KNOWN, COVERAGE, APPLIES)
        )
        weights = self.at.cells(self.number, self.at.areas[number].questions).weights
        return f"={score}", f"={known}", f"={coverage}", _step(f"MIN({weights})", applies)

    def _of_answers(self, number: int) -> tuple[str, str, str, str]:
        """The same over the questions of an area that were asked both times."""
        new = set(self.since.change.new)
        runs = _runs([None if q.id in new else q for q in self.at.areas[number].questions])
        parts = [self.at.cells(self.number, run) for run in runs]
        if not parts:
            return '=""', '=""', '=""', '=""'
        points, applies, answered = (
            f"({'+'.join(map(of, parts))})" for of in (formulas.points, formulas.applies, formulas.answered)
        )
        lightest = f"MIN({','.join(part.weights for part in parts)})"
        score, known = formulas.score(points, applies), formulas.score(points, answered)
        return score, known, formulas.percent(answered, applies), _step(lightest, applies)

    def _overall(self, first: int, row: int) -> None:
        line, sheet = self.council.overall, self.sheet
        scores, steps = (span(first, column, row - 1, column, fixed=True) for column in (NOW, STEP))
        number = len(self.council.areas)
        mean = f'=IF(COUNT({scores})=0,"",AVERAGE({scores}))'
        sheet.formula(row, NOW, mean, line.now, "number 1")
        sheet.formula(row, STEP, f'=IF(COUNT({steps})=0,"",MIN({steps})/COUNT({steps}))', line.step, "number 1")
        for column in (KNOWN_BEFORE, KNOWN_NOW, COVERAGE_BEFORE, COVERAGE_NOW):
            sheet.text(row, column, BY_AREA, "cell")
        self._difference(row, line)
        self._band(row, line, number)

    def _difference(self, row: int, line: Line) -> None:
        before, now, difference, step = (cell(row, c) for c in (BEFORE, NOW, DIFFERENCE, STEP))
        formula = f'=IF(AND(ISNUMBER({before}),ISNUMBER({now})),{now}-{before},"")'
        self.sheet.formula(row, DIFFERENCE, formula, line.difference, "number signed")
        small = f"ROUND(ABS({difference}),{MEASURE_DIGITS})<ROUND({step},{MEASURE_DIGITS})"
        ways = f'IF(OR({difference}=0,{small}),"{change_words.NO_CHANGE}",IF({difference}>0,"up","down"))'
        words = f'=IF(ISNUMBER({difference}),{ways},"{UNCOMPARED}")'
        self.sheet.formula(row, MOVED, words, change_words.way_words(line), "cell")

    def _band(self, row: int, line: Line, number: int) -> None:
        if line.bands_compared:
            formula = f"={self.at.score(self.number, number, BAND)}"
            self.sheet.formula(row, BAND_NOW, formula, label(line.band_now), "cell")
        else:
            self.sheet.text(row, BAND_NOW, UNCOMPARED, "cell")


def _step(lightest: str, applies: str) -> str:
    """What one level of the lightest question makes of the score; empty where no question applies."""
    return f'=IF({applies}=0,"",100*{lightest}/({TOP_LEVEL}*{applies}))'


def _runs(questions: list[Question | None]) -> list[list[Question]]:
    """Questions that stand together, parted where there is none."""
    runs: list[list[Question]] = [[]]
    for question in questions:
        if question is None:
            runs.append([])
        else:
            runs[-1].append(question)
    return [run for run in runs if run]
