"""Lines over the whole screen that are only read: why something is as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import Static

from tui_tracker.screens.base import Modal, style_file
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.window_list import GUTTER, WindowList

_LEAST = 20


class ReadOnly(Modal):
    """Lines over the whole screen; a subclass gives them for a width."""

    CSS_PATH = style_file("read_only")
    AUTO_FOCUS = "WindowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,w,q", "leave", "back", id="why.back"),
    ]

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading

    def compose(self) -> ComposeResult:
        """A heading, the lines, and the keys."""
        with Vertical(id="sheet"):
            yield Static(self._heading, id="heading", markup=False)
            yield WindowList(id="why")
            yield Static("j k move · esc back", id="said", markup=False)

    def lines(self, width: int) -> Sequence[Line]:
        """What is to be read, in lines of at most `width` cells."""
        raise NotImplementedError

    def on_resize(self, _event: Resize) -> None:
        """The lines are made for the width that they have."""
        self.call_after_refresh(self._show)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line under them."""
        self.query_one("#said", Static).update(f"! {text}" if bad else text)

    def action_leave(self) -> None:
        """Back to what is below."""
        self.dismiss(None)

    def _show(self) -> None:
        listing = self.query_one(WindowList)
        listing.show_all(list(self.lines(max(listing.size.width - GUTTER, _LEAST))))
