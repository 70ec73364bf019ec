"""How a council's pack speaks of the quartiles: by what it shows, which is rounded, and never by anybody's own figure."""

from rasp_xl.model.rounds import MEASURE_DIGITS
from rasp_xl.scoring.quartiles import Quartile

HEADING = "Beside the partnership"
WHAT = (
    "Quartiles of the five or more councils with a score, yours among them, rounded to the nearest 5. About a quarter of them score "
    "below the lower quartile, half below the median, a quarter above the upper quartile. An area in which fewer have a score is left out. They are no target, and no rank."
)
TOO_FEW = "Quartiles of the partnership are shown where five or more councils have a score, so that no council can be told from them."
PLACES = (
    "below the lower quartile",
    "from the lower quartile to the median",
    "from the median to the upper quartile",
    "at the upper quartile or above",
)


def place(score: float | None, one: Quartile) -> str:
    """Where a council's own score stands among the rounded quartiles."""
    if score is None:
        return "No score"
    measured = round(score, MEASURE_DIGITS)
    return PLACES[sum(measured >= edge for edge in (one.lower, one.median, one.upper))]
