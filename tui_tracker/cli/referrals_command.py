"""`tui-tracker referrals`: referrals, with what is owed next; as JSON with everything that is known of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tui_tracker.cli.one_line import one_line
from tui_tracker.cli.shell import Shell, at_most, say, say_lines
from tui_tracker.cli.wrapping import WIDTH, wrapped
from tui_tracker.domain.board import Card, CardFilter, read_filter
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.patient_refs import spelled
from tui_tracker.domain.text import clean_line, count, fold
from tui_tracker.domain.words import Flow, ReferralStage, label

if TYPE_CHECKING:
    from tui_tracker.domain.referral_details import ReferralDetails
    from tui_tracker.domain.stays import Slow

_LEAST_NAME = 12


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--flow", choices=list(Flow), metavar="FLOW", help="inbound or outbound")
    parser.add_argument("--stage", choices=list(ReferralStage), metavar="STAGE", help=", ".join(ReferralStage))
    parser.add_argument("--partner", default="", metavar="TEXT", help="part of a partner's or payer's name")
    parser.add_argument("--late", action="store_true", help="only those on which something is late, the latest first")
    parser.add_argument(
        "--filter", default="", metavar="WORDS", help="as on the Board: late urgent week new mine @lee payer:bcbs …"
    )
    parser.add_argument("--ref", metavar="REF", help="one patient, by reference; - reads it from standard input")
    parser.add_argument("--timeline", action="store_true", help="with --ref: everything that happened, day by day")
    parser.add_argument("--limit", type=at_most, default=50, metavar="N", help="how many (50)")
    parser.add_argument("--json", action="store_true", help="print JSON: everything that is known of each")
    parser.add_argument("--letters", action="store_true", help="with --json: the letters too, as they went out")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print the referrals that are asked for, newest first."""
    shell.open()
    chosen = _chosen(args, shell)
    if args.timeline and not chosen.patient:
        raise Refused("--timeline tells one patient's way; name the patient with --ref.")
    if args.json:
        from tui_tracker.cli.json_stream import say_json_items

        say_json_items(_details(args, chosen, shell))
        return 0
    from tui_tracker.services.cards import list_referrals
    from tui_tracker.services.stays import slow_referrals

    settings = shell.config.settings
    cards = list_referrals(chosen, 0, args.limit, shell.today, settings)
    slow = slow_referrals([card.id for card in cards], shell.today, settings)
    if not cards:
        say("There are no such referrals.")
    for line, card in zip(_lines(cards, slow), cards, strict=True):
        say_lines([line, *(_timeline(card.id, shell) if args.timeline else [])])
    return 0


def _chosen(args: argparse.Namespace, shell: Shell) -> CardFilter:
    typed = read_filter(args.filter, args.flow, args.stage, shell.who)
    patient = "" if args.ref is None else spelled(one_line([args.ref], "JD-4411"))
    if args.ref is not None and not patient.strip(" -"):
        raise Refused("--ref names nobody; give it a patient reference, such as JD-4411.")
    words = (*typed.words, *fold(clean_line(args.partner)).split())
    return replace(typed, words=words, late=typed.late or args.late, patient=patient)


def _details(args: argparse.Namespace, chosen: CardFilter, shell: Shell) -> Iterator[ReferralDetails]:
    from tui_tracker.services.referral_details import referral_details

    settings = shell.config.settings
    for one in referral_details(chosen, args.limit, shell.today, settings, letters=args.letters):
        yield replace(one, timeline=tuple(_events(one.id, shell))) if args.timeline else one


def _events(referral_id: int, shell: Shell) -> list[Any]:
    from tui_tracker.services.timeline import timeline

    return list(timeline(referral_id, shell.today, shell.zone))


def _lines(cards: Sequence[Card], slow: dict[int, Slow]) -> list[str]:
    """A line each, in columns that fit a terminal; only names are cut."""
    owed = {card.id: _owed(card, slow.get(card.id)) for card in cards}
    reference = max((len(card.patient_ref) for card in cards), default=0)
    left = WIDTH - len("2026-03-02 out contacted ") - reference - max(map(len, owed.values()), default=0) - 2
    name = max(_LEAST_NAME, left)
    return [
        f"{card.day} {'in ' if card.flow == Flow.INBOUND else 'out'} {label(card.stage):<9} "
        f"{card.patient_ref:<{reference}} {_cut(_who(card), name)} {owed[card.id]}".rstrip()
        for card in cards
    ]


def _cut(text: str, width: int) -> str:
    return f"{text:<{width}}" if len(text) <= width else f"{text[: width - 1]}…"


def _who(card: Card) -> str:
    return card.partner_name or f"came by {label(card.source)}"


def _owed(card: Card, slow: Slow | None) -> str:
    if card.owed is None or card.owed_due is None or (slow is not None and card.days_late <= 0):
        return "" if slow is None else f"slow: {slow.what}"
    if card.days_late > 0:
        return f"{label(card.owed)} {count(card.days_late, 'day')} late"
    return f"{label(card.owed)} due {short_day(card.owed_due)}"


def _timeline(referral_id: int, shell: Shell) -> list[str]:
    """What happened, day by day, indented below the referral."""
    lines = []
    for event in _events(referral_id, shell):
        text = f"{event.day} {event.what}" + (f": {event.detail}" if event.detail else "")
        lines += wrapped(text, "    ", len("2026-03-02 "))
    return lines
