"""The gift ledger: a whole screen of its own, on which nothing else is shown, nor it anywhere else (RULES 13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.gifts import GiftSum, cap_words
from tui_tracker.domain.records import Gift
from tui_tracker.screens.filtered_modal import FilteredModal
from tui_tracker.services import gifts
from tui_tracker.widgets.bars import shows_blocks
from tui_tracker.widgets.filter_line import FilterLine
from tui_tracker.widgets.gift_lines import gift_line, heading, sum_line
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.window_list import PAGE, WindowList

_SUMS_SHOWN = 7
_BESIDE = 10
"""Rows for the rest; what is left is shared by sums and entries."""


class GiftLedger(FilteredModal):
    """The ledger of a year, of one partner (id, name) or of all; dismissed with None."""

    EMPTY = "No entries; a adds one."
    KEYS = "a add · e edit · x remove · u undo · / filter · [ ] year · tab sums · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", id="gifts.add"),
        Binding("e", "edit", "edit", id="gifts.edit"),
        Binding("x", "remove", "remove", id="gifts.remove"),
        Binding("slash", "filter", "filter", id="gifts.filter"),
        Binding("left_square_bracket", "year(-1)", "the year before", id="gifts.year_before"),
        Binding("right_square_bracket", "year(1)", "the year after", id="gifts.year_after"),
        Binding("tab", "app.focus_next", "to the sums and back", show=False, id="gifts.sums"),
    ]

    def __init__(self, partner: tuple[int, str] | None = None) -> None:
        super().__init__("")
        self._partner = partner
        self._year = 0
        self._first_year = 0
        self._entries: dict[int, Gift] = {}
        self._sums: dict[int, GiftSum] = {}
        self._blocks = shows_blocks()

    def above(self) -> Iterator[Widget]:
        """The cap, and the sums."""
        yield Static("", id="about", markup=False)
        yield WindowList(id="sums", empty="Nothing was spent in this year.")

    def below(self) -> Iterator[Widget]:
        """The filter."""
        yield FilterLine("part of a name, or of what it was", id="filter")

    def on_mount(self) -> None:
        """Begin with this year."""
        self._year = self.house().today.year

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        if self._year:
            self.do(self.load())

    def action_add(self) -> None:
        """A new entry, for the partner whose ledger this is, or whose sum is under the cursor."""
        from tui_tracker.screens.gift_form import GiftForm

        self.app.push_screen(GiftForm(partner=self._partner or self._sum_here()), self.saved)

    def action_edit(self) -> None:
        """The entry under the cursor."""
        from tui_tracker.screens.gift_form import GiftForm

        entry = self._entry()
        if entry is None:
            self.say("Put the cursor on an entry first (tab); a adds one.")
        else:
            self.app.push_screen(GiftForm(gift=entry), self.saved)

    def action_remove(self) -> None:
        """Take the entry under the cursor out."""
        entry = self._entry()
        if entry is None:
            self.say("Put the cursor on an entry first (tab); a adds one.")
        else:
            self.do(self._remove(entry.id))

    def action_year(self, by: int) -> None:
        """Another year, from the first that has an entry to this one."""
        year = self._year + by
        if year > self.house().today.year:
            self.say("Nothing can be noted for a year that is still to come.")
        elif year < self._first_year:
            self.say(f"There is no entry before {self._first_year}.")
        else:
            self._year = year
            self.do(self.load(first=True))

    @on(WindowList.Chosen, "#listed")
    def _edit_chosen(self) -> None:
        self.action_edit()

    @on(WindowList.Chosen, "#sums")
    def _narrow(self, event: WindowList.Chosen) -> None:
        """Enter on a sum shows that partner's entries alone; again, everybody's."""
        one = self._sums.get(event.line.key) if isinstance(event.line.key, int) else None
        if one is not None:
            self._partner = (one.partner_id, one.partner_name) if self._partner is None else None
            self.do(self.load(first=True))

    @on(WindowList.Wanted)
    def _feed_later(self, event: WindowList.Wanted) -> None:
        self.do(self._feed(event.list, event.offset, event.length))

    def _sum_here(self) -> tuple[int, str] | None:
        """The partner of the sum under the cursor.

        Not of an entry: a new one is seldom for whoever had the last, and money noted for the wrong one is a wrong sum.
        """
        listing = self.query_one("#sums", WindowList)
        line = listing.current if listing.has_focus else None
        one = self._sums.get(line.key) if line is not None and isinstance(line.key, int) else None
        return None if one is None else (one.partner_id, one.partner_name)

    def _entry(self) -> Gift | None:
        """The entry under the cursor."""
        line = self.listed.current
        if line is None or not isinstance(line.key, int) or not self.listed.has_focus:
            return None
        return self._entries.get(line.key)

    async def _remove(self, gift_id: int) -> None:
        house = self.house()
        label = await house.desk(gifts.remove_gift, house.doing(), gift_id)
        await self.reload(f"{label}. u undoes it.")

    async def _undo(self) -> None:
        house = self.house()
        done = await house.desk(gifts.undo_last, house.doing(), house.settings)
        await self.reload(f"Undone: {done.said}. ctrl+r does it again.")

    async def _redo(self) -> None:
        house = self.house()
        done = await house.desk(gifts.redo_last, house.doing(), house.settings)
        await self.reload(f"Done again: {done.said}. u undoes it.")

    async def load(self, *, first: bool = False) -> None:
        """Fetch the beginning of both lists; `first` puts the cursors at the top."""
        house = self.house()
        found = await house.desk(gifts.first_page, self._year, PAGE, house.today, **self._chosen())
        self._first_year = found.first_year
        self._entries = {one.id: one for one in found.entries}
        self._sums = {one.partner_id: one for one in found.sums}
        name = self._partner[1] if self._partner else ""
        self.query_one("#heading", Static).update(heading(self._year, house.today, name))
        cap = self.query_one("#about", Static)
        cap.update(cap_words(self._year, house.settings))
        cap.set_class(self._year != house.settings.gift_cap_year, "other")
        listing = self.query_one("#sums", WindowList)
        room = (self.size.height - _BESIDE) // 2
        listing.styles.height = max(1, min(_SUMS_SHOWN, room, found.partners))
        listing.reset(found.partners, self._sum_lines(found.sums), cursor=0 if first else None)
        self.listed.empty = f"No entry has “{self._text}”." if self._text else self.EMPTY
        self.listed.reset(found.count, self._lines(found.entries), cursor=0 if first else None)

    async def _feed(self, listing: WindowList, offset: int, length: int) -> None:
        asked = (self._year, self._partner, self._text)
        service: Any = gifts.sums if listing.id == "sums" else gifts.ledger
        found = await self.house().desk(service, self._year, offset, length, **self._chosen())
        if asked != (self._year, self._partner, self._text):
            return
        if listing.id == "sums":
            self._sums |= {one.partner_id: one for one in found}
            listing.feed(offset, self._sum_lines(found))
        else:
            self._entries |= {one.id: one for one in found}
            listing.feed(offset, self._lines(found))

    def _chosen(self) -> dict[str, Any]:
        """Whose entries are shown, and with which text."""
        return {"partner_id": self._partner[0] if self._partner else None, "text": self._text}

    def _lines(self, found: Sequence[Gift]) -> list[Line]:
        return [gift_line(one, self.line_width) for one in found]

    def _sum_lines(self, found: Sequence[GiftSum]) -> list[Line]:
        settings = self.house().settings
        return [sum_line(one, settings, self.line_width, blocks=self._blocks) for one in found]
