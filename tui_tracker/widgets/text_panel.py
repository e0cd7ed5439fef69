"""A few lines of styled text that do not take the focus."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_tracker.widgets.lines import Line, to_strip


class TextPanel(Widget):
    """Shows lines, cut to its size; repaints only those that changed."""

    DEFAULT_CSS = """
    TextPanel { height: 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        before, self._lines = self._lines, tuple(lines)
        width, height = self.size
        for y in range(height):
            old, new = before[y : y + 1], self._lines[y : y + 1]
            if old != new:
                # Only as far as either reaches: blanks that stay blank are bytes too, over a slow line.
                self.refresh(Region(0, y, min(width, max(_cells(old), _cells(new))), 1))

    def render_line(self, y: int) -> Strip:
        """One line."""
        pieces = self._lines[y].pieces if y < len(self._lines) else ()
        return to_strip(pieces, self.size.width)


def _cells(lines: Sequence[Line]) -> int:
    return sum(cell_len(text) for line in lines for text, _ in line.pieces)
