"""Sentences that stay true: each is a formula over the workbook, together with what it says at scoring."""

from dataclasses import dataclass

from rasp_xl.model.showing import one_decimal
from rasp_xl.outgoing.book import Sheet

LONGEST_LITERAL = 255
"""Characters that Excel takes in one text within a formula, a doubled quotation mark counted as two."""


@dataclass(frozen=True, slots=True)
class Words:
    """Part of a sentence: an expression that gives a text or a number, and what it shows at scoring. Joined with +."""

    expression: str
    text: str

    def __add__(self, other: "Words | str") -> "Words":
        more = said(other) if isinstance(other, str) else other
        return Words(f"{self.expression}&{more.expression}", self.text + more.text)

    def __radd__(self, other: str) -> "Words":
        return said(other) + self

    @property
    def formula(self) -> str:
        """The sentence as a cell holds it."""
        return f"={self.expression}"


def said(text: str) -> Words:
    """Words that never change, in pieces as long as Excel takes them."""
    pieces: list[str] = []
    piece = ""
    for sign in text:
        quoted = '""' if sign == '"' else sign
        if len(piece) + len(quoted) > LONGEST_LITERAL:
            pieces, piece = [*pieces, piece], ""
        piece += quoted
    return Words("&".join(f'"{one}"' for one in (*pieces, piece)), text)


def value(expression: str, number: float) -> Words:
    """A number as it was typed, for instance a setting."""
    return Words(expression, f"{number:.15g}")


def figure(expression: str, number: float | None) -> Words:
    """A score with one decimal; where there is none, the sentence must not come to it."""
    return Words(f"FIXED({expression},1)", one_decimal(number or 0))


def counted(expression: str, number: float, one: str, many: str = "") -> Words:
    """A number with its noun: 1 gate, 2 gates."""
    noun = Words(f'IF({expression}=1," {one}"," {many or one + "s"}")', f" {one if number == 1 else many or one + 's'}")
    return value(expression, number) + noun


def either(condition: str, holds: bool, yes: Words, no: Words) -> Words:
    """One of two by a condition, which holds at scoring or does not."""
    return Words(f"IF({condition},{yes.expression},{no.expression})", yes.text if holds else no.text)


def tell(sheet: Sheet, row: int, words: Words, style: str = "lead", column: int = 1) -> None:
    """Write a sentence into a cell."""
    sheet.formula(row, column, words.formula, words.text, style)
