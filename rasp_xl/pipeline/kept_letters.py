"""Kept letters: every letter that went lies as a file beside the record, so that there is something to look at when a council rings."""

import re
from datetime import datetime
from pathlib import Path

from rasp_xl.model.findings import OutputError
from rasp_xl.model.mail import SENT_FOLDER, Line
from rasp_xl.pipeline.disk import complete, is_there, part_name, put

LONGEST_ADDRESS = 60
NO_ADDRESS = "no-address"


class KeptLetters:
    """The folder of letters that went, beside a record. What cannot be kept stops no letter, and is told once all have gone."""

    def __init__(self, record: Path) -> None:
        self._folder = record / SENT_FOLDER
        self._lost = list[str]()

    def keep(self, line: Line, data: bytes) -> None:
        """Keep a letter under its day, its first recipient and the name of its file; nothing that is there is written over."""
        try:
            self._folder.mkdir(exist_ok=True)
            part = self._folder / part_name()
            complete(part, data)
            put(part, self._free(line))
        except OSError as error:
            self._lost.append(f"{line.file} ({error.strerror or error})")

    def tell_lost(self) -> None:
        """OutputError that names the letters that went and could not be kept, if there are any."""
        if self._lost:
            raise OutputError(
                f"What was to be sent is sent and on the record, but could not be kept in {self._folder}: {', '.join(self._lost)}. "
                "Keep these files elsewhere before the next chase."
            )

    def _free(self, line: Line) -> Path:
        to = re.sub(r"[^A-Za-z0-9.@+_-]", "-", line.to[0] if line.to else NO_ADDRESS)[:LONGEST_ADDRESS]
        day = datetime.fromisoformat(line.time).date().isoformat()
        stem = f"{day}_{to}_{line.file.removesuffix('.eml')}"
        final, number = self._folder / f"{stem}.eml", 1
        while is_there(final):
            number += 1
            final = self._folder / f"{stem} ({number}).eml"
        return final
