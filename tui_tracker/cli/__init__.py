"""The command line. Each command is a module that is imported only when it is asked for."""

import argparse
import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from tui_tracker.cli.shell import a_day, complain, make_shell
from tui_tracker.config import load_config
from tui_tracker.domain.errors import Refused

COMMANDS: dict[str, str] = {
    "today": "what to do today, and why",
    "log": "log a touchpoint in one line",
    "partners": "list partners",
    "referrals": "list referrals, with what is owed next",
    "import": "bring in partners, referrals or a whole practice from a file",
    "export": "write the whole practice to a file",
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


def run(argv: Sequence[str]) -> int:
    """Carry out one command line; gives the exit code: 0 done, 1 could not, 2 wrong use."""
    try:
        code = _dispatch(argv)
        sys.stdout.flush()
        return code
    except Refused as refused:
        complain(refused.message)
        return 1
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    except KeyboardInterrupt:
        complain("stopped; nothing half done was kept.")
        return 1
    except BrokenPipeError:
        # The reader of our output left; hand Python's own last flush somewhere to go.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # never a traceback: it would print what was typed
        complain(f"something went wrong ({type(error).__name__}); nothing half done was kept. Please report it.")
        if os.environ.get("TUI_TRACKER_DEBUG"):
            raise
        return 1


def _dispatch(argv: Sequence[str]) -> int:
    name = next((word for word in _words(argv) if not word.startswith("-")), None)
    parser = _parser(name if name in COMMANDS else None)
    args = parser.parse_args(list(argv))
    shell = make_shell(args, load_config())
    if getattr(args, "command", None) is None:
        from tui_tracker.launch import open_screen

        return open_screen(shell.target, shell.who, shell.config, args.on)
    module = importlib.import_module(f"tui_tracker.cli.{args.command}_command")
    code: int = module.run(args, shell)
    return code


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
