"""`tui-tracker occasions`: networking events, what is coming first, and whom we met there."""

import argparse

from tui_tracker.cli.shell import Shell, at_most, say, say_json, say_lines
from tui_tracker.domain.day_words import weekday_day
from tui_tracker.domain.occasions import goal_words
from tui_tracker.domain.records import Occasion


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--coming", action="store_true", help="only those of today and later")
    parser.add_argument("--limit", type=at_most, default=50, metavar="N", help="how many (50)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print the occasions."""
    from tui_tracker.services.occasions import coming, count_occasions, occasions

    shell.open()
    today = shell.today
    found = (coming if args.coming else occasions)(today, 0, args.limit)
    if args.json:
        say_json(found)
        return 0
    ahead, past = count_occasions(today)
    total = ahead if args.coming else ahead + past
    if not total:
        say("No occasion is coming." if args.coming else "No occasions yet; in the screens, `:` occasions adds them.")
        return 0
    for one in found:
        say_lines(_lines(one, shell))
    if total > len(found):
        say(f"and {total - len(found):,} more; --limit {total} shows all.")
    return 0


def _lines(one: Occasion, shell: Shell) -> list[str]:
    about = ", ".join(part for part in (one.place, goal_words(one, shell.today)) if part)
    lines = [f"{weekday_day(one.day, shell.today)}: {one.name}{f' ({about})' if about else ''}"]
    lines += [f"    {label}: {text}" for label, text in (("goal", one.goal), ("skill", one.skill)) if text]
    return lines
