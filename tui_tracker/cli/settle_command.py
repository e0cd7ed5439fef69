"""`tui-tracker settle`: take what is owed on old referrals as kept."""

import argparse

from tui_tracker.cli.shell import Shell, a_day, say
from tui_tracker.domain.text import count


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "--before", metavar="DATE", type=a_day, required=True, help="referrals received or sent before this day"
    )


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Settle them, and say how many."""
    from tui_tracker.services.referrals import settle_before

    shell.open()
    number = settle_before(shell.doing(), args.before)
    say(f"Settled {count(number, 'referral')}: nothing is owed on them any more. `tui-tracker undo` takes it back.")
    return 0
