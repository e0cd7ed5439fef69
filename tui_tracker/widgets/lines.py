"""Lines of styled text: what lists, trees and panels are drawn from. Text in them is data, never markup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Piece = tuple[str, str]
"""A text and the name of its look (a key of `LOOKS`)."""

# The terminal's own 16 colours: readable on any theme, and a fraction of the bytes of 24-bit ones.
LOOKS: dict[str, str] = {
    "": "",
    "dim": "bright_black",
    "bold": "bold",
    "head": "bold cyan",
    "good": "green",
    "warn": "yellow",
    "bad": "bold red",
    "key": "bold cyan",
    "title": "bold",
    "match": "bold yellow",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. A line without a key (a heading, a gap) cannot hold the cursor."""

    key: int | str | None
    pieces: tuple[Piece, ...]


def text_line(key: int | str | None, text: str, look: str = "") -> Line:
    """A line in one look."""
    return Line(key, ((text, look),))


@lru_cache(maxsize=64)
def style(look: str) -> Style:
    """The Rich style of a look."""
    return Style.parse(LOOKS[look])


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Text in exactly `width` terminal cells: padded, or cut at a character border with an ellipsis."""
    if width <= 0:
        return ""
    length = cell_len(text)
    if length > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
    return " " * (width - length) + text if right else text + " " * (width - length)


def to_strip(pieces: Iterable[Piece], width: int) -> Strip:
    """Pieces as a strip of exactly `width` cells, cut with an ellipsis where they are longer."""
    segments: list[Segment] = []
    left = width
    for text, look in pieces:
        if left <= 0:
            break
        length = cell_len(text)
        shown = text if length <= left else fit(text, left)
        segments.append(Segment(shown, style(look)))
        left -= min(length, left)
    if left > 0:
        segments.append(Segment(" " * left))
    return Strip(segments, width)


def wrap(text: str, width: int) -> list[str]:
    """Text in lines of at most `width` cells, broken between words where it can be."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current = ""
        for word in paragraph.split(" "):
            joined = f"{current} {word}" if current else word
            if cell_len(joined) <= width:
                current = joined
                continue
            if current:
                lines.append(current)
            current = word
            while cell_len(current) > width:
                head = set_cell_size(current, width).rstrip()
                lines.append(head)
                current = current[max(1, len(head)) :]
        lines.append(current)
    return lines


def plain(lines: Sequence[Line]) -> list[str]:
    """The text of lines, for tests and for copying."""
    return ["".join(text for text, _ in line.pieces).rstrip() for line in lines]
