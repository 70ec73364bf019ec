"""Writing: what is written is whole or not there."""

import errno
import os
import shutil
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rasp_xl import pipeline
from rasp_xl.model.findings import OutputError
from rasp_xl.pipeline import disk

OLD = {"a.txt": b"old a", "b.txt": b"old b", "kept.txt": b"not ours"}
NEW = {"a.txt": b"new a", "b.txt": b"new b", "c.txt": b"new c"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with results of an earlier run and a file that is none of ours."""
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _nth_call_fails(monkeypatch: pytest.MonkeyPatch, name: str, which: int, error: BaseException) -> None:
    """From now on the nth call (from 1) of one of the system's functions raises an error."""
    real, calls = getattr(os, name), iter(range(1, 1000))

    def call(*args: object, **options: object) -> object:
        if next(calls) == which:
            raise error
        return real(*args, **options)

    monkeypatch.setattr(os, name, call)


def _held(winerror: int | None) -> PermissionError:
    error = PermissionError(errno.EACCES, "Permission denied", "from", None, "to")
    if winerror is not None:
        error.winerror = winerror  # type: ignore[attr-defined]
    return error


def test_write_makes_the_folder_and_replaces_old_files(folder: Path) -> None:
    """New results take the place of old ones of the same name; other files stay; no temporary file is left."""
    pipeline.write(folder, NEW)
    pipeline.write(folder / "deep" / "down", NEW)
    made = _content(folder / "deep" / "down")
    shutil.rmtree(folder / "deep")

    assert _content(folder) == OLD | NEW
    assert made == NEW


def test_write_leaves_no_file_that_may_not_be_read(folder: Path) -> None:
    """Written files have the rights that any program's files have here, no more and no less."""
    (folder / "plain.txt").write_bytes(b"")
    pipeline.write(folder, NEW)

    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == stat.S_IMODE((folder / "plain.txt").stat().st_mode)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    function=st.sampled_from(["fsync", "replace", "link"]),
    which=st.integers(1, 3),
    fault=st.sampled_from([OSError(errno.ENOSPC, "No space left on device"), _held(None), KeyboardInterrupt()]),
)
def test_write_leaves_all_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, function: str, which: int, fault: BaseException
) -> None:
    """Wherever the disk fills up, a file is locked or someone stops the run: old files are whole, and nothing else is there."""
    folder = tmp_path_factory.mktemp("out")
    for name, data in OLD.items():
        (folder / name).write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        _nth_call_fails(patch, function, which, fault)
        try:
            pipeline.write(folder, NEW)
        except (OutputError, KeyboardInterrupt):
            assert _content(folder) == OLD
        else:
            assert function == "link"
            assert _content(folder) == OLD | NEW


