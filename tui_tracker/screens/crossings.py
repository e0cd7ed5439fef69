"""Where one can go from a partner on the map by following what crosses it: their other places, and whom they know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui_tracker.domain.mind_map import Place
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.window_list import WindowList


class Crossing(NamedTuple):
    """One way: in words, the partner at its end, and where that is where it is known already."""

    text: str
    partner_id: int
    place: Place | None = None


class Crossings(ListModal):
    """The ways to choose from; gives the one that is to be gone, or None."""

    EMPTY = "Nothing crosses here."
    KEYS = "enter goes there · X on the map comes back · esc back"

    def __init__(self, name: str, ways: Sequence[Crossing]) -> None:
        super().__init__(f"From {name} to")
        self._ways = tuple(ways)

    async def load(self) -> None:
        """Show them; they are at hand."""
        self.listed.show_all([Line(number, ((way.text, ""),)) for number, way in enumerate(self._ways)])

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Enter goes there."""
        self.dismiss(self._ways[message.index])
