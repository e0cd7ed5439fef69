"""The Insights screen: the plain counts of twelve months."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget

from tui_tracker.domain.day_words import short_month
from tui_tracker.domain.measures import MONTHS, Counts, Insights, month_start
from tui_tracker.screens.base import MainScreen, style_file
from tui_tracker.services import twelve_months as insights
from tui_tracker.widgets import insight_lines
from tui_tracker.widgets.bars import shows_blocks
from tui_tracker.widgets.lines import Line, fit
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import WindowList

_WIDE = 116
_MOST_BACK = 50 * MONTHS
_NOTHING = "nothing to count yet"


class InsightsScreen(MainScreen):
    """Figures with sparklines, sources, senders, and tables by month; in two columns where there is room."""

    NUMBER = 5
    CSS_PATH = style_file("insights")
    AUTO_FOCUS = "#left"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left_square_bracket", "earlier", "a month earlier", id="insights.earlier"),
        Binding("right_square_bracket", "later", "later", id="insights.later"),
        Binding("tab", "app.focus_next", "Other column", show=False, id="insights.next_column"),
        Binding("h,left", "column('left')", "Left column", show=False, id="insights.left"),
        Binding("l,right", "column('right')", "Right column", show=False, id="insights.right"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._back = 0
        self._found: Insights | None = None
        self._blocks = shows_blocks()

    def body(self) -> Iterator[Widget]:
        """The span of months, and one or two columns."""
        yield TextPanel(id="span")
        yield Container(WindowList(id="left"), WindowList(id="right"), id="columns")

    def current_partner(self) -> tuple[int, str] | None:
        """The partner on the line, among those who sent most."""
        line = self._focused().current
        for sender in self._found.senders if self._found else ():
            if line is not None and line.key == sender.partner_id:
                return sender.partner_id, sender.name
        return None

    async def load(self) -> None:
        """Count."""
        house = self.house()
        today = house.today
        last = month_start(today, -self._back) if self._back else today
        self._found = await house.desk(insights.year, last, today, house.settings)
        self._show()

    def _show(self) -> None:
        """Draw what was counted for the present width."""
        found = self._found
        if found is None:
            return
        width = self.app.size.width
        wide = width >= _WIDE
        left, right = self.query_one("#left", WindowList), self.query_one("#right", WindowList)
        right.display = wide
        if not wide and right.has_focus:
            left.focus()
        room = (width // 2 if wide else width) - 4
        lines = [
            *insight_lines.overview(found, self.house().today, blocks=self._blocks),
            *insight_lines.sources(found, room, blocks=self._blocks),
            *insight_lines.senders(found, room, blocks=self._blocks),
            *insight_lines.lifetime(found),
        ]
        tables = list(insight_lines.tables(found))
        left.show_all(lines if wide else [*lines, Line(None, ()), *tables])
        right.show_all(tables if wide else [])
        self._show_span(found, width)

    def _show_span(self, found: Insights, width: int) -> None:
        text = f"{short_month(found.first)} to {short_month(found.last)}"
        nothing = found.total == Counts() and not found.active
        if nothing:
            text += f": {_NOTHING}"
        elif not self._back:
            text += ", this month so far"
        look = "dim" if nothing else "title"
        self.query_one("#span", TextPanel).show([Line(None, (("  ", ""), (fit(text, width - 2), look)))])

    def _focused(self) -> WindowList:
        right = self.query_one("#right", WindowList)
        return right if right.has_focus else self.query_one("#left", WindowList)

    def action_earlier(self) -> None:
        """The twelve months that end a month earlier."""
        if self._back < _MOST_BACK:
            self._back += 1
            self.reload()

    def action_later(self) -> None:
        """The twelve months that end a month later, at most with the present one."""
        if self._back:
            self._back -= 1
            self.reload()
        else:
            self.say("These months end with the present one.")

    def action_column(self, name: str) -> None:
        """Go to a column, where there are two."""
        column = self.query_one(f"#{name}", WindowList)
        if column.display:
            column.focus()

    @on(WindowList.Chosen)
    def _open(self) -> None:
        partner = self.current_partner()
        if partner is None:
            self.say("enter opens a partner under “Who sent most”.")
        else:
            self.house().show_partner(partner[0])

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        self._show()