def test_write_restores_without_second_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a stick or a cloud folder that knows no second names for a file, old results come back all the same."""

    def no_link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)
    _nth_call_fails(monkeypatch, "replace", 3, _held(None))
    with pytest.raises(OutputError):
        pipeline.write(folder, NEW)

    assert _content(folder) == OLD


def test_file_open_in_excel_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a result is open in another program, the sentence names that file and says what to do."""
    real = os.replace

    def locked(source: Path, target: Path) -> None:
        if (
            Path(target).name == "b.txt"
            and Path(source).suffix == ".part"
            and Path(target).read_bytes() == OLD["b.txt"]
        ):
            raise PermissionError(errno.EACCES, "Permission denied", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(OutputError) as caught:
        pipeline.write(folder, NEW)

    assert str(caught.value) == (
        f"Could not write {folder / 'b.txt'}: Permission denied. If it is open in another program, close it and run again."
    )
    assert _content(folder) == OLD


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_write_waits_for_a_file_held_for_a_moment(folder: Path, monkeypatch: pytest.MonkeyPatch, winerror: int) -> None:
    """A virus scanner or a cloud folder that holds a file for a moment does not stop the run."""
    monkeypatch.setattr(disk, "WAITS", (0, 0, 0))
    real, faults = os.replace, [_held(winerror)] * 3

    def busy(source: object, target: object) -> None:
        if faults:
            raise faults.pop()
        real(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", busy)
    pipeline.write(folder, NEW)

    assert _content(folder) == OLD | NEW


def test_write_gives_up_on_a_file_that_stays_held(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that stays held ends the run with a sentence, and old results stay."""
    monkeypatch.setattr(disk, "WAITS", (0, 0, 0))
    real = os.replace

    def busy(source: Path, target: Path) -> None:
        if target.name == "b.txt":
            raise _held(32)
        real(source, target)

    monkeypatch.setattr(os, "replace", busy)
    with pytest.raises(OutputError, match="close it and run again"):
        pipeline.write(folder, NEW)

    assert _content(folder) == OLD


@pytest.mark.parametrize("inside", [".", "results"])
def test_folder_that_is_a_file(folder: Path, inside: str) -> None:
    """Where a file stands in the place of the folder, the sentence says so and the file is left alone."""
    with pytest.raises(OutputError) as caught:
        pipeline.write(folder / "a.txt" / inside, NEW)

    assert str(caught.value) == (
        f"Could not write into {folder / 'a.txt'}: there is a file of that name. Move it away, or choose another folder with --out."
    )
    assert _content(folder) == OLD


@pytest.mark.parametrize("name", ["fixes", "tables"])
def test_file_in_the_place_of_a_folder_inside(folder: Path, name: str) -> None:
    """Where a file is called as one of the folders in the output, the sentence names it and not the folder it lies in."""
    (folder / name).write_bytes(b"mine")
    with pytest.raises(OutputError) as caught:
        pipeline.write(folder, NEW | {f"{name}/x.txt": b"x"})

    assert str(caught.value) == (
        f"Could not write into {folder / name}: there is a file of that name. Move it away, or choose another folder with --out."
    )
    assert _content(folder) == OLD | {name: b"mine"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask")
def test_strict_rights_are_kept(tmp_path: Path) -> None:
    """Where an office lets nobody else read its files, results are no exception."""
    usual = os.umask(0o077)
    try:
        pipeline.write(tmp_path / "out", NEW)
    finally:
        os.umask(usual)

    assert stat.S_IMODE((tmp_path / "out" / "a.txt").stat().st_mode) == 0o600


def test_result_that_is_a_folder(folder: Path) -> None:
    """Where a folder has the name of a result, the sentence says so and nothing is changed."""
    (folder / "c.txt").mkdir()
    with pytest.raises(OutputError, match="there is a folder of that name"):
        pipeline.write(folder, NEW)

    assert {path.name for path in folder.iterdir()} == {*OLD, "c.txt"}


@pytest.mark.parametrize(
    ("function", "fault", "sentence"),
    [
        ("fsync", errno.ENOSPC, "Make room on the disk, or choose another folder with --out."),
        ("open", errno.EACCES, "Choose a folder with --out in which you may write."),
        ("open", errno.EROFS, "Choose a folder with --out in which you may write."),
    ],
)
def test_advice_fits_the_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, function: str, fault: int, sentence: str
) -> None:
    """A full disk and a folder one may not write in each get their own advice, and no hidden name is shown."""

    def fails(*args: object, **_: object) -> None:
        raise OSError(fault, os.strerror(fault), *(str(a) for a in args[:1] if isinstance(a, Path)))

    monkeypatch.setattr(os, function, fails)
    with pytest.raises(OutputError) as caught:
        pipeline.write(folder, NEW)
    monkeypatch.undo()

    assert str(caught.value) == f"Could not write {folder}: {os.strerror(fault)}. {sentence}"
    assert _content(folder) == OLD


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "/a.txt",
        "a/../b.txt",
        "a/b/c.txt",
        "",
        ".hidden",
        "tables/.x",
        "nul.txt",
        "a" * 57 + ".txt",
        "Tŵr.txt",
    ],
)
def test_name_that_is_no_results_is_refused(folder: Path, name: str) -> None:
    """Results have short plain names below the folder, whatever a round calls its councils."""
    with pytest.raises(OutputError, match="No result can be called"):
        pipeline.write(folder, NEW | {name: b"x"})

    assert _content(folder) == OLD


def test_longest_name(folder: Path) -> None:
    """A name of 60 characters is fine, and so is one folder before it."""
    name = f"fixes/{'a' * 55}.xlsx"
    pipeline.write(folder, {name: b"x"})

    assert (folder / name).read_bytes() == b"x"


def test_links_are_not_written_through(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder that is a link to elsewhere is refused; a file that is a link is replaced, and what it led to is left alone."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "c.txt").write_bytes(b"mine")
    (folder / "tables").symlink_to(elsewhere)
    with pytest.raises(OutputError, match="is a link that leads out of"):
        pipeline.write(folder, NEW | {"tables/c.txt": b"x"})
    (folder / "tables").unlink()
    before = _content(folder)
    (folder / "c.txt").symlink_to(elsewhere / "c.txt")
    pipeline.write(folder, NEW)

    assert before == OLD
    assert _content(folder) == OLD | NEW
    assert not (folder / "c.txt").is_symlink()
    assert _content(elsewhere) == {"c.txt": b"mine"}


def test_link_is_put_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a run fails, a file that was a link is a link again."""
    (folder / "c.txt").symlink_to("kept.txt")
    _nth_call_fails(monkeypatch, "replace", 4, _held(None))
    with pytest.raises(OutputError):
        pipeline.write(folder, {"c.txt": b"new", **NEW})

    assert (folder / "c.txt").readlink() == Path("kept.txt")
    assert _content(folder) == OLD | {"c.txt": OLD["kept.txt"]}


def test_output_folder_may_be_a_link(folder: Path) -> None:
    """Whoever keeps the output elsewhere, through a link of its own, may."""
    (folder / "real").mkdir()
    (folder / "out").symlink_to(folder / "real")
    pipeline.write(folder / "out", NEW | {"tables/x.csv": b"x"})

    assert (folder / "real" / "tables" / "x.csv").read_bytes() == b"x"
