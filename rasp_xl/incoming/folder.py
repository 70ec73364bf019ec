"""The folder: which files were found, and what each says. Files are opened here, to read and never to write."""

import errno
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from rasp_xl.incoming.ledger import Entry, Status
from rasp_xl.incoming.returns import Reader
from rasp_xl.incoming.safety import MEBIBYTE, MOST_BYTES
from rasp_xl.model import file_rules
from rasp_xl.model.findings import Finding, Place, RaspError

KEPT_BESIDE = frozenset({"thumbs.db", "desktop.ini"})
LOCKS = ("~$", ".")
"""How names start that Excel (~$) and LibreOffice (.~lock.) give to locks, and that systems give to hidden files."""

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
    """A file with the name it is shown by: its path below the folder that was given, with forward slashes."""

    path: Path
    shown: str

    @property
    def kept_beside(self) -> bool:
        """Whether this is a lock or a hidden file rather than something a council sent."""
        name = self.path.name
        return name.startswith(LOCKS) or name.casefold() in KEPT_BESIDE


def find(paths: Sequence[Path]) -> tuple[Found, ...]:
    """All files below the paths, sorted by the name they are shown by; a file that comes twice counts once.

    Links to folders are not followed out of the folder that was given.
    """
    found: dict[Path, Found] = {}
    for path in paths:
        if not path.exists():
            raise RaspError(f"There is no file or folder {str(path)!r}. Check the name and try again.")
        for file in _files(path):
            shown = file.relative_to(path).as_posix() if path.is_dir() else file.name
            found.setdefault(file.resolve(), Found(file, shown))
    return _told_apart(sorted(found.values(), key=lambda f: (f.shown, str(f.path))))


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
    return Found(found.path, Path(*parts[-len(Path(found.shown).parts) - 1 :]).as_posix())


def read_file(reader: Reader, found: Found) -> Entry:
    """One file as a ledger entry: scored when it can be read (the ledger may still decide otherwise), refused or ignored."""
    place = Place(found.shown)
    if found.kept_beside:
        return _entry(found, b"", Status.IGNORED, Finding.at(place, file_rules.LOCK_FILE))
    try:
        size = found.path.stat().st_size
        if not found.path.is_file():
            raise OSError(errno.EINVAL, "it is no ordinary file")  # noqa: TRY301 - told as any other
        if size > MOST_BYTES:
            too_large = Finding.at(place, file_rules.UNSAFE, reason=f"it is larger than {MOST_BYTES // MEBIBYTE} MB")
            return Entry(found.shown, _digest(found.path), size, Status.REFUSED, (too_large,), reason=too_large.message)
        data = found.path.read_bytes()
    except OSError as error:
        reason = f"the system does not let us read it ({error.strerror or type(error).__name__})"
        return _entry(found, b"", Status.REFUSED, Finding.at(place, file_rules.DAMAGED, reason=reason))
    if any(mark in data[:SNIFFED] for mark in OWN_MARKS):
        return _entry(found, data, Status.IGNORED, Finding.at(place, file_rules.OWN_RESULT))
    returned = reader.read(data, found.shown)
    if isinstance(returned, Finding):
        status = Status.IGNORED if returned.rule is file_rules.OWN_RESULT else Status.REFUSED
        return _entry(found, data, status, returned)
    return Entry(found.shown, returned.digest, len(data), Status.SCORED, returned.findings, returned)


def _entry(found: Found, data: bytes, status: Status, finding: Finding) -> Entry:
    return Entry(found.shown, sha256(data).hexdigest(), len(data), status, (finding,), reason=finding.message)


def _digest(path: Path) -> str:
    """SHA-256 of a file too large to be held at once."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(MEBIBYTE):
            digest.update(block)
    return digest.hexdigest()
