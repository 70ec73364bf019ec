"""The guide's commands run as they stand, one after another, in a folder of one's own."""

import re
import shlex
from pathlib import Path

import pytest
from mail_office import PASSWORD, USER, Postbox, mail_server
from test_month import attachment, by_recipient, filled, round_filled_in

from rasp_xl.cli import main
from rasp_xl.pipeline import mail_server as ours

GUIDE = (Path(__file__).parent.parent / "docs" / "guide.md").read_text("utf-8")
COMMANDS = re.findall(r"^rasp-xl .*$", "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)), re.MULTILINE)
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
            said = command.replace(SERVER, f"localhost:{office.port} --ca {office.authorities}")
            words = shlex.split(said)[1:]
            done.append((words[0], main(words)))
            if words[0] == "new":
                round_filled_in(Path(words[1], "round.xlsx"))
                answer_for = words[1]
            if words[0] == "send" and words[1:2] == ["output"] and "--now" in words:
                for address in ("jane@northmoor.example", "ann@eastvale.example"):
                    name, data = attachment(by_recipient(office)[address][0])
                    Path("harbour", "returns", name).write_bytes(filled(data, 3, tmp_path))
            if words[0] == "templates" and answer_for == "harbour-2027":
                data = Path("output-2027", "templates", "northmoor-district-council.xlsx").read_bytes()
                Path("harbour-2027", "returns", "northmoor.xlsx").write_bytes(filled(data, 3, tmp_path))

    assert [name for name, _ in done] == [
        "new", "templates", "send", "send", "check", "chase", "send", "score", "new", "templates", "score",
    ]  # fmt: skip
    assert all(status in (0, 1) for _, status in done)
    assert Path("output", "chase", "board.xlsx").is_file()
    assert Path("output-2027", "scored.xlsx").is_file()


def test_guide_names_every_sheet_of_the_round_workbook() -> None:
    """Whoever has only the guide knows what each sheet is for."""
    from rasp_xl.model import round_layout as layout

    sheets = (
        layout.PROGRAMME, layout.PARTNERS, layout.QUESTIONS, layout.SETTINGS, layout.WAIVERS, layout.MODERATION, layout.LETTERS,
    )  # fmt: skip
    assert [sheet for sheet in sheets if f"| {sheet} |" not in GUIDE] == []
