"""The History screen: who did what, what it changed, and undo from any entry."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.timer import Timer
from textual.widget import Widget

from tui_tracker.clock import local_moment
from tui_tracker.domain.change_words import Told
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Change
from tui_tracker.screens.base import MainScreen, style_file
from tui_tracker.services import history
from tui_tracker.widgets.bars import shows_lines
from tui_tracker.widgets.filter_line import FilterLine
from tui_tracker.widgets.history_lines import detail_lines, entry_line, refusal_lines
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.window_list import PAGE, WindowList

_WIDE = 100
_GUTTER = 2
_REST = 0.1  # seconds that the cursor rests on an entry before its details are fetched
_EMPTY = "No changes yet. What is done stands here; u takes it back."


class HistoryScreen(MainScreen):
    """The journal, newest first, and the entry under the cursor row by row."""

    NUMBER = 6
    CSS_PATH = style_file("history")
    AUTO_FOCUS = "#entries"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo_entry", "undo this", id="history.undo"),
        Binding("ctrl+r", "redo_entry", "redo this", id="history.redo"),
        Binding("slash", "filter", "filter", id="history.filter"),
        Binding("m", "mine", "only mine", id="history.mine"),
        Binding("n", "move(1)", "Next match", show=False, id="history.next"),
        Binding("N", "move(-1)", "Previous match", show=False, id="history.previous"),
        Binding("escape", "clear", "Show all again", show=False, id="history.clear"),
        Binding("tab", "app.focus_next", "To the details and back", show=False, id="history.details"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.mine = False
        self._entries: dict[int, Change] = {}
        self._told: tuple[Change, list[Told]] | None = None
        self._refusal = (0, "")
        self._timer: Timer | None = None
        self._arrow = "→" if shows_lines() else "->"

    def body(self) -> Iterator[Widget]:
        """The entries, the details of one, and the line to filter with."""
        yield Container(WindowList(id="entries", empty=_EMPTY), WindowList(id="details", empty=""), id="sides")
        yield FilterLine("part of what was done, or of who did it", id="filter")

    @property
    def entries(self) -> WindowList:
        """The list of entries."""
        return self.query_one("#entries", WindowList)

    async def load(self) -> None:
        """Fetch the entries around the one under the cursor, which stays there."""
        desk, text, who = self.house().desk, self.text, self._who()
        here = self.entries.current
        number = await desk(history.count_changes, text, who)
        place = 0
        if here is not None and isinstance(here.key, int) and self.entries.cursor > 0:
            place = await desk(history.count_changes, text, who, here.key)
        height = max(1, self.entries.size.height)
        first = max(0, place - height) // PAGE * PAGE
        length = (place + height) // PAGE * PAGE + PAGE - first
        found = await desk(history.changes, first, length, text, who)
        self._entries = {entry.id: entry for entry in found}
        self.entries.empty = self._nothing()
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self._told = None
        self.entries.reset(number, self._lines(found), offset=first, cursor=place)

    def _nothing(self) -> str:
        if self.text:
            return f"No entry contains “{self.text}”; esc shows all again."
        return "You have changed nothing yet; m shows everyone's entries." if self.mine else _EMPTY

    def _who(self) -> str:
        return self.house().who if self.mine else ""

    def _lines(self, found: Sequence[Change]) -> list[Line]:
        house = self.house()
        today, zone = house.today, house.settings.time_zone
        width = self.app.size.width
        room = (width * 3 // 5 if width >= _WIDE else width) - _GUTTER
        return [entry_line(entry, local_moment(entry.at, zone), today, room) for entry in found]

    @on(WindowList.Wanted, "#entries")
    def _feed_later(self, event: WindowList.Wanted) -> None:
        self.run_worker(self._guarded(self._feed(event.offset, event.length)), exit_on_error=False)

    async def _feed(self, offset: int, length: int) -> None:
        text, who = self.text, self._who()
        found = await self.house().desk(history.changes, offset, length, text, who)
        if (text, who) == (self.text, self._who()):
            if len(self._entries) > 10 * PAGE:
                self._entries.clear()
            self._entries |= {entry.id: entry for entry in found}
            self.entries.feed(offset, self._lines(found))

    @on(WindowList.Moved, "#entries")
    def _moved(self, event: WindowList.Moved) -> None:
        """Fetch the details once the cursor rests: not for every line that it runs over."""
        if self._timer is not None:
            self._timer.stop()
        if event.line is None or event.line.key != self._refusal[0]:
            self._refusal = (0, "")
        if event.line is None:
            self._show_details(None, [])
        elif self._told is None:
            self._tell_soon()
        else:
            self._timer = self.set_timer(_REST, self._tell_soon)

    def _tell_soon(self) -> None:
        self.run_worker(self._guarded(self._tell()), group="details", exclusive=True, exit_on_error=False)

    async def _tell(self) -> None:
        entry = self._entry()
        if entry is not None and (self._told is None or self._told[0] != entry):
            house = self.house()
            rows = await house.desk(history.told, entry.id, house.today)
            self._told = (entry, rows)
            self._show_details(entry, rows)

    def _show_details(self, entry: Change | None, rows: list[Told]) -> None:
        details = self.query_one("#details", WindowList)
        if entry is None:
            details.show_all([])
            return
        width = max(20, details.size.width - _GUTTER)
        at = local_moment(entry.at, self.house().settings.time_zone)
        of, refusal = self._refusal
        above = refusal_lines(refusal, width) if of == entry.id else []
        details.show_all([*above, *detail_lines(entry, at, rows, width, self._arrow)], cursor=0)

    def _entry(self) -> Change | None:
        """The entry under the cursor."""
        line = self.entries.current
        return None if line is None or not isinstance(line.key, int) else self._entries.get(line.key)

    @on(WindowList.Chosen, "#entries")
    def _to_details(self) -> None:
        self.query_one("#details", WindowList).focus()

    @on(WindowList.Chosen, "#details")
    def _to_entries(self) -> None:
        self.entries.focus()

    def action_undo_entry(self) -> None:
        """Take back the entry under the cursor."""
        entry = self._entry()
        if entry is None:
            self.say("There is nothing here to undo.")
        else:
            self.do(self._told_if_refused(entry, self._undo(entry.id)))

    def action_redo_entry(self) -> None:
        """Do the entry under the cursor again, where it is undone."""
        entry = self._entry()
        if entry is None:
            self.say("There is nothing here to do again.")
        else:
            self.do(self._told_if_refused(entry, self._redo(entry.id)))

    async def _told_if_refused(self, entry: Change, work: Coroutine[Any, Any, None]) -> None:
        """Show a refusal in full above the details: the newer change that it names may not fit into the bottom line."""
        try:
            await work
        except Refused as refused:
            self._refusal = (entry.id, refused.message)
            self._told = None
            self._tell_soon()
            raise

    async def _undo(self, change_id: int) -> None:
        house = self.house()
        change = await house.desk(history.undo, house.doing(), change_id)
        house.changed()
        self.say(f"Undone: {change.label}. ctrl+r does it again.")

    async def _redo(self, change_id: int) -> None:
        house = self.house()
        change = await house.desk(history.redo, house.doing(), change_id)
        house.changed()
        self.say(f"Done again: {change.label}. u undoes it.")

    def action_mine(self) -> None:
        """Only what this person did, or everyone's entries again."""
        self.mine = not self.mine
        self.reload()
        self.say(f"Only what {self.house().who} did; m shows everyone's." if self.mine else "Everyone's entries.")

    def action_move(self, by: int) -> None:
        """To the next or previous entry; with a filter, these are its matches."""
        self.entries.action_move(by)

    def action_filter(self) -> None:
        """Type what to look for."""
        self.query_one(FilterLine).open()

    def action_clear(self) -> None:
        """From the details back to the entries; there, no filter any more."""
        if self.query_one("#details").has_focus:
            self.entries.focus()
        else:
            self.query_one(FilterLine).close(clear=True)

    @on(FilterLine.Filtered)
    def _filter(self, event: FilterLine.Filtered) -> None:
        if event.text != self.text:
            self.text = event.text
            self.reload()

    @on(FilterLine.Left)
    def _to_list(self) -> None:
        self.entries.focus()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        if self._entries:
            self.reload()
