"""Invites people to practise again, by itself and by day; each invitation is sent once."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from bot.app.service import Handvat
from bot.doors.telegram.carrying import Carriers
from bot.doors.telegram.hushed import told

log = logging.getLogger("handvat.telegram")


async def keep_inviting(
    handvat: Handvat,
    carriers: Carriers,
    every: float,
    stops_within: Callable[[float], Awaitable[bool]],
) -> None:
    """Look every so many seconds who is to be invited, until the door closes.

    Each person has a transaction of their own, so that nobody's turn waits for the round.
    """
    while True:
        try:
            for seat in await handvat.trainees("telegram"):
                if delivery := await handvat.invite(seat):
                    carriers.bring(delivery)
        except Exception as error:  # noqa: BLE001  (the edge: the next round tries again)
            log.error("a round of invitations failed: %s", told(error))
        if await stops_within(every):
            return
