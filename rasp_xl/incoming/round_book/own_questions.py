"""Questions of the programme office's own, in a theme of the standard set: each whole, and told from all others."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches

from rasp_xl.incoming.entered import Entered, Problem
from rasp_xl.incoming.question_index import NEAR
from rasp_xl.incoming.wording import UNREADABLE, parse_answer, plain
from rasp_xl.model.questions import FIRST_OWN, Question, QuestionSet, Theme
from rasp_xl.model.round_layout import ACTION, ANSWERED_BY, LEVEL_HEADINGS, QUESTION, REF, SOURCE, THEME, WHY

OWN_REF = re.compile(r"[A-Z]{2}[1-9][0-9]{2}")
SHORTEST, LONGEST = 15, 500
"""Characters of a question: shorter, it could be any text of a return; longer, the template's rows could not show it."""


def roles_in(text: str) -> tuple[str, ...]:
    """Roles parted by commas."""
    return tuple(role for part in text.split(",") if (role := part.strip()))


class OwnQuestions:
    """Reads the rows of own questions; what is wrong with one is added to the problems, and the question is made all the same."""

    def __init__(self, standard: QuestionSet, problems: list[Problem]) -> None:
        self._standard, self._problems = standard, problems
        self._themes = {plain(theme.name): (area.id, theme) for area in standard.areas for theme in area.themes}
        self._areas = {area.id: area.name for area in standard.areas}
        self._places: dict[str, Entered] = {}

    def read(
        self,
        row: Mapping[str, Entered],
        ref: str,
        weights_and_gates: tuple[tuple[int, ...], tuple[int | None, ...]],
    ) -> Question:
        """The question of a row; its area is that of its theme."""
        area, theme = self._theme(row[THEME], ref)
        self._check_ref(row[REF], ref, (area, theme))
        self._check_text(row[QUESTION])
        self._check_levels(row)
        self._places[ref] = row[QUESTION]
        return Question(
            id=ref,
            area=area,
            theme=theme.id if theme else "",
            text=row[QUESTION].text,
            levels=tuple(row[heading].text for heading in LEVEL_HEADINGS),
            why=row[WHY].text,
            source=row[SOURCE].text,
            action=row[ACTION].text,
            roles=roles_in(row[ANSWERED_BY].text),
            weights=weights_and_gates[0],
            gates=weights_and_gates[1],
        )

    def _tell(self, entry: Entered, message: str, fix: str) -> None:
        """Not of a cell that lost its value: of that it is said already."""
        if not entry.hidden:
            self._problems.append(Problem(entry.place, message, fix))

    def _theme(self, entry: Entered, ref: str) -> tuple[str, Theme | None]:
        found = self._themes.get(plain(entry.text))
        if found:
            return found
        close = get_close_matches(plain(entry.text), list(self._themes), n=1)
        asked = f"Did you mean “{self._themes[close[0]][1].name}”? " if close else ""
        reads = f"“{entry.text}” is not a theme" if entry.text else f"{ref} has no theme"
        self._tell(entry, f"{reads}.", f"{asked}Choose it from the list in the cell.")
        return "", None

    def _check_ref(self, entry: Entered, ref: str, where: tuple[str, Theme | None]) -> None:
        area, theme = where
        letters = area or "SV"
        if not OWN_REF.fullmatch(ref) or ref[:2] not in self._areas or int(ref[2:]) < FIRST_OWN:
            message = f"“{entry.text}” is none of our questions, and cannot be the Ref of one of yours."
            fix = f"Type the area's letters and a number from {FIRST_OWN} to 999, for instance {letters}{FIRST_OWN}."
            self._tell(entry, message, fix)
        elif theme and ref[:2] != area:
            message = f"{ref} would be a question of {self._areas[ref[:2]]}, but its theme, {theme.name}, is of {self._areas[area]}."
            self._tell(entry, message, f"Choose another theme, or type a Ref such as {area}{FIRST_OWN}.")

    def _check_text(self, entry: Entered) -> None:
        text = entry.text
        if not text:
            self._tell(entry, "The question is not written.", "Write it, or clear the row.")
        elif not SHORTEST <= len(text) <= LONGEST:
            fix = f"Use {SHORTEST} to {LONGEST} characters."
            self._tell(entry, f"The question has {len(text)} characters.", fix)

    def _check_levels(self, row: Mapping[str, Entered]) -> None:
        seen: dict[str, str] = {}
        for heading in LEVEL_HEADINGS:
            entry = row[heading]
            first = seen.setdefault(plain(entry.text), heading)
            if not entry.text:
                self._tell(entry, f"Level {heading} is not described.", "Say what is true at this level.")
            elif first != heading:
                self._tell(
                    entry, f"Level {heading} reads the same as {first}.", "Describe each level in words of its own."
                )
            elif parse_answer(entry.text) is not UNREADABLE:
                fix = "Say what is true at this level, in a sentence."
                self._tell(entry, f"“{entry.text}” is an answer, and no description of a level.", fix)
            elif len(entry.text) > LONGEST:
                fix = f"Keep it to {LONGEST} characters."
                self._tell(entry, f"The text of level {heading} has {len(entry.text)} characters.", fix)

    def tell_alike(self, ours: Sequence[Question], own: Sequence[Question]) -> None:
        """Answers are found by the question's text too, so no two are alike; nor may one take over the text of one that is not asked."""
        asked = {question.id for question in ours}
        texts = {plain(question.text): question.id for question in self._standard.questions}
        for question in own:
            text = plain(question.text)
            if not text:
                continue
            if alike := _alike(text, texts, asked):
                message = f"{question.id} reads the same as {alike}, or nearly so."
                self._tell(self._places[question.id], message, "Word it otherwise, so that the two cannot be confused.")
            texts.setdefault(text, question.id)
            asked.add(question.id)


def _alike(text: str, texts: Mapping[str, str], asked: set[str]) -> str:
    """The id of the question that has this text, or is asked and has nearly this text; else nothing."""
    if text in texts:
        return texts[text]
    matcher = SequenceMatcher(None, b=text, autojunk=False)
    for other, identity in texts.items():
        matcher.set_seq1(other)
        near = identity in asked and matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR
        if near and matcher.ratio() >= NEAR:
            return identity
    return ""
