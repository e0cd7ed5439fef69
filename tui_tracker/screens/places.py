"""Places beside the six screens: what `:` and the palette open by name, each above whatever is in front."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker
    from tui_tracker.screens.insights import InsightsScreen


class Place(NamedTuple):
    """What it is called when it is typed, its title in the palette, what it is about, and how it is opened."""

    word: str
    title: str
    about: str
    open: Callable[[TuiTracker], None]


def _import_file(house: TuiTracker) -> None:
    from tui_tracker.screens.anywhere import import_file

    import_file(house)


def _practice(house: TuiTracker) -> None:
    from tui_tracker.screens.anywhere import practice

    practice(house)


def _members(house: TuiTracker) -> None:
    from tui_tracker.screens.members import MembersScreen

    house.push_screen(MembersScreen())


def _incidents(house: TuiTracker) -> None:
    from tui_tracker.screens.incidents import IncidentsScreen

    house.push_screen(IncidentsScreen())


def _agreements(house: TuiTracker) -> None:
    from tui_tracker.screens.agreement_card import AgreementsScreen

    house.push_screen(AgreementsScreen())


def _payers(house: TuiTracker) -> None:
    house.show_partners("kind:payer")


def _occasions(house: TuiTracker) -> None:
    from tui_tracker.screens.occasions import OccasionsScreen

    house.push_screen(OccasionsScreen())


def _spotlight(house: TuiTracker) -> None:
    from tui_tracker.screens.spotlight import SpotlightScreen

    house.push_screen(SpotlightScreen())


def _inner_circle(house: TuiTracker) -> None:
    from tui_tracker.screens.anywhere import inner_circle

    inner_circle(house)


def _growth(house: TuiTracker) -> None:
    from tui_tracker.screens.growth import open_growth

    open_growth(house.screen)


def _scoreboard(house: TuiTracker) -> None:
    _insights(house).action_scoreboard()


def _report(house: TuiTracker) -> None:
    _insights(house).action_report()


def _insights(house: TuiTracker) -> InsightsScreen:
    """Insights, in front now: it knows which period is looked at."""
    house.switch_mode("insights")
    return cast("InsightsScreen", house.screen_stack[0])


def _gift_ledger(house: TuiTracker) -> None:
    from tui_tracker.screens.gift_ledger import GiftLedger

    house.push_screen(GiftLedger())


def _candidates(house: TuiTracker) -> None:
    from tui_tracker.screens.candidates import CandidateGroups

    house.push_screen(CandidateGroups())


PLACES: tuple[Place, ...] = (
    Place("import", "Import a file", "partners, referrals or candidates from a file", _import_file),
    Place("practice", "Our practice", "our name, letterhead and time zone", _practice),
    Place("members", "Members, our team", "our team: who looks after whom, hand over", _members),
    Place("incidents", "Incidents", "difficult situations, and how it went on", _incidents),
    Place("agreements", "Agreements", "what was agreed with whom, by review day", _agreements),
    Place("payers", "Payers", "the payers among the partners", _payers),
    Place("occasions", "Occasions", "networking events: goals, whom we met", _occasions),
    Place("spotlight", "Spotlight", "of the month: whose turn it is", _spotlight),
    Place("inner circle", "Inner circle", "your own ten, ranked, and their reach", _inner_circle),
    Place("candidates", "Candidates", "people of provider files, by specialty and place", _candidates),
    Place("growth", "Gaps and growth", "targets, what is missing, suggestions", _growth),
    Place("scoreboard", "Scoreboard", "partners beside each other, by any measure", _scoreboard),
    Place("report", "Report", "the numbers of the period, into a file", _report),
    Place("gift ledger", "Gift ledger", "money spent on partners, kept apart", _gift_ledger),
)
"""Every place, in the order in which they are listed."""


def places_called(text: str) -> tuple[list[Place], list[Place]]:
    """The places with a word in their names that begins with `text`, and the others that are about such a word.

    With no text every place is listed by its name.
    """
    begins = re.compile(rf"\b{re.escape(text.casefold())}")
    named = [place for place in PLACES if begins.search(f"{place.word} {place.title}".casefold())]
    about = [place for place in PLACES if place not in named and begins.search(place.about.casefold())]
    return named, about


def open_place(house: TuiTracker, word: str) -> None:
    """Open a place by its word."""
    next(place for place in PLACES if place.word == word).open(house)
