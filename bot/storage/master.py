"""The master key file: made once, for its owner alone, and never made anew beside existing data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.storage.engine import close_to_others
from bot.storage.refused import StorageRefused
from bot.storage.sealing import KEY_BYTES, new_key


def master_key(file: Path, *, kept: bool) -> bytes:
    """Read the master key, or make it when nothing is ``kept`` yet.

    The caller looks for existing data *before* this call: whoever starts at the same moment makes
    the key first and data later, so data that was seen always has its key by now.
    """
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        if kept:
            raise StorageRefused(
                f"There is data but its key file {file} is missing: "
                "put the key file back, because without it nothing can be read."
            ) from None
        key = _make(file)
    except OSError as error:
        raise StorageRefused(f"The key file {file} cannot be read: {error.strerror}.") from error
    if len(key) != KEY_BYTES:
        raise StorageRefused(
            f"The key file {file} holds {len(key)} bytes instead of {KEY_BYTES}: "
            "it is not a key of Handvat."
        )
    close_to_others(file)
    return key


def _make(file: Path) -> bytes:
    """Write a new key beside its place and link it there: it appears whole, or not at all."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}.new")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _write(draft, new_key())
            os.link(draft, file)
        except FileExistsError:
            pass  # another process was first: its key counts
        finally:
            draft.unlink(missing_ok=True)
        _wait_for_disk(file.parent)
        return file.read_bytes()
    except OSError as error:
        raise StorageRefused(f"The key file {file} cannot be made: {error.strerror}.") from error


def _write(file: Path, content: bytes) -> None:
    """Write a new file, readable by its owner alone, through to the disk."""
    number = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _wait_for_disk(folder: Path) -> None:
    """Make a new name in this folder survive a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
