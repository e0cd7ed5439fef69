"""The list behind a figure: the referrals, partners or incidents that it was counted from, in groups."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Behind, Listed, Listing
from tui_tracker.domain.text import count
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.widgets.insight_listed import Layout, entry_line
from tui_tracker.widgets.insight_why import days_text
from tui_tracker.widgets.lines import Line, cut
from tui_tracker.widgets.window_list import PAGE, WindowList

_WORDS = {Listed.REFERRALS: "referral", Listed.PARTNERS: "partner", Listed.INCIDENTS: "incident"}
_NOTHING = Listing("", Listed.REFERRALS, ())


class BehindScreen(ListModal):
    """What is behind a line of Insights. It stays when a partner is opened, and is there again when Insights is."""

    EMPTY = "Nothing was counted here."
    KEYS = "enter opens · p partner · j k move · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "partner", "open the partner", id="insights_list.partner"),
    ]

    def __init__(self, behind: Behind, lens: Lens) -> None:
        super().__init__("counting…")
        self._behind = behind
        self._lens = lens
        self._listing = _NOTHING
        self._layout = Layout(_NOTHING)
        self._version = -1

    async def load(self) -> None:
        """Find out who or what is behind it, and show the lines around the cursor."""
        from tui_tracker.services.insights.themes import listing

        house = self.house()
        version = house.version
        try:
            self._listing = await house.desk(listing, self._behind, self._lens, house.today, house.settings)
        except Exception:
            if self._version < 0:
                self.query_one("#heading", Static).update("This could not be counted; esc, then enter tries again.")
            raise
        self._version = version
        self._layout = Layout(self._listing)
        self._show_heading()
        offset = min(self.listed.cursor, max(0, self._layout.count - 1)) // PAGE * PAGE
        self.listed.reset(self._layout.count, await self._rows(offset, PAGE), offset=offset)

    def _show_heading(self) -> None:
        words = count(self._listing.total, _WORDS[self._listing.what])
        title = self._listing.title
        what = title if title.endswith(f" {words}") else f"{title}: {words}"
        parts = [what, days_text(self._behind.span), self._lens.name]
        heading = cut(" · ".join(part for part in parts if part), self.line_width)
        self.query_one("#heading", Static).update(heading)

    def on_window_list_wanted(self, message: WindowList.Wanted) -> None:
        """Fetch what comes into sight."""
        self.do(self._feed(message.offset, message.length))

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Open the referral, the partner or the partner of the incident."""
        if self._listing.what is Listed.REFERRALS and isinstance(message.line.key, int):
            from tui_tracker.screens.referral_page import ReferralPage

            self.app.push_screen(ReferralPage(message.line.key), self.saved)
        else:
            self.action_partner()

    def action_partner(self) -> None:
        """Show the partner; this list stays where it is, `5` comes back to it."""
        self.do(self._partner())

    def on_resize(self, _event: events.Resize) -> None:
        """The lines are made for the width that they have."""
        if self._version >= 0:
            self.do(self.load())

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Back from another screen: what was changed there shows."""
        if 0 <= self._version != self.house().version:
            self.do(self.load())

    async def _partner(self) -> None:
        line = self.listed.current
        if line is None or not isinstance(line.key, int):
            return
        entry = (await self._entries([line.key])).get(line.key)
        partner_id = getattr(entry, "partner_id", getattr(entry, "id", None))
        if partner_id is None:
            self.say("There is no partner with this one.")
        else:
            self.house().show_partner(partner_id)

    async def _feed(self, offset: int, length: int) -> None:
        self.listed.feed(offset, await self._rows(offset, length))

    async def _rows(self, offset: int, length: int) -> list[Line]:
        places = self._layout.places(offset, length)
        found = await self._entries([place.id for place in places if place.id is not None])
        today, width = self.house().today, self.line_width
        return [entry_line(place, found.get(place.id), today, width) for place in places]

    async def _entries(self, ids: list[int]) -> dict[int | None, Any]:
        from tui_tracker.services.insights.listed import listed

        house = self.house()
        found = await house.desk(listed, self._listing.what, ids, house.today, house.settings)
        return {one.id: one for one in found}
