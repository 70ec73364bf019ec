"""The press: the templates of one round, of which the first is built and all are printed from it.

A template is 300 kilobytes of which some dozen words are one council's own. So what is the same for all is packed once, and
each template gets its own words put in between. Part by part it is byte for byte what building gives, in an archive that
is packed a little otherwise. For every form the two are compared once; where they differ, all of that form are built.
"""

from collections.abc import Sequence

from rasp_xl.model.layout import LISTS
from rasp_xl.model.rounds import Round
from rasp_xl.model.scorecard import Scorecard
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.lists_sheet import IDENTITY_WIDTH
from rasp_xl.outgoing.own_words import OwnWord, own_words
from rasp_xl.outgoing.packed_archive import PackedArchive
from rasp_xl.outgoing.plate import Plate
from rasp_xl.outgoing.style import lines
from rasp_xl.outgoing.template import Built, build, fit, title

LONGEST = 1_000
"""Characters of an own word that the press takes; no council's name comes near."""

Form = tuple[int, ...]
"""What the look of a template depends on besides its words: how many there are, whether it is for one of several people,
who are told so on the start sheet, and the lines the words take on Lists, whose rows are as high as these."""


class Press:
    """Makes templates of a round for one council after another, without answers; the card is that of no answers."""

    def __init__(self, round_: Round, card: Scorecard) -> None:
        self.round, self.card = round_, card
        self._plates: dict[Form, Plate | None] = {}

    def template(self, filling: Filling) -> tuple[bytes, bool]:
        """A template whose parts are those of `template_bytes`, and whether it was made from another one of this press.

        Its bytes depend on the filling alone, not on what was printed before.
        """
        filling = fit(filling)
        words = tuple(own_words(filling))
        if not self._takes(filling, words):
            return build(filling).data, False
        form = _form(words, filling)
        known = form in self._plates
        if not known:
            self._plates[form] = _plate(build(filling), words, filling)
        plate = self._plates[form]
        return (plate.printed(words, _about(filling)), known) if plate else (build(filling).data, False)

    def _takes(self, filling: Filling, words: Sequence[OwnWord]) -> bool:
        """Whether it is a template of this round with nothing in it but its own words, none of them too long."""
        same = filling.round is self.round and filling.card is self.card and filling.partner is not None
        more = filling.cover.day or filling.mends or filling.marks
        return same and not more and all(len(word.text) <= LONGEST for word in words)


def _form(words: Sequence[OwnWord], filling: Filling) -> Form:
    return (
        len(words),
        bool(filling.person),
        *(lines(word.text, IDENTITY_WIDTH) for word in words if word.sheet == LISTS),
    )


def _about(filling: Filling) -> tuple[str, str]:
    return title(filling), filling.identity.text()


def _plate(built: Built, words: Sequence[OwnWord], filling: Filling) -> Plate | None:
    """A plate that prints what was built; None where it does not, as with another XlsxWriter than we know."""
    try:
        plate = Plate(built, words)
    except ValueError:
        return None
    return plate if PackedArchive(plate.printed(words, _about(filling))).parts() == plate.archive.parts() else None
