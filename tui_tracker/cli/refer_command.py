"""`tui-tracker refer`: a referral in one line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from tui_tracker.cli.one_line import one_line, told
from tui_tracker.cli.shell import Shell, say_json, say_lines
from tui_tracker.domain.errors import Questioned, Refused

if TYPE_CHECKING:
    from tui_tracker.domain.promises import PromiseState
    from tui_tracker.services.refer import Reading
    from tui_tracker.services.referrals import Referred


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "line",
        nargs="*",
        help='such as "in @lee JD-4411 shoulder urgent 11/18 payer:bcbs", in quotation marks; without it, or with -, '
        "it is read from standard input, so that it stays out of the shell's history",
    )
    parser.add_argument("--add", action="store_true", help="add a partner or payer whom nobody knows yet")
    parser.add_argument("--as-it-is", action="store_true", help="take a reference, or a second open referral, as meant")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be saved")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Show what the line says, save it where nothing is open, and say what was promised with it."""
    from tui_tracker.services.board import promises_of
    from tui_tracker.services.refer import read_line, refer_line

    line = one_line(args.line, "tui-tracker refer 'in @lee JD-4411 shoulder'")
    shell.open()
    doing = shell.doing()
    reading = read_line(line, doing.today)
    if args.add:
        strangers = [problem.new for problem in reading.understood.problems if problem.new]
        reading = read_line(line, doing.today, add=strangers)
    understood = reading.understood
    if understood.problems:
        raise Refused(" ".join(told(problem.message) for problem in understood.problems))
    if understood.question and not args.as_it_is and reading.seen is None:
        raise Refused(_asked(understood.question))
    referred: Referred | None = None
    promises: tuple[PromiseState, ...] = ()
    if not args.dry_run:
        try:
            referred = refer_line(doing, understood, insisted=args.as_it_is)
        except Questioned as questioned:
            raise Refused(_asked(questioned.message)) from None
        promises = promises_of(referred.referral_id, doing.today, shell.config.settings)
    if args.json:
        say_json(_plain(reading, referred, promises))
    else:
        say_lines(_lines(reading, referred, promises))
    return 0


def _asked(message: str) -> str:
    """A question in the words of the shell."""
    return message.replace(Questioned.AGAIN, "add --as-it-is")


def _lines(reading: Reading, referred: Referred | None, promises: tuple[PromiseState, ...]) -> list[str]:
    from tui_tracker.domain.days import away, spell
    from tui_tracker.domain.refer_understood import preview, promise_word

    understood = reading.understood
    lines = [f"{part.about:<9}{part.text}" for part in preview(understood, reading.seen)]
    if understood.hint:
        lines.append(f"{'note':<9}{understood.hint}")
    if referred is None:
        return [*lines, "Not saved."]
    today = understood.today
    owed = [f"{spell(one.due_on, today)}, {away(one.due_on, today)}: {promise_word(one.kind)}" for one in promises]
    due = [f"{'due' if place == 0 else '':<9}{words}" for place, words in enumerate(owed)]
    return [*lines, *due, f"{referred.label}. `tui-tracker undo` takes it back."]


def _plain(reading: Reading, referred: Referred | None, promises: tuple[PromiseState, ...]) -> dict[str, Any]:
    understood, seen = reading.understood, reading.seen
    spelled = referred.patient_ref if referred else seen.reference if seen else understood.patient_ref
    return {
        "saved": referred is not None,
        "change": referred.change_id if referred else None,
        "label": referred.label if referred else None,
        "referral": referred.referral_id if referred else None,
        "flow": understood.flow,
        "source": understood.source,
        "partner": _named(understood.partner),
        "new_partner": understood.new_partner or None,
        "patient_ref": spelled,
        "seen_before": len(seen.referrals) if seen else 0,
        "reason": understood.reason,
        "urgency": understood.urgency,
        "payer": _named(understood.payer),
        "new_payer": understood.new_payer or None,
        "member": _named(understood.member),
        "day": understood.day,
        "visit_on": understood.visit_on,
        "promises": [{"kind": one.kind.value, "due_on": one.due_on, "opened_on": one.opened_on} for one in promises],
    }


def _named(one: Any) -> dict[str, Any] | None:
    return None if one is None else {"id": one.id, "name": one.name}
