"""How much may be asked of the pages that answer beyond this computer.

Everything is counted in memory and forgotten after its window: nothing about anybody is kept. A
limit that is reached refuses with one sentence and lets go by itself.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_network
from time import monotonic

from bot.doors.room.reach import address_of

KEYS = 20_000  # keys counted at once; beyond it those that were least busy are forgotten


@dataclass(frozen=True, slots=True)
class Rate:
    """At most ``most`` in any stretch of ``seconds`` that begins with the first."""

    most: int
    seconds: float


@dataclass(slots=True)
class Count:
    """How often in the stretch that began at ``since``."""

    since: float
    times: int = 0


class Counter:
    """Counts by key: an address, a cookie, or everything together."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        """``clock`` gives seconds that only go up."""
        self.rate = rate
        self.clock = clock
        self.counts: dict[str, Count] = {}

    def full(self, key: str) -> bool:
        """Whether one more is too many."""
        count = self.counts.get(key)
        if count is None:
            return False
        if count.since + self.rate.seconds <= self.clock():
            del self.counts[key]
            return False
        return count.times >= self.rate.most

    def add(self, key: str) -> None:
        """Count one."""
        if not self.full(key) and key not in self.counts:
            self._make_room()
            self.counts[key] = Count(self.clock())
        self.counts[key].times += 1

    def take(self, key: str) -> bool:
        """Count one when it still fits; False when it does not."""
        if self.full(key):
            return False
        self.add(key)
        return True

    def _make_room(self) -> None:
        """Forget what is over, and when that is not enough the least busy half."""
        if len(self.counts) < KEYS:
            return
        ends = self.clock() - self.rate.seconds
        kept = [item for item in self.counts.items() if item[1].since > ends]
        kept.sort(key=lambda item: item[1].times, reverse=True)
        self.counts = dict(kept[: KEYS // 2])


@dataclass(slots=True)
class Lines:
    """Live connections that are open: of one cookie, and in all."""

    each: int
    most: int
    open: dict[str, int] = field(default_factory=dict)

    def fits(self, key: str) -> bool:
        """Whether one more may be opened."""
        return self.open.get(key, 0) < self.each and sum(self.open.values()) < self.most

    async def while_open(self, key: str, stream: AsyncIterator[str]) -> AsyncGenerator[str]:
        """The same stream, counted for as long as somebody reads it."""
        self.open[key] = self.open.get(key, 0) + 1
        try:
            async for said in stream:
                yield said
        finally:
            self.open[key] -= 1
            if not self.open[key]:
                del self.open[key]


def place_of(client: str | None) -> str:
    """Whose tries these are: an address, or for IPv6 the network that one household is given."""
    address = address_of(client)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
