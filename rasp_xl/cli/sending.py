"""The command that sends letters. It only says what it would send unless it is told to do it."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime

from rasp_xl.cli.screen import ALL_WELL, ATTENTION, complain, say
from rasp_xl.model.mail import SENT, TRYING, Draft, Line, Outcome, Plan, letter_parts


def send(options: argparse.Namespace) -> int:
    """Show what would go to whom, or send it letter by letter."""
    from rasp_xl.pipeline.planning import plan
    from rasp_xl.pipeline.sent import round_home

    home = round_home(options.round) if options.round else None
    planned = plan(options.folder, options.sender, options.again, home)
    say("\n".join(_known(planned)))
    if not options.now:
        say("\n".join(_listed(planned, "{}:{}".format(*options.smtp))))
        say(_total(planned, Outcome()))
        return ATTENTION if planned.in_doubt or planned.held else ALL_WELL
    return _send(options, planned)


def _send(options: argparse.Namespace, planned: Plan) -> int:
    from rasp_xl.pipeline import sending
    from rasp_xl.pipeline.mail_server import MailServer

    host, port = options.smtp
    server = MailServer(host, port, options.no_tls, options.ca)
    outcome = sending.send(planned, server, lambda: datetime.now(UTC).astimezone(), _tell)
    if outcome.left:
        complain(f"{outcome.why} {len(outcome.left)} letters are still to be sent. Say the same once more.")
    say(_total(planned, outcome))
    return ALL_WELL if outcome.all_well and not planned.in_doubt and not planned.held else ATTENTION


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
    yield f"Letters in {planned.folder}, from {f'{sender.name} <{sender.address}>' if sender.name else sender.address}:"
    for draft, line in planned.gone:
        yield f"  Sent on {line.when}: {draft.file} to {', '.join(draft.to)}"
    for draft, line in planned.in_doubt:
        yield f"  In doubt since {line.when}: {draft.file} to {', '.join(draft.to)}. {_ask(draft.file)}"
    for draft, line in planned.held:
        yield f"  Held back: {draft.file} to {', '.join(draft.to)}: the same address had it on {line.when}{_as(draft, line)}"
    yield from planned.notes


def _as(draft: Draft, line: Line) -> str:
    """Under which id a letter went before."""
    before, now = letter_parts(line.letter), letter_parts(draft.letter)
    if not before or not now:
        return ""
    return f", in the round {before.round}" if before.round != now.round else f", under the Id {before.partner}"


def _listed(planned: Plan, server: str) -> Iterator[str]:
    for draft in planned.to_send:
        attached = f", with {', '.join(draft.attached)}" if draft.attached else ""
        yield f"  Would send {draft.file} to {', '.join(draft.to)}: “{draft.subject}”{attached}"
    yield f"Nothing was sent. To send through {server}, say the same with --now."


def _total(planned: Plan, outcome: Outcome) -> str:
    """The control total: every letter of the folder once."""
    sent, before = outcome.count(SENT), len(planned.gone)
    doubt, held = outcome.count(TRYING) + len(planned.in_doubt), len(planned.held)
    whole = len(planned.to_send) + before + len(planned.in_doubt) + held
    counts = {"sent": sent, "sent before": before, "in doubt": doubt} | ({"held back": held} if held else {})
    counts["not sent"] = whole - sum(counts.values())
    noun = "letter" if whole == 1 else "letters"
    parts = ", ".join(f"{number} {words}" for words, number in counts.items())
    return f"{whole} {noun}: {parts}. {whole} = {' + '.join(map(str, counts.values()))}."
