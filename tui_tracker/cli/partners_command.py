"""`tui-tracker partners`: a list of partners, filtered and sorted."""

from __future__ import annotations

import argparse
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui_tracker.cli.shell import Shell, at_most, say, say_json, say_lines, to_plain
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.partner_list import Order
from tui_tracker.domain.records import PartnerLine
from tui_tracker.domain.text import clean_line, count
from tui_tracker.domain.words import label

if TYPE_CHECKING:
    from tui_tracker.domain.relationship import Relationship

_WIDTHS = (26, 15, 12, 1, 9, 6, 4)
_TITLES = ("name", "specialty", "area", "t", "stage", "last", "90d")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "filter",
        nargs="*",
        metavar="FILTER",
        help="words that all must fit: part of a name, specialty or area; tier:a stage:dormant kind:payer due late "
        "warm cooling cold ready owe less member:ann mine nobody",
    )
    parser.add_argument("--order", choices=[str(order) for order in Order], default="name", help="sort by (name)")
    parser.add_argument("--limit", type=_at_least_one, default=50, metavar="N", help="how many (50)")
    parser.add_argument("--archived", action="store_true", help="those that are put away instead")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--relationship", action="store_true", help="with --json: warmth, momentum, give and take, asking"
    )


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print the partners, and how many there are beyond the limit."""
    from tui_tracker.services.partners import count_partners, partners

    if args.relationship and not args.json:
        raise Refused("--relationship goes with --json; give both.")
    shell.open()
    text, archived = " ".join(args.filter), args.archived
    settings = replace(shell.config.settings, member=shell.who)  # whom “mine” means
    found = partners(text, args.order, 0, args.limit, today=shell.today, settings=settings, archived=archived)
    if args.json:
        say_json(_with_relationships(found, shell) if args.relationship else found)
        return 0
    if not found:
        say("No partner fits." if text or archived else "No partners yet; `tui-tracker import FILE` brings some in.")
        return 0
    say_lines([_columns(*_TITLES), *(_line(one, shell) for one in found)])
    total = count_partners(text, today=shell.today, settings=settings, archived=archived)
    if total > len(found):
        say(f"and {count(total - len(found), 'more partner')}; --limit {total} shows all.")
    return 0


def _with_relationships(found: list[PartnerLine], shell: Shell) -> list[dict[str, Any]]:
    """Each partner with what the rules say of them and why. No gift is among it (RULES section 13)."""
    from tui_tracker.services.relationship import relationships

    known = relationships([one.id for one in found], shell.today, shell.config.settings)
    return [{**to_plain(one), **_told(known[one.id])} for one in found if one.id in known]


def _told(known: Relationship) -> dict[str, Any]:
    momentum, readiness = known.momentum, known.readiness
    return {
        "warmth": {
            "points": known.warmth.points,
            "band": known.warmth.band,
            "parts": [{**to_plain(part), "points": part.points} for part in known.warmth.parts],
        },
        "momentum": None if momentum is None else {**to_plain(momentum), "why": momentum.why},
        "reciprocity": {**to_plain(known.reciprocity), "why": known.reciprocity.why},
        "readiness": {"ready": readiness.ready, "conditions": to_plain(readiness.conditions)},
    }


def _at_least_one(text: str) -> int:
    number = at_most(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return number


def _columns(*cells: str) -> str:
    """Name, specialty, area, tier, stage, last touch and referrals in a line of 79 cells at most."""
    return " ".join(_fit(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


def _line(one: PartnerLine, shell: Shell) -> str:
    return _columns(
        one.name,
        one.specialty,
        one.area,
        one.tier,
        label(one.stage),
        _last(one, shell),
        str(one.referrals_90) if one.referrals_90 else "",
    )


def _last(one: PartnerLine, shell: Shell) -> str:
    """The last touch: its day, or its year where that is another."""
    if one.last_touch is None:
        return ""
    same = one.last_touch.year == shell.today.year
    return short_day(one.last_touch) if same else str(one.last_touch.year)


def _fit(text: str, width: int) -> str:
    """Text in exactly so many terminal cells."""
    text = clean_line(text)
    if sum(map(_cells, text)) > width:
        kept, left = "", width - 1
        for char in text:
            left -= _cells(char)
            if left < 0:
                break
            kept += char
        text = f"{kept}…"
    return text + " " * (width - sum(map(_cells, text)))


def _cells(char: str) -> int:
    """How many cells a character takes; Rich knows better, but takes longer to load than the command to run."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
