"""`tui-tracker referrals`: referrals, with what is owed next."""

import argparse

from tui_tracker.cli.shell import Shell, say, say_json, say_lines
from tui_tracker.domain.board import Card, CardFilter
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.text import count, fold
from tui_tracker.domain.words import Flow, ReferralStage, label


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--flow", choices=list(Flow), metavar="FLOW", help="inbound or outbound")
    parser.add_argument("--stage", choices=list(ReferralStage), metavar="STAGE", help=", ".join(ReferralStage))
    parser.add_argument("--partner", default="", metavar="TEXT", help="part of a partner's or payer's name")
    parser.add_argument("--late", action="store_true", help="only those on which something is late, the latest first")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="how many (50)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, shell: Shell) -> int:
    """Print the referrals that are asked for, newest first."""
    from tui_tracker.services.cards import list_referrals

    shell.open()
    words = tuple(fold(args.partner).split())
    chosen = CardFilter(words, late=args.late, flow=args.flow, stage=args.stage)
    cards = list_referrals(chosen, 0, max(0, args.limit), shell.today, shell.config.settings)
    if args.json:
        say_json(cards)
    elif not cards:
        say("There are no such referrals.")
    else:
        say_lines([_line(card) for card in cards])
    return 0


def _line(card: Card) -> str:
    who = card.partner_name or f"came by {label(card.source)}"
    return (
        f"{card.day}  {card.flow:<8}  {label(card.stage):<9}  {card.patient_ref:<20}  {who:<28.28}  {_owed(card)}"
    ).rstrip()


def _owed(card: Card) -> str:
    if card.owed is None or card.owed_due is None:
        return ""
    if card.days_late > 0:
        return f"{label(card.owed)} {count(card.days_late, 'day')} late"
    return f"{label(card.owed)} due {short_day(card.owed_due)}"
