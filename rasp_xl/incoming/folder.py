"""The folder: which files were found, and what each says. Files are opened here, to read and never to write."""

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NoReturn

from rasp_xl.incoming.enclosures import enclosure
from rasp_xl.incoming.entries import Mail
from rasp_xl.incoming.kinds import look
from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.incoming.returns import Reader
from rasp_xl.incoming.unpacking import MEBIBYTE, MOST_BYTES
from rasp_xl.model import file_rules
from rasp_xl.model.findings import Finding, Place, RaspError
from rasp_xl.model.round_layout import OUTPUT_FOLDER, RETURNS_FOLDER, ROUND_BOOK

KEPT_BESIDE = frozenset({"thumbs.db", "desktop.ini"})
LOCKS = ("~$", ".")
"""How names start that Excel (~$) and LibreOffice (.~lock.) give to locks, and that systems give to hidden files."""

IN_THE_CLOUD = 0x400000 | 0x1000
"""Windows' marks (recall on data access, offline) of a file of which only the name is on this computer."""

SNIFFED = 2_048
OWN_MARKS = (
    b'<meta name="generator" content="rasp-xl">',
    b'{\n "change": ',
    b"\xef\xbb\xbfcouncil,council_name,",
    b"\xef\xbb\xbffile,council,code,",
    b"\xef\xbb\xbffile,status,council,",
    b"PAR1",
)
"""How our page, our results.json and our tables can be told from what councils send."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file with the name it is shown by: its path below the folder that was given, with forward slashes.

    data are the bytes of a file that came inside another, whose path is then given; None means that they are at path.
    mail is the e-mail that it came in.
    astray is a link that leads out of the folder that was given.
    """

    path: Path
    shown: str
    data: bytes | None = field(default=None, repr=False)
    astray: bool = False
    mail: Mail | None = None

    @property
    def kept_beside(self) -> bool:
        """Whether this is a lock or a hidden file rather than something a council sent."""
        return self.data is None and is_kept_beside(self.path.name)

    def told(self, data: bytes, status: Status, finding: Finding) -> Entry:
        """The entry of a file that was read and is no return."""
        return Entry(
            self.shown, sha256(data).hexdigest(), len(data), status, (finding,), reason=finding.message, mail=self.mail
        )

    def unread(self, size: int, finding: Finding, digest: str = "") -> Entry:
        """The entry of a file that was refused, unread for the most part; the digest is empty where nobody knows it."""
        return Entry(self.shown, digest, size, Status.REFUSED, (finding,), reason=finding.message, mail=self.mail)


def is_kept_beside(name: str) -> bool:
    """Whether a file of that name is a lock or hidden."""
    return name.startswith(LOCKS) or name.casefold() in KEPT_BESIDE


def find(paths: Sequence[Path]) -> tuple[Found, ...]:
    """All files below the paths, sorted by the name they are shown by; a file that comes twice counts once.

    Links are not followed out of the folder that was given; a path that is given may itself be a link.
    """
    found: dict[str, Found] = {}
    for path in paths:
        if not path.exists():
            raise RaspError(f"There is no file or folder {str(path)!r}. Check the name and try again.")
        if (path / ROUND_BOOK).is_file() and (path / OUTPUT_FOLDER).is_dir():
            raise RaspError(
                f"{path} is the folder of a round, and what rasp-xl wrote lies in it, in {OUTPUT_FOLDER}: templates and letters would be taken for returns. "
                f"Name the folder in which the returns lie, for instance {path / RETURNS_FOLDER}"
            )
        home = os.path.realpath(path)
        for file in _files(path):
            shown = file.relative_to(path).as_posix() if path.is_dir() else file.name
            real = os.path.realpath(file)
            if _leads_out(real, home):
                found.setdefault(f"{home}/{shown}", Found(file, shown, astray=True))
            else:
                found.setdefault(real, Found(file, shown))
    return _told_apart(sorted(found.values(), key=lambda f: (f.shown, str(f.path))))


def _leads_out(real: str, home: str) -> bool:
    return real != home and not real.startswith(home.rstrip(os.sep) + os.sep)


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=_not_listed):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (Path(folder, name) for name in sorted(names))


