"""How a line of Insights was computed, from how many, over which days: opened with `w`, only to be read."""

from __future__ import annotations

from collections.abc import Sequence

from tui_tracker.domain.insights.catalogue import MEASURES, THEME_NAMES
from tui_tracker.domain.insights.page import Measure
from tui_tracker.screens.insights_found import Found, Key
from tui_tracker.screens.read_only import ReadOnly
from tui_tracker.widgets.insight_why import chart_why, context_lines, figure_why, table_why, text_why
from tui_tracker.widgets.lines import Line


class InsightWhy(ReadOnly):
    """What there is to know of a figure, a bar, a row or a sentence; else how every figure of the page is computed."""

    def __init__(self, found: Found, key: Key) -> None:
        super().__init__(_heading(found, key))
        self._found = found
        self._key = key

    def lines(self, width: int) -> Sequence[Line]:
        """The line itself first, then the days and what it was narrowed to."""
        found, key = self._found, self._key
        one, change, chart, table = found.figure(key), found.change(key), found.chart(key), found.table(key)
        asked = found.asked
        first: list[Line] = []
        if one is not None:
            first = figure_why(one, asked.period, width)
        elif change is not None:
            first = text_why(change.text, _CHANGES, width)
        elif chart is not None:
            first = chart_why(*chart, width)
        elif table is not None:
            first = table_why(*table, width)
        measures = () if one is not None or change is not None else self._measures()
        return [*first, *context_lines(asked.period, asked.lens.name, measures, width)]

    def _measures(self) -> Sequence[Measure]:
        return [MEASURES[one.now.key] for one in self._found.counted.figures]


_CHANGES = (
    "Only such differences are told as chance alone would bring about once in twenty periods or more seldom: numbers "
    "by the exact test of two counts, weighed by the days, shares by Fisher’s exact test; what one partner sent, once "
    "in a hundred. Times are told of ten or more on either side that differ by a day and a fifth. It says that "
    "something changed, not why."
)


def _heading(found: Found, key: Key) -> str:
    one, change, chart, table = found.figure(key), found.change(key), found.chart(key), found.table(key)
    if one is not None:
        return MEASURES[one.now.key].name
    if change is not None:
        return "What changed"
    if chart is not None:
        return chart[0].title
    if table is not None:
        found_in, place = table
        return found_in.title if place is None else f"{found_in.title}: {found_in.rows[place].cells[0]}"
    theme = found.asked.theme
    return "Overview" if theme is None else THEME_NAMES[theme]
