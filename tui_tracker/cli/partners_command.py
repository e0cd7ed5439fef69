"""`tui-tracker partners`: a list of partners, filtered and sorted."""

import argparse
import unicodedata

from tui_tracker.cli.shell import Shell, at_most, say, say_json, say_lines
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.partner_list import Order
from tui_tracker.domain.records import PartnerLine
from tui_tracker.domain.text import clean_line, count
from tui_tracker.domain.words import label

_WIDTHS = (26, 15, 12, 1, 9, 6, 4)
_TITLES = ("name", "specialty", "area", "t", "stage", "last", "90d")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument(
        "filter",
        nargs="*",
        metavar="FILTER",
        help="words that all must fit: part of a name, specialty or area; tier:a stage:dormant kind:payer due late",
    )
    parser.add_argument("--order", choices=[str(order) for order in Order], default="name", help="sort by (name)")
    parser.add_argument("--limit", type=_at_least_one, default=50, metavar="N", help="how many (50)")
    parser.add_argument("--archived", action="store_true", help="those that are put away instead")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print the partners, and how many there are beyond the limit."""
    from tui_tracker.services.partners import count_partners, partners

    shell.open()
    text, archived, settings = " ".join(args.filter), args.archived, shell.config.settings
    found = partners(text, args.order, 0, args.limit, today=shell.today, settings=settings, archived=archived)
    if args.json:
        say_json(found)
        return 0
    if not found:
        say("No partner fits." if text or archived else "No partners yet; `tui-tracker import FILE` brings some in.")
        return 0
    say_lines([_columns(*_TITLES), *(_line(one, shell) for one in found)])
    total = count_partners(text, today=shell.today, settings=settings, archived=archived)
    if total > len(found):
        say(f"and {count(total - len(found), 'more partner')}; --limit {total} shows all.")
    return 0


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
