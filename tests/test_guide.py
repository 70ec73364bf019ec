"""The guide's commands run as they stand, one after another, in a folder of one's own, and the round workbook names the same."""

import re
import shlex
from pathlib import Path

import pytest
from mail_office import PASSWORD, USER, Postbox, mail_server
from test_month import attachment, by_recipient, filled, round_filled_in

from rasp_xl.cli import main
from rasp_xl.cli.arguments import parser
from rasp_xl.outgoing.round_book.whole import STEPS
from rasp_xl.pipeline import mail_server as ours

GUIDE = (Path(__file__).parent.parent / "docs" / "guide.md").read_text("utf-8")
COMMANDS = "".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)).splitlines()
SERVER = "mail.harbour.example"


@pytest.mark.office
def test_every_command_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between them somebody fills in the round workbook, and two councils answer; the mail server is one on this machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(ours.USER, USER)
    monkeypatch.setenv(ours.PASSWORD, PASSWORD)
    done: list[tuple[str, int]] = []
    with mail_server(tmp_path, Postbox()) as office:
        for command in COMMANDS:
            program, *words = shlex.split(command.replace(SERVER, f"localhost:{office.port} --ca {office.authorities}"))
            if program == "cd":
                monkeypatch.chdir(words[0])
                continue
            done.append((words[0], main(words)))
            if words[0] == "new":
                round_filled_in(Path(words[1], "round.xlsx"))
            if words[:2] == ["send", "output"] and "--smtp" in words and "--now" in words:
                for address in ("jane@northmoor.example", "ann@eastvale.example"):
                    name, data = attachment(by_recipient(office)[address][0])
                    Path("returns", name).write_bytes(filled(data, 3, tmp_path))
            if words[0] == "templates" and "--from" in words:
                data = Path("output", "templates", "northmoor-district-council.xlsx").read_bytes()
                Path("returns", "northmoor.xlsx").write_bytes(filled(data, 3, tmp_path))

    assert [name for name, _ in done] == [
        "new", "templates", "send", "send", "send", "send", "check", "chase", "send", "send", "score", "new", "templates", "score",
    ]  # fmt: skip
    assert all(status in (0, 1) for _, status in done)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["harbour", "harbour-2027"]
    assert (tmp_path / "harbour" / "sent.jsonl").is_file()
    assert (tmp_path / "harbour" / "output" / "chase" / "board.xlsx").is_file()
    assert (tmp_path / "harbour-2027" / "output" / "scored.xlsx").is_file()


def test_commands_within_sentences_can_be_typed() -> None:
    """Each has a command that there is, and its options."""
    inline = re.findall(r"`rasp-xl ([^`]+)`", re.sub(r"```sh\n.*?```", "", GUIDE, flags=re.DOTALL))

    assert len(inline) >= 4
    for words in inline:
        assert parser().parse_args(shlex.split(words.replace("\\", "/"))).run


def test_round_workbook_names_the_same_commands() -> None:
    """Whoever follows What to do on its first sheet types what the guide types, in the same order and the same folder."""
    steps = [where.replace("HOST", SERVER) for _, where, _ in STEPS if where.startswith("rasp-xl ")]
    this_month = COMMANDS[: next(n for n, command in enumerate(COMMANDS) if "harbour-2027" in command)]
    typed = [command for command in this_month[2:] if not command.endswith(" --now")]

    assert this_month[:2] == ["rasp-xl new harbour --purpose new --stage 2", "cd harbour"]
    assert steps == typed


def test_guide_names_every_sheet_of_the_round_workbook() -> None:
    """Whoever has only the guide knows what each sheet is for."""
    from rasp_xl.model import round_layout as layout

    sheets = (
        layout.PROGRAMME, layout.PARTNERS, layout.QUESTIONS, layout.SETTINGS, layout.WAIVERS, layout.MODERATION, layout.LETTERS,
    )  # fmt: skip
    assert [sheet for sheet in sheets if f"| {sheet} |" not in GUIDE] == []
