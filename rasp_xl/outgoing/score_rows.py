"""Where things stand on the sheet Your scores, and the sentences that other sheets and its own head make of them."""

from rasp_xl.model.layout import SCORES, SCORES_FIRST_ROW, quoted
from rasp_xl.model.questions import Area
from rasp_xl.model.showing import label, one_decimal
from rasp_xl.outgoing.book import span
from rasp_xl.outgoing.filling import Filling

CHART_ROWS = 22


class Rows:
    """Where things stand on the sheet, for a question set and purpose."""

    def __init__(self, filling: Filling) -> None:
        asked = filling.round.question_set
        self.areas = SCORES_FIRST_ROW
        self.overall = self.areas + len(asked.areas)
        self.gates = self.overall + CHART_ROWS + 4
        self.themes = self.gates + len(filling.card.gates) + 3
        self.sums = self.themes + len(asked.themes) + 3

    def area(self, filling: Filling, area: Area) -> int:
        """The row of an area in the table of areas."""
        return self.areas + filling.round.question_set.areas.index(area)


def progress(area: Area, filling: Filling) -> str:
    """A formula for one sentence on how far an area is."""
    row = Rows(filling).area(filling, area)
    here = quoted(SCORES)
    score, band, status = (f"{here}!${column}${row}" for column in "BCF")
    return (
        f'="Answered "&{here}!$J${row}&" of {len(area.questions)}. "&IF({here}!$J${row}=0,"Not started.",'
        f'"Score so far "&IF({score}="","none",FIXED({score},1))&", "&{band}&", "&{status}&".")'
    )


def progress_text(area: Area, filling: Filling) -> str:
    """What that sentence says of the answers already there."""
    result, (answered, asked) = filling.area(area.id), filling.answered(area.id)
    if not answered:
        return f"Answered 0 of {asked}. Not started."
    score = result.tally.score
    shown = "none" if score is None else one_decimal(score)
    return f"Answered {answered} of {asked}. Score so far {shown}, {label(result.band)}, {result.status}."


def standing(rows: Rows) -> str:
    """A formula for one sentence on how the council stands."""
    score, band, status, answered = (f"{column}{rows.overall}" for column in "BCFJ")
    figures = f'"Overall "&IF({score}="","no score",FIXED({score},1))&", "&{band}&", "&{status}'
    return (
        f'=IF({answered}=0,"Nothing is answered yet.",'
        f'{figures}&". Lowest area: "&IF({score}="","none",{_lowest(rows)})&".")'
    )


def standing_text(filling: Filling) -> str:
    """What that sentence says of the answers already there."""
    overall = filling.card.overall
    if not any(filling.answered(area.id)[0] for area in filling.round.question_set.areas):
        return "Nothing is answered yet."
    name = next((a.name for a in filling.card.areas if a.id == overall.lowest_area), "none")
    shown = "no score" if overall.score is None else one_decimal(overall.score)
    return f"Overall {shown}, {label(overall.band)}, {overall.status}. Lowest area: {name}."


def _lowest(rows: Rows) -> str:
    """The name of the area with the lowest score, the first of equals."""
    scores, names = (span(rows.areas, c, rows.overall - 1, c, fixed=True) for c in (2, 1))
    return f"INDEX({names},MATCH(MIN({scores}),{scores},0))"
