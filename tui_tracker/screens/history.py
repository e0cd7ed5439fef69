"""The History screen."""

from collections.abc import Iterator

from textual.widget import Widget

from tui_tracker.screens.base import MainScreen
from tui_tracker.widgets.lines import text_line
from tui_tracker.widgets.window_list import WindowList


class HistoryScreen(MainScreen):
    """Being built."""

    NUMBER = 6

    def body(self) -> Iterator[Widget]:
        """One list."""
        yield WindowList()

    async def load(self) -> None:
        """Nothing yet."""
        self.query_one(WindowList).show_all([text_line(n, f"line {n}") for n in range(500)])
