"""The workbook that a council was sent, for a letter that sends it once more."""

from functools import cached_property
from pathlib import Path

from rasp_xl.incoming.expected import Recipient
from rasp_xl.incoming.returns import Reader, Return
from rasp_xl.model.answers import Cover
from rasp_xl.model.identity import Identity
from rasp_xl.model.rounds import Partner, Person, Round
from rasp_xl.outgoing.filling import Filling
from rasp_xl.outgoing.letters import Attachment
from rasp_xl.outgoing.press import Press
from rasp_xl.pipeline.sending_out import FOLDER, Untouched
from rasp_xl.reports.board import BoardLine
from rasp_xl.reports.uncounted import asks_for_workbook
from rasp_xl.scoring.scores import score_council


class Invited:
    """Finds, or makes again, what went with the invitations of a round; folder is the output of templates."""

    def __init__(self, round_: Round, folder: Path) -> None:
        self._round, self._folder = round_, folder / FOLDER

    def again(self, line: BoardLine) -> tuple[Attachment, ...]:
        """The workbook of the recipient of a line who must fill it in anew; nothing where that is not so, or nobody was asked.

        It is the file as it was sent, which may have last round's answers beside; where that is gone or somebody has
        filled it in, the same without these.
        """
        recipient = line.of.recipient
        if recipient is None or not asks_for_workbook(line.of.held):
            return ()
        return (Attachment(recipient.file, self._kept(recipient) or self._made(recipient)),)

    def _kept(self, recipient: Recipient) -> bytes:
        """Empty where what is there is no template of this round for this recipient, or no longer blank."""
        try:
            data = (self._folder / recipient.file).read_bytes()
        except OSError:
            return b""
        said = self._reader.read(data, recipient.file)
        wanted = Identity.of(self._round, recipient.partner, person=recipient.slug)
        ours = isinstance(said, Return) and said.identity == wanted
        return data if ours and self._untouched(data) else b""

    def _made(self, recipient: Recipient) -> bytes:
        person = recipient.person or Person()
        cover = Cover("", person.name, person.role)
        filling = Filling(self._round, self._press.card, recipient.partner, cover, person=recipient.slug)
        return self._press.template(filling)[0]

    @cached_property
    def _press(self) -> Press:
        return Press(self._round, score_council(Partner("", ""), ({},), self._round))

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._round.question_set)

    @cached_property
    def _untouched(self) -> Untouched:
        return Untouched(self._round)
