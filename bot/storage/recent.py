"""The lines of conversations, runs and meetings in use, so that a turn does not open hundreds anew.

Lines are only ever added, by rising number, until the whole conversation is erased. So what was
read once stays true, and only what came behind it is read again, whichever process wrote it.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

_CONVERSATIONS = 500  # at once; some hundred kilobytes each at most


class RecentLines:
    """Lines by conversation, the longest unused forgotten first. Used by the writer alone."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, tuple[Any, ...]] = OrderedDict()

    def of(self, conversation: str) -> tuple[Any, ...]:
        """The first lines of this conversation, as far as they are known."""
        return self._lines.get(conversation, ())

    def remember(self, conversation: str, lines: tuple[Any, ...]) -> None:
        """Remember committed lines, from the first one on."""
        self._lines[conversation] = lines
        self._lines.move_to_end(conversation)
        if len(self._lines) > _CONVERSATIONS:
            self._lines.popitem(last=False)

    def forget(self, conversation: str) -> None:
        """Forget a conversation that was erased, here or by another process."""
        self._lines.pop(conversation, None)
