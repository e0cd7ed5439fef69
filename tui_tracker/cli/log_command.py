"""`tui-tracker log`: a touchpoint in one line."""

import argparse
from typing import Any

from tui_tracker.cli.one_line import one_line, told
from tui_tracker.cli.shell import Shell, say_json, say_lines
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog import Trouble, Understood, parse
from tui_tracker.domain.quicklog_preview import preview


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "line",
        nargs="*",
        help='such as "lunch @lee yesterday +give brought the protocol >2w", in quotation marks; without it, or with '
        "-, it is read from standard input, so that it stays out of the shell's history",
    )
    parser.add_argument("--add", action="store_true", help="add names that nobody has as new partners")
    parser.add_argument("--dry-run", action="store_true", help="only show what would be saved")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Show what the line says, and save it where nothing is open."""
    from tui_tracker.services.names import Offices, name_book
    from tui_tracker.services.touchpoints import log

    line = one_line(args.line, "tui-tracker log 'call @lee asked about the protocol'")
    shell.open()
    doing, names, people = shell.doing(), name_book(), Offices()
    understood = parse(line, doing.today, names, people=people)
    if args.add:
        strangers = [problem.name for problem in understood.problems if problem.kind is Trouble.UNKNOWN]
        understood = parse(line, doing.today, names, add=strangers, people=people)
    if understood.problems:
        raise Refused(" ".join(told(problem.message) for problem in understood.problems))
    logged = None if args.dry_run else log(doing, understood)
    if args.json:
        say_json(
            {
                "saved": logged is not None,
                "change": logged.change_id if logged else None,
                "label": logged.label if logged else None,
                "touchpoints": logged.touchpoint_ids if logged else [],
                **_plain(understood),
            }
        )
    else:
        lines = [f"{part.about:<6}{part.text}" for part in preview(understood)]
        if understood.hint:
            lines.append(understood.hint)
        say_lines([*lines, f"{logged.label}. `tui-tracker undo` takes it back." if logged else "Not saved."])
    return 0


def _plain(understood: Understood) -> dict[str, Any]:
    return {
        "partners": [{"id": partner.id, "name": partner.name} for partner in understood.partners],
        "new_partners": understood.new_partners,
        "day": understood.day,
        "channel": understood.channel,
        "direction": understood.direction,
        "intents": understood.intents,
        "give": understood.give,
        "contacts": [{"id": one.id, "name": one.name, "partner": one.partner_id} for one in understood.people],
        "note": understood.note,
        "follow_ups": [{"due_on": step.due_on, "text": step.text} for step in understood.follow_ups],
    }
