"""A council that is renamed, or a Round id that is changed, makes no new letters of old ones without a word."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asked_people import assessed, made_for
from building import question, tiny_round
from ledger_entries import entry, of_round

from rasp_xl import pipeline
from rasp_xl.incoming.ledger import Entry, settle
from rasp_xl.model.findings import Place
from rasp_xl.model.mail import SENT, Line, Plan, letter_parts
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.pipeline import chasing
from rasp_xl.pipeline.known_again import invitations, known_again, told_of, uninvited
from rasp_xl.pipeline.planning import plan
from rasp_xl.pipeline.sent import Record
from rasp_xl.reports.board import Board
from rasp_xl.reports.next_steps import next_step
from rasp_xl.reports.wording import former_round_words

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
WEEK = timedelta(days=7)
JANE, SIAN, ANN, BO = (
    Person(name, f"{name.lower()}@{place}.example")
    for name, place in (("Jane", "northmoor"), ("Sian", "cwm"), ("Ann", "shared"), ("Bo", "shared"))
)
NORTHMOOR, CWM = Partner("northmoor", "Northmoor", (JANE,)), Partner("cwm-twr", "Cwm Tŵr", (SIAN,))
RENAMED = Partner("northmoor-and-vale", "Northmoor & Vale", (JANE,))
ASKED = replace(
    tiny_round(question("SV1")), id="harbour", name="Harbour", sender=Person("Rhian", "rhian@harbour.example"),
    id_place=Place("round.xlsx", "Programme", 6, 2),
)  # fmt: skip


def of(*partners: Partner, identity: str = "harbour") -> Round:
    return replace(ASKED, partners=partners, id=identity)


def send_all(folder: Path, round_: Round) -> Mapping[str, Line]:
    """Make a round's letters and record that they went; gives the record."""
    pipeline.send_out(round_, folder)
    record = Record(folder / "letters")
    for draft in plan(folder).to_send:
        record.add(Line(draft.letter, draft.file, SENT, NOW.isoformat(), draft.to))
    return record.last


def made(folder: Path, round_: Round) -> Plan:
    """What there is to send once a round's letters are made."""
    pipeline.send_out(round_, folder)
    return plan(folder)


def files(pairs: tuple[tuple[object, ...], ...]) -> list[str]:
    return [str(getattr(pair[0], "file", "")) for pair in pairs]


def test_renamed_council_gets_no_second_invitation(tmp_path: Path) -> None:
    """Its letter is held back, with the Id that is to be typed; by its name it goes all the same."""
    record = send_all(tmp_path, of(NORTHMOOR, CWM))
    planned = made(tmp_path, of(RENAMED, CWM))

    assert (planned.to_send, files(planned.gone)) == ((), ["cwm-twr_invitation.eml"])
    assert files(planned.held) == ["northmoor-and-vale_invitation.eml"]
    assert "type northmoor under Id on the sheet Partners" in planned.notes[0]
    assert [draft.file for draft in plan(tmp_path, again=files(planned.held)).to_send] == files(planned.held)
    first, second = told_of(of(RENAMED, CWM), record)
    assert first.startswith(
        "jane@northmoor.example had this invitation on 23 November 2026, 14:05 under the Id northmoor;"
    )
    assert second.startswith("Sent before: 1 of 2 invitations; not yet to jane@northmoor.example.")


def test_council_that_keeps_its_id_may_be_called_anything(tmp_path: Path) -> None:
    """That is what the office is told to do."""
    record = send_all(tmp_path, of(NORTHMOOR, CWM))
    kept = of(replace(RENAMED, id="northmoor"), CWM)

    assert len(made(tmp_path, kept).gone) == 2
    assert [sentence[:12] for sentence in told_of(kept, record)] == ["Sent before:"]


