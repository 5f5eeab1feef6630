"""A meeting behind the whole application: colleagues at doors of their own, and what they do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.app.ports import Unit
from bot.app.service import Handvat
from bot.app.types import Delivery, Envelope
from flows.intervision.types import Meeting, OfferPass, Participant, SharedCopy, SharedTurn
from flows.types import Desk, Pressed, Said
from tests.app.handvats import Person

CODE = "KMP479RTX"
TOLD = "Ik durf de post niet meer open te doen."
QUESTION = "Hoe blijf ik naast haar staan?"


def share(unit: Unit, login: str, of: str, method: str, code: str, now: datetime) -> str:
    """A contributor shares a copy and begins a meeting about it; gives who that is."""
    seat = unit.seat("telegram", login, now)
    turns = (SharedTurn(1, "Hoe gaat het thuis?", TOLD, "quoted"),)
    ends = now + timedelta(days=14)
    copy = SharedCopy(f"copy of {of}", "conversation", QUESTION, turns, now, ends)
    unit.share_copy(seat.person, copy, now)
    people = (Participant(1, seat.person, "Anna", "contributor"),)
    unit.begin_meeting(seat.person, Meeting(of, method, copy.id, people=people, code=code), now)
    unit.offer_pass(OfferPass(code, of, "participant"), now)
    unit.save_desk(seat, Desk("meeting", meeting=of), now)
    return seat.person


@dataclass
class Table:
    """One meeting, by the names of who sits there; the first is the contributor."""

    handvat: Handvat
    of: str = "m1"
    method: str = "kort_consult"
    code: str = CODE
    people: dict[str, Person] = field(default_factory=dict)

    async def begin(self) -> Person:
        """The contributor has the meeting on the screen."""
        await self.handvat.store.run(
            share, f"{self.of} anna", self.of, self.method, self.code, self.handvat.clock()
        )
        self.people["anna"] = Person(self.handvat, "telegram", f"{self.of} anna")
        return self.people["anna"]

    async def join(self, name: str, code: str | None = None) -> Person:
        """Somebody types the code, and the name for here."""
        person = Person(self.handvat, "telegram", f"{self.of} {name}")
        await person.say(f"/meedoen {code or self.code}")
        await person.say(name)
        self.people[name] = person
        return person

    async def enter(self, name: str, login: str) -> Person:
        """Somebody comes in by the page of the room."""
        person = Person(self.handvat, "room", login)
        person.seen = await self.handvat.enter("room", login, f"enter {login}", self.code)
        if person.seen is not None:
            await self.types(person, name)
        self.people[name] = person
        return person

    async def types(self, person: Person, text: str) -> Delivery:
        """A text typed in the room."""
        arrival = f"{person.login} {text} {len(person.arrivals)}"
        person.arrivals.append(arrival)
        envelope = Envelope("room", person.login, arrival, Said(text), room=True)
        return await self.told(person, envelope)

    async def presses(self, person: Person, action: str) -> Delivery:
        """A button of the room, also one that is not there."""
        arrival = f"{person.login} {action} {len(person.arrivals)}"
        person.arrivals.append(arrival)
        seen = await self.look(person)
        pressed = Pressed(seen.screen, action)
        envelope = Envelope("room", person.login, arrival, pressed, room=True)
        return await self.told(person, envelope)

    async def told(self, person: Person, envelope: Envelope) -> Delivery:
        """One turn of somebody in the room."""
        answer = await self.handvat.turn(envelope)
        assert answer is not None
        await self.handvat.settle(answer)
        person.seen = answer
        return answer

    async def look(self, person: Person) -> Delivery:
        """What is on this person's screen now, whatever they saw before."""
        person.seen = replace(await self.handvat.look(person.door, person.login), notices=())
        return person.seen

    async def meeting(self) -> Meeting:
        """Where it stands."""
        found = await self.handvat.store.run(
            lambda unit: unit.meeting(
                unit.seat("telegram", f"{self.of} anna", self.handvat.clock()).person, self.of
            )
        )
        assert found is not None
        return found
