"""`tui-tracker today`: the agenda as text, fit for a mail or a login message."""

import argparse

from tui_tracker.cli.shell import Shell, say_json, say_lines
from tui_tracker.cli.wrapping import wrapped
from tui_tracker.domain.agenda import Agenda, AgendaItem
from tui_tracker.domain.day_words import long_day
from tui_tracker.domain.text import count


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "--member",
        metavar="NAME",
        help="only what is due with the partners whom this member looks after, and the follow-ups that they promised; "
        "me is yourself, nobody lists what is due with partners whom nobody looks after",
    )
    parser.add_argument("--patients", action="store_true", help="show patient references (left out otherwise)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print what to do today, and why."""
    from tui_tracker.services.agenda import todays_agenda, without_patients

    shell.open()
    member, name, nobody = None, "", False
    if args.member is not None:
        from tui_tracker.services.whose import whose_agenda

        found = whose_agenda(args.member, shell.who)
        nobody = found is None
        member, name = (None, "nobody") if found is None else (found.id, found.name)
    agenda = todays_agenda(shell.today, shell.config.settings, member, nobody=nobody)
    if not args.patients:
        agenda = without_patients(agenda)
    if args.json:
        say_json(agenda)
        return 0
    say_lines(wrapped(_summary(agenda, name), "", hanging=0))
    for number, item in enumerate(agenda.items, 1):
        say_lines(_lines(number, item, patients=args.patients))
    if agenda.nobodys:
        nobodys = f"{count(agenda.nobodys, 'item')} more {'is' if agenda.nobodys == 1 else 'are'} nobody's"
        say_lines(["", *wrapped(f"{nobodys}: `tui-tracker today --member nobody` lists them.", "", hanging=0)])
    return 0


def _summary(agenda: Agenda, name: str) -> str:
    """Whose agenda of which day it is, how much there is, and how much more."""
    whose = f", {name}" if name else ""
    partners = sum(1 for item in agenda.items if item.partner_id is not None)
    gaps = len(agenda.items) - partners
    some = [count(partners, "partner") + " to see to"] if partners else []
    some += [count(gaps, "gap") + " to fill"] if gaps else []
    return f"{long_day(agenda.day)}{whose}: {', '.join(some) or 'nothing to do today'}.{_rest(agenda)}"


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
    who = f"{item.partner_name} ({item.tier})" if item.tier else item.partner_name
    lines = ["", *wrapped(who, f"{number:>2}. ", hanging=2)]
    for line in shown:
        lines += wrapped(f"{line.text(patients=patients)} ({line.why})", "    ")
    if len(shown) < len(item.lines):
        lines.append(f"    and {len(item.lines) - len(shown):,} from long ago")
    return lines
