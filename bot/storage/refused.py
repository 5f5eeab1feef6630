"""The one error of opening: the storage says in one sentence why it does not start."""

from __future__ import annotations


class StorageRefused(Exception):
    """Opening was refused; its text is one sentence for the operator, and nothing was changed."""
