"""Taking what is owed on old referrals as kept, so that imported history does not bury today's work."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui_tracker.domain.errors import Refused
from tui_tracker.screens.base import Modal, style_file


class SettleScreen(Modal):
    """Asks for the day before which nothing is owed any more; gives the day, or None."""

    CSS_PATH = style_file("settle")
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="settle.back"),
    ]

    def __init__(self, suggested: date, today: date) -> None:
        super().__init__()
        self._suggested = suggested
        self._today = today

    def compose(self) -> ComposeResult:
        """What it does, and the day."""
        with Vertical(id="box"):
            yield Static("Take what is owed on old referrals as kept", id="title", markup=False)
            yield Static(
                "For history that was imported: thank-yous and reports for referrals received before this day "
                "leave Today and the Board. u takes it back.",
                markup=False,
            )
            day = Input(self._suggested.isoformat(), id="day")
            day.cursor_blink = False
            yield day
            yield Static("enter settles   esc back", id="keys", markup=False)
            yield Static("", id="problem", markup=False)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it under the day."""
        self.query_one("#problem", Static).update(text)

    def action_leave(self) -> None:
        """Leave everything owed."""
        self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The day that was typed."""
        from tui_tracker.domain.days import past_day

        try:
            day = past_day(event.value.strip(), self._today)
        except Refused as refused:
            self.say(refused.message, bad=True)
            return
        if day is None:
            self.say("Type a day up to today, such as 2026-09-01, 9/1 or -3m.", bad=True)
            return
        self.dismiss(day)
