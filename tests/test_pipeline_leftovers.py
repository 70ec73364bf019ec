"""Leftovers: what an earlier run wrote and this one does not is taken away, unless somebody has worked in it."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from kills import content

from rasp_xl.pipeline import RESULTS, write
from rasp_xl.pipeline.handiwork import Kept

FIXES = {"fixes/eastvale.xlsx": b"mend", "fixes/northmoor.xlsx": b"mend too"}
FIRST = {"scored.xlsx": b"one", "tables/scores.csv": b"1", **FIXES}
SECOND = {"scored.xlsx": b"two", "fixes/northmoor.xlsx": b"mend more"}


def listed(files: dict[str, bytes]) -> dict[str, bytes]:
    """Files and the results.json that lists them, laid out as results.json is."""
    outputs = [{"path": name, "sha256": sha256(data).hexdigest()} for name, data in sorted(files.items())]
    text = json.dumps({"change": None, "files": [], "outputs": outputs, "tool": {"name": "x"}}, indent=1)
    return files | {RESULTS: text.encode() + b"\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The output of an earlier run."""
    write(tmp_path, listed(FIRST))
    return tmp_path


def test_results_not_written_again_go(folder: Path) -> None:
    """A fix copy of a council that has mended everything goes, and a folder that is empty then goes with it."""
    assert write(folder, listed(SECOND)) == ()
    assert content(folder) == listed(SECOND)


def test_changed_result_stays_and_is_named(folder: Path) -> None:
    """A file in which somebody has worked since is kept and named once; the next run knows nothing of it."""
    (folder / "fixes" / "eastvale.xlsx").write_bytes(b"mended")
    named = write(folder, listed(SECOND))

    assert named == (Kept("fixes/eastvale.xlsx", "fixes/eastvale.xlsx"),)
    assert content(folder) == listed(SECOND) | {"fixes/eastvale.xlsx": b"mended"}
    assert write(folder, listed(SECOND)) == ()
    assert (folder / "fixes" / "eastvale.xlsx").read_bytes() == b"mended"


def test_result_deleted_since_is_no_matter(folder: Path) -> None:
    """What somebody has taken away already is neither missed nor told of."""
    (folder / "fixes" / "eastvale.xlsx").unlink()

    assert write(folder, listed(SECOND)) == ()
    assert content(folder) == listed(SECOND)


def test_files_of_others_stay(folder: Path) -> None:
    """What no list names stays, in folders of ours too."""
    (folder / "fixes" / "my notes.txt").write_bytes(b"mine")
    (folder / "councils").mkdir()
    write(folder, listed(SECOND))

    assert content(folder) == listed(SECOND) | {"fixes/my notes.txt": b"mine", "councils": b""}


def test_run_without_results_takes_nothing_away(folder: Path) -> None:
    """Templates and letters written into the same folder leave the scores there."""
    write(folder, {"template.xlsx": b"blank"})

    assert content(folder) == listed(FIRST) | {"template.xlsx": b"blank"}


@pytest.mark.parametrize(
    "name", ["return.xlsx", "returns/return.xlsx", "../victim.xlsx", "fixes/../return.xlsx", "linked/victim.xlsx", "", 7, None]
)  # fmt: skip
def test_list_of_a_stranger_takes_no_return_away(tmp_path: Path, name: object) -> None:
    """A results.json that came with the returns cannot make us delete one: only folders of ours are cleared."""
    inbox = tmp_path / "inbox"
    for path in (inbox / "return.xlsx", inbox / "returns" / "return.xlsx", tmp_path / "victim.xlsx"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"answers")
    (inbox / "linked").symlink_to(tmp_path)
    outputs = [{"path": name, "sha256": sha256(b"answers").hexdigest()}]
    (inbox / RESULTS).write_text(json.dumps({"outputs": outputs}, indent=1))

    assert write(inbox, listed(SECOND)) == ()
    assert (inbox / "return.xlsx").read_bytes() == b"answers"
    assert (inbox / "returns" / "return.xlsx").read_bytes() == b"answers"
    assert (tmp_path / "victim.xlsx").read_bytes() == b"answers"


def test_folder_of_ours_that_is_a_link_is_not_cleared(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever has put a link to a share in the place of tables/ keeps what lies there."""
    share = tmp_path_factory.mktemp("share")
    (folder / "tables").rename(share / "tables")
    (folder / "tables").symlink_to(share / "tables")

    assert write(folder, listed(SECOND)) == ()
    assert content(share) == {"tables/scores.csv": b"1"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\xff\xfe",
        "{}",
        ' "outputs": [',
        ' "outputs": [\n  {\n',
        ' "outputs": [\n 7\n ]',
        ' "outputs": [\n  7, {"path": "fixes/eastvale.xlsx"}, ["x"]\n ]',
        ' "outputs": [\n' + "[" * 100_000 + "\n ]",
        '{\n "outputs": []\n}',
    ],
    ids=range(9),
)
def test_results_that_list_nothing_take_nothing_away(folder: Path, text: str) -> None:
    """A results.json that is damaged or another program's is replaced, and nothing is guessed from it: what lies there is kept."""
    (folder / RESULTS).write_bytes(text.encode("latin-1"))
    kept = write(folder, listed(SECOND))
    beside = {one.kept_as: FIRST[one.name] for one in kept}

    assert set(beside) == {"scored (changed by hand).xlsx", "fixes/northmoor (changed by hand).xlsx"}
    assert content(folder) == listed(FIRST) | listed(SECOND) | beside


def test_letter_case_makes_no_leftover(folder: Path) -> None:
    """Where NORTHMOOR.xlsx and northmoor.xlsx are one file, it is the new one and stays."""
    (folder / "fixes" / "northmoor.xlsx").rename(folder / "fixes" / "NORTHMOOR.xlsx")
    (folder / RESULTS).write_bytes(listed({"fixes/NORTHMOOR.xlsx": FIRST["fixes/northmoor.xlsx"]})[RESULTS])
    write(folder, listed(SECOND))

    assert (folder / "fixes" / "NORTHMOOR.xlsx").exists()
    assert (folder / "fixes" / "northmoor.xlsx").read_bytes() == b"mend more"
