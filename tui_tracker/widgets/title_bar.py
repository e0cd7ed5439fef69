"""The top line: which screens there are, which one this is, whose practice, which day."""

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from tui_tracker.widgets.lines import Piece, fit, to_strip


class TitleBar(Widget):
    """The names of the screens with their keys, the present one standing out, and a text at the right."""

    DEFAULT_CSS = """
    TitleBar { height: 1; dock: top; }
    """

    def __init__(self, names: tuple[str, ...], present: int) -> None:
        super().__init__()
        self._names = names
        self._present = present
        self._right = ""

    def show_right(self, text: str) -> None:
        """The text at the right end."""
        if text != self._right:
            self._right = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        short = width < sum(len(name) + 4 for name in self._names)
        pieces: list[Piece] = []
        for number, name in enumerate(self._names, 1):
            here = number - 1 == self._present
            pieces.append((f" {number}", "key" if here else "dim"))
            pieces.append((f" {name} " if here or not short else " ", "title" if here else "dim"))
        used = sum(cell_len(text) for text, _ in pieces)
        return to_strip([*pieces, (fit(self._right, max(0, width - used - 1), right=True), "dim")], width)
