"""What the log says of an error: its kind and its place, never its message.

A message may hold what a person typed: a database names its values, a parser quotes its input.
"""

from __future__ import annotations

from collections.abc import Iterator
from traceback import walk_tb


def told(error: BaseException) -> str:
    """An error and what it came from, each as its kind and the lines it passed."""
    return " < ".join(_told(error))


def _told(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        frames = [
            f"{frame.f_code.co_filename.rpartition('/')[2]}:{line} {frame.f_code.co_name}"
            for frame, line in walk_tb(error.__traceback__)
        ]
        yield f"{type(error).__qualname__} ({', '.join(frames)})"
        error = error.__cause__ or error.__context__
