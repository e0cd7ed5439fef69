"""`tui-tracker demo`: make a sample practice, and open it."""

import argparse
from pathlib import Path

from tui_tracker.cli.shell import Shell, say
from tui_tracker.config import default_db
from tui_tracker.domain.errors import Refused

_PARTNERS, _YEARS, _SEED = 60, 2, 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--partners", type=int, metavar="N", help=f"how many partners ({_PARTNERS})")
    parser.add_argument("--years", type=int, metavar="Y", help=f"how many years of history ({_YEARS})")
    parser.add_argument("--seed", type=int, metavar="S", help=f"another number, another practice ({_SEED})")
    parser.add_argument("--no-open", action="store_true", help="only make it")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Make the sample practice in `--db`, or in `demo.db` beside the usual file, and open the screens on it.

    A configured practice (TUI_TRACKER_DB, the configuration) is never touched: only `--db` names another place.
    """
    named = getattr(args, "db", None)
    target: str = named or str(Path(default_db()).with_name("demo.db"))
    if named is None and Path(target).exists():
        if any(option is not None for option in (args.partners, args.years, args.seed)):
            raise Refused(f"{target} exists already; remove it first, or name a new file with --db.")
        say(f"Using the sample practice that is there already, {target}; remove that file to have a fresh one.")
    else:
        _make(args, shell, target)
    if args.no_open:
        return 0
    from tui_tracker.launch import open_screen

    return open_screen(target, shell.who, shell.config, getattr(args, "on", None))


def _make(args: argparse.Namespace, shell: Shell, target: str) -> None:
    from tui_tracker.cli.progress_bar import ProgressBar
    from tui_tracker.services.demo import make_demo
    from tui_tracker.services.opening import describe

    partners = _PARTNERS if args.partners is None else args.partners
    years = _YEARS if args.years is None else args.years
    seed = _SEED if args.seed is None else args.seed
    today = shell.today
    with ProgressBar("Making a sample practice") as bar:
        make_demo(target, partners, years, seed, today, bar.tell)
    say(f"Made a sample practice, as of {today.isoformat()}: {describe(target)}")
