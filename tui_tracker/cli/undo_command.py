"""`tui-tracker undo`: take a change back."""

import argparse

from tui_tracker.cli.shell import Shell, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("change", nargs="?", type=int, help="its number in `history`; without it, your last change")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Take a change back and say which."""
    from tui_tracker.services.history import undo

    shell.open()
    say(f"Undone: {undo(shell.doing(), args.change).label}")
    return 0
