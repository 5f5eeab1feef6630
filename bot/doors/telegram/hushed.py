"""Keeps the token, and whatever people typed, out of the log."""

from __future__ import annotations

import logging

from bot.app.failing import told

__all__ = ["TALKERS", "Hush", "hush", "told"]
TALKERS = ("telegram", "httpx", "httpcore")


class Hush(logging.Filter):
    """Writes a record of a library as one line without the token and without what it fills in,
    which may be all that Telegram sent; tracebacks of theirs go."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place and let it through."""
        kind = record.exc_info[0] if record.exc_info else None
        said = str(record.msg).replace("%s", "…") + (f" ({kind.__name__})" if kind else "")
        record.msg = said.replace(self.token, "…")
        record.args, record.exc_info, record.exc_text = None, None, None
        return True


def hush(token: str) -> None:
    """Let the libraries that carry the token only warn, and never name it.

    A filter counts for its own logger alone, so each that they made gets it.
    """
    for name in (*TALKERS, *logging.root.manager.loggerDict):
        talker = logging.getLogger(name) if name.partition(".")[0] in TALKERS else None
        if talker and token not in {f.token for f in talker.filters if isinstance(f, Hush)}:
            talker.addFilter(Hush(token))
    for name in TALKERS:
        logging.getLogger(name).setLevel(logging.WARNING)
