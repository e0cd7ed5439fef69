"""The scoreboard: partners beside each other, sorted by any measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import FEW
from tui_tracker.domain.insights.periods import Period
from tui_tracker.domain.insights.scoreboard import Score, Scoreboard, ranked
from tui_tracker.domain.text import count
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.screens.read_only import ReadOnly
from tui_tracker.widgets.insight_scores import detail_lines, heads_line, score_lines, score_why
from tui_tracker.widgets.lines import Line, cut
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import PAGE, WindowList

_NOBODY = Scoreboard((), ())
_FRAME = 4
"""Cells beside a line: the padding of the box and the mark of the cursor."""


class ScoreboardScreen(ListModal):
    """Partners ranked by one measure. It stays when a partner is opened, and is there again when Insights is."""

    EMPTY = "Nobody sent or was sent anything in these days."
    KEYS = "h l measure · R other way round · w n and interval · enter partner · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l,s,right", "sort(1)", "sort by the next measure", id="scoreboard.next"),
        Binding("h,S,left", "sort(-1)", "sort by the measure before", id="scoreboard.previous"),
        Binding("R", "reverse", "the other way round", id="scoreboard.reverse"),
        Binding("w", "why", "how many, and how certain", id="scoreboard.why"),
        Binding("b", "leave", "back", show=False, id="scoreboard.back"),
    ]

    def __init__(self, period: Period, lens: Lens) -> None:
        narrowed = f" · {lens.name}" if lens.name else ""
        super().__init__(f"Partners, {period.name}{', so far' if period.running else ''}{narrowed}")
        self._period = period
        self._lens = lens
        self._board = _NOBODY
        self._sorted_by = 0
        self._reverse = False
        self._ranked: tuple[Score, ...] = ()
        self._version = -1

    def above(self) -> Iterator[Widget]:
        """How many there are, and the heads of the columns."""
        yield TextPanel(id="told")
        yield TextPanel(id="heads")

    def below(self) -> Iterator[Widget]:
        """What stands behind the figure under the cursor."""
        yield TextPanel(id="behind")

    @property
    def line_width(self) -> int:
        """Where the window is narrower than other overviews need, names give way: a figure cut off is none."""
        return min(super().line_width, self.app.size.width - _FRAME)

    async def load(self) -> None:
        """Count, and show them in their order."""
        from tui_tracker.services.insights.scoreboard import scoreboard

        house = self.house()
        self._version = house.version
        key = self._board.columns[self._sorted_by].key if self._board.columns else ""
        self._board = await house.desk(scoreboard, self._period, self._lens, house.today, house.settings)
        self._sorted_by = next((place for place, one in enumerate(self._board.columns) if one.key == key), 0)
        self._rank(cursor=self.listed.cursor)

    def _rank(self, *, cursor: int) -> None:
        board = self._board
        if not board.columns:
            return
        self._ranked = ranked(board, board.columns[self._sorted_by].key, self._reverse)
        offset = min(cursor, max(0, len(self._ranked) - 1)) // PAGE * PAGE
        self.listed.reset(len(self._ranked), self._lines(offset, PAGE), offset=offset, cursor=cursor)
        self._show_heads()

    def _show_heads(self) -> None:
        board, width = self._board, self.line_width
        by = board.columns[self._sorted_by].name.lower()
        told = f"{count(len(board.rows), 'partner')}, by {by}. ~ from fewer than {FEW}."
        if board.quiet:
            told += f" {count(board.quiet, 'quiet one')} left out."
        self.query_one("#told", TextPanel).show([Line(None, ((cut(told, width), "dim"),))])
        heads = heads_line(board, self._sorted_by, self._reverse, width)
        self.query_one("#heads", TextPanel).show([Line(None, (("  ", ""), *heads.pieces))])

    def _lines(self, offset: int, length: int) -> Sequence[Line]:
        rows = self._ranked[offset : offset + length]
        return score_lines(self._board, rows, offset + 1, self._sorted_by, self.line_width)

    def on_window_list_wanted(self, message: WindowList.Wanted) -> None:
        """Make the lines that come into sight."""
        self.listed.feed(message.offset, self._lines(message.offset, message.length))

    def on_window_list_moved(self, _message: WindowList.Moved) -> None:
        """Say what is behind the figure of the partner under the cursor."""
        if self._board.columns:
            lines = detail_lines(self._board, self._here(), self._sorted_by, self.line_width)
            self.query_one("#behind", TextPanel).show(lines)

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Show the partner; the scoreboard stays where it is, `5` comes back to it."""
        if isinstance(message.line.key, int):
            self.house().show_partner(message.line.key)

    def action_sort(self, by: int) -> None:
        """By the next measure, or the one before; round and round."""
        if self._board.columns:
            self._sorted_by = (self._sorted_by + by) % len(self._board.columns)
            self._rank(cursor=0)

    def action_reverse(self) -> None:
        """The other way round."""
        self._reverse = not self._reverse
        self._rank(cursor=0)

    def action_why(self) -> None:
        """Every figure of the partner with its n and its interval."""
        row = self._here()
        if row is not None:
            self.app.push_screen(ScoreWhy(self._board, row))

    def on_resize(self, _event: events.Resize) -> None:
        """The lines are made for the width that they have."""
        if self._board.columns:
            self._rank(cursor=self.listed.cursor)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Back from another screen: what was changed there shows."""
        if 0 <= self._version != self.house().version:
            self.do(self.load())

    def _here(self) -> Score | None:
        cursor = self.listed.cursor
        return self._ranked[cursor] if cursor < len(self._ranked) else None


class ScoreWhy(ReadOnly):
    """All figures of one partner: from how many, how certain, and how they are computed."""

    def __init__(self, board: Scoreboard, row: Score) -> None:
        super().__init__(row.name)
        self._board = board
        self._row = row

    def lines(self, width: int) -> Sequence[Line]:
        """A measure after the other."""
        return score_why(self._board, self._row, width)
