"""`tui-tracker log`: a touchpoint in one line."""

import argparse
import sys
from typing import Any

from tui_tracker.cli.shell import Shell, say_json, say_lines
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog import Trouble, Understood, parse
from tui_tracker.domain.quicklog_preview import preview


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "line",
        nargs="*",
        help='such as "lunch @lee yesterday +give brought the protocol >2w", in quotation marks; without it, or with '
        "-, it is read from standard input, so that it stays out of the shell's history",
    )
    parser.add_argument("--add", action="store_true", help="add names that nobody has as new partners")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be saved")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Show what the line says, and save it where nothing is open."""
    from tui_tracker.services.names import name_book
    from tui_tracker.services.touchpoints import log

    line = _line(args.line)
    shell.open()
    doing, names = shell.doing(), name_book()
    understood = parse(line, doing.today, names)
    if args.add:
        strangers = [problem.name for problem in understood.problems if problem.kind is Trouble.UNKNOWN]
        understood = parse(line, doing.today, names, add=strangers)
    if understood.problems:
        raise Refused(" ".join(_told(problem.message, problem.kind) for problem in understood.problems))
    logged = None if args.dry_run else log(doing, understood)
    if args.json:
        say_json(
            {
                "saved": logged is not None,
                "change": logged.change_id if logged else None,
                "label": logged.label if logged else None,
                "touchpoints": logged.touchpoint_ids if logged else [],
                **_plain(understood),
            }
        )
    else:
        lines = [f"{part.about:<6}{part.text}" for part in preview(understood)]
        say_lines([*lines, f"{logged.label}. `tui-tracker undo` takes it back." if logged else "Not saved."])
    return 0


def _line(words: list[str]) -> str:
    """The line from the arguments, or the one line on standard input."""
    if words and words != ["-"]:
        return _mended(" ".join(words))
    text = sys.stdin.readline() if sys.stdin.isatty() else sys.stdin.read()
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) != 1:
        raise Refused("Give one line, such as: tui-tracker log 'call @lee asked about the protocol'.")
    return lines[0]


def _mended(text: str) -> str:
    """Text from the command line: where Python took the shell for one of ASCII, the letters beyond come as bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(sys.getfilesystemencoding(), "surrogateescape").decode("utf-8", "replace")
    return text


def _told(message: str, kind: Trouble) -> str:
    """A problem in the words of the shell."""
    if kind is Trouble.UNKNOWN:
        return message.replace("or add it.", "or add it with --add.").replace(
            "Otherwise add it.", "Otherwise use --add."
        )
    return message


def _plain(understood: Understood) -> dict[str, Any]:
    return {
        "partners": [{"id": partner.id, "name": partner.name} for partner in understood.partners],
        "new_partners": understood.new_partners,
        "day": understood.day,
        "channel": understood.channel,
        "direction": understood.direction,
        "intents": understood.intents,
        "note": understood.note,
        "follow_ups": [{"due_on": step.due_on, "text": step.text} for step in understood.follow_ups],
    }
