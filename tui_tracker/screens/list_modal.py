"""What the overviews above a screen share: a heading, a list, a line that speaks, undo and redo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.screens.base import Modal, style_file
from tui_tracker.widgets.window_list import GUTTER, WindowList

_LEAST = 40
_WIDEST, _PADDING = 120, 2
"""The width of the box in `styles/overview.tcss`, and what it keeps free on both sides together."""


class ListModal(Modal):
    """An overview over the whole screen. A subclass sets `heading`, `EMPTY`, `KEYS`, and fills the list in `load`.

    Textual calls `on_mount`, `on_key` and the like of this class after those of a subclass, which need not call them.
    """

    CSS_PATH = style_file("overview")
    AUTO_FOCUS = "#listed"
    EMPTY: ClassVar[str] = "Nothing here yet."
    KEYS: ClassVar[str] = "esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "undo", id="overview.undo"),
        Binding("ctrl+r", "redo", "redo", show=False, id="overview.redo"),
        Binding("escape,q", "leave", "back", id="overview.back"),
    ]

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.heading = heading

    def compose(self) -> ComposeResult:
        """A heading, what stands above the list, the list, what stands below, and the keys."""
        with Vertical(id="box"):
            yield Static(self.heading, id="heading", markup=False)
            yield from self.above()
            yield WindowList(empty=self.EMPTY, id="listed")
            yield from self.below()
            yield Static(self.keys(), id="said", markup=False)

    def above(self) -> Iterator[Widget]:
        """What stands between heading and list."""
        yield from ()

    def below(self) -> Iterator[Widget]:
        """What stands between list and keys."""
        yield from ()

    def keys(self) -> str:
        """What the last line says where there is nothing else to say."""
        return self.KEYS

    async def load(self) -> None:
        """Fetch and show."""
        raise NotImplementedError

    @property
    def line_width(self) -> int:
        """How many columns a line of the list has; what the terminal gives, as the list may not be laid out yet."""
        return max(_LEAST, min(self.app.size.width, _WIDEST) - _PADDING - GUTTER)

    @property
    def listed(self) -> WindowList:
        """The list."""
        return self.query_one("#listed", WindowList)

    def on_mount(self) -> None:
        """Fetch it."""
        self.do(self.load())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line in place of the keys."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_key(self, _event: events.Key) -> None:
        """A key takes away what was said before it."""
        self.say(self.keys())

    def action_undo(self) -> None:
        """Take back this person's last change."""
        self.do(self._undo())

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self.do(self._redo())

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)

    def saved(self, said: Any) -> None:
        """What a form that was opened here gave: show it, and say it."""
        if said is not None:
            self.do(self.reload(str(said)))

    async def reload(self, said: str) -> None:
        """Something changed: show it here and behind, and say what."""
        self.house().changed()
        await self.load()
        self.say(said)

    async def _undo(self) -> None:
        from tui_tracker.services.history import undo

        change = await self.house().desk(undo, self.house().doing())
        await self.reload(f"Undone: {change.label}. ctrl+r does it again.")

    async def _redo(self) -> None:
        from tui_tracker.services.history import redo

        change = await self.house().desk(redo, self.house().doing())
        await self.reload(f"Done again: {change.label}.")
