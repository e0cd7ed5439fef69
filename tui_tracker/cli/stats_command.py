"""`tui-tracker stats`: the figures of a period with all their tables, as text, CSV or JSON."""

from __future__ import annotations

import argparse
import sys

from tui_tracker.cli.periods import lens_arguments, lens_of, told_width
from tui_tracker.cli.plain_output import is_plain
from tui_tracker.cli.progress_bar import ProgressBar
from tui_tracker.cli.shell import Shell


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "--period",
        default="12m",
        metavar="PERIOD",
        help="2026-10, 2026-Q3, 2026, 12m, month, quarter, year, “last month” or 2026-01-15..2026-02-14 (12m)",
    )
    lens_arguments(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON: every figure, chart and table")
    form.add_argument(
        "--csv",
        nargs="?",
        const="",
        metavar="TABLE",
        help="print CSV: every table one after another, or the one that is named (figures, sources.top_senders, …)",
    )


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print them. No patient reference is among them."""
    from tui_tracker.domain.insights.periods import read_period
    from tui_tracker.exchange.report_formats import ReviewFormat
    from tui_tracker.services.insights.reporting import everything, table_csv, written

    shell.open()
    period = read_period(args.period, shell.today)
    lens = lens_of(args, shell)
    with ProgressBar("Counting") as bar:
        found = everything(period, lens, shell.today, shell.config.settings, table=args.csv or "", tick=bar.tell)
    if args.csv:
        sys.stdout.write(table_csv(found, args.csv))
        return 0
    form = ReviewFormat.JSON if args.json else ReviewFormat.TEXT if args.csv is None else ReviewFormat.CSV
    sys.stdout.write(written(found, form, width=told_width(), ascii_only=is_plain()))
    return 0
