"""Why it stands with a partner as it does: every part of the warmth, and every condition for asking."""

from __future__ import annotations

from collections.abc import Sequence

from tui_tracker.domain.agreement_card import CardLine
from tui_tracker.domain.partner_page import PartnerPage
from tui_tracker.screens.base import MainScreen
from tui_tracker.screens.read_only import ReadOnly
from tui_tracker.services.agreements import card_of
from tui_tracker.services.partners import partner_page
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.why_lines import why_lines


async def open_why(front: MainScreen, partner_id: int) -> None:
    """Open it above a screen; where the partner is gone, say so."""
    house = front.house()
    page = await house.desk(partner_page, partner_id, house.today, house.settings)
    if page is None:
        front.say("This partner is no longer there.", bad=True)
        return
    card = page.card or await house.desk(card_of, partner_id, house.today, house.settings)
    front.app.push_screen(Why(page, card))


class Why(ReadOnly):
    """All that the rules say of one partner, in words and numbers."""

    def __init__(self, page: PartnerPage, card: Sequence[CardLine]) -> None:
        super().__init__(page.partner.name)
        self._card = tuple(card)
        self._page = page

    def lines(self, width: int) -> Sequence[Line]:
        """The reasons."""
        return why_lines(self._page, self._card, width)