def test_renamed_council_with_another_contact_is_said(tmp_path: Path) -> None:
    """No address tells that it is the same; the Id that is gone does. So it does where a council left."""
    record = send_all(tmp_path, of(NORTHMOOR, CWM))
    other = of(replace(RENAMED, people=(BO,)), CWM)

    assert [draft.file for draft in made(tmp_path, other).to_send] == ["northmoor-and-vale_invitation.eml"]
    for round_ in (other, of(CWM)):
        assert "Somebody was invited under the Id northmoor, which no partner has now." in next(told_of(round_, record))


def test_address_that_serves_two_councils_gets_the_letters_of_each(tmp_path: Path) -> None:
    """One clerk for two councils is nothing odd, also where the second joins later."""
    one, two = Partner("one", "One", (ANN,)), Partner("two", "Two", (ANN,))
    send_all(tmp_path, of(one))
    planned = made(tmp_path, of(one, two))

    assert [draft.file for draft in planned.to_send] == ["two_invitation.eml"]
    assert planned.held == ()
    letters, record = invitations(of(one, two))[1:], Record(tmp_path / "letters").last
    assert known_again(letters, record, {"one", "two"}) == {}
    assert len(known_again(letters, record, {"two"})) == 1


def test_colleague_with_the_same_address_is_asked_about(tmp_path: Path) -> None:
    """Who shares an address is told apart by name from then on, so that the first would be invited anew."""
    send_all(tmp_path, of(Partner("one", "One", (ANN,))))
    both = of(Partner("one", "One", (ANN, replace(BO, address=ANN.address))))
    planned = made(tmp_path, both)

    assert planned.to_send == ()
    assert len(planned.held) == 2


def test_changed_round_id_holds_all_letters_and_says_what_it_was(tmp_path: Path) -> None:
    """With the cell in which to put it back."""
    record = send_all(tmp_path, of(NORTHMOOR, CWM))
    changed = of(NORTHMOOR, CWM, identity="harbour-new")

    assert len(made(tmp_path, changed).held) == 2
    (told,) = told_of(changed, record)
    assert told.startswith("2 of these letters went before, as letters of the round harbour.")
    assert "put harbour back as Round id on the sheet Programme, B6, and make the letters again" in told


@pytest.mark.parametrize("letter", ["invitation;harbour;x;", "invitation; r; p; ; 0123", "receipt; r; p; ab%20c; 0123"])
def test_parts_of_a_letters_name(letter: str) -> None:
    """In the order in which they are written."""
    parts = letter_parts(letter)

    assert parts
    assert [parts.kind, parts.round, parts.partner] == [part.strip() for part in letter.split(";")[:3]]


@pytest.mark.parametrize(
    "letter", ["", "sha256;0123", "greeting; a; b; c; d", "invitation; a; b; c; d; e", "invitation"]
)
def test_letters_of_others_have_no_parts(letter: str) -> None:
    """Nothing is made of them."""
    assert letter_parts(letter) is None


def test_invitations_are_named_before_they_are_written(tmp_path: Path) -> None:
    """As their drafts name them."""
    pipeline.send_out(of(NORTHMOOR, CWM), tmp_path)

    assert {one.name: one.address for one in invitations(of(NORTHMOOR, CWM))} == {
        draft.letter: draft.to[0] for draft in plan(tmp_path).to_send
    }


def test_returns_that_all_carry_another_round_id_are_advised_so(tmp_path: Path) -> None:
    """The office changed it: the finding, the screen and the board say what to put back, and no council is told of it."""
    both = [made_for(entry("jane.xlsx"), "jane-roe"), entry("sian.xlsx", "Cwm Tŵr")]
    found = assessed(*(of_round(one, "harbour-2026") for one in both))
    occasion = chasing.Occasion(NOW, 5, Record(tmp_path))
    board, _ = chasing.chase(found, tmp_path, occasion, lambda _: None)
    (finding, *_), _ = (one.findings for one in found.ledger.entries)

    assert finding.fix.startswith("All returns carry “harbour-2026”: put it back as Round id, if it was changed")
    assert former_round_words(found).startswith(
        "The round workbook has the Round id “harbour”. All returns carry “harb"
    )
    assert {line.council: line.letters for line in board.lines if line.standing.value == "cannot be used"} == {
        "Northmoor": (), "Cwm Tŵr": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    "rounds",
    [
        ("harbour", "harbour-2026"),
        ("harbour-2025", "harbour-2026"),
        ("", "", "harbour-2026"),
        ("Put a bomb", "Put a bomb"),
    ],
)
def test_strays_of_another_round_are_no_changed_id(rounds: tuple[str, ...]) -> None:
    """Where one return names ours, they differ, few name any, or what they name is no id, nothing is concluded."""
    councils = ("Northmoor", "Cwm Tŵr", "Thorne")
    entries = (of_round(entry(f"{n}.xlsx", councils[n]), identity) for n, identity in enumerate(rounds))

    assert former_round_words(assessed(*entries)) == ""


