"""Series: answers one below the other that count up, as they do when a cell's corner is dragged down a column."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from rasp_xl.incoming.wording import plain
from rasp_xl.model.answers import Answer
from rasp_xl.model.questions import TOP_LEVEL, AnswerValue

SAME_WORD = 2
"""2 Discussed below 1 Discussed is no choice from the list: a spreadsheet counted up the number before the word."""

CLIMB = 5
"""Numbers rising by one. Of levels only 0 to 4 can, and about 12 in 1,000 people who answer at random have such a climb."""

COUNTED_ROUND = 7
"""Levels rising by one that begin again at the lowest after the highest: five or six of them come about by chance too often."""

PAST_THE_TOP = 4
"""Numbers rising by one, of which two are beyond the scale. One alone may come of a habit of scales up to 5."""

NUMBERED = re.compile(r"([0-9]{1,3})(?:\.0*)?([^0-9]*)")
NOT_LETTERS = re.compile(r"[\W_]+")

Step = tuple[int, str]
"""The number that an answer is counted up by, and the word beside it, empty where there is none."""

NO_STEP: Step = (-9, "")
"""Neither follows a number nor is followed by one."""


def series(answers: Iterable[Answer]) -> Iterator[tuple[Answer, ...]]:
    """Each series, in the order of sheets and rows; answers one below the other, whatever questions stand beside them."""
    by_sheet: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_sheet[answer.place.sheet].append(answer)
    for column in by_sheet.values():
        column.sort(key=lambda answer: answer.place.row)
        steps = [_step(answer.raw, answer.value) for answer in column]
        for start, end in _runs(steps):
            for first, last in _told(steps, start, end):
                yield tuple(column[first:last])


@lru_cache(maxsize=1024)
def _step(raw: str, value: AnswerValue) -> Step:
    """From the text as typed; a word alone stands for its level."""
    found = NUMBERED.fullmatch(plain(raw))
    if found:
        return int(found[1]), NOT_LETTERS.sub("", found[2])
    return (value, "") if isinstance(value, int) else NO_STEP


def _runs(steps: Sequence[Step]) -> Iterator[tuple[int, int]]:
    """The longest stretches, first and last (not included), in which each number follows on the one above.

    One more follows, and the lowest level after the highest.
    """
    start = 0
    for n in range(1, len(steps) + 1):
        above, number = steps[n - 1][0], steps[n][0] if n < len(steps) else None
        if number is None or not (number == above + 1 or (number == 0 and above == TOP_LEVEL)):
            if n - start > 1:
                yield start, n
            start = n


def _told(steps: Sequence[Step], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What of a stretch is worth saying: the parts that repeat a word, or all of it where it is too regular to be chosen."""
    repeating = [(first, last) for first, last in _parts_of_one_word(steps, start, end) if last - first >= SAME_WORD]
    if repeating:
        yield from repeating
    elif _is_too_regular([number for number, _ in steps[start:end]]):
        yield start, end


def _parts_of_one_word(steps: Sequence[Step], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts with the same word throughout; answers without a word are in none."""
    for word, part in groupby(range(start, end), key=lambda n: steps[n][1]):
        numbers = list(part)
        if word:
            yield numbers[0], numbers[-1] + 1


def _is_too_regular(numbers: list[int]) -> bool:
    climbs = Counter(number - place for place, number in enumerate(numbers))
    past = len(numbers) >= PAST_THE_TOP and numbers[-2] > TOP_LEVEL
    return past or len(numbers) >= COUNTED_ROUND or max(climbs.values()) >= CLIMB
