"""Until when an item is to stay away."""

from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui_tracker.domain.day_words import weekday_day
from tui_tracker.screens.base import Modal, style_file

_LATER = (("3", 3), ("w", 7))


class SnoozeScreen(Modal):
    """Three keys for the usual days, or a day typed in; gives the day, or None."""

    CSS_PATH = style_file("snooze")
    AUTO_FOCUS = ""  # the keys mean something until a day is to be typed
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "days(1)", "tomorrow", id="snooze.tomorrow"),
        Binding("3", "days(3)", "in 3 days", id="snooze.three_days"),
        Binding("w", "days(7)", "in a week", id="snooze.week"),
        Binding("d", "type", "a day", id="snooze.day"),
        Binding("escape", "leave", "back", id="snooze.back"),
    ]

    def __init__(self, name: str, today: date) -> None:
        super().__init__()
        self._name = name
        self._today = today

    def compose(self) -> ComposeResult:
        """The question, and a place for a day."""
        with Vertical(id="box"):
            yield Static(f"Snooze {self._name} until …", id="question", markup=False)
            days = "".join(f"{key} {weekday_day(self._today + timedelta(number))}   " for key, number in _LATER)
            yield Static(f"1 tomorrow   {days}d another day", markup=False)
            yield Static("esc back", markup=False)
            day = Input(placeholder="fri, +2w, 12/1 or 2026-12-01, then enter", id="day")
            day.cursor_blink = False
            day.display = False
            yield day
            yield Static("", id="problem", markup=False)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it under the input."""
        self.query_one("#problem", Static).update(text)

    def action_days(self, days: int) -> None:
        """So many days from today."""
        self.dismiss(self._today + timedelta(days=days))

    def action_type(self) -> None:
        """Type the day."""
        day = self.query_one("#day", Input)
        day.display = True
        day.focus()

    def action_leave(self) -> None:
        """Leave it as it was."""
        self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The day that was typed."""
        from tui_tracker.domain.days import coming_day
        from tui_tracker.domain.errors import Refused

        try:
            day = coming_day(event.value.strip(), self._today)
        except Refused as refused:
            self.say(refused.message, bad=True)
            return
        if day is None or day == self._today:
            self.say("Type a day after today, such as fri, +2w, 12/1 or 2026-12-01.", bad=True)
            return
        self.dismiss(day)