def chased(folder: Path, round_: Round, record: Record, *came: Entry) -> Board:
    """The board of a round a week later."""
    whole = replace(assessed(), round=round_, ledger=settle(came, round_))
    return chasing.chase(whole, folder / "chase", chasing.Occasion(NOW + WEEK, 5, record), print)[0]


def test_who_was_never_invited_is_not_reminded(tmp_path: Path) -> None:
    """Nobody typed an address, so no workbook went there; once one is typed, the invitation comes before any reminder."""
    send_all(tmp_path, of(NORTHMOOR, Partner("cwm-twr", "Cwm Tŵr", (replace(SIAN, address=""),))))
    record = Record(tmp_path / "letters")
    jane, sian = chased(tmp_path, of(NORTHMOOR, CWM), record).lines
    (nobody,) = chased(tmp_path, of(NORTHMOOR, Partner("cwm-twr", "Cwm Tŵr")), record).lines[1:]

    assert (len(jane.letters), sian.letters, nobody.letters) == (1, (), ())
    assert sian.what == "Nothing has come. No invitation went, as far as is recorded."
    assert next_step(sian) == (
        "Send the invitation first: no reminder is due to somebody who was sent no workbook. "
        "If you sent it yourself, mark it as sent (send with --mark-sent) and chase again."
    )
    assert "Type an address under E-mail on the sheet Partners" in next_step(nobody)


def test_office_that_records_nothing_reminds_all_the_same(tmp_path: Path) -> None:
    """It sends by hand; also what is on record for another round says nothing of this one."""
    record = send_all(tmp_path, of(NORTHMOOR, identity="other"))

    assert uninvited(of(NORTHMOOR, CWM), record) == frozenset()
    assert all(line.letters for line in chased(tmp_path, of(NORTHMOOR, CWM), Record(tmp_path / "letters")).lines)
    assert uninvited(of(NORTHMOOR, CWM), {}) == frozenset()


def test_invitation_under_another_name_of_the_council_is_one(tmp_path: Path) -> None:
    """A renamed council has its workbook, whatever its Id is now."""
    record = send_all(tmp_path, of(NORTHMOOR))

    assert uninvited(of(RENAMED, CWM), record) == {"cwm-twr.xlsx"}
    assert uninvited(of(RENAMED), record) == frozenset()


def test_return_of_a_renamed_council_may_be_theirs(tmp_path: Path) -> None:
    """Its workbooks carry the former Id: it is not told that nothing came, and the office which Id to put back."""
    send_all(tmp_path, of(NORTHMOOR, CWM))
    vale = replace(RENAMED, id="vale", name="Vale of Esk")
    held = of_round(entry("a.xlsx", "", made_for=NORTHMOOR, purpose_and_stage=(ASKED.purpose, ASKED.stage)), "harbour")
    found = chased(tmp_path, of(vale, CWM), Record(tmp_path / "letters"), held)
    jane, sian = found.lines

    assert (jane.letters, len(sian.letters), found.strays) == ((), 1, ())
    assert jane.what == "Nothing has come, unless a.xlsx is theirs."
    assert next_step(jane).startswith(
        "Find out whose a.xlsx is. If Vale of Esk was renamed, type northmoor under Id in its row on the sheet Partners:"
    )
