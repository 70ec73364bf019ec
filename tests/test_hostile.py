"""Files made to hurt: each is refused or read within five seconds and 500 MB, and costs no other file anything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from came_back import filled
from hostile_parcels import hostile_mails, hostile_zips
from hostile_workbooks import hostile_workbooks
from under_limits import STOPPED, outcomes

from rasp_xl.incoming.ledger import Status
from rasp_xl.pipeline import assess

COUNCILS = ("Ashcombe", "Eastvale", "Whitford")


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """Every hostile file with a name that a folder can hold."""
    good = filled()
    for name, make in hostile_workbooks(good):
        yield f"{name.replace('/', ' ')}.xlsx", make()
    for name, data in (*hostile_zips(good), *hostile_mails(good)):
        yield name, data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of them all."""
    made = tmp_path_factory.mktemp("hostile")
    for name, data in hostile_files():
        (made / name).write_bytes(data)
    return made


def test_each_within_five_seconds_and_500_megabytes(folder: Path) -> None:
    """Nobody's computer stands still for one file: each is told of in time, in a process with little memory."""
    found = outcomes(folder)

    assert len(found) >= 80
    assert [name for name, said in found.items() if STOPPED in said] == []
    assert [name for name, said in found.items() if not said] == []


def test_all_together_with_good_returns(folder: Path) -> None:
    """In one folder with them, good returns are scored as ever, every file has a status and a reason, and none is touched.

    Names that climb out of an archive are names and nothing more.
    """
    for council in COUNCILS:
        (folder / f"{council}.xlsx").write_bytes(filled(None, council=council))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ledger = assess([folder]).ledger
    scored = {e.partner.name for e in ledger.entries if e.status is Status.SCORED and e.partner}

    assert set(COUNCILS) <= scored
    assert all(e.reason.endswith(".") for e in ledger.entries if e.status is not Status.SCORED)
    assert {e.path.split("/")[0] for e in ledger.entries} == set(before)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not any(Path(path).exists() for path in ("/tmp/evil", "/etc/evil", "/tmp/Northmoor.xlsx"))
