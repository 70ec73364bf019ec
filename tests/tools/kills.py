"""A program that dies at the nth thing it asks of the disk, without dying: from then on nothing it asks is done."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ASKED = ((os, ("replace", "rename", "unlink", "mkdir", "rmdir", "link", "fsync", "open")), (io, ("open",)))


class Killed(BaseException):
    """Nothing in a program that was killed can catch this and do anything about it."""


@contextmanager
def killed_at(which: int, also: Callable[[str, tuple[object, ...]], None] | None = None) -> Iterator[list[str]]:
    """The nth question to the disk (from 1) is not answered, nor is any after it; gives what was asked until then.

    A question to which ``also`` raises an error fails with that error.
    """
    asked: list[str] = []

    def mortal(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            if len(asked) + 1 >= which:
                raise Killed
            asked.append(name)
            if also:
                also(name, args)
            return real(*args, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for module, names in ASKED:
            for name in names:
                patch.setattr(module, name, mortal(name, getattr(module, name)))
        with suppress(Killed):
            yield asked


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden or not, with what it holds; a folder in it with nothing in it counts as well."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
        if path.is_file() or not any(path.iterdir())
    }
