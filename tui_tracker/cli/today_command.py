"""`tui-tracker today`: the agenda as text, fit for a mail or a login message."""

import argparse

from tui_tracker.cli.shell import Shell, say, say_json, say_lines
from tui_tracker.cli.wrapping import wrapped
from tui_tracker.domain.agenda import Agenda, AgendaItem
from tui_tracker.domain.day_words import long_day
from tui_tracker.domain.text import count


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--patients", action="store_true", help="show patient references (left out otherwise)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print what to do today, and why."""
    from tui_tracker.services.agenda import todays_agenda, without_patients

    shell.open()
    agenda = todays_agenda(shell.today, shell.config.settings)
    if not args.patients:
        agenda = without_patients(agenda)
    if args.json:
        say_json(agenda)
    elif not agenda.items:
        say(f"{long_day(agenda.day)}: nothing to do today.{_rest(agenda)}")
    else:
        say(f"{long_day(agenda.day)}: {count(len(agenda.items), 'partner')} to see to.{_rest(agenda)}")
        for number, item in enumerate(agenda.items, 1):
            say_lines(_lines(number, item, patients=args.patients))
    return 0


def _rest(agenda: Agenda) -> str:
    """How many more there are, as a sentence or nothing."""
    more = []
    if agenda.later:
        more.append(f"{agenda.later:,} more can wait till later")
    if agenda.stale:
        more.append(f"{agenda.stale:,} of all {'is' if agenda.stale == 1 else 'are'} from long ago")
    if agenda.snoozed:
        more.append(f"{agenda.snoozed:,} snoozed")
    return f" {', '.join(more)}." if more else ""


def _lines(number: int, item: AgendaItem, *, patients: bool) -> list[str]:
    """The item; of what is from long ago only how many there are, where there is something fresher."""
    shown = [line for line in item.lines if item.stale or not line.stale]
    lines = ["", f"{number:>2}. {item.partner_name} ({item.tier})"]
    for line in shown:
        lines += wrapped(f"{line.text(patients=patients)} ({line.why})", "    ")
    if len(shown) < len(item.lines):
        lines.append(f"    and {len(item.lines) - len(shown):,} from long ago")
    return lines
