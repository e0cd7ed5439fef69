"""The parser of the command line; the screens are opened without it where nothing but where and when is said."""

import argparse
import importlib
from collections.abc import Sequence
from typing import NoReturn

from tui_tracker.cli.shell import a_day, complain

COMMANDS: dict[str, str] = {
    "today": "what to do today, and why",
    "log": "log a touchpoint in one line",
    "refer": "add a referral in one line",
    "partners": "list partners",
    "referrals": "list referrals, with what is owed next",
    "network": "the map of the network: print it, or write it as text, Markdown, a picture or Graphviz",
    "stats": "the figures of a period, with every table: as text, CSV or JSON",
    "report": "the review of a month, to print or to send: as text, Markdown, HTML, CSV or JSON",
    "occasions": "list networking events, with whom we met",
    "gifts": "the gift ledger, apart from everything else: list it, add to it",
    "import": "bring in partners, referrals or a whole practice from a file",
    "export": "write the whole practice to a file",
    "letters": "the templates of letters: list, copy to change, check",
    "settle": "take what is owed on old referrals as kept",
    "undo": "take the last change back",
    "redo": "do the last undone change again",
    "history": "who did what",
    "demo": "make a sample practice and open it",
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        complain(f"{message}; see {self.prog} --help.")
        raise SystemExit(2)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments; `command` is None for the screens. Leaves with exit code 2 where they are wrong, 0 for help."""
    name = next((word for word in _words(argv) if not word.startswith("-")), None)
    return _parser(name if name in COMMANDS else None).parse_args(list(argv))


def _words(argv: Sequence[str]) -> list[str]:
    """The arguments without the values of the options that may stand before the command."""
    left, skip = [], False
    for word in argv:
        if skip:
            skip = False
        elif word in ("--db", "--on"):
            skip = True
        else:
            left.append(word)
    return left


def _shared(default: object) -> _Parser:
    shared = _Parser(add_help=False)
    shared.add_argument("--db", metavar="PATH_OR_URL", default=default, help="the practice: a file, or postgresql://…")
    shared.add_argument("--on", metavar="DATE", type=a_day, default=default, help="the day to take as today")
    return shared


def _parser(name: str | None) -> argparse.ArgumentParser:
    """The parser; only the command that is asked for is given its own options, and only its module is imported."""
    parser = _Parser(
        prog="tui-tracker",
        description="Looks after the relationships that bring referrals. Without a command: the screens.",
        parents=[_shared(None)],
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for command, summary in COMMANDS.items():
        # SUPPRESS: an option given before the command must not be reset by the command's own default.
        one = commands.add_parser(command, help=summary, description=summary, parents=[_shared(argparse.SUPPRESS)])
        if command == name:
            importlib.import_module(f"tui_tracker.cli.{command}_command").arguments(one)
    return parser
