"""Why it stands with a partner as it does: every part of the warmth, and every condition for asking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import Static

from tui_tracker.domain.agreement_card import CardLine
from tui_tracker.domain.partner_page import PartnerPage
from tui_tracker.screens.base import MainScreen, Modal, style_file
from tui_tracker.services.agreements import card_of
from tui_tracker.services.partners import partner_page
from tui_tracker.widgets.why_lines import why_lines
from tui_tracker.widgets.window_list import WindowList

_GUTTER = 2


async def open_why(front: MainScreen, partner_id: int) -> None:
    """Open it above a screen; where the partner is gone, say so."""
    house = front.house()
    page = await house.desk(partner_page, partner_id, house.today, house.settings)
    if page is None:
        front.say("This partner is no longer there.", bad=True)
        return
    card = page.card or await house.desk(card_of, partner_id, house.today, house.settings)
    front.app.push_screen(Why(page, card))


class Why(Modal):
    """All that the rules say of one partner, in words and numbers; only to be read."""

    CSS_PATH = style_file("why")
    AUTO_FOCUS = "WindowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w,q", "leave", "back", id="why.back"),
    ]

    def __init__(self, page: PartnerPage, card: Sequence[CardLine]) -> None:
        super().__init__()
        self._card = tuple(card)
        self._page = page

    def compose(self) -> ComposeResult:
        """The name, the reasons, and the keys."""
        with Vertical(id="box"):
            yield Static(self._page.partner.name, id="heading", markup=False)
            yield WindowList(id="why")
            yield Static("j k move · esc back", id="said", markup=False)

    def on_resize(self, event: Resize) -> None:
        """The lines are made for the width that they have."""
        self.call_after_refresh(self._show)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line under the reasons."""
        self.query_one("#said", Static).update(f"! {text}" if bad else text)

    def action_leave(self) -> None:
        """Back to the page."""
        self.dismiss(None)

    def _show(self) -> None:
        reasons = self.query_one(WindowList)
        reasons.show_all(why_lines(self._page, self._card, max(reasons.size.width - _GUTTER, 20)))
