"""Measures rasp-xl against its peers and prints one table: python benchmarks/run.py [--returns N] [--rounds N]."""

import argparse
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from statistics import median

from packs import pack_and_bare
from python_calamine import CalamineWorkbook
from returns import filled_return, make_returns

from rasp_xl.incoming.checks import check
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.answers import CHOICE_TEXTS, Cover
from rasp_xl.model.question_file import standard_set
from rasp_xl.model.questions import Purpose
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.template import template_bytes
from rasp_xl.pipeline.sending_out import Untouched, files_to_send
from rasp_xl.pipeline.writing import write
from rasp_xl.scoring.scores import score_council

HERE = Path(__file__).parent
REPEATS = 60


def cpu(work: Callable[[], object], repeats: int) -> float:
    """Processor seconds of one call, averaged over some."""
    start = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - start) / repeats


def cpu_of_command(command: Sequence[str]) -> float:
    """Processor seconds of a whole process, user and system, kept on one core where the system can."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def paired(ours: Callable[[], float], peer: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Medians of both, measured in turn so that a slow minute strikes both."""
    pairs = [(ours(), peer()) for _ in range(rounds)]
    return median(one for one, _ in pairs), median(other for _, other in pairs)


def intake(rounds: int) -> tuple[float, float]:
    """One return through every check, against calamine reading all its sheets."""
    data, question_set = filled_return(7), standard_set()
    reader, round_ = Reader(question_set), Round(Purpose.NEW, 2, question_set)

    def ours() -> None:
        returned = reader.read(data, "return.xlsx")
        if not isinstance(returned, Return):
            raise SystemExit(returned.message)
        check(returned, round_)

    def calamine() -> None:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    return paired(lambda: cpu(ours, REPEATS), lambda: cpu(calamine, REPEATS), max(rounds, 5))


def templates(how_many: int, rounds: int, beside: bool) -> tuple[float, float]:
    """A round's templates on disk, put together and tested as the command does it, against building each."""
    asked = standard_set()
    partners = tuple(
        Partner(f"council-{n:05}", f"Council {n:05} of Testshire", (Person(f"Officer {n}", role="Programme lead"),))
        for n in range(how_many)
    )
    round_ = Round(Purpose.NEW, 2, asked, "harbour", "Harbour", partners=partners)
    chance, texts = random.Random(7), tuple(CHOICE_TEXTS.values())
    last = {p.id: {q.id: chance.choice(texts) for q in asked.questions} for p in partners} if beside else None
    some = partners[:: max(1, how_many // 25)]

    def ours(folder: Path) -> None:
        write(folder, files_to_send(round_, last), Untouched(round_))

    def peer(folder: Path) -> None:
        card = score_council(Partner("", ""), ({},), round_)
        for p in some:
            cover = Cover("", p.people[0].name, p.people[0].role)
            filling = Filling(round_, card, p, cover, last=last[p.id] if last else None)
            (folder / f"{p.id}.xlsx").write_bytes(template_bytes(filling))

    def into_a_folder(work: Callable[[Path], None]) -> float:
        with tempfile.TemporaryDirectory() as folder:
            return cpu(lambda: work(Path(folder)), 1)

    return paired(lambda: into_a_folder(ours), lambda: into_a_folder(peer) * how_many / len(some), rounds)


def packs(rounds: int) -> tuple[float, float]:
    """One council's workbook and page, against the same cells and text written bare."""
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = pack_and_bare(Path(folder))
        return paired(lambda: cpu(ours, REPEATS // 6), lambda: cpu(bare, REPEATS // 6), max(rounds, 3))


def scoring(how_many: int, rounds: int) -> tuple[float, float]:
    """A folder scored by the command, against the analyst's script."""
    with tempfile.TemporaryDirectory() as folder:
        returns = Path(folder, "returns")
        make_returns(returns, how_many)
        ours = [sys.executable, "-m", "rasp_xl", "score", str(returns), "--no-packs", "--out", f"{folder}/ours"]
        peer = [sys.executable, str(HERE / "analyst.py"), str(returns), f"{folder}/analyst"]
        return paired(lambda: cpu_of_command(ours), lambda: cpu_of_command(peer), rounds)


def main() -> None:
    """Measure all rows and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--returns", type=int, default=300, help="returns to score; default: 300")
    parser.add_argument("--templates", type=int, default=1000, help="templates to make; default: 1000")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each row; default: 3")
    options = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores. Processor seconds, medians."
    )
    print(f"{'row':<42}{'ours':>12}{'peer':>12}   ratio")
    ours, peer = intake(options.rounds)
    print(
        f"{'intake of one return / calamine reading':<42}{ours * 1000:>9.2f} ms{peer * 1000:>9.2f} ms   {ours / peer:.2f} times its time"
    )
    for beside, more in ((False, ""), (True, ", last round beside")):
        ours, peer = templates(options.templates, options.rounds, beside)
        words = f"{options.templates} templates{more} / built"
        print(f"{words:<42}{ours:>10.2f} s{peer:>10.2f} s   {peer / ours:.1f} times faster")
    ours, peer = packs(options.rounds)
    words = "a council's pack / the same cells and text bare"
    print(f"{words:<42}{ours * 1000:>9.1f} ms{peer * 1000:>9.1f} ms   {ours / peer:.2f} times its time")
    ours, peer = scoring(options.returns, options.rounds)
    words = f"score of {options.returns} returns / analyst's script"
    print(f"{words:<42}{ours:>10.2f} s{peer:>10.2f} s   {peer / ours:.1f} times faster")


if __name__ == "__main__":
    main()
