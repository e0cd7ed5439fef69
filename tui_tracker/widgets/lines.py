"""Lines of styled text: what lists, trees and panels are drawn from. Text in them is data, never markup."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len, set_cell_size, split_text
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
    "plot1": "cyan",
    "plot2": "yellow",
    "plot3": "magenta",
    "plot4": "green",
    "plot5": "bright_blue",
    "plot6": "bright_red",
}

_JOINER = "\u200d"
_VIRAMA = 9  # the combining class of the signs that join two Indic consonants
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


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


def joined(segments: Iterable[Segment]) -> list[Segment]:
    """The same cells in fewer pieces, for every piece costs bytes: a blank takes any look that shows on no blank."""
    found: list[Segment] = []
    before, last = "", None
    for text, look, _control in segments:
        if not text:
            continue
        blank = text.isspace()
        if before and (look is last or ((blank or before.isspace()) and _alike_blank(look, last))):
            found.pop()
            before, last = before + text, last if blank else look
        else:
            before, last = text, look
        found.append(Segment(before, last))
    return found


def cropped(segments: Iterable[Segment], begin: int, end: int) -> Iterator[Segment]:
    """The cells from `begin` up to `end`; half of a wide character is a blank. (Rich's own crop tears joined emoji.)"""
    x = 0
    for text, look, _control in segments:
        width = cell_len(text)
        first, last = max(0, begin - x), min(width, end - x)
        x += width
        if first < last:
            whole = first == 0 and last == width
            yield Segment(text if whole else split_text(split_text(text, last)[0], first)[1], look)


@lru_cache(maxsize=256)
def _alike_blank(*looks: Style | None) -> bool:
    """Whether a blank is the same in each of these looks."""
    return not any(look and (look.reverse or look.underline or look.strike or look.bgcolor) for look in looks)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Text in exactly `width` terminal cells: padded, or cut at a character border with an ellipsis."""
    if width <= 0:
        return ""
    length = cell_len(text)
    if length > width:
        return set_cell_size(cut(text, width), width)
    return " " * (width - length) + text if right else text + " " * (width - length)


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """The start of a text in at most `width` cells, the ellipsis included, cut where one character ends for a reader.

    Rich keeps joined emoji and accents whole; flags (two letters each) and Indic conjuncts are seen to here.
    """
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room <= 0:
        return ellipsis[:width]
    head = set_cell_size(text, room).rstrip()
    while head and not _is_border(text, len(head)):
        head = head[:-1]
    return head.rstrip() + ellipsis


def _is_border(text: str, place: int) -> bool:
    """Whether a reader sees one character end and another begin here."""
    if not 0 < place < len(text):
        return True
    before, after = text[place - 1], text[place]
    if before == _JOINER or unicodedata.combining(before) == _VIRAMA or unicodedata.category(after).startswith("M"):
        return False
    letters = place - len(text[:place].rstrip(_FLAG_LETTERS))
    return after not in _FLAG_LETTERS or letters % 2 == 0


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


READABLE = 100
"""Longer lines of a sentence are hard to follow."""


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
