"""The line below a list into which a filter is typed."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class FilterLine(Input):
    """Hidden until opened; says each change, and gives the focus back with enter (kept) or escape (cleared)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "keep the filter", id="filter.keep"),
        Binding("escape", "clear", "show all again", id="filter.clear"),
        Binding("down,tab", "submit", "To the list", show=False, id="filter.list"),
    ]

    DEFAULT_CSS = """
    FilterLine { height: 1; border: none; padding: 0 1; background: ansi_default; }
    FilterLine:focus { border: none; }
    """

    class Filtered(Message):
        """The text changed; show only what contains it."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """The filter is set or cleared; the list takes the focus again."""

    def __init__(self, placeholder: str, *, id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, compact=True, id=id, select_on_focus=False)
        self.cursor_blink = False
        self.display = False

    def open(self) -> None:
        """Show the line and take the focus."""
        self.display = True
        self.screen.set_focus(self)

    def close(self, *, clear: bool) -> None:
        """Give the focus back; an empty line is hidden, one with a filter stays to be seen."""
        if clear:
            self.value = ""
        if not self.value:
            self.display = False
        self.post_message(self.Left())

    def action_clear(self) -> None:
        """Escape: no filter any more."""
        self.close(clear=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what to filter by."""
        event.stop()
        self.post_message(self.Filtered(event.value.strip()))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: keep the filter."""
        event.stop()
        self.close(clear=False)

    def on_key(self, event: events.Key) -> None:
        """Keys typed here mean nothing to the screen."""
        if event.is_printable:
            event.stop()
