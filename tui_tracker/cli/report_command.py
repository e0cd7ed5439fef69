"""`tui-tracker report`: the review of a month, printed or written to a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui_tracker.cli.periods import lens_arguments, lens_of, told_width
from tui_tracker.cli.plain_output import is_plain
from tui_tracker.cli.progress_bar import ProgressBar
from tui_tracker.cli.shell import Shell, say
from tui_tracker.domain.errors import Refused

if TYPE_CHECKING:
    from datetime import date

    from tui_tracker.domain.insights.monthly import Review
    from tui_tracker.domain.insights.periods import Period
    from tui_tracker.exchange.report_formats import ReviewFormat

_FORMATS = ("text", "markdown", "html", "csv", "json")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--month", metavar="MONTH", help="the month, as 2026-10 (the last one that is over)")
    when.add_argument(
        "--period", metavar="PERIOD", help="another period: 2026-Q3, 2026, 12m, “last quarter”, 2026-01-15..2026-02-14"
    )
    lens_arguments(parser)
    parser.add_argument("--format", choices=_FORMATS, help="how it is written (text, or as FILE ends)")
    parser.add_argument("-o", "--output", metavar="FILE", help="write to this file: .html, .txt, .md, .csv or .json")
    parser.add_argument("--force", action="store_true", help="write over a file that exists")
    parser.add_argument(
        "--patients", action="store_true", help="list what needs attention, by patient reference (left out otherwise)"
    )


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print the review, or write it."""
    from tui_tracker.exchange.report_formats import ReviewFormat
    from tui_tracker.services.insights.reporting import format_of, monthly_review, written

    to_file = args.output not in (None, "-")
    form = ReviewFormat(args.format) if args.format else format_of(args.output) if to_file else ReviewFormat.TEXT
    if to_file and not args.force and (path := Path(args.output).expanduser()).exists():
        raise Refused(f"{path} exists already; name another file, or add --force to write over it.")
    shell.open()
    period, lens = _period(args, shell.today), lens_of(args, shell)
    with ProgressBar("Counting") as bar:
        found = monthly_review(period, lens, shell.today, shell.config.settings, patients=args.patients, tick=bar.tell)
    if to_file:
        return _save(found, form, args)
    sys.stdout.write(written(found, form, width=told_width(), ascii_only=is_plain()))
    return 0


def _period(args: argparse.Namespace, today: date) -> Period:
    """The month or period that is asked for. Raises Refused for what is none."""
    from tui_tracker.domain.insights.periods import Step, read_period

    if args.month is None:
        return read_period("last month" if args.period is None else args.period, today)
    found = read_period(args.month, today)
    if found.step is not Step.MONTH:
        raise Refused("--month takes a month, such as 2026-10; --period takes any other.")
    return found


def _save(found: Review, form: ReviewFormat, args: argparse.Namespace) -> int:
    from tui_tracker.services.insights.reporting import save_review

    saved = save_review(found, form, Path(args.output).expanduser(), overwrite=args.force)
    safe = "; it holds patient references, keep it safe" if found.patients else ""
    say(f"Wrote the review of {found.period.name} to {saved}{safe}.")
    return 0
