"""One occasion: its goal, the skill to practise, whom we met there, and what was promised."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.occasions import OccasionPage
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.services import occasions
from tui_tracker.widgets.occasion_lines import page_lines
from tui_tracker.widgets.window_list import WindowList


class OccasionScreen(ListModal):
    """One occasion; dismissed with the id of a partner to show, with what to say, or with None."""

    EMPTY = ""
    KEYS = "a whom we met · f follow up all · enter partner · e edit · x remove · u undo"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "meet", "whom we met", id="occasion.meet"),
        Binding("f", "follow_up", "follow-ups for all", id="occasion.follow_up"),
        Binding("e", "edit", "edit", id="occasion.edit"),
        Binding("x", "remove", "remove", id="occasion.remove"),
    ]

    def __init__(self, occasion_id: int) -> None:
        super().__init__("")
        self._occasion_id = occasion_id
        self._page: OccasionPage | None = None

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        self._show()

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Enter opens the partner."""
        self.dismiss(message.line.key)

    def action_meet(self) -> None:
        """Whom we met."""
        from tui_tracker.screens.occasion_form import MetForm

        page = self._page
        if page is None:
            return
        if page.occasion.day > self.house().today:
            day = short_day(page.occasion.day, self.house().today)
            self.say(f"This is still to come ({day}); note whom you met when it has been.")
        else:
            self.app.push_screen(MetForm(page.occasion), self.saved)

    def action_follow_up(self) -> None:
        """A next step with all whom we met."""
        from tui_tracker.screens.occasion_form import FollowUpsForm

        page = self._page
        if page is not None and not page.met:
            self.say("Nobody is noted yet; a notes whom we met.")
        elif page is not None:
            self.app.push_screen(FollowUpsForm(page.occasion), self.saved)

    def action_edit(self) -> None:
        """What is known of it."""
        from tui_tracker.screens.occasion_form import OccasionForm

        if self._page is not None:
            self.app.push_screen(OccasionForm(self._page.occasion), self.saved)

    def action_remove(self) -> None:
        """Take it away, where nothing hangs on it."""
        self.do(self._remove())

    async def _remove(self) -> None:
        house = self.house()
        label = await house.desk(occasions.remove_occasion, house.doing(), self._occasion_id)
        self.dismiss(f"{label}. u undoes it.")

    async def reload(self, said: str) -> None:
        """Something changed: show it here and behind, and say what."""
        try:
            await super().reload(said)
        except Refused:  # what was taken back is that it was there
            self.dismiss(said)

    async def load(self) -> None:
        """Fetch it and show it."""
        self._page = await self.house().desk(occasions.occasion_page, self._occasion_id)
        self._show()

    def _show(self) -> None:
        if self._page is not None:
            self.query_one("#heading", Static).update(self._page.occasion.name)
            self.listed.show_all(page_lines(self._page, self.house().today, self.line_width))
