"""The journal: whenever a run dies, the folder is whole again with the next command, and nothing outside it is touched."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from kills import Killed, content, killed_at

from rasp_xl.model.findings import OutputError
from rasp_xl.pipeline import recover, write
from rasp_xl.pipeline.journal import JOURNAL, UNDO


def output(**texts: str) -> dict[str, bytes]:
    """An output: files by name (with _ for the slash) and a results.json that lists them."""
    files = {name.replace("_", "/").replace("7", "."): text.encode() for name, text in texts.items()}
    listed = [{"path": name, "sha256": sha256(data).hexdigest()} for name, data in sorted(files.items())]
    return {"results.json": json.dumps({"change": None, "outputs": listed}, indent=1).encode()} | files


OLD = output(scored7xlsx="old", summary7html="old page", fixes_eastvale7xlsx="mend this", tables_scores7csv="1,2")
NEW = output(scored7xlsx="new", summary7html="new page", fixes_northmoor7xlsx="mend that", letters_all7eml="Dear")
OTHER = {"notes.txt": b"none of ours"}
BEFORE, AFTER = OLD | OTHER, NEW | OTHER
LAST = 1_000


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the output of an earlier run; the disk of this test is never slow."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    made = tmp_path / "out"
    write(made, OLD)
    (made / "notes.txt").write_bytes(OTHER["notes.txt"])
    return made


def fresh(folder: Path, number: object) -> Path:
    """A copy of the folder as it stands."""
    return Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-{number}"), symlinks=True))


def visible(folder: Path) -> dict[str, bytes]:
    """What somebody who looks into the folder sees."""
    return {name: data for name, data in content(folder).items() if not name.startswith(".")}


def is_half_done(folder: Path) -> bool:
    """Whether a journal says that the folder is being changed."""
    return (folder / JOURNAL).exists() or (folder / UNDO).exists()


def no_second_names(name: str, _args: object) -> None:
    """A disk on which a file can have one name only."""
    if name == "link":
        raise OSError(errno.EPERM, "Operation not permitted")


def open_elsewhere(final: str) -> Callable[[str, tuple[object, ...]], None]:
    """A disk on which one result is held by another program, until the run gives up."""

    def held(name: str, args: tuple[object, ...]) -> None:
        target = str(args[-1])
        if name in ("replace", "unlink") and target.endswith(final):
            raise PermissionError(errno.EACCES, "Permission denied", str(args[0]), None, target)

    return held


@pytest.mark.parametrize("disk", [None, no_second_names])
def test_run_killed_at_every_step(folder: Path, disk: Callable[..., None] | None) -> None:
    """Old output, new output, or a journal: the next command makes it whole, and what it is never goes back to old."""
    after = []
    for step in range(1, LAST):
        out = fresh(folder, step)
        with killed_at(step, disk) as asked:
            write(out, NEW)
        assert is_half_done(out) or visible(out) in (BEFORE, AFTER), step
        half_done = is_half_done(out)
        assert recover(out) == half_done
        assert content(out) in (BEFORE, AFTER), step
        after.append(content(out) == AFTER)
        if len(asked) < step - 1:
            break

    assert len(after) > 40
    assert after == sorted(after)
    assert set(after) == {False, True}


def test_order_on_the_disk(folder: Path) -> None:
    """Against a power cut: all is on the disk before the journal has its name, which is there before any file moves; the seal is last."""
    moves: list[str] = []

    def watch(name: str, args: tuple[object, ...]) -> None:
        moves.append(f"{name} {Path(str(args[-1])).name}" if name in ("replace", "unlink") else name)

    with killed_at(LAST, watch):
        write(folder, NEW)
    start, sealed = moves.index(f"replace {JOURNAL}"), moves.index("replace results.json")
    end = moves.index(f"unlink {JOURNAL}")
    between = [move for move in moves[start + 1 : end] if move.startswith(("replace", "unlink"))]

    assert moves[:start].count("fsync") == len(NEW) + 2
    assert moves[start + 1 : start + 3] == ["open", "fsync"]
    assert len(between) == len(NEW) + 2
    assert between[-1] == "replace results.json"
    assert moves[sealed:end].count("fsync") >= 1


def test_next_run_needs_no_recovery(folder: Path) -> None:
    """Whoever just runs again gets the new output whole, wherever the last run died."""
    for step in range(1, LAST):
        out = fresh(folder, step)
        with killed_at(step) as asked:
            write(out, NEW)
        write(out, NEW)
        assert content(out) == AFTER, step
        if len(asked) < step - 1:
            break


def test_completing_killed_at_every_step(folder: Path) -> None:
    """A second death, while the first is mended, loses nothing either."""
    deaths = 0
    for step in range(1, LAST, 2):
        dead = fresh(folder, step)
        with killed_at(step) as asked:
            write(dead, NEW)
        if len(asked) < step - 1:
            break
        for again in range(1, LAST) if is_half_done(dead) else ():
            out = fresh(dead, again)
            with killed_at(again) as later:
                recover(out)
            assert is_half_done(out) or visible(out) == AFTER
            recover(out)
            assert content(out) == AFTER, (step, again)
            deaths += 1
            if len(later) < again - 1:
                break

    assert deaths > 200


@pytest.mark.parametrize("held", ["summary.html", "fixes/northmoor.xlsx", "fixes/eastvale.xlsx", "results.json"])
def test_undoing_killed_at_every_step(folder: Path, held: str) -> None:
    """A run that gives up on a file open elsewhere, and dies while it puts the others back, leaves old or new, never both."""
    ends = set()
    for step in range(1, LAST):
        out = fresh(folder, step)
        with killed_at(step, open_elsewhere(held)) as asked, pytest.raises((OutputError, Killed)) as caught:
            write(out, NEW)
        assert is_half_done(out) or visible(out) == BEFORE, step
        recover(out)
        assert content(out) in (BEFORE, AFTER), step
        ends.add(content(out) == AFTER)
        if len(asked) < step - 1:
            break

    assert caught.type is OutputError
    assert held in str(caught.value)
    assert content(out) == BEFORE
    assert ends == {False, True}


def killed_half_way(folder: Path) -> None:
    """A run dies when the first file has its new content and the others have not."""
    for step in range(1, LAST):
        out = fresh(folder, step)
        with killed_at(step):
            write(out, NEW)
        if (out / "scored.xlsx").read_bytes() == b"new":
            shutil.rmtree(folder)
            out.rename(folder)
            return


def test_file_open_while_completing_is_named_and_the_journal_stays(folder: Path) -> None:
    """When completing meets a file that is open, a sentence names it; once it is closed, the next command completes."""
    killed_half_way(folder)
    with killed_at(LAST, open_elsewhere("summary.html")), pytest.raises(OutputError) as caught:
        recover(folder)
    half_done = is_half_done(folder)
    done = recover(folder)

    assert str(caught.value) == (
        f"Could not write {folder / 'summary.html'}: Permission denied. If it is open in another program, close it and run again. "
        f"Until then the files in {folder} are partly of this run and partly of the last."
    )
    assert (half_done, done) == (True, True)
    assert content(folder) == AFTER
    assert not recover(folder)


def test_result_changed_after_the_death_is_not_taken_away(folder: Path) -> None:
    """Somebody who finds the folder half done and works in a file that was to go keeps it."""
    killed_half_way(folder)
    (folder / "fixes" / "eastvale.xlsx").write_bytes(b"mended")
    recover(folder)

    assert content(folder) == AFTER | {"fixes/eastvale.xlsx": b"mended"}


def test_nothing_to_recover_changes_nothing(folder: Path, tmp_path: Path) -> None:
    """Where no run has left a trace, not even a time changes, and no folder is made."""
    before = folder.stat().st_mtime_ns

    assert not recover(folder)
    assert not recover(tmp_path / "none")
    assert not recover(folder / "notes.txt")
    assert folder.stat().st_mtime_ns == before
    assert not (tmp_path / "none").exists()


PART = f".rasp-{'0' * 12}.part"
STEP = {"name": "scored.xlsx", "new": PART, "old": "", "digest": "0" * 64}
FORGED = [
    *({"name": name} for name in (
        "../victim.txt", "fixes/../../victim.txt", "/victim.txt", "..", ".", "", "C:\\victim.txt", "..\\victim.txt", "a//b", "a/b/c",
        ".hidden", JOURNAL, ".rasp-xl-lock", "scored.xlsx\n", "scored.xlsx\0", "con.txt", "a" * 61, "name.", " x", 7, None,
    )),
    *({"new": part} for part in ("../victim.txt", "notes.txt", f"../out/{PART}", f"{PART}\n", 7, None, "")),
    {"old": "../victim.txt"}, {"old": "notes.txt"}, {"digest": "0"}, {"digest": None}, {"more": ""},
]  # fmt: skip


@pytest.mark.parametrize("journal", [JOURNAL, UNDO])
@pytest.mark.parametrize("forged", FORGED, ids=str)
def test_forged_step_stops_the_run(folder: Path, journal: str, forged: dict[str, object]) -> None:
    """A journal with one step that leads elsewhere moves nothing at all; the sentence names it, and it stays for inspection."""
    victim = folder.parent / "victim.txt"
    victim.write_bytes(b"mine")
    (folder / PART).write_bytes(b"planted")
    (folder / journal).write_text(json.dumps([STEP, STEP | forged]))
    before = content(folder.parent)
    for command in (recover, lambda out: write(out, NEW)):
        with pytest.raises(OutputError, match="is not as rasp-xl leaves it, so nothing was written there"):
            command(folder)

    assert content(folder.parent) == before


@pytest.mark.parametrize("text", ["", "{", "7", "null", "[7]", '["scored.xlsx"]', "[[]]", "[" * 100_000, "\xff"])
def test_journal_that_is_none_stops_the_run(folder: Path, text: str) -> None:
    """A file of the journal's name that is no journal is never guessed at."""
    (folder / JOURNAL).write_bytes(text.encode("latin-1"))

    with pytest.raises(OutputError, match="delete it and run again"):
        recover(folder)
    assert visible(folder) == BEFORE


def test_journal_through_links_stops_the_run(folder: Path, tmp_path: Path) -> None:
    """Neither a link to a journal elsewhere nor a folder that is a link out of the output is followed."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_bytes(b"mine")
    (folder / "linked").symlink_to(elsewhere)
    (folder / PART).write_bytes(b"planted")
    (elsewhere / "journal").write_text(json.dumps([STEP | {"name": "linked/a.txt"}]))
    (folder / JOURNAL).symlink_to(elsewhere / "journal")
    with pytest.raises(OutputError, match="is not as rasp-xl leaves it"):
        recover(folder)
    (folder / JOURNAL).unlink()
    shutil.copy(elsewhere / "journal", folder / JOURNAL)
    with pytest.raises(OutputError, match="is a link that leads out of"):
        recover(folder)

    assert (elsewhere / "a.txt").read_bytes() == b"mine"
