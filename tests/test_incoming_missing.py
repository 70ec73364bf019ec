"""Partners of whom no return counts: named in the order of the round, with the held files that may be theirs."""

from dataclasses import replace

import pytest
from building import answers, question, tiny_round

from rasp_xl.incoming.entries import Mail
from rasp_xl.incoming.ledger import Entry, Ledger, Status, settle
from rasp_xl.incoming.missing import Missing, missing
from rasp_xl.incoming.returns import Return
from rasp_xl.model.answers import Cover
from rasp_xl.model.identity import Identity
from rasp_xl.model.rounds import Partner, Person, Round

TERN, SANDFORD, MARSH = (
    Partner("tern", "Tern Valley Council"), Partner("sandford", "Little Sandford Council"), Partner("marsh", "Marsh End Borough Council"),
)  # fmt: skip
TINY = tiny_round(question("AA1"))
ROUND = Round(TINY.purpose, TINY.stage, TINY.question_set, "harbour", partners=(TERN, SANDFORD, MARSH))


def sent(path: str, council: str, given: str = "AA1=3", **identity: str) -> Entry:
    """A return as it is read."""
    returned = Return(path, path, Identity(**identity), Cover(council, "Director"), answers(given), ())
    return Entry(path, path, 1, Status.SCORED, returned=returned)


def of(*entries: Entry) -> tuple[Missing, ...]:
    """Who is missing once the ledger has decided what counts."""
    return missing(settle(entries, ROUND), ROUND)


def test_partners_without_a_return_in_the_order_of_the_round() -> None:
    """Whoever is scored is not missing."""
    assert of(sent("marsh.xlsx", MARSH.name)) == (Missing(TERN), Missing(SANDFORD))
    assert of() == (Missing(TERN), Missing(SANDFORD), Missing(MARSH))


def test_nobody_is_missing_where_all_are_scored() -> None:
    """Nor where no partner is listed."""
    everybody = [sent(f"{partner.id}.xlsx", partner.name) for partner in ROUND.partners]

    assert of(*everybody) == ()
    assert missing(settle(everybody, TINY), TINY) == ()


@pytest.mark.parametrize(
    "entry",
    [
        sent("t.xlsx", TERN.name, "AA1="),
        sent("t.xlsx", TERN.name, template="1", purpose="joining", stage="3"),
        sent("t.xlsx", "", template="1", round="other", partner="tern"),
    ],
    ids=["empty", "other purpose", "other round"],
)
def test_held_file_of_a_partner_is_named(entry: Entry) -> None:
    """An office that looks for Tern Valley's return finds it among those that are held, whatever it is held for."""
    assert of(entry) == (Missing(TERN, ("t.xlsx",)), Missing(SANDFORD), Missing(MARSH))


def test_two_held_files_of_a_partner() -> None:
    """Both of which nobody knows which counts."""
    both = sent("a.xlsx", TERN.name), sent("b.xlsx", TERN.name, "AA1=1")

    assert of(*both)[0] == Missing(TERN, ("a.xlsx", "b.xlsx"))


def test_held_file_with_a_name_that_comes_near() -> None:
    """It is only said that it may be theirs."""
    assert of(sent("t.xlsx", "Tern Vally Council"))[0] == Missing(TERN, perhaps=("t.xlsx",))
    assert of(sent("f.xlsx", "Fenwold District Council")) == (Missing(TERN), Missing(SANDFORD), Missing(MARSH))


@pytest.mark.parametrize(
    ("path", "sender", "refused"),
    [
        ("tern.pdf", "", True),
        ("scan.pdf", "a.lee@tern.example", True),
        ("scan.pdf", "someone@else.example", False),
        ("Tern Valley Council.xlsx", "", False),
    ],
)
def test_refused_file_is_theirs_who_were_sent_its_name_or_sent_it(path: str, sender: str, refused: bool) -> None:
    """What could not be read says nothing of whose it is; the template's name and the e-mail that it came in do."""
    contact = replace(TERN, people=(Person("A Lee", address="a.lee@tern.example"),))
    round_ = replace(ROUND, partners=(contact, SANDFORD, MARSH))
    came = Entry(path, "", 1, Status.REFUSED, mail=Mail(sender, "") if sender else None)

    assert missing(Ledger((came,)), round_)[0] == Missing(contact, refused=(path,) if refused else ())


def test_held_file_of_a_known_sender_may_be_theirs() -> None:
    """A return without a council in an e-mail from a partner's contact is looked for there."""
    contact = replace(TERN, people=(Person("A Lee", address="a.lee@tern.example"),))
    round_ = replace(ROUND, partners=(contact, SANDFORD, MARSH))
    nameless = replace(sent("t.xlsx", ""), mail=Mail("A.Lee@tern.example", ""))

    assert missing(settle([nameless], round_), round_)[0] == Missing(contact, perhaps=("t.xlsx",))
