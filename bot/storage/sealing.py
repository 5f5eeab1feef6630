"""Sealing: AES-256-GCM that only opens under its own key and in its own place.

The place (table, row id, column) is the associated data, so that a sealed value which is moved to
another row does not open there. Source of the sizes: NIST SP 800-38D, 96-bit random nonces.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.app.ports import StoreError

KEY_BYTES = 32
_NONCE_BYTES = 12


def new_key() -> bytes:
    """A new random key for AES-256."""
    return os.urandom(KEY_BYTES)


def place(table: str, row: object, column: str) -> bytes:
    """Where a sealed value is kept, as associated data; no table or column holds a slash."""
    return f"{table}/{row}/{column}".encode()


def seal(key: AESGCM, where: bytes, plain: bytes) -> bytes:
    """Seal ``plain`` for this place: the nonce, then the ciphertext with its tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + key.encrypt(nonce, plain, where)


def unseal(key: AESGCM, where: bytes, sealed: bytes) -> bytes:
    """Open what was sealed for this place; StoreError when it was damaged, moved or swapped."""
    try:
        return key.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], where)
    except (InvalidTag, ValueError) as error:
        raise StoreError("A sealed value was damaged or moved, and does not open.") from error
