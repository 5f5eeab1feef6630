"""One practice run that is kept nowhere: what `handvat practise` plays in a terminal.

It answers a door as `bot.app.service.Handvat` does, with a `Player` for a store: when the terminal
closes, nothing of it is left.
"""

from __future__ import annotations

from bot.app.ports import Reader
from bot.app.rendering import Renderer
from bot.app.transcript import make_transcript
from bot.app.types import Delivery, Document, DocumentRequest, DoorName, Envelope, Seat
from flows.content.library import Library
from flows.playing import Player
from flows.practice.looking_back import look_back
from flows.practice.practising import begun
from flows.types import Desk, Notice, Pressed, Reading, Send

RUN = "rehearsal"


class Rehearsal:
    """One run with one persona and one seed, in memory alone."""

    def __init__(
        self, library: Library, renderer: Renderer, reader: Reader, persona: str, seed: int
    ) -> None:
        self.library = library
        self.renderer = renderer
        self.reader = reader
        desk = Desk(state="practising", practice=RUN, seed=seed, language=library.content.language)
        self.player = Player(library, desk, reader=reader)
        self.player.runs[RUN] = begun(library, persona, RUN, seed)

    def read(self, text: str) -> Reading:
        """Read a text before the turn."""
        return self.reader.read(text)

    async def turn(self, envelope: Envelope) -> Delivery | None:
        """Take one turn and say what to show."""
        self.player.take(envelope.input)
        return self._delivery(isinstance(envelope.input, Pressed))

    async def look(self, door: DoorName, login: str) -> Delivery:
        """What is seen now."""
        return self._delivery(edits=False)

    async def settle(self, delivery: Delivery, panel: str | None = None) -> None:
        """Nothing is kept, so that nothing is to be settled."""

    async def document(self, seat: Seat, request: DocumentRequest) -> Document | None:
        """The transcript of this run."""
        run = self.player.runs.get(request.conversation)
        if run is None:
            return None
        spoken = self.player.spoken.get(run.id, ())
        back = look_back(self.library, run, spoken)
        return await make_transcript(request.document, back, self.renderer, self.player.now)

    def say(self, words: str, language: str = "nl") -> str:
        """One sentence of ``words.yaml``."""
        return self.renderer.words(Notice(words), language)

    def _delivery(self, edits: bool) -> Delivery:
        player = self.player
        shown = self.renderer.show(player.screen, player.desk, address="u", door="terminal")
        return Delivery(
            ids=(),
            seat=Seat(RUN, RUN, "terminal", RUN),
            screen=player.desk.screen,
            shown=shown,
            notices=tuple(self.say_notice(notice) for notice in player.notices),
            documents=tuple(
                DocumentRequest(effect.document, effect.conversation)
                for effect in player.effects
                if isinstance(effect, Send)
            ),
            edits=edits,
        )

    def say_notice(self, notice: Notice) -> str:
        """One notice in words."""
        return self.renderer.words(notice, self.player.desk.language)
