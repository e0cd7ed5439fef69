"""What stands in the list behind a figure: a window of referrals, partners or incidents, by their ids."""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.board import Card
from tui_tracker.domain.insights.page import Listed
from tui_tracker.domain.records import Incident, PartnerLine
from tui_tracker.domain.settings import Settings
from tui_tracker.services.cards import cards_of
from tui_tracker.storage.queries import incidents, partners

Entry = Card | PartnerLine | Incident
"""What a line of such a list shows."""


def listed(what: Listed, ids: Sequence[int], today: date, settings: Settings) -> list[Entry]:
    """These, in the order of their ids; those that are gone by now are left out. Archived partners are among them."""
    if what is Listed.REFERRALS:
        return list(cards_of(ids, today, settings))
    if what is Listed.PARTNERS:
        return list(partners.lines_of(ids, today))
    return list(incidents.incidents_among(ids))


def partner_names(ids: Sequence[int]) -> dict[int, str]:
    """What these partners are called, by id, also those in the archive."""
    return partners.names_of(ids)
