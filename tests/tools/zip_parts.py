"""The members of a zip read, replaced and written back: workbooks spoiled on purpose."""

import zipfile
from collections.abc import Mapping
from io import BytesIO


def members(data: bytes) -> dict[str, bytes]:
    """Unzip a workbook, the parts in the order they are stored."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rezipped(parts: Mapping[str, bytes]) -> bytes:
    """Zip parts into a workbook; the same bytes for the same parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            # A name alone would take the time of day into the file.
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def patched(data: bytes, part: str, old: str, new: str) -> bytes:
    """Replace a text in one member by another, the first time it occurs there.

    Raises:
        AssertionError: when the text is not there, so that no test plants nothing.
    """
    parts = members(data)
    body = parts[part].decode()
    if old not in body:
        raise AssertionError(f"{part} has no {old!r}")
    return rezipped(parts | {part: body.replace(old, new, 1).encode()})
