"""The lock beside the database: which process replays what still waits in inbox and outbox."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class ReplayLock:
    """An exclusive lock on ``<database>.lock``, held until `release` or the end of the process."""

    def __init__(self, database: Path) -> None:
        self._path = Path(f"{database}.lock")
        self._file: int | None = None

    def acquire(self) -> bool:
        """Become the holder; False when another process is. Never waits."""
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let go of it; the file stays, because deleting it would let two processes in."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
