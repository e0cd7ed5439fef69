"""An overview whose list can be narrowed by what is typed below it."""

from __future__ import annotations

from textual import on

from tui_tracker.screens.list_modal import ListModal
from tui_tracker.widgets.filter_line import FilterLine


class FilteredModal(ListModal):
    """A subclass yields a `FilterLine` below its list, binds a key to `filter`; `load` shows what has `_text`."""

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self._text = ""

    async def load(self, *, first: bool = False) -> None:
        """Fetch and show; with `first`, from the beginning of the list."""
        raise NotImplementedError

    def action_filter(self) -> None:
        """Type what to look for."""
        self.query_one(FilterLine).open()

    def action_leave(self) -> None:
        """From a filter back to all; else back to where it was opened."""
        if self._text:
            self.query_one(FilterLine).close(clear=True)
        else:
            self.dismiss(None)

    @on(FilterLine.Filtered)
    def _filter(self, event: FilterLine.Filtered) -> None:
        if event.text != self._text:
            self._text = event.text
            self.run_worker(self._guarded(self.load(first=True)), group="load", exclusive=True, exit_on_error=False)

    @on(FilterLine.Left)
    def _to_the_list(self) -> None:
        self.listed.focus()
