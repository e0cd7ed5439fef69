"""The command line. Each command is a module that is imported only when it is asked for."""

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from tui_tracker.cli.plain_output import soften
from tui_tracker.cli.shell import complain, make_shell
from tui_tracker.config import load_config
from tui_tracker.domain.errors import Refused


def run(argv: Sequence[str]) -> int:
    """Carry out one command line; gives the exit code: 0 done, 1 could not, 2 wrong use."""
    soften()
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
        complain(_said_of(error))
        if os.environ.get("TUI_TRACKER_DEBUG"):
            raise
        return 1


def _said_of(error: Exception) -> str:
    """What a person is told of an error that nobody foresaw."""
    from tui_tracker.services.opening import trouble

    refusal = trouble(error)
    if refusal is not None:
        return refusal.message
    if isinstance(error, OSError) and error.strerror:
        return f"a file cannot be read or written ({error.strerror}); nothing half done was kept. Check name and disk."
    return f"something went wrong ({type(error).__name__}); nothing half done was kept. Please report it."


def _dispatch(argv: Sequence[str]) -> int:
    args: Any = _screens_alone(argv)
    if args is None:
        from tui_tracker.cli.parser import parse

        args = parse(argv)
    shell = make_shell(args, load_config())
    if args.command is None:
        from tui_tracker.launch import open_screen

        return open_screen(shell.target, shell.who, shell.config, args.on)
    module = importlib.import_module(f"tui_tracker.cli.{args.command}_command")
    code: int = module.run(args, shell)
    return code


def _screens_alone(argv: Sequence[str]) -> SimpleNamespace | None:
    """The arguments that open the screens, read without argparse, which the first screen would wait for.

    None where there is anything else among them, or anything wrong: the parser says that better.
    """
    found = SimpleNamespace(command=None, db=None, on=None)
    words = iter(argv)
    for word in words:
        value = next(words, None)
        if word not in ("--db", "--on") or value is None or value.startswith("-"):
            return None
        try:
            setattr(found, word[2:], date.fromisoformat(value) if word == "--on" else value)
        except ValueError:
            return None
    return found
