"""The ``handvat`` command: what people, operators and checks use."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys

from bot.settings import Settings, SettingsRefused, misspelt, read_settings


def main() -> None:
    """Run one command; an operator's mistake is one sentence and exit code 1, no traceback."""
    arguments = parse(sys.argv[1:])
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for sentence in misspelt():
        print(sentence, file=sys.stderr)
    try:
        code = arguments.run(arguments)
        sys.stdout.flush()
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # who read along stopped: `handvat diagram | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush
        sys.exit(1)
    except Exception as error:
        refused = refusals(error)
        if not refused:
            raise
        print(*dict.fromkeys(refused), sep="\n", file=sys.stderr)
        sys.exit(1)


def refusals(error: Exception) -> tuple[str, ...]:
    """The sentences of an operator's or author's mistakes; none when it is anything else."""
    from bot.storage.refused import StorageRefused
    from flows.loading import ContentRefused

    if isinstance(error, ExceptionGroup):
        each = [refusals(inner) for inner in error.exceptions]
        return tuple(told for tolds in each for told in tolds) if all(each) else ()
    known = isinstance(error, SettingsRefused | StorageRefused | ContentRefused)
    return (str(error),) if known else ()


def parse(given: list[str]) -> argparse.Namespace:
    """The commands of the guide and their options."""
    parser = argparse.ArgumentParser(prog="handvat", description=__doc__)
    parser.set_defaults(run=serve)
    commands = parser.add_subparsers(title="commands")
    chat_parser = commands.add_parser("chat", help="the conversation in this terminal")
    chat_parser.add_argument("--json", action="store_true", help="one JSON object a line")
    chat_parser.add_argument("--language", choices=["nl"], default="nl")
    chat_parser.add_argument("--as", dest="name", default="lokaal", help="who is at the terminal")
    chat_parser.set_defaults(run=chat)
    practise_parser = commands.add_parser("practise", help="one practice run, kept nowhere")
    practise_parser.add_argument("--json", action="store_true", help="one JSON object a line")
    practise_parser.add_argument("--persona", required=True, help="with whom: an id of personas/")
    practise_parser.add_argument("--seed", type=int, default=1, help="the same seed, the same run")
    practise_parser.add_argument("--language", choices=["nl"], default="nl")
    practise_parser.set_defaults(run=practise)
    check_parser = commands.add_parser("check", help="check the content and the machines")
    check_parser.add_argument("path", nargs="?", help="a language folder of your own content")
    check_parser.set_defaults(run=check)
    diagram_parser = commands.add_parser("diagram", help="write the machines as mermaid")
    diagram_parser.set_defaults(run=diagram)
    coach_parser = commands.add_parser("coach", help="says what utterances are: JSON lines in, out")
    coach_parser.add_argument("--language", choices=["nl", "en"], default="nl")
    coach_parser.add_argument("--task", choices=["questions", "solutions"], default="questions")
    coach_parser.set_defaults(run=coach)
    export_parser = commands.add_parser("export", help="what may leave without case data")
    export_parser.add_argument("what", choices=["bottlenecks"])
    export_parser.add_argument(
        "--as", dest="name", default="lokaal", help="whose own notes go along"
    )
    export_parser.set_defaults(run=export)
    return parser.parse_args(given)


def serve(_: argparse.Namespace) -> int:
    """Start everything that is configured."""
    from bot.wiring import serve as start

    asyncio.run(start(read_settings()))
    return 0


def chat(arguments: argparse.Namespace) -> int:
    """The same conversation in a terminal."""
    asyncio.run(_chat(read_settings(), arguments.name, arguments.json))
    return 0


async def _chat(settings: Settings, name: str, as_json: bool) -> None:
    from bot.doors.terminal import at_this_terminal
    from bot.wiring import handvat_for, tidy_now

    async with handvat_for(settings) as handvat:
        await tidy_now(handvat, settings.retention_days)
        await at_this_terminal(handvat, name, as_json=as_json).run()


def practise(arguments: argparse.Namespace) -> int:
    """One practice run in this terminal; nothing of it is kept."""
    from bot.doors.terminal import Terminal
    from bot.wiring import rehearsal_for

    rehearsal = rehearsal_for(read_settings(), arguments.persona, arguments.seed)
    asyncio.run(Terminal(rehearsal, "lokaal", arguments.json).run())
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Print every problem with file and line; 1 when there is any."""
    from pathlib import Path

    from bot.app.checking import check_everything

    own = Path(arguments.path) if arguments.path else read_settings().own_content
    problems = check_everything(own)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def diagram(_: argparse.Namespace) -> int:
    """Write the machines as mermaid."""
    from flows.machines import diagrams

    print("\n\n".join(diagrams()))
    return 0


def coach(arguments: argparse.Namespace) -> int:
    """Say of each utterance on standard input what it is, and why."""
    from bot.language.judging import judge_standard_input

    return judge_standard_input(arguments.language, arguments.task)


def export(arguments: argparse.Namespace) -> int:
    """What groups let go on to management, and one's own notes of it (001.14)."""
    from bot.wiring import print_bottlenecks

    asyncio.run(print_bottlenecks(read_settings(), arguments.name))
    return 0


if __name__ == "__main__":
    main()
