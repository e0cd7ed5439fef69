"""Which field of a partner or referral a column of a file fills: asked where it was not recognised, or wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from tui_tracker.domain.words import label
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.widgets.lines import text_line
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import WindowList

NOT_USED = "not used"
"""What stands where a column fills none."""


class FieldPicker(Modal):
    """Which field a column fills; gives its name, `""` for none, or None to leave it as it is."""

    CSS_PATH = style_file("importing")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "back", id="import.pick_back")]

    def __init__(self, column: str, fields: Sequence[str], present: str | None) -> None:
        super().__init__()
        self._column = column
        self._fields = fields
        self._present = present

    def compose(self) -> ComposeResult:
        """A heading and the fields."""
        with Vertical(id="picker"):
            yield TextPanel(id="asked")
            yield WindowList(id="fields")

    def on_mount(self) -> None:
        """Begin at the present field."""
        self.query_one(TextPanel).show([text_line(None, f"“{self._column}” is", "bold")])
        lines = [text_line("", NOT_USED, "dim"), *(text_line(name, label(name)) for name in self._fields)]
        place = self._fields.index(self._present) + 1 if self._present in self._fields else 0
        listing = self.query_one(WindowList)
        listing.show_all(lines, cursor=place)
        listing.focus()

    def say(self, text: str, *, bad: bool = False) -> None:
        """Nothing is refused here."""

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """That one."""
        message.stop()
        self.dismiss(message.line.key)

    def action_leave(self) -> None:
        """Leave it as it is."""
        self.dismiss(None)
