"""`tui-tracker gifts`: the gift ledger, which stands apart from everything else; `gifts add` notes a gift."""

import argparse
from datetime import date
from typing import Any

from tui_tracker.cli.shell import Shell, at_most, say, say_json, say_lines
from tui_tracker.domain.errors import Questioned, Refused

_EXAMPLE = 'tui-tracker gifts add --partner lee --amount 42.50 --what "lunch for the staff" --day yesterday'


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "action", nargs="?", choices=("list", "add"), default="list", help="list the ledger (default), or add to it"
    )
    parser.add_argument("--partner", action="append", default=[], metavar="NAME", help="whose; with add, several times")
    parser.add_argument("--year", type=_year, metavar="YEAR", help="which calendar year to list (this one)")
    parser.add_argument("--limit", type=at_most, default=200, metavar="N", help="how many entries to list (200)")
    parser.add_argument("--amount", metavar="42.50", help="with add: what was spent on each partner")
    parser.add_argument("--what", metavar="TEXT", help="with add: what it was")
    parser.add_argument("--day", metavar="DAY", help="with add: yesterday, fri, 2026-11-18 (today)")
    parser.add_argument("--confirmed", action="store_true", help="with add: also past the cap")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print the ledger of a year with its sums against the cap, or note a gift."""
    shell.open()
    return _add(args, shell) if args.action == "add" else _list(args, shell)


def _add(args: argparse.Namespace, shell: Shell) -> int:
    from tui_tracker.domain.days import past_day
    from tui_tracker.services.gifts import add_gift

    if not (args.partner and args.amount and args.what):
        raise Refused(f"Say for whom, how much and what, such as: {_EXAMPLE}.")
    doing = shell.doing()
    day = past_day((args.day or "today").strip(), doing.today)
    if day is None:
        raise Refused(f"“{args.day}” is no day; write today, yesterday, fri, -3d or 2026-11-18.")
    draft = {"partner_ids": _ids(args.partner), "day": day, "what": args.what, "amount": args.amount}
    try:
        noted = add_gift(doing, draft, shell.config.settings, confirmed=args.confirmed)
    except Questioned as questioned:
        raise Refused(questioned.message.replace(Questioned.AGAIN, "add --confirmed")) from None
    if args.json:
        say_json({"saved": True, "change": noted.change_id, "label": noted.label, "sums": noted.sums})
    else:
        say(f"{noted.label}{f'. {noted.sums}' if noted.sums else ''}. `tui-tracker undo` takes it back.")
    return 0


def _list(args: argparse.Namespace, shell: Shell) -> int:
    from tui_tracker.services import gifts

    if args.amount or args.what or args.day or args.confirmed:
        raise Refused(f"To note a gift, say add, such as: {_EXAMPLE}.")
    if len(args.partner) > 1:
        raise Refused("The list is of one partner or of all; give --partner once.")
    year, settings = args.year or shell.today.year, shell.config.settings
    chosen: dict[str, Any] = {"partner_id": _ids(args.partner)[0] if args.partner else None}
    total = gifts.count_gifts(year, **chosen)
    found = gifts.ledger(year, 0, args.limit, **chosen)
    sums = gifts.sums(year, 0, max(1, gifts.count_sums(year, **chosen)), **chosen)
    if args.json:
        cap = {"cap_cents": settings.gift_cap_cents, "cap_year": settings.gift_cap_year}
        say_json({"year": year, **cap, "entries": total, "sums": sums, "gifts": found})
        return 0
    say_lines(_lines(year, found, sums, shell))
    if total > len(found):
        say(f"and {total - len(found):,} more; --limit {total} shows all.")
    return 0


def _lines(year: int, found: list[Any], sums: list[Any], shell: Shell) -> list[str]:
    from tui_tracker.domain.gifts import against, cap_words
    from tui_tracker.domain.money import money_text

    settings = shell.config.settings
    lines = [cap_words(year, settings)]
    if not sums:
        return [*lines, f"Nothing was noted for {year}."]
    lines += [f"{one.partner_name}: {against(one.cents, settings).words}" for one in sums]
    return [*lines, *(f"{one.day}  {one.partner_name}: {one.what}, {money_text(one.amount_cents)}" for one in found)]


def _ids(names: list[str]) -> list[int]:
    """The partners that are meant, each by one name. Raises Refused where one is not clear."""
    from tui_tracker.services.gifts import partners_called

    return [one.id for name in names for one in partners_called(name)]


def _year(text: str) -> int:
    try:
        return date(int(text[:6]), 1, 1).year
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a year; write it as 2026") from error
