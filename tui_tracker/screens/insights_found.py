"""A page of Insights that was counted: its lines, and what each of them is about."""

from __future__ import annotations

from collections.abc import Mapping

from tui_tracker.domain.insights.changes import Change
from tui_tracker.domain.insights.lens import EVERYTHING
from tui_tracker.domain.insights.overview import Overview
from tui_tracker.domain.insights.page import Behind, Chart, Compared, Page, Table
from tui_tracker.screens.insights_counting import Asked
from tui_tracker.widgets.insight_overview import overview_lines
from tui_tracker.widgets.insight_page import page_lines
from tui_tracker.widgets.lines import Line

Key = int | str | None
_PARTNER = "partner:"


class Found:
    """A counted page with what was asked for; `names` are those of partners whom its sentences tell of, by id."""

    def __init__(self, asked: Asked, counted: Page | Overview, names: Mapping[int, str]) -> None:
        self.asked = asked
        self.counted = counted
        self.names = names
        self._behind: dict[Key, Behind | None] = {}

    def lines(self, width: int, height: int, *, blocks: bool, lines: bool) -> list[Line]:
        """The page in lines of at most `width` cells; `height` is that of the list."""
        names = (self.asked.period.name, self.asked.period.before_name)
        counted = self.counted
        if isinstance(counted, Overview):
            narrowed = self.asked.lens != EVERYTHING
            shown = overview_lines(
                counted.figures, counted.changes, names, width, height, blocks=blocks, narrowed=narrowed
            )
        else:
            shown = page_lines(counted, names, width, blocks=blocks, lines=lines)
        self._behind = {line.key: behind for line, behind in shown}
        return [line for line, _behind in shown]

    def behind(self, key: Key) -> Behind | None:
        """What `enter` opens on a line."""
        return self._behind.get(key)

    def figure(self, key: Key) -> Compared | None:
        """The figure that a line shows."""
        wanted = _rest(key, "figure:")
        return next((one for one in self.counted.figures if one.now.key == wanted), None)

    def change(self, key: Key) -> Change | None:
        """The sentence on a line of the first page."""
        wanted = _rest(key, "change:")
        changes = self.counted.changes if isinstance(self.counted, Overview) else ()
        return changes[int(wanted)] if wanted.isdecimal() and int(wanted) < len(changes) else None

    def chart(self, key: Key) -> tuple[Chart, int | None] | None:
        """The chart that a line belongs to, and the place of its label where the line is one."""
        name, place = _named(_rest(key, "chart:"))
        for one in self.counted.charts if isinstance(self.counted, Page) else ():
            if one.name == name:
                return one, place if place is not None and place < len(one.labels) else None
        return None

    def table(self, key: Key) -> tuple[Table, int | None] | None:
        """The table that a line belongs to, and which of its rows the line is, where it is one."""
        name, place = _named(_rest(key, "row:") or _rest(key, "table:"))
        for one in self.counted.tables if isinstance(self.counted, Page) else ():
            if one.name == name:
                return one, place if place is not None and place < len(one.rows) else None
        return None


def partner_of(found: Found, key: Key) -> tuple[int, str] | None:
    """The partner, (id, name), whom a line is about: a row or a bar of one partner, or a sentence."""
    change = found.change(key)
    if change is not None and change.partner_id is not None:
        return change.partner_id, found.names.get(change.partner_id, "")
    behind = found.behind(key)
    number = "" if behind is None or not behind.key.startswith(_PARTNER) else behind.key.removeprefix(_PARTNER)
    if not number.isdecimal():
        return None
    table, chart = found.table(key), found.chart(key)
    if table is not None and table[1] is not None:
        return int(number), str(table[0].rows[table[1]].cells[0])
    if chart is not None and chart[1] is not None:
        return int(number), chart[0].labels[chart[1]]
    return None


def _rest(key: Key, begin: str) -> str:
    """What follows after the kind of a key; empty where it is of another kind."""
    return key.removeprefix(begin) if isinstance(key, str) and key.startswith(begin) else ""


def _named(rest: str) -> tuple[str, int | None]:
    """The name and the place of `NAME`, `NAME:PLACE` or `NAME:PLACE:SERIES`."""
    name, *places = rest.split(":")
    return name, int(places[0]) if places and places[0].isdecimal() else None
