"""The bottom line: the keys that mean something here, or what was just said."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from tui_tracker.widgets.lines import Piece, fit, to_strip


def shortened(text: str, width: int) -> str:
    """The text in `width` cells: its last sentence (how to undo it) stays, what stands before gives way."""
    if cell_len(text) <= width:
        return text
    head, stop, tail = text.rpartition(". ")
    room = width - cell_len(tail) - 1
    if not stop or room < width // 3:
        return fit(text, width)
    return f"{fit(head + stop[0], room)} {tail}"


class KeyBar(Widget):
    """One line of keys and their words; a message takes their place until the next key is pressed."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[tuple[str, str], ...] = ()
        self._message: Piece | None = None

    @property
    def message(self) -> str:
        """What is being said, or nothing."""
        return self._message[0] if self._message else ""

    def show_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """The keys and words to show, the most useful first; what does not fit is left out, `?` never."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh()

    def say(self, text: str, *, bad: bool = False) -> None:
        """Show a message in place of the keys."""
        self._message = (text, "bad" if bad else "good")
        self.refresh()

    def clear(self) -> None:
        """Show the keys again."""
        if self._message is not None:
            self._message = None
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        if self._message is not None:
            text, look = self._message
            return to_strip(((" ", ""), (shortened(text, width - 1), look)), width)
        help_width = cell_len(" ? help")
        pieces: list[Piece] = []
        used = 0
        for key, word in self._keys:
            size = cell_len(key) + cell_len(word) + 3
            if used + size + help_width > width:
                break
            pieces += [(" ", ""), (key, "key"), (f" {word} ", "")]
            used += size
        pieces += [(" ?", "key"), (" help", "")]
        return to_strip(pieces, width)
