"""kill -9 while score runs: the old output is whole or the new one is, and the returns are as they were."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from building import clean_return, everywhere, returned
from command_line import snapshot, spoken
from kills import content

from rasp_xl.model.questions import Purpose, QuestionSet
from rasp_xl.model.rounds import Round
from rasp_xl.pipeline import recover, write
from rasp_xl.pipeline.journal import JOURNAL

FIRST_GONE = "tables/answers.csv"
"""What the old output has and the new one has not."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")


@dataclass(frozen=True, slots=True)
class Run:
    """One run over another's output: the returns, the output before and after, and the seconds a run takes here."""

    inbox: Path
    out: Path
    before: dict[str, bytes]
    after: dict[str, bytes]
    seconds: float


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, asked: QuestionSet) -> Run:
    """Two returns are scored with tables, then a third comes in and the folder is scored again, without them."""
    below = tmp_path_factory.mktemp("kill")
    inbox, out = below / "inbox", below / "out"
    inbox.mkdir()
    (inbox / "placeholder.xlsx").write_bytes(clean_return(asked))
    faulty = returned(Round(Purpose.NEW, 2, asked), "Eastvale", everywhere(asked, 1, "SV3=NA TR2="))
    (inbox / "eastvale.xlsx").write_bytes(faulty)
    assert spoken("score", inbox, "--out", out, "--tables")[0] == 1
    before = content(out)
    assert FIRST_GONE in before
    (inbox / "northmoor.xlsx").write_bytes(returned(Round(Purpose.NEW, 2, asked), "Northmoor", everywhere(asked, 2)))
    start = time.monotonic()
    assert spoken("score", inbox, "--out", below / "after")[0] == 1
    return Run(inbox, out, before, content(below / "after"), time.monotonic() - start)


def killed(run: Run, out: Path, moment: Callable[[Path, float], bool]) -> dict[str, bytes]:
    """Score into a copy of the old output and kill the run at the moment that comes; gives what is left."""
    shutil.copytree(run.out, out)
    command = [sys.executable, "-m", "rasp_xl", "score", run.inbox, "--out", out]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        start = time.monotonic()
        while child.poll() is None and not moment(out, time.monotonic() - start):
            pass
        child.send_signal(signal.SIGKILL)
    return content(out)


def visible(left: dict[str, bytes]) -> dict[str, bytes]:
    """What is no hidden file."""
    return {name: data for name, data in left.items() if not name.startswith(".")}


def assert_whole(run: Run, out: Path, left: dict[str, bytes]) -> None:
    """Old or new as it lies there, or a journal; after the next command, old or new and nothing else."""
    plain = visible(left)
    assert JOURNAL in left or plain in (run.before, run.after)
    assert recover(out) == (JOURNAL in left)
    assert content(out) == (run.after if JOURNAL in left else plain)


def test_killed_at_random_moments(run: Run, tmp_path: Path) -> None:
    """Whenever the machine or somebody ends a run, no mixture is left, and the returns keep bytes and times."""
    returns = snapshot(run.inbox)
    choose = random.Random(20261012)
    for number in range(10):
        out, end = tmp_path / str(number), run.seconds * choose.uniform(0.1 * number, 0.1 * number + 0.15)
        left = killed(run, out, lambda _out, seconds, end=end: seconds >= end)
        assert_whole(run, out, left)
        assert snapshot(run.inbox) == returns


def first_part(out: Path, _seconds: float) -> bool:
    """The moment at which the first new file comes."""
    return any(path.suffix == ".part" for path in out.iterdir())


def journal(out: Path, _seconds: float) -> bool:
    """The moment at which the new output counts."""
    return (out / JOURNAL).exists()


def half_new(out: Path, _seconds: float) -> bool:
    """The moment at which a file of the old output is gone. It is asked for by name: its folder may go while that is listed."""
    return (out / JOURNAL).exists() and not (out / FIRST_GONE).exists()


@pytest.mark.parametrize("moment", [first_part, journal, half_new])
@pytest.mark.parametrize("number", range(2))
def test_killed_while_it_writes(run: Run, tmp_path: Path, moment: Callable[[Path, float], bool], number: int) -> None:
    """The moments that matter are few thousandths of a second long, so they are waited for."""
    out = tmp_path / "out"
    assert_whole(run, out, killed(run, out, moment))


def test_next_command_completes_and_says_so(run: Run, tmp_path: Path) -> None:
    """Whoever just runs the command again reads that a run had been stopped, and nothing of it is left."""
    out = tmp_path / "out"
    left = killed(run, out, journal)
    status, _, said = spoken("score", run.inbox, "--out", out)

    assert status == 1
    assert content(out) == run.after
    assert (b"A run that was stopped had left the files" in said) == (JOURNAL in left)


def test_run_over_a_killed_one_may_be_another(run: Run, tmp_path: Path) -> None:
    """After a kill any other output may follow, for instance a template; the scores beside it are whole."""
    out = tmp_path / "out"
    left = killed(run, out, journal)
    write(out, {"template.xlsx": b"blank"})

    assert content(out) == (run.after if JOURNAL in left else visible(left)) | {"template.xlsx": b"blank"}
