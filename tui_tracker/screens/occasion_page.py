"""One occasion: its goal, the skill to practise, whom we met there, and what was promised."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.occasions import OccasionPage
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.services import occasions
from tui_tracker.widgets.occasion_lines import page_lines
from tui_tracker.widgets.window_list import WindowList

_KEYS = "a whom we met · f follow up all · enter partner · e edit · x remove · u undo"
_GUTTER = 2


class OccasionScreen(Modal):
    """One occasion; dismissed with the id of a partner to show, with what to say, or with None."""

    CSS_PATH = style_file("occasion")
    AUTO_FOCUS = "WindowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "meet", "whom we met", id="occasion.meet"),
        Binding("f", "follow_up", "follow-ups for all", id="occasion.follow_up"),
        Binding("e", "edit", "edit", id="occasion.edit"),
        Binding("x", "remove", "remove", id="occasion.remove"),
        Binding("u", "undo", "undo", id="occasion.undo"),
        Binding("ctrl+r", "redo", "redo", show=False, id="occasion.redo"),
        Binding("escape,q", "leave", "back", id="occasion.back"),
    ]

    def __init__(self, occasion_id: int) -> None:
        super().__init__()
        self._occasion_id = occasion_id
        self._page: OccasionPage | None = None

    def compose(self) -> ComposeResult:
        """The name, what is known, and a line of keys that also speaks."""
        with Vertical(id="box"):
            yield Static("", id="heading", markup=False)
            yield WindowList(empty="", id="page")
            yield Static(_KEYS, id="said", markup=False)

    def on_mount(self) -> None:
        """Fetch it."""
        self.do(self._load())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line in place of the keys."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_key(self, event: events.Key) -> None:
        """A key takes away what was said before it."""
        self.say(_KEYS)
        super().on_key(event)

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
            self.app.push_screen(MetForm(page.occasion), self._saved)

    def action_follow_up(self) -> None:
        """A next step with all whom we met."""
        from tui_tracker.screens.occasion_form import FollowUpsForm

        page = self._page
        if page is not None and not page.met:
            self.say("Nobody is noted yet; a notes whom we met.")
        elif page is not None:
            self.app.push_screen(FollowUpsForm(page.occasion), self._saved)

    def action_edit(self) -> None:
        """What is known of it."""
        from tui_tracker.screens.occasion_form import OccasionForm

        if self._page is not None:
            self.app.push_screen(OccasionForm(self._page.occasion), self._saved)

    def action_remove(self) -> None:
        """Take it away, where nothing hangs on it."""
        self.do(self._remove())

    def action_undo(self) -> None:
        """Take back this person's last change."""
        self.do(self._undo())

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self.do(self._redo())

    def action_leave(self) -> None:
        """Back to the list."""
        self.dismiss(None)

    def _saved(self, said: Any) -> None:
        if said is not None:
            self.do(self._reload(str(said)))

    async def _remove(self) -> None:
        house = self.house()
        label = await house.desk(occasions.remove_occasion, house.doing(), self._occasion_id)
        self.dismiss(f"{label}. u undoes it.")

    async def _undo(self) -> None:
        from tui_tracker.services.history import undo

        change = await self.house().desk(undo, self.house().doing())
        await self._reload(f"Undone: {change.label}. ctrl+r does it again.")

    async def _redo(self) -> None:
        from tui_tracker.services.history import redo

        change = await self.house().desk(redo, self.house().doing())
        await self._reload(f"Done again: {change.label}.")

    async def _reload(self, said: str) -> None:
        self.house().changed()
        try:
            await self._load()
        except Refused:  # what was taken back is that it was there
            self.dismiss(said)
        else:
            self.say(said)

    async def _load(self) -> None:
        self._page = await self.house().desk(occasions.occasion_page, self._occasion_id)
        self._show()

    def _show(self) -> None:
        if self._page is not None:
            width = max(40, min(self.app.size.width, 120) - 2 - _GUTTER)
            self.query_one("#heading", Static).update(self._page.occasion.name)
            self.query_one(WindowList).show_all(page_lines(self._page, self.house().today, width))
