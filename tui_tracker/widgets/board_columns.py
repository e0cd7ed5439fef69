"""Columns of cards, each a window on any number of them; only what changed is repainted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_tracker.widgets.board_lanes import PAGE, Column, Lane, Shape, left_for, shape_of
from tui_tracker.widgets.lines import Piece, fit, style, to_strip

_GUTTER = 2
_GAP = 1


class Item(Protocol):
    """What a card stands for: any record with an id."""

    @property
    def id(self) -> int:
        """What tells this record from every other."""


Draw = Callable[[Any, int, int], tuple[tuple[Piece, ...], ...]]
"""Draws an item in `width` cells on `lines` lines (1, 2 or 3)."""


class BoardColumns(Widget, can_focus=True):
    """As many columns as fit side by side, scrolling with the cursor; asks for cards with `Wanted`.

    The cursor and the marks stand in the gutter of a card, so that a step within a column repaints two cells.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "across(-1)", "Column to the left", show=False, id="cards.left"),
        Binding("l,right", "across(1)", "Column to the right", show=False, id="cards.right"),
        Binding("j,down", "move(1)", "Card below", show=False, id="cards.down"),
        Binding("k,up", "move(-1)", "Card above", show=False, id="cards.up"),
        Binding("g,home", "first", "First card of the column", show=False, id="cards.first"),
        Binding("G,end", "last", "Last card of the column", show=False, id="cards.last"),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False, id="cards.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="cards.page_up"),
        Binding("space", "mark", "Mark, to move several", show=False, id="cards.mark"),
        Binding("enter", "choose", "open", id="cards.open"),
    ]

    DEFAULT_CSS = """
    BoardColumns { height: 1fr; width: 1fr; }
    """

    class Wanted(Message):
        """A column shows cards that are not loaded; answer with `feed(version, column, offset, items)`."""

        def __init__(self, version: int, column: str, offset: int, length: int) -> None:
            super().__init__()
            self.version = version
            self.column = column
            self.offset = offset
            self.length = length

    class Chosen(Message):
        """Enter was pressed on a card, or it was double-clicked."""

        def __init__(self, item: Any) -> None:
            super().__init__()
            self.item = item

    class Changed(Message):
        """Other columns than before are in sight, or other cards are marked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.left = 0
        self.marked: dict[int, str] = {}
        self._lanes: list[Lane] = []
        self._at = 0
        self._draw: Draw = lambda _item, _width, _lines: ()
        self._version = 0
        self._opening = False
        self._empty: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        """Grows with every `show`; cards that were asked for before it are not taken any more."""
        return self._version

    @property
    def column(self) -> str | None:
        """The name of the column that the cursor is in."""
        return self._lanes[self._at].name if self._lanes else None

    @property
    def index(self) -> int:
        """The cursor's place in its column."""
        return self._lanes[self._at].cursor if self._lanes else 0

    @property
    def current(self) -> Any | None:
        """The item under the cursor, where there is one and it is loaded."""
        return self._lanes[self._at].item(self.index) if self._lanes else None

    @property
    def shown(self) -> int:
        """How many columns stand side by side."""
        return self._shape().shown

    @property
    def in_sight(self) -> range:
        """The places of the columns that can be seen."""
        return range(self.left, min(len(self._lanes), self.left + self.shown))

    def windows(self, columns: Sequence[Column], at: tuple[str, int] | None = None) -> list[tuple[str, int, int]]:
        """What to load before `show(columns, …, at)` so that all in sight is there: (column, offset, length)."""
        kept = {lane.name: lane for lane in self._lanes}
        names = [column.name for column in columns]
        here = names.index(at[0]) if at else min(self._at, max(0, len(names) - 1))
        shape = self._shape(len(columns))
        left = left_for(here, self.left, shape.shown, len(names))
        found = []
        for column in columns[left : left + shape.shown]:
            rows = self._rows(shape)
            window = Lane.of(column, kept.get(column.name), at, rows).window(rows)
            if window is not None:
                found.append((column.name, *window))
        return found

    def show(
        self,
        columns: Sequence[Column],
        items: Mapping[str, tuple[int, Sequence[Any]]],
        draw: Draw,
        *,
        at: tuple[str, int] | None = None,
        empty: Sequence[str] = (),
        marks: Mapping[int, str | None] | None = None,
    ) -> None:
        """Show columns, with the items at hand as (offset, items) by column, and the cursor at (column, index).

        A column that was shown before keeps its place. `empty` are the lines to read where no column has a card.
        `marks` are the columns in which marked cards stand now; None takes the mark of a card that has left.
        """
        kept = {lane.name: lane for lane in self._lanes}
        here = self.column
        self._version += 1
        self._draw = draw
        self._follow_marks(marks or {})
        self._empty = () if any(column.count for column in columns) else tuple(empty)
        self._lanes = []
        shape = self._shape(len(columns))
        for column in columns:
            lane = Lane.of(column, kept.get(column.name), at, self._rows(shape))
            if column.name in items:
                lane.store(*items[column.name])
            self._lanes.append(lane)
        names = [lane.name for lane in self._lanes]
        wanted = at[0] if at else here
        self._at = names.index(wanted) if wanted in names else min(self._at, max(0, len(names) - 1))
        self.left = left_for(self._at, self.left, self.shown, len(self._lanes))
        self.refresh()
        self.post_message(self.Changed())

    def feed(self, version: int, column: str, offset: int, items: Sequence[Any]) -> None:
        """Hand over cards that were asked for."""
        if version != self._version:
            return
        for place, lane in enumerate(self._lanes):
            if lane.name == column:
                lane.store(offset, items)
                lane.asked.discard(offset // PAGE)
                if place in self.in_sight:
                    self.refresh()
        if self._opening and self.current is not None:
            self._opening = False
            self.action_choose()

    def forget(self) -> None:
        """Another board comes: keep no column's place and no marks."""
        self._lanes = []
        self._at = self.left = 0
        self.marked.clear()

    def clear_marks(self) -> None:
        """Take every mark away."""
        if self.marked:
            self.marked.clear()
            self.refresh()
            self.post_message(self.Changed())

    def mark_all(self, items: Sequence[Item], column: str) -> None:
        """Mark these cards of a column; where all of them are marked, take the marks away."""
        ids = [item.id for item in items]
        if all(item_id in self.marked for item_id in ids):
            for item_id in ids:
                del self.marked[item_id]
        else:
            self.marked.update(dict.fromkeys(ids, column))
        self.refresh()
        self.post_message(self.Changed())

    def action_mark(self) -> None:
        """Mark the card under the cursor, or take its mark away, and go on to the next."""
        item = self.current
        if item is None or self.column is None:
            return
        if item.id in self.marked:
            del self.marked[item.id]
        else:
            self.marked[item.id] = self.column
        self.post_message(self.Changed())
        self._refresh_cursor()
        self.action_move(1)

    def action_move(self, by: int) -> None:
        """One card down or up."""
        if self._lanes:
            self._go(self.index + by)

    def action_page(self, by: int) -> None:
        """One window down or up."""
        if self._lanes:
            self._go(self.index + by * max(1, self._rows() - 1))

    def action_first(self) -> None:
        """To the first card of the column."""
        if self._lanes:
            self._go(0)

    def action_last(self) -> None:
        """To the last card of the column."""
        if self._lanes:
            self._go(self._lanes[self._at].count - 1)

    def action_across(self, by: int) -> None:
        """To the column beside, at the same height."""
        place = self._at + by
        if not 0 <= place < len(self._lanes):
            return
        self._opening = False
        before, lane = self._lanes[self._at], self._lanes[place]
        self._refresh_cursor(heading=True)
        lane.cursor = max(0, min(lane.top + before.cursor - before.top, lane.count - 1))
        self._at = place
        lane.stay_in_sight(self._rows())
        left = left_for(place, self.left, self.shown, len(self._lanes))
        if left != self.left:
            self.left = left
            self.refresh()
            self.post_message(self.Changed())
        else:
            self._refresh_cursor(heading=True)

    def action_choose(self) -> None:
        """Open the card under the cursor, as soon as it is here."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))
        else:
            self._opening = bool(self._lanes and self._lanes[self._at].count)

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a card; a double click opens it."""
        for place in self.in_sight:
            start, width = self._span(place)
            lane = self._lanes[place]
            shape = self._shape()
            index = lane.top + (event.y - shape.heading) // shape.lines
            if start <= event.x < start + width and event.y >= shape.heading and index < lane.count:
                self._at, lane.cursor = place, index
                self.refresh()
                if event.chain == 2:
                    self.action_choose()

    def on_mouse_scroll_down(self, _event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        self.action_move(1)

    def on_mouse_scroll_up(self, _event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        self.action_move(-1)

    def on_resize(self, _event: events.Resize) -> None:
        """The cursor stays in sight."""
        self.left = left_for(self._at, self.left, self.shown, len(self._lanes))
        for lane in self._lanes:
            lane.stay_in_sight(self._rows())
        self.refresh()
        self.post_message(self.Changed())

    def on_focus(self, _event: events.Focus) -> None:
        """The mark in the gutter tells where the focus is."""
        self._refresh_cursor(heading=True)

    def on_blur(self, _event: events.Blur) -> None:
        """The mark in the gutter tells where the focus is."""
        self._refresh_cursor(heading=True)

    def render_line(self, y: int) -> Strip:
        """One line across the columns in sight."""
        shape = self._shape()
        if self._empty and y >= shape.heading:
            place = y - shape.heading - 1
            text = self._empty[place] if 0 <= place < len(self._empty) else ""
            return to_strip((("  ", ""), (text, "")), self.size.width)
        strips = []
        for place in self.in_sight:
            width = self._span(place)[1]
            if y < shape.heading:
                strips.append(self._heading(place, y, width, shape))
            else:
                strips.append(self._row(place, y - shape.heading, width, shape))
        strip = Strip.join(strips) if strips else Strip.blank(self.size.width)
        return strip.adjust_cell_length(self.size.width)

    def _follow_marks(self, marks: Mapping[int, str | None]) -> None:
        for item_id, column in marks.items():
            if item_id in self.marked:
                if column is None:
                    del self.marked[item_id]
                else:
                    self.marked[item_id] = column

    def _heading(self, place: int, y: int, width: int, shape: Shape) -> Strip:
        """The title with the count, and how many cards stand above and below; on two lines where a column is slim."""
        lane = self._lanes[place]
        here = place == self._at
        inner = width - _GUTTER - _gap(shape)
        title = str(lane.count) if y else lane.title if shape.heading > 1 else f"{lane.title} {lane.count}"
        beyond = lane.beyond(self._rows(shape), inner - cell_len(title) - 1) if y == shape.heading - 1 else ""
        pieces = ((fit(title, inner - cell_len(beyond)), "head" if here else "bold"), (beyond, "dim"))
        mark = "> " if here and lane.count == 0 and y == 0 else "  "
        gutter = Segment(mark, style("key" if self.has_focus else "dim"))
        return Strip.join([Strip([gutter]), to_strip(pieces, width - _GUTTER)])

    def _row(self, place: int, row: int, width: int, shape: Shape) -> Strip:
        lane = self._lanes[place]
        card, line = divmod(row, shape.lines)
        index = lane.top + card
        if index >= lane.count or card >= self._rows(shape):
            return Strip.blank(width)
        item = lane.item(index)
        if item is None:
            page = lane.lacks(index)
            if page is not None:
                self.post_message(self.Wanted(self._version, lane.name, page * PAGE, PAGE))
            return to_strip((("  …" if line == 0 else "", "dim"),), width)
        lines = self._draw(item, width - _GUTTER - _gap(shape), shape.lines)
        pieces = lines[line] if line < len(lines) else ()
        gutter = self._gutter(place, lane, index, item) if line == 0 else Segment("  ")
        return Strip.join([Strip([gutter]), to_strip(pieces, width - _GUTTER)])

    def _gutter(self, place: int, lane: Lane, index: int, item: Item) -> Segment:
        here = place == self._at and index == lane.cursor
        mark = "*" if item.id in self.marked else " "
        return Segment((">" if here else " ") + mark, style("key" if self.has_focus else "dim"))

    def _shape(self, columns: int | None = None) -> Shape:
        return shape_of(self.size.width, self.size.height, len(self._lanes) if columns is None else columns)

    def _rows(self, shape: Shape | None = None) -> int:
        """How many cards a column shows."""
        shape = shape or self._shape()
        return max(1, (self.size.height - shape.heading) // shape.lines)

    def _span(self, place: int) -> tuple[int, int]:
        """Where a column in sight begins, and its width."""
        shown, width = self.shown, self.size.width
        number = place - self.left
        start = number * width // shown
        return start, (number + 1) * width // shown - start

    def _go(self, index: int) -> None:
        lane = self._lanes[self._at]
        index = max(0, min(index, lane.count - 1))
        self._opening = False
        if index == lane.cursor:
            return
        self._refresh_cursor()
        lane.cursor = index
        if lane.stay_in_sight(self._rows()):
            self._refresh_lane(self._at)
        else:
            self._refresh_cursor()

    def _refresh_lane(self, place: int) -> None:
        start, width = self._span(place)
        self.refresh(Region(start, 0, width, self.size.height))

    def _refresh_cursor(self, *, heading: bool = False) -> None:
        """Repaint the gutter of the card under the cursor, and the heading of its column where that changes too."""
        if not self._lanes or self._at not in self.in_sight:
            return
        start, width = self._span(self._at)
        lane = self._lanes[self._at]
        shape = self._shape()
        y = shape.heading + (lane.cursor - lane.top) * shape.lines
        self.refresh(Region(start, y, _GUTTER, 1))
        if heading:
            self.refresh(Region(start, 0, width, shape.heading))


def _gap(shape: Shape) -> int:
    """The blank beside a column; a slim one has none to spare, the gutter of the next stands for it."""
    return 0 if shape.lines == 3 else _GAP
