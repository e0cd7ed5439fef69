"""A list of any length that holds only the pages around what it shows, and repaints only what changed."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_tracker.widgets.lines import Line, style, to_strip

PAGE = 100
_PAGES_KEPT = 8
GUTTER = 2


class WindowList(Widget, can_focus=True):
    """Shows `count` lines, of which it is fed pages as it asks for them with `Wanted`.

    The cursor is a mark in the gutter, so that moving it repaints two cells; leaving the window scrolls half a page.
    Marks (`space`) and the cursor are kept by key across `reset`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "Down", show=False, id="list.down"),
        Binding("k,up", "move(-1)", "Up", show=False, id="list.up"),
        Binding("g,home", "first", "First", show=False, id="list.first"),
        Binding("G,end", "last", "Last", show=False, id="list.last"),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False, id="list.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="list.page_up"),
        Binding("enter", "choose", "Open", show=False, id="list.open"),
    ]

    DEFAULT_CSS = """
    WindowList { height: 1fr; width: 1fr; }
    """

    class Wanted(Message):
        """The list shows lines that it does not have; feed it `length` of them from `offset`."""

        def __init__(self, sender: "WindowList", offset: int, length: int) -> None:
            super().__init__()
            self.list = sender
            self.offset = offset
            self.length = length

        @property
        def control(self) -> "WindowList":
            """The list that asks."""
            return self.list

    class Moved(Message):
        """The cursor stands on another line; `line` is None where the list is empty or still loading."""

        def __init__(self, sender: "WindowList", index: int, line: Line | None) -> None:
            super().__init__()
            self.list = sender
            self.index = index
            self.line = line

        @property
        def control(self) -> "WindowList":
            """The list whose cursor moved."""
            return self.list

    class Chosen(Message):
        """Enter was pressed, or a line was clicked."""

        def __init__(self, sender: "WindowList", index: int, line: Line) -> None:
            super().__init__()
            self.list = sender
            self.index = index
            self.line = line

        @property
        def control(self) -> "WindowList":
            """The list that was chosen from."""
            return self.list

    def __init__(
        self,
        *,
        empty: str = "Nothing here yet.",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.empty = empty
        self.count = 0
        self.cursor = 0
        self.top = 0
        self.marked: set[int | str] = set()
        self._pages: dict[int, Sequence[Line]] = {}
        self._asked: set[int] = set()
        self._loading = True

    @property
    def current(self) -> Line | None:
        """The line under the cursor, where it is loaded."""
        return self.line_at(self.cursor)

    def line_at(self, index: int) -> Line | None:
        """The line at an index, where it is loaded."""
        page = self._pages.get(index // PAGE)
        place = index % PAGE
        return page[place] if page is not None and place < len(page) else None

    def reset(self, count: int, first: Sequence[Line] = (), *, offset: int = 0, cursor: int | None = None) -> None:
        """Show another `count` of lines, of which `first` are at hand from `offset` (a multiple of PAGE).

        The cursor goes to `cursor`, or stays at its key where that is among `first`, else near its index.
        """
        kept = self.current.key if self.current is not None else None
        self._loading = False
        self._pages.clear()
        self._asked.clear()
        self.count = count
        self._store(offset, first)
        self.cursor = self._place(kept, offset, first) if cursor is None else cursor
        self.cursor = self._nearest(min(max(0, self.cursor), max(0, count - 1)), 1)
        self._show_cursor()
        self.refresh()
        self._tell_moved()

    def feed(self, offset: int, lines: Sequence[Line]) -> None:
        """Hand over lines that were asked for."""
        self._store(offset, lines)
        self._asked.discard(offset // PAGE)
        if len(lines) < PAGE and offset + len(lines) < self.count:
            # There are fewer than was said; to ask for the missing ones again would never end.
            self.count = offset + len(lines)
            self.cursor = max(0, min(self.cursor, self.count - 1))
            self._show_cursor()
        self.cursor = self._nearest(self.cursor, 1)
        self.refresh()
        if offset <= self.cursor < offset + len(lines):
            self._tell_moved()

    def show_all(self, lines: Sequence[Line], *, cursor: int | None = None, top: int | None = None) -> None:
        """Show a short list that is wholly at hand, from the line `top` on where the cursor is in sight from there."""
        kept = self.current.key if self.current is not None else None
        self._loading = False
        self._asked.clear()
        self._pages = {number: lines[number * PAGE : (number + 1) * PAGE] for number in range(-(-len(lines) // PAGE))}
        self.count = len(lines)
        self.cursor = self._place(kept, 0, lines) if cursor is None else cursor
        self.cursor = self._nearest(min(max(0, self.cursor), max(0, len(lines) - 1)), 1)
        self.top = self.top if top is None else top
        self._show_cursor()
        self.refresh()
        self._tell_moved()

    def move_to(self, index: int) -> None:
        """Put the cursor on a line."""
        self._go(index, 1)

    def toggle_mark(self) -> None:
        """Mark the line under the cursor, or take its mark away, and go on to the next."""
        line = self.current
        if line is not None and line.key is not None:
            self.marked ^= {line.key}
            self.refresh(Region(0, self.cursor - self.top, GUTTER, 1))
            self.action_move(1)

    def clear_marks(self) -> None:
        """Take every mark away."""
        self.marked.clear()
        self.refresh()

    def action_move(self, by: int) -> None:
        """One line down or up."""
        self._go(self.cursor + by, 1 if by > 0 else -1)

    def action_page(self, by: int) -> None:
        """One window down or up."""
        self._go(self.cursor + by * max(1, self.size.height - 1), 1 if by > 0 else -1)

    def action_first(self) -> None:
        """To the first line."""
        self._go(0, 1)

    def action_last(self) -> None:
        """To the last line."""
        self._go(self.count - 1, -1)

    def action_choose(self) -> None:
        """Open the line under the cursor."""
        line = self.current
        if line is not None and line.key is not None:
            self.post_message(self.Chosen(self, self.cursor, line))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there; a double click opens."""
        index = self.top + event.y
        if index < self.count:
            self._go(index, 1)
            if event.chain == 2:
                self.action_choose()

    def on_mouse_scroll_down(self, _event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        self.action_move(3)

    def on_mouse_scroll_up(self, _event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        self.action_move(-3)

    def on_resize(self, _event: events.Resize) -> None:
        """The cursor stays in sight."""
        self._show_cursor()
        self.refresh()

    def on_focus(self, _event: events.Focus) -> None:
        """The mark in the gutter tells where the focus is."""
        self._refresh_cursor()

    def on_blur(self, _event: events.Blur) -> None:
        """The mark in the gutter tells where the focus is."""
        self._refresh_cursor()

    def render_line(self, y: int) -> Strip:
        """One line of the window."""
        width = self.size.width
        index = self.top + y
        if index >= self.count:
            text = self.empty if self.count == 0 and y == 0 and not self._loading else ""
            return to_strip((("  ", ""), (text, "dim")), width)
        line = self.line_at(index)
        if line is None:
            self._ask(index)
            return to_strip((("  …", "dim"),), width)
        return Strip.join([Strip([self._gutter(index, line)]), to_strip(line.pieces, width - GUTTER)])

    def _gutter(self, index: int, line: Line) -> Segment:
        here = index == self.cursor and line.key is not None
        mark = "*" if line.key is not None and line.key in self.marked else " "
        return Segment((">" if here else " ") + mark, style("key" if self.has_focus else "dim"))

    def _ask(self, index: int) -> None:
        page = index // PAGE
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.Wanted(self, page * PAGE, PAGE))

    def _store(self, offset: int, lines: Sequence[Line]) -> None:
        for start in range(0, len(lines), PAGE):
            self._pages[(offset + start) // PAGE] = lines[start : start + PAGE]
        near = self.cursor // PAGE
        while len(self._pages) > _PAGES_KEPT:
            del self._pages[max(self._pages, key=lambda page: abs(page - near))]

    def _place(self, key: int | str | None, offset: int, lines: Iterable[Line]) -> int:
        if key is not None:
            for place, line in enumerate(lines):
                if line.key == key:
                    return offset + place
        return self.cursor

    def _nearest(self, index: int, way: int) -> int:
        """The first line from `index` on that can hold the cursor, looking the other way where there is none."""
        for step in (way, -way):
            place = index
            while 0 <= place < self.count:
                line = self.line_at(place)
                if line is None or line.key is not None:
                    return place
                place += step
        return index

    def _go(self, index: int, way: int) -> None:
        if self.count == 0:
            return
        index = self._nearest(min(max(0, index), self.count - 1), way)
        if index == self.cursor:
            return
        before, self.cursor = self.cursor, index
        if self._show_cursor():
            self.refresh()
        else:
            self.refresh(Region(0, before - self.top, GUTTER, 1), Region(0, index - self.top, GUTTER, 1))
        self._tell_moved()

    def _show_cursor(self) -> bool:
        """Scroll by half a page where the cursor left the window; tells whether anything moved."""
        height = self.size.height
        if height <= 0:
            return False
        before = self.top
        if self.cursor < self.top:
            self.top = self.cursor - height // 2
        elif self.cursor >= self.top + height:
            self.top = self.cursor - (height - 1) // 2
        self.top = max(0, min(self.top, self.count - height))
        if self.cursor <= 2 and self.cursor < height:
            self.top = 0
        return self.top != before

    def _refresh_cursor(self) -> None:
        self.refresh(Region(0, self.cursor - self.top, GUTTER, 1))

    def _tell_moved(self) -> None:
        self.post_message(self.Moved(self, self.cursor, self.current))
