"""Letters as files: those that can be sent in one folder, those that lack an address in another."""

from collections.abc import Iterable
from itertools import count

from rasp_xl.model.mail import LETTERS_FOLDER, UNADDRESSED
from rasp_xl.outgoing.letters import Letter, eml_bytes


def letter_files(letters: Iterable[Letter]) -> dict[str, bytes]:
    """Drafts by their names below the output; of several that would have the same name the later ones get a number."""
    made: dict[str, bytes] = {}
    for one in letters:
        folder = LETTERS_FOLDER if one.can_be_sent else UNADDRESSED
        stem = one.name.removesuffix(".eml")
        numbered = (f"{folder}/{stem}{f'-{n}' if n > 1 else ''}.eml" for n in count(1))
        made[next(name for name in numbered if name not in made)] = eml_bytes(one)
    return made
