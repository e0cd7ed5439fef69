"""`tui-tracker redo`: do an undone change again."""

import argparse

from tui_tracker.cli.shell import Shell, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "change", nargs="?", type=int, help="its number in `history`; without it, the one you undid last"
    )


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Do an undone change again and say which."""
    from tui_tracker.services.history import redo

    shell.open()
    say(f"Done again: {redo(shell.doing(), args.change).label}")
    return 0
