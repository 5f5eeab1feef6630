"""What another process on the same data changes: a terminal beside the page, a second page.

Nothing tells this process of it, so that it looks, a few times a second and only while anybody has
a meeting to look at. Who is told looks again, as anybody does after a change that was made here.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from bot.app.failing import told
from bot.app.ports import Unit
from bot.app.service import Handvat
from bot.app.types import OnScreen

LOOK_EVERY = 0.3  # seconds: what was taken back is on no page after a second
TROUBLE = 5.0  # seconds until the next look, when the storage gave up
log = logging.getLogger("handvat")


@dataclass(frozen=True, slots=True)
class Seen:
    """What others had committed, and the meetings on anybody's screen, when this was looked at."""

    others: int
    screens: frozenset[OnScreen]


def looked(unit: Unit, before: Seen | None) -> Seen:
    """How it stands now; the same as before when nobody else committed anything since."""
    others = unit.others()
    if before is not None and before.others == others:
        return before
    return Seen(others, unit.on_screens())


async def follow_others(handvat: Handvat, every: float = LOOK_EVERY) -> None:
    """Tell who watches a meeting that another process changed it; ends only by being cancelled.

    A meeting that changed here too since the last look is told once more, which costs a look.
    """
    seen: Seen | None = None
    while True:
        try:
            now = await handvat.store.run(looked, seen)
        except Exception as error:  # noqa: BLE001  (the edge: it is looked at again)
            log.error("what others changed was not seen: %s", told(error))
            await asyncio.sleep(TROUBLE)
            continue
        if seen is not None and now is not seen:
            handvat.watchers.changed(*sorted({each.meeting for each in now.screens ^ seen.screens}))
        seen = now
        await asyncio.sleep(every)
        await handvat.watchers.somebody()
