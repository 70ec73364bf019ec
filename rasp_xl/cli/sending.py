"""The command that sends letters. It only says what it would send unless it is told to do it."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from rasp_xl.cli.screen import ALL_WELL, ATTENTION, complain, say, typed
from rasp_xl.model.mail import BY_HAND, SENT, TRYING, Draft, Line, Outcome, Plan, letter_parts
from rasp_xl.model.showing import few


def send(options: argparse.Namespace) -> int:
    """Show what would go to whom, or send it letter by letter; or the same for letters that the office sent itself."""
    from rasp_xl.pipeline.planning import plan
    from rasp_xl.pipeline.sent import round_home

    home = round_home(options.round) if options.round else None
    planned = plan(options.folder, options.sender, options.again, home, options.mark_sent)
    say("\n".join(_known(planned)))
    if options.now:
        return _mark(planned) if options.mark_sent else _send(options, planned)
    say("\n".join(_marked(planned) if options.mark_sent else _listed(planned, options)))
    say(
        "\n".join(
            (*_without_address(planned), _total(planned, Outcome(), "marked as sent" if options.mark_sent else ""))
        )
    )
    return ALL_WELL if _is_settled(planned) or options.mark_sent else ATTENTION


def _is_settled(planned: Plan) -> bool:
    """Whether every letter can go or went."""
    return not (planned.in_doubt or planned.held or planned.unaddressed)


def _send(options: argparse.Namespace, planned: Plan) -> int:
    from rasp_xl.pipeline import sending
    from rasp_xl.pipeline.mail_server import MailServer

    host, port = options.smtp
    server = MailServer(host, port, options.no_tls, options.ca)
    outcome = sending.send(planned, server, lambda: datetime.now(UTC).astimezone(), _tell)
    if outcome.left:
        complain(f"{outcome.why} {len(outcome.left)} letters are still to be sent. Say the same once more.")
    say("\n".join((*_without_address(planned), _total(planned, outcome, "sent"))))
    return ALL_WELL if outcome.all_well and _is_settled(planned) else ATTENTION


def _mark(planned: Plan) -> int:
    from rasp_xl.pipeline.marking_sent import mark_sent

    outcome = mark_sent(
        planned,
        lambda: datetime.now(UTC).astimezone(),
        lambda line: say(f"  Marked as sent: {line.file}{_to(line.to)}"),
    )
    say("\n".join((*_without_address(planned), _total(planned, outcome, "marked as sent"))))
    return ATTENTION if planned.held else ALL_WELL


def _to(addresses: Sequence[str]) -> str:
    return f" to {', '.join(addresses)}" if addresses else ", which has no address"


def _tell(line: Line) -> None:
    to = ", ".join(address for address in line.to if address not in line.refused)
    refused = f" The server refused {', '.join(line.refused)}." if line.refused else ""
    if line.state == SENT:
        say(f"  Sent {line.file} to {to}.{refused}")
    elif line.state == TRYING:
        say(f"  In doubt: {line.file} to {to}: {line.answer}. {_ask(line.file)}")
    else:
        say(f"  Not sent: {line.file}: {line.answer}.{refused}")
        if line.refused:
            say(
                "    Put the address right on the sheet Partners, make the letters again, and send again: what went does not go twice."
            )


def _ask(file: str) -> str:
    return f"Ask whether it came; if it did not, send it with --again {file}"


def _known(planned: Plan) -> Iterator[str]:
    """Whom the letters are from, and which are left out, and why."""
    sender = planned.sender
    from_whom = f", from {f'{sender.name} <{sender.address}>' if sender.name else sender.address}" * bool(
        sender.address
    )
    yield f"Letters in {planned.folder}{from_whom}:"
    for draft, line in planned.gone:
        by_hand = f" ({line.answer})" if line.answer == BY_HAND else ""
        yield f"  Sent on {line.when}{by_hand}: {draft.file}{_to(draft.to)}"
    for draft, line in planned.in_doubt:
        yield f"  In doubt since {line.when}: {draft.file}{_to(draft.to)}. {_ask(draft.file)}"
    for draft, line in planned.held:
        yield f"  Held back: {draft.file} to {', '.join(draft.to)}: {_before(draft, line)}"
    yield from planned.notes


def _before(draft: Draft, line: Line) -> str:
    """How a letter went before, under another id."""
    before, now = letter_parts(line.letter), letter_parts(draft.letter)
    if not line.to:
        return f"it went on {line.when}, when no address stood on Partners."
    if not before or not now or before == now:
        return f"the same address had it on {line.when}."
    other = f"in the round {before.round}" if before.round != now.round else f"under the Id {before.partner}"
    return f"the same address had it on {line.when}, {other}."


def _without_address(planned: Plan) -> Iterator[str]:
    """Letters that nobody can be sent yet, and what to do with them."""
    if planned.unaddressed:
        folder = planned.unaddressed[0].parent
        names = few([path.name for path in planned.unaddressed])
        yield (
            f"Letters without an address: {len(planned.unaddressed)}, in {folder}: {names}. They are not sent. Fill in E-mail on the sheet Partners and make "
            f"the letters again; or open each, type the address, send it, and say: rasp-xl send {typed(folder)} --mark-sent --now"
        )


def _listed(planned: Plan, options: argparse.Namespace) -> Iterator[str]:
    from rasp_xl.pipeline.mail_server import MailServer

    host, port = options.smtp
    server = MailServer(host, port)
    for draft in planned.to_send:
        attached = f", with {', '.join(draft.attached)}" if draft.attached else ""
        yield f"  Would send {draft.file} to {', '.join(draft.to)}: “{draft.subject}”{attached}"
    if server.hint:
        yield server.hint
    yield f"Nothing was sent. To send through {server.words}, say the same with --now."


def _marked(planned: Plan) -> Iterator[str]:
    for draft in planned.to_mark:
        yield f"  Would mark as sent: {draft.file}{_to(draft.to)}: “{draft.subject}”"
    yield "Nothing was marked, and nothing is ever sent by this. If you sent these from your mail program, say the same with --now; name one letter to mark it alone."


def _total(planned: Plan, outcome: Outcome, done: str) -> str:
    """The control total: every letter of the folder once. done says what became of those that this run settled.

    It is empty where nothing was to be sent yet: then no letter has failed to go.
    """
    before, held = len(planned.gone), len(planned.held)
    now_sent = {line.letter for line in outcome.lines if line.state == SENT}
    doubt = outcome.count(TRYING) + sum(draft.letter not in now_sent for draft, _ in planned.in_doubt)
    whole = len(planned.to_send) + before + len(planned.in_doubt) + held
    counts = {done: len(now_sent)} if done else {}
    counts |= {"sent before": before, "in doubt": doubt} | ({"held back": held} if held else {})
    counts["not sent" if done else "to send"] = whole - sum(counts.values())
    noun = "letter" if whole == 1 else "letters"
    parts = ", ".join(f"{number} {words}" for words, number in counts.items())
    return f"{whole} {noun}: {parts}. {whole} = {' + '.join(map(str, counts.values()))}."
