"""Reads the letters that ship."""

import tomllib
from functools import cache
from hashlib import sha256
from importlib.resources import files

from rasp_xl.model.letters import LetterKind, LetterText

STANDARD = "letters.toml"

FORMER = frozenset(
    {
        "2901dccd895f88761f4f38d480f4e8d9b946e5b7178dee3dbe3a6b53f474b73f",  # invitation
        "6eba0b8c4ca813e21055a260eb31ca06dd92d50e21368bc90670427222880042",  # invitation
        "d6f013b06f148045ce91ce2102dbc260d6edb2b41e18f9aa0d36114c1b8bdac8",  # reminder
        "eb99d439c34f1d178294d5d6b423c8b4a23a129505bf547882b348ecd422f581",  # reminder
        "f8091ac6d856ec565c845ad98ce4396b2578bdbc3c526ded2bb914b0f6d3b49a",  # query
        "307e40a48ec4ba67cc4d30d3193adb5638a90957d1c1e62001c8728fe2c8c6f5",  # query
        "920796aecc60f088b46bb47bc78e3994e80e454b92cbab30d62ee308b49433d4",  # receipt
        "6f5d8dc9cf58855a6fabbc90d4e7c9c612fc6c223b21bc55ed18cdc6439b8810",  # receipt
        "b69fafe4ef54c565c63a98ef1846809377a5397778cd1f85c2ca356894317160",  # reminder
        "4b50d889fc439a2938ba3f0aeb66434c92303fdb9b58a8234c936b383c6bc3e5",  # query
    }
)
"""SHA-256 of the subject and text, parted by a line's end, of letters that shipped before: round workbooks have them."""


@cache
def standard_letters() -> tuple[LetterText, ...]:
    """The texts that ship, one of each kind, in the order of the kinds."""
    raw = tomllib.loads(files("rasp_xl.templates").joinpath(STANDARD).read_text("utf-8"))
    return tuple(LetterText(kind, raw[kind]["subject"], raw[kind]["text"].strip()) for kind in LetterKind)


def is_standard(letter: LetterText) -> bool:
    """Whether it is one that ships or shipped, so that nobody has changed it."""
    digest = sha256(f"{letter.subject}\n{letter.text}".encode("utf-8", "replace")).hexdigest()
    return letter in standard_letters() or digest in FORMER
