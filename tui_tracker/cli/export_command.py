"""`tui-tracker export`: write the whole practice to a file."""

import argparse
import sys

from tui_tracker.cli.shell import Shell, say
from tui_tracker.domain.errors import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("file", nargs="?", help="where to; `-` for standard output")
    parser.add_argument("--format", choices=["json"], default="json", help="json: the whole practice")
    parser.add_argument("--with-history", action="store_true", help="the history of changes too")
    parser.add_argument("--force", action="store_true", help="write over a file that exists")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Write the practice to the file named, or to standard output."""
    from tui_tracker.services.exporting import export_practice

    if args.file is None and sys.stdout.isatty():
        raise Refused("Name a file to write to, or `-` to print everything, patient references among it.")
    shell.open()
    if args.file in (None, "-"):
        export_practice(sys.stdout.buffer, with_history=args.with_history)
    else:
        export_practice(args.file, with_history=args.with_history, force=args.force)
        say(f"Wrote the whole practice to {args.file}; it holds patient references, keep it safe.")
    return 0