def _not_listed(error: OSError) -> NoReturn:
    raise RaspError(f"Could not look into the folder {error.filename!r}: {error.strerror}.") from error


def _told_apart(found: list[Found]) -> tuple[Found, ...]:
    """Files of one name from several folders get as many folders' names before theirs as it takes."""
    while len(names := Counter(f.shown for f in found)) < len(found):
        found = [_with_folder(f) if names[f.shown] > 1 else f for f in found]
    return tuple(sorted(found, key=lambda f: f.shown))


def _with_folder(found: Found) -> Found:
    """The same file shown with one folder more of its path."""
    parts = found.path.absolute().parts
    return replace(found, shown=Path(*parts[-len(Path(found.shown).parts) - 1 :]).as_posix())


def refusal(found: Found) -> Finding | None:
    """Why a file on the disk is not to be opened at all, as far as this can be told without opening it."""
    place = Place(found.shown)
    if found.astray:
        return Finding.at(place, file_rules.CANNOT_OPEN, reason="it is a link that leads out of the folder")
    try:
        facts = found.path.stat()
    except OSError as error:
        return Finding.at(place, file_rules.CANNOT_OPEN, reason=_words(error))
    if getattr(facts, "st_file_attributes", 0) & IN_THE_CLOUD:
        return Finding.at(place, file_rules.NOT_HERE)
    if not stat.S_ISREG(facts.st_mode):
        return Finding.at(place, file_rules.CANNOT_OPEN, reason="it is no ordinary file")
    return None


def read_file(reader: Reader, found: Found) -> Entry:
    """One file as a ledger entry: scored when it can be read (the ledger may still decide otherwise), refused or ignored."""
    place = Place(found.shown)
    if found.kept_beside:
        return found.told(b"", Status.IGNORED, Finding.at(place, file_rules.LOCK_FILE))
    data = _bytes(found) if found.data is None else found.data
    if isinstance(data, Entry):
        return data
    if any(mark in data[:SNIFFED] for mark in OWN_MARKS):
        return found.told(data, Status.IGNORED, Finding.at(place, file_rules.OWN_RESULT))
    returned = reader.read(data, found.shown)
    if isinstance(returned, Finding):
        finding = _beside(found, data) or returned
        own = finding.rule in (file_rules.OWN_RESULT, file_rules.CAME_ALONG)
        return found.told(data, Status.IGNORED if own else Status.REFUSED, finding)
    return Entry(found.shown, returned.digest, len(data), Status.SCORED, returned.findings, returned, mail=found.mail)


def _beside(found: Found, data: bytes) -> Finding | None:
    """What is said of a file on the disk that only lies beside the returns; of those in parcels it is said there."""
    words = enclosure(found.path.name, data, look(data)) if found.data is None else ""
    return Finding.at(Place(found.shown), file_rules.CAME_ALONG, looks_like=words) if words else None


def _bytes(found: Found) -> bytes | Entry:
    """What a file on the disk holds, or its entry where it is not to be read."""
    finding = refusal(found)
    if finding:
        return found.unread(0, finding)
    try:
        size = found.path.stat().st_size
        if size > MOST_BYTES:
            return found.unread(size, too_large(found.shown), digest_of(found.path))
        return found.path.read_bytes()
    except OSError as error:
        return found.unread(0, Finding.at(Place(found.shown), file_rules.CANNOT_OPEN, reason=_words(error)))


def too_large(shown: str) -> Finding:
    """What is said of a file that no return is as large as."""
    reason = f"it is larger than {MOST_BYTES // MEBIBYTE} MB"
    return Finding.at(Place(shown), file_rules.UNSAFE, reason=reason)


def lost_file(found: Found, reason: str) -> Entry:
    """The entry of a file that stopped its reader."""
    finding = Finding.at(Place(found.shown), file_rules.READER_STOPPED, reason=reason)
    if found.data is not None:
        return found.told(found.data, Status.REFUSED, finding)
    try:
        return found.unread(found.path.stat().st_size, finding, digest_of(found.path))
    except OSError:  # it was taken away in the meantime
        return found.unread(0, finding)


def _words(error: OSError) -> str:
    return f"the system says “{error.strerror or type(error).__name__}”"


def digest_of(path: Path) -> str:
    """SHA-256 of a file that may be too large to be held at once."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
