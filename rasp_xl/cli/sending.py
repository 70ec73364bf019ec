"""The command that sends letters. It only says what it would send unless it is told to do it."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime

from rasp_xl.cli.screen import ALL_WELL, ATTENTION, complain, say
from rasp_xl.model.mail import SENT, TRYING, Line, Outcome, Plan


def send(options: argparse.Namespace) -> int:
    """Show what would go to whom, or send it letter by letter."""
    from rasp_xl.pipeline import sending
    from rasp_xl.pipeline.sent import round_home

    home = round_home(options.round) if options.round else None
    planned = sending.plan(options.folder, options.sender, options.again, home)
    say("\n".join(_known(planned)))
    if not options.now:
        say("\n".join(_listed(planned, "{}:{}".format(*options.smtp))))
        say(_total(planned, Outcome()))
        return ATTENTION if planned.in_doubt else ALL_WELL
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
    return ALL_WELL if outcome.all_well and not planned.in_doubt else ATTENTION


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
        yield f"  Sent on {line.time}: {draft.file} to {', '.join(draft.to)}"
    for draft, line in planned.in_doubt:
        yield f"  In doubt since {line.time}: {draft.file} to {', '.join(draft.to)}. {_ask(draft.file)}"


def _listed(planned: Plan, server: str) -> Iterator[str]:
    for draft in planned.to_send:
        attached = f", with {', '.join(draft.attached)}" if draft.attached else ""
        yield f"  Would send {draft.file} to {', '.join(draft.to)}: “{draft.subject}”{attached}"
    yield f"Nothing was sent. To send through {server}, say the same with --now."


def _total(planned: Plan, outcome: Outcome) -> str:
    """The control total: every letter of the folder once."""
    sent, before = outcome.count(SENT), len(planned.gone)
    doubt = outcome.count(TRYING) + len(planned.in_doubt)
    whole = len(planned.to_send) + before + len(planned.in_doubt)
    rest = whole - sent - before - doubt
    noun = "letter" if whole == 1 else "letters"
    return f"{whole} {noun}: {sent} sent, {before} sent before, {doubt} in doubt, {rest} not sent. {whole} = {sent} + {before} + {doubt} + {rest}."
