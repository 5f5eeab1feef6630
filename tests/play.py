"""Plays a recorded conversation in the terminal, to read it as a story:

python -m tests.play tests/conversations/huurachterstand.yaml
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from flows.clarification.lines import current
from tests.flows.memory_stage import MemoryStage
from tests.flows.recordings import Differs, Move, Seen, as_seen, described, play, read


class Told(MemoryStage):
    """The stage in memory, telling what is done and seen on it."""

    def make(self, move: Move) -> Seen:
        """Make the move and tell it."""
        seen = super().make(move)
        print(f"\n>>> {move}\n{as_seen(seen)}")
        return seen


def main() -> None:
    """Play the recordings that are named."""
    for name in sys.argv[1:]:
        try:
            stage = Told()
            play(read(Path(name)), stage)
            print("\nentries:")
            for entry in current(stage.look().entries or ()).values():
                print(f"  - {described(entry)}: {json.dumps(entry.text, ensure_ascii=False)}")
        except Differs as found:
            sys.exit(f"\n{found}")


if __name__ == "__main__":
    main()
