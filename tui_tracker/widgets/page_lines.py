"""What the lines of a partner's page are made of: lines that stand for a record, sections, and columns of titles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len

from tui_tracker.widgets.lines import Line, Piece, fit, wrap

TITLE = 10


@dataclass(frozen=True, slots=True)
class PageLine(Line):
    """A line of a page: the record that it stands for, and its whole text where the line cuts it."""

    record: object = None
    whole: str = ""


def heading(text: str) -> PageLine:
    """A line above others, which cannot hold the cursor."""
    return PageLine(None, ((text, "head"),))


def section(title: str, lines: Sequence[PageLine], width: int) -> Iterator[PageLine]:
    """Lines under a heading; nothing at all where there are none."""
    if lines:
        yield heading(title)
        yield from (cut(line, width) for line in lines)


def titled(title: str, texts: Sequence[Piece], width: int, record: object, key: str = "") -> Iterator[PageLine]:
    """Texts beside their title, each broken over as many lines as it takes; the first line stands for the record."""
    broken = [(part, look) for text, look in texts if text for part in wrap(text, max(width - TITLE, 8))]
    for place, (part, look) in enumerate(broken):
        if place:
            yield PageLine(None, ((" " * TITLE, ""), (part, look)))
        else:
            yield PageLine(key or f"at:{title}", ((fit(title, TITLE), "dim"), (part, look)), record)


def packed(parts: Sequence[str], width: int, between: str = " · ") -> list[str]:
    """The parts that there are, as many a line as fit; a part is broken only where it is wider than a line."""
    lines: list[str] = []
    line = ""
    for part in filter(None, parts):
        joined = f"{line}{between}{part}" if line else part
        if line and cell_len(joined) > width:
            lines += wrap(line, width)
            joined = part
        line = joined
    return lines + (wrap(line, width) if line else [])


def dotted(*parts: str) -> str:
    """The parts that there are, in one line."""
    return " · ".join(part for part in parts if part)


def cut(line: PageLine, width: int) -> PageLine:
    """The line, with its whole text kept where it is wider than the page."""
    whole = "".join(text for text, _look in line.pieces)
    return replace(line, whole=whole) if cell_len(whole) > width else line
