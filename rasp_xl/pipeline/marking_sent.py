"""Marking as sent: letters that an office sends from its own mail program, put on the record so that nothing goes twice."""

from collections.abc import Callable
from datetime import datetime

from rasp_xl.model.mail import BY_HAND, SENT, Line, Outcome, Plan
from rasp_xl.outgoing.wire import unmarked
from rasp_xl.pipeline.kept_letters import KeptLetters
from rasp_xl.pipeline.sent import record_to_add


def mark_sent(plan_: Plan, clock: Callable[[], datetime], tell: Callable[[Line], object]) -> Outcome:
    """Put letters on the record as sent, and keep them as they are; sends nothing."""
    lines, kept = list[Line](), KeptLetters(plan_.record)
    with record_to_add(plan_.record, plan_.folder) as record:
        for draft in plan_.to_mark:
            now = clock().isoformat(timespec="seconds")
            line = Line(draft.letter, draft.file, SENT, now, draft.to, answer=BY_HAND)
            record.add(line)
            kept.keep(line, unmarked(draft.data))
            lines.append(line)
            tell(line)
    kept.tell_lost()
    return Outcome(tuple(lines))
