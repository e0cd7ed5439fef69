"""`tui-tracker history`: the journal, newest first."""

import argparse

from tui_tracker.cli.shell import Shell, at_most, say, say_json, say_lines


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--limit", type=at_most, default=20, metavar="N", help="how many entries (20)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print who did what."""
    from tui_tracker.services.history import changes

    shell.open()
    entries = changes(0, args.limit)
    if args.json:
        say_json(entries)
    elif not entries:
        say("Nothing has been changed yet.")
    else:
        words = {"do": "", "undo": "undid: ", "redo": "did again: "}
        say_lines(
            [
                f"{entry.id:>6}  {entry.at[:16].replace('T', ' ')}  {entry.who:<12.12}  "
                f"{words[entry.kind]}{entry.label}{'  (undone)' if entry.undone else ''}"
                for entry in entries
            ]
        )
    return 0
