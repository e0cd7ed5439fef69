"""The rows of the mind map as a window shows them: boxes with their words, lines, the name of the practice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_tracker.domain import map_drawing
from tui_tracker.domain.map_drawing import Run
from tui_tracker.domain.map_layout import LEFT, RIGHT, Layout
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import Cells, Known, Rank, fitted, node_text, practice_lines
from tui_tracker.domain.text import fold
from tui_tracker.widgets.lines import cropped, cut, joined, style

NEAR = 4
"""So many rows around its own the practice's name may take."""

_HERE = Style(reverse=True, bold=True)


class Window(NamedTuple):
    """The part of the map that is shown, in rows and cells."""

    top: int
    left: int
    width: int
    height: int


class MapRows:
    """A tree, where its nodes stand, and what is known of them, to be painted row by row."""

    def __init__(self, tree: Tree, layout: Layout, known: Known) -> None:
        self.tree = tree
        self.layout = layout
        self.known = known
        self._glyphs = map_drawing.ASCII if known.signs.warm.isascii() else map_drawing.UNICODE
        self._match = fold(known.outline.view.text)
        self._away: tuple[Window | None, Mapping[int, Sequence[int]]] = (None, {})
        self._cursor = 0
        self._focused = False

    def strip(self, y: int, window: Window, cursor: int, focused: bool) -> Strip:
        """The row `y` of the window, with the cursor where it is on that row; it stands out while it is `focused`."""
        self._cursor, self._focused = cursor, focused
        row, end = window.top + y, window.left + window.width
        away = self._out_of_sight(window).get(row, ())
        runs = map_drawing.row(self.layout, row, window.left, end, self._glyphs, away)
        segments: list[Segment] = []
        for run in runs:
            # No piece reaches over the end of a box: with the box it would be painted to its own end.
            pieces = joined(self._box(run)) if run.node >= 0 else _lines(run.text)
            segments.extend(cropped(pieces, window.left - run.x, end - run.x))
        return self._with_practice(Strip(segments, window.width), row, window)

    def _out_of_sight(self, window: Window) -> Mapping[int, Sequence[int]]:
        """The branches that the window hangs on though it shows them not, by the row on which they are named."""
        if self._away[0] != window:
            bottom, right = window.top + window.height, window.left + window.width
            self._away = window, self.layout.out_of_sight(window.top, bottom, window.left, right)
        return self._away[1]

    def _with_practice(self, strip: Strip, row: int, window: Window) -> Strip:
        """The other lines of the practice's name, above and below its label; nothing else stands in its column."""
        box = self.layout.box(0)
        start = box.x - window.left
        if row == box.row or abs(row - box.row) > NEAR or start + box.width <= 0 or start >= window.width:
            return strip
        lines, middle = self._practice()
        number = row - box.row + middle
        if not 0 <= number < len(lines):
            return strip
        text, look = lines[number]
        before, after = map_drawing.around(Run(box.x, box.width), cell_len(text) + 1)
        told = [Segment(f"{before} "), Segment(text, self._look(look, self._cursor == 0)), Segment(after)]
        begin, end = max(0, start), min(window.width, start + box.width)
        line = Strip(cropped(told, begin - start, end - start), end - begin)
        return Strip.join([strip.crop(0, begin), line, strip.crop(end)])

    def _practice(self) -> tuple[list[Cells], int]:
        """The lines of the practice's name, and which of them is its label."""
        layout = self.layout
        room = layout.box(0).width - 1 - layout.has_children_on(0, LEFT) - layout.has_children_on(0, RIGHT)
        lines = practice_lines(self.known, room, cell_len, self._cut)
        return lines, (len(lines) - 1) // 2

    def _box(self, run: Run) -> Iterable[Segment]:
        """A label in its box, with the mark of the cursor on the side of the practice."""
        known, here = self.known, run.node == self._cursor
        if run.node == 0:
            lines, middle = self._practice()
            cells = lines[middle : middle + 1]
        else:
            # A cell is left free at the end of every box, so that figures stand in columns whatever hangs there.
            words = node_text(known, self.tree, run.node)
            if run.away:
                words = tuple(word for word in words if word.rank is Rank.NAME)
            cells = fitted(words, run.width - 2, cell_len, self._cut, self._match)
        before, after = map_drawing.around(run, sum(cell_len(text) for text, _ in cells) + 1)
        sign = known.signs.cursor_after if run.side == LEFT else known.signs.cursor
        mark = Segment(sign if here else " ", style("key" if self._focused else "dim"))
        told = [Segment(text, style("dim") if run.away else self._look(look, here)) for text, look in cells]
        label = [*told, mark] if run.side == LEFT else [mark, *told]
        return (*_lines(before), *label, *_lines(after))

    def _cut(self, text: str, width: int) -> str:
        return cut(text, width, self.known.signs.cut)

    def _look(self, look: str, here: bool) -> Style:
        if not here:
            return style(look)
        return _HERE if self._focused else style(look) + style("bold")


def _lines(text: str) -> Iterator[Segment]:
    """Lines, and what is blank before them by itself: it stays blank when they change."""
    signs = text.lstrip()
    if len(signs) < len(text):
        yield Segment(text[: len(text) - len(signs)])
    if signs:
        yield Segment(signs, style("dim"))
